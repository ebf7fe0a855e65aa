"""Filling: one value put into a note's front matter, the rest left as it was.

A list gets an item, an empty property a value, a property that is not there a line of
its own. Whatever has another shape is left to the user: nothing is ever rewritten.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.insertion import Insertion, ending, lines
from vaultkit.notes.fences import find
from vaultkit.notes.note import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultkit.insertion import Line
    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

_KEY: Final = re.compile(rb"(?:[^\s:#\"'][^:\n]*|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:")
_NOTHING: Final = re.compile(rb"[ \t]*(?:#.*)?")
_ITEM: Final = re.compile(rb"([ \t]*)-[ \t]+\S")
_FLOW: Final = re.compile(
    rb"[ \t]*\[[^\[\]\n]*(?:\[\[[^\[\]\n]*\]\][^\[\]\n]*)*(?=\][ \t]*$)"
)
_EMPTY: Final = re.compile(rb"[ \t]*\[[ \t]*$")


def item(path: VaultPath, data: bytes, key: str, value: str) -> bytes | None:
    """Return a note with one more item in a list, or None where that cannot be done.

    Args:
        path: The note's path.
        data: The note.
        key: The property as typed, or as it shall be typed where it is not there.
        value: What to add, as it shall be read.
    """
    quoted = f'"{_escaped(value)}"'.encode()
    before = parse(path, data).properties
    had = before.get(key)
    if not (had is None or isinstance(had, tuple)):
        return None
    wanted = {**before, key: (*(had or ()), value)}
    return _first(path, data, _items(data, path, key, quoted), wanted)


def value(path: VaultPath, data: bytes, key: str, text: str) -> bytes | None:
    """Return a note with an empty property filled, or None where that cannot be done.

    Args:
        path: The note's path.
        data: The note.
        key: The property as typed, or as it shall be typed where it is not there.
        text: The value as it shall be read; plain words or a date.
    """
    before = parse(path, data).properties
    if before.get(key) is not None:
        return None
    wanted = {**before, key: text}
    plain = re.fullmatch(r"[0-9-]+", text) is not None
    written = text.encode() if plain else f'"{_escaped(text)}"'.encode()
    return _first(path, data, _values(data, path, key, written), wanted)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _first(
    path: VaultPath,
    data: bytes,
    tries: Iterator[Insertion],
    wanted: Mapping[str, Value],
) -> bytes | None:
    """Return the first try that says what is wanted and nothing else."""
    before = parse(path, data)
    codes = [one.code for one in before.problems]
    for one in tries:
        made = one.into(data)
        after = parse(path, made)
        same = _entries(after) == _entries(before)
        if (
            dict(after.properties) == dict(wanted)
            and same
            and [one.code for one in after.problems] == codes
        ):
            return made
    return None


def _items(
    data: bytes, path: VaultPath, key: str, quoted: bytes
) -> Iterator[Insertion]:
    """Yield the ways to add an item, each for one shape of the list."""
    every, mark = lines(data), ending(data)
    at = _line_of(data, path, key)
    if at is None:
        yield from _new(data, every, key, mark + b"  - " + quoted)
        return
    after = _after_key(data, every[at])
    if after is None:
        return
    rest = data[after : every[at].end]
    if _FLOW.match(rest) and rest.rstrip().endswith(b"]"):
        close = after + len(rest.rstrip()) - 1
        empty = _EMPTY.match(data[after:close])
        yield Insertion(close, quoted if empty else b", " + quoted, at + 1)
    elif _NOTHING.fullmatch(rest):
        last, indent = _block(data, every, at)
        new = mark + indent + b"- " + quoted
        yield Insertion(every[last].end, new, last + 2)


def _values(data: bytes, path: VaultPath, key: str, text: bytes) -> Iterator[Insertion]:
    every = lines(data)
    at = _line_of(data, path, key)
    if at is None:
        yield from _new(data, every, key, b" " + text)
        return
    after = _after_key(data, every[at])
    if after is not None and _NOTHING.fullmatch(data[after : every[at].end]):
        yield Insertion(after, b" " + text, at + 1)


def _line_of(data: bytes, path: VaultPath, key: str) -> int | None:
    """Return which of the note's lines, from 0, a property stands on."""
    line = parse(path, data).lines.get(key)
    return None if line is None else line - 1


def _entries(note: Note) -> list[tuple[object, ...]]:
    """Return what the lines of a note say, wherever they stand."""
    return [(entry.date, entry.word, entry.text) for entry in note.entries]


def _after_key(data: bytes, at: Line) -> int | None:
    """Return where what follows a property's colon begins."""
    found = _KEY.match(data, at.start, at.end)
    return found.end() if found else None


def _block(data: bytes, every: Sequence[Line], at: int) -> tuple[int, bytes]:
    """Return the last line of a list below a property, and how it is indented."""
    last, indent = at, b"  "
    while last + 1 < len(every):
        below = _ITEM.match(data, every[last + 1].start, every[last + 1].end)
        if below is None:
            break
        last, indent = last + 1, below[1]
    return last, indent


def _new(
    data: bytes, every: Sequence[Line], key: str, rest: bytes
) -> Iterator[Insertion]:
    """Yield a property of its own, put before the line that closes front matter."""
    text = data.decode("utf-8-sig", "replace")
    fence = find(text.replace("\r\n", "\n").replace("\r", "\n"))
    if fence.body_at:
        line = fence.body_line - 1
        new = key.encode() + b":" + rest + ending(data)
        yield Insertion(every[line - 1].start, new, line)
