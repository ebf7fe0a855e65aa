"""Drawing: circles, and who brought whom, as cards and arrows on a canvas."""

from __future__ import annotations

import hashlib
from math import isqrt
from typing import TYPE_CHECKING, Final

from vaultkit import canvas
from vaultkit.findings.trees import trees
from vaultkit.frozen import Frozen, replace
from vaultkit.insights import people
from vaultkit.pages.days import day
from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.book.people import PersonId
    from vaultkit.findings.trees import Branch, Tree
    from vaultkit.insights.people import Circle
    from vaultkit.network.network import Network
    from vaultkit.pages.wording import Wording
    from vaultkit.settings import Settings

MOST: Final = 400
"""People on the map: with more a canvas is slow, and nobody finds anybody."""

WIDTH: Final = 240
HEIGHT: Final = 60
GAP: Final = 20
ARROW: Final = 200
"""The width of the room for an arrow with a day on it."""
APART: Final = 120
LEGEND: Final = (520, 200)

Node = dict[str, object]


class Map(Frozen, frozen=True, kw_only=True):
    """What the map shows.

    Attributes:
        circles: The nearest first; none unless a note sets one.
        trees: Who brought whom, the largest tree first.
        left: How many more there are, where all would be too many.
    """

    circles: tuple[Circle, ...] = ()
    trees: tuple[Tree, ...] = ()
    left: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.circles or self.trees)


def find(network: Network, settings: Settings) -> Map:
    """Return what the map shows."""
    return found(people.circles(network, settings), trees(network))


def found(circles: Sequence[Circle], brought: Sequence[Tree], most: int = MOST) -> Map:
    """Return what to draw of all this: the nearest circles and largest trees first."""
    room = most
    near: list[Circle] = []
    for circle in circles:
        near.append(replace(circle, people=circle.people[:room]))
        room -= len(near[-1].people)
    grown: list[Tree] = []
    for tree in brought:
        # Parents stand before their children, so that any part is a tree as well.
        grown.append(replace(tree, branches=tree.branches[:room]))
        room -= len(grown[-1].branches)
    everyone = sum(len(one.people) for one in circles)
    everyone += sum(len(one.branches) for one in brought)
    return Map(
        circles=tuple(one for one in near if one.people),
        trees=tuple(one for one in grown if one.branches),
        left=max(0, everyone - most),
    )


def drawn(shown: Map, legend: str, wording: Wording) -> str:
    """Return a canvas as JSON: what it is, the circles in a row, below them the trees.

    Args:
        shown: What to draw.
        legend: What it is, as Markdown.
        wording: Names people, with links as this vault writes them.
    """
    width, height = LEGEND
    box = {"x": 0, "y": 0, "width": width, "height": height}
    nodes: list[Node] = [{"id": canvas.LEGEND, "type": "text", "text": legend, **box}]
    left, top = 0, height + APART
    for circle in shown.circles:
        nodes += _circle(circle, left, top, wording)
        left = _end(nodes, "x", "width") + 2 * GAP
    edges: list[Node] = []
    for n, tree in enumerate(shown.trees):
        top = _end(nodes, "y", "height") + (GAP * 4 if n else APART)
        nodes += _tree(tree, top, wording)
        edges += _arrows(tree)
    return canvas.written(nodes, edges)


def _end(nodes: Sequence[Node], start: str, size: str) -> int:
    """Return where what is drawn so far ends, across or down."""
    return max(_whole(one[start]) + _whole(one[size]) for one in nodes[1:] or nodes)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _id(*parts: str) -> str:
    """Return an id that stays the same whoever else comes or goes."""
    said = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=8).hexdigest()


def _card(where: str, who: PersonId, x: int, y: int, wording: Wording) -> Node:
    return {
        "id": _id(where, who),
        "type": "text",
        "text": wording.person(who),
        "x": x,
        "y": y,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _circle(circle: Circle, left: int, top: int, wording: Wording) -> Iterator[Node]:
    """Yield a circle as a group, and the people in it, about as wide as it is high."""
    many = len(circle.people)
    across = max(1, isqrt((many + 2) // 3))
    down = -(-many // across)
    yield {
        "id": _id("group", circle.name),
        "type": "group",
        "label": plain(circle.name),
        "x": left,
        "y": top,
        "width": across * (WIDTH + GAP) + GAP,
        "height": down * (HEIGHT + GAP) + GAP,
    }
    for n, who in enumerate(circle.people):
        x = left + GAP + n % across * (WIDTH + GAP)
        y = top + GAP + n // across * (HEIGHT + GAP)
        yield _card("circle", who, x, y, wording)


def _tree(tree: Tree, top: int, wording: Wording) -> Iterator[Node]:
    """Yield the people of a tree, each beside the middle of those they brought."""
    first: dict[PersonId, int] = {}
    last: dict[PersonId, int] = {}
    leaves = _leaves(tree.branches)
    rows = {who: n * (HEIGHT + GAP) for n, who in enumerate(leaves)}
    for branch in reversed(tree.branches):
        who, by = branch.person, branch.by
        row = rows.get(who, 0)
        if who in last:
            row = rows[who] = (first[who] + last[who]) // 2
        if by is not None:
            first[by] = row
            last.setdefault(by, row)
    for branch in tree.branches:
        x = branch.depth * (WIDTH + ARROW)
        yield _card("tree", branch.person, x, top + rows[branch.person], wording)


def _leaves(branches: Sequence[Branch]) -> list[PersonId]:
    inner = {branch.by for branch in branches}
    return [one.person for one in branches if one.person not in inner]


def _arrows(tree: Tree) -> Iterator[Node]:
    """Yield an arrow from everybody to whom they brought, with the day if known."""
    for branch in tree.branches[1:]:
        arrow: Node = {
            "id": _id("arrow", branch.person),
            "fromNode": _id("tree", branch.by or ""),
            "fromSide": "right",
            "toNode": _id("tree", branch.person),
            "toSide": "left",
        }
        if branch.when is not None:
            arrow["label"] = str(day(branch.when))
        yield arrow
