"""Trees of who brought whom, cut into pieces that can be drawn and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, overload

from vaultkit.frozen import Frozen, replace
from vaultkit.insights import Capped, capped
from vaultkit.pages.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.book.people import PersonId
    from vaultkit.insights.introductions import Branch, Introductions, Tree
    from vaultkit.network.network import Network

NODES: Final = 30
"""Nodes of one diagram; more cannot be read."""


class Twig(Frozen, frozen=True):
    """One line of an outline: a branch, and how deep it stands in this piece."""

    branch: Branch
    depth: int
    node: Markup
    on: Markup

    @property
    def indent(self) -> Markup:
        """The white space before it in a list."""
        return Markup("    " * self.depth)


class Piece(Frozen, frozen=True):
    """The outline of as much of a tree as can be drawn, parents first.

    A page shows a few of very many, so its lines are made when they are asked for.

    Attributes:
        branches: Who is in it, who begins it first.
    """

    branches: tuple[Branch, ...]

    def __iter__(self) -> Iterator[Twig]:
        """Yield each branch below the one it hangs on, with ids for a diagram."""
        root, *others = self.branches
        below = _below(others)
        waiting = [(root, 0, "")]
        count = 0
        while waiting:
            branch, depth, on = waiting.pop()
            count += 1
            node = f"n{count}"
            yield Twig(branch, depth, Markup(node), Markup(on))
            own = below.get(branch.person, ())
            waiting.extend((child, depth + 1, node) for child in reversed(own))


def cut(found: Introductions, network: Network, limit: int) -> Introductions:
    """Return a page with its trees in pieces, of which it has a few."""
    return replace(found, trees=network.made(_few, found.trees, limit))


def _few(network: Network, trees: tuple[Tree, ...], limit: int) -> Capped[Piece]:
    del network  # all that is needed of it was asked
    return capped(pieces(trees), limit)


@overload
def pieces(trees: Iterable[Tree]) -> tuple[Piece, ...]: ...


@overload
def pieces(trees: Capped[Piece]) -> Capped[Piece]: ...


def pieces(
    trees: Iterable[Tree] | Capped[Piece],
) -> tuple[Piece, ...] | Capped[Piece]:
    """Return trees as outlines of at most `NODES` people, parents first.

    Somebody whose own people would not fit ends their piece and begins another. What is
    in pieces already stays as it is.
    """
    if isinstance(trees, Capped):
        return trees
    found: list[Piece] = []
    for tree in trees:
        if len(tree.branches) <= NODES:
            found.append(Piece(tree.branches))
        else:
            found += _cut(tree)
    return tuple(found)


def _cut(tree: Tree) -> Iterator[Piece]:
    """Yield a tree that cannot be drawn as a whole in pieces."""
    below = _below(tree.branches[1:])
    roots = [tree.branches[0]]
    while roots:
        root = roots.pop(0)
        first = below.get(root.person, [])
        for start in range(0, max(1, len(first)), NODES - 1):
            piece, later = _piece(root, first[start : start + NODES - 1], below)
            yield piece
            roots.extend(later)


def _below(branches: Iterable[Branch]) -> Mapping[PersonId | None, list[Branch]]:
    """Return who hangs on whom."""
    below: dict[PersonId | None, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.by, []).append(branch)
    return below


def _piece(
    root: Branch, first: list[Branch], below: Mapping[PersonId | None, list[Branch]]
) -> tuple[Piece, list[Branch]]:
    """Return the outline below `root`, and who begins the next ones."""
    within, later = [*first], []
    for branch in within:  # which grows
        own = below.get(branch.person, [])
        if 1 + len(within) + len(own) <= NODES:
            within += own
        else:
            later.append(branch)
    return Piece((root, *within)), later
