"""Watch: the loop that hears, waits until it is quiet, takes a turn and says so.

One worker does everything. Watchers only put names into a queue; signals only end a
wait. Whatever goes wrong costs a turn, never the loop.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import vault as disk
from vaultkit.aside import here
from vaultkit.daemon.hints import WAKE, Hints, Watcher
from vaultkit.daemon.patience import EVERYTHING, Agenda, Pace, backed_off
from vaultkit.daemon.regenerate import Asked, Door, State, Turn, turn
from vaultkit.problems import PagesDifferError, VaultMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.aside import Aside

_JUMP: Final = 2.0
"""Seconds by which two clocks part when the computer slept or one was set."""
_PROBE: Final = 2.0
"""Seconds in which a change must be heard of."""
_GONE: Final = "the vault's folder is not there now; waiting for it"
_ALL: Final = frozenset({EVERYTHING})


class Clock(NamedTuple):
    """The clocks a daemon lives by.

    Attributes:
        steady: Seconds that only ever go forward.
        wall: The time as the disk tells it, in nanoseconds.
        today: The day it is where the user is.
    """

    steady: Callable[[], float]
    wall: Callable[[], int]
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class Mode:
    """How the daemon learns of changes.

    Attributes:
        events: Whether a watcher tells of them.
        polls: Why it looks at everything every few seconds as well, or "".
    """

    events: bool
    polls: str = ""


class EndedError(BaseException):
    """It was asked to end; no mistake, so nothing that catches mistakes sees it."""


@dataclass(slots=True)
class Watch:
    """A daemon for one vault.

    Attributes:
        root: The vault's folder.
        clock: The clocks to live by.
        report: Told of every turn, and of how changes are learned of.
        pace: How patient to be.
        poll: Whether to look at everything every few seconds in any case.
        paranoid: Whether to compare every build with one from scratch.
        aside: How the first build may be parted.
    """

    root: Path
    clock: Clock
    report: Callable[[Turn, Mode], object]
    pace: Pace = field(default_factory=Pace)
    poll: bool = False
    paranoid: bool = False
    aside: Aside | None = None
    hints: Hints = field(default_factory=Hints)
    state: State = field(default_factory=State)
    agenda: Agenda = field(default_factory=Agenda)
    mode: Mode = field(default_factory=lambda: Mode(events=False))
    ended: int | None = None
    passed: set[str] = field(default_factory=set)
    _watcher: Watcher | None = None
    _listen_at: float = 0.0
    _at: tuple[int, int] | None = None
    _offset: float = 0.0
    _today: date | None = None
    _failures: int = 0
    _gaps: int = 0
    _cookies: int = 0
    _working: bool = False
    _writing: bool = False

    # --- what others may do to it, from any thread

    def end(self, code: int) -> None:
        """Ask it to end with this exit code, when its turn is over."""
        self.ended = code
        self.hints.put(WAKE)

    def interrupt(self, code: int) -> None:
        """Ask it to end, as a signal does: at once, unless it is writing.

        Raises:
            EndedError: It was at work and wrote nothing.
        """
        self.end(code)
        if self._working and not self._writing:
            raise EndedError

    def reload(self) -> None:
        """Ask it to watch anew and to look at everything."""
        self._listen_at, self.mode = 0.0, replace(self.mode, events=False)
        self.hints.put(EVERYTHING)

    @property
    def calm(self) -> bool:
        """Whether nothing waits but the next look of a quiet day."""
        soon = self.clock.steady() + self.pace.settle
        waits = min(self.agenda.first, self.agenda.again, self.agenda.walk)
        return not self._working and waits > soon

    # --- the loop

    def run(self) -> int:
        """Keep the pages true until it is asked to end; return the exit code.

        Raises:
            PagesDifferError: A build was not what a build from scratch is.
        """
        with contextlib.suppress(EndedError):
            self._at = disk.identity(self.root)
            self._offset = self._clocks_part()
            self._today = self.clock.today()
            # Before there are threads the first build may be parted.
            self._turn(_ALL, self.aside)
            while self.ended is None:
                self._step()
        if self._watcher is not None:
            self._watcher.stop()
        return self.ended or 0

    def _step(self) -> None:
        """Do what is due, if all is well; then wait for news, or for a beat."""
        now = self.clock.steady()
        if self._well() and self.agenda.due(self.pace) <= now:
            self._turn(self.agenda.wanted(now))
        due = self.agenda.due(self.pace) - self.clock.steady()
        if self.ended is None:
            self._notice(self.hints.take(min(due, self.pace.beat)))

    def _notice(self, heard: frozenset[str]) -> None:
        cookies = {name for name in heard if name.startswith(disk.COOKIE)}
        names = heard - cookies - {WAKE}
        self.agenda = self.agenda.heard(names, self.clock.steady())
        self.passed |= cookies

    # --- looking after itself

    def _well(self) -> bool:
        """Return whether the vault is there, having mended what can be mended."""
        at, now = disk.identity(self.root), self.clock.steady()
        if at is None:
            self._gone()
            return False
        if at != self._at:
            self._at, self._listen_at = at, now
            self._stop_listening()
        part, today = self._clocks_part(), self.clock.today()
        if abs(part - self._offset) > _JUMP or today != self._today:
            self._offset, self._today = part, today
            self._everything()
        if self._watcher is not None and not self._watcher.alive:
            self._stop_listening()
            self._listen_at = now
        if not self.mode.events and now >= self._listen_at:
            self._listen()
        return True

    def _clocks_part(self) -> float:
        """Return how far the clocks are apart: another value after a sleep."""
        return self.clock.wall() / 1e9 - self.clock.steady()

    def _everything(self) -> None:
        self.agenda = replace(self.agenda, walk=-inf)

    def _gone(self) -> None:
        if self._at is not None:
            self._at = None
            self._stop_listening()
            self.report(Turn(today=self.clock.today(), stopped=_GONE), self.mode)

    # --- listening

    def _listen(self) -> None:
        """Watch anew, and find out whether anything is heard at all."""
        self._stop_listening()
        self._listen_at = self.clock.steady() + self.pace.walk
        self._everything()
        if self.poll:
            self.mode = Mode(events=False, polls="as asked")
            return
        watcher = Watcher(self.root, self.hints.put)
        try:
            watcher.start()
        except OSError as wrong:
            watcher.stop()
            why = f"this system cannot watch it: {wrong.strerror or wrong}"
            self.mode = Mode(events=False, polls=why)
            return
        self._watcher = watcher
        if kind := disk.remote(self.root):
            self.mode = Mode(events=True, polls=f"others may change a {kind} unheard")
        elif self._hears():
            self.mode = Mode(events=True, polls=self._unwatched())
        else:
            self._stop_listening()
            self.mode = Mode(events=False, polls="no change of it is heard of")

    def _stop_listening(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = None
        self.mode = replace(self.mode, events=False)

    def _hears(self) -> bool:
        """Return whether a file that we make is heard of."""
        self._cookies += 1
        name = disk.leave_cookie(self.root, self._cookies)
        until = self.clock.steady() + _PROBE
        while name and name not in self.passed and self.ended is None:
            left = until - self.clock.steady()
            if left <= 0:
                return False
            self._notice(self.hints.take(left))
        return bool(name)

    def _unwatched(self) -> str:
        """Return why folders are to be polled, or "" where all are watched."""
        if self._watcher is None:
            return self.mode.polls
        missing = self._watcher.unwatched(self.state.belief.seen.folders)
        if not missing:
            return ""
        folders = f"{missing} folder{'s' * (missing != 1)}"
        return f"{folders} unwatched, since this system has no more watches"

    def _count_watches(self) -> None:
        """Notice folders that nobody watches: watchers say nothing of them."""
        if not self.mode.events or disk.remote(self.root):
            return
        why = self._unwatched()
        self._gaps = self._gaps + 1 if why else 0
        if not why or self.mode.polls:
            self.mode = Mode(events=True, polls=why)
        elif (
            self._gaps > 1
        ):  # a folder that was made just now may be watched in a moment
            self._listen()

    # --- a turn

    def _turn(self, names: frozenset[str], aside: Aside | None = None) -> None:
        """Take a turn and say so; whatever is wrong with it is tried again."""
        now = self.clock.steady()
        asked = Asked(
            names=names,
            now=now,
            disk_now=self.clock.wall(),
            today=self.clock.today(),
            again=self.agenda.again <= now,
        )
        door = Door(
            self.root, self.pace, aside or here, self.paranoid, self._undisturbed()
        )
        said, crashed = self._taken(asked, door)
        self._failures = self._failures + 1 if crashed or said.failed else 0
        self._plan_next(names, said, crashed=crashed)
        self.report(replace(said, seconds=self.clock.steady() - now), self.mode)

    def _taken(self, asked: Asked, door: Door) -> tuple[Turn, bool]:
        self._working = True
        try:
            self.state, said = turn(self.state, asked, door)
        except VaultMissingError as wrong:
            return Turn(today=asked.today, stopped=str(wrong)), True
        except PagesDifferError:
            raise
        except Exception as wrong:  # noqa: BLE001 (a mistake of ours costs one turn)
            why = f"{type(wrong).__name__}: {wrong}"
            return Turn(today=asked.today, stopped=why), True
        finally:
            self._working = False
        return said, False

    def _plan_next(self, looked: frozenset[str], said: Turn, *, crashed: bool) -> None:
        again, undone = said.again, _names(said, self.state)
        now = self.clock.steady()
        if self._failures:
            again = min(again, now + backed_off(self.pace, self._failures))
        if crashed:
            undone = _ALL
        if EVERYTHING in looked and not crashed:
            self._count_watches()
        interval = self.pace.poll if self.mode.polls else self.pace.walk
        if self._gaps:
            interval = min(interval, self.pace.settle)
        self.agenda = self.agenda.after(looked, now, self.pace, interval, again, undone)

    @contextlib.contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Keep a signal from ending a write that has begun."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False


def _names(said: Turn, state: State) -> frozenset[str]:
    """Return what is to be looked at again, as the disk spells it."""
    files = state.belief.seen.files
    paths = {*said.doubted, *said.held, *(one.change.path for one in said.failed)}
    return frozenset(files[path].name if path in files else path for path in paths)
