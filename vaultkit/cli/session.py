"""A session: one vault, read and built for one day, as most commands need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from vaultkit import settings as chosen
from vaultkit import vault as disk
from vaultkit.cli.terminal import Progress
from vaultkit.problems import SettingsBrokenError, VaultMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.build import Build
    from vaultkit.network.network import Network
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath

F = TypeVar("F", bound="Callable[..., Any]")

TODAY: Final = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, given: given.date() if given else None,
    help="Build for this day instead of the real one.",
)
JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead."
)


def vault(command: F) -> F:
    """Give a command its VAULT: a folder, else the vault around the current one."""
    argument = click.argument(
        "vault", required=False, metavar="[VAULT]", type=click.Path(path_type=Path)
    )
    return argument(command)


def root_of(given: Path | None) -> Path:
    """Return the folder that is meant.

    Raises:
        VaultMissingError: There is no such folder.
    """
    return disk.find(Path()) if given is None else disk.opened(given)


@dataclass(frozen=True, slots=True)
class Session:
    """A vault that was read, and what was made of it."""

    root: Path
    snapshot: Snapshot
    settings: Settings
    today: date
    made: Build


def opened(root: Path, today: date | None = None) -> Session:
    """Return a vault, read and built.

    Args:
        root: Its folder.
        today: The day asked for; else the one pinned in the settings, else today.

    Raises:
        VaultMissingError: There is no folder, or no note in it.
    """
    from vaultkit import build as whole  # noqa: PLC0415 (late, for --help)
    from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)

    progress = Progress("reading")
    snapshot = disk.read(root, progress)
    _has_notes(root, snapshot)
    settings, _ = chosen.read(snapshot.config)
    day = today or settings.today or clock()
    parsed = whole.read_notes(snapshot, settings, {}, progress, second.process)
    made = whole.build(snapshot, settings, day, parsed, second.process)
    progress.end()
    return Session(root, snapshot, settings, day, made)


@dataclass(frozen=True, slots=True)
class Known:
    """A vault that was read, and what its notes say; no page was made.

    Attributes:
        root: Its folder.
        snapshot: Its files.
        settings: What the user decided.
        today: The day it is.
        notes: Every note that is a source, parsed.
        book: Everything the notes say, private things too; for deciding, not showing.
        network: What may be shown: nothing private is in it.
    """

    root: Path
    snapshot: Snapshot
    settings: Settings
    today: date
    notes: Mapping[VaultPath, Note]
    book: Book
    network: Network


def known(
    root: Path,
    today: date | None = None,
    *,
    bare: bool = False,
    writing: bool = False,
) -> Known:
    """Return a vault, read, without making its pages: what most small commands need.

    Args:
        root: Its folder.
        today: As for `opened`.
        bare: A folder without a note will do.
        writing: Something will be written, so the settings must have been read.

    Raises:
        SettingsBrokenError: They were not, and might say where notes belong.
        VaultMissingError: There is no folder, or no note in it.
    """
    from vaultkit import build as whole  # noqa: PLC0415 (late, for --help)
    from vaultkit.book.book import gather  # noqa: PLC0415 (late, for --help)
    from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
    from vaultkit.network.network import connect  # noqa: PLC0415 (late, for --help)
    from vaultkit.notes.links import Files  # noqa: PLC0415 (late, for --help)
    from vaultkit.privacy.privacy import public  # noqa: PLC0415 (late, for --help)

    progress = Progress("reading")
    snapshot = disk.read(root, progress)
    if not bare:
        _has_notes(root, snapshot)
    settings, wrong = chosen.read(snapshot.config)
    if writing:
        _understood((*snapshot.problems, *wrong))
    read = whole.read_notes(snapshot, settings, {}, progress, second.process)
    notes = {path: one.note for path, one in read.items()}
    files = Files.of([*snapshot.notes, *snapshot.others])
    book = gather(notes, settings, files)
    progress.end()
    day = today or settings.today or clock()
    return Known(root, snapshot, settings, day, notes, book, connect(public(book)))


def clock() -> date:
    """Return the day it is where the user is."""
    return datetime.now().astimezone().date()  # noqa: TID251 (here and nowhere else)


def trusted(session: Session) -> None:
    """Stop before anything is written if the settings could not be read.

    Raises:
        SettingsBrokenError: They might say where pages belong, and are not known.
    """
    _understood(session.made.problems)


def _understood(problems: Iterable[Problem]) -> None:
    for problem in problems:
        if problem.path == chosen.FILE and problem.code in {
            "settings-toml",
            "file-unread",
        }:
            where = f"{problem.path}:{problem.line}:{problem.column}"
            raise SettingsBrokenError(where, problem.message)


def legible(session: Session) -> None:
    """Stop before anything is written if no file that calls itself a note is text.

    Raises:
        VaultMissingError: What is here are no notes.
    """
    notes = session.snapshot.notes.values()
    if notes and not session.snapshot.pages and all(b"\0" in data for data in notes):
        none = f"none of its {len(notes)} Markdown files is text"
        lists = "`vaultkit check` lists them."
        raise VaultMissingError(str(session.root), f"{none}; {lists}")


def _has_notes(root: Path, snapshot: Snapshot) -> None:
    if snapshot.notes or snapshot.pages:
        return
    if snapshot.problems:
        first = snapshot.problems[0]
        raise VaultMissingError(str(root), f"{first.path}: {first.message}.")
    others = len(snapshot.others)
    but = f", only {others} other file{'s' * (others != 1)}" if others else ""
    raise VaultMissingError(
        str(root), f"there is no Markdown note in this folder{but}."
    )
