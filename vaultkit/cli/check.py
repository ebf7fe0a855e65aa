"""`vaultkit check`: list what could not be read as it was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit import changes
from vaultkit.cli import session
from vaultkit.cli.terminal import counted, say, say_json, say_problem
from vaultkit.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vaultkit.problems import Problem


@click.command(
    epilog="""\b
Example:
  vaultkit check ~/notes
  vaultkit check ~/notes | grep date-unclear
"""
)
@session.vault
@session.NO_CACHE
@session.JSON
def command(*, vault: Path | None, as_json: bool) -> int:
    """List what could not be read as it was meant.

    Prints `path:line:column: code message` and below it the advice; private notes are
    among them. Exits 1 if any is an error: something you wrote that is not used.
    """
    opened = session.opened(session.root_of(vault))
    made = opened.made
    pages = made.pages, opened.snapshot, opened.settings
    due = changes.plan(*pages, made.refused, made.filled)
    found = tuple(sorted({*made.problems, *changes.problems(due)}))
    errors = sum(one.severity is Severity.ERROR for one in found)
    if as_json:
        from vaultkit import inspect  # noqa: PLC0415 (late, for --help)

        say_json({"problems": inspect.problems(found), "errors": errors})
    else:
        for one in found:
            say_problem(one)
        say(_summary(found, len(made.parsed)))
    return int(errors > 0)


def _summary(found: Iterable[Problem], notes: int) -> str:
    kinds = [one.severity for one in found]
    counts = [
        counted(kinds.count(kind), kind.value) for kind in Severity if kind in kinds
    ]
    return f"{', '.join(counts) or 'no problems'} in {counted(notes, 'note')}"
