"""`vaultkit init` looks before it asks: what it finds in vaults written elsewhere.

The vaults are golden cases; each `vaultkit.toml` in them is what `init` writes.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.whole import ROOT, Vault, digests
from vaultkit import cli, survey
from vaultkit.settings import DEFAULTS, FILE, SETTINGS, Settings, read
from vaultkit.snapshot import VaultPath
from vaultkit.survey import days, proposal, telling
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOLDEN = ROOT / "tests/golden"

# What somebody who knows the vault would answer: settings that differ from those
# without a file, then people, daily notes, events and meetings.
ANSWERS: dict[str, tuple[dict[str, Any], tuple[int, int, int]]] = {
    "shape-categories-as-links": ({}, (4, 2, 4)),
    "shape-capitalised-keys": (
        {"meeting_folders": ("Meetings",), "heading_properties": True},
        (3, 2, 3),
    ),
    "shape-inline-fields": (
        {"people_tags": ("friend",), "inline_fields": True},
        (3, 2, 0),
    ),
    "shape-logseq": ({"inline_fields": True}, (3, 4, 0)),
    "shape-site-collection": (
        {"people_folders": ("_people",), "link_style": "markdown"},
        (4, 0, 0),
    ),
    "shape-contact-cards": ({"people_tags": ("Contact",)}, (3, 3, 0)),
    "shape-german": (
        {
            "me": "Ich",
            "people_folders": ("Menschen",),
            "daily_folder": "Tagebuch",
            "daily_format": "YYYY/MM-MMMM/YYYY-MM-DD-dddd",
            "language": "german",
            "month_languages": ("german",),
            "meeting_types": ("Treffen",),
        },
        (4, 3, 1),
    ),
    "shape-headings": (
        {"people_folders": ("Friends",), "heading_properties": True},
        (4, 1, 0),
    ),
}


def printed(capfd: pytest.CaptureFixture[str], *args: str) -> str:
    """Return what the command prints; an error of it fails the test."""
    code = cli.run(args)
    said = capfd.readouterr()
    assert code == 0, said.err
    return said.out


@pytest.mark.parametrize("name", ANSWERS)
def test_init_finds_what_a_person_would(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], *, update_golden: bool
) -> None:
    wanted, counts = ANSWERS[name]
    root = tmp_path / "vault"
    shutil.copytree(GOLDEN / name / "vault", root)
    (root / FILE).unlink()
    before = digests(root)
    found = json.loads(printed(capfd, "init", "--json", str(root)))
    assert digests(root) == {**before, FILE: digests(root)[FILE]}
    written = (root / FILE).read_text("utf-8")
    if update_golden:
        (GOLDEN / name / "vault" / FILE).write_text(written, "utf-8")
    assert written == (GOLDEN / name / "vault" / FILE).read_text("utf-8")

    chosen, problems = read({FILE: written.encode()})
    assert problems == ()
    changed = {
        name: getattr(chosen, name)
        for name in Settings.__struct_fields__
        if getattr(chosen, name) != getattr(DEFAULTS, name)
    }
    assert {key: changed[key] for key in changed if key != "synonyms"} == wanted
    assert set(found["settings"]) == set(changed)
    then = found["then"]
    assert (then["people"], then["daily_notes"], then["events"]) == counts


def test_every_shape_is_a_golden_case() -> None:
    assert set(ANSWERS) == {p.name for p in GOLDEN.glob("shape-*")}


def test_what_could_not_be_decided_is_explained(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- Notes/Ada Moss.md
        email: ada@example.org
        birthday: 03/04/1980
        --- Notes/Bread.md
        flour: 500
        --- 02-03-2026.md
        - rye
        --- 05-06-2026.md
        - rye
        """)
    found = survey.look(vault.snapshot, DEFAULTS)
    fit = proposal.propose(found, DEFAULTS, vault.snapshot.notes)
    told = " ".join(fit.undecided)
    assert "look like notes about people" in told
    assert "Notes/Ada Moss.md" in told
    assert "DD-MM-YYYY or MM-DD-YYYY" in told
    assert "may be two days" in told
    assert "No note is about yourself" in told
    text = telling.toml(telling.lines(found), fit.settings, fit.undecided)
    assert all(len(line) <= 88 for line in text.split("\n") if "Not decided" in line)
    assert read({FILE: text.encode()})[1] == ()


@pytest.mark.parametrize(
    ("paths", "folder", "form"),
    [
        (("Daily/2026-01-02.md", "Daily/2026-01-03.md"), "Daily", "YYYY-MM-DD"),
        (("2026/01/2026-01-02.md",), "", "YYYY/MM/YYYY-MM-DD"),
        (("J/2026/2026-01/2026-01-02.md",), "J", "YYYY/YYYY-MM/YYYY-MM-DD"),
        (("a/2026-01-02.md", "b/2026-01-03.md"), None, "YYYY-MM-DD"),
        (("journals/2026_01_31.md",), "journals", "YYYY_MM_DD"),
        (("January 2nd, 2026.md",), "", "MMMM Do, YYYY"),
        (("25.12.2026.md", "Plan 2026-01-02.md"), "", "DD.MM.YYYY"),
        (("Plan 2026.md", "Ada Moss.md"), None, ""),
    ],
)
def test_daily_notes_are_found_by_their_names(
    paths: tuple[str, ...], folder: str | None, form: str
) -> None:
    found = days.find(map(VaultPath, paths), USUAL)
    assert (found.folder, found.format) == (folder, form)


KEYS = st.sampled_from(
    ["type", "tags", "Firma", "email", "N.FN", "How we met", 'a "b"', "date", "\u00fc"]
)
VALUES = st.sampled_from(
    ["person", "11/02/2026", "1. M\u00e4rz 2026", '"\\\\', "#x", ""]
)


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(
            ["P/a.md", "P/b.md", 'P "q"/c.md', "2026-01-02.md", "\u00e9.md"]
        ),
        st.lists(st.tuples(KEYS, VALUES), max_size=4),
    )
)
def test_what_is_proposed_can_be_read_back(
    notes: dict[str, list[tuple[str, str]]],
) -> None:
    """Whatever the notes say, the file that is written says it in TOML."""
    texts = {
        path: "---\n"
        + "".join(f"{json.dumps(key)}: {json.dumps(text)}\n" for key, text in said)
        + "---\n"
        + "".join(f"{key}:: {text}\n## {key}\n{text}\n" for key, text in said)
        for path, said in notes.items()
    }
    vault = Vault({path: text.encode() for path, text in texts.items()})
    found = survey.look(vault.snapshot, DEFAULTS)
    fit = proposal.propose(found, DEFAULTS, vault.snapshot.notes)
    text = telling.toml(telling.lines(found), fit.settings, fit.undecided)
    chosen, problems = read({FILE: text.encode()})
    assert problems == ()
    for name, value in fit.settings.items():
        assert name in {one.name for one in SETTINGS}
        assert getattr(chosen, name) == value
    json.dumps(telling.plain(found, fit))
