"""Differing: whether a vault is other than before, where anything follows from it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.lineage import unlike
from vaultkit.snapshot import amended

if TYPE_CHECKING:
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.vault import Seen


_AROUND: Final = attrgetter("others", "problems", "trusted")
_BESIDE: Final = attrgetter("config", "others", "problems", "templates", "trusted")


def same(before: Seen, now: Seen) -> bool:
    """Return whether nothing that a build or a plan reads is other than before."""
    if _AROUND(before) != _AROUND(now):
        return False
    other = unlike(before.files, now.files)
    if not (other <= before.files.keys() and other <= now.files.keys()):
        return False
    pairs = ((now.files[path], before.files[path]) for path in other)
    return all(
        file.data == last.data and file.problem == last.problem for file, last in pairs
    )


def as_text(now: Seen, before: Seen, text: Snapshot) -> Snapshot:
    """Return a vault as a snapshot; where a few notes changed nothing is sorted anew.

    Args:
        now: The vault.
        before: The vault as it was.
        text: The snapshot of that.
    """
    if _AROUND(before) != _AROUND(now):
        return now.snapshot()
    had = before.files
    other = unlike(had, now.files)
    fresh = {path: now.files[path] for path in other & now.files.keys()}
    gone = other - fresh.keys()
    moved = [*fresh.values(), *(had[path] for path in other & had.keys())]
    if any(file.problem or file.data is None for file in moved):
        return now.snapshot()
    texts = {path: f.data for path, f in fresh.items() if f.data is not None}
    return amended(text, texts, gone) or now.snapshot()


def changed(before: Snapshot | None, now: Snapshot) -> tuple[VaultPath, ...]:
    """Return the notes and settings that came, went or say something else."""
    if before is None:
        return ()
    found: set[VaultPath] = set()
    own = before.templates, now.templates
    for last, new in (own, (before.notes, now.notes), (before.config, now.config)):
        other = unlike(last, new)
        found.update(path for path in other if last.get(path) != new.get(path))
    return tuple(sorted(found))


def as_before(before: Snapshot, now: Snapshot) -> bool:
    """Return whether all is the same that pages are made from."""
    if _BESIDE(before) != _BESIDE(now):
        return False
    had, has = before.notes, now.notes
    return all(
        path in had and path in has and had[path] == has[path]
        for path in unlike(had, has)
    )
