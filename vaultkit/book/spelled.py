"""Spelled: how often each topic is spelt how, kept from one book to the next."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.book.book import spelled
from vaultkit.book.topics import counted, gather, regathered

if TYPE_CHECKING:
    from vaultkit.book.events import Event
    from vaultkit.book.gathering import Gathered
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.snapshot import VaultPath

Spelt = Mapping["TopicId", Mapping[str, int]]
"""By topic, how often it is spelt how, in no order."""


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

    def first_first(
        self, topic: TopicId, often: Mapping[str, int]
    ) -> Mapping[str, int]:
        """Return spellings of a topic, the first said of the most frequent ones first.

        Args:
            topic: The topic.
            often: How often these spell it how.
        """
        most = max(often.values(), default=0)
        tied = [text for text, times in often.items() if times == most]
        if len(tied) < 2:  # noqa: PLR2004 (one alone is first of all)
            return often
        people = (spelled((one,), ()) for one in self.people.values())
        events = (spelled((), (self.events[path],)) for path in sorted(self.events))
        for said in chain(people, events):
            known = counted(one for one in said if one[0] == topic).get(topic, {})
            first = next((text for text in known if text in tied), None)
            if first is not None:
                return {first: most, **often}
        raise LookupError(topic)


def respelt(
    before: Spelt, were: Sayings, are: Sayings
) -> tuple[Spelt, frozenset[TopicId]]:
    """Return how often topics are spelt how once some say something else, and which."""
    had, has = counted(were.spelled()), counted(are.spelled())
    now = dict(before)
    otherwise = frozenset((*had, *has))
    for topic in otherwise:
        often = dict(now.pop(topic, {}))
        for text, times in had.get(topic, {}).items():
            often[text] -= times
        for text, times in has.get(topic, {}).items():
            often[text] = often.get(text, 0) + times
        left = {text: times for text, times in often.items() if times}
        if left:
            now[topic] = left
    return now, otherwise


def retold(
    before: Gathered, were: Sayings, are: Sayings, everything: Sayings
) -> tuple[Mapping[TopicId, Topic], Spelt]:
    """Return every topic, and how often each is spelt how, once some say otherwise.

    What did not change is the same object.

    Args:
        before: What was gathered before.
        were: Those who say something else now, as they were, or were there.
        are: Those who say something else now.
        everything: Everybody in order of name, and every event, now.
    """
    had, noted = before.book.topics, before.noted.topics
    if were.spelled() == are.spelled() and were.names == are.names:
        return had, before.spelt
    spelt, otherwise = respelt(before.spelt, were, are)
    named = {
        topic: often if topic in noted else everything.first_first(topic, often)
        for topic, often in ((one, spelt.get(one, {})) for one in otherwise)
    }
    found = regathered(had, noted, named)
    if found is None:
        anew = gather(noted, counted(everything.spelled()))
        found = {t: had[t] if had.get(t) == one else one for t, one in anew.items()}
        found = had if anew == had else MappingProxyType(found)
    return found, spelt
