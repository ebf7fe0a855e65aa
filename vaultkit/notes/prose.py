"""Prose: what a note says besides its properties and its log lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.book.written import plain
from vaultkit.notes import masking
from vaultkit.notes.fences import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.note import Note

_OURS: Final = re.compile(r"[ \t]*<!--[ \t]*(/?)vaultkit\b")
_MARKS: Final = re.compile(r"^[\s>#*+|-]+|[*_=`]{2,}")


def prose(data: bytes, note: Note) -> Iterator[tuple[int, str]]:
    """Yield line and words of a note's text, for finding and for quoting.

    Not what is code, a comment, between `%%`, in a block that vaultkit fills, or a log
    line, which is read as one.

    Args:
        data: The note.
        note: The same, parsed.
    """
    if b"\0" in data:
        return
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    fence = find(text)
    body = text[fence.body_at :]
    code, comments = masking.hidden(body)
    percent = masking.percent(body, sorted(code + comments))
    said = masking.blank(body, code + comments + percent)
    logged = {one.line for one in note.entries if one.date or one.word}
    ours = False
    both = zip(body.split("\n"), said.split("\n"), strict=True)
    for line, (typed, shown) in enumerate(both, fence.body_line):
        mark = _OURS.match(typed)
        ours = mark[1] == "" if mark else ours
        words = _MARKS.sub("", plain(shown)).strip()
        if words and not ours and line not in logged:
            yield line, words
