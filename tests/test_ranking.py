"""What is kept in order from save to save is what is put in order from nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.network.dealing import ordered
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.network.network import Network

    Rows = tuple[tuple[str, int, tuple[int, int]], ...]

AMONG = Among("topics")
ENDS = st.integers(0, 5)
ROW = st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.tuples(ENDS, ENDS))
SAID = st.dictionaries(
    st.sampled_from("jklmnopq"), st.lists(ROW, max_size=4).map(tuple), max_size=8
)


def network(said: Mapping[str, Rows]) -> Network:
    topics = dict.fromkeys(sorted(said))
    return cast("Network", SimpleNamespace(book=SimpleNamespace(topics=topics)))


def ends(row: tuple[str, int, tuple[int, int]]) -> tuple[int, ...]:
    return tuple(set(row[2]) - {0})  # some are about nothing


@given(st.lists(SAID, min_size=2, max_size=6))
def test_rows_that_are_moved_stand_where_they_would_from_nothing(
    lives: list[dict[str, Rows]],
) -> None:
    for its in (None, ends):
        made = None
        before: dict[str, Rows] = {}
        for said in lives:
            now, keys = network(said), sorted(said)
            fresh = ordered(now, AMONG, keys, [said[key] for key in keys], its)
            if made is None:
                made = fresh
            else:
                gone = {key: before.get(key, ()) for key in {*before, *said}}
                made.follow(now, gone, said)
            assert told(made.sections) == told(fresh.sections)
            before = said


def told(sections: Mapping[Any, Any]) -> dict[Any, list[tuple[Any, Any]]]:
    return {
        name: [(row[1], row[2]) for row in section.rows]
        for name, section in sections.items()
    }


def test_nothing_is_in_two_rows_that_are_given_out() -> None:
    rows = {
        "j": (("a", 1, (1, 2)), ("a", 0, (2, 3))),
        "k": (("a", 0, (3, 4)), ("b", 0, (5, 1))),
        "l": (("b", 0, (1, 4)), ("b", 1, (0, 0))),
    }
    made = ordered(network(rows), AMONG, rows, rows.values(), ends)
    assert list(made.sections["a"]) == [(2, 3)]
    assert made.sections["b"][:] == ((5, 1), (0, 0))
