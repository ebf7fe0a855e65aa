"""Mentioned: which notes may name somebody, without reading them as the book does.

A note counts that holds the words of a name in a link or a property, however it is
written there: too many rather than too few.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultkit.book.written import last_part
from vaultkit.names import fold, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath


def text_of(note: Note) -> str:
    """Return what a note says in links and properties, folded, to be searched."""
    links = {link.target for link in note.links}
    coded = [unquote(one, errors="replace") for one in links if "%" in one]
    said = _texts((*note.properties.values(),))
    return folded("\0".join((*links, *coded, *said)))


def names_of(path: VaultPath) -> set[str]:
    """Return what links may call a file, folded."""
    whole = path.rpartition("/")[2]
    name = whole.removesuffix(".md")
    # A page inside another, as Logseq names its file; what stands before a heading.
    return {*map(fold, (whole, name, last_part(path), *name.split("___")))}


def mentioning(
    texts: Mapping[VaultPath, str], names: Iterable[str]
) -> set[VaultPath] | None:
    """Return the notes that may name one of these.

    None where a name has no words to look for.

    Args:
        texts: By note, what `text_of` returns.
        names: Folded names.
    """
    forms: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        if not words:
            return None
        forms.setdefault(_telling(words), set()).update((name, *_forms(words)))
    found: set[VaultPath] = set()
    for word, several in forms.items():
        around = max(map(len, several))
        for path, text in texts.items():
            if word in text:
                start = max(text.find(word) - around, 0)
                near = text[start : text.rfind(word) + around]
                if any(map(near.__contains__, several)):
                    found.add(path)
    return found


def _telling(words: list[str]) -> str:
    """Return what is in all forms of a name: its last word that is no number."""
    found = (word for word in reversed(words) if not word[0].isdigit())
    word = next(found, words[-1])
    return word.removesuffix(".md") or word


def _forms(words: list[str]) -> Iterator[str]:
    """Yield what stands in a text that has a full name as `Moss, Ada` or `A. Moss`."""
    for at in range(1, len(words)):
        surname, given = " ".join(words[at:]), words[:at]
        if surname[0].isdigit():
            # Of `Ada Moss 2` nothing less than the whole is said the other way round.
            yield f"{surname}, {' '.join(given)}"
            yield f"{surname} , {' '.join(given)}"
            yield f"{surname},{' '.join(given)}"
            yield f"{surname} ,{' '.join(given)}"
            continue
        yield f"{surname},"
        yield f"{surname} ,"
        yield f". {surname}"
        yield f".{surname}"
        yield from (f"{one[0]} {surname}" for one in given)


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif value is not None:
        yield str(value)
