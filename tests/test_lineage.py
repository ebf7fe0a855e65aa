from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.lineage import Descended, descended, unlike

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = st.text("abcd", max_size=2)
STEPS = st.lists(st.tuples(st.dictionaries(KEYS, st.booleans()), st.sets(KEYS)))


@given(first=st.dictionaries(KEYS, st.booleans()), steps=STEPS, rooted=st.booleans())
def test_what_differs_is_told_whatever_lies_between(
    first: dict[str, bool],
    steps: list[tuple[dict[str, bool], set[str]]],
    *,
    rooted: bool,
) -> None:
    """As comparing all of both would; a mapping without other content is itself."""
    every: list[Mapping[str, bool]] = [Descended(first) if rooted else first]
    for come, gone in steps:
        before = dict(every[-1])
        now = descended(every[-1], come, gone - come.keys(), sorted)
        kept = {key: one for key, one in before.items() if key not in gone}
        assert now == kept | come
        assert (now is every[-1]) == (now == before)
        if not come.keys() <= before.keys():
            assert [*now] == sorted(now)
        assert every[-1] == before
        every.append(now)
    for one in every:
        keys = {*one, *every[-1]}
        assert unlike(one, every[-1]) == {
            key for key in keys if one.get(key) is not every[-1].get(key)
        }


@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 9),
            st.dictionaries(KEYS, st.booleans()),
            st.sets(KEYS),
            st.booleans(),
        )
    ),
    asked=st.permutations(range(8)),
)
def test_a_mapping_holds_what_it_held_whatever_is_made_of_it(
    steps: list[tuple[int, dict[str, bool], set[str], bool]], asked: list[int]
) -> None:
    """Whichever it is made of, the last one or not, and in whatever order one asks."""
    plain = dict.fromkeys(("b", "ab", "a", "d"), True)
    every: list[tuple[Mapping[str, bool], dict[str, bool]]] = [
        (Descended(dict(plain)), plain)
    ]
    for at, come, gone, sort in steps:
        before, held = every[-1 - at % len(every)]
        now = descended(before, come, gone - come.keys(), sorted if sort else None)
        then = {k: one for k, one in held.items() if k not in gone - come.keys()} | come
        if sort and not come.keys() <= held.keys():
            then = {key: then[key] for key in sorted(then)}
        every.append((now, then))
    keys = {key for _, held in every for key in held} | {"", "c"}
    for one, held in every:
        assert len(one) == len(held)
        assert all((key in one) == (key in held) for key in keys)
        assert all(one.get(key) == held.get(key) for key in keys)
    for n in asked:
        one, held = every[n % len(every)]
        assert [*one.items()] == [*held.items()]
        assert [*one] == [*held]
        assert one == held
        assert held == one
    for one, held in reversed(every):
        assert one == held


def test_a_mapping_that_is_held_for_long_is_read_as_it_was() -> None:
    first = now = Descended(dict.fromkeys(range(5), 0))
    for n in range(1, 5_000):
        made = descended(now, {n % 3: n})
        assert isinstance(made, Descended)
        now = made
    assert first[1] == 0
    assert {**first} == dict.fromkeys(range(5), 0)
    del first


def test_a_mapping_knows_the_last_few_it_was_made_of() -> None:
    every = [Descended(dict.fromkeys(range(100), 0))]
    for n in range(1, 12):
        made = descended(every[-1], {n: n})
        assert isinstance(made, Descended)
        every.append(made)
    last = every.pop()
    known = [last.since(one) is not None for one in reversed(every)]
    assert known == [True] * 8 + [False] * 3
    assert unlike(every[0], last) == {*range(1, 12)}


def test_a_mapping_forgets_what_it_was_made_of_where_nearly_all_changed() -> None:
    many = descended(Descended({}), {n: n for n in range(1_000)})
    assert isinstance(many, Descended)
    assert len(many.after(frozenset())) == 1
