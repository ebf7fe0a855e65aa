"""Where good things came from: stories, ways, and where they began."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.insights import origins
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from vaultkit.insights.origins import Origins


def page(story: str) -> Origins:
    return origins.find(Vault.of(story).network, DEFAULTS, TODAY)


CAME = """
    --- 2026-05-01.md
    - came: [[Ada]] — a commission
"""


def test_nothing_is_nothing() -> None:
    assert page("--- People/Ada.md\ntype: person").empty


def test_a_line_is_a_story() -> None:
    (story,) = page(CAME).stories
    assert (story.what, story.date) == ("a commission", date(2026, 5, 1))
    assert (story.through, story.tell) == (("ada",), ("ada",))


def test_a_line_about_a_note_is_told_once() -> None:
    noted = """
    --- A commission.md
    type: opportunity
    date: {day}
    through: "[[Ada]]"
    """
    assert len(page(CAME + noted.format(day="2026-05-01")).stories) == 1
    assert len(page(CAME + noted.format(day="2026-05-02")).stories) == 2


def test_what_is_still_to_come_is_no_story() -> None:
    assert page(CAME.replace("2026", "2027")).empty


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ('introduced_by: "[[Bo]]"\n    met_at: "[[Fair]]"', "introduction"),
        ('met_at: "[[Fair]]"', "event"),
        ("org: the MILL", "colleague"),
        ("met_at: colleagues for a year", "colleague"),
        ("met_at: we worked on the bridge", "colleague"),
        ("met_at: my first client", "client"),
        ("met_at: a workshop in Leeds", "words"),
        ("interests: [bees]", "interest"),
        ("circle: inner", "first"),
        ("private: [met]", ""),
        ('introduced_by: "[[Me]]"', "first"),
    ],
)
def test_how_a_tie_began(note: str, kind: str) -> None:
    network = Vault.of(f"""
    --- Me.md
    type: me
    org: The Mill
    interests: [bees]
    --- People/Bo.md
    --- People/Ada.md
    {note}

    - 2026-01-01 coffee: rain
    --- Fair.md
    type: event
    date: 2025-05-01
    """).network
    (ada,) = (one for one in network.book.people if one.endswith("Ada.md"))
    found = origins.beginning(network, ada, TODAY)
    if kind == "event":
        assert found.event is not None
    assert found.kind == kind


CHAIN = """
    --- People/Ada.md
    introduced_by: ["[[Bo]]", "[[Cy]]"]
    --- People/Bo.md
    introduced_by: "[[Cy]]"
    --- People/Cy.md
    met_at: the ferry
"""


def test_it_is_traced_back_to_whoever_made_the_first() -> None:
    (story,) = page(CAME + CHAIN).stories
    assert [[one.person for one in way] for way in story.ways] == [
        ["People/Cy.md", "People/Bo.md", "People/Ada.md"]
    ]
    assert story.tell == ("People/Ada.md", "People/Cy.md")


def test_people_who_brought_each_other_make_no_ring() -> None:
    ring = CHAIN.replace("met_at: the ferry", 'introduced_by: "[[Ada]]"')
    (story,) = page(CAME + ring).stories
    assert len(story.ways[0]) == 3


def test_a_long_way_is_told_in_part() -> None:
    people = "".join(
        f'    --- People/P{n}.md\n    introduced_by: "[[P{n + 1}]]"\n'
        for n in range(30)
    )
    (story,) = page(CAME.replace("[[Ada]]", "[[P0]]") + people).stories
    assert len(story.ways[0]) == origins.LONGEST
    assert story.ways[0][-1].person == "People/P0.md"


def test_whom_i_thanked_since_need_not_be_told() -> None:
    thanks = """
    --- 2026-05-02.md
    - wrote: [[Cy]] to thank him
    - gave: [[Ada]] — a cake
    """
    (story,) = page(CAME + CHAIN + thanks).stories
    assert story.tell == ()
    (story,) = page(CAME + CHAIN + thanks.replace("05-02", "04-30")).stories
    assert len(story.tell) == 2


def test_where_most_began_stands_first() -> None:
    more = """
    --- 2026-06-01.md
    - came: [[Dee]] — a lamp
    --- 2026-04-01.md
    - came: [[Bo]] — a chair
    --- A stall.md
    type: opportunity
    date: 2026-07-01
    through: "[[Fair]]"
    --- Fair.md
    type: event
    date: 2026-03-01
    """
    found = page(CAME + CHAIN + more)
    starts = [one.start.person if one.start else one.event for one in found.roots]
    assert starts[0] == "People/Cy.md"
    assert [one.what for one in found.roots[0].stories] == ["a commission", "a chair"]
    assert len(starts) == 3


@given(vaults())
def test_every_story_is_past_and_every_way_leads_to_it(made: Vault) -> None:
    found = origins.find(made.network, DEFAULTS, TODAY)
    assert sum(len(one.stories) for one in found.roots) <= len(found.stories)
    for story in found.stories:
        assert story.date is None or story.date <= TODAY
        assert tuple(way[-1].person for way in story.ways) == story.through
        for way in story.ways:
            people = [one.person for one in way]
            assert len(people) == len(set(people)) <= origins.LONGEST


def test_no_way_begins_after_what_it_led_to() -> None:
    story = """
    --- People/Ilse.md

    - 2025-12-18 tea: snow
    --- People/Theo.md
    met: 2019-05
    introduced_by: "[[Ilse]]"
    --- 2026-04-01.md
    - came: [[Theo]] eight labels
    """
    ((way,),) = (one.ways for one in page(story).stories)
    assert [(one.kind, one.when) for one in way[:1]] == [("", None)]
    ((way,),) = (one.ways for one in page(story.replace("2019-05", "2026-01")).stories)
    assert (way[0].kind, way[0].when) == ("first", date(2025, 12, 18))
    ((way,),) = (one.ways for one in page(CAME + LATER).stories)
    assert way[0].kind == ""


LATER = """
    --- People/Ada.md

    - 2026-06-01 tea: snow
"""
