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
