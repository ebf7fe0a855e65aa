"""Trees: who brought whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.people import Acquaintance, PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin

    Came = tuple[Day | None, tuple[Acquaintance, ...]]
    Link = tuple[PersonId, Day | None, PersonId | None, Origin | None]
    """Somebody, when I met them, who brought them, and the line that says so."""


_NOBODY: Final = None, None


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
    people = network.book.people
    links = network.made(_links, tuple(people), network.each(_came, people))
    return network.made(_trees, links)


def _came(network: Network, person: PersonId) -> Came | None:
    """Return when I met somebody, and who brought them; None where neither is noted."""
    who = network.book.people[person]
    return (who.met, who.introduced_by) if who.met or who.introduced_by else None


def _links(
    network: Network, people: tuple[PersonId, ...], came: tuple[Came | None, ...]
) -> tuple[Link, ...]:
    """Return everybody who is in a tree; nobody above a root brought them."""
    noted = dict(zip(people, came, strict=True))
    above = _above(noted, network.book.me)
    there = {by for by, _ in above.values()} | above.keys()
    links: list[Link] = []
    for person in filter(there.__contains__, people):
        one = noted[person]
        by, origin = above.get(person, _NOBODY)
        links.append((person, one[0] if one else None, by, origin))
    return tuple(links)


def _trees(network: Network, links: tuple[Link, ...]) -> tuple[Tree, ...]:
    del network  # all that is needed of it was asked
    below: dict[PersonId, list[Link]] = {}
    for link in links:
        if link[2] is not None:
            below.setdefault(link[2], []).append(link)
    found = [_tree(link, below) for link in links if link[2] is None]
    return tuple(sorted(found, key=lambda tree: -len(tree.branches)))


def _above(
    noted: Mapping[PersonId, Came | None], me: PersonId | None
) -> Mapping[PersonId, tuple[PersonId, Origin]]:
    """Return the one who brought each person, and where it stands; never in a ring."""
    above: dict[PersonId, tuple[PersonId, Origin]] = {}
    towards: dict[PersonId, PersonId] = {}
    for who, came in noted.items():
        for by in came[1] if came and who != me else ():
            person = by.person
            if person in noted and person != me and _root(towards, person) != who:
                above[who] = person, by.origin
                towards[who] = person
                break
    return above


def _root(towards: dict[PersonId, PersonId], person: PersonId) -> PersonId:
    """Return the root above somebody, shortening the way for those who ask next."""
    root = person
    while root in towards:
        root = towards[root]
    while person != root:
        towards[person], person = root, towards[person]
    return root


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
