"""Offers: who offers what somebody asks for, and how well I know them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from vaultkit.answers import Answer, Wordings, kin, worded
from vaultkit.closeness import Gate, closeness, knows_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from vaultkit.network import Network
    from vaultkit.people import PersonId, Said
    from vaultkit.settings import Settings
    from vaultkit.topics import TopicId

HEAD: Final = 5
"""How many people are weighed for one topic: those I know best, of those I know well
and of those I do not."""


@dataclass(frozen=True, slots=True)
class Offer:
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


@dataclass(frozen=True, slots=True)
class Supply:
    """What everybody offers, asked topic by topic; each is found once.

    Attributes:
        of: Who offers a topic: open gates first, then the closest, at most `HEAD` of
            each, so that a topic that everybody offers costs no more than another.
        alike: Offered topics that are worded like one.
    """

    of: Callable[[TopicId], tuple[Offer, ...]]
    alike: Callable[[TopicId], tuple[Answer, ...]]


def supply(network: Network, settings: Settings, today: date) -> Supply:
    """Return what everybody but me offers; nobody whose season ended."""

    @cache
    def of(topic: TopicId) -> tuple[Offer, ...]:
        found = sorted(
            _offering(network, topic, settings, today), key=lambda one: -one.close
        )
        known = [one for one in found if one.gate.open][:HEAD]
        return (*known, *[one for one in found if not one.gate.open][:HEAD])

    @cache
    def wordings() -> Wordings:
        offered = (topic for topic in network.offering if of(topic))
        return Wordings.of(network.book, offered, settings.language)

    @cache
    def alike(topic: TopicId) -> tuple[Answer, ...]:
        return wordings().alike(worded(network.book, topic, settings.language))

    return Supply(of, alike)


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


def answering(
    network: Network, of: Supply, asker: PersonId, topic: TopicId
) -> tuple[tuple[Answer, Offer], ...]:
    """Return who could answer what somebody asks for, best fit first.

    By the topic and its kin; by similar wording only where those give nobody.
    """
    related = _offered(of, asker, kin(network, topic))
    return related or _offered(of, asker, of.alike(topic))


def _offered(
    of: Supply, asker: PersonId, answers: tuple[Answer, ...]
) -> tuple[tuple[Answer, Offer], ...]:
    return tuple(
        (answer, offer)
        for answer in answers
        for offer in of.of(answer.topic)
        if offer.person != asker
    )


def mine(
    network: Network, topic: TopicId, language: str
) -> tuple[tuple[Answer, Said], ...]:
    """Return which of my own offers answer a topic, best fit first."""
    me = network.book.people.get(network.book.me) if network.book.me else None
    if me is None or not me.offers:
        return ()
    offered = {one.topic: one for one in me.offers}
    found = [one for one in kin(network, topic) if one.topic in offered]
    if not found:
        wordings = Wordings.of(network.book, offered, language)
        found = [*wordings.alike(worded(network.book, topic, language))]
    return tuple((answer, offered[answer.topic]) for answer in found)
