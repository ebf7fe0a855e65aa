"""Shared interests: what people care about, the rarest first, and who shares it."""

from __future__ import annotations

from heapq import nlargest
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.findings.gatherings import TABLES, Gathering, gatherings, interest
from vaultkit.frozen import Frozen
from vaultkit.insights import few
from vaultkit.network.closeness import near
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

__all__ = ["SHOWN", "Gathering", "Interests", "Sharing", "find", "sharing"]

SHOWN: Final = 12
"""How many people one topic names at most: those I know best."""

_CLOSE: Final = attrgetter("close")


class Sharing(Frozen, frozen=True, kw_only=True):
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


class Interests(Frozen, frozen=True, kw_only=True):
    """The page: topics by rarity.

    Attributes:
        gatherings: A few small gatherings, my own interests first, then the rarest;
            nobody stands in two.
        with_me: Interests I share with somebody, rarest first.
        among: Interests that at least two people share and I do not, rarest first.
    """

    gatherings: tuple[Gathering, ...] = ()
    with_me: tuple[Sharing, ...] = ()
    among: tuple[Sharing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.with_me or self.among)


def sharing(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> Sharing | None:
    """Return who shares one interest, None if nobody does with anybody.

    Nobody whose season ended, and me only in `mine`.

    Args:
        network: Where to look.
        topic: The interest.
        settings: The days of the circles.
        today: The day it is.
    """
    mine = network.mine.get(topic)
    caring = map(
        network.asked(near, settings, today), network.interested.get(topic, ())
    )
    those = list(filter(None, caring))
    if not those or (len(those) == 1 and mine is None):
        return None
    shown = [one.gate.person for one in those]
    if len(those) > SHOWN:
        best = {one.gate.person for one in nlargest(SHOWN, those, key=_CLOSE)}
        shown = [person for person in shown if person in best]
    return Sharing(
        topic=network.book.topics[topic],
        mine=mine,
        people=tuple(shown),
        said=tuple(interest(network, person, topic) for person in shown),
        more=len(those) - len(shown),
    )


# --- the page ------------------------------------------------------------------------


def find(
    network: Network, settings: Settings, today: date, limit: int | None = None
) -> Interests:
    """Return the page: topics by rarity, `log(N/df)`, then by name.

    Evidence is with rare ones: `log(N/df)` pays nothing for an interest everybody has,
    where Adamic-Adar still would (`Network.rarity`).

    Args:
        network: Where to look.
        settings: The days of the circles, the gates, which places are near.
        today: The day it is.
        limit: How many topics are told, the others only counted; None for all.
    """
    shared = network.ranked(_shared, Among("topics"), settings, today)
    with_me, among = shared.get("with me", ()), shared.get("among others", ())
    tables = gatherings(network, chain(with_me, among), settings, today)

    def tell(topics: Sequence[TopicId]) -> tuple[Sharing, ...]:
        return tuple(filter(None, network.each(sharing, topics, settings, today)))

    return Interests(
        gatherings=tuple(islice(tables, TABLES)),
        with_me=few(with_me, limit, tell),
        among=few(among, limit, tell),
    )


def _shared(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> tuple[tuple[str, float, TopicId], ...]:
    """Return a topic that I share with somebody, or others do; nothing of others."""
    caring = network.interested.get(topic, ())
    several = 1 if topic in network.mine else 2
    near_me = map(network.asked(near, settings, today), caring)
    if len([*islice(filter(None, near_me), several)]) < several:
        return ()
    section = "with me" if several == 1 else "among others"
    return ((section, -network.rarity(topic), topic),)
