"""Inspect: what was read, as plain data for other programs and for tests.

It shows a vault to its owner, private things included; docs/inspect.md describes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.book.people import PersonId
from vaultkit.book.topics import TopicId
from vaultkit.book.written import last_part
from vaultkit.dates import iso
from vaultkit.findings.reasons import last_contact
from vaultkit.names import fold
from vaultkit.network.connect import connect
from vaultkit.notes import canvases as canvas_notes
from vaultkit.notes.links import fold as fold_path
from vaultkit.notes.note import parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person, Said
    from vaultkit.book.topics import Topic
    from vaultkit.build import Build
    from vaultkit.network.edges import Edge
    from vaultkit.network.network import Network
    from vaultkit.notes.linking import Link
    from vaultkit.notes.note import Note
    from vaultkit.problems import Problem
    from vaultkit.snapshot import Snapshot, VaultPath

Plain = dict[str, Any]
"""What JSON can hold; the keys are documented in docs/inspect.md and stable."""


def inspected(
    made: Build,
    snapshot: Snapshot,
    today: date,
    canvases: Mapping[VaultPath, bytes] | None = None,
) -> Plain:
    """Return everything that was read, private things too.

    The `canvases` are the user's, whose links Obsidian counts as well.
    """
    book = made.book
    network = connect(book)
    aliases = _aliases(book)
    ignored = (path for path in snapshot.notes if path not in made.parsed)
    left = {path: parse(path, snapshot.notes[path]) for path in ignored}
    notes = {p: left[p] if p in left else made.parsed[p].note for p in snapshot.notes}
    return {
        "notes": {
            **{path: _note(note, book, aliases) for path, note in notes.items()},
            **{
                path: _canvas(path, data, book, aliases)
                for path, data in sorted((canvases or {}).items())
            },
        },
        "people": [_person(one, network, today) for one in book.people.values()],
        "encounters": [
            {
                "date": met.date.isoformat(),
                "people": [_name(book, person) for person in met.people],
                "kind": met.kind,
                "path": met.origin.path,
                "line": met.origin.line,
            }
            for met in book.encounters
        ],
        "edges": [_edge(edge, book) for edge in network.edges()],
        "problems": problems(made.problems),
    }


def problems(found: Iterable[Problem]) -> list[Plain]:
    """Return problems as plain data."""
    return [
        {
            "path": one.path,
            "line": one.line,
            "column": one.column,
            "code": one.code,
            "severity": one.severity.value,
            "message": one.message,
            "advice": one.advice,
        }
        for one in found
    ]


def _note(note: Note, book: Book, aliases: Mapping[str, VaultPath]) -> Plain:
    bare = {one.line for one in note.problems if one.code == "link-unquoted"}
    return {
        "frontmatter": _plain(note.properties),
        "tags": list(note.tags),
        "links": [
            _link(
                one,
                note.path,
                book,
                aliases,
                seen=one.where == "body" or one.line not in bare,
            )
            for one in _all_links(note)
        ],
    }


def _canvas(
    path: VaultPath, data: bytes, book: Book, aliases: Mapping[str, VaultPath]
) -> Plain:
    found = canvas_notes.links(data)
    links = [_link(link, path, book, aliases) for link in found]
    return {"frontmatter": {}, "tags": [], "links": links}


def _all_links(note: Note) -> list[Link]:
    """Return what Obsidian sees: the links in blocks of ours at their place."""
    if not note.shown:
        return list(note.links)
    front = [link for link in note.links if link.where == "frontmatter"]
    body = [link for link in note.links if link.where == "body"]
    return front + sorted([*body, *note.shown], key=lambda one: (one.line, one.column))


def _link(
    link: Link,
    source: VaultPath,
    book: Book,
    aliases: Mapping[str, VaultPath],
    *,
    seen: bool = True,
) -> Plain:
    """Return a link; `seen` is whether Obsidian takes it for one."""
    found = book.files.resolve(link.target, source, wiki=link.wiki).path
    resolved = found if seen else None
    taken = found or aliases.get(fold(link.target))
    meant = None if resolved else taken or aliases.get(fold(last_part(link.target)))
    return {
        "target": link.target,
        "resolved": resolved,
        "meant": meant,
        "line": link.line,
        "where": link.where,
    }


def _aliases(book: Book) -> Mapping[str, VaultPath]:
    """Return the note that a name means, where exactly one person or topic has it."""
    found: dict[str, set[VaultPath]] = {}
    named: list[Person | Topic] = [*book.people.values(), *book.topics.values()]
    for one in named:
        if one.path is not None:
            for name in (one.name, *one.aliases):
                found.setdefault(fold(name), set()).add(one.path)
    return {name: min(paths) for name, paths in found.items() if len(paths) == 1}


def _person(one: Person, network: Network, today: date) -> Plain:
    last = last_contact(network, one.id, today)
    return {
        "name": one.name,
        "path": one.path,
        "aliases": list(one.aliases),
        "circle": one.circle or None,
        "cadence": one.cadence,
        "interests": _words(one.interests),
        "needs": _words(one.needs),
        "offers": _words(one.offers),
        "last_contact": iso(last.date) if last and last.date else None,
        "private": one.private,
        "me": one.me,
    }


def _words(said: Iterable[Said]) -> list[str]:
    return [one.text for one in said]


def _name(book: Book, person: PersonId) -> str:
    """Return a person's name; their note's path where that is not theirs alone."""
    if person not in book.people:
        return person
    name = book.people[person].name
    alone = len(book.files.by_name.get(f"{fold_path(name)}.md", ())) <= 1
    return name if alone else person


def _node(book: Book, node: str) -> str:
    """Return a node as people call it; a person who shares a name, by their note."""
    kind, _, name = node.partition(":")
    if kind == "topic" and TopicId(name) in book.topics:
        return book.topics[TopicId(name)].name
    if kind == "event":
        return name
    return _name(book, PersonId(node))


def _edge(edge: Edge, book: Book) -> Plain:
    origin = edge.origin
    return {
        "from": _node(book, edge.a),
        "to": _node(book, edge.b),
        "kind": edge.kind,
        "path": origin.path if origin else None,
        "line": origin.line if origin else None,
    }


def _plain(value: object) -> Any:  # noqa: ANN401 (whatever YAML can hold, JSON can)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
