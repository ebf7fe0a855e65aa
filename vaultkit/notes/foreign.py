"""Front matter that Obsidian does not read: TOML, and JSON without dashes around it.

Hugo and other generators of sites write both.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.notes.mending import Finding

if TYPE_CHECKING:
    from vaultkit.notes.flat import Value

MOST_CHARACTERS: Final = 64 * 1024
_DEEPEST: Final = 32
_EXACT: Final = 2**53
_CLOSED: Final = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_DOTTED: Final = re.compile(
    r"(?<![\w\"'-])(?:[\w\"'-]{1,100}[ \t]{0,9}\.[ \t]{0,9}){33}"
)
"""Keys as deep as this keep the parser busy for the square of their length."""
_KEYS: Final = re.compile(
    r"^[ \t]*(?:\[{1,2}[ \t]*)?[\"']?([^\s\"'=:\[\]{}.]{1,100})", re.MULTILINE
)


class Foreign(NamedTuple):
    """What such a block says.

    Attributes:
        properties: Its keys and values.
        lines: The line of each key in the file, counted from 1.
        body_at: Where the body starts.
        body_line: The line of the body's first line.
        findings: What to report, by line counted from 0.
    """

    properties: dict[str, Value]
    lines: dict[str, int]
    body_at: int
    body_line: int
    findings: tuple[Finding, ...]


def read(text: str) -> Foreign | None:
    """Return the TOML or JSON a note starts with; None where it starts with neither.

    Never raises; what is too long or too deep is reported and not read.
    """
    if text.startswith("+++\n"):
        closing = _CLOSED.search(text, 4)
        return _toml(text, closing) if closing else None
    if text.startswith("{"):
        return _json(text)
    return None


def _toml(text: str, closing: re.Match[str]) -> Foreign:
    block = text[4 : closing.start()]
    end = min(len(text), closing.end() + 1)
    if len(block) > MOST_CHARACTERS or _DOTTED.search(block):
        return _refused(
            text, end, "frontmatter-limit", "the properties are too long or too deep"
        )
    try:
        given = tomllib.loads(block)
    except (ValueError, RecursionError) as wrong:
        said = str(wrong).split(" (at ", 1)[0][:200] or "nested too deep"
        return _refused(text, end, "frontmatter-toml", f"this is not TOML: {said}")
    return _read(text, given, end, "TOML")


def _json(text: str) -> Foreign | None:
    """Return a JSON object that stands before everything else, if it is one."""
    try:
        given, end = json.JSONDecoder(parse_constant=str).raw_decode(
            text[:MOST_CHARACTERS]
        )
    except (ValueError, RecursionError):
        return None
    beside = text[end : text.find("\n", end) + 1 or None].strip()
    if not given or not isinstance(given, dict) or beside:
        return None
    return _read(text, given, min(len(text), end + 1), "JSON")


def _read(text: str, given: Mapping[str, object], end: int, kind: str) -> Foreign:
    if _too_deep(given):
        said = f"values are nested more than {_DEEPEST} deep"
        return _refused(text, end, "frontmatter-limit", said)
    properties = {str(key): _value(item) for key, item in given.items()}
    first: dict[str, int] = {}
    line = counted = 0
    for match in _KEYS.finditer(text, 0, end):
        line += text.count("\n", counted, match.start(1))
        counted = match.start(1)
        first.setdefault(match[1], line + 1)
    lines = {key: first.get(key, 1) for key in properties}
    message = f"the properties are {kind}, which Obsidian does not read"
    found = Finding("frontmatter-foreign", 0, 0, message)
    return Foreign(properties, lines, end, text.count("\n", 0, end) + 1, (found,))


def _refused(text: str, end: int, code: str, message: str) -> Foreign:
    found = Finding(code, 0, 0, message)
    return Foreign({}, {}, end, text.count("\n", 0, end) + 1, (found,))


def _too_deep(given: object) -> bool:
    level: list[object] = [given]
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for one in level:
            if isinstance(one, Mapping):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        level = [one for one in inner if isinstance(one, (Mapping, list))]
        if not level:
            return False
    return True


def _value(given: object) -> Value:
    """Return a value as YAML would give it: lists are tuples, dates are text."""
    if given is None or isinstance(given, (bool, str)):
        return given
    if isinstance(given, int):
        return given if abs(given) < _EXACT else hex(given)[:40]
    if isinstance(given, float):
        return int(given) if given.is_integer() and abs(given) < _EXACT else given
    if isinstance(given, list):
        return tuple(map(_value, given))
    if isinstance(given, Mapping):
        return {str(key): _value(item) for key, item in given.items()}
    return str(given)
