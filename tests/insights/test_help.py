"""Help: needs meet offers, gates are kept, nobody is volunteered twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.findings.given import shared_out
from vaultkit.insights import help as helping
from vaultkit.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.insights import Nudge
    from vaultkit.insights.help import Help
    from vaultkit.network.network import Network

MET = "\n\n- 2026-06-01 coffee: a\n- 2026-07-01 coffee: b\n- 2026-08-01 coffee: c\n"


def page(story: str, settings: Settings = DEFAULTS) -> Help:
    return helping.find(Vault.of(story).network, settings, TODAY)


def person(name: str, properties: str, log: str = MET) -> str:
    return f"--- People/{name}.md\n{properties}{log}\n"


def pairs(found: Help) -> list[tuple[str, str, str]]:
    return [(_name(m.needs), _name(m.helper), m.how) for m in found.matches]


def _name(person: str) -> str:
    return person.removeprefix("People/").removesuffix(".md")


def nudges(network: Network) -> Iterator[Nudge]:
    found = shared_out(network, DEFAULTS, TODAY)
    return helping.nudges(found, network, DEFAULTS, TODAY)


ANA = person("Ana", "needs: grant writing")


def test_a_need_meets_an_offer_with_reasons() -> None:
    found = page(ANA + person("Bo", "offers: [Grant writing]"))
    assert pairs(found) == [("Ana", "Bo", "same")]
    need, offer, ana, bo = found.matches[0].because
    assert (need.kind, need.text, need.origin) == (
        "need",
        "grant writing",
        found.matches[0].need.origin,
    )
    assert (offer.kind, offer.person) == ("offer", "People/Bo.md")
    assert (ana.kind, ana.text, ana.days) == ("known", "days", 3)
    assert bo.origin is not None
    assert bo.origin.path == "People/Bo.md"
    assert not found.matches[0].acquainted


def test_another_spelling_of_the_topic_is_an_alias() -> None:
    topic = "--- Topics/Grant writing.md\ntype: topic\naliases: [fundraising]\n"
    found = page(ANA + person("Bo", "offers: fundraising") + topic)
    assert pairs(found) == [("Ana", "Bo", "alias")]


def test_a_wider_topic_and_a_part_of_it_fit_up_to_two_steps() -> None:
    for need, offer, how in (
        ("a/b", "a", "broader"),
        ("a/b/c", "a", "broader"),
        ("a", "a/b/c", "narrower"),
    ):
        found = page(person("Ana", f"needs: {need}") + person("Bo", f"offers: {offer}"))
        assert pairs(found) == [("Ana", "Bo", how)]


def test_similar_wording_fits_only_where_nothing_better_does() -> None:
    similar = person("Bo", "offers: writes grants for charities")
    assert pairs(page(ANA + similar)) == [("Ana", "Bo", "similar")]
    exact = person("Cy", "offers: grant writing")
    assert pairs(page(ANA + similar + exact)) == [("Ana", "Cy", "same")]


def test_a_common_stem_says_nothing() -> None:
    crowd = "".join(person(f"P{n}", f"offers: help with thing{n}") for n in range(30))
    found = page(person("Ana", "needs: help with hives") + crowd)
    assert pairs(found) == []
    assert len(found.unanswered) == 1


def test_nobody_helps_themselves() -> None:
    found = page(person("Ana", "needs: bees\noffers: bees"))
    assert found.matches == ()
    assert [one.person for one in found.unanswered] == ["People/Ana.md"]


def test_those_who_know_each_other_may_still_help() -> None:
    found = page(ANA + person("Bo", 'offers: grant writing\nknows: "[[Ana]]"'))
    assert found.matches[0].acquainted


INTRODUCTION = """--- Introductions/1.md
type: introduction
between: ["[[Ana]]", "[[Bo]]"]
"""


def test_two_of_whom_one_said_no_are_never_brought_up() -> None:
    story = ANA + person("Bo", "offers: grant writing") + INTRODUCTION
    found = page(story + 'no: "[[Bo]]"\n')
    assert found.matches == ()
    assert len(found.unanswered) == 1


def test_an_introduction_under_way_is_told() -> None:
    story = ANA + person("Bo", "offers: grant writing") + INTRODUCTION
    (found,) = page(story).matches
    assert found.under_way is not None
    assert found.under_way.path == "Introductions/1.md"
    (done,) = page(story + "introduced: 2026-01-01\n").matches
    assert done.under_way is None
    assert done.acquainted


def test_each_is_volunteered_once_and_the_best_match_stands() -> None:
    story = (
        person("Ana", "needs: [bees, chess]\ncircle: inner")
        + person("Bea", "needs: chess")
        + person("Bo", "offers: [bees, chess]")
    )
    found = page(story)
    assert len(found.matches) == 1
    assert found.matches[0].needs == "People/Ana.md"  # known better than Bea
    assert found.later == ("People/Bo.md",)


def test_equals_come_by_name() -> None:
    story = person("Bo", "offers: bees") + person("Ana", "offers: bees")
    found = page(person("Cy", "needs: bees") + story)
    assert pairs(found) == [("Cy", "Ana", "same")]


def test_a_closed_gate_is_named_with_its_numbers() -> None:
    once = "\n\n- 2026-06-01 coffee: a\n"
    found = page(ANA + person("Bo", "offers: grant writing", once))
    assert found.matches == ()
    (stopped,) = found.not_yet
    (gate,) = stopped.gates
    assert (gate.person, gate.days, gate.needed) == ("People/Bo.md", 1, 3)
    both = page(person("Ana", "needs: bees", once) + person("Bo", "offers: bees", once))
    assert [gate.person for gate in both.not_yet[0].gates] == [
        "People/Ana.md",
        "People/Bo.md",
    ]


def test_a_circle_or_vouching_opens_the_gate() -> None:
    for properties in ("circle: close", "vouch: grant writing"):
        helper = person("Bo", f"offers: grant writing\n{properties}", "\n")
        assert pairs(page(ANA + helper)) == [("Ana", "Bo", "same")]


def test_a_stranger_is_reached_through_somebody_known() -> None:
    story = (
        ANA
        + person("Bo", "offers: grant writing", "\n")
        + person("Cy", 'knows: "[[Dee]]"')
        + person("Dee", 'knows: "[[Bo]]"', "\n")
    )
    (found,) = page(story).through
    assert found.match.helper == "People/Bo.md"
    assert [_name(one) for one in found.path] == ["Cy", "Dee", "Bo"]


def test_a_stranger_without_a_path_comes_last_and_says_so() -> None:
    story = (
        person("Ana", "needs: [grant writing, tax law]")
        + person("Bo", "offers: grant writing", "\n")
        + person("Cy", "offers: tax law\nintroduced_by: '[[Ana B]]'", "\n")
        + person("Ana B", "org: x")
    )
    assert [one.path for one in page(story).through] == [
        ("People/Ana B.md", "People/Cy.md"),
        (),
    ]


def test_what_i_can_do_myself() -> None:
    me = "--- Me.md\ntype: me\noffers: [grant writing]\n"
    found = page(ANA + me)
    (mine,) = found.mine
    assert (mine.person, mine.offer.text, mine.how) == (
        "People/Ana.md",
        "grant writing",
        "same",
    )
    assert not found.matches
    assert not found.unanswered


def test_my_own_needs_are_for_another_page() -> None:
    assert page(
        "--- Me.md\ntype: me\nneeds: bees\n" + person("Bo", "offers: bees")
    ).empty


def test_an_ended_season_neither_asks_nor_is_asked() -> None:
    gone = person("Bo", "offers: grant writing\nneeds: bees\nseason: ended")
    found = page(ANA + gone + person("Cy", "offers: bees"))
    assert found.matches == ()
    assert [one.person for one in found.unanswered] == ["People/Ana.md"]


def test_after_half_a_year_a_need_is_a_question() -> None:
    story = """
        --- 2026-05-02.md
        - needs: [[Ana]] a bookkeeper
        --- 2026-10-02.md
        - needs: [[Ana]] a violin
        --- People/Ana.md
    """
    assert {(one.need.since, one.still) for one in page(story).unanswered} == {
        (date(2026, 10, 2), False),
        (date(2026, 5, 2), True),
    }


def test_a_likely_offer_comes_after_a_stated_one() -> None:
    likely = person("Ann", "role: beekeeping")
    stated = person("Bo", "offers: beekeeping")
    found = page(person("Cy", "needs: beekeeping") + likely + stated)
    assert pairs(found) == [("Cy", "Bo", "same")]
    alone = page(person("Cy", "needs: beekeeping") + likely)
    assert alone.matches[0].offer.likely


def test_a_hundred_needs_for_one_topic_stay_a_handful_of_work() -> None:
    story = "".join(person(f"N{n:03}", "needs: bees") for n in range(100))
    helpers = "".join(person(f"H{n:03}", "offers: bees") for n in range(100))
    found = page(story + helpers)
    assert 0 < len(found.matches) <= 5
    assert len({one.helper for one in found.matches}) == len(found.matches)
    assert set(found.later) <= {one.helper for one in found.matches}


@given(vaults())
def test_every_need_is_told_once_and_no_helper_twice(made: Vault) -> None:
    network = made.network
    found = helping.find(network, DEFAULTS, TODAY)
    chosen = [*found.matches, *(way.match for way in found.through)]
    helpers = [one.helper for one in chosen]
    assert len(helpers) == len(set(helpers))
    told = [
        *((one.needs, one.need) for one in chosen),
        *((one.match.needs, one.match.need) for one in found.not_yet),
        *((one.person, one.need) for one in found.unanswered),
    ]
    mine = {(one.person, one.need) for one in found.mine}
    needs = {
        (who.id, need)
        for who in network.book.people.values()
        if not who.me and who.season != "ended"
        for need in who.needs
    }
    assert len(told) == len(set(told))
    assert set(told) | mine <= needs
    assert found.later or set(told) | mine == needs
    assert set(found.later) <= set(helpers)
    me = network.book.me
    assert all(me not in (one.needs, one.helper) for one in chosen)


def test_nudges_are_about_what_i_could_do() -> None:
    vault = Vault.of("--- Me.md\ntype: me\noffers: [grant writing]\n" + ANA)
    (nudge,) = nudges(vault.network)
    assert (nudge.kind, nudge.person, nudge.words) == ("help", "People/Ana.md", "c")
    assert (nudge.step.hook, nudge.step.text) == ("offer", "grant writing")


def test_an_old_need_that_i_could_help_with_is_asked_about() -> None:
    ana = person("Ana", "place: Leeds") + "- 2026-01-05 needs: grant writing\n"
    vault = Vault.of("--- Me.md\ntype: me\noffers: [grant writing]\n" + ana)
    (nudge,) = nudges(vault.network)
    assert (nudge.step.hook, nudge.since) == ("need", date(2026, 1, 5))
