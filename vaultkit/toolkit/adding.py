"""Adding: what somebody else read in a note, as if the note said so itself.

Lines and properties are read by the very readers that read a note, with their limits,
so that privacy, links and everything later treat them as the user's own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import replace
from vaultkit.names import key
from vaultkit.notes import frontmatter, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.notes.note import Note

_ENDS: Final = re.compile(r"[\n\r\x00\u2028\u2029]+")


def with_lines(note: Note, lines: Sequence[tuple[int, str]]) -> Note:
    """Return a note with more log lines, each as if it stood in the line it names."""
    links, entries = list(note.links), list(note.entries)
    for number, text in lines:
        one = _ENDS.sub(" ", text).strip().removeprefix("- ")
        body = markdown.read(f"- {one}\n", max(1, number))
        links += body.links
        entries += body.entries
    return replace(note, links=tuple(links), entries=tuple(entries))


def with_properties(note: Note, more: Mapping[str, object]) -> Note:
    """Return a note with more properties; those that it has stay as they are."""
    had = {key(name) for name in note.properties}
    new = {name: value for name, value in more.items() if key(name) not in had}
    if not new:
        return note
    # JSON is YAML, and a text in it cannot become anything but a text.
    block = "".join(f"{json.dumps(n)}: {json.dumps(v)}\n" for n, v in new.items())
    front = frontmatter.read(note.path, f"---\n{block}---\n")
    return replace(
        note,
        properties={**note.properties, **front.properties},
        lines={**note.lines, **dict.fromkeys(front.properties, 1)},
        links=(*(replace(link, line=1) for link in front.links), *note.links),
    )


def with_values(note: Note, package: str, values: Mapping[str, object]) -> Note:
    """Return a note with the values that a package's readers found in it."""
    if not values:
        return note
    had = dict(note.added)
    merged = {**json.loads(had.get(package, "{}")), **values}
    text = json.dumps(merged, ensure_ascii=False, sort_keys=True)
    return replace(note, added=tuple(sorted({**had, package: text}.items())))
