"""Time a daemon from a save to the last page on the disk: `python -m bench.saves`.

A daemon of its own process keeps a vault; this one saves notes in place, as editors do,
and the daemon tells when each turn ended. A save takes from its bytes on the disk to
the end of the turn that knew of it, less the quiet time that the daemon waits on
purpose. Beside it, from the same process and vault, stands a build of everything.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, Self

from bench import vaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from vaultkit.daemon.regenerate import Turn
    from vaultkit.daemon.watch import Watch

ROOT: Final = Path(__file__).resolve().parent.parent
PER_PERSON: Final = 1.27
"""Notes in a vault of `vaults.py` for each of its people."""
BAR: Final = 0.2
"""Seconds that a save may take at most, at the median."""
PATIENCE: Final = 120.0
FULL: Final = 3
PROBES: Final = 100
TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0


# --- the daemon, in a process of its own ---------------------------------------------


def keep(root: Path, quiet: float) -> None:
    """Keep a vault and print every turn, and what is asked for, as a line of JSON."""
    from vaultkit.cli import session  # noqa: PLC0415 (the saving process needs none)
    from vaultkit.daemon.patience import Pace  # noqa: PLC0415 (as above)
    from vaultkit.daemon.watch import Clock, Watch  # noqa: PLC0415 (as above)

    clock = Clock(time.monotonic, time.time_ns, session.clock)
    daemon = Watch(root, clock, _tell, replace(Pace(), quiet=quiet))
    asker = threading.Thread(target=_answer, args=(daemon,), daemon=True)
    asker.start()
    daemon.run()


def _tell(turn: Turn, mode: object) -> None:
    del mode
    failed = [one.problem.message for one in turn.failed if one.problem]
    _print(
        at=time.monotonic(),
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
    print(json.dumps(values), flush=True)


@dataclass
class Daemon:
    """A daemon that keeps a vault, and what it tells."""

    root: Path
    quiet: float
    _child: subprocess.Popen[str] = field(init=False)

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "bench.saves", "--keep", self.root, str(self.quiet)],
            cwd=ROOT,
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
        self._child.wait()

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
            if said.get("wrong"):
                raise RuntimeError(said["wrong"])
            if so(said):
                return said
        raise RuntimeError("the daemon ended")

    def memory(self) -> float:
        """Return the megabytes it holds, 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines()
        except OSError:
            return 0.0
        found = (line.split()[1] for line in lines if line.startswith("VmRSS"))
        return int(next(found, "0")) / 1e3

    def ticks(self) -> int:
        """Return the processor time it has used, in ticks, 0 where nobody tells."""
        try:
            line = Path(f"/proc/{self.pid}/stat").read_text("utf-8")
        except OSError:
            return 0
        parts = line.rpartition(")")[2].split()
        return int(parts[11]) + int(parts[12])


# --- saves ---------------------------------------------------------------------------


@dataclass
class Saves:
    """Notes of a vault and what may be done to them; each returns the path saved."""

    root: Path
    them: vaults.Cast
    chance: Random
    number: int = 0

    def some(self) -> Path:
        """Return the note of somebody who is there."""
        while not (note := self._of(self.chance.choice(self.them.people))).exists():
            pass
        return note

    def _of(self, name: str) -> Path:
        return self.root / f"People/{name}.md"

    def prose(self) -> Path:
        """Change a sentence that names nobody."""
        note = self.some()
        text = note.read_text("utf-8")
        said = self.them.sentence(8)
        note.write_text(text.replace("## Log\n", f"{said}.\n\n## Log\n", 1), "utf-8")
        return note

    def log_line(self) -> Path:
        """Add a line on a contact."""
        note = self.some()
        line = f"- {vaults.TODAY} coffee: {self.them.sentence(8)}\n"
        text = note.read_text("utf-8").replace("## Log\n\n", f"## Log\n\n{line}", 1)
        note.write_text(text, "utf-8")
        return note

    def need(self) -> Path:
        """Need something else."""
        note = self.some()
        head, needs, rest = note.read_text("utf-8").partition("needs:\n")
        new = f"needs:\n  - {self.them.topic()}\n"
        if needs:
            lines = rest.splitlines(keepends=True)
            while lines[0].startswith("  - "):
                del lines[0]
            text = f"{head}{new}{''.join(lines)}"
        else:
            text = head.replace("type: person\n", f"type: person\n{new}", 1)
        note.write_text(text, "utf-8")
        return note

    def new_person(self) -> Path:
        """Meet somebody."""
        self.number += 1
        name = f"Newly Met {self.number}"
        note = self._of(name)
        note.write_text(vaults.person(self.them, name), "utf-8")
        return note

    def rename(self) -> Path:
        """Call somebody something else."""
        self.number += 1
        note = self.some()
        return note.rename(note.with_name(f"{note.stem} {self.number}th.md"))


KINDS: Final = {
    "a prose edit": Saves.prose,
    "a new log line": Saves.log_line,
    "a changed need": Saves.need,
    "a new person": Saves.new_person,
    "a rename": Saves.rename,
}


@dataclass
class Taken:
    """How long the saves of one kind took.

    Attributes:
        seconds: Of each save, without the quiet time.
        turns: Seconds of the daemon's turn alone.
        written: How many pages each had written.
    """

    seconds: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    written: list[int] = field(default_factory=list)


@dataclass
class Measured:
    """All that one run measures."""

    notes: int
    saves: dict[str, Taken]
    full: list[float] = field(default_factory=list)
    walk: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    idle: tuple[float, int] = (0.0, 0)


def once(daemon: Daemon, saves: Saves, kind: str, taken: Taken) -> None:
    """Save once, and note how long it took until the pages were true.

    A look at everything that was due anyway may find a save before it was quiet: 0.
    """
    note = KINDS[kind](saves)
    saved = time.monotonic()
    name = note.relative_to(saves.root).as_posix()
    turn = daemon.told(lambda said: name in said.get("changed", ()))
    taken.seconds.append(max(0.0, turn["at"] - saved - daemon.quiet))
    taken.turns.append(turn["seconds"])
    taken.written.append(turn["written"])


def measured(root: Path, people: int, chosen: argparse.Namespace) -> Measured:
    """Return what a daemon took for so many saves of each kind, interleaved."""
    saves = Saves(root, vaults.cast(people, chosen.seed), Random(chosen.seed))
    with Daemon(root, chosen.quiet / 1000) as daemon:
        first = daemon.told(lambda said: said.get("notes", 0) > 0)
        found = Measured(first["notes"], {kind: Taken() for kind in KINDS})
        for _ in range(2):  # the second one, since the first may be the settling one
            found.walk.append(_walked(daemon))
        found.full.extend(_full_of(daemon))
        found.memory.append(daemon.memory())
        for number in range(chosen.saves):
            for kind, taken in found.saves.items():
                once(daemon, saves, kind, taken)
            if number == chosen.saves // 2:
                found.memory.append(daemon.memory())
        found.memory.append(daemon.memory())
        found.full.extend(_full_of(daemon))
        found.walk.append(_walked(daemon))
        time.sleep(4 if chosen.idle else 0)  # until all is looked at once more
        before, began = daemon.ticks(), time.monotonic()
        time.sleep(chosen.idle)
        found.idle = (time.monotonic() - began, daemon.ticks() - before)
    found.bare = list(bare(root))
    return found


def _full_of(daemon: Daemon) -> Iterator[float]:
    for _ in range(FULL):
        daemon.ask("full")
        yield daemon.told(lambda said: "full" in said)["full"]


def _walked(daemon: Daemon) -> float:
    daemon.ask("walk")
    return float(daemon.told(lambda said: said.get("walked", False))["seconds"])


def bare(root: Path) -> Iterator[float]:
    """Yield how long watchdog itself takes to tell of a save."""
    from watchdog.events import FileClosedEvent, FileSystemEventHandler  # noqa: PLC0415 - late
    from watchdog.observers import Observer  # noqa: PLC0415 (only here is it needed)

    heard = threading.Event()

    class Ear(FileSystemEventHandler):
        def dispatch(self, event: object) -> None:
            del event
            heard.set()

    observer = Observer()
    observer.schedule(Ear(), str(root), recursive=True, event_filter=[FileClosedEvent])
    observer.start()
    probe = root / "People/probe.md"
    for number in range(PROBES):
        heard.clear()
        probe.write_text(f"{number}\n", "utf-8")
        start = time.monotonic()
        heard.wait(PATIENCE)
        yield time.monotonic() - start
        time.sleep(0.02)
    observer.stop()
    observer.join()
    probe.unlink()


# --- what it came to -----------------------------------------------------------------


def at(share: float, values: list[float]) -> float:
    """Return the value that this share of them, 0 to 1, does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(found: Measured) -> str:
    """Return the measurements as a table of text, in milliseconds."""
    head = (
        f"{'milliseconds':34}{'p50':>8}{'p99':>8}{'max':>8}{'turn p50':>10}{'pages':>7}"
    )
    lines = [head]
    for kind, taken in found.saves.items():
        lines.append(
            f"{kind:34}{_three(taken.seconds)}{at(0.5, taken.turns) * 1e3:10.0f}"
            f"{statistics.median(taken.written):7.0f}"
        )
    lines += [
        f"{'a full build, in the daemon':34}{_three(found.full)}",
        f"{'a look at everything':34}{_three(found.walk)}",
        f"{'watchdog alone: from save to event':34}{_three(found.bare)}",
    ]
    start, middle, end = found.memory
    lines.append(
        f"memory: {start:.0f}, {middle:.0f}, {end:.0f} MB at start, middle, end"
    )
    seconds, ticks = found.idle
    lines.append(
        f"idle for {seconds:.0f} s: {ticks} ticks of which a second has {TICKS}"
    )
    return "\n".join(lines)


def _three(values: list[float]) -> str:
    return "".join(f"{at(share, values) * 1e3:8.1f}" for share in (0.5, 0.99, 1.0))


def verdict(found: Measured) -> str:
    """Return whether the bar holds."""
    worst = max(at(0.5, taken.seconds) for taken in found.saves.values())
    kept = "kept" if worst <= BAR else "MISSED"
    return (
        f"bar: a save {worst * 1e3:.0f} ms at the median "
        f"(at most {BAR * 1e3:.0f}): {kept}"
    )


def right(root: Path) -> bool:
    """Return whether the pages are those of a build from scratch."""
    check = [sys.executable, "-m", "vaultkit", "build", str(root), "--check"]
    return subprocess.run(check, check=False).returncode == 0


def main() -> None:
    """Keep a vault, save in it, print what that took."""
    if sys.argv[1:2] == ["--keep"]:
        keep(Path(sys.argv[2]), float(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=200, help="of each of five kinds")
    parser.add_argument("--quiet", type=int, default=300, help="quiet time in ms")
    parser.add_argument("--idle", type=int, default=60, help="seconds of doing nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    chosen = parser.parse_args()
    people = round(chosen.notes / PER_PERSON)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        vaults.write(root, vaults.vault(people, chosen.seed))
        (root / "vaultkit.toml").write_text(f"today = {vaults.TODAY}\n", "utf-8")
        found = measured(root, people, chosen)
        wrong = "" if right(root) else "the pages are not those of a build from scratch"
    show(found, chosen)
    sys.exit(wrong or 0)


def show(found: Measured, chosen: argparse.Namespace) -> None:
    """Print what was measured, as a table or as JSON."""
    if chosen.json:
        kinds = {kind: vars(taken) for kind, taken in found.saves.items()}
        print(json.dumps({**vars(found), "saves": kinds}))
        return
    print(f"{found.notes} notes, {chosen.saves} saves of each kind")
    print(table(found))
    print(verdict(found))


if __name__ == "__main__":
    main()
