"""Guests: what others add to a build, as an argument; the core knows none of them.

The core only says when they are asked, and with what. Who they are, and that their
mistakes are theirs alone, is `vaultkit.toolkit`'s.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from vaultkit.build import Sources
    from vaultkit.changes import Refuse
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

_NO_TEXTS: Final[Mapping[VaultPath, str]] = MappingProxyType({})


class Added(NamedTuple):
    """What guests add to the pages of one day.

    Attributes:
        texts: Path to generated text, without mark, of the pages they would write.
        refused: Pages they could not make; what stands there stays.
        problems: What else went wrong with them.
    """

    texts: Mapping[VaultPath, str] = _NO_TEXTS
    refused: tuple[Refuse, ...] = ()
    problems: tuple[Problem, ...] = ()

    def without(self, never: Collection[VaultPath]) -> Added:
        """Return the same without some pages."""
        texts = {path: text for path, text in self.texts.items() if path not in never}
        return self._replace(texts=MappingProxyType(texts))

    def keys(self, paths: Mapping[str, VaultPath]) -> dict[VaultPath, str]:
        """Return what settings call each page that is there, given where all stand."""
        return {path: name for name, path in paths.items() if path in self.texts}


class Guests(Protocol):
    """Whoever adds to a build. The same arguments must give the same answers."""

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


class _Nobody:
    """No guests: a build of vaultkit's own."""

    def read(self, notes: Sequence[Note], texts: Sequence[bytes]) -> list[Note]:
        del texts
        return list(notes)

    def gave_up(self) -> bool:
        return False

    def paths(self, settings: Settings) -> Mapping[str, VaultPath]:
        del settings
        return MappingProxyType({})

    def begin(self, sources: Sources) -> Callable[[], Added]:
        del sources
        return Added


NOBODY: Final[Guests] = _Nobody()
