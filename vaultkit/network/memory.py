"""Memory: what was found before, and what of it a save left as it was.

What is asked of a network by `each`, `asked` or `made` is found by a pure function.
While one runs, what it looks at is noted. After a save those answers are forgotten that
looked at something that changed, and the answers that looked at those; the rest is
there already. Nobody says what a finder depends on, so nobody can forget to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaultkit.frozen import replace
from vaultkit.network.connect import connect
from vaultkit.network.follow import follow
from vaultkit.network.watched import Watched, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from vaultkit.book.book import Book
    from vaultkit.network.network import Network
    from vaultkit.network.remembering import Find, Given
    from vaultkit.network.watched import Cell

    Place = tuple["Table", Hashable]

_NOTHING: Final = object()


class Table:
    """The answers of one function.

    Attributes:
        given: What it was given besides the network and the key.
        found: The answers that hold, by key.
        before: Those forgotten after the last save: what comes out the same stays the
            same object, so that whoever was given it can tell at once.
        used: Whether it was asked since.
    """

    __slots__ = ("before", "found", "given", "used")

    def __init__(self, given: Given) -> None:
        self.given = given
        self.found: dict[Hashable, Any] = {}
        self.before: dict[Hashable, Any] = {}
        self.used = True


class Memory:
    """What was found of a vault, from save to save.

    It is no part of what is known: networks that differ in nothing else are equal.
    """

    __slots__ = ("_network", "_readers", "_tables")

    def __init__(self) -> None:
        self._network: Network | None = None
        self._tables: dict[Hashable, list[Table]] = {}
        self._readers: dict[Cell | Place, dict[Place, None]] = {}

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a memory too, or none."""
        return other is None or isinstance(other, Memory)

    def __hash__(self) -> int:
        """Return the same for all of them."""
        return 0

    def connect(self, book: Book) -> Network:
        """Return a book as a network that answers as if it remembered nothing."""
        before, self._network = self._network, None
        if before is None:
            network = connect(book)
        else:
            network, changed = follow(before, book)
            self._tidy()
            if changed is None:
                self._tables.clear()
                self._readers.clear()
            else:
                self._forget(changed)
        self._network = network
        return replace(network, memory=self)

    def _tidy(self) -> None:
        """Let go of what nobody asked for since the last save."""
        for of, several in [*self._tables.items()]:
            left = [table for table in several if table.used]
            for table in left:
                table.used = False
                table.before.clear()
            self._tables[of] = left
            if not left:
                del self._tables[of]

    def _forget(self, changed: Iterable[Cell]) -> None:
        """Forget what looked at anything that changed, and what looked at that."""
        tables = [table for several in self._tables.values() for table in several]
        due: list[Place] = []
        for cell in changed:
            due += self._readers.pop(cell, ())
            due += [(table, cell[1]) for table in tables]
        while due:
            place = due.pop()
            table, key = place
            answer = table.found.pop(key, _NOTHING)
            if answer is not _NOTHING:
                table.before[key] = answer
                due += self._readers.pop(place, ())

    # --- asked by a network

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""
        table, several = self.table(of, given), tuple(keys)
        if missing := [key for key in several if key not in table.found]:
            trail = Trail(self)
            seen = watched(network, trail)
            for key in missing:
                self.find(seen, trail, table, of, key)
        return tuple(map(table.found.__getitem__, several))

    def asked(
        self, network: Network, of: Find, given: Given
    ) -> Callable[[Hashable], Any]:
        """Return what gives the answer for a key."""
        table = self.table(of, given)

        def answer(key: Hashable) -> Any:  # noqa: ANN401 (as the function has it)
            if key not in table.found:
                trail = Trail(self)
                self.find(watched(network, trail), trail, table, of, key)
            return table.found[key]

        return answer

    def made(self, network: Network, of: Find, key: Hashable, given: Given) -> Any:  # noqa: ANN401 (as the function has it)
        """Return the one answer that is kept of a function for a key."""
        table = self.only(of, key, given)
        if key not in table.found:
            trail = Trail(self)
            self.find(watched(network, trail), trail, table, of, key)
        return table.found[key]

    # --- found and kept

    def table(self, of: Hashable, given: Given) -> Table:
        """Return the answers of a function that is given so and so."""
        several = self._tables.setdefault(of, [])
        for table in several:
            if table.given == given:
                break
        else:
            table = Table(given)
            several.append(table)
        table.used = True
        return table

    def only(self, of: Find, key: Hashable, given: Given) -> Table:
        """Return the one answer of a function for a key, gone if given otherwise."""
        several = self._tables.setdefault((of, key), [Table(given)])
        table = several[0]
        table.used = True
        if table.given != given:
            table.given = given
            table.before, table.found = table.found, {}
        return table

    def find(
        self, seen: Network, trail: Trail, table: Table, of: Find, key: Hashable
    ) -> None:
        """Find an answer, and note what was looked at."""
        outer = trail.own, trail.cells
        trail.own, trail.cells = key, set()
        try:
            answer = of(seen, key, *table.given)
        finally:
            cells = trail.cells
            trail.own, trail.cells = outer
        place = (table, key)
        for cell in cells:
            self._readers.setdefault(cell, {})[place] = None
        before = table.before.pop(key, _NOTHING)
        same = before is not _NOTHING and type(before) is type(answer)
        table.found[key] = before if same and before == answer else answer


class Trail(Watched):
    """What is looked at while an answer is found; its parts are answers as well."""

    __slots__ = ("_memory",)

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""
        return tuple(map(self.asked(network, of, given), keys))

    def asked(
        self, network: Network, of: Find, given: Given
    ) -> Callable[[Hashable], Any]:
        """Return what gives the answer for a key."""
        memory = self._memory
        table = memory.table(of, given)

        def answer(key: Hashable) -> Any:  # noqa: ANN401 (as the function has it)
            self.cells.add((table, key))
            if key not in table.found:
                memory.find(network, self, table, of, key)
            return table.found[key]

        return answer

    def made(self, network: Network, of: Find, key: Hashable, given: Given) -> Any:  # noqa: ANN401 (as the function has it)
        """Return the one answer that is kept of a function for a key."""
        table = self._memory.only(of, key, given)
        self.cells.add((table, key))
        if key not in table.found:
            self._memory.find(network, self, table, of, key)
        return table.found[key]
