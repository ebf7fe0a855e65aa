"""Patience: when to look, decided from what was heard and when; no clock of its own.

All times are seconds of a steady clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Final

EVERYTHING: Final = ""
"""The name of the vault's own folder: whoever names it asks for a look at all."""
_ALL: Final = frozenset({EVERYTHING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How patient the daemon is, in seconds.

    Attributes:
        quiet: How long nothing must be heard before it looks.
        ceiling: The longest it waits for that.
        settle: How long after something was saved it looks at everything again.
        walk: How often it looks at everything while nothing is heard.
        late: How long that gives way to what is saved meanwhile.
        poll: The same, where nothing can be heard.
        doubt: How long a loss must last before it is believed.
        hold: How long a page that somebody edits is left alone.
        beat: How often it looks after itself: threads, clocks, the vault's folder.
        retry: How long it waits after a failed write, first; twice that each time.
    """

    quiet: float = 0.3
    ceiling: float = 3.0
    settle: float = 2.5
    walk: float = 900.0
    late: float = 10.0
    poll: float = 5.0
    doubt: float = 2.0
    hold: float = 10.0
    beat: float = 2.0
    retry: float = 1.0


LONGEST_RETRY: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What was heard and not looked at, and when a look is due.

    Attributes:
        names: What is to be looked at: names as the disk spells them.
        first: When the first of them was heard.
        last: When the last of them was heard.
        walk: When everything is to be looked at.
        again: When what was left undone is to be tried again.
        undone: The names to look at then.
    """

    names: frozenset[str] = frozenset()
    first: float = inf
    last: float = inf
    walk: float = 0.0
    again: float = inf
    undone: frozenset[str] = frozenset()

    def heard(self, names: frozenset[str], now: float) -> Agenda:
        """Return the agenda after these names were heard."""
        if not names:
            return self
        return replace(
            self, names=self.names | names, first=min(self.first, now), last=now
        )

    def asked(self, now: float) -> Agenda:
        """Return the agenda after a look at everything was asked for."""
        return replace(self, walk=min(self.walk, now))

    def due(self, pace: Pace) -> float:
        """Return when to look."""
        quiet = min(self.last + pace.quiet, self.first + pace.ceiling)
        walk = self.walk + pace.late if self.names else self.walk
        return min(quiet, walk, self.again)

    def is_late(self, now: float, pace: Pace) -> bool:
        """Return whether a look at everything gives way to nothing any more."""
        return now >= self.walk + pace.late

    def wanted(self, now: float, pace: Pace) -> frozenset[str]:
        """Return what to look at now: what was saved comes before everything."""
        saved = self.names - _ALL
        walks = EVERYTHING in self.names or now >= self.walk
        if self.is_late(now, pace) or (walks and not saved):
            return _ALL
        return saved | (self.undone if now >= self.again else frozenset())

    def given_up(self) -> Agenda:
        """Return the agenda after a look at everything gave way to what was heard."""
        walk = min(self.walk, self.first)
        return replace(self, names=frozenset(), first=inf, last=inf, walk=walk)

    def after(
        self,
        looked: frozenset[str],
        now: float,
        pace: Pace,
        interval: float,
        again: float = inf,
        undone: frozenset[str] = frozenset(),
    ) -> Agenda:
        """Return the agenda after a turn.

        Args:
            looked: What it looked at.
            now: When it ended.
            pace: How patient we are.
            interval: How long until the next look at everything.
            again: When what was left undone is to be tried again.
            undone: The names to look at then.
        """
        walked = EVERYTHING in looked
        if walked:
            walk = now + interval
        else:
            walk = min(self.walk, now + pace.settle) if self.names else self.walk
            walk = min(walk, self.first) if EVERYTHING in self.names else walk
        return Agenda(walk=walk, again=again, undone=undone)


def backed_off(pace: Pace, failures: int) -> float:
    """Return how long to wait after so many failures in a row, in seconds."""
    return float(min(pace.retry * 2 ** min(failures - 1, 16), LONGEST_RETRY))
