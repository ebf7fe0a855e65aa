"""Code blocks: which lines of a text are code, by the lists and quotes around them."""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = frozenset([*" \t>#-+*_`~<=0123456789", ""])
"""How a line may start that is not simply text, as most are."""
_DEEP: Final = 4
"""Columns that make code of a line, where it does not go on with a paragraph."""
_MOST: Final = 40
"""Quotes and list items around a line; what begins deeper in is text."""
_QUOTE: Final = -1
_INDENT: Final = re.compile(" *")
_FENCE: Final = re.compile("(`{3,})[^`]*|(~{3,}).*", re.DOTALL)
_ITEM: Final = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])(?= |\Z)")
_INTERRUPTS: Final = re.compile(r"(?:[-*+]|0{0,8}1[.)]) +[^ ]")
"""An item that may begin in the middle of a paragraph."""
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]{1,200}\]:")
_RULE: Final = re.compile(r"(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,}")
_TITLE: Final = re.compile(r"#{1,6}(?: |\Z)|<!--")
_UNDERLINE: Final = re.compile(r"(?:=+|-+) *")


def possible(text: str) -> bool:
    """Return whether any line of a text can be code."""
    return (
        "\t" in text
        or "    " in text
        or ("`" in text and "```" in text)  # one character is found at once
        or ("~" in text and "~~~" in text)
    )


class Blocks:
    """What the lines of a text stand in, one after the other.

    By https://spec.commonmark.org/0.31.2/, but that footnotes have paragraphs of their
    own, as in Obsidian, and that the lines of an HTML block are those of a paragraph.
    """

    __slots__ = ("_around", "_fence", "_words")

    def __init__(self) -> None:
        self._around: list[int] = []  # quotes, and how far in the text of each item is
        self._fence = ""  # the run that begins the code in which the next line stands
        self._words = False  # whether the next line may go on with a paragraph

    def code(self, line: str) -> bool:
        """Take the next line; return whether it is code."""
        listed = line[:2] == "- "
        begins = line[2:4] if listed else line[:2]
        if begins[:1] not in _SIGNS and begins != "[^" and not self._fence:
            if listed:
                self._around = [2]
            elif not self._words:
                self._around = []
            self._words = True
            return False
        if "\t" in line:
            line = line.expandtabs(_DEEP)
        kept, at = self._kept(line)
        if self._fence and kept == len(self._around):
            self._close(line, at)
            return True
        self._fence = ""
        if line[at:].strip(" "):
            return self._begin(line, kept, at)
        del self._around[kept:]
        self._words = False
        return False

    def _kept(self, line: str) -> tuple[int, int]:
        """Return in how many of the same a line stands, and where the rest begins."""
        at = 0
        for number, width in enumerate(self._around):
            own = _own(line, at)
            if width == _QUOTE:
                if own - at >= _DEEP or line[own : own + 1] != ">":
                    return number, at
                at = own + 1 + (line[own + 1 : own + 2] == " ")
            elif own - at < width and own < len(line):
                return number, at
            else:
                at += width
        return len(self._around), at

    def _close(self, line: str, at: int) -> None:
        own, run = _own(line, at), self._fence
        closes = line.startswith(run, own) and not line[own:].rstrip(" ").strip(run[0])
        if closes and own - at < _DEEP:
            self._fence = ""

    def _begin(self, line: str, kept: int, at: int) -> bool:
        """Take what a line begins that is not blank; return whether it is code.

        Args:
            line: The line.
            kept: In how many of the same as the line before it stands.
            at: Where the rest of it begins.
        """
        goes_on, within = self._words, self._words and kept == len(self._around)
        while kept < _MOST and (begun := _begun(line, at, within=within)):
            width, at = begun
            self._around[kept:] = [width]
            kept += 1
            goes_on = within = False
        own = _own(line, at)
        deep, there = own - at >= _DEEP, own < len(line)
        fence = None if deep else _FENCE.fullmatch(line, own)
        ends = not deep and (
            _TITLE.match(line, own)
            or _RULE.fullmatch(line, own)
            or (within and _UNDERLINE.fullmatch(line, own))
        )
        if goes_on and not fence and not ends:
            return False
        del self._around[kept:]
        if fence:
            self._fence = fence[1] or fence[2]
        self._words = there and not (deep or fence or ends)
        return there and (deep or fence is not None)


def _begun(line: str, at: int, *, within: bool) -> tuple[int, int] | None:
    """Return the quote, item or footnote that begins, and where its text begins.

    Args:
        line: The line.
        at: From where on.
        within: Whether it would begin in the middle of a paragraph.
    """
    own = _own(line, at)
    if own - at >= _DEEP:
        return None
    if line.startswith(">", own):
        return _QUOTE, own + 1 + line.startswith(" ", own + 1)
    if footnote := _FOOTNOTE.match(line, own):
        return _DEEP, footnote.end()
    mark = _ITEM.match(line, own)
    if mark is None or _RULE.fullmatch(line, own):
        return None
    if within and not _INTERRUPTS.match(line, own):
        return None
    text = _own(line, mark.end())
    if text - mark.end() > _DEEP or text == len(line):
        text = mark.end() + 1
    return text - at, text


def _own(line: str, at: int) -> int:
    """Return where the first character stands that is no space; or the end."""
    found = _INDENT.match(line, at)
    return found.end() if found else at
