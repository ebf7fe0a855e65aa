"""Parsing: every note of a vault parsed, those that say what they said but once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit import aside as beside
from vaultkit.frozen import Frozen, replace
from vaultkit.guests import NOBODY
from vaultkit.habits import ways
from vaultkit.lineage import descended, unlike
from vaultkit.names import fold
from vaultkit.notes.alike import Alike
from vaultkit.notes.note import parse
from vaultkit.notes.packing import packed, unpacked
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultkit.aside import Aside
    from vaultkit.guests import Guests
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.ways import Ways

_A_WHILE: Final = 256
_OURS: Final = 0.56
"""The share of many notes that is parsed here; what is parsed aside must be sent."""


class Parsed(Frozen, frozen=True):
    """A note as it was parsed, with the bytes it was parsed from, and how.

    Where the bytes were not read, their digest stands for them. One that came from
    another process came `packed`.
    """

    data: bytes
    note: Note
    ways: Ways = USUAL
    digest: bytes = b""
    packed: bytes = b""

    def holds(self, path: VaultPath, snapshot: Snapshot, how: Ways) -> bool:
        """Return whether this is what the note of a snapshot says, read in this way."""
        if not (self.ways is how or self.ways == how):
            return False
        stands = snapshot.unread.get(path, b"")
        if stands or self.digest:
            return stands == self.digest
        return self.data == snapshot.notes[path]


class _Apart:
    """Notes that are parsed aside; to another process they are sent packed.

    That takes a third of the time of pickling them, and the cache can keep it as it is.

    Attributes:
        notes: The notes; none where they were sent.
        packed: Each of them packed, where they were sent; b"" for one that cannot be.
    """

    __slots__ = ("notes", "packed")

    def __init__(self, notes: Sequence[Note], packed: Sequence[bytes] = ()) -> None:
        """Take notes, or what they were sent as."""
        self.notes, self.packed = notes, packed

    def __reduce__(self) -> tuple[Callable[..., _Apart], tuple[object, ...]]:
        """Return what makes the same of them in another process."""
        return _Apart, ((), [packed(one) or b"" for one in self.notes])

    def sent(self, due: Sequence[tuple[VaultPath, bytes]]) -> dict[VaultPath, bytes]:
        """Return what those that were sent were sent as, by path."""
        return {path: one for one, (path, _) in zip(self.packed, due, strict=False)}

    def whole(
        self, due: Sequence[tuple[VaultPath, bytes]], how: Ways, alike: Alike | None
    ) -> Iterator[Note]:
        """Yield the notes; what could not be sent is parsed here.

        Args:
            due: Their paths and bytes.
            how: How they are parsed.
            alike: What those that were sent share their words with, if anything.
        """
        yield from self.notes
        for one, (path, data) in zip(self.packed, due, strict=False):
            yield (unpacked(one, alike) if one else None) or parse(path, data, how)


def reading(  # noqa: PLR0913, PLR0917 (all that notes are read by, and how)
    snapshot: Snapshot,
    settings: Settings,
    parsed: Mapping[VaultPath, Parsed],
    progress: Callable[[int], object] | None = None,
    aside: Aside = beside.here,
    guests: Guests = NOBODY,
    alike: Alike | None = None,
) -> Callable[[], dict[VaultPath, Parsed]]:
    """Begin to read every note that is a source; return what ends it, with them all.

    Args:
        snapshot: The vault's files.
        settings: For the folders that are ignored.
        parsed: Notes parsed before; used where the bytes are still the same.
        progress: Called now and then with the number of notes parsed so far.
        aside: How the second half of many notes is parsed.
        guests: Who else reads those that were parsed.
        alike: What those share their words with that come packed and are to last.
    """
    how = ways(settings)
    notes = _known(snapshot, settings, parsed, how)
    due = [(p, snapshot.notes[p]) for p, one in notes.items() if one is None]
    rest = parsing(due, how, progress, aside, alike)

    def read() -> dict[VaultPath, Parsed]:
        found, sent = rest()
        new = guests.read(found, [data for _, data in due])
        for (path, data), was, note in zip(due, found, new, strict=True):
            one = sent.get(path, b"") if note is was else b""
            notes[path] = Parsed(data, note, how, packed=one)
        return {path: one for path, one in notes.items() if one is not None}

    return read


def parsing(
    due: Sequence[tuple[VaultPath, bytes]],
    how: Ways,
    progress: Callable[[int], object] | None = None,
    aside: Aside = beside.here,
    alike: Alike | None = None,
) -> Callable[[], tuple[list[Note], Mapping[VaultPath, bytes]]]:
    """Begin to parse notes, a part of many aside; return what ends it.

    That returns the notes in their order, and what those were packed as that came from
    another process and are not kept for long.

    Args:
        due: Their paths and bytes.
        how: How they are parsed.
        progress: Called now and then with the number of notes parsed so far.
        aside: How the second half of many notes is parsed.
        alike: What those share their words with that come packed and are to last.
    """
    many = len(due) >= beside.WORTH
    half = int(len(due) * _OURS) if many else len(due)
    ours, others = due[:half], due[half:]
    rest = (aside if many else beside.here)(lambda: _Apart(parsed_by(others, how)))

    def parsed() -> tuple[list[Note], Mapping[VaultPath, bytes]]:
        mine, apart = parsed_by(ours, how, progress), rest()
        found = [*mine, *apart.whole(others, how, alike)]
        return found, apart.sent(others) if alike is None else {}

    return parsed


def read_notes(
    snapshot: Snapshot,
    settings: Settings,
    parsed: Mapping[VaultPath, Parsed],
    guests: Guests = NOBODY,
    texts: Mapping[VaultPath, bytes] | None = None,
) -> Mapping[VaultPath, Parsed]:
    """Return every note that is a source, parsed; see `reading`.

    Args:
        snapshot: As for `reading`, like the rest.
        settings: For the folders that are ignored, and how notes are written.
        parsed: Notes parsed before.
        guests: Who else reads notes.
        texts: What `parsed` is all that was parsed of, by these settings: then only
            what is otherwise is looked at. None where that is not known.
    """
    if texts is None or snapshot.unread:
        return reading(snapshot, settings, parsed, guests=guests)()
    notes, other = snapshot.notes, sorted(unlike(texts, snapshot.notes))
    fresh = {path: notes[path] for path in other if path in notes}
    some = replace(snapshot, notes=fresh)
    read = reading(some, settings, parsed, guests=guests)()
    for path in [path for path in read if path in parsed]:
        note = Alike().again(parsed[path].note, read[path].note)
        read[path] = replace(read[path], note=note)
    return descended(parsed, read, (p for p in other if p not in fresh))


def _known(
    snapshot: Snapshot,
    settings: Settings,
    parsed: Mapping[VaultPath, Parsed],
    how: Ways,
) -> dict[VaultPath, Parsed | None]:
    """Return every note that is a source, with nothing where it must be parsed."""
    paths = _read(snapshot.notes, settings)
    if not parsed:
        return dict.fromkeys(paths)
    texts = {} if snapshot.unread else snapshot.notes
    # Of a vault that is kept nearly all is the very same.
    same = {
        path: one
        for path, data in texts.items()
        if (one := parsed.get(path)) and one.ways is how and one.data is data
    }
    notes: dict[VaultPath, Parsed | None] = {}
    for path in paths:
        one = same.get(path) or parsed.get(path)
        known = one is not None and (path in same or one.holds(path, snapshot, how))
        notes[path] = one if known else None
    return notes


def _read(paths: Iterable[VaultPath], settings: Settings) -> list[VaultPath]:
    """Return the notes that are in no folder which is never read."""
    starts = tuple(f"{fold(folder)}/" for folder in settings.ignore if folder)
    folders = {path.rpartition("/")[0] for path in paths} if starts else set()
    away = {one for one in folders if fold(f"{one}/").startswith(starts)}
    if not away:
        return [*paths]
    return [path for path in paths if path.rpartition("/")[0] not in away]


def parsed_by(
    due: Sequence[tuple[VaultPath, bytes]],
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
