"""Packing: a parsed note as bytes and back, exactly, in a tenth of the time of parsing.

The bytes may come from a file that something damaged: what they say has the types of a
note's parts, or is no note at all.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from vaultkit.frozen import UNPACKABLE, pack, unpacking
from vaultkit.notes.blocks import Block
from vaultkit.notes.linking import Link
from vaultkit.notes.markdown import Entry
from vaultkit.notes.note import Note
from vaultkit.notes.stated import Stated
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.frozen import Raw
    from vaultkit.notes.alike import Alike

_DEPTH: Final = 3
"""Lists within lists that are unpacked; a note with more is parsed every time."""


def packed(note: Note) -> bytes | None:
    """Return a note as bytes; None for the few that have no such form."""
    return pack(note)


def unpacked(data: bytes | memoryview | Raw, alike: Alike | None = None) -> Note | None:
    """Return the note that was packed; None where these bytes are none.

    Args:
        data: What it was packed as.
        alike: What it shares its words with, if it is kept for long.
    """
    try:
        parts = _unpack()(data)
    except UNPACKABLE:
        return None
    if parts[-1]:
        parts = (*parts[:-1], tuple(Stated(*one) for one in parts[-1]))
    note = Note(*parts)
    return note if alike is None else alike.note(note)


@cache
def _unpack() -> Callable[[bytes | memoryview | Raw], tuple[Any, ...]]:
    """Return what unpacks the parts of a note, in their order."""
    value = _value()
    links = tuple[Link, ...]
    kind: Any = tuple[
        str,  # path
        dict[str, value],  # type: ignore[valid-type]  # properties
        dict[str, int],  # lines
        tuple[str, ...],  # tags
        links,
        tuple[Entry, ...],
        tuple[tuple[int, int, str], ...],  # headings
        tuple[Problem, ...],
        tuple[Block, ...],
        links,  # shown
        tuple[tuple[str, str], ...],  # added
        tuple[tuple[str, value, int, str], ...],  # type: ignore[valid-type]  # more
    ]
    return unpacking(kind)


def _value() -> Any:  # noqa: ANN401 (a type that is made here)
    """Return the type of a value in front matter: no number passes for a truth."""
    plain = str | int | float | bool | None
    value: Any = plain
    for _ in range(_DEPTH):
        value = plain | tuple[value, ...] | dict[str, value]
    return value
