"""`vaultkit inspect`: show what was read, private things too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli import session
from vaultkit.cli.terminal import counted, say, say_json

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    epilog="""\b
Example:
  vaultkit inspect ~/notes --json | jq '.people[].name'
"""
)
@session.vault
@session.NO_CACHE
@session.TODAY
@session.JSON
def command(*, vault: Path | None, today: date | None, as_json: bool) -> None:
    """Show all that was read, private things too.

    Notes, people, encounters, edges and problems. What `private` keeps off every page
    IS SHOWN HERE, to you. docs/inspect.md describes the JSON; without --json only
    counts are printed.
    """
    opened = session.opened(session.root_of(vault), today)
    from vaultkit.inspect import inspected  # noqa: PLC0415 (late, for --help)

    boards = disk.canvases(opened.root, opened.snapshot.others)
    found = inspected(opened.made, opened.snapshot, opened.today, boards)
    if as_json:
        say_json(found)
        return
    for what, one, several in (
        ("notes", "note", ""),
        ("people", "person", "people"),
        ("encounters", "encounter", ""),
        ("edges", "edge", ""),
        ("problems", "problem", ""),
    ):
        say(counted(len(found[what]), one, several))
