"""What a note's body says: links, tags, headings, and lines that record something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultkit import linking, masking, names
from vaultkit.dates import leading_date
from vaultkit.linking import Link

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.linking import Span

__all__ = ["Body", "Entry", "Link", "read"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that may record something that happened.

    Attributes:
        line: Line in the file, counted from 1.
        date: The date the line starts with, else that of the heading it is under.
        word: The words before its first colon (three at most) or the hashtag it
            starts with, folded: "coffee", "they wrote"; "" if there is none.
        text: The rest in the user's words: no list mark, box, date or word, links as
            the text they show, nothing that stands between `%%` and `%%`.
        links: The links that count: no embeds, none to the note itself.
        task: None if it is no task; else whether it is ticked.
        heading: The text of the nearest heading above.
    """

    line: int
    date: date | None
    word: str
    text: str
    links: tuple[Link, ...]
    task: bool | None
    heading: str


@dataclass(frozen=True, slots=True)
class Body:
    """Everything a body says.

    Attributes:
        links: Every link and embed Obsidian would index, in order.
        tags: As typed, without `#`, each once.
        entries: The lines that may record something.
        headings: Line, level (1 to 6) and text of each.
    """

    links: tuple[Link, ...]
    tags: tuple[str, ...]
    entries: tuple[Entry, ...]
    headings: tuple[tuple[int, int, str], ...]


_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_HEADING_END: Final = re.compile(r"[ \t]+#{1,9}[ \t]*$")
_MARK: Final = re.compile(
    r"[ \t]*(?:%%[ \t]*)?(?:\|[ \t]*)?"
    r"((?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:\[(.)\](?:[ \t]+|$))?(?:%%[ \t]*)?"
)
_CLOCK: Final = re.compile(
    r"(?:\*\*)?[0-9]{1,2}[:h][0-9]{2}(?: ?[apAP][mM]\b)?"
    r"(?: ?[-–—] ?[0-9]{1,2}[:h][0-9]{2})?(?:\*\*)?[:,]?(?: [-–—])?[ \t]+"
)
_LETTER: Final = r"[^\W\d_]"
_LETTERS: Final = (
    rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u0900-\u0e7f\u200c\u200d'’-]){{0,30}}"
)
_WORD: Final = re.compile(
    rf"(?:\*\*|__|\*|_|==)?({_LETTERS}(?: {_LETTERS}){{0,2}}) ?(?:\*\*|__|\*|_|==)?"
    r"[:：]{1,2}(?:\*\*|__|\*|_|==)?(?=[\s\[]|$)[ \t]*"
)
_HASHTAG: Final = re.compile(
    rf"#(?:[\w-]{{1,60}}/){{0,4}}({_LETTERS}(?:[_-]{_LETTERS}){{0,2}}):?(?=[\s\[]|$)[ \t]*"
)
_OURS: Final = re.compile(
    r"^[ \t]*<!--[ \t]*vaultkit:[^\n]*\n(?:[^\n]*\n)*?[ \t]*<!--[ \t]*/vaultkit\b",
    re.MULTILINE,
)
_BLOCK_ID: Final = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,64}[ \t]*$")
_WORDLESS: Final = re.compile(r"[\W_]*")


def read(text: str, first_line: int) -> Body:
    """Return what a body says; `first_line` is its first line in the file.

    `text` has `\\n` line ends. Never raises; takes time in proportion to its length.
    """
    seen, said = _seen_and_said(text)
    spans = linking.spans(seen, first_line)
    reading = _Lines(seen, said, spans, first_line, _ours(text, first_line))
    reading.read()
    return Body(
        tuple([span.link for span in spans if span.link]),
        linking.tags(seen, spans) if "#" in seen else (),
        tuple(reading.entries),
        tuple(reading.headings),
    )


def _seen_and_said(text: str) -> tuple[str, str]:
    """Return the text that is indexed and the text that may be quoted.

    Both have every character at its place: in the first code and HTML comments are
    blank, in the second HTML comments and what stands between `%%`.
    """
    code: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    if "`" in text or "~~~" in text or "<!--" in text:
        code, comments = masking.hidden(text)
    if "\n    " in text or "\n\t" in text or text[:1] in {" ", "\t"}:
        bare = masking.blank(text, comments) if comments else text
        code = (
            sorted(code + masking.indented(bare))
            if not code
            else code + [span for span in masking.indented(masking.blank(bare, code))]
        )
    seen = masking.blank(text, code + comments) if code or comments else text
    percent = masking.percent(text, sorted(code + comments)) if "%%" in text else []
    said = masking.blank(text, comments + percent) if comments or percent else text
    return seen, said


def _ours(text: str, first_line: int) -> frozenset[int]:
    """Return the lines of blocks that vaultkit fills; they are never a source."""
    if "<!--" not in text or "vaultkit:" not in text:
        return frozenset()
    lines: set[int] = set()
    for match in _OURS.finditer(text):
        start = first_line + text.count("\n", 0, match.start())
        lines.update(range(start, start + match[0].count("\n") + 1))
    return frozenset(lines)


class _Lines:
    """One pass over the lines of a body, keeping the heading they stand under."""

    def __init__(
        self,
        seen: str,
        said: str,
        spans: list[Span],
        first_line: int,
        ours: frozenset[int],
    ) -> None:
        self.seen, self.said, self.first_line, self.ours = seen, said, first_line, ours
        self.spans: dict[int, list[Span]] = {}
        for span in spans:
            self.spans.setdefault(span.line, []).append(span)
        self.entries: list[Entry] = []
        self.headings: list[tuple[int, int, str]] = []
        self.heading = ""
        self.dated: date | None = None
        self.dated_level = 0

    def read(self) -> None:
        """Read every line once."""
        at = 0
        spans_at = self.spans.get
        for line, text in enumerate(self.seen.split("\n"), self.first_line):
            start, at = at, at + len(text) + 1
            bare = text.lstrip()
            if not bare:
                continue
            first = bare[0]
            if first == "#" and (match := _HEADING.match(text)):
                self._heading(line, start, text, match)
            elif first == ">" or line in self.ours:
                continue
            elif (
                (spans := spans_at(line)) or self.dated or first in "-*+0123456789(|_%"
            ):
                self._line(line, start, text, spans or [])

    def _heading(self, line: int, start: int, text: str, mark: re.Match[str]) -> None:
        """Take a heading; with a date of its own it dates what follows."""
        level = len(mark[1])
        end = _HEADING_END.search(text, mark.end())
        stop = end.start() if end else len(text)
        self.heading = self.said[start + mark.end() : start + stop].strip()
        self.headings.append((line, level, self.heading))
        dated = leading_date(text[mark.end() :])
        if dated:
            self.dated, self.dated_level = dated[0], level
        elif level <= self.dated_level:
            self.dated, self.dated_level = None, 0
        spans = self.spans.get(line, [])
        if (dated or spans) and line not in self.ours:
            offset = mark.end() + (dated[1] if dated else 0)
            own = dated[0] if dated else self.dated
            self._entry(line, (start, offset, stop), own, spans, (None, False))

    def _line(self, line: int, start: int, text: str, spans: list[Span]) -> None:
        """Take a line of text if it may record something."""
        mark = _MARK.match(text)
        offset = mark.end() if mark else 0
        if text.startswith(">", offset):
            return
        own = leading_date(text[offset:]) if text[offset : offset + 1] else None
        listed = bool(mark and mark[1])
        box = mark[2] if mark else None
        task = None if box is None or not listed else box in "xX"
        if box is not None and not listed:
            offset = mark.start(2) - 1 if mark else 0
        if own:
            offset += own[1]
        elif not text[:offset].strip():
            offset = 0  # what is blank here may be code, which is quoted as it is
        day = own[0] if own else self.dated
        if not spans and not own and not listed and not self.dated:
            return
        self._entry(line, (start, offset, len(text)), day, spans, (task, listed))

    def _entry(
        self,
        line: int,
        place: tuple[int, int, int],
        day: date | None,
        spans: list[Span],
        kind: tuple[bool | None, bool],
    ) -> None:
        """Add an entry, unless nothing says that the line is one."""
        start, offset, stop = place
        text = self.seen[start : start + stop]
        if "0" <= text[offset : offset + 1] <= "9" or text.startswith("**", offset):
            clock = _CLOCK.match(text, offset)
            offset = clock.end() if clock else offset
        word, offset = _word(text, offset)
        task, listed = kind
        if not spans and day is None and not (listed and word):
            return
        words = self._words(start + offset, start + stop, spans)
        links = tuple(
            [
                span.link
                for span in spans
                if span.link
                and not span.link.embed
                and span.link.target
                and span.start >= start + offset
            ]
        )
        if not links and not word and not words:
            return
        self.entries.append(Entry(line, day, word, words, links, task, self.heading))

    def _words(self, start: int, end: int, spans: list[Span]) -> str:
        """Return the quotable text of a stretch of a line, links as what they show."""
        said = self.said
        if spans:
            parts: list[str] = []
            at = start
            for span in spans:
                if span.start < at or not said[span.start : span.end].strip():
                    continue
                parts.append(said[at : span.start])
                if not (span.link and span.link.embed):
                    parts.append(span.shown)
                at = span.end
            parts.append(said[at:end])
            text = "".join(parts)
        else:
            text = said[start:end]
        if "^" in text:
            text = _BLOCK_ID.sub("", text)
        if "**" in text or "==" in text:
            text = text.replace("**", "").replace("==", "")
        text = " ".join(text.split()).strip("|").strip()
        return "" if _WORDLESS.fullmatch(text) else text


def _word(text: str, offset: int) -> tuple[str, int]:
    """Return the word that says what kind of line it is, and where the rest starts."""
    if text.startswith("#", offset):
        tag = _HASHTAG.match(text, offset)
        if tag:
            return names.fold(tag[1].replace("_", " ").replace("-", " ")), tag.end()
        return "", offset
    if text.find(":", offset, offset + 110) < 0 and "：" not in text:
        return "", offset
    match = _WORD.match(text, offset)
    return (names.fold(match[1]), match.end()) if match else ("", offset)
