"""Trees: who brought whom."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen
from vaultkit.network.indexes import place
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.people import Acquaintance, PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin

    Brought = tuple[PersonId, Day | None, tuple[Acquaintance, ...]]
    """Somebody, when I met them, and who is said to have brought them."""

    Link = tuple[PersonId, Day | None, PersonId | None, Origin | None]
    """Somebody, when I met them, who brought them, and the line that says so."""

    Root = tuple[tuple[str, str], Link]
    """Somebody whom nobody brought, after what puts them in order."""

_FIRST = itemgetter(0)


class Branch(Frozen, frozen=True):
    """One person in a tree of who brought whom.

    Attributes:
        person: Who.
        by: Who brought them; None for the root.
        depth: 0 for the root.
        when: When I met them, if known.
        origin: The line that says who brought them; None for the root.
    """

    person: PersonId
    by: PersonId | None
    depth: int
    when: Day | None = None
    origin: Origin | None = None


class Tree(Frozen, frozen=True, kw_only=True):
    """One root and everyone who came through it: parents before their children.

    Draw it as it stands: `branches[0]` is the root, each later branch hangs on its
    `by`, and siblings are in order of name.
    """

    branches: tuple[Branch, ...]


def trees(network: Network) -> tuple[Tree, ...]:
    """Return who brought whom, the largest tree first, then by the root's name.

    Who was brought by several hangs on the first named who is not below them, so that
    people who brought each other make a tree as well. I am nobody's branch.
    """
    brought = network.ranked(_brought, Among("people", "introduced_by"))
    links, above = network.made(linked, brought.get("brought", ()))
    return network.made(_trees, network.each(_root, above), links)


def _brought(
    network: Network, person: PersonId
) -> tuple[tuple[str, int, Brought], ...]:
    """Return by whom somebody was brought, as far as those are there, and when."""
    people, me = network.book.people, network.book.me
    who = people[person]
    others = tuple(
        [one for one in who.introduced_by if one.person in people and one.person != me]
    )
    if who.me or not others:
        return ()
    return (("brought", 0, (person, who.met, others)),)


def _root(network: Network, person: PersonId) -> Root:
    """Return somebody whom nobody brought, and when I met them, by their name."""
    who = network.book.people[person]
    return place(who), (person, who.met, None, None)


def linked(
    network: Network, brought: Iterable[Brought]
) -> tuple[tuple[Link, ...], frozenset[PersonId]]:
    """Return who brought each person, never in a ring; and above whom nobody stands."""
    del network  # all that is needed of it was asked
    links: list[Link] = []
    towards: dict[PersonId, PersonId] = {}
    for person, met, by in brought:
        for one in by:
            if _top(towards, one.person) != person:
                links.append((person, met, one.person, one.origin))
                towards[person] = one.person
                break
    above = {link[2] for link in links if link[2]}
    return tuple(links), frozenset(above.difference(towards))


def _top(towards: dict[PersonId, PersonId], person: PersonId) -> PersonId:
    """Return who stands above all others, shortening the way for those who ask next."""
    top = person
    while top in towards:
        top = towards[top]
    while person != top:
        towards[person], person = top, towards[person]
    return top


def _trees(
    network: Network, roots: tuple[Root, ...], links: tuple[Link, ...]
) -> tuple[Tree, ...]:
    del network  # all that is needed of it was asked
    below: dict[PersonId, list[Link]] = {}
    for link in links:
        if link[2] is not None:
            below.setdefault(link[2], []).append(link)
    found = [_tree(root, below) for _, root in sorted(roots, key=_FIRST)]
    return tuple(sorted(found, key=lambda tree: -len(tree.branches)))


def _tree(root: Link, below: Mapping[PersonId, list[Link]]) -> Tree:
    """Return a tree, parents first; a deep one must not exhaust the stack."""
    branches: list[Branch] = []
    left = [(root, 0)]
    while left:
        (person, when, by, origin), depth = left.pop()
        branches.append(Branch(person, by, depth, when, origin))
        if person in below:
            left += [(one, depth + 1) for one in reversed(below[person])]
    return Tree(branches=tuple(branches))
