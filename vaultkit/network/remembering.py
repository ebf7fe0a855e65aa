"""Remembering: what a network asks of whatever remembers what was found in it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from vaultkit.network.dealing import ordered
from vaultkit.network.readers import Readers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from vaultkit.network.dealing import Ends
    from vaultkit.network.network import Network
    from vaultkit.network.ranking import Among, Ranking, Section

K = TypeVar("K")
V = TypeVar("V")

Find = Callable[..., Any]
"""What finds an answer: called with a network, a key, and what it is given."""

Given = tuple[object, ...]
"""What it is given besides: settings, the day, records."""


NOTHING: Final = object()
"""The key of an answer that is not about anything, and what stands for none."""


class Table:
    """The answers of one function.

    Attributes:
        alone: Whether an answer asks for one at a time, and then perhaps for another.
        of: The function.
        given: What it was given besides the network and the key.
        found: The answers that hold, by key.
        before: Those forgotten after the last save: what comes out the same stays the
            same object, so that whoever was given it can tell at once.
        used: Whether it was asked since.
        parts: Whose answers some of its own were made of.
        readers: Which answers were made of its own.
        ranking: Its answers in order, where that was asked for.
        moved: Whose answers may not be those any more that stand there, with those.
    """

    __slots__ = (
        *("alone", "before", "found", "given", "moved", "of", "parts", "ranking"),
        *("readers", "used"),
    )

    def __init__(self, of: Callable[..., Any], given: Given) -> None:
        self.of, self.given = of, given
        self.found: dict[Hashable, Any] = {}
        self.before: dict[Hashable, Any] = {}
        self.used, self.alone = True, False
        self.parts: set[Table] = set()
        self.readers = Readers()
        self.ranking: Ranking | None = None
        self.moved: dict[Hashable, Any] = {}


class Once:
    """What was asked of one network, for as long as there is that network.

    It is no part of what is known: networks that differ in nothing else are equal.
    """

    __slots__ = ("tables",)

    lasting: ClassVar = False
    """Whether it lasts from save to save."""

    def __init__(self) -> None:
        self.tables: dict[Hashable, list[Table]] = {}

    def __eq__(self, other: object) -> bool:
        """Return whether the other is such a memory as well."""
        return isinstance(other, Once)

    def __hash__(self) -> int:
        """Return the same for all of them."""
        return 0

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""
        found, several = self.table(of, given).found, tuple(keys)
        due = [key for key in several if key not in found]
        answers = map(of, repeat(network), due, *map(repeat, given))
        found.update(zip(due, answers, strict=True))
        return picked(found, several)

    def ranked(
        self, network: Network, of: Find, among: Among, given: Given, ends: Ends
    ) -> Mapping[Any, Section]:
        """Return the rows of people or topics by section; with ends, those dealt."""
        table = self.table(of, given)
        if table.ranking is None:
            keys = tuple(among.keys(network))
            answers = self.each(network, of, keys, given)
            table.ranking = ordered(network, among, keys, answers, ends)
        return table.ranking.sections

    def asked(self, network: Network, of: Find, given: Given) -> Find:
        """Return what gives the answer for a key."""
        found = self.table(of, given).found

        def answer(key: Hashable) -> Any:  # noqa: ANN401 (as the function has it)
            if key not in found:
                found[key] = of(network, key, *given)
            return found[key]

        return answer

    def made(self, network: Network, of: Find, key: Hashable, given: Given) -> Any:  # noqa: ANN401 (as the function has it)
        """Return what a function makes of what it is given."""
        table = self.only(of, key, given)
        if not table.found:
            table.found[""] = of(network, *given)
        return table.found[""]

    def told(
        self, of: Callable[..., Any], values: Mapping[K, V], *given: object
    ) -> list[tuple[K, Any]]:
        """Return what a function says of some values, where it says anything.

        For values that are not in the network; what is the same object is not asked
        again where this lasts.

        Args:
            of: A function of a module, called with a value and what is given.
            values: By any key; the answers are in their order.
            given: What else it needs.
        """
        answers = map(of, values.values(), *map(repeat, given))
        return [(key, one) for key, one in zip(values, answers, strict=True) if one]

    def table(self, of: Find, given: Given) -> Table:
        """Return the answers of a function that is given so and so."""
        several = self.tables.setdefault(of, [])
        for table in several:
            if table.given == given:
                break
        else:
            table = Table(of, given)
            several.append(table)
        table.used = True
        return table

    def only(self, of: Find, key: Hashable, given: Given) -> Table:
        """Return the one answer of a function for a key, gone if given otherwise."""
        several = self.tables.setdefault((of, key), [Table(of, given)])
        table = several[0]
        table.used = True
        if table.given != given:
            table.given = given
            table.before, table.found = table.found, {}
        return table


def picked(found: Mapping[K, V], keys: tuple[K, ...]) -> tuple[V, ...]:
    """Return what stands under some keys, in their order."""
    if len(keys) > 1:
        several: tuple[V, ...] = itemgetter(*keys)(found)
        return several
    return tuple([found[key] for key in keys])
