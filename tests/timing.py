"""How long work takes, told on a machine that is slow, busy and never the same twice.

What is measured is the work of this thread alone, so that waiting counts for nothing.
What is compared is done by turns, so that a machine that slows down slows both, and of
each the least counts. Whatever is in order is in order after two turns; what is not is
measured again, many times, before it is said to be.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

TOO_QUICK: Final = 0.006
"""Seconds of work below which nothing can be said, and nothing has to be."""
TURNS: Final = 24
"""How often something is measured before it is said to take too long."""
HOPELESS: Final = 3.0
"""So many times too long after a few turns, and no machine is to blame."""
USUAL: Final = 0.004
"""Seconds that `_yardstick` takes on a machine of usual speed."""


def took(act: Callable[[], object]) -> float:
    """Return the seconds of work that something takes this once."""
    began = time.thread_time()
    act()
    return time.thread_time() - began


def ratio(
    act: Callable[[], object],
    other: Callable[[], object],
    most: float,
    floor: float = 0.0,
) -> float:
    """Return how many times as long one takes as the other.

    Args:
        act: What may take too long.
        other: What it is compared with.
        most: More than this is too much: then it is measured again, and again.
        floor: Seconds of work of the other below which nothing can be said.
    """
    mine, theirs = float("inf"), float("inf")
    for turn in range(TURNS):
        theirs = min(theirs, max(floor, took(other)))
        mine = min(mine, took(act))
        found = mine / theirs
        if turn and (found < most or (turn > 4 and found > most * HOPELESS)):
            break
    return found


def within(act: Callable[[], object], most: float) -> bool:
    """Return whether something takes less than so many seconds of work.

    They are seconds of a machine of usual speed: on a slower one, or while it is slow,
    there are more of them.
    """
    mine, yard = float("inf"), float("inf")
    for turn in range(TURNS):
        mine = min(mine, took(act))
        if mine < most:
            return True
        yard = min(yard, took(_yardstick))
        allowed = most * max(1.0, yard / USUAL)
        if turn > 1 and (mine < allowed or mine > allowed * HOPELESS):
            break
    return mine < allowed


def _yardstick() -> None:
    """Do what a machine can be measured by: a little of everything."""
    said = {str(number): number for number in range(10_000)}
    "".join(sorted(said)).split("9")


def grows(
    sized: Callable[[int], Callable[[], object]], sizes: tuple[int, int], most: float
) -> float:
    """Return how many times as long the larger input takes, for its size: 1 is linear.

    Args:
        sized: Prepares the work on an input of some size.
        sizes: A small and a large size.
        most: More than this is too much, and measured again.
    """
    small, large = sizes
    times = large / small
    act = sized(large)
    if took(act) < TOO_QUICK:
        return 1.0
    return ratio(act, sized(small), most * times, TOO_QUICK / times) / times
