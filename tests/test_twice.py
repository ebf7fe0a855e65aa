"""Two notes that may be about one person: told with the evidence, and never merged."""

from __future__ import annotations

import inspect
import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.timing import within
from tests.whole import Vault
from vaultkit.book import resembling, spelt, twice
from vaultkit.book.people import Person, PersonId
from vaultkit.book.twice import Pair, pairs, problems
from vaultkit.book.twins import again
from vaultkit.book.twins import twins as twins_of
from vaultkit.problems import Origin
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from vaultkit.problems import Problem


def person(path: str, name: str = "", **known: str) -> Person:
    name = name or path.removesuffix(".md").rpartition("/")[2]
    aliases = tuple(filter(None, [known.pop("alias", "")]))
    return Person(
        id=PersonId(path),
        path=VaultPath(path),
        name=name,
        origin=Origin(path),
        aliases=aliases,
        email=known.get("email", ""),
        phone=known.get("phone", ""),
        birthday=known.get("birthday", ""),
    )


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        ({"name": "Katharina Weber"}, {"name": "Katarina Weber"}, "name"),
        ({"name": "Zoë Brandt"}, {"name": "Zoe Brandt"}, "name"),
        ({"name": "Moss, Ada"}, {"name": "Ada B. Moss"}, "name"),
        ({"name": "Daniel Petrov"}, {"name": "Daniela Petrov"}, ""),
        ({"name": "Lena Moss"}, {"name": "Lina Moss"}, ""),
        ({"name": "Ada Moss"}, {"name": "Ada Moss 2"}, ""),
        ({"name": "Ada"}, {"name": "Ada Moss"}, ""),
        ({"email": "a@b.org"}, {"name": "Bo Reed", "email": "x, <A@B.org>"}, "email"),
        ({"phone": "+44 20 79460001"}, {"phone": "(020) 7946-0001"}, "phone"),
        ({"phone": "020 7946 0001"}, {"name": "Bo", "phone": "020 7946 0001"}, ""),
        ({"phone": "112"}, {"phone": "112"}, ""),
        ({"birthday": "1980-05-14"}, {"birthday": "05-14"}, "birthday"),
        ({"birthday": "1980-05-14"}, {"birthday": "1981-05-14"}, ""),
        ({"alias": "Käthe Reed"}, {"name": "Kathe Reed"}, "aliases"),
        ({"alias": "Kathe Reed"}, {"name": "Kathe Reed"}, ""),  # alias-shared says so
    ],
)
def test_what_speaks_for_one_person(
    one: dict[str, str], other: dict[str, str], evidence: str
) -> None:
    one, other = {"name": "A. Moss", **one}, {"name": "Ada Moss", **other}
    found = pairs(person(f"{known['name']}.md", **known) for known in (one, other))
    assert [kind for pair in found for kind in pair.evidence] == [
        *filter(None, [evidence])
    ]


_WORDS = st.sampled_from(["Ada", "Katharina", "Katarina", "Moss", "Käthe", "2", "B."])
_PEOPLE = st.lists(
    st.builds(
        lambda words, email, phone, day: {
            "name": " ".join(words),
            "email": email,
            "phone": phone,
            "birthday": day,
        },
        st.lists(_WORDS, min_size=1, max_size=3),
        st.sampled_from(["", "a@b.org", "a@b.org, c@d.org"]),
        st.sampled_from(["", "+44 20 7946 0001", "020 7946 0001"]),
        st.sampled_from(["", "05-14", "1980-05-14"]),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(known=_PEOPLE, chance=st.randoms(use_true_random=False))
def test_the_order_of_notes_changes_nothing(
    known: list[dict[str, str]], chance: object
) -> None:
    people = [person(f"{at}.md", **one) for at, one in enumerate(known)]
    mixed = sorted(people, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert pairs(mixed) == pairs(people)
    found = sorted(problems(pairs(mixed), {}))
    assert found == sorted(problems(pairs(people), {}))
    assert len({one.path for one in found}) == len(found), "one a note"


@settings(max_examples=60)
@given(st.lists(_PEOPLE, min_size=2, max_size=5), st.data())
def test_whoever_changed_is_compared_again_with_whoever_is_near(
    turns: list[list[dict[str, str]]], data: st.DataObject
) -> None:
    """Also where a crowd comes to be, which nobody is told from, or is one no more."""
    crowd = [{"name": "Ada Moss", "email": "c@d.org"}] * data.draw(
        st.sampled_from([0, 13, 15])
    )
    had = by_id(turns[0], crowd)
    before = twins_of(had.values(), {})
    for known in turns[1:]:
        mixed = data.draw(st.permutations([*turns[0], *known]))[: len(known)]
        now = by_id(mixed, crowd)
        alias = data.draw(st.sampled_from(["Kathe Moss", "Ada Moss", "!"]))
        some = data.draw(st.sets(st.sampled_from([*now]))) if now else set()
        now |= {one: structs.replace(now[one], aliases=(alias,)) for one in some}
        apart = {one: now.keys() - some for one in some}
        before = again(before, had, now, {*had, *now}, apart)
        anew = twins_of(now.values(), apart)
        assert sorted(before.problems) == sorted(anew.problems)
        assert [*map(_said, before.pairs)] == [*map(_said, anew.pairs)]
        had = now


def test_whoever_was_near_is_asked_again_though_nothing_is_shared_any_more() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [{"name": f"{one * 3} {one * 4}"} for one in letters]
    ada = {"name": "Ada Moss", "email": "a@b.org"}
    had = by_id([ada, {"name": "Ada Moos", "email": "a@b.org"}], many)
    now = by_id([ada, {"name": "Zoe Lind", "email": "z@b.org"}], many)
    (changed,) = (one for one in had if had[one] != now[one])
    before = twins_of(had.values(), {})
    assert len(before.pairs) == 1
    assert again(before, had, now, {changed}, {}).pairs == ()


@pytest.mark.parametrize("seed", [9, 11, 24, 40])
def test_few_of_a_crowd_stand_for_all_of_it(seed: int) -> None:
    """Among many with nothing in common: those near are few, and the rest is kept."""
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    letters = "abcdefghijklmnopqrstuvwxyz"
    had = by_id([{"name": f"{a * 3} {b * 4}"} for a in letters for b in letters[:8]])
    strangers = {*had}
    for at in range(chance.choice([17, 18, 30, 45])):
        had |= _somebody(chance, f"Crowd/{at}.md")
    before = twins_of(had.values(), {})
    for turn in range(6):
        now = dict(had)
        there = sorted(had.keys() - strangers)
        several = chance.sample(there, chance.choice([1, 1, 2, 3]))
        for one in several:
            if chance.random() < 0.3:
                del now[one]
            else:
                now |= _somebody(chance, one)
        came = _somebody(chance, f"Come/{turn}.md") if chance.random() < 0.5 else {}
        now |= came
        before = again(before, had, now, {*several, *came}, {})
        anew = twins_of(now.values(), {})
        assert sorted(before.problems) == sorted(anew.problems)
        assert [*map(_said, before.pairs)] == [*map(_said, anew.pairs)]
        had = now


def _somebody(chance: Random, path: str) -> dict[PersonId, Person]:
    """Return somebody who has much in common with others, some of it hidden."""
    names = ("Ada Moss", "Ada Moss", "Ada Moos", "Bo Reed", "Katharina Weber", "Ada")
    known = {
        "name": chance.choice(names),
        "email": chance.choice(["a@b.org", "a@b.org", "c@d.org", ""]),
        "phone": chance.choice(["020 7946 0001", "7946 0002", ""]),
        "alias": chance.choice(["Käthe Reed", "Ada Móss", "", "", ""]),
    }
    one = person(path, **known)
    hidden = chance.choice([*[frozenset[str]()] * 5, frozenset({"email"})])
    private = chance.random() < 0.1
    return {one.id: structs.replace(one, hidden=hidden, private=private)}


def by_id(*several: list[dict[str, str]]) -> dict[PersonId, Person]:
    """Return people, those of each list in a folder of their own."""
    return {
        one.id: one
        for where, known in enumerate(several)
        for at, said in enumerate(known)
        for one in [person(f"{where}/{at}.md", **said)]
    }


def _said(pair: Pair) -> tuple[str, str, tuple[str, ...]]:
    return pair.one.id, pair.other.id, pair.evidence


def test_namesakes_by_the_thousand_are_told_from_nobody_and_quickly() -> None:
    same = {"email": "a@b.org", "phone": "020 7946 0001", "birthday": "05-14"}
    people = [person(f"{at}/Ada Moss.md", "", **same) for at in range(5_000)]
    assert within(lambda: pairs(people), 1)
    assert pairs(people) == []


def test_what_is_read_of_all_is_what_is_read_of_each() -> None:
    said = ["Ada Moss", "", "Moss, Ada", "Zoë B. 2", "Bo\n", "ada 7b", "A-b", "x" * 200]
    assert spelt.all_parts(said) == [spelt.parts(one) for one in said]
    assert spelt.all_parts(["A\nB", "C"]) == [(("a", "b"), ()), (("c",), ())]
    kept = ["a@b.org", "A@b.org", "", "x, <A@B.org>", "Ä@b.org", "nobody", "a-b@c.org"]
    assert [set(found) for found in spelt.all_addresses(kept)] == [
        set(spelt.addresses(one)) for one in kept
    ]
    rung = ["+44 20 79460001", "", "020 7946 0001; 1234567", "112", "٣1234567", "0000"]
    for texts in (rung, [*rung, "1234567\n7654321"]):
        assert [set(found) for found in spelt.all_numbers(texts)] == [
            set(spelt.numbers(one)) for one in texts
        ]


def test_one_file_name_in_two_folders_is_told_where_the_notes_agree() -> None:
    for name, first, second, count in (
        ("Ana", "", "", 0),
        ("Ana", "org: Mill", "org: Mill", 1),
        ("Ana", "org: Mill", "org: Bank", 0),
        ("Ana", "place: Graz", "place: Graz", 0),
        ("Ana Moss", "", "", 0),
        ("Ana Moss", "place: Graz", "place: Graz", 1),
        ("Ana", "org: Mill\nbirthday: 05-14", "org: Mill\nbirthday: 05-15", 0),
    ):
        every, told = twins(
            {f"People/{name}.md": note(first), f"Old/{name.lower()}.md": note(second)}
        )
        assert (len(every), len(told)) == (count, count), (name, first)
        assert all("the two files have one name" in one.message for one in told)
    hidden = note("org: Mill", "private: [org]")
    every, _ = twins({"People/Ana.md": note("org: Mill"), "Archive/Ana.md": hidden})
    assert every == []


def test_who_is_private_keeps_no_pair_from_being_told() -> None:
    mail = "email: ada@example.org"
    two = {"Ada Moss.md": note(mail), "Bo Reed.md": note(mail)}
    for hidden in ("private: true", "private: [email]"):
        third = {f"Cy {n}.md": note(mail, hidden) for n in range(20)}
        _, told = twins({**two, **third})
        assert [one.path for one in told] == ["Bo Reed.md"], hidden
    every, told = twins({**two, "Cy.md": note(mail)})
    assert (every, told) == ([], [])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ada Moss", "Ada Moss Reed", True),
        ("Ada Moss", "B. Ada Moss", True),
        ("Moss, Katharina", "Katarina Moss", True),
        ("Ada Friedrichsen", "Ada Friedricksen", True),
        ("Ada Katharina Moss", "Ada Katarina Moss", True),
        ("Ada Moss", "Reed Moss", False),
    ],
)
def test_names_that_are_alike_are_compared(
    one: str, other: str, *, alike: bool
) -> None:
    found = pairs([person("1.md", one), person("2.md", other)])
    assert bool(found) == alike


def twins(notes: dict[str, str]) -> tuple[list[Problem], list[Problem]]:
    """Return who seems to be noted twice, as the owner and as a page sees it."""
    built = Vault({path: text.encode() for path, text in notes.items()}).build
    return (
        [one for one in built.problems if one.code == "person-twice"],
        [one for one in built.told if one.code == "person-twice"],
    )


def note(*lines: str) -> str:
    return "\n".join(["---", "type: person", *lines, "---", ""])


ADA = note("email: ada@example.org", "birthday: 1980-05-14")


def test_what_is_private_is_told_to_the_owner_alone() -> None:
    for hidden in ("private: true", "private: [email]"):
        other = note("email: ada@example.org", hidden)
        for first, second in (("Ada Moss.md", "Bo Reed.md"), ("X.md", "Bo Reed.md")):
            every, told = twins({first: ADA, second: other})
            assert (len(every), told) == (1, [])


def test_a_pair_nobody_may_see_stands_in_no_others_place() -> None:
    notes = {"Ada Moss.md": ADA, "Moss, Ada.md": ADA}
    _, told = twins(notes)
    hers = note("private: true", "email: ada@example.org")
    every, still = twins({**notes, "A/Ada Moss.md": hers})
    assert len(told) == 1
    assert any("A/Ada Moss" in f"{one.path} {one.message}" for one in every)
    assert not any("A/Ada Moss" in f"{one.path} {one.message}" for one in still)


@pytest.mark.parametrize("says", ["not_same", "knows", "Different From"])
def test_a_note_may_say_that_they_are_two(says: str) -> None:
    two = note("email: ada@example.org", f'{says}: "[[Ada Moss]]"')
    assert twins({"Ada Moss.md": ADA, "Bo Reed.md": two}) == ([], [])
    back = note("email: ada@example.org")
    said = note("email: ada@example.org", f'{says}: "[[Bo Reed]]"')
    assert twins({"Ada Moss.md": said, "Bo Reed.md": back}) == ([], [])


def test_nobody_is_merged_and_no_copy_is_told_again() -> None:
    notes = {"Ada Moss.md": ADA, "Ada Moss 2.md": ADA, "Katja.md": ADA}
    built = Vault({path: text.encode() for path, text in notes.items()}).build
    assert [p.path for p in built.problems if p.code == "person-twice"] == ["Katja.md"]
    assert {"Ada Moss.md", "Katja.md"} <= built.book.people.keys()


def test_whatever_is_looked_at_is_asked_again_when_it_changes() -> None:
    """Whatever the modules read of somebody is among what `alike` compares."""
    source = "".join(map(inspect.getsource, (twice, resembling, spelt)))
    read = {*re.findall(r"person\.(\w+)", source), *resembling.FEW_SHARE}
    ana = Person(id=PersonId("Ana.md"), name="Ana", origin=Origin("Ana.md"))
    looked_at = read & {*Person.__struct_fields__} - {"id"}
    assert len(looked_at) > len(resembling.FEW_SHARE)
    for name in sorted(looked_at):
        other = structs.replace(ana, **{name: ("other",)})
        assert not twice.alike(ana, other), name
