"""Needs: what can be said for one open need, by everything people offer."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Final, TypeVar

from vaultkit.answers import how_said
from vaultkit.closeness import closeness, knows_well
from vaultkit.offers import answering, mine
from vaultkit.reasons import Reason, known, said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.answers import Answer, How
    from vaultkit.closeness import Gate
    from vaultkit.network import Network
    from vaultkit.offers import Offer, Supply
    from vaultkit.people import PersonId, Said
    from vaultkit.settings import Settings

T = TypeVar("T")

STILL_AFTER: Final = 183
"""Days, half a year, after which an open need becomes a question: still?"""

_LIKELY: Final = 0.5
"""What an offer counts that was only taken from somebody's role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one person needs and another offers, and I know both well enough.

    Attributes:
        needs: Who needs it.
        need: What, as noted; `need.since` is the day it was said, if known.
        helper: Who offers it.
        offer: What, as noted; `offer.likely` if it was only taken from their role.
        how: `same` (the same topic), `alias` (another spelling of it), `broader` (the
            offer is about a wider topic), `narrower` (about a part of it), `similar`
            (similar wording only; say so).
        acquainted: The two know each other already: no introduction is needed.
        still: The need is older than six months, so ask whether it still stands.
        because: `need` and `offer` (person, text, date, origin: where they stand), and
            for each of the two a `known` (person; text: `days`, `circle` or `vouch`;
            days: days with contact; origin: the last encounter, or their note).
    """

    needs: PersonId
    need: Said
    helper: PersonId
    offer: Said
    how: How
    acquainted: bool = False
    still: bool = False
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A match that a gate stops: I do not know one of the two (or both) well enough.

    Attributes:
        match: The match it would be.
        gates: The gates that are closed: `gate.person`, `gate.days` (days with contact)
            of `gate.needed`, and `gate.circle` if they are in one that does not open.
    """

    match: Match
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A need that I could help with myself: my own `offers` fit it.

    Attributes:
        person: Who needs it.
        need: What they need.
        offer: Which of my offers fits.
        how: As in `Match`.
        still: As in `Match`.
        because: `need` and `offer`, as in `Match`.
    """

    person: PersonId
    need: Said
    offer: Said
    how: How
    still: bool = False
    because: tuple[Reason, ...] = ()


def is_old(need: Said, today: date) -> bool:
    """Return whether a need was said so long ago that one should ask: still?"""
    return need.since is not None and (today - need.since).days >= STILL_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything there is for one need, each list best first.

    Attributes:
        person: Who needs it.
        need: What.
        matches: Helpers where both gates are open.
        through: Helpers I never met; no path is looked for yet.
        not_yet: Helpers that a gate stops.
        mine: What I could help with myself.
    """

    person: PersonId
    need: Said
    matches: tuple[tuple[float, Match], ...] = ()
    through: tuple[tuple[float, Match], ...] = ()
    not_yet: tuple[tuple[float, NotYet], ...] = ()
    mine: tuple[Mine, ...] = ()


def options(
    network: Network,
    person: PersonId,
    need: Said,
    of: Supply,
    settings: Settings,
    today: date,
) -> Options:
    """Return who could help somebody with one need.

    What puts helpers in order is the rarity of what is offered (`Network.rarity`) times
    how well it fits, times how well I know both (`closeness`, each by its logarithm,
    since the tenth meeting adds less than the second). I am in no list of people, so
    nobody is near another only because both know me.
    """
    asker = knows_well(network, person, settings, today)
    near = log1p(closeness(network, person, settings, today))
    matches, strangers, stopped = [], [], []
    for answer, offer in answering(network, of, person, need.topic):
        likely = _LIKELY if offer.said.likely else 1.0
        rarity = network.rarity(answer.topic)
        order = rarity * answer.fits * likely * near * log1p(offer.close)
        match = _match(network, need, answer, asker, offer, today)
        closed = tuple(gate for gate in (asker, offer.gate) if not gate.open)
        if not closed:
            matches.append((order, match))
        elif asker.open and not offer.gate.days:
            strangers.append((order, match))
        else:
            lacking = sum(gate.needed - gate.days for gate in closed)
            stopped.append((-float(lacking), NotYet(match=match, gates=closed)))
    return Options(
        person=person,
        need=need,
        matches=_best(matches),
        through=_best(strangers),
        not_yet=_best(stopped),
        mine=_mine(network, person, need, settings, today),
    )


def _best(found: Iterable[tuple[float, T]]) -> tuple[tuple[float, T], ...]:
    return tuple(sorted(found, key=lambda one: -one[0]))


def _match(
    network: Network,
    need: Said,
    answer: Answer,
    asker: Gate,
    offer: Offer,
    today: date,
) -> Match:
    return Match(
        needs=asker.person,
        need=need,
        helper=offer.person,
        offer=offer.said,
        how=how_said(answer, need, offer.said),
        acquainted=network.acquainted(asker.person, offer.person, today),
        still=is_old(need, today),
        because=(
            said("need", asker.person, need),
            said("offer", offer.person, offer.said),
            known(asker),
            known(offer.gate),
        ),
    )


def _mine(
    network: Network, person: PersonId, need: Said, settings: Settings, today: date
) -> tuple[Mine, ...]:
    me = network.book.me
    return tuple(
        Mine(
            person=person,
            need=need,
            offer=offer,
            how=how_said(answer, need, offer),
            still=is_old(need, today),
            because=(
                said("need", person, need),
                *((said("offer", me, offer),) if me else ()),
            ),
        )
        for answer, offer in mine(network, need.topic, settings.language)[:1]
    )
