"""Swapping: two files take each other's place in one step, where the system can.

What is replaced may be saved by somebody else in the very moment before. After a swap
it is still there, whole, so that it can be looked at and put back.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HERE: Final = -100
"""`AT_FDCWD`: paths are as usual."""
_SWAP: Final = 2
"""`RENAME_EXCHANGE` on Linux, and `RENAME_SWAP` on macOS."""
_CANNOT: Final = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
)


def swap(one: Path, other: Path) -> bool:
    """Have two files take each other's place; return whether the system can do that.

    Raises:
        OSError: It can, and did not: one is not there. Both are as they were.
    """
    call = _system()
    if call is None:
        return False
    wrong = call(os.fsencode(one), os.fsencode(other))
    if wrong and wrong not in _CANNOT:
        raise OSError(wrong, os.strerror(wrong), str(other))
    return not wrong


@cache
def _system() -> Callable[[bytes, bytes], int] | None:
    """Return what asks the system to, and returns 0 or an error's number."""
    if sys.platform not in {"linux", "darwin"}:
        return None
    import ctypes  # noqa: PLC0415 (late: nothing is swapped where nothing is written)

    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            rename = library.renameat2
        else:
            rename = library.renamex_np
    except (OSError, AttributeError):
        return None

    def call(one: bytes, other: bytes) -> int:
        paths = (_HERE, one, _HERE, other) if sys.platform == "linux" else (one, other)
        done: int = rename(*paths, _SWAP)
        return ctypes.get_errno() if done else 0

    return call
