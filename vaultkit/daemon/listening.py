"""Listening: whether changes of a vault are heard of, and what to do where not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Final

from vaultkit import vault as disk
from vaultkit.daemon.hints import WAKE, Hints, Watcher
from vaultkit.daemon.patience import Pace, backed_off

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

_PROBE: Final = 2.0
"""Seconds in which a change must be heard of."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How the daemon learns of changes.

    Attributes:
        events: Whether a watcher tells of them.
        polls: Why it looks at everything every few seconds as well, or "".
    """

    events: bool = False
    polls: str = ""


@dataclass(slots=True)
class Listening:
    """A watcher for one vault, begun again whenever it fell silent.

    Attributes:
        root: The vault's folder.
        hints: Where the names of what may have changed go.
        steady: Seconds that only ever go forward.
        pace: How patient to be: it is tried again ever later where nothing is heard,
            since a vault that was away for a moment, or a machine too busy to tell, is
            not a disk that tells of nothing.
        mode: How well it goes.
    """

    root: Path
    hints: Hints
    steady: Callable[[], float]
    pace: Pace
    mode: Mode = field(default_factory=Mode)
    _watcher: Watcher | None = None
    _again: float = -inf
    _gaps: int = 0
    _failures: int = 0
    _cookies: int = 0

    def poll(self) -> None:
        """Never listen at all, since the user knows better."""
        self.mode, self._again = Mode(polls="as asked"), inf

    def renew(self) -> None:
        """Listen anew, next time it is tended."""
        if self._again < inf:
            self.stop()
            self._again, self._failures = -inf, 0

    def stop(self) -> None:
        """Listen no more."""
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = None
        self.mode = replace(self.mode, events=False)

    def tend(self, folders: AbstractSet[str]) -> bool:
        """Begin to listen where nobody does; return whether something may be missed.

        Args:
            folders: Every folder that should be listened to, as the disk spells it.
        """
        if self._watcher is not None and not self._watcher.alive:
            self.renew()
        if self.mode.events or self.steady() < self._again:
            return False
        self.stop()
        self.mode = self._begun(folders)
        self._failures = 0 if self.mode.events else self._failures + 1
        self._again = self.steady() + backed_off(self.pace, max(1, self._failures))
        return True

    def _begun(self, folders: AbstractSet[str]) -> Mode:
        watcher = Watcher(self.root, self.hints.put)
        try:
            watcher.start()
        except OSError as wrong:
            watcher.stop()
            return Mode(polls=f"nothing can be watched here: {_why(wrong)}")
        if not self._heard_of():
            watcher.stop()
            return Mode(polls="this disk tells of no changes")
        self._watcher = watcher
        if kind := disk.remote(self.root):
            return Mode(events=True, polls=f"others may change this disk ({kind})")
        return Mode(events=True, polls=_missing(watcher.unwatched(folders)))

    def _heard_of(self) -> bool:
        """Return whether a file that we make is heard of."""
        self._cookies += 1
        name = disk.leave_cookie(self.root, self._cookies)
        until, others = self.steady() + _PROBE, set[str]()
        while name and name not in others and WAKE not in others:
            left = until - self.steady()
            if left <= 0:
                name = ""
            others |= self.hints.take(left)
        for other in others:
            self.hints.put(other)
        return bool(name)

    def count(self, folders: AbstractSet[str]) -> bool:
        """Return whether every folder is listened to; where not, do what can be done.

        A watcher says nothing of those it got no watch for.

        Args:
            folders: Every folder that should be listened to, as the disk spells it.
        """
        if self._watcher is None or disk.remote(self.root):
            return True
        missing = self._watcher.unwatched(folders)
        self._gaps = self._gaps + 1 if missing else 0
        if not missing or self.mode.polls:
            self.mode = Mode(events=True, polls=_missing(missing))
        elif self._gaps > 1:  # one that was made just now is watched in a moment
            self.renew()
        return not missing


def _missing(folders: int) -> str:
    if not folders:
        return ""
    counted = f"{folders} folder{'s' * (folders != 1)}"
    return f"{counted} unwatched, since this system has no watches left"


def _why(wrong: OSError) -> str:
    return wrong.strerror or str(wrong)
