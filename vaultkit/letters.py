"""Letters: the messages that are drafted, in the vault's own words where it has some.

A note such as `Templates/Messages/opt-in.md`, in a folder of templates that is never
read otherwise, takes the place of the message that is shipped. It is plain text with
places for names; nothing in it is ever run.
"""

from __future__ import annotations

import difflib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.names import fold
from vaultkit.problems import Problem
from vaultkit.shipped import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath

LETTERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "opt-in": ("to", "other", "why"),
        "asked": ("to", "other", "why"),
        "joint": ("to", "other", "why"),
        "news": ("to", "other"),
        "not-this-time": ("to", "other"),
        "kind-no": ("to", "other"),
    }
)
"""Every message by its name, with the places that may stand in it."""

FOLDER: Final = "Messages"
"""The folder for them, in any folder of templates that `ignore` names."""
LONGEST: Final = 4_000
"""Characters of a message."""

_FRONT: Final = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|\Z)")
_HIDDEN: Final = re.compile(r"%%.*?%%", re.DOTALL)
_PLACE: Final = re.compile(r"\{\{[ \t]*([^{}\n]{0,40}?)[ \t]*\}\}")
_RUN: Final = re.compile(r"\{\{|\}\}|\{%|<%")
_INSIDE: Final = f"/{FOLDER.lower()}/"
_UNTIL: Final = "until then the message that is shipped is used."


class Letters(NamedTuple):
    """The messages a vault has of its own.

    Attributes:
        texts: Template by its name among the shipped ones (`messages/opt-in.md`).
        problems: What is wrong with others, which are not used.
        paths: Where each of the texts stands.
    """

    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    paths: Mapping[str, VaultPath]

    def template(self, name: str) -> str:
        """Return the vault's own message of a name, or else the shipped one."""
        return {**templates(), **self.texts}[f"messages/{name}.md"]

    def told(self, may_say: Callable[[str], bool]) -> Letters:
        """Return those that name nobody who is private."""
        odd = [name for name, text in self.texts.items() if not may_say(text)]
        wrong = [
            Problem(
                self.paths[name],
                1,
                1,
                "message-unusable",
                "this message might name somebody who is private",
                f"Leave the name out; {_UNTIL}",
            )
            for name in odd
        ]
        kept = {name: text for name, text in self.texts.items() if name not in odd}
        return Letters(MappingProxyType(kept), (*self.problems, *wrong), self.paths)


NONE: Final = Letters(MappingProxyType({}), (), MappingProxyType({}))
"""A vault without messages of its own."""


def read(snapshot: Snapshot, settings: Settings) -> Letters:
    """Return the messages a vault has of its own, the first of each name."""
    texts: dict[str, str] = {}
    paths: dict[str, VaultPath] = {}
    problems: list[Problem] = []
    for name, path in _found(snapshot, settings):
        wrong = _wrong(name, path, snapshot.notes[path])
        problems += wrong
        if not wrong and f"messages/{name}.md" not in texts:
            texts[f"messages/{name}.md"] = _text(snapshot.notes[path])
            paths[f"messages/{name}.md"] = path
    return Letters(MappingProxyType(texts), tuple(problems), MappingProxyType(paths))


def may_be_one(path: VaultPath) -> bool:
    """Return whether a note at a path may be a message, by a folder it is in."""
    return _INSIDE in path.lower()


def _found(snapshot: Snapshot, settings: Settings) -> Iterator[tuple[str, VaultPath]]:
    """Yield the notes that stand where messages do, by the folders they are in."""
    starts = [fold(f"{folder}/{FOLDER}/") for folder in settings.ignore]
    if _INSIDE not in "\0".join(snapshot.notes).lower():
        return
    near = sorted(filter(may_be_one, snapshot.notes))
    for start in starts:
        for path in near:
            if fold(path).startswith(start):
                yield fold(path)[len(start) :].removesuffix(".md"), path


def _text(data: bytes) -> str:
    """Return a message without properties, and without what is hidden in it."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return _HIDDEN.sub("", _FRONT.sub("", text)).strip()


def _wrong(name: str, path: VaultPath, data: bytes) -> tuple[Problem, ...]:
    """Return why a note is no message that can be used; nothing where it is one."""
    text = _text(data)
    at, found, advice = 1, "", ""
    if name not in LETTERS:
        near = difflib.get_close_matches(name, LETTERS, n=1)
        found = f"there is no message of the name `{name[:40]}`"
        names = near[0] if near else f"one of {', '.join(LETTERS)}"
        advice = f"Name it {names}, or move it elsewhere."
    elif "\ufffd" in text:
        found, advice = "this message is not UTF-8 text", f"Save it so; {_UNTIL}"
    elif not text:
        found, advice = "this message says nothing", f"Write it; {_UNTIL}"
    elif len(text) > LONGEST:
        found = f"this message is longer than {LONGEST} characters"
        advice = f"Make it shorter; {_UNTIL}"
    elif odd := _odd(text, LETTERS[name]):
        places = " or ".join(f"{{{{{one}}}}}" for one in LETTERS[name])
        found = f"`{odd}` has no place in this message"
        at = _line(data, odd)
        advice = f"What is filled in is {places}; {_UNTIL}"
    if not found:
        return ()
    return (Problem(path, at, 1, "message-unusable", found, advice),)


def _odd(text: str, places: tuple[str, ...]) -> str:
    """Return the first thing in braces that nothing is known for, or ""."""
    for place in _PLACE.finditer(text):
        if place[1] not in places:
            return place[0]
    left = _RUN.search(_PLACE.sub("", text))
    return left[0] if left else ""


def _line(data: bytes, odd: str) -> int:
    before, _, _ = data.decode("utf-8-sig", "replace").partition(odd)
    return before.count("\n") + 1
