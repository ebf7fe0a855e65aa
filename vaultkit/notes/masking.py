"""What in a note is not text: code, HTML comments, and `%%` comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from vaultkit.notes import codeblocks

_SIGN: Final = re.compile(r"[`<\\]")
"""What anything that is not text starts with, but for blocks of code."""
_TICKS: Final = re.compile("``*")
_BREAK: Final = re.compile(
    r"\n[ \t>]*(?=\n|\Z|[-*+][ \t]|#{1,6}[ \t]|[0-9]{1,9}[.)][ \t]|`{3}|~{3})"
)
_DISPUTED: Final = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


def hidden(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of code and of HTML comments, each in order.

    Blocks of code are whole lines; inline code ends with its paragraph. A comment may
    begin anywhere outside of code, and whatever stands in it is none.
    """
    inline = _Inline(text)
    if not codeblocks.possible(text):
        inline.take(0, len(text))
        return inline.code, inline.comments
    blocks = codeblocks.Blocks()
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if inline.at <= start and blocks.code(line):
            inline.code.append((start, end))
        elif "`" in line or "<" in line or "\\" in line:
            inline.take(start, end)
        start = end + 1
    return inline.code, inline.comments


def _comment_end(text: str, start: int, last: int) -> int:
    """Return where a comment ends, or 0 if it is text; `last` is the last `-->`.

    One that is never closed hides the rest of the note if it starts a line.
    """
    if start + 4 <= last:
        return text.index("-->", start + 4) + 3
    return len(text) if _starts_line(text, start) else 0


class _Inline:
    """Inline code and comments, as far as a text was read.

    Attributes:
        at: How far that is: the last of them may go beyond its line.
        code: The spans of code.
        comments: The spans of comments.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.code: list[tuple[int, int]] = []
        self.comments: list[tuple[int, int]] = []
        self.last = text.rfind("-->")
        self.cut = 0  # where the paragraph ends that was looked at last
        self.by_width: dict[int, list[int]] = {}  # where the runs of backticks are

    def take(self, start: int, end: int) -> None:
        """Take what begins in a part of the text that is no block of code."""
        text, at = self.text, max(self.at, start)
        while match := _SIGN.search(text, at, end):
            start, sign = match.start(), match[0]
            if sign == "\\":
                at = start + 2
            elif sign == "<":
                comment = text.startswith("<!--", start)
                at = (comment and _comment_end(text, start, self.last)) or start + 1
                if at > start + 1:
                    self.comments.append((start, at))
            else:
                run = _TICKS.match(text, start)
                at = run.end() if run else start + 1
                if closed := self._closing(start, at - start):
                    self.code.append((start, closed))
                    at = closed
        self.at = at

    def _closing(self, start: int, width: int) -> int:
        """Return where the code that starts here ends, or 0 if it is not closed.

        Args:
            start: Where its run is; never before one that was asked about already.
            width: How wide its run is.
        """
        if not self.by_width:
            for run in _TICKS.finditer(self.text):
                self.by_width.setdefault(len(run[0]), []).append(run.start())
        starts = self.by_width.get(width, [])
        after = bisect_right(starts, start)
        if after == len(starts):
            return 0
        if self.cut <= start:
            ends = _BREAK.search(self.text, start + 1)
            self.cut = ends.start() if ends else len(self.text)
        return starts[after] + width if starts[after] < self.cut else 0


def percent(text: str, code: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans between `%%` and `%%`, the marks included; code has none.

    A `%%` that starts a line and is not closed on it hides everything up to the next
    one, or to the end; one in running text hides the rest of its line at most, so
    that a stray `100%%` never turns what is hidden inside out.
    """
    spans: list[tuple[int, int]] = []
    at, line_end = 0, -1
    while (start := text.find("%%", at)) >= 0:
        inside = _within(code, start)
        if inside:
            at = inside
            continue
        if start >= line_end:
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
        end = text.find("%%", start + 2, line_end)
        if end >= 0:
            at = end + 2
        elif _starts_line(text, start):
            close = text.find("%%", line_end)
            at = close + 2 if close >= 0 else len(text)
        else:
            at = line_end
        spans.append((start, at))
    return spans


def _starts_line(text: str, start: int) -> bool:
    """Whether nothing but white space and a list mark stands before `start`."""
    near = max(0, start - 64)
    before = text[max(text.rfind("\n", near, start) + 1, near) : start]
    return not before.strip(" \t>-*+") and (near == 0 or len(before) < 64)  # noqa: PLR2004 - as above


def _within(spans: list[tuple[int, int]], at: int) -> int:
    """Return the end of the span that holds `at`, or 0."""
    index = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return spans[index][1] if index >= 0 and spans[index][1] > at else 0


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with every span as spaces; lines stay where they are."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)  # noqa: PLW2901 - spans may overlap
        parts.append(text[at:start])
        gone = text[start:end].split("\n")
        parts.append("\n".join([" " * len(line) for line in gone]))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def seen_and_said(
    text: str,
) -> tuple[str, str, list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the text that is indexed, and the text that may be quoted.

    Both have every character at its place: in the first code and HTML comments are
    blank, in the second HTML comments and what stands between `%%`. Behind them stand
    the spans of HTML comments and of those others.
    """
    code: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    if "`" in text or "<" in text or codeblocks.possible(text):
        code, comments = hidden(text)
    hushed: list[tuple[int, int]] = []
    if "%" in text:
        hushed = percent(text, sorted(code + comments))
    seen = blank(text, code + comments) if code or comments else text
    said = blank(text, comments + hushed) if comments or hushed else text
    return seen, said, comments, hushed


def disputed_lines(text: str, first_line: int) -> frozenset[int]:
    """Return the lines of which git left two versions; they are never a source."""
    return frozenset(
        line
        for start, _, end in disputed(text)
        for line in range(first_line + start, first_line + end + 1)
    )


def disputed(text: str) -> list[tuple[int, int, int]]:
    """Return where git left two versions: the lines of its marks, counted from 0.

    That is `<<<<<<<`, `=======` and `>>>>>>>`; what has not all three is text.
    """
    found: list[tuple[int, int, int]] = []
    start = middle = -1
    line = counted = 0
    for match in _DISPUTED.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        mark = match[1][0]
        if mark == "<":
            start, middle = line, -1
        elif mark == "=" and start >= 0 and middle < 0:
            middle = line
        elif mark == ">" and middle >= 0:
            found.append((start, middle, line))
            start = middle = -1
    return found
