"""The shelf: the notes in order, each with what it is about and how it is read."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final, cast

from vaultkit.book import amiss, conflict, doubts, events, naming
from vaultkit.book import who as meant
from vaultkit.book.daily import days
from vaultkit.book.encounters import Words
from vaultkit.book.kinds import Rules
from vaultkit.book.logbook import BLANK, Log, Page
from vaultkit.book.meanings import keys
from vaultkit.book.people import PersonId
from vaultkit.book.profile import may_be_made, shown_name
from vaultkit.book.values import Fields
from vaultkit.book.who import Who
from vaultkit.book.widened import widened
from vaultkit.frozen import Growing, field, replace
from vaultkit.habits import ways
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from vaultkit.book.conflict import Besides
    from vaultkit.book.encounters import Encounter
    from vaultkit.book.kinds import Kind
    from vaultkit.book.logbook import Reader
    from vaultkit.book.meanings import Keys
    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.ways import Ways

_READ_AS: Final[Mapping[str, str]] = {
    "me": "person",
    "meeting": "event",
    "daily": "note",
    "other": "note",
}
"""As what the keys of a note are read, where that is not just what it is about."""


class Shelf(Growing):
    """The notes that are read, while the book is gathered from them.

    Attributes:
        notes: By path; none that is ignored, and no conflict copies. In order unless
            some came since.
        kinds: What each is about.
        daily: The daily notes and their days.
        copies: Conflict copies and their originals.
        settings: The settings.
        keys: What keys of front matter mean.
        words: What the first words of lines mean.
        named: Notes whose name is a day, whatever they are about.
        ways: How this vault is written.
        me: Whose vault it is.
        found: What is wrong with notes as a whole.
        first: Who there was by what notes are about, before others named anybody.
        beside: Notes by what they may be copies of by their names, as
            `conflict.besides`; None until it is needed.
        front: Their front matter, as far as it was asked for and may be again.
    """

    notes: Mapping[VaultPath, Note]
    kinds: Mapping[VaultPath, Kind]
    daily: Mapping[VaultPath, date]
    copies: Mapping[VaultPath, VaultPath]
    settings: Settings
    keys: Keys
    words: Words
    named: frozenset[VaultPath]
    ways: Ways
    me: PersonId | None = None
    found: list[Problem] = field(default_factory=list)
    first: Who | None = None
    beside: Besides | None = None
    front: dict[VaultPath, Fields] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Mapping[VaultPath, Note], settings: Settings) -> Shelf:
        """Return the notes in order, each with what it is about."""
        rules = Rules.of(settings)
        read = {path: widened(notes[path]) for path in rules.heeded(sorted(notes))}
        copies = conflict.copies(read)
        kept = {p: n for p, n in read.items() if p not in copies} if copies else read
        daily = days(kept, settings)
        means = keys(settings.synonyms)
        kinds = {
            path: rules.kind(note, means["note"], daily=path in daily)
            for path, note in kept.items()
        }
        named = frozenset(daily)
        daily = {path: day for path, day in daily.items() if kinds[path] == "daily"}
        found = [conflict.problem(copy, first, read) for copy, first in copies.items()]
        shelf = cls(
            kept,
            kinds,
            daily,
            copies,
            settings,
            means,
            Words(settings.contact_words),
            named,
            ways(settings),
            found=found,
        )
        shelf._find_me()
        return shelf

    def of_kind(self, *kinds: Kind) -> tuple[VaultPath, ...]:
        """Return the notes of these kinds, in order of path."""
        wanted = map(frozenset(kinds).__contains__, self.kinds.values())
        return tuple(compress(self.kinds, wanted))

    def fields(self, path: VaultPath) -> Fields:
        """Return the front matter of a note, read as what the note is about."""
        fields = self.front.get(path)
        if fields is None:
            note, kind = self.notes[path], self.kinds[path]
            kind_of_keys = _READ_AS.get(kind, kind)
            fields = Fields.of(note, self.keys, kind_of_keys, self.ways)
            self.front[path] = fields
        return fields

    def again(self, paths: Iterable[VaultPath]) -> None:
        """Forget how the front matter of notes was read: it is asked anew."""
        for path in paths:
            self.front.pop(path, None)

    # --- who is there

    def _find_me(self) -> None:
        """Settle whose vault it is: the settings say so, or one note."""
        said = self.of_kind("me")
        named = self._named_me()
        if self.settings.me and not named:
            self.found.append(amiss.nobody_like_me(self.settings.me))
        mine = [*named, *(path for path in said if path not in named)]
        for path in mine[1:]:
            self._turned_out(path, "person")
            self.found.append(amiss.me_twice(path, mine[0], self.fields(path)))
        if mine:
            self._turned_out(mine[0], "me")
            self.front.pop(mine[0], None)
            self.me = PersonId(mine[0])

    def _named_me(self) -> list[VaultPath]:
        wanted = fold(self.settings.me).removesuffix(".md")
        if not wanted:
            return []
        named = [p for p in self.notes if fold(p).removesuffix(".md") == wanted]
        return named or [p for p, n in self.notes.items() if fold(n.name) == wanted][:1]

    def everybody(self, files: Files) -> tuple[Who, bool]:
        """Return everybody the notes name, and whether no rule found anybody."""
        who = Who(files, self.kinds, self.copies, self.me, self.ways)
        who.settle(self._aliases(self.of_kind("me", "person")))
        self.first = replace(who, kinds=dict(self.kinds), notes={}, guests={})
        naming.by_lines(self.notes, self.page, who, self.words)
        for person in who.unsettled():
            self._as_person(who.notes[person])
        naming.by_properties(self._naming(), who, self._as_person)
        nobody = not who.guests and who.notes.keys() <= {self.me}
        if nobody:
            naming.by_dates(self.notes, self.page, who, self.words)
        for path in who.notes.values():
            if self.kinds[path] not in _PERSONAL:
                self._as_person(path)
        new = (who.notes[person] for person in who.unsettled())
        who.settle(self._aliases(new))
        return who, nobody

    def page(self, path: VaultPath) -> Page:
        """Return a note as its lines are read."""
        kind = self.kinds[path]
        if kind in _PERSONAL:
            return Page(owner=PersonId(path))
        if kind in _GATHERINGS:
            fields = self.fields(path)
            day = None if events.is_skipped(fields) else events.day(fields)
            return Page(day, event=True)
        return Page(self.daily[path], daily=True) if kind == "daily" else BLANK

    def closed(self) -> Shelf:
        """Return the same once everything was asked for: all that is wrong is known."""
        wrong = {path: one for path, one in self.front.items() if one.problems}
        return replace(self, front=wrong)

    def _aliases(self, paths: Iterable[VaultPath]) -> dict[PersonId, tuple[str, ...]]:
        return {PersonId(path): self.also(path) for path in paths}

    def also(self, path: VaultPath) -> tuple[str, ...]:
        """Return what somebody is called besides their file."""
        fields = self.fields(path)
        aliases = fields.aliases()
        if not may_be_made(path):
            return aliases
        shown = shown_name(fields.note)
        return aliases if shown == fields.note.name else (*aliases, shown)

    def _as_person(self, path: VaultPath) -> Fields:
        """Return the fields of a note that turned out to be about somebody."""
        if self.kinds[path] not in _PERSONAL:
            self._turned_out(path, "person")
            self.front.pop(path, None)
        return self.fields(path)

    def _turned_out(self, path: VaultPath, kind: Kind) -> None:
        """Note what a note is about, while all are gathered: kinds are a dict then."""
        cast("dict[VaultPath, Kind]", self.kinds)[path] = kind

    def _naming(self) -> Iterator[tuple[str, Fields]]:
        for path, kind in self.kinds.items():
            if kind in _NAMING:
                yield _READ_AS.get(kind, kind), self.fields(path)

    # --- what the notes say

    def log(self, reader: Reader, stated: Mapping[str, Encounter]) -> Log:
        """Return what all notes say, in order of path and line.

        Args:
            reader: Reads the lines.
            stated: By path, the encounter that a note's front matter is.
        """
        log = Log()
        for path, note in self.notes.items():
            if path in stated:
                log.encounters.append(stated[path])
            if note.entries:
                reader.read(note, self.page(path), log)
        return log

    def read(self, path: VaultPath, reader: Reader, log: Log) -> None:
        """Add what the lines of one note say to a log."""
        reader.read(self.notes[path], self.page(path), log)

    def names(self, path: VaultPath) -> Who:
        """Return whom one note makes a person by naming them."""
        if self.first is None:
            raise LookupError(path)
        alone = replace(self.first, notes={}, guests={})
        naming.by_lines({path: self.notes[path]}, self.page, alone, self.words)
        if self.kinds[path] in _NAMING:
            kind = self.kinds[path]
            naming.by_note(_READ_AS.get(kind, kind), self.fields(path), alone)
        return alone

    # --- what is wrong

    def problems(self, who: Who, more: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return everything that is wrong, in order, each once."""
        found = {*self.found, *more, *doubts.problems(self.notes, who)}
        found.update(*[note.problems for note in self.notes.values()])
        found.update(*[fields.problems for fields in self.front.values()])
        names = "".join(self.notes)
        if any(sign in names for sign in meant.ENDS):  # few vaults have any
            odd = filter(meant.UNLINKABLE.search, self.of_kind(*_LINKED))
            found.update(map(amiss.unlinkable, odd))
        for person in who.under_shared_aliases():
            found.update(amiss.shared_aliases(self.fields(VaultPath(person)), who))
        return tuple(sorted(found))

    def problems_of(self, path: VaultPath, who: Who) -> set[Problem]:
        """Return what is wrong with one note, once all that it says was asked for."""
        note = self.notes[path]
        found = {*note.problems, *doubts.problems({path: note}, who)}
        if path in self.front:
            found.update(self.front[path].problems)
        if self.kinds[path] in _LINKED and meant.UNLINKABLE.search(path):
            found.add(amiss.unlinkable(path))
        if PersonId(path) in who.notes and any(map(who.is_shared, self.also(path))):
            found.update(amiss.shared_aliases(self.fields(path), who))
        return found


_PERSONAL: Final = frozenset({"me", "person"})
_GATHERINGS: Final = frozenset({"event", "meeting"})
_NAMING: Final = frozenset({"me", "person", "event", "meeting", "introduction"})
_LINKED: Final[tuple[Kind, ...]] = ("me", "person", "event", "meeting", "topic")
