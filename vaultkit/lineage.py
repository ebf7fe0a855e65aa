"""Lineage: mappings that know in what they differ from those they were made of.

After a save nearly all is as it was. What was made of a mapping by a few changes tells
them at once, and was made without a copy: the last one made holds everything, and the
one before it only what stood otherwise in it. Of any two others what differs is found
by comparing all of both.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

K = TypeVar("K")
V = TypeVar("V")

_LINE: Final = 8
"""How many mappings that came before one are told apart from it at once."""
_MANY: Final = 500
"""More changes than this are not kept in mind."""
_NOTHING: Final[Any] = object()
_NONE: Final[frozenset[Any]] = frozenset()


class Descended(Mapping[K, V]):
    """A mapping that may be made of another one; nobody changes it once it is made.

    It has everything in a dict until another one is made of it, which has that from
    then on.
    """

    __slots__ = ("_line", "held", "mark")

    def __init__(
        self,
        items: dict[K, V],
        line: tuple[tuple[object, frozenset[K]], ...] = (),
    ) -> None:
        """Hold items.

        Args:
            items: What it holds: nobody else changes it from now on.
            line: The marks of mappings before, each with the keys changed since.
        """
        self.held: dict[K, V] | _Past[K, V] = items
        self.mark, self._line = object(), line

    # --- as a mapping

    def __getitem__(self, key: K) -> V:
        """Return what stands under a key."""
        return self.held[key]

    def get(self, key: object, default: Any = None) -> Any:  # noqa: ANN401 (as of a mapping)
        """Return what stands under a key."""
        return self.held.get(cast("K", key), default)

    def __contains__(self, key: object) -> bool:
        """Return whether anything stands under a key."""
        return key in self.held

    def __iter__(self) -> Iterator[K]:
        """Return the keys, in order."""
        return iter(self.whole())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.held)

    def values(self) -> ValuesView[V]:
        """Return what stands under them."""
        return self.whole().values()

    def items(self) -> ItemsView[K, V]:
        """Return both."""
        return self.whole().items()

    def __eq__(self, other: object) -> bool:
        """Return whether another mapping holds what is equal."""
        if isinstance(other, Descended):
            return self is other or self.whole() == other.whole()
        return self.whole() == other

    __hash__ = None  # type: ignore[assignment]  # as of a dict

    def __repr__(self) -> str:
        """Return it as a dict is shown."""
        return repr(self.whole())

    # --- from one to the next

    def whole(self) -> dict[K, V]:
        """Return all of it in order, in the dict it is held in: nobody changes that."""
        if isinstance(self.held, _Past):
            self.held = self.held.whole()
        return self.held

    def since(self, before: Mapping[K, V]) -> frozenset[K] | None:
        """Return the keys that may be other than in one of those before, else None."""
        mark = before.mark if isinstance(before, Descended) else None
        return next((keys for its, keys in self._line if its is mark), None)

    def ordered(self, items: dict[K, V]) -> Descended[K, V]:
        """Return the same in the order of these, which are all it has."""
        return Descended(items, self._line)

    def after(self, keys: frozenset[K]) -> tuple[tuple[object, frozenset[K]], ...]:
        """Return the line of what is made of this by changing some keys."""
        line = ((self.mark, _NONE), *self._line[: _LINE - 1])
        since = ((mark, had | keys) for mark, had in line)
        return tuple(one for one in since if len(one[1]) <= _MANY)

    def handed_on(self, come: Mapping[K, V], gone: Iterable[K] = ()) -> Descended[K, V]:
        """Return the same with some things and without others, which has all of it now.

        Args:
            come: What stands in it.
            gone: The keys under which nothing does, if anything did.
        """
        held, left = self.whole(), [*gone]
        was = {key: held.get(key, _NOTHING) for key in (*left, *come)}
        order = [*held] if any(key in held for key in left) else None
        now = Descended(held, self.after(frozenset(was)))
        self.held = _Past(was, order, len(held), now)
        for key in left:
            held.pop(key, None)
        held.update(come)
        return now


class _Past(Generic[K, V]):
    """What a mapping held before another was made of it.

    Attributes:
        was: What stood under the keys that changed since, if anything.
        order: All keys, where some are not there any more.
        size: How many there were.
        now: What was made of it.
    """

    __slots__ = ("now", "order", "size", "was")

    def __init__(
        self, was: dict[K, V], order: list[K] | None, size: int, now: Descended[K, V]
    ) -> None:
        self.was, self.order, self.size, self.now = was, order, size, now

    def __len__(self) -> int:
        return self.size

    def get(self, key: K, default: Any) -> Any:  # noqa: ANN401 (as of a mapping)
        step = self
        while key not in step.was:
            held = step.now.held
            if isinstance(held, dict):
                return held.get(key, default)
            step = held
        found = step.was[key]
        return default if found is _NOTHING else found

    def __getitem__(self, key: K) -> V:
        found = self.get(key, _NOTHING)
        if found is _NOTHING:
            raise KeyError(key)
        return cast("V", found)

    def __contains__(self, key: object) -> bool:
        return self.get(cast("K", key), _NOTHING) is not _NOTHING

    def whole(self) -> dict[K, V]:
        """Return everything it held, in its order."""
        steps = [self]
        while isinstance(held := steps[-1].now.held, _Past):
            steps.append(held)
        found = held.copy()
        for step in reversed(steps):
            found.update(step.was)
            for key in [key for key, one in step.was.items() if one is _NOTHING]:
                del found[key]
            if step.order is not None:
                found = {key: found[key] for key in step.order}
        return found


def descended(
    before: Mapping[K, V],
    come: Mapping[K, V],
    gone: Iterable[K] = (),
    order: Callable[[Iterable[K]], Iterable[K]] | None = None,
) -> Mapping[K, V]:
    """Return a mapping without some keys and with others; itself if nothing is other.

    Args:
        before: The mapping.
        come: What stands in it now.
        gone: What does not any more.
        order: What puts keys in order, where new ones do not just come last; it is
            called if there are any.
    """
    left = [key for key in gone if key in before]
    if not left and all(before.get(k, _NOTHING) is one for k, one in come.items()):
        return before
    known = order is None or all(key in before for key in come)
    if not isinstance(before, Descended):
        before = Descended({**before})
    now = before.handed_on(come, left)
    if order is None or known:
        return now
    held = now.whole()
    return now.ordered({key: held[key] for key in order(held)})


def unlike(before: Mapping[K, V], now: Mapping[K, V]) -> frozenset[K]:
    """Return the keys under which two mappings do not hold the very same object."""
    if before is now:
        return _NONE
    keys = now.since(before) if isinstance(now, Descended) else None
    if keys is not None:
        had, has = before.get, now.get
        return frozenset(k for k in keys if had(k, _NOTHING) is not has(k, _NOTHING))
    was, is_ = (
        one.whole() if isinstance(one, Descended) else one for one in (before, now)
    )
    other = [key for key, one in is_.items() if was.get(key, _NOTHING) is not one]
    return frozenset((*other, *(was.keys() - is_.keys())))
