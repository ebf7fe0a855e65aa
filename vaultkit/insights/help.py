"""Who could help whom: open needs, and who offers what they ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from vaultkit import insights
from vaultkit.closeness import knows_well
from vaultkit.insights import Nudge, Step
from vaultkit.needs import Match, Mine, NotYet, Options, is_old, options
from vaultkit.offers import supply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.network import Network
    from vaultkit.people import PersonId, Said
    from vaultkit.settings import Settings

__all__ = [
    "Help",
    "Match",
    "Mine",
    "NotYet",
    "Options",
    "Through",
    "Unanswered",
    "find",
    "nudges",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A need that somebody I have never met could answer, and through whom.

    Attributes:
        match: As above; `match.helper` is the one I do not know.
        path: From somebody I know to the helper, who is last: each knows the next.
            Empty if no path is known.
    """

    match: Match
    path: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A need that nobody here is known to answer.

    Attributes:
        person: Who needs it.
        need: What.
        still: Older than six months: ask whether it still stands.
    """

    person: PersonId
    need: Said
    still: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """The page: who could help whom.

    Each need stands in one line at most, and nobody is volunteered twice.

    Attributes:
        matches: Rarest topic and best-known people first.
        mine: What I could help with myself.
        through: Helpers I do not know.
        not_yet: Stopped by a gate, those that lack least first.
        unanswered: Nobody here.
        later: Matches left out because their helper is volunteered above already.
    """

    matches: tuple[Match, ...] = ()
    mine: tuple[Mine, ...] = ()
    through: tuple[Through, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    later: tuple[Match, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (self.matches, self.mine, self.through, self.not_yet, self.unanswered)
        )


# --- the page ------------------------------------------------------------------------


def find(network: Network, settings: Settings, today: date) -> Help:
    """Return the page: each need once, by the best that can be said for it.

    Helpers are given out greedily, best match first and then by name, so that the best
    stands at the top and nobody is volunteered twice; a maximum matching would serve a
    few more needs and could drop the best one for it.
    """
    of = supply(network, settings, today)
    asked = [
        options(network, who.id, need, of, settings, today)
        for who in network.book.people.values()
        if not who.me and who.season != "ended"
        for need in who.needs
    ]
    taken: set[PersonId] = set()
    matches, later = _given_out([one for one in asked if one.matches], taken)
    strangers = [one for one in asked if one.through and not one.matches]
    through, more = _given_out(_as_matches(strangers), taken)
    rest = [one for one in asked if not (one.matches or one.through)]
    return Help(
        matches=matches,
        mine=tuple(first for one in asked for first in one.mine),
        through=_paths(network, settings, through, today),
        not_yet=_not_yet(rest),
        unanswered=_unanswered(rest, today),
        later=(*later, *more),
    )


def _as_matches(asked: Iterable[Options]) -> list[Options]:
    return [replace(one, matches=one.through) for one in asked]


def _given_out(
    asked: Iterable[Options], taken: set[PersonId]
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return one match for each need whose helpers are free, and those left over."""
    offered = [
        (order, n, match) for n, one in enumerate(asked) for order, match in one.matches
    ]
    given: dict[int, Match] = {}
    left: dict[int, Match] = {}
    # The order of `asked` is by name and sorting is stable: equals come by name.
    for _, n, match in sorted(offered, key=lambda one: -one[0]):
        if n in given:
            continue
        if match.helper in taken:
            left.setdefault(n, match)
            continue
        taken.add(match.helper)
        given[n] = match
    over = tuple(match for n, match in left.items() if n not in given)
    return tuple(given.values()), over


def _paths(
    network: Network, settings: Settings, found: Iterable[Match], today: date
) -> tuple[Through, ...]:
    """Return through whom each helper can be reached, those with a short way first."""

    @cache
    def known(person: PersonId) -> bool:
        return knows_well(network, person, settings, today).open

    ways = [
        Through(
            match=one,
            path=network.through(one.helper, known, (one.needs,), today),
        )
        for one in found
    ]
    return tuple(sorted(ways, key=lambda way: len(way.path) or len(ways) + 9))


def _not_yet(rest: Iterable[Options]) -> tuple[NotYet, ...]:
    """Return the nearest of each need that only gates stop, least lacking first."""
    first = [one.not_yet[0] for one in rest if one.not_yet]
    return tuple(stopped for _, stopped in sorted(first, key=lambda one: -one[0]))


def _unanswered(rest: Iterable[Options], today: date) -> tuple[Unanswered, ...]:
    """Return the needs that nothing is known for, the latest first."""
    nobody = [
        Unanswered(person=one.person, need=one.need, still=is_old(one.need, today))
        for one in rest
        if not (one.not_yet or one.mine)
    ]
    return tuple(sorted(nobody, key=lambda one: _age(one.need)))


def _age(need: Said) -> int:
    return -need.since.toordinal() if need.since else 1


def nudges(found: Help, network: Network, today: date) -> tuple[Nudge, ...]:
    """Return whom I could help myself, as somebody to reach out to."""
    return tuple(_nudge(network, one, today) for one in found.mine)


def _nudge(network: Network, one: Mine, today: date) -> Nudge:
    who = network.book.people[one.person]
    how = insights.way(who, network.last(one.person, today))
    step = Step(how, "need", one.need.text, one.need.origin)
    found = Nudge(one.person, "help", one.need.since, one.because, step)
    return insights.remembered(network, found, today)
