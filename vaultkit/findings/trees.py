"""Trees: who brought whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.book.people import Acquaintance, PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin

    Came = tuple[Day | None, tuple[Acquaintance, ...]]
    Link = tuple[PersonId, Day | None, PersonId | None, Origin | None]
    """Somebody, when I met them, who brought them, and the line that says so."""


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
    noted = {person: one for person, one in zip(people, came, strict=True) if one}
    above = _above(people, noted, network.book.me)
    there = {by for by, _ in above.values()} | above.keys()
    nothing = None, ()
    return tuple(
        (person, noted.get(person, nothing)[0], *above.get(person, (None, None)))
        for person in people
        if person in there
    )


def _trees(network: Network, links: tuple[Link, ...]) -> tuple[Tree, ...]:
    del network  # all that is needed of it was asked
    below: dict[PersonId, list[Link]] = {}
    for link in links:
        if link[2] is not None:
            below.setdefault(link[2], []).append(link)
    found = [
        Tree(branches=tuple(_branches(link, below)))
        for link in links
        if link[2] is None
    ]
    return tuple(sorted(found, key=lambda tree: -len(tree.branches)))


def _above(
    people: tuple[PersonId, ...], noted: Mapping[PersonId, Came], me: PersonId | None
) -> Mapping[PersonId, tuple[PersonId, Origin]]:
    """Return the one who brought each person, and where it stands; never in a ring."""
    there = frozenset(people)
    above: dict[PersonId, tuple[PersonId, Origin]] = {}
    towards: dict[PersonId, PersonId] = {}
    for who, (_, brought) in noted.items():
        for by in brought:
            fits = by.person in there and me not in {by.person, who}
            if fits and _root(towards, by.person) != who:
                above[who] = (by.person, by.origin)
                towards[who] = by.person
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


def _branches(root: Link, below: Mapping[PersonId, list[Link]]) -> Iterator[Branch]:
    """Yield a tree's people, parents first; deep trees must not exhaust the stack."""
    left = [(root, 0)]
    while left:
        (person, when, by, origin), depth = left.pop()
        yield Branch(person=person, by=by, depth=depth, when=when, origin=origin)
        left += [(one, depth + 1) for one in reversed(below.get(person, ()))]
