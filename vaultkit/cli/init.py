"""`vaultkit init`: say what was found, and write a `vaultkit.toml` to change it in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli import session
from vaultkit.cli.terminal import counted, say
from vaultkit.problems import NoteExistsError
from vaultkit.settings import DEFAULTS, FILE, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vaultkit.build import Build
    from vaultkit.choices import Setting
    from vaultkit.snapshot import VaultPath


@click.command(
    epilog="""\b
Example:
  vaultkit init ~/notes --dry-run
  vaultkit init ~/notes
"""
)
@session.vault
@session.dry_run("Write nothing; print the file.")
def command(*, vault: Path | None, dry_run: bool) -> None:
    """Write a `vaultkit.toml` to change settings in.

    Everything in it is commented out; a vault needs none. Says what was found in the
    notes: people, daily notes, and where they are.
    """
    root = session.root_of(vault) if vault else disk.opened(_here())
    snapshot = disk.read(root)
    if FILE in snapshot.config and not dry_run:
        raise NoteExistsError(FILE)
    found = list(_found(session.opened(root).made)) if snapshot.notes else []
    text = commented(found)
    if dry_run:
        say(text.rstrip("\n"))
        return
    disk.create(root, FILE, text)
    for line in found:
        say(line)
    say(f"created {FILE}; everything in it is commented out")


def _here() -> Path:
    from pathlib import Path  # noqa: PLC0415 (only here is it more than a type)

    return Path()


def commented(found: Iterable[str]) -> str:
    """Return a `vaultkit.toml` that says every default, each behind a `#`."""
    lines = ["# Settings for vaultkit; everything here is optional.", ""]
    lines += [f"# {line}" for line in found]
    tables = [one for one in SETTINGS if _is_table(one)]
    for setting in (*(one for one in SETTINGS if one not in tables), *tables):
        lines += ["", f"# {setting.says}", *_lines(setting)]
    return "\n".join(lines) + "\n"


def _is_table(setting: Setting) -> bool:
    return isinstance(getattr(DEFAULTS, setting.name), Mapping)


def _lines(setting: Setting) -> Iterator[str]:
    value = getattr(DEFAULTS, setting.name)
    if isinstance(value, Mapping):
        yield f"# [{setting.name}]"
        for name, item in value.items():
            yield f"# {name} = {_toml(item)}"
    else:
        examples = {"today": "2026-11-02", "daily_folder": '"Daily"'}
        examples["daily_format"] = '"YYYY-MM-DD"'
        yield f"# {setting.name} = {examples.get(setting.name) or _toml(value)}"


def _toml(value: object) -> str:
    """Return a default as TOML, which for these shapes is written as JSON is."""
    return json.dumps(value, ensure_ascii=False)


def _found(made: Build) -> Iterator[str]:
    people = [one for one in made.book.people.values() if not one.me]
    noted = [one.path for one in people if one.path is not None]
    yield f"found {counted(len(made.parsed), 'note')}"
    if people:
        yield f"found {counted(len(people), 'person', 'people')}, {_with(noted)}"
    if made.book.daily:
        daily = made.book.daily
        yield f"found {counted(len(daily), 'daily note')}{_in(daily)}"
    if made.book.events:
        events = [event.path for event in made.book.events]
        yield f"found {counted(len(events), 'event')}{_in(events)}"


def _with(noted: list[VaultPath]) -> str:
    return f"{len(noted)} with a note{_in(noted)}" if noted else "none with a note"


def _in(paths: Iterable[VaultPath]) -> str:
    """Return where most of the paths are: ` in People`, ` in People and 2 more`."""
    folders = Counter(path.rpartition("/")[0] or "the top folder" for path in paths)
    if not folders:
        return ""
    first = min(folders, key=lambda folder: (-folders[folder], folder))
    more = (
        f" and {counted(len(folders) - 1, 'more folder')}" if len(folders) > 1 else ""
    )
    return f" in {first}{more}"
