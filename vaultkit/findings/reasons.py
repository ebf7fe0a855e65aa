"""Reasons: why something is said, and the line that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.dates import exactly
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812 - a reason has a `date` too

    from vaultkit.book.people import PersonId, Said
    from vaultkit.dates import Day
    from vaultkit.network.closeness import Gate
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin


class Reason(Frozen, frozen=True):
    """Why an insight says what it says, and the line that shows it.

    Attributes:
        kind: What sort of reason; each insight lists its own.
        text: A word for it: the kind of an encounter, a circle, the user's own words.
        date: The day it is about; the month or year, if a last contact is known by it.
        origin: The note and line it comes from.
        days: A number of days: a cadence, a rhythm, days with contact.
        person: The person it is about, where an insight is about several.
    """

    kind: str
    text: str = ""
    date: Date | Day | None = None
    origin: Origin | None = None
    days: int | None = None
    person: PersonId | None = None


def known(gate: Gate) -> Reason:
    """Return how well I know somebody as a reason: `known`, by what, in days."""
    return Reason(
        "known",
        text=gate.by,
        days=gate.days,
        origin=gate.origin,
        person=gate.person,
    )


def said(kind: str, person: PersonId, one: Said) -> Reason:
    """Return what somebody said as a reason."""
    return Reason(kind, one.text, one.since, one.origin, person=person)


def last_contact(network: Network, person: PersonId, today: Date) -> Reason | None:
    """Return the last day with contact: an encounter, or what a property states.

    None also where a later one may not be told: an earlier day would not be the last.
    """
    met = network.last(person, today)
    who = network.book.people[person]
    stated = who.last_contact
    if who.withheld:
        days = network.contact_days(person, today)
        if who.withheld.since(days[-1] if days else None, today):
            return None
    if stated and stated[0].date <= today:
        day, origin = stated
        if met is None or met.kind == "stated" or met.date < day.date:
            return Reason("last", "stated", exactly(day), origin)
    return Reason("last", met.kind, met.date, met.origin) if met else None
