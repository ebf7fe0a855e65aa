"""What may not change when something else does: laws of the insights on made-up vaults.

That the order of notes changes nothing stands in `test_laws.py`; that contact today
never moves a person up, in `insights/test_reconnect.py`.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.stories import link, one_of, vaults
from tests.whole import Vault
from vaultkit.findings import needs
from vaultkit.findings.given import asked
from vaultkit.findings.pairs import CROWD, between
from vaultkit.insights import introductions, reconnect, why
from vaultkit.network.closeness import Near, knows_well

if TYPE_CHECKING:
    from vaultkit.book.people import PersonId

FEW: Final = 5
BASE: Final = "---\ntype: person\nneeds: [bees]\noffers: [grant writing]\n---\n"
STRANGER: Final = """---
type: person
circle: active
interests: [xylophones]
needs: [quicksilver]
offers: [zoetropes]
---
- 2026-10-01 coffee: zoetropes
- 2026-11-02 call: xylophones
"""


def with_notes(given: Vault, **notes: str) -> Vault:
    """Return a vault with more people in it, `Name_Of: text`."""
    more = {f"People/{name.replace('_', ' ')}.md": notes[name] for name in notes}
    return Vault(
        {**given.files, **{path: text.encode() for path, text in more.items()}},
        given.today,
    )


# --- an unrelated person -------------------------------------------------------------


def facts(given: Vault, among: tuple[PersonId, ...]) -> dict[object, Any]:
    """Return all that is said of these people, each alone and two by two."""
    network, chosen, today = given.network, given.settings, given.today
    people = [one for one in among if one in network.book.people][:FEW]
    found: dict[object, Any] = {}
    for one in people:
        found[one] = (
            why.person(network, one, chosen, today),
            reconnect.quiet(network, one, chosen, today),
            introductions.thanks(network, one, chosen, today),
        )
        for needed in asked(network, one, chosen, today):
            for helper in (*needed.matches, *needed.strangers, *needed.stopped):
                key = one, needed.need, helper.offer.person
                found[key] = needs.match(network, needed, helper, today).because
            found[one, needed.need] = needed.asker, needed.mine
    for a, b in combinations(people, 2):
        pair = why.pair(network, a, b, chosen, today)
        found[a, b] = [one for one in pair if one.kind != "crowd"]
    notes = introductions.find(network, chosen, today)
    found["notes"] = (*notes.under_way, *notes.news, *notes.heard, *notes.closed)
    found["trees"] = notes.trees
    return found


@settings(max_examples=15)
@given(vaults())
def test_an_unrelated_person_changes_no_reason_and_no_gate(given: Vault) -> None:
    before = with_notes(given, Base_One=BASE)
    after = with_notes(before, Zed_Quixley=STRANGER)
    among = tuple(before.network.book.people)
    first, second = facts(before, among), facts(after, among)
    # Who is among the few that are kept for a need may move, and nothing else.
    capped = {key for key in first if isinstance(key, tuple) and len(key) > 2}
    assert first.keys() - capped == second.keys() - capped - {
        key for key in second if isinstance(key, tuple) and len(key) > 2
    }
    for key in first.keys() & second.keys():
        assert first[key] == second[key], key


# --- a yes ---------------------------------------------------------------------------


def candidates(given: Vault) -> set[tuple[object, ...]]:
    """Return the pairs that might be told, before any is left out for another."""
    network, chosen, today = given.network, given.settings, given.today

    def well(person: PersonId) -> Near:
        gate = knows_well(network, person, chosen, today)
        return Near(gate, 1.0, vouched=False)

    topics = dict.fromkeys((*network.interested, *network.needing))
    return {
        pair
        for topic in topics
        for _, _, pair in between(network, topic, well, CROWD, today)
    }


def introduction(pair: list[str], yes: int) -> str:
    both = ", ".join(f'"{one}"' for one in pair)
    said = ", ".join(f'"{one}"' for one in pair[:yes])
    return f"---\ntype: introduction\nbetween: [{both}]\nyes: [{said}]\n---\n"


@settings(max_examples=15)
@given(vaults(), st.lists(link(), min_size=2, max_size=2), st.integers(1, 2))
def test_a_yes_takes_no_other_pair_from_the_candidates(
    given: Vault, pair: list[str], yes: int
) -> None:
    likes = "---\ntype: person\ninterests: [bees]\nneeds: [bread]\n---\n"
    given = with_notes(given, Base_One=BASE, Ada_Moss=likes, Bo=likes)

    def asked(yes: int) -> Vault:
        note = introduction(pair, yes)
        return Vault({**given.files, "Introductions/9.md": note.encode()}, given.today)

    before, after = candidates(asked(0)), candidates(asked(yes))
    assert before <= after
    whole = candidates(given)
    lost = {tuple(sorted(map(str, one[1:3]))) for one in whole - before}
    assert len(lost) <= 1


# --- another name --------------------------------------------------------------------

RENAMED: Final = {"Ada Moss": "Ada Mosz", "Cléo Dubois": "Cléo Dubout", "Bo": "Bu"}


def renamed(text: str, name: str) -> str:
    """Return a text in which somebody has another name, which sorts as before."""
    new = RENAMED[name]
    for old, now in ((name, new), (name.replace(" ", "%20"), new.replace(" ", "%20"))):
        text = text.replace(old, now)
    return text


DATED: Final = Vault(
    {
        "People/Ada Moss.md": b"---\ncircle: close\nneeds: [bees]\n---\n",
        "People/Cy.md": b"---\noffers: [bees]\nintroduced_by: Ada Moss\n---\n",
        "2026-05-17.md": b"- coffee: [[Ada Moss]] [[Cy]]\n- promised: [[Ada Moss]] x\n",
        "vaultkit.toml": b'link_style = "markdown"\n',
    }
)


@settings(max_examples=25)
@given(vaults(), one_of("Ada Moss", "Cléo Dubois"))
@example(DATED, "Ada Moss")
def test_another_name_changes_names_alone(given: Vault, name: str) -> None:
    """With a name that sorts as before, so that ties stay in their order too."""
    files = {
        renamed(path, name): renamed(data.decode("utf-8", "surrogateescape"), name)
        for path, data in given.files.items()
    }
    after = Vault(
        {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()},
        given.today,
    )
    expected = {
        renamed(path, name): renamed(t, name) for path, t in given.readable.items()
    }
    assert after.readable == expected


OLD, NEW = "Cléo Dubois", "Zoé Dubois"


@settings(max_examples=15)
@given(vaults())
def test_a_name_far_down_the_alphabet_changes_what_is_said_of_nobody(
    given: Vault,
) -> None:
    given = with_notes(given, Base_One=BASE)
    after = Vault(
        {
            path.replace(OLD, NEW): data.replace(OLD.encode(), NEW.encode())
            for path, data in given.files.items()
        },
        given.today,
    )
    assert said(given) == said(after)


def said(given: Vault) -> dict[str, list[str]]:
    """Return what is said of everybody, under the new name."""
    network, chosen, today = given.network, given.settings, given.today

    def new(text: object) -> str:
        return str(text).casefold().replace(OLD.casefold(), NEW.casefold())

    return {
        new(one): [new(fact) for fact in why.person(network, one, chosen, today)]
        for one in network.book.people
    }
