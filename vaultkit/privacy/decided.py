"""Decided: what was decided of things before, where it still holds.

Nothing is decided again of a thing that is the very same, while whom texts may name and
what notes hide is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from vaultkit.book.splicing import Series, apart
from vaultkit.frozen import parts, replace
from vaultkit.lineage import unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
_ANEW: Final = object()


class Part(NamedTuple):
    """What is decided of the things in one part of a list.

    Attributes:
        things: The things.
        found: What may be seen of each, or None.
        shown: All that may be seen; the things themselves where that is all of them.
        other: Those of which not all may be seen, each with what may be.
    """

    things: tuple[Any, ...]
    found: tuple[Any, ...]
    shown: tuple[Any, ...]
    other: tuple[tuple[Any, Any], ...]

    @classmethod
    def of(cls, things: tuple[Any, ...], found: tuple[Any, ...]) -> Part:
        """Return what is decided of things, given what of each."""
        pairs = zip(things, found, strict=True)
        other = tuple([(one, shown) for one, shown in pairs if shown is not one])
        if not other:
            return cls(things, things, things, ())
        shown = tuple([one for one in found if one is not None])
        return cls(things, found, shown, other)


@dataclass(slots=True)
class Decided:
    """What is decided of things.

    Attributes:
        before: What was decided before, by the thing; those things are held elsewhere.
        stale: The notes of whose things it is decided again.
        parted: What was decided before of parts of lists, by the part.
        loose: What was decided of the things in parts that are no more.
        now: What is decided now.
        parts: What is decided now of parts of lists.
    """

    before: Mapping[int, Any] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    parted: Mapping[int, Part] = field(default_factory=dict)
    loose: Mapping[int, Any] = field(default_factory=dict)
    now: dict[int, Any] = field(default_factory=dict)
    parts: dict[int, Part] = field(default_factory=dict)

    def again(self, stale: frozenset[str], lists: Iterable[Sequence[Any]]) -> Decided:
        """Return what is decided of the things in another book.

        Args:
            stale: The notes of whose things it is decided again.
            lists: Those whose parts are decided of, as they are in that book.
        """
        there = {id(part) for things in lists for part in Series.of(things).parts}
        left = [part for at, part in self.parts.items() if at not in there]
        loose = {
            id(one): shown
            for part in left
            for one, shown in zip(part.things, part.found, strict=True)
        }
        return Decided(self.now, stale, self.parts, loose)

    def several(
        self,
        things: Sequence[Any],
        decide: Callable[[Any], Any],
        lose: Callable[[Any, Any], object] | None = None,
    ) -> Series[Any]:
        """Return what may be seen of things that stand in notes.

        Args:
            things: The things.
            decide: Returns what may be seen of one, None where that is nothing.
            lose: Called with each of which not all may be seen, and what may be.
        """
        found = [self._part(part, decide) for part in Series.of(things).parts]
        if lose is not None:
            for one, shown in chain.from_iterable(part.other for part in found):
                lose(one, shown)
        return Series(part.shown for part in found)

    def _part(self, part: tuple[Any, ...], decide: Callable[[Any], Any]) -> Part:
        known = self.parted.get(id(part))
        if known is None or not self._holds(part):
            found = tuple([self._one(one, decide) for one in part])
            known = Part.of(part, found)
        self.parts[id(part)] = known
        return known

    def _holds(self, part: tuple[Any, ...]) -> bool:
        stale = self.stale
        return not stale or all(one.origin.path not in stale for one in part)

    def _one(self, thing: Any, decide: Callable[[Any], Any]) -> Any:  # noqa: ANN401 (any fact)
        found = self.loose.get(id(thing), _ANEW)
        again = found is _ANEW or thing.origin.path in self.stale
        return decide(thing) if again else found

    def of(self, thing: T, path: str, decide: Callable[[T], V]) -> V:
        """Return what is decided of a thing that stands in a note."""
        found = self.before.get(id(thing), _ANEW)
        if found is _ANEW or path in self.stale:
            found = decide(thing)
        self.now[id(thing)] = found
        decided: V = found
        return decided


def with_parts(thing: T, **said: object) -> T:
    """Return a thing with some parts, itself where those are what it has."""
    if all(getattr(thing, name) == one for name, one in said.items()):
        return thing
    return replace(thing, **said)


def shared(before: Book, now: Book) -> Book:
    """Return what may be seen now; a list that is as it was is the same object."""
    lists = {
        name: _as_before(getattr(before, name), has)
        for name, has in parts(now).items()
        if isinstance(has, tuple | Series)
    }
    return replace(now, **lists)


def _as_before(before: Sequence[T], now: Sequence[T]) -> Sequence[T]:
    if isinstance(before, Series) and isinstance(now, Series):
        return before if _are(before.parts, now.parts) else now
    return before if _are(before, now) else now


def _are(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))


def alike(before: Book, now: Book) -> bool:
    """Return whether nobody came, went, or is called, kept or hidden otherwise."""
    had, has = before.people, now.people
    return all(
        one in had and one in has and _TOLD_BY(had[one]) == _TOLD_BY(has[one])
        for one in unlike(had, has)
    )


def _told_by(person: Person) -> tuple[object, ...]:
    return (
        person.name,
        person.aliases,
        person.path,
        person.private,
        person.hidden,
    )


_TOLD_BY: Final = _told_by


def stale_since(before: Book, now: Book) -> frozenset[str] | None:
    """Return the notes in which something private is linked otherwise than before.

    None where other notes are private.
    """
    # When we met is told unless it is the day of an event that may not be.
    pair = before.events, now.events
    moved = {event.path for event in {*apart(*pair)} ^ {*apart(*reversed(pair))}}
    had, has = before.private, now.private
    if (had.notes, had.topics) != (has.notes, has.topics):
        return None
    linked = {one.path for one in had.lines ^ has.lines}
    linked |= {path for path, _ in had.words ^ has.words}
    return frozenset(linked | moved)


def linked_in(book: Book) -> Mapping[str, frozenset[str]]:
    """Return by note the properties in whose words something private is linked."""
    linked: dict[str, frozenset[str]] = {}
    for path, name in book.private.words:
        linked[path] = linked.get(path, frozenset()) | {name}
    return linked


def decides(person: Person, stale: frozenset[str]) -> str:
    """Return a note by which it is decided what may be seen of somebody.

    Args:
        person: Who.
        stale: Notes of whose things it is decided again; one of them comes first.
    """
    if stale:
        said = (*person.interests, *person.offers, *person.needs, *person.learning)
        told = (one.origin.path for one in said)
        for path in (*told, person.met_at_path):
            if path in stale and path is not None:
                return path
    return person.path or person.id
