"""Dates as people write them in notes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from vaultkit.frozen import Frozen
from vaultkit.ways import USUAL, Ways

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
_ENGLISH: Final = re.compile(_MONTH, re.IGNORECASE)
_COMPACT: Final = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])"
)
_SLASHED: Final = re.compile(
    r"(?P<d>[0-9]{1,2})([/-])(?P<m>[0-9]{1,2})\2(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
"""Which of the two is the day takes the vault's own order, or a day beyond the 12th."""
_PATTERNS: Final = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})(?![0-9])"),
    re.compile(r"(?P<y>[0-9]{4})([/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9])"),
    re.compile(
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?(?: of)?[ -](?P<m>{_MONTH})\.?,?[ -]"
        r"(?P<y>[0-9]{4})(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<m>{_MONTH})\.? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})"
        r"(?![0-9])",
        re.IGNORECASE,
    ),
    re.compile(  # 2026, then the sign for year, 11, the one for month, 2, and for day
        r"(?P<y>[0-9]{4}) ?[\u5e74\ub144] ?(?P<m>[0-9]{1,2}) ?[\u6708\uc6d4] ?"
        r"(?P<d>[0-9]{1,2}) ?[\u65e5\uc77c\u53f7\u865f]"
    ),
    _COMPACT,
    _SLASHED,
)
_NAME: Final = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){1,19}"
_YEAR: Final = r"\u0433(?:\u043e\u0434\u0430?)?|\u0440(?:\u043e\u043a\u0443)?"
"""What Russian and Ukrainian say behind the number of a year: `g.`, `r.`, "year"."""
_NAMED: Final = (
    re.compile(
        rf"(?P<d>[0-9]{{1,2}})(?:\.|\u00ba|er|re|a)? (?:de |d['\u2019]|di )?"
        rf"(?P<m>{_NAME})\.?,? (?:de |del )?(?P<y>[0-9]{{4}})(?![0-9])"
        rf"(?:[ \u00a0\u202f](?:{_YEAR})(?!\w)\.?)?"
    ),
    re.compile(
        rf"(?P<m>{_NAME})\.? (?P<d>[0-9]{{1,2}})\.?,? (?P<y>[0-9]{{4}})(?![0-9])"
    ),
    re.compile(
        rf"(?P<y>[0-9]{{4}})\. (?P<m>{_NAME})\.? (?P<d>[0-9]{{1,2}})(?![0-9])\.?"
    ),
)
"""Dates with the name of a month in one of the vault's own languages."""
_CLOCK: Final = re.compile(
    r"(?:[Tt]| ?,? ?)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]\b|UTC\b|[+-][0-9]{2}:?[0-9]{2}))?(?: ?[ap]m\b)?",
)
_ANY_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY: Final = re.compile(rf"{_ANY_DAY}\.?,? ", re.IGNORECASE)
_SIGNS: Final = (  # of Japan, Korea and China, Monday first
    "\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5",
    "\uc6d4\ud654\uc218\ubaa9\uae08\ud1a0\uc77c",
    "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5",
)
_BEHIND: Final = re.compile(
    rf"(?:,? ?|-)(?:\(({_ANY_DAY})\.?\)|({_ANY_DAY})(?!\w)\.?"
    rf"|[(\uff08]([{''.join(_SIGNS)}])[)\uff09]"
    rf"|(?:\u661f\u671f|[\u5468\u9031])([{_SIGNS[2]}]))",
    re.IGNORECASE,
)
"""The day of the week, behind a date."""
_BRACKETED: Final = re.compile(
    r"\[([^\[\]\n]{4,64})\](?:\((?:<[^<>\n]{0,400}>|[^()\s]{0,400})\))?"
)
_SEPARATORS: Final = re.compile(
    r"[ \t]*(?:[:|,\u2013\u2014\u3001\uff0c\uff1a]+|-+(?=\s|$))?[ \t]*"
)
_MONTH_ALONE: Final = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})|([0-9]{1,2})/([0-9]{4})")
_MONTH_OF: Final = re.compile(rf"({_NAME})\.?,? (?:de |del )?([0-9]{{4}})")
_WORD: Final = re.compile(rf"({_NAME}(?:-{_NAME})?)\.?,? (?:den )?")
_YEARS: Final = range(1900, 2101)


class Day(Frozen, frozen=True):
    """A date, and how exactly it is known.

    Attributes:
        date: The day; the first of the month or year where no more is known.
        exact: `day`, `month` ("2024-05") or `year` ("2024").
    """

    date: date
    exact: Literal["day", "month", "year"]


_SAID: Final = {"day": len("2024-05-03"), "month": len("2024-05"), "year": len("2024")}


def exactly(day: Day) -> date | Day:
    """Return the date alone if it is known to the day, else what is known of it."""
    return day.date if day.exact == "day" else day


def first(when: date | Day) -> date:
    """Return a day; of a month or a year its first."""
    return when if isinstance(when, date) else when.date


def iso(when: date | Day) -> str:
    """Return `2024-05-03`; `2024-05` or `2024` where no more is known."""
    exact = "day" if isinstance(when, date) else when.exact
    return first(when).isoformat()[: _SAID[exact]]


def read_date(text: str, ways: Ways = USUAL) -> date | None:
    """Return the one day that the whole of `text` names, or None.

    Reads ISO dates with or without a time and a zone (the day is the one written,
    never moved to another zone), `02.11.2026`, `2026/11/02`, `20261102`, month names
    in English and in the languages of `ways`, with the day of the week before or behind
    it, and any of these as a link. `11/02/2026` means two days: None, unless `ways`
    says which stands first.
    """
    inner = text.strip()
    if inner.startswith("[[") and inner.endswith("]]"):
        inner = inner[2:-2].partition("|")[0].partition("#")[0]
        inner = inner.rpartition("/")[2].strip().removesuffix(".md")
    elif inner.startswith("[") and (shown := _BRACKETED.fullmatch(inner)):
        inner = shown[1].strip()
    found = _leading(inner, ways)
    more = inner[found[1] :].strip() if found else ""
    if found is None or (
        more and _looked_up(more.strip(" ,-().")) not in ways.weekdays
    ):
        return None
    return found[0]


def read_day(value: object, ways: Ways = USUAL) -> Day | None:
    """Return the day, month or year that a front-matter value names, or None."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = str(value).strip()
    exact = read_date(text, ways)
    if exact is not None:
        return Day(exact, "day")
    if match := _MONTH_ALONE.fullmatch(text):
        year, month, first_month, its_year = match.groups()
        return _month(int(year or its_year), int(month or first_month))
    if match := _MONTH_OF.fullmatch(text):
        return _month(int(match[2]), month_number(match[1], ways) or 0)
    if len(text) == len("2024") and text.isascii() and text.isdigit():
        return Day(date(int(text), 1, 1), "year") if int(text) in _YEARS else None
    return None


def leading_date(line: str, ways: Ways = USUAL) -> tuple[date, int] | None:
    """Return the date a line starts with and the offset of what follows it.

    The date may be a link, bold or in brackets, and have a day of the week and a time
    behind it; what separates it from the words (`:`, a dash, `,`, `|`) is passed over.
    """
    first = line[:1]
    if first.isalpha():
        if (near := line[:3].lower()) not in DATE_LIKE and near not in ways.starts:
            return None
    elif not first or first not in "0123456789[*_(":
        return None
    start = len(line) - len(line.lstrip("*_("))
    if line.startswith("[", start):
        found = _linked(line, start, ways)
    else:
        found = _leading(line[start : start + 64], ways)
        found = found and (found[0], found[1] + start)
    if found is None:
        return None
    day, end = found
    rest = line[end:]
    ended = line[end - 1] == ")" or not line[end - 1].isascii()  # by a sign for day
    if rest[:1].isalnum() and not ended:
        return None
    if rest[:1] in {"-", ".", "/"} and rest[1:2].isalnum():
        return None
    end += len(rest) - len(rest.lstrip("*_):" if start else ":"))
    separator = _SEPARATORS.match(line, end)
    return day, separator.end() if separator else end


def _linked(line: str, start: int, ways: Ways) -> tuple[date, int] | None:
    """Return the date of the link at `start`, and where the link and its time end."""
    if line.startswith("[[", start):
        end = line.find("]]", start, start + 200) + 2
    else:
        shown = _BRACKETED.match(line, start)
        end = shown.end() if shown else 0
    day = read_date(line[start:end], ways) if end > start else None
    if day is None:
        return None
    clock = _CLOCK.match(line, end)
    return day, clock.end() if clock else end


def _leading(text: str, ways: Ways) -> tuple[date, int] | None:
    """Return the date at the very start of `text` and the offset after it."""
    first = text[:1]
    start = 0
    if first.isalpha():
        if (near := text[:3].lower()) not in DATE_LIKE and near not in ways.starts:
            return None
        start = _after_weekday(text, ways)
    elif not "0" <= first <= "9":
        return None
    match = _written(text, start, ways)
    day = _date(match, ways) if match else None
    if match is None or day is None:
        return None
    end = match.end()
    if weekday := _BEHIND.match(text, end):
        said = next(filter(None, weekday.groups()))[:3].lower()
        names = WEEKDAYS[day.weekday()], *(signs[day.weekday()] for signs in _SIGNS)
        end = weekday.end() if any(one.startswith(said) for one in names) else end
    clock = _CLOCK.match(text, end)
    return day, clock.end() if clock else end


def _after_weekday(text: str, ways: Ways) -> int:
    """Return where a text goes on behind a day of the week, or 0."""
    if weekday := _WEEKDAY.match(text):
        return weekday.end()
    word = _WORD.match(text) if ways.weekdays else None
    return word.end() if word and _looked_up(word[1]) in ways.weekdays else 0


def _looked_up(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _written(text: str, start: int, ways: Ways = USUAL) -> re.Match[str] | None:
    """Return what looks like a date at `start`, whether the calendar has it or not."""
    for pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match:
            return match
    for pattern in _NAMED if ways.months else ():
        match = pattern.match(text, start)
        if match and month_number(match["m"], ways):
            return match
    return None


def impossible(line: str, ways: Ways = USUAL) -> str:
    """Return what a line starts with that looks like a date and is none, or "".

    `2026-02-30` and `31 June 2026` are such, and `11/02/2026` where nobody said which
    is the day; a number of another kind is not.
    """
    bare = line.lstrip("*_([")[:64]
    likely = bare[:1].isdigit() or bare[:3].lower() in DATE_LIKE
    match = _written(bare, 0, ways) if likely else None
    if match is None or int(match["y"]) not in _YEARS or _date(match, ways):
        return ""
    return match[0] if match.re is not _COMPACT else ""


def either(text: str) -> tuple[date, date] | None:
    """Return the two days that `11/02/2026` may mean: day first, and month first."""
    match = _SLASHED.match(text.strip())
    if match is None:
        return None
    year, one, two = int(match["y"]), int(match["d"]), int(match["m"])
    days = calendar(year, two, one), calendar(year, one, two)
    if days[0] is None or days[1] is None or one == two:
        return None
    return days[0], days[1]


@lru_cache(maxsize=16_384)
def calendar(year: int, month: int, day: int) -> date | None:
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


def _date(match: re.Match[str], ways: Ways = USUAL) -> date | None:
    """Return the day that a match's groups y, m and d name."""
    month, day = match["m"], match["d"]
    if match.re is _SLASHED:
        return _slashed(int(match["y"]), int(day), int(month), ways)
    number = int(month) if month.isdigit() else month_number(month, ways)
    return calendar(int(match["y"]), number or 0, int(day))


def _slashed(year: int, first: int, second: int, ways: Ways) -> date | None:
    """Return the day of `11/02/2026` if it is only one, or the vault has an order."""
    day_first, month_first = (
        calendar(year, second, first),
        calendar(year, first, second),
    )
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    return {"day-first": day_first, "month-first": month_first}.get(ways.order)


def month_number(name: str, ways: Ways = USUAL) -> int | None:
    """Return 1 to 12 for the name of a month, in English or the vault's languages."""
    short = name[:3].lower()
    for number, month in enumerate(MONTHS, 1):
        if month.startswith(short) and _ENGLISH.fullmatch(name):
            return number
    return ways.months.get(_looked_up(name))


def _month(year: int, month: int) -> Day | None:
    """Return the month as a `Day`, if there is such a month."""
    first = calendar(year, month, 1)
    return Day(first, "month") if first else None
