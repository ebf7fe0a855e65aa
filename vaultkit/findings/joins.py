"""Joins: what two people have for each other, by the notes about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from vaultkit.findings.answers import Wordings, how_said, kin, worded
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.book.people import PersonId, Said
    from vaultkit.findings.answers import How
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

_LIKELY: Final = 0.5
"""What an offer counts that was only taken from somebody's role."""


class Join(Frozen, frozen=True):
    """One thing that joins two people.

    Attributes:
        kind: `interest` (both care about it), `need` (the first looks for what the
            second offers), `learn` (the first wants to learn it).
        first: Who needs it or wants to learn it; of an interest either.
        second: The other.
        first_said: What the first says.
        second_said: What the second says.
        how: How the two fit, as in `answers.Answer`.
        order: The highest first; never shown.
    """

    kind: Literal["interest", "need", "learn"]
    first: PersonId
    second: PersonId
    first_said: Said
    second_said: Said
    how: How
    order: float


def joins(
    network: Network, a: PersonId, b: PersonId, settings: Settings
) -> tuple[Join, ...]:
    """Return what joins two people, the rarest and best fitting first.

    The order is `1 + Network.rarity` times how well it fits: a rare thing shared makes
    people help each other, a common one hardly does (Grant, Give and Take).
    """
    found = [
        *_wanted(network, a, b, settings),
        *_wanted(network, b, a, settings),
        *_interests(network, a, b),
    ]
    return tuple(sorted(found, key=lambda one: -one.order))


def _interests(network: Network, a: PersonId, b: PersonId) -> Iterator[Join]:
    theirs = {said.topic: said for said in network.book.people[b].interests}
    for said in network.book.people[a].interests:
        if said.topic in theirs:
            order = 1 + network.rarity(said.topic)
            yield Join("interest", a, b, said, theirs[said.topic], "same", order)


def _wanted(
    network: Network, a: PersonId, b: PersonId, settings: Settings
) -> Iterator[Join]:
    """Yield what the first looks for or wants to learn and the second offers."""
    offers = {said.topic: said for said in network.book.people[b].offers}
    who = network.book.people[a]
    if not offers or not (who.needs or who.learning):
        return
    wordings = Wordings.of(network.book, offers, settings.language)
    for kind, wanted in (("need", who.needs), ("learn", who.learning)):
        for said in wanted:
            found = [one for one in kin(network, said.topic) if one.topic in offers]
            if not found:
                stems = worded(network.book, said.topic, settings.language)
                found = [*wordings.alike(stems)]
            for answer in found[:1]:
                offer = offers[answer.topic]
                likely = _LIKELY if offer.likely else 1.0
                order = (1 + network.rarity(answer.topic)) * answer.fits * likely
                how = how_said(answer, said, offer)
                named: Literal["need", "learn"] = "need" if kind == "need" else "learn"
                yield Join(named, a, b, said, offer, how, order)
