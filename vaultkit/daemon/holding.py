"""Holding: pages that are left alone for a moment, since somebody is busy with them.

A page that is not as we left it and changed just now is being edited, or was written by
a vaultkit on another machine that has other notes yet. Both come to rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import owned
from vaultkit.changes import Fill, Keep, Remove, SetAside, Write, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.changes import Change
    from vaultkit.daemon.belief import Belief
    from vaultkit.snapshot import VaultPath
    from vaultkit.vault import Outcome

LONGEST: Final = 900.0
"""How long a page that two machines write in turn is left alone at most, in seconds."""

_NONE: Final[Mapping[VaultPath, bytes]] = MappingProxyType({})
_NEVER: Final[Mapping[VaultPath, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Left:
    """How we left the pages.

    Attributes:
        pages: The bytes of those we wrote, and of notes whose blocks we filled.
        rivals: How often each was whole, but not as we left it, and written again,
            since the notes last changed: each time it is left alone twice as long.
    """

    pages: Mapping[VaultPath, bytes] = field(default_factory=lambda: _NONE)
    rivals: Mapping[VaultPath, int] = field(default_factory=lambda: _NEVER)

    @classmethod
    def found(cls, pages: Mapping[VaultPath, bytes]) -> Left:
        """Return how pages are left that were there before: whole ones, by us."""
        whole = {path: data for path, data in pages.items() if _whole(path, data)}
        return cls(MappingProxyType(whole))

    def at_rest(self, path: VaultPath, data: bytes, age: float, hold: float) -> float:
        """Return for how many more seconds a page is to be left alone.

        Args:
            path: The page.
            data: What it holds.
            age: For how many seconds it has held that.
            hold: How long a page is left alone, in seconds.
        """
        if self.pages.get(path) == data:
            return 0.0
        hold = min(hold * 2 ** min(self.rivals.get(path, 0), 16), max(hold, LONGEST))
        return hold - age if 0 <= age < hold else 0.0

    def after(self, outcomes: Iterable[Outcome]) -> Left:
        """Return how the pages are left once these changes were made."""
        pages, rivals = dict(self.pages), dict(self.rivals)
        for one in outcomes:
            match one.change:
                case Write(path, text, was) if one.problem is None:
                    if (
                        was is not None
                        and was != pages.get(path, was)
                        and _whole(path, was)
                    ):
                        rivals[path] = rivals.get(path, 0) + 1
                    pages[path] = bytes_of(text)
                case Fill(path, data) if one.problem is None:
                    pages[path] = data
                case Remove(path) if one.problem is None:
                    pages.pop(path, None)
        return Left(MappingProxyType(pages), MappingProxyType(rivals))

    def touched(self, outcomes: Iterable[Outcome]) -> dict[VaultPath, bytes | None]:
        """Return the files that these changes touched, with what they hold now.

        This is how the pages are left once they were made; None is a file's that was
        removed.
        """
        ours: dict[VaultPath, bytes | None] = {}
        for one in outcomes:
            if one.problem is None:
                match one.change:
                    case Write(path) | Fill(path):
                        ours[path] = self.pages[path]
                    case SetAside(_, to, text):
                        ours[to] = bytes_of(text)
                    case Remove(path):
                        ours[path] = None
        return ours


def _whole(path: VaultPath, data: bytes) -> bool:
    marked = owned.stands(path, data)
    return marked is not None and marked.intact


def held_off(
    todo: Iterable[Change], belief: Belief, left: Left, disk_now: int, hold: float
) -> tuple[tuple[Change, ...], dict[VaultPath, float]]:
    """Return the changes to make now, and for how long which pages are left alone.

    Args:
        todo: What is to be done.
        belief: The vault, as it is held to be.
        left: How we left the pages.
        disk_now: The time as the disk tells it, in nanoseconds.
        hold: How long a page that somebody edits is left alone, in seconds.
    """
    now: list[Change] = []
    later: dict[VaultPath, float] = {}
    for change in todo:
        wait = 0.0
        if isinstance(change, Write | Remove | SetAside | Fill):
            wait = _wait(change.path, belief, left, disk_now, hold)
        if wait:
            later[change.path] = wait
        elif not isinstance(change, Keep):
            now.append(change)
    return tuple(now), later


def _wait(
    path: VaultPath, belief: Belief, left: Left, disk_now: int, hold: float
) -> float:
    if path in belief.doubts:
        return inf  # whoever doubts it says when to look again
    file = belief.seen.files.get(path)
    if file is None or file.data is None:
        return 0.0
    _, _, changed, _, _ = file.marks
    age = (disk_now - changed) / 1e9
    return left.at_rest(path, file.data, age, hold)
