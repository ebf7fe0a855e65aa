"""The book: everything the notes say, cross-checked and immutable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar

from vaultkit.book import events as event_notes
from vaultkit.book import introductions as introduction_notes
from vaultkit.book import opportunities as opportunity_notes
from vaultkit.book import profile, topic_notes, topics, twice
from vaultkit.book.acquaintances import people as named_under
from vaultkit.book.encounters import Encounter
from vaultkit.book.logbook import Reader
from vaultkit.book.open_ends import keep, unanswered
from vaultkit.book.people import Person, with_introducer
from vaultkit.book.private import NOTHING, Private, what_is_private
from vaultkit.book.profile import Known
from vaultkit.book.said import once
from vaultkit.book.shelf import Shelf
from vaultkit.frozen import replace
from vaultkit.names import fold
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.book.encounters import (
        Ask,
        Came,
        Card,
        Kindness,
        Lesson,
        NotNow,
        Promise,
    )
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.logbook import Log
    from vaultkit.book.opportunities import Opportunity
    from vaultkit.book.people import Acquaintance, PersonId, Said
    from vaultkit.book.topics import Spellings, Topic, TopicId
    from vaultkit.book.who import Who
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
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

    files: Files = field(repr=False)
    people: Mapping[PersonId, Person] = field(
        default_factory=lambda: MappingProxyType({})
    )
    me: PersonId | None = None
    encounters: tuple[Encounter, ...] = ()
    kindnesses: tuple[Kindness, ...] = ()
    promises: tuple[Promise, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    asks: tuple[Ask, ...] = ()
    cards: tuple[Card, ...] = ()
    came: tuple[Came, ...] = ()
    not_now: tuple[NotNow, ...] = ()
    topics: Mapping[TopicId, Topic] = field(
        default_factory=lambda: MappingProxyType({})
    )
    events: tuple[Event, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    problems: tuple[Problem, ...] = ()
    daily: Mapping[VaultPath, date] = field(
        default_factory=lambda: MappingProxyType({})
    )
    everyone: bool = False
    private: Private = NOTHING
    apart: Mapping[PersonId, frozenset[PersonId]] = field(
        default_factory=lambda: MappingProxyType({})
    )


def gather(notes: Mapping[VaultPath, Note], settings: Settings, files: Files) -> Book:
    """Return everything the notes say, whatever order they come in.

    Args:
        notes: Every note that is not a page of ours, by path.
        settings: Who is a person, which words are contact, where daily notes are.
        files: Every file of the vault, to resolve links.
    """
    shelf = Shelf.of(notes, settings)
    who, everyone = shelf.everybody(files)
    noted = topic_notes.read(map(shelf.fields, shelf.of_kind("topic")))
    events = _events(shelf, who, noted.spellings)
    people = _profiles(shelf, Known(who, noted.spellings, settings, events))
    events = _with_those_met_there(events, people)
    stated = {**_of_events(events), **_stated(people)}
    reader = Reader(who, noted.spellings, settings, shelf.words, everyone)
    log = shelf.log(reader, stated)
    people = _told(people, log, settings.language)
    twins = twice.problems(people.values(), _apart(shelf, who))
    return Book(
        files=files,
        people=_by_name(people.values()),
        me=who.me,
        encounters=tuple(sorted(log.encounters, key=attrgetter("date"))),
        kindnesses=_dated(log.kindnesses),
        promises=keep(log.promises, log.kept, settings.language),
        lessons=_dated(log.lessons),
        asks=_dated(log.asks),
        cards=_dated(log.cards),
        came=_dated(log.came),
        not_now=_dated(log.not_now),
        topics=topics.gather(noted.topics, spelled(people.values(), events.values())),
        events=_dated(events.values(), undated=date.max),
        introductions=_introductions(shelf, who),
        opportunities=_dated(_opportunities(shelf, who), undated=date.max),
        problems=shelf.problems(who, (*noted.problems, *twins)),
        daily=MappingProxyType(shelf.daily),
        everyone=everyone,
        private=what_is_private(shelf, people.values(), who),
    )


def spelled(
    people: Iterable[Person], events: Iterable[Event]
) -> Iterator[tuple[TopicId, str]]:
    """Yield every topic somebody or something names, with its spelling, in order."""
    for person in people:
        for said in (person.interests, person.offers, person.needs, person.learning):
            if said:
                yield from map(_SPELLED, said)
        for topic in person.vouch:
            yield topic, topic
    for event in events:
        yield from map(_SPELLED, event.topics)


_SPELLED: Final = attrgetter("topic", "text")


def from_the_future(book: Book, today: date) -> tuple[Problem, ...]:
    """Return the stated last contacts that lie after `today`; they are not used."""
    return tuple(
        Problem(
            origin.path,
            origin.line,
            1,
            "date-future",
            f"the last contact with {person.name} is {day}, a day still to come",
            "Mend the date; until then it is left out.",
            "last_contact",
        )
        for person in book.people.values()
        if person.last_contact
        for day, origin in (person.last_contact,)
        if day > today
    )


# --- steps ---------------------------------------------------------------------------


def _events(shelf: Shelf, who: Who, spellings: Spellings) -> dict[VaultPath, Event]:
    found = {}
    for path in shelf.of_kind("event", "meeting"):
        kind: Literal["event", "meeting"] = (
            "meeting" if shelf.kinds[path] == "meeting" else "event"
        )
        found[path] = event_notes.read(shelf.fields(path), kind, who, spellings)
    return found


def _profiles(shelf: Shelf, known: Known) -> dict[PersonId, Person]:
    """Return everybody, by their own notes alone."""
    people = {}
    brought: list[tuple[PersonId, Acquaintance]] = []
    for person, path in sorted(known.who.notes.items()):
        fields = shelf.fields(path)
        people[person] = profile.read(fields, known)
        if "introduced_me_to" in fields.found:
            brought += profile.brought(fields, people[person], known.who)
    for person, (name, origin) in sorted(known.who.guests.items()):
        people[person] = Person(id=person, name=name, origin=origin)
    for person, by in brought:
        people[person] = with_introducer(people[person], by)
    return people


def _apart(shelf: Shelf, who: Who) -> dict[PersonId, tuple[PersonId, ...]]:
    """Return of whom a note says that they are somebody else."""
    said = ((person, shelf.fields(path)) for person, path in who.notes.items())
    return {
        person: named_under(fields, "not_same", who)
        for person, fields in said
        if "not_same" in fields.found
    }


def _told(
    people: dict[PersonId, Person], log: Log, language: str
) -> dict[PersonId, Person]:
    """Return everybody with what log lines say of them, answered needs left out."""
    lists: dict[PersonId, dict[str, list[Said]]] = {}
    for person, name, said in sorted(log.told, key=lambda told: _said_on(told[2])):
        mine = lists.setdefault(person, {})
        if name not in mine:
            mine[name] = [*getattr(people[person], name)]
        mine[name].append(said)
    needs = {
        person: lists.get(person, {}).get("needs", people[person].needs)
        for closing in log.answers
        for person in (*closing.people, *closing.perhaps)
    }
    for person, left in unanswered(needs, log.answers, language).items():
        lists.setdefault(person, {})["needs"] = [*left]
    for person, mine in lists.items():
        changed = {name: once(tuple(said)) for name, said in mine.items()}
        people[person] = replace(
            people[person],
            interests=changed.get("interests", people[person].interests),
            offers=changed.get("offers", people[person].offers),
            needs=changed.get("needs", people[person].needs),
        )
    return people


def _said_on(said: Said) -> tuple[date, Origin]:
    return said.since or date.min, said.origin


def _with_those_met_there(
    events: dict[VaultPath, Event], people: Mapping[PersonId, Person]
) -> dict[VaultPath, Event]:
    """Return the events with everybody who says that we met there among the people."""
    there: dict[VaultPath, list[PersonId]] = {}
    for person in people.values():
        told = "met_at" not in person.hidden  # else an event would tell it for them
        if person.met_at_path in events and told and not person.me:
            there.setdefault(person.met_at_path, []).append(person.id)
    for path, met in there.items():
        everybody = dict.fromkeys((*events[path].people, *sorted(met)))
        events[path] = replace(events[path], people=tuple(everybody))
    return events


def _of_events(events: Mapping[VaultPath, Event]) -> dict[str, Encounter]:
    """Return the encounters that events are; one I skip is none."""
    return {
        path: Encounter(
            date=event.date, people=event.people, kind=event.kind, origin=event.origin
        )
        for path, event in events.items()
        if event.date and event.people and event.decision != "skipping"
    }


def _stated(people: Mapping[PersonId, Person]) -> dict[str, Encounter]:
    """Return the last contacts that properties state."""
    return {
        person.id: Encounter(
            date=person.last_contact[0],
            people=(person.id,),
            kind="stated",
            origin=person.last_contact[1],
        )
        for person in people.values()
        if person.last_contact and not person.me
    }


def _introductions(shelf: Shelf, who: Who) -> tuple[Introduction, ...]:
    notes = map(shelf.fields, shelf.of_kind("introduction"))
    found = (introduction_notes.read(fields, who) for fields in notes)
    return tuple(known for known in found if known is not None)


def _opportunities(shelf: Shelf, who: Who) -> tuple[Opportunity, ...]:
    notes = map(shelf.fields, shelf.of_kind("opportunity"))
    return tuple(opportunity_notes.read(fields, who) for fields in notes)


# --- order ---------------------------------------------------------------------------


class _Happened(Protocol):
    @property
    def date(self) -> date | None: ...


Thing = TypeVar("Thing", bound=_Happened)


def _dated(things: Iterable[Thing], undated: date = date.min) -> tuple[Thing, ...]:
    """Return things by date; those of one day stay in the order of the notes."""
    return tuple(sorted(things, key=lambda thing: thing.date or undated))


def _by_name(people: Iterable[Person]) -> Mapping[PersonId, Person]:
    ordered = sorted(people, key=lambda person: (fold(person.name), person.id))
    return MappingProxyType({person.id: person for person in ordered})
