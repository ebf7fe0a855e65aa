"""What in a note is not text: code, HTML comments, and `%%` comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_SIGN: Final = re.compile(r"[`~<\\]")
"""What anything that is not text starts with."""
_RUN: Final = re.compile("``*|~~*")
_TICKS: Final = re.compile("``*")
_LEAD: Final = re.compile(
    r"[ \t>]{0,40}(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]{1,4})?",
)
"""What may stand before a fence."""
_FENCE: Final = 3
_LONGEST_LEAD: Final = 60
_BREAK: Final = re.compile(
    r"\n[ \t>]*(?=\n|\Z|[-*+][ \t]|#{1,6}[ \t]|[0-9]{1,9}[.)][ \t]|`{3}|~{3})"
)
_INDENTED: Final = re.compile(r"(?:^|\n[ \t]*\n)(?: {4}|\t)")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)")
_DISPUTED: Final = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


def hidden(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of code and of HTML comments, each in order.

    Fences may be unclosed (to the end of the note), inline code ends with its
    paragraph, indented code needs a blank line above and no list around it.
    """
    code: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    runs = _Runs(text)
    last = text.rfind("-->")
    at = 0
    while match := _SIGN.search(text, at):
        start, sign = match.start(), match[0]
        if sign == "\\":
            at = start + 2
        elif sign == "<":
            comment = text.startswith("<!--", start)
            at = (comment and _comment_end(text, start, last)) or start + 1
            if at > start + 1:
                comments.append((start, at))
        else:
            begin, at = runs.code(start)
            if begin >= 0:
                code.append((begin, at))
    return code, comments


def _comment_end(text: str, start: int, last: int) -> int:
    """Return where a comment ends, or 0 if it is text; `last` is the last `-->`.

    One that is never closed hides the rest of the note if it starts a line.
    """
    if start + 4 <= last:
        return text.index("-->", start + 4) + 3
    return len(text) if _starts_line(text, start) else 0


class _Runs:
    """The runs of backticks and tildes of a text, and the code that they open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cut = 0  # where the paragraph ends that was looked at last
        self.by_width: dict[int, list[int]] = {}

    def code(self, start: int) -> tuple[int, int]:
        """Return where code begins and ends that the run at `start` may open.

        It begins nowhere, at -1, where the run opens none and is passed over.
        """
        text, run = self.text, _RUN.match(self.text, start)
        end = run.end() if run else start + 1
        begin = self._line(start) if end - start >= _FENCE else -1
        if begin >= 0:
            info = text.find("\n", end)
            info = len(text) if info < 0 else info
            if text[start] == "~" or text.find("`", end, info) < 0:
                return begin, _fence_end(text, begin, text[start:end], info)
        if text[start] == "~" or text[start - 1 : start] == "`":
            return -1, end
        closed = self._closing(start, end - start)
        return (start, closed) if closed else (-1, end)

    def _line(self, start: int) -> int:
        """Return where the line of a fence begins; -1 where more stands before it."""
        near = max(0, start - _LONGEST_LEAD)
        begin = self.text.rfind("\n", near, start) + 1
        here = begin > 0 or near == 0
        return begin if here and _LEAD.fullmatch(self.text, begin, start) else -1

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


def _fence_end(text: str, begin: int, run: str, at: int) -> int:
    """Return where a fenced block ends: at its closing line, or with its quote.

    Args:
        text: The note.
        begin: Where the line begins that opens it.
        run: The run of signs in that line.
        at: Where that line ends.
    """
    quoted = ">" in text[begin : text.index(run, begin)]
    while at < len(text):
        end = text.find("\n", at + 1)
        end = len(text) if end < 0 else end
        line = text[at + 1 : end]
        bare = line.lstrip(" \t>")
        if quoted and not line.lstrip(" \t").startswith(">"):
            return at
        if bare.startswith(run) and not bare.strip(" \t" + run[0]):
            return end
        at = end
    return len(text)


def indented(text: str, bare: str) -> list[tuple[int, int]]:
    """Return the spans of indented code: after a blank line, and not in a list.

    Args:
        text: The note.
        bare: The same, with other code and comments blank: a line that begins with
            some is not deep for that.
    """
    spans: list[tuple[int, int]] = []
    if not _INDENTED.search(text):
        return spans
    at, blank, listed, inside = 0, True, False, False
    for line, left in zip(text.split("\n"), bare.split("\n"), strict=True):
        end = at + len(line)
        deep = line.startswith(("    ", "\t"))
        if not left.strip():
            blank = True
        elif deep and (inside or (blank and not listed)):
            spans.append((at, end))
            inside, blank = True, False
        else:
            if not deep or blank:
                inside = False
            if not line.startswith((" ", "\t")):
                listed = bool(_ITEM.match(line)) or (listed and not blank)
            blank = False
        at = end + 1
    return spans


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
    if "`" in text or "~" in text or "<" in text:
        code, comments = hidden(text)
    if "\t" in text or "\n    " in text or text[:1] == " ":
        code = code + indented(text, blank(text, code + comments))
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
