"""Rings: circles of people, laid out in rows that can be drawn and read."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen
from vaultkit.pages.markup import Markup, label, shorten
from vaultkit.pages.trees import NODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.book.people import PersonId
    from vaultkit.insights.people import Circle

ACROSS: Final = 3
"""Names side by side: more would be too small on a page."""
NAMED: Final = 40
"""Characters of a circle's name."""
FEW: Final = 3
"""Fewer people than this need no picture."""


class Spot(Frozen, frozen=True):
    """Somebody in a ring, and what their node is called; None for all the others."""

    person: PersonId | None
    node: Markup


class Ring(Frozen, frozen=True):
    """One circle as a diagram shows it.

    Attributes:
        node: What it is called in the diagram.
        name: Its name, as a label.
        spots: Who is in it, as far as there is room, and a last one for the others.
        more: How many others there are.
        held: Pairs of nodes, the second below the first: they keep rows apart.
    """

    node: Markup
    name: Markup
    spots: tuple[Spot, ...]
    more: int
    held: tuple[tuple[Markup, Markup], ...]


def rings(circles: Sequence[Circle]) -> tuple[Ring, ...]:
    """Return circles as rings of some 30 people in all, the nearest first.

    None where there are too few people for a picture.
    """
    if sum(len(circle.people) for circle in circles) < FEW:
        return ()
    found: list[Ring] = []
    room, count = NODES, 0
    for n, circle in enumerate(circles, 1):
        many = len(circle.people)
        # Where not all fit, one place is for how many more there are.
        shown = many if many <= room else max(0, room - 1)
        room -= min(many, room)
        whom = [*circle.people[:shown], *([None] if shown < many else [])]
        spots = tuple(Spot(w, Markup(f"n{count + at}")) for at, w in enumerate(whom, 1))
        count += len(spots)
        name, held = label(shorten(circle.name, NAMED)), tuple(_held(spots))
        found.append(Ring(Markup(f"c{n}"), name, spots, many - shown, held))
    return tuple(found)


def _held(spots: Sequence[Spot]) -> Iterator[tuple[Markup, Markup]]:
    """Yield what holds each row below the one before it."""
    rows = [spots[at : at + ACROSS] for at in range(0, len(spots), ACROSS)]
    for above, below in pairwise(rows):
        for at, spot in enumerate(below):
            yield above[at].node, spot.node
        for spot in above[len(below) :]:
            yield spot.node, below[-1].node
