"""Two notes that may be about one person: told with the evidence, and never merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timing import within
from tests.whole import Vault
from vaultkit.book.people import Person, PersonId
from vaultkit.book.twice import pairs, problems
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
    found = sorted(problems(mixed, {}))
    assert found == sorted(problems(people, {}))
    assert len({one.path for one in found}) == len(found), "one a note"


def test_namesakes_by_the_thousand_are_told_from_nobody_and_quickly() -> None:
    same = {"email": "a@b.org", "phone": "020 7946 0001", "birthday": "05-14"}
    people = [person(f"{at}/Ada Moss.md", "", **same) for at in range(5_000)]
    assert within(lambda: pairs(people), 1)
    assert pairs(people) == []


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
