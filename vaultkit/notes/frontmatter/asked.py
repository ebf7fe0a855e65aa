"""Asked: the blocks that are not flat, by python-frontmatter and our handler.

The handler has the same short way and gives the rest to libyaml, event by event, so
that no anchor is ever followed and no depth reaches the stack. What is broken is read
property by property.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from vaultkit.notes import flat, mending
from vaultkit.notes.fences import FIRST_LINE
from vaultkit.notes.frontmatter.events import Reading
from vaultkit.notes.mending import BrokenError, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.notes.flat import Value

MOST_BYTES: Final = 64 * 1024
MOST_LINES: Final = 2000
MOST_PROBLEMS: Final = 20
_NOT_PRINTABLE: Final = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


def answer(
    block: str,
) -> tuple[Mapping[str, Value], Mapping[str, int], Sequence[Finding]]:
    """Return the properties of a block, their lines in the file, and what is odd."""
    handler = ObsidianHandler()
    given, _ = frontmatter.parse(f"---\n{block}---", handler=handler)
    properties = cast("dict[str, Value]", given)
    return properties, handler.lines, handler.findings[:MOST_PROBLEMS]


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
            better, mended = mending.mend(block)
            try:
                if better == block:
                    raise error from None
                reading = Reading.of(better)
            except BrokenError as last:
                reading = _rescue(better, last.finding)
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
    if dashed := mending.dashed(segment):
        raise BrokenError(dashed)
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
