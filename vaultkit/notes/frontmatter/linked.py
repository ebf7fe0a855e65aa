"""The properties that are links, looked for in the text they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.notes import linking
from vaultkit.notes.linking import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.notes.flat import Value

_ENDS: Final = frozenset("])")


def find(
    properties: Mapping[str, Value], lines: Mapping[str, int], text: str
) -> list[Link]:
    """Return the properties that are links as a whole, where they stand in `text`."""
    if "[[" not in text and "](" not in text:
        return []
    found: list[Link] = []
    typed = text.split("\n")
    for key, value in properties.items():
        for place, word in _words(key, value):
            named = linking.whole(word)
            if named:
                target, shown, wiki = named
                line, column = _find(typed, lines[key], word)
                found.append(
                    Link(
                        target, shown, line, column, "frontmatter", key=place, wiki=wiki
                    )
                )
    return found


def _words(place: str, value: Value) -> Sequence[tuple[str, str]]:
    """Return every text in a value that may be a link, with its place: `knows.0`."""
    if isinstance(value, str):
        return ((place, value),) if value[-1:] in _ENDS else ()
    if isinstance(value, tuple):
        found: list[tuple[str, str]] = []
        for index, item in enumerate(value):
            if not isinstance(item, str):
                found += _words(f"{place}.{index}", item)
            elif item[-1:] in _ENDS:
                found.append((f"{place}.{index}", item))
        return found
    if value is None or isinstance(value, (bool, int, float)):
        return ()
    return [
        pair for key, item in value.items() for pair in _words(f"{place}.{key}", item)
    ]


def _find(lines: list[str], line: int, word: str) -> tuple[int, int]:
    """Return line and column of a value, looked for from its key's line on."""
    for number in range(line, len(lines) + 1):
        at = lines[number - 1].find(word)
        if at >= 0:
            return number, at + 1
    return line, 1
