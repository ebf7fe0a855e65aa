"""Rereading: what a few notes say themselves, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book.gathering import event_of, of_events, profile_of, stated_by
from vaultkit.book.logbook import Log, Reader
from vaultkit.book.people import Person, PersonId
from vaultkit.lineage import descended

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from vaultkit.book.events import Event
    from vaultkit.book.gathering import Brought, Gathered
    from vaultkit.book.profile import Known
    from vaultkit.book.shelf import Shelf
    from vaultkit.book.steps import Step
    from vaultkit.book.turnover import Turnover
    from vaultkit.snapshot import VaultPath


def events(
    before: Gathered, shelf: Shelf, known: Known, turned: Turnover
) -> tuple[Mapping[VaultPath, Event], list[VaultPath]]:
    """Return all events by their own notes, and the notes that are read again.

    Whoever met me at an event that is on another day now is among them.

    Args:
        before: What was gathered before.
        shelf: The notes as they are now.
        known: Who there is now.
        turned: What is read again for that.
    """
    first, left = before.known.events, turned.left
    again = {
        path: event_of(shelf, path, known)
        for path in turned.paths
        if shelf.kinds[path] in {"event", "meeting"}
    }
    if not again and first.keys().isdisjoint(left):
        return first, turned.paths
    days = {path: one.date for path, one in first.items()}
    moved = {path for path, one in again.items() if one.date != days.get(path)}
    there = {
        one.path
        for one in (before.own.values() if moved else ())
        if one.path and one.met_at_path in moved
    } - {*turned.paths, *left}
    shelf.again(there)
    now = {p: one for p, one in {**first, **again}.items() if p not in left}
    return {path: now[path] for path in sorted(now)}, sorted({*turned.paths, *there})


def profiles(
    before: Gathered,
    shelf: Shelf,
    known: Known,
    turned: Turnover,
    paths: Collection[VaultPath],
) -> tuple[Mapping[PersonId, Person], tuple[Brought, ...]]:
    """Return everybody by their own notes, and whom others introduced to me.

    Args:
        before: What was gathered before.
        shelf: The notes as they are now.
        known: Who there is now, and the events.
        turned: Who came and went.
        paths: The notes that are read again.
    """
    who, own = known.who, before.own
    again = frozenset(map(PersonId, (*paths, *turned.left)))
    come: dict[PersonId, Person] = {}
    brought = [one for one in before.brought if one[1].person not in again]
    for path in paths:
        person = PersonId(path)
        if person in who.notes:
            now, others = profile_of(shelf, path, known)
            # What says the same is the same: the book has it as it was.
            had = own.get(person)
            come[person] = now if had != now else had
            brought += others
    for guest in turned.guests & who.guests.keys():
        name, origin = who.guests[guest]
        come[guest] = Person(id=guest, name=name, origin=origin)
    gone = {*map(PersonId, turned.left), *turned.guests} - come.keys()
    # As `gathered` finds them; several of one note stay in the order of the note.
    brought.sort(key=lambda one: one[1].person)
    return descended(own, come, gone), tuple(brought)


def lines(
    by: Gathered | Step,
    paths: Iterable[VaultPath],
    events: Mapping[VaultPath, Event],
    people: Mapping[PersonId, Person],
) -> Log:
    """Return what some notes say, in order of path and line.

    Args:
        by: What the notes are read by.
        paths: The notes, in order.
        events: Those of the events, with who was there.
        people: Those of the people.
    """
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
