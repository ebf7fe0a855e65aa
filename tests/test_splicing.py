"""Things in order are what a tuple of them is, in whatever parts they are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.book.splicing import Series, spliced
from vaultkit.problems import Origin

PARTS: Final = st.lists(st.lists(st.integers(0, 3), max_size=3).map(tuple), max_size=5)
NOTES: Final = ("a.md", "b.md", "c.md")
START: Final = date(2026, 1, 1)


class Said(NamedTuple):
    """What a line says on a day."""

    date: date
    origin: Origin


SAID: Final = st.builds(
    Said,
    st.integers(0, 4).map(lambda n: START + timedelta(n)),
    st.builds(Origin, st.sampled_from(NOTES), st.integers(1, 3)),
)


@given(PARTS, PARTS, st.data())
def test_a_series_is_as_a_tuple_is(
    some: list[tuple[int, ...]], more: list[tuple[int, ...]], data: st.DataObject
) -> None:
    those = data.draw(st.lists(st.sampled_from([*some, *more, ()]), max_size=6))
    given, plain = Series(some), tuple(one for part in some for one in part)
    other, there = Series(those), tuple(one for part in those for one in part)
    assert (given == other) == (plain == there)
    assert (given == there) == (plain == there)
    assert given == plain
    assert hash(given) == hash(plain)
    assert (*given,) == plain
    assert (*reversed(given),) == plain[::-1]
    assert len(given) == len(plain)
    for start in range(-len(plain) - 1, len(plain) + 2):
        for stop in range(-len(plain) - 1, len(plain) + 2):
            assert given[start:stop] == plain[start:stop]
            assert given[start:stop:2] == plain[start:stop:2]
        if -len(plain) <= start < len(plain):
            assert given[start] == plain[start]
        else:
            with pytest.raises(IndexError):
                _ = given[start]


@given(
    st.lists(SAID, max_size=12),
    st.lists(SAID, max_size=6),
    st.data(),
)
def test_what_goes_and_comes_leaves_all_in_order(
    before: list[Said], come: list[Said], data: st.DataObject
) -> None:
    """Notes say something else: in whatever parts it is, all others' stays the same."""
    ordered = sorted(before, key=_place)
    ends = sorted(data.draw(st.sets(st.integers(0, len(ordered)), max_size=4)))
    bounds = [0, *ends, len(ordered)]
    parts = [tuple(ordered[start:end]) for start, end in pairwise(bounds)]
    notes = data.draw(st.sets(st.sampled_from(NOTES)))
    gone = [one for one in ordered if one.origin.path in notes]
    rest = [one for one in ordered if one.origin.path not in notes]
    new = sorted((one for one in come if one.origin.path in notes), key=_place)
    now = spliced(Series(parts), gone, new, lambda one: one.date)
    assert [*now] == sorted([*rest, *new], key=_place)
    left = {*map(id, rest)}
    assert [id(one) for one in now if id(one) in left] == [*map(id, rest)]


def test_of_many_parts_nearly_all_stay() -> None:
    many = Series.of(
        [Said(START + timedelta(n), Origin("a.md", 1)) for n in range(9000)]
    )
    new = Said(START + timedelta(4_000), Origin("b.md", 1))
    now = spliced(many, [], [new], lambda one: one.date)
    assert isinstance(now, Series)
    assert len({*map(id, now.parts)} - {*map(id, many.parts)}) == 1
    assert len(many.parts) > len(many) / 1_000


def _place(one: Said) -> tuple[date, str]:
    return one.date, one.origin.path
