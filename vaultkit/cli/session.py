"""A session: one vault, read and built for one day, as most commands need it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from vaultkit import vault as disk
from vaultkit.cli import others
from vaultkit.cli.found import NO_CACHE as LEFT_OUT
from vaultkit.cli.found import Found, in_the_end
from vaultkit.cli.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.build import Build
    from vaultkit.letters import Letters
    from vaultkit.network.network import Network
    from vaultkit.notes.note import Note
    from vaultkit.parsing import Parsed
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.sources import Sources
    from vaultkit.vault import Holder

F = TypeVar("F", bound="Callable[..., Any]")


def day(_: click.Context, option: click.Parameter, given: str | None) -> date | None:
    """Return the day that was typed, None if none was.

    Raises:
        BadParameter: It is not on the calendar, or no date.
    """
    if given is None:
        return None
    from vaultkit.dates import read_date  # noqa: PLC0415 (late, for --help)

    found = read_date(given)
    if found is None:
        said = f"{given!r} is not a date such as 2026-11-02."
        raise click.BadParameter(said, param=option)
    return found


TODAY: Final = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=day,
    help="Take this day for today.",
)
JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead."
)


def _left_out(context: click.Context, _: click.Parameter, wanted: object) -> None:
    if wanted is True:
        context.meta[LEFT_OUT] = True


NO_CACHE: Final = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_left_out,
    help="Read and parse every note anew.",
)


def dry_run(says: str) -> Callable[[F], F]:
    """Return the option `--dry-run`, whose help says what is done instead."""
    return click.option("--dry-run", is_flag=True, help=says)


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
        UsageError: The command that is running is off there.
    """
    root = disk.find(Path()) if given is None else disk.opened(given)
    context = click.get_current_context(silent=True)
    name = context.info_name if context is not None else None
    if name and name in _commands_off(root):
        raise click.UsageError(f"`{name}` is among the `commands_off` of vaultkit.toml")
    return root


def _commands_off(root: Path) -> tuple[str, ...]:
    """Return the commands that are off in a vault; its settings alone are read."""
    text = disk.settings_text(root)
    if b"commands_off" not in text:
        return ()
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for status)

    return chosen.read({chosen.FILE: text})[0].commands_off


class Session(NamedTuple):
    """A vault that was read, and what was made of it.

    Attributes:
        root: Its folder.
        snapshot: Its files.
        settings: What the user decided.
        today: The day the pages are for.
        made: What was made.
        found: The vault as it was found.
        keep: What keeps what was parsed now, with what is to be kept of the build.
    """

    root: Path
    snapshot: Snapshot
    settings: Settings
    today: date
    made: Build
    found: Found
    keep: Callable[[bytes], None]


def opened(root: Path, today: date | None = None) -> Session:
    """Return a vault, read and built; what was parsed is kept, whatever comes of it.

    Args:
        root: Its folder.
        today: The day asked for; else the one pinned in the settings, else today.

    Raises:
        VaultMissingError: There is no folder, or no note in it.
    """
    from vaultkit import consent  # noqa: PLC0415 (late, for status)
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for status)

    theirs = others.guests()
    found = Found.in_vault(root, theirs)
    snapshot = found.snapshot
    consent.has_notes(str(root), snapshot)
    settings, _ = chosen.read(snapshot.config)
    day = today or settings.today or clock()
    rest = found.reading(settings)
    from vaultkit import build as whole  # noqa: PLC0415 (while others read)
    from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
    from vaultkit.sources import Sources  # noqa: PLC0415 (while others read)
    from vaultkit.vault import compiled  # noqa: PLC0415 (while others read)

    there = compiled.know()
    prepared = whole.preparing(len(snapshot.notes), second.process)
    parsed = rest()
    keep = found.keeping(settings, parsed)
    sources = Sources.of(snapshot, parsed, settings, day)
    made = whole.finished(sources, parsed, second.process, theirs, prepared=prepared)
    compiled.keep(there)
    in_the_end(keep)
    found.progress.end()
    return Session(root, snapshot, settings, day, made, found, keep)


class Known(NamedTuple):
    """A vault that was read, and what its notes say; no page was made.

    Attributes:
        root: Its folder.
        snapshot: Its files.
        settings: What the user decided.
        today: The day it is.
        notes: Every note that is a source, parsed.
        book: Everything the notes say, private things too; for deciding, not showing.
        network: What may be shown: nothing private is in it.
        letters: The messages the vault has of its own.
        sources: What all of it was made of.
    """

    root: Path
    snapshot: Snapshot
    settings: Settings
    today: date
    notes: Mapping[VaultPath, Note]
    book: Book
    network: Network
    letters: Letters
    sources: Sources


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
    from vaultkit import consent  # noqa: PLC0415 (late, for status)
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for status)

    found = Found.in_vault(root, others.guests(("readers",)))
    if not bare:
        consent.has_notes(str(root), found.snapshot)
    settings, wrong = chosen.read(found.snapshot.config)
    if writing:
        consent.settled((*found.snapshot.problems, *wrong))
    day = today or settings.today or clock()
    return _said(root, found, settings, day, found.reading(settings))


def _said(
    root: Path,
    found: Found,
    settings: Settings,
    day: date,
    rest: Callable[[], Mapping[VaultPath, Parsed]],
) -> Known:
    """Return what the notes of a vault say once they are read, which `rest` ends."""
    from vaultkit.network.connect import connect  # noqa: PLC0415 (while others read)
    from vaultkit.privacy.privacy import shown  # noqa: PLC0415 (while others read)
    from vaultkit.sources import Sources  # noqa: PLC0415 (while others read)

    parsed = rest()
    in_the_end(found.keeping(settings, parsed))
    sources = Sources.of(found.snapshot, parsed, settings, day)
    book = sources.gathered().book
    seen = shown(book)
    found.progress.end()
    own, network = sources.letters.told(seen.may_say), connect(seen.book)
    told = sources.notes, book, network, own, sources
    return Known(root, found.snapshot, settings, day, *told)


def clock() -> date:
    """Return the day it is where the user is."""
    return datetime.now().astimezone().date()  # noqa: TID251 (here and nowhere else)


def moment() -> str:
    """Return the time it is where the user is, as ISO 8601, to the second."""
    now = datetime.now().astimezone()  # noqa: TID251 (here and nowhere else)
    return now.isoformat(timespec="seconds")


def trusted(session: Session) -> None:
    """Stop before anything is written where that could cost somebody a page.

    Raises:
        VaultMissingError: What is here are no notes.
        SettingsBrokenError: The settings cannot be read.
    """
    from vaultkit import consent  # noqa: PLC0415 (late, for status)

    consent.legible(str(session.root), session.snapshot)
    consent.settled(session.made.problems)


def patient(holder: Holder) -> bool:
    """Say who writes the pages now; wait for it unless it is there to stay."""
    if holder.work == disk.WATCH:
        return False
    complain(f"waiting for {holder}")
    return True
