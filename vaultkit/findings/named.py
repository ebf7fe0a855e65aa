"""Named: who names some topics, those I know best first."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from vaultkit.network.closeness import near
from vaultkit.network.indexes import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

Way = Literal["caring", "learning"]
"""Whether somebody cares about a topic or wants to learn it."""

Naming = tuple["TopicId", Way]
"""A topic that is named, and in which way."""


def named(
    network: Network, namings: frozenset[Naming], settings: Settings, today: date
) -> Mapping[Naming, tuple[PersonId, ...]]:
    """Return who names some topics so, those I know best first, then by name.

    Not me, nor whose season ended. Hundreds may name a topic.
    """
    keys = sorted(namings)
    return dict(zip(keys, network.each(_naming, keys, settings, today), strict=True))


def _naming(
    network: Network, naming: Naming, settings: Settings, today: date
) -> tuple[PersonId, ...]:
    """Return who names a topic so, those I know best first, then by name."""
    topic, way = naming
    index = network.learners if way == "learning" else network.interested
    close = network.asked(near, settings, today)
    those = [
        (-its.close, person)
        for person in index.get(topic, ())
        if (its := close(person)) is not None
    ]
    those.sort(key=itemgetter(0))  # by name they stand already
    return tuple([person for _, person in those])


def by_closeness(
    network: Network, several: Iterable[PersonId], settings: Settings, today: date
) -> list[PersonId]:
    """Return some of these people in the same order."""
    people, close = network.book.people, network.asked(near, settings, today)
    those = [(-its.close, person) for person in several if (its := close(person))]
    those.sort(key=lambda one: (one[0], place(people[one[1]])))
    return [person for _, person in those]


def said_of(who: Person, way: Way) -> tuple[Said, ...]:
    """Return what somebody cares about, or wants to learn."""
    return who.learning if way == "learning" else who.interests
