"""Budget: how many people a week asks for, and the days that ask for nobody."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.book.encounters import FACTS
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.book.events import Event
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

WEEK: Final = timedelta(days=7)
"""How far back a week reaches that may have been a full one."""

ENOUGH: Final = 5
"""How many events with `energy` there are before anything is learned from them."""

_DAY: Final = attrgetter("date")
_APART: Final = frozenset(
    {
        *FACTS,
        *("wrote", "email", "message", "letter"),
        *("promised", "kept", "asked", "gave", "got", "learned"),
        *("mention", "noted", "stated"),
    }
)
"""Kinds of encounter that do not say that I sat with anybody."""


class Rest(Frozen, frozen=True, kw_only=True):
    """Why nobody is to be written to today.

    Attributes:
        event: The event I was at.
        yesterday: Whether that was yesterday, else the day before.
    """

    event: Event
    yesterday: bool


def budget(network: Network, settings: Settings, today: date) -> int:
    """Return how many people there is room for, 0 or more.

    It is what the note about me says, else `settings.reach_outs_per_week`; one fewer
    after a week of many encounters, but not for that alone nobody.
    """
    me = network.book.people.get(network.book.me) if network.book.me else None
    own = me.reach_outs if me else None
    room = settings.reach_outs_per_week if own is None else own
    full = room > 1 and full_days(network, today) >= settings.full_week_days
    return room - 1 if full else room


def full_days(network: Network, today: date) -> int:
    """Return on how many of the seven days before today I met or spoke to somebody.

    A line written or a name alone is no company. Today is left out: the day is young,
    and whom I meet today changes nothing about whom I might write to.
    """
    log = network.book.encounters
    start = bisect_left(log, today - WEEK, key=_DAY)
    week = log[start : bisect_left(log, today, start, key=_DAY)]
    return len({one.date for one in week if one.people and one.kind not in _APART})


def rest(network: Network, today: date) -> Rest | None:
    """Return the event after which today is free, None if there was none.

    Outgoing behaviour tires two to three hours later, whatever the temper (Leikas,
    Ilmarinen); a day without a list costs nothing. It is one day, and two for whoever's
    own events took more than they gave.
    """
    past = network.book.events
    for days in range(1, _days(past, today) + 1):
        day = today - timedelta(days=days)
        for event in past:
            if event.date == day and _attended(event):
                return Rest(event=event, yesterday=days == 1)
    return None


def _days(events: Iterable[Event], today: date) -> int:
    """Return how many days are free after an event: one, until `energy` says more."""
    energy = [
        one.energy
        for one in events
        if one.energy is not None and one.date and one.date < today and _attended(one)
    ]
    return 2 if len(energy) >= ENOUGH and sum(energy) < 0 else 1


def _attended(event: Event) -> bool:
    """Return whether the notes say that I was at an event; a meeting is none.

    I decided to go, noted how it was, or noted who was there.
    """
    if event.kind != "event" or event.decision == "skipping":
        return False
    there = event.energy is not None or bool(event.people)
    return there or event.decision == "going"
