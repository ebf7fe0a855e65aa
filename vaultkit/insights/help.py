"""Who could help whom: open needs, and who offers what they ask for."""

from __future__ import annotations

from functools import cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from vaultkit import insights
from vaultkit.findings.needs import (
    Match,
    Mine,
    NotYet,
    is_old,
    match,
    mine,
    not_yet,
    options,
)
from vaultkit.findings.offers import supply
from vaultkit.frozen import Frozen, replace
from vaultkit.insights import Nudge, Step
from vaultkit.network.closeness import knows_well

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.findings.needs import Options
    from vaultkit.findings.offers import Helper
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

    Given = tuple[Options, Helper]
    Key = tuple[PersonId, int, PersonId, TopicId]

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


def asked(
    network: Network, person: PersonId, settings: Settings, today: date
) -> tuple[Options, ...]:
    """Return what there is for each open need of one person; nothing of mine."""
    of = supply(network, settings, today)
    asker = of.near(person)
    if asker is None:
        return ()
    needs = network.book.people[person].needs
    found = [options(network, asker, need, at, of) for at, need in enumerate(needs)]
    if asker.gate.untold:  # nothing is said of who could help, as if there were nobody
        return tuple(replace(one, stopped=()) for one in found if one.mine)
    return tuple(found)


def find(network: Network, settings: Settings, today: date) -> Help:
    """Return the page: each need once, by the best that can be said for it.

    A match is put in order by `offers.supply` times the logarithm of how well I know
    the one who needs it. Helpers are given out greedily, then by name, so that the best
    stands at the top and nobody is volunteered twice; a maximum matching would serve a
    few more needs and could drop the best one for it.
    """
    asking = [person for person, who in network.book.people.items() if who.needs]
    needs = network.made(_flat, network.each(asked, asking, settings, today))
    shared = network.made(_shared_out, needs)

    def told(found: Iterable[Given]) -> tuple[Match, ...]:
        keys = [_key(one, helper) for one, helper in found]
        return network.each(_match, keys, settings, today)

    helped = dict.fromkeys(one.asker.person for one in needs if one.mine)
    return Help(
        matches=told(shared.given),
        mine=tuple(chain.from_iterable(network.each(_mine, helped, settings, today))),
        through=_paths(network, settings, told(shared.strange), today),
        not_yet=_not_yet(network, shared.rest, settings, today),
        unanswered=network.made(_unanswered, shared.rest, today),
        later=shared.later,
    )


def _flat(
    network: Network, needs: Iterable[tuple[Options, ...]]
) -> tuple[Options, ...]:
    del network  # all that is needed of it was asked
    return tuple(chain.from_iterable(needs))


# --- who is given to whom ------------------------------------------------------------


class _SharedOut(NamedTuple):
    """Who is given to whom.

    Attributes:
        given: Needs and who could help.
        strange: Needs that only somebody I never met could answer.
        rest: Needs without either.
        later: Who was left over.
    """

    given: tuple[Given, ...]
    strange: tuple[Given, ...]
    rest: tuple[Options, ...]
    later: tuple[PersonId, ...]


def _shared_out(network: Network, needs: tuple[Options, ...]) -> _SharedOut:
    del network  # all that is needed of it was asked
    taken: set[PersonId] = set()
    given, later = _given_out([(one, one.matches) for one in needs], taken)
    unmatched = [one for one in needs if not one.matches]
    strange, more = _given_out([(one, one.strangers) for one in unmatched], taken)
    left = dict.fromkeys(helper.offer.person for _, helper in (*later, *more))
    rest = tuple(one for one in unmatched if not one.strangers)
    return _SharedOut(tuple(given), tuple(strange), rest, tuple(left))


def _given_out(
    asking: Iterable[tuple[Options, tuple[Helper, ...]]], taken: set[PersonId]
) -> tuple[list[tuple[Options, Helper]], list[tuple[Options, Helper]]]:
    """Return a helper for each need that gets one, and those left over.

    Adds whom it gives to `taken`. Both lists have the best first; needs come by name
    and sorting is stable, so equals come by name.
    """
    wanted = [
        (one.near * helper.order, n, one, helper)
        for n, (one, found) in enumerate(asking)
        for helper in found
    ]
    given: dict[int, tuple[Options, Helper]] = {}
    left: dict[int, tuple[Options, Helper]] = {}
    for _, n, one, helper in sorted(wanted, key=itemgetter(0), reverse=True):
        if n in given:
            continue
        person = helper.offer.person
        if person in taken:
            left.setdefault(n, (one, helper))
        else:
            given[n] = one, helper
            taken.add(person)
    return [*given.values()], [it for n, it in left.items() if n not in given]


def _paths(
    network: Network, settings: Settings, found: Iterable[Match], today: date
) -> tuple[Through, ...]:
    """Return through whom each helper can be reached, those with a short way first."""

    @cache
    def well(person: PersonId) -> bool:
        return knows_well(network, person, settings, today).open

    ways = [
        Through(
            match=one,
            path=network.through(one.helper, well, (one.needs,), today),
        )
        for one in found
    ]
    return tuple(sorted(ways, key=lambda way: (not way.path, len(way.path))))


def _not_yet(
    network: Network, rest: Iterable[Options], settings: Settings, today: date
) -> tuple[NotYet, ...]:
    """Return the nearest of each need that only gates stop, least lacking first."""
    first = [(one, one.stopped[0]) for one in rest if one.stopped]
    first.sort(key=lambda it: it[0].asker.lacks + it[1].offer.gate.lacks)
    keys = [_key(one, helper) for one, helper in first]
    return network.each(_stopped, keys, settings, today)


def _unanswered(
    network: Network, rest: Iterable[Options], today: date
) -> tuple[Unanswered, ...]:
    """Return the needs that nothing is known for, the latest first."""
    del network  # all that is needed of it was asked
    nobody = [
        Unanswered(
            person=one.asker.person, need=one.need, still=is_old(one.need, today)
        )
        for one in rest
        if not (one.stopped or one.mine)
    ]
    return tuple(sorted(nobody, key=lambda one: _age(one.need)))


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
    network: Network, person: PersonId, settings: Settings, today: date
) -> tuple[Mine, ...]:
    those = network.asked(asked, settings, today)(person)
    return tuple(first for one in those for first in mine(network, one, today))


def _age(need: Said) -> int:
    return -need.since.toordinal() if need.since else 1


def nudges(found: Help, network: Network, today: date) -> Iterator[Nudge]:
    """Yield whom I could help myself, as somebody to reach out to."""
    return (_nudge(network, one, today) for one in found.mine)


def _nudge(network: Network, one: Mine, today: date) -> Nudge:
    who = network.book.people[one.person]
    how = insights.way(who, network.last(one.person, today))
    hook = "need" if one.still else "offer"
    step = Step(how, hook, one.need.text, one.need.origin)
    since = one.need.since
    found = Nudge(one.person, "help", since, one.because, step, due=since)
    return insights.remembered(network, found, today)
