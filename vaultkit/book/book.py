"""The book: everything the notes say, cross-checked and immutable."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from vaultkit.book.people import Said
from vaultkit.book.private import NOTHING, Private
from vaultkit.dates import iso
from vaultkit.frozen import Frozen
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import (
        Ask,
        Came,
        Card,
        Encounter,
        Kindness,
        Lesson,
        NotNow,
        Promise,
    )
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.opportunities import Opportunity
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.notes.links import Files
    from vaultkit.snapshot import VaultPath


class Book(Frozen, frozen=True, kw_only=True):
    """Everything the notes say. It knows no today: what is past is asked by date.

    Attributes:
        files: Every file of the vault, to resolve and to write links.
        people: Everybody, me included, in order of name.
        me: Whose vault it is, if a note says so.
        encounters: Days in touch, by date and place in the notes; future days too.
        kindnesses: What was given and got, in the same order, undated first; so all
            the lists that follow.
        promises: Mine, open and kept.
        lessons: What people taught me.
        asks: What I asked of people.
        cards: Cards that changed hands.
        came: Good things, and through whom.
        not_now: Names that rest a while.
        topics: Every topic named, in order of name.
        events: Events and meetings, by date, undated last.
        introductions: In order of path.
        opportunities: By date, undated last.
        problems: Those of the notes themselves and those of what they say together.
        daily: The daily notes and their days.
        everyone: No rule found anybody, so every name linked on a dated line counts.
        private: Which notes are private, and where the others link them.
        apart: Who is not to be brought together with whom, since something private
            joins them or keeps them apart; both ways, nothing in the whole book.
    """

    files: Files
    people: Mapping[PersonId, Person] = MappingProxyType({})
    me: PersonId | None = None
    encounters: Sequence[Encounter] = ()
    kindnesses: Sequence[Kindness] = ()
    promises: Sequence[Promise] = ()
    lessons: Sequence[Lesson] = ()
    asks: Sequence[Ask] = ()
    cards: Sequence[Card] = ()
    came: Sequence[Came] = ()
    not_now: Sequence[NotNow] = ()
    topics: Mapping[TopicId, Topic] = MappingProxyType({})
    events: Sequence[Event] = ()
    introductions: Sequence[Introduction] = ()
    opportunities: Sequence[Opportunity] = ()
    problems: tuple[Problem, ...] = ()
    daily: Mapping[VaultPath, date] = MappingProxyType({})
    everyone: bool = False
    private: Private = NOTHING
    apart: Mapping[PersonId, frozenset[PersonId]] = MappingProxyType({})


def spelled(
    people: Iterable[Person], events: Iterable[Event]
) -> list[tuple[TopicId, str]]:
    """Return every topic somebody or something names, with its spelling, in order."""
    said: list[Said] = []
    for one in people:
        said += one.interests
        said += one.offers
        said += one.needs
        said += one.learning
        if one.vouch:
            said += [Said(topic, topic, one.origin) for topic in one.vouch]
    for event in events:
        said += event.topics
    return [(one.topic, one.text) for one in said]


def yet_to_come(person: Person, today: date) -> Problem | None:
    """Return that a stated last contact lies after `today`; it is not used then."""
    if person.last_contact is None or person.last_contact[0].date <= today:
        return None
    day, origin = person.last_contact
    return Problem(
        origin.path,
        origin.line,
        1,
        "date-future",
        f"the last contact with {person.name} is {iso(day)}, a day still to come",
        "Mend the date; until then it is left out.",
        "last_contact",
    )
