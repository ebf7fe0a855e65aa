"""Gathering: the book from all the notes at once, and what it was made by.

What one note says is read note by note, against what all of them say about who there
is. `following` does the same for the few notes that changed.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from vaultkit.book import events as event_notes
from vaultkit.book import introductions as introduction_notes
from vaultkit.book import opportunities as opportunity_notes
from vaultkit.book import profile, topic_notes, topics
from vaultkit.book.acquaintances import people as named_under
from vaultkit.book.book import Book, spelled
from vaultkit.book.encounters import Encounter
from vaultkit.book.lists import by_day, by_name
from vaultkit.book.logbook import Log, Reader
from vaultkit.book.open_ends import keep, unanswered
from vaultkit.book.people import Person, PersonId, with_introducer
from vaultkit.book.private import what_is_private
from vaultkit.book.profile import Known
from vaultkit.book.said import once
from vaultkit.book.shelf import Shelf
from vaultkit.book.splicing import Series
from vaultkit.book.twins import Twins, twins
from vaultkit.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.events import Event
    from vaultkit.book.mentioned import Search
    from vaultkit.book.people import Acquaintance, Said
    from vaultkit.book.topic_notes import Noted
    from vaultkit.book.topics import TopicId
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

Brought = tuple["PersonId", "Acquaintance"]
"""Somebody, and whose note says that its person introduced them to me."""


class Gathered(Frozen, frozen=True, kw_only=True):
    """A book, and what it was gathered by.

    Attributes:
        book: Everything the notes say.
        notes: The notes as they were given.
        shelf: What each is about, and its front matter.
        known: Who there is, what spellings mean, events by their own notes.
        noted: The topics that have a note.
        own: Everybody as their own note says.
        brought: Whom notes say that their person introduced to me.
        events: Events and meetings, with those who say that we met there.
        apart: Of whom a note says that they are somebody else.
        log: What lines leave open and close, and what they say of people.
        twins: Who seems to be noted twice.
        search: What notes are searched with for whom they name; None until then.
        spelt: By topic, how often it is spelt how.
    """

    book: Book
    notes: Mapping[VaultPath, Note]
    shelf: Shelf
    known: Known
    noted: Noted
    own: Mapping[PersonId, Person]
    brought: tuple[Brought, ...]
    events: Mapping[VaultPath, Event]
    apart: Mapping[PersonId, tuple[PersonId, ...]]
    log: Log
    twins: Twins
    spelt: Mapping[TopicId, Mapping[str, int]]
    search: Search | None = None


def gather(notes: Mapping[VaultPath, Note], settings: Settings, files: Files) -> Book:
    """Return everything the notes say, whatever order they come in; see `gathered`."""
    return gathered(notes, settings, files).book


def gathered(
    notes: Mapping[VaultPath, Note], settings: Settings, files: Files
) -> Gathered:
    """Return everything the notes say, and what it was gathered by.

    Args:
        notes: Every note that is not a page of ours, by path.
        settings: Who is a person, which words are contact, where daily notes are.
        files: Every file of the vault, to resolve links.
    """
    shelf = Shelf.of(notes, settings)
    who, everyone = shelf.everybody(files)
    noted = topic_notes.read(map(shelf.fields, shelf.of_kind("topic")))
    known = Known(who, noted.spellings, settings, events_of(shelf, who, noted))
    own, brought = _profiles(shelf, known)
    people = with_introducers(own, brought)
    events = {**known.events, **with_those_met_there(known.events, people.values())}
    stated = {**of_events(events.values()), **stated_by(people.values())}
    reader = Reader(who, noted.spellings, settings, shelf.words, everyone)
    log = shelf.log(reader, stated)
    people = told(people, log, settings.language)
    apart = _apart(shelf, who)
    everybody = by_name(people.values())
    said = spelled(everybody.values(), events.values())
    found = Gathered(
        book=Book(files=files, people=everybody, everyone=everyone),
        notes=notes,
        shelf=shelf,
        known=known,
        noted=noted,
        own=own,
        brought=brought,
        events=events,
        apart=apart,
        log=log.ends,
        twins=twins(people.values(), apart),
        spelt=topics.counted(said),
    )
    return replace(found, book=_book(found, log), shelf=shelf.closed())


def _book(found: Gathered, log: Log) -> Book:
    """Return the book, given everybody in it and what lines say."""
    shelf, who, events = found.shelf, found.known.who, found.events
    people = found.book.people.values()
    noted = found.noted
    book = replace(
        _in_order(found.book, log, found.known.settings.language),
        me=who.me,
        topics=topics.gather(noted.topics, found.spelt),
        events=dated(events.values(), undated=date.max),
        daily=MappingProxyType(shelf.daily),
        private=what_is_private(shelf, people, who),
    )
    book = _with_other_notes(book, shelf, who)
    # Asked last, since what is wrong with notes is found while they are read.
    return replace(
        book, problems=shelf.problems(who, (*noted.problems, *found.twins.problems))
    )


def _in_order(book: Book, log: Log, language: str) -> Book:
    """Return the book with what lines say, by date."""
    return replace(
        book,
        encounters=by_day(log.encounters),
        kindnesses=dated(log.kindnesses),
        promises=Series.of(keep(log.promises, log.kept, language)),
        lessons=dated(log.lessons),
        asks=dated(log.asks),
        cards=dated(log.cards),
        came=dated(log.came),
        not_now=dated(log.not_now),
    )


# --- what single notes say -----------------------------------------------------------


def event_of(shelf: Shelf, path: VaultPath, known: Known) -> Event:
    """Return the event or meeting that a note is about, as it says itself."""
    kind: Literal["event", "meeting"] = (
        "meeting" if shelf.kinds[path] == "meeting" else "event"
    )
    return event_notes.read(shelf.fields(path), kind, known.who, known.spellings)


def events_of(shelf: Shelf, who: Who, noted: Noted) -> dict[VaultPath, Event]:
    """Return all events and meetings, as their own notes say."""
    known = Known(who, noted.spellings, shelf.settings, {})
    paths = shelf.of_kind("event", "meeting")
    return {path: event_of(shelf, path, known) for path in paths}


def profile_of(
    shelf: Shelf, path: VaultPath, known: Known
) -> tuple[Person, list[Brought]]:
    """Return somebody by their own note alone, and whom they introduced to me."""
    fields = shelf.fields(path)
    person = profile.read(fields, known)
    if "introduced_me_to" not in fields.found:
        return person, []
    return person, profile.brought(fields, person, known.who)


def not_same(fields: Fields, who: Who) -> tuple[PersonId, ...]:
    """Return of whom a note says that they are somebody else."""
    return named_under(fields, "not_same", who) if "not_same" in fields.found else ()


def _profiles(
    shelf: Shelf, known: Known
) -> tuple[dict[PersonId, Person], tuple[Brought, ...]]:
    """Return everybody, by their own notes alone, and who introduced whom to me."""
    people = {}
    brought: list[Brought] = []
    for person in sorted(known.who.notes):
        people[person], others = profile_of(shelf, known.who.notes[person], known)
        brought += others
    for person, (name, origin) in sorted(known.who.guests.items()):
        people[person] = Person(id=person, name=name, origin=origin)
    return people, tuple(brought)


def _apart(shelf: Shelf, who: Who) -> dict[PersonId, tuple[PersonId, ...]]:
    return {
        PersonId(path): not_same(fields, who)
        for path, fields in shelf.front.items()
        if "not_same" in fields.found and PersonId(path) in who.notes
    }


def _with_other_notes(book: Book, shelf: Shelf, who: Who) -> Book:
    """Return the book with introductions and opportunities."""
    pairs = map(shelf.fields, shelf.of_kind("introduction"))
    found = (introduction_notes.read(fields, who) for fields in pairs)
    came = map(shelf.fields, shelf.of_kind("opportunity"))
    good = (opportunity_notes.read(fields, who) for fields in came)
    return replace(
        book,
        introductions=Series.of(known for known in found if known is not None),
        opportunities=dated(good, undated=date.max),
    )


# --- what they say together ----------------------------------------------------------


def with_introducers(
    people: Mapping[PersonId, Person], brought: Iterable[Brought]
) -> dict[PersonId, Person]:
    """Return people with those among their introducers whose notes say so."""
    found = dict(people)
    for person, by in brought:
        if person in found:
            found[person] = with_introducer(found[person], by)
    return found


def told(
    people: Mapping[PersonId, Person], log: Log, language: str
) -> dict[PersonId, Person]:
    """Return everybody with what log lines say of them, answered needs left out."""
    people = dict(people)
    lists: dict[PersonId, dict[str, list[Said]]] = {}
    for person, name, said in sorted(log.told, key=lambda told: _said_on(told[2])):
        mine = lists.setdefault(person, {})
        if name not in mine:
            mine[name] = [*getattr(people[person], name)]
        mine[name].append(said)
    needs = {
        person: lists.get(person, {}).get("needs", people[person].needs)
        for closing in log.answers
        for person in closing.everybody
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


def with_those_met_there(
    events: Mapping[VaultPath, Event], people: Iterable[Person]
) -> dict[VaultPath, Event]:
    """Return those events to which people who say that we met there must be added."""
    there: dict[VaultPath, list[PersonId]] = {}
    for person in people:
        shown = "met_at" not in person.hidden  # else an event would tell it for them
        path = person.met_at_path
        if path in events and path is not None and shown and not person.me:
            there.setdefault(path, []).append(person.id)
    found = {}
    for path, met in there.items():
        everybody = dict.fromkeys((*events[path].people, *sorted(met)))
        found[path] = replace(events[path], people=tuple(everybody))
    return found


def of_events(events: Iterable[Event]) -> dict[str, Encounter]:
    """Return the encounters that events are; one I skip is none."""
    return {
        event.path: Encounter(
            date=event.date, people=event.people, kind=event.kind, origin=event.origin
        )
        for event in events
        if event.date and event.people and event.decision != "skipping"
    }


def stated_by(people: Iterable[Person]) -> dict[str, Encounter]:
    """Return the last contacts that properties state."""
    return {
        person.id: Encounter(
            date=person.last_contact[0].date,
            people=(person.id,),
            kind="stated",
            origin=person.last_contact[1],
        )
        for person in people
        if person.last_contact and not person.me
    }


# --- order ---------------------------------------------------------------------------


class Happened(Protocol):
    """Whatever has a day, or none."""

    @property
    def date(self) -> date | None:
        """The day."""


Thing = TypeVar("Thing", bound=Happened)


def dated(things: Iterable[Thing], undated: date = date.min) -> Series[Thing]:
    """Return things by date; those of one day stay in the order of the notes."""
    return Series.of(sorted(things, key=lambda thing: thing.date or undated))
