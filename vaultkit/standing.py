"""Standing: what stands in the vault where a page is wanted, and what is in its way."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.canvas import is_canvas
from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.problems import UNREAD, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vaultkit.snapshot import Snapshot, VaultPath


class Standing(Frozen, frozen=True, dict=True, gc=True):
    """What stands in the vault, and which names that takes where case is nothing.

    Attributes:
        pages: Every file that says it is a page of ours.
        notes: The notes of the user.
        others: Every other file.
        unread: Those of which nothing could be read, so that they may be ours.
    """

    pages: Mapping[VaultPath, bytes]
    notes: Collection[VaultPath]
    others: frozenset[VaultPath]
    unread: frozenset[str] = frozenset()

    @classmethod
    def of(cls, snapshot: Snapshot) -> Standing:
        """Return what stands in a vault."""
        unread = (one.path for one in snapshot.problems if one.code in UNREAD)
        kinds = snapshot.pages, snapshot.notes, snapshot.others
        return cls(*kinds, frozenset(unread))

    def has(self, path: VaultPath) -> bool:
        """Return whether there is a file of this path, spelt just so."""
        return path in self.pages or path in self.notes or path in self.others

    @cached_property
    def files(self) -> frozenset[VaultPath]:
        """Every file; most of the time nobody needs them all."""
        return self.others.union(self.notes, self.pages)

    @cached_property
    def folded(self) -> Mapping[str, VaultPath]:
        """Every file by its path as names are compared."""
        # In order, and pages last: of two spellings a page of ours is the one meant.
        others = sorted(self.files.difference(self.pages))
        return {fold(path): path for path in (*others, *sorted(self.pages))}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder, in the same form."""
        direct = {path.rpartition("/")[0] for path in self.files}
        return frozenset(fold(one) for path in direct for one in _folders(f"{path}/"))

    def spelling(self, path: VaultPath) -> VaultPath:
        """Return the path under which a page stands already, else as it is wanted."""
        if self.has(path):
            return path
        near = self.folded.get(fold(path), path)
        return near if near in self.pages else path


def _folders(path: str) -> Iterator[str]:
    return (path[:at] for at, char in enumerate(path) if char == "/")


def obstacle(path: VaultPath, standing: Standing) -> Problem | None:
    """Return why a page that is not there yet cannot be: something is in its way."""
    if path in standing.unread and standing.has(path):
        return unwritable(path, "what stands there could not be read")
    if fold(path) in standing.folded:
        return problem(path, "page-taken", _TAKEN)
    if fold(path) in standing.folders:
        return unwritable(path, "a folder has its name")
    for above in _folders(path):
        if file := standing.folded.get(fold(above)):
            return unwritable(path, f"`{file}` is a file, not a folder")
    return None


# --- problems ------------------------------------------------------------------------

_TAKEN: Final = "a file that is not ours has the name of a page"
UNMARKED: Final = "the line that ends its generated text is gone: it may be yours"
"""Why a page of ours without its mark is not written over."""
NEWER: Final = "a newer vaultkit wrote this page"
"""Why a page is left to the vaultkit that wrote it."""
_ADVICE: Final = MappingProxyType(
    {
        "page-taken": "Move or rename it, or give the page another name with "
        "`page_names`, or switch the page off with `pages_off`; it was not touched.",
        "page-newer": "Update vaultkit here, or remove the page; it was not touched.",
        "page-edited": "Write below the last line of the page instead: what stands "
        "there is yours and stays.",
        "page-unwritable": "Mend that and build again; it was not touched, and no "
        "other page depends on it.",
    }
)


def unwritable(path: VaultPath, why: str) -> Problem:
    """Return the problem of a page that cannot be written."""
    return problem(path, "page-unwritable", f"the page cannot be written: {why}")


def problem(path: VaultPath, code: str, message: str) -> Problem:
    """Return a problem of a page, with what to do about it."""
    return Problem(path, 1, 1, code, message, _ADVICE[code])


def edited(path: VaultPath, to: VaultPath) -> Problem:
    """Return the problem of a page whose generated part was edited."""
    name = to.rpartition("/")[2]
    if is_canvas(path):
        said = f"the canvas was edited; your version moves to `{name}`"
        advice = "Arrange a copy under another name instead: that stays as you draw it."
        return Problem(path, 1, 1, "page-edited", said, advice)
    said = f"the generated part was edited; your version moves to `{name}`"
    return problem(path, "page-edited", said)
