"""Queries: what an engine of another's is asked of an exported network, per insight.

They are shown in `docs/scale.md` as they stand here, and run by `bench.engines`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOAD: Final = """\
CREATE TABLE node AS SELECT unnest(nodes, recursive := true) FROM read_json(
  'network.json', maximum_object_size = 4000000000,
  columns = {nodes: 'STRUCT(id TEXT, kind TEXT, name TEXT, me BOOLEAN, date DATE)[]'});
CREATE TABLE edge AS SELECT unnest(edges, recursive := true) FROM read_json(
  'network.json', maximum_object_size = 4000000000,
  columns = {edges: 'STRUCT(source TEXT, target TEXT, kind TEXT, date DATE,
                            path TEXT, line INTEGER)[]'});
CREATE TABLE person AS SELECT * FROM read_csv('people.csv', all_varchar = true);
COPY node TO 'node.parquet'; COPY edge TO 'edge.parquet';"""
"""From what `vaultkit export json` and `export csv` wrote, into tables and Parquet."""


@dataclass(frozen=True)
class Query:
    """A question to an engine.

    Attributes:
        insight: The insight of vaultkit that answers it.
        says: The question.
        sql: As DuckDB is asked.
        compared: What of the answers is compared, and how.
    """

    insight: str
    says: str
    sql: str
    compared: str


QUERIES: Final = {
    "interests": Query(
        "interests",
        "how many people share each interest",
        """\
SELECT t.name, count(DISTINCT e.source) AS people
FROM edge e JOIN node t ON t.id = e.target JOIN node p ON p.id = e.source
WHERE e.kind = 'interest' AND p.me IS NOT true
GROUP BY t.id, t.name
HAVING people > 1 OR bool_or(t.id IN (
  SELECT target FROM edge JOIN node m ON m.id = source
  WHERE m.me AND edge.kind = 'interest'))
ORDER BY people, t.name""",
        "every interest and its number are the same",
    ),
    "help": Query(
        "help",
        "who offers what somebody needs, by the same topic",
        """\
SELECT n.source AS needs, o.source AS helper, t.name AS topic
FROM edge n JOIN edge o ON o.target = n.target JOIN node t ON t.id = n.target
JOIN node p ON p.id = n.source JOIN node h ON h.id = o.source
WHERE n.kind = 'need' AND o.kind = 'offer' AND n.source <> o.source
  AND p.me IS NOT true AND h.me IS NOT true""",
        "every pair on the page is among them, and of no need without an answer is one",
    ),
    "reconnect": Query(
        "reconnect",
        "who was not in touch for longer than the cadence set for them",
        """\
SELECT name FROM person
WHERE cadence <> '' AND last_contact <> '' AND coalesce(season, '') = ''
  AND last_contact::DATE + cadence::INTEGER < DATE '{today}'""",
        "everybody with a cadence who is quiet there, by name",
    ),
    "introductions": Query(
        "introductions",
        "who brought whom, and how many came through each",
        """\
WITH RECURSIVE brought AS (
  SELECT source AS host, target AS who FROM edge
  WHERE kind = 'introduced' AND path = target
  QUALIFY row_number() OVER (PARTITION BY target ORDER BY line) = 1),
tree AS (
  SELECT host AS root, who FROM brought WHERE host NOT IN (SELECT who FROM brought)
  UNION SELECT tree.root, brought.who FROM tree JOIN brought ON brought.host = tree.who)
SELECT root, count(*) + 1 AS people FROM tree GROUP BY root ORDER BY people DESC""",
        "every tree that no ring leads into has the same root and size",
    ),
    "learning": Query(
        "learning",
        "who offers what I want to learn",
        """\
SELECT t.name AS topic, o.source AS person
FROM edge l JOIN node m ON m.id = l.source AND m.me
JOIN edge o ON o.target = l.target AND o.kind = 'offer'
JOIN node t ON t.id = l.target
WHERE l.kind = 'learning' AND o.source <> l.source""",
        "everybody whom the page names for the same topic is among them",
    ),
    "events": Query(
        "events",
        "who was at the most events",
        """\
SELECT source AS person, count(DISTINCT target) AS events
FROM edge WHERE kind = 'event' GROUP BY source ORDER BY events DESC, source""",
        "everybody has the same number as in the network",
    ),
    "map": Query(
        "map",
        "into how many groups those fall who know or introduced each other",
        """\
WITH RECURSIVE tie AS (
  SELECT e.source AS a, e.target AS b FROM edge e
  JOIN node p ON p.id = e.source AND p.kind = 'person' AND p.me IS NOT true
  JOIN node q ON q.id = e.target AND q.kind = 'person' AND q.me IS NOT true
  WHERE e.kind IN ('introduced', 'knows')),
mutual AS (SELECT a, b FROM tie UNION SELECT b, a FROM tie),
led(id, leader) USING KEY (id) AS (
  SELECT id, id FROM node WHERE kind = 'person' AND me IS NOT true
  UNION SELECT l.id, min(r.leader) FROM recurring.led l
  JOIN mutual ON mutual.a = l.id JOIN recurring.led r ON r.id = mutual.b
  WHERE r.leader < l.leader GROUP BY l.id)
SELECT count(DISTINCT leader) AS groups FROM led""",
        "as many as networkx finds in the graph that vaultkit hands out",
    ),
}
"""What has none is not in an export: encounters one by one, promises, stories."""

DISPATCH: Final = """\
import json

import networkx as nx

graph = nx.node_link_graph(json.load(open("network.json")), edges="edges")
kinds = graph.nodes(data="kind")
people = nx.Graph(graph.subgraph(node for node, kind in kinds if kind == "person"))
between = nx.betweenness_centrality(people, k=50, seed=1, backend="parallel")"""
"""Who joins circles, by networkx and, with a word more, by a backend on all cores."""
