"""Meetings: a few facts on whoever is there today or tomorrow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.frozen import Frozen
from vaultkit.insights.week.birthdays import coming_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.encounters import Encounter, Promise
    from vaultkit.book.events import Event
    from vaultkit.book.people import PersonId, Said
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.snapshot import VaultPath

SOON: Final = timedelta(days=1)
"""How far ahead somebody is briefed on: today and tomorrow."""

FACTS: Final = 3
"""How many facts are told of one person; more is not kept in mind at a door."""


class HowMet(Frozen, frozen=True, kw_only=True):
    """How we met, as far as it is noted.

    Attributes:
        met: When.
        met_at: Where or how, in the user's words, or "".
        met_at_path: The note that links.
        through: Who brought us together.
        first: The first contact that is noted, where nothing else is.
    """

    met: Day | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    through: tuple[PersonId, ...] = ()
    first: Encounter | None = None


class Reminder(Frozen, frozen=True, kw_only=True):
    """Somebody who will be there, in at most three facts.

    Attributes:
        person: Who.
        how: How we met.
        words: The last encounter with words of the user's own.
        need: What they look for, the latest.
        promise: What I promised them and have not kept yet, the oldest.
        cares: What they care about, shared or rare, where little else is noted.
        birthday: Their birthday, if it is in the next days.
        strange: We have not met, as far as anything is noted or hidden.
    """

    person: PersonId
    how: HowMet | None = None
    words: Encounter | None = None
    need: Said | None = None
    promise: Promise | None = None
    cares: Said | None = None
    birthday: date | None = None
    strange: bool = False


class Soon(Frozen, frozen=True, kw_only=True):
    """An event or meeting of today or tomorrow, and who will be there."""

    event: Event
    people: tuple[Reminder, ...]


def soon(network: Network, today: date) -> Iterator[Soon]:
    """Yield today's and tomorrow's events that name somebody and are not skipped.

    Whoever a season ended with is left out: they are met without being briefed on.
    """
    for event in network.book.events:
        day = event.date
        if day is None or not today <= day <= today + SOON:
            continue
        there = [one for one in event.people if not network.book.people[one].over]
        if there and event.decision != "skipping":
            told = tuple(reminder(network, one, today) for one in there)
            yield Soon(event=event, people=told)


def reminder(network: Network, person: PersonId, today: date) -> Reminder:
    """Return the few facts on somebody.

    What I promised, what was said last and what they look for come before how we met:
    whom I know from so many things I need not be told how I met.
    """
    who = network.book.people[person]
    promised = network.promises_of.get(person, ())
    promise = next(iter(insights.open_promises(promised, today)), None)
    need = next(iter(insights.newest_first(who.needs)), None)
    words = insights.last_words(network, person, today)
    if words and words.origin in {one.origin for one in (promise, need) if one}:
        words = None  # the line says it already as what it is
    known = sum(one is not None for one in (promise, need, words))
    how = _how(network, person, words, today) if known < FACTS else None
    cares = insights.shared_first(network, who.interests)
    little = known + (how is not None) < FACTS - 1
    return Reminder(
        person=person,
        how=how,
        words=words,
        need=need,
        promise=promise,
        cares=next(iter(cares), None) if little else None,
        birthday=coming_days(today).get(who.birthday[-5:]),
        strange=not insights.perhaps_met(network, person, today),
    )


def _how(
    network: Network, person: PersonId, told: Encounter | None, today: date
) -> HowMet | None:
    """Return how we met; no first contact that is told as the last words anyway."""
    who = network.book.people[person]
    first = insights.first_contact(network, person, today)
    found = HowMet(
        met=insights.met(network, person, today),
        met_at=who.met_at,
        met_at_path=who.met_at_path,
        through=insights.through(network, person),
        first=None if first == told else first,
    )
    return None if found == HowMet() else found
