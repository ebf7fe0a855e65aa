"""Shared interests: the rarest first, me apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
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
