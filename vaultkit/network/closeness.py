"""Closeness: how well I know somebody, and whether it is enough to speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen
from vaultkit.network.rhythm import steady, strength

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.topics import TopicId
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings


class Gate(Frozen, frozen=True):
    """Whether I know somebody well enough to put my name to them.

    Attributes:
        person: Who.
        by: What opens it: `days` with contact, `circle`, `vouch` (for the topic), or
            "" while it is closed.
        days: Days with contact.
        needed: How many would open it.
        circle: Their circle, or "".
        origin: The last encounter, or else their note.
        untold: Something hidden might open it; how well I know them is not told then.
    """

    person: PersonId
    by: str
    days: int
    needed: int
    circle: str
    origin: Origin
    untold: bool = False

    @property
    def open(self) -> bool:
        """Whether anything opens it."""
        return bool(self.by)

    @property
    def lacks(self) -> int:
        """How many days with contact it lacks; 0 if it is open."""
        return 0 if self.by else self.needed - self.days


class Near(Frozen, frozen=True):
    """How near somebody is to me.

    Attributes:
        gate: Whether I know them well enough to put my name to them, whatever for.
        close: How well I know them, as `closeness` says.
        vouched: I vouch for them on some topic; for that the gate may be open.
    """

    gate: Gate
    close: float
    vouched: bool


def near(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Near | None:
    """Return how near somebody is; None of me, and where a season ended."""
    who = network.book.people[person]
    if who.me or who.over:
        return None
    days = network.contact_days(person, today)
    gate = _gate(network, who, days, settings, today)
    return Near(gate, _close(who, days, settings, today), bool(who.vouch))


def closeness(
    network: Network, person: PersonId, settings: Settings, today: date
) -> float:
    """Return how well I know somebody, for putting in order and never shown.

    The strength of the tie by its days (`rhythm.strength`), or what their circle
    promises where that is more. 0 for a stranger.
    """
    days = network.contact_days(person, today)
    return _close(network.book.people[person], days, settings, today)


def _close(
    who: Person, days: tuple[date, ...], settings: Settings, today: date
) -> float:
    shown = strength(days, today)
    cadence = settings.circles.get(who.circle)
    return max(shown, steady(cadence)) if cadence else shown


def knows_well(
    network: Network,
    person: PersonId,
    settings: Settings,
    today: date,
    topic: TopicId | None = None,
) -> Gate:
    """Return whether I know somebody well enough to put my name to them.

    By `settings.gate_days` days with contact, by a circle in `settings.gate_circles`,
    or because I vouch for them on this topic or a wider one. Who recommends stakes
    their own name, so nobody is recommended on an acquaintance.
    """
    who = network.book.people[person]
    days = network.contact_days(person, today)
    return _gate(network, who, days, settings, today, topic)


def _gate(
    network: Network,
    who: Person,
    days: tuple[date, ...],
    settings: Settings,
    today: date,
    topic: TopicId | None = None,
) -> Gate:
    by = ""
    if len(days) >= settings.gate_days:
        by = "days"
    elif who.circle and who.circle in settings.gate_circles:
        by = "circle"
    elif topic is not None and not set(who.vouch).isdisjoint(network.wider(topic)):
        by = "vouch"
    last = network.last(who.id, today)
    origin = last.origin if last else who.origin
    hidden = who.withheld
    untold = (
        hidden is not None and not by and (hidden.near or hidden.since(None, today))
    )
    return Gate(who.id, by, len(days), settings.gate_days, who.circle, origin, untold)
