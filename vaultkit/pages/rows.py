"""Rows: a record cut to so many rows, in another order, for blocks and templates."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

from vaultkit.book.people import PersonId
from vaultkit.dates import Day
from vaultkit.frozen import parts, replace
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.book.book import Book

R = TypeVar("R")

ORDERS: Final = ("name", "newest", "oldest")
"""The orders rows can be asked for; else they stand as the page has them."""


def taken(record: R, book: Book, limit: int = 0, order: str = "") -> R:
    """Return a record with fewer rows, or with its rows in another order.

    Args:
        record: What a finder returned.
        book: For names.
        limit: How many rows there may be in all its sections; 0 for all.
        order: One of `ORDERS`, within each section; "" leaves them. A row without a
            name or a day comes last.
    """
    left = limit or None
    cut: dict[str, Any] = {}
    for name, value in parts(record).items():
        if not isinstance(value, tuple) or not value or isinstance(value[0], str):
            continue
        rows = _sorted(value, book, order)[:left]
        if left is not None:
            left -= len(rows)
        if rows != value:
            cut[name] = rows
    return replace(record, **cut) if cut else record


def _sorted(rows: tuple[object, ...], book: Book, order: str) -> tuple[object, ...]:
    if order == "name":
        return tuple(sorted(rows, key=lambda row: _named(row, book)))
    if order in {"newest", "oldest"}:
        dated = [(next(_days(row), None), row) for row in rows]
        known = [(day, row) for day, row in dated if day is not None]
        known.sort(key=lambda pair: pair[0], reverse=order == "newest")
        undated = (row for day, row in dated if day is None)
        return (*(row for _, row in known), *undated)
    return rows


def _named(row: object, book: Book) -> tuple[bool, str]:
    """Return the first name in a row as it is sorted; what has none is last."""
    for value in _values(row):
        found = value[0] if isinstance(value, tuple) and value else value
        if isinstance(found, str) and PersonId(found) in book.people:
            return False, fold(book.people[PersonId(found)].name)
    return True, ""


def _days(row: object) -> Iterator[date]:
    """Yield the days of a row, its own before those of what it holds."""
    values = tuple(_values(row))
    for value in chain(values, chain.from_iterable(map(_values, values))):
        if isinstance(value, Day):
            yield value.date
        elif isinstance(value, date):
            yield value


def _values(row: object) -> Iterable[object]:
    """Return what the fields of a record hold, in their order."""
    if isinstance(row, Day | date | str):
        return ()
    return row if isinstance(row, tuple) else parts(row).values()
