"""Naming: who becomes a person because the notes name them, note or no note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book import lines
from vaultkit.book.acquaintances import NAMES_PEOPLE, admit
from vaultkit.book.logbook import happened
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.book.encounters import Word, Words
    from vaultkit.book.logbook import Page
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.notes.markdown import Entry
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath


def by_lines(
    notes: Mapping[VaultPath, Note],
    page: Callable[[VaultPath], Page],
    who: Who,
    words: Words,
) -> None:
    """Admit whom contact lines name."""
    for path, entry, said in _dated(notes, page, who, words):
        if said.kind:
            named = lines.mentions(entry, path, who)
            lines.admit(entry.text, named, who, Origin(path, entry.line))


def by_properties(
    fields: Iterable[tuple[str, Fields]],
    who: Who,
    fields_of: Callable[[VaultPath], Fields],
) -> None:
    """Admit whom properties name, and whom the notes of those name in turn.

    Args:
        fields: Front matter with its kind: `person`, `event` or `introduction`.
        who: Whom to admit them to.
        fields_of: The front matter of a note once it is known to be a person's.
    """
    todo = list(fields)
    while todo:
        before = set(who.notes)
        for kind, found in todo:
            by_note(kind, found, who)
        new = sorted(who.notes.keys() - before)
        todo = [("person", fields_of(who.notes[person])) for person in new]


def by_note(kind: str, fields: Fields, who: Who) -> None:
    """Admit whom the properties of one note name."""
    for name in NAMES_PEOPLE.get(kind, ()):
        if name in fields.found:
            admit(fields, name, who, plain=kind == "event")


def by_dates(
    notes: Mapping[VaultPath, Note],
    page: Callable[[VaultPath], Page],
    who: Who,
    words: Words,
) -> None:
    """Admit everybody linked on a dated line: where no other rule finds anybody."""
    for path, entry, _ in _dated(notes, page, who, words):
        for mention in lines.mentions(entry, path, who):
            who.admit(mention.found, Origin(path, entry.line))


def _dated(
    notes: Mapping[VaultPath, Note],
    page: Callable[[VaultPath], Page],
    who: Who,
    words: Words,
) -> Iterator[tuple[VaultPath, Entry, Word]]:
    """Yield the lines that link a stranger and have a day, with what their word says.

    Most lines link nobody, or somebody with a note: they make nobody a person.
    """
    for path, note in notes.items():
        if not (note.links and note.entries):
            continue
        new = [
            entry
            for entry in note.entries
            if entry.links and not who.knows_all(entry.links, path)
        ]
        for entry, said, day in happened(new, page(path), words) if new else ():
            if day is not None:
                yield path, entry, said
