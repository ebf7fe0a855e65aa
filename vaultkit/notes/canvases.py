"""Canvases: the links on a user's canvas, which Obsidian counts as it does a note's.

The format is JSON Canvas 1.0 (https://jsoncanvas.org/spec/1.0): a card of a file links
it, a card of text links what its Markdown does; groups and addresses link nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import replace
from vaultkit.notes import markdown
from vaultkit.notes.linking import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 1024 * 1024
"""A canvas longer than this is not read."""
MOST_LINKS: Final = 10_000


def links(data: bytes) -> tuple[Link, ...]:
    """Return the links on a canvas in the order of its cards; never raises.

    Each has the line of the canvas file on which its card says so. What is no canvas
    has none.
    """
    if len(data) > MOST_BYTES:
        return ()
    text = data.decode("utf-8-sig", errors="replace")
    try:
        given = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return ()
    cards = given.get("nodes") if isinstance(given, dict) else None
    found: list[Link] = []
    places = _Places(text)
    for card in cards if isinstance(cards, list) else ():
        if isinstance(card, dict) and len(found) < MOST_LINKS:
            found += _of(card, places)
    return tuple(found[:MOST_LINKS])


def _of(card: dict[str, object], places: _Places) -> Iterator[Link]:
    """Yield the links of one card."""
    kind, file, said = card.get("type"), card.get("file"), card.get("text")
    if kind == "file" and isinstance(file, str) and file:
        line, column = places.of("file", file)
        shown = file.rpartition("/")[2].removesuffix(".md")
        yield Link(file, shown, line, column, "body", embed=True)
    elif kind == "text" and isinstance(said, str):
        line, column = places.of("text", said)
        for link in markdown.read(said.replace("\r\n", "\n"), 1).links:
            yield replace(link, line=line, column=column)


class _Places:
    """Where in the JSON values stand, each looked for behind the one before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def of(self, key: str, value: str) -> tuple[int, int]:
        """Return the line and column of a key's value, both from 1."""
        at = -1
        for plain in (False, True):
            written = json.dumps(value, ensure_ascii=plain)
            for gap in ("", " "):
                if at < 0:
                    at = self.text.find(f'"{key}":{gap}{written}', self.at)
        if at < 0:  # the JSON is written in another way
            return self.line, 1
        self.line += self.text.count("\n", self.at, at)
        self.at = at
        return self.line, at - self.text.rfind("\n", 0, at)
