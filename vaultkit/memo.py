"""Memo: what is kept in mind while a whole vault is read, and let go of once it was.

The same names, lines and dates stand in many notes, so what was found of one is asked
again and again while all are read. A save asks for little of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

T = TypeVar("T")
L = TypeVar("L", bound=dict[str, Any])

MOST: Final = 65_536
"""As many answers of a function are kept."""

_LETTING_GO: Final[list[Callable[[], object]]] = []


def kept(find: Callable[..., T]) -> _lru_cache_wrapper[T]:
    """Return a function that keeps its last answers until all are let go of."""
    known = lru_cache(maxsize=MOST)(find)
    _LETTING_GO.append(known.cache_clear)
    return known


def learned(lines: L) -> L:
    """Return what lines say, which is let go of with the rest."""
    _LETTING_GO.append(lines.clear)
    return lines


def let_go() -> None:
    """Let go of all that was kept: what comes next has room there."""
    for one in _LETTING_GO:
        one()
