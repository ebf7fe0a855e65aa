"""Stated: what a note says as properties elsewhere than on a line of its front matter.

That is what stands inside another property (`contact: {email: ...}`), and where the
vault is written so, inline fields (`key:: value`) and what stands below headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultkit.dates import leading_date
from vaultkit.names import key as compared
from vaultkit.notes import flat, headings, linking, masking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.notes.flat import Value
    from vaultkit.ways import Ways

MOST: Final = 200
"""Properties that are taken from one note in these ways."""
_DEEPEST: Final = 4
_LONGEST: Final = 2_000
"""Characters of one section that are read; a longer one is an essay."""
_LISTED: Final = r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:\[.\][ \t]+)?"
_MARKS: Final = r"(?:\*\*|__|\*|_)?"
_KEY: Final = r"[^\W\d_][^:\[\](){}|#`*\n]{0,60}"
_FIELD: Final = re.compile(rf"{_LISTED}{_MARKS}({_KEY}){_MARKS}::{_MARKS}[ \t]*(.*)")
_BRACKETED: Final = re.compile(
    rf"\[({_KEY})::[ \t]*"
    r"((?:[^\[\]\n]|\[\[[^\[\]\n]{1,200}\]\]|\[[^\[\]\n]{0,200}\]){1,1000})\]"
    rf"|\(({_KEY})::[ \t]*((?:[^()\n]|\([^()\n]{{0,200}}\)){{1,1000}})\)"
)
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")
_POINT: Final = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,64}[ \t]*$")
ASKS: Final = frozenset({"private", "confidential"})
"""What asks for privacy is believed wherever a note says it as a property."""
_ASKED: Final = re.compile(r"(?:private|confidential)[*_]{0,2}::", re.IGNORECASE)
_NO_HEADING: Final = ASKS | {"type", "notetype", "tags", "categories", "category"}
"""What a note is and who may see it is said in front matter alone."""


class Stated(NamedTuple):
    """A property that stands elsewhere than in front matter, its line and how."""

    key: str
    value: Value
    line: int
    how: Literal["nested", "inline", "heading"] = "nested"


def nested(
    properties: Mapping[str, Value], lines: Mapping[str, int]
) -> tuple[Stated, ...]:
    """Return what stands inside other properties: `contact.email`."""
    found = [
        Stated(place, value, lines.get(key, 1))
        for key, given in properties.items()
        if isinstance(given, Mapping | tuple)
        for place, value in _leaves(key, given, 1)
    ]
    return _few(found)


def _few(found: list[Stated]) -> tuple[Stated, ...]:
    """Return as many as are taken from a note; what asks for privacy is among them."""
    if len(found) > MOST:
        found.sort(key=lambda one: not asks(one.key))
    return tuple(found[:MOST])


def asks(place: str) -> bool:
    """Return whether a property asks for privacy, wherever it stands."""
    return compared(place.rpartition(".")[2]) in ASKS


def _leaves(place: str, given: Value, depth: int) -> Iterator[tuple[str, Value]]:
    """Yield what stands inside a value; far inside and in lists, what asks alone."""
    if isinstance(given, tuple):
        for item in given:
            if isinstance(item, Mapping | tuple):
                yield from _leaves(place, item, _DEEPEST + 1)
    elif isinstance(given, Mapping):
        for key, value in given.items():
            inside = f"{place}.{key}"
            if isinstance(value, Mapping):
                yield from _leaves(inside, value, depth + 1)
            elif depth <= _DEEPEST or asks(inside):
                yield inside, value


def read(
    text: str, first_line: int, ways: Ways, left: frozenset[int] = frozenset()
) -> tuple[Stated, ...]:
    """Return the properties that a body states, where the vault is written so.

    What is hidden by a comment or shown as code is none. Repeated keys are a list. An
    inline field that asks for privacy counts in every vault.

    Args:
        text: The body.
        first_line: Its first line in the file.
        ways: How the vault is written.
        left: Lines that are never a source.
    """
    inline = ways.inline and "::" in text
    asked = not inline and "::" in text and _ASKED.search(text)
    if not (ways.headings or inline or asked):
        return ()
    lines = [
        "" if line in left else one
        for line, one in enumerate(_open_text(text), first_line)
    ]
    found: list[Stated] = []
    if inline:
        found += _inline(lines, first_line)
    elif asked:
        found += [one for one in _inline(lines, first_line) if asks(one.key)]
    if ways.headings:
        found += _sections(lines, first_line, ways)
    return _few(found)


def _open_text(text: str) -> Iterator[str]:
    """Yield the lines of a body in which code and every comment is blank.

    What an editor writes behind a line to link to it is no part of what it says.
    """
    seen, said, _, _ = masking.seen_and_said(text)
    for one, two in zip(seen.split("\n"), said.split("\n"), strict=True):
        both = one
        if one != two:
            both = "".join(a if a == b else " " for a, b in zip(one, two, strict=True))
        yield _POINT.sub("", both) if "^" in both else both


def _inline(lines: Sequence[str], first_line: int) -> Iterator[Stated]:
    given: dict[str, tuple[str, int, list[Value]]] = {}
    for line, text in enumerate(lines, first_line):
        if "::" not in text:
            continue
        pairs = [(a or c, b or d) for a, b, c, d in _BRACKETED.findall(text)]
        whole = None if pairs else _FIELD.fullmatch(text)
        if whole:
            pairs = [(whole[1], whole[2])]
        for key, value in pairs:
            if value.strip():
                name = key.strip()
                _, _, values = given.setdefault(compared(name), (name, line, []))
                values.append(flat.core(value.strip()))
    for name, line, values in given.values():
        yield Stated(
            name, values[0] if len(values) == 1 else tuple(values), line, "inline"
        )


def _sections(lines: Sequence[str], first_line: int, ways: Ways) -> Iterator[Stated]:
    """Yield what stands below each heading: its items, or its words."""
    title, at, below = "", 0, list[str]()
    for line, text in enumerate([*lines, "# "], first_line):
        mark = headings.MARK.match(text)
        if not mark:
            below.append(text)
            continue
        value = _worth(below, ways) if title else None
        if value and compared(title) not in _NO_HEADING:
            yield Stated(title, value, at, "heading")
        end = headings.END.search(text, mark.end())
        title = text[mark.end() : end.start() if end else None].strip(" \t:*_?")
        at, below = line, []


def _worth(lines: Sequence[str], ways: Ways) -> Value:
    """Return the items of a section, else its words; dated lines are a log's."""
    items: list[str] = []
    words: list[str] = []
    size = 0
    for text in lines:
        size += len(text)
        mark = _ITEM.match(text)
        bare = text[mark.end() :].strip() if mark else text.strip()
        if size > _LONGEST or not bare or bare[0] in ">|" or leading_date(bare, ways):
            continue
        (items if mark else words).append(bare)
    return tuple(items) if items else " ".join(words).rstrip(". ") or None


def linked(text: str) -> tuple[str, ...]:
    """Return the links in a value that has more words beside them, as typed."""
    return tuple(
        text[start:end] for start, end, link, _ in linking.spans(text, 1) if link
    )
