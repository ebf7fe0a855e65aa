"""A daemon that keeps a vault in a process of its own, and tells of every turn."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from bench import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from vaultkit.daemon.regenerate import Turn
    from vaultkit.daemon.watch import Watch

_TELLING: Final = threading.Lock()
ROOT: Final = Path(__file__).resolve().parent.parent
TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0


# --- in a process of its own ---------------------------------------------------------


def keep(root: Path, quiet: float) -> None:
    """Keep a vault and print every turn, and what is asked for, as a line of JSON."""
    from vaultkit.cli import session  # noqa: PLC0415 (the saving process needs none)
    from vaultkit.cli.watch import settle  # noqa: PLC0415 (as above)
    from vaultkit.daemon.patience import Pace  # noqa: PLC0415 (as above)
    from vaultkit.daemon.watch import Clock, Watch  # noqa: PLC0415 (as above)

    clock = Clock(time.monotonic, time.time_ns, session.clock)
    pace = replace(Pace(), quiet=quiet)
    gc.disable()  # as the command does
    daemon = Watch(root, clock, _tell, pace, begun=settle)
    asker = threading.Thread(target=_answer, args=(daemon,), daemon=True)
    asker.start()
    daemon.run()


def _tell(turn: Turn, mode: object) -> None:
    del mode
    failed = [one.problem.message for one in turn.failed if one.problem]
    _print(
        at=time.monotonic(),
        cpu=time.process_time(),
        seconds=turn.seconds,
        walked=turn.walked,
        changed=turn.changed,
        written=len(turn.written),
        notes=turn.notes,
        wrong=[turn.stopped, *failed] if turn.stopped or failed else [],
    )


def _answer(daemon: Watch) -> None:
    """Answer what the saving process asks, until it ends."""
    for line in sys.stdin:
        match line.strip():
            case "full":
                _print(full=_full(daemon))
            case "walk":
                daemon.reload()
    daemon.end(0)


def _full(daemon: Watch) -> float:
    """Return the seconds of making every page from the notes that are in memory."""
    from vaultkit import build, changes  # noqa: PLC0415 (as above)

    made = daemon.state.made
    if made is None:
        raise LookupError("nothing was made yet")
    start = time.monotonic()
    new = build.build(made.snapshot, made.settings, made.today)
    changes.plan(new.pages, made.snapshot, made.settings, new.refused)
    return time.monotonic() - start


def _print(**values: object) -> None:
    # Two threads tell things, and a line of one must not end up inside another's.
    with _TELLING:
        sys.stdout.write(f"{json.dumps(values)}\n")
        sys.stdout.flush()


# --- as it is seen from here ---------------------------------------------------------


@dataclass
class Daemon:
    """A daemon that keeps a vault, and what it tells.

    Attributes:
        root: The vault's folder.
        quiet: How many seconds it waits until nothing is heard.
        env: The environment it runs in.
        cpu: The processor time it had used when it last told of a turn, in seconds.
    """

    root: Path
    quiet: float
    env: Mapping[str, str]
    cpu: float = 0.0
    _child: subprocess.Popen[str] = field(init=False)

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "bench.daemon", self.root, str(self.quiet)],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.terminate()
        with self._child:  # closes what it was asked and answered through
            pass

    @property
    def pid(self) -> int:
        """Its process."""
        return self._child.pid

    def ask(self, what: str) -> None:
        """Ask it for something."""
        if self._child.stdin is not None:
            self._child.stdin.write(f"{what}\n")
            self._child.stdin.flush()

    def told(self, so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first thing it tells of which this is so.

        Raises:
            RuntimeError: It ended, or could not write a page.
        """
        for line in self._child.stdout or ():
            said: dict[str, Any] = json.loads(line)
            self.cpu = said.get("cpu", self.cpu)
            if said.get("wrong"):
                raise RuntimeError(said["wrong"])
            if so(said):
                return said
        raise RuntimeError("the daemon ended")

    def memory(self) -> float:
        """Return the MB it holds now, 0 where the system does not tell."""
        return runs.held(self.pid)

    def peak(self) -> float:
        """Return the MB it held at most, 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines()
        except OSError:
            return 0.0
        found = (line.split()[1] for line in lines if line.startswith("VmHWM"))
        return int(next(found, "0")) / 1e3

    def ticks(self) -> int:
        """Return the processor time it has used, in ticks, 0 where nobody tells."""
        try:
            line = Path(f"/proc/{self.pid}/stat").read_text("utf-8")
        except OSError:
            return 0
        parts = line.rpartition(")")[2].split()
        return int(parts[11]) + int(parts[12])


if __name__ == "__main__":
    keep(Path(sys.argv[1]), float(sys.argv[2]))
