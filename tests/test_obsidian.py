"""What `init --obsidian` writes: right for Obsidian, and never over anything."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from tests.test_cli import ran, says
from tests.test_laws import on_disk, stored
from tests.whole import Vault
from vaultkit import vault as disk
from vaultkit.book.properties import NAMES
from vaultkit.obsidian import BASE, SNIPPET, helpful, types
from vaultkit.problems import WriteFailedError
from vaultkit.settings import DEFAULTS, TEMPLATES, read
from vaultkit.shipped import editor, templates
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from pathlib import Path

# What https://help.obsidian.md/bases names.
FUNCTIONS: Final = {"if", "today", "inFolder", "hasTag", "isEmpty", "date"}
OURS: Final = {"seen"}
_WORD: Final = re.compile(r"(?<![\"\w])[a-zA-Z_]\w*")
_STRING: Final = re.compile(r'"[^"]*"')


def expressions(value: object) -> list[str]:
    """Return every expression of a base: all filters and formulas."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for item in value.values() for one in expressions(item)]
    return [one for item in value for one in expressions(item)] if value else []  # type: ignore[attr-defined]  # only lists are left


def test_the_base_is_one_and_speaks_of_properties_that_there_are() -> None:
    settings, _ = read(
        {
            VaultPath("vaultkit.toml"): b'folder = "It\'s us"\n'
            b"people_folders = [\"O'Neill's people\"]\n"
        }
    )
    for chosen in (DEFAULTS, settings):
        base = yaml.safe_load(helpful(chosen, {}).files[BASE])
        assert [view["name"] for view in base["views"]] == [
            *("Circles", "Quiet", "Needs", "Offers")
        ]
        spoken = expressions(base["filters"]) + expressions(base["formulas"])
        for view in base["views"]:
            assert view["type"] == "table"
            spoken += expressions(view["filters"]) + view["order"]
            spoken += [one["property"] for one in view.get("sort", ())]
        known = {*NAMES, *FUNCTIONS, *OURS, "file", "note", "formula"}
        known |= {"ext", "name", "mtime"}
        for text in spoken:
            assert text.count("(") == text.count(")")
            assert text.count('"') % 2 == 0
            assert set(_WORD.findall(_STRING.sub('""', text))) <= known, text
        assert f'file.inFolder("{chosen.folder}")' in spoken
        assert f'file.inFolder("{chosen.people_folders[0]}")' in spoken


def test_the_templates_are_ours_in_the_words_of_each_plugin() -> None:
    files = helpful(DEFAULTS, {}).files
    for kind in ("person", "event", "introduction", "topic"):
        ours = templates()[f"notes/{kind}.md"]
        core = files[VaultPath(f"Templates/vaultkit/{kind.capitalize()}.md")]
        templater = files[
            VaultPath(f"Templates/vaultkit for Templater/{kind.capitalize()}.md")
        ]
        assert set(re.findall(r"\{\{.*?\}\}", core)) <= {
            "{{title}}",
            "{{date:YYYY-MM-DD}}",
        }
        assert "{{" not in templater
        assert "<%" not in core
        for text in (core, templater):
            front = yaml.safe_load(text.split("---\n")[1])
            assert front["type"] == kind
            assert (
                front.keys()
                == yaml.safe_load(ours.split("---\n")[1].replace("{{date}}", "")).keys()
            )
            assert text.count("\n") == ours.count("\n")


@pytest.mark.parametrize(
    ("config", "where"),
    [
        (b'{"folder": "Extra/Forms"}', "Extra/Forms"),
        (b'{"folder": "../out"}', "Templates"),
        (b'{"folder": 1}', "Templates"),
        (b"[]", "Templates"),
        (b"{", "Templates"),
    ],
)
def test_templates_go_where_they_are_never_read(config: bytes, where: str) -> None:
    given = {TEMPLATES: config}
    settings, _ = read(given)
    paths = [p for p in helpful(settings, given).files if p.endswith(".md")]
    assert all(path.startswith(f"{where}/") for path in paths)
    assert where in settings.ignore
    other, _ = read({VaultPath("vaultkit.toml"): b'ignore = ["Forms"]\n'})
    assert VaultPath("Forms/vaultkit/Person.md") in helpful(other, {}).files


def test_every_property_has_one_type_that_obsidian_knows() -> None:
    found = json.loads(types())["types"]
    assert set(found.values()) <= {
        *("text", "multitext", "number", "checkbox", "date", "datetime"),
        *("tags", "aliases"),
    }
    assert set(found) == NAMES - {"type", "decision", "private"}


def test_the_snippet_concerns_our_pages_alone_and_fetches_nothing() -> None:
    text = re.sub(r"/\*.*?\*/", "", editor()["vaultkit.css"], flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", text)
    assert rules
    assert all(rule.strip().startswith(".vaultkit ") for rule in rules)
    assert "url(" not in text
    assert "@" not in text


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    on_disk(tmp_path, Vault.of("--- People/Ada.md\ncircle: close\n").files)
    (tmp_path / "vaultkit.toml").write_text("# mine\n")
    (tmp_path / "People.base").write_text("mine")
    before = stored(tmp_path)
    assert "would create People.base" in says(
        tmp_path, "init", "--obsidian", "--dry-run"
    )
    assert stored(tmp_path) == before
    said = says(tmp_path, "init", "--obsidian")
    assert "left as it is: People.base" in said
    assert f"created {SNIPPET}" in said
    assert '-path:"Network/"' in said
    assert '"last_contact": "date"' in said
    after = stored(tmp_path)
    assert {path: after[path] for path in before} == before
    assert len(after) == len(before) + 9
    assert "created" not in says(tmp_path, "init", "--obsidian")
    assert stored(tmp_path) == after
    assert "would be" in says(tmp_path, "build", "--dry-run")


def test_a_snippet_goes_nowhere_else(tmp_path: Path) -> None:
    for path in (
        ".obsidian/plugins/x/main.js",
        ".obsidian/snippets/x.js",
        ".obsidian/snippets/../x.css",
        "snippets/x.css",
    ):
        with pytest.raises(WriteFailedError):
            disk.create_snippet(tmp_path, VaultPath(path), "x")
    (tmp_path / "out").mkdir()
    (tmp_path / "notes/.obsidian").mkdir(parents=True)
    (tmp_path / "notes/.obsidian/snippets").symlink_to(tmp_path / "out")
    (tmp_path / "notes/Log.md").write_text("- 2026-11-02 coffee: [[Cy]]\n")
    done = ran(tmp_path / "notes", "init", "--obsidian")
    assert done.code == 7
    assert "is a link to another" in done.err
    assert list((tmp_path / "out").iterdir()) == []
    assert (tmp_path / "notes/People.base").exists()
