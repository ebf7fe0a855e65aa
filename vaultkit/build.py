"""Build: the whole way from notes to pages, and again with what did not change.

One law governs it: `rebuild(previous, ...)` equals `build(...)`. What is reused is
keyed by a note's path and bytes, so it can never be out of date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from vaultkit import aside as beside
from vaultkit import pages as printed
from vaultkit.edition import Edition
from vaultkit.frozen import replace
from vaultkit.guests import NOBODY, Nobody
from vaultkit.habits import ways
from vaultkit.inlays import inlays, settled
from vaultkit.known import NOTHING, Kept, known, ordered
from vaultkit.lineage import descended
from vaultkit.notes.alike import Alike
from vaultkit.pages.asked import Asked
from vaultkit.pages.own import own as own_pages
from vaultkit.parsing import Parsed, parsed_by, read_notes, reading
from vaultkit.shipped import templates
from vaultkit.sources import Sources
from vaultkit.templated import both, templated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from vaultkit.aside import Aside
    from vaultkit.between import Filled
    from vaultkit.book.book import Book
    from vaultkit.changes import Refuse
    from vaultkit.guests import Guests
    from vaultkit.network.memory import Memory
    from vaultkit.network.network import Network
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath


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
        texts: What the notes were parsed from.
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
    texts: Mapping[VaultPath, bytes] = field(
        default_factory=dict, repr=False, compare=False
    )


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
    alike = None if memory is None else Alike(snapshot.notes)
    rest = reading(snapshot, settings, parsed or {}, progress, aside, guests, alike)
    prepared = preparing(len(snapshot.notes), aside)
    notes = rest()
    sources = Sources.of(snapshot, notes, settings, today)
    made = finished(sources, notes, aside, guests, Kept(memory=memory), prepared)
    return replace(made, texts=snapshot.notes)


def _nothing() -> None:
    """Wait for nothing."""


def preparing(notes: int, aside: Aside) -> Callable[[], object]:
    """Begin to prepare how the pages of many notes are printed; return what ends it.

    It is begun before the notes are parsed, while there is little in memory: what two
    processes share is copied page by page as soon as one of them touches it.
    """
    if notes < beside.WORTH or aside is beside.here or printed.prepared():
        return _nothing
    compiled = aside(lambda: printed.compiled(templates()))
    return lambda: printed.know(compiled())


def finished(
    sources: Sources,
    parsed: Mapping[VaultPath, Parsed],
    aside: Aside,
    guests: Guests,
    kept: Kept = NOTHING,
    prepared: Callable[[], object] = _nothing,
) -> Build:
    """Return what `build` makes of notes once they are parsed.

    It is the build that holds when the blocks of the notes are filled. What is put into
    a note moves the lines below, and pages may name those: so they are made of the
    notes as they will be.

    Args:
        sources: Everything that pages are made of.
        parsed: The notes among it.
        aside: How work that needs nothing from its neighbours is done.
        guests: Who else makes pages.
        kept: What is there from the build before.
        prepared: What `preparing` returned.
    """
    how = ways(sources.settings)

    def again(moved: dict[VaultPath, bytes]) -> Build:
        read = guests.read(parsed_by([*moved.items()], how), [*moved.values()])
        notes = dict(zip(moved, read, strict=True))
        anew = {path: Parsed(moved[path], note, how) for path, note in notes.items()}
        now = sources._replace(notes=descended(sources.notes, notes))
        return _once(now, descended(parsed, anew), aside, guests, kept)

    made = settled(_once(sources, parsed, aside, guests, kept, prepared), again)
    return replace(made, parsed=parsed, sources=sources)


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
        people=len(network.book.people) - (network.book.me in network.book.people),
        filled=MappingProxyType(filled),
        parsed=parsed,
        sources=sources,
        kept=now,
    )


def ready(made: Build) -> Build:
    """Return the same, with what only some rebuilds need made already."""
    gathered = made.kept.gathered
    if gathered is None:
        return made
    from vaultkit.book import following  # noqa: PLC0415 (late: for rebuilds alone)

    return replace(made, kept=made.kept._replace(gathered=following.ready(gathered)))


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
    from vaultkit.network.memory import Memory  # noqa: PLC0415 (late: for rebuilds alone)

    had = previous.texts if settings == previous.sources.settings else None
    notes = read_notes(snapshot, settings, previous.parsed, guests, had)
    sources = Sources.of(snapshot, notes, settings, today, previous)
    blocks = previous.filled.items()
    same = all(path in notes and notes[path].data == one.was for path, one in blocks)
    told = previous.problems if isinstance(guests, Nobody) else None
    if same and sources.say(previous.sources, told):
        texts = snapshot.notes
        return replace(previous, parsed=notes, texts=texts, sources=sources)
    kept = previous.kept._replace(memory=previous.kept.memory or Memory())
    made = finished(sources, notes, beside.here, guests, kept)
    return replace(made, texts=snapshot.notes)
