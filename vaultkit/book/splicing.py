"""Splicing: lists in order with a few things taken out and others put in.

What stays is the very same object as before, so that whoever is asked next can tell by
that alone what changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, islice
from operator import is_
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from vaultkit.problems import Origin


class Standing(Protocol):
    """Whatever stands somewhere in a note."""

    @property
    def origin(self) -> Origin:
        """Where."""


T = TypeVar("T")
K = TypeVar("K")
S = TypeVar("S", bound=Standing)

if TYPE_CHECKING:
    Spot = tuple[date, str]
    Place = Callable[[S], Spot]

_SHORT: Final = 128
"""Of twice as many things a part is made two."""


class Series(Sequence[T]):
    """Things in order, in parts of a hundred or two.

    What is made of it by taking a few out and putting others in has nearly all parts
    from it, the very same, so that it costs as little to make as to tell what differs.

    Attributes:
        parts: The parts, none of them empty.
    """

    __slots__ = ("_ends", "parts")

    def __init__(self, parts: Iterable[tuple[T, ...]] = ()) -> None:
        """Put parts together."""
        self.parts = tuple(filter(None, parts))
        self._ends = [*accumulate(map(len, self.parts))]

    @classmethod
    def of(cls, things: Iterable[T]) -> Series[T]:
        """Return things in their order; one of these is itself."""
        return things if isinstance(things, Series) else cls(_parted([*things]))

    def __len__(self) -> int:
        """Return how many there are."""
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T]:
        """Return them, in order."""
        return chain.from_iterable(self.parts)

    def __reversed__(self) -> Iterator[T]:
        """Return them, the last one first."""
        return chain.from_iterable(map(reversed, reversed(self.parts)))

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """Return one of them, or several.

        Raises:
            IndexError: There are not so many.
        """
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            if step != 1:
                return tuple(self)[at]
            return tuple(islice(self._since(start), max(0, stop - start)))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        number = bisect_right(self._ends, place)
        return self.parts[number][place - self._ends[number]]

    def _since(self, start: int) -> Iterator[T]:
        number = bisect_right(self._ends, start)
        if number == len(self.parts):
            return iter(())
        part = self.parts[number]
        first = part[start - self._ends[number] + len(part) :]
        return chain(first, chain.from_iterable(self.parts[number + 1 :]))

    def __eq__(self, other: object) -> bool:
        """Return whether they are the same, in whatever parts they are."""
        if isinstance(other, Series):
            return self.parts == other.parts or tuple(self) == tuple(other)
        return tuple(self) == other

    def __hash__(self) -> int:
        """Return the same for the same things, as a tuple has it."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return them as a tuple shows them."""
        return repr(tuple(self))


def _parted(things: list[T]) -> list[tuple[T, ...]]:
    """Return things in parts that are neither long nor short."""
    size = len(things) if len(things) <= _SHORT * 2 else _SHORT
    return [tuple(things[n : n + size]) for n in range(0, len(things), size or 1)]


def spliced(
    things: Sequence[S],
    gone: Sequence[S],
    come: Sequence[S],
    day: Callable[[S], date],
) -> Sequence[S]:
    """Return things without some and with others, in the order they had.

    Args:
        things: By their day, and then by the note they stand in.
        gone: Some of them, or what is equal to them.
        come: Others; several of one note in the order they stand there.
        day: Their day; undated ones have one that puts them first or last.
    """
    if [*gone] == [*come]:
        return things

    def place(one: S) -> Spot:
        return day(one), one.origin.path

    had, has = _placed(gone, place), _placed(come, place)
    parts = [*Series.of(things).parts]
    for spot in sorted({*had, *has}):
        left, new = had.get(spot, []), has.get(spot, [])
        if left != new:
            start, end = _around(parts, spot, place)
            near = [*chain.from_iterable(parts[start:end])]
            first = bisect_left(near, spot, key=place)
            last = bisect_right(near, spot, first, key=place)
            there = near[first:last]
            taken = [there.pop(there.index(one)) for one in left]
            near[first:last] = [*there, *shared(taken, new)]
            parts[start:end] = _parted(near)
    return Series(parts)


def _around(parts: list[tuple[S, ...]], spot: Spot, place: Place[S]) -> tuple[int, int]:
    """Return from which part to which there is, or would be, what is at a spot."""
    start = bisect_left(parts, spot, key=lambda part: place(part[-1]))
    end = bisect_right(parts, spot, start, key=lambda part: place(part[0]))
    if start == len(parts):
        return max(0, start - 1), start
    return start, max(end, start + 1)


def _placed(things: Iterable[S], place: Place[S]) -> dict[Spot, list[S]]:
    """Return things by where they stand among all: by their day and their note."""
    found: dict[Spot, list[S]] = {}
    for one in things:
        found.setdefault(place(one), []).append(one)
    return found


def apart(some: Collection[T], others: Collection[T]) -> list[T]:
    """Return things but for the parts of them that others have as well."""
    if not (isinstance(some, Series) and isinstance(others, Series)):
        return [*some]
    known = set(map(id, others.parts))
    return [one for part in some.parts if id(part) not in known for one in part]


def shared(before: Iterable[T], now: Iterable[T]) -> list[T]:
    """Return what there is now; what is equal to something before is that thing."""
    known = {one: one for one in before}
    return [known.get(one, one) for one in now]


def kept(before: Sequence[T], now: Sequence[T]) -> Sequence[T]:
    """Return what there is now, as `shared`; what was before where nothing changed."""
    again = shared(before, now)
    if len(again) == len(before) and all(map(is_, before, again)):
        return before
    return Series.of(again) if isinstance(now, Series) else tuple(again)


def changed(before: Mapping[K, T], now: Mapping[K, T]) -> list[K]:
    """Return the keys of what is not the very same in both; both have the same keys."""
    return [key for key, one in now.items() if before[key] is not one]
