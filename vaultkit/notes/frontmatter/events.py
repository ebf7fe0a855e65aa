"""YAML by events: no depth, anchor or tag is followed, each value has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from vaultkit.notes import flat, mending
from vaultkit.notes.fences import FIRST_LINE
from vaultkit.notes.mending import BrokenError, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.notes.flat import Value

Event: TypeAlias = Any
"""One of PyYAML's events, whose marks its type stubs call optional; they never are."""

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST: Final = 32

_QUOTED: Final = frozenset({"'", '"'})

_MEANS: Final[Mapping[str, str]] = {
    "mapping values are not allowed in this context": "a second `: ` in one value",
    "found unknown escape character": "a backslash that YAML does not know",
    "found unexpected end of stream": "a quotation mark that is never closed",
    "found character that cannot start any token": "no value can start like this",
    "could not find expected ':'": "a line that is no `property: value`",
}


class Reading:
    """One pass of the parser over a block: its properties, and what is odd."""

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
            reading.root(yaml.parse(block, Loader=LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = error.problem or "not YAML"
            raise BrokenError(_broken(block, mark, _MEANS.get(said, said))) from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BrokenError(_broken(block, None, type(error).__name__)) from None
        return reading

    def root(self, events: Iterator[Event]) -> None:
        """Read the one document of the block."""
        next(events)
        first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            return
        event = next(events)
        self._refuse(event)
        if isinstance(event, yaml.MappingStartEvent):
            if event.flow_style:
                message = "the properties are written as JSON"
                self._find("frontmatter-json", event, message)
            self._properties(events)
        else:
            self._value(events, event, 1)
            kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "text"
            message = f"the properties are {kind}, not `property: value`"
            self._find("frontmatter-list", event, message)
        next(events)
        if not isinstance(after := next(events), yaml.StreamEndEvent):
            message = "the properties end early, and something follows"
            raise BrokenError(_broken(self.block, after.start_mark, message))

    def put(self, key: str, value: Value, line: int, column: int) -> None:
        """Take a property; the last of two counts, and both lines are named."""
        if key in self.properties:
            self._twice(key, self.lines[key], line, column, key)
        self.properties[key] = value
        self.lines[key] = line

    def _properties(self, events: Iterator[Event]) -> None:
        """Read the keys and values of the outermost mapping."""
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(events, event, 1)
            self.about = key
            digits = flat.keeps_digits(key)
            value = self._value(events, next(events), 1, digits=digits)
            mark = event.start_mark
            self.put(key, value, mark.line, mark.column)
            self.about = ""

    def _key(self, events: Iterator[Event], event: Event, depth: int) -> str:
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
        if not mending.PLACEHOLDER.search(text):
            message = f"the name `{text[:80]}` is not text"
            self._find("frontmatter-key", event, message, text)
        return text

    def _value(
        self,
        events: Iterator[Event],
        event: Event,
        depth: int,
        *,
        digits: bool = False,
    ) -> Value:
        """Return a value; deeper than `DEEPEST` or an anchor stops the reading."""
        self._refuse(event)
        self.end = event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            if event.style in _QUOTED:
                self._glued(event)
            value = event.value if event.style else flat.core(event.value)
            return event.value if digits and value is not None else value
        if depth > DEEPEST:
            mark = event.start_mark
            message = f"values are nested more than {DEEPEST} deep"
            found = Finding("frontmatter-limit", mark.line, mark.column, message)
            raise BrokenError(found)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, event, depth, digits=digits)
        return self._mapping(events, event, depth, digits=digits)

    def _list(
        self,
        events: Iterator[Event],
        event: Event,
        depth: int,
        *,
        digits: bool,
    ) -> Value:
        """Return a list as a tuple; an unquoted link as the text it was meant as."""
        start, found = event.start_mark, len(self.findings)
        items: list[Value] = []
        inner: Event
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(self._value(events, inner, depth + 1, digits=digits))
        self.end = _end(inner)
        self._glued(inner)
        source = self.block[start.index : self.end]
        if source[2:3] not in {'"', "'"} and mending.LINK.fullmatch(source):
            del self.findings[found:]
            self.findings.append(
                mending.unquoted(source, start.line, start.column, self.about)
            )
            return source
        return tuple(items)

    def _mapping(
        self, events: Iterator[Event], event: Event, depth: int, *, digits: bool
    ) -> Value:
        """Return a nested mapping; what a template left in is None."""
        found = len(self.findings)
        result: dict[str, Value] = {}
        lines: dict[str, int] = {}
        inner: Event
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key, mark = self._key(events, inner, depth + 1), inner.start_mark
            if key in lines:
                self._twice(key, lines[key], mark.line, mark.column, self.about)
            lines[key] = mark.line
            kept = digits or flat.keeps_digits(key)
            result[key] = self._value(events, next(events), depth + 1, digits=kept)
        self.end = _end(inner)
        self._glued(inner)
        source = self.block[event.start_mark.index : self.end]
        if mending.PLACEHOLDER.fullmatch(source):
            del self.findings[found:]
            message = f"the template's `{source}` was never filled in"
            self._find("placeholder", event, message, self.about)
            return None
        return result

    def _refuse(self, event: Event) -> None:
        """Raise if the event follows or makes an anchor, or has a tag."""
        if isinstance(event, yaml.AliasEvent):
            self._alias(event, "an alias (`*`)")
        if event.anchor is not None:
            self._alias(event, "an anchor (`&`)")
        if event.tag is not None:
            self._alias(event, "a tag (`!`)")

    def _alias(self, event: Event, what: str) -> None:
        mark = event.start_mark
        message = f"YAML takes this for {what}, which is not followed"
        raise BrokenError(Finding("frontmatter-alias", mark.line, mark.column, message))

    def _glued(self, event: Event) -> None:
        """Report a comment right behind a value, for which Obsidian reads nothing."""
        mark = event.end_mark
        if self.block[mark.index : mark.index + 1] == "#":
            message = "there is no space before the `#` of a comment"
            advice = "Write a space before the `#`."
            found = Finding(
                "frontmatter-yaml", mark.line, mark.column, message, self.about, advice
            )
            self.findings.append(found)

    def _twice(self, key: str, first: int, line: int, column: int, about: str) -> None:
        """Report a key that stands twice in one mapping; the last one counts."""
        places = f"line {first + FIRST_LINE} and again on line {line + FIRST_LINE}"
        message = f"`{key}` stands on {places}"
        self.findings.append(Finding("key-duplicate", line, column, message, about))

    def _find(self, code: str, event: Event, message: str, about: str = "") -> None:
        mark = event.start_mark
        found = Finding(code, mark.line, mark.column, message, about)
        self.findings.append(found)


def _end(event: Event) -> int:
    """Return where in the block an event ends."""
    return int(event.end_mark.index)


def _broken(block: str, mark: Event, why: str) -> Finding:
    """Return why a block is not YAML, at the place the parser names."""
    line = mark.line if mark else 0
    column = mark.column if mark else 0
    last = block.rstrip("\n").count("\n")
    line, column = (line, column) if line <= last else (last, 0)
    return Finding("frontmatter-yaml", line, column, f"this is not YAML: {why}")
