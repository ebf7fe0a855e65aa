"""Graph out: people, topics and events and what joins them, for other programs.

Both formats say the same: nodes by what the network calls them, and an edge for each
fact, from where it starts to where it leads.
"""

from __future__ import annotations

import json as standard
import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.network.edges import Edge
    from vaultkit.toolkit.kinds import Asked

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_NODES: Final = ("kind", "name", "me", "date")
_OF_EDGES: Final = ("kind", "date", "path", "line")
_TYPES: Final = {"me": "boolean", "line": "int"}

Facts = dict[str, str | int | bool]


def json(asked: Asked, /) -> str:
    """Return the network as JSON, `nodes` and `edges`, as networkx reads them.

    `networkx.node_link_graph(json.load(file))` makes a `MultiDiGraph` of it.
    """
    found: Mapping[str, object] = {
        "directed": True,
        "multigraph": True,
        "graph": {"made_by": "vaultkit", "day": asked.today.isoformat()},
        "nodes": [{"id": node, **facts} for node, facts in _nodes(asked)],
        "edges": [
            {"source": edge.a, "target": edge.b, "key": key, **facts}
            for key, (edge, facts) in enumerate(_edges(asked))
        ],
    }
    return standard.dumps(found, ensure_ascii=False, indent=1) + "\n"


def graphml(asked: Asked, /) -> str:
    """Return the network as GraphML, which Gephi, yEd and networkx read."""
    return "".join(f"{line}\n" for line in _graphml(asked))


def _graphml(asked: Asked) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for whose, names in (("node", _OF_NODES), ("edge", _OF_EDGES)):
        for name in names:
            kind = _TYPES.get(name, "string")
            yield (
                f'  <key id="{whose}-{name}" for="{whose}" attr.name="{name}" '
                f'attr.type="{kind}"/>'
            )
    yield '  <graph edgedefault="directed">'
    for node, facts in _nodes(asked):
        yield f'    <node id="{_xml(node)}">'
        yield from _data("node", facts)
        yield "    </node>"
    for edge, facts in _edges(asked):
        yield f'    <edge source="{_xml(edge.a)}" target="{_xml(edge.b)}">'
        yield from _data("edge", facts)
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(whose: str, facts: Facts) -> Iterator[str]:
    for name, fact in facts.items():
        text = str(fact).lower() if isinstance(fact, bool) else str(fact)
        yield f'      <data key="{whose}-{name}">{_xml(text)}</data>'


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text), {'"': "&quot;", "\n": " ", "\t": " "})


def _nodes(asked: Asked) -> Iterator[tuple[str, Facts]]:
    graph = asked.network.graph()
    for node in sorted(graph):
        found = {name: graph.nodes[node].get(name) for name in _OF_NODES}
        yield node, _told(found)


def _edges(asked: Asked) -> Iterator[tuple[Edge, Facts]]:
    for edge in sorted(asked.network.edges(), key=_order):
        origin = edge.origin
        yield (
            edge,
            _told(
                {
                    "kind": edge.kind,
                    "date": edge.date,
                    "path": origin.path if origin else None,
                    "line": origin.line if origin else None,
                }
            ),
        )


def _order(edge: Edge) -> tuple[str, ...]:
    where = f"{edge.origin.path}:{edge.origin.line:08}" if edge.origin else ""
    return edge.a, edge.b, edge.kind, str(edge.date or ""), where


def _told(facts: Mapping[str, object]) -> Facts:
    """Return facts as plain values, without those that are not known or not so."""
    return {
        name: fact if isinstance(fact, bool | int) else plain(str(fact))
        for name, fact in facts.items()
        if fact not in {None, "", False}
    }
