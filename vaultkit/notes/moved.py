"""Moved: whether a note says what it said, only that some of it stands elsewhere.

Prose that says nothing is what people type most of, and it moves what stands below it.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from vaultkit.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.linking import Link
    from vaultkit.notes.note import Note


def moved(before: Note, now: Note) -> bool:
    """Return whether a note says what it said, on lines further up or down.

    That is so where lines came or went in one place: what stands above is where it was,
    and what stands below moved by one number of lines. Where something is wrong with a
    note, or it has blocks, it is never so: both are told by their lines.
    """
    odd = (before.problems, now.problems, before.blocks, now.blocks)
    if any(odd) or repr(before.properties) != repr(now.properties):
        return False
    had, has = [*_lines(before)], [*_lines(now)]
    if len(had) != len(has) or not _in_one_place(had, has):
        return False
    return _still(before) == _still(now)


def _in_one_place(had: list[int], has: list[int]) -> bool:
    """Return whether lines came or went in one place alone."""
    places = sorted({*zip(had, has, strict=True)})
    steps = [new - old for old, new in places if new != old]
    below = places[len(places) - len(steps) :]
    apart = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(places))
    return apart and len({*steps}) <= 1 and all(new != old for old, new in below)


def _lines(note: Note) -> Iterator[int]:
    """Yield every line that a note names, in the order of what it says."""
    yield from note.lines.values()
    yield from (link.line for link in chain(note.links, note.shown))
    for entry in note.entries:
        yield from (entry.line, *entry.under)
        yield from (link.line for link in entry.links)
    yield from (line for line, _, _ in note.headings)
    yield from (one.line for one in note.more)


def _still(note: Note) -> Note:
    """Return a note with everything on no line at all."""
    entries = (
        replace(one, line=0, under=(0,) * len(one.under), links=_nowhere(one.links))
        for one in note.entries
    )
    return replace(
        note,
        lines=dict.fromkeys(note.lines, 0),
        links=_nowhere(note.links),
        shown=_nowhere(note.shown),
        entries=tuple(entries),
        headings=tuple((0, level, text) for _, level, text in note.headings),
        more=tuple(one._replace(line=0) for one in note.more),
    )


def _nowhere(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(replace(link, line=0) for link in links)
