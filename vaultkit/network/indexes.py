"""Indexes: what the book says, by person and by topic.

Most of them are described by what stands in them and under which keys, once: they are
made from that, and followed from one book to the next (`follow`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from itertools import chain
from math import log
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from vaultkit.book.events import told_by_note
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Mapping,
        Sequence,
    )

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Encounter
    from vaultkit.book.events import Event
    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.snapshot import VaultPath

    Facts = tuple[Any, ...]

_DAY: Final = attrgetter("date")
_PEOPLE: Final = attrgetter("people")
_TOPIC: Final = attrgetter("topic")
_PERSON: Final = attrgetter("person")
_ID: Final = attrgetter("id")


# --- where facts come from, and in what order -----------------------------------------


class Source(NamedTuple):
    """A list of facts in the book.

    Attributes:
        facts: The list, in order.
        order: What it is in order of.
    """

    facts: Callable[[Book], Collection[Any]]
    order: Callable[[Any], Any]

    def at(self, book: Book, spot: Any) -> Facts:  # noqa: ANN401 (as the order is)
        """Return what is of one place in that order."""
        facts = cast("Sequence[Any]", self.facts(book))
        start = bisect_left(facts, spot, key=self.order)
        return tuple(facts[start : bisect_right(facts, spot, start, key=self.order)])


class _Everybody(Source):
    """People, each in a place of their own."""

    def at(self, book: Book, spot: Any) -> Facts:  # noqa: ANN401 (as the order is)
        """Return who is in a place."""
        one = book.people.get(spot[1])
        return (one,) if one is not None and self.order(one) == spot else ()


def _dated(one: Any) -> date:  # noqa: ANN401 (whatever has a date)
    return one.date or date.min


def _coming(event: Event) -> date:
    return event.date or date.max


def place(who: Person | Topic) -> tuple[str, str]:
    """Return what people are in order of."""
    return fold(who.name), who.id


SOURCES: Final[Mapping[str, Source]] = {
    "people": _Everybody(lambda book: book.people.values(), place),
    "encounters": Source(attrgetter("encounters"), _DAY),
    "events": Source(attrgetter("events"), _coming),
    "introductions": Source(attrgetter("introductions"), lambda made: made.origin.path),
    **{
        name: Source(attrgetter(name), _dated)
        for name in ("promises", "kindnesses", "lessons", "asks", "not_now")
    },
}


# --- what stands under which keys -----------------------------------------------------


class Index(NamedTuple):
    """What stands under which keys.

    Attributes:
        source: Where the facts come from, by its name in `SOURCES`.
        keys: Under which keys a fact stands, as often as it names them.
        value: What stands there: the fact itself, or the id of a person.
        some: What is empty in a fact that stands under no key; most are told by it.
    """

    source: str
    keys: Callable[[Any], Iterable[Hashable]]
    value: Callable[[Any], Any] | None = None
    some: Callable[[Any], object] | None = None


def _naming(name: str) -> Index:
    """Return the index of who says something of that kind, by topic."""
    said = attrgetter(name)
    return Index("people", lambda who: map(_TOPIC, said(who)), _ID, said)


def acquaintances(who: Person) -> Iterable[PersonId]:
    """Return whom somebody's note names: who introduced whom, who knows whom."""
    return map(_PERSON, chain(who.introduced_by, who.introduced_to, who.knows))


INDEXES: Final[Mapping[str, Index]] = {
    "encounters_of": Index("encounters", _PEOPLE),
    "promises_of": Index("promises", _PEOPLE),
    "kindnesses_of": Index("kindnesses", _PEOPLE),
    "lessons_of": Index("lessons", _PEOPLE),
    "asks_of": Index("asks", _PEOPLE),
    "not_now_of": Index("not_now", _PEOPLE),
    "events_of": Index("events", _PEOPLE),
    "about": Index("events", lambda event: map(_TOPIC, event.topics)),
    "introductions_of": Index("introductions", attrgetter("between")),
    "named_by": Index("people", acquaintances, _ID),
    "interested": _naming("interests"),
    "offering": _naming("offers"),
    "needing": _naming("needs"),
    "learners": _naming("learning"),
}


def entries(
    facts: Collection[Any],
    keys: Callable[[Any], Iterable[Hashable]],
    value: Callable[[Any], Any] | None = None,
) -> Mapping[Any, Facts]:
    """Return what stands under each key, in the order it comes."""
    found: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for its, under_these in zip(
        map(value, facts) if value else facts, map(keys, facts), strict=True
    ):
        for key in under_these:
            found[key].append(its)
    return {key: tuple(under) for key, under in found.items()}


# --- what follows from those ----------------------------------------------------------


def names(who: Person) -> set[TopicId]:
    """Return the topics that somebody names, by caring, offering, needing, learning."""
    said = chain(who.interests, who.offers, who.needs, who.learning)
    return set(map(_TOPIC, said))


def naming(
    me: PersonId | None, *by: Mapping[TopicId, tuple[PersonId, ...]]
) -> Mapping[TopicId, int]:
    """Return how many people but me name each topic.

    Args:
        me: Who I am.
        by: Who cares about it, offers it, needs it, wants to learn it, by topic.
    """
    found: dict[TopicId, int] = {}
    for topic in dict.fromkeys(chain(*by)):
        several = set().union(*[those.get(topic, ()) for those in by])
        if others := len(several) - (me in several):
            found[topic] = others
    return found


def rarities(naming: Mapping[TopicId, int], everyone: int) -> Mapping[TopicId, float]:
    """Return how rare each topic is, `log(N/df)` to one decimal, 0 or more.

    Args:
        naming: How many name it.
        everyone: How many there are.
    """
    by = rare({*naming.values()}, everyone)
    return {topic: by[n] for topic, n in naming.items()}


def rare(numbers: Iterable[int], everyone: int) -> dict[int, float]:
    """Return how rare a topic is that so many name, by these numbers."""
    return {n: round(log(everyone / n), 1) for n in numbers}


def mine(book: Book) -> Mapping[TopicId, Said]:
    """Return what I care about, by topic."""
    me = book.people.get(book.me) if book.me else None
    return {one.topic: one for one in me.interests} if me else {}


def narrower(topics: Collection[Topic]) -> Mapping[TopicId, tuple[TopicId, ...]]:
    """Return the topics that name each as broader."""
    return entries(topics, attrgetter("broader"), _ID)


def days(met: Collection[Encounter], who: Person | None) -> tuple[date, ...]:
    """Return the distinct days with contact, a stated `last_contact` among them.

    Args:
        met: The encounters with somebody, in order of date.
        who: The person.
    """
    found = {one.date: None for one in met}
    stated = who.last_contact if who is not None else None
    if stated is not None and stated[0].date not in found:
        return tuple(sorted((*found, stated[0].date)))
    return tuple(found)


def planned(
    met: tuple[Encounter, ...],
    around: Iterable[Event],
    events: Mapping[VaultPath, Event],
) -> tuple[date, ...]:
    """Return the days on which nothing but an event or meeting says that we met.

    They are contact once they are past. They are few, and in order.

    Args:
        met: The encounters with somebody, in order of date.
        around: Events and meetings they are named in.
        events: All of them, by path.
    """
    found = set()
    for day in {event.date for event in around}:  # a day may have any number of events
        if day is None:
            continue
        start = bisect_left(met, day, key=_DAY)
        there = met[start : bisect_right(met, day, start, key=_DAY)]
        if there and all(told_by_note(one, events) for one in there):
            found.add(day)
    return tuple(sorted(found))


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
