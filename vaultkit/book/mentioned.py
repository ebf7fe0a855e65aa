"""Mentioned: which notes may name somebody, without reading them as the book does.

A note counts that holds the words of a name in a link or a property, however it is
written there: too many rather than too few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from vaultkit.book.written import last_part
from vaultkit.names import fold, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

_COMMAS: Final = (", ", " , ", ",", " ,")
_MANY: Final = 500
"""Once more notes are otherwise all are put together anew."""


def text_of(note: Note) -> bytes:
    """Return what a note says in links and properties, folded, to be searched.

    Whatever it says ends in a sign that no name has.
    """
    links = {link.target for link in note.links}
    said = [*links, *[unquote(one, errors="replace") for one in links if "%" in one]]
    for value in note.properties.values():
        said += [value] if isinstance(value, str) else _texts(value)
    return _coded(folded("\0".join([*said, ""])))


def names_of(path: VaultPath) -> set[str]:
    """Return what links may call a file, folded."""
    name = path.rpartition("/")[2].removesuffix(".md")
    # A page inside another, as Logseq names its file; what stands before a heading.
    return {*map(fold, (name, last_part(path), *name.split("___")))}


class Joined(NamedTuple):
    """What some notes are searched by, put together: one look goes through it all.

    Attributes:
        paths: The notes.
        text: What they say, one after the other: one odd letter makes it no longer.
        ends: Where in it that of each ends.
    """

    paths: list[VaultPath]
    text: bytes
    ends: list[int]

    @classmethod
    def of(cls, texts: Mapping[VaultPath, bytes]) -> Joined:
        """Return texts put together."""
        ends = accumulate(map(len, texts.values()))
        return cls([*texts], b"".join(texts.values()), [*ends])

    def texts(self) -> dict[VaultPath, bytes]:
        """Return the texts of which it was put together."""
        starts = (0, *self.ends)
        each = zip(self.paths, starts, self.ends, strict=False)
        return {path: self.text[start:end] for path, start, end in each}

    def having(self, word: bytes, forms: Iterable[bytes]) -> Iterator[VaultPath]:
        """Yield the notes that have one of the forms that have a word in them."""
        parts = [form.partition(word) for form in forms]
        lefts = tuple([left for left, _, right in parts if not right])
        rights = tuple([right for left, _, right in parts if not left])
        both = [(left, right) for left, _, right in parts if left and right]
        rest = tuple({right for _, right in both})
        text, find, length = self.text, self.text.find, len(word)
        at = find(word)
        while at >= 0:
            if (
                text.endswith(lefts, 0, at)
                or text.startswith(rights, at + length)
                or (
                    text.startswith(rest, at + length)
                    and any(
                        text.endswith(left, 0, at)
                        and text.startswith(right, at + length)
                        for left, right in both
                    )
                )
            ):
                number = bisect_right(self.ends, at)
                yield self.paths[number]
                at = self.ends[number] - 1
            at = find(word, at + 1)


class Search(NamedTuple):
    """What all notes are searched by, nearly all of it as it was put together once.

    Attributes:
        whole: The notes as they were then.
        since: What those say that are otherwise since; nothing where there is no note.
    """

    whole: Joined
    since: Mapping[VaultPath, bytes]

    @classmethod
    def of(cls, notes: Mapping[VaultPath, Note]) -> Search:
        """Return what searches some notes."""
        texts = {path: text_of(note) for path, note in notes.items()}
        return cls(Joined.of(texts), {})

    def revised(
        self, come: Mapping[VaultPath, bytes], gone: Iterable[VaultPath]
    ) -> Search:
        """Return the same with what some notes say now, and without others."""
        since = {**self.since, **dict.fromkeys(gone, b""), **come}
        if len(since) <= _MANY:
            return Search(self.whole, since)
        texts = {**self.whole.texts(), **since}
        there = {path: text for path, text in texts.items() if text}
        return Search(Joined.of(there), {})

    def mentioning(
        self, names: Collection[str], aliases: Collection[str] = ()
    ) -> set[VaultPath] | None:
        """Return the notes that may name one of these.

        None where a name has no words to look for.

        Args:
            names: Folded names, which may be written with initials as well.
            aliases: Folded names, which may not.
        """
        forms: dict[str, set[str]] = {}
        for name in {*names, *aliases}:
            # Nobody writes `Moss, Ada` the other way round once more.
            before = name if name in names else name.partition(",")[0]
            words = before.split() or name.split()
            if not words:
                return None
            several = forms.setdefault(_telling(words), {name})
            several.add(name)
            if before == name:
                several.update(_turned(words))
            if name in names:
                several.update(_initialled(words))
        sought = [(_coded(one), [*map(_coded, forms[one])]) for one in forms]
        had, has = (
            {path for one in sought for path in joined.having(*one)}
            for joined in (self.whole, Joined.of(self.since))
        )
        return had.difference(self.since) | has


def _coded(text: str) -> bytes:
    """Return text in which a name is found where it is, and takes little room."""
    return text.encode(errors="surrogatepass")


def _telling(words: list[str]) -> str:
    """Return what is in all forms of a name: its last word that is no number."""
    found = (word for word in reversed(words) if not word[0].isdigit())
    word = next(found, words[-1])
    return word.removesuffix(".md") or word


def _turned(words: list[str]) -> Iterator[str]:
    """Yield what stands in a text that has a full name as `Moss, Ada`."""
    for given, surname in _parts(words):
        if surname[0].isdigit():
            # Of `Ada Moss 2` nothing less than the whole is said the other way round.
            yield from (f"{surname}{comma}{given}" for comma in _COMMAS)
        else:
            yield from (f"{surname},", f"{surname} ,")


def _initialled(words: list[str]) -> Iterator[str]:
    """Yield what stands in a text that has a full name as `A. Moss`."""
    for given, surname in _parts(words):
        if not surname[0].isdigit():
            yield from (f". {surname}", f".{surname}")
            yield from (f"{one[0]} {surname}" for one in given.split())


def _parts(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what may be the given names and the surname of a full name."""
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])


def _texts(value: Value) -> list[str]:
    """Return the texts in a value, however deep they are in it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | Mapping):
        items = value if isinstance(value, tuple) else value.values()
        return [text for item in items for text in _texts(item)]
    return [] if value is None else [str(value)]
