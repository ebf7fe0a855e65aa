from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.cadence import LONGEST, read_cadence


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (45, 45),
        (45.0, 45),
        ("45", 45),
        ("90 days", 90),
        ("6 weeks", 42),
        ("every 6 weeks", 42),
        ("Every six weeks.", 42),
        ("6w", 42),
        ("P6W", 42),
        ("P1Y6M", 547),
        ("every other week", 14),
        ("every 2nd week", 14),
        ("fortnightly", 14),
        ("weekly", 7),
        ("monthly", 30),
        ("every month", 30),
        ("once a month", 30),
        ("every 2 months", 60),
        ("every couple of months", 60),
        ("1.5 months", 45),
        ("quarterly", 91),
        ("every quarter", 91),
        ("half a year", 182),
        ("half-yearly", 182),
        ("twice a year", 182),
        ("3 times a year", 121),
        ("4x per year", None),
        ("a year", 365),
        ("ten years", 3650),
        ("once every 2 weeks", 14),
    ],
)
def test_a_span_of_time_in_days(value: object, days: int | None) -> None:
    assert read_cadence(value) == days


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, -7, 3661, float("nan"), float("inf"), "", "soon", "0", "P"),
        *("99999", "every few weeks", "11 years", "w" * 1000, ("6 weeks",), "a weekly"),
    ],
)
def test_what_is_no_span_is_none(value: object) -> None:
    assert read_cadence(value) is None


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_a_span_is_in_range_or_none(value: object) -> None:
    days = read_cadence(value)
    assert days is None or 1 <= days <= LONGEST


@given(st.integers(1, 500), st.sampled_from(["days", "weeks", "months", "years"]))
def test_a_longer_span_is_never_shorter(count: int, unit: str) -> None:
    short, long = (read_cadence(f"{n} {unit}") for n in (count, count + 1))
    assert long is None or (short is not None and short < long)
