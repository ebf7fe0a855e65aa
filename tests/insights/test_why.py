"""Why: what is told is what decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import example, given

from tests.stories import vaults
from tests.test_cli import data, ran, says
from tests.whole import TODAY, Vault, texts
from vaultkit.book.people import PersonId
from vaultkit.insights import introductions, why
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

MET = "\n\n- 2026-06-01 coffee: a\n- 2026-07-01 coffee: b\n- 2026-08-01 coffee: c\n"
ANA, BO = PersonId("People/Ana.md"), PersonId("People/Bo.md")
STORY = (
    f"--- People/Ana.md\nneeds: grant writing\ninterests: bees{MET}"
    f"--- People/Bo.md\noffers: grants writing\ninterests: bees{MET}"
    "--- People/Cy.md\noffers: grant writing\n\n- 2026-11-01 coffee: a\n"
    f"--- People/Di.md\ncadence: 2 weeks\ncircle: close{MET}"
)
NO = '--- I.md\ntype: introduction\nbetween: ["[[Ana]]", "[[Cy]]"]\nno: "[[Cy]]"\n'


def pair(*more: str) -> list[tuple[str, bool | None]]:
    vault = Vault.of("\n".join((STORY, *more)))
    found = why.pair(vault.network, ANA, BO, DEFAULTS, TODAY)
    return [(one.kind, one.allows) for one in found]


def need(*more: str) -> list[tuple[str, str]]:
    vault = Vault.of("\n".join((STORY, *more)))
    said = why.needed(vault.network, ANA, "writes grants", "english")
    assert said is not None
    found = why.need(vault.network, ANA, said, DEFAULTS, TODAY)
    return [(one.kind, str(one.person or "")[7:-3]) for one in found]


def test_a_pair_that_fits() -> None:
    assert pair() == [
        ("gate", True),
        ("gate", True),
        ("interest", True),
        ("need", None),  # only worded alike, so it only tells
    ]


def test_what_keeps_a_pair_off() -> None:
    intro = '--- I.md\ntype: introduction\nbetween: ["[[Ana]]", "[[Bo]]"]\n'
    assert ("introduction", False) in pair(intro)
    assert ("acquainted", False) in pair(f"{intro}introduced: 2026-01-01\n")
    assert ("rests", False) in pair("--- 2026-11-01.md\n- not now: [[Bo]]\n")
    crowd = "".join(f"--- People/P{n}.md\ninterests: bees\n" for n in range(9))
    assert ("crowd", False) in pair(crowd)


def test_each_helper_for_a_need_with_the_gate() -> None:
    found = need()
    assert found[:2] == [("need", "Ana"), ("gate", "Ana")]
    assert ("offer", "Cy") in found
    assert ("offer", "Cy") not in need(NO)
    assert ("refused", "") in need(NO)


def test_a_person_by_every_measure() -> None:
    vault = Vault.of(STORY)
    found = why.person(vault.network, PersonId("People/Di.md"), DEFAULTS, TODAY)
    told = {one.kind: one for one in found}
    assert (told["contact"].number, told["cadence"].number) == (3, 14)
    assert (told["circle"].number, told["silence"].text) == (30, "quiet")
    assert told["gate"].allows


@given(vaults())
@example(Vault.of(STORY))
def test_every_pair_that_is_suggested_has_nothing_against_it(made: Vault) -> None:
    network = made.network
    for one in introductions.find(network, DEFAULTS, TODAY).worth:
        facts = why.pair(network, one.first, one.second, DEFAULTS, TODAY)
        against = [f.kind for f in facts if f.allows is False and f.kind != "crowd"]
        assert against == []
        assert any(f.kind in {"interest", "need"} for f in facts)


# --- the command ---------------------------------------------------------------------


def life(root: Path, *more: str) -> Path:
    toml = "--- vaultkit.toml\ntoday = 2026-11-21\n"
    for path, text in texts("\n".join((STORY, toml, *more))).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
    return root


def test_which_page_says_it(tmp_path: Path) -> None:
    found = data(life(tmp_path), "why", "Ana", "Bo")
    worth = {"page": "Introductions and thanks", "section": "worth", "at": 1}
    assert worth in found["pages"]
    gate = found["facts"][0]
    assert (gate["kind"], gate["person"], gate["number"]) == ("gate", "Ana", 3)
    assert (gate["path"], gate["line"]) == ("People/Ana.md", 7)
    asked = data(tmp_path, "why", "Ana", "grants")
    assert asked["about"] == "Ana looks for grant writing"
    assert data(tmp_path, "why", "Di", "./")["about"] == "Di"


def test_a_name_that_rests_this_week_says_until_when(tmp_path: Path) -> None:
    life(tmp_path, "--- 2026-09-01.md\n- promised: [[Cy]] a book\n")
    assert "for what you promised the name rests on This week until" in says(
        tmp_path, "why", "Cy"
    )
    (turn,) = (f for f in data(tmp_path, "why", "Cy")["facts"] if f["kind"] == "turn")
    assert (turn["allows"], turn["text"], turn["day"]) == (
        False,
        "promise",
        "2026-12-22",
    )


def test_a_pair_that_waits_for_another(tmp_path: Path) -> None:
    life(tmp_path)
    (tmp_path / "People/Ana.md").write_text(
        f"---\nneeds: a rare thing\ncircle: inner\ninterests: bees\n---\n{MET}"
    )
    (tmp_path / "People/Eve.md").write_text(
        f"---\noffers: a rare thing\ncircle: inner\n---\n{MET}"
    )
    kinds = [one["kind"] for one in data(tmp_path, "why", "Ana", "Bo")["facts"]]
    assert kinds[-1] == "elsewhere"
    told = says(tmp_path, "why", "Ana", "Bo")
    assert "nobody stands in two" in told


def test_what_is_neither_a_person_nor_a_need(tmp_path: Path) -> None:
    life(tmp_path)
    assert "grant writing" in says(tmp_path, "why", "Ana", "submarines", code=10)
    assert "Nobody" in says(tmp_path, "why", "Zed", code=6)
    assert ran(tmp_path, "why", "Ana", "Ana").code == 2


def test_nobody_private_is_told_of(tmp_path: Path) -> None:
    private = f"--- People/Zora Quill.md\nprivate: true\noffers: grant writing{MET}"
    life(tmp_path, private)
    assert "Nobody" in says(tmp_path, "why", "Zora Quill", code=6)
    assert "Zora" not in says(tmp_path, "why", "Ana", "grant writing")


def test_a_page_is_told_only_where_it_names_them(tmp_path: Path) -> None:
    event = "type: event\ntopics: bees\ndate: "
    many = "".join(f"--- People/P{n:02}.md\nplace: Leeds\n" for n in range(20))
    life(
        tmp_path,
        f'--- Fair 2025.md\n{event}2025-11-28\npeople: ["[[Bo]]", "[[Cy]]"]\n',
        f'--- Fair 2026.md\n{event}2026-11-28\npeople: "[[Cy]]"\n',
        f'--- Dull.md\n{event}2026-11-29\ndecision: skipping\npeople: "[[Bo]]"\n',
        '--- Plan.md\ntype: meeting\ndate: 2026-11-22\npeople: "[[Eve]]"\n',
        "--- 2026-01-10.md\n- met: [[Eve]] and [[Bo]] on the stairs\n",
        '--- People/Fay.md\nintroduced_by: "[[P19]]"\n',
        many,
    )
    says(tmp_path, "build")
    for name in ("Ana", "Bo", "Cy", "Di", "Eve"):
        for one in data(tmp_path, "why", name)["pages"]:
            page = (tmp_path / "Network" / f"{one['page']}.md").read_text()
            assert re.search(rf"\b{name}\b", page)
    assert "upcoming" not in says(tmp_path, "why", "Bo")
    assert "soon" not in says(tmp_path, "why", "Bo")
    told = says(tmp_path, "why", "P19")
    assert "on People I know: people, number 26\n" in told  # their own row, not Fay's
    assert "on Reconnect: unknown, number 21, beyond the first 12\n" in told


def test_what_no_measure_was_set_for_is_not_called_a_measure(tmp_path: Path) -> None:
    life(
        tmp_path,
        "--- People/Karel.md\nseason: ended\n\n- 2022-01-01 call: enough\n",
        f"--- People/Noor.md\ncadence: 1\n{MET}",
        "--- 2026-11-20.md\n- coffee: [[Noor]] figs\n",
    )
    told = says(tmp_path, "why", "Karel")
    assert "the season with them ended" in told
    assert "measure" not in told
    assert "no measure calls that quiet" in says(tmp_path, "why", "Cy")
    assert "you wanted to be in touch every day " in says(tmp_path, "why", "Noor")
    told = says(tmp_path, "why", "Di")
    assert "every 30 days; what you wanted with them goes before that" in told


def test_a_folder_that_could_be_a_need_is_pointed_out(tmp_path: Path) -> None:
    life(tmp_path)
    told = ran(tmp_path, "why", "Ana", "People")
    assert told.code == 10
    assert told.err.endswith("The folder of that name is ./People.\n")
    assert "folder" not in ran(tmp_path, "why", "Ana", "submarines").err
