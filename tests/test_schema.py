"""The schema says what the reader reads, neither less nor something else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.stories import vaults
from tests.test_cli import says
from tests.whole import ROOT, Vault
from vaultkit.book.properties import PROPERTIES
from vaultkit.book.schema import schema
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.notes.note import Note

MADE: Final = schema(DEFAULTS.circles)
CHECK: Final = Draft202012Validator(MADE)
EXAMPLES: Final = (
    ROOT / "example-vault",
    *sorted((ROOT / "tests/golden").glob("*/vault")),
)


def plain(value: object) -> object:
    """Return a value of front matter as JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def wrong(note: Note) -> list[str]:
    """Return what the schema has against a note's front matter."""
    return [one.message for one in CHECK.iter_errors(plain(note.properties))]


def read(folder: Path) -> Vault:
    files = (file for file in folder.rglob("*") if file.is_file())
    found = {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}
    return Vault(found)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(MADE)
    every = {
        name for one in MADE["$defs"].values() for name in one.get("properties", ())
    }
    assert {one.name for one in PROPERTIES} <= every
    assert all(set(one.synonyms) <= every for one in PROPERTIES)


def test_the_example_vault_is_what_it_says() -> None:
    found = read(EXAMPLES[0])
    typed = [note for note in found.notes.values() if "type" in note.properties]
    assert len(typed) > 50
    assert {note.path: wrong(note) for note in typed if wrong(note)} == {}


def agrees(given: Vault) -> None:
    """What the reader reads without a word, the schema accepts."""
    reported = {problem.path for problem in given.book.problems}
    for note in given.notes.values():
        if note.path not in reported:
            assert wrong(note) == [], note.properties


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.parent.name)
def test_it_accepts_what_is_read_in_stories(folder: Path) -> None:
    agrees(read(folder))


@settings(max_examples=8)
@given(vaults())
def test_it_accepts_what_is_read(made: Vault) -> None:
    agrees(made)


@pytest.mark.parametrize(
    "properties",
    [
        "circle: friends",
        "last_contact: soon",
        "interests: {bees: yes}",
        "birthday: in May",
    ],
)
def test_it_refuses_what_is_not(properties: str) -> None:
    made = Vault.of(f"--- People/Bo.md\ntype: Person\n{properties}\n")
    (note,) = made.notes.values()
    assert wrong(note)
    assert made.book.problems
    assert not CHECK.is_valid({"type": "person", "knows": [["Ada Moss"]]})


def test_a_vault_has_its_own_circles_and_synonyms(tmp_path: Path) -> None:
    printed = says(tmp_path, "schema")
    assert printed == (ROOT / "docs/front-matter.schema.json").read_text("utf-8")
    (tmp_path / "vaultkit.toml").write_text(
        "[circles]\nkin = 7\n[synonyms]\nneeds = ['sucht']\n"
    )
    own = json.loads(says(tmp_path, "schema", "."))
    check = Draft202012Validator(own)
    assert check.is_valid({"type": "person", "circle": "Kin", "sucht": ["bees"]})
    assert not check.is_valid({"type": "person", "sucht": {"bees": 1}})
    assert CHECK.is_valid({"type": "person", "sucht": {"bees": 1}})
