"""Pairs: two people I know well who might like to meet."""

from __future__ import annotations

from itertools import chain, combinations, islice, product
from math import log1p
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.findings.answers import kin
from vaultkit.findings.reasons import Reason, known, said
from vaultkit.findings.silence import rests
from vaultkit.frozen import Frozen
from vaultkit.network.closeness import near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.closeness import Gate
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

    Pair = tuple[Literal["interest", "need"], PersonId, PersonId, TopicId, TopicId]

CROWD: Final = 50
"""A topic that more people than this name brings nobody together."""

HEAD: Final = 8
"""How many people are weighed for one topic: those I know best."""

_ORDER: Final = attrgetter("order")
_CLOSE: Final = attrgetter("close")

FEW: Final = 3
"""How many pairs one topic gives."""


class Worth(Frozen, frozen=True, kw_only=True):
    """Two people worth thinking about introducing: not asked yet, nothing more.

    Attributes:
        first: One of them (the order is by name and means nothing).
        second: The other.
        kind: `interest`: both care about it. `need`: `second_said` offers what
            `first_said` needs; then `first` is who needs it.
        first_said: What the first says about it.
        second_said: What the second says about it.
        because: `said` twice (person, text, origin), `known` twice (as in help).
    """

    first: PersonId
    second: PersonId
    kind: Literal["interest", "need"]
    first_said: Said
    second_said: Said
    because: tuple[Reason, ...] = ()


class Known(Frozen, frozen=True):
    """Somebody I know well enough to introduce, and how well by its logarithm."""

    person: PersonId
    gate: Gate
    close: float


class Candidate(Frozen, frozen=True):
    """A pair before it is told: who, what joins them, what puts it in order.

    Attributes:
        order: The highest first; never shown.
        first: One of them, the one who needs it if `kind` is `need`.
        second: The other.
        kind: As in `Worth`.
        first_topic: What the first cares about or needs.
        second_topic: What the second cares about or offers.
    """

    order: float
    first: Known
    second: Known
    kind: Literal["interest", "need"]
    first_topic: TopicId
    second_topic: TopicId


def worth(network: Network, settings: Settings, today: date) -> tuple[Worth, ...]:
    """Return pairs worth considering, the best first; nobody stands in two.

    Best is the rarity of what joins them (one more than `Network.rarity`) times how
    well I know both, each by its logarithm. Given out greedily, so that the best pair
    stands whatever the rest needs (a maximum matching might drop it for two lesser
    ones). Candidates come from rare topics alone and never from all pairs.
    """
    rare = max(2, min(CROWD, len(network.book.people) // 4))
    topics = network.book.topics
    found = network.each(_of_topic, topics, rare, settings, today)
    chosen = network.made(_chosen, found)
    return network.each(_told, chosen, settings, today)


def _chosen(
    network: Network, found: Iterable[tuple[Candidate, ...]]
) -> tuple[Pair, ...]:
    """Return what tells the best pairs, nobody in two of them."""
    del network  # all that is needed of it was asked
    taken: set[PersonId] = set()
    chosen: list[Pair] = []
    for one in sorted(chain.from_iterable(found), key=_ORDER, reverse=True):
        first, second = one.first.person, one.second.person
        if first not in taken and second not in taken:
            taken |= {first, second}
            topics = one.first_topic, one.second_topic
            chosen.append((one.kind, first, second, *topics))
    return tuple(chosen)


def _told(network: Network, pair: Pair, settings: Settings, today: date) -> Worth:
    kind, first, second, first_topic, second_topic = pair
    who, other = network.book.people[first], network.book.people[second]
    needed = kind == "need"
    asked = who.needs if needed else who.interests
    given = other.offers if needed else other.interests
    first_said = next(it for it in asked if it.topic == first_topic)
    second_said = next(it for it in given if it.topic == second_topic)
    well = network.asked(_well, settings, today)
    gates = [one.gate for one in map(well, (first, second)) if one]
    return Worth(
        first=first,
        second=second,
        kind=kind,
        first_said=first_said,
        second_said=second_said,
        because=(
            said("said", first, first_said),
            said("said", second, second_said),
            *map(known, gates),
        ),
    )


def _well(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Known | None:
    its = network.asked(near, settings, today)(person)
    if its is None or not its.gate.open:
        return None
    if rests(network, network.book.people[person], today):
        return None
    return Known(person, its.gate, log1p(its.close))


def _of_topic(
    network: Network, topic: TopicId, rare: int, settings: Settings, today: date
) -> tuple[Candidate, ...]:
    """Return the pairs that one topic gives."""
    well = network.asked(_well, settings, today)
    return tuple(between(network, topic, well, rare, today))


def between(
    network: Network,
    topic: TopicId,
    well: Callable[[PersonId], Known | None],
    rare: int,
    today: date,
) -> Iterator[Candidate]:
    """Yield the pairs that one topic gives, and what puts each in order.

    Both care about it, or one needs what the other offers. Never two who know each
    other, nor two for whom an introduction note exists, whatever came of it.

    Args:
        network: Where to look; I am left out of it.
        topic: The topic; one that very many name gives nothing.
        well: Whom I know well enough.
        rare: How many may share an interest that brings two together.
        today: The day it is.
    """
    caring = _known(network.interested.get(topic, ()), well, rare)
    rarity = 1 + network.rarity(topic)
    for a, b in islice(_strangers(network, combinations(caring, 2), today), FEW):
        first, second = _by_name(network, a, b)
        order = rarity * a.close * b.close
        yield Candidate(order, first, second, "interest", topic, topic)
    asking = _known(network.needing.get(topic, ()), well, CROWD)
    for answer in kin(network, topic) if asking else ():
        given = answer.topic
        offering = _known(network.offering.get(given, ()), well, CROWD)
        fits = answer.fits * (1 + network.rarity(given))
        both = product(asking, offering)
        for a, b in islice(_strangers(network, both, today), FEW):
            order = fits * a.close * b.close
            yield Candidate(order, a, b, "need", topic, given)


def _known(
    naming: Sequence[PersonId],
    well: Callable[[PersonId], Known | None],
    most: int,
) -> list[Known]:
    """Return the few I know best, nobody where more than `most` name the topic."""
    if len(naming) > most:
        return []
    found = [one for one in map(well, naming) if one is not None]
    found.sort(key=_CLOSE, reverse=True)
    return found[:HEAD]


def _by_name(network: Network, a: Known, b: Known) -> tuple[Known, Known]:
    people = network.book.people
    names = [(people[one.person].name, one.person) for one in (a, b)]
    return (a, b) if names[0] <= names[1] else (b, a)


def _strangers(
    network: Network, found: Iterable[tuple[Known, Known]], today: date
) -> Iterator[tuple[Known, Known]]:
    """Yield those pairs who do not know each other and were never considered."""
    for a, b in found:
        if a is b or network.acquainted(a.person, b.person, today):
            continue
        if b.person in network.book.apart.get(a.person, ()):
            continue
        made = network.introductions_of.get(a.person)
        if made is None or not any(b.person in one.between for one in made):
            yield a, b
