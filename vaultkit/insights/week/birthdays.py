"""Birthdays: a reason to write that needs no other."""

from __future__ import annotations

from calendar import isleap
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.findings.reasons import Reason
from vaultkit.insights import Nudge, Step

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.network.network import Network

AHEAD: Final = 7
"""How many days, today the first, are looked at for birthdays."""


def birthdays(
    network: Network, today: date, met: Container[PersonId]
) -> dict[PersonId, date]:
    """Return whose birthday is today or in the next days, the soonest first.

    On one day, those I spent more days with come first, then by name. Nobody's age is
    looked at. A contact in the days before is a greeting already.

    Args:
        network: Where to look.
        today: The day it is.
        met: Who is left out.
    """
    found = [
        (day, -len(network.contact_days(person, today)), person)
        for day, person in network.made(_coming, today)
        if person not in met
    ]
    found.sort(key=lambda one: one[:2])
    return {person: day for day, _, person in found}


def nudges(
    born: Mapping[PersonId, date], network: Network, today: date
) -> Iterator[Nudge]:
    """Yield whom to write to on their birthday, each told as it is read."""
    return (_nudge(network, person, day, today) for person, day in born.items())


def _coming(network: Network, today: date) -> tuple[tuple[date, PersonId], ...]:
    """Return whose birthday is in the coming days, and when."""
    days = coming_days(today)
    born = [who for who in network.book.people.values() if who.birthday[-5:] in days]
    return tuple([(days[who.birthday[-5:]], who.id) for who in born])


def coming_days(today: date) -> Mapping[str, date]:
    """Return the coming days by month and day, as a birthday ends.

    Who was born on 29 February has their birthday on the 28th in most years.
    """
    days = [today + timedelta(days=n) for n in range(AHEAD)]
    found = {f"{day:%m-%d}": day for day in days}
    last = found.get("02-28")
    if last and not isleap(last.year):
        found["02-29"] = last
    return found


def _nudge(network: Network, person: PersonId, day: date, today: date) -> Nudge:
    who = network.book.people[person]
    step = Step(insights.way(who, None), "birthday")
    because = (Reason("birthday", date=day, origin=who.origin),)
    found = Nudge(
        person=person,
        kind="birthday",
        since=day,
        because=because,
        step=step,
        due=day - timedelta(days=AHEAD - 1),
    )
    return insights.remembered(network, found, today)
