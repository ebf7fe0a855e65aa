"""Aside: work that needs nothing from its neighbours, and may be done beside them.

The core only says which work that is. Whoever calls it says how: at once, when the
result is asked for, or in a second process (`vaultkit.cli.second`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

WORTH: Final = 2_000
"""Notes, or people, from which on a second process gains more than it costs."""


class Aside(Protocol):
    """How work is done that may be done aside."""

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        """Begin the work, or not yet; return what ends it and gives its result.

        The work must be a pure function of values and its result must be picklable.
        """


def here(work: Callable[[], T], /) -> Callable[[], T]:
    """Return the work itself: it is done in this process, when it is asked for."""
    return work
