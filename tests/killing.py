"""Kill the daemon at random moments, many times, and see what that leaves behind.

A program of its own, since it forks: `python -m tests.killing FOLDER ROUNDS SEED`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from tests.keeping import FAST, Kept, by_replacing, notes, text, true
from tests.whole import TODAY
from vaultkit import mark, vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.vault import Holder

BUSY: Final = replace(FAST, quiet=0.001, ceiling=0.01, settle=0.5)
SETTINGS: Final = "vaultkit.toml"
STYLES: Final = (b'link_style = "markdown"\n', b'link_style = "plain"\n')


def nobody(holder: Holder) -> bool:
    raise AssertionError(f"{holder} is dead, and holds the vault")


def keep(root: Path, seed: int) -> None:
    """Keep a vault whose every page changes all the time, until killed."""
    parent = os.getppid()
    with vault.claimed(root, vault.WATCH, nobody) as claim:
        kept = Kept(root, BUSY)
        kept.start(claim)
        chance = Random(seed)  # noqa: S311 (a story, not a secret)
        number = 0
        while os.getppid() == parent:
            number += 1
            by_replacing(root / SETTINGS, STYLES[number % 2], chance)
            time.sleep(0.02)


def read(root: Path) -> None:
    """Read every page all the time; end at the first that is not whole."""
    parent = os.getppid()
    while not (root / "stop").exists() and os.getppid() == parent:
        for page in (root / "Network").glob("*.md"):
            if not whole(page):
                print("not whole:", page, flush=True)  # noqa: T201 (the one result)
                os._exit(1)
        time.sleep(0.001)
    os._exit(0)


def whole(page: Path) -> bool:
    try:
        found = mark.read(page.read_text("utf-8"))
    except FileNotFoundError:
        return True
    return found is not None and found.intact


def writes(root: Path, child: int) -> bool:
    """Return whether a process is in the middle of a page."""
    return any(root.glob(f"Network/.vaultkit-*-{child}-*.tmp"))


def wait_for(root: Path, child: int) -> None:
    """Wait until a page is being written, or a few seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until and not writes(root, child):
        time.sleep(0.0002)


def forked(what: Callable[..., None], *given: object) -> int:
    """Do something in a process of its own, and return its number."""
    child = os.fork()
    if child == 0:
        what(*given)
        os._exit(0)
    return child


def once(root: Path) -> None:
    """Keep a vault until its pages are true."""
    with vault.claimed(root, vault.WATCH, nobody) as claim:
        kept = Kept(root)
        kept.start(claim)
        kept.rest()
        kept.stop()


def untouched(root: Path) -> dict[str, bytes]:
    """Return what nobody but the user writes."""
    found = notes(root)
    return {n: d for n, d in found.items() if "/.vaultkit-" not in n and n != SETTINGS}


def killed(root: Path, number: int, chance: Random) -> bool:
    """Kill one daemon; return whether it was in the middle of a page."""
    (root / f"2026-10-{number % 28 + 1:02}.md").write_bytes(text(chance))
    before, first = untouched(root), set(root.iterdir())
    child = forked(keep, root, chance.randrange(2**32))
    if number % 2:
        wait_for(root, child)
    else:
        time.sleep(chance.uniform(0, 0.4))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for left in {*root.iterdir()} - first:  # ours: settings that were half typed
        if left.is_file() and left.suffix != ".md" and left.name != SETTINGS:
            left.unlink()
    assert untouched(root) == before
    return writes(root, child)


def main(folder: str, rounds: int, seed: int) -> None:
    """Kill so many daemons; hold that the next one finds and leaves all in order."""
    root = Path(folder) / "vault"
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    (root / "People").mkdir(parents=True)
    for number in range(12):
        (root / f"People/Friend {number}.md").write_bytes(
            b"---\ntype: person\ninterests: [bees]\n---\n- 2026-03-01 coffee: bees\n"
        )
    once(root)  # and what a daemon needs is loaded before the first fork
    reader = forked(read, root)
    halves = sum(killed(root, number, chance) for number in range(rounds))
    (root / "stop").touch()
    assert os.waitpid(reader, 0)[1] == 0, "a page was not whole"
    (root / "stop").unlink()
    once(root)
    true(root, TODAY)
    assert not list(root.rglob(".vaultkit-*"))
    print(f"{rounds} kills, {halves} in the middle of a page")  # noqa: T201 (the result)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
