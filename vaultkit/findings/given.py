"""Given: who could help whom, so that nobody is volunteered twice."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaultkit.findings.needs import options
from vaultkit.findings.offers import supply
from vaultkit.frozen import replace
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.findings.needs import Options
    from vaultkit.findings.offers import Helper
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

    Given = tuple[Options, Helper]
    """A need, and who could help."""

ASKING: Final = Among("people", "needs")
"""Who needs anything."""

_ANSWERED: Final = ("answered", 0, None)
"""What is said of a need that somebody could answer: one row for all of them."""


class Needs(NamedTuple):
    """Every open need, by the best that can be said for it; a page tells few of many.

    Attributes:
        given: Needs and who could help, the best first.
        strange: Needs that only somebody I never met could answer, the same.
        mine: Needs that I could help with myself, by name.
        not_yet: Needs and whom gates stop, those that lack least first.
        unanswered: Needs that nothing is known for, the latest first.
        left: Whether there are others, whose helpers were all given away.
    """

    given: Sequence[Given] = ()
    strange: Sequence[Given] = ()
    mine: Sequence[Options] = ()
    not_yet: Sequence[Given] = ()
    unanswered: Sequence[Options] = ()
    left: bool = False


def shared_out(network: Network, settings: Settings, today: date) -> Needs:
    """Return each need once, by the best that can be said for it.

    A match is put in order by `offers.supply` times the logarithm of how well I know
    the one who needs it. Helpers are given out greedily, then by name, so that the best
    stands at the top and nobody is volunteered twice; a maximum matching would serve a
    few more needs and could drop the best one for it.
    """
    found = network.ranked(_said, ASKING, settings, today, ends=_both)
    matches, strange = found.get("given", ()), found.get("strange", ())
    answered = len(found.get("answered", ()))
    return Needs(
        given=matches,
        strange=strange,
        mine=found.get("mine", ()),
        not_yet=found.get("not yet", ()),
        unanswered=found.get("unanswered", ()),
        left=answered > len(matches) + len(strange),
    )


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


def _said(
    network: Network, person: PersonId, settings: Settings, today: date
) -> tuple[tuple[str, float, Any], ...]:
    """Return what can be said of each need of somebody, and who could help with it."""
    found: list[tuple[str, float, Any]] = []
    for one in asked(network, person, settings, today):
        if one.mine:
            found.append(("mine", 0, one))
        if one.matches or one.strangers:
            found.append(_ANSWERED)
        elif one.stopped:
            nearest = one.stopped[0]
            lacks = one.asker.lacks + nearest.offer.gate.lacks
            found.append(("not yet", lacks, (one, nearest)))
        elif not one.mine:
            found.append(("unanswered", _age(one.need), one))
        section = "given" if one.matches else "strange"
        found += [
            (section, -one.near * helper.order, (one, helper))
            for helper in one.matches or one.strangers
        ]
    return tuple(found)


def _both(row: tuple[str, float, Any]) -> tuple[Hashable, ...]:
    """Return which need it is and who could help, where that is what a row is about."""
    if row[0] not in {"given", "strange"}:
        return ()
    one, helper = row[2]
    return (one.asker.person, one.at), helper.offer.person


def left_over(
    needs: Needs, network: Network, settings: Settings, today: date
) -> tuple[PersonId, ...]:
    """Return who could help somebody else as well, the best first."""
    served = {(one.asker.person, one.at) for one, _ in (*needs.given, *needs.strange)}
    asking = ASKING.keys(network)
    left = [
        (bool(one.strangers), -one.near * best.order, best.offer.person)
        for several in network.each(asked, asking, settings, today)
        for one in several
        for best in (one.matches or one.strangers)[:1]
        if (one.asker.person, one.at) not in served
    ]
    left.sort(key=itemgetter(0, 1))
    return tuple(dict.fromkeys(person for _, _, person in left))


def _age(need: Said) -> int:
    return -need.since.toordinal() if need.since else 1
