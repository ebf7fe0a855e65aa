"""Front matter that is broken or odd: what to report, and what can be saved of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.notes import flat
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.notes.flat import Value


class Finding(NamedTuple):
    """Something to report: line and column in the block, counted from 0."""

    code: str
    line: int
    column: int
    message: str
    about: str = ""
    advice: str = ""


class BrokenError(Exception):
    """A block that cannot be read as a whole."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


PLACEHOLDER: Final = re.compile(r"\{\{[^{}\n]{0,80}\}\}|<%[^%\n]{1,80}%>")
LINK: Final = re.compile(r"\[\[[^\[\]\n]{1,500}\]\]")
QUOTE: Final = "'"
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"")
_ESCAPED: Final = re.compile(r"\\(.)")
_BARE_LINKS: Final = re.compile(
    r"^((?:[^\s:#\-\"'\[{][^:\n]{0,99}:|[ \t]{0,40}-) +)"
    r"(\[\[[^\[\]\n]{1,500}\]\](?: ?[,;]? ?\[\[[^\[\]\n]{1,500}\]\]){0,200})[ \t]*$",
    re.MULTILINE,
)
_TABS: Final = re.compile(
    r"^(?:(?= *\t)[ \t]++(?=#|$)|((?: *+-)++)(?= *+\t)[ \t]++)", re.MULTILINE
)
"""Tabs where YAML has nothing to say against them and libyaml has."""
_HEAD: Final = re.compile(r"([^\s:#\-\"'\[{&*!][^:\n]{0,99}?)[ \t]*:(?:[ \t]+(.*))?")
_START: Final = re.compile(r"^(?:[^\s#\-\]}]|-\S)", re.MULTILINE)
"""How a line begins that hangs on no property above it."""
_BRACKETS: Final = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+'|(?:^|(?<=\s))#.*|[\[\]{}]", re.MULTILINE
)

_ADVICE: Final[Mapping[str, str]] = {
    "frontmatter-yaml": "Put the value in quotation marks.",
    "frontmatter-limit": "Move the text into the note, below the second `---`.",
    "frontmatter-alias": "Write the value out, or put it in quotation marks.",
    "frontmatter-list": "Write one `property: value` a line.",
    "frontmatter-json": "Nothing needs doing; Obsidian rewrites it when it saves.",
    "frontmatter-foreign": "Write YAML between `---` if Obsidian is to see them.",
    "frontmatter-toml": "Mend the line, or write the properties as YAML.",
    "frontmatter-key": "Put the name in quotation marks if it is meant so.",
    "frontmatter-unclosed": "Write `---` on a line of its own below the properties.",
    "frontmatter-dots": "Write `---` instead, so that Obsidian reads the properties.",
    "frontmatter-late": "Remove what stands above the first `---`.",
    "frontmatter-spaces": "Delete them, so that Obsidian reads the properties.",
    "key-duplicate": "Keep one of the two.",
    "key-singular": "Use the plural name.",
    "tags-unread": "Write the tags as a list, one a line, `-` or `_` for spaces.",
    "placeholder": "Write the value, or leave it empty.",
    "pipe-escape": "Write `|` alone; only tables need the backslash.",
    "link-unquoted": "Put the link in quotation marks.",
}


def problem(path: str, found: Finding, offset: int) -> Problem:
    """Return a finding as a problem; `offset` is the line the block starts on."""
    code, line, column, message, about, advice = found
    advice = advice or _ADVICE[code]
    return Problem(path, line + offset, column + 1, code, message, advice, about)


def depth(block: str, most: int) -> Finding | None:
    """Return where brackets nest deeper than `most`; one linear pass, no parser."""
    if block.count("[") + block.count("{") <= most:
        return None
    open_ = 0
    for match in _BRACKETS.finditer(block):
        mark = match[0]
        if mark in "[{":
            open_ += 1
        elif mark in "]}":
            open_ = max(0, open_ - 1)
        if open_ > most:
            line, column = place(block, match.start())
            message = f"brackets are nested more than {most} deep"
            return Finding("frontmatter-limit", line, column, message)
    return None


def place(block: str, at: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 0."""
    return block.count("\n", 0, at), at - block.rfind("\n", 0, at) - 1


def mend(block: str) -> tuple[str, list[Finding]]:
    """Return the block with what is surely meant put right, and what was wrong.

    A pipe that is escaped in double quotes is a pipe, and links without quotation
    marks get them; every line stays on its line. A tab behind a dash, or alone on its
    line, is nothing wrong.
    """
    findings: list[Finding] = []

    def links(match: re.Match[str]) -> str:
        line, column = place(block, match.start(2))
        found = LINK.findall(match[2])
        quoted = [f"'{link.replace(QUOTE, QUOTE * 2)}'" for link in found]
        text = quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
        about = match[1].partition(":")[0].strip(" -") if ":" in match[1] else ""
        findings.append(unquoted(match[2], line, column, about))
        return f"{match[1]}{text}"

    def pipes(match: re.Match[str]) -> str:
        plain = _ESCAPED.sub(lambda m: "|" if m[1] == "|" else m[0], match[0])
        if plain != match[0]:
            line, column = place(block, match.start() + match[0].index("\\|"))
            message = f"`{match[0]}` is not YAML; it is read as `{plain}`"
            findings.append(Finding("pipe-escape", line, column, message))
        return plain

    mended = _TABS.sub(lambda match: f"{match[1]} " if match[1] else "", block)
    mended = _BARE_LINKS.sub(links, mended)
    if "\\|" in mended:
        mended = _QUOTED.sub(pipes, mended)
    return mended, findings


def unquoted(text: str, line: int, column: int, about: str) -> Finding:
    """Return the report of links without quotation marks, with the fix written out."""
    found = LINK.findall(text)
    quoted = [f'"{link}"' for link in found]
    fix = quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
    message = f"`{text}` without quotation marks is no link for Obsidian"
    return Finding("link-unquoted", line, column, message, about, f"Write {fix}.")


def segments(block: str) -> Iterator[tuple[int, str]]:
    """Yield each property of a broken block, a key and what hangs on it, by line."""
    starts = [match.start() for match in _START.finditer(block)]
    if not starts or block[: starts[0]].strip():
        starts.insert(0, 0)
    for at, end in zip(starts, [*starts[1:], len(block)], strict=True):
        yield block.count("\n", 0, at), block[at:end]


def dashed(segment: str) -> Finding | None:
    """Return what to say of a line that was to end the properties, and has more."""
    if not segment.startswith("---"):
        return None
    message = "more than `---` stands on this line, so the properties do not end here"
    advice = "Write `---` alone on its line, or take this one out."
    return Finding("frontmatter-yaml", 0, 0, message, "", advice)


def salvage(segment: str) -> tuple[str, Value] | None:
    """Return key and words of a property that is not YAML, or None.

    Only a value on one line is kept, as the text it is; half a list is not.
    """
    first, _, rest = segment.partition("\n")
    head = _HEAD.fullmatch(first)
    if head is None or any(
        line.strip() and not line.lstrip().startswith("#") for line in rest.split("\n")
    ):
        return None
    text = (head[2] or "").strip()
    if PLACEHOLDER.search(text):
        return head[1], None
    if text[:1] in {'"', "'"}:
        text = text[1:].removesuffix(text[0]).strip()
    if text[:1] in {"[", "{"} and not LINK.fullmatch(text):
        return None
    if text[:1] in {"&", "*", "!", "|", ">"}:
        return None
    return head[1], text or None


def look_over(
    properties: Mapping[str, Value], lines: Mapping[str, int]
) -> Iterator[Finding]:
    """Yield what is readable and still not what Obsidian will take it for."""
    for key, value in properties.items():
        line, folded = lines[key], key.lower()
        if folded in {"tag", "alias"}:
            plural = "tags" if folded == "tag" else "aliases"
            message = f"`{key}` is not read by Obsidian; `{plural}` is"
            yield Finding(
                "key-singular", line, 0, message, key, f"Rename it `{plural}`."
            )
        if folded == "tags" and not flat.clean_tags(value):
            message = f"these are no tags for Obsidian: {_quote(value)}"
            yield Finding("tags-unread", line, 0, message, key)
        words = value if isinstance(value, tuple) else (value,)
        for word in words:
            found = PLACEHOLDER.search(word) if isinstance(word, str) else None
            if found:
                message = f"the template's `{found[0]}` was never filled in"
                yield Finding("placeholder", line, 0, message, key)
                break


def _quote(value: Value) -> str:
    """Return a value short enough for a message."""
    items = value if isinstance(value, tuple) else (value,)
    bad = [_typed(item) for item in items[:50] if not flat.clean_tags((item,))]
    text = ", ".join(bad) if bad else _typed(value)
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 - one line


def _typed(value: Value) -> str:
    """Return a value on one line, much as somebody would type it in YAML."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_typed, value[:50]))}]"
    pairs = (f"{key}: {_typed(item)}" for key, item in list(value.items())[:50])
    return f"{{{', '.join(pairs)}}}"
