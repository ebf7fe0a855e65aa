"""Foreign: files outside the vault, read for an import or written by an export."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vaultkit.problems import FileForeignError, NoteExistsError, WriteFailedError
from vaultkit.vault.disk import UntouchedError, held
from vaultkit.vault.replacing import put

if TYPE_CHECKING:
    from pathlib import Path


def take_in(file: Path, most: int) -> bytes:
    """Return what a file holds.

    Args:
        file: The file; a link is followed, since it was named by hand.
        most: How many bytes it may have.

    Raises:
        FileForeignError: It is not there, is no file, is too large or unreadable.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise FileForeignError(str(file), "it is no file")
            data = opened.read(most + 1)
    except OSError as wrong:
        raise FileForeignError(str(file), wrong.strerror or str(wrong)) from None
    if len(data) > most:
        limit = most // (1024 * 1024)
        raise FileForeignError(str(file), f"it has more than {limit} MiB; part it")
    return data


def give_out(file: Path, data: bytes, *, anew: bool) -> None:
    """Write a file, whole or not at all.

    Args:
        file: Where.
        data: What it shall hold.
        anew: Replace a file that is there.

    Raises:
        NoteExistsError: It is there, and is not to be replaced.
        WriteFailedError: It cannot be written; what was there is there still.
    """
    try:
        if os.path.lexists(file) and not anew:
            raise NoteExistsError(str(file))
        put(file, data, held(file) if anew else None)
    except (OSError, UntouchedError) as wrong:
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise WriteFailedError(f"{file} could not be written: {why}") from None
