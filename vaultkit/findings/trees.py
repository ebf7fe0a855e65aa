"""Trees: who brought whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.book.people import PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin


class Branch(Frozen, frozen=True, kw_only=True):
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
    above = _above(network)
    below: dict[PersonId, list[PersonId]] = {}
    for person, (by, _) in above.items():
        below.setdefault(by, []).append(person)
    roots = [person for person in network.book.people if person in below]
    found = [
        Tree(branches=tuple(_branches(network, root, above, below)))
        for root in roots
        if root not in above
    ]
    return tuple(sorted(found, key=lambda tree: -len(tree.branches)))


def _above(network: Network) -> Mapping[PersonId, tuple[PersonId, Origin]]:
    """Return the one who brought each person, and where it stands; never in a ring."""
    people, me = network.book.people, network.book.me
    above: dict[PersonId, tuple[PersonId, Origin]] = {}
    towards: dict[PersonId, PersonId] = {}
    for who in people.values():
        for by in who.introduced_by:
            fits = by.person in people and me not in {by.person, who.id}
            if fits and _root(towards, by.person) != who.id:
                above[who.id] = (by.person, by.origin)
                towards[who.id] = by.person
                break
    return above


def _root(towards: dict[PersonId, PersonId], person: PersonId) -> PersonId:
    """Return the root above somebody, shortening the way for those who ask next."""
    way = [person]
    while way[-1] in towards:
        way.append(towards[way[-1]])
    for passed in way[:-1]:
        towards[passed] = way[-1]
    return way[-1]


def _branches(
    network: Network,
    root: PersonId,
    above: Mapping[PersonId, tuple[PersonId, Origin]],
    below: Mapping[PersonId, list[PersonId]],
) -> Iterator[Branch]:
    """Yield a tree's people, parents first; deep trees must not exhaust the stack."""
    left = [(root, 0)]
    while left:
        person, depth = left.pop()
        by, origin = above.get(person, (None, None))
        yield Branch(
            person=person,
            by=by,
            depth=depth,
            when=network.book.people[person].met,
            origin=origin,
        )
        left += [(one, depth + 1) for one in reversed(below.get(person, ()))]
