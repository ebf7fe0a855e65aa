"""Shared interests: what people care about, the rarest first, and who shares it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from vaultkit.network.closeness import closeness

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

SHOWN: Final = 12
"""How many people one topic names at most: those I know best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Who shares one interest.

    Attributes:
        topic: The topic: its name, and its note if it has one.
        mine: What I say about it, if it is an interest of mine too.
        people: Who shares it, me left out, in order of name; of a topic that very many
            share, those I know best.
        said: What each of them says about it, in the same order, with where it stands.
        more: How many share it beyond those, 0 unless it is a very common topic.
    """

    topic: Topic
    mine: Said | None
    people: tuple[PersonId, ...]
    said: tuple[Said, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """The page: topics by rarity.

    Attributes:
        with_me: Interests I share with somebody, rarest first.
        among: Interests that at least two people share and I do not, rarest first.
    """

    with_me: tuple[Sharing, ...] = ()
    among: tuple[Sharing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.with_me or self.among)


def sharing(
    network: Network, topic: TopicId, close: Callable[[PersonId], float]
) -> Sharing | None:
    """Return who shares one interest, None if nobody does with anybody.

    Nobody whose season ended, and me only in `mine`.

    Args:
        network: Where to look.
        topic: The interest.
        close: How well I know somebody.
    """
    mine = network.mine.get(topic)
    people = network.book.people
    those = [
        person
        for person in network.interested.get(topic, ())
        if not people[person].me and not people[person].over
    ]
    if not those or (len(those) == 1 and mine is None):
        return None
    shown = those
    if len(those) > SHOWN:
        closest = frozenset(sorted(those, key=lambda one: -close(one))[:SHOWN])
        shown = [person for person in those if person in closest]
    return Sharing(
        topic=network.book.topics[topic],
        mine=mine,
        people=tuple(shown),
        said=tuple(_said(network, person, topic) for person in shown),
        more=len(those) - len(shown),
    )


def _said(network: Network, person: PersonId, topic: TopicId) -> Said:
    interests = network.book.people[person].interests
    return next(one for one in interests if one.topic == topic)


def find(network: Network, settings: Settings, today: date) -> Interests:
    """Return the page: topics by rarity, `log(N/df)`, then by name.

    Evidence is with rare ones: `log(N/df)` pays nothing for an interest everybody has,
    where Adamic-Adar still would (`Network.rarity`).
    """

    @cache
    def close(person: PersonId) -> float:
        return closeness(network, person, settings, today)

    asked = (sharing(network, topic, close) for topic in network.interested)
    found = sorted(
        (one for one in asked if one is not None),
        key=lambda one: (-network.rarity(one.topic.id), one.topic.id),
    )
    return Interests(
        with_me=tuple(one for one in found if one.mine is not None),
        among=tuple(one for one in found if one.mine is None),
    )
