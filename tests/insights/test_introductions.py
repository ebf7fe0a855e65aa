"""Introductions: both say yes first, a no is nobody's business, thanks are said."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given

from tests.stories import vaults
from tests.timing import grows
from tests.whole import TODAY, Vault
from vaultkit.book.people import Acquaintance, PersonId
from vaultkit.dates import Day
from vaultkit.findings import trees
from vaultkit.insights import introductions
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.insights.introductions import Introductions

MET = "\n\n- 2026-06-01 coffee: a\n- 2026-07-01 coffee: b\n- 2026-08-01 coffee: c\n"


def page(story: str) -> Introductions:
    return introductions.find(Vault.of(story).network, DEFAULTS, TODAY)


def person(name: str, properties: str = "org: x", log: str = MET) -> str:
    return f"--- People/{name}.md\n{properties}{log}\n"


PAIR = person("Ana") + person("Bo")


def note(**given: str) -> str:
    said = "".join(f"{key}: {value}\n" for key, value in given.items())
    return (
        "--- Introductions/1.md\ntype: introduction\n"
        f'between: ["[[Ana]]", "[[Bo]]"]\nwhy: bees\n{said}'
    )


def state(**given: str) -> tuple[str, tuple[str, ...]]:
    found = page(PAIR + note(**given))
    every = (*found.under_way, *found.news, *found.heard, *found.closed)
    (one,) = every
    return one.state, one.waiting_for


def test_an_introduction_goes_from_asking_to_news() -> None:
    ana, both = '"[[Ana]]"', '["[[Ana]]", "[[Bo]]"]'
    assert state() == ("asking", ("People/Ana.md", "People/Bo.md"))
    assert state(yes=ana) == ("waiting", ("People/Bo.md",))
    assert state(yes=both) == ("agreed", ())
    assert state(yes=both, introduced="2026-11-01") == ("introduced", ())
    assert state(introduced="2026-11-01", heard_back="2026-11-20") == ("heard", ())
    assert state(yes=both, introduced="2026-12-01") == ("agreed", ())


def test_a_no_closes_it_whatever_the_other_said() -> None:
    assert state(yes='"[[Ana]]"', no='"[[Bo]]"') == ("closed", ())


def test_where_each_stands_on_the_page() -> None:
    assert page(PAIR + note(introduced="2026-11-01")).news
    assert page(PAIR + note(introduced="2026-11-01", heard_back="2026-11-02")).heard
    assert page(PAIR + note(no='"[[Bo]]"')).empty


# --- worth considering ---------------------------------------------------------------

BEES = person("Ana", "interests: bees") + person("Bo", "interests: bees")
OTHERS = "".join(person(f"Other {n}") for n in range(6))


def test_two_i_know_well_who_share_something_rare() -> None:
    (found,) = page(BEES + OTHERS).worth
    assert (found.first, found.second, found.kind) == (
        "People/Ana.md",
        "People/Bo.md",
        "interest",
    )
    assert [one.kind for one in found.because] == ["said", "said", "known", "known"]
    assert all(one.origin for one in found.because)


def test_one_who_needs_what_the_other_offers() -> None:
    story = person("Bo", "needs: bees") + person("Ana", "offers: bees")
    (found,) = page(story + OTHERS).worth
    assert (found.kind, found.first) == ("need", "People/Bo.md")


def test_nobody_i_do_not_know_well_is_introduced() -> None:
    stranger = person("Bo", "interests: bees", "\n\n- 2026-06-01 coffee: a\n")
    assert page(person("Ana", "interests: bees") + stranger + OTHERS).worth == ()


def test_those_who_know_each_other_are_left_alone() -> None:
    friends = person("Ana", 'interests: bees\nknows: "[[Bo]]"')
    assert page(friends + person("Bo", "interests: bees") + OTHERS).worth == ()


def test_a_pair_that_was_thought_of_is_not_thought_of_again() -> None:
    for given_ in ({}, {"no": '"[[Bo]]"'}, {"introduced": "2026-01-01"}):
        assert page(BEES + OTHERS + note(**given_)).worth == ()


def test_an_interest_many_share_brings_nobody_together() -> None:
    crowd = "".join(person(f"P{n}", "interests: music") for n in range(6))
    assert page(crowd + OTHERS).worth == ()


def test_who_rests_is_not_introduced() -> None:
    resting = person("Bo", "interests: bees\nseason: resting")
    assert page(person("Ana", "interests: bees") + resting + OTHERS).worth == ()


def test_i_am_in_no_pair_and_join_nobody() -> None:
    me = "--- Me.md\ntype: me\ninterests: bees\nneeds: bees\noffers: bees\n"
    found = page(me + person("Ana", "interests: bees") + OTHERS)
    assert found.worth == ()


@given(vaults())
def test_nobody_stands_in_two_pairs(made: Vault) -> None:
    found = introductions.find(made.network, DEFAULTS, TODAY).worth
    people = [one for pair in found for one in (pair.first, pair.second)]
    assert len(people) == len(set(people))
    assert made.network.book.me not in people
    for pair in found:
        assert not made.network.acquainted(pair.first, pair.second, TODAY)


# --- who brought whom ----------------------------------------------------------------


def test_a_tree_has_parents_before_children_in_order_of_name() -> None:
    story = (
        person("Root")
        + person("Zoe", 'introduced_by: "[[Root]]"\nmet: 2024-05-01')
        + person("Abe", 'introduced_by: "[[Root]]"')
        + person("Kid", 'introduced_by: "[[Zoe]]"')
        + person("Alone")
    )
    (tree,) = page(story).trees
    drawn = [
        (one.person[7:-3], one.by and one.by[7:-3], one.depth) for one in tree.branches
    ]
    assert drawn == [
        ("Root", None, 0),
        ("Abe", "Root", 1),
        ("Zoe", "Root", 1),
        ("Kid", "Zoe", 2),
    ]
    assert tree.branches[2].when == Day(date(2024, 5, 1), "day")
    assert tree.branches[2].origin is not None


def test_people_who_brought_each_other_make_a_tree() -> None:
    story = (
        person("Ana", 'introduced_by: "[[Cy]]"')
        + person("Bo", 'introduced_by: "[[Ana]]"')
        + person("Cy", 'introduced_by: "[[Bo]]"')
    )
    (tree,) = page(story).trees
    assert sorted(one.person for one in tree.branches) == [
        "People/Ana.md",
        "People/Bo.md",
        "People/Cy.md",
    ]


def test_a_chain_of_a_thousand_is_no_trouble() -> None:
    story = person("P0000") + "".join(
        person(f"P{n:04}", f'introduced_by: "[[P{n - 1:04}]]"', "\n")
        for n in range(1, 1_000)
    )
    (tree,) = page(story).trees
    assert tree.branches[-1].depth == 999


def test_a_chain_takes_as_long_as_it_is_and_no_longer() -> None:
    def act(count: int) -> Callable[[], object]:
        people = [PersonId(f"P{n:05}.md") for n in range(count)]
        nobody = cast("Any", None)
        brought = tuple(
            (who, None, (Acquaintance(by, nobody),)) for by, who in pairwise(people)
        )
        return lambda: trees.linked(nobody, brought)[0]

    assert len(cast("tuple[object, ...]", act(9)())) == 8
    assert grows(act, (500, 4_000), 2) <= 2


@given(vaults())
def test_everybody_stands_in_one_tree_at_most(made: Vault) -> None:
    found = introductions.find(made.network, DEFAULTS, TODAY).trees
    people = [one.person for tree in found for one in tree.branches]
    assert len(people) == len(set(people))
    for tree in found:
        depths = {one.person: one.depth for one in tree.branches}
        assert all(depths[one.by] == one.depth - 1 for one in tree.branches if one.by)
        assert [one.by for one in tree.branches].count(None) == 1


def test_whom_i_brought_together() -> None:
    story = person("Cy", 'introduced_to: "[[Dee]]"') + person("Dee")
    made = note(introduced="2026-11-01")
    network = Vault.of(PAIR + made + "\n" + story).network
    found = introductions.joined(network, TODAY)
    assert [(one.first[7:-3], one.second[7:-3], one.when) for one in found] == [
        ("Ana", "Bo", date(2026, 11, 1)),
        ("Cy", "Dee", None),
    ]


def test_whom_i_brought_together_is_told_once() -> None:
    for heard in ({}, {"heard_back": "2026-11-10"}):
        found = page(PAIR + note(introduced="2026-11-01", **heard))
        assert len((*found.news, *found.heard)) == 1
        assert found.joined == ()


# --- thanks --------------------------------------------------------------------------

BROUGHT = person("Ana", log="\n") + person("Bo", 'introduced_by: "[[Ana]]"')


def test_thanks_are_due_to_whoever_brought_somebody_i_know_well_now() -> None:
    (found,) = page(BROUGHT).thanks
    assert (found.to, found.brought) == ("People/Ana.md", "People/Bo.md")
    introduced, known = found.because
    assert introduced.origin is not None
    assert introduced.origin.path == "People/Bo.md"
    assert (known.text, known.days) == ("days", 3)


def test_no_thanks_for_somebody_i_hardly_know() -> None:
    once = person("Bo", 'introduced_by: "[[Ana]]"', "\n\n- 2026-06-01 met: a\n")
    assert page(person("Ana") + once).thanks == ()


def test_thanks_said_or_something_given_since_are_thanks() -> None:
    for line in (
        "- wrote: [[Ana]] to thank her for Bo",
        "- call: [[Ana]] Danke für alles",
        "- gave: [[Ana]] a jar of honey",
    ):
        assert page(BROUGHT + f"--- 2026-09-01.md\n{line}\n").thanks == ()
    early = "--- 2026-05-01.md\n- gave: [[Ana]] a jar of honey\n"
    assert page(BROUGHT + early).thanks
