"""Gatherings: a few people who might enjoy an evening with one interest."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.findings.silence import at_hand
from vaultkit.frozen import Frozen
from vaultkit.names import fold

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


def interest(network: Network, person: PersonId, topic: TopicId) -> Said:
    """Return what somebody says about something they care about."""
    interests = network.book.people[person].interests
    return next(one for one in interests if one.topic == topic)


class _Tables(NamedTuple):
    """Where small gatherings are looked for.

    Attributes:
        network: Where to look.
        invited: How well I know somebody, None if not well enough to invite them.
        nearby: Folded places that count as one, by each of them.
        rare: How many may share an interest.
        today: The day it is.
    """

    network: Network
    invited: Callable[[PersonId], float | None]
    nearby: Mapping[str, str]
    rare: int
    today: date

    def of(self, topic: TopicId) -> Gathering | None:
        """Return the small gathering one interest would make, None if it makes none.

        Of those who live near each other, the place with most of them (mine, if several
        have as many); two must be strangers to each other, and of two of whom one said
        no to meeting only the one I know better comes. A rare interest alone: one that
        at most a quarter of everybody shares, and never more than `CROWD`. A third who
        joins others widens their circles and one's own (Obstfeld 2005; Kauppila, Bizzi,
        Obstfeld 2023).
        """
        network, today = self.network, self.today
        people = self._neighbours(topic)
        strangers = next(_strangers(network, people, today), None)
        made = tuple(_between(network, people))
        if len(people) < LEAST or strangers is None:
            return None
        return Gathering(
            topic=network.book.topics[topic],
            mine=network.mine.get(topic),
            people=people,
            said=tuple(interest(network, person, topic) for person in people),
            places=_places(network, people),
            strangers=strangers,
            under_way=tuple(one.origin for one in made if not _done(one, today)),
        )

    def _neighbours(self, topic: TopicId) -> tuple[PersonId, ...]:
        """Return the few I know best of those who share an interest in one place."""
        network, me = self.network, self.network.book.me
        caring = [one for one in network.interested.get(topic, ()) if one != me]
        if not LEAST <= len(caring) <= self.rare:
            return ()
        at: dict[str, list[PersonId]] = {}
        for person in caring:
            place = self._place(person)
            if place and self.invited(person) is not None:
                at.setdefault(place, []).append(person)
        home = self._place(me) if me else ""
        most = max(at, key=lambda place: (len(at[place]), place == home), default="")
        come: list[PersonId] = []
        for person in sorted(at.get(most, ()), key=lambda a: -(self.invited(a) or 0.0)):
            if len(come) < MOST and not _refused(network, person, come):
                come.append(person)
        return tuple(person for person in caring if person in come)

    def _place(self, person: PersonId) -> str:
        """Return where somebody lives, folded: `Leeds, UK` is `leeds`."""
        place = fold(self.network.book.people[person].place.partition(",")[0])
        return self.nearby.get(place, place)


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


def gatherings(
    network: Network,
    topics: Iterable[TopicId],
    settings: Settings,
    today: date,
) -> Iterator[Gathering]:
    """Yield gatherings, topics in the order given; who is invited is invited once."""
    taken: set[PersonId] = set()
    rare = max(MOST, min(CROWD, len(network.book.people) // 4))
    alone = network.asked(_alone, rare, settings, today)
    close = network.asked(_invited, settings, today)

    def invited(person: PersonId) -> float | None:
        return None if person in taken else close(person)

    tables = _Tables(network, invited, _nearby(settings), rare, today)
    for topic in topics:
        found = alone(topic)
        if found is not None and not taken.isdisjoint(network.interested[topic]):
            found = tables.of(topic)
        if found is not None:
            taken.update(found.people)
            yield found


def _alone(
    network: Network, topic: TopicId, rare: int, settings: Settings, today: date
) -> Gathering | None:
    """Return the gathering of a topic as if it were the only one."""
    invited = network.asked(_invited, settings, today)
    return _Tables(network, invited, _nearby(settings), rare, today).of(topic)


def _nearby(settings: Settings) -> dict[str, str]:
    return {fold(place): "near" for place in settings.nearby}


def _invited(
    network: Network, person: PersonId, settings: Settings, today: date
) -> float | None:
    """Return how well I know somebody, None if not well enough to invite them."""
    its = network.asked(at_hand, settings, today)(person)
    return None if its is None else its.close
