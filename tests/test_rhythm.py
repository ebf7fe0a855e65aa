"""Rhythm: days become gaps, gaps a band, and a band never a verdict."""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose, sqrt

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.network.rhythm import burstiness, median, rhythm, steady, strength
from vaultkit.settings import DEFAULTS, Settings

START = date(2026, 1, 1)
GAPS = st.lists(st.integers(1, 2_000), min_size=1, max_size=30)


def days(*gaps: int) -> tuple[date, ...]:
    found = [START]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return tuple(found)


def test_regular_gaps_are_not_bursty() -> None:
    assert isclose(burstiness([30] * 8), -1)


def test_the_burstiest_gaps_that_can_be() -> None:
    gaps = [0, 0, 0, 0, 100]  # r = sqrt(n - 1), the most that n gaps can have
    mean = sum(gaps) / 5
    r = sqrt(sum((gap - mean) ** 2 for gap in gaps) / 5) / mean
    assert isclose(r, 2)
    assert isclose(burstiness(gaps), 1)


def test_too_few_gaps_are_no_burst() -> None:
    assert burstiness([]) == burstiness([5]) == burstiness([0, 0]) == 0


@given(GAPS)
def test_burstiness_stays_in_its_range(gaps: list[int]) -> None:
    assert -1 <= burstiness(gaps) <= 1


def test_the_median_of_few() -> None:
    assert (median([3]), median([9, 1]), median([9, 1, 4])) == (3, 5, 4)


def test_a_monthly_rhythm_bears_two_to_eight_months() -> None:
    found = rhythm(days(30, 30, 30, 30), DEFAULTS)
    assert found is not None
    assert (found.gap, found.lower, found.upper) == (30, 60, 240)


def test_a_bursty_rhythm_bears_more_up_to_half_as_much_again() -> None:
    calm = rhythm(days(30, 30, 30, 30, 30), DEFAULTS)
    bursty = rhythm(days(30, 30, 30, 30, 900), DEFAULTS)
    assert calm is not None
    assert bursty is not None
    assert calm.gap == bursty.gap
    assert calm.upper < bursty.upper <= 1.5 * calm.upper


def test_three_contacts_or_three_weeks_are_no_rhythm() -> None:
    assert rhythm(days(30, 30), DEFAULTS) is None
    assert rhythm(days(5, 5, 5), DEFAULTS) is None
    assert rhythm((), DEFAULTS) is None
    assert rhythm(days(7, 7, 7), DEFAULTS) is not None


def test_whoever_is_met_daily_does_not_drift_over_a_holiday() -> None:
    found = rhythm(days(*[1] * 60), DEFAULTS)
    assert found is not None
    assert found.lower == DEFAULTS.drift_span_days
    assert found.upper == 4 * found.lower


def test_old_habits_do_not_count() -> None:
    daily_once = [1] * 200 + [30] * 20
    found = rhythm(days(*daily_once), DEFAULTS)
    assert found is not None
    assert found.gap == 30


@given(GAPS, st.floats(1, 4), st.floats(1, 20))
def test_the_band_is_a_band(gaps: list[int], lower: float, upper: float) -> None:
    settings = Settings(drift_lower=lower, drift_upper=upper, drift_contacts=3)
    found = rhythm(days(*gaps), settings)
    if found is not None:
        assert 0 < found.lower <= found.upper


def test_a_day_counts_half_after_half_a_year() -> None:
    assert isclose(strength((START,), START), 1)
    assert isclose(strength((START,), START + timedelta(days=180)), 0.5)
    assert strength((), START) == 0


def test_a_circle_promises_what_its_days_would_add_up_to() -> None:
    weekly = [START - timedelta(days=7 * n) for n in range(400)]
    assert isclose(steady(7), strength(tuple(weekly), START), rel_tol=1e-3)
