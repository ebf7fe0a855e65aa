"""Cache: one file for each vault, outside of it, of what it takes long to find out.

It can be deleted at any time, and whatever is in it changes no answer: a file that is
damaged, cut short, foreign or of another vaultkit is as good as none. Next to nothing
is loaded for it, and of the file no more than is asked for.
"""

from __future__ import annotations

import errno
import os
import sys
import zlib

from vaultkit.vault.walking import packed, walked

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from typing import Final

_BEGINS: Final = b"vaultkit cache 1\n"
_NUMBER: Final = 8
_DIGEST: Final = 32
_HEAD: Final = len(_BEGINS) + 4 * _NUMBER + _DIGEST
_LARGEST: Final = 1 << 31
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_XDG: Final[bool] = sys.platform == "linux"
_READABLE: Final = 40
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a user would want to know of; that there is no place is known."""
DAMAGED: Final = "it is damaged"
OTHER: Final = "it is from another version of vaultkit"


class Unusable:
    """A cache that is there and of no use, and why; `why` is "" where there is none."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        """Note why."""
        self.why = why


def user_place(kind: str) -> str:
    """Return the user's folder for the `cache` or the `state` of vaultkit.

    "" where there is no such place.
    """
    if _XDG:  # as platformdirs says, in a fiftieth of the time
        above = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
        usual = {"cache": "~/.cache", "state": "~/.local/state"}[kind]
        return f"{above if above.strip() else os.path.expanduser(usual)}/vaultkit"
    import platformdirs  # noqa: PLC0415 (late: it takes a while)

    asked = {"cache": platformdirs.user_cache_dir, "state": platformdirs.user_state_dir}
    try:
        return asked[kind]("vaultkit", appauthor=False)
    except (OSError, RuntimeError):
        return ""


def place(root: str) -> str:
    """Return where the cache of a vault is, there or not; "" where it cannot be."""
    above, real = user_place("cache"), os.path.realpath(root)
    name = "".join(filter(str.isalnum, os.path.basename(real)))[:_READABLE]
    number = zlib.crc32(os.fsencode(real))
    return f"{above}/{name or 'vault'}-{number:08x}.cache" if above else ""


def program() -> bytes:
    """Return what is the same as long as this program is: its code and its libraries.

    Raises:
        OSError: That cannot be told here.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    shipped = f"{os.path.dirname(here)}/templates"
    parts = [sys.version.encode()]
    code = walked(here, ("__pycache__",))
    parts += [packed(one.below, one.image(here)) for one in code]
    if os.path.isdir(shipped):
        parts += [packed(one.below, one.image(shipped)) for one in walked(shipped)]
    for path in sys.path:
        if path.endswith("-packages"):
            found = os.stat(path)
            parts.append(f"{path}\0{found.st_mtime_ns}\0{found.st_ino}".encode())
    return b"\0".join(parts)


def front(where: str, made_by: bytes) -> bytes | Unusable:
    """Return what was kept of the last build, of a cache that this program wrote."""
    found = _read(where, made_by, 0)
    if isinstance(found, Unusable):
        return found
    said, data = found
    return data if zlib.crc32(data) == said else Unusable(DAMAGED)


def notes(where: str, made_by: bytes) -> bytes | Unusable:
    """Return what was kept of the notes, of a cache that this program wrote."""
    from hashlib import sha256  # noqa: PLC0415 (late: it takes a while)

    found = _read(where, made_by, 1)
    if isinstance(found, Unusable):
        return found
    said, data = found
    real = int.from_bytes(sha256(data).digest(), "little")
    return data if real == said else Unusable(DAMAGED)


def _read(where: str, made_by: bytes, which: int) -> tuple[int, bytes] | Unusable:
    """Return a part of a cache with the number that tells whether it is whole."""
    try:
        descriptor = os.open(where, _FLAGS)
    except (OSError, ValueError):
        return Unusable("")
    try:
        return _part(descriptor, made_by, which)
    except (OSError, MemoryError):
        return Unusable(DAMAGED)
    finally:
        os.close(descriptor)


def _part(descriptor: int, made_by: bytes, which: int) -> tuple[int, bytes] | Unusable:
    head = os.read(descriptor, _HEAD)
    at = len(_BEGINS)
    program, ahead, whole, size = (
        int.from_bytes(head[start : start + _NUMBER], "little")
        for start in range(at, at + 4 * _NUMBER, _NUMBER)
    )
    foreign = len(head) < _HEAD or not head.startswith(_BEGINS[:-2])
    if foreign or max(program, ahead, size) > _LARGEST:
        return Unusable(DAMAGED)
    if not head.startswith(_BEGINS) or _drained(descriptor, program) != made_by:
        return Unusable(OTHER)
    if not which:
        return whole, _drained(descriptor, ahead)
    os.lseek(descriptor, ahead, os.SEEK_CUR)
    return int.from_bytes(head[-_DIGEST:], "little"), _drained(descriptor, size)


def _drained(descriptor: int, size: int) -> bytes:
    size = min(size, os.fstat(descriptor).st_size)
    data = os.read(descriptor, size)
    while len(data) < size and (more := os.read(descriptor, size - len(data))):
        data += more
    return data


def write(where: str, made_by: bytes, front: bytes, notes: bytes) -> str:
    """Write a cache whole, for its owner's eyes alone.

    Returns why that failed where a user could do something about it: the disk is full;
    "" where it was done, or there is no place for a cache.

    It is not brought to the disk at once: what a power cut leaves of it is damaged, and
    is told to be.
    """
    from hashlib import sha256  # noqa: PLC0415 (late: it takes a while)

    return _write(where, made_by, front, notes, sha256(notes).digest())


def write_front(where: str, made_by: bytes, front: bytes) -> str:
    """Write what is kept of a build anew, as `write` does; what is of notes stays."""
    found = _read(where, made_by, 1)
    if isinstance(found, Unusable):
        return ""
    said, notes = found  # whether they are whole is asked by whoever reads them
    return _write(where, made_by, front, notes, said.to_bytes(_DIGEST, "little"))


def _write(where: str, made_by: bytes, front: bytes, notes: bytes, said: bytes) -> str:
    """Write a cache, where `said` tells whether the notes are whole."""
    numbers = len(made_by), len(front), zlib.crc32(front), len(notes)
    head = b"".join((_BEGINS, *(one.to_bytes(_NUMBER, "little") for one in numbers)))
    temp = f"{where}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(where), 0o700, exist_ok=True)
        sweep(os.path.dirname(where))
        descriptor = os.open(temp, _NEW, 0o600)
        try:
            for part in (head, said, made_by, front, notes):
                rest = memoryview(part)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
        os.replace(temp, where)
    except (OSError, ValueError) as wrong:
        _unlinked(temp)
        why = getattr(wrong, "errno", None)
        return os.strerror(why) if why in _FULL else ""
    return ""


def sweep(folder: str) -> None:
    """Remove what those left in a folder of caches who were killed writing one."""
    from vaultkit.vault.disk import at_work  # noqa: PLC0415 (late: it takes a while)

    try:
        names = os.listdir(folder)
    except (OSError, ValueError):
        return
    for left in names:
        pid = left.removesuffix(".tmp").rpartition(".")[2]
        if left.endswith(f".{pid}.tmp") and pid.isdecimal() and not at_work(pid):
            _unlinked(f"{folder}/{left}")


def remove(where: str) -> bool:
    """Remove a cache; return whether there was one."""
    sweep(os.path.dirname(where))
    return _unlinked(where)


def _unlinked(where: str) -> bool:
    try:
        os.unlink(where)
    except (OSError, ValueError):
        return False
    return True


def size(where: str) -> int:
    """Return how many bytes a cache has; 0 where there is none."""
    try:
        return os.stat(where).st_size
    except (OSError, ValueError):
        return 0
