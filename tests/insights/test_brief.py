"""A brief: how we met, what was said, what is open, what we share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
    assert found.met == Day(date(2025, 1, 1), "day")
    assert (found.met_at, found.through) == ("the harbour", ("People/Bo.md",))
    assert found.acquaintances == ("People/Bo.md",)  # and nobody I do not know


def test_the_last_conversations_in_my_own_words_newest_first() -> None:
    found = of(STORY)
    words = [one.text for one in found.last]
    assert words == [
        "how to split a hive",
        "will she move to Lisbon?",
        "four",
        "three",
        "two",
    ]
    assert found.since == date(2025, 8, 1)
    assert [one.text for one in found.lessons] == ["how to split a hive"]


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
