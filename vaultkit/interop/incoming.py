"""Incoming: what a foreign file says of people, and what in it could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.meanings import canonical
from vaultkit.book.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_PEOPLE: Final = 50_000
"""A file with more people or rows than this is refused as a whole."""
MOST_BYTES: Final = 32 * 1024 * 1024
"""A file larger than this is refused as a whole; photographs make cards large."""

_NOT_TAKEN: Final = frozenset({"type", "tags", "categories", "private"})
TAKEN: Final = tuple(
    one
    for one in PROPERTIES
    if {"any", "person"} & set(one.of) and one.name not in _NOT_TAKEN
)
"""The properties of a person that go in and out, as the one table has them."""
LISTS: Final = frozenset(
    one.name for one in TAKEN if one.meaning in {"texts", "topics", "people"}
)
"""Those among them that hold a list."""


class Fault(NamedTuple):
    """Something in a file that could not be read.

    Attributes:
        line: Its line, counted from 1.
        says: What is wrong and what became of it, as a clause.
    """

    line: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a foreign file says of one person.

    Attributes:
        name: Their name as it stands there; "" where none does.
        line: Where they begin in the file, counted from 1.
        properties: By name of a property in `TAKEN`: words, each of one line.
        remarks: Lines of text about them, for below the properties.
        refused: Why no note is to be made of it; "" where one may be.
    """

    name: str
    line: int
    properties: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a foreign file says.

    Attributes:
        people: Whom it tells of, in its order.
        faults: What could not be read, by line.
        unused: What it says besides and no note has a place for: names of columns or
            of a card's properties.
        stops: Why nothing of it can be used; "" where it can.
    """

    people: tuple[Incoming, ...] = ()
    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()
    stops: str = ""


class Options(NamedTuple):
    """What an importer may be told.

    Attributes:
        columns: By property (or `name`): the columns it is in, joined by a space.
        synonyms: More keys by name of property, from the settings.
    """

    columns: Mapping[str, tuple[str, ...]] = {}
    synonyms: Mapping[str, tuple[str, ...]] = {}


def property_of(written: str) -> str:
    """Return which property of a person a word names, or "" for none that is taken."""
    name = canonical(written)
    return name if any(one.name == name for one in TAKEN) else ""


def gathered(found: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return words by property, in order, each once, empty ones left out."""
    together: dict[str, dict[str, None]] = {}
    for name, words in found:
        if words.strip():
            together.setdefault(name, {})[words.strip()] = None
    return {name: tuple(words) for name, words in together.items()}


_BASIC: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].{0,30})?")
_YEARLESS: Final = re.compile(
    r"(?:--?([0-9]{2})-?([0-9]{2})|([0-9]{2})-([0-9]{2}))(?:[T ].{0,30})?"
)
_NO_YEAR: Final = frozenset({"1604", "0000"})  # what some programs write for no year


def birthday(text: str) -> str:
    """Return `1980-05-14`, or `05-14` without a year, as other programs write them.

    They write `19800514`, `--0514`, a time behind it, or the year 1604 for none. What
    is none of these comes back as it is.
    """
    text = text.strip()
    if found := _YEARLESS.fullmatch(text):
        month, day = (part for part in found.groups() if part)
        return f"{month}-{day}"
    if found := _BASIC.fullmatch(text):
        year, month, day = found.groups()
        return f"{month}-{day}" if year in _NO_YEAR else f"{year}-{month}-{day}"
    return text
