"""Front matter as Obsidian reads it: YAML 1.2 core, within limits, mended if need be.

Flat blocks are answered at once, which is what nearly every block is. For the others
`python-frontmatter` is asked (`asked`), which is loaded at the first of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen, replace
from vaultkit.notes import fences, flat, foreign, mending, stated
from vaultkit.notes.fences import FIRST_LINE
from vaultkit.notes.flat import Value
from vaultkit.notes.frontmatter import linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.notes.fences import Fence
    from vaultkit.notes.foreign import Foreign
    from vaultkit.notes.linking import Link
    from vaultkit.notes.stated import Stated
    from vaultkit.problems import Problem

__all__ = ["FrontMatter", "Value", "read"]

_FOREIGN: Final = frozenset("+{")
_SHORT: Final = 2000
"""A block of so few characters keeps to both limits."""


class FrontMatter(Frozen, frozen=True):
    """The properties of a note, in plain dicts that nobody changes.

    Attributes:
        properties: Keys as typed, in the order of the note.
        lines: The line of each key in the file, counted from 1.
        body_at: Where in the text the body starts.
        body_line: The line of the body's first line.
        problems: What could not be read as it stands.
        links: The values that are links as a whole, in order.
        more: What stands inside other properties: `contact.email`.
    """

    properties: Mapping[str, Value]
    lines: Mapping[str, int]
    body_at: int
    body_line: int
    problems: tuple[Problem, ...] = ()
    links: Sequence[Link] = ()
    more: tuple[Stated, ...] = ()


def read(path: str, text: str) -> FrontMatter:
    """Return the front matter of a note; never raises.

    `text` is the whole note without a byte-order mark, with any line ends. Like
    Obsidian, only a block whose `---` is the very first line counts; TOML and bare
    JSON, which Obsidian does not read, are read and reported.
    """
    if "\r" in text:
        found = read(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        ends = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
        line = found.body_line - 1
        body_at = ends[line] if line < len(ends) else len(text)
        return replace(found, body_at=body_at)
    if text[:1] in _FOREIGN and (other := foreign.read(text)):
        return _foreign(path, text, other)
    fence = fences.find(text)
    if fence.body_at and not fence.findings and fence.end - fence.start <= _SHORT:
        quick = flat.read(text[fence.start : fence.end], FIRST_LINE)
        if quick:
            return FrontMatter(
                quick.properties,
                quick.lines,
                fence.body_at,
                fence.body_line,
                links=quick.links,
            )
    return _asked(path, text, fence)


def _foreign(path: str, text: str, found: Foreign) -> FrontMatter:
    """Return the properties of a block that is no YAML."""
    properties, lines, body_at, body_line, findings = found
    problems = tuple(mending.problem(path, one, 1) for one in findings)
    links = linked.find(properties, lines, text[:body_at])
    more = stated.nested(properties, lines)
    return FrontMatter(properties, lines, body_at, body_line, problems, links, more)


def _asked(path: str, text: str, fence: Fence) -> FrontMatter:
    """Return the front matter of a block that is not flat, if there is one."""
    findings = [mending.problem(path, odd, 1) for odd in fence.findings]
    if fence.body_at == 0:
        return FrontMatter({}, {}, 0, 1, tuple(findings))
    from vaultkit.notes.frontmatter import asked  # noqa: PLC0415 (few vaults need it)

    properties, lines, found = asked.answer(text[fence.start : fence.end])
    more = [mending.problem(path, one, FIRST_LINE) for one in found]
    return FrontMatter(
        properties,
        lines,
        fence.body_at,
        fence.body_line,
        (*findings, *more),
        linked.find(properties, lines, text[: fence.body_at]),
        stated.nested(properties, lines),
    )
