"""`vaultkit build`: write the pages of a vault."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

from vaultkit import changes
from vaultkit import vault as disk
from vaultkit.changes import Fill, Keep, Refuse, Remove, SetAside, Write
from vaultkit.cli import others, session
from vaultkit.cli.stamping import stamped
from vaultkit.cli.terminal import (
    complain,
    counted,
    json_text,
    say,
    say_json,
    say_problem,
    summed,
)
from vaultkit.problems import VaultWatchedError, WriteFailedError
from vaultkit.vault import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.changes import Change
    from vaultkit.cli.session import Session

FAILED: Final = 7
_FEW: Final = 500
"""Problems that are kept as JSON, to be told again where nothing changed."""
_DONE: Final = {
    Write: "written",
    Fill: "filled",
    Remove: "removed",
    SetAside: "set aside",
    Keep: "unchanged",
    Refuse: "refused",
}
SIGNS: Final = {
    Write: "+",
    Fill: "~",
    Remove: "-",
    SetAside: ">",
    Keep: "=",
    Refuse: "!",
}


@click.command(
    epilog="""\b
Example:
  vaultkit build ~/notes
  vaultkit build ~/notes --dry-run
  vaultkit build ~/notes --check && echo the pages are fresh
"""
)
@session.vault
@session.NO_CACHE
@session.TODAY
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if it would.")
@session.dry_run("Write nothing; say what would change.")
@session.JSON
@click.option(
    "--accept-loss",
    is_flag=True,
    help="Go on although most people are gone from the notes.",
)
def command(
    *,
    vault: Path | None,
    today: date | None,
    check: bool,
    dry_run: bool,
    as_json: bool,
    accept_loss: bool,
) -> int:
    """Write the pages of a vault and change nothing else.

    But for what stands between the two lines of a block, where you switched blocks on.
    VAULT is a folder of Markdown notes; left out, it is the current folder or the
    nearest one above with a `vaultkit.toml` or an `.obsidian`.
    """
    root = session.root_of(vault)
    only_look = check or dry_run
    if only_look:
        opened = session.opened(root, today)
        outcomes = _looked_at(planned(opened, accept_loss=accept_loss))
    else:
        opened, outcomes = _built(root, today, accept_loss=accept_loss)
    if as_json:
        say_json(_as_json(opened, outcomes))
    else:
        _tell(opened, outcomes, only_look=only_look)
    return _code(outcomes, check=check, dry_run=dry_run)


def _built(
    root: Path, today: date | None, *, accept_loss: bool
) -> tuple[Session, tuple[Outcome, ...]]:
    """Write the pages, or have whoever watches the vault write them."""
    try:
        with disk.claimed(root, "build", session.patient):
            opened = session.opened(root, today)
            disk.take_back(root, opened.found.seen.left, time.time_ns())
            done = disk.apply(root, planned(opened, accept_loss=accept_loss))
            front = b"" if today else stamped(opened, done, _says)
            opened.keep(front)
            return opened, done
    except VaultWatchedError as watched:
        if today is not None:
            raise
        complain(f"asking {watched.holder}")
        answered = disk.ask(root, accept_loss=accept_loss)
    opened = session.opened(root)
    due = planned(opened, accept_loss=accept_loss)
    waits = [one.path for one in due if not isinstance(one, Keep | Refuse)]
    if waits or not answered:
        what = ", ".join(waits) or "it did not answer"
        raise WriteFailedError(f"not done yet: {what}")
    return opened, _looked_at(due)


def planned(opened: Session, *, accept_loss: bool) -> tuple[Change, ...]:
    """Return what a build would do.

    Raises:
        VaultkitError: Nothing may be done: most people are gone, the settings cannot
            be read, or what is here are no notes.
    """
    session.trusted(opened)
    made = opened.made
    changes.guard(opened.snapshot, made.people, accept_loss=accept_loss)
    pages = made.pages, opened.snapshot, opened.settings
    return changes.plan(*pages, made.refused, made.filled)


def _looked_at(due: Iterable[Change]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(one, one.problem if isinstance(one, Refuse) else None) for one in due
    )


def _code(outcomes: tuple[Outcome, ...], *, check: bool, dry_run: bool) -> int:
    if check:
        return int(not all(isinstance(one.change, Keep) for one in outcomes))
    if dry_run:
        return 0
    return FAILED if any(one.problem for one in outcomes) else 0


def _tell(opened: Session, outcomes: tuple[Outcome, ...], *, only_look: bool) -> None:
    for outcome in outcomes:
        change = outcome.change
        if outcome.problem:
            say_problem(outcome.problem)
        elif only_look and not isinstance(change, Keep):
            say(f"{SIGNS[type(change)]} {change.path}  ({change.reason})")
        elif isinstance(change, SetAside):
            say_problem(change.problem)
    others.tell({*opened.made.problems} - {one.problem for one in outcomes})
    first, *rest = _summed_up(opened, outcomes, only_look=only_look)
    say(first)
    if not only_look:
        _point(opened, outcomes)
    for line in rest:
        say(line)


def _summed_up(
    opened: Session, outcomes: tuple[Outcome, ...], *, only_look: bool
) -> Iterator[str]:
    would = "would be: " if only_look and outcomes else ""
    yield would + (summary(outcomes) or "there is no page to write")
    if met := len(opened.made.problems):
        yield f"{counted(met, 'problem')} in the notes: `vaultkit check` lists them."


def _says(opened: Session, outcomes: tuple[Outcome, ...]) -> tuple[bytes, ...]:
    """Return what is said of a vault where nothing was to do, by its place in `SAYS`.

    What would be long is left out.
    """
    built, looked = (
        "".join(f"{line}\n" for line in _summed_up(opened, outcomes, only_look=look))
        for look in (False, True)
    )
    few = len(opened.made.told) <= _FEW
    as_json = json_text(_as_json(opened, outcomes)) if few else b""
    return built.encode(), looked.encode(), as_json


def summary(outcomes: Iterable[Outcome]) -> str:
    """Return `3 written, 8 unchanged, 1 refused`."""
    counts = dict.fromkeys(_DONE.values(), 0)
    for one in outcomes:
        counts[_DONE[Refuse if one.problem else type(one.change)]] += 1
    return summed((n, what) for what, n in counts.items())


def _point(opened: Session, outcomes: tuple[Outcome, ...]) -> None:
    """Say where to begin, when the first page is new."""
    from vaultkit.pages import paths  # noqa: PLC0415 (late, for --help)

    home = paths(opened.settings)["home"]
    for one in outcomes:
        change = one.change
        new = isinstance(change, Write) and change.was is None and not one.problem
        if new and change.path == home:
            say(f"Open `{home}` first.")


def _as_json(opened: Session, outcomes: tuple[Outcome, ...]) -> dict[str, object]:
    from vaultkit import inspect  # noqa: PLC0415 (late, for --help)

    return {
        "vault": str(opened.root),
        "today": opened.today.isoformat(),
        "notes": len(opened.made.parsed),
        "people": opened.made.people,
        "changes": [
            {
                "path": one.change.path,
                "change": _DONE[type(one.change)].replace(" ", "-"),
                "reason": one.change.reason,
                "to": one.change.to if isinstance(one.change, SetAside) else None,
                "problem": inspect.problems([one.problem])[0] if one.problem else None,
            }
            for one in outcomes
        ],
        "problems": inspect.problems(opened.made.told),
    }
