"""`vaultkit clean`: remove the pages that vaultkit wrote and nobody touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit import changes
from vaultkit import vault as disk
from vaultkit.changes import Keep
from vaultkit.cli import session
from vaultkit.cli.build import FAILED, SIGNS, summary
from vaultkit.cli.terminal import say, say_problem
from vaultkit.vault import cache

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="""\b
Example:
  vaultkit clean ~/notes --dry-run
  vaultkit clean ~/notes
"""
)
@session.vault
@session.dry_run("Remove nothing; say what would go.")
def command(*, vault: Path | None, dry_run: bool) -> int:
    """Remove the pages that vaultkit wrote.

    Those alone that you neither edited nor added to; what stays is named. Blocks in
    your notes are emptied down to the two lines that you wrote. What is kept of the
    notes outside the vault goes too.
    """
    root = session.root_of(vault)
    with disk.claimed(root, "clean", session.patient):
        due = changes.clean(disk.read(root))
        outcomes = (
            tuple(disk.Outcome(one) for one in due)
            if dry_run
            else disk.apply(root, due)
        )
        if not dry_run:
            cache.remove(cache.place(str(root)))
    for one in outcomes:
        if one.problem:
            say_problem(one.problem)
        elif dry_run or isinstance(one.change, Keep):
            say(f"{SIGNS[type(one.change)]} {one.change.path}  ({one.change.reason})")
    would = "would be: " if dry_run and outcomes else ""
    say(would + (summary(outcomes) or "no page here is vaultkit's"))
    return FAILED if any(one.problem for one in outcomes) else 0
