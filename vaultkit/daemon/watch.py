"""Watch: the loop that hears, waits until it is quiet, takes a turn and says so.

One worker does everything. Watchers only put names into a queue; signals only end a
wait. Whatever goes wrong costs a turn, never the loop.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import aside as beside
from vaultkit import vault as disk
from vaultkit.daemon.hints import LOST, WAKE, Hints
from vaultkit.daemon.listening import Listening, Mode
from vaultkit.daemon.patience import EVERYTHING, Agenda, Pace, backed_off
from vaultkit.daemon.regenerate import (
    Asked,
    Before,
    Door,
    State,
    Turn,
    nothing_before,
    ready,
    turn,
)
from vaultkit.guests import NOBODY
from vaultkit.problems import PagesDifferError, VaultMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.aside import Aside
    from vaultkit.guests import Guests
    from vaultkit.vault import Claim, Request

_JUMP: Final = 2.0
"""Seconds by which two clocks part when the computer slept or one was set."""
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


class HeardError(Exception):
    """Something was saved while everything was looked at: that comes first."""


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
        claim: The claim on the vault, through which others ask.
        crashed: Told what went wrong where a turn did by a mistake of ours.
        alive: Called every few seconds, as long as the loop goes round.
        guests: Who else reads notes and makes pages.
        before: Returns notes that were parsed before this process began.
        begun: Called when everything was made for the first time.
    """

    root: Path
    clock: Clock
    report: Callable[[Turn, Mode], object]
    pace: Pace = field(default_factory=Pace)
    poll: bool = False
    paranoid: bool = False
    aside: Aside | None = None
    claim: Claim | None = None
    crashed: Callable[[BaseException], object] | None = None
    alive: Callable[[], object] | None = None
    guests: Guests = NOBODY
    before: Before = nothing_before
    begun: Callable[[], object] | None = None
    hints: Hints = field(default_factory=Hints)
    state: State = field(default_factory=State)
    agenda: Agenda = field(default_factory=Agenda)
    ended: int | None = None
    passed: set[str] = field(default_factory=set)
    listening: Listening = field(init=False)
    _at: tuple[int, int] | None = None
    _offset: float = 0.0
    _today: date | None = None
    _failures: int = 0
    _renew: bool = False
    _lost: bool = False
    _request: Request | None = None
    _working: bool = False
    _writing: bool = False

    def __post_init__(self) -> None:
        self.listening = Listening(self.root, self.hints, self.clock.steady, self.pace)
        if self.poll:
            self.listening.poll()

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
        self._renew = True
        self.hints.put(EVERYTHING)

    @property
    def calm(self) -> bool:
        """Whether nothing waits but the next look of a quiet day."""
        waits = min(self.agenda.first, self.agenda.again) < inf
        waits |= self.agenda.walk <= self.clock.steady() + self.pace.settle
        told = self._today == self.clock.today() and not self._renew
        here = self._at == disk.identity(self.root)
        return told and here and not waits and not self._working

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
            with contextlib.suppress(Exception):  # then the turns that need it make it
                self.state = ready(self.state)
            if self.begun is not None:
                self.begun()
            while self.ended is None:
                self._step()
        self.listening.stop()
        return self.ended or 0

    def _step(self) -> None:
        """Do what is due, if all is well; then wait for news, or for a beat."""
        if self.alive is not None:
            self.alive()
        well, now = self._well(), self.clock.steady()
        if well and self.agenda.due(self.pace) <= now:
            self._turn(self.agenda.wanted(now, self.pace))
        if self.ended is None:
            wait = self.agenda.due(self.pace) - self.clock.steady() if well else inf
            self._notice(self.hints.take(min(wait, self.pace.beat)))

    def _notice(self, heard: frozenset[str]) -> None:
        cookies = {name for name in heard if name.startswith(disk.COOKIE)}
        names = heard - cookies - {WAKE, LOST}
        if LOST in heard:
            self._lost, names = True, names | _ALL
        self.agenda = self.agenda.heard(names, self.clock.steady())
        self.passed |= cookies

    # --- looking after itself

    def _well(self) -> bool:
        """Return whether the vault is there, having mended what can be mended."""
        at = disk.identity(self.root)
        if at is None:
            self._gone()
            return False
        if at != self._at or self._renew:
            self._at, self._renew = at, False
            self.listening.renew()
        part, today = self._clocks_part(), self.clock.today()
        jumped = abs(part - self._offset) > _JUMP or today != self._today
        missed = self.listening.tend(self.state.belief.seen.folders)
        if missed or jumped or self._asked():
            self._offset, self._today = part, today
            self.agenda = self.agenda.asked(self.clock.steady())
        return True

    def _asked(self) -> bool:
        """Return whether somebody asks, who did not before, that the pages be true."""
        request = self.claim.asked() if self.claim is not None else None
        new = request is not None and request != self._request
        self._request = request
        return new

    def _clocks_part(self) -> float:
        """Return how far the clocks are apart: another value after a sleep."""
        return self.clock.wall() / 1e9 - self.clock.steady()

    def _gone(self) -> None:
        if self._at is not None:
            self._at = None
            self.listening.stop()
            self._say(Turn(today=self.clock.today(), stopped=_GONE))

    def _say(self, said: Turn) -> None:
        self.report(said, self.listening.mode)

    # --- a turn

    def _turn(self, names: frozenset[str], aside: Aside | None = None) -> None:
        """Take a turn and say so; whatever is wrong with it is tried again."""
        now = self.clock.steady()
        asked = Asked(
            names=names,
            now=now,
            disk_now=self.clock.wall(),
            today=self.clock.today(),
            accept_loss=self._request is not None and self._request.accept_loss,
        )
        door = Door(
            self.root,
            self.pace,
            aside or beside.here,
            self.paranoid,
            self._undisturbed(),
            self.guests,
            self.before,
            self._heeding(now),
        )
        try:
            said, crashed = self._taken(asked, door)
        except HeardError:
            self.agenda = self.agenda.given_up()
            return
        self._failures = self._failures + 1 if crashed or said.failed else 0
        self._plan_next(names, said, crashed=crashed)
        looked = self.agenda.walk > self.clock.steady()
        if self.claim and self._request and looked and not said.doubted:
            self.claim.answer(self._request)
        lost, self._lost = self._lost and looked, self._lost and not looked
        self._say(replace(said, lost=lost, seconds=self.clock.steady() - now))

    def _taken(self, asked: Asked, door: Door) -> tuple[Turn, bool]:
        self._working = True
        try:
            self.state, said = turn(self.state, asked, door)
        except VaultMissingError as wrong:
            return Turn(today=asked.today, stopped=str(wrong)), True
        except (PagesDifferError, HeardError):
            raise
        except Exception as wrong:  # noqa: BLE001 (a mistake of ours costs one turn)
            if self.crashed is not None:
                self.crashed(wrong)
            why = f"{type(wrong).__name__}: {wrong}"
            return Turn(today=asked.today, stopped=why), True
        finally:
            self._working = False
        return said, False

    def _heeding(self, now: float) -> Callable[[], None] | None:
        """Return what ends a look when something is heard, if it may be ended now."""
        late = self.agenda.is_late(now, self.pace) or self.state.made is None
        return None if late else self._heed

    def _heed(self) -> None:
        if self.hints.waiting():
            raise HeardError

    def _plan_next(self, looked: frozenset[str], said: Turn, *, crashed: bool) -> None:
        if said.walked and EVERYTHING in self.agenda.names:
            looked = _ALL
        again, undone = said.again, _names(said, self.state)
        now = self.clock.steady()
        if self._failures:
            again = min(again, now + backed_off(self.pace, self._failures))
        if crashed:
            undone = _ALL
        interval = self.pace.walk
        folders = self.state.belief.seen.folders
        if EVERYTHING in looked and not self.listening.count(folders):
            interval = self.pace.settle
        if self.listening.mode.polls:
            interval = self.pace.poll
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
