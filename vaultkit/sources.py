"""Sources: everything that pages are made of; where it is the same, so are they."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit import letters, memo
from vaultkit import settings as chosen
from vaultkit.book.gathering import gathered
from vaultkit.lineage import descended, unlike
from vaultkit.notes.links import Files
from vaultkit.notes.moved import moved
from vaultkit.notes.note import unread
from vaultkit.pages.own import templates as own_templates
from vaultkit.problems import UNREAD
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.book.gathering import Gathered
    from vaultkit.build import Build
    from vaultkit.letters import Letters
    from vaultkit.notes.note import Note
    from vaultkit.pages.own import Template
    from vaultkit.parsing import Parsed
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot


class Sources(NamedTuple):
    """Everything that pages are made of; where it is the same, so are they.

    Attributes:
        notes: Every note that is read, and those that cannot be, in any order.
        others: Every other file that a link may lead to.
        problems: What was met on the way to the notes, and in the settings.
        settings: What the user decided.
        today: The day the pages are for.
        letters: The messages the vault has of its own.
        templates: The vault's own.
    """

    notes: Mapping[VaultPath, Note]
    others: frozenset[VaultPath]
    problems: tuple[Problem, ...]
    settings: Settings
    today: date
    letters: Letters = letters.NONE
    templates: tuple[Template, ...] = ()

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        parsed: Mapping[VaultPath, Parsed],
        settings: Settings,
        today: date,
        before: Build | None = None,
    ) -> Sources:
        """Return the sources in a snapshot whose notes were parsed.

        Args:
            snapshot: The snapshot.
            parsed: Its notes.
            settings: What the user decided.
            today: The day pages are for.
            before: What was made before, of whose notes these may have come.
        """
        others, closed = snapshot.others, _unread(snapshot)
        notes = _notes(parsed, closed, before)
        if closed or len(parsed) != len(snapshot.notes):
            others = others.union(snapshot.notes).difference(notes)
        around = (*snapshot.problems, *chosen.read(snapshot.config)[1])
        messages = _messages(snapshot, settings, before)
        own = own_templates(snapshot.templates, snapshot.trusted, settings)
        return cls(notes, others, around, settings, today, messages, own)

    def gathered(
        self, before: Gathered | None = None, had: Sources | None = None
    ) -> Gathered:
        """Return everything they say, private things too.

        Args:
            before: What others said before; what is the same is the same object.
            had: Those others.
        """
        if before is None or had is None:
            # What parsing learned has no use here, nor what is learned here later on.
            memo.let_go()
            files = Files.of((*self.notes, *self.others))
            found = gathered(self.notes, self.settings, files)
            memo.let_go()
            return found
        from vaultkit.book import following  # noqa: PLC0415 (late: for rebuilds alone)

        files = before.book.files.revised(*self._moved(had))
        return following.gathered(self.notes, self.settings, files, before)

    def _moved(self, had: Sources) -> tuple[frozenset[VaultPath], ...]:
        """Return the files that came since there were others, and those that went."""
        other = unlike(had.notes, self.notes)
        come, gone = other - had.notes.keys(), other - self.notes.keys()
        if had.others is not self.others:
            come |= self.others - had.others
            gone |= had.others - self.others
        return come - gone, gone - come

    def say(self, before: Sources, told: Iterable[Problem] | None = None) -> bool:
        """Return whether they say the same as others did before.

        What stands on another line is the same to every page of ours, unless something
        is told of the note. What others make of it, nobody knows.

        Args:
            before: The others.
            told: What was wrong with them; None where others read notes as well.
        """
        other = unlike(before.notes, self.notes)
        if not (other <= before.notes.keys() and other <= self.notes.keys()):
            return False
        if self._replace(notes={}) != before._replace(notes={}):
            return False
        ours = told is not None and not self.templates and self.letters == letters.NONE
        texts = (f"{one.path}\0{one.message}\0{one.advice}" for one in told or ())
        named = "\0".join(texts)
        return all(
            _alike(before.notes[path], self.notes[path])
            or (
                ours
                and path not in named
                and moved(before.notes[path], self.notes[path])
            )
            for path in other
        )


def _alike(one: Note, other: Note) -> bool:
    # To Python `1` is `true`; in a note it is not.
    return one == other and repr(one.properties) == repr(other.properties)


def _notes(
    parsed: Mapping[VaultPath, Parsed],
    closed: Mapping[VaultPath, Note],
    before: Build | None,
) -> Mapping[VaultPath, Note]:
    """Return notes that were parsed, and those that could not be read."""
    if before is None or closed or len(before.parsed) != len(before.sources.notes):
        notes = {path: one.note for path, one in parsed.items()}
        return {**notes, **closed}
    other = unlike(before.parsed, parsed)
    come = {path: parsed[path].note for path in sorted(other & parsed.keys())}
    return descended(before.sources.notes, come, other - come.keys())


def _messages(snapshot: Snapshot, settings: Settings, before: Build | None) -> Letters:
    """Return the messages that the vault has of its own."""
    if before and settings == before.sources.settings and not snapshot.unread:
        other = unlike(before.texts, snapshot.notes)
        if not any(map(letters.may_be_one, other)):
            return before.sources.letters
    return letters.read(snapshot, settings)


def _unread(snapshot: Snapshot) -> dict[VaultPath, Note]:
    """Return the notes that are there and of which nothing could be read."""
    there = {VaultPath(one.path) for one in snapshot.problems if one.code in UNREAD}
    known = there - snapshot.notes.keys() - snapshot.pages.keys()
    return {path: unread(path) for path in sorted(known) if path.endswith(".md")}
