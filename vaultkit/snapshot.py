"""The vault's text at one moment: what the user wrote, apart from what we wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.problems import Problem

VaultPath = NewType("VaultPath", str)
"""A path relative to the vault: POSIX slashes, NFC, never absolute, never `..`."""

NOTHING: Final[Mapping[VaultPath, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Path to bytes at one moment.

    Attributes:
        notes: The Markdown the user wrote, in order of path. Never a page of ours.
        pages: Every file that says it is a page of ours, set-aside copies included.
        others: Every other file by name alone (pictures, canvases), for links.
        config: Settings as found: `vaultkit.toml`, `.obsidian/app.json`, ....
        problems: What the door to the disk met: unreadable files, links outside.
    """

    notes: Mapping[VaultPath, bytes]
    pages: Mapping[VaultPath, bytes] = NOTHING
    others: frozenset[VaultPath] = frozenset()
    config: Mapping[VaultPath, bytes] = NOTHING
    problems: tuple[Problem, ...] = field(default=())
