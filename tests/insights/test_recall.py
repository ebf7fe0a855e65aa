"""Recall: people met once are found by what one remembers, and by what exactly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stories import TOPICS, vaults
from tests.test_cli import data, says
from tests.whole import TODAY, Vault, texts
from vaultkit.book.people import PersonId
from vaultkit.insights import recall
from vaultkit.notes.note import parse
from vaultkit.notes.prose import prose
from vaultkit.problems import Origin
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from pathlib import Path

STORY = """
    --- People/Ana Lind.md
    met: 2026-04
    met_at: "[[Bee conference]]"
    interests: [bees]

    Tall, laughs at her own jokes.
    --- People/Bo Reed.md
    met: 2025-10-02
    place: Leeds
    interests: [bees]
    --- People/Cy Hale.md
    role: harbour pilot

    - 2026-07-01 coffee: talked of lighthouses
    --- Events/Bee conference.md
    type: event
    date: 2026-04-18
    place: Ghent
    topics: [swarms]
    people: ["[[Ana Lind]]", "[[Cy Hale]]"]
    --- Me.md
    type: me
    interests: bees
"""


def hits(text: str) -> dict[str, list[tuple[str, str]]]:
    vault = Vault.of(STORY)
    path = VaultPath("People/Ana Lind.md")
    own = prose(vault.files[path], vault.notes[path])
    people = {PersonId(path): [(Origin(path, line), text) for line, text in own]}
    found = recall.find(vault.network, text, DEFAULTS, TODAY, people)
    return {
        one.person.removeprefix("People/").removesuffix(".md"): [
            (matched.clue, matched.trace.kind) for matched in one.matched
        ]
        for one in found
    }


@pytest.mark.parametrize(
    ("clues", "name", "matched"),
    [
        ("tall", "Ana Lind", [("tall", "note")]),
        ("Ghent", "Ana Lind", [("Ghent", "event")]),
        ("swarm", "Ana Lind", [("swarm", "event")]),
        ("Leeds", "Bo Reed", [("Leeds", "place")]),
        ("in October", "Bo Reed", [("October", "time")]),
        ("last year", "Bo Reed", [("last year", "time")]),
        ("lighthouse", "Cy Hale", [("lighthouse", "words")]),
        ("with Ana", "Cy Hale", [("Ana", "who")]),
        ("pilots", "Cy Hale", [("pilots", "topic")]),
        (
            "conference in spring 2026, bees, tall",
            "Ana Lind",
            [
                ("spring 2026", "time"),
                ("conference", "place"),
                ("bees", "topic"),
                ("tall", "note"),
            ],
        ),
    ],
)
def test_clues_find_and_say_what_they_fit(
    clues: str, name: str, matched: list[tuple[str, str]]
) -> None:
    found = hits(clues)
    assert next(iter(found)) == name
    assert found[name] == matched


def test_a_card_and_its_day_are_remembered() -> None:
    vault = Vault.of(
        "--- 2026-10-24.md\n- card: [[Pia Rusk]] tunes bagpipes, green coat\n"
        "--- 2026-10-25.md\n- met: [[Jo Moss]] in a coat\n"
    )
    found = recall.find(vault.network, "October, bagpipes, green coat", DEFAULTS, TODAY)
    (pia, *_) = found
    assert (pia.person, pia.missed) == ("pia rusk", ())
    assert [one.trace.kind for one in pia.matched] == ["time", "words", "words"]
    assert {one.person for one in found} == {"pia rusk"}
    before = recall.find(vault.network, "bagpipes", DEFAULTS, date(2026, 10, 23))
    assert before == ()


def test_a_clue_fits_as_a_whole_or_is_taken_word_by_word() -> None:
    assert hits("lighthouse coffee") == {"Cy Hale": [("lighthouse coffee", "words")]}
    assert hits("lighthouse pancakes") == {"Cy Hale": [("lighthouse", "words")]}
    vault = Vault.of(STORY)
    (found,) = recall.find(vault.network, "lighthouse pancakes", DEFAULTS, TODAY)
    assert found.missed == ("pancakes",)


def test_nothing_fits() -> None:
    assert hits("submarines") == {}
    assert hits("") == {}
    assert hits("in, the, of") == {}


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("in may", {5}, set()),
        ("May", {5}, set()),
        ("winter", {12, 1, 2}, set()),
        ("Sept 2025", set(), {2025}),
        ("sep 2025", {9}, {2025}),
        ("this year", set(), {2026}),
        ("last spring", {3, 4, 5}, set()),
    ],
)
def test_times(text: str, months: set[int], years: set[int]) -> None:
    first = recall.clues(text, TODAY, "english")[0]
    assert (set(first.months), set(first.years)) == (months, years)


def test_a_word_that_is_a_month_as_well_is_none() -> None:
    for text in ("she may march on", "a long fall down"):
        (clue,) = recall.clues(text, TODAY, "english")
        assert clue.words


def test_who_was_met_once_comes_before_who_was_met_often() -> None:
    often = "--- People/Abe.md\ninterests: chess\n\n" + "".join(
        f"- 2026-0{n}-01 walk: a\n" for n in range(1, 9)
    )
    once = "--- People/Zoe.md\ninterests: chess\n\n- 2026-01-01 walk: a\n"
    found = recall.find(Vault.of(often + once).network, "chess", DEFAULTS, TODAY)
    assert [one.person for one in found] == ["People/Zoe.md", "People/Abe.md"]


def test_nothing_of_a_day_to_come_is_remembered() -> None:
    vault = Vault.of("--- People/Ana.md\n- 2027-01-01 walk: lighthouses\n")
    assert not recall.find(vault.network, "lighthouses", DEFAULTS, date(2026, 1, 1))


@given(vaults(), st.sampled_from((*TOPICS, "bees, spring", "Ada, roof, 2026")))
def test_whoever_is_found_is_there_with_a_line(made: Vault, clues: str) -> None:
    for one in recall.find(made.network, clues, DEFAULTS, TODAY):
        assert one.person in made.network.book.people
        assert one.person != made.network.book.me
        assert one.matched
        for matched in one.matched:
            assert matched.trace.origin.path in made.files


# --- prose ---------------------------------------------------------------------------


def test_prose_is_what_is_neither_property_nor_log() -> None:
    text = (
        b"---\ntype: person\n---\n# Ana **Lind**\r\n\r\nTall. %%secret%% [[Bo|B]]\r\n"
        b"- 2026-01-01 coffee: a\n<!-- no -->\n<!-- vaultkit:begin x -->\nours\n"
        b"<!-- /vaultkit -->\n> quoted\n"
    )
    path = VaultPath("a.md")
    assert list(prose(text, parse(path, text))) == [
        (4, "Ana Lind"),
        (6, "Tall. B"),
        (12, "quoted"),
    ]
    assert list(prose(b"a\0b", parse(path, b"a\0b"))) == []


# --- the command ---------------------------------------------------------------------


def life(root: Path, *more: str) -> Path:
    for path, text in texts("\n".join((STORY.replace("\n    ", "\n"), *more))).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
    return root


def test_nothing_private_is_found_or_shown(tmp_path: Path) -> None:
    life(
        tmp_path,
        "--- People/Zora Quill.md\nprivate: true\n\nTall and zqsecret.\n",
        "--- People/Di.md\ntype: person\n\nzqline, says Zora Quill.\n\n%% zqown %%\n",
    )
    for clues in ("zqsecret", "zqline", "zqown", "Zora", "tall, zqline, zqsecret"):
        out = says(tmp_path, "recall", clues, "--today", "2026-11-21")
        assert "Zora" not in out.replace("nothing noted of", "").split(clues)[0]
        assert "Quill" not in out
        assert "Di" not in out.split()


def test_recall_as_json(tmp_path: Path) -> None:
    found = data(life(tmp_path), "recall", "Ghent, tall", "--today", "2026-11-21")
    (ana,) = found["people"][:1]
    assert ana["name"] == "Ana Lind"
    assert [one["kind"] for one in ana["matched"]] == ["event", "note"]
    assert ana["matched"][1]["line"] == 6
    assert "Nobody" in says(tmp_path, "recall", "submarines")


def test_a_time_may_be_that_of_what_else_is_remembered(tmp_path: Path) -> None:
    often = "".join(f"- 2026-0{n}-01 coffee: number {n}\n" for n in range(1, 6))
    (tmp_path / "People").mkdir()
    (tmp_path / "People/Theo.md").write_text(
        f"---\ninterests: choirs\n---\n\n{often}- 2026-06-20 visit: ink everywhere\n"
    )
    told = says(tmp_path, "recall", "summer, ink", "--today", "2026-11-21")
    assert "summer: 20 June 2026 (People/Theo.md:10)" in told
    told = says(tmp_path, "recall", "autumn, choirs", "--today", "2026-11-21")
    assert "not when it began: autumn" in told
    assert "nothing noted" not in told  # there may be, on one of the later days


def test_what_the_note_of_an_event_says_of_who_was_there(tmp_path: Path) -> None:
    walk = "--- Walk.md\ntype: event\ndate: 2026-11-14\n"
    said = "- [[Mo]] whispered to a snail\n- [[Zora Quill]], a parasol\n"
    plan = "- [ ] [[Mo]] a kite\n"
    people = 'people: ["[[Mo]]", "[[Zora Quill]]"]\n'
    life(
        tmp_path,
        f"{walk}{people}\n{said}{plan}",
        "--- People/Zora Quill.md\nprivate: true\n",
        f"--- Talk.md\ntype: event\ndate: 2026-12-14\n{people}\n- [[Mo]] a gong\n",
    )
    told = says(tmp_path, "recall", "snail", "--today", "2026-11-21")
    assert told == (
        "Mo\n  first noted 14 November 2026\n"
        "  snail: Mo whispered to a snail (Walk.md:6)\n"
    )
    for clue in ("parasol", "kite", "gong"):
        told = says(tmp_path, "recall", clue, "--today", "2026-11-21")
        assert told == "Nobody in your notes fits any of that.\n"
