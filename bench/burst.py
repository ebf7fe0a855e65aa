"""A burst: ten thousand notes that change at once, while a daemon keeps their pages."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench import vaults
from bench.daemon import ROOT, Daemon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.rows import Section


def measure(
    root: Path, into: Section, env: Mapping[str, str], count: int, quiet: float
) -> None:
    """Add how long it took from a burst to right pages, less the quiet time.

    Args:
        root: A vault that was made by `vaults`.
        into: Where the rows go; said to be wrong if the pages were not right then.
        env: The environment the daemon runs in.
        count: How many notes change.
        quiet: How many seconds the daemon waits until nothing is heard.
    """
    first = into.add("burst", f"{count:,} notes change: from the first to right pages")
    last = into.add("after", "the same, from the last of them")
    with Daemon(root, quiet, env) as daemon:
        daemon.told(lambda said: said.get("notes", 0) > 0)
        began = time.monotonic()
        names = _changed(root, count)
        ended = time.monotonic()
        done = _followed(daemon, names)
    first.values.append(done - began - quiet)
    last.values.append(max(0.0, done - ended - quiet))
    if not right(root, env):
        first.wrong = last.wrong = "the pages were not those of a build from scratch"


def _changed(root: Path, count: int) -> set[str]:
    """Add a line to so many notes; return their paths."""
    notes = sorted((root / "People").iterdir())[:count]
    for note in notes:
        with note.open("a", encoding="utf-8") as file:
            file.write(f"- {vaults.TODAY} coffee: all of us at once\n")
    return {note.relative_to(root).as_posix() for note in notes}


def _followed(daemon: Daemon, names: set[str]) -> float:
    """Return when the turn ended with which the last of them was known."""
    at = 0.0
    while names:
        turn = daemon.told(lambda said: bool(said.get("changed")))
        names -= set(turn["changed"])
        at = float(turn["at"])
    return at


def right(root: Path, env: Mapping[str, str]) -> bool:
    """Return whether the pages are those of a build from scratch."""
    check = [sys.executable, "-m", "vaultkit", "build", str(root), "--check"]
    done = subprocess.run(check, check=False, env=env, cwd=ROOT, capture_output=True)
    return done.returncode == 0
