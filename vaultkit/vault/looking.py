"""Looking: what is in the vault now, reading only what is not known already.

A file is known by its size, its times and its inode. One that changed less than two
seconds before it was read is read again next time: two edits may share a time.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.canvas import is_canvas, says_ours
from vaultkit.problems import Problem
from vaultkit.settings import CONFIG, FILE
from vaultkit.snapshot import NOBODYS, Snapshot, VaultPath, is_read, sort
from vaultkit.vault.listing import AWAY, composed, is_side_file, is_text, listed, unread
from vaultkit.vault.trust import trusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

CAP: Final = 1 << 20
"""The largest note, or settings file, that is read, in bytes (1 MiB)."""
RACY: Final = 2_000_000_000
"""How long after a change a file's times may not tell the next one, in nanoseconds."""

_A_WHILE: Final = 256
_CHUNK: Final = 1 << 17
_TRIES: Final = 3
# Windows knows neither; there, a link is found by lstat alone.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# A sync tool keeps the bytes elsewhere: how macOS says so, and how Windows does.
_KEPT_AWAY: Final = "a sync tool keeps it elsewhere"
_DATALESS: Final = 0x4000_0000
_ELSEWHERE: Final = 0x0040_0000 | 0x0000_1000
# Smaller files may be kept in the inode, where they take no blocks.
_INLINE: Final = 512


class Key(NamedTuple):
    """What tells one state of a file from another, as far as the disk says."""

    size: int
    changed: int
    altered: int
    inode: int


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found.

    Attributes:
        name: Its path as the disk spells it.
        key: What the disk said of it.
        data: Its bytes, or None where they are not had: `problem` says why.
        problem: Why it was not read.
        settled: Whether the same key means the same bytes.
        filled: Whether its bytes take room on this disk.
    """

    name: str
    key: Key
    data: bytes | None
    problem: Problem | None = None
    settled: bool = False
    filled: bool = True


_NO_FILES: Final[Mapping[VaultPath, File]] = MappingProxyType({})
_NO_KEY: Final = Key(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in the vault.

    Attributes:
        files: Markdown, settings and canvases; of a canvas that is not ours the name.
        others: Every other file, by name alone.
        problems: What was met while listing.
        folders: Every folder that was looked into, as the disk spells it: `""`, `a/`.
        closed: Folders that could not be looked into.
        trusted: The digests of templates that the user trusts.
    """

    files: Mapping[VaultPath, File] = field(default_factory=lambda: _NO_FILES)
    others: frozenset[VaultPath] = frozenset()
    problems: tuple[Problem, ...] = ()
    folders: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    trusted: Mapping[VaultPath, str] = field(default_factory=lambda: NOBODYS)

    def snapshot(self) -> Snapshot:
        """Return the text of all this; what has none is there by name alone."""
        texts = {p: f.data for p, f in self.files.items() if f.data is not None}
        bare = (p for p, f in self.files.items() if f.data is None and is_read(p))
        met = (f.problem for f in self.files.values() if f.problem is not None)
        problems = (*self.problems, *met)
        return sort(texts, self.others.union(bare), problems, self.trusted)


def look(
    root: str,
    before: Seen,
    now: int,
    progress: Callable[[int], object] | None = None,
) -> Seen:
    """Return everything that is in the vault.

    Args:
        root: The vault's folder.
        before: What is known already; `Seen()` reads every file.
        now: The time as the disk tells it, in nanoseconds; 0 trusts no time at all.
        progress: Called now and then with the number of notes done so far.
    """
    names = listed(root)
    files: dict[VaultPath, File] = {}
    for count, (path, name) in enumerate(sorted(names.notes.items())):
        found = _looked(root, path, name, before.files.get(path), now)
        if found is not None:
            files[path] = found
        if progress is not None and count % _A_WHILE == 0:
            progress(count)
    for path in CONFIG:
        found = _looked(root, path, path, before.files.get(path), now)
        if found is not None:
            files[path] = found
    return Seen(
        files=MappingProxyType(files),
        others=names.others.difference({FILE}),
        problems=names.problems,
        folders=names.folders,
        closed=names.closed,
        trusted=trusted(root) if any(p[-3:] == ".j2" for p in names.notes) else NOBODYS,
    )


def glance(root: str, before: Seen, names: Iterable[str], now: int) -> Seen | None:
    """Return what is in the vault if nothing changed but the files of these names.

    None where one of them is no plain file in a folder that is known: then only a
    look at everything can tell.

    Args:
        root: The vault's folder.
        before: What is known already.
        names: Paths as the disk spells them.
        now: The time as the disk tells it, in nanoseconds.
    """
    files, others = dict(before.files), set(before.others)
    for name in names:
        path = composed(name)
        known = before.files.get(path)
        if not is_text(name) or (known is not None and known.name != name):
            return None
        kind = _kind(root, name, before)
        if kind == _ODD:
            return None
        if not (is_read(path) or path in CONFIG):
            (others.add if kind == _PLAIN else others.discard)(path)
            continue
        found = _looked(root, path, name, known, now)
        if found is not None:
            files[path] = found
        else:
            files.pop(path, None)
    return Seen(
        MappingProxyType(files),
        frozenset(others),
        before.problems,
        before.folders,
        before.closed,
        before.trusted,
    )


_PLAIN, _GONE, _ODD = "plain", "gone", "odd"


def _kind(root: str, name: str, before: Seen) -> str:
    folder, slash, last = name.rpartition("/")
    if name not in CONFIG and (
        is_side_file(last) or folder + slash not in before.folders
    ):
        return _ODD
    try:
        mode = os.lstat(f"{root}/{name}").st_mode
    except (FileNotFoundError, NotADirectoryError):
        return _GONE
    except OSError:
        return _ODD
    return _PLAIN if stat.S_ISREG(mode) else _ODD


def _looked(
    root: str, path: VaultPath, name: str, known: File | None, now: int
) -> File | None:
    """Return a file as it is now, or None where there is none."""
    if name.endswith(AWAY):
        return File(name, _NO_KEY, None, unread(path, OSError(0, _KEPT_AWAY)))
    try:
        if known is not None and known.settled and known.name == name:
            found = os.lstat(f"{root}/{name}")
            if _key(found) == known.key and stat.S_ISREG(found.st_mode):
                return known
        return _read(root, path, name, known, now)
    except (FileNotFoundError, NotADirectoryError):
        return None  # gone since it was listed, or never there: not there now
    except OSError as wrong:
        problem = None if is_canvas(path) else unread(path, wrong)
        return File(name, _NO_KEY, None, problem)


def _read(root: str, path: VaultPath, name: str, known: File | None, now: int) -> File:
    data, found = _whole(f"{root}/{name}", known)
    key = _key(found)
    if len(data) > CAP:
        return File(name, key, None, None if is_canvas(path) else _too_large(path))
    if is_canvas(path) and not says_ours(data):
        data = b""  # a canvas of the user's is a name that links may lead to
    if known is not None and data == known.data:
        data = known.data  # the same bytes are the same value, all the way
    settled = max(key.changed, key.altered) + RACY < now
    return File(name, key, data, None, settled, _blocks(found) > 0)


def _key(found: os.stat_result) -> Key:
    return Key(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _blocks(found: os.stat_result) -> int:
    return getattr(found, "st_blocks", 1)


def _elsewhere(found: os.stat_result, known: File | None) -> bool:
    """Return whether a sync tool keeps the bytes elsewhere, and would fetch them."""
    if getattr(found, "st_flags", 0) & _DATALESS:
        return True
    if getattr(found, "st_file_attributes", 0) & _ELSEWHERE:
        return True
    # Some file systems never count blocks, so that only a loss of them says anything.
    had = known is not None and known.filled and known.data is not None
    return had and _blocks(found) == 0 and found.st_size > _INLINE


def read_whole(name: str) -> bytes:
    """Return a regular file's bytes, more than the cap of them if it is larger.

    Raises:
        OSError: It is no regular file, or cannot be read now.
    """
    return _whole(name, None)[0]


def _whole(name: str, known: File | None) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes, more than the cap of them if it is larger.

    A file that grows or shrinks while it is read is read again.
    """
    for _ in range(_TRIES):
        descriptor = os.open(name, _FLAGS)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(0, "it is not a regular file")
            if _elsewhere(found, known):
                raise OSError(0, _KEPT_AWAY)
            if found.st_size > CAP:
                return bytes(CAP + 1), found
            data = _drained(descriptor, found.st_size)
        finally:
            os.close(descriptor)
        if len(data) == found.st_size:
            break
    return data, found


def _drained(descriptor: int, size: int) -> bytes:
    """Return what a descriptor holds: one read in all but the strangest cases."""
    data = os.read(descriptor, size + 1)
    if len(data) <= size:
        return data
    while len(data) <= CAP:
        more = os.read(descriptor, _CHUNK)
        if not more:
            break
        data += more
    return data


def _too_large(path: VaultPath) -> Problem:
    return Problem(
        path,
        1,
        1,
        "file-too-large",
        "this file is larger than 1 MiB, so it was not read",
        "Split it; Obsidian does not index notes of more than 2 MB either.",
    )
