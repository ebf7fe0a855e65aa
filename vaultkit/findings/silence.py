"""Silence: what it means, by a person's own measure, that they were not in touch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.findings.reasons import Reason, last_contact
from vaultkit.frozen import Frozen
from vaultkit.network.closeness import near
from vaultkit.network.rhythm import Rhythm, rhythm

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import Person, PersonId
    from vaultkit.dates import Day
    from vaultkit.network.closeness import Near
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

State = Literal[
    "quiet", "drifting", "season", "dormant", "resting", "snoozed", "unknown"
]

REST: Final = timedelta(weeks=12)
"""How long a name rests after `not now:`."""

Found = tuple[State, "date | None", "Reason | None"]
"""A state, the day it begins or ends, and the measure."""

_CLOSE: Final = frozenset({"inner", "close"})


class Silence(Frozen, frozen=True):
    """What is claimed about somebody who is not simply in touch.

    Attributes:
        state: As `insights.reconnect.Quiet` tells it.
        since: The last day with contact, None if none is recorded.
        due: The first day on which the measure says so.
        until: The first day they may be shown again (`snoozed`).
        because: The last contact, then the measure.
    """

    state: State
    since: date | Day | None = None
    due: date | None = None
    until: date | None = None
    because: tuple[Reason, ...] = ()


def silence(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Silence | None:
    """Return what it means that somebody was not in touch.

    None for whoever is in touch, for me, and where a season ended: a good ending is
    never brought up; and where only something hidden would tell. Contact today always
    ends a silence, and a longer cadence never makes one sooner.
    """
    who = network.book.people[person]
    if who.me or who.over:
        return None
    days = network.contact_days(person, today)
    if is_untold(who, days, today):
        return None
    found = at_rest(network, who, today) or _measured(who, days, settings, today)
    if found is None:
        return None
    state, day, reason = found
    last = last_contact(network, person, today)
    return Silence(
        state=state,
        since=last.date if last else None,
        due=day if state != "snoozed" else None,
        until=day if state == "snoozed" else None,
        because=tuple([one for one in (last, reason) if one]),
    )


def is_untold(who: Person, days: tuple[date, ...], today: date) -> bool:
    """Return whether something hidden would make a word about a silence untrue.

    A hidden date is used to leave somebody out and never to bring them up: a later
    contact, a season, a day to wait for, a cadence that is not over.

    Args:
        who: Somebody.
        days: Days with contact that may be told, oldest first.
        today: The day it is.
    """
    hidden = who.withheld
    if hidden is None:
        return False
    last = days[-1] if days else None
    within = last and hidden.cadence and (today - last).days <= hidden.cadence
    return bool(within) or hidden.since(last, today) or hidden.rests(today, REST)


def rests(network: Network, who: Person, today: date) -> bool:
    """Return whether a name is to be left in peace today, said aloud or not."""
    if who.withheld and who.withheld.rests(today, REST):
        return True
    return bool(who.season) or at_rest(network, who, today) is not None


def at_hand(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Near | None:
    """Return how near somebody is whom I know well and whose name does not rest."""
    its = network.asked(near, settings, today)(person)
    if its is None or not its.gate.open:
        return None
    return None if rests(network, network.book.people[person], today) else its


def at_rest(network: Network, who: Person, today: date) -> Found | None:
    """Return that a name rests today: a season, until a day, or after `not now:`."""
    if who.season == "resting":
        reason = Reason("season", who.season, origin=who.origin)
        return "resting", None, reason
    not_now = network.not_now_of.get(who.id, ())
    if not not_now and who.snooze_until is None:  # as with nearly all
        return None
    rests = [
        (one.date + REST, Reason("not-now", one.text, one.date, one.origin))
        for one in not_now
        if one.date is not None and one.date <= today
    ]
    if who.snooze_until:
        reason = Reason("snooze", date=who.snooze_until, origin=who.origin)
        rests.append((who.snooze_until, reason))
    if not rests:
        return None
    until, reason = max(rests, key=lambda rest: rest[0])
    return ("snoozed", until, reason) if until > today else None


def _measured(
    who: Person, days: tuple[date, ...], settings: Settings, today: date
) -> Found | None:
    """Return what a silence means by the cadence and by the person's own rhythm.

    A cadence set for the person is the last word: within it nothing is said of them,
    and they are never said to drift. A circle's days are only a default (5 weekly, 15
    monthly, 50 every six months, 150 yearly; Dunbar), so the rhythm counts beside them.
    """
    if not days:
        return "unknown", None, None
    silent = (today - days[-1]).days
    if who.cadence and silent <= who.cadence:
        return None
    exceeded = _exceeded(who, days, settings, silent)
    if exceeded is None:
        return None
    state, limit, reason = exceeded
    return state, days[-1] + timedelta(limit + 1), reason


def _exceeded(
    who: Person, days: tuple[date, ...], settings: Settings, silent: int
) -> tuple[State, int, Reason] | None:
    """Return the gravest measure that a silence exceeds, and its days."""
    if silent >= settings.dormant_after_days:
        strong = _once_strong(who, days, settings)
        if strong:
            return "dormant", settings.dormant_after_days - 1, strong
    own = rhythm(days, settings)
    if own and silent > own.calm and silent > own.upper:
        return "season", own.upper, _by_rhythm(own, who)
    if who.cadence:
        reason = Reason("cadence", days=who.cadence, origin=who.origin)
        return "quiet", who.cadence, reason
    circle = settings.circles.get(who.circle)
    if circle and silent > circle:
        reason = Reason("circle", who.circle, days=circle, origin=who.origin)
        return "quiet", circle, reason
    if own and silent > own.lower:
        return "drifting", own.lower, _by_rhythm(own, who)
    return None


def _once_strong(
    who: Person, days: tuple[date, ...], settings: Settings
) -> Reason | None:
    """Return why a tie was strong: by its days with contact, or by its circle.

    Dormant means three years or more out of touch, and it is the strong ones that give
    both novelty and trust (Levin, Walter, Murnighan 2011).
    """
    if len(days) >= settings.strong_days:
        return Reason("strong", days=len(days), origin=who.origin)
    if who.circle in _CLOSE:
        return Reason("strong", who.circle, origin=who.origin)
    return None


def _by_rhythm(own: Rhythm, who: Person) -> Reason:
    return Reason("rhythm", days=max(1, round(own.gap)), origin=who.origin)
