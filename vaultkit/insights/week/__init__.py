"""This week: whom to reach out to, whom I meet, what was promised, what is next."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.findings.reasons import Reason, last_contact
from vaultkit.findings.silence import is_untold, rests
from vaultkit.frozen import Frozen, replace
from vaultkit.insights import Nudge, Step
from vaultkit.insights.week.birthdays import birthdays
from vaultkit.insights.week.birthdays import nudges as greetings
from vaultkit.insights.week.budget import Rest, budget, rest
from vaultkit.insights.week.meetings import HowMet, Reminder, Soon, soon
from vaultkit.insights.week.turns import Turn, changes_on, has_turn, rested

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from vaultkit.book.encounters import Promise
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import PersonId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

__all__ = [
    "HowMet",
    "Reminder",
    "Rest",
    "Soon",
    "Turn",
    "Waiting",
    "Week",
    "birthdays",
    "budget",
    "chosen",
    "find",
    "rest",
    "soon",
    "turns",
]

KINDS: Final = (
    "birthday",
    "quiet",
    "help",
    "promise",
    "drifting",
    "met",
    "dormant",
    "silent",
    "card",
)
"""The order in which the kinds of nudges take turns."""

MEASURED: Final = frozenset({"quiet", "drifting", "dormant"})
"""Kinds that say that somebody is out of touch, by some measure."""

SOON: Final = frozenset({*MEASURED, "met", "card"})
"""Kinds that need not wait until some days after a contact: they know of it."""

JUST: Final = timedelta(days=7)
"""How long somebody has only just been in touch."""

DAY: Final = timedelta(days=1)
"""The day before."""


class Waiting(Frozen, frozen=True, kw_only=True):
    """An introduction that waits for somebody's answer, or for me to join both.

    Attributes:
        introduction: The note.
        waiting_for: Who has not answered; empty if both said yes and it is my turn.
    """

    introduction: Introduction
    waiting_for: tuple[PersonId, ...] = ()


class Week(Frozen, frozen=True, kw_only=True):
    """The home page.

    Attributes:
        purpose: Why I do this, in my words; "" if not set.
        nudges: As many people as there is room for, those to warm up with among them,
            nobody twice. Every line ends in one to paste: `wrote: [[NAME]]`, or
            `not now: [[NAME]]`.
        rest: There are none because I was at an event.
        soon: Today's and tomorrow's events that name somebody, each with a brief.
        promises: Promises of mine that are open, oldest first.
        event: The next event or meeting that I do not skip and that is not in `soon`.
        waiting: Introductions that wait.
        everyone: No rule found anybody, so every name linked on a dated line counts:
            say so, with the setting that narrows it (`people_folders`).
        people: How many people there are, me left out.
    """

    purpose: str = ""
    nudges: tuple[Nudge, ...] = ()
    rest: Rest | None = None
    soon: tuple[Soon, ...] = ()
    promises: tuple[Promise, ...] = ()
    event: Event | None = None
    waiting: tuple[Waiting, ...] = ()
    everyone: bool = False
    people: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (
            self.purpose
            or self.nudges
            or self.rest
            or self.soon
            or self.promises
            or self.event
            or self.waiting
            or self.everyone
        )


def find(
    network: Network,
    settings: Settings,
    today: date,
    nudges: Mapping[str, Iterable[Nudge]],
) -> Week:
    """Return the home page.

    Args:
        network: Everything that may be shown.
        settings: `reach_outs_per_week`, unless the note about me says otherwise.
        today: The day it is.
        nudges: Whom the other pages would have me reach out to: what the `nudges` of
            any insight propose, by kind; of those that say that somebody is out of
            touch, only such as there are. No more of them are read than it takes.
    """
    book = network.book
    me = book.people.get(book.me) if book.me else None
    people = len(book.people) - (me is not None)
    free = rest(network, today)
    near = tuple(soon(network, today))
    told = [one.event for one in near]
    return Week(
        purpose=me.purpose if me else "",
        nudges=() if free else chosen(network, settings, today, nudges),
        rest=free,
        soon=near,
        promises=_promises(network, today),
        event=next((one for one in _coming(network, today) if one not in told), None),
        waiting=tuple(_waiting(network, today)),
        everyone=book.everyone and people > 0,
        people=people,
    )


def chosen(
    network: Network,
    settings: Settings,
    today: date,
    nudges: Mapping[str, Iterable[Nudge]],
) -> tuple[Nudge, ...]:
    """Return this week's few people, nobody twice.

    The kinds take turns, so that one line may keep a tie warm and the next be of use to
    somebody; a birthday goes before any other reason. Whoever is met today or tomorrow
    need not be written to. Where nobody is quiet by any measure, memories are offered.
    Where everybody rests, whoever has rested longest comes up before their time, and
    before a card: in a vault of a few people the page would be empty for months.
    Few, because a fixed budget and a cost for each tie is what a person has (Tamarit,
    Cuesta, Dunbar, Sanchez 2018): the budget is the user's own.
    """
    room = budget(network, settings, today)
    found: list[Nudge] = []
    resting: list[tuple[timedelta, Nudge]] = []
    named: set[PersonId] = set()
    for one in _in_turn(_proposed(network, today, nudges)):
        if len(named) >= room:
            break
        if one.person in named or not _fits(network, one, today):
            continue
        due = _came_up(network, one, today)
        if one.kind == "silent" or has_turn(due, today):
            found.append(_warmed(one, named, room))
            named.add(one.person)
        elif due is not None and due <= today:
            resting.append((rested(due, today), one))
    if resting and all(one.kind == "card" for one in found):
        _, longest = max(resting, key=lambda rest: rest[0])
        found.insert(0, _warmed(longest, named, room))
    return tuple(found[:room])


def _proposed(
    network: Network, today: date, nudges: Mapping[str, Iterable[Nudge]]
) -> dict[str, Iterable[Nudge]]:
    """Return by kind who might be written to, by whatever reason."""
    proposed = {**nudges, "promise": promised(network, today)}
    if MEASURED.isdisjoint(nudges):
        ready = {kind: tuple(those) for kind, those in proposed.items()}
        # Those are there, or at rest after their turn.
        there = {one.person for those in ready.values() for one in those}
        proposed = {**ready, "silent": _but(silent(network, today), there)}
    met = {who.person for row in soon(network, today) for who in row.people}
    born = birthdays(network, today, met)
    met.update(born)
    others = {kind: _but(those, met) for kind, those in proposed.items()}
    return {"birthday": greetings(born, network, today), **others}


def _but(proposed: Iterable[Nudge], people: Container[PersonId]) -> Iterator[Nudge]:
    return (one for one in proposed if one.person not in people)


def _in_turn(proposed: Mapping[str, Iterable[Nudge]]) -> Iterator[Nudge]:
    """Yield proposals in the order in which their kinds take turns."""
    by_kind = [proposed.get(kind, ()) for kind in KINDS]
    return filter(None, chain.from_iterable(zip_longest(*by_kind)))


def _warmed(one: Nudge, named: set[PersonId], room: int) -> Nudge:
    """Return a proposal, its warm-up only where it is one of the few; adds them."""
    warm_up = one.warm_up
    if warm_up is None or warm_up in named or len(named) + 2 > room:
        return replace(one, warm_up=None)
    named.add(warm_up)
    return one


def _fits(network: Network, one: Nudge, today: date) -> bool:
    """Return whether a name may come up: not put to rest, nor only just in touch.

    Who is quiet by a measure is so by definition; the others wait a week. Whoever has
    a birthday was greeted if there was contact since it came up.
    """
    who = network.book.people[one.person]
    if who.me or rests(network, who, today):
        return False
    days = network.contact_days(one.person, today)
    just = today - JUST
    if one.kind == "birthday" and one.due:
        just = one.due - DAY
    if who.withheld and who.withheld.since(just, today):
        return False
    return one.kind in SOON or not days or days[-1] <= just


def turns(
    network: Network,
    today: date,
    nudges: Mapping[str, Iterable[Nudge]],
    person: PersonId,
) -> tuple[Turn, ...]:
    """Return for what somebody comes up this week, or rests, each until when.

    Args:
        network: Everything that may be shown.
        today: The day it is.
        nudges: As for `find`.
        person: Who.
    """
    found: dict[Turn, None] = {}
    for one in chain.from_iterable(_proposed(network, today, nudges).values()):
        due = _came_up(network, one, today)
        fits = one.person == person and _fits(network, one, today)
        if fits and one.kind != "silent" and due is not None and due <= today:
            shown = has_turn(due, today)
            found[Turn(one.kind, shown, changes_on(due, today))] = None
    return tuple(found)


def _came_up(network: Network, one: Nudge, today: date) -> date | None:
    """Return the day a name came up: what has no date did a week after a contact."""
    days = network.contact_days(one.person, today)
    return one.due or (days[-1] + JUST if days else None)


def promised(network: Network, today: date) -> Iterator[Nudge]:
    """Yield whom I promised something, oldest promise first."""
    for promise in _promises(network, today):
        reason = Reason("promise", promise.text, promise.date, promise.origin)
        for person in promise.people[:1]:
            who = network.book.people[person]
            how = insights.way(who, network.last(person, today))
            step = Step(how, "promise", promise.text, promise.origin)
            day = promise.date
            found = Nudge(person, "promise", day, (reason,), step, due=day)
            yield insights.remembered(network, found, today)


def silent(network: Network, today: date) -> Iterator[Nudge]:
    """Yield people about whom something was written, the longest silence first.

    No measure says that any of them is quiet; it is a memory and not a claim. So none
    of them came up on a day, and none has to rest: those who have their turn, counted
    from a week after the last contact, only go before the others.
    """
    known = [
        (days[-1], person)
        for person, who in network.book.people.items()
        for days in (network.contact_days(person, today),)
        if days and not is_untold(who, days, today)
        if insights.last_words(network, person, today)
    ]
    known.sort(key=lambda one: (not has_turn(one[0] + JUST, today), one[0]))
    for since, person in known:
        reason = last_contact(network, person, today)
        cares = insights.rare_first(network, network.book.people[person].interests)
        step = insights.step(network, person, today, cares)
        because = (reason,) if reason else ()
        found = Nudge(person, "silent", since, because, step)
        yield insights.remembered(network, found, today)


def _promises(network: Network, today: date) -> tuple[Promise, ...]:
    return insights.open_promises(network.book.promises, today)


def _coming(network: Network, today: date) -> Iterator[Event]:
    """Yield events and meetings from today on that I do not skip, the next first."""
    for event in network.book.events:
        if event.date and event.date >= today and event.decision != "skipping":
            yield event


def _waiting(network: Network, today: date) -> Iterator[Waiting]:
    """Yield introductions that wait for an answer, or for me to join both."""
    for made in network.book.introductions:
        done = made.introduced is not None and made.introduced <= today
        if not (done or made.no):
            left = tuple(one for one in made.between if one not in made.yes)
            yield Waiting(introduction=made, waiting_for=left)
