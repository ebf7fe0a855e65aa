"""Engines: the exported network in DuckDB and networkx, and whether they agree with us.

`python -m bench.engines` installs both in `build/engines`, exports a generated vault,
asks each query of `bench.queries`, compares the answers with what vaultkit itself says
and prints how long each took. `--into FILE` keeps that beside the rest.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

import vaultkit
from bench import report, runs
from bench.sections import ROOT, Asked, laid

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.rows import Section

HOME: Final = ROOT / "build/engines"
PACKAGES: Final = ("duckdb==2.0.0", "networkx==3.4.2", "nx-parallel==0.3")


_TIES: Final = frozenset({"introduced", "knows"})


def installed() -> Path:
    """Return the Python that has the engines, installing them first."""
    python = HOME / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, *PACKAGES], check=True)
    return python


def measure(people: int, seed: int) -> Section:
    """Return how long the engines took, each row wrong where they disagree with us."""
    python = installed()
    with laid("engines", Asked(people=people, seed=seed)) as bench:
        for form, name in (("json", "network.json"), ("csv", "people.csv")):
            out = ("export", form, str(bench.vault), "-o", str(bench.folder / name))
            row = bench.section.add(f"export-{form}", f"`vaultkit export {form}`")
            run = runs.timed((sys.executable, "-m", "vaultkit", *out), bench.env)
            row.values.append(run.seconds)
            row.cpu.append(run.cpu)
            row.memory.append(run.megabytes)
        said = bench.folder / "said.json"
        took = _kept(bench.vault, said)
        says = "vaultkit itself: the vault opened and every insight found, once"
        bench.section.add("vaultkit", says).values.append(took)
        ask = [str(python), "-m", "bench.asked", str(bench.folder)]
        done = subprocess.run(ask, cwd=ROOT, check=True, capture_output=True, text=True)
        for one in json.loads(done.stdout):
            row = bench.section.add(one["key"], one["says"], does=one["compared"])
            row.values.append(one["seconds"])
            row.wrong = one["wrong"]
    return bench.section


def _kept(vault: Path, file: Path) -> float:
    """Write what vaultkit says of a vault; return the seconds it took to find out."""
    began = time.monotonic()
    life = vaultkit.open(vault)
    told = {name: find(life) for name, find in _SAID.items()}
    took = time.monotonic() - began
    file.write_text(json.dumps({"today": str(life.today), **told}), "utf-8")
    return took


def _interests(life: vaultkit.Vault) -> dict[str, int]:
    page = life.insights["interests"]
    every = (*page.with_me, *page.among)
    return {one.topic.name: len(one.people) + one.more for one in every}


def _help(life: vaultkit.Vault) -> dict[str, list[list[str]]]:
    page = life.insights["help"]
    pairs = [one for one in page.matches if one.how == "same"]
    return {
        "pairs": [[one.needs, one.helper, one.need.text] for one in pairs],
        "nobody": [[one.person, one.need.text] for one in page.unanswered],
    }


def _reconnect(life: vaultkit.Vault) -> list[str]:
    page = life.insights["reconnect"]
    names = {one.id: one.name for one in life.people if one.cadence}
    states = (*page.quiet, *page.season, *page.dormant)
    return sorted(names[one.person] for one in states if one.person in names)


def _introductions(life: vaultkit.Vault) -> dict[str, int]:
    trees = life.insights["introductions"].trees
    return {tree.branches[0].person: len(tree.branches) for tree in trees}


def _learning(life: vaultkit.Vault) -> list[list[str]]:
    return [
        [wish.learning.text, one.person]
        for wish in life.insights["learning"].wishes
        for one in wish.knows
        if one.kind == "offers" and one.how == "same"
    ]


def _events(life: vaultkit.Vault) -> dict[str, int]:
    graph = life.network
    kinds = {node: of["kind"] for node, of in graph.nodes(data=True)}
    counted = {
        node: sum(
            any(edge.kind == "event" for edge in graph.edges[node, other]["edges"])
            for other in graph[node]
            if kinds[other] == "event"
        )
        for node, kind in kinds.items()
        if kind == "person"
    }
    return {node: count for node, count in counted.items() if count}


def _map(life: vaultkit.Vault) -> int:
    nodes = life.network.nodes(data=True)
    people = [node for node, of in nodes if of["kind"] == "person" and not of["me"]]
    among = life.network.subgraph(people)
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(people)
    ties.add_edges_from(
        (a, b)
        for a, b, of in among.edges(data=True)
        if any(one.kind in _TIES for one in of["edges"])
    )
    return nx.number_connected_components(ties)


_SAID: Final[dict[str, Callable[[vaultkit.Vault], Any]]] = {
    "interests": _interests,
    "help": _help,
    "reconnect": _reconnect,
    "introductions": _introductions,
    "learning": _learning,
    "events": _events,
    "map": _map,
}


def main() -> None:
    """Measure, print, and keep what was measured where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path)
    chosen = parser.parse_args()
    section = measure(chosen.people, chosen.seed)
    if chosen.into:
        kept = report.merged(report.read(chosen.into), [section])
        chosen.into.write_text(report.kept(kept), "utf-8", newline="\n")
    print(report.whole([section]))


if __name__ == "__main__":
    main()
