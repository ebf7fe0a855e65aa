"""Steps: from one book to the next, by what a few notes said and say now."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from vaultkit.book import introductions as introduction_notes
from vaultkit.book import opportunities as opportunity_notes
from vaultkit.book import private, rereading
from vaultkit.book.gathering import (
    Gathered,
    not_same,
    told,
    with_introducers,
    with_those_met_there,
)
from vaultkit.book.lists import by_name_again, ends, in_order, last
from vaultkit.book.logbook import Log
from vaultkit.book.open_ends import joined, keep
from vaultkit.book.people import Person, PersonId
from vaultkit.book.spelled import Counted, Sayings, retold
from vaultkit.book.splicing import Series, Standing, kept, spliced
from vaultkit.book.twins import again
from vaultkit.frozen import replace
from vaultkit.lineage import descended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vaultkit.book.book import Book
    from vaultkit.book.events import Event
    from vaultkit.book.kinds import Kind
    from vaultkit.book.private import Private
    from vaultkit.book.shelf import Shelf
    from vaultkit.book.turnover import Turnover
    from vaultkit.book.twins import Twins
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath

S = TypeVar("S", bound=Standing)


class Step:
    """What it takes from one book to the next.

    Attributes:
        before: What was gathered before.
        notes: The notes as given.
        shelf: The notes as they are now.
        files: Every file there is now.
        turned: Who there is now, and what is read for it.
        paths: The notes that are read again.
        known: Who there is, and by their own notes the events.
        own: Everybody by their own notes.
        brought: Whom notes say that their person introduced to me.
    """

    def __init__(
        self,
        before: Gathered,
        notes: Mapping[VaultPath, Note],
        shelf: Shelf,
        turned: Turnover,
        files: Files,
    ) -> None:
        """Read events and people again, by their own notes."""
        self.before, self.notes, self.shelf = before, notes, shelf
        self.turned, self.files = turned, files
        known = replace(before.known, who=turned.who)
        events, self.paths = rereading.events(before, shelf, known, turned)
        self.known = replace(known, events=events)
        now = before, shelf, self.known, turned, self.paths
        self.own, self.brought = rereading.profiles(*now)

    def gathered(self) -> Gathered:
        """Return what is gathered now."""
        before, shelf = self.before, self.shelf
        people = self._introduced()
        events = self._events(people)
        now = {**before.events, **events}
        all_events = {path: now[path] for path in self.known.events}
        gone, come, log = self._lines(people, events)
        people = self._told(people, (gone, come), log)
        everybody = self._everybody(people)
        apart = self._apart()
        twins = self._twins(people, apart, everybody)
        said = Sayings(everybody, all_events)
        counted = Counted(before.book.topics, before.noted.topics, before.spelt)
        topics, _, spelt = retold(counted, *self._said(people, events), said)
        after = replace(
            self._of_notes(self._in_order(gone, come, log), events),
            people=everybody,
            topics=topics,
            private=self._private(everybody),
        )
        return replace(
            before,
            book=replace(after, problems=self._problems(twins)),
            notes=self.notes,
            shelf=shelf,
            known=self.known,
            own=self.own,
            brought=self.brought,
            events=all_events,
            apart=apart,
            log=log,
            twins=twins,
            search=self.turned.search,
            spelt=spelt,
        )

    # --- events and people, by their own notes

    def _introduced(self) -> dict[PersonId, Person]:
        """Return those who are otherwise than before, with who introduced them."""
        own = self.own
        changed = ({*map(PersonId, self.paths)} | self.turned.guests) & own.keys()
        if self.brought != self.before.brought:
            moved = {*self.brought} ^ {*self.before.brought}
            changed.update(person for person, _ in moved if person in own)
        return with_introducers({p: own[p] for p in sorted(changed)}, self.brought)

    @property
    def _left(self) -> set[PersonId]:
        """Who is not there any more."""
        gone = {*map(PersonId, self.turned.left)} | self.turned.guests
        return {one for one in gone if one in self.before.own and one not in self.own}

    def _everybody(
        self, people: Mapping[PersonId, Person]
    ) -> Mapping[PersonId, Person]:
        """Return everybody in order of name, with some as they are now."""
        had = self.before.book.people
        called = [p for p, one in people.items() if _other_name(had.get(p), one)]
        now = descended(had, people, self._left)
        return by_name_again(now, called) if called else now

    def _events(self, people: Mapping[PersonId, Person]) -> dict[VaultPath, Event]:
        """Return the events that are otherwise, or may be, with whom I met there."""
        before, first = self.before, self.known.events
        had = before.book.people
        were = (had[p].met_at_path for p in {*people, *self._left} if p in had)
        are = (person.met_at_path for person in people.values())
        asked = {*self.paths, *filter(None, were), *filter(None, are)} & first.keys()
        if not asked:
            return {}
        events = {path: first[path] for path in sorted(asked)}
        rest = [one for one in had.values() if one.met_at_path in events]
        there = {**{one.id: one for one in rest if one.id in self.own}, **people}
        events.update(with_those_met_there(events, there.values()))
        return {
            path: before.events[path] if before.events.get(path) == one else one
            for path, one in events.items()
        }

    # --- what lines say

    def _lines(
        self, people: Mapping[PersonId, Person], events: Mapping[VaultPath, Event]
    ) -> tuple[Log, Log, Log]:
        """Return what some notes said, what they say, and what is open after it."""
        before, left = self.before, self.turned.left
        read = {*self.paths, *events}
        old = sorted(path for path in {*read, *left} if path in before.shelf.notes)
        gone = rereading.lines(before, old, before.events, before.book.people)
        come = rereading.lines(self, sorted(read), events, people)
        return gone, come, ends(before.log, frozenset({*read, *left}), come)

    def _in_order(self, gone: Log, come: Log, log: Log) -> Book:
        """Return the book without what lines said, and with what they say."""
        book, before = in_order(self.before.book, gone, come), self.before.log
        if (log.promises, log.kept) == (before.promises, before.kept):
            return book
        language = self.known.settings.language
        promises = Series.of(keep(log.promises, log.kept, language))
        return replace(book, promises=kept(book.promises, promises))

    def _of_notes(self, book: Book, events: Mapping[VaultPath, Event]) -> Book:
        """Return the book with what single notes are about, other than people."""
        had, other = self.before.events, (*events, *self.turned.left)
        gone = [had[path] for path in other if path in had]
        if self.shelf.daily is not self.before.shelf.daily:
            book = replace(book, daily=MappingProxyType(self.shelf.daily))
        return replace(
            book,
            files=self.files,
            events=spliced(book.events, gone, [*events.values()], last),
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
        own = self.own
        theirs = {p: own[p] for p in sorted(asked) if p in own}
        theirs = with_introducers(theirs, self.brought)
        of_them = [one for one in log.told if one[0] in theirs]
        language = self.known.settings.language
        found = told(theirs, Log(told=of_them, answers=answers), language)
        had = self.before.book.people
        return {p: had[p] if had.get(p) == one else one for p, one in found.items()}

    # --- what they say together

    def _apart(self) -> Mapping[PersonId, tuple[PersonId, ...]]:
        """Return of whom notes say that they are somebody else."""
        who, found = self.known.who, dict(self.before.apart)
        for path in (*self.paths, *self.turned.left):
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
    ) -> Twins:
        """Return who seems to be noted twice."""
        before, had = self.before.twins, self.before.book.people
        return again(before, had, everybody, {*people, *self._left}, apart)

    def _private(self, everybody: Mapping[PersonId, Person]) -> Private:
        """Return which notes are private, and where they are linked."""
        before, left = self.before.book.private, self.turned.left
        who = self.known.who
        return private.revised(before, self.shelf, self.paths, left, everybody, who)

    def _said(
        self, people: Mapping[PersonId, Person], events: Mapping[VaultPath, Event]
    ) -> tuple[Sayings, Sayings]:
        """Return who named topics otherwise than now, and who names them so now."""
        before, left = self.before, self.turned.left
        had, took = before.book.people, before.events
        who = {one: now for one, now in people.items() if had.get(one) is not now}
        what = {path: now for path, now in events.items() if took.get(path) is not now}
        were = {one: had[one] for one in (*who, *self._left) if one in had}
        at = {path: took[path] for path in (*what, *left) if path in took}
        return Sayings(were, at), Sayings(who, what)

    def _noted(
        self, kind: Kind, had: Sequence[S], read: Callable[[Fields, Who], S | None]
    ) -> Sequence[S]:
        """Return what notes of a kind are about, each one thing."""
        paths = [path for path in self.paths if self.shelf.kinds[path] == kind]
        found = (read(self.shelf.fields(path), self.known.who) for path in paths)
        other = {*paths, *self.turned.left}
        gone = [one for one in had if one.origin.path in other]
        return spliced(had, gone, [one for one in found if one], last)

    # --- what is wrong

    def _problems(self, twins: Twins) -> tuple[Problem, ...]:
        """Return everything that is wrong; asked last, when all notes were read."""
        before = self.before
        gone, come = {*before.twins.problems}, {*twins.problems}
        for path in (*self.paths, *self.turned.left):
            if path in before.shelf.notes:
                gone |= before.shelf.problems_of(path, before.known.who)
        for path in self.paths:
            come |= self.shelf.problems_of(path, self.known.who)
        found = before.book.problems
        return found if gone == come else tuple(sorted({*found} - gone | come))


def _other_name(had: Person | None, has: Person) -> bool:
    return had is None or had.name != has.name
