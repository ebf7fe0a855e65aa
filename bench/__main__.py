"""Measure vaultkit beside the floor and beside others, and print a table of ratios.

`python -m bench` measures what takes minutes, on 10,000 people; `--full` all there is.
A bar that is missed is told, and fails nothing: machines drift, and only a look at the
table says whether it was the machine.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import report
from bench.sections import SECTIONS, Asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.rows import Section

_USUAL: Final = Asked(rounds=5, saves=40, idle=10.0, limit=30.0, budget=60.0)
_FULL: Final = Asked(rounds=5, saves=200, idle=60.0, limit=1_200.0)
_SIZES: Final = (1_000, 10_000, 100_000)
_ONCE: Final = frozenset({"messy", "peers", "burst"})
"""Sections that are measured at the usual size alone, unless one is asked for."""
_LARGE: Final = 100_000
_FEW: Final = 3
"""Rounds of a vault so large that one takes minutes."""


def main() -> int:
    """Measure, print, and keep what was measured where that is asked for."""
    chosen = _parser().parse_args()
    found: list[Section] = []
    for name, asked in _asked(chosen):
        print(f"{name}, {asked.people:,} people ...", file=sys.stderr, flush=True)
        found.append(SECTIONS[name](asked))
        if chosen.into:
            kept = report.merged(report.read(chosen.into), found)
            chosen.into.write_text(report.kept(kept), "utf-8", newline="\n")
    print(report.kept(found) if chosen.json else report.whole(found))
    return 0


def _asked(chosen: argparse.Namespace) -> Iterator[tuple[str, Asked]]:
    """Yield every section that is to be measured, and how."""
    usual = _FULL if chosen.full else _USUAL
    given = {
        name: value
        for name in ("rounds", "saves", "idle", "limit", "seed")
        if (value := getattr(chosen, name)) is not None
    }
    sizes = chosen.people or (_SIZES if chosen.full else (usual.people,))
    for people in sizes:
        for name in chosen.sections or SECTIONS:
            if name in _ONCE and people != usual.people and not chosen.people:
                continue
            if name == "start" and people != sizes[0]:
                continue
            rounds = usual.rounds if people < _LARGE else _FEW
            yield name, replace(usual, **{"people": people, "rounds": rounds, **given})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", choices=[*SECTIONS, []], metavar="SECTION"
    )
    parser.add_argument("--full", action="store_true", help="everything; takes hours")
    parser.add_argument("--people", type=int, nargs="+", help="sizes of the vault")
    parser.add_argument("--rounds", type=int, help="of whole processes")
    parser.add_argument("--saves", type=int, help="of each of five kinds")
    parser.add_argument("--idle", type=float, help="seconds of doing nothing")
    parser.add_argument("--limit", type=float, help="seconds until a peer is stopped")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    parser.add_argument("--into", type=Path, help="a file to keep what was measured in")
    return parser


if __name__ == "__main__":
    sys.exit(main())
