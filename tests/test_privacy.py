from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.whole import Vault
from vaultkit.book.people import PersonId
from vaultkit.privacy.privacy import public
from vaultkit.privacy.secret import Names

if TYPE_CHECKING:
    from vaultkit.book.book import Book

HUSH = "xyzzyquux"
ADA = PersonId("People/Ada Moss.md")


def seen(*stories: str) -> Book:
    return public(Vault.of("\n".join(map(textwrap.dedent, stories))).book)


def test_without_anything_private_the_book_is_the_book() -> None:
    whole = Vault.of("--- People/Ada Moss.md\n- 2026-05-01 coffee: bees").book
    assert public(whole) is whole


# Every place where a note about somebody private, or about others, could tell of them.
ROSA = "People/Rosa Klein.md"
PLACES = (
    *(
        f"--- {ROSA}\nprivate: true\naliases: [Rosie, Mrs K]\n{key}: {HUSH}\n"
        for key in (
            *("circle", "cadence", "last_contact", "season", "interests", "offers"),
            *("needs", "learning", "met", "met_at", "introduced_by", "knows", "org"),
            *("role", "place", "birthday", "email", "phone", "ways", "vouch"),
        )
    ),
    f"--- {ROSA}\nprivate: true\n\n- 2026-05-01 {HUSH} with [[Ada Moss]]",
    f"--- {ROSA}\nprivate: true\n\n- needs: {HUSH}\n- 2026-05-01 gave: {HUSH}",
    f'--- {ROSA}\nprivate: true\nknows: "[[{HUSH}]]"',
    f"--- 2026-05-01.md\n- coffee: [[Rosa Klein]], [[Ada Moss]] {HUSH}",
    f"--- 2026-05-01.md\n- coffee: [[Ada Moss]] about [[Rosa Klein|R]] {HUSH}",
    f"--- 2026-05-01.md\n- coffee: [[Ada Moss]] said rosie klein {HUSH} to Rosie",
    f"--- 2026-05-01.md\n- learned: [[Ada Moss]] that Rosa's {HUSH} is hers",
    f"--- 2026-05-01.md\n- call: [[Rosie]] {HUSH}",
    f"--- 2026-05-01.md\n- needs: [[Rosa Klein]] {HUSH}",
    f"--- 2026-05-01.md\n- came: {HUSH} through [[Rosa Klein]]",
    f"--- People/Ada Moss.md\nmet_at: {HUSH} at Rosa Klein",
    f"--- People/Ada Moss.md\norg: Rosa Klein {HUSH}",
    f"--- People/Ada Moss.md\nneeds: [the {HUSH} of Rosa Klein]",
    f"--- People/Ada Moss.md\naliases: [Rosa Klein {HUSH}]",
    (
        f"--- Dinner with Rosa Klein {HUSH}.md\ntype: event\ndate: 2026-03-01\n"
        'people: "[[Ada Moss]]"'
    ),
    (
        f"--- {HUSH}.md\ntype: introduction\nwhy: {HUSH}\n"
        'between: ["[[Ada Moss]]", "[[Rosa Klein]]"]'
    ),
    f'--- {HUSH}.md\ntype: opportunity\nthrough: "[[Rosa Klein]]"',
    f'--- Job for Rosa Klein {HUSH}.md\ntype: opportunity\nthrough: "[[Ada Moss]]"',
    (
        f"--- Fair.md\ntype: event\nprivate: true\ndate: 2026-03-01\nplace: {HUSH}\n"
        f'topics: {HUSH}\npeople: ["[[Ada Moss]]", "[[{HUSH}]]"]'
    ),
    f"--- {HUSH}.md\ntype: topic\nprivate: true\naliases: [maps]",
    f"--- 2026-05-01.md\nprivate: true\n\n- call: [[Ada Moss]] [[{HUSH}]]",
    f"--- Rosa Klein {HUSH}/2026-05-01.md\n- call: [[Ada Moss]] bees",
)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_a_private_person_is_left_anywhere(place: str) -> None:
    stories = [place]
    if ROSA not in place:
        stories.append(f"--- {ROSA}\nprivate: true\naliases: [Rosie, Mrs K]")
    if "Ada Moss.md" not in place:
        stories.append("--- People/Ada Moss.md\ninterests: maps")
    whole = Vault.of("\n".join(stories)).book
    assert HUSH in repr(whole).lower()
    left = repr(public(whole))
    assert HUSH not in left
    assert "Rosa Klein" not in left
    assert "Rosie" not in left
    assert ADA in public(whole).people


HIDING = (
    ("needs", "needs: {}", ""),
    ("needs", "", "- needs: [[Ada Moss]] {}"),
    ("needs", "", "- found: [[Ada Moss]] {}"),
    ("offers", "skills: {}", "- offers: [[Ada Moss]] {}"),
    ("interests", "likes: {}", "- likes: [[Ada Moss]] {}"),
    ("looking_for", "asks: {}", ""),
    ("met_at", "met_at: {}", ""),
    ("role", "role: {}", ""),
    ("knows", 'knows: "[[{}]]"', ""),
    ("introduced_by", 'introduced_by: "[[{}]]"', ""),
    ("cadence", "cadence: {}", ""),
    ("circle", "circle: {}", ""),
    ("birthday", "birthday: {}", ""),
    ("vouch", "vouch: {}", ""),
    ("aliases", "aliases: {}", ""),
    ("last_contact", "last_chat: 2026-05-05", ""),
    ("salary", "salary: {}", ""),
)


@pytest.mark.parametrize(("name", "properties", "line"), HIDING)
def test_a_hidden_property_is_nowhere(name: str, properties: str, line: str) -> None:
    note = f"--- People/Ada Moss.md\nprivate: [{name}]\n{properties.format(HUSH)}"
    daily = f"--- 2026-05-01.md\n- call: [[Ada Moss]]\n{line.format(HUSH)}"
    found = seen(note, daily)
    shown = repr((found.people, found.topics, found.encounters, found.problems))
    known = HUSH in found.people  # somebody named in a hidden list is still there
    assert (HUSH in shown) == known
    assert "2026, 5, 5" not in shown
    assert [e.kind for e in found.encounters][:1] == ["call"]


def test_a_relation_hidden_in_one_note_is_hidden_in_the_other() -> None:
    found = seen("""
        --- People/Ada Moss.md
        private: introduced_by
        introduced_by: "[[Bo Reed]]"
        --- People/Bo Reed.md
        introduced_to: "[[Ada Moss]]"
        knows: "[[Ada Moss]]"
    """)
    bo = found.people[PersonId("People/Bo Reed.md")]
    assert (bo.introduced_to, len(bo.knows)) == ((), 1)
    assert found.people[ADA].introduced_by == ()


@pytest.mark.parametrize("value", ["true", "yes", "YES", "1", "on", "neds", "[neds]"])
def test_what_cannot_be_understood_hides_too_much(value: str) -> None:
    assert seen(f"--- People/Ada Moss.md\nprivate: {value}").people == {}


@pytest.mark.parametrize("value", ["false", "no", "", "[]", "null"])
def test_what_is_not_private_is_shown(value: str) -> None:
    assert list(seen(f"--- People/Ada Moss.md\nprivate: {value}").people) == [ADA]


def test_what_others_share_with_somebody_private_stays() -> None:
    found = seen("""
        --- People/Rosa Klein.md
        private: true
        interests: bees
        --- People/Ada Moss.md
        interests: Bees
        --- People/Rosa Lind.md
        --- 2026-05-01.md
        - coffee: [[Rosa Klein]] and [[Ada Moss]] the fair
        - call: [[Ada Moss]] about Rosa
        - call: [[Ada Moss]] about roses
    """)
    assert [(e.people, e.text) for e in found.encounters] == [
        ((ADA,), ""),
        ((ADA,), "about Rosa"),  # there is a Rosa who may be named
        ((ADA,), "about roses"),
    ]
    assert [topic.name for topic in found.topics.values()] == ["Bees"]


def test_somebody_known_only_through_a_private_note_is_not_known() -> None:
    stories = (
        f'--- {ROSA}\nprivate: true\nknows: ["[[Tom]]", "[[Una]]"]',
        "--- 2026-05-01.md\n- call: [[Una]]",
    )
    found = seen(*stories)
    (una,) = found.people.values()
    assert (una.name, una.origin.path) == ("Una", "2026-05-01.md")


def test_private_me() -> None:
    found = seen("--- Me.md\ntype: me\nprivate: true\npurpose: x", "--- People/Bo.md")
    assert (found.me, [p.name for p in found.people.values()]) == (None, ["Bo"])


# --- names


NAMES = ("Rosa Klein", "Will Brown", "花子", "Anna", "Öz Can", "Dr. Max Li", "May")


@given(st.sampled_from(NAMES), st.sampled_from(["", " ", "x ", "(", "_", "'"]))
def test_a_name_is_found_at_any_edge(name: str, edge: str) -> None:
    whole = Vault.of(f"--- People/{name}.md\nprivate: true").book
    names = Names.of(whole.people.values(), ())
    for text in (f"{edge}{name}", f"{edge}{name}'s flat", f"{edge}{name}, late"):
        assert names.are_in(text)


@given(st.sampled_from(NAMES), st.text("abcdefgh XYZ", max_size=20))
def test_texts_without_the_name_are_left_alone(name: str, text: str) -> None:
    assume(name not in text)
    whole = Vault.of(f"--- People/{name}.md\nprivate: true").book
    assert not Names.of(whole.people.values(), ()).are_in(text)


@pytest.mark.parametrize(
    "text", ["I will brown onions", "in may", "Annabel", "Rosalind"]
)
def test_words_are_no_names(text: str) -> None:
    story = "\n".join(f"--- People/{name}.md\nprivate: true\n" for name in NAMES)
    people = Vault.of(story).book.people.values()
    others = [person for person in people if person.name == "Will Brown"]
    private = [person for person in people if person.name != "Will Brown"]
    assert not Names.of(private, others).are_in(text)


TELL = (
    *(
        "Rosa Klein",
        "ROSA KLEIN",
        "rosa klein",
        "rosa-klein",
        "rosa_klein",
        "rosa.klein",
    ),
    *(
        "RosaKlein",
        "rosaklein",
        "ROSAKLEIN",
        "#RosaKlein",
        "#rosa_klein",
        "Rosa  Klein",
    ),
    *("Klein, Rosa", "KleinRosa", "Rosa M. Klein", "Rosa Maria Klein", "rosa m klein"),
    *("R. Klein", "R.Klein", "r.klein", "RKlein", "rklein", "R. M. Klein", "Klein, R."),
    *("Rosa K.", "ROSA K", "Klein", "KLEIN", "Klein's", "the Kleins", "Kleins Haus"),
    *("Rosa", "ROSA", "Rosas Haus", "Rosa's", "Rosa\u2019s", "(Rosa)", "Ros\u00e1"),
    *(
        "Ro\u200bsa",
        "Ro\u00adsa Klein",
        "\uff32\uff4f\uff53\uff41 Klein",
        "Rosa\u00a0Klein",
    ),
    *("rosie", "ROSIE", "Rosie's", "Mrs K", "mrs. k", "MrsK", "rosa.klein@firm.org"),
    *("rosaklein2", "@rosa_klein", "ask Rosa-Maria", "DinnerWithRosa", "Frau Klein"),
)


@pytest.mark.parametrize("name", TELL)
@pytest.mark.parametrize("text", ["{}", "spoke of {}, at length", "x: {}."])
def test_a_name_is_told_however_it_is_spelt(name: str, text: str) -> None:
    story = f"--- {ROSA}\nprivate: true\naliases: [Rosie, Mrs K]"
    story += f'\n--- People/Ada Moss.md\norg: "{text.format(name)}"'
    assert seen(story).people[ADA].org == ""


LEAVE = (
    *("klein ist fein", "a rose", "rosy", "prosaklein", "kleinlich", "the Rosary"),
    *("K", "R", "Mrs Kay", "A. Kleiner", "inklein", "krosa"),
)


@pytest.mark.parametrize("text", LEAVE)
def test_other_words_are_left(text: str) -> None:
    story = f"--- {ROSA}\nprivate: true\naliases: [Rosie, Mrs K]"
    story += f'\n--- People/Ada Moss.md\norg: "{text}"'
    assert seen(story).people[ADA].org == text


# Private, public, and what may be said and what not.
BESIDE = (
    ("Rosa Klein", "Rosa Lind", "Rosa called", "R. Klein called"),
    ("Rosa Klein", "Max Klein", "Max Klein and Klein", "Rosa called"),
    ("Rosa Klein", "Max Klein", "Klein called", "ROSAS"),
    ("Rosa Klein", "Klein", "Klein called", "rosa-klein"),
    ("Rosa Klein", "Rosa", "Rosa called", "Rosa K. called"),
    ("Maria Garcia Lopez", "Ana Garcia Lopez", "Garcia Lopez", "Maria Lopez"),
    ("Anna", "Anna Lind", "Lind", "ANNA"),
    ("Ben O'Neil", "Neil Young", "Neil", "O\u2019Neil"),
    ("Ana de la Cruz", "Ben Moss", "de la mer", "Ana Cruz"),
    ("Jürgen Müller", "Ben Moss", "Molle", "Mueller"),
    ("Old Tom", "Ben Moss", "Old habits", "Tom"),
    ("Hope Frank", "Ben Moss", "i hope so, to be frank", "Hope wrote"),
    ("May Ivers", "Ben Moss", "on 3 May, may I ask", "with May"),
    ("Will", "Ben Moss", "will it", "ask Will"),
    ("An Vo", "Ben Moss", "An apple. An egg", "met An"),
    ("R", "Ben Moss", "r and s", "R called"),
    ("Bo Reed", "Ben Moss", "bo, boreed, reed", "Bo called"),
    ("Bo Reed", "Ben Moss", "to reed@firm", "boreed@firm"),
    ("rosa klein", "Ben Moss", "kleiner", "asked klein"),
    ("花子", "Ben Moss", "子花", "花子さん"),
    ("🦊", "Ben Moss", "fox", "the 🦊"),
    ("Анна Иванова", "Ben Moss", "Иван", "АннаИванова"),
)


@pytest.mark.parametrize(("private", "public", "stays", "goes"), BESIDE)
def test_a_word_of_a_name_counts_where_it_is_theirs_alone(
    private: str, public: str, stays: str, goes: str
) -> None:
    people = Vault.of(
        f"--- People/{private}.md\nprivate: true\n--- People/{public}.md"
    ).book.people.values()
    hers = [person for person in people if person.private]
    names = Names.of(hers, [person for person in people if not person.private])
    assert not names.are_in(stays)
    assert names.are_in(goes)


# Private, another's name, whether that may be told: with a note, and without one.
OTHERS = (
    ("Rosa Klein", "Rosa Klein-Meier", False, False),
    ("Rosa Klein", "Rosa Lind", True, True),
    ("Rosa Klein", "Max Klein", True, True),
    ("Rosa Klein", "Rosa's mother", False, False),
    ("Rosa Klein", "Mother of Rosa", False, False),
    ("Rosa Klein", "RosaKlein Lind", False, False),
    ("Rosa Klein", "Rosa", True, False),
    ("Rosa Klein", "R. Klein", True, False),
    ("Rosa Klein", "rosa_klein", True, False),
    ("Anna", "Anna Lind", True, True),
    ("Anna", "Anna's brother", False, False),
    ("Anne Marie", "Annemarie Lind", True, True),
)


@pytest.mark.parametrize(("private", "other", "noted", "bare"), OTHERS)
def test_a_private_name_inside_another(
    private: str, other: str, *, noted: bool, bare: bool
) -> None:
    hers = f"--- People/{private}.md\nprivate: true"
    met = f"--- 2026-05-01.md\n- coffee: [[{other}]] bees"
    found = seen(hers, f"--- People/{other}.md", met).people.values()
    assert [person.name for person in found] == [other] * noted
    found = seen(hers, met).people.values()
    assert [person.name for person in found] == [other] * bare


def test_the_day_of_a_private_event_is_nobodys_first_day() -> None:
    event = "--- Events/Hush.md\ntype: event\ndate: 2026-11-03\nprivate: true"
    taken = '--- People/Ada Moss.md\nmet_at: "[[Hush]]"'
    assert Vault.of(f"{event}\n{taken}").book.people[ADA].met is not None
    assert seen(event, taken).people[ADA].met is None
    own = seen(event, f"{taken}\nmet: 2024").people[ADA].met
    assert own is not None
    assert own.exact == "year"


@pytest.mark.parametrize(
    ("front", "body", "private"),
    [
        ("org: Mill", "private:: true", True),
        ("org: Mill", "- **Confidential**:: yes", True),
        ("org: Mill", "said [private:: true] here", True),
        ("private: false", "private:: true", True),
        ("org: Mill", "private:: false", False),
        ("org: Mill", "`private:: true` is how", False),
        ("org: Mill", "private: true", False),
        ("contact: {private: true}", "", True),
        ("private: false\ncontact: {private: true}", "", True),
        ("a: {b: {c: {d: {e: {f: {private: true}}}}}}", "", True),
        ("posts:\n  - where: x\n    private: true", "", True),
        ("contact: {private: false}", "", False),
        ("private: [org]\ncontact: {private: true}", "", True),
        ("contact: {private: [org]}\norg: Mill", "", False),
    ],
)
def test_what_asks_for_privacy_is_believed_wherever_it_stands(
    front: str, body: str, *, private: bool
) -> None:
    """Inline fields need not be switched on for it, and nothing is too deep."""
    text = f"---\ntype: person\n{front}\n---\n{body}\n- 2026-11-02 coffee: bees\n"
    made = Vault({"People/Zed Quill.md": text.encode()})
    (zed,) = made.book.people.values()
    assert zed.private == private
    assert any("Zed" in page for page in made.pages.values()) != private
    assert ("org" in zed.hidden) == ("[org]" in front and not private)


def test_what_asks_for_privacy_is_among_the_properties_that_are_read() -> None:
    many = "".join(f"key {n}:: x\n" for n in range(300))
    text = f"---\ntype: person\n---\n{many}private:: true\n"
    for settings in (b"", b"inline_fields = true\n"):
        made = Vault({"Zed.md": text.encode(), "vaultkit.toml": settings})
        assert [one.private for one in made.book.people.values()] == [True]
