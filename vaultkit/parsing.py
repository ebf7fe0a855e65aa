"""Parsing: every note of a vault parsed, those that say what they said but once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import aside as beside
from vaultkit.guests import NOBODY
from vaultkit.habits import ways
from vaultkit.names import fold
from vaultkit.notes.note import parse
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.aside import Aside
    from vaultkit.guests import Guests
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.ways import Ways

_A_WHILE: Final = 256
_OURS: Final = 0.54
"""The share of many notes that is parsed here; what is parsed aside must be sent."""


class Parsed(NamedTuple):
    """A note as it was parsed, with the bytes it was parsed from, and how.

    Where the bytes were not read, their digest stands for them.
    """

    data: bytes
    note: Note
    ways: Ways = USUAL
    digest: bytes = b""

    def holds(self, path: VaultPath, snapshot: Snapshot, how: Ways) -> bool:
        """Return whether this is what the note of a snapshot says, read in this way."""
        if not (self.ways is how or self.ways == how):
            return False
        stands = snapshot.unread.get(path, b"")
        if stands or self.digest:
            return stands == self.digest
        return self.data == snapshot.notes[path]


def read_notes(
    snapshot: Snapshot,
    settings: Settings,
    parsed: Mapping[VaultPath, Parsed],
    progress: Callable[[int], object] | None = None,
    aside: Aside = beside.here,
    guests: Guests = NOBODY,
) -> dict[VaultPath, Parsed]:
    """Return every note that is a source, parsed: those in no folder that is ignored.

    Args:
        snapshot: The vault's files.
        settings: For the folders that are ignored.
        parsed: Notes parsed before; used where the bytes are still the same.
        progress: Called now and then with the number of notes parsed so far.
        aside: How the second half of many notes is parsed.
        guests: Who else reads those that were parsed.
    """
    how = ways(settings)
    notes = _known(snapshot, settings, parsed, how)
    due = [(p, snapshot.notes[p]) for p, one in notes.items() if one is None]
    many = len(due) >= beside.WORTH
    half = int(len(due) * _OURS) if many else len(due)
    rest = (aside if many else beside.here)(lambda: parsed_by(due[half:], how))
    new = guests.read(
        parsed_by(due[:half], how, progress) + rest(), [data for _, data in due]
    )
    for (path, data), note in zip(due, new, strict=True):
        notes[path] = Parsed(data, note, how)
    return {path: one for path, one in notes.items() if one is not None}


def _known(
    snapshot: Snapshot,
    settings: Settings,
    parsed: Mapping[VaultPath, Parsed],
    how: Ways,
) -> dict[VaultPath, Parsed | None]:
    """Return every note that is a source, with nothing where it must be parsed."""
    away = _ignored(snapshot.notes, settings)
    texts = {} if snapshot.unread else snapshot.notes
    # Of a vault that is kept nearly all is the very same.
    same = {
        path: one
        for path, one in parsed.items()
        if one.ways is how and one.data is texts.get(path)
    }
    notes: dict[VaultPath, Parsed | None] = {}
    for path in snapshot.notes:
        if away and path.rpartition("/")[0] in away:
            continue
        one = same.get(path) or parsed.get(path)
        known = one is not None and (path in same or one.holds(path, snapshot, how))
        notes[path] = one if known else None
    return notes


def _ignored(paths: Iterable[VaultPath], settings: Settings) -> frozenset[str]:
    """Return the folders of notes that are in a folder which is never read."""
    starts = tuple(f"{fold(folder)}/" for folder in settings.ignore if folder)
    if not starts:
        return frozenset()
    folders = {path.rpartition("/")[0] for path in paths}
    return frozenset(one for one in folders if fold(f"{one}/").startswith(starts))


def parsed_by(
    due: list[tuple[VaultPath, bytes]],
    how: Ways,
    progress: Callable[[int], object] | None = None,
) -> list[Note]:
    """Return these notes, parsed, in their order."""
    notes = []
    for count, (path, data) in enumerate(due):
        if progress is not None and count % _A_WHILE == 0:
            progress(count)
        notes.append(parse(path, data, how))
    return notes
