from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import click
import platformdirs
import pytest

from vaultkit import vault
from vaultkit.cli import COMMANDS, group
from vaultkit.cli.summaries import SUMMARIES
from vaultkit.daemon import status
from vaultkit.settings import FILE
from vaultkit.vault import place, state

HEAVY = ("frontmatter", "jinja2", "networkx", "numpy", "watchdog", "yaml")
# `main` ends the process at once; `run` is all of it but that.
COMMAND = "from vaultkit.cli import run; run({args!r})"
LISTING = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); "


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that running some code loads."""
    return {name.partition(".")[0] for name in all_loaded_by(code)}


def all_loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LISTING + code], capture_output=True, check=True
    )
    return set(done.stdout.decode().splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    ["import vaultkit", COMMAND.format(args=["--help"])],
    ids=["import", "help"],
)
def test_starting_loads_nothing_heavy(code: str) -> None:
    loaded = loaded_by(code)
    assert {"atexit", "vaultkit"} <= loaded
    assert loaded.isdisjoint(HEAVY)


def test_asking_how_it_goes_loads_nothing_heavy(tmp_path: Path) -> None:
    asked = (["status"], ["status", "--json"], ["service", "install", "--print"])
    (tmp_path / "Ana.md").write_text("---\ntype: person\n---\n")
    watched = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "watch", "--quiet", str(tmp_path)]
    )
    try:
        until = time.monotonic() + 60
        while "looked" not in kept(tmp_path) and time.monotonic() < until:
            time.sleep(0.05)
        loaded = [loaded_by(COMMAND.format(args=[*a, str(tmp_path)])) for a in asked]
    finally:
        watched.terminate()
        watched.wait()
    for one in loaded:
        assert "vaultkit" in one
        assert one.isdisjoint(HEAVY)


def test_a_short_answer_loads_little(tmp_path: Path) -> None:
    """Counted, since times drift: a start that takes longer has loaded more."""
    (tmp_path / "Ana.md").write_text("---\ntype: person\n---\n")
    (tmp_path / "vaultkit.toml").write_text("today = 2026-11-01\n")
    known = all_loaded_by("import click")
    helped = all_loaded_by(COMMAND.format(args=["--help"])) - known
    told = all_loaded_by(COMMAND.format(args=["status", str(tmp_path)])) - known
    ours = {name for name in helped if name.startswith("vaultkit")}
    assert helped.isdisjoint({"json", "msgspec", "pathlib", "platformdirs"})
    assert len(ours) <= 12
    assert len(helped) <= 40
    assert told.isdisjoint({"logging", "msgspec", "platformdirs", "tomllib"})
    assert len({name for name in told if name.startswith("vaultkit")}) <= 20
    assert len(told) <= 50


def test_the_list_of_commands_says_what_each_says() -> None:
    asked = click.Context(group)
    for name, says in SUMMARIES.items():
        command = group.get_command(asked, name)
        assert command is not None
        assert command.get_short_help_str(1_000) == says
    assert tuple(SUMMARIES) == COMMANDS


def test_what_is_behind_the_door_is_found_there() -> None:
    for name in vault.__all__:
        assert getattr(vault, name).__class__ is not ModuleType, name
    with pytest.raises(AttributeError, match="no such"):
        getattr(vault, "no such")
    assert place.SETTINGS == FILE


@pytest.mark.parametrize(
    "asked",
    [
        {"HOME": "/home/ana"},
        {"HOME": "/home/ana/"},
        {"HOME": "/"},
        {"HOME": "here"},
        {"HOME": ""},
        {},
        {"HOME": "/home/ana", "XDG_STATE_HOME": "/home/ana/known"},
        {"HOME": "/home/ana", "XDG_STATE_HOME": "known"},
        {"HOME": "/home/ana", "XDG_STATE_HOME": ""},
    ],
    ids=str,
)
def test_what_is_known_of_a_vault_is_where_the_library_says(
    asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    says = platformdirs.user_state_path("vaultkit", appauthor=False)
    assert Path(state.user_place()) == says / "user"


def kept(root: Path) -> dict[str, object]:
    return vault.said(vault.state_folder(root), status.FILE)


@pytest.mark.parametrize("name", HEAVY[:3])
def test_a_heavy_module_would_be_seen(name: str) -> None:
    assert name in loaded_by(f"import {name}")


def test_the_command_and_the_module_are_one() -> None:
    beside = Path(sys.executable).parent / "vaultkit"
    by_name = subprocess.run([beside, "--help"], capture_output=True, check=True)
    by_module = subprocess.run(
        [sys.executable, "-m", "vaultkit", "--help"], capture_output=True, check=True
    )
    assert by_name.stdout == by_module.stdout
    assert b"Usage: vaultkit" in by_name.stdout
