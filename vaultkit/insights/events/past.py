"""Past: whom I met at an event, each with a clue to remember them by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.findings.reasons import Reason
from vaultkit.findings.silence import rests
from vaultkit.frozen import Frozen
from vaultkit.insights import Nudge
from vaultkit.network.closeness import knows_well

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.book.encounters import Promise
    from vaultkit.book.events import Event
    from vaultkit.book.people import PersonId, Said
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

_DAY: Final = attrgetter("date")


class Met(Frozen, frozen=True, kw_only=True):
    """Somebody met at a past event, with a clue to remember them by.

    Attributes:
        person: Who.
        words: What I noted about them on that day, else what I noted last, or "".
        words_from: Where those stand.
        cares: Their interests, those we share first, then the rarest.
        promises: What I promised them and have not kept yet.
        since: The first day with contact after the event, if there was one.
    """

    person: PersonId
    words: str = ""
    words_from: Origin | None = None
    cares: tuple[Said, ...] = ()
    promises: tuple[Promise, ...] = ()
    since: date | None = None


class Past(Frozen, frozen=True, kw_only=True):
    """A past event and whom I met there.

    Attributes:
        event: Its note: date, place and topics are in it.
        met: Those I do not know well yet, in the order noted.
        company: Those I do know well, who were with us.
        until: The last day it is told.
    """

    event: Event
    met: tuple[Met, ...]
    company: tuple[PersonId, ...] = ()
    until: date


def day_of(event: Event) -> date:
    """Return the day of an event; those without one come after all others."""
    return event.date or date.max


def past(
    network: Network, event: Event, settings: Settings, today: date
) -> Past | None:
    """Return whom I met at a past event, None if there is nobody to remember.

    Told for `settings.event_days` days. Whoever I know well needs no clue and is only
    company; a person met for the first time on that day was met there as well, if it
    was the only event of the day.
    """
    day = event.date
    if day is None or day >= today or event.decision == "skipping":
        return None
    until = day + timedelta(days=settings.event_days)
    if until < today:
        return None
    there = dict.fromkeys((*event.people, *_met_that_day(network, event, day, today)))
    wells = {one: knows_well(network, one, settings, today).open for one in there}
    met = tuple(
        _met(network, one, day, today)
        for one in there
        if not (wells[one] or rests(network, network.book.people[one], today))
    )
    company = tuple(one for one in there if wells[one])
    return Past(event=event, met=met, company=company, until=until) if met else None


def nudges(found: Past, network: Network, today: date) -> Iterator[Nudge]:
    """Yield whom one could write to after an event, as long as nobody has.

    Only those of whom something is noted: a line out of nothing is a chore to write
    and to read. It comes up on the day after; to leave it there is a good answer.
    """
    day = found.event.date
    for one in found.met:
        step = insights.step(network, one.person, today, one.cares)
        if day is None or one.since is not None or not step.hook:
            continue
        reason = Reason("event", found.event.name, day, found.event.origin)
        yield Nudge(
            person=one.person,
            kind="met",
            since=day,
            because=(reason,),
            step=step,
            words=one.words,
            words_from=one.words_from,
            due=day + timedelta(days=1),
        )


def _met_that_day(
    network: Network, event: Event, day: date, today: date
) -> Iterator[PersonId]:
    """Yield who was met for the first time on the day of an event, and how is open."""
    events = network.book.events
    start = bisect_left(events, day, key=day_of)
    of_that_day = events[start : bisect_right(events, day, start, key=day_of)]
    if event.kind != "event" or any(
        one is not event and one.decision != "skipping" for one in of_that_day
    ):
        return
    log = network.book.encounters
    start = bisect_left(log, day, key=_DAY)
    for one in log[start : bisect_right(log, day, start, key=_DAY)]:
        for person in one.people if one.kind == "met" else ():
            first = insights.first_contact(network, person, today)
            elsewhere = network.book.people[person].met_at
            if first and first.date == day and not elsewhere:
                yield person


def _met(network: Network, person: PersonId, day: date, today: date) -> Met:
    log = network.encounters(person, today)
    start = bisect_left(log, day, key=_DAY)
    that_day = log[start : bisect_right(log, day, start, key=_DAY)]
    words = insights.told_best(that_day) or insights.last_words(network, person, today)
    promised = network.promises_of.get(person, ())
    promises = insights.open_promises(promised, today)
    if words and words.origin in {one.origin for one in promises}:
        words = None  # the line is told as the promise it is
    cares = network.book.people[person].interests
    days = network.contact_days(person, today)
    return Met(
        person=person,
        words=words.text if words else "",
        words_from=words.origin if words else None,
        cares=insights.shared_first(network, cares),
        promises=promises,
        since=next(iter(days[bisect_right(days, day) :]), None),
    )
