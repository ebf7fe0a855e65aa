"""Insights: answers for one day, each with its reasons and where they stand.

One module is one question: its frozen records, a finder that answers for one subject
(a person, a need, a pair, a topic), and `find`, which asks it of everyone and puts the
answers in order. Records hold facts (dates, people, what was said), never sentences and
never scores: the wording is the templates'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vaultkit.people import PersonId
    from vaultkit.problems import Origin

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an insight says what it says, and the line that shows it.

    Attributes:
        kind: What sort of reason; each insight lists its own.
        text: A word for it: the kind of an encounter, a circle, the user's own words.
        date: The day it is about.
        origin: The note and line it comes from; None only for a plain setting.
        days: A number of days: a cadence, a rhythm, days with contact.
        person: The person it is about, where an insight is about several.
    """

    kind: str
    text: str = ""
    date: date | None = None
    origin: Origin | None = None
    days: int | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One small next step.

    Attributes:
        way: How: the first of the person's own `ways` in the user's words, else by the
            kind of the last encounter: `call`, `coffee`, `walk`, `meal`, `letter`,
            `visit`, else `write`.
        hook: What to hang it on: `promise` (an open one), `need` (an open one),
            `shared` (an interest of us both), `interest` (one of theirs), `words` (what
            was last written about them), or "" (nothing is known).
        text: The promise, need, interest or words themselves, as the user wrote them.
        origin: Where they stand.
    """

    way: str
    hook: str = ""
    text: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Somebody to reach out to this week, as one of the insights proposes it.

    Attributes:
        person: Whom.
        kind: Which insight speaks: `promise`, `help`, `quiet`, `drifting`, `dormant`,
            or `silent` (no measure at all: the longest silence, said to be just that).
        since: The day it is about: the last contact, or the day of the promise or need.
        because: Why, at most a few.
        step: One small step.
        words: The last own words about them, or "".
        words_from: Where those stand.
        warm_up: Somebody recently in touch to write to first (dormant ties only).
    """

    person: PersonId
    kind: str
    since: date | None
    because: tuple[Reason, ...]
    step: Step
    words: str = ""
    words_from: Origin | None = None
    warm_up: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Capped(Generic[T]):
    """The first few of a list, and how many more there are."""

    shown: tuple[T, ...]
    more: int


def capped(items: Sequence[T], limit: int) -> Capped[T]:
    """Return the first `limit` items and the number left out, 0 or more."""
    return Capped(tuple(items[:limit]), max(0, len(items) - limit))
