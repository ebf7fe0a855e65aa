"""Trees of who brought whom, cut into pieces that can be drawn and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultkit.pages.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultkit.book.people import PersonId
    from vaultkit.insights.introductions import Branch, Tree

NODES: Final = 30
"""Nodes of one diagram; more cannot be read."""


@dataclass(frozen=True, slots=True)
class Twig:
    """One line of an outline: a branch, and how deep it stands in this piece."""

    branch: Branch
    depth: int
    node: Markup
    on: Markup

    @property
    def indent(self) -> Markup:
        """The white space before it in a list."""
        return Markup("    " * self.depth)


class Piece:
    """The outline of as much of a tree as can be drawn, parents first.

    A page shows a few of very many, so its lines are made when they are asked for.
    """

    __slots__ = ("_grown", "_root")

    def __init__(
        self, root: Branch, grown: Mapping[PersonId, Sequence[Branch]]
    ) -> None:
        """Know who begins it, and who hangs on whom in it."""
        self._root, self._grown = root, grown

    def __iter__(self) -> Iterator[Twig]:
        """Yield each branch below the one it hangs on, with ids for a diagram."""
        waiting = [(self._root, 0, "")]
        count = 0
        while waiting:
            branch, depth, on = waiting.pop()
            count += 1
            node = f"n{count}"
            yield Twig(branch, depth, Markup(node), Markup(on))
            own = self._grown.get(branch.person, ())
            waiting.extend((child, depth + 1, node) for child in reversed(own))


def pieces(trees: Iterable[Tree]) -> tuple[Piece, ...]:
    """Return trees as outlines of at most `NODES` people, parents first.

    Somebody whose own people would not fit ends their piece and begins another.
    """
    found: list[Piece] = []
    for tree in trees:
        below: dict[PersonId | None, list[Branch]] = {}
        for branch in tree.branches[1:]:
            below.setdefault(branch.by, []).append(branch)
        roots = [tree.branches[0]]
        while roots:
            root = roots.pop(0)
            first = below.get(root.person, [])
            for start in range(0, max(1, len(first)), NODES - 1):
                piece, later = _piece(root, first[start : start + NODES - 1], below)
                found.append(piece)
                roots.extend(later)
    return tuple(found)


def _piece(
    root: Branch, first: list[Branch], below: Mapping[PersonId | None, list[Branch]]
) -> tuple[Piece, list[Branch]]:
    """Return the outline below `root`, and who begins the next ones."""
    grown: dict[PersonId, list[Branch]] = {root.person: first}
    size, at, later = 1 + len(first), 0, []
    queue = [*first]
    while at < len(queue):
        branch, at = queue[at], at + 1
        own = below.get(branch.person)
        if not own:
            continue
        if size + len(own) <= NODES:
            grown[branch.person] = own
            queue.extend(own)
            size += len(own)
        else:
            later.append(branch)
    return Piece(root, grown), later
