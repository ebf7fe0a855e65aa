"""Saves: from the bytes of a note on the disk to the last page on the disk.

A daemon of its own process keeps a vault; this one saves notes in place, as editors do,
and the daemon tells when each turn ended. A save takes from its bytes on the disk to
the end of the turn that knew of it, less the quiet time that the daemon waits on
purpose. Beside it, from the same process and vault, stands a build of everything.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from bench import vaults
from bench.daemon import TICKS, Daemon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bench.rows import Row, Section

PATIENCE: Final = 120.0
FULL: Final = 5
LARGE: Final = 100_000
"""People of a vault of which all is made anew but once: that takes minutes."""
PROBES: Final = 100
SETTLED: Final = 4.0
"""Seconds after which all was looked at once more, and nothing is left to do."""


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
        before = text = note.read_text("utf-8")
        while text == before:  # what many need is named again and again
            text = _needing(before, self.them.topic())
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


def _needing(text: str, topic: str) -> str:
    """Return a note in which somebody needs one thing, and nothing else."""
    head, needs, rest = text.partition("needs:\n")
    new = f"needs:\n  - {topic}\n"
    if not needs:
        return head.replace("type: person\n", f"type: person\n{new}", 1)
    lines = rest.splitlines(keepends=True)
    while lines[0].startswith("  - "):
        del lines[0]
    return f"{head}{new}{''.join(lines)}"


KINDS: Final = {
    "prose": ("a save: prose", Saves.prose),
    "line": ("a save: a new log line", Saves.log_line),
    "need": ("a save: a changed need", Saves.need),
    "new": ("a save: a new person", Saves.new_person),
    "rename": ("a save: a rename", Saves.rename),
}


# --- what is measured ----------------------------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """How much is measured.

    Attributes:
        count: Saves of each kind.
        idle: Seconds of doing nothing.
        quiet: How many seconds the daemon waits until nothing is heard.
        seed: Of the vault.
    """

    count: int
    idle: float
    quiet: float
    seed: int


def measure(root: Path, into: Section, env: Mapping[str, str], chosen: Chosen) -> None:
    """Add what a daemon took for so many saves of each kind, by turns, and what else.

    Args:
        root: A vault that was made by `vaults`.
        into: Where the rows go.
        env: The environment the daemon runs in.
        chosen: How much is measured.
    """
    saves = Saves(root, vaults.cast(into.people, chosen.seed), Random(chosen.seed))
    rows = {kind: into.add(kind, says) for kind, (says, _) in KINDS.items()}
    full = into.add("rebuild", "a build of everything, in the daemon's own memory")
    walk = into.add("look", "a look at every file, in the daemon")
    bare = into.add("bare", "watchdog alone, from the save to the event")
    with Daemon(root, chosen.quiet, env) as daemon:
        daemon.told(lambda said: said.get("notes", 0) > 0)
        time.sleep(SETTLED if chosen.idle else 0)
        _rest(daemon, into, chosen.idle)
        half = chosen.count // 2 if into.people < LARGE else 0
        for number in range(chosen.count):
            if number in {0, half}:
                walk.values.append(_walked(daemon))
            for kind, row in rows.items():
                _once(daemon, saves, kind, row)
        _after(daemon, into)
        # Last of all: what it makes for this alone would count as its memory.
        times = FULL if into.people < LARGE else 1
        full.values.extend(_full(daemon) for _ in range(times))
    bare.values.extend(_bare(root))


def _once(daemon: Daemon, saves: Saves, kind: str, row: Row) -> None:
    """Save once; add how long it took until the pages were true, in seconds.

    A look at everything that was due anyway may find a save before it was quiet: 0.
    """
    used = daemon.cpu
    note = KINDS[kind][1](saves)
    saved = time.monotonic()
    name = note.relative_to(saves.root).as_posix()
    turn = daemon.told(lambda said: name in said.get("changed", ()))
    row.values.append(max(0.0, float(turn["at"]) - saved - daemon.quiet))
    row.cpu.append(float(turn["cpu"]) - used)


def _rest(daemon: Daemon, into: Section, idle: float) -> None:
    """Add what it holds and uses while nothing happens."""
    at_rest = into.add(
        "rest", "the daemon's memory, at rest after its first turn", "MB"
    )
    at_rest.values.append(daemon.memory())
    if idle and TICKS:
        before, began = daemon.ticks(), time.monotonic()
        time.sleep(idle)
        used = (daemon.ticks() - before) / TICKS / (time.monotonic() - began)
        row = into.add(
            "idle", f"of one core, while nothing happens for {idle:.0f} s", "%"
        )
        row.values.append(used * 100)


def _after(daemon: Daemon, into: Section) -> None:
    """Add what it holds after all those saves, and held at most."""
    then = into.add("after", "the daemon's memory, after all those saves", "MB")
    then.values.append(daemon.memory())
    most = into.add("peak", "the daemon's memory, at its peak", "MB")
    most.values.append(daemon.peak())


def _full(daemon: Daemon) -> float:
    daemon.ask("full")
    return float(daemon.told(lambda said: "full" in said)["full"])


def _walked(daemon: Daemon) -> float:
    daemon.ask("walk")
    return float(daemon.told(lambda said: said.get("walked", False))["seconds"])


def _bare(root: Path) -> Iterator[float]:
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
