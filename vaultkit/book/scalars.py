"""Scalars: one value of front matter as text, as a number, or as nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.notes.flat import Value


def empty(value: Value) -> bool:
    """Return whether a value means "not set"."""
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, tuple):
        return all(map(empty, value))
    if value is None or isinstance(value, (int, float)):
        return value is None
    return not value


def may_be_empty(values: Iterable[Value]) -> bool:
    """Return whether any of these may be `empty`; told sooner than of each whether.

    A list that starts with something is not.
    """
    for value in values:
        first = value[0] if type(value) is tuple and value else value
        # Nearly every value is text, of which two words more tell it.
        if (not first or type(first) is not str or first.isspace()) and empty(first):
            return True
    return False


def string(value: Value) -> str:
    """Return one item as text; a list inside a list is `[[...]]` without quotes."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        inner = ", ".join(filter(None, map(string, value)))
        return inner if inner.startswith("[[") or not inner else f"[[{inner}]]"
    return str(value) if isinstance(value, (int, float)) else ""


def whole(value: Value) -> int | None:
    """Return a whole number, however it is typed, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip().removeprefix("+")
        digits = text.removeprefix("-")
        fits = digits.isascii() and digits.isdigit() and len(digits) < len("1000000000")
        return int(text) if fits else None
    return value if isinstance(value, int) else None


def quoted(strings: tuple[str, ...]) -> str:
    """Return values short enough for a message."""
    return ", ".join(strings)[:80]
