"""YAML 1.2 core scalars, and the flat front matter that property editors write.

The flat reader answers only where it is certain: one `key: value` a line and lists of
plain items. For everything else, and for everything that has to be reported, it returns
None and the full parser in `frontmatter.py` is asked. Where it answers, both agree.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultkit import memo, names
from vaultkit.frozen import Frozen
from vaultkit.notes import linking
from vaultkit.notes.linking import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value: TypeAlias = (
    "str | int | float | bool | tuple[Value, ...] | Mapping[str, Value] | None"
)
"""A front-matter value; immutable: lists are tuples, dates stay text."""

_CONSTANTS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,6})?"
)
_EXACT: Final = 2**53
"""Beyond this a JavaScript number loses digits; a longer number stays text."""
_LONGEST: Final = 40

_DIGITS: Final = re.compile(
    r".*(?:phone|mobile|telefon|handy)[a-z]{0,8}"
    r"|(?:tel|cell|fax|zip|sms|iban|pin)(?:code|no)?"
    r"|(?:work|home|private)?(?:tel|cell|fax|whatsapp|signal|telegram|viber|threema)"
    r"|.*(?:postcode|postalcode|postleitzahl|zipcode|pincode|phonenumber)|plz|postal|cap"
)


def core(text: str) -> Value:
    """Return what a plain scalar means in YAML 1.2 core, as Obsidian reads it.

    `NO`, `12:30`, `1_000` and dates are text, `010` is 10, `1e3` is 1000. A number
    that JavaScript could not hold exactly, and `.inf` and `.nan`, stay text.
    Source: https://yaml.org/spec/1.2.2/#103-core-schema.
    """
    first = text[:1]
    if first in "~nNtTfF":
        return _CONSTANTS.get(text, text)
    if first not in "0123456789+-." or " " in text or len(text) > _LONGEST:
        return text
    if _INTEGER.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        number = int(text, base)
        return number if abs(number) < _EXACT else text
    if _FLOAT.fullmatch(text):
        real = float(text)
        if not math.isfinite(real):
            return text
        return int(real) if real.is_integer() and abs(real) < _EXACT else real
    return text


@lru_cache(maxsize=4096)
def keeps_digits(key: str) -> bool:
    """Whether a property holds digits that are no number: a phone, a postcode."""
    letters = "".join(filter(str.isalpha, names.key(key)))
    return bool(_DIGITS.fullmatch(letters))


Found: TypeAlias = tuple[str, str, int, str, bool]
"""A link that is the whole of a value of one line.

That is what it names, as written; what it shows; its column in characters, counted from
1; what its key ends in, `.0` in a list on one line, else ""; and whether it is
`[[...]]`, as against a Markdown link.
"""

Line: TypeAlias = "tuple[str, Value, int, Value, tuple[Found, ...]]"
"""One line of flat front matter.

That is the property, or "" for an item; its value, or the item's; -2 for nothing, -1
for a property with its value, 0 or more for the indent of an item, `OPEN` for a
property whose items may follow; an item as typed, for keys that keep their digits; the
values that are links.
"""


class Flat(Frozen, frozen=True):
    """What a flat block says.

    Attributes:
        properties: Keys as typed, in order.
        lines: The line of each key.
        links: The values that are links, in order.
    """

    properties: dict[str, Value]
    lines: dict[str, int]
    links: list[Link]


OPEN: Final = 1000
_NONE: Final[tuple[Found, ...]] = ()
_NOTHING: Final[Line] = ("", None, -2, None, _NONE)
_KEY: Final = re.compile(r"[^\W\d](?:[\w -]{0,98}\w)?")
_DASHES: Final = frozenset({"-", "- "})
_DEEPEST: Final = 40
"""Spaces before an item; with more the parser is asked."""
# What cannot start a plain scalar, or starts one that needs the real parser.
_INDICATORS: Final = frozenset("?:,[]{}#&*!|>'\"%@`")
_SINGULAR: Final = frozenset({"tag", "alias"})
_LINK_ENDS: Final = frozenset("])")
_PARTS: Final = re.compile(
    r" *(?:\"([^\"\\]*)\"|'([^']*)'"
    r"|([^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#\"']*)) *(,|\Z)"
)

_MOST_KNOWN: Final = 65_536


class _Lines(dict[str, Line]):
    """Lines read before, to a limit: beyond it all are forgotten, and met again.

    Who has one has its words from here: notes that say the same share them.
    """

    def __missing__(self, text: str) -> Line:
        """Return what one line says, with its links, and remember it.

        Raises:
            KeyError: It takes the full parser to tell.
        """
        line = _line(text)
        if line is None:
            raise KeyError(text)
        if "[" in text:
            line = (*line[:4], tuple(_whole_links(text, line[1])))
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[text] = line
        return line


_KNOWN: Final = memo.learned(_Lines())


def read(block: str, first_line: int = 0) -> Flat | None:
    """Return the properties of `block`, the line of each and its links.

    None where the block is not flat, or holds something to report.
    """
    filled = ("{" in block and "{{" in block) or ("<" in block and "<%" in block)
    if filled or "\t" in block:
        return None
    try:
        said = [*map(_KNOWN.__getitem__, block.split("\n"))]
    except KeyError:
        return None
    return _gather(said, first_line)


def _gather(said: list[Line], first_line: int) -> Flat | None:
    """Return what the lines of a block say together, or None."""
    properties: dict[str, Value] = {}
    lines: dict[str, int] = {}
    links: list[Link] = []
    lists: dict[str, list[Value]] = {}
    items: list[Value] | None = None
    opened, indent, number = "", -1, first_line
    for key, value, kind, typed, found in said:
        if key:
            if key in lines:
                return None
            properties[key], lines[key] = value, number
            opened, items = key, lists.setdefault(key, []) if kind == OPEN else None
        elif kind >= 0:
            if items is None or (items and kind != indent):
                return None
            indent = kind
            same = typed is value or not keeps_digits(opened)
            items.append(value if same else typed)
        if found:
            place = key or intern(f"{opened}.{len(items or ()) - 1}")
            links += _links(found, place, number)
        number += 1
    for key, some in lists.items():
        properties[key] = tuple(some) or None
    odd = "tags" in properties and not clean_tags(properties["tags"])
    return None if odd else Flat(properties, laid_out(lines), links)


_LAYOUTS: Final[dict[tuple[tuple[str, ...], tuple[int, ...]], dict[str, int]]] = {}
_MOST_LAYOUTS: Final = 4096


def laid_out(lines: dict[str, int]) -> dict[str, int]:
    """Return the lines of some keys: one dict for all notes that are laid out so."""
    layout = tuple(lines), tuple(lines.values())
    room = len(_LAYOUTS) < _MOST_LAYOUTS
    return (_LAYOUTS.setdefault if room else _LAYOUTS.get)(layout, lines)


def _links(found: tuple[Found, ...], key: str, line: int) -> list[Link]:
    """Return the links of one line at their place."""
    return [
        Link(target, shown, line, column, "frontmatter", False, key + place, wiki)  # noqa: FBT003 - by position is quickest
        for target, shown, column, place, wiki in found
    ]


def clean_tags(tags: Value) -> bool:
    """Whether Obsidian reads every tag of a `tags` value."""
    if tags is None or isinstance(tags, str):
        return tags is None or not _SPLIT.search(tags)
    if isinstance(tags, tuple):
        filled = [tag for tag in tags if tag is not None and tag != ""]
        return all(isinstance(tag, str) and not _SPLIT.search(tag) for tag in filled)
    return False


_SPLIT: Final = re.compile(r"[\s,]")


def _whole_links(text: str, value: Value) -> Iterator[Found]:
    """Yield the values of a line that are links as a whole."""
    at = 0
    listed = isinstance(value, tuple)
    for index, word in enumerate(value if isinstance(value, tuple) else (value,)):
        if not isinstance(word, str) or word[-1:] not in _LINK_ENDS:
            continue
        at = text.find(word, at)
        named = linking.whole(word)
        if named:
            target, shown, wiki = named
            yield target, shown, at + 1, f".{index}" if listed else "", wiki
        at += len(word)


def _line(text: str) -> Line | None:
    """Return what one line says, or None if it takes the full parser to tell."""
    if not text.isprintable():
        return None
    if text[:1] in " -":
        return _item(text)
    key, colon, content = text.partition(": ")
    if not colon and text[-1] == ":":
        key, colon = text[:-1], ":"
    name = _plain_key(key) if colon else ""
    if name:
        return _property(name, content.strip(" "))
    return _NOTHING if text[0] == "#" else None


def _item(text: str) -> Line | None:
    """Return the line of an item, of a comment or of nothing."""
    bare = text.lstrip(" ")
    if not bare or bare[0] == "#":
        return _NOTHING
    indent = len(text) - len(bare)
    if bare[:2] not in _DASHES or indent > _DEEPEST:
        return None
    content = bare[2:].strip(" ")
    if not content:
        return "", None, indent, None, _NONE
    scalar = _scalar(content)
    if scalar is None:
        return None
    typed, value = scalar
    return "", value, indent, None if value is None else typed, _NONE


def _property(name: str, content: str) -> Line | None:
    """Return the line of a property, or None where something is to be looked at."""
    if not content:
        return name, None, OPEN, None, _NONE
    if content[0] == "[":
        items = _flow(content, digits=keeps_digits(name))
        return None if items is None else (name, items, -1, None, _NONE)
    scalar = _scalar(content)
    if scalar is None:
        return None
    typed, value = scalar
    if value is not typed and value is not None and keeps_digits(name):
        value = typed
    return name, value, -1, None, _NONE


@lru_cache(maxsize=4096)
def _plain_key(key: str) -> str:
    """Return a key, one string for all notes, or "" if there is something odd."""
    if not _KEY.fullmatch(key):
        return ""
    folded = key.lower()
    odd = folded in _SINGULAR or (folded == "tags" != key) or core(key) != key
    return "" if odd else intern(key)


def _scalar(text: str) -> tuple[str, Value] | None:
    """Return a one-line scalar as typed and as meant, or None if that is unclear."""
    first = text[0]
    if first in "\"'":
        inner = text[1:-1]
        if len(text) == 1 or text[-1] != first or first in inner or "\\" in inner:
            return None
        return inner, inner
    if first in _INDICATORS or (first == "-" and text[1:2] in {"", " "}):
        return None
    if ": " in text or " #" in text or text[-1] == ":":
        return None
    return text, core(text)


def _flow(text: str, *, digits: bool) -> tuple[Value, ...] | None:
    """Return the items of `[a, "b"]` on one line, or None if that is unclear."""
    if text[-1] != "]" or len(text) == 1:
        return None
    inner = text[1:-1].strip(" ")
    items: list[Value] = []
    at = 0
    more = ","
    while at < len(inner):
        part = _PARTS.match(inner, at)
        if part is None:
            return None
        double, single, plain, more = part.groups()
        quoted = double if double is not None else single
        if quoted is not None:
            items.append(quoted)
        else:
            bare = plain.strip(" ")
            items.append(bare if digits and core(bare) is not None else core(bare))
        at = part.end()
    return tuple(items) if not inner or more == "" else None
