"""Reconnect: quiet by a measure of one's own, never by somebody else's."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.book.encounters import Encounter
from vaultkit.book.people import PersonId
from vaultkit.frozen import replace
from vaultkit.insights import reconnect
from vaultkit.network.connect import connect
from vaultkit.problems import Origin
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from vaultkit.book.book import Book
    from vaultkit.insights.reconnect import Quiet, Reconnect

ANA = PersonId("People/Ana.md")
STATES = ("quiet", "drifting", "season", "dormant", "resting", "snoozed", "unknown")


def page(story: str, today: date = TODAY) -> Reconnect:
    vault = Vault.of(story, today)
    return reconnect.find(vault.network, vault.settings, today)


def states(story: str, today: date = TODAY) -> dict[str, list[str]]:
    found = page(story, today)
    named = {
        state: [
            one.person.removeprefix("People/")[:-3] for one in getattr(found, state)
        ]
        for state in STATES
    }
    return {state: people for state, people in named.items() if people}


def the_only(story: str, today: date = TODAY) -> Quiet:
    vault = Vault.of(story, today)
    found = reconnect.quiet(vault.network, ANA, vault.settings, today)
    assert found is not None
    return found


def ana(properties: str, *days: str, words: str = "coffee: hives") -> str:
    log = "\n".join(f"- {day} {words}" for day in days)
    return f"--- People/Ana.md\n{properties}\n\n{log}"


MONTHLY = ("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10")
WEEKLY_ONCE = tuple(f"2022-03-{day:02}" for day in (1, 8, 15, 22, 29, 30))


def test_past_the_cadence_is_quiet() -> None:
    found = the_only(ana("cadence: 6 weeks", "2026-09-01"))
    assert found.state == "quiet"
    assert found.since == date(2026, 9, 1)
    assert found.due == date(2026, 10, 14)
    last, cadence = found.because
    assert (last.kind, last.text, last.date) == ("last", "coffee", found.since)
    assert last.origin == Origin(ANA, 4)
    assert (cadence.kind, cadence.days, cadence.origin) == ("cadence", 42, Origin(ANA))


def test_on_the_last_day_of_the_cadence_nobody_is_quiet() -> None:
    story = ana("cadence: 42", "2026-09-01")
    assert states(story, date(2026, 10, 13)) == {}
    assert states(story, date(2026, 10, 14)) == {"quiet": ["Ana"]}


def test_a_circle_is_a_measure_where_no_cadence_is_set() -> None:
    found = the_only(ana("circle: active", "2026-02-01"))
    assert found.state == "quiet"
    assert (found.because[1].kind, found.because[1].text) == ("circle", "active")
    assert states(ana("circle: active\ncadence: 1 year", "2026-02-01")) == {}


def test_without_a_measure_few_contacts_say_nothing() -> None:
    assert states(ana("org: Hive Ltd", "2020-02-01", "2020-09-01", "2021-01-01")) == {}


def test_who_came_monthly_and_stopped_drifts() -> None:
    found = the_only(ana("org: Hive Ltd", *MONTHLY), date(2026, 8, 1))
    assert found.state == "drifting"
    assert found.due == date(2026, 5, 10) + timedelta(days=62)
    assert (found.because[1].kind, found.because[1].days) == ("rhythm", 30)


def test_far_beyond_the_rhythm_one_asks_whether_a_season_ended() -> None:
    found = the_only(ana("org: Hive Ltd", *MONTHLY), date(2027, 9, 1))
    assert found.state == "season"


def test_within_a_cadence_nobody_drifts() -> None:
    assert states(ana("cadence: 6 months", *MONTHLY), date(2026, 8, 1)) == {}


def test_strong_once_and_silent_for_years_is_dormant_with_a_warm_up() -> None:
    story = ana("org: Hive Ltd", *WEEKLY_ONCE) + (
        "\n--- People/Bo.md\n\n- 2026-11-10 call: fine\n"
        "--- People/Cy.md\n\n- 2026-11-12 call: a\n- 2026-11-11 call: b\n"
    )
    found = page(story)
    assert [one.person for one in found.dormant] == [ANA]
    assert found.dormant[0].because[1].kind == "strong"
    assert found.warm_up == "People/Cy.md"  # two days with contact: the closer one


def test_silent_for_years_and_never_strong_is_not_dormant() -> None:
    assert states(ana("org: Hive Ltd", *WEEKLY_ONCE[:2])) == {}
    assert states(ana("circle: close", *WEEKLY_ONCE[:2])) == {"dormant": ["Ana"]}


def test_a_tie_that_was_strong_by_its_circle_says_so_on_the_page() -> None:
    vault = Vault.of(ana("circle: close", *WEEKLY_ONCE[:2]))
    text = vault.pages[VaultPath("Network/Reconnect.md")]
    assert "In your close circle." in text


def test_nothing_dormant_needs_no_warm_up() -> None:
    assert page(ana("cadence: 30", "2026-11-01")).warm_up is None


def test_a_season_of_rest_stands_apart_and_one_that_ended_nowhere() -> None:
    assert states(ana("season: resting\ncadence: 7", "2026-01-01")) == {
        "resting": ["Ana"]
    }
    assert states(ana("season: ended\ncadence: 7", "2026-01-01")) == {}


def test_a_snoozed_name_comes_back_on_its_day() -> None:
    story = ana("snooze_until: 2026-11-22\ncadence: 7", "2026-01-01")
    assert the_only(story).until == date(2026, 11, 22)
    assert states(story) == {"snoozed": ["Ana"]}
    assert states(story, date(2026, 11, 22)) == {"quiet": ["Ana"]}


def test_not_now_lets_a_name_rest_twelve_weeks() -> None:
    story = ana("cadence: 7", "2026-01-01") + (
        "\n--- 2026-10-01.md\n- not now: [[Ana]] her exams\n"
    )
    found = the_only(story)
    assert found.state == "snoozed"
    assert found.until == date(2026, 10, 1) + timedelta(weeks=12)
    reason = found.because[-1]
    assert (reason.kind, reason.text) == ("not-now", "her exams")
    assert reason.origin == Origin("2026-10-01.md", 1)
    assert states(story, found.until) == {"quiet": ["Ana"]}


def test_without_evidence_nothing_is_claimed() -> None:
    found = the_only("--- People/Ana.md\ncadence: weekly\n")
    assert (found.state, found.since, found.due) == ("unknown", None, None)


def test_a_stated_last_contact_counts() -> None:
    found = the_only("--- People/Ana.md\ncadence: 30\nlast_contact: 2026-08-01\n")
    assert found.state == "quiet"
    assert (found.because[0].text, found.because[0].origin) == (
        "stated",
        Origin(ANA, 3),
    )


def test_what_is_to_come_is_no_contact() -> None:
    assert the_only(ana("cadence: 30", "2026-01-01", "2026-12-24")).since == date(
        2026, 1, 1
    )


def test_the_most_past_their_own_measure_come_first() -> None:
    story = """
        --- People/Yearly.md
        cadence: 1 year

        - 2025-10-01 met: a
        --- People/Weekly.md
        cadence: 7

        - 2026-10-01 met: a
        --- People/Also weekly.md
        cadence: 7

        - 2026-10-01 met: a
    """
    assert states(story)["quiet"] == ["Also weekly", "Weekly", "Yearly"]


def test_a_line_says_what_they_care_about_and_one_small_step() -> None:
    vault = Vault.of("""
        --- Me.md
        type: me
        interests: [chess]
        --- People/Ana.md
        cadence: 7
        interests: [bread, bees, chess]
        ways: [walk, letter]

        - 2026-10-01 coffee: the roof is full of bees
        - 2026-10-02 mentioned
        --- People/Bo.md
        interests: [bread, chess]
        --- People/Cy.md
        interests: [bread]
    """)
    found = reconnect.quiet(vault.network, ANA, DEFAULTS, TODAY)
    assert found is not None
    assert [one.topic for one in found.cares] == ["bees", "chess", "bread"]
    assert (found.step.way, found.step.hook, found.step.text) == (
        "walk",
        "shared",
        "chess",
    )


def test_an_open_promise_is_the_best_thing_to_begin_with() -> None:
    story = ana("cadence: 7\nneeds: a bookkeeper", "2026-10-01") + (
        "\n--- 2026-10-01.md\n- promised: [[Ana]] the recipe\n"
    )
    found = the_only(story)
    assert [one.text for one in found.promises] == ["the recipe"]
    assert (found.step.hook, found.step.text) == ("promise", "the recipe")
    assert found.words == "hives"


def test_the_way_is_as_it_was_the_last_time() -> None:
    ways = {
        kind: the_only(ana("cadence: 7", "2026-10-01", words=f"{kind}: x")).step.way
        for kind in ("call", "lunch", "walk", "wrote", "letter")
    }
    assert ways == {
        "call": "call",
        "lunch": "meal",
        "walk": "walk",
        "wrote": "write",
        "letter": "letter",
    }


# --- law 5 ---------------------------------------------------------------------------


def places(book: Book, today: date = TODAY) -> dict[PersonId, tuple[str, int]]:
    """Return where everybody stands on the page: the section and the place in it."""
    found = reconnect.find(connect(book), DEFAULTS, today)
    return {
        one.person: (state, place)
        for state in STATES
        for place, one in enumerate(getattr(found, state))
    }


ASKS = frozenset({"quiet", "drifting", "season", "dormant"})


@given(vaults(), st.data())
def test_contact_today_never_moves_a_person_up(
    made: Vault, data: st.DataObject
) -> None:
    book = made.book
    others = [person for person in book.people if person != book.me]
    if not others:
        return
    person = data.draw(st.sampled_from(others))
    met = Encounter(date=TODAY, people=(person,), kind="met", origin=Origin("x.md"))
    past = [one for one in book.encounters if one.date <= TODAY]
    to_come = [one for one in book.encounters if one.date > TODAY]
    after = places(replace(book, encounters=(*past, met, *to_come)))
    before = places(book)
    assert after.get(person, ("", 0))[0] not in ASKS | {"unknown"}
    if person in after:
        assert after[person] == before[person]
    assert all(after[other][0] == before[other][0] for other in after)


@given(
    st.lists(st.dates(date(2019, 1, 1), TODAY), max_size=12),
    st.integers(1, 3_660),
    st.integers(1, 3_660),
    st.sampled_from(("", "inner", "active")),
)
def test_a_longer_cadence_makes_nobody_quiet_sooner(
    days: list[date], one: int, other: int, circle: str
) -> None:
    log = tuple(day.isoformat() for day in days)
    book = Vault.of(ana(f"circle: {circle}", *log)).book
    who = book.people[ANA]

    def asked(cadence: int) -> bool:
        people = MappingProxyType({ANA: replace(who, cadence=cadence)})
        return places(replace(book, people=people)).get(ANA, ("", 0))[0] in ASKS

    shorter, longer = sorted((one, other))
    assert asked(shorter) >= asked(longer)


def test_nudges_come_in_the_order_of_the_page_and_dormant_ties_with_a_warm_up() -> None:
    story = ana("org: Hive Ltd", *WEEKLY_ONCE) + (
        "\n--- People/Bo.md\n\n- 2026-11-10 call: fine\n"
        "--- People/Cy.md\ncadence: 7\n\n- 2026-10-12 call: hm\n"
    )
    vault = Vault.of(story)
    given = vault.network, vault.settings, TODAY
    found = reconnect.nudges(reconnect.everybody(*given), *given)
    assert {kind: [one.warm_up for one in those] for kind, those in found.items()} == {
        "quiet": [None],
        "dormant": ["People/Bo.md"],
    }
