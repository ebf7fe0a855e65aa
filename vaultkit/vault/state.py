"""State: what is known of a vault between runs, kept outside it; it may be deleted."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging.handlers
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

_LARGEST: Final = 1_000_000  # bytes of a log before the next one is begun
_OLDER: Final = 3


def state_folder(root: Path) -> Path | None:
    """Return the folder for what is known of a vault, for its owner's eyes alone.

    None where there is no such place.
    """
    name = hashlib.blake2b(os.fsencode(root.resolve()), digest_size=8).hexdigest()
    return _folder("vaults", name)


def user_folder() -> Path | None:
    """Return the folder for what is known of no vault in particular.

    None where there is no such place.
    """
    return _folder("user")


def _folder(*below: str) -> Path | None:
    import platformdirs  # noqa: PLC0415 (late, for --help)

    try:
        above = platformdirs.user_state_path("vaultkit", appauthor=False)
        folder = above.joinpath(*below)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def say(folder: Path, name: str, what: dict[str, object]) -> None:
    """Write a small file whole; who reads it sees the old one or the new one.

    Raises:
        OSError: It cannot be written; what was there is there still.
    """
    temp = folder / f"{name}.{os.getpid()}.tmp"
    try:
        with open(temp, "w", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps(what))
        temp.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        raise


def said(folder: Path | None, name: str) -> dict[str, object]:
    """Return what a small file says; nothing where there is none, or it is broken."""
    if folder is None:
        return {}
    try:
        found = json.loads((folder / name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Log(logging.handlers.RotatingFileHandler):
    """A log that nobody else may read, begun anew when it is large.

    What cannot be written is lost: a full disk stops no work.
    """

    def __init__(self, folder: Path, name: str) -> None:
        # Opened with the first line: a log that says nothing is no file.
        super().__init__(
            folder / name,
            maxBytes=_LARGEST,
            backupCount=_OLDER,
            encoding="utf-8",
            delay=True,
        )

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """Leave it at that."""


def logged(folder: Path | None, name: str, count: int) -> list[str]:
    """Return the last lines of a log and of those before it, oldest first."""
    lines: list[str] = []
    for older in range(_OLDER + 1):
        if folder is None or len(lines) >= count:
            break
        file = folder / (f"{name}.{older}" if older else name)
        try:
            lines[:0] = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            break
    return lines[-count:] if count > 0 else []
