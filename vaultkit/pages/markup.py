"""Markdown that cannot surprise: words from notes stay words, and links lead home.

Everything a page shows was typed by somebody, often pasted from elsewhere. Here it
is made to read as plain text in Obsidian and in any other Markdown reader: it cannot
become markup, HTML, a link, a tag, a comment, a formula, a field or a template.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.frozen import Frozen, field, replace
from vaultkit.notes.links import Files

if TYPE_CHECKING:
    from vaultkit.snapshot import VaultPath

Style = Literal["wikilink", "markdown", "plain"]


class Markup(str):
    """Text that is Markdown already; any other text is escaped before it is shown.

    Joining it with a plain `str` gives a plain `str` again, which is then escaped:
    forgetting something shows a few backslashes too many, never markup.
    """

    __slots__ = ()


_JOINERS: Final = "\u200c\u200d"  # Persian, Indic scripts and emoji need these two
_ODD: Final = re.compile(r"[^ -~\u00a1-\u00ac\u00ae-\u0377]")
_ALWAYS: Final = r"[\\`*\[\]<{}~$^|]"
_SPECIAL: Final = re.compile(
    rf"{_ALWAYS}"
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis, unless inside a word
    r"|(?<=[=])=|=(?==)"  # a highlight
    r"|(?<!\w)\#|\#(?=\w)"  # a tag; `C#` is not one
    r"|&(?=\#?\w{1,40};)"  # an entity
    r"|(?<![\w ])%|%(?=[%>}])"  # a comment, or a template's mark
    r"|(?<=/)/"  # an address
    r"|(?<=\S)@(?=\S)"  # a mail address
    r"|(?<=[wW]{3})\."  # an address without a scheme
    r"|(?<![0-9]):(?!\s)|:(?![0-9\s])|(?<=:):"  # a scheme, or a field
)
_ORDINARY: Final = re.compile(r"[^\W_](?:[^\W_]|[ ,;'()?!-])*")
_AT_START: Final = re.compile(r"([-+>=\#%:]|[0-9]{1,9}(?=[.)](?:\s|$)))")


def plain(text: str) -> str:
    """Return `text` on one line, without control, direction and invisible marks.

    Runs of white space become one space; ends are trimmed.
    """
    if _ODD.search(text):
        text = "".join(map(_seen, text))
    return " ".join(text.split())


def _seen(character: str) -> str:
    """Return a character, a space for a line's or page's end, nothing if unseen."""
    if character.isspace():
        return " "
    unseen = unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    return "" if unseen and character not in _JOINERS else character


def escape(text: str) -> Markup:
    """Return `text` as Markdown that shows the same words and nothing else.

    Safe within a line, at its start and in a cell of a table. Ordinary prose comes
    back as it was; what Markdown, Obsidian, Dataview or a template engine would act
    on gets a backslash.
    """
    return Markup(_begun(_marked(plain(text))))


def _marked(line: str) -> str:
    """Return a line with a backslash before all that would be acted on inside one.

    A colon at the end is spelt out: whatever stands next to it may be one, too.
    """
    if _ORDINARY.fullmatch(line):
        return line
    marked = _SPECIAL.sub(r"\\\g<0>", line)
    return f"{marked[:-2]}&#58;" if marked.endswith("\\:") else marked


def _begun(line: str) -> str:
    """Return a marked line that may begin a block without becoming another kind."""
    start = _AT_START.match(line)
    if not start:
        return line
    mark = start.end() if start.group().isdigit() else 0
    return f"{line[:mark]}\\{line[mark:]}"


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut between two words if it can be.

    What was cut is shown by an ellipsis. The result is not escaped.
    """
    text = plain(text)
    if len(text) <= limit:
        return text
    words, _, _ = text[:limit].rpartition(" ")
    kept = words if len(words) > limit // 2 else text[: limit - 1]
    return kept.rstrip(" ,;:.\u2013\u2014-") + "…"


# Dataview runs code spans that begin so; Templater and some highlighters read through
# code and take a backslash before its end for an escape.
_NO_CODE: Final = re.compile(r"^\$?=|`|<%|%%|::|\{[{%#]|\\\Z")


# A link that a sentence of ours tells somebody to write, in quotation marks or not.
_LINKS: Final = re.compile(r'"\[\[[^\[\]\n]{1,200}\]\]"|\[\[[^\[\]\n]{1,200}\]\]')


def code(text: str) -> Markup:
    """Return `text` as inline code; escaped instead where code would be acted on."""
    text = plain(text)
    if not text or _NO_CODE.search(text):
        return escape(text)
    return Markup(f"`{text}`")


def prose(text: str) -> Markup:
    """Return a sentence of ours: what stands in backticks is code, the rest escaped."""
    if "`" not in text:
        text = _LINKS.sub(r"`\g<0>`", text)
    first, *rest = plain(text).split("`")
    if len(rest) % 2 or "" in rest[:-1]:
        return escape(text)
    pieces = [_marked(part) if n % 2 else code(part) for n, part in enumerate(rest)]
    return Markup("".join([_begun(_marked(first)), *pieces]))


_BARE_IN_LABEL: Final = frozenset(" '.,()-")
_LIST_IN_LABEL: Final = re.compile(r"(?:[-+*]|[0-9]+[.)])(?=\s|$)")


def label(text: str) -> Markup:
    """Return `text` as a quoted Mermaid label that holds only that text.

    Mermaid's own character codes (`#34;`) stand for all ASCII punctuation that could
    end the label or be read as Markdown; a leading list mark is coded as well,
    because Mermaid 11 refuses labels that look like lists.
    """
    text = plain(text)
    listed = _LIST_IN_LABEL.match(text)
    head = listed.end() if listed else 0
    coded = "".join(map(_code, text[:head])) + "".join(map(_in_label, text[head:]))
    return Markup(f'"{coded}"')


def _in_label(character: str) -> str:
    return character if character in _BARE_IN_LABEL else _code(character)


def _code(character: str) -> str:
    if character.isalnum() or not character.isascii():
        return character
    return f"#{ord(character)};"


# A `#`, `^` or `|` ends the name in a link and brackets end the link. The others are
# names no editor makes, and each could act as markup outside Obsidian.
_UNLINKABLE: Final = re.compile(
    r"[#^|\[\]<>\\`{}*]|%%|::|//|~~|==|&\#?\w{1,40};|\s\s|(?:^|/)\s|\s(?:/|(?:\.md)?$)"
)


# Nearly every name is of these, and one look is enough.
_USUAL_NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.,'-]*+(?:[ /][A-Za-z0-9][A-Za-z0-9.,'-]*+)*+"
)


def linkable(name: str) -> bool:
    """Say whether a link can name this, and nothing but this, in every editor."""
    if _USUAL_NAME.fullmatch(name):
        return True
    return not _UNLINKABLE.search(name) and (
        not _ODD.search(name) or plain(name) == name
    )


@lru_cache(maxsize=16_384)
def _in_link(text: str) -> str:
    """Return what a link shows for a text, "" where it can show nothing but its name.

    Few days make most of what links show that is no name.
    """
    words = plain(text)
    return words if linkable(words) else ""


def _encoded(path: str) -> str:
    """Return a path as the destination of a Markdown link; letters stay readable."""
    return "".join(
        c if c.isalnum() or c in "/-._" or not c.isascii() else f"%{ord(c):02X}"
        for c in path
    )


class Linker(Frozen, frozen=True):
    """Writes links the way this vault's own links are written.

    Attributes:
        files: Every file of the vault and every page there could be, so that a page
            that appears or goes never changes a link on another.
        style: `wikilink`, `markdown` (relative, so that every editor follows it), or
            `plain` for names without links.
        page: The page the links stand on.
        targets: What links to notes say, whatever the page, as far as it was asked; ""
            where none can.
        names: What each of some notes is called in a link, whatever the style.
        itself: Whether the page may link itself.
    """

    files: Files
    style: Style
    page: VaultPath
    targets: dict[VaultPath, str] = field(default_factory=dict)
    names: dict[VaultPath, str] = field(default_factory=dict)
    itself: bool = False

    def name(self, path: VaultPath) -> str:
        """Return the shortest text that leads to a note from everywhere."""
        return self.names.get(path) or self.files.linktext(path)

    def know(self, path: VaultPath) -> None:
        """Find out what a link to a note says, before it is asked."""
        self.names[path] = self.files.linktext(path)
        self.link(path, "")

    def alone(self) -> Linker:
        """Return the same for the notes that are known, without all the others."""
        return replace(self, files=Files.of(()))

    def link(self, path: VaultPath, shown: str) -> Markup:
        """Return a link to a note, or its name alone where no link can name it."""
        if path == self.page and not self.itself:
            return escape(shown)  # it is shown in itself already
        target = self.targets.get(path)
        if target is None:
            target = self.targets[path] = self._target(path)
        if not target:
            return escape(shown)
        if self.style == "markdown":
            return Markup(f"[{escape(shown)}]({_encoded(self._relative(path))})")
        if shown == target:  # as most names are
            return Markup(f"[[{target}]]")
        words = _in_link(shown)
        same = not words or words == target
        return Markup(f"[[{target}]]" if same else f"[[{target}|{words}]]")

    def _target(self, path: VaultPath) -> str:
        """Return what a link to a note says, or "" where no link can name it."""
        if self.style == "plain" or not linkable(path):
            return ""
        target = self.name(path)
        # Obsidian cannot tell two files apart by paths that are the same to it.
        tied = target == path and self.files.resolve(target, self.page).rivals
        return "" if tied else target

    def _relative(self, path: VaultPath) -> str:
        way = relpath(path, dirname(self.page) or ".")
        return way if way.startswith("../") else f"./{way}"
