"""`vaultkit init`: look at a vault, say what was found, and write a `vaultkit.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from vaultkit import vault as disk
from vaultkit.cli import in_obsidian, session
from vaultkit.cli.terminal import Progress, agreed, can_ask, counted, say, say_json
from vaultkit.problems import NoteExistsError
from vaultkit.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.survey.proposal import Proposal


@click.command(
    epilog="""\b
Example:
  vaultkit init ~/notes --dry-run
  vaultkit init ~/notes
  vaultkit init ~/notes --obsidian
"""
)
@session.vault
@session.dry_run("Write nothing; print what was found, and the file.")
@click.option("--yes", is_flag=True, help="Write the file without asking.")
@session.JSON
@click.option(
    "--obsidian",
    is_flag=True,
    help="Write what helps in Obsidian instead: a base, templates, a CSS snippet.",
)
def command(
    *, vault: Path | None, dry_run: bool, yes: bool, as_json: bool, obsidian: bool
) -> None:
    """Look at the notes and write a `vaultkit.toml` that fits them.

    Finds out which notes are about people, which are daily notes, meetings and events,
    how dates and links are written, and says so with numbers and what it could not
    decide. Settings that fit are written; every other one stands there behind a `#`.
    A `vaultkit.toml` that is there is never touched.
    """
    root = session.root_of(vault) if vault else disk.opened(_here())
    snapshot = disk.read(root)
    if obsidian:
        in_obsidian.write(root, snapshot, dry_run=dry_run)
        return
    if FILE in snapshot.config and not dry_run:
        raise NoteExistsError(FILE)
    looked = _looked(snapshot)
    write = not dry_run and (yes or as_json or not can_ask())
    if as_json:
        _write(root, looked, write=write)
        say_json({**looked.plain, "written": write})
        return
    if dry_run:
        say(looked.toml.rstrip("\n"))
        return
    for line in looked.said:
        say(line)
    for sentence in looked.proposal.undecided:
        say(f"not decided: {sentence}")
    if not write and not agreed(f"write {FILE}?"):
        say("nothing was written")
        return
    _write(root, looked, write=True)
    set_ = len(looked.proposal.settings)
    fits = (
        f"{counted(set_, 'setting')} fit what was found" if set_ else "nothing is set"
    )
    say(f"created {FILE}; {fits}, everything else in it is commented out")


def _here() -> Path:
    from pathlib import Path  # noqa: PLC0415 (only here is it more than a type)

    return Path()


class Looked(NamedTuple):
    """A vault that was looked at.

    Attributes:
        proposal: The settings that fit it.
        said: What was found, a line each.
        toml: The file to write.
        plain: All of it for other programs.
    """

    proposal: Proposal
    said: tuple[str, ...]
    toml: str
    plain: dict[str, object]


def _looked(snapshot: Snapshot) -> Looked:
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for --help)
    from vaultkit import survey  # noqa: PLC0415 (late, as above)
    from vaultkit.cli import second  # noqa: PLC0415 (late, as above)
    from vaultkit.parsing import parsing  # noqa: PLC0415 (late, as above)
    from vaultkit.survey import proposal, telling  # noqa: PLC0415 (late, as above)

    config = {path: data for path, data in snapshot.config.items() if path != FILE}
    settings, _ = chosen.read(config)
    progress = Progress("looking at")

    def parsed(due: Sequence[tuple[VaultPath, bytes]]) -> Iterable[Note]:
        return parsing(due, survey.EVERYWHERE, progress, second.process)()[0]

    found = survey.look(snapshot, settings, parsed)
    fit = proposal.propose(found, settings, snapshot.notes)
    said = [*telling.lines(found)]
    text = telling.toml((), fit.settings)
    read, _ = chosen.read({**config, FILE: text.encode()})
    book = _book(snapshot, read, progress)
    progress.end()
    if found.notes:
        said.append(_with_these(book))
    plain = {**telling.plain(found, fit), "then": _counts(book)}
    return Looked(
        fit, tuple(said), telling.toml(said, fit.settings, fit.undecided), plain
    )


def _book(snapshot: Snapshot, settings: Settings, progress: Progress) -> Book:
    """Return what the notes say with these settings."""
    from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
    from vaultkit.parsing import reading  # noqa: PLC0415 (late, for --help)
    from vaultkit.sources import Sources  # noqa: PLC0415 (late, for --help)

    read = reading(snapshot, settings, {}, progress, second.process)()
    return Sources.of(snapshot, read, settings, session.clock()).gathered().book


def _counts(book: Book) -> dict[str, object]:
    people = [one for one in book.people.values() if not one.me]
    return {
        "people": len(people),
        "with_a_note": sum(1 for one in people if one.path is not None),
        "daily_notes": len(book.daily),
        "events": len(book.events),
        "days_in_touch": len({(met.date, met.people) for met in book.encounters}),
        "problems": len(book.problems),
    }


def _with_these(book: Book) -> str:
    people = [one for one in book.people.values() if not one.me]
    noted = sum(1 for one in people if one.path is not None)
    return (
        f"with that there are {counted(len(people), 'person', 'people')}, {noted} with "
        f"a note; {counted(len(book.daily), 'daily note')}; "
        f"{counted(len(book.events), 'event or meeting', 'events and meetings')}; "
        f"{counted(len(book.problems), 'problem')} to mend"
    )


def _write(root: Path, looked: Looked, *, write: bool) -> None:
    if write:
        disk.create(root, FILE, looked.toml)
