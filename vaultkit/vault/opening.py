"""Opening: the bytes of one file, whole, if it is one that may be read."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from typing import Final

CAP: Final = 1 << 20
"""The largest note, or settings file, that is read, in bytes (1 MiB)."""

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
_ELSEWHERE: Final = (
    ("st_flags", 0x4000_0000),
    ("st_file_attributes", 0x0040_0000 | 0x0000_1000),
)
_SAID: Final = [one for one in _ELSEWHERE if hasattr(os.stat_result, one[0])]
"""Which of the two this system may say."""
# Smaller files may be kept in the inode, where they take no blocks.
_INLINE: Final = 512


class OtherError(OSError):
    """What has a note's name is a pipe, a socket, a device or a folder."""

    def __init__(self) -> None:
        """Say so, as the system would."""
        super().__init__(0, "it is not a regular file")


class AwayError(OSError):
    """A sync tool keeps the bytes of a file elsewhere, and would fetch them."""

    def __init__(self) -> None:
        """Say so, as the system would."""
        super().__init__(0, "a sync tool keeps it elsewhere")


def digest(data: bytes) -> bytes:
    """Return what stands for the bytes of a file."""
    return sha256(data).digest()


def read_whole(name: str) -> bytes:
    """Return a regular file's bytes, more than the cap of them if it is larger.

    Raises:
        OSError: It is no regular file, or cannot be read now.
    """
    return whole(name)[0]


def whole(name: str, *, had: bool = False) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes, more than the cap of them if it is larger.

    A file that grows or shrinks while it is read is read again.

    Args:
        name: Where it is.
        had: Whether its bytes took room on this disk when they were read before.

    Raises:
        OSError: It is no regular file, or cannot be read now.
    """
    for _ in range(_TRIES):
        descriptor = os.open(name, _FLAGS)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OtherError
            if _elsewhere(found, had=had):
                raise AwayError
            size = found.st_size
            if size > CAP:
                return bytes(CAP + 1), found
            data = os.read(descriptor, size + 1)
            if len(data) > size:
                data = _drained(descriptor, data)
        finally:
            os.close(descriptor)
        if len(data) == size:
            break
    return data, found


def blocks(found: os.stat_result) -> int:
    """Return how much room a file takes on this disk; 1 where that is not known."""
    return getattr(found, "st_blocks", 1)


def _elsewhere(found: os.stat_result, *, had: bool) -> bool:
    """Return whether a sync tool keeps the bytes elsewhere, and would fetch them."""
    for part, elsewhere in _SAID:
        if getattr(found, part) & elsewhere:
            return True
    # Some file systems never count blocks, so that only a loss of them says anything.
    return had and blocks(found) == 0 and found.st_size > _INLINE


def _drained(descriptor: int, data: bytes) -> bytes:
    """Return what a descriptor holds of which this was read: a little over the cap."""
    while len(data) <= CAP:
        more = os.read(descriptor, _CHUNK)
        if not more:
            break
        data += more
    return data
