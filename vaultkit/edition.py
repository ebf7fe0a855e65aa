"""Edition: all pages of one day, printed, and which of them may not be written."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit import pages as printed
from vaultkit.captures import captured, keys_of
from vaultkit.changes import Refuse
from vaultkit.frozen import Frozen, replace
from vaultkit.known import ordered
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from vaultkit.aside import Aside
    from vaultkit.book.book import Book
    from vaultkit.guests import Added
    from vaultkit.network.network import Network
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings


class Pressed(NamedTuple):
    """Pages as they were printed, and what was told on them."""

    texts: Mapping[VaultPath, str]
    refused: tuple[Refuse, ...]
    told: tuple[Problem, ...]

    @property
    def pages(self) -> Mapping[VaultPath, str]:
        """The pages that may be written."""
        never = {one.path for one in self.refused}
        kept = {path: text for path, text in self.texts.items() if path not in never}
        return MappingProxyType(kept)

    @property
    def problems(self) -> Iterator[Problem]:
        """Why the others may not."""
        return (one.problem for one in self.refused)


class Edition(Frozen, frozen=True):
    """What pages are printed from, and what tells which may not be written.

    Attributes:
        network: What may be shown.
        book: Everything, private things too.
        notes: Every note, for the links that a page could capture.
        settings: What the user decided.
        today: The day the pages are for.
        wording: Templates by name.
        aside: How pages that share nothing with others are made.
        added: The pages of others.
        theirs: Where those stand, by name.
    """

    network: Network
    book: Book
    notes: Mapping[VaultPath, Note]
    settings: Settings
    today: date
    wording: Mapping[str, str]
    aside: Aside
    added: Added
    theirs: Mapping[str, VaultPath]

    def pages(
        self, told: tuple[Problem, ...], may_tell: Callable[[Problem], bool]
    ) -> Pressed:
        """Return the pages; where some are refused the others know of it."""
        pressed = self.print(told)
        refused: dict[VaultPath, Refuse] = {}
        # What tells of a refused page may be a page that is refused in turn.
        while fresh := [one for one in pressed.refused if one.path not in refused]:
            refused.update((one.path, one) for one in fresh)
            told = ordered(told, filter(may_tell, (one.problem for one in fresh)))
            pressed = self._without(refused).print(told)
        return pressed._replace(refused=tuple(refused.values()))

    def _without(self, never: Collection[VaultPath]) -> Edition:
        """Return the same with those pages off that may not be written."""
        pages = printed.paths(self.settings)
        off = [*self.settings.pages_off, *(n for n in pages if pages[n] in never)]
        settings = replace(self.settings, pages_off=tuple(off))
        return replace(self, settings=settings, added=self.added.without(never))

    def _replaced(self) -> set[VaultPath]:
        """Return where pages of ours stand that some of others stand for."""
        pages = printed.paths(self.settings)
        return {pages[name] for name in self.added.replaced if name in pages}

    def print(self, told: tuple[Problem, ...]) -> Pressed:
        """Return the pages, and which of them may not be written."""
        page = self.network, told, self.settings, self.today
        theirs = tuple(sorted(self.added.texts.keys() - self._replaced()))
        texts, failed = printed.render(*page, self.wording, self.aside, theirs)
        broken = tuple(Refuse(VaultPath(one.path), one) for one in failed)
        texts = self.added.over(texts, keys_of(texts, self.settings))
        keys = keys_of(texts, self.settings) | self.added.keys(self.theirs)
        caught = captured(keys, self.notes, self.book, self.network.memory)
        return Pressed(texts, (*broken, *self.added.refused, *caught), told)
