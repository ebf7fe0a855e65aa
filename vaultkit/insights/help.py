"""Who could help whom: open needs, and who offers what they ask for."""

from __future__ import annotations

from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING, TypeVar

from vaultkit import insights
from vaultkit.findings.given import asked, left_over, shared_out
from vaultkit.findings.needs import Match, Mine, NotYet, is_old, match, mine, not_yet
from vaultkit.frozen import Frozen
from vaultkit.insights import Nudge, Step
from vaultkit.network.closeness import knows_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.findings.given import Given, Needs
    from vaultkit.findings.needs import Options
    from vaultkit.findings.offers import Helper
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

    Key = tuple[PersonId, int, PersonId, TopicId]

T = TypeVar("T")

__all__ = [
    "Help",
    "Match",
    "Mine",
    "NotYet",
    "Through",
    "Unanswered",
    "find",
    "nudges",
]


class Through(Frozen, frozen=True, kw_only=True):
    """A need that somebody I have never met could answer, and through whom.

    Attributes:
        match: As above; `match.helper` is the one I do not know.
        path: From somebody I know to the helper, who is last: each knows the next.
            Empty if no path is known.
    """

    match: Match
    path: tuple[PersonId, ...] = ()


class Unanswered(Frozen, frozen=True, kw_only=True):
    """A need that nobody here is known to answer.

    Attributes:
        person: Who needs it.
        need: What.
        still: Older than six months: ask whether it still stands.
    """

    person: PersonId
    need: Said
    still: bool = False


class Help(Frozen, frozen=True, kw_only=True):
    """The page: who could help whom.

    Each need stands in one line at most, and nobody is volunteered twice.

    Attributes:
        matches: Rarest topic and best-known people first.
        mine: What I could help with myself.
        through: Helpers I do not know.
        not_yet: Stopped by a gate, those that lack least first.
        unanswered: Nobody here.
        later: Who is named above already and could help somebody else as well.
    """

    matches: tuple[Match, ...] = ()
    mine: tuple[Mine, ...] = ()
    through: tuple[Through, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    later: tuple[PersonId, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (self.matches, self.mine, self.through, self.not_yet, self.unanswered)
        )


# --- the page ------------------------------------------------------------------------


def find(network: Network, settings: Settings, today: date) -> Help:
    """Return the page, with every need."""
    return told(shared_out(network, settings, today), network, settings, today)


def told(
    needs: Needs,
    network: Network,
    settings: Settings,
    today: date,
    limit: int | None = None,
) -> Help:
    """Return the page.

    Args:
        needs: What stands on it, and where.
        network: What is known of it.
        settings: The gates.
        today: The day it is.
        limit: How many of each list are told, the others only counted; None for all.
    """

    def tell(how: Callable[..., T], rows: Sequence[Given]) -> tuple[T, ...]:
        def those(some: Sequence[Given]) -> tuple[T, ...]:
            return network.each(how, starmap(_key, some), settings, today)

        return insights.few(rows, limit, those)

    def unanswered(some: Sequence[Options]) -> tuple[Unanswered, ...]:
        return tuple([_unanswered(one, today) for one in some])

    def mine(some: Sequence[Options]) -> tuple[Mine, ...]:
        return tuple(told_mine(some, network, settings, today))

    def later(left: Sequence[int]) -> tuple[PersonId, ...]:
        return left_over(needs, network, settings, today) if left else ()

    return Help(
        matches=tell(_match, needs.given),
        mine=insights.few(needs.mine, limit, mine),
        through=insights.few(_paths(needs, network, settings, today), limit, tuple),
        not_yet=tell(_stopped, needs.not_yet),
        unanswered=insights.few(needs.unanswered, limit, unanswered),
        later=insights.few(range(needs.left), None if limit is None else 0, later),
    )


def _unanswered(one: Options, today: date) -> Unanswered:
    return Unanswered(
        person=one.asker.person, need=one.need, still=is_old(one.need, today)
    )


def _paths(
    needs: Needs, network: Network, settings: Settings, today: date
) -> tuple[Through, ...]:
    """Return through whom each helper can be reached, those with a short way first."""
    keys = starmap(_key, needs.strange)

    @cache
    def well(person: PersonId) -> bool:
        return knows_well(network, person, settings, today).open

    ways = [
        Through(
            match=one,
            path=network.through(one.helper, well, (one.needs,), today),
        )
        for one in network.each(_match, keys, settings, today)
    ]
    return tuple(sorted(ways, key=lambda way: (not way.path, len(way.path))))


# --- told in full --------------------------------------------------------------------


def _key(one: Options, helper: Helper) -> Key:
    """Return what tells one need, and one who could help, from all others."""
    return one.asker.person, one.at, helper.offer.person, helper.answer.topic


def _meant(
    network: Network, key: Key, settings: Settings, today: date
) -> tuple[Options, Helper]:
    """Return the need and the helper that a key tells from all others."""
    person, at, by, topic = key
    those = network.asked(asked, settings, today)(person)
    one = next(it for it in those if it.at == at)
    several = (*one.matches, *one.strangers, *one.stopped)
    fits = (it for it in several if (it.offer.person, it.answer.topic) == (by, topic))
    return one, next(fits)


def _match(network: Network, key: Key, settings: Settings, today: date) -> Match:
    return match(network, *_meant(network, key, settings, today), today)


def _stopped(network: Network, key: Key, settings: Settings, today: date) -> NotYet:
    return not_yet(network, *_meant(network, key, settings, today), today)


def _mine(
    network: Network, key: tuple[PersonId, int], settings: Settings, today: date
) -> Mine:
    person, at = key
    those = network.asked(asked, settings, today)(person)
    return mine(network, next(it for it in those if it.at == at), today)[0]


def told_mine(
    several: Iterable[Options], network: Network, settings: Settings, today: date
) -> Iterator[Mine]:
    """Yield what I could help with myself, each as it is read."""
    keys = ((one.asker.person, one.at) for one in several)
    return map(network.asked(_mine, settings, today), keys)


def nudges(
    found: Needs, network: Network, settings: Settings, today: date
) -> Iterator[Nudge]:
    """Yield whom I could help myself, as somebody to reach out to."""
    those = told_mine(found.mine, network, settings, today)
    return (_nudge(network, one, today) for one in those)


def _nudge(network: Network, one: Mine, today: date) -> Nudge:
    who = network.book.people[one.person]
    how = insights.way(who, network.last(one.person, today))
    hook = "need" if one.still else "offer"
    step = Step(how, hook, one.need.text, one.need.origin)
    since = one.need.since
    found = Nudge(one.person, "help", since, one.because, step, due=since)
    return insights.remembered(network, found, today)
