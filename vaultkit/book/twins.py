"""Twins: who seems to be noted twice, again after some people changed.

Who shares nothing with those that changed is compared with nobody again.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book import resembling
from vaultkit.book.twice import alike, compared, pairs, problems, sheets

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.twice import Pair
    from vaultkit.problems import Problem

    Apart = Mapping[PersonId, Container[PersonId]]

_SHARE: Final = 2
"""Among more than such a part of them everybody is compared again."""


class Twins(NamedTuple):
    """Who seems to be noted twice.

    Attributes:
        problems: What is said of it.
        pairs: Who they are; those who are said to be two people among them.
        marks: By person, what others may share with them, each told by its hash: where
            two have one, some are compared that need not be. None until it is needed.
    """

    problems: tuple[Problem, ...]
    pairs: tuple[Pair, ...]
    marks: Mapping[PersonId, array[int]] | None = None


def twins(people: Iterable[Person], apart: Apart) -> Twins:
    """Return who seems to be noted twice.

    Args:
        people: Everybody; those without a note are passed over.
        apart: Who is said not to be whom, by one of the two.
    """
    found = tuple(pairs(people))
    return Twins(tuple(problems(found, apart)), found)


def again(
    before: Twins,
    had: Mapping[PersonId, Person],
    people: Mapping[PersonId, Person],
    changed: Collection[PersonId],
    apart: Apart,
) -> Twins:
    """Return who seems to be noted twice, once some people are otherwise than before.

    Args:
        before: Who seemed to be.
        had: Everybody before.
        people: Everybody now.
        changed: Who may be otherwise, came or went.
        apart: Who is said not to be whom now.
    """
    other = {one for one in changed if not _as_before(had.get(one), people.get(one))}
    if not other:
        return before._replace(problems=tuple(problems(before.pairs, apart)))
    marks = dict(before.marks or _marks(had.values()))
    for one in other:
        marks.pop(one, None)
    marks |= _marks(_of(people, other))
    some = other | _near(marks, [*_of(had, other), *_of(people, other)])
    there = some | _near(marks, _of(people, some))
    if len(there) > len(people) // _SHARE:
        return twins(people.values(), apart)._replace(marks=marks)
    kept = [pair for pair in before.pairs if not some.issuperset(_place(pair))]
    anew = compared(sheets(_of(people, there)))
    kept += [pair for pair in anew if some.issuperset(_place(pair))]
    found = tuple(sorted(kept, key=_place))
    return Twins(tuple(problems(found, apart)), found, marks)


def _as_before(had: Person | None, has: Person | None) -> bool:
    return had is has or (had is not None and has is not None and alike(had, has))


def _of(people: Mapping[PersonId, Person], some: Iterable[PersonId]) -> list[Person]:
    return [people[one] for one in some if one in people]


def _place(pair: Pair) -> tuple[PersonId, PersonId]:
    return pair.one.id, pair.other.id


def _marks(people: Iterable[Person]) -> dict[PersonId, array[int]]:
    """Return by person what others may share with them."""
    noted = [one for one in people if one.path is not None]
    every = resembling.marks(noted)
    return {
        one.id: array("q", map(hash, marks))
        for one, marks in zip(noted, every, strict=True)
    }


def _near(
    known: Mapping[PersonId, array[int]], people: Iterable[Person]
) -> set[PersonId]:
    """Return who shares something with some people."""
    noted = [one for one in people if one.path is not None]
    wanted = {hash(mark) for marks in resembling.marks(noted) for mark in marks}
    return {one for one, have in known.items() if not wanted.isdisjoint(have)}
