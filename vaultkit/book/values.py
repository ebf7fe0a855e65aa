"""Values: one note's front matter, each property read with its meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.scalars import empty, may_be_empty, quoted, string, whole
from vaultkit.book.written import last_part, listed, named, plain
from vaultkit.cadence import read_cadence
from vaultkit.dates import Day, either, iso_date, read_day
from vaultkit.frozen import Growing, field
from vaultkit.names import fold, key
from vaultkit.problems import Origin, Problem
from vaultkit.ways import USUAL, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.book.meanings import Keys, Meanings
    from vaultkit.book.written import Commas
    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note

Season = Literal["", "resting", "ended"]

CIRCLES: Final = {
    "5": "inner",
    "15": "close",
    "50": "active",
    "150": "wider",
}
"""Circles by the number of people each holds (the layers of Dunbar's circles)."""
_SEASONS: Final[Mapping[str, Season]] = {
    **dict.fromkeys(("resting", "rest", "paused", "pause", "true", "yes"), "resting"),
    **dict.fromkeys(("ended", "end", "over", "done", "closed", "let go"), "ended"),
    **dict.fromkeys(("", "active", "open", "current", "false", "no"), ""),
}
_YES: Final = frozenset({"true", "yes", "y", "on", "1", "all", "everything"})
_NO: Final = frozenset({"false", "no", "n", "off", "0"})
_DATE: Final = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_YEARLESS: Final = ("2000-{}", "{} 2000", "{}/2000")
"""What makes a date of a day without its year, in a year that has every day."""


class Fields(Growing):
    """The front matter of one note while it is read.

    Attributes:
        note: The note.
        found: By name of property the key as typed, empty ones left out.
        meanings: What keys mean in such a note.
        ways: How this vault is written.
        problems: What could not be read; grows while the fields are asked for.
        also: Other names, once they were asked for.
    """

    note: Note
    found: Mapping[str, str]
    meanings: Meanings
    ways: Ways = USUAL
    problems: list[Problem] = field(default_factory=list)
    also: tuple[str, ...] | None = None

    @classmethod
    def of(cls, note: Note, keys: Keys, kind: str, ways: Ways = USUAL) -> Fields:
        """Return a note's fields, each key with its meaning in that kind of note."""
        meanings, properties = keys[kind], note.properties
        typed = tuple(properties)
        if may_be_empty(properties.values()):
            typed = tuple([one for one in typed if not empty(properties[one])])
        return cls(note, meanings.keys_of(typed), meanings, ways)

    def value(self, name: str) -> Value:
        """Return what stands under a property, None where nothing does."""
        typed = self.found.get(name)
        return None if typed is None else self.note.properties[typed]

    def origin(self, name: str = "") -> Origin:
        """Return where a property stands, or the note's first line."""
        note = self.note
        typed = self.found.get(name)
        return Origin(note.path, 1 if typed is None else note.lines.get(typed, 1))

    def stands(self, name: str) -> bool:
        """Return whether a property stands in the note, filled in or not."""
        return any(self.meanings[typed][1] == name for typed in self.note.properties)

    def problem(self, name: str, code: str, message: str, advice: str) -> None:
        """Note down what is wrong with a property."""
        typed = self.found.get(name, name)
        line = self.note.lines.get(typed, 1)
        self.problems.append(
            Problem(self.note.path, line, 1, code, message, advice, typed)
        )

    # --- one value

    def text(self, name: str) -> str:
        """Return a property as words; several values are joined by commas."""
        value = self.value(name)
        if isinstance(value, str):
            return plain(value)
        return "" if value is None else ", ".join(self.texts(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a property as a list of words."""
        return tuple(filter(None, map(plain, self.strings(name))))

    def aliases(self) -> tuple[str, ...]:
        """Return the other names of what the note is about."""
        if self.also is None:
            self.also = self.texts("aliases")
        return self.also

    def strings(self, name: str) -> tuple[str, ...]:
        """Return a property's values as typed; a nested list is the link it was."""
        value = self.value(name)
        if isinstance(value, str):
            return (value.strip(),)
        if isinstance(value, tuple):
            return tuple(filter(None, map(string, value)))
        if value is None:
            return ()
        if not isinstance(value, (int, float)):
            self.problem(
                name,
                "value-unclear",
                f"`{self.found[name]}` holds properties of its own",
                "Write one value, or a list of values.",
            )
            return ()
        return (string(value),)

    def items(self, name: str, commas: Commas = "always") -> tuple[str, ...]:
        """Return a property's values as typed, a list in one line taken apart."""
        strings = self.strings(name)
        if len(strings) == 1 and not isinstance(self.value(name), tuple):
            return listed(strings[0], commas)
        return strings

    def day(self, name: str) -> Day | None:
        """Return a property as a day, month or year; anything else is a problem."""
        if name not in self.found:
            return None
        day = self.try_day(name)
        if day is not None:
            return day
        strings = self.strings(name)
        if strings:
            self.problem(
                name,
                "date-unclear",
                *_unclear(self.found[name], strings),
            )
        return None

    def try_day(self, name: str) -> Day | None:
        """Return a property as a day, month or year, if it is one."""
        value = self.value(name)
        if isinstance(value, str) and "[" not in value and "%" not in value:
            usual = self.ways is USUAL
            return _day(value) if usual else read_day(value, self.ways)
        strings = self.strings(name)
        if len(strings) != 1:
            return None
        link = named(strings[0])
        if link.link:
            return read_day(last_part(link.target), self.ways)
        return read_day(value if isinstance(value, int) else link.target, self.ways)

    def first_day(self, name: str) -> date | None:
        """Return a property as a date; a month or a year is its first day."""
        day = self.day(name)
        return day.date if day else None

    def span(self, name: str) -> int | None:
        """Return a property as a number of days."""
        value = self.value(name)
        if value is None:
            return None
        days = _span(value) if isinstance(value, (str, int, float)) else None
        if days is None:
            self.problem(
                name,
                "cadence-unclear",
                f"`{self.found[name]}: {quoted(self.strings(name))}` is not a span of "
                "time",
                'Write "6 weeks", "every 2 months", "quarterly" or a number of days.',
            )
        return days

    def number(self, name: str, low: int, high: int) -> int | None:
        """Return a property as a whole number from `low` to `high`."""
        value = self.value(name)
        if value is None:
            return None
        number = whole(value)
        if number is not None and low <= number <= high:
            return number
        self.problem(
            name,
            "number-unclear",
            f"`{self.found[name]}: {quoted(self.strings(name))}` is not a number from "
            f"{low} to {high}",
            f"Write a whole number from {low} to {high}.",
        )
        return None

    def circle(self, circles: Mapping[str, int]) -> str:
        """Return the circle, by its name or by how many people it holds."""
        given = self.text("circle")
        if given in {"true", "false"}:  # a tick says no circle
            return ""
        circle = _circle(given, tuple(circles)) if given else ""
        if circle is not None:
            return circle
        known = dict.fromkeys(_circles(tuple(circles)).values())
        names = [f"`{name}`" for name in known]
        self.problem(
            "circle",
            "circle-unknown",
            f"there is no circle `{given[:80]}`",
            f"Write {', '.join(names[:-1])} or {names[-1]}.",
        )
        return ""

    def season(self) -> Season:
        """Return the season: resting, ended, or neither."""
        given = self.text("season")
        season = _SEASONS.get(fold(given))
        if season is None:
            self.problem(
                "season",
                "season-unknown",
                f"there is no season `{given[:80]}`",
                "Write `resting` or `ended`.",
            )
        return season or ""

    def birthday(self) -> str:
        """Return `1980-05-14`, or `05-14` where the year is not given."""
        given = self.text("birthday")
        if not given or _iso(given):
            return given
        if self.try_day("birthday") is None:
            for form in _YEARLESS:
                found = read_day(form.format(given.lstrip("-")), self.ways)
                if found is not None and found.exact == "day":
                    return found.date.isoformat()[5:]
        day = self.day("birthday")
        if day is None:
            return ""
        return day.date.isoformat() if day.exact == "day" else given

    def private(self) -> tuple[bool, frozenset[str]]:
        """Return whether the note is private, and which of its properties are.

        What cannot be understood keeps the whole note private: too much is hidden
        rather than too little.
        """
        if "private" not in self.found:
            return False, frozenset()
        given = self.strings("private")
        words = [fold(word) for word in given]
        if not words:  # it holds properties of its own
            return True, frozenset()
        if len(words) == 1 and words[0] in _NO:
            return False, frozenset()
        if len(words) == 1 and words[0] in _YES:
            return True, frozenset()
        listed = [part for word in given for part in re.split(r"[,;]", word)]
        typed = {key(name) for name in self.note.properties}
        hidden: set[str] = set()
        unclear = [
            name
            for name in map(plain, listed)
            if name and not self._hides(name, typed, hidden)
        ]
        for name in unclear:
            self.problem(
                "private",
                "private-unclear",
                f"there is no property `{name[:80]}`; the whole note is kept private",
                "Write `true`, or a list of properties that this note has.",
            )
        return bool(unclear), frozenset(hidden)

    def _hides(self, name: str, typed: set[str], hidden: set[str]) -> bool:
        _, meant = self.meanings[name]
        if meant:
            hidden.add(meant)
        return bool(meant) or key(name) in typed


def _unclear(typed: str, strings: tuple[str, ...]) -> tuple[str, str]:
    """Return what is wrong with a date, and what to do."""
    days = either(strings[0]) if len(strings) == 1 else None
    if days is None:
        message = f"`{typed}: {quoted(strings)}` is not a date"
        return message, "Write it as 2026-11-02."
    advice = f"Write {days[0]} or {days[1]}, or set `date_order` in vaultkit.toml."
    return f"`{typed}: {quoted(strings)}` may be two days", advice


@lru_cache(maxsize=16_384)
def _iso(text: str) -> bool:
    """Return whether a text is a date of the last century or this, as it is written."""
    return _DATE.fullmatch(text) is not None and iso_date(text) is not None


@lru_cache(maxsize=16_384)
def _day(text: str) -> Day | None:
    return read_day(text)


@lru_cache(maxsize=4_096, typed=True)
def _span(value: str | float) -> int | None:
    return read_cadence(value)


@lru_cache(maxsize=1_024)
def _circle(given: str, names: tuple[str, ...]) -> str | None:
    wanted = fold(given)
    return _circles(names).get(CIRCLES.get(wanted.removesuffix(".0"), wanted))


@lru_cache(maxsize=64)
def _circles(names: tuple[str, ...]) -> dict[str, str]:
    return {fold(name): name for name in (*CIRCLES.values(), *names)}
