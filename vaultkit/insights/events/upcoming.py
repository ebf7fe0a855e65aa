"""Upcoming: whether an event draws me, whom I know there and whom I might meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from vaultkit import insights
from vaultkit.findings.answers import kin
from vaultkit.findings.reasons import Reason, last_contact
from vaultkit.frozen import Frozen, replace
from vaultkit.network.closeness import closeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from vaultkit.book.events import Event
    from vaultkit.book.people import PersonId, Said
    from vaultkit.findings.answers import How
    from vaultkit.insights import Step
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

EDITIONS: Final = 3
"""How many earlier editions a guess is made from, the latest."""

_MINE: Final = frozenset({"interests", "learning"})

HOSTS: Final = 2
"""How many people are named who could make us acquainted."""


class Draw(Frozen, frozen=True, kw_only=True):
    """A topic of an event that is mine as well.

    Attributes:
        topic: What the event is about, as its note says it.
        mine: What I say about it.
        kind: `interest` or `learning` (I want to learn it).
        how: `same`, or the event's topic is part of mine (`broader`) or wider than
            mine (`narrower`), seen from the event.
    """

    topic: Said
    mine: Said
    kind: Literal["interest", "learning"]
    how: How


class There(Frozen, frozen=True, kw_only=True):
    """Somebody I know who is, or may be, there.

    Attributes:
        person: Who.
        step: What to bring up: the hook of `insights.Step`; its `way` means nothing.
        last: The last contact, if one is noted.
        edition: For a guess, the note of the earlier edition they were at.
    """

    person: PersonId
    step: Step
    last: Reason | None = None
    edition: Origin | None = None


class Meet(Frozen, frozen=True, kw_only=True):
    """Somebody who is there and whom I have not met.

    Attributes:
        person: Who.
        shared: Their rarest interest that is mine as well, else the rarest.
        mine: What I say about it, if it is mine.
        offers: The first thing they offer, where no interest is known.
        through: Who could make us acquainted: those who are there too come first,
            then those I know best; at most two.
        there: Whether the first of those is there as well.
    """

    person: PersonId
    shared: Said | None = None
    mine: Said | None = None
    offers: Said | None = None
    through: tuple[PersonId, ...] = ()
    there: bool = False


class Upcoming(Frozen, frozen=True, kw_only=True):
    """An event or meeting, today or later.

    Attributes:
        event: Its note: date, place, goal and decision are in it.
        draws: Its topics that are mine, in the order of the note.
        known: People I know who are expected there, those I know best first.
        perhaps: Where nobody is noted: those met at earlier editions, a guess.
        meet: People who are expected there and whom I have not met.
        before: The latest earlier edition I went to.
        untold: Something I care about is hidden, so nothing is said of a lack.
    """

    event: Event
    draws: tuple[Draw, ...] = ()
    known: tuple[There, ...] = ()
    perhaps: tuple[There, ...] = ()
    meet: tuple[Meet, ...] = ()
    before: Event | None = None
    untold: bool = False

    @property
    def nothing(self) -> bool:
        """Whether its topics are noted and none of them is mine."""
        return bool(self.event.topics) and not (self.draws or self.untold)

    @property
    def skip(self) -> bool:
        """Whether nothing noted draws me there.

        Said only where topics are noted, nothing is decided and nobody I know of is
        there: silence of the notes alone is no reason.
        """
        open_ = self.event.kind == "event" and not self.event.decision
        people = self.known or self.perhaps or self.meet
        return open_ and self.nothing and not people


def upcoming(
    network: Network,
    event: Event,
    editions: Sequence[Event],
    settings: Settings,
    today: date,
) -> Upcoming:
    """Return what there is to know before an event.

    At mixers people mostly meet those they know, and a third whom both know helps
    (Ingram, Morris 2007). Of one that I skip only its draws are told.

    Args:
        network: Where to look.
        event: The event.
        editions: Earlier editions of it, the latest first.
        settings: The days of the circles, for who is known best.
        today: The day it is.
    """
    found = _alone(network, event, editions)
    if event.decision == "skipping":
        return found

    def close(person: PersonId) -> float:
        return -closeness(network, person, settings, today)

    there = [one for one in event.people if _open(network, one)]
    known = [one for one in there if insights.is_met(network, one, today)]
    strange = [one for one in there if not insights.perhaps_met(network, one, today)]
    guessed = {} if event.people else _guessed(network, editions, today)
    near = sorted(guessed, key=close)
    return replace(
        found,
        known=tuple(_there(network, one, today) for one in sorted(known, key=close)),
        perhaps=tuple(_there(network, p, today, guessed[p].origin) for p in near),
        meet=tuple(_meet(network, one, event, settings, today) for one in strange),
    )


def _alone(network: Network, event: Event, editions: Sequence[Event]) -> Upcoming:
    """Return what can be said of an event without anybody who is there."""
    me = network.book.people.get(network.book.me) if network.book.me else None
    return Upcoming(
        event=event,
        draws=tuple(_draws(network, event)),
        before=next(iter(editions), None),
        untold=me is not None and not _MINE.isdisjoint(me.hidden),
    )


def _open(network: Network, person: PersonId) -> bool:
    return not network.book.people[person].over


def _draws(network: Network, event: Event) -> Iterator[Draw]:
    """Yield the topics of an event that I care about or want to learn, each once."""
    me = network.book.people.get(network.book.me) if network.book.me else None
    if me is None:
        return
    learning = {one.topic: one for one in me.learning}
    interests = {one.topic: one for one in me.interests}
    for topic in event.topics:
        for answer in kin(network, topic.topic):
            at = answer.topic
            if at in learning or at in interests:
                yield Draw(
                    topic=topic,
                    mine=learning.get(at) or interests[at],
                    kind="learning" if at in learning else "interest",
                    how=answer.how,
                )
                break


def _guessed(
    network: Network, editions: Sequence[Event], today: date
) -> dict[PersonId, Event]:
    """Return who was at earlier editions, each with the latest of those."""
    found: dict[PersonId, Event] = {}
    for edition in editions[:EDITIONS]:
        for person in edition.people:
            if _open(network, person) and insights.is_met(network, person, today):
                found.setdefault(person, edition)
    return found


def _there(
    network: Network, person: PersonId, today: date, edition: Origin | None = None
) -> There:
    cares = insights.rare_first(network, network.book.people[person].interests)
    return There(
        person=person,
        step=insights.step(network, person, today, cares),
        last=last_contact(network, person, today),
        edition=edition,
    )


def _meet(
    network: Network, person: PersonId, event: Event, settings: Settings, today: date
) -> Meet:
    who = network.book.people[person]
    mine = network.mine
    cares = insights.shared_first(network, who.interests)
    shared = cares[0] if cares else None
    there = frozenset(event.people)
    hosts = [
        other
        for other in network.ties.get(person, ())
        if other != network.book.me
        and insights.is_met(network, other, today)
        and _open(network, other)
        and network.acquainted(person, other, today)
    ]
    hosts.sort(
        key=lambda one: (one not in there, -closeness(network, one, settings, today))
    )
    return Meet(
        person=person,
        shared=shared,
        mine=mine.get(shared.topic) if shared else None,
        offers=None if shared else next(iter(who.offers), None),
        through=tuple(hosts[:HOSTS]),
        there=bool(hosts) and hosts[0] in there,
    )
