"""Time a cold build against reading and parsing alone, in one run: `make bench`.

Machines drift, so the runs of one round follow each other and only ratios within one
run of this script mean anything. Every step is a whole process on a warm page cache;
"cold" means that vaultkit keeps nothing from an earlier run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

VAULTS: Final = Path(__file__).with_name("vaults.py")
WALK: Final = """
import os, sys
def walk(top):
    for entry in os.scandir(top):
        if entry.is_dir(): walk(entry.path)
        else: entry.stat()
walk(sys.argv[1])
"""
PARSE: Final = """
import os, sys, yaml
def walk(top):
    for entry in os.scandir(top):
        if entry.is_dir(): walk(entry.path)
        elif entry.name.endswith(".md"): read(entry.path)
def read(path):
    with open(path, "rb") as file: text = file.read().decode()
    if text.startswith("---\\n") and (end := text.find("\\n---", 3)) > 0:
        yaml.load(text[4:end + 1], yaml.CSafeLoader)
walk(sys.argv[1])
"""
STEPS: Final = ("walk", "parse", "cold", "second")
SAYS: Final = {
    "walk": "stat walk",
    "parse": "read all, CSafeLoader over front matter",
    "cold": "vaultkit build, cold",
    "second": "vaultkit build again, nothing to do",
}
BARS: Final = {"cold": 1.2}
BAR_MEMORY: Final = 300.0


@dataclass
class Timing:
    """The runs of one step: seconds and peak memory in MB."""

    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)


def timed(command: list[str]) -> tuple[float, float]:
    """Run a process; return its wall seconds and its peak memory in MB.

    The peak is the largest single process below it, its own children included.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return seconds, usage.ru_maxrss / unit


def measured(vault: Path, runs: int) -> dict[str, Timing]:
    """Return the timings of every step, interleaved."""
    build = [sys.executable, "-m", "vaultkit", "build", str(vault)]
    commands = {
        "walk": [sys.executable, "-c", WALK, str(vault)],
        "parse": [sys.executable, "-c", PARSE, str(vault)],
        "cold": build,
        "second": build,
    }
    timings = {step: Timing() for step in STEPS}
    timed(commands["walk"])
    for _ in range(runs):
        shutil.rmtree(vault / "Network", ignore_errors=True)
        for step in STEPS:
            seconds, memory = timed(commands[step])
            timings[step].seconds.append(seconds)
            timings[step].memory.append(memory)
    return timings


def machine() -> str:
    """Return what this ran on, in one line."""
    return (
        f"Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores"
    )


def table(timings: dict[str, Timing]) -> str:
    """Return the timings as a table of text."""
    against = timings["parse"].median
    lines = [f"{'':42}{'median':>8}{'min':>8}{'max':>8}{'ratio':>8}{'peak MB':>9}"]
    for step, timing in timings.items():
        low, high = min(timing.seconds), max(timing.seconds)
        lines.append(
            f"{SAYS[step]:42}{timing.median:8.2f}{low:8.2f}{high:8.2f}"
            f"{timing.median / against:8.2f}{max(timing.memory):9.0f}"
        )
    return "\n".join(lines)


def verdict(timings: dict[str, Timing]) -> str:
    """Return whether the bars hold."""
    ratio = timings["cold"].median / timings["parse"].median
    memory = max(timings["cold"].memory)
    kept = ratio <= BARS["cold"] and memory <= BAR_MEMORY
    return (
        f"bars: cold {ratio:.2f} (at most {BARS['cold']}), "
        f"{memory:.0f} MB (at most {BAR_MEMORY:.0f}): {'kept' if kept else 'MISSED'}"
    )


def main() -> None:
    """Write a vault into a temporary folder, time every step, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        size = ["--people", str(chosen.people), "--seed", str(chosen.seed)]
        timed([sys.executable, str(VAULTS), str(vault), *size])
        timings = measured(vault, chosen.runs)
    if chosen.json:
        rows = {s: {"seconds": t.seconds, "mb": t.memory} for s, t in timings.items()}
        print(json.dumps({"machine": machine(), "people": chosen.people, **rows}))
        return
    print(f"{chosen.people} people, {chosen.runs} interleaved runs; {machine()}")
    print(table(timings))
    print(verdict(timings))


if __name__ == "__main__":
    main()
