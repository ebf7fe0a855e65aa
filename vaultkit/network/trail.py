"""Trail: what is looked at while an answer is found, other answers among it."""

from __future__ import annotations

from itertools import filterfalse
from typing import TYPE_CHECKING, Any, ClassVar

from vaultkit.network.dealing import ordered
from vaultkit.network.remembering import NOTHING, picked
from vaultkit.network.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from vaultkit.network.dealing import Ends
    from vaultkit.network.memory import Memory
    from vaultkit.network.network import Network
    from vaultkit.network.ranking import Among, Section
    from vaultkit.network.remembering import Find, Given
    from vaultkit.notes.links import Files
    from vaultkit.snapshot import VaultPath


class Trail(Watched):
    """What is looked at while an answer is found; its parts are answers as well."""

    __slots__ = ("_memory",)

    lasting: ClassVar = True

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory

    def with_paths(self, files: Files, more: tuple[VaultPath, ...]) -> Files:
        """Return files with more of them."""
        return self._memory.with_paths(files, more)

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""
        table, several = self._memory.table(of, given), tuple(keys)
        self.cells[table].update(several)
        for key in [*filterfalse(table.found.__contains__, several)]:
            if key not in table.found:  # nobody else asked for it meanwhile
                self._memory.find(network, self, table, of, key)
        return picked(table.found, several)

    def ranked(
        self, network: Network, of: Find, among: Among, given: Given, ends: Ends
    ) -> Mapping[Any, Section]:
        """Return the rows of people or topics by section; with ends, those dealt."""
        keys = tuple(among.keys(network))
        answers = self.each(network, of, keys, given)
        return ordered(network, among, keys, answers, ends).sections

    def asked(self, network: Network, of: Find, given: Given) -> Find:
        """Return what gives the answer for a key."""
        memory = self._memory
        table = memory.table(of, given)
        table.alone = True

        def answer(key: Hashable) -> Any:  # noqa: ANN401 (as the function has it)
            self.cells[table].add(key)
            if key not in table.found:
                memory.find(network, self, table, of, key)
            return table.found[key]

        return answer

    def made(self, network: Network, of: Find, key: Hashable, given: Given) -> Any:  # noqa: ANN401 (as the function has it)
        """Return the one answer that is kept of a function for a key."""
        table = self._memory.only(of, key, given)
        self.cells[table].add(NOTHING)
        if not table.found:
            self._memory.find(network, self, table, of)
        return table.found[NOTHING]
