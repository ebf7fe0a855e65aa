"""Readers: which answers were found by a look at something, in little room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

    from vaultkit.network.remembering import Table

_FEW: Final = 8
"""More readers than this are not looked through one by one."""

_NOBODY: Final = object()


class Readers:
    """Whose answers looked at what stands under some keys.

    There are as many of these looks as there are answers, and more. Nearly always one
    answer of a table looked at a key: then its own key stands there; several stand in a
    list, many in a dict. Neither can be a key, so nobody can mistake them for one.
    Those are left out before others are added whose answers are no more.
    """

    __slots__ = ("_looks",)

    def __init__(self) -> None:
        """Begin with nobody."""
        self._looks: dict[Table, dict[Hashable, Any]] = {}

    def add(self, several: Iterable[Hashable], table: Table, key: Hashable) -> None:
        """Note that the answer of a table for a key looked at what stands under some.

        Args:
            several: The keys that were looked at.
            table: Whose answer it is.
            key: What the answer is for.
        """
        looks = self._looks.get(table)
        if looks is None:
            self._looks[table] = dict.fromkeys(several, key)
            return
        for seen in several:
            known = looks.setdefault(seen, key)
            if known is not key:
                looks[seen] = _with(known, key, table)

    def pop(self, seen: Hashable) -> list[tuple[Table, Hashable]]:
        """Return the answers that looked at what was seen, and forget that they did."""
        found: list[tuple[Table, Hashable]] = []
        for table, looks in self._looks.items():
            known = looks.pop(seen, _NOBODY)
            if type(known) is list or type(known) is dict:
                found += [(table, key) for key in known]
            elif known is not _NOBODY:
                found.append((table, known))
        return found

    def keep(self, tables: Collection[Table]) -> None:
        """Forget what answers of other tables than these looked at."""
        gone = [table for table in self._looks if table not in tables]
        for table in gone:
            del self._looks[table]

    def drop(self, table: Table) -> Iterable[Hashable]:
        """Forget what answers of a table looked at; return what that was."""
        return self._looks.pop(table, ())

    def unread(self, several: Iterable[Hashable]) -> set[Hashable]:
        """Return those of some keys that nobody looked at."""
        return set(several).difference(*self._looks.values())


def _with(known: Any, key: Hashable, table: Table) -> Any:  # noqa: ANN401 (as it is kept)
    """Return whose answers looked at something, once one more did."""
    if type(known) is dict:
        known[key] = None
    elif type(known) is not list:
        return [known, key] if known != key and known in table.found else key
    elif key not in known:
        known[:] = [one for one in known if one in table.found]
        if len(known) >= _FEW:
            return dict.fromkeys((*known, key))
        known.append(key)
    return known
