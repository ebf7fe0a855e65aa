"""The whole program in a few lines, as the tests run it.

`Vault` is a vault in memory, written in one string; `Run` is a run over a folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit import build, changes, parsing, settings, snapshot, vault
from vaultkit.book import gathering as books
from vaultkit.guests import NOBODY
from vaultkit.network.connect import connect
from vaultkit.notes import links
from vaultkit.privacy import privacy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.book.book import Book
    from vaultkit.build import Build
    from vaultkit.changes import Change
    from vaultkit.guests import Guests
    from vaultkit.network.network import Network
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
_HEAD = re.compile(r"--- (\S.*)")
_PROPERTY = re.compile(r"[^\W\d][\w -]{0,40}:(?: |$)")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


def texts(story: str) -> dict[str, str]:
    """Return path to text of a vault in one string.

    Each note starts with a line `--- People/Ana.md`. Lines right below that look like
    `key: value` are its properties (the fences are added), until a blank line; a note
    that brings its own `---`, or starts with anything else, is taken as it stands.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in textwrap.dedent(story).strip("\n").split("\n"):
        if head := _HEAD.fullmatch(line):
            lines = found.setdefault(head[1], [])
        else:
            lines.append(line)
    return {path: _fenced(path, lines) for path, lines in found.items()}


def _fenced(path: str, lines: Sequence[str]) -> str:
    text = "\n".join(lines).rstrip("\n") + "\n"
    if not path.endswith(".md") or not lines or not _PROPERTY.match(lines[0]):
        return text
    properties, _, body = text.partition("\n\n")
    return f"---\n{properties.rstrip()}\n---\n{body}"


def readable(path: str, text: str) -> str:
    """Return the Markdown of a page; of a canvas, that of all its cards."""
    if not path.endswith(".canvas"):
        return text
    cards = [card.get("text", "") for card in json.loads(text)["nodes"]]
    return "---\n---\n" + "\n\n".join(cards) + "\n"


@dataclass(frozen=True)
class Vault:
    """A vault in memory, and everything that is made of it, step by step."""

    files: Mapping[str, bytes]
    today: date = TODAY

    @classmethod
    def of(cls, story: str, today: date = TODAY) -> Vault:
        """Return the vault that one string describes."""
        return cls({path: text.encode() for path, text in texts(story).items()}, today)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The vault as it is read."""
        paths = {snapshot.VaultPath(path): data for path, data in self.files.items()}
        return snapshot.sort(paths, frozenset(), ())

    @cached_property
    def settings(self) -> Settings:
        """Its settings; nothing but defaults without a `vaultkit.toml`."""
        return settings.read(self.snapshot.config)[0]

    @cached_property
    def notes(self) -> Mapping[VaultPath, Note]:
        """Its notes, parsed."""
        read = parsing.read_notes(self.snapshot, self.settings, {})
        return {path: one.note for path, one in read.items()}

    @cached_property
    def index(self) -> links.Files:
        """Which file a link means."""
        return links.Files.of([*self.snapshot.notes, *self.snapshot.others])

    @property
    def everything(self) -> set[VaultPath]:
        """Every file that there is once the pages are written."""
        read = self.snapshot
        return {*read.notes, *read.others, *read.pages, *self.pages}

    @cached_property
    def book(self) -> Book:
        """Everything the notes say, private things too."""
        return books.gather(self.notes, self.settings, self.index)

    @cached_property
    def network(self) -> Network:
        """What pages are made from: the book without what is private, as a graph."""
        return connect(privacy.public(self.book))

    @cached_property
    def build(self) -> Build:
        """The whole way to the pages; whatever the notes say, every template holds."""
        made = build.build(self.snapshot, self.settings, self.today)
        assert all(one.problem.code != "page-unwritable" for one in made.refused)
        return made

    @property
    def pages(self) -> Mapping[VaultPath, str]:
        """The pages' text, without marks."""
        return self.build.pages

    @property
    def readable(self) -> Mapping[VaultPath, str]:
        """The pages' Markdown, that on the cards of a canvas too."""
        return {path: readable(path, text) for path, text in self.pages.items()}


@dataclass(frozen=True)
class Run:
    """One run over a folder: what was read and what it made of that."""

    root: Path
    snapshot: Snapshot
    build: Build
    changes: tuple[Change, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the run, those of refused pages too, in order."""
        return tuple(sorted({*self.build.problems, *changes.problems(self.changes)}))

    @property
    def busy(self) -> tuple[Change, ...]:
        """The changes that would touch the vault."""
        return tuple(c for c in self.changes if not isinstance(c, changes.Keep))


def run(root: Path, today: date = TODAY, guests: Guests = NOBODY) -> Run:
    """Return what a run over a folder would do; a pinned `today` wins."""
    read = vault.read(root)
    chosen, _ = settings.read(read.config)
    made = build.build(read, chosen, chosen.today or today, guests=guests)
    todo = changes.plan(made.pages, read, chosen, made.refused, made.filled)
    return Run(root, read, made, todo)


def digests(root: Path, *, without: str = "") -> dict[str, str]:
    """Return the digest of every file below a folder, one sub-folder left out."""
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file()
        for name in (file.relative_to(root).as_posix(),)
        if not (without and name.startswith(f"{without}/"))
    }
