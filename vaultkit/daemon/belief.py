"""Belief: a loss is believed only after a while, since editors save by losing first.

Many editors move a note away, or empty it, before they write it anew; a sync tool may
do so for seconds. Whatever is new or changed is believed at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import replace
from vaultkit.lineage import unlike
from vaultkit.problems import NOT_NOW
from vaultkit.vault import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.snapshot import VaultPath
    from vaultkit.vault import File

_NO_DOUBTS: Final[Mapping[VaultPath, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Belief:
    """What is held to be true.

    Attributes:
        seen: The vault, with the last text of what seems to be lost.
        doubts: What seems to be lost, and since when, in seconds of a steady clock.
    """

    seen: Seen = field(default_factory=Seen)
    doubts: Mapping[VaultPath, float] = field(default_factory=lambda: _NO_DOUBTS)


def believe(before: Belief, found: Seen, now: float, patience: float) -> Belief:
    """Return what to hold to be true, given what was found.

    Args:
        before: What was held so far.
        found: What the disk shows now.
        now: Seconds of a steady clock.
        patience: How long a loss must last before it is believed, in seconds.
    """
    held = before.seen.files
    kept: dict[VaultPath, File] = {}
    doubts: dict[VaultPath, float] = {}
    for path in _lost(held, found):
        since = before.doubts.get(path, now)
        if held[path].name.startswith(found.closed):
            kept[path] = held[path]  # its folder cannot be looked into now
        elif now - since < patience:
            kept[path] = held[path]
            doubts[path] = since
    for path in unlike(held, found.files):
        file = found.files.get(path)
        if file is not None and file.data is None and _unread(file) and path in held:
            kept[path] = replace(file, data=held[path].data)
    return Belief(found.but(kept), doubts)


def _lost(held: Mapping[VaultPath, File], found: Seen) -> list[VaultPath]:
    """Return what is gone, and not under another name, or says nothing any more."""
    other, there = unlike(held, found.files), found.files
    fresh = {path: there[path] for path in sorted(other) if path in there}
    missing = sorted(other - fresh.keys())
    if missing:
        moved = _Moved.to(fresh.values())
        missing = [path for path in missing if not moved.has(held[path])]
    emptied = (
        path
        for path, file in fresh.items()
        if file.data is not None and _blank(file.data)
        if path in held and not _blank(held[path].data)
    )
    return [*missing, *emptied]


def _unread(file: File) -> bool:
    return file.problem is not None and file.problem.code in NOT_NOW


def _blank(data: bytes | None) -> bool:
    """Return whether a file says nothing, or nothing that is text."""
    if not data or b"\0" in data:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Moved:
    """What came up in this look, by what a rename leaves as it was."""

    keys: frozenset[tuple[int, int, int]]
    texts: frozenset[bytes]

    @classmethod
    def to(cls, fresh: Iterable[File]) -> _Moved:
        """Return what may be where a lost file went."""
        there = [file for file in fresh if file.data]
        return cls(
            frozenset(map(_identity, there)), frozenset(f.data or b"" for f in there)
        )

    def has(self, file: File) -> bool:
        """Return whether this file came up under another name."""
        return _identity(file) in self.keys or (file.data or b"\0") in self.texts


def _identity(file: File) -> tuple[int, int, int]:
    _, size, changed, _, inode = file.marks
    return inode, size, changed
