"""Sections: what is measured in one go, for the sake of its ratios."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import vaultkit
from bench import burst as bursting
from bench import peers as others
from bench import runs, saves, vaults
from bench.floors import FLOORS
from bench.rows import Section, machine
from bench.runs import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.rows import Row

ROOT: Final = Path(__file__).resolve().parent.parent
_CHANGED: Final = 100
"""One in so many notes is changed before the warm build that finds a change."""
_TRUSTED: Final = 2.1
"""Seconds until the times of a file that was written are believed."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a bench.

    Attributes:
        people: How many the vault has.
        seed: Of the vault.
        rounds: Of whole processes.
        starts: Of processes that do next to nothing.
        saves: Of each of five kinds.
        idle: Seconds in which the daemon does nothing.
        quiet: Seconds that the daemon waits until nothing is heard.
        limit: Seconds after which a peer is stopped.
        budget: Seconds after which a peer is not run again.
        settle: Whether to wait until the times of changed files are believed.
    """

    people: int = 10_000
    seed: int = 1
    rounds: int = 5
    starts: int = 20
    saves: int = 40
    idle: float = 10.0
    quiet: float = 0.05
    limit: float = 60.0
    budget: float = 150.0
    settle: bool = True


@dataclass(frozen=True)
class Bench:
    """A vault in a temporary folder, and the environment in which it is timed."""

    asked: Asked
    section: Section
    folder: Path
    vault: Path
    env: dict[str, str]

    @property
    def build(self) -> tuple[str, ...]:
        """Build its pages."""
        return (sys.executable, "-m", "vaultkit", "build", str(self.vault))

    def forget(self) -> None:
        """Remove the pages, and all that is known from before."""
        shutil.rmtree(self.vault / "Network", ignore_errors=True)
        shutil.rmtree(self.env["HOME"], ignore_errors=True)
        Path(self.env["HOME"]).mkdir()

    def floor(self, key: str) -> Step:
        """Return the step that times a floor."""
        floor = FLOORS[key]
        command = (sys.executable, "-c", floor.code, str(self.vault))
        return Step(self.section.add(key, floor.says), command, self.env)

    def step(
        self,
        row: Row,
        before: Callable[[], object] = lambda: None,
        after: Callable[[], object] = lambda: None,
    ) -> Step:
        """Return the step that times a build."""
        return Step(row, self.build, self.env, before=before, after=after)


@contextmanager
def laid(name: str, asked: Asked, *, messy: bool = False) -> Iterator[Bench]:
    """Write a vault, and remove it after it was measured.

    Args:
        name: Of the section.
        asked: How large it is.
        messy: Whether a fifth of its front matter is not flat.
    """
    compileall.compile_dir(str(Path(vaultkit.__file__).parent), quiet=2)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vaultkit-bench-") as folder:
        vault = Path(folder) / "vault"
        size = _written(vault, asked, messy=messy)
        section = Section(name, asked.people, str(size), files=size.notes)
        section.machine = machine()
        bench = Bench(
            asked, section, Path(folder), vault, runs.environment(Path(folder) / "home")
        )
        bench.forget()
        runs.timed((sys.executable, "-c", FLOORS["bytes"].code, vault), bench.env)
        yield bench
        section.took = time.monotonic() - began


def _written(vault: Path, asked: Asked, *, messy: bool) -> vaults.Size:
    """Write a vault in a process of its own; return how large it is.

    A process is said to have had as much memory as the one that began it, so this one
    has to stay small.
    """
    command = [sys.executable, "-m", "bench.vaults", str(vault), "--json"]
    command += ["--people", str(asked.people), "--seed", str(asked.seed)]
    command += ["--messy"] if messy else []
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return vaults.Size(**json.loads(done.stdout))


def start(asked: Asked) -> Section:
    """Return how long it takes until a command answers that has little to say."""
    with laid("start", Asked(people=20, seed=asked.seed)) as bench:
        section, env = bench.section, bench.env
        section.people, section.size = 0, ""
        command = str(Path(sys.executable).with_name("vaultkit"))
        steps = (
            bench.floor("start"),
            Step(section.add("help", "`vaultkit --help`"), (command, "--help"), env),
            Step(
                section.add("status", "`vaultkit status`, of a vault nobody watches"),
                # It says by its exit code that nobody watches.
                ("sh", "-c", '"$0" status "$1" || exit 0', command, str(bench.vault)),
                env,
            ),
        )
        runs.by_turns(steps, 1)
        for step in steps:
            step.row.values.clear()
        runs.by_turns(steps, asked.starts)
    return section


def cold(asked: Asked) -> Section:
    """Return what a build takes that knows nothing, and one that knows it all."""
    with laid("cold", asked) as bench:
        floors = [bench.floor(key) for key in FLOORS]
        floors[0] = replace(floors[0], before=bench.forget)  # our pages are no notes
        section = bench.section
        first = section.add("cold", "`vaultkit build`, all pages, knowing nothing")
        warm = section.add("warm", "the same again: nothing changed")
        few = section.add("warm1", "the same, after 1% of the notes changed")
        undone: list[Callable[[], None]] = []

        def change() -> None:
            undone.append(_change(bench.vault))

        def undo() -> None:
            undone.pop()()
            _settled(asked)

        steps = (
            *floors,
            bench.step(first, bench.forget),
            bench.step(warm, lambda: _settled(asked)),
            bench.step(few, change, undo),
        )
        runs.by_turns(steps, asked.rounds)
        bench.forget()
        peak = section.add(
            "memory", "that build's memory, all processes, at its peak", "MB"
        )
        peak.values.append(runs.peak(bench.build, bench.env))
    return section


def _settled(asked: Asked) -> None:
    time.sleep(_TRUSTED if asked.settle else 0)


def _change(vault: Path) -> Callable[[], None]:
    """Add a line to one in a hundred notes; return what undoes it."""
    notes = sorted((vault / "People").iterdir())[::_CHANGED]
    texts = {note: note.read_bytes() for note in notes}
    for note, text in texts.items():
        note.write_bytes(text + f"- {vaults.TODAY} coffee: on the way\n".encode())

    def undo() -> None:
        for note, text in texts.items():
            note.write_bytes(text)

    return undo


def messy(asked: Asked) -> Section:
    """Return what a build takes where a fifth of the front matter is not flat."""
    with laid("messy", asked, messy=True) as bench:
        row = bench.section.add("cold", "`vaultkit build`, all pages, knowing nothing")
        floor = replace(bench.floor("full"), before=bench.forget)
        steps = (floor, bench.step(row, bench.forget))
        runs.by_turns(steps, asked.rounds)
    return bench.section


def peers(asked: Asked) -> Section:
    """Return what others take for the same vault, by turns with ours."""
    with laid("peers", asked) as bench:
        section = bench.section
        row = section.add("cold", "`vaultkit build`", does=_OURS)
        ours = bench.step(row, bench.forget, bench.forget)
        steps = [bench.floor("full"), ours]
        for peer in others.PEERS:
            row = section.add(peer.name, f"{peer.name} {peer.version}", does=peer.does)
            row.wrong = peer.missing
            if not row.wrong:
                steps.append(_peer(bench, peer, row))
        runs.by_turns(steps, asked.rounds, asked.budget)
    return section


_OURS: Final = (
    "reads people, events, dates and links, cross-checks them, builds the graph and "
    "writes twelve pages"
)


def _peer(bench: Bench, peer: others.Peer, row: Row) -> Step:
    """Return the step that times a peer, in a folder that is new each time."""
    scratch, vault = bench.folder / "scratch", bench.vault
    if peer.first:
        vault = bench.folder / peer.name  # it puts something into the vault
        shutil.copytree(bench.vault, vault)
        runs.timed(peer.filled(peer.first, vault, scratch), bench.env)

    def anew() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()

    command = peer.filled(peer.command, vault, scratch)
    return Step(row, command, bench.env, scratch, bench.asked.limit, anew)


def daemon(asked: Asked) -> Section:
    """Return what saves take while a daemon keeps the pages."""
    with laid("saves", asked) as bench:
        chosen = saves.Chosen(asked.saves, asked.idle, asked.quiet, asked.seed)
        saves.measure(bench.vault, bench.section, bench.env, chosen)
        if not bursting.right(bench.vault, bench.env):
            for row in bench.section.rows:
                row.wrong = "the pages were not those of a build from scratch"
    return bench.section


def burst(asked: Asked) -> Section:
    """Return what a burst of changes takes while a daemon keeps the pages."""
    with laid("burst", asked) as bench:
        row = bench.section.add("cold", "`vaultkit build`, all pages, knowing nothing")
        runs.by_turns([bench.step(row, bench.forget)], min(3, asked.rounds))
        most = min(10_000, asked.people)
        bursting.measure(bench.vault, bench.section, bench.env, most, asked.quiet)
    return bench.section


SECTIONS: Final[dict[str, Callable[[Asked], Section]]] = {
    "start": start,
    "cold": cold,
    "messy": messy,
    "saves": daemon,
    "burst": burst,
    "peers": peers,
}
"""Everything that can be measured, the quick before the slow."""
