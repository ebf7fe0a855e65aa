"""Answers: what others' functions return, looked through and made plain data.

The worker looks before it sends and vaultkit again before it believes, by the same
functions: each takes what an object, or JSON, says and returns values of `kinds`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from vaultkit.pages import LIMIT
from vaultkit.toolkit.kinds import Imported, NoteToBe, Read, Trouble

MOST_LINES: Final = 1_000
MOST_TEXT: Final = 10_000
"""Log lines that are read in one note, and characters of each."""
MOST_VALUES: Final = 64 * 1024
"""Characters of the values of one note, as JSON."""

T = TypeVar("T")


class NonsenseError(ValueError):
    """An answer that is not what was promised; its text goes on behind "answered"."""


def text(given: object, most: int) -> str:
    """Return a text.

    Raises:
        NonsenseError: It is none, or it has more than `most` bytes.
    """
    if not isinstance(given, str):
        raise NonsenseError(f"with {kind(given)} where text is promised")
    size = len(given) if len(given) > most else len(given.encode(errors="replace"))
    if size > most:
        raise NonsenseError(f"with more than {most:,} bytes")
    return given.encode(errors="replace").decode()


def page(given: object) -> str | None:
    """Return a page's text, or None for a page with nothing to say.

    Raises:
        NonsenseError: It is neither, or larger than a page may be.
    """
    return None if given is None else text(given, LIMIT)


def read(given: object) -> Read | None:
    """Return what a reader found in a note, or None.

    Raises:
        NonsenseError: It is not what a reader promises.
    """
    if given is None:
        return None
    lines, properties, values = _parts(given, 3, "`Read`")
    found = tuple(_line(one) for one in _several(lines, "lines", MOST_LINES))
    kept = _table(values, "values")
    try:
        said = json.dumps(plain(kept), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise NonsenseError("with values that are no plain data") from None
    if len(said) > MOST_VALUES:
        raise NonsenseError(f"with values of more than {MOST_VALUES:,} characters")
    return Read(found, _properties(properties), json.loads(said))


def _line(given: object) -> tuple[int, str]:
    number, said = _parts(given, 2, "a line and its number")
    if isinstance(number, bool) or not isinstance(number, int):
        raise NonsenseError(f"with {kind(number)} where the number of a line belongs")
    return min(max(number, 1), 10_000_000), text(said, MOST_TEXT)


def _properties(given: object) -> dict[str, str | bool | float | list[str]]:
    found: dict[str, str | bool | float | list[str]] = {}
    for name, value in _table(given, "properties").items():
        if isinstance(value, str | bool | int | float):
            found[name] = value
        else:
            several = _several(value, f"`{name}`", MOST_LINES)
            found[name] = [text(one, MOST_TEXT) for one in several]
    return found


def imported(given: object) -> Imported:
    """Return what an importer made of a file.

    Raises:
        NonsenseError: It is not what an importer promises.
    """
    notes, troubles = _parts(given, 2, "`Imported`")
    return Imported(
        tuple(_note(one) for one in _several(notes, "notes", 100_000)),
        tuple(Trouble(*_line(one)) for one in _several(troubles, "troubles", 100_000)),
    )


def _note(given: object) -> NoteToBe:
    name, properties, body, line = _parts(given, 4, "`NoteToBe`")
    kept: dict[str, str | tuple[str, ...]] = {}
    for key, value in _properties(properties).items():
        kept[key] = tuple(value) if isinstance(value, list) else str(value)
    number, _ = _line((line, ""))
    named = text(name, MOST_TEXT)
    return NoteToBe(named, kept, text(body, LIMIT), number if line else 0)


def plain(given: object) -> object:
    """Return an answer as JSON can hold it: tables as dicts, the rest as lists."""
    if isinstance(given, Mapping):
        return {str(key): plain(value) for key, value in given.items()}
    if isinstance(given, tuple | list):
        return [plain(one) for one in given]
    return given


# --- looking -------------------------------------------------------------------------


def _parts(given: object, count: int, what: str) -> Sequence[object]:
    if not isinstance(given, tuple | list) or len(given) != count:
        raise NonsenseError(f"with {kind(given)} where {what} is promised")
    return given


def _several(given: object, what: str, most: int) -> Iterable[object]:
    if not isinstance(given, tuple | list):
        raise NonsenseError(f"with {kind(given)} where a list of {what} is promised")
    if len(given) > most:
        raise NonsenseError(f"with more than {most:,} {what}")
    return given


def _table(given: object, what: str) -> Mapping[str, object]:
    if not isinstance(given, Mapping) or not all(isinstance(k, str) for k in given):
        raise NonsenseError(f"with {kind(given)} where a table of {what} is promised")
    return given


def kind(given: object) -> str:
    """Return what kind of thing was given, in words."""
    return "nothing" if given is None else f"a `{type(given).__name__}`"
