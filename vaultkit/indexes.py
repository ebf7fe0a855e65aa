"""Indexes: what the book says, by person and by topic."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from typing import Protocol

    from vaultkit.book import Book
    from vaultkit.encounters import Encounter
    from vaultkit.people import Person, PersonId, Said
    from vaultkit.topics import TopicId

    class Naming(Protocol):
        """Whatever names people."""

        @property
        def people(self) -> tuple[PersonId, ...]:
            """Whom."""


T = TypeVar("T")
K = TypeVar("K")
P = TypeVar("P", bound="Naming")


def by_key(pairs: Iterable[tuple[K, T]]) -> Mapping[K, tuple[T, ...]]:
    """Return the values under each key, each once, in the order they come."""
    found: dict[K, list[T]] = {}
    for key, value in pairs:
        under = found.setdefault(key, [])
        if not under or under[-1] != value:
            under.append(value)
    return MappingProxyType({key: tuple(values) for key, values in found.items()})


def by_person(noted: Iterable[P]) -> Mapping[PersonId, tuple[P, ...]]:
    """Return what is noted about each person, in the order it comes."""
    return by_key((person, one) for one in noted for person in one.people)


def by_topic(
    people: Iterable[Person], said: Callable[[Person], tuple[Said, ...]]
) -> Mapping[TopicId, tuple[PersonId, ...]]:
    """Return who says something about each topic, in the order people come."""
    return by_key((one.topic, who.id) for who in people for one in said(who))


def naming(people: Iterable[Person]) -> Mapping[TopicId, int]:
    """Return how many of these people name each topic: care, offer, need or learn."""
    return MappingProxyType(
        Counter(
            topic
            for who in people
            for topic in {
                one.topic
                for said in (who.interests, who.offers, who.needs, who.learning)
                for one in said
            }
        )
    )


def days(
    book: Book, encounters_of: Mapping[PersonId, tuple[Encounter, ...]]
) -> Mapping[PersonId, tuple[date, ...]]:
    """Return the distinct days with contact, a stated `last_contact` among them."""
    found: dict[PersonId, tuple[date, ...]] = {}
    for person in book.people.values():
        days = {met.date for met in encounters_of.get(person.id, ())}
        if person.last_contact:
            days.add(person.last_contact[0])
        if days:
            found[person.id] = tuple(sorted(days))
    return MappingProxyType(found)
