"""Steps: from one book to the next, by what a few notes said and say now."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from vaultkit.book import introductions as introduction_notes
from vaultkit.book import opportunities as opportunity_notes
from vaultkit.book import private, topics, twice
from vaultkit.book.book import Book, spelled
from vaultkit.book.gathering import (
    Gathered,
    event_of,
    not_same,
    of_events,
    profile_of,
    stated_by,
    told,
    with_introducers,
    with_those_met_there,
)
from vaultkit.book.lists import ends, in_order, last
from vaultkit.book.logbook import Log, Reader
from vaultkit.book.open_ends import joined, keep
from vaultkit.book.people import Person, PersonId
from vaultkit.book.splicing import Standing, amended, kept, spliced
from vaultkit.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.book.events import Event
    from vaultkit.book.gathering import Brought
    from vaultkit.book.kinds import Kind
    from vaultkit.book.profile import Known
    from vaultkit.book.shelf import Shelf
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.notes.note import Note
    from vaultkit.problems import Origin, Problem
    from vaultkit.snapshot import VaultPath

S = TypeVar("S", bound=Standing)


@dataclass(slots=True)
class Step:
    """What it takes from one book to the next.

    Attributes:
        before: What was gathered before.
        notes: The notes as given.
        shelf: The notes as they are now.
        known: Who there is, and by their own notes the events.
        paths: The notes that changed, or are read otherwise than before.
        guests: Who is first named elsewhere than before.
        own: Everybody by their own notes, and who was introduced to me by whom.
    """

    before: Gathered
    notes: Mapping[VaultPath, Note]
    shelf: Shelf
    known: Known
    paths: list[VaultPath]
    guests: Mapping[PersonId, tuple[str, Origin]]
    own: tuple[Mapping[PersonId, Person], tuple[Brought, ...]] = ({}, ())

    def gathered(self) -> Gathered:
        """Return what is gathered now."""
        before, book, shelf = self.before, self.before.book, self.shelf
        who = self.known.who
        self._read_events()
        self.own = own, brought = self._profiles()
        people = self._introduced(own, brought)
        events = self._events(people)
        read = sorted({*self.paths, *events})
        gone = self._lines(read, before, before.events, before.book.people)
        come = self._lines(read, self, events, people)
        log = ends(before.log, frozenset(read), come)
        people = self._told(people, (gone, come), log)
        everybody = amended(book.people, people)
        apart = self._apart()
        twins = self._twins(people, apart, everybody)
        after = replace(
            self._of_notes(self._in_order(gone, come, log), events),
            people=everybody,
            topics=self._topics(people, events, everybody),
            private=private.revised(book.private, shelf, self.paths, everybody, who),
        )
        return Gathered(
            book=replace(after, problems=self._problems(twins)),
            notes=self.notes,
            shelf=shelf,
            known=self.known,
            noted=before.noted,
            own=own,
            brought=brought,
            events={**before.events, **events},
            apart=apart,
            log=log,
            twins=twins,
        )

    # --- events and people, by their own notes

    def _read_events(self) -> None:
        """Read the events again; whoever met me at one on another day, too."""
        first = self.before.known.events
        again = {
            path: event_of(self.shelf, path, self.known)
            for path in self.paths
            if path in first
        }
        moved = {path for path, one in again.items() if one.date != first[path].date}
        if again:
            self.known = replace(self.known, events={**first, **again})
        if moved:
            there = {
                one.path
                for one in self.before.own.values()
                if one.path and one.met_at_path in moved
            } - {*self.paths}
            self.paths = sorted({*self.paths, *there})
            self.shelf.again(there)

    def _profiles(self) -> tuple[Mapping[PersonId, Person], tuple[Brought, ...]]:
        """Return everybody by their own notes, and whom others introduced to me."""
        before = self.before
        read = {}
        again = frozenset(map(PersonId, self.paths))
        brought = [one for one in before.brought if one[1].person not in again]
        for path in self.paths:
            person = PersonId(path)
            if person in self.known.who.notes:
                read[person], others = profile_of(self.shelf, path, self.known)
                brought += others
        for guest, (name, origin) in self.guests.items():
            read[guest] = Person(id=guest, name=name, origin=origin)
        # As `gathered` finds them; several of one note stay in the order of the note.
        brought.sort(key=lambda one: one[1].person)
        return {**before.own, **read}, tuple(brought)

    def _introduced(
        self, own: Mapping[PersonId, Person], brought: Iterable[Brought]
    ) -> dict[PersonId, Person]:
        """Return those who are otherwise than before, with who introduced them."""
        changed = {*map(PersonId, self.paths), *self.guests} & own.keys()
        if brought != self.before.brought:
            changed.update(person for person, _ in {*brought} ^ {*self.before.brought})
        theirs = {person: own[person] for person in sorted(changed)}
        return with_introducers(theirs, brought)

    def _events(self, people: Mapping[PersonId, Person]) -> dict[VaultPath, Event]:
        """Return the events that are otherwise, or may be, with whom I met there."""
        before, first = self.before, self.known.events
        had = (before.book.people[person].met_at_path for person in people)
        have = (person.met_at_path for person in people.values())
        asked = {*self.paths, *filter(None, had), *filter(None, have)} & first.keys()
        if not asked:
            return {}
        events = {path: first[path] for path in sorted(asked)}
        everybody = {**before.book.people, **people}.values()
        events.update(with_those_met_there(events, everybody))
        return {
            path: before.events[path] if one == before.events[path] else one
            for path, one in events.items()
        }

    # --- what lines say

    def _lines(
        self,
        paths: Iterable[VaultPath],
        by: Gathered | Step,
        events: Mapping[VaultPath, Event],
        people: Mapping[PersonId, Person],
    ) -> Log:
        """Return what some notes say, in order of path and line."""
        who, spellings = by.known.who, by.known.spellings
        reader = Reader(who, spellings, by.known.settings, by.shelf.words)
        log = Log()
        for path in paths:
            known = [events[path]] if path in events else []
            person = people.get(PersonId(path))
            stated = of_events(known) | stated_by([person] if person else [])
            log.encounters += stated.values()
            by.shelf.read(path, reader, log)
        return log

    def _in_order(self, gone: Log, come: Log, log: Log) -> Book:
        """Return the book without what lines said, and with what they say."""
        book, before = in_order(self.before.book, gone, come), self.before.log
        if (log.promises, log.kept) == (before.promises, before.kept):
            return book
        language = self.known.settings.language
        promises = keep(log.promises, log.kept, language)
        return replace(book, promises=kept(book.promises, promises))

    def _of_notes(self, book: Book, events: Mapping[VaultPath, Event]) -> Book:
        """Return the book with what single notes are about, other than people."""
        had = [self.before.events[path] for path in events]
        return replace(
            book,
            events=spliced(book.events, had, [*events.values()], last),
            introductions=self._noted(
                "introduction", book.introductions, introduction_notes.read
            ),
            opportunities=self._noted(
                "opportunity", book.opportunities, opportunity_notes.read
            ),
        )

    def _told(
        self, people: Mapping[PersonId, Person], moved: Iterable[Log], log: Log
    ) -> dict[PersonId, Person]:
        """Return those who are otherwise, with what lines say of them.

        One line may answer the needs of several people: all whom lines join so are
        asked together.

        Args:
            people: By their own notes, those who are otherwise.
            moved: What lines said and say that changed.
            log: What all lines say now.
        """
        asked = {*people}
        for one in moved:
            asked.update(person for person, _, _ in one.told)
            asked.update(*(closing.everybody for closing in one.answers))
        answers, asked = joined(log.answers, asked)
        own, brought = self.own
        theirs = with_introducers(
            {p: own[p] for p in sorted(asked) if p in own}, brought
        )
        of_them = [one for one in log.told if one[0] in asked]
        language = self.known.settings.language
        found = told(theirs, Log(told=of_them, answers=answers), language)
        had = self.before.book.people
        return {p: had[p] if had.get(p) == one else one for p, one in found.items()}

    # --- what they say together

    def _apart(self) -> Mapping[PersonId, tuple[PersonId, ...]]:
        """Return of whom notes say that they are somebody else."""
        who, found = self.known.who, dict(self.before.apart)
        for path in self.paths:
            person = PersonId(path)
            found.pop(person, None)
            if person in who.notes:
                fields = self.shelf.fields(path)
                if "not_same" in fields.found:
                    found[person] = not_same(fields, who)
        return found

    def _twins(
        self,
        people: Mapping[PersonId, Person],
        apart: Mapping[PersonId, tuple[PersonId, ...]],
        everybody: Mapping[PersonId, Person],
    ) -> tuple[Problem, ...]:
        """Return who seems to be noted twice."""
        had = self.before.book.people
        same = all(twice.alike(had[person], one) for person, one in people.items())
        if same and apart == self.before.apart:
            return self.before.twins
        return tuple(twice.problems(everybody.values(), apart))

    def _topics(
        self,
        people: Mapping[PersonId, Person],
        events: Mapping[VaultPath, Event],
        everybody: Mapping[PersonId, Person],
    ) -> Mapping[TopicId, Topic]:
        """Return every topic."""
        before = self.before
        had = before.book.topics
        old = spelled(
            [before.book.people[p] for p in people], [before.events[p] for p in events]
        )
        if [*old] == [*spelled(people.values(), events.values())]:
            return had
        all_events = {**before.events, **events}.values()
        found = topics.gather(
            before.noted.topics, spelled(everybody.values(), all_events)
        )
        again = {t: had[t] if had.get(t) == one else one for t, one in found.items()}
        return had if found == had else MappingProxyType(again)

    def _noted(
        self, kind: Kind, had: tuple[S, ...], read: Callable[[Fields, Who], S | None]
    ) -> tuple[S, ...]:
        """Return what notes of a kind are about, each one thing."""
        paths = [path for path in self.paths if self.shelf.kinds[path] == kind]
        found = (read(self.shelf.fields(path), self.known.who) for path in paths)
        gone = [one for one in had if one.origin.path in paths]
        return spliced(had, gone, [one for one in found if one], last)

    # --- what is wrong

    def _problems(self, twins: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Return everything that is wrong; asked last, when all notes were read."""
        before = self.before
        gone, come = {*before.twins}, {*twins}
        for path in self.paths:
            gone |= before.shelf.problems_of(path, before.known.who)
            come |= self.shelf.problems_of(path, self.known.who)
        found = before.book.problems
        return found if gone == come else tuple(sorted({*found} - gone | come))
