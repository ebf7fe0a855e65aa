"""`vaultkit log`: one line more in a note, and every other byte as it was."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.stories import vaults
from tests.test_cli import data, ran, says
from vaultkit.cli import terminal
from vaultkit.vault import forget

if TYPE_CHECKING:
    from tests.whole import Vault

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
PRIYA = "Priya: coffee, talked about hives; needs a bookkeeper"
FIRST = "- coffee: [[Priya Nair]] talked about hives; needs a bookkeeper"
OFFER = "- needs: [[Priya Nair]] a bookkeeper"


@pytest.fixture(autouse=True)
def _apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("LOCALAPPDATA", str(state))


def life(root: Path, **more: str) -> Path:
    notes = {
        "vaultkit.toml": "today = 2026-11-21\n",
        "People/Priya Nair.md": "---\ntype: person\n---\nTall.\n",
        "People/Tom Wray.md": "---\ntype: person\n---\n",
        "People/Tom Reed.md": "---\ntype: person\n---\n",
        "Daily/2026-11-20.md": "- walk: [[Tom Wray]]\n",
        **more,
    }
    for path, text in notes.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return root


def stored(root: Path) -> dict[str, bytes]:
    found = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def test_a_line_in_a_new_daily_note_and_back(tmp_path: Path) -> None:
    before = stored(life(tmp_path))
    assert data(tmp_path, "log", PRIYA) == {
        "path": "Daily/2026-11-21.md",
        "line": 1,
        "created": True,
        "added": [FIRST],
        "offered": [OFFER],
        "people": ["Priya Nair"],
    }
    note = tmp_path / "Daily/2026-11-21.md"
    assert note.read_text() == f"{FIRST}\n"
    assert data(tmp_path, "log", "--yes", PRIYA)["added"] == [FIRST, OFFER]
    assert note.read_text() == f"{FIRST}\n{FIRST}\n{OFFER}\n"
    assert "taken back" in says(tmp_path, "log", "--undo")
    assert note.read_text() == f"{FIRST}\n"
    assert "no line to take back" in says(tmp_path, "log", "--undo", code=10)
    note.unlink()
    assert stored(tmp_path) == before


def test_a_note_that_was_made_is_removed_again(tmp_path: Path) -> None:
    before = stored(life(tmp_path))
    says(tmp_path, "log", "Priya: coffee")
    assert "removed" in says(tmp_path, "log", "--undo", ".")
    assert stored(tmp_path) == before


def test_a_note_that_changed_since_is_left(tmp_path: Path) -> None:
    life(tmp_path)
    says(tmp_path, "log", "Priya: coffee")
    note = tmp_path / "Daily/2026-11-21.md"
    note.write_text(note.read_text() + "and more\n")
    before = stored(tmp_path)
    assert "changed since" in says(tmp_path, "log", "--undo", code=10)
    note.unlink()
    assert "changed since" in says(tmp_path, "log", "--undo", code=10)
    assert stored(tmp_path) == {p: d for p, d in before.items() if "11-21" not in p}


def test_what_is_remembered_has_no_word_of_the_note(tmp_path: Path) -> None:
    life(tmp_path)
    says(tmp_path, "log", "Priya: coffee, secrets")
    (kept,) = terminal_state().rglob("*.json")
    assert "secrets" not in kept.read_text()
    assert "Priya" not in kept.read_text()
    forget(tmp_path)
    assert not kept.exists()


def terminal_state() -> Path:
    import os  # noqa: PLC0415 (where the fixture says)

    return Path(os.environ["XDG_STATE_HOME"])


def test_the_template_and_the_format_of_the_vault(tmp_path: Path) -> None:
    config = '{"folder": "J", "format": "YYYY/MM/[d]-DD", "template": "T/Day"}'
    template = "---\nday: {{date}}\n---\r\n# {{title}} {{date:dddd, D MMMM}}\n\n## Log"
    life(tmp_path, **{".obsidian/daily-notes.json": config, "T/Day.md": template})
    assert "created J/2026/11/d-21.md" in says(tmp_path, "log", "Priya: coffee")
    assert (tmp_path / "J/2026/11/d-21.md").read_bytes().decode() == (
        "---\nday: 2026-11-21\n---\r\n# d-21 Saturday, 21 November\n\n## Log\n"
        "- coffee: [[Priya Nair]]"
    )


@pytest.mark.parametrize("template", ["<% tp.date.now() %>\n", None])
def test_a_template_that_cannot_be_filled_is_left_out(
    tmp_path: Path, template: str | None
) -> None:
    config = {".obsidian/daily-notes.json": '{"template": "T/Day.md"}'}
    life(tmp_path, **config, **({"T/Day.md": template} if template else {}))
    assert "(T/Day.md" in says(tmp_path, "log", "Priya: coffee")
    assert (
        tmp_path / "Daily/2026-11-21.md"
    ).read_text() == "- coffee: [[Priya Nair]]\n"


def test_line_ends_mode_and_a_missing_last_one_stay(tmp_path: Path) -> None:
    text = "\ufeff# Day\r\n\r\n* tea"
    note = life(tmp_path, **{"Daily/2026-11-21.md": text}) / "Daily/2026-11-21.md"
    note.chmod(0o640)
    says(tmp_path, "log", "Priya: coffee")
    assert note.read_bytes().decode() == f"{text}\r\n* coffee: [[Priya Nair]]"
    if sys.platform != "win32":
        assert note.stat().st_mode & 0o777 == 0o640


def test_into_the_note_of_somebody(tmp_path: Path) -> None:
    note = "---\ntype: person\n---\n## Log\n\n- 2026-11-01 call: a\n\n## More\n"
    life(tmp_path, **{"People/Priya Nair.md": note})
    says(tmp_path, "log", "--to", "priya", "letter, with stamps")
    says(tmp_path, "log", "--to", "priya", "Priya and Tom Wray: walk")
    says(tmp_path, "log", "--to", "priya", "needs: a bookkeeper")
    assert (tmp_path / "People/Priya Nair.md").read_text() == note.replace(
        "call: a\n",
        "call: a\n- 2026-11-21 letter: with stamps\n"
        "- 2026-11-21 walk: [[Tom Wray]]\n- 2026-11-21 needs: a bookkeeper\n",
    )
    assert "Nobody is called" in says(tmp_path, "log", "--to", "Zed", "x", code=6)


def test_markdown_links_where_the_vault_has_them(tmp_path: Path) -> None:
    life(tmp_path, **{".obsidian/app.json": '{"useMarkdownLinks": true}'})
    line = "- coffee: [Priya Nair](../People/Priya%20Nair.md)"
    assert data(tmp_path, "log", "Priya: coffee")["added"] == [line]


# --- questions -----------------------------------------------------------------------


def test_without_a_terminal_a_question_is_a_message(tmp_path: Path) -> None:
    before = stored(life(tmp_path))
    assert "write more of the name" in says(tmp_path, "log", "Tom: walk", code=6)
    said = says(tmp_path, "log", "Prya: walk", code=6)
    assert "Did you mean Priya Nair?" in said
    assert "[[Prya]]" in said
    assert "Nobody is named" in says(tmp_path, "log", "a walk", code=10)
    assert ran(tmp_path, "log").code == 2
    assert stored(tmp_path) == before


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        (["2"], "- walk: [[Tom Wray]]"),
        (["3"], "- walk: [[Tom]]"),
    ],
)
def test_on_a_terminal_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], line: str
) -> None:
    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answers.pop(0))
    assert data(life(tmp_path), "log", "Tom: walk")["added"] == [line]


@pytest.mark.parametrize(("answer", "count"), [("y", 2), ("n", 1)])
def test_on_a_terminal_it_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, count: int
) -> None:
    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer)
    assert len(data(life(tmp_path), "log", PRIYA)["added"]) == count


# --- what is not touched -------------------------------------------------------------


@posix
@pytest.mark.parametrize("spoil", ["read only", "hard link", "link", "folder"])
def test_some_notes_are_refused(tmp_path: Path, spoil: str) -> None:
    life(tmp_path, **{"Daily/2026-11-21.md": "mine\n"})
    note = tmp_path / "Daily/2026-11-21.md"
    if spoil == "read only":
        note.chmod(0o444)
    elif spoil == "hard link":
        (tmp_path / "twin.txt").hardlink_to(note)
    elif spoil == "link":
        note.rename(tmp_path / "real.txt")
        note.symlink_to("../real.txt")
    else:
        (tmp_path / "Daily").rename(tmp_path / "Elsewhere")
        outside = tmp_path.parent / f"{tmp_path.name}-out"
        outside.mkdir()
        (tmp_path / "Daily").symlink_to(outside)
        (tmp_path / "Elsewhere/2026-11-21.md").unlink()
        (tmp_path / "vaultkit.toml").write_text(
            'today = 2026-11-21\ndaily_folder = "Daily"\n'
        )
    before = stored(tmp_path)
    assert ran(tmp_path, "log", "Priya: coffee").code in {5, 7}
    assert stored(tmp_path) == before


@pytest.mark.parametrize("text", ["```\nopen code", "<!-- open\n", "## 2026-01-01\n"])
def test_a_line_that_would_not_be_read_is_not_written(
    tmp_path: Path, text: str
) -> None:
    before = stored(life(tmp_path, **{"Daily/2026-11-21.md": text}))
    assert "was not touched" in says(tmp_path, "log", "Priya: coffee", code=10)
    assert stored(tmp_path) == before


def test_somebody_private_is_known_by_the_whole_name_alone(tmp_path: Path) -> None:
    private = "---\ntype: person\nprivate: true\naliases: [Zozo]\n---\n"
    life(tmp_path, **{"People/Zora Quill.md": private})
    for name in ("Zora", "Zozo", "Zora Quil"):
        assert "Quill" not in says(tmp_path, "log", f"{name}: coffee", code=6)
    added = data(tmp_path, "log", "zora quill: coffee")["added"]
    assert added == ["- coffee: [[zora quill]]"]


@settings(max_examples=25)
@given(vaults())
def test_every_other_byte_of_any_vault_stays(made: Vault) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in made.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        before = stored(root)
        done = ran(root, "log", "[[Ada Moss]]: coffee, bees", "--today", "2026-11-21")
        after = stored(root)
        changed = {p for p in after if after[p] != before.get(p)}
        assert len(changed) == (done.code == 0)
        assert before.keys() <= after.keys()
        for path in changed & before.keys():
            assert after[path].startswith(before[path])
        if done.code == 0:
            assert ran(root, "log", "--undo").code == 0
            assert stored(root) == before
