"""Widened: a note with the properties it states elsewhere among those in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.book.scalars import empty
from vaultkit.book.written import last_part, listed, named
from vaultkit.frozen import replace
from vaultkit.names import key
from vaultkit.notes import linking
from vaultkit.notes.stated import ASKS, asks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note


def widened(note: Note) -> Note:
    """Return a note as the book reads it: front matter first, then what else it says.

    A property that stands in front matter with a value is never displaced; tags are
    added to the others, and what asks for privacy to what does.
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
        if asks(name) and not _refuses(value):
            own = next((k for k in properties if key(k) in ASKS), "private")
            properties[own] = _both(properties.get(own), value)
            lines.setdefault(own, line)
    return replace(note, properties=properties, lines=lines, tags=tuple(tags))


def _refuses(value: Value) -> bool:
    """Return whether a value says that nothing is private."""
    return empty(value) or value is False or str(value).strip().lower() in _NO


def _both(one: Value, other: Value) -> Value:
    """Return what two values ask to keep private: all of it, or two lists together."""
    if _refuses(one) or one == other:
        return other
    lists = [
        each if isinstance(each, tuple) else (each,)
        for each in (one, other)
        if isinstance(each, tuple | str)
    ]
    return lists[0] + lists[1] if len(lists) > 1 else True


_NO: Final = frozenset({"false", "no", "n", "off", "0"})


def _tags(value: Value) -> Iterator[str]:
    """Yield the tags of an inline `tags:: [[person]], friend`."""
    items = value if isinstance(value, tuple) else (value,)
    for item in items:
        for part in listed(item) if isinstance(item, str) else ():
            tag = linking.tag_name(last_part(named(part).target))
            if tag:
                yield tag
