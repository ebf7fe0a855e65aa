"""Insertion: lines put into a note, with every other byte left as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.frozen import replace
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.notes.markdown import Entry
    from vaultkit.notes.note import Note

LOG: Final = frozenset(
    (
        *("log", "contact log", "log of contact", "contacts", "history", "journal"),
        *("diary", "conversations", "interactions", "encounters", "meetings"),
        *("protokoll", "verlauf", "gespräche", "historique", "registro", "diario"),
    )
)
"""What a heading says, folded, below which a person's log stands."""

_BREAK: Final = re.compile(rb"\r\n|\n|\r")
_BOM: Final = b"\xef\xbb\xbf"
_ITEM: Final = re.compile(rb"([-*+])[ \t]")
_DEEPER: Final = re.compile(rb"[ \t]+\S")
_SEVERAL: Final = 2


class Insertion(NamedTuple):
    """Bytes to put into a note, and where.

    Attributes:
        at: The offset in bytes.
        new: What is put there.
        line: The line, counted from 1, that the first written line will have.
    """

    at: int
    new: bytes
    line: int

    def into(self, data: bytes) -> bytes:
        """Return the note with it: nothing else is moved, added or left out."""
        return data[: self.at] + self.new + data[self.at :]


class Line(NamedTuple):
    """Where a line of a note stands, in bytes, without what ends it."""

    start: int
    end: int


def lines(data: bytes) -> list[Line]:
    """Return every line of a note; the last one is empty where the file ends in one."""
    found, at = [], 0
    for mark in _BREAK.finditer(data):
        found.append(Line(at, mark.start()))
        at = mark.end()
    return [*found, Line(at, len(data))]


def ending(data: bytes) -> bytes:
    """Return what ends the lines of a note: what ended the last one."""
    last = max(data.rfind(b"\n"), data.rfind(b"\r"))
    if last < 0:
        return b"\n"
    pair = data[last - 1 : last + 1] if last else b""
    return b"\r\n" if pair == b"\r\n" else data[last : last + 1]


# --- into the body -------------------------------------------------------------------


def appended(data: bytes, texts: Sequence[str]) -> Insertion:
    """Return lines put at the end of a note; one without a final line end keeps none.

    Args:
        data: The note.
        texts: The lines as list items; their mark becomes that of the list above.
    """
    end = ending(data)
    bare = data.removeprefix(_BOM)
    every = lines(data)
    above = next(
        (at for at in reversed(every) if data[at.start : at.end].strip()), None
    )
    new = end.join(_marked(texts, data, above))
    if not bare or bare.endswith((b"\n", b"\r")):
        return Insertion(len(data), new + end, len(every))
    return Insertion(len(data), end + new, len(every) + 1)


def logged(data: bytes, note: Note, texts: Sequence[str]) -> Insertion:
    """Return lines put under the log heading of a person's note.

    With the latest line where that list has it: at its end, or at its beginning where
    the newest stand first. A note without such a heading and without a dated line gets
    a heading at its end.

    Args:
        data: The note.
        note: The same, parsed.
        texts: The lines as list items.
    """
    every = lines(data)
    found = [(line, i) for i, (line, _, text) in enumerate(note.headings) if _log(text)]
    start, which = found[0] if found else (0, len(note.headings))
    after = note.headings[which + 1 :]
    end = after[0][0] - 1 if after else len(every)
    dated = [e for e in note.entries if start < e.line <= end and e.date]
    if not dated:
        if not found:
            return _headed(data, texts)
        return _below(data, every, _last(data, every, start, end), texts)
    if _newest_first(dated):
        at = every[dated[0].line - 1]
        mark = ending(data)
        new = mark.join(_marked(texts, data, at)) + mark
        return Insertion(at.start, new, dated[0].line)
    last = dated[-1].line
    return _below(data, every, _continued(data, every, last, end), texts, last)


def _log(text: str) -> bool:
    return fold(text.strip(" :*_")) in LOG


def _newest_first(dated: Sequence[Entry]) -> bool:
    first, last = dated[0].date, dated[-1].date
    return bool(first and last and len(dated) >= _SEVERAL and first > last)


def _last(data: bytes, every: Sequence[Line], heading: int, end: int) -> int:
    """Return the last line with something on it, from a heading to a line."""
    filled = (n for n in range(end, heading, -1) if data[slice(*every[n - 1])].strip())
    return next(filled, heading)


def _continued(data: bytes, every: Sequence[Line], line: int, end: int) -> int:
    """Return the last line of a list item, what stands deeper below it included."""
    while line < end and _DEEPER.match(data, every[line].start, every[line].end):
        line += 1
    return line


def _below(
    data: bytes,
    every: Sequence[Line],
    line: int,
    texts: Sequence[str],
    listed: int = 0,
) -> Insertion:
    """Return lines put below a line, parted from it unless it is a list's.

    `listed` is the line where the item begins that the line is a part of.
    """
    at, mark = every[line - 1], ending(data)
    near = every[(listed or line) - 1]
    item = _ITEM.match(data[near.start : near.end].lstrip(b" \t"))
    gap = b"" if item else mark
    new = mark + gap + mark.join(_marked(texts, data, near))
    return Insertion(at.end, new, line + (2 if gap else 1))


def _headed(data: bytes, texts: Sequence[str]) -> Insertion:
    """Return lines put at the end of a note under a heading of their own."""
    mark = ending(data)
    body = data.removeprefix(_BOM)
    closed = not body or body.endswith((b"\n", b"\r"))
    gap = (
        [b""]
        if body and data[slice(*lines(data)[-2 if closed else -1])].strip()
        else []
    )
    new = mark.join([*gap, b"## Log", b"", *(text.encode() for text in texts)])
    line = len(lines(data)) + len(gap) + (2 if closed else 3)
    if closed:
        return Insertion(len(data), new + mark, line)
    return Insertion(len(data), mark + new, line)


def _marked(texts: Sequence[str], data: bytes, near: Line | None) -> list[bytes]:
    """Return lines with the mark of the list they come to stand in."""
    found = near and _ITEM.match(data, near.start, near.end)
    mark = found[1] if found else b"-"
    return [mark + text.encode().removeprefix(b"-") for text in texts]


# --- whether it did what it should ---------------------------------------------------


def added(before: Note, after: Note, line: int, count: int) -> tuple[Entry, ...] | None:
    """Return what the lines put in say, or None where the note says other things now.

    A line put below code or a comment that is never closed, or below a heading that is
    a date, would not say what it says elsewhere.

    Args:
        before: The note before.
        after: The note with them.
        line: The line of the first of them.
        count: How many they are.
    """
    moved = len(after.entries) - len(before.entries)
    ours = tuple(e for e in after.entries if line <= e.line < line + count)
    theirs = [e for e in after.entries if not line <= e.line < line + count]
    same = [_said(e) for e in theirs] == [_said(e) for e in before.entries]
    kept = before.properties == after.properties and moved == len(ours)
    texts = [text for _, _, text in after.headings]
    whole = all(text in texts for _, _, text in before.headings)
    return ours if same and kept and whole else None


def _said(entry: Entry) -> tuple[object, ...]:
    targets = tuple(link.target for link in entry.links)
    return replace(entry, line=0, links=()), targets
