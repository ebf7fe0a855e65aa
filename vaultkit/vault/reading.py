"""Reading: a folder becomes a snapshot, and what cannot be read becomes a problem.

Only regular files are opened, never through a link, and never more of them than the
cap: a pipe, a device or a file of 100 MB in a vault cannot stop a build.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vaultkit.canvas import is_canvas
from vaultkit.problems import VaultMissingError
from vaultkit.settings import FILE
from vaultkit.vault.looking import CAP, Seen, look, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from vaultkit.snapshot import Snapshot, VaultPath


def find(start: Path) -> Path:
    """Return the nearest folder, from here upwards, that is a vault; else this one.

    A vault is a folder with a `vaultkit.toml` or an `.obsidian` in it.
    """
    here = opened(start)
    for folder in (here, *here.parents):
        try:
            if (folder / FILE).is_file() or (folder / ".obsidian").is_dir():
                return folder
        except OSError:  # who may not look there is told when it is read
            return here
    return here


def opened(folder: Path) -> Path:
    """Return a folder that exists as an absolute path without links in it.

    Raises:
        VaultMissingError: There is no such folder, or it cannot be opened.
    """
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise VaultMissingError(str(folder), "this is a file; name its folder.")
        with os.scandir(folder):
            return folder.resolve()
    except FileNotFoundError:
        raise VaultMissingError(str(folder), "there is no such folder.") from None
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise VaultMissingError(str(folder), f"{why}.") from None


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
