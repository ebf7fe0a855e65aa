"""Spreadsheets: people from CSV, our own, Google's, LinkedIn's or anybody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.dates import read_date
from vaultkit.interop import table
from vaultkit.interop.decoding import decoded
from vaultkit.interop.incoming import (
    LISTS,
    birthday,
    gathered,
    property_of,
    refused,
    remarks,
    unused,
)
from vaultkit.names import fold
from vaultkit.toolkit.kinds import Imported, NoteToBe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vaultkit.interop.table import Row, Table

NAME: Final = "name"
_NAMES: Final = ("name", "full name", "display name", "contact", "person")
_FIRST: Final = ("first name", "given name", "firstname")
_LAST: Final = ("last name", "family name", "surname", "lastname")
_NO_COMMAS: Final = frozenset(
    {"needs", "offers", "knows", "introduced_by", "introduced_to", "aliases"}
)
"""Lists whose items are often whole sentences, or names such as `Moss, Ada`."""

_GOOGLE_SINGLE: Final = {
    "nickname": "aliases",
    "organization name": "org",
    "organization 1 - name": "org",
    "organization title": "role",
    "organization 1 - title": "role",
    "birthday": "birthday",
}
_GOOGLE_SEVERAL: Final = re.compile(r"(e-mail|phone) [0-9]{1,2} - value")
_GOOGLE_CITY: Final = re.compile(r"address [0-9]{1,2} - city")
_GOOGLE_PARTS: Final = (
    *("name prefix", "first name", "middle name", "last name", "name suffix"),
)
_GOOGLE_OLD_PARTS: Final = (
    *("name prefix", "given name", "additional name", "family name", "name suffix"),
)
_GOOGLE_QUIET: Final = re.compile(
    r"notes|file as|group membership|labels|address [0-9]{1,2} - (?:country|formatted)"
    r"|.{1,60} - (?:type|label)|(?:[a-z]{1,20} ){0,3}name(?: [a-z]{1,20})?"
)
_LINKEDIN: Final = {"email address": "email", "company": "org", "position": "role"}
_CONNECTION: Final = frozenset({"first name", "last name", "connected on"})
_APART: Final = re.compile(r",(?=\s*[A-Za-z _-]{1,40}=)")


# --- any table -----------------------------------------------------------------------


def read(data: bytes, options: Mapping[str, str]) -> Imported:
    """Return the people in a table, by its header or by the columns that were named.

    Columns called as a property of a person are, or as one of its synonyms, are read
    without being told.

    Args:
        data: The file.
        options: `map` says which columns are what: `name=Full Name,email=Mail`; two
            columns are joined by `+`.
    """
    mapped: dict[str, tuple[str, ...]] = {}
    for one in _APART.split(options.get("map", "")) if options.get("map") else ():
        typed, equals, columns = one.partition("=")
        wanted = NAME if fold(typed) == NAME else property_of(typed)
        if not (equals and wanted):
            return refused(f"{typed.strip()!r} is not a property that can be filled")
        mapped[wanted] = tuple(column.strip() for column in columns.split("+"))
    needed = frozenset(fold(one) for several in mapped.values() for one in several)
    missing = "it has no column with names, such as `name`; say which one it is: "
    return _from(
        data,
        needed.issubset if needed else _names_people,
        lambda found: _any(found, mapped),
        f"{missing}--map 'name=COLUMN'"
        if not needed
        else f"no line has all of the columns {', '.join(sorted(needed))}",
    )


def _from(
    data: bytes,
    is_header: Callable[[frozenset[str]], bool],
    people: Callable[[Table], tuple[list[NoteToBe], list[str]]],
    otherwise: str,
) -> Imported:
    """Return the people of a table, or `otherwise` as why there is none."""
    text = decoded(data)
    if text.stops:
        return Imported(troubles=text.troubles)
    found = table.read(text.text, is_header)
    if found.stops:
        return refused(found.stops)
    if not found.header:
        return refused(otherwise)
    notes, left = people(found)
    troubles = sorted((*text.troubles, *found.troubles, *unused(left)))
    return Imported(tuple(notes), tuple(troubles))


def _names_people(header: frozenset[str]) -> bool:
    return not header.isdisjoint((*_NAMES, *_FIRST, *_LAST))


def _any(
    found: Table, mapped: Mapping[str, tuple[str, ...]]
) -> tuple[list[NoteToBe], list[str]]:
    columns = _columns(found, mapped)
    used = {fold(one) for several in columns.values() for one in several}
    people = [_person(row, columns) for row in found.rows]
    return people, [one for one in found.header if one and fold(one) not in used]


def _columns(
    found: Table, mapped: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each property, those that were named before all others."""
    columns = dict(mapped)
    by_fold = {fold(one): one for one in found.header}
    if NAME not in columns:
        whole = [by_fold[one] for one in _NAMES if one in by_fold]
        first = [by_fold[one] for one in _FIRST if one in by_fold]
        last = [by_fold[one] for one in _LAST if one in by_fold]
        columns[NAME] = tuple(whole[:1] or (*first[:1], *last[:1]))
    taken = {fold(one) for several in columns.values() for one in several}
    for column in found.header:
        name = property_of(column)
        if name and name not in columns and fold(column) not in taken:
            columns[name] = (column,)
    return columns


def _person(row: Row, columns: Mapping[str, tuple[str, ...]]) -> NoteToBe:
    cells = {fold(name): cell for name, cell in row.cells.items()}
    found: list[tuple[str, str]] = []
    name = ""
    for one, several in columns.items():
        joined = " ".join(filter(None, (cells.get(fold(c), "") for c in several)))
        if one == NAME:
            name = " ".join(joined.split())
        elif one in LISTS:
            split = table.items(joined, commas=one not in _NO_COMMAS)
            found += [(one, item) for item in split]
        else:
            words = " ".join(joined.split())
            found.append((one, birthday(words) if one == "birthday" else words))
    return NoteToBe(name, gathered(found), line=row.line)


# --- Google --------------------------------------------------------------------------


def google(data: bytes, options: Mapping[str, str]) -> Imported:
    """Return the people in what Google Contacts exports as `Google CSV`."""
    del options
    said = "it has not the columns of Google Contacts; for another table use csv"
    return _from(data, _is_google, _contacts, said)


def _is_google(header: frozenset[str]) -> bool:
    parts = {"first name", "last name"} <= header or {"given name"} <= header
    return parts and any(map(_GOOGLE_SEVERAL.fullmatch, header))


def _contacts(found: Table) -> tuple[list[NoteToBe], list[str]]:
    filled = {name for row in found.rows for name, cell in row.cells.items() if cell}
    left = [one for one in found.header if one in filled and not _is_used(fold(one))]
    return list(map(_contact, found.rows)), left


def _is_used(name: str) -> bool:
    return name in _GOOGLE_SINGLE or any(
        pattern.fullmatch(name)
        for pattern in (_GOOGLE_SEVERAL, _GOOGLE_CITY, _GOOGLE_QUIET)
    )


def _contact(row: Row) -> NoteToBe:
    cells = {fold(name): cell for name, cell in row.cells.items()}
    parts = _GOOGLE_PARTS if "first name" in cells else _GOOGLE_OLD_PARTS
    spelt = " ".join(filter(None, (cells.get(part, "") for part in parts)))
    name = cells.get(NAME, "") or spelt or cells.get("file as", "")
    text = remarks(cells.get("notes", "").splitlines())
    return NoteToBe(" ".join(name.split()), gathered(_told(cells)), text, row.line)


def _told(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, cell in cells.items():
        several = _GOOGLE_SEVERAL.fullmatch(name)
        if several:
            kept = "email" if several[1] == "e-mail" else "phone"
            yield from ((kept, item) for item in cell.split(":::"))
        elif name in _GOOGLE_SINGLE:
            kept = _GOOGLE_SINGLE[name]
            yield kept, birthday(cell) if kept == "birthday" else cell
        elif _GOOGLE_CITY.fullmatch(name):
            country = cells.get(f"{name.removesuffix('city')}country", "")
            yield "place", ", ".join(filter(None, (cell, country)))


# --- LinkedIn ------------------------------------------------------------------------


def linkedin(data: bytes, options: Mapping[str, str]) -> Imported:
    """Return the people in LinkedIn's `Connections.csv`, below the note it opens with.

    The day two people connected there is no day they met; it is kept as a remark.
    """
    del options
    said = "it has not the columns of LinkedIn's Connections.csv"
    return _from(data, _CONNECTION.issubset, _connections, said)


def _connections(found: Table) -> tuple[list[NoteToBe], list[str]]:
    used = {*_CONNECTION, *_LINKEDIN, "url"}
    left = [one for one in found.header if fold(one) not in used]
    return list(map(_connection, found.rows)), left


def _connection(row: Row) -> NoteToBe:
    cells = {fold(name): cell for name, cell in row.cells.items()}
    name = f"{cells.get('first name', '')} {cells.get('last name', '')}"
    found = [(name, cells.get(column, "")) for column, name in _LINKEDIN.items()]
    text = remarks(_on_linkedin(cells))
    return NoteToBe(" ".join(name.split()), gathered(found), text, row.line)


def _on_linkedin(cells: Mapping[str, str]) -> Iterator[str]:
    if given := cells.get("connected on", ""):
        yield f"Connected on LinkedIn on {read_date(given) or given}."
    if url := cells.get("url", ""):
        yield url
