"""Named: who names some topics, those I know best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.network.closeness import near
from vaultkit.network.indexes import place
from vaultkit.network.ranking import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
) -> Mapping[Naming, Sequence[PersonId]]:
    """Return who names some topics so, those I know best first, then by name.

    Not me, nor whose season ended. Hundreds may name a topic.
    """
    caring = frozenset(topic for topic, way in namings if way == "caring")
    learning = frozenset(topic for topic, way in namings if way == "learning")
    return network.ranked(_naming, EVERYBODY, caring, learning, settings, today)


def _naming(
    network: Network,
    person: PersonId,
    caring: frozenset[TopicId],
    learning: frozenset[TopicId],
    settings: Settings,
    today: date,
) -> tuple[tuple[Naming, float, PersonId], ...]:
    """Return which of these topics somebody names so, and how well I know them."""
    who = network.book.people[person]
    found: set[Naming] = set()
    for one in who.interests:
        if one.topic in caring:
            found.add((one.topic, "caring"))
    for one in who.learning:
        if one.topic in learning:
            found.add((one.topic, "learning"))
    its = network.asked(near, settings, today)(person) if found else None
    return tuple([(one, -its.close, person) for one in found]) if its else ()


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
