"""Killed at any moment, the daemon leaves every note as it was and every page whole."""

from __future__ import annotations

import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.whole import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it forks")


def killed(folder: Path, rounds: int, seed: int) -> str:
    """Kill so many daemons (see `tests/killing.py`); return what that came to."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", folder, str(rounds), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_few_dozen_kills(tmp_path: Path) -> None:
    assert killed(tmp_path, 24, 7).startswith("24 kills")


@pytest.mark.soak
def test_a_thousand_kills(tmp_path: Path) -> None:
    seed = Random().randrange(2**32)  # noqa: S311 (a story, not a secret)
    print(f"seed {seed}")  # noqa: T201 (to tell the same story again)
    told = killed(tmp_path, 1_000, seed)
    assert told.startswith("1000 kills")
    assert " 0 in the middle" not in told
