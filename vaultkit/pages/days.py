"""Days and spans in words, the same on every machine."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vaultkit.dates import Day

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_WEEK: Final = 7
_MONTH: Final = 365.25 / 12
_YEAR: Final = 365.25
_NAMED: Final = {
    1: "day",
    30: "month",
    31: "month",
    60: "two months",
    61: "two months",
    90: "three months",
    91: "three months",
    92: "three months",
    180: "half year",
    182: "half year",
    183: "half year",
    365: "year",
    366: "year",
}
_NUMBERS: Final = (
    *("no", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)


@lru_cache(maxsize=16_384)
def day(when: date | Day) -> str:
    """Return a day in words: `3 May 2026`; `May 2026` or `2026` when no more is known.

    The same on every machine, whatever its locale.
    """
    if isinstance(when, date):
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    known = when.date
    if when.exact == "day":
        return day(known)
    return (
        f"{MONTHS[known.month - 1]} {known.year}"
        if when.exact == "month"
        else (str(known.year))
    )


def number(count: int) -> str:
    """Return a small number in words (`two`), a larger one in digits; 0 is `no`."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def span(days: int) -> str:
    """Return what follows "every": `week`, `six weeks`, `three months`, `45 days`.

    For a measure that somebody set, so it is exact but for the length of a month.
    """
    if days in _NAMED:
        return _NAMED[days]
    if days % _WEEK == 0:
        return _units(days // _WEEK, "week")
    return _units(days, "day")


def about(days: int) -> str:
    """Return what follows "about every", rounded as one would say it.

    Days up to two weeks, then weeks up to two months, then months up to two years.
    """
    if days <= 2 * _WEEK and days % _WEEK:
        return _units(days, "day")
    if days < 2 * _MONTH:
        return _units(max(1, round(days / _WEEK)), "week")
    if days < 2 * _YEAR:
        months = round(days / _MONTH)
        return "year" if months in {12, 13} else _units(months, "month")
    return _units(round(days / _YEAR), "year")


def _units(count: int, unit: str) -> str:
    return unit if count == 1 else f"{number(count)} {unit}s"
