"""Indexes: what the book says, by person and by topic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from math import log
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from vaultkit.book.events import told_by_note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date
    from typing import Protocol

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Encounter
    from vaultkit.book.events import Event
    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.snapshot import VaultPath

    class Naming(Protocol):
        """Whatever names people."""

        @property
        def people(self) -> tuple[PersonId, ...]:
            """Whom."""


T = TypeVar("T")
K = TypeVar("K")
P = TypeVar("P", bound="Naming")

_DAY: Final = attrgetter("date")


def by_key(pairs: Iterable[tuple[K, T]]) -> Mapping[K, tuple[T, ...]]:
    """Return the values under each key, in the order they come."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return _frozen(found)


def by_person(noted: Iterable[P]) -> Mapping[PersonId, tuple[P, ...]]:
    """Return what is noted about each person, in the order it comes."""
    found: defaultdict[PersonId, list[P]] = defaultdict(list)
    for one in noted:
        for person in one.people:
            under = found[person]
            # Somebody named twice in one line is there once; comparing would cost more
            # than all the rest.
            if not under or under[-1] is not one:
                under.append(one)
    return _frozen(found)


def by_topic(
    people: Iterable[Person], said: Callable[[Person], tuple[Said, ...]]
) -> Mapping[TopicId, tuple[PersonId, ...]]:
    """Return who says something about each topic, in the order people come."""
    found: defaultdict[TopicId, list[PersonId]] = defaultdict(list)
    for who in people:
        for one in said(who):
            under = found[one.topic]
            if not under or under[-1] != who.id:
                under.append(who.id)
    return _frozen(found)


def _frozen(found: Mapping[K, list[T]]) -> Mapping[K, tuple[T, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in found.items()})


def rarities(people: Collection[Person]) -> Mapping[TopicId, float]:
    """Return how rare each topic is among these people, `log(N/df)`, 0 or more.

    Somebody names a topic by caring, offering, needing or learning, once in all.
    """
    naming: Counter[TopicId] = Counter()
    for who in people:
        topics = {one.topic for one in who.interests}
        for said in (who.offers, who.needs, who.learning):
            for one in said:
                topics.add(one.topic)
        naming.update(topics)
    everyone = len(people)
    return MappingProxyType({topic: log(everyone / n) for topic, n in naming.items()})


def mine(book: Book) -> Mapping[TopicId, Said]:
    """Return what I care about, by topic."""
    me = book.people.get(book.me) if book.me else None
    return MappingProxyType({one.topic: one for one in me.interests} if me else {})


def days(
    book: Book, encounters_of: Mapping[PersonId, tuple[Encounter, ...]]
) -> Mapping[PersonId, tuple[date, ...]]:
    """Return the distinct days with contact, a stated `last_contact` among them.

    Args:
        book: The people.
        encounters_of: By person, in order of date.
    """
    found: dict[PersonId, tuple[date, ...]] = {
        person: tuple(dict.fromkeys(map(_DAY, all_met)))
        for person, all_met in encounters_of.items()
    }
    for person in book.people.values():
        if person.last_contact:
            days = {*found.get(person.id, ()), person.last_contact[0]}
            found[person.id] = tuple(sorted(days))
    return MappingProxyType(found)


def planned(
    book: Book, encounters_of: Mapping[PersonId, tuple[Encounter, ...]]
) -> Mapping[PersonId, frozenset[date]]:
    """Return the days on which nothing but an event or meeting says that we met.

    They are contact once they are past. Only people of events are in it.

    Args:
        book: Events and meetings.
        encounters_of: By person, in order of date.
    """
    events = {event.path: event for event in book.events}
    found: defaultdict[PersonId, set[date]] = defaultdict(set)
    asked: set[tuple[PersonId, date]] = set()  # a day may have any number of events
    for event in book.events:
        day = event.date
        for person in event.people if day else ():
            if day is None or (person, day) in asked:
                continue
            asked.add((person, day))
            met = encounters_of.get(person, ())
            start = bisect_left(met, day, key=_DAY)
            there = met[start : bisect_right(met, day, start, key=_DAY)]
            if there and all(told_by_note(one, events) for one in there):
                found[person].add(day)
    return MappingProxyType({person: frozenset(on) for person, on in found.items()})


def past(
    met: tuple[Encounter, ...], today: date, events: Mapping[VaultPath, Event]
) -> tuple[Encounter, ...]:
    """Return the encounters there were by now, of today those that a line tells of.

    Args:
        met: In order of date.
        today: The day it is.
        events: By path.
    """
    until = bisect_right(met, today, key=_DAY)
    start = bisect_left(met, today, 0, until, key=_DAY)
    of_today = [one for one in met[start:until] if not told_by_note(one, events)]
    return (*met[:start], *of_today)
