"""Spreadsheets: people from CSV, our own, Google's, LinkedIn's or anybody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.book.meanings import keys
from vaultkit.dates import read_date
from vaultkit.interop import table
from vaultkit.interop.incoming import (
    LISTS,
    TAKEN,
    Incoming,
    Read,
    birthday,
    gathered,
)
from vaultkit.names import fold, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultkit.interop.incoming import Options
    from vaultkit.interop.table import Row, Table

NAME: Final = "name"
_NAMES: Final = ("name", "full name", "display name", "contact", "person")
_FIRST: Final = ("first name", "given name", "firstname")
_LAST: Final = ("last name", "family name", "surname", "lastname")
_NO_COMMAS: Final = frozenset({"needs", "offers", "knows", "introduced_by"})
"""Lists whose items are often whole sentences, or names such as `Moss, Ada`."""
_KNOWN: Final = frozenset(one.name for one in TAKEN)

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
    r"notes|file as|group membership|labels|.* - (?:type|label)|(?:.* )?name(?: .*)?"
)
_LINKEDIN: Final = {"email address": "email", "company": "org", "position": "role"}


# --- any table -----------------------------------------------------------------------


def read(text: str, options: Options) -> Read:
    """Return the people in a table, by its header or by the columns that were named.

    Columns called as a property of a person are, or as one of its synonyms, are read
    without being told.
    """
    if options.columns:
        wanted = frozenset(
            fold(one) for several in options.columns.values() for one in several
        )
        found = table.read(text, wanted.issubset)
        if found.stops:
            named = ", ".join(f"`{one}`" for one in sorted(wanted))
            return Read(stops=f"none of its first lines has all of the columns {named}")
    else:
        found = table.read(text, _names_people)
    if found.stops:
        return Read(
            stops=f"{found.stops}: name the columns, as in --map name='Full Name'"
            if not found.stops.startswith("line")
            else found.stops
        )
    columns = _columns(found, options)
    used = {fold(one) for several in columns.values() for one in several}
    return _gather(
        found,
        [_person(row, columns) for row in found.rows],
        [one for one in found.header if one and fold(one) not in used],
    )


def _names_people(header: frozenset[str]) -> bool:
    parts = header.intersection(_FIRST) or header.intersection(_LAST)
    return bool(header.intersection(_NAMES) or parts)


def _columns(found: Table, options: Options) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each property, those that were named before all others."""
    columns = dict(options.columns)
    taken = {fold(one) for several in columns.values() for one in several}
    meanings = keys(dict(options.synonyms))["person"]
    by_fold = {fold(one): one for one in found.header}
    if NAME not in columns:
        columns[NAME] = _of_names(by_fold)
        taken.update(map(fold, columns[NAME]))
    for column in found.header:
        _, name = meanings[key(column)]
        if fold(column) not in taken and name in _KNOWN and name not in columns:
            columns[name] = (column,)
    return columns


def _of_names(by_fold: Mapping[str, str]) -> tuple[str, ...]:
    whole = [by_fold[one] for one in _NAMES if one in by_fold]
    first = [by_fold[one] for one in _FIRST if one in by_fold]
    last = [by_fold[one] for one in _LAST if one in by_fold]
    return tuple(whole[:1] or (*first[:1], *last[:1]))


def _person(row: Row, columns: Mapping[str, tuple[str, ...]]) -> Incoming:
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
    return Incoming(name=name, line=row.line, properties=gathered(found))


def _gather(found: Table, people: Sequence[Incoming], unused: Sequence[str]) -> Read:
    return Read(people=tuple(people), faults=found.faults, unused=tuple(unused))


# --- Google --------------------------------------------------------------------------


def google(text: str, options: Options) -> Read:
    """Return the people in what Google Contacts exports as `Google CSV`."""
    del options
    found = table.read(text, _is_google)
    if found.stops:
        said = "it has not the columns of Google Contacts; for another table use csv"
        return Read(stops=found.stops if found.stops.startswith("line") else said)
    people = [_google_person(row) for row in found.rows]
    filled = {name for row in found.rows for name, cell in row.cells.items() if cell}
    unused = [one for one in found.header if one in filled and not _is_used(fold(one))]
    return _gather(found, people, unused)


def _is_google(header: frozenset[str]) -> bool:
    parts = {"first name", "last name"} <= header or {"given name"} <= header
    return parts and any(map(_GOOGLE_SEVERAL.fullmatch, header))


def _is_used(name: str) -> bool:
    return name in _GOOGLE_SINGLE or any(
        pattern.fullmatch(name)
        for pattern in (_GOOGLE_SEVERAL, _GOOGLE_CITY, _GOOGLE_QUIET)
    )


def _google_person(row: Row) -> Incoming:
    cells = {fold(name): cell for name, cell in row.cells.items()}
    found: list[tuple[str, str]] = []
    for name, cell in cells.items():
        several = _GOOGLE_SEVERAL.fullmatch(name)
        if several:
            kept = "email" if several[1] == "e-mail" else "phone"
            found += [(kept, item) for item in cell.split(":::")]
        elif name in _GOOGLE_SINGLE:
            kept = _GOOGLE_SINGLE[name]
            found.append((kept, birthday(cell) if kept == "birthday" else cell))
        elif _GOOGLE_CITY.fullmatch(name):
            country = cells.get(name.removesuffix("city") + "country", "")
            found.append(("place", ", ".join(filter(None, (cell, country)))))
    parts = _GOOGLE_PARTS if "first name" in cells else _GOOGLE_OLD_PARTS
    spelt = " ".join(filter(None, (cells.get(part, "") for part in parts)))
    name = cells.get(NAME, "") or spelt or cells.get("file as", "")
    return Incoming(
        name=" ".join(name.split()),
        line=row.line,
        properties=gathered(found),
        remarks=tuple(cells.get("notes", "").splitlines()),
    )


# --- LinkedIn ------------------------------------------------------------------------


def linkedin(text: str, options: Options) -> Read:
    """Return the people in LinkedIn's `Connections.csv`, below the note it opens with.

    The day two people connected there is no day they met; it is kept as a remark.
    """
    del options
    wanted = {"first name", "last name", "connected on"}
    found = table.read(text, wanted.issubset)
    if found.stops:
        said = "it has not the columns of LinkedIn's Connections.csv"
        return Read(stops=found.stops if found.stops.startswith("line") else said)
    unused = [
        one for one in found.header if fold(one) not in {*wanted, *_LINKEDIN, "url"}
    ]
    return _gather(found, list(map(_connection, found.rows)), unused)


def _connection(row: Row) -> Incoming:
    cells = {fold(name): cell for name, cell in row.cells.items()}
    name = f"{cells.get('first name', '')} {cells.get('last name', '')}"
    return Incoming(
        name=" ".join(name.split()),
        line=row.line,
        properties=gathered(
            (name, cells.get(column, "")) for column, name in _LINKEDIN.items()
        ),
        remarks=tuple(_on_linkedin(cells)),
    )


def _on_linkedin(cells: Mapping[str, str]) -> Iterator[str]:
    given = cells.get("connected on", "")
    if given:
        day = _connected(given)
        yield f"Connected on LinkedIn on {day or given}."
    if url := cells.get("url", ""):
        yield url


def _connected(text: str) -> str:
    """Return `14 May 2020` as `2020-05-14`, "" for what is no such date."""
    day = read_date(text)
    return day.isoformat() if day else ""
