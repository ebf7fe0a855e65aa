"""Last: what was last put into a note, remembered outside of the vault.

No word of the note is kept, only where it was put and digests of the note before and
after; losing it costs nothing but that the last line is no longer taken back.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from vaultkit.vault.state import said, say, state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NAME: Final = "last.json"


def remember(root: Path, what: Mapping[str, str | int | bool]) -> bool:
    """Keep what was done last in this vault; return whether that could be written."""
    folder = state_folder(root)
    if folder is None:
        return False
    try:
        say(folder, _NAME, dict(what))
    except OSError:
        return False
    return True


def lately(root: Path) -> Mapping[str, object]:
    """Return what was done last in this vault; nothing where none is remembered."""
    return said(state_folder(root), _NAME)


def forget(root: Path) -> None:
    """Forget what was done last in this vault."""
    folder = state_folder(root)
    if folder is not None:
        with contextlib.suppress(OSError):
            (folder / _NAME).unlink(missing_ok=True)
