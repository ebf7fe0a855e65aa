"""Reading: a folder becomes a snapshot, and what cannot be read becomes a problem.

Only regular files are opened, never through a link, and never more of them than the
cap: a pipe, a device or a file of 100 MB in a vault cannot stop a build.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultkit.canvas import is_canvas
from vaultkit.vault.looking import Seen, look
from vaultkit.vault.opening import CAP, read_whole
from vaultkit.vault.place import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from vaultkit.snapshot import Snapshot, VaultPath


def read(root: Path, progress: Callable[[int], object] | None = None) -> Snapshot:
    """Return the vault as it is now, knowing nothing of it.

    Args:
        root: The vault's folder.
        progress: Called now and then with the number of notes read so far.

    Raises:
        VaultMissingError: There is no such folder, or it cannot be opened.
    """
    return look(os.fspath(opened(root)), Seen(), 0, progress).snapshot()


def canvases(root: Path, names: Iterable[VaultPath]) -> dict[VaultPath, bytes]:
    """Return the user's canvases among some files; one that cannot be read has nothing.

    Args:
        root: The vault's folder.
        names: The files of the vault that are no notes.
    """
    found = {}
    for path in sorted(filter(is_canvas, names)):
        try:
            data = read_whole(os.fspath(root / path))
        except OSError:
            data = b""
        found[path] = data if len(data) <= CAP else b""
    return found
