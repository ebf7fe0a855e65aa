"""Give and ask: small gifts, open doors, and never a balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.findings.gifts import gifts
from vaultkit.findings.given import Needs, shared_out
from vaultkit.insights import giving
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from vaultkit.insights.giving import Asking, Give

MET = "\n\n- 2026-06-01 coffee: a\n- 2026-07-01 coffee: b\n- 2026-08-01 coffee: c\n"
ONCE = "\n\n- 2026-06-01 coffee: a\n"
ME = "--- Me.md\ntype: me\nneeds: tax advice\noffers: soldering\n"


def found(vault: Vault) -> Give:
    needs = shared_out(vault.network, DEFAULTS, TODAY)
    return giving.find(vault.network, needs, DEFAULTS, TODAY)


def page(*story: str) -> Give:
    return found(Vault.of("\n".join(story)))


def asked(*story: str) -> Asking:
    (one,) = page(ME, *story).asking
    return one


def person(name: str, properties: str = "type: person", log: str = MET) -> str:
    return f"--- People/{name}.md\n{properties}{log}"


def told(made: Give) -> list[tuple[str, str, str]]:
    return [(_name(one.person), one.kind, one.text) for one in made.gifts]


def _name(path: str) -> str:
    return path.removeprefix("People/").removesuffix(".md")


# --- to give -------------------------------------------------------------------------


def test_what_i_offer_comes_first_and_each_is_given_one_thing() -> None:
    made = page(
        ME,
        person("Ana", "needs: soldering"),
        person("Bo", "needs: chess"),
        person("Cy", "offers: chess"),
    )
    assert told(made) == [("Ana", "offer", "soldering"), ("Bo", "person", "chess")]
    assert made.gifts[1].other == "People/Cy.md"


def test_what_i_was_taught_is_passed_on_to_who_looks_for_it() -> None:
    lesson = "--- 2026-10-01.md\n- learned: [[Cy]] how to splice an old rope\n"
    made = page(
        person("Ana", "learning: splicing rope"),
        person("Bo", "needs: rope"),
        person("Cy", "needs: rope"),
        person("Di", "interests: rope"),
        lesson,
    )
    assert {(_name(one.person), one.kind, one.other) for one in made.gifts} == {
        ("Ana", "lesson", "People/Cy.md"),
        ("Bo", "lesson", "People/Cy.md"),
    }


def test_one_word_of_several_is_not_what_a_lesson_is_about() -> None:
    lesson = "--- 2026-10-01.md\n- learned: [[Cy]] how to splice rope\n"
    made = page(person("Ana", "needs: old rope ladders"), person("Cy"), lesson)
    assert told(made) == []


def test_a_day_to_come_is_told_to_who_cares() -> None:
    fair = "type: event\ntopics: [bees/swarms]\n"
    made = page(
        person("Ana", "interests: bees"),
        person("Bo", "interests: bees"),
        person("Cy", "interests: chess"),
        f'--- Fair.md\n{fair}date: 2026-12-01\npeople: "[[Bo]]"\n',
        f"--- Past.md\n{fair}date: 2026-11-01\n",
    )
    assert told(made) == [("Ana", "event", "Fair")]


def test_nobody_is_given_anything_whose_name_rests() -> None:
    for properties, log in (
        ("season: resting", MET),
        ("season: ended", MET),
        ("snooze_until: 2027-01-01", MET),
        ("type: person", ""),
    ):
        made = page(ME, person("Ana", f"needs: soldering\n{properties}", log))
        assert told(made) == []


# --- to ask --------------------------------------------------------------------------


def test_somebody_known_is_asked_with_what_last_passed() -> None:
    one = asked(
        person("Ana", "offers: tax advice\nmet: 2019-05"),
        "--- 2026-02-01.md\n- gave: [[Ana]] an old jar\n",
        "--- 2026-03-01.md\n- gave: [[Ana]] a jar\n- got: [[Ana]] honey\n",
    )
    (helper,) = one.direct
    assert helper.tie.met is not None
    assert (helper.tie.gave and helper.tie.gave.text) == "a jar"
    assert (helper.tie.got and helper.tie.got.text) == "honey"
    assert (helper.gift, helper.step) == (None, None)  # I have been of use already


def test_where_i_have_not_been_of_use_a_small_thing_comes_first() -> None:
    needs = asked(person("Ana", "offers: tax advice\nneeds: soldering"))
    (helper,) = needs.direct
    assert helper.gift is not None
    assert helper.gift.kind == "offer"
    cares = asked(person("Ana", "offers: tax advice\ninterests: bees"))
    (helper,) = cares.direct
    assert helper.step is not None
    assert (helper.step.hook, helper.step.text) == ("interest", "bees")


def test_of_use_is_a_gift_a_promise_kept_or_an_introduction() -> None:
    intro = (
        '--- I.md\ntype: introduction\nbetween: ["[[Ana]]", "[[Bo]]"]\n'
        "introduced: 2026-01-01\n"
    )
    for more in (
        "--- 2026-02-01.md\n- gave: [[Ana]] a jar\n",
        "--- 2026-02-01.md\n- promised: [[Ana]] a jar\n- kept: [[Ana]] a jar\n",
        person("Bo") + intro,
    ):
        (helper,) = asked(person("Ana", "offers: tax advice"), more).direct
        assert (helper.gift, helper.step) == (None, None)


def test_whoever_was_met_may_be_asked_and_no_gate_stops_it() -> None:
    one = asked(person("Ana", "offers: tax advice", ONCE))
    assert [_name(helper.tie.person) for helper in one.direct] == ["Ana"]


def test_a_stranger_is_reached_through_somebody_i_know_well() -> None:
    far = person("Far", "offers: tax advice", "\n")
    one = asked(far, person("Bo", 'knows: "[[Far]]"'))
    (way,) = one.ways
    assert [_name(step) for step in way.path] == ["Bo", "Far"]
    assert way.through
    assert way.through.tie.person == "People/Bo.md"
    (none,) = asked(far, person("Bo", 'knows: "[[Far]]"', ONCE)).ways
    assert none.path == ()


def test_who_is_reached_by_nobody_is_named_all_the_same() -> None:
    far = person("Far", "role: tax advice", log="\n")
    met = "offers: tax advice\nmet: 2020-01-01\nprivate: met"
    hidden = person("Hid", met, log="\n")
    made = asked(far, hidden, person("Bo", "interests: tax advice", ONCE))
    (way,) = made.ways
    assert (_name(way.helper), way.path, way.through) == ("Far", (), None)
    assert way.offer.likely
    assert [_name(tie.person) for tie in made.perhaps] == ["Bo"]
    rests = far.replace("role", "season: resting\nrole")
    assert asked(rests, hidden).ways == ()
    known = person("Cy", "offers: tax advice", ONCE)
    assert asked(far, known).ways == ()


def test_who_cares_may_know_somebody() -> None:
    one = asked(person("Ana", "interests: tax advice"))
    assert [_name(tie.person) for tie in one.perhaps] == ["Ana"]
    assert (one.direct, one.ways) == ((), ())


def test_who_rests_is_not_asked() -> None:
    assert asked(person("Ana", "offers: tax advice\nseason: resting")).direct == ()
    rests = "--- 2026-11-01.md\n- not now: [[Ana]]\n"
    assert asked(person("Ana", "offers: tax advice"), rests).direct == ()


def test_nothing_needed_and_nothing_to_give_is_no_page() -> None:
    assert page("--- Me.md\ntype: me\n", person("Ana")).empty
    assert page(person("Ana", "offers: tax advice")).empty


def test_who_answers_for_anything_by_any_spelling() -> None:
    vault = Vault.of(
        person("Ana", "offers: Fundraising")
        + "--- Fundraising.md\ntype: topic\naliases: [grant writing]\n"
    )
    one = giving.who(vault.network, "grant writing", {}, DEFAULTS, TODAY)
    assert [_name(helper.tie.person) for helper in one.direct] == ["Ana"]
    none = giving.who(vault.network, "submarines", {}, DEFAULTS, TODAY)
    assert [*none.direct, *none.ways, *none.perhaps] == []


# --- laws ----------------------------------------------------------------------------


@given(vaults())
def test_nobody_is_given_two_things_and_nobody_resting_is_named(made: Vault) -> None:
    people = made.network.book.people
    give = found(made)
    given_to = [one.person for one in give.gifts]
    assert len(given_to) == len(set(given_to))
    named = [*given_to, *(h.tie.person for one in give.asking for h in one.direct)]
    assert not any(people[one].season or people[one].me for one in named)


@given(vaults())
def test_somebody_unrelated_changes_no_gift(made: Vault) -> None:
    more = {"People/Ulla Unrelated.md": b"---\ntype: person\n---\nNothing.\n"}
    after = Vault({**made.files, **more}, made.today)
    if "ulla" not in "".join(made.network.book.people):
        before = {(one.person, one.kind, one.text) for one in found(made).gifts}
        assert {
            (one.person, one.kind, one.text) for one in found(after).gifts
        } == before


def test_a_hundred_who_look_for_one_thing_are_no_flood() -> None:
    lesson = "--- 2026-10-01.md\n- learned: [[Cy]] how to splice rope\n"
    crowd = "".join(f"{person(f'P{n:03}', 'learning: rope')}\n" for n in range(100))
    network = Vault.of(crowd + person("Cy") + lesson).network
    assert not gifts(network, Needs(), DEFAULTS, TODAY)


def test_no_gift_is_for_me() -> None:
    made = page(ME.replace("needs: tax advice", "needs: soldering"))
    assert made.gifts == ()
