"""Dates as people write them in notes, and the names of daily notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from vaultkit.snapshot import VaultPath

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
DATE_LIKE: Final = frozenset(name[:3] for name in (*MONTHS, *WEEKDAYS))
"""How a date in words starts, in lower case."""
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace(
    "sep(?:tember)?", "sept?(?:ember)?"
)
_COMPACT: Final = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])"
)
_PATTERNS: Final = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})(?![0-9])"),
    re.compile(r"(?P<y>[0-9]{4})([/.])(?P<m>[0-9]{2})\2(?P<d>[0-9]{2})(?![0-9])"),
    re.compile(
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?P<m>{_MONTH})\.?,? "
        r"(?P<y>[0-9]{4})(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<m>{_MONTH})\.? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})"
        r"(?![0-9])",
        re.IGNORECASE,
    ),
    _COMPACT,
)
_CLOCK: Final = re.compile(
    r"(?:[Tt]| ?,? ?)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]\b|UTC\b|[+-][0-9]{2}:?[0-9]{2}))?(?: ?[ap]m\b)?",
)
_WEEKDAY: Final = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"[ \t]*(?:[:|,\u2013\u2014]+|-+(?=\s|$))?[ \t]*")
_MONTH_ALONE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTH_NAMED: Final = re.compile(rf"({_MONTH})\.?,? ([0-9]{{4}})", re.IGNORECASE)
_YEARS: Final = range(1900, 2101)


class Day(Frozen, frozen=True):
    """A date, and how exactly it is known.

    Attributes:
        date: The day; the first of the month or year where no more is known.
        exact: `day`, `month` ("2024-05") or `year` ("2024").
    """

    date: date
    exact: Literal["day", "month", "year"]


def read_date(text: str) -> date | None:
    """Return the one day that the whole of `text` names, or None.

    Reads ISO dates with or without a time and a zone (the day is the one written,
    never moved to another zone), `02.11.2026`, `2026/11/02`, `20261102`, English
    month names, and any of these as a link. `11/02/2026` means two days: None.
    """
    inner = text.strip()
    if inner.startswith("[[") and inner.endswith("]]"):
        inner = inner[2:-2].partition("|")[0].partition("#")[0]
        inner = inner.rpartition("/")[2].strip().removesuffix(".md")
    found = _leading(inner)
    if found is None or inner[found[1] :].strip():
        return None
    return found[0]


def read_day(value: object) -> Day | None:
    """Return the day, month or year that a front-matter value names, or None."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = str(value).strip()
    exact = read_date(text)
    if exact is not None:
        return Day(exact, "day")
    if match := _MONTH_ALONE.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH_NAMED.fullmatch(text):
        return _month(int(match[2]), _month_number(match[1]))
    if len(text) == len("2024") and text.isascii() and text.isdigit():
        return Day(date(int(text), 1, 1), "year") if int(text) in _YEARS else None
    return None


def leading_date(line: str) -> tuple[date, int] | None:
    """Return the date a line starts with and the offset of what follows it.

    The date may be a link, bold or in brackets, and have a time; what separates it
    from the words (`:`, a dash, `,`, `|`) is passed over.
    """
    first = line[:1]
    if first.isalpha():
        if line[:3].lower() not in DATE_LIKE:
            return None
    elif not first or first not in "0123456789[*_(":
        return None
    start = len(line) - len(line.lstrip("*_("))
    if line.startswith("[[", start):
        found = _linked(line, start)
    else:
        found = _leading(line[start : start + 64])
        found = found and (found[0], found[1] + start)
    if found is None:
        return None
    day, end = found
    rest = line[end:]
    if rest[:1].isalnum() or (rest[:1] in "-./" and rest[1:2].isalnum()):
        return None
    end += len(rest) - len(rest.lstrip("*_):" if start else ":"))
    separator = _SEPARATORS.match(line, end)
    return day, separator.end() if separator else end


def _linked(line: str, start: int) -> tuple[date, int] | None:
    """Return the date of the link at `start`, and where the link and its time end."""
    end = line.find("]]", start, start + 200)
    day = read_date(line[start : end + 2]) if end > 0 else None
    if day is None:
        return None
    clock = _CLOCK.match(line, end + 2)
    return day, clock.end() if clock else end + 2


def _leading(text: str) -> tuple[date, int] | None:
    """Return the date at the very start of `text` and the offset after it."""
    first = text[:1]
    start = 0
    if first.isalpha():
        if text[:3].lower() not in DATE_LIKE:
            return None
        weekday = _WEEKDAY.match(text)
        start = weekday.end() if weekday else 0
    elif not "0" <= first <= "9":
        return None
    match = _written(text, start)
    day = _date(match) if match else None
    if match is None or day is None:
        return None
    clock = _CLOCK.match(text, match.end())
    return day, clock.end() if clock else match.end()


def _written(text: str, start: int) -> re.Match[str] | None:
    """Return what looks like a date at `start`, whether the calendar has it or not."""
    for pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match:
            return match
    return None


def impossible(line: str) -> str:
    """Return what a line starts with that looks like a date and is none, or "".

    `2026-02-30` and `31 June 2026` are such; a number of another kind is not.
    """
    bare = line.lstrip("*_([")[:64]
    likely = bare[:1].isdigit() or bare[:3].lower() in DATE_LIKE
    match = _written(bare, 0) if likely else None
    if match is None or int(match["y"]) not in _YEARS or _date(match):
        return ""
    return match[0] if match.re is not _COMPACT else ""


@lru_cache(maxsize=16_384)
def _calendar(year: int, month: int, day: int) -> date | None:
    """Return that day if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def iso_date(text: str) -> date | None:
    """Return the day that `YYYY-MM-DD` names, or None."""
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:10]))
    except ValueError:
        return None


def _date(match: re.Match[str]) -> date | None:
    """Return the day that a match's groups y, m and d name."""
    month = match["m"]
    number = int(month) if month.isdigit() else _month_number(month)
    return _calendar(int(match["y"]), number, int(match["d"]))


def _month_number(name: str) -> int:
    """Return 1 to 12 for an English month name or its first three letters."""
    short = name[:3].lower()
    return 1 + next(i for i, month in enumerate(MONTHS) if month.startswith(short))


def _month(year: int, month: int) -> Day | None:
    """Return the month as a `Day`, if there is such a month."""
    first = _calendar(year, month, 1)
    return Day(first, "month") if first else None


_TOKENS: Final = {
    "YYYY": r"(?P<y>[0-9]{4})",
    "YY": r"(?P<yy>[0-9]{2})",
    "MMMM": rf"(?P<name>{'|'.join(MONTHS)})",
    "MMM": rf"(?P<short>{'|'.join(name[:3] for name in MONTHS)})",
    "MM": r"(?P<m>[0-9]{2})",
    "M": r"(?P<m1>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{2})",
    "Do": r"(?P<do>[0-9]{1,2})(?:st|nd|rd|th)",
    "D": r"(?P<d1>[0-9]{1,2})",
    "dddd": rf"(?:{'|'.join(WEEKDAYS)})",
    "ddd": rf"(?:{'|'.join(name[:3] for name in WEEKDAYS)})",
}
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")
_FORMAT: Final = re.compile(
    r"\[([^\]]{0,99})\]|(YYYY|YY|MMMM|MMM|MM|M|DD(?!D)|Do|D(?!D)|dddd|ddd)"
    r"|([A-Za-z]+?)(?=[^A-Za-z]|\Z|YYYY|YY|MM|M|D|d)|([^A-Za-z\[])"
)
# Letters that mean something to Moment and cannot be read back as a day.
_MOMENT_LETTERS: Final = frozenset("MQDdeEwWYyGgAaHhkmsSzZXxNLl")


@dataclass(frozen=True, slots=True)
class DailyFormat:
    """A daily-note name format, ready to be read backwards.

    Attributes:
        pattern: Matches the whole path below the daily folder, without `.md`.
    """

    pattern: re.Pattern[str]

    def read(self, path: VaultPath) -> date | None:
        """Return the day a daily note is for; `path` is below the daily folder."""
        name = path[:-3] if path[-3:].lower() == ".md" else path
        match = self.pattern.fullmatch(name)
        if match is None:
            return None
        part = {key: text for key, text in match.groupdict().items() if text}
        year = int(part["y"]) if "y" in part else 2000 + int(part["yy"])
        named = part.get("name") or part.get("short")
        number = part.get("m") or part.get("m1")
        month = _month_number(named) if named else int(number or "0")
        day = int(part.get("d") or part.get("d1") or part.get("do") or "0")
        return _calendar(year, month, day)


@lru_cache(maxsize=64)
def moment_pattern(fmt: str) -> DailyFormat | None:
    """Return the reader of a Moment.js format, or None if it cannot be read back.

    Understood: `YYYY YY MMMM MMM MM M DD D Do dddd ddd`, `[literal]`, and `/` for
    folders; names are English. The format must name a year, a month and a day.
    Source of the tokens: https://momentjs.com/docs/#/displaying/format/.
    """
    parts: list[str] = []
    seen: set[str] = set()
    at = 0
    while at < len(fmt):
        match = _FORMAT.match(fmt, at)
        if match is None:
            return None
        literal, token, letters, other = match.groups()
        if letters and _MOMENT_LETTERS & set(letters):
            return None
        parts.append(
            _token(token, seen)
            if token
            else re.escape(literal or letters or other or "")
        )
        at = match.end()
    whole = {"y", "yy"} & seen and {"m", "m1", "name", "short"} & seen
    if not whole or not {"d", "d1", "do"} & seen:
        return None
    return DailyFormat(re.compile("".join(parts), re.IGNORECASE))


def moment_name(fmt: str, day: date) -> str | None:
    """Return a day in a Moment.js format; None if it asks for more than the day."""
    named: list[str] = []
    for literal, token, letters, other in _FORMAT.findall(fmt):
        if letters and _MOMENT_LETTERS & set(letters):
            return None
        named.append(_shown(token, day) if token else literal or letters or other)
    return "".join(named)


def _shown(token: str, day: date) -> str:
    """Return what a token stands for on a day; names are English."""
    month, weekday = MONTHS[day.month - 1].title(), WEEKDAYS[day.weekday()].title()
    teens = 10 <= day.day % 100 <= 20  # noqa: PLR2004 (eleventh, twelfth, ...)
    ordinal = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "MMMM": month,
        "MMM": month[:3],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "Do": f"{day.day}{ordinal}",
        "D": str(day.day),
        "dddd": weekday,
        "ddd": weekday[:3],
    }[token]


def _token(token: str, seen: set[str]) -> str:
    """Return the pattern of a token; one that came before must say the same again."""
    pattern = _TOKENS[token]
    group = _GROUP.match(pattern)
    if group is None:
        return pattern
    if group[1] in seen:
        return f"(?P={group[1]})"
    seen.add(group[1])
    return pattern
