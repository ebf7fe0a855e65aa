"""One note: its properties, links, tags and lines, read from its bytes alone."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from vaultkit import names
from vaultkit.dates import either, leading_date
from vaultkit.frozen import Frozen, replace
from vaultkit.notes import frontmatter, linking, markdown, masking, stated
from vaultkit.problems import Problem
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.notes.blocks import Block
    from vaultkit.notes.flat import Value
    from vaultkit.notes.frontmatter import FrontMatter
    from vaultkit.notes.linking import Link
    from vaultkit.notes.markdown import Body, Entry
    from vaultkit.notes.stated import Stated
    from vaultkit.snapshot import VaultPath
    from vaultkit.ways import Ways

MOST_BYTES: Final = 1024 * 1024
"""A note longer than this is not read."""
MOST_UNDATED: Final = 20
"""Problems with dates that are reported of one note."""
MOST_CODED: Final = 20
"""Lines in backticks that are looked at of one note."""
MOST_DISPUTED: Final = 20
"""Places where git left two versions that are reported of one note."""
MOST_LINKS: Final = 20_000
MOST_ENTRIES: Final = 20_000
"""Links and log lines that are read of one note: ten years with five a day."""
_BROKEN: Final = frozenset(
    {
        *("frontmatter-unclosed", "frontmatter-late", "frontmatter-yaml"),
        *("frontmatter-alias", "frontmatter-list", "frontmatter-limit"),
        "frontmatter-toml",
        "key-duplicate",
    }
)
_CODED: Final = re.compile(
    r"^([ \t]*)(?:[-*+][ \t]+)?`([^`\n]{1,300})`[ \t]*$", re.MULTILINE
)
_PRIVATE: Final = re.compile(
    r"(?:^|[{,])[ \t\"'-]{0,9}(private|confidential)[\"']?[ \t]*[:=]"
    r"(?:(?![ \t]*[\"']?(?:false|no|off|null|~|0)?[\"']?[ \t]*[,}]?[ \t]*$)"
    r"|[ \t]*\n[ \t]*-[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_TOP: Final = 4_096
"""Characters of a note in which a broken `private` is looked for."""
_TAGS: Final = frozenset(map("".join, product("tT", "aA", "gG", "sS")))


class Note(Frozen, frozen=True):
    """Everything one file says; the same bytes always give the same note.

    Its mappings are plain dicts that nobody changes, so that it can be pickled.

    Attributes:
        path: Where it is in the vault.
        properties: Front matter, keys as typed, in order.
        lines: The line of each property.
        tags: Of front matter and body, as first typed, without `#`, each once.
        links: Of front matter first, then of the body.
        entries: The lines of the body that may record something.
        headings: Line, level and text of each.
        problems: What could not be read as it stands.
        blocks: Where vaultkit writes; none where any of their lines is wrong.
        shown: The links in those blocks, which Obsidian sees and which say nothing.
        added: What readers of others found besides, as JSON, by their package.
        more: Properties that stand elsewhere than on a line of the front matter.
    """

    path: VaultPath
    properties: Mapping[str, Value]
    lines: Mapping[str, int]
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    entries: tuple[Entry, ...] = ()
    headings: tuple[tuple[int, int, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    blocks: tuple[Block, ...] = ()
    shown: tuple[Link, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    more: tuple[Stated, ...] = ()

    @property
    def name(self) -> str:
        """The file name without `.md`."""
        name = self.path.rpartition("/")[2]
        return name[:-3] if name[-3:].lower() == ".md" else name


def parse(path: VaultPath, data: bytes, ways: Ways = USUAL) -> Note:
    """Return the note that `data` is; never raises, whatever the bytes are.

    A file over 1 MiB or with NUL bytes is not read; other bytes that are not UTF-8
    are reported and read as Obsidian shows them, as U+FFFD. `ways` is how the vault
    is written.
    """
    if len(data) > MOST_BYTES or 0 in data:
        return _refused(path, data)
    text, problems = _decode(path, data)
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
        problems += _marked(path, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = frontmatter.read(path, text)
    body, more = _body(path, text[front.body_at :], front.body_line, ways, problems)
    if front.problems:
        front = _closed(front, text)
    return Note(
        path,
        front.properties,
        front.lines,
        _tags(front.properties, body.tags),
        (*front.links, *body.links) if front.links else body.links,
        body.entries,
        body.headings,
        (*problems, *front.problems) if problems else front.problems,
        body.ours.blocks,
        body.shown,
        more=(*front.more, *more) if more else front.more,
    )


def _marked(path: VaultPath, text: str) -> list[Problem]:
    """Return what a byte-order mark before a text does to its front matter."""
    if not text.startswith("---"):
        return []
    message = "a byte-order mark stands before the `---`"
    advice = "Save the note as UTF-8 without a byte-order mark."
    return [Problem(path, 1, 1, "frontmatter-bom", message, advice)]


def _body(
    path: VaultPath, text: str, line: int, ways: Ways, problems: list[Problem]
) -> tuple[Body, tuple[Stated, ...]]:
    """Return what a body says and what it states as properties; report what is odd."""
    body = _limited(path, markdown.read(text, line, ways), problems)
    if body.undated or body.ours.broken or ("<" in text and "<<<<<<<" in text):
        problems += [*_undated(path, body), *_broken(path, body)]
        problems += _disputed(path, text, line)
    if "`" in text and "[[" in text:
        problems += _coded(path, text, line, ways)
    if ways is USUAL and "::" not in text:
        return body, ()
    return body, stated.read(text, line, ways, body.ours.lines)


def _limited(path: VaultPath, body: Body, problems: list[Problem]) -> Body:
    """Return a body without what is more than is read, and report from which line."""
    if len(body.links) <= MOST_LINKS and len(body.entries) <= MOST_ENTRIES:
        return body
    left = (body.links[MOST_LINKS:][:1], body.entries[MOST_ENTRIES:][:1])
    line = min(one.line for first in left for one in first)
    message = f"from here on are more than {MOST_LINKS:,} links or log lines"
    advice = "Split the note; what is further down is not on any page."
    problems.append(Problem(path, line, 1, "note-limit", message, advice))
    links = body.links[:MOST_LINKS]
    entries = [one for one in body.entries[:MOST_ENTRIES] if one.line <= line]
    if entries and entries[-1].line == line:
        known = set(links)
        kept = tuple([link for link in entries[-1].links if link in known])
        entries[-1] = replace(entries[-1], links=kept)
    return replace(body, links=links, entries=tuple(entries))


def _undated(path: VaultPath, body: Body) -> list[Problem]:
    """Return the dates of lines and headings that are on no calendar."""
    return [
        Problem(
            path,
            line,
            1,
            "date-unclear",
            *unclear(words),
        )
        for line, words in body.undated[:MOST_UNDATED]
    ]


def _coded(path: VaultPath, text: str, line: int, ways: Ways) -> Iterator[Problem]:
    """Yield the lines that would be log lines but for the backticks around them.

    That is how a line is pasted which a page shows as code.
    """
    coded = (found for found in _CODED.finditer(text) if "[[" in found[2])
    there = {
        line + text.count("\n", 0, found.start()) for found in islice(coded, MOST_CODED)
    }
    if not there:
        return
    bare = markdown.read(_CODED.sub(r"\1\2", text), line, ways)
    daily = leading_date(path.rpartition("/")[2].removesuffix(".md"), ways) is not None
    for one in bare.entries:
        meant = one.word and one.links and one.task is not False
        if meant and one.line in there and (one.date or daily):
            message = "this line stands in backticks, so it is code and no log line"
            advice = "Take the backticks away, and it counts."
            yield Problem(path, one.line, 1, "line-code", message, advice)


def _disputed(path: VaultPath, text: str, line: int) -> Iterator[Problem]:
    """Yield where git left two versions of some lines, and how much they differ."""
    for start, middle, end in masking.disputed(text)[:MOST_DISPUTED]:
        ours, theirs = middle - start - 1, end - middle - 1
        lengths = f"of {ours} and {theirs} lines"
        message = f"two versions stand here to line {line + end}, {lengths}"
        advice = "Keep what is right and delete the marks; until then neither is read."
        yield Problem(path, line + start, 1, "conflict-marks", message, advice)


def unclear(words: str) -> tuple[str, str]:
    """Return what is wrong with a date that is none, or is two, and what to do."""
    days = either(words)
    if days is None:
        advice = (
            "Write a day of the calendar; until then what stands there has no date."
        )
        return f"`{words}` is not a date", advice
    advice = f"Write {days[0]} or {days[1]}, or set `date_order` in vaultkit.toml."
    return f"`{words}` may be two days", advice


def _broken(path: VaultPath, body: Body) -> list[Problem]:
    """Return the lines of blocks that make none."""
    advice = (
        "Put `<!-- vaultkit: ... -->` and `<!-- /vaultkit -->` around it, each alone "
        "on its line, one pair after the other; until then nothing is written to this "
        "note, and what stands between is not read."
    )
    found = body.ours.broken[:MOST_UNDATED]
    return [Problem(path, at, 1, "block-broken", said, advice) for at, said in found]


def _refused(path: VaultPath, data: bytes) -> Note:
    """Return a note that is too large or no text, with the reason."""
    if len(data) > MOST_BYTES:
        message = f"this file has {len(data):,} bytes; notes are read up to 1 MiB"
        advice = "Split it into several notes."
        return unread(path, Problem(path, 1, 1, "file-too-large", message, advice))
    message = f"byte {data.index(0) + 1} is NUL, so this is not UTF-8 text"
    advice = "Save it as UTF-8, or give it another ending than `.md`."
    return _no_text(path, data, Problem(path, 1, 1, "file-not-text", message, advice))


def _closed(front: FrontMatter, text: str) -> FrontMatter:
    """Return front matter that keeps a note private although it is broken.

    What asks for privacy is believed wherever it stands at the top of a note: whoever
    wrote it meant it, and a mistake beside it must not undo it.
    """
    broken = any(one.code in _BROKEN for one in front.problems)
    long = any(one.code == "frontmatter-limit" for one in front.problems)
    asked = _PRIVATE.search(text, 0, MOST_BYTES if long else _TOP) if broken else None
    twice = any(
        one.code == "key-duplicate" and names.key(one.about) == "private"
        for one in front.problems
    )
    known = any(names.key(key) == "private" for key in front.properties)
    if asked is None or (known and not twice):
        return front
    line = text.count("\n", 0, asked.start(1)) + 1
    kept = {k: v for k, v in front.properties.items() if names.key(k) != "private"}
    return replace(
        front,
        properties={**kept, "private": True},
        lines={**front.lines, "private": line},
    )


def unread(path: VaultPath, *problems: Problem) -> Note:
    """Return a note of which nothing was read: private, for it may say so."""
    return Note(path, {"private": True}, {"private": 1}, problems=problems)


def _no_text(path: VaultPath, data: bytes, problem: Problem) -> Note:
    """Return a note that is no UTF-8 text: nothing of it is read, unless it is private.

    Then its properties are, as well as they can be: its names may stand elsewhere.
    """
    coding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = data.decode(coding, errors="replace").replace("\0", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = frontmatter.read(path, text)
    if not (_PRIVATE.search(text, 0, _TOP) or "private" in front.properties):
        return Note(path, {}, {}, problems=(problem,))
    hidden = {key: value for key, value in front.properties.items() if value}
    lines = {**front.lines, "private": front.lines.get("private", 1)}
    return Note(path, {**hidden, "private": True}, lines, problems=(problem,))


def _decode(path: VaultPath, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, and the first byte that is not UTF-8."""
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = len(before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        column = len(before[start:].decode(errors="replace")) + 1
        byte = f"0x{data[error.start]:02X}"
        message = f"byte {error.start + 1} ({byte}) is not UTF-8"
        advice = "Save the note as UTF-8."
        problem = Problem(path, line, column, "file-not-text", message, advice)
        return data.decode(errors="replace"), [problem]


def _tags(properties: Mapping[str, Value], body: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of `tags` and of the body, each once, as first typed."""
    if _TAGS.isdisjoint(properties):
        return body
    first: dict[str, str] = {}
    for key in [key for key in properties if key in _TAGS]:
        value = properties[key]
        for tag in value if isinstance(value, tuple) else (value,):
            name = linking.tag_name(tag) if isinstance(tag, str) else ""
            if name:
                first.setdefault(name.lower(), name)
    for name in body:
        first.setdefault(name.lower(), name)
    return tuple(first.values())
