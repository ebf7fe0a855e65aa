"""Front matter as Obsidian reads it: YAML 1.2 core, within limits, mended if need be.

Flat blocks are answered at once, which is what nearly every block is. For the others
`python-frontmatter` is asked, and asks our handler, which has the same short way and
gives the rest to libyaml, event by event, so that no anchor is ever followed and no
depth reaches the stack. What is broken is read property by property.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from vaultkit.frozen import Frozen, replace
from vaultkit.notes import fences, flat, foreign, mending, stated
from vaultkit.notes.flat import Value
from vaultkit.notes.frontmatter import linked
from vaultkit.notes.frontmatter.events import FIRST_LINE, Reading
from vaultkit.notes.mending import BrokenError, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.notes.fences import Fence
    from vaultkit.notes.foreign import Foreign
    from vaultkit.notes.linking import Link
    from vaultkit.notes.stated import Stated
    from vaultkit.problems import Problem

__all__ = ["FrontMatter", "ObsidianHandler", "Value", "read"]

MOST_BYTES: Final = 64 * 1024
MOST_LINES: Final = 2000
MOST_PROBLEMS: Final = 20
_FOREIGN: Final = frozenset("+{")
_SHORT: Final = 2000
"""A block of so few characters keeps to both limits."""

_NOT_PRINTABLE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


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
            properties, lines, links = quick
            return FrontMatter(
                properties, lines, fence.body_at, fence.body_line, (), links
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
    """Return the front matter as python-frontmatter gives it, by our handler."""
    findings = [mending.problem(path, odd, 1) for odd in fence.findings]
    if fence.body_at == 0:
        return FrontMatter({}, {}, 0, 1, tuple(findings))
    handler = ObsidianHandler()
    block = text[fence.start : fence.end]
    given, _ = frontmatter.parse(f"---\n{block}---", handler=handler)
    properties = cast("dict[str, Value]", given)
    more = [
        mending.problem(path, f, FIRST_LINE) for f in handler.findings[:MOST_PROBLEMS]
    ]
    return FrontMatter(
        properties,
        handler.lines,
        fence.body_at,
        fence.body_line,
        (*findings, *more),
        linked.find(properties, handler.lines, text[: fence.body_at]),
        stated.nested(properties, handler.lines),
    )


class ObsidianHandler(YAMLHandler):
    """The python-frontmatter handler that reads as Obsidian does.

    One is made for each note. After `load` it holds the line of each key in the file
    and what is to be reported, by its line in the block.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []

    def split(self, text: str) -> tuple[str, str]:
        """Return the block between the first line and the last, and no body."""
        return text[4:-3], ""

    def load(self, fm: str, **_: object) -> dict[str, Value]:
        """Return the properties of a block; never raises."""
        too_long = len(fm) > MOST_BYTES or fm.count("\n") > MOST_LINES
        if too_long or (
            not fm.isascii() and len(fm.encode(errors="replace")) > MOST_BYTES
        ):
            message = "the properties are longer than 64 KiB or 2000 lines"
            self.findings.append(Finding("frontmatter-limit", 0, 0, message))
            return {}
        quick = flat.read(fm, FIRST_LINE)
        if quick:
            self.lines = quick.lines
            return quick.properties
        strange = _NOT_PRINTABLE.search(fm)
        if strange:
            message = f"an invisible character, U+{ord(strange[0]):04X}, was left out"
            line, column = mending.place(fm, strange.start())
            advice = "Delete the character."
            found = Finding("frontmatter-yaml", line, column, message, "", advice)
            self.findings.append(found)
            fm = _NOT_PRINTABLE.sub("", fm)
        return self.load_full(fm)

    def load_full(self, block: str) -> dict[str, Value]:
        """Return the properties by way of the parser, mending what is broken."""
        try:
            reading = Reading.of(block)
        except BrokenError as error:
            block, mended = mending.mend(block)
            try:
                if not mended:
                    raise error from None
                reading = Reading.of(block)
            except BrokenError as last:
                reading = _rescue(block, last.finding)
            reading.findings[:0] = mended
        self.lines = {k: line + FIRST_LINE for k, line in reading.lines.items()}
        reading.findings += mending.look_over(reading.properties, reading.lines)
        self.findings += sorted(reading.findings, key=lambda found: found[1:3])
        return reading.properties


def _read_part(segment: str, *, patiently: bool) -> Reading:
    """Return what a part of a broken block says, or raise `BrokenError`.

    Where very much is broken the parser is asked no more, since each refusal of its
    costs as much as many lines that are right; what asks for privacy is always read.
    """
    if not patiently and flat.read(segment, FIRST_LINE) is None:
        folded = segment.casefold()
        if "private" not in folded and "confidential" not in folded:
            message = "this is not YAML either, like much above it"
            raise BrokenError(Finding("frontmatter-yaml", 0, 0, message))
    return Reading.of(segment)


def _rescue(block: str, error: Finding) -> Reading:
    """Read a broken block property by property; what cannot be read is reported."""
    whole = Reading("")
    failed = 0
    for line, segment in mending.segments(block):
        try:
            part = _read_part(segment, patiently=failed <= MOST_PROBLEMS)
        except BrokenError as broken:
            failed += 1
            part = Reading("")
            found = broken.finding
            saved = mending.salvage(segment)
            if saved:
                part.properties[saved[0]] = saved[1]
                part.lines[saved[0]] = 0
                found = found._replace(about=saved[0])
                if saved[1] is None and mending.PLACEHOLDER.search(segment):
                    message = "a template's placeholder was never filled in"
                    found = Finding("placeholder", 0, 0, message, saved[0])
            part.findings.append(found)
        whole.findings += [f._replace(line=f.line + line) for f in part.findings]
        for key, value in part.properties.items():
            whole.put(key, value, part.lines[key] + line, 0)
    if not whole.findings:
        whole.findings.append(error)
    return whole
