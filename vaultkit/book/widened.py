"""Widened: a note with the properties it states elsewhere among those in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book.scalars import empty
from vaultkit.book.written import last_part, listed, named
from vaultkit.frozen import replace
from vaultkit.names import key
from vaultkit.notes import linking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note


def widened(note: Note) -> Note:
    """Return a note as the book reads it: front matter first, then what else it says.

    A property that stands in front matter with a value is never displaced; tags are
    added to the others.
    """
    if not note.more:
        return note
    properties, lines = dict(note.properties), dict(note.lines)
    taken = {key(name) for name, value in properties.items() if not empty(value)}
    tags = dict.fromkeys(note.tags)
    for name, value, line, _ in note.more:
        if key(name) == "tags":
            tags.update(dict.fromkeys(_tags(value)))
        if key(name) not in taken:
            taken.add(key(name))
            properties[name], lines[name] = value, line
    return replace(note, properties=properties, lines=lines, tags=tuple(tags))


def _tags(value: Value) -> Iterator[str]:
    """Yield the tags of an inline `tags:: [[person]], friend`."""
    items = value if isinstance(value, tuple) else (value,)
    for item in items:
        for part in listed(item) if isinstance(item, str) else ():
            tag = linking.tag_name(last_part(named(part).target))
            if tag:
                yield tag
