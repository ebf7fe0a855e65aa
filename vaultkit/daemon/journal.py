"""Journal: what the daemon did, a line of JSON each, and never a word of a note.

Names of files are in it only where they are asked for, since they name people.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.regenerate import Turn

FILE: Final = "journal.jsonl"
_OURS: Final = "vaultkit"


@dataclass(slots=True)
class Journal:
    """A log of turns.

    Attributes:
        handler: Where lines go.
        now: The time, as ISO 8601.
        names: Whether files are named.
    """

    handler: logging.Handler
    now: Callable[[], str]
    names: bool = False
    _mode: Mode | None = field(default=None, init=False)
    _stopped: str = field(default="", init=False)
    _failed: frozenset[str] = field(default=frozenset(), init=False)

    def __call__(self, turn: Turn, mode: Mode) -> None:
        """Note what a turn did; nothing where it did nothing."""
        if mode != self._mode:
            self._mode = mode
            self.note("listening", events=mode.events, polls=mode.polls)
        if turn.stopped != self._stopped:
            self._stopped = turn.stopped
            self.note("stopped" if turn.stopped else "resumed", why=turn.stopped)
        failed = frozenset(one.change.path for one in turn.failed)
        if turn.built or turn.written or failed != self._failed:
            self._failed = failed
            self.note("turn", **self._told(turn))

    def _told(self, turn: Turn) -> dict[str, object]:
        told: dict[str, object] = {
            "seconds": round(turn.seconds, 3),
            "walked": turn.walked,
            "notes": turn.notes,
            "people": turn.people,
            "problems": len(turn.problems),
            "changed": len(turn.changed),
            "written": len(turn.written),
            "failed": len(turn.failed),
            "held": len(turn.held),
        }
        if self.names:
            told["changed_files"] = list(turn.changed)
            told["written_files"] = [one.change.path for one in turn.written]
            told["failed_files"] = [one.change.path for one in turn.failed]
        return told

    def note(self, event: str, **what: object) -> None:
        """Note that something happened.

        Args:
            event: What, in a word.
            what: More of it; nothing of a note.
        """
        line = json.dumps({"at": self.now(), "event": event, **what})
        told = {"name": _OURS, "levelno": logging.INFO, "msg": line}
        self.handler.handle(logging.makeLogRecord(told))

    def close(self) -> None:
        """Write nothing more."""
        self.handler.close()


def kind(wrong: BaseException) -> str:
    """Return what went wrong and where: `KeyError at book/who.py:41`.

    Its own text is left out, since that may be a note's.
    """
    found = type(wrong).__name__
    for name, line in reversed(_frames(wrong.__traceback__)):
        parts = name.replace("\\", "/").split("/")
        if _OURS in parts:
            last = len(parts) - parts[::-1].index(_OURS)
            return f"{found} at {'/'.join(parts[last:])}:{line}"
    return found


def _frames(traceback: TracebackType | None) -> list[tuple[str, int]]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append((code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return frames
