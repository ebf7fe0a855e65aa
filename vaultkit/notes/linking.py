"""The links and tags of a note's body, where they stand and what they show."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from vaultkit import memo
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIKI: Final = re.compile(
    r"\[\[(?!\[)([^\[\]\n]{1,1024}+(?:[\[\]](?![\[\]])[^\[\]\n]{0,1024}+){0,8})\]\]"
)
_MARKDOWN: Final = re.compile(
    r"\[((?:[^\[\]\n\\]{1,400}+|\\.|\[[^\[\]\n]{0,200}\]){0,400})\]"
    r"\((<[^<>\n]{1,1024}>|(?:[^\s()\\<]{1,1024}+|\\.|\([^\s()]{0,200}\)){1,1024})"
    r"(?:[ \t]+(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))?[ \t]*\)"
)
_LONGEST: Final = 1024
_LABEL: Final = re.compile(r"\[([^\[\]\n]{0,400})\]\(\Z")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,40}:|//")
_TAG: Final = re.compile(
    "#([^\\s\\u2000-\\u206f\\u2e00-\\u2e7f!-,.:-@\\[-^`{-~]{1,200})"
)
_BEFORE_TAG: Final = frozenset(" \t\n(\"'*_,|~=\u00a0")
_NUMBER: Final = re.compile(r"[0-9]+")


class Link(Frozen, frozen=True):
    """A link as somebody wrote it.

    Attributes:
        target: What it names, as written, without heading and shown text; "" is
            the note itself.
        shown: What it shows.
        line: Line in the file, counted from 1.
        column: Column in characters, counted from 1.
        where: In the body or in a property.
        embed: `![[...]]`, which shows the target instead of linking it.
        key: In a property, its name and place: `knows.0`.
        wiki: `[[...]]`, as against a Markdown link, whose target is percent-encoded.
    """

    target: str
    shown: str
    line: int
    column: int
    where: Literal["body", "frontmatter"]
    embed: bool = False
    key: str = ""
    wiki: bool = True


Span: TypeAlias = tuple[int, int, Link | None, str]
"""Start and end of a link in a line, the link (None if it leads out of the vault),
and what it shows."""


@memo.kept
def parts(inner: str) -> tuple[str, str] | None:
    """Return target and shown text of what stands between `[[` and `]]`."""
    name, bar, shown = inner.partition("|")
    if bar and name.endswith("\\"):
        name = name[:-1]  # a table's own escape
    target, heading, below = name.partition("#")
    target = target.strip()
    if not target and not heading:
        return None
    if bar and shown.strip():
        return target, shown.strip()
    plain = target.rpartition("/")[2].removesuffix(".md")
    if heading and below:
        several = (plain, *below.split("#"))  # a block's own name says nothing
        plain = " > ".join(part for part in several if part and part[0] != "^")
    return target, plain or target


def spans(text: str, line: int) -> list[Span]:
    """Return every link of one line whose code and comments are blank, in order."""
    first = text.find("[[")
    found = _wiki(text, line, first) if first >= 0 else []
    if "(" in text and "](" in text:
        return _with_markdown(text, line, found)
    return found


def _plain(inner: str) -> bool:
    """Whether what stands in a wikilink has no bracket, as nearly all have none."""
    return (
        0 < len(inner) <= _LONGEST
        and "[" not in inner
        and "]" not in inner
        and "\n" not in inner
    )


def _wiki(text: str, line: int, first: int) -> list[Span]:
    """Return the wikilinks and embeds of a line, from offset `first` on."""
    found: list[Span] = []
    for match in _WIKI.finditer(text, first):
        start, end = match.span()
        named = parts(match[1])
        if named is None:
            continue
        target, shown = named
        embed = False
        if start and text[start - 1] in "!\\":
            if _escaped(text, start):
                continue
            embed = text[start - 1] == "!" and not _escaped(text, start - 1)
            start -= embed
        link = Link(target, shown, line, start + 1, "body", embed)
        found.append((start, end, link, shown))
    return found


def _with_markdown(text: str, line: int, wiki: list[Span]) -> list[Span]:
    """Return the wikilinks and Markdown links of a line, in order."""
    taken = bytearray(len(text) + 1)
    if "]([[" in text:
        wiki = [_labelled(text, line, span) for span in wiki]
    for start, end, _, _ in wiki:
        taken[start:end] = b"\1" * (end - start)
    found = list(wiki)
    for match in _MARKDOWN.finditer(text):
        start, end = match.span()
        if _escaped(text, start) or taken[start] or taken[end - 1]:
            continue
        embed = start > 0 and text[start - 1] == "!" and not _escaped(text, start - 1)
        start -= embed
        link = _destination(match[1], match[2], line, start + 1, embed=embed)
        found.append((start, end, link, match[1]))
    return sorted(found, key=itemgetter(0))


def _labelled(text: str, line: int, span: Span) -> Span:
    """Return a wikilink as the one link that `[shown]([[Name]])` is, if it stands so.

    Logseq and Roam write that. For others it is a Markdown link to a file that no vault
    has; the note is what was meant.
    """
    start, end, link, _ = span
    if link is None or link.embed or text[end : end + 1] != ")":
        return span
    label = _LABEL.search(text, max(0, start - _LONGEST), start)
    if label is None or _escaped(text, label.start()):
        return span
    at, shown = label.start(), label[1].strip() or link.shown
    return at, end + 1, Link(link.target, shown, line, at + 1, "body"), shown


def _destination(
    shown: str, destination: str, line: int, column: int, *, embed: bool
) -> Link | None:
    """Return the link into the vault, or None if it leads out of it."""
    inner = destination[1:-1] if destination.startswith("<") else destination
    if _ELSEWHERE.match(inner):
        return None
    target = inner.partition("#")[0]
    return Link(target, shown, line, column, "body", embed, wiki=False)


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before `at`."""
    start = at
    while start > 0 and text[start - 1] == "\\" and at - start < 64:  # noqa: PLR2004 - longer runs are not writing
        start -= 1
    return (at - start) % 2 == 1


def tags(text: str, taken: Sequence[Span]) -> Iterator[str]:
    """Yield the tags of a line as typed, by Obsidian's rules.

    White space or an opening mark stands before the `#`; at least one character is
    no digit; a `/` at the end is not part of it. A `#` in a link is a heading.
    """
    index = 0
    for match in _TAG.finditer(text):
        at = match.start()
        if at and text[at - 1] not in _BEFORE_TAG:
            continue
        while index < len(taken) and taken[index][1] <= at:
            index += 1
        if index < len(taken) and taken[index][0] <= at:
            continue
        name = match[1].rstrip("/")
        if name and not _NUMBER.fullmatch(name):
            yield name


@lru_cache(maxsize=4096)
def tag_name(value: str) -> str:
    """Return the tag that one value of a `tags` property is, or "" if it is none."""
    match = _TAG.fullmatch(value if value.startswith("#") else f"#{value}")
    name = match[1].rstrip("/") if match else ""
    return "" if _NUMBER.fullmatch(name) else name


def whole(word: str) -> tuple[str, str, bool] | None:
    """Return target, shown text and whether it is a wikilink, if a word is all link.

    Obsidian reads a link in a property only where it is the whole value.
    """
    text = word.strip()
    inner = text[2:-2]
    if text == f"[[{inner}]]" and _plain(inner):
        named = parts(inner)
        return (*named, True) if named else None
    wiki = _WIKI.fullmatch(text)
    if wiki:
        named = parts(wiki[1])
        return (*named, True) if named else None
    if "]([[" in text:
        found = spans(text, 1)
        link = found[0][2] if [span[:2] for span in found] == [(0, len(text))] else None
        return (link.target, link.shown, link.wiki) if link else None
    markdown = _MARKDOWN.fullmatch(text)
    if markdown:
        link = _destination(markdown[1], markdown[2], 1, 1, embed=False)
        return (link.target, link.shown, False) if link else None
    return None
