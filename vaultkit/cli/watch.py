"""`vaultkit watch`: keep the pages of a vault true."""

from __future__ import annotations

import gc
import signal
import sys
import time
from os import environ, getpid
from typing import TYPE_CHECKING, Final

import click

from vaultkit import vault as disk
from vaultkit.cli import found, others, session, terminal
from vaultkit.cli.build import summary
from vaultkit.cli.terminal import complain, say, say_problem
from vaultkit.frozen import replace
from vaultkit.guests import Nobody

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.record import Record
    from vaultkit.daemon.regenerate import Turn
    from vaultkit.daemon.watch import Watch
    from vaultkit.problems import Problem
    from vaultkit.vault import Claim

_NAMED: Final = 3


@click.command(
    epilog="""\b
Example:
  vaultkit watch ~/notes
  vaultkit watch ~/notes --poll
"""
)
@session.vault
@session.NO_CACHE
@click.option("--poll", is_flag=True, help="Look every few seconds, whatever is heard.")
@click.option(
    "--paranoid",
    is_flag=True,
    help="Compare every build with one from scratch; exit 8 if they differ.",
)
@click.option(
    "--quiet-time",
    metavar="MS",
    type=click.IntRange(1, 60_000),
    default=300,
    show_default=True,
    help="Milliseconds without a change before the pages are made.",
)
@click.option("--quiet", is_flag=True, help="Print nothing of what is done.")
@click.option("--log-files", is_flag=True, help="Name files in the log as well.")
def command(
    *,
    vault: Path | None,
    poll: bool,
    paranoid: bool,
    quiet_time: int,
    quiet: bool,
    log_files: bool,
) -> int:
    """Keep the pages of a vault true until stopped.

    Writes a page when a note that it speaks of is saved, in whatever editor, and when
    the day turns. Stop it with Ctrl-C; every page is whole then.
    """
    from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
    from vaultkit.daemon import watch  # noqa: PLC0415 (late, for --help)
    from vaultkit.daemon.patience import Pace  # noqa: PLC0415 (late, for --help)

    root = session.root_of(vault)
    with disk.claimed(root, disk.WATCH, session.patient) as claim:
        record = _record(claim, quiet=quiet, names=log_files)
        daemon = watch.Watch(
            root=root,
            clock=watch.Clock(time.monotonic, time.time_ns, session.clock),
            report=record,
            pace=replace(Pace(), quiet=quiet_time / 1000),
            poll=poll,
            paranoid=paranoid,
            aside=second.process,
            claim=claim,
            crashed=record.crashed,
            alive=record.starter.alive,
            guests=others.crew(paranoid=paranoid) or Nobody(others.printer),
            begun=settle,
        )
        daemon.before = found.before(root, daemon.guests)
        _heed_signals(daemon)
        if not quiet:
            say(f"watching {root}")
        return _ran(daemon, record)


def settle() -> None:
    """Look for garbage from now on, but never again in what was made first.

    A daemon lives for months and drops what it made every time; what it made first is
    nearly all there is, lasts, and takes as long to look through as a save may take.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def _ran(daemon: Watch, record: Record) -> int:
    """Run a daemon to its end, and keep what it knows; return its exit code."""
    from vaultkit.vault import compiled  # noqa: PLC0415 (late, for --help)

    there = compiled.know()
    code = record.through(daemon.run)
    compiled.keep(there)
    if (made := daemon.state.made) is not None:
        found.kept(daemon.root, daemon.guests, made)
    return code


def _record(claim: Claim, *, quiet: bool, names: bool) -> Record:
    """Return what keeps the status and the log, and prints unless it is to be quiet."""
    from vaultkit import __version__  # noqa: PLC0415 (costs a look at the disk)
    from vaultkit.daemon.notify import Starter  # noqa: PLC0415 (late, for --help)
    from vaultkit.daemon.record import Record  # noqa: PLC0415 (late, for --help)

    starter = Starter.named(environ, getpid(), time.monotonic)
    tell = _silent if quiet else Told()
    record = Record(claim.folder, starter, session.moment, tell)
    record.begin(__version__, getpid(), names=names)
    return record


def _heed_signals(daemon: Watch) -> None:
    """End with 128 and the signal's number; reload on SIGHUP, without a terminal."""
    ends = {signal.SIGINT, signal.SIGTERM}
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and sys.stdin is not None and sys.stdin.isatty():
        ends.add(hang_up)  # the terminal that it belongs to was closed
    elif hang_up is not None:
        signal.signal(hang_up, lambda *_: daemon.reload())
    for number in ends:
        signal.signal(number, lambda got, _: daemon.interrupt(128 + got))


def _silent(_turn: Turn, _mode: Mode) -> None:
    """Print nothing."""


class Told:
    """Prints what a turn did, and nothing where it did nothing."""

    def __init__(self) -> None:
        self.polls = ""
        self.stopped = ""
        self.failed: frozenset[Problem] = frozenset()
        self.plugins: frozenset[Problem] = frozenset()
        self.today: date | None = None

    def __call__(self, turn: Turn, mode: Mode) -> None:
        """Print what is new; that nobody reads it any more ends nothing."""
        try:
            self._tell(turn, mode)
        except OSError:
            terminal.hang_up()

    def _tell(self, turn: Turn, mode: Mode) -> None:
        if mode.polls != self.polls:
            self.polls = mode.polls
            say(f"polling: {mode.polls}" if mode.polls else "not polling any more")
        if turn.lost:
            say("the system lost track of changes, so everything was looked at")
        if turn.stopped != self.stopped:
            self.stopped = turn.stopped
            complain(turn.stopped or "going on")
        failed = frozenset(one.problem for one in turn.failed if one.problem)
        for problem in sorted(failed - self.failed):
            say_problem(problem)
        self.failed = failed
        turned = turn.built and self.today not in {None, turn.today}
        if turn.built:
            self.today = turn.today
            others.tell({*turn.problems} - self.plugins)
            self.plugins = frozenset(turn.problems)
        if turn.written:
            now = time.strftime("%H:%M:%S")
            say(f"{now} {summary(turn.written)}{_because(turn, turned=turned)}")


def _because(turn: Turn, *, turned: bool) -> str:
    """Return what changed, and which day it is if another one began."""
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    names = [f"it is {day(turn.today)}"] if turned else []
    names += turn.changed[:_NAMED]
    more = len(turn.changed) - len(turn.changed[:_NAMED])
    told = f"{', '.join(names)}{f' and {more} more' if more else ''}"
    return f" ({told})" if told else ""
