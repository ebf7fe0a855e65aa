"""Build: the whole way from notes to pages, and again with what did not change.

One law governs it: `rebuild(previous, ...)` equals `build(...)`. What is reused is
keyed by a note's path and bytes, so it can never be out of date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit import aside as beside
from vaultkit import letters
from vaultkit import pages as printed
from vaultkit import settings as chosen
from vaultkit.book.following import gathered
from vaultkit.edition import Edition
from vaultkit.frozen import replace
from vaultkit.guests import NOBODY, Nobody
from vaultkit.habits import ways
from vaultkit.inlays import inlays, settled
from vaultkit.known import Kept, known, ordered
from vaultkit.network.memory import Memory
from vaultkit.notes.alike import Alike
from vaultkit.notes.links import Files
from vaultkit.notes.moved import moved
from vaultkit.notes.note import unread
from vaultkit.pages.asked import Asked
from vaultkit.pages.own import own as own_pages
from vaultkit.pages.own import templates as own_templates
from vaultkit.parsing import Parsed, parsed_by, read_notes, reading
from vaultkit.problems import UNREAD
from vaultkit.shipped import templates
from vaultkit.snapshot import VaultPath
from vaultkit.templated import both, templated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from vaultkit.aside import Aside
    from vaultkit.between import Filled
    from vaultkit.book.book import Book
    from vaultkit.book.gathering import Gathered
    from vaultkit.changes import Refuse
    from vaultkit.guests import Guests
    from vaultkit.letters import Letters
    from vaultkit.network.network import Network
    from vaultkit.notes.note import Note
    from vaultkit.pages.own import Template
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Everything made of one snapshot on one day.

    Attributes:
        book: Everything the notes say, private things too.
        network: What pages are made from: nothing private is in it.
        pages: Path to generated text, without mark, of the pages to write.
        refused: Pages that may not be written, and why.
        problems: All there are, those of private notes and of refused pages too.
        told: Those of them that may be shown to anybody: on a page, in a log.
        people: How many people pages could name.
        filled: Notes with blocks, as they should be.
        parsed: Every note that was read, for the next build.
        sources: What all of it was made of.
        kept: What was found on the way, for the next build.
    """

    book: Book
    network: Network
    pages: Mapping[VaultPath, str]
    refused: tuple[Refuse, ...]
    problems: tuple[Problem, ...]
    told: tuple[Problem, ...]
    people: int
    filled: Mapping[VaultPath, Filled]
    parsed: Mapping[VaultPath, Parsed] = field(repr=False, compare=False)
    sources: Sources = field(repr=False, compare=False)
    kept: Kept = field(repr=False, compare=False)


class Sources(NamedTuple):
    """Everything that pages are made of; where it is the same, so are they.

    Attributes:
        notes: Every note that is read, and those that cannot be.
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
    ) -> Sources:
        """Return the sources in a snapshot whose notes were parsed."""
        notes = {path: one.note for path, one in parsed.items()} | _unread(snapshot)
        others = snapshot.others.union(snapshot.notes).difference(notes)
        around = (*snapshot.problems, *chosen.read(snapshot.config)[1])
        messages = letters.read(snapshot, settings)
        own = own_templates(snapshot.templates, snapshot.trusted, settings)
        return cls(notes, others, around, settings, today, messages, own)

    def gathered(self, before: Gathered | None = None) -> Gathered:
        """Return everything they say, private things too.

        Args:
            before: What others said before; what is the same is the same object.
        """
        paths = {*self.notes, *self.others}
        files = before.book.files.revised(paths) if before else Files.of(paths)
        return gathered(self.notes, self.settings, files, before)

    def say(self, before: Sources, told: Iterable[Problem] | None = None) -> bool:
        """Return whether they say the same as others did before.

        What stands on another line is the same to every page of ours, unless something
        is told of the note. What others make of it, nobody knows.

        Args:
            before: The others.
            told: What was wrong with them; None where others read notes as well.
        """
        if (self.notes.keys(), self._replace(notes={})) != (
            before.notes.keys(),
            before._replace(notes={}),
        ):
            return False
        ours = told is not None and not self.templates and self.letters == letters.NONE
        texts = (f"{one.path}\0{one.message}\0{one.advice}" for one in told or ())
        named = "\0".join(texts)
        return all(
            _alike(had, note) or (ours and path not in named and moved(had, note))
            for path, note in self.notes.items()
            if (had := before.notes[path]) is not note
        )


def _alike(one: Note, other: Note) -> bool:
    # To Python `1` is `true`; in a note it is not.
    return one == other and repr(one.properties) == repr(other.properties)


def build(  # noqa: PLR0913, PLR0917 (all that pages are made of, and how)
    snapshot: Snapshot,
    settings: Settings,
    today: date,
    parsed: Mapping[VaultPath, Parsed] | None = None,
    aside: Aside = beside.here,
    guests: Guests = NOBODY,
    memory: Memory | None = None,
    progress: Callable[[int], object] | None = None,
) -> Build:
    """Return the pages, and everything on the way, from a vault's text alone.

    Args:
        snapshot: The vault's files; its own pages are not looked at.
        settings: What the user decided.
        today: The day the pages are for.
        parsed: Notes parsed before; used where the bytes are still the same.
        aside: How work that needs nothing from its neighbours is done.
        guests: Who else reads notes and makes pages.
        memory: Where to keep what is found for a `rebuild`; without one it begins
            to keep it.
        progress: Called now and then with the number of notes parsed so far.
    """
    alike = None if memory is None else Alike()
    rest = reading(snapshot, settings, parsed or {}, progress, aside, guests, alike)
    # Begun before there is much in memory: what two processes share is copied page
    # by page as soon as one of them touches it.
    prepared = _preparing(aside if len(snapshot.notes) >= beside.WORTH else beside.here)
    notes = rest()
    sources = Sources.of(snapshot, notes, settings, today)
    return _made(sources, notes, aside, guests, Kept(memory=memory), prepared)


def _nothing() -> None:
    """Wait for nothing."""


def _made(
    sources: Sources,
    parsed: dict[VaultPath, Parsed],
    aside: Aside,
    guests: Guests,
    kept: Kept,
    prepared: Callable[[], object],
) -> Build:
    """Return the build that holds once the blocks of the notes are filled.

    What is put into a note moves the lines below, and pages may name those: so they are
    made of the notes as they will be.
    """
    how = ways(sources.settings)

    def again(moved: dict[VaultPath, bytes]) -> Build:
        read = guests.read(parsed_by([*moved.items()], how), [*moved.values()])
        notes = dict(zip(moved, read, strict=True))
        anew = {path: Parsed(moved[path], note, how) for path, note in notes.items()}
        now = sources._replace(notes={**sources.notes, **notes})
        return _once(now, {**parsed, **anew}, aside, guests, kept)

    made = settled(_once(sources, parsed, aside, guests, kept, prepared), again)
    return replace(made, parsed=MappingProxyType(parsed), sources=sources)


def _once(
    sources: Sources,
    parsed: Mapping[VaultPath, Parsed],
    aside: Aside,
    guests: Guests,
    kept: Kept,
    prepared: Callable[[], object] = _nothing,
) -> Build:
    settings, today = sources.settings, sources.today
    theirs, waiting = guests.paths(settings), guests.begin(sources)
    mine = own_pages(sources.templates, settings)
    more = [*theirs.values(), *(page.path for page in mine.pages)]
    book, network, around, told, may_tell, messages, now = known(sources, more, kept)
    prepared()
    wording = {**templates(), **messages}
    asked = Asked(network, told, settings, today)
    filled, wrong = inlays(parsed, asked, book.people, wording, theirs)
    around, told = (*around, *wrong), ordered(told, filter(may_tell, wrong))
    added = both(waiting(), templated(mine, asked, wording, guests.printer))

    edition = Edition(
        network, book, sources.notes, settings, today, wording, aside, added, theirs
    )
    pressed = edition.pages(ordered(told, added.problems), may_tell)
    return Build(
        book=book,
        network=network,
        pages=pressed.pages,
        refused=pressed.refused,
        problems=ordered(book.problems, around, added.problems, pressed.problems),
        told=pressed.told,
        people=sum(not one.me for one in network.book.people.values()),
        filled=MappingProxyType(filled),
        parsed=MappingProxyType(parsed),
        sources=sources,
        kept=now,
    )


def _preparing(aside: Aside) -> Callable[[], object]:
    """Prepare how pages are printed while one gathers; return what waits for it."""
    if aside is beside.here or printed.prepared():
        return _nothing
    compiled = aside(lambda: printed.compiled(templates()))
    return lambda: printed.know(compiled())


def rebuild(
    previous: Build,
    snapshot: Snapshot,
    settings: Settings,
    today: date,
    guests: Guests = NOBODY,
) -> Build:
    """Return what `build` would, parsing only notes whose bytes are new.

    Where what they say is not new (a paragraph was written), nor anything else,
    everything is made already; its book may then have things on the lines they were on.
    """
    notes = read_notes(snapshot, settings, previous.parsed, guests=guests)
    sources = Sources.of(snapshot, notes, settings, today)
    blocks = previous.filled.items()
    same = all(path in notes and notes[path].data == one.was for path, one in blocks)
    told = previous.problems if isinstance(guests, Nobody) else None
    if same and sources.say(previous.sources, told):
        return replace(previous, parsed=MappingProxyType(notes), sources=sources)
    kept = previous.kept._replace(memory=previous.kept.memory or Memory())
    return _made(sources, notes, beside.here, guests, kept, _nothing)


def _unread(snapshot: Snapshot) -> dict[VaultPath, Note]:
    """Return the notes that are there and of which nothing could be read."""
    there = {VaultPath(one.path) for one in snapshot.problems if one.code in UNREAD}
    known = there - snapshot.notes.keys() - snapshot.pages.keys()
    return {path: unread(path) for path in sorted(known) if path.endswith(".md")}
