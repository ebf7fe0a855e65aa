"""Alike: what many notes say in the same words, in memory but once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vaultkit.frozen import replace
from vaultkit.notes.flat import laid_out

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from vaultkit.notes.flat import Value
    from vaultkit.notes.linking import Link
    from vaultkit.notes.markdown import Entry
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

H = TypeVar("H", bound="Hashable")


class Alike:
    """Notes that came packed, from another process or the cache, made as parsed ones.

    Those that are parsed here share their words, for lines are learned; these share
    nothing, and take twice the room. Whoever keeps them for long has this done to each
    as it comes: what it was made of is free for the next.
    """

    __slots__ = ("_known",)

    def __init__(self, paths: Iterable[VaultPath] = ()) -> None:
        """Begin with no note; these are the paths they may have."""
        self._known: dict[Hashable, Hashable] = {path: path for path in paths}

    def note(self, note: Note) -> Note:
        """Return a note that shares what it says with those before."""
        return replace(
            note,
            path=self._one(note.path),
            properties={key: self._value(one) for key, one in note.properties.items()},
            lines=laid_out(dict(note.lines)),
            links=tuple(map(self._link, note.links)),
            entries=tuple(map(self._entry, note.entries)),
            headings=tuple(
                (line, level, self._one(text)) for line, level, text in note.headings
            ),
        )

    def again(self, before: Note, now: Note) -> Note:
        """Return a note that shares what it says with what it said before.

        What was made of it before lasts where it says the same: else each note that
        is read again would be in memory twice from then on.
        """
        self.note(before)
        now = replace(self.note(now), path=before.path)
        if repr(now.properties) == repr(before.properties):  # `1` is not `true` there
            now = replace(now, properties=before.properties)
        return now

    def _one(self, value: H) -> H:
        """Return the first value that was equal; those asked for are of one type."""
        return self._known.setdefault(value, value)  # type: ignore[return-value]

    def _value(self, value: Value) -> Value:
        if isinstance(value, str):
            return self._one(value)
        return tuple(map(self._value, value)) if isinstance(value, tuple) else value

    def _link(self, link: Link) -> Link:
        target, shown, key = map(self._one, (link.target, link.shown, link.key))
        return self._one(replace(link, target=target, shown=shown, key=key))

    def _entry(self, entry: Entry) -> Entry:
        return replace(
            entry,
            date=self._one(entry.date) if entry.date else None,
            word=self._one(entry.word),
            text=self._one(entry.text),
            links=tuple(map(self._link, entry.links)),
            heading=self._one(entry.heading),
        )
