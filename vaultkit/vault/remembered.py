"""Remembered: the notes of a vault as they were parsed last time, read from its cache.

A note that is what it was, by all the disk says of it, is neither read nor parsed. One
that may have changed is read, and parsed only if its bytes have another digest.
"""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import UNPACKABLE, Frozen, Raw, pack, unpacking, values
from vaultkit.notes.packing import packed, unpacked
from vaultkit.parsing import Parsed
from vaultkit.snapshot import VaultPath
from vaultkit.vault import cache
from vaultkit.vault.looking import File, Seen
from vaultkit.vault.opening import digest
from vaultkit.vault.walking import Marks  # noqa: TC001 (asked for by what unpacks)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.notes.alike import Alike
    from vaultkit.snapshot import Snapshot
    from vaultkit.ways import Ways

_NIL: Final = pack(None) or b""
"""What stands for a note that is not parsed: one in a folder that is ignored."""


@functools.cache
def program() -> bytes:
    """Return what tells this program from another, asked once while it runs."""
    return cache.program()


class Record(Frozen, frozen=True):
    """What is kept of a note.

    Attributes:
        path: Where it is in the vault.
        name: The same as the disk spells it.
        marks: What the disk said of it.
        settled: Whether the same marks mean the same bytes.
        digest: What stands for its bytes.
        parsed: Whether it is a note that is parsed, in no folder that is ignored.
        note: What was parsed, packed.
    """

    path: str
    name: str
    marks: Marks
    settled: bool
    digest: bytes
    parsed: bool
    note: Raw


class _Kept(Frozen, frozen=True):
    """All that is kept, and how the notes were read."""

    ways: str
    records: tuple[Record, ...]


_NOTHING: Final = _Kept("", ())


class Remembered(Frozen, frozen=True):
    """What is remembered of a vault.

    Attributes:
        where: Its cache; "" where none is to be used.
        made_by: What tells this program from another.
        ways: How the notes were read.
        records: What is kept of each note.
        why: Why the cache that is there is of no use, or "".
    """

    where: str = ""
    made_by: bytes = b""
    ways: str = ""
    records: Mapping[VaultPath, Record] = MappingProxyType({})
    why: str = ""

    @classmethod
    def of(cls, root: str) -> Remembered:
        """Return what the cache of a vault holds; nothing where it is of no use."""
        try:
            return cls.read(cache.place(root), program())
        except OSError:
            return cls()

    @classmethod
    def read(cls, where: str, made_by: bytes) -> Remembered:
        """Return what a cache holds, if this program made it."""
        data = cache.notes(where, made_by)
        if isinstance(data, cache.Unusable):
            return cls(where, made_by, why=data.why)
        try:
            kept = unpacking(_Kept)(data)
        except UNPACKABLE:
            return cls(where, made_by, why=cache.DAMAGED)
        records = {VaultPath(one.path): one for one in kept.records}
        return cls(where, made_by, kept.ways, MappingProxyType(records))

    def seen(self) -> Seen:
        """Return the vault as it was, for a look at what is other now."""
        files = {
            path: File(one.name, one.marks, None, settled=True, digest=one.digest)
            for path, one in self.records.items()
            if one.settled
        }
        return Seen(MappingProxyType(files))

    def parsed(
        self, snapshot: Snapshot, ways: Ways, alike: Alike | None = None
    ) -> dict[VaultPath, Parsed]:
        """Return those notes of a snapshot that need not be parsed again.

        Args:
            snapshot: The vault.
            ways: How its notes are read.
            alike: What they share their words with, if they are kept for long.
        """
        found: dict[VaultPath, Parsed] = {}
        if self.ways != repr(ways):
            return found
        for path, one in self.records.items():
            stands = snapshot.unread.get(path)
            if stands is None:
                data = snapshot.notes.get(path)
                if data is None or digest(data) != one.digest:
                    continue
            elif stands != one.digest:
                continue
            note = unpacked(one.note, alike) if one.parsed else None
            if note is None or note.path != path:
                continue
            asked = stands is None or note.blocks
            data = snapshot.notes[path] if asked else b""
            found[path] = Parsed(data, note, ways, stands or b"")
        return found

    def keep(
        self,
        seen: Seen,
        parsed: Mapping[VaultPath, Parsed],
        paths: Iterable[VaultPath],
        ways: Ways,
    ) -> str:
        """Write what is to be remembered of notes, if that is news.

        Returns why that failed, as `cache.write` does.

        Args:
            seen: The vault as it was found.
            parsed: Its notes.
            paths: All that are notes, those that are not parsed too.
            ways: How they were read.
        """
        if not self.where:
            return ""
        said = repr(ways)
        every = (self._record(path, seen, parsed.get(path), said) for path in paths)
        records = tuple(one for one in every if one is not None)
        data = None if self._same(said, records) else pack(_Kept(said, records))
        if data is None:
            return ""
        # What was kept of a build holds still, or is told not to.
        kept = cache.front(self.where, self.made_by)
        front = b"" if isinstance(kept, cache.Unusable) else kept
        return cache.write(self.where, self.made_by, front, data)

    def keep_front(self, front: bytes) -> str:
        """Write what is to be kept of a build, if anything, beside what is of notes."""
        if not (self.where and front):
            return ""
        return cache.write_front(self.where, self.made_by, front)

    def _same(self, ways: str, records: tuple[Record, ...]) -> bool:
        """Return whether this is what is remembered already."""
        last = self.records
        if (ways, len(records)) != (self.ways, len(last)):
            return False
        return all(last.get(VaultPath(one.path)) is one for one in records)

    def _record(
        self, path: VaultPath, seen: Seen, one: Parsed | None, ways: str
    ) -> Record | None:
        """Return what is to be kept of a note; None for one that has no such form."""
        file, last = seen.files[path], self.records.get(path)
        stands = file.digest or digest(file.data or b"")
        said = (path, file.name, file.marks, file.settled, stands, one is not None)
        if last is not None and ways == self.ways and stands == last.digest:
            if said == (path, *values(last)[1:-1]):
                return last
            if last.parsed == (one is not None):
                return Record(*said, last.note)
        data = _NIL if one is None else one.packed or packed(one.note)
        return Record(*said, Raw(data)) if data is not None else None
