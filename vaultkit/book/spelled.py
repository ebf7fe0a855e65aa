"""Spelled: how often each topic is spelt how, kept from one book to the next."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.book.book import spelled
from vaultkit.book.topics import counted, gather, regathered
from vaultkit.lineage import unlike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.book.events import Event
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.snapshot import VaultPath

Spelt = Mapping["TopicId", Mapping[str, int]]
"""By topic, how often it is spelt how, in no order."""


class Sayings(NamedTuple):
    """Those who name topics.

    Attributes:
        people: Some people, or all.
        events: Some events, or all; in the order in which they are asked.
    """

    people: Mapping[PersonId, Person]
    events: Mapping[VaultPath, Event]

    @classmethod
    def of(cls, people: Mapping[PersonId, Person], events: Iterable[Event]) -> Sayings:
        """Return what some people and events say."""
        return cls(people, {one.path: one for one in events})

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
        events = (spelled((), (one,)) for one in self.events.values())
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


class Counted(NamedTuple):
    """Every topic, and what tells how it is called.

    Attributes:
        topics: Every topic.
        noted: Those that have a note.
        spelt: By topic, how often it is spelt how.
    """

    topics: Mapping[TopicId, Topic]
    noted: Mapping[TopicId, Topic]
    spelt: Spelt

    @classmethod
    def of(cls, noted: Mapping[TopicId, Topic], said: Sayings) -> Counted:
        """Return every topic that has a note or is named."""
        spelt = counted(said.spelled())
        return cls(gather(noted, spelt), noted, spelt)

    def again(self, before: Sayings, now: Sayings) -> Counted:
        """Return every topic once all who name them are as they are now."""
        who = sorted(unlike(before.people, now.people))
        what = sorted(unlike(before.events, now.events))
        were, are = (
            Sayings(
                {one: those.people[one] for one in who if one in those.people},
                {path: those.events[path] for path in what if path in those.events},
            )
            for those in (before, now)
        )
        return retold(self, were, are, now)


def retold(
    before: Counted, were: Sayings, are: Sayings, everything: Sayings
) -> Counted:
    """Return every topic once some who name them say otherwise.

    What did not change is the same object.

    Args:
        before: Every topic before; those that have a note are the same.
        were: Those who say something else now, as they were, or were there.
        are: Those who say something else now.
        everything: Everybody in order of name, and every event, now.
    """
    had, noted, _ = before
    if were.spelled() == are.spelled() and were.names == are.names:
        return before
    spelt, otherwise = respelt(before.spelt, were, are)
    named = {
        topic: often if topic in noted else everything.first_first(topic, often)
        for topic, often in ((one, spelt.get(one, {})) for one in otherwise)
    }
    found = regathered(had, noted, named)
    if found is None:
        anew = Counted.of(noted, everything).topics
        found = {t: had[t] if had.get(t) == one else one for t, one in anew.items()}
        found = had if anew == had else MappingProxyType(found)
    return Counted(found, noted, spelt)
