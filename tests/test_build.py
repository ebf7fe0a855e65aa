from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from vaultkit import shipped
from vaultkit.build import build, rebuild
from vaultkit.changes import Keep, Refuse, Remove, Write, plan
from vaultkit.frozen import replace
from vaultkit.mark import sign
from vaultkit.notes.note import Note, parse
from vaultkit.parsing import read_notes
from vaultkit.settings import DEFAULTS, read
from vaultkit.snapshot import Snapshot, VaultPath, sort
from vaultkit.ways import USUAL, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2026, 11, 21)
HOME = VaultPath("Network/This week.md")
LOG = "- 2026-11-02 coffee: [[Ada Moss]] has bees\n"


def seen(files: Mapping[str, str], *others: str) -> Snapshot:
    read_files = {VaultPath(path): text.encode() for path, text in files.items()}
    return sort(read_files, map(VaultPath, others), ())


def test_a_vault_becomes_pages() -> None:
    made = build(seen({"Log.md": LOG}), DEFAULTS, DAY)
    assert HOME in made.pages
    assert made.people == 1
    assert made.problems == ()
    assert "<!-- vaultkit" not in made.pages[HOME]


def test_only_notes_with_new_bytes_are_parsed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []

    def counting(path: VaultPath, data: bytes, ways: Ways = USUAL) -> Note:
        parsed.append(path)
        return parse(path, data, ways)

    monkeypatch.setattr("vaultkit.parsing.parse", counting)
    files = {"a.md": LOG, "b.md": LOG, "c.md": "x"}
    first = build(seen(files), DEFAULTS, DAY)
    assert parsed == ["a.md", "b.md", "c.md"]

    parsed.clear()
    after = seen({"a.md": LOG, "b.md": LOG + "more", "d.md": "x"})
    again = rebuild(first, after, DEFAULTS, DAY + timedelta(1))
    assert parsed == ["b.md", "d.md"]
    assert again == build(after, DEFAULTS, DAY + timedelta(1))


def test_a_word_changed_in_a_paragraph_costs_one_parse() -> None:
    first = build(seen({"a.md": LOG, "b.md": "some words"}), DEFAULTS, DAY)
    after = seen({"a.md": LOG, "b.md": "other words"})
    again = rebuild(first, after, DEFAULTS, DAY)
    assert again == build(after, DEFAULTS, DAY)
    assert again.book is first.book
    assert again.parsed[VaultPath("b.md")].data == b"other words"


@pytest.mark.parametrize(
    ("before", "after"), [("true", "1"), ("5", "5.0"), ("0", "false"), ("1", "true")]
)
def test_what_only_python_takes_for_the_same_is_another_build(
    before: str, after: str
) -> None:
    def people(value: str) -> Snapshot:
        note = "---\ntype: person\n{}: {}\n---\n"
        keys = ("private", "circle", "season", "cadence")
        files = {f"People/{key}.md": note.format(key, value) for key in keys}
        return seen({"a.md": LOG, **files})

    again = rebuild(build(people(before), DEFAULTS, DAY), people(after), DEFAULTS, DAY)
    assert again == build(people(after), DEFAULTS, DAY)


def test_ignored_folders_are_no_sources_but_links_lead_there() -> None:
    files = {"templates/Person.md": "---\ntype: person\n---\n", "Log.md": "[[Person]]"}
    made = build(seen(files), DEFAULTS, DAY)
    assert list(made.parsed) == ["Log.md"]
    assert made.people == 0
    found = made.book.files.resolve("Person", VaultPath("Log.md"))
    assert found.path == "templates/Person.md"
    with_all = read_notes(seen(files), replace(DEFAULTS, ignore=()), {})
    assert len(with_all) == 2


def test_problems_of_files_settings_and_notes_come_together() -> None:
    files = {
        "People/Bo.md": "---\ncadence: now and then\n---\n",
        "vaultkit.toml": "foldr = 'x'\n",
    }
    snapshot = seen(files)
    made = build(snapshot, read(snapshot.config)[0], DAY)
    assert [problem.code for problem in made.problems] == [
        "cadence-unclear",
        "settings-unknown",
    ]


def test_a_page_that_cannot_be_made_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = {**shipped.templates(), "pages/home.md.j2": "{{ nothing.like.this }}"}
    monkeypatch.setattr("vaultkit.build.templates", lambda: broken)
    snapshot = seen({"Log.md": LOG, HOME: sign("---\ntype: vaultkit-page\n---\nold")})
    made = build(snapshot, DEFAULTS, DAY)
    assert [one.path for one in made.refused] == [HOME]
    assert made.refused[0].problem in made.problems
    changes = plan(made.pages, snapshot, DEFAULTS, made.refused)
    assert [type(c) for c in changes if c.path == HOME] == [Refuse]
    assert any(isinstance(change, Write) for change in changes)


@pytest.mark.parametrize(
    "files",
    [
        {"Ideas for later/This week.md": "", "Log.md": LOG + "[[this week]]"},
        {"Ideas for later/This week.md": "", "Log.md": LOG + "[x](This%20week.md)"},
        {"Ideas for later/This week.md": "", "Log.md": LOG + "![[This week#Monday]]"},
        {"Log.md": LOG + "- 2026-11-03 coffee: [[This week]]\n"},
    ],
    ids=["link", "markdown", "embed", "somebody"],
)
def test_a_name_that_would_move_a_link_is_refused(files: dict[str, str]) -> None:
    snapshot = seen(files)
    made = build(snapshot, DEFAULTS, DAY)
    (refused,) = made.refused
    assert refused.problem.code == "page-captures"
    assert "`home = " in refused.problem.advice
    assert HOME not in made.pages

    names: dict[str, str] = dict(DEFAULTS.page_names)
    names["home"] = "My week ahead"
    renamed = replace(DEFAULTS, page_names=names)
    assert build(snapshot, renamed, DAY).refused == ()

    standing = seen({**files, HOME: sign("---\ntype: vaultkit-page\n---\n")})
    changes = plan(made.pages, standing, DEFAULTS, made.refused)
    assert {type(c) for c in changes if c.path == HOME} == {Refuse, Remove}


@pytest.mark.parametrize(
    "files",
    [
        {"Log.md": LOG + "see [[This week]] and [[Network/This week]]"},
        {"This week.md": "mine", "Log.md": LOG + "[[This week]]"},
        {"Other/This week.md": "mine", "Log.md": LOG + "[[Other/This week]]"},
        {"Log.md": LOG + "`[[This week]]`"},
    ],
    ids=["to-the-page", "exact-path", "full-path", "code"],
)
def test_a_link_that_stays_where_it_led_is_no_trouble(files: dict[str, str]) -> None:
    made = build(seen(files), DEFAULTS, DAY)
    assert made.refused == ()
    assert HOME in made.pages


def test_pages_of_ours_change_nothing_and_come_to_rest() -> None:
    files = {"Log.md": LOG}
    made = build(seen(files), DEFAULTS, DAY)
    signed: dict[str, str] = {path: sign(text) for path, text in made.pages.items()}
    with_pages = {**files, **signed}
    again = build(seen(with_pages), DEFAULTS, DAY)
    assert again.pages == made.pages
    changes = plan(again.pages, seen(with_pages), DEFAULTS, again.refused)
    assert all(isinstance(change, Keep) for change in changes)
