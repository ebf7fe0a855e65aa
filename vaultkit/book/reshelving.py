"""Reshelving: the notes in order after some changed, came or went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from vaultkit.book import conflict
from vaultkit.book.daily import days
from vaultkit.book.kinds import Rules
from vaultkit.book.widened import widened
from vaultkit.frozen import replace
from vaultkit.lineage import descended
from vaultkit.notes.links import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from vaultkit.book.kinds import Kind
    from vaultkit.book.shelf import Shelf
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

T = TypeVar("T")

_FOR_ALL: Final = frozenset({"me", "topic"})
"""What a note is about when all others are read by it."""


def reshelved(
    shelf: Shelf,
    changed: Mapping[VaultPath, Note],
    come: Mapping[VaultPath, Note],
    gone: Collection[VaultPath],
    files: Files,
) -> Shelf | None:
    """Return the notes as they are now, each with what it is about.

    None where more is to be found out than what these notes are about themselves.

    Args:
        shelf: The notes as they were.
        changed: Notes that were there before.
        come: Notes that were not.
        gone: Notes that are not there any more.
        files: Every file there is now.
    """
    rules = Rules.of(shelf.settings)
    if (come or gone) and shelf.settings.me:
        return None
    read = {path: widened(changed[path]) for path in rules.heeded(changed)}
    new = {path: widened(come[path]) for path in rules.heeded(come)}
    left = rules.heeded(gone)
    if not all(_stands_alone(shelf, path) for path in (*read, *left)):
        return None
    if not all(_as_before(shelf, path, note, rules) for path, note in read.items()):
        return None
    named = days(new, shelf.settings)
    means = shelf.keys["note"]
    kinds = {p: rules.kind(n, means, daily=p in named) for p, n in new.items()}
    about = (*kinds.values(), *(shelf.kinds[path] for path in left))
    copied = {*map(fold, shelf.copies.values())}
    if not _FOR_ALL.isdisjoint(about) or any(
        conflict.is_certain(path) or fold(path) in copied for path in new
    ):
        return None
    after = _with(shelf, read, new, left, kinds, named)
    return None if _has_a_twin((*read, *new), after, files) else after


def _with(
    shelf: Shelf,
    read: Mapping[VaultPath, Note],
    new: Mapping[VaultPath, Note],
    left: Collection[VaultPath],
    kinds: Mapping[VaultPath, Kind],
    named: Mapping[VaultPath, date],
) -> Shelf:
    """Return the notes with some changed, new and left out."""
    away = {*read, *left}
    # Names that are gone stay in it until all is gathered anew: they do no harm.
    beside = conflict.besides(shelf.notes) if shelf.beside is None else shelf.beside
    after = replace(
        shelf,
        beside=conflict.besides(new, beside),
        notes=descended(shelf.notes, {**read, **new}, left),
        front=_without(shelf.front, away),
    )
    if new or left:
        daily = {path: day for path, day in named.items() if kinds[path] == "daily"}
        after.kinds = descended(shelf.kinds, kinds, left)
        after.daily = descended(shelf.daily, daily, left, sorted)
        after.named = shelf.named.difference(left).union(named)
    return after


def _has_a_twin(paths: Iterable[VaultPath], shelf: Shelf, files: Files) -> bool:
    """Return whether some notes may be copies of others, or others of them."""
    notes, beside = shelf.notes, shelf.beside or {}
    return any(conflict.has_a_twin(path, notes, beside, files) for path in paths)


def _without(
    had: dict[VaultPath, T], away: Collection[VaultPath]
) -> dict[VaultPath, T]:
    left = had.copy()
    for path in away:
        left.pop(path, None)
    return left


def _stands_alone(shelf: Shelf, path: VaultPath) -> bool:
    """Return whether nothing is told of a note and others together."""
    return (
        path in shelf.notes
        and path not in shelf.copies.values()
        and not any(one.path == path for one in shelf.found)
    )


def _as_before(shelf: Shelf, path: VaultPath, note: Note, rules: Rules) -> bool:
    """Return whether a note is about what it was about."""
    means, daily = shelf.keys["note"], path in shelf.named
    before = rules.kind(shelf.notes[path], means, daily=daily)
    return before != "topic" and rules.kind(note, means, daily=daily) == before
