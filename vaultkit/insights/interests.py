"""Shared interests: what people care about, the rarest first, and who shares it."""

from __future__ import annotations

from heapq import nlargest
from itertools import chain, combinations, islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final

from vaultkit.findings.silence import rests
from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.network.closeness import near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

LEAST: Final = 3
MOST: Final = 6
"""How many people a small gathering has, me left out."""

TABLES: Final = 6
"""How many gatherings are told: ideas for half a year."""

CROWD: Final = 50
"""An interest that more people share than this is a rare one nowhere."""

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


class Gathering(Frozen, frozen=True, kw_only=True):
    """A few people who might enjoy an evening with one interest.

    Attributes:
        topic: What they share.
        mine: What I say about it, if it is an interest of mine too.
        people: Three to six, in order of name; I know each well enough to invite.
        said: What each of them says about it, in the same order.
        places: Where they live: one place, or several that are near.
        strangers: Two of them who do not know each other, as far as the notes say.
        under_way: The notes about introducing two of them, not introduced yet.
    """

    topic: Topic
    mine: Said | None
    people: tuple[PersonId, ...]
    said: tuple[Said, ...]
    places: tuple[str, ...]
    strangers: tuple[PersonId, PersonId]
    under_way: tuple[Origin, ...] = ()


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
        said=tuple(_said(network, person, topic) for person in shown),
        more=len(those) - len(shown),
    )


def _said(network: Network, person: PersonId, topic: TopicId) -> Said:
    interests = network.book.people[person].interests
    return next(one for one in interests if one.topic == topic)


# --- a small gathering ---------------------------------------------------------------


def gathering(
    network: Network,
    topic: TopicId,
    invited: Callable[[PersonId], float | None],
    nearby: Mapping[str, str],
    rare: int,
    today: date,
) -> Gathering | None:
    """Return the small gathering one interest would make, None if it makes none.

    Of those who live near each other, the place with most of them (mine, if several
    have as many); two must be strangers to each other, and of two of whom one said no
    to meeting only the one I know better comes. A rare interest alone: one that at
    most a quarter of everybody shares, and never more than `CROWD`. A third who joins
    others widens their circles and one's own (Obstfeld 2005; Kauppila, Bizzi,
    Obstfeld 2023).

    Args:
        network: Where to look.
        topic: The interest.
        invited: How well I know somebody, None if not well enough to invite them.
        nearby: Folded places that count as one, by each of them.
        rare: How many may share it.
        today: The day it is.
    """
    people = _neighbours(network, topic, invited, nearby, rare)
    strangers = next(_strangers(network, people, today), None)
    made = tuple(_between(network, people))
    if len(people) < LEAST or strangers is None:
        return None
    return Gathering(
        topic=network.book.topics[topic],
        mine=network.mine.get(topic),
        people=people,
        said=tuple(_said(network, person, topic) for person in people),
        places=_places(network, people),
        strangers=strangers,
        under_way=tuple(one.origin for one in made if not _done(one, today)),
    )


def _neighbours(
    network: Network,
    topic: TopicId,
    invited: Callable[[PersonId], float | None],
    nearby: Mapping[str, str],
    rare: int,
) -> tuple[PersonId, ...]:
    """Return the few I know best of those who share an interest in the best place."""
    caring = [
        one for one in network.interested.get(topic, ()) if one != network.book.me
    ]
    if not LEAST <= len(caring) <= rare:
        return ()
    at: dict[str, list[PersonId]] = {}
    for person in caring:
        place = _place(network, person, nearby)
        if place and invited(person) is not None:
            at.setdefault(place, []).append(person)
    home = _place(network, network.book.me, nearby) if network.book.me else ""
    most = max(at, key=lambda place: (len(at[place]), place == home), default="")
    come: list[PersonId] = []
    for person in sorted(at.get(most, ()), key=lambda one: -(invited(one) or 0.0)):
        if len(come) < MOST and not _refused(network, person, come):
            come.append(person)
    return tuple(person for person in caring if person in come)


def _refused(network: Network, person: PersonId, others: Sequence[PersonId]) -> bool:
    """Return whether somebody is not to be brought together with one of these.

    One of the two said no, or something private stands between them.
    """
    apart = network.book.apart.get(person, frozenset())
    return not apart.isdisjoint(others) or any(
        made.no and not set(made.between).isdisjoint(others)
        for made in network.introductions_of.get(person, ())
    )


def _places(network: Network, people: Iterable[PersonId]) -> tuple[str, ...]:
    """Return where people live, each place once, as the first of them has it."""
    found: dict[str, str] = {}
    for person in people:
        place = network.book.people[person].place.partition(",")[0].strip()
        found.setdefault(fold(place), place)
    return tuple(found.values())


def _place(network: Network, person: PersonId, nearby: Mapping[str, str]) -> str:
    """Return where somebody lives, folded: `Leeds, UK` is `leeds`."""
    place = fold(network.book.people[person].place.partition(",")[0])
    return nearby.get(place, place)


def _strangers(
    network: Network, people: Sequence[PersonId], today: date
) -> Iterator[tuple[PersonId, PersonId]]:
    for a, b in combinations(people, 2):
        if not network.acquainted(a, b, today):
            yield a, b


def _done(made: Introduction, today: date) -> bool:
    return made.introduced is not None and made.introduced <= today


def _between(network: Network, people: Sequence[PersonId]) -> Iterator[Introduction]:
    """Yield the introduction notes about two of these people, each once."""
    there = frozenset(people)
    for person in people:
        for made in network.introductions_of.get(person, ()):
            if made.between[0] == person and there.issuperset(made.between):
                yield made


def _gatherings(
    network: Network,
    shared: Iterable[Sharing],
    settings: Settings,
    today: date,
) -> Iterator[Gathering]:
    """Yield gatherings, topics in the order given; who is invited is invited once."""
    taken: set[PersonId] = set()
    rare = max(MOST, min(CROWD, len(network.book.people) // 4))
    alone = network.asked(_alone, rare, settings, today)
    close = network.asked(_invited, settings, today)
    nearby = _nearby(settings)

    def invited(person: PersonId) -> float | None:
        return None if person in taken else close(person)

    for topic in (one.topic.id for one in shared):
        found = alone(topic)
        if found is not None and not taken.isdisjoint(network.interested[topic]):
            found = gathering(network, topic, invited, nearby, rare, today)
        if found is not None:
            taken.update(found.people)
            yield found


def _alone(
    network: Network, topic: TopicId, rare: int, settings: Settings, today: date
) -> Gathering | None:
    """Return the gathering of a topic as if it were the only one."""
    invited = network.asked(_invited, settings, today)
    return gathering(network, topic, invited, _nearby(settings), rare, today)


def _nearby(settings: Settings) -> dict[str, str]:
    return {fold(place): "near" for place in settings.nearby}


def _invited(
    network: Network, person: PersonId, settings: Settings, today: date
) -> float | None:
    """Return how well I know somebody, None if not well enough to invite them."""
    its = network.asked(near, settings, today)(person)
    if its is None or not its.gate.open:
        return None
    rest = rests(network, network.book.people[person], today)
    return None if rest else its.close


# --- the page ------------------------------------------------------------------------


def find(network: Network, settings: Settings, today: date) -> Interests:
    """Return the page: topics by rarity, `log(N/df)`, then by name.

    Evidence is with rare ones: `log(N/df)` pays nothing for an interest everybody has,
    where Adamic-Adar still would (`Network.rarity`).
    """
    placed = network.each(_placed, network.interested, settings, today)
    with_me, among = network.made(_ordered, placed)
    tables = _gatherings(network, chain(with_me, among), settings, today)
    return Interests(
        gatherings=tuple(islice(tables, TABLES)), with_me=with_me, among=among
    )


def _placed(
    network: Network, topic: TopicId, settings: Settings, today: date
) -> tuple[tuple[float, TopicId], Sharing] | None:
    """Return who shares an interest, after what puts it in order."""
    found = sharing(network, topic, settings, today)
    return ((-network.rarity(topic), topic), found) if found else None


def _ordered(
    network: Network, placed: Iterable[tuple[tuple[float, TopicId], Sharing] | None]
) -> tuple[tuple[Sharing, ...], tuple[Sharing, ...]]:
    """Return what I share with somebody and what others do, the rarest first."""
    del network
    found = [one for _, one in sorted(filter(None, placed), key=itemgetter(0))]
    with_me = tuple([one for one in found if one.mine is not None])
    return with_me, tuple([one for one in found if one.mine is None])
