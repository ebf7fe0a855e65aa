"""Cache: one file for each vault, outside of it, of what it takes long to find out.

It can be deleted at any time, and whatever is in it changes no answer: a file that is
damaged, cut short, foreign or of another vaultkit is as good as none. Nothing but the
standard library is loaded here, and of the file no more than is asked for.
"""

from __future__ import annotations

import contextlib
import os
import sys
from hashlib import sha256
from typing import Final, NamedTuple

from vaultkit.vault.walking import walked

_BEGINS: Final = b"vaultkit cache 1\n"
_DIGEST: Final = 32
_NUMBER: Final = 8
_HEAD: Final = len(_BEGINS) + _DIGEST + 2 * (_NUMBER + _DIGEST)
_LARGEST: Final = 1 << 30
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_XDG: Final[bool] = sys.platform == "linux"
DAMAGED: Final = "it is damaged"
OTHER: Final = "it is from another version of vaultkit"


class Unusable(NamedTuple):
    """A cache that is there and of no use, and why; `why` is "" where there is none."""

    why: str


def folder() -> str:
    """Return the folder of all caches; "" where there is no such place."""
    if _XDG:  # as platformdirs says, in a tenth of the time
        above = os.environ.get("XDG_CACHE_HOME", "")
        home = above if above.strip() else os.path.expanduser("~/.cache")  # noqa: PTH111 (pathlib takes a third of the time that all this may take)
        return f"{home}/vaultkit"
    import platformdirs  # noqa: PLC0415 (late: it takes a while)

    try:
        return platformdirs.user_cache_dir("vaultkit", appauthor=False)
    except (OSError, RuntimeError):
        return ""


def place(root: str) -> str:
    """Return where the cache of a vault is, there or not; "" where it cannot be."""
    above = folder()
    name = sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:_DIGEST]
    return f"{above}/{name}.cache" if above else ""


def program() -> bytes:
    """Return what is the same as long as this program is: its code and its libraries.

    Raises:
        OSError: That cannot be told here.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (as above)
    shipped = f"{os.path.dirname(here)}/templates"  # noqa: PTH120 (as above)
    parts = [sys.version.encode()]
    parts += [one.image(here) for one in walked(here, ("__pycache__",))]
    if os.path.isdir(shipped):  # noqa: PTH112 (as above)
        parts += [one.image(shipped) for one in walked(shipped)]
    for path in sys.path:
        if path.endswith("-packages"):
            found = os.stat(path)  # noqa: PTH116 (as above)
            parts.append(f"{path}\0{found.st_mtime_ns}\0{found.st_ino}".encode())
    return sha256(b"\0".join(parts)).digest()


def front(where: str, made_by: bytes) -> bytes | Unusable:
    """Return what was kept of the last build, of a cache that this program wrote."""
    return _part(where, made_by, 0)


def notes(where: str, made_by: bytes) -> bytes | Unusable:
    """Return what was kept of the notes, of a cache that this program wrote."""
    return _part(where, made_by, 1)


def _part(where: str, made_by: bytes, which: int) -> bytes | Unusable:
    try:
        descriptor = os.open(where, _FLAGS)
    except (OSError, ValueError):
        return Unusable("")
    try:
        head = os.read(descriptor, _HEAD)
        if len(head) < _HEAD or not head.startswith(_BEGINS[:-2]):
            return Unusable(DAMAGED)
        at = len(_BEGINS)
        if not head.startswith(_BEGINS) or head[at : at + _DIGEST] != made_by:
            return Unusable(OTHER)
        at += _DIGEST
        skip = int.from_bytes(head[at : at + _NUMBER], "little") if which else 0
        at += which * (_NUMBER + _DIGEST)
        size = int.from_bytes(head[at : at + _NUMBER], "little")
        if size > _LARGEST or skip > _LARGEST:
            return Unusable(DAMAGED)
        os.lseek(descriptor, _HEAD + skip, os.SEEK_SET)
        data = _read(descriptor, size)
    except (OSError, MemoryError):
        return Unusable("")
    finally:
        os.close(descriptor)
    whole = sha256(data).digest() == head[at + _NUMBER : at + _NUMBER + _DIGEST]
    return data if whole else Unusable(DAMAGED)


def _read(descriptor: int, size: int) -> bytes:
    size = min(size, os.fstat(descriptor).st_size)
    data = os.read(descriptor, size)
    while len(data) < size and (more := os.read(descriptor, size - len(data))):
        data += more
    return data


def write(where: str, made_by: bytes, front: bytes, notes: bytes) -> bool:
    """Write a cache whole, for its owner's eyes alone; return whether that was done.

    It is not brought to the disk at once: what a power cut leaves of it is damaged.
    """
    head = _BEGINS + made_by
    for part in (front, notes):
        head += len(part).to_bytes(_NUMBER, "little") + sha256(part).digest()
    temp = f"{where}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(where), 0o700, exist_ok=True)  # noqa: PTH103, PTH120 (as above)
        descriptor = os.open(temp, _NEW, 0o600)
        try:
            for part in (head, front, notes):
                rest = memoryview(part)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
        os.replace(temp, where)  # noqa: PTH105 (as above)
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.unlink(temp)  # noqa: PTH108 (as above)
        return False
    return True


def remove(where: str) -> bool:
    """Remove a cache; return whether there was one."""
    try:
        os.unlink(where)  # noqa: PTH108 (as above)
    except (OSError, ValueError):
        return False
    return True


def size(where: str) -> int:
    """Return how many bytes a cache has; 0 where there is none."""
    try:
        return os.stat(where).st_size  # noqa: PTH116 (as above)
    except (OSError, ValueError):
        return 0
