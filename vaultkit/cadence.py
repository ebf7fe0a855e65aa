"""How often somebody wants to be in touch, read from the words people use."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

LONGEST: Final = 3660
"""The longest cadence in days: ten years."""

_YEAR: Final = Fraction(365)
_UNITS: Final = {
    "day": Fraction(1),
    "week": Fraction(7),
    "fortnight": Fraction(14),
    "month": _YEAR / 12,
    "quarter": _YEAR / 4,
    "year": _YEAR,
}
_SHORT: Final = {
    "d": "day",
    "w": "week",
    "wk": "week",
    "m": "month",
    "mo": "month",
    "q": "quarter",
    "y": "year",
    "yr": "year",
}
_ADVERBS: Final = {
    "daily": Fraction(1),
    "weekly": Fraction(7),
    "fortnightly": Fraction(14),
    "biweekly": Fraction(14),
    "monthly": _YEAR / 12,
    "bimonthly": _YEAR / 6,
    "quarterly": _YEAR / 4,
    "half yearly": _YEAR / 2,
    "biannually": _YEAR / 2,
    "semiannually": _YEAR / 2,
    "semi annually": _YEAR / 2,
    "yearly": _YEAR,
    "annually": _YEAR,
    "biennially": _YEAR * 2,
}
_COUNTS: Final = (
    *("a an one once", "two twice couple", "three thrice", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBERS: Final[dict[str, Fraction]] = {
    word: Fraction(number)
    for number, words in enumerate(_COUNTS, start=1)
    for word in words.split()
} | {
    "half": Fraction(1, 2),
    "other": Fraction(2),
    "second": Fraction(2),
    "2nd": Fraction(2),
    "third": Fraction(3),
    "3rd": Fraction(3),
    "fourth": Fraction(4),
    "4th": Fraction(4),
    "sixth": Fraction(6),
}
_MOST_WORDS: Final = 60  # characters; no cadence needs more
_ISO: Final = re.compile(
    r"p(?:([0-9]{1,4})y)?(?:([0-9]{1,4})m)?(?:([0-9]{1,4})w)?(?:([0-9]{1,4})d)?"
)
_SPAN: Final = re.compile(
    r"(?:(?:once )?every |each |per )?(?:a )?"
    r"(?:([0-9]{1,4}(?:\.[0-9]{1,2})?|[a-z0-9]+) ?(?:of )?(?:a )?)??([a-z]+)"
)
_TIMES: Final = re.compile(
    r"([0-9]{1,3}|[a-z]+)(?: times?)?(?: an?| per| every| each) ([a-z]+)"
)


def read_cadence(value: object) -> int | None:
    """Return a span of time in whole days, 1 to 3660, or None if it is unclear.

    A bare number is days. Words are English ("6 weeks", "every other month",
    "quarterly", "twice a year"); ISO 8601 durations (`P6W`) are read as well. A
    month is a twelfth of 365 days, a quarter a fourth.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _whole(Fraction(value)) if 1 <= value <= LONGEST else None
    if not isinstance(value, str) or len(value) > _MOST_WORDS:
        return None
    words = " ".join(value.lower().replace("-", " ").replace("_", " ").split())
    words = words.removesuffix(".").replace("½", "half")
    days = _read(words)
    return None if days is None else _whole(days)


def _whole(days: Fraction) -> int | None:
    """Return whole days if they are in range; half a day counts as none."""
    whole = int(days)
    return whole if 1 <= whole <= LONGEST else None


def _read(words: str) -> Fraction | None:
    """Return the days that lower-case words mean."""
    adverb = words.removeprefix("every ").removeprefix("once ")
    if words in _ADVERBS or adverb in _ADVERBS:
        return _ADVERBS.get(words) or _ADVERBS[adverb]
    if words.isascii() and words.isdigit():
        return Fraction(words) if len(words) <= len(str(LONGEST)) else None
    iso = _ISO.fullmatch(words)
    if iso and any(iso.groups()):
        years, months, weeks, days = (int(part or 0) for part in iso.groups())
        return _YEAR * years + _YEAR / 12 * months + Fraction(7 * weeks + days)
    often = _TIMES.fullmatch(words)
    times = _number(often[1]) if often else None
    unit = _unit(often[2]) if often else None
    if unit and times and times >= 1:
        return unit / times
    return _span(words)


def _span(words: str) -> Fraction | None:
    """Return the days of "6 weeks", "every other month", "each quarter", "6w"."""
    span = _SPAN.fullmatch(words)
    if span is None:
        return None
    unit = _unit(span[2])
    count = Fraction(1) if span[1] is None else _number(span[1])
    return unit * count if unit and count else None


def _unit(word: str) -> Fraction | None:
    """Return the days of one unit, by its name, plural or short form."""
    name = _SHORT.get(word) or _SHORT.get(word.removesuffix("s")) or word
    return _UNITS.get(name) or _UNITS.get(name.removesuffix("s"))


def _number(word: str) -> Fraction | None:
    """Return the number that digits or a word mean."""
    if word[:1].isdigit() and word.replace(".", "", 1).isdigit():
        return Fraction(word)
    return _NUMBERS.get(word)
