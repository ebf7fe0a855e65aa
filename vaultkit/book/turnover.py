"""Turnover: who there is after notes changed, came or went, and what is read for it.

Whom a link means depends on who there is: where somebody came, went or is called
otherwise, every note that may name them is read again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.mentioned import Search, names_of, text_of
from vaultkit.book.people import PersonId
from vaultkit.frozen import replace
from vaultkit.lineage import descended
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from vaultkit.book.gathering import Gathered
    from vaultkit.book.shelf import Shelf
    from vaultkit.book.who import Who
    from vaultkit.notes.links import Files
    from vaultkit.problems import Origin

    Called = Mapping[PersonId, tuple[str, ...]]
    Guests = dict[PersonId, tuple[str, Origin]]

_MOST: Final = 1_000
"""As many notes at once are read again; more are gathered with the rest."""


class Turnover(NamedTuple):
    """Who there is now, and what is read for it.

    Attributes:
        who: Everybody.
        paths: The notes that are read again, in order.
        left: The notes that were read and are not there any more.
        guests: Who came or went without a note, or is first named elsewhere.
        search: What the notes are searched with, if that was needed.
    """

    who: Who
    paths: list[VaultPath]
    left: list[VaultPath]
    guests: frozenset[PersonId]
    search: Search | None


def turnover(
    before: Gathered,
    shelf: Shelf,
    files: Files,
    changed: Collection[VaultPath],
    gone: Collection[VaultPath],
) -> Turnover | None:
    """Return who there is now; None where that is not told by a few notes.

    Args:
        before: What was gathered before.
        shelf: The notes as they are now.
        files: Every file there is now.
        changed: Notes that are new or other than before.
        gone: Notes that are not there any more.
    """
    read = [path for path in changed if path in shelf.notes]
    left = [path for path in gone if path in before.shelf.notes]
    return _Change(before, shelf, files, read, left).turnover()


class _Change:
    """What changed, and what is known of it so far."""

    def __init__(
        self,
        before: Gathered,
        shelf: Shelf,
        files: Files,
        read: list[VaultPath],
        left: list[VaultPath],
    ) -> None:
        self.before, self.shelf, self.files = before, shelf, files
        self.read, self.left = read, left

    def turnover(self) -> Turnover | None:
        """Return who there is now."""
        settled = self._settled()
        if settled is None:
            return None
        names = self._other_names()
        aliases = self._other_aliases(*settled) | self._namesakes(names)
        again = self._mentioning(names, aliases)
        if again is None:
            return None
        first = self._with_notes(*settled)
        self.shelf.first = first
        self.shelf.again(again)
        guests = self._guests({*self.read, *again})
        if guests is None:
            return None
        had = self.before.known.who.guests
        other = frozenset(
            () if guests == had else dict(guests.items() ^ had.items()).keys()
        )
        moved = {str(one) for one in other if (one in guests) != (one in had)}
        more = self._mentioning(frozenset(), moved - names - aliases)
        if more is None:
            return None
        self.shelf.again(more)
        who = self._who(first, guests, *settled)
        if not who.guests and who.notes.keys() <= {who.me}:
            return None
        paths = sorted({*self.read, *again, *more})
        searched = self.before.search is not None or "search" in vars(self)
        search = self.search if searched else None
        return Turnover(who, paths, self.left, other, search)

    # --- who has a note

    def _settled(self) -> tuple[Called, Called] | None:
        """Return who is not called so any more, and who is now, by their own notes."""
        old, new, who = self.before.shelf, self.shelf, self.before.known.who
        had = {
            PersonId(path): old.also(path)
            for path in (*self.read, *self.left)
            if PersonId(path) in who.notes
        }
        has = {
            PersonId(path): new.also(path)
            for path in self.read
            if PersonId(path) in had
            or (path not in old.notes and new.kinds[path] == "person")
        }
        gone = {one: also for one, also in had.items() if has.get(one) != also}
        come = {one: also for one, also in has.items() if had.get(one) != also}
        first = old.first
        if first is None or not all(map(first.is_settled, gone)):
            return None  # somebody who is a person because others name them
        return gone, come

    def _other_names(self) -> set[str]:
        """Return the names of files that lead elsewhere than before, folded."""
        moved = self.files.moved(self.before.book.files)
        return {name for path in moved for name in names_of(path)}

    @staticmethod
    def _other_aliases(gone: Called, come: Called) -> set[str]:
        """Return what else people are called who were not, or are not any more."""
        return {
            fold(alias)
            for person in {*gone, *come}
            for alias in {*gone.get(person, ())} ^ {*come.get(person, ())}
        }

    def _namesakes(self, names: Iterable[str]) -> set[str]:
        """Return what else those are called whose file has one of these names.

        A link that means them by that is told with the link to write instead, which
        is another where several files have one name.
        """
        who, also = self.before.known.who, self.shelf.also
        paths = {VaultPath(one) for name in names for one in who.shares(name)}
        there = paths & self.shelf.notes.keys()
        return {fold(alias) for path in there for alias in also(path)}

    def _with_notes(self, gone: Called, come: Called) -> Who:
        """Return who there is before others name anybody."""
        first, shelf = self.before.shelf.first, self.shelf
        if first is None:
            raise LookupError
        same = self.files is self.before.book.files and not self.left
        if same and not gone and not come and all(p in first.kinds for p in self.read):
            return first
        new = {p: shelf.kinds[p] for p in self.read if p not in first.kinds}
        kinds = descended(first.kinds, new, self.left)
        return first.revised(self.files, kinds, gone, come)

    def _who(self, first: Who, guests: Guests, gone: Called, come: Called) -> Who:
        """Return everybody."""
        had, before, kinds = (
            self.before.known.who,
            self.before.shelf.first,
            self.shelf.kinds,
        )
        if first is before:
            return had if guests == had.guests else replace(had, guests=guests)
        notes = had.notes | {person: VaultPath(person) for person in come}
        for person in gone.keys() - come.keys():
            del notes[person]
        alike = before is not None and had.is_settled_as(before)
        who = first if alike else had.revised(self.files, kinds, gone, come)
        return replace(who, kinds=kinds, notes=notes, guests=guests)

    # --- who has none

    def _guests(self, read: set[VaultPath]) -> Guests | None:
        """Return who is named without a note; None where a note becomes somebody."""
        old, new = self.before.shelf, self.shelf
        was = [old.names(path) for path in (*read, *self.left) if path in old.notes]
        now = [new.names(path) for path in read]
        if {p for one in was for p in one.notes} != {
            p for one in now for p in one.notes
        }:
            return None
        had = self.before.known.who.guests
        guests = dict(had)
        touched = {*read, *self.left}
        for guest in sorted({g for one in (*was, *now) for g in one.guests}):
            best = self._first(guest, now, touched)
            if best is None:
                guests.pop(guest, None)
            else:
                guests[guest] = best
        return guests

    def _first(
        self, guest: PersonId, now: Iterable[Who], touched: set[VaultPath]
    ) -> tuple[str, Origin] | None:
        """Return how and where somebody without a note is first named now."""
        found = _first_named(guest, now)
        known = self.before.known.who.guests.get(guest)
        if known is None:
            return found
        if known[1].path not in touched:
            return min(found or known, known, key=_origin)
        if found and found[1].path <= known[1].path:
            return found
        others = (self._mentioning(frozenset(), {str(guest)}) or set()) - touched
        elsewhere = _first_named(guest, map(self.shelf.names, sorted(others)))
        return min(filter(None, (found, elsewhere)), key=_origin, default=None)

    # --- which notes may name them

    def _mentioning(
        self, names: Collection[str], aliases: Collection[str]
    ) -> set[VaultPath] | None:
        """Return the notes that may name one of these; None if there are too many."""
        if not names and not aliases:
            return set()
        found = self.search.mentioning(names, aliases)
        return None if found is None or len(found) > _MOST else found

    @cached_property
    def search(self) -> Search:
        """What the notes are searched with, as they are now."""
        had, notes = self.before.search, self.shelf.notes
        if had is None:
            return Search.of(notes)
        read = {path: text_of(notes[path]) for path in self.read}
        return had.revised(read, self.left)


def _origin(named: tuple[str, Origin]) -> Origin:
    return named[1]


def _first_named(guest: PersonId, notes: Iterable[Who]) -> tuple[str, Origin] | None:
    """Return how and where somebody is first named by some notes."""
    named = (one.guests[guest] for one in notes if guest in one.guests)
    return min(named, key=_origin, default=None)
