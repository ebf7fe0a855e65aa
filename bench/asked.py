"""Asked: the queries, put to DuckDB and networkx, in the environment that has them."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import networkx as nx

from bench.queries import LOAD, QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[tuple[Any, ...]]
_ALIKE: Final = 1e-9


def main() -> None:
    """Ask everything of the exports in a folder; print what it took, as JSON."""
    os.chdir(sys.argv[1])
    said = json.loads(Path("said.json").read_text("utf-8"))
    print(json.dumps([*_duckdb(said), *_networkx(said)]))


def _told(
    key: str, says: str, began: float, wrong: str, compared: str
) -> dict[str, Any]:
    seconds = time.monotonic() - began
    told = {"key": key, "says": says, "seconds": seconds, "wrong": wrong}
    return {**told, "compared": compared}


def _duckdb(said: dict[str, Any]) -> list[dict[str, Any]]:
    base = duckdb.connect()
    began = time.monotonic()
    base.execute(LOAD)
    says = "DuckDB reads both exports and writes Parquet"
    found = [_told("duckdb", says, began, "", "")]
    for name, query in QUERIES.items():
        began = time.monotonic()
        rows = base.execute(query.sql.replace("{today}", said["today"])).fetchall()
        wrong = _CHECKS[name](rows, said[name])
        says = f"DuckDB: {query.says}"
        compared = f"{query.compared} ({len(rows):,} rows)"
        found.append(_told(f"duckdb-{name}", says, began, wrong, compared))
    return found


def _differs(rows: object, said: object) -> str:
    return "" if rows == said else f"{rows!r:.40} is not {said!r:.40}"


def _interests(rows: Rows, said: dict[str, int]) -> str:
    return _differs(dict(sorted(rows)), dict(sorted(said.items())))


def _help(rows: Rows, said: dict[str, list[list[str]]]) -> str:
    found = set(rows)
    missing = [pair for pair in said["pairs"] if tuple(pair) not in found]
    answered = {(needs, topic) for needs, _, topic in rows}
    odd = [one for one in said["nobody"] if tuple(one) in answered]
    return f"{missing[:1]} is missing" if missing else f"{odd[:1]}" if odd else ""


def _reconnect(rows: Rows, said: list[str]) -> str:
    return _differs(sorted(name for (name,) in rows), said)


def _introductions(rows: Rows, said: dict[str, int]) -> str:
    sizes: dict[str, int] = dict(rows)
    odd = [root for root, size in sizes.items() if said.get(root) != size]
    return f"{odd[:2]} are other trees" if odd or not sizes else ""


def _learning(rows: Rows, said: list[list[str]]) -> str:
    found = {(topic, person) for topic, person in rows}
    missing = [one for one in said if tuple(one) not in found]
    return f"{missing[:1]} is missing" if missing else ""


def _events(rows: Rows, said: dict[str, int]) -> str:
    return _differs(dict(sorted(rows)), dict(sorted(said.items())))


def _map(rows: Rows, said: int) -> str:
    return _differs(rows[0][0], said)


_CHECKS: Final[dict[str, Callable[[Rows, Any], str]]] = {
    "interests": _interests,
    "help": _help,
    "reconnect": _reconnect,
    "introductions": _introductions,
    "learning": _learning,
    "events": _events,
    "map": _map,
}


def _networkx(said: dict[str, Any]) -> list[dict[str, Any]]:
    began = time.monotonic()
    graph = nx.node_link_graph(
        json.loads(Path("network.json").read_text("utf-8")), edges="edges"
    )
    found = [_told("networkx", "networkx reads the JSON export", began, "", "")]
    nodes = graph.nodes(data=True)
    ours = (node for node, of in nodes if of["kind"] == "person" and "me" not in of)
    people: nx.Graph[str] = nx.Graph(graph.subgraph(ours))
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(people)
    ties.add_edges_from(
        (a, b)
        for a, b, of in graph.subgraph(people).edges(data=True)
        if of["kind"] in {"introduced", "knows"}
    )
    began = time.monotonic()
    groups = nx.number_connected_components(ties)
    says, compared = "networkx: " + QUERIES["map"].says, "as vaultkit says"
    found.append(
        _told("networkx-map", says, began, _differs(groups, said["map"]), compared)
    )
    began = time.monotonic()
    slow: dict[Any, float] = nx.betweenness_centrality(people, k=50, seed=1)
    says = "networkx: who joins circles (betweenness from 50 people)"
    found.append(_told("networkx-between", says, began, "", ""))
    began = time.monotonic()
    fast = nx.betweenness_centrality(people, k=50, seed=1, backend="parallel")
    odd = [one for one, value in slow.items() if abs(value - fast[one]) > _ALIKE]
    says = "the same, dispatched to the backend `parallel`"
    wrong = f"{odd[:1]} differs" if odd else ""
    compared = "everybody's value is that of networkx itself"
    found.append(_told("parallel-between", says, began, wrong, compared))
    return found


if __name__ == "__main__":
    main()
