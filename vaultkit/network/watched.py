"""Watched: a network that notes what is looked at in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from vaultkit.frozen import replace
from vaultkit.notes.links import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, ItemsView, Iterable, KeysView, ValuesView

    from vaultkit.book.book import Book
    from vaultkit.network.network import Network
    from vaultkit.notes.links import Files, Resolved
    from vaultkit.snapshot import VaultPath

    Cell = tuple[str, Hashable]

K = TypeVar("K")
V = TypeVar("V")

WHOLE: Final = "whole"
"""Of which kind a cell is that stands for all of an index; its key is the name."""

FILE: Final = "file"
"""Of which kind the name of a file is."""

KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("people", "apart", "ties", "encounters_of", "days_of", "planned_of"),
            *("promises_of", "kindnesses_of", "lessons_of", "asks_of", "not_now_of"),
            *("events_of", "introductions_of", "named_by"),
        ),
        "person",
    ),
    **dict.fromkeys(
        ("interested", "offering", "needing", "learners", "about"), "topic"
    ),
    "narrower": "topic",
    "topics": "spelling",
    "naming": "naming",
    "rarities": "rarity",
    "events": "event",
    "daily": "day",
}
"""What the keys of an index are: whoever looks at one key of a kind depends on all that
is under it. Rarities stand apart, since they change rarely."""

EVERYWHERE: Final = frozenset({"me", "mine", "everyone"})
"""What nearly every answer looks at: where it changes, all is forgotten."""


class Watched:
    """What is looked at: cells, but for those under the key that is asked about.

    Attributes:
        own: The key that is asked about.
        cells: The keys of cells, by what kind they are of.
    """

    __slots__ = ("cells", "own")

    def __init__(self) -> None:
        self.own: Hashable = None
        self.cells: defaultdict[Any, set[Hashable]] = defaultdict(set)

    def with_paths(self, files: Files, more: tuple[VaultPath, ...]) -> Files:
        """Return files with more of them, as `Files.with_paths`."""
        return files.with_paths(more)


class Seen(Mapping[K, V]):
    """An index that notes what is looked at."""

    __slots__ = ("_inner", "_kind", "_name", "_trail")

    def __init__(self, name: str, inner: Mapping[K, V], trail: Watched) -> None:
        self._name, self._inner, self._trail = name, inner, trail
        self._kind = KINDS[name]

    def _note(self, key: object) -> None:
        if key != self._trail.own:
            self._trail.cells[self._kind].add(key)

    def _whole(self) -> Mapping[K, V]:
        self._trail.cells[WHOLE].add(self._name)
        return self._inner

    def __getitem__(self, key: K) -> V:
        self._note(key)
        return self._inner[key]

    def get(self, key: object, default: Any = None) -> Any:  # noqa: ANN401 (as of a mapping)
        """Return what stands under a key."""
        self._note(key)
        return self._inner.get(cast("K", key), default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._inner

    def __iter__(self) -> Iterator[K]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def keys(self) -> KeysView[K]:
        """Return all keys."""
        return self._whole().keys()

    def values(self) -> ValuesView[V]:
        """Return all that stands in it."""
        return self._whole().values()

    def items(self) -> ItemsView[K, V]:
        """Return all of it."""
        return self._whole().items()


class SeenFiles:
    """The files of a vault, noting by which names they are looked up."""

    __slots__ = ("_inner", "_more", "_trail")

    def __init__(self, inner: Files, trail: Watched) -> None:
        self._inner, self._trail = inner, trail
        self._more: dict[tuple[VaultPath, ...], SeenFiles] = {}

    def linktext(self, path: VaultPath) -> str:
        """Return the shortest text that leads to a file, as `Files.linktext`."""
        self._trail.cells[FILE].add(named(path))
        return self._inner.linktext(path)

    def resolve(self, target: str, source: VaultPath, *, wiki: bool = True) -> Resolved:
        """Return the file that a link leads to, as `Files.resolve`."""
        self._trail.cells[WHOLE].add("files")
        return self._inner.resolve(target, source, wiki=wiki)

    def with_paths(self, more: Iterable[VaultPath]) -> SeenFiles:
        """Return the same with more files, as `Files.with_paths`."""
        those = tuple(more)
        if those not in self._more:
            found = self._trail.with_paths(self._inner, those)
            self._more[those] = SeenFiles(found, self._trail)
        return self._more[those]


def named(path: str) -> str:
    """Return the name under which a file is looked up, whatever is after it."""
    name = fold(path.rpartition("/")[2])
    while name.endswith(".md"):
        name = name.removesuffix(".md")
    return name


class SeenBook:
    """A book that notes what is looked at."""

    def __init__(self, book: Book, trail: Watched) -> None:
        self._book, self._trail = book, trail
        self.people = Seen("people", book.people, trail)
        self.topics = Seen("topics", book.topics, trail)
        self.daily = Seen("daily", book.daily, trail)
        self.apart = Seen("apart", book.apart, trail)
        self.files = SeenFiles(book.files, trail)
        self.me, self.everyone = book.me, book.everyone

    def __getattr__(self, name: str) -> object:
        self._trail.cells[WHOLE].add(name)
        return getattr(self._book, name)


def watched(network: Network, trail: Watched) -> Network:
    """Return a network that notes what is looked at in it, and answers the same."""
    indexes = {
        name: Seen(name, getattr(network, name), trail)
        for name in network.__struct_fields__
        if name in KINDS
    }
    book = cast("Book", SeenBook(network.book, trail))
    return replace(network, book=book, memory=trail, **indexes)
