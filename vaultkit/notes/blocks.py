"""Blocks: pairs of lines in a note of the user's between which vaultkit writes.

A line that is nothing but `<!-- vaultkit: reconnect limit=3 -->` begins one, a line
that is nothing but `<!-- /vaultkit -->` ends it. In code, and in a comment that says
more, neither is anything.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST: Final = 64
"""Blocks of one note that are looked at; nobody has more."""

_MARKER: Final = re.compile(
    r"<!--[ \t]{0,8}(?:vaultkit:(?P<asked>[^\n]{0,200})"
    r"|/vaultkit(?![\w-])(?P<signed>[^\n]{0,200}))-->"
)
_DIGEST: Final = re.compile(r"[ \t]{1,8}([0-9a-f]{16})(?![0-9a-f])")
_INDENT: Final = 3
_SAID: Final = 80


class Block(NamedTuple):
    """A block as its two lines say it.

    Attributes:
        asked: What its first line asks for: `reconnect limit=3`.
        first: The line that begins it, counted from 1 in the file.
        last: The line that ends it.
        signed: The digest its last line holds, or "".
    """

    asked: str
    first: int
    last: int
    signed: str = ""


class Found(NamedTuple):
    """The blocks of a note, and what is wrong with their lines.

    Attributes:
        blocks: In order; none where any line is wrong.
        lines: The lines that are never a source: from the first line of a block to its
            last, and of lines that are wrong from the first of all to the last, to the
            end of the note where something begins that never ends.
        broken: Line and what is wrong with it.
    """

    blocks: tuple[Block, ...] = ()
    lines: frozenset[int] = frozenset()
    broken: tuple[tuple[int, str], ...] = ()


NONE: Final = Found()


class _Mark(NamedTuple):
    line: int
    asked: str | None
    signed: str


def found(
    text: str,
    comments: Sequence[tuple[int, int]],
    unseen: Sequence[tuple[int, int]],
    first_line: int,
) -> Found:
    """Return the blocks of a body.

    Args:
        text: The body; every line ends with a line feed alone.
        comments: Where its HTML comments stand, in order; none of them in code.
        unseen: Where nothing is a mark: what stands between `%%` and `%%`.
        first_line: The line of its first line in the file.
    """
    marks = list(islice(_marks(text, comments, unseen, first_line), 2 * MOST + 1))
    if not marks:
        return NONE
    blocks, broken = _paired(marks)
    many = len(marks) > 2 * MOST
    if many:
        broken = [(marks[-1].line, f"there are more than {MOST} blocks")]
    if broken:
        last = marks[-1].line
        if many or marks[-1].asked is not None:
            last = first_line + text.count("\n")
        within = range(marks[0].line, last + 1)
        return Found((), frozenset(within), tuple(broken))
    lines = (n for one in blocks for n in range(one.first, one.last + 1))
    return Found(tuple(blocks), frozenset(lines))


def _marks(
    text: str,
    comments: Sequence[tuple[int, int]],
    unseen: Sequence[tuple[int, int]],
    first_line: int,
) -> Iterator[_Mark]:
    """Yield the comments that are marks, each alone on its line."""
    line, counted, hides = first_line, 0, 0
    for start, end in comments:
        # Most comments are none of ours: one short look at their beginning.
        if "vaultkit" not in text[start : start + 24]:
            continue
        mark = _MARKER.fullmatch(text, start, end)
        if mark is None or not _alone(text, start, end):
            continue
        while hides < len(unseen) and unseen[hides][1] <= start:
            hides += 1
        if hides < len(unseen) and unseen[hides][0] <= start:
            continue
        line += text.count("\n", counted, start)
        counted = start
        signed = _DIGEST.match(mark["signed"] or "")
        asked = mark["asked"]
        yield _Mark(
            line, None if asked is None else asked.strip(), signed[1] if signed else ""
        )


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether nothing but white space shares the line of a comment."""
    above = text.rfind("\n", max(0, start - _INDENT - 1), start) + 1
    if above == 0 and start > _INDENT:
        return False
    below = text.find("\n", end)
    rest = text[end : below if below >= 0 else len(text)]
    return text[above:start].strip(" ") == "" and rest.strip(" \t") == ""


def _paired(marks: Sequence[_Mark]) -> tuple[list[Block], list[tuple[int, str]]]:
    """Return the blocks, and the marks that make none."""
    blocks: list[Block] = []
    broken: list[tuple[int, str]] = []
    opened: _Mark | None = None
    for mark in marks:
        if mark.asked is not None:
            if opened is not None:
                said = f"a block begins inside the one that began in line {opened.line}"
                broken.append((mark.line, said))
            opened = mark
        elif opened is None:
            broken.append((mark.line, "a block ends here that never began"))
        else:
            asked = opened.asked or ""
            blocks.append(Block(asked, opened.line, mark.line, mark.signed))
            opened = None
    if opened is not None:
        said = f"the block `{(opened.asked or '')[:_SAID]}` begins here and never ends"
        broken.append((opened.line, said))
    return blocks, broken
