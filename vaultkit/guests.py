"""Guests: what others add to a build, as an argument; the core knows none of them.

The core only says when they are asked, and with what. Who they are, and that their
mistakes are theirs alone, is `vaultkit.toolkit`'s.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from vaultkit.changes import Refuse
    from vaultkit.notes.note import Note
    from vaultkit.pages.plain import Printed, Printer, Sheet
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.sources import Sources

_NO_TEXTS: Final[Mapping[VaultPath, str]] = MappingProxyType({})


def _unprinted(given: Sheet, /) -> Printed:
    """Return that nothing prints such pages here."""
    from vaultkit.pages.plain import Printed  # noqa: PLC0415 (late, for --help)

    del given
    return Printed(wrong="cannot be used here")


class Added(NamedTuple):
    """What guests add to the pages of one day.

    Attributes:
        texts: Path to generated text, without mark, of the pages they would write.
        refused: Pages they could not make; what stands there stays.
        problems: What else went wrong with them.
        replaced: Names of pages of ours that one of theirs stands for.
        called: What gives a page its file's name, by its path.
    """

    texts: Mapping[VaultPath, str] = _NO_TEXTS
    refused: tuple[Refuse, ...] = ()
    problems: tuple[Problem, ...] = ()
    replaced: frozenset[str] = frozenset()
    called: Mapping[VaultPath, str] = _NO_TEXTS

    def without(self, never: Collection[VaultPath]) -> Added:
        """Return the same without some pages."""
        texts = {path: text for path, text in self.texts.items() if path not in never}
        return self._replace(texts=MappingProxyType(texts))

    def keys(self, paths: Mapping[str, VaultPath]) -> dict[VaultPath, str]:
        """Return what gives each page that is there its name, given where all stand."""
        own = {path: one for path, one in self.called.items() if path in self.texts}
        return own | {p: name for name, p in paths.items() if p in self.texts}

    def over(
        self, ours: Mapping[VaultPath, str], keys: Mapping[VaultPath, str]
    ) -> dict[VaultPath, str]:
        """Return all pages: these, and ours but for those that some stand for.

        Args:
            ours: Path to text of our pages.
            keys: Path to name of each.
        """
        rest = {p: text for p, text in ours.items() if keys[p] not in self.replaced}
        return {**rest, **self.texts}


class Guests(Protocol):
    """Whoever adds to a build. The same arguments must give the same answers."""

    @property
    def printer(self) -> Printer:
        """What prints the templates of the vault's own."""

    def read(self, notes: Sequence[Note], texts: Sequence[bytes]) -> list[Note]:
        """Return notes that were just parsed, with what guests read in them.

        Args:
            notes: The notes.
            texts: The bytes of each.
        """

    def gave_up(self) -> bool:
        """Return whether notes read before must be read again, since it was asked last.

        A guest who read some of them is not asked any more.
        """

    def paths(self, settings: Settings) -> Mapping[str, VaultPath]:
        """Return where each of their pages stands, written or not, by its name."""

    def begin(self, sources: Sources) -> Callable[[], Added]:
        """Begin to make their pages; return what waits for them."""


class Nobody(Frozen, frozen=True):
    """No guests: a build of vaultkit's own.

    Attributes:
        printer: What prints the templates of the vault's own.
    """

    printer: Printer = _unprinted

    def read(self, notes: Sequence[Note], texts: Sequence[bytes]) -> list[Note]:
        """Return the notes as they are."""
        del texts
        return list(notes)

    def gave_up(self) -> bool:
        """Return that nothing must be read again."""
        return False

    def paths(self, settings: Settings) -> Mapping[str, VaultPath]:
        """Return no page."""
        del settings
        return MappingProxyType({})

    def begin(self, sources: Sources) -> Callable[[], Added]:
        """Return what adds nothing."""
        del sources
        return Added


NOBODY: Final[Guests] = Nobody()
