"""Inlay: what a block in a note asks for, and the text that is to stand in it.

A block says what a page says, or what there is about the person whose note it is in;
shorter where it asks for that, and without headings, which would be the note's own.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.between import FROZEN, problem
from vaultkit.book.people import PersonId
from vaultkit.frozen import Frozen, replace
from vaultkit.insights.brief import brief
from vaultkit.insights.near import could_help
from vaultkit.names import key
from vaultkit.pages import IN_WORDS
from vaultkit.pages.rows import ORDERS, taken
from vaultkit.pages.template import failures

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vaultkit.notes.note import Note
    from vaultkit.pages import Press
    from vaultkit.pages.asked import Asked
    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath

LONGEST: Final = 500
"""The most rows a block may ask for."""

OF_A_PERSON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "brief": "blocks/brief.md.j2",
        "shared with me": "blocks/shared-with-me.md.j2",
        "could help": "blocks/could-help.md.j2",
    }
)
"""What a block in somebody's note may ask for about them, and its template."""

_OPTION: Final = re.compile(r"([a-z]{1,20})=(\S{1,40})", re.IGNORECASE)
_INTRODUCED: Final = re.compile(r"\A\*[^*\n]+\*(?:\n+|\Z)")
_HEADING: Final = re.compile(r"^#{1,6} (.*)$", re.MULTILINE)
_SAID: Final = 80


class Wanted(NamedTuple):
    """What a block asks for.

    Attributes:
        name: As it was written, without what follows.
        limit: How many rows; 0 for what the page shows.
        order: One of `ORDERS`, or "".
        frozen: It stays as it is.
        wrong: What in it means nothing, or "".
    """

    name: str
    limit: int = 0
    order: str = ""
    frozen: bool = False
    wrong: str = ""


def wanted(asked: str) -> Wanted:
    """Return what a block asks for in its first line: `reconnect limit=3`."""
    name: list[str] = []
    found = Wanted("")
    for word in asked.split():
        option = _OPTION.fullmatch(word)
        if option:
            found = _with(found, option[1].lower(), option[2].lower(), word)
        elif word.lower() == FROZEN:
            found = found._replace(frozen=True)
        else:
            name.append(word)
    return found._replace(name=" ".join(name))


def _with(found: Wanted, what: str, value: str, word: str) -> Wanted:
    if what == "limit" and value.isascii() and value.isdigit():
        if 1 <= int(value[:4]) <= LONGEST:
            return found._replace(limit=int(value[:4]))
    elif what == "order" and value in ORDERS:
        return found._replace(order=value)
    return found._replace(wrong=found.wrong or word)


class Inlay(Frozen, frozen=True):
    """What blocks are filled from.

    Attributes:
        asked: What every page is asked with.
        press: Prints templates.
        everybody: Everybody the notes tell of, whom no page may name as well.
        theirs: Where the pages of others stand, by name.
    """

    asked: Asked
    press: Press
    everybody: Collection[PersonId]
    theirs: Mapping[str, VaultPath]

    def texts(self, note: Note) -> tuple[dict[int, str], tuple[Problem, ...]]:
        """Return what the blocks of a note should say, by the line that begins each.

        Those that stay as they are, being frozen or about somebody private, are left
        out, as are those that ask for what there is not: they are problems.
        """
        texts: dict[int, str] = {}
        wrong: list[Problem] = []
        for block in note.blocks:
            want = wanted(block.asked)
            if want.frozen:
                continue
            try:
                text = self._text(note.path, want)
            except _UnknownError as unknown:
                message, advice = str(unknown), unknown.advice
                wrong.append(
                    problem(note.path, block, "block-unknown", message, advice)
                )
            except failures() as broken:
                said = f"its template failed ({type(broken).__name__})"
                wrong.append(
                    problem(note.path, block, "block-unwritable", said, _REPORT)
                )
            else:
                if text is not None:
                    texts[block.first] = text
        return texts, tuple(wrong)

    def _text(self, path: VaultPath, want: Wanted) -> str | None:
        if want.wrong:
            raise _UnknownError(f"`{want.wrong[:_SAID]}` means nothing here", _OPTIONS)
        names = self.press.settings.page_names
        for page in IN_WORDS:
            if key(want.name) in {key(page.name), key(names[page.name])}:
                found = page.find(self.asked)
                if found.empty:
                    return ""
                text = self._printed(page.template, found, path, want)
                return _HEADING.sub(r"**\1**", _INTRODUCED.sub("", text))
        for name, template in OF_A_PERSON.items():
            if key(want.name) == key(name):
                who = self._person(path, want)
                return who and self._printed(
                    template, self._about(name, who), path, want
                )
        raise self._unknown(want.name)

    def _unknown(self, name: str) -> _UnknownError:
        """Return what to say where a block asks for what there is not, or not here."""
        for other, theirs in self.theirs.items():
            called = theirs.rpartition("/")[2].removesuffix(".md")
            if key(name) in {key(other), key(called)}:
                said = f"a block asks for `{name[:_SAID]}`, the page of a plugin"
                advice = f"Blocks hold pages of ours; embed that one: `![[{called}]]`."
                return _UnknownError(said, advice)
        known = ", ".join([*OF_A_PERSON, *(page.name for page in IN_WORDS)])
        said = f"a block asks for `{name[:_SAID]}`, which there is not"
        return _UnknownError(said, f"There are: {known}.")

    def _person(self, path: VaultPath, want: Wanted) -> PersonId | None:
        """Return whose note it is; None where no page may name them."""
        who, book = PersonId(path), self.press.book
        if who in book.people and who != book.me:
            return who
        if who in self.everybody and who != book.me:
            return None
        whose = "your own" if who == book.me else "nobody's"
        said = f"a block asks for `{want.name[:_SAID]}`, and this is {whose} note"
        raise _UnknownError(said, "Put it into the note of the person it is about.")

    def _about(self, name: str, who: PersonId) -> object:
        asked = self.asked
        if name == "could help":
            return could_help(who, asked.help.matches, asked.help.mine)
        return brief(asked.network, who, asked.settings, asked.today)

    def _printed(
        self, template: str, found: object, path: VaultPath, want: Wanted
    ) -> str:
        press = self.press
        if want.limit:
            settings = replace(press.settings, page_limit=want.limit)
            press = replace(press, settings=settings)
        rows = taken(found, press.book, want.limit, want.order)
        nothing = dict.fromkeys(("spoken", "theirs", "silent", "following"), ())
        values = {**nothing, "page": rows}
        return press.body(template, press.linker(path), values)[0]


class _UnknownError(Exception):
    """A block asks for what there is not."""

    def __init__(self, said: str, advice: str) -> None:
        super().__init__(said)
        self.advice = advice


_OPTIONS: Final = (
    f"After its name a block may say `limit=1` to `limit={LONGEST}`, `order=` with one "
    f"of {', '.join(ORDERS)}, and `{FROZEN}`."
)
_REPORT: Final = "The block stays as it is; please report this."
