from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.whole import Vault
from vaultkit.book.meanings import canonical, keys
from vaultkit.book.properties import NAMES, PROPERTIES
from vaultkit.book.scalars import empty
from vaultkit.book.values import Fields
from vaultkit.book.written import listed, named, plain
from vaultkit.names import fold, key
from vaultkit.notes.note import Note
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from vaultkit.book.people import Person
    from vaultkit.notes.flat import Value

PATH = VaultPath("People/Ada Moss.md")


def fields(properties: str, kind: str = "person", **more: tuple[str, ...]) -> Fields:
    note = Vault.of(f"--- {PATH}\n{properties}").notes[PATH]
    return Fields.of(note, keys(more), kind)


EMPTY = st.sampled_from([None, "", " ", "\t\u00a0", "x", 0, False, 1.5])
VALUES = st.recursive(EMPTY, lambda one: st.lists(one, max_size=3).map(tuple))


def ada(properties: str) -> Person:
    (person,) = (
        person
        for person in Vault.of(f"--- {PATH}\n{properties}").book.people.values()
        if person.path == PATH
    )
    return person


# --- keys


@pytest.mark.parametrize(
    "typed",
    ["last_contact", "Last Contact", "lastContact", "LAST-CONTACT", "last chat"],
)
def test_keys_are_matched_without_case_spaces_dashes(typed: str) -> None:
    assert fields(f"{typed}: 2026-05-01").found.keys() == {"last_contact"}


@given(st.sampled_from(PROPERTIES), st.data())
def test_every_synonym_means_its_property(entry: object, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from([p for p in PROPERTIES if p is entry]))
    for kind in chosen.of:
        at = {"any": "note", "me": "person"}.get(kind, kind)
        for synonym in (chosen.name, *chosen.synonyms):
            assert canonical(synonym, at) == chosen.name


def test_no_key_means_two_properties_of_one_kind_of_note() -> None:
    for kind in ("person", "event", "introduction", "opportunity", "topic"):
        includes = {"any", kind, "me"} if kind == "person" else {"any", kind}
        typed = [
            key(name)
            for entry in PROPERTIES
            if includes & set(entry.of)
            for name in (entry.name, *entry.synonyms)
        ]
        assert sorted(typed) == sorted(set(typed))


def test_the_property_itself_wins_over_its_synonyms() -> None:
    assert fields("skills: a\noffers: b\nexpertise: c").text("offers") == "b"
    assert fields("expertise: c\nskills: a").text("offers") == "a"
    assert fields("offers:\nexpertise: c").text("offers") == "c"


def test_an_own_synonym_comes_before_ours_and_displaces_no_property() -> None:
    mine = fields("can do: a\nskills: b\nneeds: c", offers=("can do", "needs"))
    assert (mine.text("offers"), mine.text("needs")) == ("a", "c")


@pytest.mark.parametrize("value", ["", "null", "~", "[]", '""', "['', null]", "'  '"])
def test_empty_is_not_set(value: str) -> None:
    assert fields(f"needs: {value}").found == {}


# --- values


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"[[Bo]]"', "Bo"),
        ('"[[People/Bo|Robert]]"', "Robert"),
        ("[[Bo]]", "Bo"),
        ('"dinner at [[Bo]]\'s %%hush%% place"', "dinner at Bo's place"),
        ("12", "12"),
        ('"[the fair](Fair%202026.md)"', "the fair"),
    ],
)
def test_words_are_as_they_are_read(value: str, shown: str) -> None:
    assert ada(f"met_at: {value}").met_at == shown


@pytest.mark.parametrize(
    ("circle", "name"),
    [("5", "inner"), ("Close", "close"), ("150", "wider"), ("7", "")],
)
def test_circles(circle: str, name: str) -> None:
    assert ada(f"tier: {circle}").circle == name


@pytest.mark.parametrize(
    ("value", "season"),
    [
        ("season: resting", "resting"),
        ("paused: true", "resting"),
        ("prm-paused: false", ""),
        ("season: Ended", "ended"),
        ("season: monsoon", ""),
    ],
)
def test_seasons(value: str, season: str) -> None:
    assert ada(value).season == season


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("05-14", "05-14"),
        ("--05-14", "05-14"),
        ("02-29", "02-29"),
        ("1980-05-14", "1980-05-14"),
        ("13-41", ""),
        ("14 March", "03-14"),
        ("March 14", "03-14"),
        ("29. Feb", "02-29"),
        ("14.3.", "03-14"),
        ("3/14", "03-14"),
        ("3/4", ""),
        ("14-Mar-1980", "1980-03-14"),
        ("1980/3/14", "1980-03-14"),
    ],
)
def test_birthdays(value: str, shown: str) -> None:
    assert ada(f"birthday: {value}").birthday == shown


@pytest.mark.parametrize(
    ("properties", "met", "met_at"),
    [
        ("met: 2024-05-01\nmet_at: the fair", "2024-05-01", "the fair"),
        ("first_met: 2024-05", "2024-05-01", ""),
        ('met: "[[2024-05]]"', "2024-05-01", ""),
        ('met: "[[Daily/2024-05-01 Wednesday|a day]]"', "2024-05-01", ""),
        ("met: 05/2024", "2024-05-01", ""),
        ("how_we_met: 2024-05-01", "2024-05-01", ""),
        ('met: "[[PyCon 2024]]"', "", "PyCon 2024"),
        ("met: 2024-05-41", "", ""),
    ],
)
def test_met_and_met_at_may_stand_in_either(
    properties: str, met: str, met_at: str
) -> None:
    person = ada(properties)
    assert (person.met.date.isoformat() if person.met else "") == met
    assert person.met_at == met_at


def test_numbers_keep_to_their_range() -> None:
    for value, number in {"3": 3, "'3'": 3, "3.0": 3, "0": 0}.items():
        assert fields(f"goal: {value}", "event").number("goal", 0, 5) == number
    for value in ("6", "-1", "2.5", "true", "many", "9" * 40, ".inf"):
        wrong = fields(f"goal: {value}", "event")
        assert wrong.number("goal", 0, 5) is None
        assert [p.code for p in wrong.problems] == ["number-unclear"]


def test_a_mapping_is_no_value() -> None:
    wrong = fields("needs:\n  what: a flat")
    assert wrong.strings("needs") == ()
    assert [(p.code, p.about) for p in wrong.problems] == [("value-unclear", "needs")]


def test_a_problem_stands_at_the_key_as_typed() -> None:
    wrong = fields("place: Leeds\nLast Chat: yesterday")
    assert wrong.first_day("last_contact") is None
    (problem,) = wrong.problems
    assert (problem.path, problem.line, problem.about) == (PATH, 3, "Last Chat")


@given(st.sampled_from(sorted(NAMES)), st.text(max_size=40))
def test_any_value_is_read(name: str, text: str) -> None:
    quoted = text.replace("\\", "").replace('"', "").replace("\n", " ")
    vault = Vault.of(f'--- {PATH}\ntype: person\n{name}: "{quoted}"')
    assert vault.book.files.paths == (PATH,)


# --- lists and links


@pytest.mark.parametrize(
    ("text", "always", "short", "never"),
    [
        ("bees, old maps", 2, 2, 1),
        ("a walk, whenever the weather allows it", 2, 1, 1),
        ("bees; maps", 2, 2, 2),
        ("[[Bees, and more]]", 1, 1, 1),
        (", ,", 0, 0, 1),
    ],
)
def test_lists_in_one_line(text: str, always: int, short: int, never: int) -> None:
    assert len(listed(text)) == always
    assert len(listed(text, "short")) == short
    assert len(listed(text, "never")) == never


@given(st.text(alphabet="ab [](|)%#.!", max_size=30))
def test_plain_text_has_no_links_and_is_plain_already(text: str) -> None:
    once = plain(text)
    assert "%%" not in once
    assert named(text).shown == named(f" {text} ").shown


@given(st.lists(VALUES, max_size=3))
def test_what_is_empty_does_not_stand_there(values: list[Value]) -> None:
    properties = dict(zip(("place", "org", "role"), values, strict=False))
    found = Fields.of(Note(PATH, properties, {}), keys({}), "person").found
    assert {*found} == {name for name, one in properties.items() if not empty(one)}


@given(st.text(alphabet="aA \t\n\x1c-_", max_size=8))
def test_names_are_compared_without_case_and_runs_of_white_space(text: str) -> None:
    assert fold(text) == " ".join(text.split()).lower()
