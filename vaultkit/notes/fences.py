"""Where front matter starts and ends, as Obsidian sees it, and where it nearly does."""

from __future__ import annotations

import re
from typing import Final

from vaultkit.frozen import Frozen, replace
from vaultkit.notes.mending import Finding

FIRST_LINE: Final = 2
"""The line of the file on which a block starts: below the opening dashes."""
_OPENING: Final = re.compile(r"---[ \t]*\n")
_DOTS: Final = re.compile(r"^\.\.\.[ \t]*$", re.MULTILINE)
_LATE: Final = re.compile(r"(?:[ \t]*\n){1,99}---[ \t]*\n")
_PROPERTY: Final = re.compile(
    r"(?:[ \t]*(?:#.*)?\n){0,99}(?:[^\s:#\-\[{][^:\n]{0,99}:(?:[ \t\n]|\Z)|\{|- )"
)


class Fence(Frozen, frozen=True):
    """Where the block between the dashes stands.

    Attributes:
        start: Where its first line starts.
        end: Where the closing line starts.
        body_at: Where the body starts; 0 where there is no front matter.
        body_line: The line of the body's first line, counted from 1.
        findings: What is wrong with the dashes; lines counted from 0 in the file.
    """

    start: int
    end: int
    body_at: int
    body_line: int
    findings: tuple[Finding, ...] = ()


_OPENED: Final = len("---\n")
_NONE: Final = Fence(0, 0, 0, 1)


def find(text: str) -> Fence:
    """Return where front matter stands; every line ends with a line feed alone."""
    if not text.startswith("---"):
        late = _late(text) if text[:1] in {"\n", " ", "\t"} else None
        return replace(_NONE, findings=(late,)) if late else _NONE
    start = _OPENED
    if text[3:4] != "\n":
        opening = _OPENING.match(text)
        if opening is None:
            return _NONE
        start = opening.end()
        if not _PROPERTY.match(text, start):
            return _NONE  # a rule, not front matter
    closing = _close(text, start - 1)
    fence = _unclosed(text, start) if closing is None else _fence(text, start, closing)
    if start > _OPENED and fence.body_at:
        message = "there are spaces behind the first `---`"
        spaces = Finding("frontmatter-spaces", 0, 3, message)
        return replace(fence, findings=(spaces, *fence.findings))
    return fence


def _fence(text: str, start: int, closing: int) -> Fence:
    """Return the fence whose last line starts at `closing`."""
    end = text.find("\n", closing)
    body_at = len(text) if end < 0 else end + 1
    body_line = text.count("\n", 0, body_at) + (2 if end < 0 else 1)
    return Fence(start, closing, body_at, body_line)


def _close(text: str, start: int) -> int | None:
    """Return where the closing `---` starts, or None."""
    at = text.find("\n---", start)
    while at >= 0:
        end = text.find("\n", at + 4)
        if not text[at + 4 : end if end >= 0 else None].strip(" \t"):
            return at + 1
        at = text.find("\n---", at + 4)
    return None


def _late(text: str) -> Finding | None:
    """Return the problem of a block with blank lines above it, if there is one."""
    late = _LATE.match(text)
    if not late or not _PROPERTY.match(text, late.end()):
        return None
    if _close(text, late.end() - 1) is None:
        return None
    line = text.count("\n", 0, late.end()) - 1
    message = f"`---` stands on line {line + 1}; Obsidian reads properties from line 1"
    return Finding("frontmatter-late", line, 0, message)


def _unclosed(text: str, start: int) -> Fence:
    """Return what an opened and never closed block gives; `...` closes it as well."""
    if not _PROPERTY.match(text, start):
        return _NONE  # a rule, not front matter
    dots = _DOTS.search(text, start)
    if dots is None:
        message = "the properties start here and no second `---` ends them"
        unclosed = Finding("frontmatter-unclosed", 0, 0, message)
        return replace(_NONE, findings=(unclosed,))
    line = text.count("\n", 0, dots.start())
    hint = Finding("frontmatter-dots", line, 0, "the properties end with `...`")
    return replace(_fence(text, start, dots.start()), findings=(hint,))
