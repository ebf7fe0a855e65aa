"""Known: what the sources of a vault say, before any page is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.book.book import from_the_future
from vaultkit.frozen import replace
from vaultkit.network.network import connect
from vaultkit.privacy.privacy import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.gathering import Gathered
    from vaultkit.build import Sources
    from vaultkit.network.network import Network
    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath


class Known(NamedTuple):
    """What sources say.

    Attributes:
        gathered: Everything, private things too, and what it was gathered by.
        network: What pages are made from: nothing private is in it.
        around: What is wrong besides what the book knows.
        told: All problems that pages may tell.
        may_tell: Whether a problem may stand on a page.
        messages: Templates of the vault's own, for messages, by their names.
    """

    gathered: Gathered
    network: Network
    around: tuple[Problem, ...]
    told: tuple[Problem, ...]
    may_tell: Callable[[Problem], bool]
    messages: Mapping[str, str]

    @property
    def book(self) -> Book:
        """Everything, private things too."""
        return self.gathered.book


def known(
    sources: Sources,
    more: Iterable[VaultPath] = (),
    before: Gathered | None = None,
) -> Known:
    """Return what sources say.

    Args:
        sources: What to read.
        more: Pages of others, for links to lead past.
        before: What was gathered from others before.
    """
    gathered = sources.gathered(before)
    book = gathered.book
    seen, may_tell, may_say = shown(book)
    if paths := tuple(more):
        seen = replace(seen, files=seen.files.with_paths(paths))
    own = sources.letters.told(may_say)
    future = from_the_future(book, sources.today)
    around = (*sources.problems, *own.problems, *future)
    told = ordered(seen.problems, filter(may_tell, around))
    return Known(gathered, connect(seen), around, told, may_tell, own.texts)


def ordered(*groups: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in order, each once."""
    return tuple(sorted({problem for group in groups for problem in group}))
