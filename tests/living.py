"""Live so many deeds with a daemon, in bursts, and tell how it goes.

A program of its own as well: `python -m tests.living FOLDER DEEDS SEED`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from tests.keeping import DEEDS, OFTEN, Life

if TYPE_CHECKING:
    from collections.abc import Callable

BURST: Final = 100
TELL: Final = 1_000


def live(folder: Path, deeds: int, seed: int, tell: Callable[[str], None]) -> None:
    """Do so many deeds in bursts, and hold after each what must be true when quiet.

    Told are the seed, how it goes, and the burst in which something was not true.
    """
    tell(f"seed {seed}, {deeds} deeds")
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    life, began = Life.begun(folder), time.monotonic()
    turns = builds = files = 0
    burst: list[tuple[str, int]] = []
    try:
        while life.done < deeds:
            burst = [_next(chance) for _ in range(BURST)]
            for deed, number in burst:
                life.do(deed, number)
            life.check()
            turns, builds = turns + len(life.kept.turns), builds + life.kept.built
            life.kept.turns.clear()  # each holds the pages it wrote
            life.kept.modes.clear()
            files = max(files, sum(1 for _ in life.kept.root.rglob("*")))
            if life.done % TELL == 0:
                tell(
                    f"{life.done} deeds in {time.monotonic() - began:.0f} s: {turns}"
                    f" turns, {builds} made pages; at most {files} files; {_open()}"
                )
    except BaseException:
        tell(f"not true after {life.done} deeds, in the burst {burst}")
        raise
    finally:
        life.end()


def _next(chance: Random) -> tuple[str, int]:
    often = chance.random() < 0.8
    return chance.choice(OFTEN if often else DEEDS), chance.randrange(2**32)


def _open() -> str:
    """Return how many files this process holds open, where the system tells."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        return "open files unknown"
    return f"{sum(1 for _ in descriptors.iterdir())} files open"


def _say(said: str) -> None:
    print(said, flush=True)  # noqa: T201 (what it is run for)


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), _say)
