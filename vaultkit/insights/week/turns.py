"""Turns: a name comes up for four weeks and then rests twelve, by dates alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

SHOWN: Final = timedelta(weeks=4)
"""How long a name that came up is shown."""

ROUND: Final = SHOWN + timedelta(weeks=12)
"""How long it takes until it comes up again."""


class Turn(NamedTuple):
    """Whether a name has its turn.

    Attributes:
        kind: For what it came up, as in `Nudge`.
        shown: Whether it is shown as far as there is room; else it rests.
        until: The first day on which that is no longer so.
    """

    kind: str
    shown: bool
    until: date


def has_turn(due: date | None, today: date) -> bool:
    """Return whether a name that came up on a day is to be shown today.

    It is shown for four weeks from that day and then rests for twelve, again and again.
    A list that never changes is read no more, and a name that stays on it for months
    is a reproach. Nothing has to be remembered for it: the day follows from the notes.

    Args:
        due: The day the name came up; without one it is always shown, and before it
            never.
        today: The day it is.
    """
    if due is None:
        return True
    return due <= today and (today - due) % ROUND < SHOWN


def rested(due: date, today: date) -> timedelta:
    """Return how far a name that came up on a day is in its round, by its days."""
    return (today - due) % ROUND


def changes_on(due: date, today: date) -> date:
    """Return the day on which a name that came up rests, or is shown again."""
    begun = due + (today - due) // ROUND * ROUND
    return begun + (SHOWN if has_turn(due, today) else ROUND)
