"""What a note's body says: links, tags, headings, and lines that record something."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 (read when entries are unpacked)
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultkit.dates import impossible, leading_date
from vaultkit.frozen import Frozen
from vaultkit.notes import blocks, headings, linking, loglines, masking
from vaultkit.notes.linking import Link
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.notes.blocks import Found
    from vaultkit.notes.linking import Span
    from vaultkit.ways import Ways

__all__ = ["Body", "Entry", "Link", "read"]


class Entry(Frozen, frozen=True):
    """A line that may record something that happened.

    Attributes:
        line: Line in the file, counted from 1.
        date: The date the line starts with, else that of the list item it is indented
            below, else that of the heading it is under.
        word: The words before its first colon (three at most) or the hashtag it
            starts with, folded: "coffee", "they wrote"; "" if there is none.
        text: The rest in the user's words: no list mark, box, date or word, links as
            the text they show, nothing that stands between `%%` and `%%`.
        links: The links that count: no embeds, none to the note itself.
        task: None if it is no task; else whether it is ticked: `TODO` is not, nor is
            what stands below one that is not, without a date or box of its own.
        heading: The text of the nearest heading above.
        under: The lines of the list items it is indented below, the outermost first.
    """

    line: int
    date: date | None
    word: str
    text: str
    links: tuple[Link, ...]
    task: bool | None
    heading: str
    under: tuple[int, ...] = ()


class Body(Frozen, frozen=True):
    """Everything a body says.

    Attributes:
        links: Every link and embed Obsidian would index, in order.
        tags: As typed, without `#`, each once.
        entries: The lines that may record something.
        headings: Line, level (1 to 6) and text of each.
        undated: Line and words of what looks like a date and is on no calendar, where
            a line or a heading starts with it.
        ours: The blocks that vaultkit fills; what stands in them is none of the above.
        shown: The links in those blocks.
    """

    links: tuple[Link, ...]
    tags: tuple[str, ...]
    entries: tuple[Entry, ...]
    headings: tuple[tuple[int, int, str], ...]
    undated: tuple[tuple[int, str], ...] = ()
    ours: Found = blocks.NONE
    shown: tuple[Link, ...] = ()


_NO_LINKS: Final[tuple[Link, ...]] = ()
_NO_SPANS: Final[tuple[Span, ...]] = ()
# What a line without links has to start with to be worth a closer look.
_PROMISING: Final = frozenset("-*+0123456789(|_%= \t")
_DATE_STARTS: Final = frozenset("0123456789*_(")
_POINTS: Final = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,64}[ \t]*$|\[\^[^\[\]\s]{1,64}\]:?")
_WORDLESS: Final = re.compile(r"[\W_]*")


def read(text: str, first_line: int, ways: Ways = USUAL) -> Body:
    """Return what a body says; `first_line` is its first line in the file.

    Every line ends with a line feed alone. Never raises; takes time in proportion to
    the length.
    """
    seen, said, ours = _seen_and_said(text, first_line)
    reading = _Lines(seen, said, first_line, ways)
    left = ours.lines
    if "<" in text and "<<<<<<<" in text:
        left |= masking.disputed_lines(text, first_line)
    shown = reading.leave(left) if left else _NO_LINKS
    reading.read()
    return Body(
        tuple(reading.links),
        tuple(reading.tags.values()),
        tuple(reading.entries),
        tuple(reading.headings),
        tuple(reading.undated),
        ours,
        shown,
    )


def _seen_and_said(text: str, first_line: int) -> tuple[str, str, Found]:
    """Return the text that is indexed, the text that may be quoted, and our blocks."""
    seen, said, comments, percent = masking.seen_and_said(text)
    ours = blocks.NONE
    if comments and "vaultkit" in text:
        ours = blocks.found(text, comments, percent, first_line)
    return seen, said, ours


_Facts: TypeAlias = "tuple[date | None, str, bool | None, bool]"
"""The date, the word and the tick of a line, and whether its word is enough."""


class _Item(Frozen, frozen=True):
    """A list item: its indent, date and line, and whether it is still to be done."""

    indent: int
    date: date | None
    line: int
    to_do: bool


class _Lines:
    """One pass over the lines of a body, keeping the heading they stand under."""

    def __init__(self, seen: str, said: str, first_line: int, ways: Ways) -> None:
        self.seen = seen.split("\n")
        self.said = self.seen if said is seen else said.split("\n")
        self.first_line, self.ways = first_line, ways
        self.links: list[Link] = []
        self.tags: dict[str, str] = {}
        self.entries: list[Entry] = []
        self.headings: list[tuple[int, int, str]] = []
        self.heading = ""
        self.dated: date | None = None
        self.dated_level = 0
        self.undated: list[tuple[int, str]] = []
        self.items: list[_Item] = []  # those that the line at hand is indented below
        self.under: tuple[int, ...] = ()
        self.to_do = False
        self.looked = 0  # how many lines were looked at for these

    def leave(self, ours: frozenset[int]) -> tuple[Link, ...]:
        """Take out what vaultkit wrote, as if nothing stood there; return its links."""
        shown: list[Link] = []
        for line in sorted(ours):
            at = line - self.first_line
            found = linking.spans(self.seen[at], line)
            shown += [link for _, _, link, _ in found if link]
            self.seen[at] = self.said[at] = ""
        return tuple(shown)

    def read(self) -> None:
        """Read every line once."""
        line = self.first_line - 1
        for text, said in zip(self.seen, self.said, strict=True):
            line += 1
            if not text:
                continue
            spans: Sequence[Span] = _NO_SPANS
            if "[" in text:
                spans = linking.spans(text, line)
                self.links += [link for _, _, link, _ in spans if link]
            if "#" in text and self._hashes(line, text, said, spans):
                continue
            if spans or text[0] in _PROMISING or self.dated:
                self._line(line, text, said, spans)

    def _hashes(self, line: int, text: str, said: str, spans: Sequence[Span]) -> bool:
        """Take the tags of a line with a `#`; whether it is a heading."""
        bare = text.lstrip("#")
        if bare[:1] != " " or "#" in bare:
            for tag in linking.tags(text, spans):
                self.tags.setdefault(tag.lower(), tag)
        return text[0] in "# " and self._heading(line, text, said, spans)

    def _heading(self, line: int, text: str, said: str, spans: Sequence[Span]) -> bool:
        """Take a heading, if it is one; with a date it dates what follows."""
        mark = headings.MARK.match(text)
        if mark is None:
            return False
        end = headings.END.search(text, mark.end()) if text[-1] in "# \t" else None
        stop = end.start() if end else len(text)
        self._title(line, len(mark[1]), (text, said), (mark.end(), stop), spans)
        return True

    def _title(
        self,
        line: int,
        level: int,
        texts: tuple[str, str],
        place: tuple[int, int],
        spans: Sequence[Span],
    ) -> None:
        """Begin what stands below a heading, whose text is at `place` in its line."""
        text, said = texts
        at, stop = place
        self.under = ()
        self.heading = headings.words(said[at:stop], level)
        self.headings.append((line, level, self.heading))
        dated = leading_date(text[at:], self.ways)
        if dated:
            self.dated, self.dated_level = dated[0], level
        else:
            if level <= self.dated_level:
                self.dated, self.dated_level = None, 0
            self._mistaken(line, text[at:])
        if dated or spans:
            word, at = loglines.word(text, at + (dated[1] if dated else 0))
            self._add(line, said[:stop], at, (self.dated, word, None, False), spans)

    def _mistaken(self, line: int, text: str) -> None:
        """Note down a date that is on no calendar, if the text starts with one."""
        if mistaken := impossible(text, self.ways):
            self.undated.append((line, mistaken))

    def _below(self, line: int, text: str, start: loglines.Start) -> date | None:
        """Return the date of an indented line: its own, or its outer item's.

        What stands above is looked at only now, so that other lines cost nothing.
        """
        at = line - self.first_line
        for back, above in enumerate(self.seen[self.looked : at][::-1], 1):
            if above[:1].strip():
                outer = loglines.start(above, self.ways)
                listed = outer is not None and outer[4]
                self.items = []
                if outer and listed:
                    to_do = self._ticked(above, outer) is False
                    self.items = [_Item(0, outer[1], line - back, to_do)]
                break
        self.looked = at
        indent = len(text[: -len(text.lstrip(" \t"))].expandtabs(4))
        while self.items and self.items[-1].indent >= indent:
            self.items.pop()
        _, own, _, _, listed = start
        self.to_do = bool(self.items) and self.items[-1].to_do and not own
        day = own or (self.items[-1].date if self.items else None)
        self.under = tuple([item.line for item in self.items])
        if listed:
            to_do = self._ticked(text, start) is False
            self.items.append(_Item(indent, day, line, to_do))
        return day

    def _ticked(self, text: str, start: loglines.Start) -> bool | None:
        """Return whether a task is done: below one, or as `TODO`, it is not."""
        at, _, word, task, _ = start
        open_ = self.to_do or loglines.is_intention(word, text, at)
        return False if open_ and task is None else task

    def _underlines(self, line: int, text: str) -> bool:
        """Take the line above for a heading, if this one makes it one."""
        at = line - self.first_line - 1
        before, above = self.seen[at - 1] if at > 0 else "", self.seen[at]
        level = headings.underlined(before, above, text) if at >= 0 else 0
        if level:
            if self.entries and self.entries[-1].line == line - 1:
                self.entries.pop()
            spans = linking.spans(above, line - 1) if "[" in above else _NO_SPANS
            texts = above, self.said[at]
            self._title(line - 1, level, texts, (0, len(above)), spans)
        return level > 0

    def _line(self, line: int, text: str, said: str, spans: Sequence[Span]) -> None:
        """Take a line of text, if it may record something."""
        start = loglines.start(text, self.ways)
        if start is None:
            return
        at, day, word, _, listed = start
        self.under, self.to_do = (), False
        if day is None and text[at : at + 1] in _DATE_STARTS:
            self._mistaken(line, text[at:])
        if text[0] in " \t" and (listed or spans or (self.dated and text.strip())):
            day = self._below(line, text, start)
        day = day or self.dated
        if not listed and text[:2] in headings.LINES and self._underlines(line, text):
            return
        by_word = listed and word != ""
        if not (day or by_word or spans):
            return
        task = self._ticked(text, start)
        cut = said is not text
        at = _quoted_from(text, said, at) if cut else at
        if spans:
            self._add(line, said, at, (day, word, task, by_word), spans)
            return
        words = _tidied(said[at:], spaced=cut or self.said is not self.seen)
        if words or word:
            self.entries.append(
                Entry(line, day, word, words, _NO_LINKS, task, self.heading, self.under)
            )

    def _add(
        self, line: int, said: str, offset: int, facts: _Facts, spans: Sequence[Span]
    ) -> None:
        """Add an entry, if it has words or links, and something to go by."""
        day, word, task, by_word = facts
        spaced = bool(spans) or self.said is not self.seen
        words = _tidied(_shown(said, offset, spans), spaced=spaced)
        links = tuple(
            [
                link
                for at, _, link, _ in spans
                if link and at >= offset and not link.embed and link.target
            ]
        )
        if links or ((words or word) and (day or by_word)):
            self.entries.append(
                Entry(line, day, word, words, links, task, self.heading, self.under)
            )


def _shown(said: str, start: int, spans: Sequence[Span]) -> str:
    """Return the quotable text of a line from `start`, links as what they show."""
    text, at = "", start
    for span_start, span_end, link, shown in spans:
        if span_start < at or said[span_start : span_start + 1] in {" ", ""}:
            continue
        text += said[at:span_start]
        if not (link and link.embed):
            text += shown
        at = span_end
    return text + said[at:]


def _tidied(words: str, *, spaced: bool) -> str:
    """Return the words without marks; `spaced`: what was cut out left spaces."""
    text = words.strip(" \t|")
    if "^" in text:
        text = _POINTS.sub("", text).strip()
    if "*" in text or "=" in text:
        text = text.replace("**", "").replace("==", "")
    if "\t" in text or (spaced and "  " in text):
        text = " ".join(text.split())
    return "" if not text[:1].isalnum() and _WORDLESS.fullmatch(text) else text


def _quoted_from(text: str, said: str, offset: int) -> int:
    """Return where the words start; what is blank before them may be code."""
    bare = len(text[:offset].rstrip())
    code = said[bare:offset]
    return bare + len(code) - len(code.lstrip()) if code.strip() else offset
