"""Twins: who seems to be noted twice, again after some people changed.

Who shares nothing with those that changed is compared with nobody again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.resembling import Mark, marks
from vaultkit.book.sharing import CROWD
from vaultkit.book.twice import alike, compared, is_quiet, pairs, problems, sheets

if TYPE_CHECKING:
    from collections.abc import (
        Collection,
        Container,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.twice import Pair
    from vaultkit.problems import Problem

    Apart = Mapping[PersonId, Container[PersonId]]

_SHARE: Final = 2
"""Among more than such a part of them everybody is compared again."""


class Marks(NamedTuple):
    """What others may share with each of some people, so that who has it is told fast.

    Each mark is told by its hash: where two have one, some are compared that need not
    be.

    Attributes:
        hashes: All marks of all people, in order.
        whose: Whose each of them is.
    """

    hashes: array[int]
    whose: list[PersonId]

    @classmethod
    def of(cls, people: Iterable[Person]) -> Marks:
        """Return the marks of some people."""
        found = [*_marks(people)]
        hashes = [mark for mark, _ in found]
        order = sorted(range(len(found)), key=hashes.__getitem__)
        return cls(array("q", [hashes[n] for n in order]), [found[n][1] for n in order])

    def revised(self, gone: Iterable[Person], come: Iterable[Person]) -> Marks:
        """Return the marks without those of some people, and with those of others."""
        hashes, whose = self.hashes[:], self.whose[:]
        for mark, one in _marks(gone):
            at = whose.index(one, bisect_left(hashes, mark))
            del hashes[at], whose[at]
        for mark, one in _marks(come):
            at = bisect_left(hashes, mark)
            hashes.insert(at, mark)
            whose.insert(at, one)
        return Marks(hashes, whose)

    def near(
        self, some: Sequence[Person], people: Mapping[PersonId, Person], spare: int = 0
    ) -> tuple[set[PersonId], set[PersonId]]:
        """Return who shares something with some people, and who is of a crowd.

        Of a crowd nobody is compared: there are only as many of it as make it one.

        Args:
            some: Those people.
            people: Everybody.
            spare: How many may leave a crowd, and it is one still.
        """
        found: set[PersonId] = set()
        crowd: set[PersonId] = set()
        enough = CROWD + 1 + spare
        for mark in {mark for _, its in _marked(some) for mark in its}:
            start = bisect_left(self.hashes, hash(mark))
            those = self.whose[start : bisect_right(self.hashes, hash(mark), start)]
            loud = filter(lambda one: not is_quiet(people[one]), those)
            aloud = [*islice(loud, enough)] if len(those) >= enough else ()
            # Whoever has some name is compared with all who have it as an alias.
            if len(aloud) == enough and isinstance(mark, str):
                crowd.update(aloud)
            else:
                found.update(those)
        return found, crowd


class Twins(NamedTuple):
    """Who seems to be noted twice.

    Attributes:
        problems: What is said of it.
        pairs: Who they are; those who are said to be two people among them.
        marks: What others may share with them; None until it is needed.
    """

    problems: tuple[Problem, ...]
    pairs: tuple[Pair, ...]
    marks: Marks | None = None


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
    all_marks = before.marks or Marks.of(had.values())
    gone, come = _of(had, other), _of(people, other)
    all_marks = all_marks.revised(gone, come)
    near, _ = all_marks.near([*gone, *come], people, len(other))
    some = other | near
    there = some.union(*all_marks.near(_of(people, some), people))
    if len(there) > len(people) // _SHARE:
        return twins(people.values(), apart)._replace(marks=all_marks)
    kept = [pair for pair in before.pairs if not some.issuperset(_place(pair))]
    anew = compared(sheets(_of(people, there)))
    kept += [pair for pair in anew if some.issuperset(_place(pair))]
    found = tuple(sorted(kept, key=_place))
    return Twins(tuple(problems(found, apart)), found, all_marks)


def _as_before(had: Person | None, has: Person | None) -> bool:
    return had is has or (had is not None and has is not None and alike(had, has))


def _of(people: Mapping[PersonId, Person], some: Iterable[PersonId]) -> list[Person]:
    return [people[one] for one in some if one in people]


def _place(pair: Pair) -> tuple[PersonId, PersonId]:
    return pair.one.id, pair.other.id


def _marks(people: Iterable[Person]) -> Iterator[tuple[int, PersonId]]:
    """Yield what others may share with those who have a note, and whose it is."""
    for one, its in _marked(people):
        yield from [(hash(mark), one.id) for mark in its]


def _marked(people: Iterable[Person]) -> Iterator[tuple[Person, set[Mark]]]:
    noted = [one for one in people if one.path is not None]
    return zip(noted, marks(noted), strict=True)
