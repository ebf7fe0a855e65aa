"""Lately: what was last put into a note, remembered outside of the vault.

No word of the note is kept, only where it was put and digests of the note before and
after; losing it costs nothing but that the last line is no longer taken back.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultkit.vault.disk import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST: Final = 1 << 16


def remember(root: Path, what: Mapping[str, str | int | bool]) -> bool:
    """Keep what was done last in this vault; return whether that could be written."""
    target = _place(root)
    temp = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temp.write_text(json.dumps(what), "utf-8")
        temp.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        return False
    return True


def lately(root: Path) -> Mapping[str, object]:
    """Return what was done last in this vault; nothing where none is remembered."""
    try:
        with _place(root).open("rb") as file:
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def forget(root: Path) -> None:
    """Forget what was done last in this vault."""
    with contextlib.suppress(OSError):
        _place(root).unlink(missing_ok=True)


def _place(root: Path) -> Path:
    """Return the file for a vault, by the digest of where it is."""
    vault = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    return _home() / "vaultkit" / f"last-{vault}.json"


def _home() -> Path:
    """Return where programs keep such things: the user's state folder."""
    given = os.environ.get("LOCALAPPDATA" if WINDOWS else "XDG_STATE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given)
    try:
        return Path.home() / ".local" / "state"
    except RuntimeError:  # a user without a home
        return Path(os.devnull)
