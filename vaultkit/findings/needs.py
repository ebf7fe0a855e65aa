"""Needs: what can be said for one open need, by everything people offer."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, Final

from vaultkit.findings.answers import how_said
from vaultkit.findings.reasons import known, said
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.findings.answers import Answer, How
    from vaultkit.findings.offers import Helper, Supply
    from vaultkit.findings.reasons import Reason
    from vaultkit.network.closeness import Gate, Near
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin

STILL_AFTER: Final = 183
"""Days, half a year, after which an open need becomes a question: still?"""

FEW: Final = 3
"""How many helpers are kept for one need."""


class Match(Frozen, frozen=True, kw_only=True):
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
        under_way: The note about introducing the two, if one is under way.
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
    under_way: Origin | None = None
    still: bool = False
    because: tuple[Reason, ...] = ()


class NotYet(Frozen, frozen=True, kw_only=True):
    """A match that a gate stops: I do not know one of the two (or both) well enough.

    Attributes:
        match: The match it would be.
        gates: The gates that are closed: `gate.person`, `gate.days` (days with contact)
            of `gate.needed`, and `gate.circle` if they are in one that does not open.
    """

    match: Match
    gates: tuple[Gate, ...]


class Mine(Frozen, frozen=True, kw_only=True):
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


class Options(Frozen, frozen=True):
    """Everything there is for one need; of helpers, the best stand first.

    Attributes:
        need: What is needed.
        asker: By whom, and how well I know them.
        near: How well, for putting needs in order: the logarithm of `closeness`.
        matches: Helpers where both gates are open, a few.
        strangers: Helpers I never met, a few.
        stopped: Where there is neither, helpers that a gate stops, nearest first.
        mine: Which of my own offers fits.
        at: Which of the needs of that person it is.
    """

    need: Said
    asker: Gate
    near: float
    matches: tuple[Helper, ...] = ()
    strangers: tuple[Helper, ...] = ()
    stopped: tuple[Helper, ...] = ()
    mine: tuple[tuple[Answer, Said], ...] = ()
    at: int = 0


def options(network: Network, asker: Near, need: Said, at: int, of: Supply) -> Options:
    """Return who could help somebody with one need.

    I am in no list of people, so nobody is near another only because both know me. Two
    of whom one said no to meeting are never brought up again.

    Args:
        network: Where introductions are noted.
        asker: Who needs it, and how well I know them (`Supply.near`).
        need: What they need.
        at: Which of their needs it is.
        of: What everybody offers.
    """
    gate = asker.gate
    found = of.answers(need.topic)
    refused = _refused(network, gate.person)

    def free(helpers: tuple[Helper, ...]) -> tuple[Helper, ...]:
        others = [one for one in helpers if one.offer.person not in refused]
        return tuple(others[:FEW])

    matches = free(found.known) if gate.open else ()
    strangers = free(found.strangers) if gate.open else ()
    return Options(
        need=need,
        asker=gate,
        near=log1p(asker.close),
        matches=matches,
        strangers=strangers,
        stopped=() if matches or strangers else free(found.nearest),
        mine=of.mine(need.topic)[:1],
        at=at,
    )


def _refused(network: Network, person: PersonId) -> set[PersonId]:
    """Return who is never to be brought up: the person, and pairs with a no."""
    refused = {person, *network.book.apart.get(person, ())}
    for made in network.introductions_of.get(person, ()):
        if made.no:
            refused.update(made.between)
    return refused


def closed(asker: Gate, helper: Helper) -> tuple[Gate, ...]:
    """Return which of the two gates are closed."""
    return tuple(gate for gate in (asker, helper.offer.gate) if not gate.open)


# --- told in full --------------------------------------------------------------------


def match(network: Network, one: Options, helper: Helper, today: date) -> Match:
    """Return one helper for one need, with all reasons."""
    needs, need, offer = one.asker.person, one.need, helper.offer
    return Match(
        needs=needs,
        need=need,
        helper=offer.person,
        offer=offer.said,
        how=how_said(helper.answer, need, offer.said),
        acquainted=network.acquainted(needs, offer.person, today),
        under_way=_under_way(network, needs, offer.person),
        still=is_old(need, today),
        because=(
            said("need", needs, need),
            said("offer", offer.person, offer.said),
            known(one.asker),
            known(offer.gate),
        ),
    )


def _under_way(network: Network, a: PersonId, b: PersonId) -> Origin | None:
    notes = (
        made.origin
        for made in network.introductions_of.get(a, ())
        if b in made.between and not made.introduced
    )
    return next(notes, None)


def not_yet(network: Network, one: Options, helper: Helper, today: date) -> NotYet:
    """Return a helper that a gate stops, and which."""
    found = match(network, one, helper, today)
    return NotYet(match=found, gates=closed(one.asker, helper))


def mine(network: Network, one: Options, today: date) -> tuple[Mine, ...]:
    """Return what I could help with myself."""
    me, person, need = network.book.me, one.asker.person, one.need
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
        for answer, offer in one.mine
    )
