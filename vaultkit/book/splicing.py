"""Splicing: lists in order with a few things taken out and others put in.

What stays is the very same object as before, so that whoever is asked next can tell by
that alone what changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
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

_PATH = attrgetter("origin.path")


def spliced(
    things: tuple[S, ...],
    gone: Sequence[S],
    come: Sequence[S],
    day: Callable[[S], date],
) -> tuple[S, ...]:
    """Return things without some and with others, in the order they had.

    Args:
        things: By their day, and then by the note they stand in.
        gone: Some of them, or what is equal to them.
        come: Others; several of one note in the order they stand there.
        day: Their day; undated ones have one that puts them first or last.
    """
    if [*gone] == [*come]:
        return things
    had, has = _placed(gone, day), _placed(come, day)
    gone = [one for at, those in had.items() if has.get(at) != those for one in those]
    come = [one for at, those in has.items() if had.get(at) != those for one in those]
    rest = list(things)
    taken = []
    for one in gone:
        start = bisect_left(rest, day(one), key=day)
        end = bisect_right(rest, day(one), start, key=day)
        at = bisect_left(rest, one.origin.path, start, end, key=_PATH)
        taken.append(rest.pop(rest.index(one, at, end)))
    for one in shared(taken, come):
        start = bisect_left(rest, day(one), key=day)
        end = bisect_right(rest, day(one), start, key=day)
        at = bisect_right(rest, one.origin.path, start, end, key=_PATH)
        rest.insert(at, one)
    return tuple(rest)


def _placed(
    things: Iterable[S], day: Callable[[S], date]
) -> dict[tuple[date, str], list[S]]:
    """Return things by where they stand among all: by their day and their note."""
    found: dict[tuple[date, str], list[S]] = {}
    for one in things:
        found.setdefault((day(one), one.origin.path), []).append(one)
    return found


def shared(before: Iterable[T], now: Iterable[T]) -> list[T]:
    """Return what there is now; what is equal to something before is that thing."""
    known = {one: one for one in before}
    return [known.get(one, one) for one in now]


def kept(before: tuple[T, ...], now: Sequence[T]) -> tuple[T, ...]:
    """Return what there is now, as `shared`; the tuple itself where nothing changed."""
    again = shared(before, now)
    if len(again) == len(before) and all(map(_same, before, again)):
        return before
    return tuple(again)


def changed(before: Mapping[K, T], now: Mapping[K, T]) -> list[K]:
    """Return the keys of what is not the very same in both; both have the same keys."""
    return [key for key, one in now.items() if before[key] is not one]


def _same(one: object, other: object) -> bool:
    return one is other
