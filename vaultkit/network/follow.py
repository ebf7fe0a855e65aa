"""Follow: a network updated by what a book says otherwise than the one before.

What did not change is the same object in both books, and is the same in both networks.
So what changed is told by the parts of lists that are other objects, and by mappings
that know it; and only what stands under its keys is made anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from vaultkit.book.splicing import apart
from vaultkit.lineage import descended, unlike
from vaultkit.network import edges, indexes
from vaultkit.network.connect import connect
from vaultkit.network.indexes import INDEXES, SOURCES
from vaultkit.network.network import Network
from vaultkit.network.remembering import Once
from vaultkit.network.watched import FILE, KINDS, WHOLE, named

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
    )

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person, PersonId
    from vaultkit.network.indexes import Facts, Index
    from vaultkit.network.watched import Cell

    Order = Callable[[Any], Any]

K = TypeVar("K")
V = TypeVar("V")

_MANY: Final = 2_000
"""From how many changed facts on everything is made anew: most of it changed."""

_UNWATCHED: Final = frozenset({"files", "people", "topics", "daily", "apart"})
"""Parts of a book that are told apart by what is in them."""


class Differing(NamedTuple):
    """What two lists of facts do not share, each in its order."""

    gone: list[Any]
    come: list[Any]


def follow(before: Network, book: Book) -> tuple[Network, set[Cell] | None]:
    """Return the network of a book, `connect(book)`, and what is not as before.

    Args:
        before: The network of another book; the more the two books share, the less
            there is to do.
        book: What it is to be made from.

    Returns:
        The network, and which cells of it changed (`watched.Cell`); None if that is
        anything.
    """
    if _is_another(before, book):
        return connect(book), None
    news = _differing(before.book, book)
    if sum(len(one.gone) + len(one.come) for one in news.values()) > _MANY:
        return connect(book), None
    parts: dict[str, Mapping[Any, Any]] = {}
    changed: dict[str, set[Any]] = {}
    for name, index in INDEXES.items():
        had = getattr(before, name)
        parts[name], changed[name] = _followed(
            had, index, news[index.source], (before.book, book)
        )
    parts |= _rest(before, book, parts, changed, news["people"])
    cells = {(KINDS[name], key) for name, keys in changed.items() for key in keys}
    cells |= {(WHOLE, name) for name, keys in changed.items() if keys}
    network = Network(book=book, memory=Once(), **parts)
    return network, cells | _of_book(before.book, book, news)


def _is_another(before: Network, book: Book) -> bool:
    """Return whether that changed which nearly everything looks at."""
    old = before.book
    same = (old.me, old.everyone) == (book.me, book.everyone)
    return not same or before.mine != indexes.mine(book)


# --- what changed ---------------------------------------------------------------------


def _differing(old: Book, new: Book) -> dict[str, Differing]:
    """Return what the lists of two books do not share, by the names of the lists."""
    found = {
        name: differing(source.facts(old), source.facts(new))
        for name, source in SOURCES.items()
        if name != "people"
    }
    had, has = old.people, new.people
    other = unlike(had, has)
    gone, come = (
        sorted((those[p] for p in other if p in those), key=indexes.place)
        for those in (had, has)
    )
    return {"people": Differing(gone, come), **found}


def differing(old: Collection[Any], new: Collection[Any]) -> Differing:
    """Return what two lists in the same order do not share, told by the objects."""
    if old is new:
        return Differing([], [])
    was, now = apart(old, new), apart(new, old)
    had, has = set(map(id, was)), set(map(id, now))
    if [it for it in was if id(it) in has] != [it for it in now if id(it) in had]:
        return Differing(was, now)  # what both have is in another order
    gone = [it for it in was if id(it) not in has]
    return Differing(gone, [it for it in now if id(it) not in had])


def _of_book(old: Book, new: Book, news: Mapping[str, Differing]) -> set[Cell]:
    """Return the cells of a book that are not as they were, people's excepted."""
    cells: set[Cell] = set()
    for name in ("topics", "daily", "apart"):
        keys = changed_keys(getattr(old, name), getattr(new, name))
        cells |= {(KINDS[name], key) for key in keys}
        cells |= {(WHOLE, name)} if keys else set()
    for name in {*new.__struct_fields__} - _UNWATCHED:
        pair = news.get(name) or (getattr(old, name), getattr(new, name))
        if pair[0] is not pair[1] and pair[0] != pair[1]:
            cells.add((WHOLE, name))
    if other := new.files.moved(old.files):
        cells |= {(FILE, named(path)) for path in other}
        cells.add((WHOLE, "files"))
    return cells


def changed_keys(old: Mapping[K, V], new: Mapping[K, V]) -> set[K]:
    """Return the keys under which two mappings do not hold the same."""
    other = unlike(old, new)
    return {k for k in other if k not in old or k not in new or old[k] != new[k]}


# --- an index -------------------------------------------------------------------------


def _followed(
    had: Mapping[Any, Facts], index: Index, news: Differing, books: tuple[Book, Book]
) -> tuple[Mapping[Any, Facts], set[Any]]:
    """Return an index after some facts went and came, and the keys that changed."""
    source = SOURCES[index.source]
    spots: defaultdict[Hashable, set[Any]] = defaultdict(set)
    for fact in (*news.gone, *news.come):
        for key in index.keys(fact):
            spots[key].add(source.order(fact))
    if not spots:
        return had, set()

    @cache
    def there(spot: Any) -> Mapping[Any, Facts]:  # noqa: ANN401 (as the order is)
        return indexes.entries(source.at(books[1], spot), index.keys, index.value)

    def order(value: Any) -> Any:  # noqa: ANN401 (whatever stands in the index)
        return source.order(books[0].people[value] if index.value else value)

    anew = {}
    for key, where in spots.items():
        under = had.get(key, ())
        entry, at = [], 0
        for spot in sorted(where):
            start = bisect_left(under, spot, at, key=order)
            entry += [*under[at:start], *there(spot).get(key, ())]
            at = bisect_right(under, spot, start, key=order)
        anew[key] = (*entry, *under[at:])
    return _with(had, anew)


def _with(
    had: Mapping[Any, Any], anew: Mapping[Any, Any]
) -> tuple[Mapping[Any, Any], set[Any]]:
    """Return an index with some entries anew, none that is empty, and what changed."""
    changed = {key for key, entry in anew.items() if had.get(key, ()) != entry}
    changed = {key for key in changed if anew[key] or key in had}
    if not changed:
        return had, set()
    come = {key: anew[key] for key in changed if anew[key]}
    return descended(had, come, changed - come.keys()), changed


# --- what follows from the indexes ----------------------------------------------------


def _rest(
    before: Network,
    book: Book,
    parts: Mapping[str, Mapping[Any, Any]],
    changed: dict[str, set[Any]],
    news: Differing,
) -> dict[str, Mapping[Any, Any]]:
    """Return the indexes that are made of others; adds to what changed.

    Args:
        before: The network before.
        book: The book now.
        parts: The indexes so far.
        changed: Which of their keys changed, by the names of the indexes.
        news: Who is not as they were.
    """
    old, said = before.book, {who.id for who in (*news.gone, *news.come)}
    changed["people"] = said
    events = before.events
    if old.events is not book.events:
        events = {event.path: event for event in book.events}
    narrower = before.narrower
    if old.topics is not book.topics:
        narrower = indexes.narrower(book.topics.values())
    naming, rarities = _counted(before, book, news)
    whole: dict[str, Mapping[Any, Any]] = {
        "events": events,
        "narrower": narrower,
        "rarities": rarities,
    }
    for name, index in whole.items():
        changed[name] = changed_keys(getattr(before, name), index)
    found = {"naming": naming, "mine": before.mine, **whole}
    anew = _of_people(before, book, {**parts, **whole}, changed)
    for name, entries in anew.items():
        found[name], changed[name] = _with(getattr(before, name), entries)
    return found


def _of_people(
    before: Network,
    book: Book,
    parts: Mapping[str, Mapping[Any, Any]],
    changed: Mapping[str, set[Any]],
) -> dict[str, dict[PersonId, Any]]:
    """Return what has to be made anew of the indexes that are made of others."""
    people, events = book.people, parts["events"]
    met, around = parts["encounters_of"], parts["events_of"]
    said, there = changed["people"], changed["events_of"]
    joined = changed["introductions_of"] | changed["named_by"] | said | there
    joined |= changed["encounters_of"] | set(_around(before, book, parts, said))
    return {
        "days_of": {
            who: indexes.days(met.get(who, ()), people.get(who))
            for who in changed["encounters_of"] | said
        },
        "planned_of": {
            who: indexes.planned(met.get(who, ()), around.get(who, ()), events)
            for who in changed["encounters_of"] | there
        },
        "ties": _tied(joined, before, book, parts, events),
    }


def _around(
    before: Network,
    book: Book,
    parts: Mapping[str, Mapping[Any, Any]],
    said: Iterable[PersonId],
) -> Iterator[PersonId]:
    """Yield whoever was tied to some people, or may be now."""
    for who in said:
        yield from before.ties.get(who, ())
        if who in book.people:
            yield from indexes.acquaintances(book.people[who])
        yield from parts["named_by"].get(who, ())
        for met in edges.company(parts["encounters_of"].get(who, ())):
            yield from met.people
        for made in parts["introductions_of"].get(who, ()):
            yield from made.between


def _tied(
    several: Iterable[PersonId],
    before: Network,
    book: Book,
    parts: Mapping[str, Mapping[Any, Any]],
    events: Mapping[Any, Any],
) -> dict[PersonId, Mapping[PersonId, edges.Edges]]:
    """Return to whom some are tied, by what, as `edges.ties`."""
    people = book.people
    now: dict[PersonId, Mapping[PersonId, edges.Edges]] = {}
    for who in several:
        naming = {*parts["named_by"].get(who, ()), who}
        found = edges.ties(
            people,
            sorted((people[it] for it in naming if it in people), key=indexes.place),
            parts["introductions_of"].get(who, ()),
            parts["encounters_of"].get(who, ()),
            events,
        ).get(who, {})
        now[who] = dict(edges.of_both(who, found, before.ties, now))
    return now


def _counted(
    before: Network, book: Book, news: Differing
) -> tuple[Mapping[Any, int], Mapping[Any, float]]:
    """Return how many name each topic, and how rare that makes it."""
    if not (news.gone or news.come):
        return before.naming, before.rarities
    counted: dict[Any, int] = {}

    def count(several: Iterable[Person], one: int) -> None:
        for who in several:
            for topic in indexes.names(who) if who.id != book.me else ():
                had = counted.get(topic, before.naming.get(topic, 0))
                counted[topic] = had + one

    count(news.gone, -1)
    count(news.come, 1)
    some = {topic: n for topic, n in counted.items() if n}
    none = counted.keys() - some.keys()
    naming = descended(before.naming, some, none)
    everyone = len(book.people) - (book.me in book.people)
    had, numbers = everyone - len(news.come) + len(news.gone), {*naming.values()}
    if not had or indexes.rare(numbers, everyone) != indexes.rare(numbers, had):
        return naming, indexes.rarities(naming, everyone)
    rare = indexes.rarities(some, everyone)
    return naming, descended(before.rarities, rare, none)
