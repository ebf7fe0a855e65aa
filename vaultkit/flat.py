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
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from vaultkit import names

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    if first not in "0123456789+-." or len(text) > _LONGEST:
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


class Line(NamedTuple):
    """One line of flat front matter.

    Attributes:
        key: The property, or "" for an item.
        value: Its value, or the item's.
        indent: -2 nothing, -1 a property with its value, 0 or more the indent of an
            item; `OPEN` for a property whose items may follow.
        typed: An item as typed, for keys that keep their digits.
    """

    key: str
    value: Value
    indent: int
    typed: Value


OPEN: Final = 1000
_NOTHING: Final = Line("", None, -2, None)
_KEY: Final = re.compile(r"([^\W\d](?:[\w -]{0,98}\w)?):(?: (.*))?")
_ITEM: Final = re.compile(r"( {0,40})-(?: (.*))?")
# What cannot start a plain scalar, or starts one that needs the real parser.
_INDICATORS: Final = frozenset("?:,[]{}#&*!|>'\"%@`")
_SINGULAR: Final = frozenset({"tag", "alias"})
_PARTS: Final = re.compile(
    r" *(?:\"([^\"\\]*)\"|'([^']*)'"
    r"|([^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#\"']*)) *(,|\Z)"
)


def read(
    block: str, first_line: int = 0
) -> tuple[dict[str, Value], dict[str, int]] | None:
    """Return the properties of `block` and the line of each.

    None where the block is not flat, or holds something to report.
    """
    if "\t" in block or "{{" in block or "<%" in block:
        return None
    properties: dict[str, Value] = {}
    lines: dict[str, int] = {}
    indents: dict[str, int] = {}
    opened = ""
    for number, text in enumerate(block.split("\n"), first_line):
        line = _line(text) if text else _NOTHING
        if line is None:
            return None
        key, _, kind, _ = line
        if key:
            if key in properties:
                return None
            properties[key] = line[1]
            lines[key] = number
            opened = key if kind == OPEN else ""
        elif kind >= 0:
            if not opened or indents.setdefault(opened, kind) != kind:
                return None
            properties[opened] = _with_item(opened, properties[opened], line)
    return (properties, lines) if clean_tags(properties.get("tags")) else None


def _with_item(key: str, items: Value, line: Line) -> Value:
    """Return the items of a list and one more."""
    _, value, _, typed = line
    item = value if typed is value or not keeps_digits(key) else typed
    return (*items, item) if isinstance(items, tuple) else (item,)


def clean_tags(tags: Value) -> bool:
    """Whether Obsidian reads every tag of a `tags` value."""
    if tags is None or isinstance(tags, str):
        return tags is None or not _SPLIT.search(tags)
    if isinstance(tags, tuple):
        return all(isinstance(t, str) and not _SPLIT.search(t) for t in tags if t != "")
    return False


_SPLIT: Final = re.compile(r"[\s,]")


@lru_cache(maxsize=16_384)
def _line(text: str) -> Line | None:
    """Return what one line says, or None if it takes the full parser to tell."""
    if not text.isprintable():
        return None
    match = _KEY.fullmatch(text)
    if match:
        return _property(match[1], (match[2] or "").strip(" "))
    item = _ITEM.fullmatch(text)
    if item:
        content = (item[2] or "").strip(" ")
        value = _scalar(content) if content else ("", None)
        if value is None:
            return None
        typed = value[0] if value[1] is not None else None
        return Line("", value[1], len(item[1]), typed)
    bare = text.lstrip(" ")
    return _NOTHING if not bare or bare[0] == "#" else None


def _property(key: str, content: str) -> Line | None:
    """Return the line of a property, or None where something is to be looked at."""
    folded = key.lower()
    if folded in _SINGULAR or (folded == "tags" != key) or core(key) != key:
        return None
    name = intern(key)
    if not content:
        return Line(name, None, OPEN, None)
    if content[0] == "[":
        items = _flow(content, digits=keeps_digits(key))
        return None if items is None else Line(name, items, -1, None)
    scalar = _scalar(content)
    if scalar is None:
        return None
    typed, value = scalar
    kept = typed if value is not None and keeps_digits(key) else value
    return Line(name, kept, -1, None)


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
