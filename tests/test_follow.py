"""A network that follows a save is what a network made from nothing is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.following import follow
from vaultkit.network.follow import differing

LISTS = st.lists(st.integers(0, 30), max_size=60).map(sorted)


def quietly(said: str) -> None:
    del said


@given(LISTS, LISTS)
@settings(max_examples=50)
def test_what_two_lists_do_not_share_is_all_that_changed(
    was: list[int], now: list[int]
) -> None:
    """Facts are told apart by identity: of each number there is one."""
    old, new = tuple(was), tuple(now)
    found = differing(old, new)
    left = [it for it in old if it not in found.gone]
    kept = [it for it in new if it not in found.come]
    assert left == kept or set(left) == set(kept)
    assert set(old) ^ set(new) <= {*found.gone, *found.come}


def test_after_every_save_all_is_as_if_made_from_nothing() -> None:
    follow(25, 7, quietly)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_after_very_many_saves_as_well(seed: int) -> None:
    follow(4_000, seed, print)
