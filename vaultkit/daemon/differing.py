"""Differing: whether a vault is other than before, where anything follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.vault import Seen


def same(before: Seen, now: Seen) -> bool:
    """Return whether nothing that a build or a plan reads is other than before."""
    if before.others != now.others or before.problems != now.problems:
        return False
    if before.trusted != now.trusted:
        return False
    if before.files.keys() != now.files.keys():
        return False
    had = before.files
    other = [path for path, file in now.files.items() if had[path] is not file]
    pairs = ((now.files[path], had[path]) for path in other)
    return all(
        file.data == last.data and file.problem == last.problem for file, last in pairs
    )


def changed(before: Snapshot | None, now: Snapshot) -> tuple[VaultPath, ...]:
    """Return the notes and settings that came, went or say something else."""
    if before is None:
        return ()
    found: set[VaultPath] = set()
    own = before.templates, now.templates
    for last, new in (own, (before.notes, now.notes), (before.config, now.config)):
        found.update([path for path, data in new.items() if last.get(path) != data])
        found.update(last.keys() - new.keys())
    return tuple(sorted(found))


def sources(snapshot: Snapshot) -> tuple[object, ...]:
    """Return all of a snapshot that pages are made from."""
    own = snapshot.templates, snapshot.trusted
    return snapshot.notes, snapshot.config, snapshot.others, snapshot.problems, own
