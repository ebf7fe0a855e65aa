"""Spelled: who and what names each topic, and how, kept from one book to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.book.book import spelled
from vaultkit.book.topics import gather, regathered

if TYPE_CHECKING:
    from vaultkit.book.events import Event
    from vaultkit.book.gathering import Gathered
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.snapshot import VaultPath

Naming = Mapping["TopicId", tuple[str, ...]]
"""By topic, the people and the events that name it, each once, in no order."""


class Sayings(NamedTuple):
    """Those who name topics.

    Attributes:
        people: Some people, or all.
        events: Some events, or all.
    """

    people: Mapping[PersonId, Person]
    events: Mapping[VaultPath, Event]

    @property
    def names(self) -> tuple[set[PersonId], set[VaultPath]]:
        """Who they are."""
        return {*self.people}, {*self.events}

    def spelled(self) -> list[tuple[TopicId, str]]:
        """Return the topics they name and how, in order."""
        return spelled(self.people.values(), self.events.values())

    def naming(self) -> Naming:
        """Return who names each topic."""
        found: defaultdict[TopicId, dict[str, None]] = defaultdict(dict)
        each = chain(
            ((one.id, spelled((one,), ())) for one in self.people.values()),
            ((one.path, spelled((), (one,))) for one in self.events.values()),
        )
        for name, said in each:
            for topic, _ in said:
                found[topic][name] = None
        return {topic: tuple(names) for topic, names in found.items()}

    def texts(self, naming: Naming) -> dict[TopicId, list[str]]:
        """Return how they spell some topics, in their order.

        Args:
            naming: By topic, who names it.
        """
        names = set(chain.from_iterable(naming.values()))
        people = [one for name, one in self.people.items() if name in names]
        events = [self.events[path] for path in sorted(self.events.keys() & names)]
        found: dict[TopicId, list[str]] = {topic: [] for topic in naming}
        for topic, text in spelled(people, events):
            if topic in found:
                found[topic].append(text)
        return found


def renamed(
    naming: Naming, were: Sayings, are: Sayings
) -> tuple[Naming, frozenset[TopicId]]:
    """Return who names each topic once some say something else, and which those are."""
    had, has = were.naming(), are.naming()
    away = frozenset((*were.people, *were.events))
    now = dict(naming)
    otherwise = frozenset((*had, *has))
    for topic in otherwise:
        stay = (name for name in now.get(topic, ()) if name not in away)
        now[topic] = (*stay, *has.get(topic, ()))
    return now, otherwise


def retold(
    before: Gathered, were: Sayings, are: Sayings, everything: Sayings
) -> tuple[Mapping[TopicId, Topic], Naming | None]:
    """Return every topic, and who names each, once some say something else.

    What did not change is the same object.

    Args:
        before: What was gathered before.
        were: Those who say something else now, as they were, or were there.
        are: Those who say something else now.
        everything: Everybody in order of name, and every event, now.
    """
    had, noted = before.book.topics, before.noted.topics
    if were.spelled() == are.spelled() and were.names == are.names:
        return had, before.naming
    naming = before.naming or Sayings(before.book.people, before.events).naming()
    naming, otherwise = renamed(naming, were, are)
    named = everything.texts({topic: naming[topic] for topic in otherwise})
    found = regathered(had, noted, named)
    if found is None:
        anew = gather(noted, everything.spelled())
        found = {t: had[t] if had.get(t) == one else one for t, one in anew.items()}
        found = had if anew == had else MappingProxyType(found)
    return found, naming
