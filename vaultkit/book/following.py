"""Following: the book after a few notes changed, from the book as it was.

What a note said is read once more from the note as it was, and what it says from the
note as it is; the book is the old one without the first and with the second. All the
rest stays the very same objects. Where more than single notes changed, who there is or
what a note is about, nothing is followed: everything is gathered anew, and what comes
out as it was is put back as the same objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from vaultkit.book.gathering import gathered as anew
from vaultkit.book.lists import LISTS
from vaultkit.book.mentioned import Search
from vaultkit.book.reshelving import reshelved
from vaultkit.book.splicing import changed, kept
from vaultkit.book.steps import Step
from vaultkit.book.turnover import turnover
from vaultkit.book.twins import Marks
from vaultkit.frozen import replace
from vaultkit.lineage import Descended, unlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.gathering import Gathered
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

K = TypeVar("K")
V = TypeVar("V")

_ORDERED: Final = (
    *(*LISTS, "promises", "events", "introductions", "opportunities", "problems"),
)
"""The parts of a book that are things in order."""
_FEW: Final = 100
"""As many notes at once are followed one by one; more are gathered with the rest."""


def gathered(
    notes: Mapping[VaultPath, Note],
    settings: Settings,
    files: Files,
    before: Gathered,
) -> Gathered:
    """Return everything the notes say, and what it was gathered by.

    Args:
        notes: Every note that is not a page of ours, by path.
        settings: As for `gathering.gathered`.
        files: Every file of the vault; the same object while it has the same files.
        before: What was gathered before; what is the same now is the same object.
    """
    found = followed(before, notes, settings, files)
    return found or as_before(before, anew(notes, settings, files))


def ready(found: Gathered) -> Gathered:
    """Return the same, with what it takes once somebody comes or goes made already."""
    if found.book.everyone:  # then nothing is followed
        return found
    people = found.book.people.values()
    return replace(
        found,
        search=found.search or Search.of(found.shelf.notes),
        twins=found.twins._replace(marks=found.twins.marks or Marks.of(people)),
    )


# --- a few notes ---------------------------------------------------------------------


def followed(
    before: Gathered,
    notes: Mapping[VaultPath, Note],
    settings: Settings,
    files: Files,
) -> Gathered | None:
    """Return what would be gathered, from what was before; None where that is not told.

    Args:
        before: What was gathered before.
        notes: As for `gathered`, like the rest.
        settings: Who is a person, which words are contact, where daily notes are.
        files: Every file of the vault.
    """
    if settings != before.known.settings or before.book.everyone:
        return None
    had = before.notes
    other = sorted(unlike(had, notes))
    gone = [path for path in other if path not in notes]
    come = {path: notes[path] for path in other if path not in had}
    changed = {p: notes[p] for p in other if p in notes and p in had}
    if not (gone or come or changed) and files is before.book.files:
        return before
    if len(gone) + len(come) + len(changed) > _FEW:
        return None
    shelf = reshelved(before.shelf, changed, come, gone, files)
    if shelf is None:
        return None
    found = turnover(before, shelf, files, {*changed, *come}, gone)
    return Step(before, notes, shelf, found, files).gathered() if found else None


# --- everything anew -----------------------------------------------------------------


def as_before(before: Gathered, now: Gathered) -> Gathered:
    """Return what was gathered anew, with what is as it was as the same objects."""
    had, has = before.book, now.book
    lists = {name: kept(getattr(had, name), getattr(has, name)) for name in _ORDERED}
    book = replace(
        has,
        **lists,
        people=_shared(had.people, has.people),
        topics=_shared(had.topics, has.topics),
        private=had.private if had.private == has.private else has.private,
    )
    events = {one.path: one for one in book.events}
    return replace(now, book=book, own=_shared(before.own, now.own), events=events)


def _shared(before: Mapping[K, V], now: Mapping[K, V]) -> Mapping[K, V]:
    """Return what there is now; what is as it was is the same object."""
    again = {k: before[k] if before.get(k) == one else one for k, one in now.items()}
    if [*again] == [*before] and not changed(before, again):
        return before
    return Descended(again)
