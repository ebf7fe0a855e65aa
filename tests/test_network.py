"""The network: indexes of the book, ties, gates, paths, and a graph that is a view."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import date, timedelta
from math import log
from typing import TYPE_CHECKING, Final

import networkx as nx
import pytest
from hypothesis import given

from tests.stories import vaults
from tests.whole import TODAY, Vault
from vaultkit.book.people import PersonId
from vaultkit.book.topics import TopicId
from vaultkit.frozen import replace
from vaultkit.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from vaultkit.network.network import Network

ANA, BO, CY, DEE = (
    PersonId(f"People/{name}.md") for name in ("Ana", "Bo", "Cy", "Dee")
)
ME = PersonId("Me.md")

LIFE = """
    --- Me.md
    type: me
    interests: [bees]
    --- People/Ana.md
    interests: [bees, chess]
    knows: "[[Bo]]"

    - 2026-01-03 coffee: about hives
    - 2026-02-03 coffee: about swarms
    - 2026-03-03 call: about honey
    - 2027-03-03 coffee: planned
    --- People/Bo.md
    introduced_by: "[[Ana]]"
    interests: chess
    --- People/Cy.md
    knows: "[[Bo]]"
    --- People/Dee.md
    circle: close
    vouch: music
    --- Topics/Chess.md
    type: topic
    broader: games
    --- Fair.md
    type: event
    date: 2026-05-01
    people: ["[[Ana]]", "[[Dee]]"]
    topics: bees
"""


@pytest.fixture(scope="module")
def network() -> Network:
    return Vault.of(LIFE).network


def test_days_are_counted_up_to_a_day(network: Network) -> None:
    assert [day.month for day in network.contact_days(ANA, TODAY)] == [1, 2, 3, 5]
    assert network.contact_days(ANA, date(2026, 2, 3))[-1] == date(2026, 2, 3)
    assert network.contact_days(CY, TODAY) == ()


def test_the_last_encounter_is_never_to_come(network: Network) -> None:
    last = network.last(ANA, TODAY)
    assert last is not None
    assert (last.date, last.kind) == (date(2026, 5, 1), "event")
    assert network.last(CY, TODAY) is None


TODAYS: Final = """
    --- People/Ana.md

    - 2026-01-03 coffee: hives
    --- People/Bo.md
    --- Fair.md
    type: {}
    date: 2026-11-21
    people: ["[[Ana]]", "[[Bo]]"]
"""


@pytest.mark.parametrize("kind", ["event", "meeting"])
def test_an_event_or_meeting_of_today_is_still_to_come(kind: str) -> None:
    network = Vault.of(TODAYS.format(kind)).network
    first, tomorrow = date(2026, 1, 3), TODAY + timedelta(days=1)
    assert network.contact_days(ANA, TODAY) == (first,)
    assert network.contact_days(ANA, tomorrow) == (first, TODAY)
    assert network.contact_days(BO, TODAY) == ()
    assert [one.date for one in network.encounters(ANA, TODAY)] == [first]
    assert [one.kind for one in network.encounters(BO, tomorrow)] == [kind]
    last = network.last(ANA, TODAY)
    assert last is not None
    assert last.date == first
    assert not network.acquainted(ANA, BO, TODAY)
    assert network.acquainted(ANA, BO, tomorrow) == (kind == "meeting")


@pytest.mark.parametrize(
    "line",
    [
        "- met: [[Ana]] and [[Bo]] by the door\n",
        "--- 2026-11-21.md\n- meeting: [[Ana]] and [[Bo]]\n",
        "--- A.md\n- 2026-11-21 coffee: [[Ana]] with [[Bo]], before it began\n",
    ],
)
def test_a_line_of_today_is_contact_beside_an_event_of_today(line: str) -> None:
    story = textwrap.dedent(TODAYS.format("meeting")) + "\n" + line
    network = Vault.of(story).network
    for person in (ANA, BO):
        assert network.contact_days(person, TODAY)[-1] == TODAY
        assert [one.date for one in network.encounters(person, TODAY)][-1:] == [TODAY]
        assert network.encounters(person, TODAY)[-1].kind in {
            "met",
            "meeting",
            "coffee",
        }
    assert network.acquainted(ANA, BO, TODAY)


@given(vaults())
def test_the_days_with_contact_are_the_days_of_the_encounters(made: Vault) -> None:
    for person in made.network.book.people:
        days = {one.date for one in made.network.encounters(person, TODAY)}
        stated = made.network.book.people[person].last_contact
        days |= {stated[0].date} if stated and stated[0].date <= TODAY else set()
        assert made.network.contact_days(person, TODAY) == tuple(sorted(days))


def test_ties_are_known_both_ways(network: Network) -> None:
    assert network.acquainted(ANA, BO, TODAY)
    assert network.acquainted(BO, ANA, TODAY)
    assert not network.acquainted(ANA, CY, TODAY)
    assert {edge.kind for edge in network.ties[ANA][BO]} == {"introduced", "knows"}


def test_an_event_does_not_say_that_its_people_met(network: Network) -> None:
    assert not network.acquainted(ANA, DEE, TODAY)


def test_people_met_together_have_met_from_that_day_on() -> None:
    network = Vault.of("""
        --- 2026-09-01.md
        - dinner: [[Ana]] and [[Bo]] at the harbour
        --- People/Ana.md
        --- People/Bo.md
    """).network
    assert network.acquainted(ANA, BO, date(2026, 9, 1))
    assert not network.acquainted(ANA, BO, date(2026, 8, 31))


def test_the_gate_opens_by_days_circle_or_vouching(network: Network) -> None:
    by_days = network.knows_well(ANA, DEFAULTS, TODAY)
    by_circle = network.knows_well(DEE, DEFAULTS, TODAY)
    assert (by_days.by, by_days.days) == ("days", 4)
    assert by_circle.by == "circle"
    strict = Settings(gate_days=9, gate_circles=())
    closed = network.knows_well(DEE, strict, TODAY)
    assert (closed.open, closed.days, closed.needed) == (False, 1, 9)
    vouched = network.knows_well(DEE, strict, TODAY, TopicId("music"))
    assert vouched.by == "vouch"


def test_vouching_covers_what_is_part_of_the_topic() -> None:
    network = Vault.of("""
        --- People/Ana.md
        vouch: music
        --- People/Bo.md
        offers: music/violin/repairs
    """).network
    violin, repairs = TopicId("music/violin"), TopicId("music/violin/repairs")
    assert network.knows_well(ANA, DEFAULTS, TODAY, violin).by == "vouch"
    assert network.knows_well(ANA, DEFAULTS, TODAY, repairs).by == "vouch"
    assert not network.knows_well(ANA, DEFAULTS, TODAY, TopicId("harp")).open


def test_rarity_leaves_me_out(network: Network) -> None:
    assert network.rarity(TopicId("bees")) == round(log(4 / 1), 1)
    assert network.rarity(TopicId("chess")) == round(log(4 / 2), 1)
    assert network.rarity(TopicId("nothing")) == 0


def test_topics_reach_two_steps_up_and_down(network: Network) -> None:
    assert network.wider(TopicId("chess")) == ("chess", "games")
    assert network.within(TopicId("games")) == ("games", "chess")


def test_a_path_goes_from_one_who_knows_to_the_next(network: Network) -> None:
    assert network.path(ANA, CY) == (ANA, BO, CY)
    assert network.path(ANA, CY, avoid=(BO,)) == ()
    assert network.path(ANA, DEE) == ()
    assert network.path(ANA, ANA) == (ANA,)


def test_a_way_to_a_stranger_starts_at_somebody_known(network: Network) -> None:
    known = frozenset({ANA, DEE})
    assert network.through(CY, known.__contains__) == (ANA, BO, CY)
    assert network.through(CY, frozenset({DEE}).__contains__) == ()


def test_no_path_leads_through_me() -> None:
    network = Vault.of("""
        --- Me.md
        type: me
        knows: ["[[Ana]]", "[[Bo]]"]
        --- People/Ana.md
        --- People/Bo.md
    """).network
    assert network.acquainted(ME, ANA, TODAY)
    assert network.path(ANA, BO) == ()


def test_the_graph_has_people_topics_and_events(network: Network) -> None:
    graph = network.graph()
    kinds = nx.get_node_attributes(graph, "kind")
    assert kinds[ANA] == "person"
    assert kinds["topic:bees"] == "topic"
    assert kinds["event:Fair.md"] == "event"
    assert graph.nodes[ME]["me"]
    assert set(graph[ANA]) == {BO, ME, "topic:bees", "topic:chess", "event:Fair.md"}
    assert graph.edges["topic:chess", "topic:games"]["edges"][0].kind == "broader"


def test_two_who_share_an_interest_are_two_steps_apart(network: Network) -> None:
    graph = network.graph()
    assert not graph.has_edge(ME, "topic:chess")
    assert nx.shortest_path(graph, BO, "topic:bees") in (
        [BO, ANA, "topic:bees"],
        [BO, "topic:chess", ANA, "topic:bees"],
    )


def test_the_graph_cannot_be_changed(network: Network) -> None:
    graph = network.graph()
    with pytest.raises(nx.NetworkXError):
        graph.add_edge("a", "b")
    graph[ANA][BO]["edges"] = ()
    assert network.graph()[ANA][BO]["edges"] == network.ties[ANA][BO]


def test_the_graph_copies_nothing() -> None:
    asked: list[str] = []

    class Asking(dict[PersonId, object]):
        def get(self, key: PersonId, default: object = None) -> object:
            asked.append(key)
            return super().get(key, default)

    network = Vault.of(LIFE).network
    watched = replace(network, ties=Asking(network.ties))
    graph = watched.graph()
    assert asked == []
    assert BO in graph[ANA]
    assert asked == [ANA]


@given(vaults())
def test_the_graph_is_whole(made: Vault) -> None:
    """Every node it names it has, every edge it has both ways, and each edge once."""
    network = made.network
    graph = network.graph()
    nodes = set(graph)
    for a, around in graph.adjacency():
        for b, data in around.items():
            assert b in nodes
            assert graph[b][a] == data
    edges = list(network.edges())
    assert all(edge in network.neighbours(edge.b)[edge.a] for edge in edges)
    assert {frozenset((e.a, e.b)) for e in edges} == {
        frozenset(pair) for pair in graph.edges
    }
    assert nx.is_frozen(graph)


def test_what_was_asked_of_a_network_does_not_hold_it() -> None:
    """The collector does not look at values: what held itself would stay for ever."""
    made = Vault.of("--- Ada.md\ntype: person\n")
    network = made.network
    holding = sys.getrefcount(network)
    everybody = tuple(network.book.people)
    for _ in range(2):
        assert network.each(_name, everybody) == ("Ada",)
        assert network.asked(_name)(everybody[0]) == "Ada"
        assert network.made(_names) == ("Ada",)
    assert sys.getrefcount(network) == holding


def _name(network: Network, who: PersonId) -> str:
    return network.book.people[who].name


def _names(network: Network) -> tuple[str, ...]:
    return tuple(one.name for one in network.book.people.values())


def test_networkx_is_loaded_only_for_a_way_to_a_stranger() -> None:
    program = (
        "import sys; from tests.whole import Vault;"
        "v = Vault.of('--- 2026-09-01.md\\n- coffee: [[Ana]] bees\\n');"
        "assert v.build.pages; assert 'networkx' not in sys.modules;"
        "v.network.graph(); assert 'networkx' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
