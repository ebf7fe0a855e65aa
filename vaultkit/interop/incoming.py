"""Incoming: what every importer of ours goes by, whatever the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.book.meanings import canonical
from vaultkit.book.properties import PROPERTIES
from vaultkit.pages.markup import escape
from vaultkit.toolkit.kinds import Imported, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_PEOPLE: Final = 50_000
"""A file with more people or rows than this is refused as a whole."""
WHOLE: Final = 0
"""The line of a trouble that is about the file as a whole."""
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


def remarks(lines: Iterable[str]) -> str:
    """Return foreign lines as a quotation, in which nothing counts and nothing acts."""
    told = [escape(line) for line in lines]
    while told and not told[-1]:
        told.pop()
    return "".join(f"{f'> {line}'.rstrip()}\n" for line in told)


def refused(why: str) -> Imported:
    """Return that nothing of a file can be used."""
    return Imported(troubles=(Trouble(WHOLE, why),))


def unused(names: Iterable[str]) -> Sequence[Trouble]:
    """Return that a file says more than any note of ours has a place for."""
    listed = ", ".join(names)
    return [Trouble(WHOLE, f"not taken over: {listed}")] if listed else []


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
