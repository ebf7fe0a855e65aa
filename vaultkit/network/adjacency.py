"""Adjacency: a network as networkx sees it, composed when asked and never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from vaultkit.book.people import PersonId
from vaultkit.book.topics import TopicId
from vaultkit.network import edges
from vaultkit.network.edges import EVENT, TOPIC, Edge, Edges
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.network.network import Network

N = TypeVar("N", bound=str)
V = TypeVar("V")


class View(Mapping[N, V]):
    """What each node has, asked of a function: a mapping that holds nothing itself."""

    __slots__ = ("_ask", "_nodes")

    def __init__(self, nodes: Collection[N], ask: Callable[[N], V]) -> None:
        self._nodes = nodes
        self._ask = ask

    def __getitem__(self, node: N) -> V:
        if node not in self._nodes:
            raise KeyError(node)
        return self._ask(node)

    def __contains__(self, node: object) -> bool:
        return node in self._nodes

    def __iter__(self) -> Iterator[N]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


class Nodes(Collection[str]):
    """Every node of a network: people, then topics, then events."""

    __slots__ = ("_network",)

    def __init__(self, network: Network) -> None:
        self._network = network

    def __contains__(self, node: object) -> bool:
        return isinstance(node, str) and bool(attributes(self._network, node))

    def __iter__(self) -> Iterator[str]:
        book = self._network.book
        yield from book.people
        yield from map(edges.topic_node, book.topics)
        yield from map(edges.event_node, self._network.events)

    def __len__(self) -> int:
        book = self._network.book
        return len(book.people) + len(book.topics) + len(self._network.events)


def attributes(network: Network, node: str) -> dict[str, Any]:
    """Return what a node is (`kind`, `name`, ...), nothing for an unknown one."""
    book = network.book
    if person := book.people.get(PersonId(node)):
        return {"kind": "person", "name": person.name, "me": person.me}
    if topic := book.topics.get(_topic(node)):
        return {"kind": "topic", "name": topic.name}
    if event := network.events.get(_event(node)):
        return {"kind": "event", "name": event.name, "date": event.date}
    return {}


def neighbours(network: Network, node: str) -> dict[str, Edges]:
    """Return what a node is joined to, and by what; nothing for an unknown one."""
    found: dict[str, Edges] = {}
    for edge in _touching(network, node):
        other = edge.b if edge.a == node else edge.a
        found[other] = (*found.get(other, ()), edge)
    return found


def joined(network: Network, node: str) -> dict[str, dict[str, Any]]:
    """Return the same as networkx has it."""
    return {it: {"edges": facts} for it, facts in neighbours(network, node).items()}


def _topic(node: str) -> TopicId:
    return TopicId(node[len(TOPIC) :] if node.startswith(TOPIC) else "")


def _event(node: str) -> VaultPath:
    return VaultPath(node[len(EVENT) :] if node.startswith(EVENT) else "")


def _touching(network: Network, node: str) -> Iterator[Edge]:
    if PersonId(node) in network.book.people:
        return _at_person(network, PersonId(node))
    if _topic(node) in network.book.topics:
        return _at_topic(network, _topic(node))
    event = network.events.get(_event(node))
    return edges.of_event(event) if event else iter(())


def _at_person(network: Network, person: PersonId) -> Iterator[Edge]:
    for _, joined in sorted(network.ties.get(person, {}).items()):
        yield from joined
    yield from _with_me(network, person)
    yield from edges.of_person(network.book.people[person])
    for event in network.events_of.get(person, ()):
        yield from (edge for edge in edges.of_event(event) if edge.a == person)


def _with_me(network: Network, person: PersonId) -> Iterator[Edge]:
    """Yield since when I have been in touch: of me with everyone, else of them."""
    me = network.book.me
    if me is None:
        return
    for other in network.book.people if person == me else (person,):
        first = network.encounters_of.get(other, ())[:1]
        yield from (Edge(me, other, "contact", met.origin, met.date) for met in first)


def _at_topic(network: Network, topic: TopicId) -> Iterator[Edge]:
    node = edges.topic_node(topic)
    who = dict.fromkeys(
        person
        for index in (
            network.interested,
            network.offering,
            network.needing,
            network.learners,
        )
        for person in index.get(topic, ())
    )
    for person in who:
        of_them = edges.of_person(network.book.people[person])
        yield from (edge for edge in of_them if edge.b == node)
    for event in network.about.get(topic, ()):
        yield from (edge for edge in edges.of_event(event) if edge.b == node)
    yield from edges.of_topic(network.book.topics[topic])
    for part in network.narrower.get(topic, ()):
        of_part = edges.of_topic(network.book.topics[part])
        yield from (edge for edge in of_part if edge.b == node)
