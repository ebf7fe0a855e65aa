"""People I know: everyone by name."""

from __future__ import annotations

from datetime import date, timedelta

from tests.whole import TODAY, Vault
from vaultkit.dates import Day
from vaultkit.frozen import replace
from vaultkit.insights import people
from vaultkit.problems import Origin
from vaultkit.settings import DEFAULTS

STORY = """
    --- Me.md
    type: me
    --- People/Bo.md
    circle: close
    met: 2024-05
    met_at: "[[Fair 2024]]"
    introduced_by: "[[Ana]]"
    last_contact: 2026-10-01
    --- People/Ana.md

    - 2026-01-03 coffee: hives
    - 2026-02-03 coffee: swarms
    --- People/Cy.md
    season: ended
    --- Fair 2024.md
    type: event
"""


def test_everyone_by_name_and_ended_seasons_apart() -> None:
    found = people.find(Vault.of(STORY).network, DEFAULTS, TODAY)
    assert [one.person for one in found.people] == ["People/Ana.md", "People/Bo.md"]
    assert [one.person for one in found.ended] == ["People/Cy.md"]


def test_how_we_met_and_when_we_last_did() -> None:
    ana, bo = people.find(Vault.of(STORY).network, DEFAULTS, TODAY).people
    assert ana.met is None  # the first line of a log is no day of meeting
    assert (ana.first, bo.first) == (date(2026, 1, 3), None)
    assert (ana.last, ana.last_from) == (date(2026, 2, 3), Origin("People/Ana.md", 3))
    assert bo.met == Day(date(2024, 5, 1), "month")
    assert (bo.met_at, bo.met_at_path) == ("Fair 2024", "Fair 2024.md")
    assert (bo.circle, bo.through) == ("close", ("People/Ana.md",))
    assert (bo.last, bo.last_from) == (date(2026, 10, 1), Origin("People/Bo.md", 6))


def test_a_vault_of_nobody_but_me_has_nothing_to_say() -> None:
    vault = Vault.of("--- Me.md\ntype: me\n")
    assert people.find(vault.network, DEFAULTS, TODAY).empty


# --- circles -------------------------------------------------------------------------

CIRCLES = """
    --- Me.md
    type: me
    circle: inner
    --- People/Ana.md
    circle: inner
    --- People/Bo.md
    circle: close
    --- People/Cy.md
    circle: close
    season: resting
    --- People/Dee.md
    circle: wider
"""


def test_no_circles_unless_a_note_sets_one() -> None:
    assert not people.find(
        Vault.of("--- People/Ana.md\n").network, DEFAULTS, TODAY
    ).circles


def test_each_circle_counts_the_nearer_ones_and_nobody_at_rest() -> None:
    found = people.find(Vault.of(CIRCLES).network, DEFAULTS, TODAY).circles
    assert [(one.name, one.people, one.within, one.room) for one in found] == [
        ("inner", ("People/Ana.md",), 1, 4),
        ("close", ("People/Bo.md",), 2, 13),
        ("wider", ("People/Dee.md",), 3, 147),
    ]


def test_a_full_circle_has_no_room_and_never_less() -> None:
    sizes = {**DEFAULTS.circle_sizes, "inner": 0, "close": 2}
    chosen = replace(DEFAULTS, circle_sizes=sizes)
    found = people.find(Vault.of(CIRCLES).network, chosen, TODAY).circles
    assert [(one.name, one.room) for one in found][:2] == [("inner", 0), ("close", 0)]


# --- cards ---------------------------------------------------------------------------


def cards(story: str, days: int = 30) -> list[tuple[str, date]]:
    chosen = replace(DEFAULTS, card_days=days)
    found = people.find(Vault.of(story).network, chosen, TODAY).cards
    return [(one.person, one.until) for one in found]


CARD = f"""
    --- {TODAY - timedelta(10)}.md
    - card: [[Eve]] — sells felt
    - card: [[Me]] and [[Flo]]
    --- {TODAY - timedelta(12)}.md
    - card: [[Eve]] — the same card, earlier
    --- Me.md
    type: me
"""


def test_a_card_without_a_conversation_is_told_once() -> None:
    until = TODAY + timedelta(20)
    assert cards(CARD) == [("eve", until), ("flo", until)]


def test_it_is_let_go_after_the_days_set() -> None:
    assert len(cards(CARD, days=10)) == 2
    assert cards(CARD, days=9) == []


def test_who_was_ever_in_touch_needs_no_card() -> None:
    talk = "\n    --- 2025-05-01.md\n    - coffee: [[Eve]] — felt\n"
    assert [who for who, _ in cards(CARD + talk)] == ["flo"]


def test_a_season_that_ended_is_not_brought_up_by_a_card() -> None:
    ended = "\n    --- People/Eve.md\n    season: ended\n"
    assert [who for who, _ in cards(CARD + ended)] == ["flo"]


def test_a_hidden_conversation_is_one() -> None:
    hidden = """
    --- Diary.md
    private: true

    - 2026-10-30 coffee: [[Eve]] — felt
    """
    assert [who for who, _ in cards(CARD + hidden)] == ["flo"]


def test_where_a_circle_is_hidden_nothing_is_said_of_room() -> None:
    hidden = "\n    --- People/Eve.md\n    circle: inner\n    private: [circle]\n"
    for story, untold in ((CIRCLES, False), (CIRCLES + hidden, True)):
        found = people.find(Vault.of(story).network, DEFAULTS, TODAY).circles
        assert [one.untold for one in found] == [untold] * 3
        assert found[0].people == ("People/Ana.md",)
