"""Rhythm: what the days with contact say about a tie, in numbers.

Days are counted, not messages: the number of days with contact is what tells a lasting
tie (Urena-Carrion et al. 2020). Nothing here knows a person; every function takes days.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import exp, log, sqrt
from operator import sub
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.settings import Settings

HALF_LIFE: Final = 180
"""Days after which a day with contact counts half."""

_ALPHA: Final = log(2) / HALF_LIFE
_COUNTED: Final = date.toordinal

LATEST: Final = 20
"""How many gaps a rhythm is read from, the latest: habits change with the years."""

_WIDEST: Final = 1.5
"""How much a bursty rhythm widens its upper bound: from 8 to 12 median gaps."""


class Rhythm(Frozen, frozen=True):
    """How often two people were in touch while they were.

    Attributes:
        gap: The median gap between days with contact, in days.
        lower: Days of silence beyond which they drift.
        calm: Days of silence beyond which the season may have ended, were it regular.
        gaps: The gaps it is read from.
    """

    gap: float
    lower: int
    calm: int
    gaps: tuple[int, ...]

    @property
    def upper(self) -> int:
        """Days of silence beyond which the season may have ended."""
        return int(self.calm * (1 + (_WIDEST - 1) * max(0.0, burstiness(self.gaps))))


def strength(days: Sequence[date], today: date) -> float:
    """Return how strong a tie is: its days with contact, older ones counting less.

    Tie decay, `sum(exp(-alpha * (t - t_k)))` with `alpha = ln 2 / half-life`, each day
    with the weight 1 (Ahmad, Porter, Beguerisse-Diaz, arXiv:1805.00193). 0 for none;
    it is for putting people in order and never shown.
    """
    return sum(map(_counts(today).__getitem__, days), 0.0)


class _Counts(dict[date, float]):
    """What a day with contact counts, by the day; few days make most of a vault."""

    __slots__ = ("now",)

    def __init__(self, today: date) -> None:
        self.now = today.toordinal()

    def __missing__(self, day: date) -> float:
        self[day] = its = exp(-_ALPHA * (self.now - day.toordinal()))
        return its


@lru_cache(maxsize=1)
def _counts(today: date) -> _Counts:
    return _Counts(today)


@lru_cache(maxsize=64)
def steady(cadence: int) -> float:
    """Return the strength of a tie with contact every `cadence` days, for ever.

    The geometric series of `strength`; what a circle promises where the log is silent.
    """
    return 1 / (1 - exp(-_ALPHA * cadence))


def median(numbers: Sequence[float]) -> float:
    """Return the middle of at least one number, the mean of two middle ones."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return (ordered[middle - 1] + ordered[middle]) / 2


def burstiness(gaps: Sequence[float]) -> float:
    """Return how bursty a rhythm is: -1 regular, about 0 random, 1 all at once.

    `A = (sqrt(n+1) r - sqrt(n-1)) / ((sqrt(n+1)-2) r + sqrt(n-1))` with `r` the
    (population) deviation over the mean of `n` gaps (Kim & Jo 2016, PRE 94 032311).
    Under some 20 gaps it is mostly noise, so it only widens a band and is never told.
    """
    n = len(gaps)
    mean = sum(gaps) / n if n else 0.0
    if n <= 1 or not mean:
        return 0.0
    r = sqrt(sum((gap - mean) ** 2 for gap in gaps) / n) / mean
    found = (sqrt(n + 1) * r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) * r + sqrt(n - 1))
    return max(-1.0, min(1.0, found))


def rhythm(days: Sequence[date], settings: Settings) -> Rhythm | None:
    """Return the rhythm of these days, None where they are too few or too close.

    The band is `drift_lower` times the median gap to `drift_upper` times it, half as
    much again if the rhythm is as bursty as can be (silence over eight times the
    earlier rhythm most likely means decay, and bursty ties decay more: Navarro,
    Miritello, Canales, Moro 2017). Nobody drifts within the span that it takes to see
    a rhythm at all: for people met daily the band starts at `drift_span_days`, and its
    upper end moves out with it.

    Args:
        days: Distinct days with contact, oldest first.
        settings: `drift_contacts`, `drift_span_days`, `drift_lower`, `drift_upper`.
    """
    if len(days) < max(2, settings.drift_contacts):
        return None
    if (days[-1] - days[0]).days < settings.drift_span_days:
        return None
    counted = [*map(_COUNTED, days[-LATEST - 1 :])]
    gaps = tuple(map(sub, counted[1:], counted))
    gap = median(gaps)
    unit = max(gap, settings.drift_span_days / settings.drift_lower)
    lower = int(settings.drift_lower * unit)
    return Rhythm(gap, lower, max(lower, int(settings.drift_upper * unit)), gaps)
