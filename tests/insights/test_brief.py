"""A brief: how we met, what was said, what is open, what we share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.book.people import PersonId
from vaultkit.dates import Day
from vaultkit.insights.brief import brief

if TYPE_CHECKING:
    from vaultkit.insights.brief import Brief

STORY = """
    --- Me.md
    type: me
    interests: [bees, sailing]
    offers: [bookkeeping]
    --- People/Ana.md
    interests: [bread, bees]
    needs: a bookkeeper
    met_at: the harbour
    introduced_by: "[[Bo]]"
    knows: "[[Stranger]]"

    - 2025-01-01 met: at the harbour
    - 2025-02-01 coffee: one
    - 2025-03-01 coffee: two
    - 2025-04-01 coffee: three
    - 2025-05-01 coffee: four
    - 2025-06-01 coffee:
    - 2025-07-01 coffee: will she move to Lisbon?
    - 2027-01-01 coffee: planned
    --- People/Bo.md

    - 2025-01-01 call: fine
    --- People/Stranger.md
    --- 2025-08-01.md
    - learned: [[Ana]] how to split a hive
"""
ANA = PersonId("People/Ana.md")


def of(story: str) -> Brief:
    vault = Vault.of(story)
    return brief(vault.network, ANA, vault.settings, TODAY)


def test_how_and_when_we_met_and_through_whom() -> None:
    found = of(STORY)
    assert found.met is None
    assert found.first is not None
    assert (found.first.date, found.first.text) == (date(2025, 1, 1), "at the harbour")
    assert (found.met_at, found.through) == ("the harbour", ("People/Bo.md",))
    assert found.acquaintances == ("People/Bo.md",)  # and nobody I do not know


def test_the_last_conversations_in_my_own_words_newest_first() -> None:
    found = of(STORY)
    words = [one.text for one in found.last]
    assert words == ["will she move to Lisbon?", "four", "three", "two", "one"]
    assert found.since == date(2025, 8, 1)
    assert [one.text for one in found.lessons] == ["how to split a hive"]


@pytest.mark.parametrize("word", ["needs", "promised", "likes", "offers", "found"])
def test_the_first_contact_is_not_what_was_only_said(word: str) -> None:
    early = f"    --- 2024-08-01.md\n    - {word}: [[Ana]] a hive\n"
    first = of(STORY + early).first
    assert first is not None
    assert first.date == date(2025, 1, 1)


def test_a_day_of_meeting_that_is_noted_needs_no_first_contact() -> None:
    found = of(STORY.replace("met_at: the harbour", "met: 2024-05"))
    assert found.met == Day(date(2024, 5, 1), "month")
    assert found.first is None


@pytest.mark.parametrize("hidden", ["met", "met_at", "[met, needs]"])
def test_when_we_met_is_not_guessed_where_it_is_hidden(hidden: str) -> None:
    noted = STORY.replace("met_at: the", f"private: {hidden}\n    met_at: the")
    for story in (noted, noted.replace("met_at: the harbour", "met: 2024-05-01")):
        found = of(story)
        assert (found.met, found.first) == (None, None)


def test_a_line_told_as_what_it_is_is_no_conversation() -> None:
    said = """
        - likes: [[Ana]] bread
        - needs: [[Ana]] a van
        - promised: [[Ana]] honey
        - kept: [[Ana]] honey
        - promised: [[Ana]] wax
    """
    words = [one.text for one in of(STORY + said).last]
    assert words[:3] == ["honey", "honey", "will she move to Lisbon?"]


def test_a_question_is_the_sentence_that_asks_it() -> None:
    asked = STORY.replace("needs: a bookkeeper", "place: Leeds")
    asked = asked.replace("coffee: will", "coffee: tired. Will")
    asked = asked.replace("- learned: [[Ana]] how to split a hive", "")
    question = of(asked).question
    assert question is not None
    assert question.text == "Will she move to Lisbon?"


def test_what_we_share_what_they_need_what_i_could_offer() -> None:
    found = of(STORY)
    assert [(one.mine.text, one.theirs.text) for one in found.common] == [
        ("bees", "bees")
    ]
    assert [one.text for one in found.cares] == ["bread"]
    assert [one.text for one in found.needs] == ["a bookkeeper"]
    (offer,) = found.could_offer
    assert (offer.offer.text, offer.how) == ("bookkeeping", "similar")


def test_the_question_they_leave_open() -> None:
    promised = STORY + "    - promised: [[Ana]] honey\n"
    no_need = STORY.replace("    needs: a bookkeeper\n", "")
    asked = no_need + "    - asked: [[Ana]] for a queen\n"
    nothing = no_need.replace("- learned: [[Ana]] how to split a hive", "")
    kinds = {
        "promise": of(promised),
        "need": of(STORY),
        "ask": of(asked),
        "words": of(nothing),
    }
    for kind, found in kinds.items():
        assert found.question is not None
        assert found.question.kind == kind
    assert of(no_need).question is None


def test_somebody_of_whom_nothing_is_known() -> None:
    vault = Vault.of(STORY)
    found = brief(vault.network, PersonId("People/Stranger.md"), vault.settings, TODAY)
    assert (found.met, found.last, found.question) == (None, (), None)


@given(vaults())
def test_everybody_can_be_asked_for(made: Vault) -> None:
    for person in made.network.book.people:
        found = brief(made.network, person, made.settings, TODAY)
        assert found.person == person
        assert all(one.date <= TODAY for one in found.last)


def test_a_card_and_what_they_can_help_with_are_told() -> None:
    more = """
    --- People/Cy.md
    offers: tuning
    wants_to_learn: bees
    role: organist
    --- 2025-09-01.md
    - card: [[Cy]] two ferrets in one coat
    - offers: [[Cy]] page turning
"""
    vault = Vault.of(STORY + more)
    found = brief(vault.network, PersonId("People/Cy.md"), vault.settings, TODAY)
    assert [one.text for one in found.cards] == ["two ferrets in one coat"]
    assert [one.text for one in found.offers] == ["tuning", "page turning"]
    assert found.last == ()
    assert [one.text for one in found.learning] == ["bees"]
