"""The place a vault is at: whether it is there, and whether its disk tells of news."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vaultkit.problems import VaultMissingError

SETTINGS: Final = "vaultkit.toml"
"""What `settings.FILE` is; to know what may stand in it takes much longer to load."""
_LARGEST: Final = 1 << 20  # bytes, as of any file that is read
COOKIE: Final = ".vaultkit-cookie-"
# Disks that another machine may change without this one being told.
_REMOTE: Final = (
    *("nfs", "cifs", "smb", "9p", "fuse.", "vboxsf", "drvfs", "virtiofs", "afs"),
    *("ceph", "prl_fs", "davfs", "ncpfs"),
)


def find(start: Path) -> Path:
    """Return the nearest folder, from here upwards, that is a vault; else this one.

    A vault is a folder with a `vaultkit.toml` or an `.obsidian` in it.
    """
    here = opened(start)
    for folder in (here, *here.parents):
        try:
            if (folder / SETTINGS).is_file() or (folder / ".obsidian").is_dir():
                return folder
        except OSError:  # who may not look there is told when it is read
            return here
    return here


def opened(folder: Path) -> Path:
    """Return a folder that exists as an absolute path without links in it.

    Raises:
        VaultMissingError: There is no such folder, or it cannot be opened.
    """
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise _missing(folder, "this is a file; name its folder.")
        with os.scandir(folder):
            return folder.resolve()
    except FileNotFoundError:
        raise _missing(folder, "there is no such folder.") from None
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise _missing(folder, f"{why}.") from None


def _missing(folder: Path, why: str) -> VaultMissingError:
    from vaultkit.problems import VaultMissingError  # noqa: PLC0415 (late, for status)

    return VaultMissingError(str(folder), why)


def settings_text(root: Path) -> bytes:
    """Return what the settings of a vault are written as; nothing where they are none.

    For who asks for no more than one of them; `read` has them with the rest.
    """
    file = root / SETTINGS
    try:
        found = file.lstat()
        regular = stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST
        return file.read_bytes() if regular else b""
    except OSError:
        return b""


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
