"""Moment: the names of daily notes, in the format of the library that makes them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vaultkit.dates import MONTHS, WEEKDAYS, calendar, month_number
from vaultkit.frozen import Frozen
from vaultkit.ways import USUAL, Ways

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.snapshot import VaultPath

_NAME: Final = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){0,19}\.?"
"""A month or weekday by name: which one is looked up, so that any language will do."""
_TOKENS: Final = {
    "YYYY": r"(?P<y>[0-9]{4})",
    "YY": r"(?P<yy>[0-9]{2})",
    "MMMM": rf"(?P<name>{_NAME})",
    "MMM": rf"(?P<short>{_NAME})",
    "MM": r"(?P<m>[0-9]{2})",
    "M": r"(?P<m1>[0-9]{1,2})",
    "DD": r"(?P<d>[0-9]{2})",
    "Do": r"(?P<do>[0-9]{1,2})(?:st|nd|rd|th|er|\.|\u00ba)",
    "D": r"(?P<d1>[0-9]{1,2})",
    "dddd": rf"(?P<day>{_NAME})",
    "ddd": rf"(?P<wd>{_NAME})",
}
_GROUP: Final = re.compile(r"\(\?P<(\w+)>")
_FORMAT: Final = re.compile(
    r"\[([^\]]{0,99})\]|(YYYY|YY|MMMM|MMM|MM|M|DD(?!D)|Do|D(?!D)|dddd|ddd)"
    r"|([A-Za-z]+?)(?=[^A-Za-z]|\Z|YYYY|YY|MM|M|D|d)|([^A-Za-z\[])"
)
_SHORTENED: Final = frozenset({"MMM", "ddd", "Do"})
# Letters that mean something to Moment and cannot be read back as a day.
_MOMENT_LETTERS: Final = frozenset("MQDdeEwWYyGgAaHhkmsSzZXxNLl")


class DailyFormat(Frozen, frozen=True):
    """A daily-note name format, ready to be read backwards.

    Attributes:
        pattern: Matches the whole path below the daily folder, without `.md`.
    """

    pattern: re.Pattern[str]

    def read(self, path: VaultPath, ways: Ways = USUAL) -> date | None:
        """Return the day a daily note is for.

        A name that `ways` does not know is passed over where a number says the month
        as well: `2026/03-M\u00e4rz/2026-03-12`.

        Args:
            path: Where it is below the daily folder.
            ways: The languages of the names.
        """
        name = path[:-3] if path[-3:].lower() == ".md" else path
        match = self.pattern.fullmatch(name)
        if match is None:
            return None
        part = match.groupdict()
        year = int(part["y"]) if "y" in part else 2000 + int(part["yy"])
        named = part.get("name") or part.get("short")
        number = part.get("m") or part.get("m1")
        month = month_number(named.rstrip("."), ways) if named else None
        if month and number and int(number) != month:
            return None
        weekday = part.get("day") or part.get("wd")
        if weekday and named and not number and not _is_weekday(weekday, ways):
            return None
        day = int(part.get("d") or part.get("d1") or part.get("do") or "0")
        return calendar(year, month or int(number or "0"), day)


def _is_weekday(name: str, ways: Ways) -> bool:
    bare = name.rstrip(".").casefold()
    known = ((day, day[:3]) for day in WEEKDAYS)
    return bare in ways.weekdays or any(bare in names for names in known)


@lru_cache(maxsize=64)
def moment_pattern(fmt: str) -> DailyFormat | None:
    """Return the reader of a Moment.js format, or None if it cannot be read back.

    Understood: `YYYY YY MMMM MMM MM M DD D Do dddd ddd`, `[literal]`, and `/` for
    folders; names may be of any language. The format must name a year, a month and
    a day.
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


def moment_name(fmt: str, day: date, ways: Ways = USUAL) -> str | None:
    """Return a day in a Moment.js format; None if it asks for more than can be told.

    That is a time, or in another language than English what Moment shortens in ways
    of its own.
    """
    named: list[str] = []
    for literal, token, letters, other in _FORMAT.findall(fmt):
        if letters and _MOMENT_LETTERS & set(letters):
            return None
        if ways.wide and token in _SHORTENED:
            return None
        shown = _shown(token, day, ways.wide) if token else ""
        named.append(shown or literal or letters or other)
    return "".join(named)


def _shown(token: str, day: date, wide: tuple[str, ...]) -> str:
    """Return what a token stands for on a day; `wide` has names, else English has."""
    names = wide or (*map(str.title, MONTHS), *map(str.title, WEEKDAYS))
    month, weekday = names[day.month - 1], names[len(MONTHS) + day.weekday()]
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
