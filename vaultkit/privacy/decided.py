"""Decided: what was decided of things before, where it still holds.

Nothing is decided again of a thing that is the very same, while whom texts may name and
what notes hide is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from vaultkit.frozen import parts, replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
_ANEW: Final = object()


@dataclass(slots=True)
class Decided:
    """What is decided of things.

    Attributes:
        before: What was decided before, by the thing; those things are held elsewhere.
        stale: The notes of whose things it is decided again.
        now: What is decided now.
    """

    before: Mapping[int, Any] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    now: dict[int, Any] = field(default_factory=dict)

    def of(self, thing: T, path: str, decide: Callable[[T], V]) -> V:
        """Return what is decided of a thing that stands in a note."""
        found = self.before.get(id(thing), _ANEW)
        if found is _ANEW or path in self.stale:
            found = decide(thing)
        self.now[id(thing)] = found
        decided: V = found
        return decided


def shared(before: Book, now: Book) -> Book:
    """Return what may be seen now; what is as it was is the same object."""
    same: dict[str, object] = {}
    for name, has in parts(now).items():
        had = getattr(before, name)
        if isinstance(has, tuple):
            same[name] = _as_before(had, has)
        elif isinstance(has, Mapping):
            same[name] = _mapped(had, has)
    return replace(now, **same)


def _as_before(before: tuple[T, ...], now: tuple[T, ...]) -> tuple[T, ...]:
    same = len(before) == len(now) and all(map(is_, before, now))
    return before if same else now


def _mapped(before: Mapping[K, T], now: Mapping[K, T]) -> Mapping[K, T]:
    found = {k: before[k] if before.get(k) == one else one for k, one in now.items()}
    if [*found] == [*before] and all(map(is_, found.values(), before.values())):
        return before
    return MappingProxyType(found)


def alike(before: Book, now: Book) -> bool:
    """Return whether nobody came, went, or is called, kept or hidden otherwise."""
    had, has = before.people, now.people
    if had is has:
        return True
    if had.keys() != has.keys() or [*had] != [*has]:
        return False
    return all(
        one is has[person] or _TOLD_BY(one) == _TOLD_BY(has[person])
        for person, one in had.items()
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
    moved = {event.path for event in {*before.events} ^ {*now.events}}
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
