"""Shared interests: the rarest first, me apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.findings import gatherings
from vaultkit.frozen import replace
from vaultkit.insights import interests
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from vaultkit.insights.interests import Interests


def page(story: str) -> Interests:
    return interests.find(Vault.of(story).network, DEFAULTS, TODAY)


STORY = """
    --- Me.md
    type: me
    interests: [Bees, chess, sailing]
    --- People/Ana.md
    interests: [bees, chess, bread, music]
    --- People/Bo.md
    interests: [chess, bread, "#music"]
    --- People/Cy.md
    interests: [music, knitting]
"""


def test_the_rarest_shared_interest_comes_first() -> None:
    found = page(STORY)
    assert [one.topic.id for one in found.with_me] == ["bees", "chess"]
    assert [one.topic.id for one in found.among] == ["bread", "music"]
    assert [one.people for one in found.with_me] == [
        ("People/Ana.md",),
        ("People/Ana.md", "People/Bo.md"),
    ]


def test_each_says_what_they_say_and_where() -> None:
    first = page(STORY).with_me[0]
    assert first.mine is not None
    assert (first.mine.text, first.mine.origin.path) == ("Bees", "Me.md")
    assert (first.said[0].text, first.said[0].origin.path) == ("bees", "People/Ana.md")


def test_an_interest_of_one_is_not_shared() -> None:
    found = page(STORY)
    names = {one.topic.id for one in (*found.with_me, *found.among)}
    assert names.isdisjoint({"knitting", "sailing"})


def test_a_season_that_ended_shares_nothing() -> None:
    ended = STORY.replace("interests: [bees, ", "season: ended\n    interests: [bees, ")
    assert [one.topic.name for one in page(ended).with_me] == ["chess"]


def test_a_topic_everybody_shares_names_those_i_know_best() -> None:
    crowd = "".join(
        f"--- People/P{n:02}.md\ninterests: music\n\n- 2026-10-{n % 28 + 1:02} met: x\n"
        for n in range(40)
    )
    (found,) = page(crowd).among
    assert len(found.people) == interests.SHOWN == len(found.said)
    assert found.more == 40 - interests.SHOWN
    assert list(found.people) == sorted(found.people)
    assert "People/P27.md" in found.people  # met on the 28th, the latest day


@given(vaults())
def test_who_shares_it_says_so(made: Vault) -> None:
    network = made.network
    found = interests.find(network, DEFAULTS, TODAY)
    for one in (*found.with_me, *found.among):
        assert len(one.people) + (one.mine is not None) > 1
        for person, said in zip(one.people, one.said, strict=True):
            assert said in network.book.people[person].interests
            assert said.topic == one.topic.id


# --- small gatherings ----------------------------------------------------------------

TABLE = """
    --- Me.md
    type: me
    place: Leeds
    --- People/Ana.md
    circle: close
    place: Leeds
    interests: [moss]
    --- People/Bo.md
    circle: close
    place: leeds, UK
    interests: [moss]
    --- People/Cy.md
    circle: close
    place: Leeds
    interests: [moss]
"""


def test_three_who_share_something_rare_and_live_near_make_a_table() -> None:
    (found,) = page(TABLE).gatherings
    assert found.topic.id == "moss"
    assert found.people == ("People/Ana.md", "People/Bo.md", "People/Cy.md")
    assert found.strangers == ("People/Ana.md", "People/Bo.md")
    assert found.places == ("Leeds",)


ANA = "--- People/Ana.md\n    circle: close"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("circle: close", "circle: wider"),  # nobody is known well enough
        ("place: Leeds\n    interests: [moss]", "interests: [moss]"),
        ("place: leeds, UK", "place: Graz"),
        (ANA, f"{ANA}\n    season: resting"),
        (ANA, f"{ANA}\n    season: ended"),
        (ANA, f"{ANA}\n    snooze_until: 2099-01-01"),
        (ANA, f"{ANA}\n    private: [place]"),
        (ANA, f"{ANA}\n    private: true"),
        (ANA, f"{ANA}\n    private: [season]\n    season: ended"),
        ("circle: close", "circle: close\n    knows: ['[[Ana]]', '[[Bo]]', '[[Cy]]']"),
    ],
)
def test_and_no_table_otherwise(one: str, other: str) -> None:
    assert one in TABLE
    assert page(TABLE.replace(one, other)).gatherings == ()


def test_of_two_of_whom_one_said_no_only_one_comes() -> None:
    four = (
        TABLE
        + """
    --- People/Dee.md
    circle: inner
    place: Leeds
    interests: [moss]
    --- No.md
    type: introduction
    between: ["[[Ana]]", "[[Dee]]"]
    no: ["[[Ana]]"]
    """
    )
    (found,) = page(four).gatherings
    assert found.people == ("People/Bo.md", "People/Cy.md", "People/Dee.md")
    assert not page(
        four.replace("[[Dee]]", "[[Bo]]").replace("inner", "wider")
    ).gatherings


def test_an_introduction_under_way_is_said() -> None:
    note = """
    --- Way.md
    type: introduction
    between: ["[[Ana]]", "[[Bo]]"]
    """
    (found,) = page(TABLE + note).gatherings
    assert [one.path for one in found.under_way] == ["Way.md"]
    done = note.replace("between", "introduced: 2026-01-01\n    between")
    (found,) = page(TABLE + done).gatherings
    assert found.under_way == ()
    assert found.strangers == ("People/Ana.md", "People/Cy.md")


def test_places_that_are_near_count_as_one() -> None:
    apart = TABLE.replace("place: leeds, UK", "place: Otley")
    near = replace(DEFAULTS, nearby=("leeds", "Otley"))
    network = Vault.of(apart).network
    assert not interests.find(network, DEFAULTS, TODAY).gatherings
    (found,) = interests.find(network, near, TODAY).gatherings
    assert found.places == ("Leeds", "Otley")


def test_six_come_at_most_and_nobody_twice() -> None:
    many = "".join(
        f"--- People/P{n:02}.md\nplace: X\ncircle: close\n"
        f"interests: [{'moss' if n < 6 else 'fern'}, {'fern' if n < 6 else 'moss'}]\n"
        for n in range(12)
    ) + "".join(f"--- People/Q{n:02}.md\n" for n in range(40))
    found = page(many).gatherings
    assert [len(one.people) for one in found] == [6, 6]
    everybody = [who for one in found for who in one.people]
    assert len(set(everybody)) == len(everybody)


@given(vaults())
def test_a_table_is_small_and_known(made: Vault) -> None:
    chosen = replace(DEFAULTS, gate_days=0)
    for one in interests.find(made.network, chosen, TODAY).gatherings:
        assert gatherings.LEAST <= len(one.people) <= gatherings.MOST
        assert not made.network.acquainted(*one.strangers, TODAY)
        assert made.network.book.me not in one.people
