"""Content lines: how vCard and iCalendar write a value, and a line that is too long."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPECIAL: Final = re.compile(r"[\\;,]")
_MOST: Final = 75
"""Octets in a line, of RFC 5545 and RFC 6350."""


def value(text: str) -> str:
    """Return words as a value: on one line, with backslashes before what parts it."""
    return _SPECIAL.sub(r"\\\g<0>", plain(text))


def written(lines: Iterable[str]) -> str:
    """Return lines as a file: long ones folded, ends as the standards want them."""
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets; no character is cut in two."""
    if len(line.encode()) <= _MOST:
        return line
    pieces, room = [""], _MOST
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append("")
            room = _MOST - 1  # the space that says it goes on
        pieces[-1] += character
        room -= size
    return "\r\n ".join(pieces)


def identifier(*parts: str) -> str:
    """Return what tells one thing from all others, the same in every run.

    It is a digest, so that it tells nothing of the note it is about.
    """
    digest = blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=12)
    return f"{digest.hexdigest()}@vaultkit"
