"""Logs: lines that nobody else may read, begun anew when they are many."""

from __future__ import annotations

import contextlib
import logging.handlers
from typing import TYPE_CHECKING, Final

from vaultkit.vault.state import private

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

_LARGEST: Final = 1_000_000  # bytes of a log before the next one is begun
_OLDER: Final = 3


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
        return open(self.baseFilename, "a", encoding="utf-8", opener=private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """Leave it at that."""

    def close(self) -> None:
        """Write no more, and leave it at that where the last lines cannot be."""
        with contextlib.suppress(OSError):
            super().close()


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
