"""The links and tags of a note's body, where they stand and what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIKI: Final = re.compile(
    r"\[\[(?!\[)([^\[\]\n]{1,1024}+(?:[\[\]](?![\[\]])[^\[\]\n]{0,1024}+){0,8})\]\]"
)
_MARKDOWN: Final = re.compile(
    r"\[((?:[^\[\]\n\\]|\\.|\[[^\[\]\n]{0,200}\]){0,400})\]"
    r"\((<[^<>\n]{1,1024}>|(?:[^\s()\\<]|\\.|\([^\s()]{0,200}\)){1,1024})"
    r"(?:[ \t]+(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))?[ \t]*\)"
)
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,40}:|//")
_TAG: Final = re.compile(
    "#([^\\s\\u2000-\\u206f\\u2e00-\\u2e7f!-,.:-@\\[-^`{-~]{1,200})"
)
_BEFORE_TAG: Final = frozenset(" \t\n(\"'*_,|~=\u00a0")
_NUMBER: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Link:
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


class Span(NamedTuple):
    """A link in a text, with where it stands; `link` is None if it leads elsewhere."""

    start: int
    end: int
    shown: str
    link: Link | None
    line: int


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
        plain = " > ".join(part for part in (plain, *below.split("#")) if part)
    return target, plain or target


def spans(text: str, first_line: int) -> list[Span]:
    """Return every link of a text whose code and comments are blank, in order."""
    if "[[" not in text and "](" not in text:
        return []
    found = _wiki(text, first_line) if "[[" in text else []
    if "](" in text:
        found = _with_markdown(text, first_line, found)
    return found


def _wiki(text: str, first_line: int) -> list[Span]:
    """Return the wikilinks and embeds of a text."""
    found: list[Span] = []
    line, counted, line_start = first_line, 0, 0
    for match in _WIKI.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        if before == "\\" and _escaped(text, start):
            continue
        named = parts(match[1])
        if named is None:
            continue
        newlines = text.count("\n", counted, start)
        if newlines:
            line += newlines
            line_start = text.rfind("\n", counted, start) + 1
        counted = start
        embed = before == "!" and not _escaped(text, start - 1)
        start -= embed
        link = Link(named[0], named[1], line, start - line_start + 1, "body", embed)
        found.append(Span(start, end, named[1], link, line))
    return found


def _with_markdown(text: str, first_line: int, wiki: list[Span]) -> list[Span]:
    """Return the wikilinks and Markdown links of a text in order."""
    taken = bytearray(len(text) + 1)
    for span in wiki:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    found = list(wiki)
    line, counted, line_start = first_line, 0, 0
    for match in _MARKDOWN.finditer(text):
        start, end = match.span()
        if _escaped(text, start) or taken[start] or taken[end - 1]:
            continue
        newlines = text.count("\n", counted, start)
        if newlines:
            line += newlines
            line_start = text.rfind("\n", counted, start) + 1
        counted = start
        embed = start > 0 and text[start - 1] == "!" and not _escaped(text, start - 1)
        start -= embed
        column = start - line_start + 1
        link = _destination(match[1], match[2], line, column, embed=embed)
        found.append(Span(start, end, match[1], link, line))
    return sorted(found)


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


def tags(text: str, taken: Sequence[Span]) -> tuple[str, ...]:
    """Return the tags of a text as typed, each once, by Obsidian's rules.

    White space or an opening mark stands before the `#`; at least one character is
    no digit; a `/` at the end is not part of it. A `#` in a link is a heading.
    """
    first: dict[str, str] = {}
    index = 0
    for match in _TAG.finditer(text):
        at = match.start()
        if at and text[at - 1] not in _BEFORE_TAG:
            continue
        while index < len(taken) and taken[index].end <= at:
            index += 1
        if index < len(taken) and taken[index].start <= at:
            continue
        name = match[1].rstrip("/")
        if name and not _NUMBER.fullmatch(name):
            first.setdefault(name.lower(), name)
    return tuple(first.values())


def tag_name(value: object) -> str:
    """Return the tag that one value of a `tags` property is, or "" if it is none."""
    if not isinstance(value, str):
        return ""
    match = _TAG.fullmatch(value if value.startswith("#") else f"#{value}")
    name = match[1].rstrip("/") if match else ""
    return "" if _NUMBER.fullmatch(name) else name


def whole(word: str) -> tuple[str, str, bool] | None:
    """Return target, shown text and whether it is a wikilink, if all of `word` is a link.

    Obsidian reads a link in a property only where it is the whole value.
    """
    text = word.strip()
    wiki = _WIKI.fullmatch(text)
    if wiki:
        named = parts(wiki[1])
        return (*named, True) if named else None
    markdown = _MARKDOWN.fullmatch(text)
    if markdown:
        link = _destination(markdown[1], markdown[2], 1, 1, embed=False)
        return (link.target, link.shown, False) if link else None
    return None
