"""Offers: who offers what somebody asks for, and how well I know them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log1p
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.answers import Answer, Wordings, kin, worded
from vaultkit.closeness import Gate, closeness, knows_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from vaultkit.network import Network
    from vaultkit.people import PersonId, Said
    from vaultkit.settings import Settings
    from vaultkit.topics import TopicId

HEAD: Final = 5
"""How many people are weighed for one topic: those I know best, of those I know well
and of those I do not."""


_LIKELY: Final = 0.5
"""What an offer counts that was only taken from somebody's role."""


class Offer(NamedTuple):
    """Somebody who offers something.

    Attributes:
        person: Who; never me.
        said: What they say about it.
        gate: Whether I know them well enough.
        close: How well I know them, as `closeness` says.
    """

    person: PersonId
    said: Said
    gate: Gate
    close: float


class Helper(NamedTuple):
    """Somebody who could answer a need.

    Attributes:
        order: What puts helpers in order, the highest first; never shown.
        answer: How what they offer fits.
        offer: What they offer.
    """

    order: float
    answer: Answer
    offer: Offer


class Helpers(NamedTuple):
    """Who could answer one topic.

    Attributes:
        known: Those I know well enough, the best first.
        strangers: Those I never met, the best first.
        nearest: Everybody, those whose gate lacks least first.
    """

    known: tuple[Helper, ...] = ()
    strangers: tuple[Helper, ...] = ()
    nearest: tuple[Helper, ...] = ()


@dataclass(frozen=True, slots=True)
class Supply:
    """What is offered, asked topic by topic; each answer is found once.

    Attributes:
        answers: Who of all others could answer a topic: by its kin, or by similar
            wording only where those give nobody.
        mine: Which of my own offers answer a topic, best fit first.
    """

    answers: Callable[[TopicId], Helpers]
    mine: Callable[[TopicId], tuple[tuple[Answer, Said], ...]]


def supply(network: Network, settings: Settings, today: date) -> Supply:
    """Return what is offered by everybody whose season did not end.

    What puts helpers in order is the rarity of what they offer (`Network.rarity`; one
    more, so that what everybody names is still put in order) times how well it fits,
    times the logarithm of how well I know them (`closeness`: the tenth meeting adds
    less than the second). For one topic `HEAD` of those I know well
    and of those I do not are enough, so that a topic that everybody offers costs no
    more than another.
    """

    @cache
    def offered(topic: TopicId) -> tuple[Offer, ...]:
        found = sorted(
            _offering(network, topic, settings, today), key=lambda one: -one.close
        )
        known = [one for one in found if one.gate.open][:HEAD]
        return (*known, *[one for one in found if not one.gate.open][:HEAD])

    @cache
    def wordings() -> Wordings:
        topics = (topic for topic in network.offering if offered(topic))
        return Wordings.of(network.book, topics, settings.language)

    def each(found: Iterable[Answer]) -> list[Helper]:
        return [
            Helper(_order(network, answer, offer), answer, offer)
            for answer in found
            for offer in offered(answer.topic)
        ]

    @cache
    def answers(topic: TopicId) -> Helpers:
        found = each(kin(network, topic)) or each(
            wordings().alike(worded(network.book, topic, settings.language))
        )
        return _sorted(found)

    return Supply(answers, mine(network, settings))


def _sorted(found: list[Helper]) -> Helpers:
    best = sorted(found, key=lambda one: -one.order)
    return Helpers(
        known=tuple(one for one in best if one.offer.gate.open),
        strangers=tuple(
            one for one in best if not (one.offer.gate.open or one.offer.gate.days)
        ),
        nearest=tuple(sorted(best, key=lambda one: one.offer.gate.lacks)),
    )


def _order(network: Network, answer: Answer, offer: Offer) -> float:
    likely = _LIKELY if offer.said.likely else 1.0
    rarity = 1 + network.rarity(answer.topic)
    return rarity * answer.fits * likely * log1p(offer.close)


def _offering(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> Iterator[Offer]:
    for person in network.offering.get(topic, ()):
        who = network.book.people[person]
        if who.me or who.season == "ended":
            continue
        said = next(one for one in who.offers if one.topic == topic)
        gate = knows_well(network, person, settings, today, topic)
        yield Offer(person, said, gate, closeness(network, person, settings, today))


def mine(
    network: Network, settings: Settings
) -> Callable[[TopicId], tuple[tuple[Answer, Said], ...]]:
    """Return what tells which of my own offers answer a topic, best fit first."""
    me = network.book.people.get(network.book.me) if network.book.me else None
    offers = {one.topic: one for one in me.offers} if me else {}
    wordings = Wordings.of(network.book, offers, settings.language)

    @cache
    def answers(topic: TopicId) -> tuple[tuple[Answer, Said], ...]:
        if not offers:
            return ()
        found = [one for one in kin(network, topic) if one.topic in offers]
        if not found:
            its = worded(network.book, topic, settings.language)
            found = [*wordings.alike(its)]
        return tuple((one, offers[one.topic]) for one in found)

    return answers
