"""Runs: whole processes, timed by turns, so that what drifts is in both of a ratio."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.rows import STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bench.rows import Row

_UNIT: Final = 1e6 if sys.platform == "darwin" else 1e3
_LOOK: Final = 0.02
"""Seconds between two looks at how much memory processes have, at the least."""
_SELDOM: Final = 20
"""How often the time of such a look goes by until the next."""


class StoppedError(Exception):
    """A run took longer than it may; with it, its seconds of processor time."""


@dataclass(frozen=True)
class Run:
    """One run of a process.

    Attributes:
        seconds: On the clock of the wall.
        cpu: Of all its processes, on any core.
        megabytes: What the largest of its processes had at most.
    """

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Step:
    """What is timed in every round.

    Attributes:
        row: Where its times go.
        command: The program and its arguments.
        env: The environment it runs in.
        cwd: The folder it runs in.
        limit: Seconds after which it is stopped.
        before: What is done first, untimed.
        after: What is done then, untimed.
    """

    row: Row
    command: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path | None = None
    limit: float = 3600.0
    before: Callable[[], object] = field(default=lambda: None)
    after: Callable[[], object] = field(default=lambda: None)


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of this user is found or kept.

    Bytecode is kept beside the sources, as where a program is installed.
    """
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    below = {f"XDG_{name}_HOME": str(home / name.lower()) for name in _XDG}
    return {**kept, **below, "HOME": str(home), "FOAM_TELEMETRY": "0"}


_XDG: Final = ("STATE", "CACHE", "CONFIG", "DATA")


def timed(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    cwd: Path | None = None,
    limit: float = 3600.0,
) -> Run:
    """Run a process that prints nothing; return how long it took.

    Its memory is that of the largest single process of it.

    Raises:
        CalledProcessError: It failed.
        StoppedError: It took longer than the limit, in seconds.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stop = threading.Timer(limit, child.kill)
    stop.start()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    stop.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if seconds >= limit:
        raise StoppedError(usage.ru_utime + usage.ru_stime)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNIT)


def by_turns(steps: Sequence[Step], rounds: int, budget: float = 1e9) -> None:
    """Run every step once in each round, and add what it took to its row.

    Args:
        steps: What to run; one that failed or was stopped is not run again.
        rounds: How often.
        budget: Seconds after which a step is not run again.
    """
    spent = dict.fromkeys(range(len(steps)), 0.0)
    for _ in range(rounds):
        for number, step in enumerate(steps):
            if step.row.wrong or spent[number] >= budget:
                continue
            step.before()
            spent[number] += _once(step)
            step.after()


def _once(step: Step) -> float:
    try:
        run = timed(step.command, step.env, step.cwd, step.limit)
    except StoppedError as stopped:
        step.row.cpu.append(float(stopped.args[0]))
        step.row.wrong = f"{STOPPED} after {step.limit:.0f} s"
        step.row.values.append(step.limit)
        return step.limit
    except subprocess.CalledProcessError as wrong:
        step.row.wrong = f"failed with exit code {wrong.returncode}"
        return 0.0
    except OSError as wrong:
        step.row.wrong = f"failed: {wrong.strerror}"
        return 0.0
    step.row.values.append(run.seconds)
    step.row.cpu.append(run.cpu)
    step.row.memory.append(run.megabytes)
    return run.seconds


def peak(command: Sequence[str | Path], env: Mapping[str, str]) -> float:
    """Return the MB that a process and those below it have at most, 0 if untold.

    What two of them share is counted once.
    """
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    most = 0.0
    while child.poll() is None:
        began = time.monotonic()
        most = max(most, held(child.pid))
        # The system counts pages one by one: of much memory that takes a while.
        time.sleep(max(_LOOK, _SELDOM * (time.monotonic() - began)))
    return most


def held(pid: int) -> float:
    """Return the MB that a process and those below it have now, 0 if untold."""
    return sum(_own(one) for one in _below(pid))


def _below(pid: int) -> Iterator[int]:
    yield pid
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    except OSError:
        return
    for child in found.split():
        yield from _below(int(child))


def _own(pid: int) -> float:
    """Return the MB of one process, of what it shares its part alone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0.0
    lines = (line.split() for line in text.splitlines() if line.startswith("Pss:"))
    return sum(int(line[1]) for line in lines) / 1e3
