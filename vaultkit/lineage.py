"""Lineage: mappings that know in what they differ from those they were made of.

After a save nearly all is as it was. What was made of a mapping by a few changes tells
them at once; of any two others it is found by comparing all of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

K = TypeVar("K")
V = TypeVar("V")

_LINE: Final = 8
"""How many mappings that came before one are told apart from it at once."""
_MANY: Final = 500
"""More changes than this are not kept in mind."""
_NOTHING: Final[Any] = object()
_NONE: Final[frozenset[Any]] = frozenset()


class Descended(dict[K, V]):
    """A mapping that may be made of another one; nobody changes it once it is made."""

    __slots__ = ("_line", "mark")

    def __init__(
        self,
        items: Mapping[K, V],
        line: tuple[tuple[object, frozenset[K]], ...] = (),
    ) -> None:
        """Hold items.

        Args:
            items: What it holds.
            line: The marks of mappings before, each with the keys changed since.
        """
        super().__init__(items)
        self.mark, self._line = object(), line

    def since(self, before: Mapping[K, V]) -> frozenset[K] | None:
        """Return the keys that may be other than in one of those before, else None."""
        mark = before.mark if isinstance(before, Descended) else None
        return next((keys for its, keys in self._line if its is mark), None)

    def ordered(self, keys: Sequence[K]) -> Descended[K, V]:
        """Return the same in the order of these keys, which are all it has."""
        items = zip(keys, map(self.__getitem__, keys), strict=True)
        return Descended(dict(items), self._line)

    def after(self, keys: frozenset[K]) -> tuple[tuple[object, frozenset[K]], ...]:
        """Return the line of what is made of this by changing some keys."""
        line = ((self.mark, _NONE), *self._line[: _LINE - 1])
        since = ((mark, had | keys) for mark, had in line)
        return tuple(one for one in since if len(one[1]) <= _MANY)


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
    keys = frozenset((*come, *left))
    line = before.after(keys) if isinstance(before, Descended) else ()
    now = Descended(before, line)
    for key in left:
        del now[key]
    now.update(come)
    if order is None or come.keys() <= before.keys():
        return now
    return now.ordered([*order(now)])


def unlike(before: Mapping[K, V], now: Mapping[K, V]) -> frozenset[K]:
    """Return the keys under which two mappings do not hold the very same object."""
    if before is now:
        return _NONE
    keys = now.since(before) if isinstance(now, Descended) else None
    had, has = before.get, now.get
    if keys is not None:
        return frozenset(k for k in keys if had(k, _NOTHING) is not has(k, _NOTHING))
    other = [key for key, one in now.items() if had(key, _NOTHING) is not one]
    return frozenset((*other, *(before.keys() - now.keys())))
