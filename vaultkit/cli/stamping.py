"""Stamping: what a build leaves behind, so that the next one need not be made.

Only a vault that holds every page as it should be is stamped: what a build would say of
it once more, and all that this depends on.
"""

from __future__ import annotations

import time
from hashlib import sha256
from itertools import starmap
from typing import TYPE_CHECKING

from vaultkit import changes
from vaultkit import vault as disk
from vaultkit.canvas import is_canvas
from vaultkit.changes import Keep, Remove, Write, bytes_of
from vaultkit.settings import CONFIG
from vaultkit.vault.stamp import MOST_DOUBTS, Stamp, around
from vaultkit.vault.walking import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vaultkit.changes import Change
    from vaultkit.cli.session import Session
    from vaultkit.snapshot import VaultPath
    from vaultkit.vault import Outcome, Seen


def stamped(
    opened: Session,
    outcomes: Iterable[Outcome],
    says: Callable[[Session, tuple[Outcome, ...]], Sequence[bytes]],
) -> bytes:
    """Return the stamp of a vault that was just built; nothing where it gets none.

    Args:
        opened: The vault as it was read.
        outcomes: What was done to its pages since.
        says: Returns what a build would say if it was asked again.
    """
    odd = any(one.code == "plugin-failed" for one in opened.made.problems)
    if odd or opened.snapshot.templates or not opened.found.remembered.where:
        return b""
    after = _after(opened, tuple(outcomes))
    if after is None:
        return b""
    seen, again = after
    doubts = _doubts(seen)
    folder = disk.state_folder(opened.root)
    if not seen.image or doubts is None or folder is None:
        return b""
    config = {str(name): data for name, data in opened.snapshot.config.items()}
    return Stamp(
        root=str(opened.root),
        day="" if opened.settings.today else opened.today.isoformat(),
        state=folder.name,
        around=around(config),
        image=b"".join(starmap(packed, seen.image.items())),
        doubts=doubts,
        says=says(opened, again),
    ).packed()


def _after(
    opened: Session, outcomes: tuple[Outcome, ...]
) -> tuple[Seen, tuple[Outcome, ...]] | None:
    """Return the vault as it is now, and what would be done to it: nothing.

    None where something would be, or anything is other than it should be by now.
    """
    seen = opened.found.seen
    if all(isinstance(one.change, Keep) for one in outcomes):
        return seen, outcomes
    ours = _ours(outcomes)
    if ours is None:
        return None
    now = disk.rewritten(seen, ours, time.time_ns())
    if now is None:
        return None
    due = _due(opened, outcomes, now)
    if not all(isinstance(one, Keep) for one in due):
        return None
    return now, tuple(disk.Outcome(one) for one in due)


def _due(
    opened: Session, outcomes: tuple[Outcome, ...], now: Seen
) -> tuple[Change, ...]:
    """Return what a build would do now that the pages are as it wrote them."""
    made, did = opened.made, [one.change for one in outcomes]
    if all(isinstance(one, Keep) or one.path in made.pages for one in did):
        return tuple(
            one if isinstance(one, Keep) else Keep(one.path, "unchanged") for one in did
        )
    pages = made.pages, now.snapshot(), opened.settings
    return changes.plan(*pages, made.refused, made.filled)


def _ours(outcomes: tuple[Outcome, ...]) -> dict[VaultPath, bytes | None] | None:
    """Return the pages that were touched, with what they hold now."""
    ours: dict[VaultPath, bytes | None] = {}
    for one in outcomes:
        match one.change:
            case Write(path, text) if one.problem is None:
                ours[path] = bytes_of(text)
            case Remove(path) if one.problem is None:
                ours[path] = None
            case Keep():
                pass
            case _:
                return None
    return ours


def _doubts(seen: Seen) -> list[str] | None:
    """Return the files whose times say too little, with their digests, in turns."""
    found: list[str] = []
    for path, file in seen.files.items():
        if file.settled or path in CONFIG or file.marks[1] > disk.CAP:
            continue
        if not file.data and (file.data is None or is_canvas(path)):
            return None
        found += [file.name, sha256(file.data).hexdigest()]
    return found if len(found) <= 2 * MOST_DOUBTS else None
