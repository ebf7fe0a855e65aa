"""The place a vault is at: whether it is there, and whether its disk tells of news."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

COOKIE: Final = ".vaultkit-cookie-"
# Disks that another machine may change without this one being told.
_REMOTE: Final = (
    *("nfs", "cifs", "smb", "9p", "fuse.", "vboxsf", "drvfs", "virtiofs", "afs"),
    *("ceph", "prl_fs", "davfs", "ncpfs"),
)


def identity(root: Path) -> tuple[int, int] | None:
    """Return what tells a vault's folder from another of its name, or None."""
    try:
        found = root.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def remote(root: Path) -> str:
    """Return the kind of disk a vault is on, if it is one that others may change.

    Where the system does not say, the answer is "".
    """
    if sys.platform != "linux":
        return ""
    found = ("", "")
    with contextlib.suppress(OSError, IndexError):
        for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
            fields, _, rest = line.partition(" - ")
            at = fields.split()[4].replace("\\040", " ")
            if root.is_relative_to(at) and len(at) >= len(found[0]):
                found = (at, rest.split()[0])
    return found[1] if found[1].startswith(_REMOTE) else ""


def leave_cookie(root: Path, number: int) -> str:
    """Make a file and take it away, so that whoever watches hears of it.

    Returns:
        Its name; "" where none could be made.
    """
    name = f"{COOKIE}{os.getpid()}-{number}.tmp"
    try:
        (root / name).touch()
        for left in root.glob(f"{COOKIE}*.tmp"):  # those of a run that was killed too
            left.unlink(missing_ok=True)
    except OSError:
        return ""
    return name
