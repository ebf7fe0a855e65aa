"""This week: a few people, nobody twice, and a day of rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.book.people import PersonId
from vaultkit.insights import week
from vaultkit.insights.week import JUST
from vaultkit.insights.week.turns import changes_on, has_turn
from vaultkit.pages.asked import Asked
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from vaultkit.insights.week import Week


def of(vault: Vault, today: date = TODAY) -> Week:
    asked = Asked(vault.network, (), vault.settings, today)
    return week.find(vault.network, vault.settings, today, asked.nudges)


def page(story: str, today: date = TODAY) -> Week:
    return of(Vault.of(story), today)


def names(found: Week) -> list[tuple[str, str]]:
    return [(one.kind, one.person[7:-3]) for one in found.nudges]


def quiet(name: str) -> str:
    return f"--- People/{name}.md\ncadence: 30\n\n- 2026-10-01 coffee: {name}'s bees\n"


THREE = quiet("Ana") + quiet("Bo") + quiet("Cy")


def test_no_more_than_the_budget() -> None:
    assert names(page(THREE)) == [("quiet", "Ana"), ("quiet", "Bo")]


def test_the_budget_is_mine_to_set() -> None:
    me = "--- Me.md\ntype: me\nreach_outs_per_week: {}\n"
    assert len(page(THREE + me.format(3)).nudges) == 3
    assert page(THREE + me.format(0)).nudges == ()
    setting = "--- vaultkit.toml\nreach_outs_per_week = 1\n"
    assert len(page(THREE + setting).nudges) == 1
    assert len(page(THREE + setting + me.format(3)).nudges) == 3


LONG_AGO: Final = "".join(
    f"--- People/{name}.md\ncircle: close\ncadence: 1 year\n\n- {day} call: hm\n"
    for name, day in (("Old", "2019-07-28"), ("Older", "2018-08-26"))
)


@pytest.mark.parametrize(
    ("budget", "people"),
    [
        (1, [("Old", None)]),
        (2, [("Old", "Cy")]),
        (3, [("Old", "Cy"), ("Older", None)]),
    ],
)
def test_somebody_to_warm_up_with_is_one_of_the_few(
    budget: int, people: list[tuple[str, str | None]]
) -> None:
    story = LONG_AGO + (
        "--- People/Cy.md\n\n- 2026-11-10 call: fine\n"
        f"--- vaultkit.toml\nreach_outs_per_week = {budget}\n"
    )
    found = page(story).nudges
    assert {one.kind for one in found} == {"dormant"}
    warm = [one.warm_up[7:-3] if one.warm_up else None for one in found]
    assert list(zip([one.person[7:-3] for one in found], warm, strict=True)) == people


def test_kinds_take_turns_and_nobody_comes_twice() -> None:
    story = (
        THREE
        + "--- Me.md\ntype: me\noffers: bookkeeping\nreach_outs_per_week: 9\n"
        + "--- People/Dee.md\nneeds: bookkeeping\n\n- 2026-11-01 call: taxes\n"
        + "--- 2026-11-02.md\n- promised: [[Ana]] honey\n- promised: [[Eve]] a book\n"
        + "--- People/Eve.md\n"
    )
    assert names(page(story)) == [
        ("quiet", "Bo"),
        ("help", "Dee"),
        ("promise", "Ana"),
        ("quiet", "Cy"),
        ("promise", "Eve"),
    ]


def test_who_was_just_in_touch_waits_a_week() -> None:
    story = (
        "--- Me.md\ntype: me\noffers: bookkeeping\n"
        "--- People/Dee.md\nneeds: bookkeeping\n\n- 2026-11-18 call: taxes\n"
    )
    assert page(story).nudges == ()
    assert names(page(story, date(2026, 11, 18) + JUST)) == [("help", "Dee")]


def test_a_name_that_rests_is_not_brought_up() -> None:
    for rest in ("season: resting", "snooze_until: 2026-12-24", "season: ended"):
        story = (
            "--- Me.md\ntype: me\noffers: bookkeeping\n"
            f"--- People/Dee.md\nneeds: bookkeeping\n{rest}\n\n- 2026-11-01 call: tax\n"
            "--- 2026-11-02.md\n- promised: [[Dee]] a book\n"
        )
        assert page(story).nudges == ()


def test_one_forgotten_person_comes_back_in_my_own_words() -> None:
    found = page("--- 2024-03-01.md\n- coffee: [[Priya]] wants to learn the cello\n")
    (nudge,) = found.nudges
    assert (nudge.kind, nudge.person) == ("silent", "priya")
    assert nudge.words == "wants to learn the cello"
    assert nudge.since == date(2024, 3, 1)
    assert found.people == 1


def test_the_longest_silence_first_where_there_is_no_measure() -> None:
    story = """
        --- 2026-03-01.md
        - coffee: [[Bo]] bread
        --- 2025-03-01.md
        - coffee: [[Ana]] bees
        --- 2024-03-01.md
        - saw [[Wordless]]
        - [[Cy]]
        --- 2026-11-20.md
        - coffee: [[Dee]] just now
    """
    found = [one.person for one in page(story).nudges]
    assert found[-1] == "bo"
    assert "dee" not in found
    assert "cy" not in found


def test_silence_alone_is_no_reason_where_somebody_is_quiet() -> None:
    story = quiet("Ana") + "--- 2024-03-01.md\n- coffee: [[Bo]] bread\n"
    assert names(page(story)) == [("quiet", "Ana")]


def fair(day: date, more: str = "decision: going\n", name: str = "Fair") -> str:
    return f"--- {name}.md\ntype: event\ndate: {day}\n{more}"


YESTERDAY: Final = TODAY - timedelta(days=1)


def test_the_day_after_an_event_nobody_is_asked_for() -> None:
    found = page(THREE + fair(YESTERDAY))
    assert found.rest
    assert found.rest.event.name == "Fair"
    assert found.rest.yesterday
    assert found.nudges == ()
    assert not page(THREE + fair(YESTERDAY), TODAY + timedelta(days=1)).rest
    assert not page(THREE + fair(TODAY)).rest


@pytest.mark.parametrize(
    ("more", "free"),
    [
        ("decision: going\n", True),
        ("people: Ana\n", True),
        ("energy: -1\n", True),
        ("", False),
        ("decision: skipping\npeople: Ana\n", False),
    ],
)
def test_only_an_event_that_i_was_at_is_followed_by_rest(
    more: str, *, free: bool
) -> None:
    assert bool(page(THREE + fair(YESTERDAY, more)).rest) is free
    talk = fair(YESTERDAY, more).replace("type: event", "type: meeting")
    assert not page(THREE + talk).rest


def test_the_page_names_the_event_after_which_it_rests() -> None:
    made = Vault.of(THREE + fair(YESTERDAY))
    (home,) = (text for path, text in made.pages.items() if "This week" in path)
    assert "Yesterday was [[Fair]]. Nobody to write to today." in home


def tiring(*energy: int) -> str:
    return "".join(
        fair(date(2026, 1 + n, 1), f"energy: {one}\n", f"E{n}")
        for n, one in enumerate(energy)
    )


@pytest.mark.parametrize(
    ("energy", "free"),
    [
        ((-2, -2, -2, -2), False),
        ((-2, -2, -2, 1, 1), True),
        ((-2, -2, 2, 1, 1), False),
        ((-1, -1, 2, 1, 1), False),
    ],
)
def test_tiring_events_are_followed_by_two_days(
    energy: tuple[int, ...], *, free: bool
) -> None:
    story = THREE + tiring(*energy)
    before = YESTERDAY - timedelta(days=1)
    assert bool(page(story + fair(before)).rest) is free
    assert not page(story + fair(before - timedelta(days=1))).rest
    assert page(story + fair(YESTERDAY)).rest


def test_no_page_shows_what_energy_comes_to() -> None:
    before = YESTERDAY - timedelta(days=1)
    made = Vault.of(THREE + tiring(-2, -2, -1, -1, -1) + fair(before))
    (home,) = (text for path, text in made.pages.items() if "This week" in path)
    assert "[[Fair]] was on 19 November 2026" in home
    assert "energy" not in home
    assert "-1" not in home


def seen(days: int, kind: str = "coffee") -> str:
    return "".join(
        f"--- {TODAY - timedelta(days=n)}.md\n- {kind}: [[Zed]] hm\n"
        for n in range(1, days + 1)
    )


def test_after_a_week_in_company_there_is_one_fewer() -> None:
    assert len(page(THREE + seen(4)).nudges) == 2
    assert len(page(THREE + seen(5)).nudges) == 1
    assert len(page(THREE + seen(7, "wrote")).nudges) == 2
    never = "--- vaultkit.toml\nfull_week_days = 8\n"
    assert len(page(THREE + seen(7) + never).nudges) == 2


def test_a_full_week_alone_leaves_one() -> None:
    one = "--- vaultkit.toml\nreach_outs_per_week = {}\n"
    assert len(page(THREE + seen(7) + one.format(1)).nudges) == 1
    assert page(THREE + seen(7) + one.format(0)).nudges == ()


def test_whom_i_meet_today_makes_no_week_full() -> None:
    today = f"--- {TODAY}.md\n- coffee: [[Zed]] hm\n"
    assert len(page(THREE + seen(4) + today).nudges) == 2


def test_open_promises_oldest_first() -> None:
    story = (
        "--- 2026-06-02.md\n- promised: [[Ana]] honey\n- promised: [[Bo]] a book\n"
        "--- 2026-05-02.md\n- promised: [[Cy]] a call\n"
        "--- 2026-07-02.md\n- kept: [[Bo]] a book\n"
        "--- 2026-12-02.md\n- promised: [[Bo]] to come\n"
    )
    assert [one.text for one in page(story).promises] == ["a call", "honey"]


def test_what_comes_next_is_today_or_later_and_not_skipped() -> None:
    events = "".join(
        f"--- {name}.md\ntype: event\ndate: {day}\ndecision: {decision}\n"
        for name, day, decision in (
            ("Past", "2026-11-20", "going"),
            ("Skipped", "2026-11-22", "skipping"),
            ("Later", "2026-12-01", ""),
            ("Next", "2026-11-23", "going"),
        )
    )
    event = page(events).event
    assert event is not None
    assert event.name == "Next"


def test_introductions_wait_for_somebody_or_for_me() -> None:
    head = 'type: introduction\nbetween: ["[[Ana]]", "[[Bo]]"]\n'
    story = THREE + "".join(
        f"--- I/{n}.md\n{head}{said}\n"
        for n, said in enumerate(
            (
                'yes: "[[Ana]]"',
                'yes: ["[[Ana]]", "[[Bo]]"]',
                'no: "[[Ana]]"',
                "introduced: 2026-11-01",
            )
        )
    )
    found = page(story).waiting
    assert [one.waiting_for for one in found] == [("People/Bo.md",), ()]


def test_the_purpose_only_if_set() -> None:
    assert (
        page("--- Me.md\ntype: me\npurpose: few and deep\n").purpose == "few and deep"
    )
    assert page("--- Me.md\ntype: me\n").empty


@given(vaults())
def test_nobody_twice_never_me_and_within_the_budget(made: Vault) -> None:
    found = of(made)
    people = [one.person for one in found.nudges]
    people += [one.warm_up for one in found.nudges if one.warm_up]
    assert len(people) == len(set(people))
    me = (
        made.network.book.people.get(made.network.book.me or people[0])
        if people
        else None
    )
    budget = me.reach_outs if me and me.me else None
    assert len(people) <= (
        made.settings.reach_outs_per_week if budget is None else budget
    )
    assert made.network.book.me not in people


# --- turns ---------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_a_name_is_shown_four_weeks_and_rests_twelve(due: date, after: int) -> None:
    shown = has_turn(due, due + timedelta(days=after))
    assert shown is (after % (16 * 7) < 28)


def test_nobody_comes_up_before_the_day() -> None:
    assert not has_turn(TODAY + timedelta(days=1), TODAY)
    assert has_turn(None, TODAY)


def test_who_is_quiet_comes_up_rests_and_comes_up_again() -> None:
    due = date(2026, 11, 1)  # thirty days after the first of October, and one more
    for days, shown in (
        (-1, False),
        (0, True),
        (27, True),
        (28, False),
        (111, False),
        (112, True),
    ):
        today = due + timedelta(days=days)
        other = f"--- {today - timedelta(days=8)}.md\n- promised: [[Bo]] a book\n"
        found = page(quiet("Ana") + other, today)
        assert (("quiet", "Ana") in names(found)) is shown
        assert ("promise", "bo") in [(one.kind, one.person) for one in found.nudges]


def test_where_everybody_rests_whoever_rested_longest_comes_up() -> None:
    due = date(2026, 11, 1)
    for days in (28, 60, 111):
        found = page(quiet("Ana"), due + timedelta(days=days))
        assert names(found) == [("quiet", "Ana")]


def test_a_promise_comes_up_by_its_day_and_stays_below() -> None:
    story = "--- 2026-11-02.md\n- promised: [[Eve]] a book\n"
    story += "--- 2026-11-22.md\n- promised: [[Bo]] a book\n"
    shown = [page(story, date(2026, 11, 2) + timedelta(days=n)) for n in (7, 27, 28)]
    said = [[one.person for one in week.nudges] for week in shown]
    assert said == [["eve"], ["eve", "bo"], ["bo"]]
    assert all(one.promises for one in shown)


def test_a_memory_takes_turns_and_never_leaves_the_page_bare() -> None:
    story = (
        "--- 2024-03-01.md\n- coffee: [[Ana]] bees\n"
        "--- 2025-03-01.md\n- coffee: [[Bo]] bread\n"
        "--- vaultkit.toml\nreach_outs_per_week = 1\n"
    )
    days = [TODAY + timedelta(days=n) for n in range(112)]
    found = [page(story, day).nudges[0].person for day in days[::7]]
    assert set(found) == {"ana", "bo"}


@given(vaults(), st.data())
def test_contact_today_never_moves_anybody_up(made: Vault, data: st.DataObject) -> None:
    book = made.network.book
    assume(book.people and not book.everyone)
    who = data.draw(st.sampled_from([*book.people]))
    name = who.removesuffix(".md") if book.people[who].path else book.people[who].name
    line = f"- {TODAY} coffee: [[{name}]]\n".encode()
    after = Vault({**made.files, "Seen today.md": line})
    before = [one.person for one in of(made).nudges]
    found = [one.person for one in of(after).nudges]
    assert who not in found or found.index(who) >= before.index(who)


# --- birthdays -----------------------------------------------------------------------


def born(name: str, day: str, more: str = "") -> str:
    return f"--- People/{name}.md\nbirthday: {day}\n{more}\n- 2026-01-05 call: hm\n"


def test_birthdays_of_the_next_seven_days_the_soonest_first() -> None:
    story = (
        "--- vaultkit.toml\nreach_outs_per_week = 9\n"
        + born("Ana", "11-27")
        + born("Bo", "1980-11-21")
        + born("Cy", "11-28")
        + born("Dee", "11-20")
    )
    found = [one for one in page(story).nudges if one.kind == "birthday"]
    assert [(one.person[7:-3], one.since) for one in found] == [
        ("Bo", date(2026, 11, 21)),
        ("Ana", date(2026, 11, 27)),
    ]
    assert {one.step.hook for one in found} == {"birthday"}


def test_no_page_says_how_old_somebody_is() -> None:
    made = Vault.of(born("Bo", "1980-11-23"))
    (home,) = (text for path, text in made.pages.items() if "This week" in path)
    assert "[[Bo]]: has a birthday on 23 November 2026." in home
    assert "1980" not in home
    assert "46" not in home


@pytest.mark.parametrize(
    "left",
    [
        "season: ended\n",
        "season: resting\n",
        "snooze_until: 2027-01-01\n",
        "private: [birthday]\n",
        "private: true\n",
        "type: me\n",
    ],
)
def test_a_birthday_is_no_reason_where_it_is_not_to_be_one(left: str) -> None:
    kinds = [one.kind for one in page(born("Bo", "11-23", left)).nudges]
    assert "birthday" not in kinds


def test_a_greeting_takes_a_birthday_off_the_list() -> None:
    story = born("Bo", "11-23")
    before, greeted = "- 2026-11-16 call: hm\n", "- 2026-11-17 wrote: all the best\n"
    assert names(page(story + before)) == [("birthday", "Bo")]
    assert page(story + greeted).nudges == ()


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 2, 24), date(2027, 2, 28)),
        (date(2028, 2, 24), date(2028, 2, 29)),
        (date(2026, 12, 30), None),
    ],
)
def test_a_birthday_on_a_leap_day(today: date, day: date | None) -> None:
    found = page(born("Bo", "2000-02-29"), today).nudges
    assert [one.since for one in found if one.kind == "birthday"] == [day] * bool(day)


def test_a_birthday_after_the_new_year() -> None:
    found = page(born("Bo", "01-02"), date(2026, 12, 29)).nudges
    assert [one.since for one in found] == [date(2027, 1, 2)]


# --- today's and tomorrow's meetings -------------------------------------------------


def meeting(day: str, people: str, more: str = "") -> str:
    return f"--- Talk.md\ntype: meeting\ndate: {day}\npeople: {people}\n{more}"


ANA: Final = """--- People/Ana.md
met: 2020-05-01
met_at: the fair
needs: a beekeeper
interests: bees

- 2026-11-01 coffee: her hives
--- 2026-11-02.md
- promised: [[Ana]] honey
"""


def test_a_brief_on_whoever_is_met_today_or_tomorrow() -> None:
    for day, told in (
        ("2026-11-20", False),
        ("2026-11-21", True),
        ("2026-11-22", True),
        ("2026-11-23", False),
    ):
        assert bool(page(ANA + meeting(day, "Ana")).soon) is told
    skipped = meeting("2026-11-22", "Ana", "decision: skipping\n")
    assert page(ANA + skipped).soon == ()


def test_three_facts_and_how_we_met_gives_way() -> None:
    talk = meeting("2026-11-22", "Ana")
    (row,) = page(ANA + talk).soon
    (one,) = row.people
    assert one.words
    assert one.words.text == "her hives"
    assert one.need
    assert one.promise
    assert (one.how, one.cares, one.strange) == (None, None, False)
    (row,) = page(ANA.replace("needs: a beekeeper\n", "") + talk).soon
    how = row.people[0].how
    assert how
    assert (how.met_at, how.met and how.met.date) == ("the fair", date(2020, 5, 1))


def test_whoever_was_never_met_is_said_to_be_new() -> None:
    (row,) = page(
        "--- People/Ana.md\ninterests: bees\n" + meeting("2026-11-22", "[Ana, Bo]")
    ).soon
    assert [(one.strange, bool(one.cares)) for one in row.people] == [
        (True, True),
        (True, False),
    ]


def test_whose_season_ended_is_not_briefed_on() -> None:
    over = ANA.replace("met: ", "season: ended\nmet: ")
    assert page(over + meeting("2026-11-22", "Ana")).soon == ()


def test_who_is_met_tomorrow_is_not_to_be_written_to() -> None:
    assert page(ANA).nudges
    found = page(ANA + meeting("2026-11-22", "Ana"))
    assert found.nudges == ()
    assert found.event is None


def test_the_birthday_of_who_is_met_tomorrow_is_told_there() -> None:
    found = page(born("Bo", "11-24") + meeting("2026-11-22", "Bo"))
    assert found.nudges == ()
    assert [one.birthday for one in found.soon[0].people] == [date(2026, 11, 24)]


# --- after an event, and cards -------------------------------------------------------

FAIR: Final = """--- Fair.md
type: event
date: 2026-11-14
people: [Ana, Bo, Cy]
--- 2026-11-14.md
- met: [[Ana]] at the hives
- met: [[Cy]] by the door
--- 2026-11-16.md
- wrote: [[Cy]] about the hives
"""


def test_whom_i_met_at_an_event_may_be_written_to_as_long_as_nobody_has() -> None:
    found = page(FAIR).nudges
    assert [(one.kind, one.person, one.words) for one in found] == [
        ("met", "ana", "at the hives")
    ]
    (one,) = found
    assert one.step.hook == "words"
    assert (one.since, one.due) == (date(2026, 11, 14), date(2026, 11, 15))
    assert page(FAIR, date(2026, 11, 15)).nudges == ()  # free, after an event
    assert names(page(FAIR, date(2026, 12, 12)))[:1] == [("met", "")]
    assert "met" not in dict(names(page(FAIR, date(2026, 12, 13))))
    home = Vault.of(FAIR).pages[VaultPath("Network/This week.md")]
    assert "- Ana: you were both at [[Fair]], 14 November 2026.\n" in home
    known = FAIR + "--- People/Ana.md\ncircle: close\nseason: resting\n"
    assert "met" not in dict(names(page(known)))


def test_a_card_is_a_reason_as_long_as_it_is_told() -> None:
    card = "--- 2026-11-10.md\n- card: [[Eve]] tunes bagpipes\n"
    (one,) = page(card).nudges
    assert (one.kind, one.words, one.due) == (
        "card",
        "tunes bagpipes",
        date(2026, 11, 10),
    )
    home = Vault.of(card).pages[VaultPath("Network/This week.md")]
    assert "a card changed hands on [[2026-11-10|10 November 2026]]" in home
    assert page(card, date(2026, 12, 10)).nudges
    assert page(card, date(2026, 12, 11)).nudges == ()
    assert page(card + "--- 2026-11-20.md\n- call: [[Eve]]\n").nudges == ()


def test_what_keeps_warm_goes_before_whom_i_met_once() -> None:
    found = page(FAIR + THREE.replace("Ana", "Dee"))
    assert {kind for kind, _ in names(found)} == {"quiet", "met"}
    assert names(found)[0][0] == "quiet"


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_a_turn_changes_on_the_day_that_is_said(due: date, after: int) -> None:
    today = due + timedelta(days=after)
    until = changes_on(due, today)
    shown = has_turn(due, today)
    assert has_turn(due, until) is not shown
    days = (today + timedelta(days=n) for n in range((until - today).days))
    assert all(has_turn(due, day) is shown for day in days)


def test_for_what_a_name_has_its_turn() -> None:
    vault = Vault.of(quiet("Ana") + "--- 2026-11-02.md\n- promised: [[Ana]] honey\n")

    def turns(today: date) -> list[tuple[str, bool, date]]:
        asked = Asked(vault.network, (), vault.settings, today)
        ana = PersonId("People/Ana.md")
        return [*week.turns(vault.network, today, asked.nudges, ana)]

    assert turns(date(2026, 11, 21)) == [("promise", True, date(2026, 11, 30))]
    rests = date(2027, 2, 22)
    assert ("promise", False, rests) in turns(date(2026, 11, 30))
    assert ("promise", True, rests + timedelta(weeks=4)) in turns(rests)
