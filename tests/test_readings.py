"""Small odd notes, and all that is read in each: `readings.txt` has both.

Each is there because some change of a reader goes unseen without it: it is the smallest
note found that is read otherwise then. `--update-golden` writes what is read now; then
read the diff.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tests.whole import ROOT
from vaultkit.frozen import parts
from vaultkit.notes import prose
from vaultkit.notes.markdown import Entry
from vaultkit.notes.note import parse
from vaultkit.snapshot import VaultPath
from vaultkit.ways import USUAL, Ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.notes.note import Note

FILE: Final = ROOT / "tests/readings.txt"
PATH: Final = VaultPath("People/Ada Moss.md")
WAYS: Final = {
    "note": USUAL,
    "note in other ways": Ways("day-first", inline=True, headings=True),
}
"""A note is read as usual, or with inline properties, headings and days first."""


def told(note: Note, data: bytes) -> Iterator[str]:
    """Yield all that a note says, a fact a line."""
    for key, value in note.properties.items():
        yield f"property {key!r} on line {note.lines[key]}: {value!r}"
    for kind in ("tags", "headings", "blocks", "more"):
        for one in getattr(note, kind):
            yield f"{kind}: {one!r}"
    for kind in ("links", "shown", "entries", "problems"):
        for one in getattr(note, kind):
            yield f"{kind}: {', '.join(_parts(one))}"
    for line, words in prose.prose(data, note):
        yield f"prose on line {line}: {words!r}"


def _parts(one: object) -> Iterator[str]:
    """Yield what a part of a note says, but for what is empty."""
    for name, value in parts(one).items():
        if isinstance(one, Entry) and name == "links":
            yield f"links {[link.target for link in one.links]}"
        elif name != "path" and value not in (None, "", ()):
            yield f"{name} {value!r}"


def test_odd_notes_are_read_as_they_were(*, update_golden: bool) -> None:
    expected = FILE.read_text("utf-8")
    now: list[str] = []
    for line in expected.splitlines():
        how, _, text = line.partition(": ")
        if how in WAYS:
            data = ast.literal_eval(text).encode()
            note = parse(PATH, data, WAYS[how])
            now += [line, *(f"    {one}" for one in told(note, data))]
        elif not line.startswith(" "):
            now.append(line)
    if update_golden:
        FILE.write_text("\n".join(now) + "\n", "utf-8")
    assert now == expected.splitlines() or update_golden
    assert len(now) > len(WAYS)
