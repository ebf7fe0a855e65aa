"""Lists: what the book has in order, with what notes said changed for what they say."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Final

from vaultkit.book.logbook import Log
from vaultkit.book.splicing import Series, spliced
from vaultkit.frozen import replace
from vaultkit.lineage import Descended
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Encounter
    from vaultkit.book.gathering import Happened
    from vaultkit.book.open_ends import Closing
    from vaultkit.book.people import Person, PersonId

LISTS: Final = (
    *("encounters", "kindnesses", "lessons", "asks", "cards", "came", "not_now"),
)
"""What lines say that stands in the book as it was said."""


def by_day(encounters: Iterable[Encounter]) -> Series[Encounter]:
    """Return encounters by date; those of one day stay in the order of the notes."""
    days: defaultdict[date, list[Encounter]] = defaultdict(list)
    for one in encounters:
        days[one.date].append(one)
    return Series.of(chain.from_iterable([days[day] for day in sorted(days)]))


def by_name(people: Iterable[Person]) -> Mapping[PersonId, Person]:
    """Return people in the order of their names."""
    return {person.id: person for person in sorted(people, key=_place)}


def by_name_again(
    people: Mapping[PersonId, Person], some: Iterable[PersonId]
) -> Mapping[PersonId, Person]:
    """Return people in the order of their names, all but some of whom are in it."""
    if not isinstance(people, Descended):
        return by_name(people.values())
    keys, those = [*people], [*some]
    for person in those:
        keys.remove(person)
    for person in those:
        insort(keys, person, key=lambda one: _place(people[one]))
    return people.ordered(keys)


def _place(person: Person) -> tuple[str, PersonId]:
    return fold(person.name), person.id


def in_order(book: Book, gone: Log, come: Log) -> Book:
    """Return the book without what lines said, and with what they say."""
    lists = {
        name: spliced(
            getattr(book, name), getattr(gone, name), getattr(come, name), _on
        )
        for name in LISTS
    }
    return replace(book, **lists)


def last(thing: object) -> date:
    """Return the day of a thing in whose list undated ones come last."""
    return getattr(thing, "date", None) or date.max


def _on(thing: Happened) -> date:
    return thing.date or date.min


def ends(log: Log, read: frozenset[str], come: Log) -> Log:
    """Return what lines leave open and close, with what some notes say now."""

    def now(had: list[Closing], new: list[Closing]) -> list[Closing]:
        return [*(one for one in had if one.origin.path not in read), *new]

    promises = (one for one in log.promises if one.origin.path not in read)
    said = (one for one in log.told if one[2].origin.path not in read)
    return Log(
        promises=[*promises, *come.promises],
        kept=now(log.kept, come.kept),
        answers=now(log.answers, come.answers),
        told=[*said, *come.told],
    )
