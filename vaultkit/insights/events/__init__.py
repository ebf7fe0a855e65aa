"""Events and people: what is coming and whether it draws me, and whom I met there."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaultkit.dates import MONTHS
from vaultkit.frozen import Frozen
from vaultkit.insights.events.past import Met, Past, day_of, past
from vaultkit.insights.events.past import nudges as follow_ups
from vaultkit.insights.events.upcoming import Draw, Meet, There, Upcoming, upcoming
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.events import Event
    from vaultkit.insights import Nudge
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

__all__ = [
    "Draw",
    "Events",
    "Meet",
    "Met",
    "Past",
    "There",
    "Upcoming",
    "find",
    "nudges",
    "past",
    "series",
    "upcoming",
]

_MONTHS: Final = frozenset({*MONTHS, *(name[:3] for name in MONTHS), "sept"})
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\w+")


class Events(Frozen, frozen=True, kw_only=True):
    """The page: what is to come, the next first; what is past, the latest first."""

    upcoming: tuple[Upcoming, ...] = ()
    past: tuple[Past, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.upcoming or self.past)


def series(name: str) -> str:
    """Return what the editions of an event have in common: its name without dates.

    `Ringing Day 2026` and `2025-11-29 Ringing Day` are both `ringing day`; "" where
    nothing but a date is left.
    """
    words = _WORD.findall(fold(name))
    return " ".join(
        word for word in words if word not in _MONTHS and not word[0].isdigit()
    )


def find(network: Network, settings: Settings, today: date) -> Events:
    """Return the page: what is to come, the next first, and what is past."""
    book = network.book
    held = network.made(_held, today)
    start = bisect_left(book.events, today, key=day_of)
    first = today - timedelta(days=settings.event_days)
    recent = bisect_left(book.events, first, key=day_of)
    told = (past(network, one, settings, today) for one in book.events[recent:start])
    return Events(
        upcoming=tuple(
            upcoming(network, one, held.get(series(one.name), ()), settings, today)
            for one in book.events[start:]
            if one.date
        ),
        past=tuple(sorted(filter(None, told), key=lambda one: -_days(one.event))),
    )


def _held(network: Network, today: date) -> dict[str, list[Event]]:
    """Return the events I went to, the latest first, by their series."""
    held: dict[str, list[Event]] = {}
    for event in reversed(network.book.events):
        went = event.decision != "skipping" and event.kind == "event"
        if event.date and event.date < today and went:
            held.setdefault(series(event.name), []).append(event)
    held.pop("", None)
    return held


def _days(event: Event) -> int:
    return event.date.toordinal() if event.date else 0


def nudges(found: Events, network: Network, today: date) -> Iterator[Nudge]:
    """Yield whom one could write to after an event, those of the latest first."""
    return (one for event in found.past for one in follow_ups(event, network, today))
