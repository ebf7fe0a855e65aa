"""Prose: what a note says besides its properties and its log lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.book.written import plain
from vaultkit.notes import blocks, masking
from vaultkit.notes.fences import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.note import Note

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
    ours = blocks.found(body, comments, percent, fence.body_line).lines
    for line, shown in enumerate(said.split("\n"), fence.body_line):
        words = _MARKS.sub("", plain(shown)).strip()
        if words and line not in ours and line not in logged:
            yield line, words
