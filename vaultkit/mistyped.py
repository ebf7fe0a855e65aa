"""What people type into settings that is not what it looks like, and what to type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.snapshot import VaultPath

_VALUE: Final = re.compile(r"^[ \t]*([\w.-]{1,80})[ \t]*[=:][ \t]*(.{1,200})")
_CURLY: Final = frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e«»")
_PLAIN: Final = re.compile(r"[\w ,./\[\]-]+")
_FLAGS: Final = frozenset(["true", "false", "yes", "no", "on", "off"])
_BY_WORDS: Final = (
    ("Cannot overwrite", "This setting stands twice: keep one of the two."),
    ("Cannot declare", "This table stands twice: make one of the two."),
    (
        "Unclosed array",
        "A list ends with `]`, and commas stand between its entries.",
    ),
    ("Illegal character '\\n'", 'Text ends with the mark it starts with: `"`.'),
    ("Unterminated string", 'Text ends with the mark it starts with: `"`.'),
    ('Expected "\'"', "Text ends with the mark it starts with: `'`."),
    ("Invalid hex value", "Write `/` between folders, or `\\` twice."),
    ("Unescaped '\\'", "Write `/` between folders, or `\\` twice."),
)


def mended(line: str, said: str) -> str:
    """Return what to do about a line that is not TOML.

    Args:
        line: The line, as it stands.
        said: What the parser said of it.
    """
    for words, advice in _BY_WORDS:
        if said.startswith(words):
            return advice
    if not _CURLY.isdisjoint(line):
        return 'Use straight quotation marks: `"`.'
    found = _VALUE.match(line)
    if found is not None:
        return _answered(found[1], found[2].partition("#")[0].strip(), said)
    if said.startswith("Expected '='"):
        return 'Write a name, `=` and a value: `folder = "Network"`.'
    return "Mend this line."


def _answered(name: str, value: str, said: str) -> str:
    """Return what to write instead of a value that is none."""
    if value.lower() in _FLAGS:
        return f"Write `{name} = true` or `{name} = false`."
    if not _PLAIN.fullmatch(value.strip("\"'")):
        return "Mend this line."
    if value[0] not in "\"'0123456789":
        return f"Write text between quotation marks: `{name} = {_quoted(value)}`."
    if said.startswith("Expected '='"):
        return f"Write `=`, not a colon: `{name} = {value}`."
    return "Mend this line."


def _quoted(value: str) -> str:
    """Return a value with the marks that it lacks, a list entry by entry."""
    inside = value.strip("[]").strip()
    words = ", ".join(f'"{one.strip()}"' for one in inside.split(",") if one.strip())
    return f"[{words}]" if value[:1] == "[" and value[:2] != "[[" else f'"{inside}"'


def line_of(name: str, text: str) -> int:
    """Return the line where a key or its table stands, or 0."""
    bare = re.escape(name)
    found = re.search(
        rf"^[ \t]*\[?[ \t]*[\"']?{bare}[\"']?[ \t]*[\]=.]", text, re.MULTILINE
    )
    return text.count("\n", 0, found.start()) + 1 if found else 0


def not_toml(path: VaultPath, text: str, said: str) -> Problem:
    """Return the problem of settings that are not TOML, with what the parser said."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    lines = text.split("\n")
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), 1)
    what = said.split(" (at ", 1)[0] or "nested too deep"
    here = lines[line - 1] if line <= len(lines) else ""
    return Problem(
        path,
        line,
        column,
        "settings-toml",
        f"this is not TOML: {what[:200]}",
        f"{mended(here, what)} Until then no page is written, since your settings may "
        "say where pages belong.",
    )


def astray(path: VaultPath, text: str, table: str, names: Sequence[str]) -> Problem:
    """Return the problem of settings that a line in brackets above them took in."""
    shown = " and ".join(f"`{name[:80]}`" for name in names[:3])
    more = f" and {len(names) - 3} more" if names[3:] else ""
    one = len(names) == 1
    return Problem(
        path,
        line_of(names[0], text) or 1,
        1,
        "settings-value",
        f"{shown}{more} stand{'s' if one else ''} below `[{table[:80]}]`, so "
        f"{'it is' if one else 'they are'} read as part of that table",
        f"Move {'it' if one else 'them'} above the first line in square brackets: all "
        "that stands below such a line belongs to it.",
    )
