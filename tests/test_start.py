from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from vaultkit import vault
from vaultkit.daemon import status

HEAVY = ("frontmatter", "jinja2", "networkx", "numpy", "watchdog", "yaml")
# `main` ends the process at once; `run` is all of it but that.
COMMAND = "from vaultkit.cli import run; run({args!r})"
LISTING = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); "


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that running some code loads."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING + code], capture_output=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.decode().split()}


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
