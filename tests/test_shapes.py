"""Vaults that were written with other tools: what is read of them, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timing import within
from vaultkit.book.meanings import keys
from vaultkit.notes import foreign, stated
from vaultkit.notes.note import parse
from vaultkit.snapshot import VaultPath
from vaultkit.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.whole import Vault
    from vaultkit.book.people import Person

PATH = VaultPath("People/Ada Moss.md")
EVERYTHING = Ways(inline=True, headings=True)


def called(vault: Vault, name: str) -> Person:
    (one,) = [person for person in vault.book.people.values() if person.name == name]
    return one


def codes(vault: Vault) -> set[str]:
    return {problem.code for problem in vault.book.problems}


# --- other front matter


def test_toml_and_bare_json_are_read_and_reported() -> None:
    block = (
        'circle = "close"\nmet = 2024-05-01\ntags = ["a", "b"]\n[social]\nx = "@ada"\n'
    )
    found = parse(PATH, f"+++\n{block}+++\n- 2026-01-02 coffee: x".encode())
    assert found.properties == {
        "circle": "close",
        "met": "2024-05-01",
        "tags": ("a", "b"),
        "social": {"x": "@ada"},
    }
    assert found.lines == {"circle": 2, "met": 3, "tags": 4, "social": 5}
    assert found.tags == ("a", "b")
    assert [(entry.line, entry.word) for entry in found.entries] == [(8, "coffee")]
    assert [problem.code for problem in found.problems] == ["frontmatter-foreign"]
    assert found.more == (stated.Stated("social.x", "@ada", 5),)
    found = parse(PATH, b'{\r\n  "circle": "close",\r\n  "n": 1\r\n}\r\n\r\n[[Bo]]\r\n')
    assert found.properties == {"circle": "close", "n": 1}
    assert found.lines == {"circle": 2, "n": 3}
    assert [link.line for link in found.links] == [6]


@pytest.mark.parametrize(
    "text",
    [
        "+++\na = 1\n",
        "{{title}}\n",
        "{a: b}\n",
        '{"a": 1} b\n',
        "+++ x\n+++\n",
        "[1]\n",
    ],
)
def test_what_is_no_other_front_matter(text: str) -> None:
    assert foreign.read(text) is None


def test_broken_toml_keeps_a_note_private() -> None:
    found = parse(PATH, b"+++\nprivate = true\nx = y\n+++\n")
    assert found.properties == {"private": True}
    assert [problem.code for problem in found.problems] == ["frontmatter-toml"]


@pytest.mark.parametrize(
    "block",
    [
        "x = " + "[" * 30_000,
        "x = " + "[" * 40 + "]" * 40,
        ".".join(["a"] * 20_000) + " = 1",
        "x = " + "9" * 60_000,
        "a = 1\n" * 10_000,
        "x = {" + "a = {" * 5_000,
    ],
    ids=["open", "deep", "dotted", "digits", "twice", "tables"],
)
def test_toml_and_json_bombs_are_quick_and_harmless(block: str) -> None:
    data = f"+++\n{block}\n+++\n".encode()
    assert within(lambda: parse(PATH, data), 1)
    assert parse(PATH, data).problems
    assert within(lambda: parse(PATH, b'{"a":' * 30_000), 1)


@settings(max_examples=30)
@given(st.text(alphabet="+{}[]\"'=:,.#\n ab1-\u00e9\\", max_size=60))
def test_any_other_front_matter_is_read(text: str) -> None:
    for whole in (f"+++\n{text}\n+++\n{text}", f'{{"a": {text}}}', f"{{{text}}}\n"):
        parse(PATH, whole.encode(), EVERYTHING)


# --- properties inside properties, and on contact cards


def test_what_stands_inside_a_property_is_read_where_it_is_surely_theirs(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- People/Ada Moss.md
        ---
        contact:
          email: ada@example.org
          address:
            city: Lund
        partner:
          birthday: 1980-01-01
        ---
        """)
    ada = called(vault, "Ada Moss")
    assert (ada.email, ada.place, ada.birthday) == ("ada@example.org", "", "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EMAIL[HOME]", "email"),
        ("TEL[CELL]", "phone"),
        ("ADR[HOME].LOCALITY", "place"),
        ("BDAY", "birthday"),
        ("contact.email", "email"),
        ("partner.email", ""),
        ("N.FN", ""),
        ("UID", ""),
    ],
)
def test_contact_cards(typed: str, meant: str) -> None:
    assert keys({})["person"][typed][1] == meant


# --- inline fields and headings


def test_inline_fields() -> None:
    text = (
        "Circle:: close\n**Last contact**:: [[2026-01-02]]\n"
        "- met through:: [[Bo]]\n"
        "She [likes:: old maps] and (cadence:: 6 weeks) [likes:: bees]\n"
        "`code:: 1` %% hidden:: 1 %% http://a::b\nempty::\nno::space ^b1\n"
        "```\nfenced:: 1\n```\n> [!info]\n> - City:: Graz\n"
        "[needs:: a desk (small), [Bo](b.md)] (offers:: tea [[Tea]] (green))\n"
    )
    found = parse(PATH, text.encode(), EVERYTHING)
    assert [(one.key, one.value, one.line) for one in found.more] == [
        ("Circle", "close", 1),
        ("Last contact", "[[2026-01-02]]", 2),
        ("met through", "[[Bo]]", 3),
        ("likes", ("old maps", "bees"), 4),
        ("cadence", "6 weeks", 4),
        ("no", "space", 7),
        ("City", "Graz", 12),
        ("needs", "a desk (small), [Bo](b.md)", 13),
        ("offers", "tea [[Tea]] (green)", 13),
    ]
    assert parse(PATH, text.encode()).more == ()


def test_inline_fields_are_properties_where_the_vault_is_set_so(
    a_vault: Callable[[str], Vault],
) -> None:
    story = """
        --- People/Ada Moss.md
        circle: inner

        circle:: wider
        last_contact:: 2026-01-02
        tags:: [[friend]], #old
        --- pages/Bo Reed.md
        type:: [[Person]]
        can help with:: sails, knots
        """
    vault = a_vault(f"{story}--- vaultkit.toml\n        inline_fields = true\n")
    ada, bo = called(vault, "Ada Moss"), called(vault, "Bo Reed")
    assert ada.circle == "inner"
    assert ada.last_contact is not None
    assert ada.last_contact[1].line == 5
    assert [offer.text for offer in bo.offers] == ["sails", "knots"]
    assert not [p for p in a_vault(story).book.people.values() if p.name == "Bo Reed"]


def test_headings_are_properties_where_the_vault_is_set_so(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- vaultkit.toml
        heading_properties = true
        meeting_folders = ["Meetings"]
        --- People/Ada Moss.md
        # Ada Moss

        ## How we met
        At the seed swap in Lund, by the
        beans.
        ## Looking for:
        - [ ] a bookkeeper
        - 2026-01-02 coffee: she asked about honey
        - a flat, somewhere quiet
        ## Can help with
        knots, sails
        ## Introduced me to
        [[Bo Reed]] and [[Cy Ohm]]
        ## Private
        thoughts
        --- People/Bo Reed.md
        Sails.
        --- Meetings/2026-02-03 Plans.md
        ## Participants
        - [[Ada Moss]] (late)
        - [[Dee Lind]]
        """)
    ada, bo = called(vault, "Ada Moss"), called(vault, "Bo Reed")
    assert ada.met_at == "At the seed swap in Lund, by the beans"
    assert [need.text for need in ada.needs] == [
        "a bookkeeper",
        "a flat, somewhere quiet",
    ]
    assert [offer.text for offer in ada.offers] == ["knots", "sails"]
    assert [by.person for by in bo.introduced_by] == [ada.id]
    assert [by.origin.line for by in called(vault, "Cy Ohm").introduced_by] == [12]
    assert not ada.private
    met = {(e.kind, e.people) for e in vault.book.encounters}
    assert ("meeting", (ada.id, called(vault, "Dee Lind").id)) in met


def test_a_hidden_introduction_is_told_by_nobody_else(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- People/Ada Moss.md
        introduced_me_to: "[[Bo Reed]]"
        private: [introduced_me_to]
        --- People/Bo Reed.md
        """)
    assert called(vault, "Bo Reed").introduced_by == ()


# --- who and what, by other signs


def test_people_by_a_property_and_meetings_by_category_or_folder(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- vaultkit.toml
        people_properties = ["N.FN"]
        meeting_folders = ["Talks"]
        --- Anywhere/Ada Moss.md
        N.FN: Moss
        --- 2026-02-03 Meeting with Ada.md
        categories: "[[Meetings]]"
        date: 2026-02-03
        people: "[[Ada Moss]]"
        --- Talks/Talk.md
        Date: 2026-02-04
        people: "[[Ada Moss]]"
        --- Talks/Talks.md
        An index.
        """)
    assert {event.path for event in vault.book.events} == {
        "2026-02-03 Meeting with Ada.md",
        "Talks/Talk.md",
    }
    assert called(vault, "Ada Moss").path == "Anywhere/Ada Moss.md"


def test_two_versions_in_one_note_are_read_in_neither(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- People/Ada Moss.md
        - 2026-01-02 coffee: one
        <<<<<<< HEAD
        - 2026-01-03 coffee: two
        =======
        - 2026-01-04 coffee: three, [[Bo Reed]]
        >>>>>>> laptop
        - 2026-01-05 coffee: four
        """)
    assert [met.text for met in vault.book.encounters] == ["one", "four"]
    assert codes(vault) == {"conflict-marks"}
    (note,) = vault.notes.values()
    assert [link.target for link in note.shown] == ["Bo Reed"]  # as Obsidian has it
