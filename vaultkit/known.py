"""Known: what the sources of a vault say, before any page is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.book import yet_to_come
from vaultkit.frozen import replace
from vaultkit.network.connect import connect
from vaultkit.network.remembering import Once
from vaultkit.privacy.privacy import Shown, behind_doors, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.gathering import Gathered
    from vaultkit.network.memory import Memory
    from vaultkit.network.network import Network
    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath
    from vaultkit.sources import Sources


class Kept(NamedTuple):
    """What goes from one build of a vault to the next.

    Attributes:
        gathered: What the book was gathered by.
        sources: What it was gathered of.
        shown: What of it may be shown.
        memory: What was found; None if nobody asked to keep it.
    """

    gathered: Gathered | None = None
    sources: Sources | None = None
    shown: Shown | None = None
    memory: Memory | None = None


class Known(NamedTuple):
    """What sources say.

    Attributes:
        book: Everything, private things too.
        network: What pages are made from: nothing private is in it.
        around: What is wrong besides what the book knows.
        told: All problems that pages may tell.
        may_tell: Whether a problem may stand on a page.
        messages: Templates of the vault's own, for messages, by their names.
        kept: What goes on to the next build.
    """

    book: Book
    network: Network
    around: tuple[Problem, ...]
    told: tuple[Problem, ...]
    may_tell: Callable[[Problem], bool]
    messages: Mapping[str, str]
    kept: Kept


NOTHING: Final = Kept()


def known(
    sources: Sources, more: Iterable[VaultPath] = (), kept: Kept = NOTHING
) -> Known:
    """Return what sources say.

    Args:
        sources: What to read.
        more: Pages of others, for links to lead past.
        kept: What is there from the build before.
    """
    gathered = sources.gathered(kept.gathered, kept.sources)
    book = behind_doors(gathered.book, sources.problems)
    public = shown(book, kept.shown if book is gathered.book else None)
    seen, may_tell, may_say = public.book, public.may_tell, public.may_say
    if paths := tuple(more):
        seen = replace(seen, files=seen.files.with_paths(paths))
    own = sources.letters.told(may_say)
    memory = kept.memory or Once()
    future = memory.told(yet_to_come, book.people, sources.today)
    around = (*sources.problems, *own.problems, *(one for _, one in future))
    told = ordered(seen.problems, filter(may_tell, around))
    going_on = public if book is gathered.book else None
    network = kept.memory.connect(seen) if kept.memory else connect(seen)
    return Known(
        book,
        network,
        around,
        told,
        may_tell,
        own.texts,
        # What nobody goes on from is let go of, before the pages need room.
        Kept(gathered, sources, going_on, kept.memory) if kept.memory else NOTHING,
    )


def ordered(*groups: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in order, each once."""
    return tuple(sorted({problem for group in groups for problem in group}))
