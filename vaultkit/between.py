"""Between: what stands in the blocks of a note, and the note with that put anew.

Every byte outside a block, and the line that begins it, stays as it is; of the line
that ends it only the comment changes, which holds a digest of what we wrote. What
somebody edited since is theirs, and nothing is written over it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit import mark
from vaultkit.frozen import Frozen
from vaultkit.insertion import lines
from vaultkit.problems import Problem
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.insertion import Line
    from vaultkit.notes.blocks import Block
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath
    from vaultkit.ways import Ways

FROZEN: Final = "freeze"
"""The word in its first line that keeps a block as it is."""

_ENDS: Final = re.compile(rb"<!--[^\r\n]*-->")
_BREAK: Final = re.compile(r"\r\n|\r")

_MOST_BYTES: Final = 1024 * 1024
"""What a note may have to be read: `note.MOST_BYTES`."""


class Filled(Frozen, frozen=True):
    """A note whose blocks say what they should.

    Attributes:
        was: The note as it is.
        data: The note as it should be.
        aside: Text that stood in a block that nobody signed, and goes into a file.
        edited: Lines of blocks that were edited, and stay as they are.
        wrong: Why nothing may be written to it, or "".
    """

    was: bytes
    data: bytes
    aside: tuple[str, ...] = ()
    edited: tuple[Block, ...] = ()
    wrong: str = ""

    @property
    def moves(self) -> bool:
        """Whether it says something else than before."""
        return self.data != self.was


def filled(
    path: VaultPath,
    data: bytes,
    note: Note,
    texts: Mapping[int, str],
    ways: Ways = USUAL,
) -> Filled:
    """Return a note with these texts in its blocks.

    Args:
        path: Where it is.
        data: The note.
        note: The same, parsed.
        texts: What a block should say, by the line that begins it; a block that is not
            here stays as it is.
        ways: How the note was read.
    """
    if not _is_utf8(data):
        return Filled(data, data, wrong="it is not UTF-8")
    every, now = lines(data), data
    unsigned: list[str] = []
    theirs: list[Block] = []
    # From the last to the first, so that what stands before keeps its place.
    for block in reversed(note.blocks):
        if block.first not in texts:
            continue
        text = _BREAK.sub("\n", texts[block.first]).strip("\n")
        stands = between(data, every, block)
        if mark.same(stands, text):
            now = _put(now, every, block, None, text)
        elif stands and block.signed and mark.digest(stands) != block.signed:
            theirs.append(block)
        else:
            unsigned += [stands] if stands and not block.signed else []
            now = _put(now, every, block, text, text)
    if len(now) > _MOST_BYTES:
        return Filled(data, data, wrong="it would be larger than 1 MiB")
    if now != data and not _harmless(note, _parsed(path, now, ways)):
        return Filled(data, data, wrong="it would not say the same around its blocks")
    return Filled(data, now, tuple(reversed(unsigned)), tuple(reversed(theirs)))


def emptied(path: VaultPath, data: bytes) -> Filled:
    """Return a note with nothing in the blocks that we wrote and nobody edited."""
    note, now = _parsed(path, data), data
    every = lines(data)
    kept: list[Block] = []
    for block in reversed(note.blocks):
        stands = between(data, every, block)
        frozen = FROZEN in block.asked.lower().split()
        if block.signed and not frozen and mark.digest(stands) == block.signed:
            now = _put(now, every, block, "", None)
        elif stands or block.signed:
            kept.append(block)
    return Filled(data, now, edited=tuple(reversed(kept)))


def _parsed(path: VaultPath, data: bytes, ways: Ways = USUAL) -> Note:
    from vaultkit.notes.note import parse  # noqa: PLC0415 (late, for --help)

    return parse(path, data, ways)


def between(data: bytes, every: list[Line], block: Block) -> str:
    """Return what stands in a block, without blank lines at either end."""
    first, last = every[block.first], every[block.last - 1]
    text = _BREAK.sub("\n", data[first.start : last.start].decode("utf-8", "replace"))
    return "\n".join([line.rstrip(" \t") for line in text.split("\n")]).strip("\n")


def _put(
    data: bytes, every: list[Line], block: Block, text: str | None, signed: str | None
) -> bytes:
    """Return a note with a block that says this; None leaves what stands there.

    What is `signed` is what its last line vouches for; None takes the digest out.
    """
    opening, ending = every[block.first - 1], every[block.last - 1]
    below = every[block.first].start
    new = b"<!-- /vaultkit -->"
    if signed is not None:
        new = f"<!-- /vaultkit {mark.digest(signed)} -->".encode()
    comment = _ENDS.search(data, ending.start, ending.end)
    at, end = comment.span() if comment else (ending.start, ending.end)
    kept = data[below : ending.start]
    if text is not None:
        line_end = data[opening.end : below]
        kept = line_end.join([b"", *text.encode().split(b"\n"), b"", b""])
        kept = kept if text else b""
    return data[:below] + kept + data[ending.start : at] + new + data[end:]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _harmless(before: Note, after: Note) -> bool:
    """Return whether a note says the same as before around its blocks."""
    return _said(before) == _said(after)


def _said(note: Note) -> tuple[object, ...]:
    """Return what a note says, but for the lines where it says so."""
    return (
        note.properties,
        note.tags,
        [(one.target, one.shown, one.embed) for one in note.links],
        [
            (one.date, one.word, one.text, one.task, one.heading, len(one.under))
            for one in note.entries
        ],
        [(level, text) for _, level, text in note.headings],
        [block.asked for block in note.blocks],
        [one.code for one in note.problems],
    )


def unwritable(path: VaultPath, why: str) -> Problem:
    """Return the problem of a note whose blocks cannot be written."""
    said = f"the blocks of this note cannot be written: {why}"
    return Problem(path, 1, 1, "block-unwritable", said, _MEND)


def edited(path: VaultPath, block: Block) -> Problem:
    """Return the problem of a block that somebody edited."""
    said = f"the block `{block.asked[:_SAID]}` was edited, so it stays as it is"
    return problem(path, block, "block-edited", said, _RELEASE)


def aside(path: VaultPath, to: VaultPath) -> Problem:
    """Return the problem of a block with text in it that nobody signed."""
    name = to.rpartition("/")[2]
    said = f"text that stood in a block moves to `{name}`"
    return Problem(path, 1, 1, "block-edited", said, _OUTSIDE)


def problem(
    path: VaultPath, block: Block, code: str, message: str, advice: str
) -> Problem:
    """Return a problem where a block begins."""
    return Problem(path, block.first, 1, code, message, advice)


_SAID: Final = 80
_MEND: Final = "Mend that and build again; the note was not touched."
_OUTSIDE: Final = "Write above or below the block instead: what stands there stays."
_RELEASE: Final = (
    "Move what you wrote out of it and empty it, and it is kept true again; or write "
    f"`{FROZEN}` into its first line to keep it so."
)
