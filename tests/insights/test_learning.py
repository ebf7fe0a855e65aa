"""Learning from people: who knows it, what was taught, what I could teach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.insights import learning
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from vaultkit.insights.learning import Knows, Learning

ME = """
    --- Me.md
    type: me
    learning: [bread]
    offers: [woodworking]
"""


def page(story: str) -> Learning:
    return learning.find(Vault.of(ME + story).network, DEFAULTS, TODAY)


def knows(story: str) -> tuple[Knows, ...]:
    (wish,) = page(story).wishes
    return wish.knows


def test_nobody_known_is_a_wish_all_the_same() -> None:
    (wish,) = page("").wishes
    assert (wish.learning.text, wish.knows, wish.together) == ("bread", (), ())


def test_who_offers_it_comes_before_who_only_cares() -> None:
    found = knows("""
    --- People/Ada.md
    interests: [bread]
    circle: inner

    - 2026-10-01 coffee: x
    --- People/Bo.md
    offers: [bread]

    - 2026-01-01 coffee: y
    """)
    assert [(one.person, one.kind) for one in found] == [
        ("People/Bo.md", "offers"),
        ("People/Ada.md", "cares"),
    ]


@pytest.mark.parametrize(
    ("lines", "lesson", "asked"),
    [
        ("- 2026-01-01 learned: salt last", "salt last", ""),
        ("- 2026-01-01 asked: to come along", "", "to come along"),
        (
            "- 2026-01-01 learned: salt last\n    - 2026-02-01 asked: and then?",
            "salt last",
            "and then?",
        ),
        (
            "- 2026-01-01 asked: how\n    - 2026-02-01 learned: salt last",
            "salt last",
            "",
        ),
        ("- 2027-01-01 learned: not yet\n    - 2026-01-01 coffee: x", "", ""),
    ],
)
def test_what_to_start_from(lines: str, lesson: str, asked: str) -> None:
    (one,) = knows(f"""
    --- People/Ada.md
    offers: [bread]

    {lines}
    """)
    assert (one.lesson.text if one.lesson else "") == lesson
    assert (one.asked.text if one.asked else "") == asked


FAR = """
    --- People/Far.md
    offers: [bread]
    knows: "[[Near]]"
    --- People/Near.md
    circle: inner

    - 2026-10-01 coffee: x
"""


def test_a_stranger_is_named_with_the_way_to_them() -> None:
    (one,) = knows(FAR)
    assert not one.met
    assert one.path == ("People/Near.md", "People/Far.md")


def test_but_only_where_nobody_i_met_knows_it() -> None:
    met = "\n    --- People/Met.md\n    offers: [bread]\n\n    - 2026-10-01 coffee: x\n"
    (one,) = knows(FAR + met)
    assert one.person == "People/Met.md"


def test_a_season_that_ended_teaches_and_learns_nothing() -> None:
    found = page("""
    --- People/Ada.md
    season: ended
    offers: [bread]
    interests: [bread, woodworking]
    learning: [bread, woodworking]
    """)
    (wish,) = found.wishes
    assert (wish.knows, wish.together, found.teach) == ((), (), ())


def test_who_wants_to_learn_it_too() -> None:
    (wish,) = page("""
    --- People/Ada.md
    learning: [bread]
    """).wishes
    assert wish.together == ("People/Ada.md",)


def test_the_latest_lesson_stands_first() -> None:
    found = page("""
    --- 2026-01-01.md
    - learned: [[Ada]] — one
    --- 2026-02-01.md
    - learned: [[Ada]] and [[Bo]] — two
    --- 2027-02-01.md
    - learned: [[Ada]] — not yet
    """)
    assert [(one.text, one.date) for one in found.lessons] == [
        ("two", date(2026, 2, 1)),
        ("one", date(2026, 1, 1)),
    ]


def test_what_i_could_teach() -> None:
    (one,) = page("""
    --- Topics/Carving.md
    type: topic
    broader: woodworking
    --- People/Ada.md
    learning: [carving]
    interests: [woodworking]
    --- People/Bo.md
    interests: [woodworking]
    --- People/Cy.md
    interests: [woodworking]
    offers: [woodworking]
    """).teach
    assert [(who, said.topic) for who, said in one.learners] == [
        ("People/Ada.md", "carving")
    ]
    assert [who for who, _ in one.curious] == ["People/Bo.md"]


@given(vaults())
def test_i_am_nobodys_teacher_on_my_own_page(made: Vault) -> None:
    found = learning.find(made.network, DEFAULTS, TODAY)
    me = made.network.book.me
    for wish in found.wishes:
        named = [one.person for one in wish.knows]
        assert len(named) == len(set(named)) <= learning.FEW
        assert me not in {*named, *wish.together}
    for one in found.teach:
        assert me not in {who for who, _ in (*one.learners, *one.curious)}
        assert one.learners or one.curious


def test_several_who_care_about_one_thing_are_told_in_one_breath() -> None:
    story = """
    --- Me.md
    type: me
    offers: [chess]
    --- People/Ana.md
    learning: chess

    - 2026-11-01 coffee: a
    --- People/Bo.md
    interests: chess

    - 2026-11-01 coffee: a
    --- People/Cy.md
    interests: chess

    - 2026-11-01 coffee: a
    """
    text = "".join(Vault.of(story).pages.values())
    line = (
        "- **chess**: [[Ana]] would like to learn it; [[Bo]] and [[Cy]] care about it."
    )
    assert line in text
