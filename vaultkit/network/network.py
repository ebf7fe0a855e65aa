"""The network: the book as a graph, answered from immutable indexes.

People, topics and events are nodes. A shared interest is two steps through a topic and
never an edge between people: 5,000 people have 23 thousand edges to topics and would
have 7 million among themselves.

The indexes are plain mappings of tuples. `graph` is a view that composes a node's
neighbours from them when it is asked: it costs nothing to hand out, holds nothing of
its own and cannot fall behind. Whatever replaces an entry of an index (`follow`) has
updated the graph; no save copies or rebuilds one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from vaultkit.frozen import Frozen
from vaultkit.network import adjacency, closeness, indexes
from vaultkit.network.adjacency import View

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from datetime import date
    from typing import TypeAlias

    import networkx as nx

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import (
        Ask,
        Encounter,
        Kindness,
        Lesson,
        NotNow,
        Promise,
    )
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.closeness import Gate
    from vaultkit.network.dealing import Ends
    from vaultkit.network.edges import Edge, Edges
    from vaultkit.network.ranking import Among
    from vaultkit.network.remembering import Once
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

    Graph: TypeAlias = nx.Graph[str]

N = TypeVar("N", bound=str)
T = TypeVar("T")

HANDSHAKES: Final = 4
"""The longest path between people that is looked for: a request travels no further."""

WIDER: Final = 2
"""Up to how many steps a topic stands for a wider one."""

_NO_TIES: Final[Mapping[PersonId, Edges]] = MappingProxyType({})


class Network(Frozen, frozen=True, kw_only=True):
    """The book's people, topics and events, and what joins them.

    Its indexes are plain dicts that nobody changes: nothing is asked so often.

    Attributes:
        book: What it was made from.
        ties: Who is tied to whom and by what, me included, both ways.
        encounters_of: By person, by date, days to come too; so all lists that follow.
        days_of: Their distinct days with contact, oldest first, days to come too.
        planned_of: Days among those of which only an event or meeting tells.
        promises_of: What I promised them, kept or not.
        kindnesses_of: What was given and got.
        lessons_of: What they taught me.
        asks_of: What I asked of them.
        not_now_of: When their name was put to rest a while.
        events_of: Events and meetings they were or will be at.
        introductions_of: Introduction notes about them.
        named_by: Whose notes name them as an acquaintance.
        interested: By topic: who cares, in order of name, me included; so all topics.
        offering: Who offers it.
        needing: Who needs it.
        learners: Who wants to learn it.
        naming: By topic that anybody but me names: how many do.
        rarities: By the same topics: how rare that makes it; see `rarity`.
        mine: What I care about, by topic; nothing where no note is me.
        about: Events about it.
        narrower: Topics that name it as broader.
        events: Events and meetings by the path of their note.
        memory: What remembers what was found in it.
    """

    book: Book
    ties: Mapping[PersonId, Mapping[PersonId, Edges]]
    encounters_of: Mapping[PersonId, tuple[Encounter, ...]]
    days_of: Mapping[PersonId, tuple[date, ...]]
    planned_of: Mapping[PersonId, tuple[date, ...]]
    promises_of: Mapping[PersonId, tuple[Promise, ...]]
    kindnesses_of: Mapping[PersonId, tuple[Kindness, ...]]
    lessons_of: Mapping[PersonId, tuple[Lesson, ...]]
    asks_of: Mapping[PersonId, tuple[Ask, ...]]
    not_now_of: Mapping[PersonId, tuple[NotNow, ...]]
    events_of: Mapping[PersonId, tuple[Event, ...]]
    introductions_of: Mapping[PersonId, tuple[Introduction, ...]]
    named_by: Mapping[PersonId, tuple[PersonId, ...]]
    interested: Mapping[TopicId, tuple[PersonId, ...]]
    offering: Mapping[TopicId, tuple[PersonId, ...]]
    needing: Mapping[TopicId, tuple[PersonId, ...]]
    learners: Mapping[TopicId, tuple[PersonId, ...]]
    naming: Mapping[TopicId, int]
    rarities: Mapping[TopicId, float]
    mine: Mapping[TopicId, Said]
    about: Mapping[TopicId, tuple[Event, ...]]
    narrower: Mapping[TopicId, tuple[TopicId, ...]]
    events: Mapping[VaultPath, Event]
    memory: Once

    # --- finding

    def each(
        self, of: Callable[..., T], keys: Iterable[Hashable], *given: object
    ) -> tuple[T, ...]:
        """Return what a function finds for some keys, in their order.

        Where something remembers, nothing is found again that a save did not change.

        Args:
            of: A function of a module. It is called with this network, a key, and what
                is given, and depends on nothing else.
            keys: People, topics, paths, or whatever else it is about.
            given: Values: the settings, the day.
        """
        return self.memory.each(self, of, keys, given)

    def ranked(
        self, of: Callable[..., Any], among: Among, *given: object, ends: Ends = None
    ) -> Mapping[Any, Sequence[Any]]:
        """Return rows of people or topics by section, in order, until the next save.

        The function returns rows: a section, what puts the row in order, and a value.
        Where a row has ends, it is left out if any was in one before it (`dealing`).
        Whoever ranks by a function ranks the same by it always, with the same ends.
        """
        return self.memory.ranked(self, of, among, given, ends)

    def asked(self, of: Callable[..., T], *given: object) -> Callable[[Any], T]:
        """Return what finds one answer at a time, each once; as `each`."""
        return self.memory.asked(self, of, given)

    def made(self, of: Callable[..., T], *given: object, key: Hashable = "") -> T:
        """Return what a function makes of this network and what is given, as `each`.

        Of each key only what was made last is remembered, so records may be given.
        """
        return cast("T", self.memory.made(self, of, key, given))

    # --- contact

    def contact_days(self, person: PersonId, until: date) -> tuple[date, ...]:
        """Return the distinct days with contact by a day, oldest first.

        That day counts by what a line says; an event or meeting has to be past.
        """
        days = self.days_of.get(person, ())
        if not days or days[-1] < until:
            return days
        if until in self.planned_of.get(person, ()):
            return days[: bisect_left(days, until)]
        return days[: bisect_right(days, until)]

    def encounters(self, person: PersonId, until: date) -> tuple[Encounter, ...]:
        """Return the encounters by a day, oldest first, as `contact_days`."""
        met = self.encounters_of.get(person, ())
        if not met or met[-1].date < until:
            return met
        return indexes.past(met, until, self.events)

    def last(self, person: PersonId, until: date) -> Encounter | None:
        """Return the last encounter by a day."""
        met = self.encounters(person, until)
        return met[-1] if met else None

    def knows_well(
        self,
        person: PersonId,
        settings: Settings,
        today: date,
        topic: TopicId | None = None,
    ) -> Gate:
        """Return whether I know somebody well: `closeness.knows_well`."""
        return closeness.knows_well(self, person, settings, today, topic)

    # --- topics

    def rarity(self, topic: TopicId) -> float:
        """Return `log(N/df)`: 0 for what everybody names, more for what is rare.

        Inverse document frequency over people other than me; with me left in, every
        two people I know would share somebody. (A shared trait that is rare raised
        helping to 82% against 55% for a common one; Grant, Give and Take.) To one
        decimal: after a save nearly all are as rare as before. 0 for what nobody names.
        """
        return self.rarities.get(topic, 0.0)

    def wider(self, topic: TopicId) -> tuple[TopicId, ...]:
        """Return the topic and what it is part of, nearest first, up to two steps."""
        topics = self.book.topics
        return _spread(topic, lambda at: topics[at].broader if at in topics else ())

    def within(self, topic: TopicId) -> tuple[TopicId, ...]:
        """Return the topic and its parts, nearest first, up to two steps."""
        return _spread(topic, lambda at: self.narrower.get(at, ()))

    # --- between people

    def acquainted(self, a: PersonId, b: PersonId, until: date) -> bool:
        """Return whether two people know each other, as far as the notes say."""
        joined = self.ties.get(a, _NO_TIES).get(b)
        return joined is not None and any(edge.holds(until) for edge in joined)

    def acquaintances(
        self,
        until: date | None = None,
        avoid: Collection[PersonId] = (),
    ) -> nx.Graph[PersonId]:
        """Return people and their ties alone, as a read-only graph.

        Who is to be avoided, and I, stand in it alone, joined to nobody.
        """
        left_out = frozenset(avoid) | ({self.book.me} if self.book.me else frozenset())
        people = self.book.people

        def known(person: PersonId) -> Mapping[PersonId, Mapping[str, Any]]:
            alone = person in left_out
            joined = _NO_TIES if alone else self.ties.get(person, _NO_TIES)
            return {
                other: {"edges": facts}
                for other, facts in sorted(joined.items())
                if other not in left_out and any(f.holds(until) for f in facts)
            }

        return _frozen(
            View(people, lambda person: {"name": people[person].name}),
            View(people, known),
        )

    def path(
        self,
        a: PersonId,
        b: PersonId,
        avoid: Collection[PersonId] = (),
        until: date | None = None,
    ) -> tuple[PersonId, ...]:
        """Return a shortest chain of people from a to b who each know the next.

        Both ends stand in it. Empty if there is none of at most `HANDSHAKES` steps.
        """
        return self.through(b, frozenset({a}).__contains__, avoid, until)

    def through(
        self,
        stranger: PersonId,
        known: Callable[[PersonId], bool],
        avoid: Collection[PersonId] = (),
        until: date | None = None,
    ) -> tuple[PersonId, ...]:
        """Return a shortest chain from somebody known to somebody who is not.

        Both ends stand in it. Of several as short as each other the one that stands
        first by id, step by step from the stranger. Empty if there is none of at most
        `HANDSHAKES` steps.
        """
        if known(stranger):
            return (stranger,)
        if not self.ties.get(stranger):
            return ()
        import networkx as nx  # noqa: PLC0415 - a fifth of a second, only where needed

        graph = self.acquaintances(until, avoid)
        towards: dict[PersonId, PersonId] = {}
        for found, before in nx.bfs_predecessors(graph, stranger, HANDSHAKES):
            towards[found] = before
            if known(found):
                chain = [found]
                while chain[-1] in towards:
                    chain.append(towards[chain[-1]])
                return tuple(chain)
        return ()

    # --- as a graph

    def neighbours(self, node: str) -> Mapping[str, Edges]:
        """Return what a node is joined to, and by what; nothing for an unknown one."""
        return adjacency.neighbours(self, node)

    def edges(self) -> Iterator[Edge]:
        """Yield every edge once, by the node it starts from."""
        for node in adjacency.Nodes(self):
            for joined in self.neighbours(node).values():
                yield from (edge for edge in joined if edge.a == node)

    def graph(self) -> nx.Graph[str]:
        """Return all of it as a read-only networkx graph.

        Nodes carry `kind` (`person`, `topic`, `event`) and `name`, people `me`, events
        `date`; an edge carries `edges`, the facts it stands for.
        """
        nodes = adjacency.Nodes(self)
        return _frozen(
            View(nodes, lambda node: adjacency.attributes(self, node)),
            View(nodes, lambda node: adjacency.joined(self, node)),
        )


def _frozen(
    nodes: Mapping[N, Mapping[str, Any]],
    adjacent: Mapping[N, Mapping[N, Mapping[str, Any]]],
) -> nx.Graph[N]:
    """Return a read-only graph that looks into these mappings; nothing is copied."""
    import networkx as nx  # noqa: PLC0415 - a fifth of a second, only where needed

    graph: nx.Graph[N] = nx.Graph()
    vars(graph).update(_node=nodes, _adj=adjacent)
    nx.freeze(graph)
    return graph


def _spread(
    topic: TopicId, further: Callable[[TopicId], tuple[TopicId, ...]]
) -> tuple[TopicId, ...]:
    """Return a topic and what is reached from it in up to `WIDER` steps, in order."""
    if not further(topic):
        return (topic,)
    found = edge = dict.fromkeys((topic,))
    for _ in range(WIDER):
        edge = dict.fromkeys(to for at in edge for to in further(at) if to not in found)
        found = {**found, **edge}
    return tuple(found)
