"""Pairs: two people I know well who might like to meet."""

from __future__ import annotations

from itertools import combinations, islice, product
from math import log1p
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.findings.answers import kin
from vaultkit.findings.reasons import Reason, known, said
from vaultkit.findings.silence import at_hand
from vaultkit.frozen import Frozen
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.closeness import Near
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

    Kind = Literal["interest", "need"]
    Pair = tuple[Kind, PersonId, PersonId, TopicId, TopicId]
    """Two people (the first needs it if it is a need), and a topic of each."""

    Candidate = tuple[str, float, Pair]
    """A pair as a row: after what puts it in order, which is never shown."""

CROWD: Final = 50
"""A topic that more people than this name brings nobody together."""

HEAD: Final = 8
"""How many people are weighed for one topic: those I know best."""

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


def pairs(network: Network, settings: Settings, today: date) -> Sequence[Pair]:
    """Return pairs worth considering, the best first; nobody stands in two.

    Best is the rarity of what joins them (one more than `Network.rarity`) times how
    well I know both, each by its logarithm. Given out greedily, so that the best pair
    stands whatever the rest needs (a maximum matching might drop it for two lesser
    ones). Candidates come from rare topics alone and never from all pairs.
    """
    rare = max(2, min(CROWD, len(network.book.people) // 4))
    given = Among("topics"), rare, settings, today
    return network.ranked(_of_topic, *given, ends=_both).get("pairs", ())


def _both(found: Candidate) -> tuple[PersonId, PersonId]:
    """Return whom a pair is of."""
    _, first, second, _, _ = found[2]
    return first, second


def worth(network: Network, pair: Pair, settings: Settings, today: date) -> Worth:
    """Return one of those pairs, told in full."""
    kind, first, second, topic, given = pair
    people = network.book.people
    who, other = people[first], people[second]
    if kind == "need":
        first_said, second_said = _of(who.needs, topic), _of(other.offers, given)
    else:
        if (other.name, second) < (who.name, first):
            who, other = other, who
        first_said, second_said = _of(who.interests, topic), _of(other.interests, given)
    well = network.asked(at_hand, settings, today)
    gates = [one.gate for one in map(well, (who.id, other.id)) if one]
    return Worth(
        first=who.id,
        second=other.id,
        kind=kind,
        first_said=first_said,
        second_said=second_said,
        because=(
            said("said", who.id, first_said),
            said("said", other.id, second_said),
            *map(known, gates),
        ),
    )


def _of(several: Iterable[Said], topic: TopicId) -> Said:
    return next(one for one in several if one.topic == topic)


def _of_topic(
    network: Network, topic: TopicId, rare: int, settings: Settings, today: date
) -> tuple[Candidate, ...]:
    """Return the pairs that one topic gives."""
    well = network.asked(at_hand, settings, today)
    return tuple(between(network, topic, well, rare, today))


def between(
    network: Network,
    topic: TopicId,
    well: Callable[[PersonId], Near | None],
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
        yield _candidate(rarity, a, b, "interest", topic, topic)
    asking = _known(network.needing.get(topic, ()), well, CROWD)
    for answer in kin(network, topic) if asking else ():
        given = answer.topic
        offering = _known(network.offering.get(given, ()), well, CROWD)
        fits = answer.fits * (1 + network.rarity(given))
        both = product(asking, offering)
        for a, b in islice(_strangers(network, both, today), FEW):
            yield _candidate(fits, a, b, "need", topic, given)


def _candidate(
    fits: float, a: Near, b: Near, kind: Kind, topic: TopicId, given: TopicId
) -> Candidate:
    order = fits * log1p(a.close) * log1p(b.close)
    return "pairs", -order, (kind, a.gate.person, b.gate.person, topic, given)


def _known(
    naming: Sequence[PersonId],
    well: Callable[[PersonId], Near | None],
    most: int,
) -> list[Near]:
    """Return the few I know best, nobody where more than `most` name the topic."""
    if len(naming) > most:
        return []
    found = list(filter(None, map(well, naming)))
    found.sort(key=_CLOSE, reverse=True)
    return found[:HEAD]


def _strangers(
    network: Network, found: Iterable[tuple[Near, Near]], today: date
) -> Iterator[tuple[Near, Near]]:
    """Yield those pairs who do not know each other and were never considered."""
    for a, b in found:
        one, other = a.gate.person, b.gate.person
        if a is b or network.acquainted(one, other, today):
            continue
        if other in network.book.apart.get(one, ()):
            continue
        noted = network.introductions_of.get(one, ())
        if not any(other in made.between for made in noted):
            yield a, b
