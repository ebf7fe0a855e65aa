"""Ranking: what there is to say of everybody, in order, and again after a save."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

from vaultkit.network.indexes import place
from vaultkit.network.watched import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from vaultkit.network.network import Network

    Row = tuple[Any, ...]
    """A section, what puts the row in order in it, the smallest first, and a value;
    more than that is for whoever made it."""

    Rows = Mapping[Any, Iterable[Row]]
    """The rows of people or topics."""

_FIRST = itemgetter(0)
_VALUE = itemgetter(2)


_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": (KINDS["people"],),
    "topics": (KINDS["topics"], KINDS["interested"]),
}


class Among(NamedTuple):
    """Of whom or what something is asked: people or topics.

    Attributes:
        part: `people` or `topics`, as the book names them.
        some: Only those of whom this part is not empty.
    """

    part: str
    some: str = ""

    def all(self, network: Network) -> Mapping[Any, Any]:
        """Return all people or topics of a book, in order."""
        found: Mapping[Any, Any] = getattr(network.book, self.part)
        return found

    def keys(self, network: Network) -> Iterable[Any]:
        """Return whom it is asked of, in order."""
        everybody = self.all(network)
        if not self.some:
            return everybody
        some = attrgetter(self.some)
        return [key for key, one in everybody.items() if some(one)]

    def has(self, network: Network, key: object) -> bool:
        """Return whether it is asked of somebody."""
        one = self.all(network).get(key)
        return one is not None and (not self.some or bool(getattr(one, self.some)))

    def place(self, everybody: Mapping[Any, Any], key: Hashable) -> object:
        """Return what they are in order of."""
        return place(everybody[key]) if self.part == "people" else key


EVERYBODY: Final = Among("people")
"""Everybody, in order of name."""


class Section(Sequence[Any]):
    """The values of some rows, in order; another object as soon as any is another."""

    __slots__ = ("keys", "rows")

    def __init__(self, keys: list[Any], rows: list[Row]) -> None:
        """Hold rows, each of a key."""
        self.keys, self.rows = keys, rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return map(_VALUE, self.rows)

    @overload
    def __getitem__(self, at: int) -> Any: ...  # noqa: ANN401 (as the function has it)

    @overload
    def __getitem__(self, at: slice) -> tuple[Any, ...]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return tuple([row[2] for row in self.rows[at]])
        return self.rows[at][2]


class Ranking:
    """The rows that a function has for people or topics, by section, each in order.

    Equals stand in the order of those they are of, and then as they were returned.
    """

    __slots__ = ("_all", "_among", "_moved", "sections")

    def __init__(
        self,
        network: Network,
        among: Among,
        keys: Iterable[Any],
        answers: Iterable[Iterable[Row]],
    ) -> None:
        """Put rows in order.

        Args:
            network: Whose people or topics they are of.
            among: Which of them.
            keys: These, in order.
            answers: The rows of each.
        """
        self._among, self._all = among, among.all(network)
        self._moved: set[Hashable] = set()
        found: defaultdict[Hashable, list[tuple[Any, Any, Row]]] = defaultdict(list)
        for key, rows in zip(keys, answers, strict=True):
            for row in rows:
                found[row[0]].append((row[1], key, row))
        for several in found.values():
            several.sort(key=_FIRST)
        self.sections = {
            name: Section([key for _, key, _ in those], [row for _, _, row in those])
            for name, those in found.items()
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of which kinds the cells are that change with whom rows are of."""
        return _KINDS[self._among.part]

    def follow(self, network: Network, gone: Rows, come: Rows) -> None:
        """Take some rows out and put others in.

        Args:
            network: As it is now.
            gone: The rows of some as they were.
            come: The rows of those as they are.
        """
        now = self._among.all(network)
        same = {key for key in come if come[key] == gone[key] and self._stays(key, now)}
        gone = {key: rows for key, rows in gone.items() if key not in same}
        come = {key: rows for key, rows in come.items() if key not in same}
        self._change(now, gone, come)
        for name in self._moved:
            section = self.sections.pop(name)
            if section:
                self.sections[name] = Section(section.keys, section.rows)
        self._moved.clear()

    def _change(self, now: Mapping[Any, Any], gone: Rows, come: Rows) -> None:
        """Take rows out and put others in; all else are people and topics as before."""
        for key, rows in gone.items():
            for row in rows:
                self._take(key, row)
        self._all = now
        for key, rows in come.items():
            for row in rows:
                self._put(key, row)

    def _stays(self, key: Hashable, now: Mapping[Any, Any]) -> bool:
        """Return whether a key stands among all where it did."""
        one, place = self._all.get(key), self._among.place
        if one is None or one is now[key]:
            return one is not None
        return place(self._all, key) == place(now, key)

    def _place(self, key: Any) -> object:  # noqa: ANN401 (whatever a section has)
        """Return what puts rows in order that are equal else."""
        return self._among.place(self._all, key)

    def _take(self, key: Hashable, row: Row) -> None:
        """Take a row out of its section."""
        section = self.sections[row[0]]
        at = self._spot(bisect_left, section, key, row)
        del section.keys[at], section.rows[at]
        self._moved.add(row[0])

    def _put(self, key: Hashable, row: Row) -> None:
        """Put a row into its section."""
        section = self.sections.setdefault(row[0], Section([], []))
        at = self._spot(bisect_right, section, key, row)
        section.keys.insert(at, key)
        section.rows.insert(at, row)
        self._moved.add(row[0])

    def _spot(
        self, bisect: Callable[..., int], section: Section, key: Hashable, row: Row
    ) -> int:
        """Return where a row stands in a section, or would."""

        def order(at: int) -> tuple[Any, Any]:
            return section.rows[at][1], self._place(section.keys[at])

        return bisect(range(len(section)), (row[1], self._place(key)), key=order)
