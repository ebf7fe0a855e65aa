"""Conflict copies: notes that a sync tool left beside the note they are a copy of."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.lineage import descended
from vaultkit.notes.links import fold, fold_all
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.notes.links import Files
    from vaultkit.notes.note import Note

    Besides = Mapping[str, frozenset[VaultPath]]

# Names as the tools' own documentation gives them.
_CERTAIN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Obsidian Sync: `Ada (Conflicted copy DEVICE 202611021030)`
        # Dropbox: `Ada (Bo's conflicted copy 2026-11-02)`
        # Nextcloud and OpenCloud: `Ada (conflicted copy 2026-11-02 103000)`
        r" \([^()]{0,60}conflicted copy[^()]{0,60}\)",
        # Syncthing: `Ada.sync-conflict-20261102-103000-ABCDEFG`
        r"\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[A-Z0-9]{1,16})?",
        # Synology Drive: `Ada_HOST_Nov-02-1030-2026_CaseConflict`
        r"_[\w-]{1,60}_[A-Z]{3}-[0-9]{2}-[0-9]{4}-[0-9]{4}_(?:Case)?Conflict",
        # FSNotes: `Ada (CONFLICT 20261102T103000)`
        r" \(CONFLICT [0-9]{8}T[0-9]{4,6}\)",
    )
)
_MARKS: Final = ("onflict", "CONFLICT")
# iCloud: `Ada 2`; Logseq on iCloud: `Ada_2`; only beside a twin that says the same.
_NUMBERED: Final = frozenset(
    f"{gap}{number}" for gap in " _" for number in range(2, 10)
)

# OneDrive: `Ada-DESKTOP-3F8K2LM`; any other name of a machine where all else agrees.
_MACHINE: Final = re.compile(r"-(?:((?:DESKTOP|LAPTOP)-)?[A-Z0-9][A-Z0-9-]{1,14})\.md$")

_NONE: Final[frozenset[VaultPath]] = frozenset()
_NOBODY: Final[Besides] = MappingProxyType({})


def besides(notes: Iterable[VaultPath], others: Besides = _NOBODY) -> Besides:
    """Return notes by the folded path of what they may be copies of by their names.

    Args:
        notes: Those notes.
        others: The same of others: they are in it as well.
    """
    found: dict[str, list[VaultPath]] = {}
    for path in notes:
        original = _beside_of(path)
        if original:
            found.setdefault(original, []).append(path)
    there = {one: others.get(one, _NONE).union(found[one]) for one in found}
    return descended(others, there)


def has_a_twin(
    path: VaultPath, notes: Mapping[VaultPath, Note], beside: Besides, files: Files
) -> bool:
    """Return whether a note may be a copy of another, or another of it.

    Args:
        path: The note.
        notes: All notes.
        beside: What `besides` returns of all notes, or more than that.
        files: All files, those notes among them.
    """
    near = (*files.by_path.get(_beside_of(path), ()), *beside.get(fold(path), ()))
    mine = notes[path].properties
    return any(
        notes[twin].properties == mine
        or any(machine and machine[1] for machine in map(_machine, (path, twin)))
        for twin in near
        if twin in notes and twin != path
    )


def _beside_of(path: VaultPath) -> str:
    """Return the folded path of what a note may be a copy of by its name, or ""."""
    if path[-5:-3] in _NUMBERED:
        return fold(path[:-5] + path[-3:])
    machine = _machine(path)
    return fold(path[: machine.start()] + path[-3:]) if machine else ""


def _machine(path: VaultPath) -> re.Match[str] | None:
    return _MACHINE.search(path) if "-" in path else None


def is_certain(path: VaultPath) -> bool:
    """Return whether a note is a conflict copy, whatever it says."""
    return _certain(path) is not None


def copies(notes: Mapping[VaultPath, Note]) -> dict[VaultPath, VaultPath]:
    """Return each conflict copy and the note it is a copy of.

    The original need not exist any more where the name leaves no doubt.
    """
    last_first = sorted(notes, reverse=True)
    by_name = dict(zip(fold_all(last_first), last_first, strict=True))
    marked = _is_marked("\0".join(last_first))
    found = {}
    for path in reversed(last_first):
        original = (marked and _certain(path)) or _beside(path, notes, by_name)
        if original:
            found[path] = by_name.get(fold(original), original)
    return found


def _is_marked(path: str) -> bool:
    return _MARKS[0] in path or _MARKS[1] in path


def _certain(path: VaultPath) -> VaultPath | None:
    if not _is_marked(path):
        return None
    folder, slash, name = path.rpartition("/")
    for pattern in _CERTAIN:
        bare = pattern.sub("", name)
        if bare != name:
            return VaultPath(f"{folder}{slash}{bare}")
    return None


def _beside(
    path: VaultPath,
    notes: Mapping[VaultPath, Note],
    by_name: Mapping[str, VaultPath],
) -> VaultPath | None:
    """Return the note that this is a copy of by its name, where the note is there."""
    original = by_name.get(_beside_of(path))
    if original is None or original == path:
        return None
    mine, theirs = notes[path].properties, notes[original].properties
    if mine and mine == theirs:
        return original
    machine = _machine(path)
    return original if machine and machine[1] else None


def problem(
    copy: VaultPath, original: VaultPath, notes: Mapping[VaultPath, Note]
) -> Problem:
    """Return what to say about a conflict copy: of what it is one, and what differs."""
    what = differs(notes[copy], notes.get(original))
    return Problem(
        copy,
        1,
        1,
        "conflict-copy",
        f"a sync tool left this copy of {original}; it is not read{what}",
        f"Take over what is missing into {original}, then delete this copy.",
    )


def differs(copy: Note, original: Note | None) -> str:
    """Return what a copy says that the note does not, to go on behind a message.

    Numbers alone: what a property or a line says may be private.
    """
    if original is None:
        return ", and that note is not there"
    theirs = {(one.date, one.word, one.text) for one in original.entries}
    lines = sum((one.date, one.word, one.text) not in theirs for one in copy.entries)
    names = copy.properties.keys() | original.properties.keys()
    changed = sum(
        copy.properties.get(name) != original.properties.get(name) for name in names
    )
    found = [
        f"{count} {one if count == 1 else several}"
        for count, one, several in (
            (changed, "property differs", "properties differ"),
            (lines, "line is new in it", "lines are new in it"),
        )
        if count
    ]
    return f"; {' and '.join(found)}" if found else "; nothing in it is read otherwise"
