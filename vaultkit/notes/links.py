"""Which file a link means, by Obsidian's rules; a tie is reported, never guessed."""

from __future__ import annotations

import posixpath
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast
from urllib.parse import unquote

from vaultkit.frozen import Frozen
from vaultkit.lineage import descended, unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from vaultkit.snapshot import VaultPath

Index: TypeAlias = "Mapping[str, tuple[VaultPath, ...]]"


class Resolved(Frozen, frozen=True):
    """What a link leads to.

    Attributes:
        path: The file, or None where there is none.
        rivals: Files that fit equally well, so that the choice among them is not
            Obsidian's promise but the order of their names.
    """

    path: VaultPath | None
    rivals: tuple[VaultPath, ...] = ()


NOWHERE = Resolved(None)
_FEW: Final = 100
"""As many files are put in or taken out one by one."""


class Files(Frozen, frozen=True):
    """Every file of a vault, ready to be looked up by what a link says.

    Its indexes are plain dicts that nobody changes, as long as no file comes or goes:
    nothing is asked so often. Those with pages besides are made of others, of which
    there is but one copy so.

    Attributes:
        by_path: Folded path to the files with it (several on a disk that tells
            `Ada.md` from `ada.md`).
        by_name: Folded file name, with its ending, to the files of that name.
    """

    by_path: Index
    by_name: Index

    def __repr__(self) -> str:
        """Return how many there are: a book that is shown names no private note."""
        return f"Files of {len(self.paths)} paths"

    @property
    def paths(self) -> tuple[VaultPath, ...]:
        """All files, in order."""
        return tuple(sorted(chain.from_iterable(self.by_path.values())))

    @staticmethod
    def of(paths: Iterable[VaultPath]) -> Files:
        """Return the index of `paths`; their order and repeats do not matter."""
        ordered = tuple(sorted(dict.fromkeys(paths)))
        folded = fold_all(ordered)
        names = [path.rpartition("/")[2] for path in folded]
        alone = [*zip(ordered, strict=True)]
        return Files(_index(folded, alone), _index(names, alone))

    def with_paths(self, more: Iterable[VaultPath]) -> Files:
        """Return the index of these files and `more`."""
        added = [p for p in set(more) if p not in self.by_path.get(fold(p), ())]
        if not added:
            return self
        by_path = _otherwise(self.by_path, fold, added)
        by_name = _otherwise(self.by_name, _name, added)
        return Files(_With(self.by_path, by_path), _With(self.by_name, by_name))

    def revised(self, come: frozenset[VaultPath], gone: frozenset[VaultPath]) -> Files:
        """Return the index of these files after some came and went; this if none did.

        Args:
            come: Files that were not there.
            gone: Files that were.
        """
        if not gone and not come:
            return self
        if len(gone) + len(come) > _FEW:
            return Files.of(come.union(self.paths) - gone)
        by_path = _otherwise(self.by_path, fold, come, gone)
        by_name = _otherwise(self.by_name, _name, come, gone)
        return Files(_with(self.by_path, by_path), _with(self.by_name, by_name))

    def moved(self, before: Files) -> set[VaultPath]:
        """Return the files that came or went since there were others."""
        had, has = before.by_path, self.by_path
        return {
            path
            for key in unlike(had, has)
            for path in {*had.get(key, ())} ^ {*has.get(key, ())}
        }

    def resolve(self, target: str, source: VaultPath, *, wiki: bool = True) -> Resolved:
        """Return the file that `target`, in the note `source`, leads to.

        Follows what Obsidian's `getFirstLinkpathDest` does: a heading is left off; an
        empty target is the note itself; `./` and `../` start at the note's folder; a
        leading `/` names one exact path; an exact path in the vault comes next; then
        among files whose path ends so the note's own folder, then the shortest path.
        Names are compared NFC and in lower case. A Markdown link (`wiki=False`) is
        percent-decoded first and then looked up in the same way. Aliases resolve
        nothing here.
        """
        linkpath = target.partition("#")[0]
        if not wiki:
            linkpath = unquote(linkpath, errors="replace")
        linkpath = fold(linkpath).strip()
        if not linkpath:
            return Resolved(source)
        folder = fold(source.rpartition("/")[0])
        if linkpath.startswith(("./", "../")):
            full = posixpath.normpath(posixpath.join(folder, linkpath))
            return self._exact(full, source)
        if linkpath.startswith("/"):
            return self._exact(linkpath[1:], source)
        exact = self._exact(linkpath, source)
        return exact if exact.path else self._ending(linkpath, folder)

    def linktext(self, path: VaultPath) -> str:
        """Return the shortest text that leads to `path` from every folder.

        That is the file name if nothing else answers to it, else the whole path;
        `.md` is left off where that is safe.
        """
        name = path.rpartition("/")[2]
        text = name.removesuffix(".md")
        # Nearly every name is that of one note and of nothing else.
        if self.by_name.get(fold(name)) == (path,) and fold(text) not in self.by_name:
            return text
        bare = path.removesuffix(".md")
        return next((one for one in (text, bare) if self._certain(one, path)), path)

    def _certain(self, text: str, path: VaultPath) -> bool:
        """Whether `text` leads to `path` and to nothing else, whoever links it."""
        folded = fold(text)
        exact = self.by_path.get(folded) or self.by_path.get(f"{folded}.md")
        if exact:
            return exact == (path,)
        return self._ends(folded) == (path,)

    def _exact(self, folded: str, source: VaultPath) -> Resolved:
        """Return the file at a path of the vault, `.md` added if it is missing."""
        found = self.by_path.get(folded) or self.by_path.get(f"{folded}.md")
        if not found:
            return NOWHERE
        if source in found:
            return Resolved(source, tuple(path for path in found if path != source))
        return Resolved(found[0], found[1:])

    def _ends(self, folded: str) -> tuple[VaultPath, ...]:
        """Return the files whose path ends with `/` and the folded text."""
        name = folded.rpartition("/")[2]
        for ending in ("", ".md"):
            named = self.by_name.get(f"{name}{ending}", ())
            if named and name != folded:
                tail = f"/{folded}{ending}"
                named = tuple(p for p in named if fold(f"/{p}").endswith(tail))
            if named:
                return named
        return ()

    def _ending(self, folded: str, folder: str) -> Resolved:
        """Return the best of several files whose path ends so."""
        found = self._ends(folded)
        if not found:
            return NOWHERE
        if len(found) == 1:
            return Resolved(found[0])
        namesakes = _namesakes(found)
        own = namesakes.by_folder.get(folder)
        if own:
            return _first(_shortest(own))
        # Whether a subfolder of the note's own folder counts as its own is not
        # known; where that would matter the other reading is named as a rival.
        below = namesakes.below(folder)
        best = namesakes.shortest
        return _first(best, _shortest(below)) if below else namesakes.anywhere


class _With(Mapping[str, "tuple[VaultPath, ...]"]):
    """An index with a few more paths in it."""

    __slots__ = ("_more", "_rest")

    def __init__(self, rest: Index, more: Mapping[str, tuple[VaultPath, ...]]) -> None:
        """Have some entries in an index otherwise, which stays as it is."""
        self._rest, self._more = rest, more

    def __getitem__(self, name: str) -> tuple[VaultPath, ...]:
        """Return the paths under a name."""
        return self._more.get(name) or self._rest[name]

    def get(self, name: object, default: Any = None) -> Any:  # noqa: ANN401 (as of a mapping)
        """Return the paths under a name, if there are any."""
        name = cast("str", name)
        return self._more.get(name) or self._rest.get(name, default)

    def __contains__(self, name: object) -> bool:
        """Return whether there are any."""
        return name in self._more or name in self._rest

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(dict.fromkeys(chain(self._rest, self._more)))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rest.keys() | self._more.keys())


class _Namesakes(NamedTuple):
    """Files that one link fits, ready for whoever has it: there may be thousands.

    Attributes:
        by_folder: Those in each folder, by its folded path.
        in_order: Folded path and path of each, in order of the folded one.
        shortest: Those with the shortest path.
        anywhere: What the link leads to from a note with none of them near.
    """

    by_folder: Mapping[str, tuple[VaultPath, ...]]
    in_order: tuple[tuple[str, VaultPath], ...]
    shortest: tuple[VaultPath, ...]
    anywhere: Resolved

    def below(self, folder: str) -> tuple[VaultPath, ...]:
        """Return those in the folder or in folders inside it, in order of all."""
        start = bisect_left(self.in_order, (f"{folder}/",))
        end = bisect_left(self.in_order, (f"{folder}0",), start)  # `0` follows `/`
        return tuple(path for _, path in self.in_order[start:end])


@lru_cache(maxsize=256)
def _namesakes(found: tuple[VaultPath, ...]) -> _Namesakes:
    folders = [fold(path.rpartition("/")[0]) for path in found]
    shortest = _shortest(found)
    return _Namesakes(
        _index(folders, [*zip(found, strict=True)]),
        tuple(sorted((fold(path), path) for path in found)),
        shortest,
        _first(shortest),
    )


def _first(best: tuple[VaultPath, ...], more: tuple[VaultPath, ...] = ()) -> Resolved:
    """Return the first of the best; all others are its rivals."""
    rivals = [path for path in (*best[1:], *more) if path != best[0]]
    return Resolved(best[0], tuple(dict.fromkeys(rivals)))


def _index(
    names: list[str], alone: list[tuple[VaultPath]]
) -> dict[str, tuple[VaultPath, ...]]:
    """Return by name the paths that have it, in their order, of paths each alone."""
    found: dict[str, tuple[VaultPath, ...]] = dict(zip(names, alone, strict=True))
    if len(found) == len(alone):  # as nearly always
        return found
    others: dict[str, list[VaultPath]] = {}  # all but the last of a name
    for name, its in zip(names, alone, strict=True):
        if found[name] is not its:
            others.setdefault(name, []).extend(its)
    found.update((name, (*before, *found[name])) for name, before in others.items())
    return found


def _name(path: VaultPath) -> str:
    return fold(path).rpartition("/")[2]


def _otherwise(
    index: Mapping[str, tuple[VaultPath, ...]],
    name: Callable[[VaultPath], str],
    come: Iterable[VaultPath],
    gone: Iterable[VaultPath] = (),
) -> dict[str, tuple[VaultPath, ...]]:
    """Return by name the paths that have it, where some came or went."""
    now: dict[str, tuple[VaultPath, ...]] = {}
    for path in gone:
        its = name(path)
        those = now.get(its, index.get(its, ()))
        now[its] = tuple(one for one in those if one != path)
    for path in come:
        its = name(path)
        now[its] = tuple(sorted((*now.get(its, index.get(its, ())), path)))
    return now


def _with(
    index: Mapping[str, tuple[VaultPath, ...]], now: Mapping[str, tuple[VaultPath, ...]]
) -> Mapping[str, tuple[VaultPath, ...]]:
    """Return an index with what stands under some names now."""
    come = {name: paths for name, paths in now.items() if paths}
    return descended(index, come, now.keys() - come.keys())


def _shortest(paths: tuple[VaultPath, ...]) -> tuple[VaultPath, ...]:
    """Return the paths of the least length, in order."""
    least = min(map(len, paths))
    return tuple(sorted(path for path in paths if len(path) == least))


def fold(text: str) -> str:
    """Return how Obsidian compares paths: NFC, lower case, a no-break space a space."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text.replace("\u00a0", " ")).lower()
    return unicodedata.normalize("NFC", plain)


def fold_all(paths: Collection[VaultPath]) -> list[str]:
    """Return `fold` of each path; all in one text it is faster by far."""
    folded = fold("\0".join(paths)).split("\0")
    # No disk has a name with a NUL; who asks of names from elsewhere may have one.
    return folded if len(folded) == len(paths) else [*map(fold, paths)]
