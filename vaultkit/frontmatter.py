"""Front matter as Obsidian reads it: YAML 1.2 core, within limits, mended if need be.

`python-frontmatter` does the splitting and asks our handler; the handler answers flat
blocks itself and gives the rest to libyaml, event by event, so that no anchor is ever
followed and no depth reaches the stack. What is broken is read property by property.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from vaultkit import fences, flat, mending
from vaultkit.flat import Value
from vaultkit.mending import BrokenError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.problems import Problem

__all__ = ["FrontMatter", "ObsidianHandler", "Value", "read"]

MOST_BYTES: Final = 64 * 1024
MOST_LINES: Final = 2000
DEEPEST: Final = 32
MOST_PROBLEMS: Final = 20

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_PRINTABLE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MEANS: Final[Mapping[str, str]] = {
    "mapping values are not allowed in this context": "a second `: ` in one value",
    "found unknown escape character": "a backslash that YAML does not know",
    "found unexpected end of stream": "a quotation mark that is never closed",
    "found character that cannot start any token": "no value can start like this",
    "could not find expected ':'": "a line that is no `property: value`",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The properties of a note.

    Attributes:
        properties: Keys as typed, in the order of the note.
        lines: The line of each key in the file, counted from 1.
        body_at: Where in the text the body starts.
        body_line: The line of the body's first line.
        problems: What could not be read as it stands.
    """

    properties: Mapping[str, Value]
    lines: Mapping[str, int]
    body_at: int
    body_line: int
    problems: tuple[Problem, ...] = ()


def read(path: str, text: str) -> FrontMatter:
    """Return the front matter of a note; never raises.

    `text` is the whole note without a byte-order mark, with any line ends. Like
    Obsidian, only a block whose `---` is the very first line counts.
    """
    if "\r" in text:
        found = read(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        ends = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
        line = found.body_line - 1
        return replace(found, body_at=ends[line] if line < len(ends) else len(text))
    fence = fences.find(text)
    findings = [mending.problem(path, odd, 1) for odd in fence.findings]
    if fence.body_at == 0:
        nothing: Mapping[str, Value] = MappingProxyType({})
        return FrontMatter(nothing, MappingProxyType({}), 0, 1, tuple(findings))
    handler = ObsidianHandler()
    block = text[fence.start : fence.end]
    properties, _ = frontmatter.parse(f"---\n{block}---", handler=handler)
    more = [mending.problem(path, f, 2) for f in handler.findings[:MOST_PROBLEMS]]
    return FrontMatter(
        MappingProxyType(properties),
        MappingProxyType({key: line + 2 for key, line in handler.lines.items()}),
        fence.body_at,
        fence.body_line,
        (*findings, *more),
    )


class ObsidianHandler(YAMLHandler):  # type: ignore[misc] # the library has no types
    """The python-frontmatter handler that reads as Obsidian does.

    One is made for each note. After `load` it holds the line of each key, counted
    from 0 in the block, and what is to be reported.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: Mapping[str, int] = {}
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
            message = "The properties are longer than 64 KiB or 2000 lines."
            self.findings.append(Finding("frontmatter-limit", 0, 0, message))
            return {}
        strange = _NOT_PRINTABLE.search(fm)
        if strange:
            message = f"An invisible character, U+{ord(strange[0]):04X}, was left out."
            line, column = mending.place(fm, strange.start())
            advice = "Delete the character."
            found = Finding("frontmatter-yaml", line, column, message, "", advice)
            self.findings.append(found)
            fm = _NOT_PRINTABLE.sub("", fm)
        quick = flat.read(fm)
        if quick:
            properties, self.lines = quick
            return properties
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
        self.lines = reading.lines
        reading.findings += mending.look_over(reading.properties, reading.lines)
        self.findings += sorted(reading.findings, key=lambda found: found[1:3])
        return reading.properties


def _rescue(block: str, error: Finding) -> Reading:
    """Read a broken block property by property; what cannot be read is reported."""
    whole = Reading("")
    for line, segment in mending.segments(block):
        try:
            part = Reading.of(segment)
        except BrokenError as broken:
            part = Reading("")
            found = broken.finding
            saved = mending.salvage(segment)
            if saved:
                part.properties[saved[0]] = saved[1]
                part.lines[saved[0]] = 0
                found = found._replace(about=saved[0])
                if saved[1] is None:
                    message = "A template's placeholder was left in."
                    found = Finding("placeholder", 0, 0, message, saved[0])
            part.findings.append(found)
        whole.findings += [f._replace(line=f.line + line) for f in part.findings]
        for key, value in part.properties.items():
            whole.put(key, value, part.lines[key] + line, 0)
    if not whole.findings:
        whole.findings.append(error)
    return whole


class Reading:
    """One pass of the parser over a block: the properties and what is odd about them."""

    def __init__(self, block: str) -> None:
        self.block = block
        self.properties: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.about = ""
        self.end = 0

    @staticmethod
    def of(block: str) -> Reading:
        """Return what a block says, or raise `BrokenError` with the place."""
        too_deep = mending.depth(block, DEEPEST)
        if too_deep:
            raise BrokenError(too_deep)
        reading = Reading(block)
        try:
            reading.root(yaml.parse(block, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = error.problem or "not YAML"
            raise BrokenError(_broken(block, mark, _MEANS.get(said, said))) from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BrokenError(_broken(block, None, type(error).__name__)) from None
        return reading

    def root(self, events: Iterator[Any]) -> None:
        """Read the one document of the block."""
        next(events)
        first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            return
        event = next(events)
        self._refuse(event)
        if isinstance(event, yaml.MappingStartEvent):
            if event.flow_style:
                message = "The properties are written as JSON."
                self._find("frontmatter-json", event, message)
            self._properties(events)
        else:
            self._value(events, event, 1)
            kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "text"
            message = f"The properties are {kind}, not `property: value`."
            self._find("frontmatter-list", event, message)
        next(events)
        if not isinstance(after := next(events), yaml.StreamEndEvent):
            message = "The properties end early; something follows."
            raise BrokenError(_broken(self.block, after.start_mark, message))

    def put(self, key: str, value: Value, line: int, column: int) -> None:
        """Take a property; the last of two counts, and both lines are named."""
        if key in self.properties:
            # Block lines count from 0 and the block starts on the file's line 2.
            message = f"`{key}` stands on line {self.lines[key] + 2} and {line + 2}."
            self.findings.append(Finding("key-duplicate", line, column, message, key))
        self.properties[key] = value
        self.lines[key] = line

    def _properties(self, events: Iterator[Any]) -> None:
        """Read the keys and values of the outermost mapping."""
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(events, event, 1)
            self.about = key
            digits = flat.keeps_digits(key)
            value = self._value(events, next(events), 1, digits=digits)
            mark = event.start_mark
            self.put(key, value, mark.line, mark.column)
            self.about = ""

    def _key(self, events: Iterator[Any], event: Any, depth: int) -> str:  # noqa: ANN401 - PyYAML's events have no types
        """Return a key as typed; one that is not text is reported."""
        self._refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            text = str(event.value)
            if not event.style and text == "<<":
                self._alias(event, "a merge key")
            if event.style or flat.core(text) == text:
                return text
        else:
            self._value(events, event, depth)
            text = self.block[event.start_mark.index : self.end].strip()
        code = "placeholder" if mending.PLACEHOLDER.search(text) else "frontmatter-key"
        self._find(code, event, f"The name `{text[:80]}` is not text.", text)
        return text

    def _value(
        self,
        events: Iterator[Any],
        event: Any,
        depth: int,
        *,
        digits: bool = False,  # noqa: ANN401 - as above
    ) -> Value:
        """Return a value; deeper than `DEEPEST` or an anchor stops the reading."""
        self._refuse(event)
        self.end = event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style else flat.core(event.value)
            return event.value if digits and value is not None else value
        if depth > DEEPEST:
            mark = event.start_mark
            message = f"Values are nested more than {DEEPEST} deep."
            found = Finding("frontmatter-limit", mark.line, mark.column, message)
            raise BrokenError(found)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, event, depth, digits=digits)
        return self._mapping(events, event, depth)

    def _list(
        self,
        events: Iterator[Any],
        event: Any,
        depth: int,
        *,
        digits: bool,  # noqa: ANN401 - as above
    ) -> Value:
        """Return a list as a tuple; an unquoted link as the text it was meant as."""
        start, found = event.start_mark, len(self.findings)
        items: list[Value] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(self._value(events, inner, depth + 1, digits=digits))
        self.end = inner.end_mark.index
        source = self.block[start.index : self.end]
        if source.startswith("[[") and mending.LINK.fullmatch(source):
            del self.findings[found:]
            self.findings.append(
                mending.unquoted(source, start.line, start.column, self.about)
            )
            return source
        return tuple(items)

    def _mapping(self, events: Iterator[Any], event: Any, depth: int) -> Value:  # noqa: ANN401 - as above
        """Return a nested mapping; what a template left in is None."""
        found = len(self.findings)
        result: dict[str, Value] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._key(events, inner, depth + 1)
            result[key] = self._value(events, next(events), depth + 1)
        self.end = inner.end_mark.index
        source = self.block[event.start_mark.index : self.end]
        if mending.PLACEHOLDER.fullmatch(source):
            del self.findings[found:]
            message = f"The template's {source} was never filled in."
            self._find("placeholder", event, message, self.about)
            return None
        return MappingProxyType(result)

    def _refuse(self, event: Any) -> None:  # noqa: ANN401 - as above
        """Raise if the event follows or makes an anchor, or has a tag."""
        if isinstance(event, yaml.AliasEvent):
            self._alias(event, "an alias (`*`)")
        if event.anchor is not None:
            self._alias(event, "an anchor (`&`)")
        if event.tag is not None:
            self._alias(event, "a tag (`!`)")

    def _alias(self, event: Any, what: str) -> None:  # noqa: ANN401 - as above
        mark = event.start_mark
        message = f"This is {what} to YAML, and is not followed."
        raise BrokenError(Finding("frontmatter-alias", mark.line, mark.column, message))

    def _find(self, code: str, event: Any, message: str, about: str = "") -> None:  # noqa: ANN401 - as above
        mark = event.start_mark
        found = Finding(code, mark.line, mark.column, message, about)
        self.findings.append(found)


def _broken(block: str, mark: Any, why: str) -> Finding:  # noqa: ANN401 - as above
    """Return why a block is not YAML, at the place the parser names."""
    line = mark.line if mark else 0
    column = mark.column if mark else 0
    last = block.rstrip("\n").count("\n")
    line, column = (line, column) if line <= last else (last, 0)
    return Finding("frontmatter-yaml", line, column, f"Not YAML: {why}.")
