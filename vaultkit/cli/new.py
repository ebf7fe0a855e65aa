"""`vaultkit new`: start a note from a template, never over another one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

import click

from vaultkit import vault as disk
from vaultkit.choices import unsafe
from vaultkit.cli import session
from vaultkit.cli.terminal import say
from vaultkit.dates import read_date
from vaultkit.names import fold
from vaultkit.problems import NoteExistsError
from vaultkit.shipped import templates
from vaultkit.snapshot import Snapshot, VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.settings import Settings

FOLDERS: Final = {
    "person": "People",
    "event": "Events",
    "introduction": "Introductions",
    "topic": "Topics",
}

_DATE: Final = len("2026-11-02")


@click.command(
    epilog="""\b
Example:
  vaultkit new person 'Priya Nair'
  vaultkit new event 'Bee fair' ~/notes
"""
)
@click.argument("kind", type=click.Choice(list(FOLDERS)))
@click.argument("name")
@session.vault
@session.NO_CACHE
@session.TODAY
def command(*, kind: str, name: str, vault: Path | None, today: date | None) -> None:
    """Start a note from a template.

    It is made in the folder where most such notes are. A note of that name is never
    touched, wherever it is in the vault.
    """
    safe = named(name)
    root = session.root_of(vault)
    snapshot = disk.read(root)
    folder, day = _where(kind, root, snapshot, today)
    path = VaultPath(f"{folder}/{safe}.md")
    there = taken(safe, snapshot)
    if there is not None:
        raise NoteExistsError(there)
    own = read_date(safe[:_DATE]) or read_date(safe[-_DATE:])
    if kind == "event" and own is not None:  # `2026-12-12 Bee fair` says its day
        day = own
    text = filled(templates()[f"notes/{kind}.md"], safe, day)
    disk.create(root, path, text)
    say(f"created {path}")


def named(typed: str) -> str:
    """Return the name of a note as it was meant: `Ada.md` is the note `Ada`.

    Raises:
        UsageError: No note can have it on every system, or no link could name it.
    """
    name = unicodedata.normalize("NFC", typed).strip()
    if name[-3:].lower() == ".md":
        name = name[:-3].rstrip()
    why = unsafe(name)
    if not why and ("%%" in name or "{{" in name):
        why = "has `%%` or `{{`, which comments and templates are made of"
    if not why and name.lower().endswith(".md"):
        why = "ends with `.md` twice"
    if not why and read_date(name):
        why = "is a day, so it would be a daily note"
    if why:
        raise click.UsageError(f"{typed!r} cannot name a note: it {why}.")
    return name


def filled(template: str, name: str, day: date) -> str:
    """Return a note from its template: `{{name}}` and `{{date}}` are put in.

    In front matter a name stands in quotation marks, so that no name is YAML.
    """
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    opened, front, rest = template.partition("---\n")
    front, closed, body = (
        rest.partition("\n---\n") if front and not opened else ("",) * 3
    )
    if not closed:
        return _put_in(template, name, day)
    return f"---\n{_put_in(front, quoted, day)}{closed}{_put_in(body, name, day)}"


def _put_in(text: str, name: str, day: date) -> str:
    return text.replace("{{date}}", day.isoformat()).replace("{{name}}", name)


def _where(
    kind: str, root: Path, snapshot: Snapshot, today: date | None
) -> tuple[str, date]:
    """Return the folder where most notes of a kind are, and the day it is."""
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for --help)

    settings, _ = chosen.read(snapshot.config)
    day = today or settings.today or session.clock()
    if not snapshot.notes:
        return _usual(kind, settings), day
    book = session.opened(root, today).made.book
    return folder_of(kind, book, settings), day


def folder_of(kind: str, book: Book, settings: Settings) -> str:
    """Return the folder where most notes of a kind are, or where they usually are."""
    return _most(_paths(kind, book)) or _usual(kind, settings)


def _usual(kind: str, settings: Settings) -> str:
    if kind == "person" and settings.people_folders:
        return settings.people_folders[0]
    return FOLDERS[kind]


def _paths(kind: str, book: Book) -> Iterable[VaultPath | None]:
    if kind == "person":
        return [one.path for one in book.people.values() if not one.me]
    if kind == "event":
        return [event.path for event in book.events]
    if kind == "introduction":
        return [made.path for made in book.introductions]
    return [topic.path for topic in book.topics.values()]


def _most(paths: Iterable[VaultPath | None]) -> str:
    """Return the folder that holds most of the paths; "" for the top or for none."""
    folders = Counter(path.rpartition("/")[0] for path in paths if path is not None)
    return min(folders, key=lambda folder: (-folders[folder], folder), default="")


def taken(name: str, snapshot: Snapshot) -> VaultPath | None:
    """Return the note or page that has a name already, wherever it is."""
    wanted = fold(f"{name}.md")
    for path in (*snapshot.notes, *snapshot.pages):
        if fold(path.rpartition("/")[2]) == wanted:
            return path
    return None
