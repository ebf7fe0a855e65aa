"""Inlays: the notes with blocks in them, as they should be."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import between
from vaultkit.book.conflict import copies
from vaultkit.frozen import replace
from vaultkit.pages import Press
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from vaultkit.between import Filled
    from vaultkit.book.people import PersonId
    from vaultkit.build import Build
    from vaultkit.pages.asked import Asked
    from vaultkit.parsing import Parsed
    from vaultkit.problems import Problem


ROUNDS: Final = 3
"""How often pages are made anew for what filling the blocks moved."""


def inlays(
    notes: Mapping[VaultPath, Parsed],
    asked: Asked,
    everybody: Collection[PersonId],
    templates: Mapping[str, str],
    theirs: Mapping[str, VaultPath] = MappingProxyType({}),
) -> tuple[dict[VaultPath, Filled], tuple[Problem, ...]]:
    """Return every note with blocks as it should be, and what is wrong with blocks.

    Args:
        notes: Every note with its bytes, and how it was read.
        asked: What pages are asked with; nothing private is in it.
        everybody: Everybody the notes tell of, whom no page may name as well.
        templates: Every template's text by its name.
        theirs: Where the pages of others stand, by name.
    """
    if not asked.settings.blocks:
        return {}, ()
    those = {path: one for path, one in notes.items() if one.note.blocks}
    if not those:
        return {}, ()
    from vaultkit.pages.inlay import Inlay  # noqa: PLC0415 (late: many have no blocks)

    alone = copies({path: one.note for path, one in notes.items()})
    press = Press.of(asked.network.book, asked.settings, templates)
    inlay = Inlay(asked, press, everybody, theirs)
    filled: dict[VaultPath, Filled] = {}
    problems: list[Problem] = []
    for path in sorted(those.keys() - alone.keys()):
        one = those[path]
        texts, wrong = inlay.texts(one.note)
        filled[path] = between.filled(path, one.data, one.note, texts, one.ways)
        problems += wrong
        problems += [between.edited(path, block) for block in filled[path].edited]
    return filled, tuple(problems)


def settled(made: Build, again: Callable[[dict[VaultPath, bytes]], Build]) -> Build:
    """Return the build that still holds once the blocks of its notes are filled.

    Args:
        made: What was made of the notes as they are.
        again: Makes it of some notes as they will be.
    """
    now, moved = made, dict[VaultPath, bytes]()
    for _ in range(ROUNDS):
        more = {path: note.data for path, note in now.filled.items() if note.moves}
        if not more:
            break
        moved |= more
        now = again(moved)
    if not moved:
        return made
    filled = {
        path: replace(note, data=moved.get(path, note.data))
        for path, note in made.filled.items()
    }
    return replace(now, filled=MappingProxyType(filled))
