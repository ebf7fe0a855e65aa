"""Events and people: what draws me, whom I know there, whom I met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.frozen import replace
from vaultkit.insights import events
from vaultkit.insights.events import Events, Past, Upcoming, series
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath

ME = """
    --- Me.md
    type: me
    interests: [music]
    learning: [bread/sourdough]
"""


def page(story: str, today: date = TODAY) -> Events:
    return events.find(Vault.of(ME + story, today).network, DEFAULTS, today)


def coming(story: str) -> Upcoming:
    (found,) = page(story).upcoming
    return found


def gone(story: str) -> Past:
    (found,) = page(story).past
    return found


EVENT = "\n    --- {name}.md\n    type: event\n    date: {day}\n    {more}\n"
SOON = TODAY + timedelta(10)
AGO = TODAY - timedelta(10)


def event(name: str, day: date, more: str = "") -> str:
    return EVENT.format(name=name, day=day, more=more)


# --- to come -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topics", "draws"),
    [
        ("[music]", [("interest", "same")]),
        ("[music/hurdy-gurdy]", [("interest", "broader")]),
        ("[bread]", [("learning", "narrower")]),
        ("[bread/sourdough, music]", [("learning", "same"), ("interest", "same")]),
        ("[funnels]", []),
    ],
)
def test_a_topic_of_mine_draws_me(topics: str, draws: list[tuple[str, str]]) -> None:
    found = coming(event("Evening", SOON, f"topics: {topics}"))
    assert [(one.kind, one.how) for one in found.draws] == draws
    assert found.skip is not bool(draws)


@pytest.mark.parametrize(
    ("more", "skip"),
    [
        ("topics: [funnels]", True),
        ("topics: [funnels]\n    decision: going", False),
        ("topics: [funnels]\n    people: [Ada Moss]", False),
        ("place: Leeds", False),
    ],
)
def test_skip_is_said_only_of_what_is_known_to_be_nothing(
    more: str, *, skip: bool
) -> None:
    assert coming(event("Lunch", SOON, more)).skip is skip


def test_a_meeting_is_never_to_be_skipped() -> None:
    story = event("Lunch", SOON, "topics: [funnels]").replace(
        "type: event", "type: meeting"
    )
    assert not coming(story).skip


def test_of_an_event_i_skip_nobody_is_named() -> None:
    story = event("Lunch", SOON, "people: [Ada Moss]\n    decision: skipping")
    found = coming(story)
    assert (found.known, found.meet, found.perhaps) == ((), (), ())


def test_whom_i_know_there_comes_with_something_to_bring_up() -> None:
    story = event("Evening", SOON, 'people: ["[[Ada Moss]]", "[[Bo]]", "[[Cy]]"]')
    found = coming(
        story
        + """
    --- People/Ada Moss.md
    needs: a bookkeeper

    - 2026-05-01 coffee: rain
    --- People/Bo.md
    interests: [music]

    - 2026-10-01 coffee: sun
    --- People/Cy.md
    season: ended

    - 2026-10-01 coffee: snow
"""
    )
    assert [(one.person, one.step.hook) for one in found.known] == [
        ("People/Bo.md", "shared"),
        ("People/Ada Moss.md", "need"),
    ]
    assert not found.meet


@pytest.mark.parametrize(
    ("more", "through", "there"),
    [
        ("knows: '[[Ada Moss]]'", ("People/Ada Moss.md",), True),
        (
            "knows: ['[[Bo]]', '[[Ada Moss]]']",
            ("People/Ada Moss.md", "People/Bo.md"),
            True,
        ),
        ("knows: '[[Bo]]'", ("People/Bo.md",), False),
        ("knows: '[[Cy]]'", (), False),
    ],
)
def test_who_could_make_us_acquainted(
    more: str,
    through: tuple[str, ...],
    there: bool,  # noqa: FBT001  # one of several columns
) -> None:
    (one,) = coming(
        event("Evening", SOON, 'people: ["[[Ada Moss]]", "[[New Nils]]"]')
        + f"""
    --- People/New Nils.md
    interests: [chess, music]
    {more}
    --- People/Ada Moss.md

    - 2026-05-01 coffee: rain
    --- People/Bo.md

    - 2026-10-01 coffee: sun
    --- People/Cy.md
"""
    ).meet
    assert (one.through, one.there) == (through, there)
    assert one.mine is not None
    assert one.shared is not None
    assert one.shared.text == "music"


def test_earlier_editions_are_a_guess_where_nobody_is_noted() -> None:
    story = (
        event("Fair 2024", date(2024, 5, 1), "people: [Ada Moss, Old Ole]")
        + event(
            "2025-05-01 Fair", date(2025, 5, 1), "people: [Ada Moss]\n    energy: 1"
        )
        + event("Fair no show", date(2025, 6, 1), "people: [Bo]")
        + event("Fair 2026", SOON)
    )
    found = coming(story)
    assert [one.person for one in found.perhaps] == ["ada moss", "old ole"]
    assert [one.edition and one.edition.path for one in found.perhaps] == [
        "2025-05-01 Fair.md",
        "Fair 2024.md",
    ]
    assert found.before is not None
    assert found.before.energy == 1
    named = coming(story.replace("Fair 2026.md\n", "Fair 2026.md\n    people: [Bo]\n"))
    assert not named.perhaps


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Ringing Day 2026", "ringing day"),
        ("2026-11-02 Ringing Day", "ringing day"),
        ("3rd Ringing Day, May", "ringing day"),
        ("Weavers' table", "weavers table"),
        ("2026-11-02", ""),
    ],
)
def test_editions_have_a_name_in_common(name: str, known: str) -> None:
    assert series(name) == known


@pytest.mark.parametrize(
    "note",
    ["met: 2020-01-01\n    private: [met]", "circle: inner\n    private: [circle]"],
)
def test_whoever_may_be_known_in_secret_is_not_called_a_stranger(note: str) -> None:
    found = coming(
        event("Evening", SOON, "people: '[[New Nils]]'")
        + f"\n    --- People/New Nils.md\n    {note}\n"
    )
    assert (found.known, found.meet) == ((), ())


def test_nothing_is_said_of_a_lack_where_what_i_care_about_is_hidden() -> None:
    story = ME + event("Lunch", SOON, "topics: [funnels]")
    secret = story.replace("type: me", "type: me\n    private: [interests]")
    (found,) = events.find(Vault.of(secret).network, DEFAULTS, TODAY).upcoming
    assert not found.skip
    assert not found.nothing


# --- past ----------------------------------------------------------------------------


def test_whom_i_met_comes_with_what_i_noted_that_day() -> None:
    found = gone(
        event("Fair", AGO, "people: [New Nils, Ada Moss]")
        + f"""
    --- People/Ada Moss.md
    circle: inner
    --- {AGO}.md
    - met: [[New Nils]] — a very small dog
    --- {AGO + timedelta(1)}.md
    - wrote: [[New Nils]] — about something else
"""
    )
    (met,) = found.met
    assert (met.person, met.words) == ("new nils", "a very small dog")
    assert met.since == AGO + timedelta(1)
    assert found.company == ("People/Ada Moss.md",)


def test_it_is_told_for_the_days_set_and_then_goes() -> None:
    story = event("Fair", AGO, "people: [New Nils]")
    network = Vault.of(ME + story).network
    last = replace(DEFAULTS, event_days=10)
    assert events.find(network, last, TODAY).past[0].until == TODAY
    assert not events.find(network, replace(DEFAULTS, event_days=9), TODAY).past


def test_an_event_of_today_is_still_to_come() -> None:
    found = page(event("Fair", TODAY, "people: [New Nils]"))
    assert (len(found.upcoming), found.past) == (1, ())


FIRST = f"""
    --- {AGO}.md
    - met: [[Same Day Sara]] — nets
"""


def test_who_was_first_met_on_the_day_was_met_there() -> None:
    (met,) = gone(event("Fair", AGO) + FIRST).met
    assert met.person == "same day sara"


@pytest.mark.parametrize(
    "more",
    [
        event("Other fair", AGO),
        "\n    --- People/Same Day Sara.md\n    private: [met_at]\n",
        "\n    --- People/Same Day Sara.md\n    met_at: the ferry\n",
        "\n    --- 2026-01-01.md\n    - coffee: [[Same Day Sara]] — earlier\n",
    ],
)
def test_but_not_where_it_may_have_been_elsewhere(more: str) -> None:
    assert not page(event("Fair", AGO) + FIRST + more).past


@given(vaults())
def test_nobody_is_named_twice_and_days_hold(made: Vault) -> None:
    found = events.find(made.network, DEFAULTS, TODAY)
    for one in found.upcoming:
        assert one.event.date is not None
        assert one.event.date >= TODAY
        there = [it.person for it in (*one.known, *one.perhaps)]
        named = [*there, *(it.person for it in one.meet)]
        assert len(named) == len(set(named))
        assert made.network.book.me not in named
    for past in found.past:
        assert past.event.date is not None
        assert past.event.date < TODAY <= past.until
        assert past.met


def test_a_goal_of_nobody_asks_for_no_conversation() -> None:
    fair = "--- Fair.md\ntype: event\ndate: 2027-01-01\ngoal: 0\ndecision: going\n"
    text = "".join(Vault.of(fair).pages.values())
    assert "to have been there, and you may go home." in text


def test_a_promise_is_no_clue_to_know_somebody_by() -> None:
    fair = '--- Fair.md\ntype: event\ndate: 2026-11-20\npeople: ["[[Xi]]"]\n\n'
    said = "- promised: [[Xi]] a book on endgames\n"
    text = Vault.of(fair + said).pages[VaultPath("Network/Events and people.md")]
    assert "You promised: “a book on endgames”" in text
    assert "Xi: “a book" not in text
