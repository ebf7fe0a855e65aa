"""Offers: who offers what somebody asks for, and how well I know them."""

from __future__ import annotations

from math import log1p
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.findings.answers import Answer, Wordings, alike, kin, worded
from vaultkit.frozen import Frozen
from vaultkit.network.closeness import Gate, Near, knows_well, near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

HEAD: Final = 5
"""How many people are weighed for one topic: those I know best, of those I know well
and of those I do not."""


_CLOSE: Final = attrgetter("close")
_ORDER: Final = attrgetter("order")
_LIKELY: Final = 0.5
"""What an offer counts that was only taken from somebody's role."""


class Offer(Frozen, frozen=True):
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


class Helper(Frozen, frozen=True):
    """Somebody who could answer a need.

    Attributes:
        order: What puts helpers in order, the highest first; never shown.
        answer: How what they offer fits.
        offer: What they offer.
    """

    order: float
    answer: Answer
    offer: Offer


class Helpers(Frozen, frozen=True):
    """Who could answer one topic.

    Attributes:
        known: Those I know well enough, the best first.
        strangers: Those I never met, the best first.
        nearest: Everybody, those whose gate lacks least first.
    """

    known: tuple[Helper, ...] = ()
    strangers: tuple[Helper, ...] = ()
    nearest: tuple[Helper, ...] = ()


class Supply(Frozen, frozen=True):
    """What is offered, asked topic by topic; each answer is found once.

    Attributes:
        near: How near somebody is to me; None of me, and where a season ended.
        answers: Who of all others could answer a topic: by its kin, or by similar
            wording only where those give nobody.
        mine: Which of my own offers answer a topic, best fit first.
    """

    near: Callable[[PersonId], Near | None]
    answers: Callable[[TopicId], Helpers]
    mine: Callable[[TopicId], tuple[tuple[Answer, Said], ...]]


def supply(network: Network, settings: Settings, today: date) -> Supply:
    """Return what is offered by everybody whose season did not end.

    What puts helpers in order is the rarity of what they offer (`Network.rarity`; one
    more, so that what everybody names is still put in order) times how well it fits,
    times the logarithm of how well I know them (`closeness`: the tenth meeting adds
    less than the second). For one topic `HEAD` of those I know well and of those I do
    not are enough, so that a topic that everybody offers costs no more than another.
    """
    return Supply(
        near=network.asked(near, settings, today),
        answers=network.asked(_answers, settings, today),
        mine=mine(network, settings),
    )


def _answers(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> Helpers:
    """Return who could answer a topic."""
    offered = network.asked(_offered, settings, today)

    def each(found: Iterable[Answer]) -> list[Helper]:
        return [
            Helper(_order(network, answer, offer), answer, offer)
            for answer in found
            for offer in offered(answer.topic)
        ]

    found = each(kin(network, topic))
    if not found:
        stems = worded(network.book, topic, settings.language)
        found = each(alike(network, stems, ("offering",), settings.language))
    return _sorted(found)


def _offered(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> tuple[Offer, ...]:
    """Return the few who offer a topic: of those I know well, and of the others."""
    by = map(network.asked(near, settings, today), network.offering.get(topic, ()))
    known: list[Offer] = []
    others: list[Offer] = []
    for one in sorted(filter(None, by), key=_CLOSE, reverse=True):
        gate = one.gate
        person = gate.person
        if one.vouched and not gate.open:
            gate = knows_well(network, person, settings, today, topic)
        those = known if gate.open else others
        # That I do not know them well may not be so where something is hidden.
        if len(those) < HEAD and not gate.untold:
            offers = network.book.people[person].offers
            said = next(said for said in offers if said.topic == topic)
            those.append(Offer(person, said, gate, one.close))
    return (*known, *others)


def _sorted(found: list[Helper]) -> Helpers:
    best = sorted(found, key=_ORDER, reverse=True)
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


def mine(
    network: Network, settings: Settings
) -> Callable[[TopicId], tuple[tuple[Answer, Said], ...]]:
    """Return what tells which of my own offers answer a topic, best fit first."""
    return network.asked(_mine, settings)


def _mine(
    network: Network, topic: TopicId, settings: Settings
) -> tuple[tuple[Answer, Said], ...]:
    offers, wordings = network.made(_my_offers, settings)
    if not offers:
        return ()
    found = [one for one in kin(network, topic) if one.topic in offers]
    if not found:
        its = worded(network.book, topic, settings.language)
        found = [*wordings.alike(its)]
    return tuple((one, offers[one.topic]) for one in found)


def _my_offers(
    network: Network, settings: Settings
) -> tuple[Mapping[TopicId, Said], Wordings]:
    me = network.book.people.get(network.book.me) if network.book.me else None
    offers = {one.topic: one for one in me.offers} if me else {}
    return offers, Wordings.of(network.book, offers, settings.language)
