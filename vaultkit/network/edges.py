"""Edges: what joins people, topics and events, each with the line that says so."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final

from vaultkit.book.encounters import APART, COMPANY
from vaultkit.book.events import told_by_note
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date as Date  # noqa: N812 - an edge has a `date` too

    from vaultkit.book.encounters import Encounter
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath

TOPIC: Final = "topic:"
EVENT: Final = "event:"

MEETING: Final = "meeting"
"""The kind of an edge that only the note of a meeting shows."""


class Edge(Frozen, frozen=True):
    """One fact that joins two nodes.

    Attributes:
        a: The node it starts from: a person's id, `topic:...` or `event:...`.
        b: The node it leads to.
        kind: Between people: `introduced` (a brought b, or I brought them together),
            `knows`, `met with`, `meeting` (one that both were at, or will be),
            `contact` (a is me). From people to topics: `interest`, `offer`, `need`,
            `learning`; to events: `event` (there, or expected there).
            From events to topics: `about`. From topics to wider ones: `broader`.
        origin: Where it stands; None for a topic that is wider by its name alone.
        date: The day it is about, if one is known; a day to come is not yet true.
    """

    a: str
    b: str
    kind: str
    origin: Origin | None
    date: Date | None = None

    def holds(self, until: Date | None) -> bool:
        """Return whether it is true on that day (None: on any day).

        A meeting of that very day may be still to come.
        """
        if until is None or self.date is None:
            return True
        return self.date < until if self.kind == MEETING else self.date <= until


Edges = tuple[Edge, ...]


def topic_node(topic: TopicId) -> str:
    """Return the node of a topic."""
    return f"{TOPIC}{topic}"


def event_node(path: VaultPath) -> str:
    """Return the node of an event."""
    return f"{EVENT}{path}"


def of_person(person: Person) -> Iterator[Edge]:
    """Yield what joins a person to topics."""
    for kind, all_said in (
        ("interest", person.interests),
        ("offer", person.offers),
        ("need", person.needs),
        ("learning", person.learning),
    ):
        for said in all_said:
            node = topic_node(said.topic)
            yield Edge(person.id, node, kind, said.origin, said.since)


def of_event(event: Event) -> Iterator[Edge]:
    """Yield what joins an event to people and topics."""
    node = event_node(event.path)
    for person in event.people:
        yield Edge(person, node, "event", event.origin, event.date)
    for said in event.topics:
        yield Edge(node, topic_node(said.topic), "about", said.origin, event.date)


def of_topic(topic: Topic) -> Iterator[Edge]:
    """Yield what joins a topic to wider ones."""
    for wider in topic.broader:
        yield Edge(topic_node(topic.id), topic_node(wider), "broader", topic.origin)


def ties(
    people: Mapping[PersonId, Person],
    noting: Iterable[Person],
    introductions: Iterable[Introduction],
    encounters: Iterable[Encounter],
    events: Mapping[VaultPath, Event],
) -> dict[PersonId, dict[PersonId, Edges]]:
    """Return who is tied to whom, by what, both ways.

    Args:
        people: Everybody.
        noting: Those whose notes are asked.
        introductions: Those that are asked.
        encounters: Those that are asked.
        events: Events and meetings by path.
    """
    found: defaultdict[PersonId, dict[PersonId, Edges]] = defaultdict(dict)
    stated = chain(_noted(noting), _joined(introductions))
    for a, b, edge in chain(stated, _met(encounters, events)):
        if a != b and a in people and b in people:
            around = found[a]
            joined = (*around[b], edge) if b in around else (edge,)
            found[b][a] = around[b] = joined
    return dict(found)


def of_both(
    who: PersonId,
    found: Mapping[PersonId, Edges],
    *known: Mapping[PersonId, Mapping[PersonId, Edges]],
) -> Iterator[tuple[PersonId, Edges]]:
    """Yield to whom somebody is tied and by what: one value for both of them.

    Args:
        who: Somebody.
        found: Their ties.
        known: Ties, both ways; those that are equal are taken from there.
    """
    for other, joined in found.items():
        sides = (who, other), (other, who)
        there = (ties.get(a, {}).get(b) for ties in known for a, b in sides)
        yield other, next((one for one in there if one == joined), joined)


def company(encounters: Iterable[Encounter]) -> list[Encounter]:
    """Return which encounters brought people together."""
    # Few are with several people, and who was there is asked of every one.
    several = [one for one in encounters if len(one.people) > 1]
    return [
        one for one in several if len(one.people) <= COMPANY and one.kind not in APART
    ]


def _joined(
    introductions: Iterable[Introduction],
) -> Iterator[tuple[PersonId, PersonId, Edge]]:
    for made in introductions:
        if made.introduced:
            a, b = made.between
            yield a, b, Edge(a, b, "introduced", made.origin, made.introduced)


def _noted(people: Iterable[Person]) -> Iterator[tuple[PersonId, PersonId, Edge]]:
    for person in people:
        own = person.id
        for by in person.introduced_by:
            yield by.person, own, Edge(by.person, own, "introduced", by.origin)
        for to in person.introduced_to:
            yield own, to.person, Edge(own, to.person, "introduced", to.origin)
        for other in person.knows:
            yield own, other.person, Edge(own, other.person, "knows", other.origin)


def _met(
    encounters: Iterable[Encounter], events: Mapping[VaultPath, Event]
) -> Iterator[tuple[PersonId, PersonId, Edge]]:
    """Yield, for everyone I met together, the first time they met.

    A meeting that may be still to come does not stand in the way of a line.
    """
    seen: set[tuple[PersonId, PersonId]] = set()
    planned: set[tuple[PersonId, PersonId]] = set()
    for met in company(encounters):
        meeting = met.kind == MEETING and told_by_note(met, events)
        kind, there = (MEETING, planned) if meeting else ("met with", seen)
        for pair in combinations(sorted(met.people), 2):
            if pair not in seen and pair not in there:
                there.add(pair)
                a, b = pair
                yield a, b, Edge(a, b, kind, met.origin, met.date)
