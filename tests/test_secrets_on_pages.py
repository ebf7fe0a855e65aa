"""Nothing private reaches a page by a side door: problems, links, names of files."""

from __future__ import annotations

import pytest

from tests.whole import TODAY, Vault
from vaultkit import build, settings
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath, sort

HUSH = ("rosa", "rosie", "klein", "hush")
MET = b"- coffee: [[Rosa Klein]] hush\n- coffee: [[Ada Moss]] of Rosa Klein, hush\n"

UNREAD = (
    "---\nprivate: true\naliases: [Rosie]\n---\n".encode("utf-16"),
    "---\nprivate: true\naliases: [Rosie]\n---\n".encode("utf-16-le"),
    b"---\nprivate: true\naliases: [Rosie]\n---\n\0",
    b"---\nprivate: true\naliases: [Rosie]\norg: \xe9\xff\n---\n",
    b"---\nprivate: true\naliases: [Rosie]\norg: [\n---\n",
    b"---\ntype: person\naliases: [Rosie]\nprivate: true\n",
    b"\n---\naliases: [Rosie]\nconfidential: yes\n---\n",
    b"---\nprivate: {a: b}\naliases: [Rosie]\n---\n",
    b"---\n- private: true\n---\n",
    b"x" * 1_100_000,
)


@pytest.mark.parametrize("folder", ["People/", ""])
@pytest.mark.parametrize("data", UNREAD, ids=range(len(UNREAD)))
def test_a_private_note_that_cannot_be_read(folder: str, data: bytes) -> None:
    path = f"{folder}Rosa Klein.md"
    more = b"- coffee: [[Bo]] and Rosie's hush\n" if b"s\0" in data else b""
    made = Vault({path: data, "2026-11-01.md": MET + more}).build
    assert said(made) == []
    assert path in {problem.path for problem in made.problems}
    assert path not in {problem.path for problem in made.told}


@pytest.mark.parametrize("code", ["file-unread", "file-too-large"])
def test_a_note_of_which_nothing_is_known_may_be_private(code: str) -> None:
    problem = Problem("People/Rosa Klein.md", 1, 1, code, "not read", "Look at it.")
    files = {VaultPath("2026-11-01.md"): MET}
    chosen, _ = settings.read({})
    made = build.build(sort(files, frozenset(), (problem,)), chosen, TODAY)
    assert said(made) == []
    assert "Ada Moss" in "".join(made.pages.values())
    assert (problem in made.problems, problem in made.told) == (True, False)


def test_a_folder_nobody_can_look_into_may_hold_whom_the_notes_name() -> None:
    """Rosa has no note that could be seen, so nobody knows whether she is private."""
    problem = Problem("Closed/", 1, 1, "file-unread", "not read", "Look at it.")
    files = {
        VaultPath("2026-11-01.md"): MET,
        VaultPath("People/Ada Moss.md"): b"---\ntype: person\n---\n",
    }
    chosen, _ = settings.read({})
    closed = build.build(sort(files, (), (problem,)), chosen, TODAY)
    assert said(closed) == []
    assert "Ada Moss" in "".join(closed.pages.values())
    seen = build.build(sort(files, (), ()), chosen, TODAY)
    assert said(seen) != []
    for before, now in ((seen, closed), (closed, seen)):
        problems = (problem,) if now is closed else ()
        again = build.rebuild(before, sort(files, (), problems), chosen, TODAY)
        assert again.pages == now.pages


def said(made: build.Build) -> list[str]:
    """Return the lines of all pages that say something private."""
    lines = [line for text in made.pages.values() for line in text.split("\n")]
    return [line for line in lines if any(word in line.casefold() for word in HUSH)]


PRIVATE = """
--- People/Rosa Klein.md
private: true
aliases: [Rosie]
--- People/Bo Reed.md
circle: inner
--- Parties/Hushed.md
type: event
private: true
--- Topics/Hushing.md
type: topic
private: true
--- Hush diary.md
private: true
--- Hush/Bo.md
private: true
type: person
"""
ADA = "--- People/Ada Moss.md"
DAY = "--- 2026-04-01.md"
DOORS = (
    f"{ADA}\nmet_at: at [[Rosa Klein|R]]'s hush",
    f"{ADA}\norg: firm of [[Rosa Klein|R]] hush",
    f"{ADA}\nrole: hush for [me](People/Rosa%20Klein.md)",
    f'{ADA}\nways: ["hush via [[Rosa Klein|R]]"]',
    f'{ADA}\nneeds: ["hush of [[Rosa Klein|R]]"]\ninterests: ["[[Hushing]]", hushing]',
    f'{ADA}\nmet_at: "hush at [[Hushed|the party]]"',
    f'{ADA}\ninterests: ["[[Hush diary]]"]\n--- People/Cy.md\ninterests: hush diary',
    f"{ADA}\ninterests: hushing/more\n--- People/Cy.md\ninterests: hushing/more",
    f'{ADA}\nintroduced_by: "[[R. Klein]]"\nknows: [Klein, "[[Rosa]]", Rosa K.]',
    f'{ADA}\nvouch: "[[Hushing]]"\nphone: Rosie 123\nemail: rosa.klein@x.org',
    (
        f"{ADA}\nprivate: [aliases]\naliases: [Hushling]\n{DAY}\n"
        "- call: [[Hushling]] x\n- call: [[Bo Reed]] with Hushling"
    ),
    "--- Me.md\ntype: me\npurpose: hush for [[Rosa Klein|her]]",
    '--- Fair.md\ntype: event\ndate: 2026-12-01\nplace: "hush at [[Rosa Klein|R]]"',
    (
        '--- I.md\ntype: introduction\nbetween: ["[[Ada Moss]]", "[[Bo Reed]]"]\n'
        "why: hush of [[Rosa Klein|R]]"
    ),
    "--- Rosie's party.md\ntype: event\ndate: 2026-12-01\npeople: '[[Ada Moss]]'",
    f"{DAY}\n- coffee: [[Ada Moss]] at [[Hushed|the thing]] hush",
    f"{DAY}\n- coffee: [[Ada Moss]] on [[Rosa Klein#Hush|D]], [x](Hush%20diary.md)",
    f"{DAY}\n- coffee: [[Ada Moss]] #RosaKlein hush\n- tea: [[Bo Reed]] #rosie/x hush",
    f"{DAY}\n- coffee: [[Ada Moss]] https://x.org/rosa-klein hush, Rosa%20Klein",
    f"{DAY}\n- met: [[R. Klein]], [[RosaKlein]], [[rosa_klein]], [[Rosa K.]]",
    f"{DAY}\n- call: [[Bo]] hush\n--- People/Bo.md\ntype: person",
    "--- Hush diary (conflicted copy 2026-11-01 101010).md\nx",
    "--- Parties/Hushed.sync-conflict-20261101-101010-ABCDEFG.md\nx",
    "--- People/Rosa Klein/Ada Moss.md\n\n- 2026-01-01 call: x\n--- A/Ada Moss.md\nx",
    '--- vaultkit.toml\nme = "Rosa Klien"\nlanguage = "Rosie"',
)


@pytest.mark.parametrize("door", DOORS)
def test_nothing_private_comes_by_a_side_door(door: str) -> None:
    others = "" if ADA in door else f"\n{ADA}\ncircle: close"
    made = Vault.of(f"{PRIVATE}{door}{others}").build
    assert said(made) == []
    assert "Ada Moss" in "".join(made.pages.values())


CAUGHT = (
    "--- 2024-01-01.md\n- call: [[Ada Moss]]\n--- People/Ada Moss.md\ncircle: inner"
)


def test_a_page_that_is_refused_is_told_on_notes_to_mend() -> None:
    note = "--- Ideas 2026/Reconnect.md\nx\n--- Day.md\n[[Reconnect]]"
    made = Vault.of(f"{CAUGHT}\n{note}").build
    assert [one.path for one in made.refused] == ["Network/Reconnect.md"]
    mend = made.pages[VaultPath("Network/Notes to mend.md")]
    assert "the link to `Reconnect` in `Day.md` line 1 would lead here" in mend
    assert (
        "More: [[People I know]], [[Notes to mend]]"
        in made.pages[VaultPath("Network/This week.md")]
    )
    assert "- `Network/Reconnect.md`" in mend  # no link: there is no such page


@pytest.mark.parametrize(
    "private",
    [
        "--- Ideas 2026/Reconnect.md\n--- Hush.md\nprivate: true\n\n[[Reconnect]]",
        "--- Hush ideas/Reconnect.md\nprivate: true\n--- Day.md\n[[Reconnect]]",
        "--- People/Rosa.md\nprivate: 1\n\n[[Reconnect]]\n--- Ideas 2026/Reconnect.md",
    ],
)
def test_a_refusal_that_would_tell_is_told_to_the_owner_alone(private: str) -> None:
    made = Vault.of(f"{CAUGHT}\n{private}").build
    assert [one.path for one in made.refused] == ["Network/Reconnect.md"]
    assert said(made) == []
    assert "page-captures" in {problem.code for problem in made.problems}
    assert "page-captures" not in {problem.code for problem in made.told}


@pytest.mark.parametrize(
    "log",
    [
        "- 2026-10-01 coffee: with [[Zora]]\n  - hush\n    - hush",
        "- 2026-10-01 coffee: tea\n  - [[Zora]]\n    - hush",
        "## 2026-10-01 [[Zora]]\n- coffee: hush\n### more\n- hush",
    ],
)
def test_what_hangs_below_a_private_name_is_told_to_nobody(log: str) -> None:
    zora = "--- People/Zora.md\ntype: person\nprivate: true"
    story = f"{zora}\n--- People/Ada Moss.md\ncircle: inner\n\n{log}"
    after = "- 2026-09-01 walk: aloud"
    made = Vault.of(f"{story}\n## Log\n{after}")
    shown = "\n".join(made.pages.values())
    assert "hush" not in shown
    assert "hush" not in repr(made.network.book)
    assert "aloud" in repr(made.network.book)


def test_a_refusal_that_makes_a_page_that_is_refused() -> None:
    mend = "--- Ideas 2026/Notes to mend.md\nx\n--- Other.md\n[[Notes to mend]]"
    note = "--- Ideas 2026/Reconnect.md\nx\n--- Day.md\n[[Reconnect]]"
    made = Vault.of(f"{CAUGHT}\n{note}\n{mend}").build
    refused = ["Network/Reconnect.md", "Network/Notes to mend.md"]
    assert [one.path for one in made.refused] == refused
    home = made.pages[VaultPath("Network/This week.md")]
    assert "More: [[People I know]]\n" in home
