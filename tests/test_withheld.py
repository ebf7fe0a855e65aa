"""What is hidden is said nowhere, and keeps pages from saying what is not so."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.whole import TODAY, Vault
from vaultkit.book.people import PersonId, Withheld
from vaultkit.insights import first_contact
from vaultkit.insights.brief import brief

if TYPE_CHECKING:
    from vaultkit.book.encounters import Encounter

RHYTHM = "\n".join(f"- 2024-{month:02}-01 coffee: tea" for month in range(1, 11))


def pages(*stories: str) -> str:
    """Return all pages of a vault as one text."""
    made = Vault.of("\n".join(map(textwrap.dedent, stories)))
    return "\n".join(f"=== {path}\n{text}" for path, text in made.pages.items())


def ada(*properties: str, log: str = "- 2025-01-01 walk: bees") -> str:
    """Return a note about Ada Moss."""
    return "\n".join(["--- People/Ada Moss.md", "type: person", *properties, "", log])


def test_without_anything_hidden_she_is_quiet() -> None:
    shown = pages(ada("cadence: 6 weeks"))
    assert "quiet since [[Ada Moss|1 January 2025]]" in shown
    assert "last in touch [[Ada Moss|1 January 2025]]" in shown


# What keeps Ada from being called quiet, and what may not be read on any page.
HIDDEN = (
    (("private: last_contact", "last_contact: 2026-11-10"), "10 November"),
    (("private: [season]", "season: resting"), "resting"),
    (("private: [season]", "season: ended"), "ended"),
    (("private: [snooze_until]", "snooze_until: 2027-03-04"), "4 March"),
)


@pytest.mark.parametrize(("properties", "hush"), HIDDEN)
@pytest.mark.parametrize("measure", ["cadence: 6 weeks", "circle: inner", "org: x"])
@pytest.mark.parametrize("log", ["- 2025-01-01 walk: bees", RHYTHM, "- needs: a map"])
def test_a_hidden_property_never_makes_a_page_nag(
    properties: tuple[str, ...], hush: str, measure: str, log: str
) -> None:
    shown = pages(ada(measure, *properties, log=log))
    assert "quiet since" not in shown
    assert "Somebody to reach out to" not in shown
    assert "Nothing noted yet" not in shown
    assert hush not in shown
    assert "[[Ada Moss]]" in shown


def test_a_hidden_cadence_is_kept_to() -> None:
    long = ada("private: [cadence]", "cadence: 5 years", "circle: inner")
    assert "quiet since" not in pages(long)
    short = ada("private: [cadence]", "cadence: 1 week", "circle: inner")
    shown = pages(short)
    assert "in your inner circle" in shown  # which is so, and may be said
    assert "1 week" not in shown
    alone = pages(ada("private: [cadence]", "cadence: 1 week"))
    assert "Longer than you had in mind" not in alone  # it would tell


def test_a_hidden_last_contact_is_not_contradicted() -> None:
    shown = pages(ada("private: last_contact", "last_contact: 2026-11-10"))
    assert "last in touch [[" not in shown
    earlier = pages(ada("private: last_contact", "last_contact: 2019-01-01"))
    assert "last in touch [[Ada Moss|1 January 2025]]" in earlier
    assert "met 1 January" not in earlier  # we knew each other before
    ahead = pages(ada("private: last_contact", "last_contact: 2027-01-01"))
    assert "last in touch [[Ada Moss|1 January 2025]]" in ahead


@pytest.mark.parametrize(
    "story",
    [
        "--- 2026-11-10.md\nprivate: true\n\n- call: [[Ada Moss]]",
        "--- People/Rosa.md\nprivate: true\n\n- 2026-11-10 tea with [[Ada Moss]]",
        (
            "--- Hush.md\ntype: event\nprivate: true\ndate: 2026-11-10\n"
            'people: "[[Ada Moss]]"'
        ),
    ],
)
def test_contact_nobody_may_know_of_is_contact(story: str) -> None:
    shown = pages(ada("circle: inner"), story)
    assert "quiet since" not in shown
    assert "last in touch [[" not in shown
    assert "November" not in shown


def test_not_now_in_a_private_note_lets_a_name_rest() -> None:
    note = "--- 2026-11-10.md\nprivate: true\n\n- not now: [[Ada Moss]] hush"
    assert "quiet since" not in pages(ada("circle: inner"), note)


def test_a_hidden_first_day_is_not_another_day() -> None:
    log = "- 2025-01-01 walk: x\n- 2026-11-01 walk: y"

    def first(*properties: str) -> Encounter | None:
        vault = Vault.of(ada(*properties, log=log))
        person = PersonId("People/Ada Moss.md")
        return first_contact(vault.network, person, TODAY)

    assert first() is not None
    assert first("private: [met]", "met: 2001") is None
    assert first("private: [met_at]", "met_at: 2001") is None
    assert first("private: last_contact", "last_contact: 2024-05-01") is None
    assert "1 January 2025" in pages(ada(log=log))
    for hidden in ("met", "met_at"):
        shown = pages(ada(f"private: [{hidden}]", f"{hidden}: 2001", log=log))
        assert "January 2025" not in shown
        assert "2001" not in shown


def test_a_brief_says_no_day_that_is_not_the_last() -> None:
    vault = Vault.of(ada("private: last_contact", "last_contact: 2026-11-10"))
    person = PersonId("People/Ada Moss.md")
    found = brief(vault.network, person, vault.settings, TODAY)
    assert (found.since, found.first is None) == (None, False)


HELP = """
    --- People/Bo Reed.md
    type: person
    circle: inner
    needs: a bookkeeper
    --- People/Ada Moss.md
    type: person
    offers: a bookkeeper
"""


def test_nobody_is_said_to_be_unknown_who_may_be_known() -> None:
    assert "No contact with [[Ada Moss]] is noted" in pages(HELP)
    near = "private: [circle]\n    circle: inner\n    offers: a book"
    hidden = pages(HELP.replace("offers: a book", near))
    assert "No contact with [[Ada Moss]]" not in hidden
    assert "Not yet" not in hidden
    met = "--- 2026-11-10.md\nprivate: true\n\n- call: [[Ada Moss]]"
    assert "No contact with [[Ada Moss]]" not in pages(HELP, met)
    asks = HELP.replace("circle: inner", "private: [circle]\n    circle: inner")
    once = "--- 2026-11-10.md\n- call: [[Bo Reed]]"
    assert "have been in touch with [[Bo Reed]]" in pages(
        HELP.replace("circle: inner", "org: x"), once
    )
    assert "have been in touch with [[Bo Reed]]" not in pages(asks, once)


def test_a_season_that_ended_in_secret_is_over_everywhere() -> None:
    over = "private: [season]\n    season: ended\n    offers: a book"
    shown = pages(HELP.replace("offers: a book", over))
    assert "[[Ada Moss]] offers" not in shown
    ended = HELP.replace("needs:", "private: [season]\n    season: ended\n    needs:")
    assert "[[Bo Reed]] looks for" in pages(HELP)
    assert "[[Bo Reed]] looks for" not in pages(ended)


PAIR = """
    --- People/Bo Reed.md
    type: person
    circle: inner
    interests: top-bar hives
    --- People/Ada Moss.md
    type: person
    circle: inner
    interests: top-bar hives
"""
PAIRS = (
    (
        '--- I.md\ntype: introduction\nprivate: true\nbetween: ["[[Bo Reed]]", '
        '"[[Ada Moss]]"]\nno: "[[Bo Reed]]"'
    ),
    "--- 2020-11-10.md\nprivate: true\n\n- call: [[Ada Moss]] [[Bo Reed]]",
)


@pytest.mark.parametrize("private", PAIRS)
def test_what_is_private_between_two_is_respected(private: str) -> None:
    both = "[[Ada Moss]] and [[Bo Reed]] both care about"
    crowd = "\n".join(f"--- People/P{n} Q{n}.md\ntype: person\n" for n in range(9))
    assert both in pages(PAIR, crowd)
    assert both not in pages(PAIR, crowd, private)


def test_two_who_know_each_other_in_secret_are_not_brought_together() -> None:
    crowd = "\n".join(f"--- People/P{n} Q{n}.md\ntype: person\n" for n in range(9))
    knows = 'private: [knows]\n    knows: "[[Ada Moss]]"\n    circle: inner'
    assert "both care about" not in pages(
        PAIR.replace("circle: inner", knows, 1), crowd
    )


def test_thanks_that_nobody_may_read_are_thanks() -> None:
    many = "\n".join(f"- 2026-0{month}-01 tea" for month in range(1, 9))
    story = ada('introduced_by: "[[Tom Lee]]"', log=many)
    assert "[[Tom Lee]] brought you" in pages(story, "--- People/Tom Lee.md")
    note = "--- 2026-11-10.md\nprivate: true\n\n- gave: [[Tom Lee]] a jar"
    assert "[[Tom Lee]] brought you" not in pages(story, "--- People/Tom Lee.md", note)


def test_my_hidden_budget_is_kept_to() -> None:
    me = "--- Me.md\ntype: me\nprivate: [reach_outs]\nreach_outs_per_week: 0"
    assert "Somebody to reach out to" in pages(ada("circle: inner"))
    assert "Somebody to reach out to" not in pages(ada("circle: inner"), me)


def test_what_is_withheld_is_not_even_printed() -> None:
    hidden = Withheld(days=(date(2026, 11, 10),), season="resting")
    assert "2026" not in repr(hidden)
    assert "resting" not in repr(hidden)
