"""Units: the files by which the system of a user is told what to keep running."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from vaultkit.problems import WriteFailedError
from vaultkit.vault.disk import UntouchedError, held
from vaultkit.vault.replacing import put, remove
from vaultkit.vault.state import state_folder

_PLATFORM: Final[str] = sys.platform


def unit_place(root: Path, name: str) -> Path:
    """Return where the file belongs that tells this system to keep a vault's pages.

    Args:
        root: The vault's folder.
        name: What the file is called.

    Raises:
        WriteFailedError: There is no such place.
    """
    import platformdirs  # noqa: PLC0415 (late, for --help)

    try:
        if _PLATFORM == "darwin":
            return Path.home() / "Library/LaunchAgents" / name
        if _PLATFORM != "win32":
            return platformdirs.user_config_path() / "systemd/user" / name
    except RuntimeError as wrong:
        raise WriteFailedError(f"there is no home for {name}: {wrong}") from None
    # The scheduler has a copy of its own; this one says that it is there.
    folder = state_folder(root)
    if folder is None:
        raise WriteFailedError(f"there is no place for {name}")
    return folder / name


def put_file(file: Path, data: bytes) -> bool:
    """Write a file whole, and return whether there was none.

    Raises:
        WriteFailedError: It cannot be written; what was there is there still.
    """
    try:
        was = held(file)
        put(file, data, was)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{file} could not be written: {wrong}") from None
    return was is None


def remove_file(file: Path) -> None:
    """Remove a file, if it is there.

    Raises:
        WriteFailedError: It cannot be removed.
    """
    try:
        was = held(file)
        if was is not None:
            remove(file, was)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{file} could not be removed: {wrong}") from None


def exists(file: Path) -> bool:
    """Return whether a file is there."""
    return os.path.lexists(file)
