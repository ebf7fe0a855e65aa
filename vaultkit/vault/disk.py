"""The disk: where a file of the vault is, and what may be written over at all."""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import os
import re
import stat
import unicodedata
import zlib
from typing import TYPE_CHECKING, Final

from vaultkit.choices import file_name
from vaultkit.vault.walking import TEMP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vaultkit.snapshot import VaultPath

WINDOWS: Final = os.name == "nt"
_ELSEWHERE: Final = re.compile(r"[/\\:]" if WINDOWS else "/")
"""What in a name would lead to another folder, disk or stream."""


class UntouchedError(Exception):
    """What stands at the target is not to be touched; the text says why."""


CHANGED: Final = "it changed while the pages were built"


def place(root: Path, path: VaultPath) -> Path:
    """Return where a path of the vault is on the disk.

    Disks may spell accents their own way, so a name that is there in another spelling
    is the one that is meant. What is there may have any name that a user may give; what
    is new has one that is safe for every system and link.

    Raises:
        UntouchedError: The path, or a link on the way, leads out of the vault or into
            a hidden folder, or its name is not safe.
    """
    target = root
    for part in path.split("/"):
        name = _spelt(target, part)
        if file_name(part) != part and not _is_there(target, name):
            raise UntouchedError(
                "its path leads out of the vault or into a hidden folder, or has a "
                "character that no new file may have"
            )
        target /= name
    above = target.parent.resolve()
    if not above.is_relative_to(root):
        raise UntouchedError("its folder is a link that leads out of the vault")
    if any(part.startswith(".") for part in above.relative_to(root).parts):
        raise UntouchedError("its folder is a link that leads into a hidden folder")
    return target


def _is_there(folder: Path, name: str) -> bool:
    """Return whether a name, which leads nowhere else and is not hidden, is there."""
    own = name[:1] not in {"", "."} and not _ELSEWHERE.search(name)
    return own and os.path.lexists(folder / name)


def _spelt(folder: Path, name: str) -> str:
    if name.isascii() or os.path.lexists(folder / name):
        return name
    with contextlib.suppress(OSError):
        for other in sorted(folder.iterdir()):
            if unicodedata.normalize("NFC", other.name) == name:
                return other.name
    return name


def held(target: Path) -> bytes | None:
    """Return the bytes of a file that may be replaced, or None where nothing is.

    Raises:
        UntouchedError: What is there may not be replaced.
        OSError: It cannot be read.
    """
    found = _status(target)
    return None if found is None else target.read_bytes()


def _status(target: Path) -> os.stat_result | None:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise UntouchedError("a folder has its name")
    if stat.S_ISLNK(found.st_mode):
        raise UntouchedError("it is a link to another file")
    if not stat.S_ISREG(found.st_mode):
        raise UntouchedError("it is not a regular file")
    if found.st_nlink > 1:
        raise UntouchedError("it is a hard link: the same file has another name too")
    if not found.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise UntouchedError("it is read only")
    return found


def make_folders(folder: Path, root: Path | None = None) -> None:
    """Make a folder and those above it, each brought to the disk.

    Raises:
        UntouchedError: The root, above which nothing is ours to make, is not there.
    """
    if not folder.is_dir():
        if folder == root:
            raise UntouchedError("the vault's folder is not there now")
        make_folders(folder.parent, root)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


_NUMBERS: Final = itertools.count()
"""One for each file that is begun: many may wait in one folder."""
_TEMP: Final = re.compile(
    re.escape(TEMP) + r"(?:([0-9a-f]{8})-)?([0-9]{1,19})(?:-[0-9]{1,19})?\.tmp"
)
_STALE: Final = 3_600 * 10**9
"""Nanoseconds after which nobody is still writing a file, on whatever machine."""


@functools.cache
def _here() -> str:
    """Return what tells the processes that we can ask about from all others.

    Those of another machine, or of another container on this one, may write into the
    same folder, or a sync tool brings here what they write.
    """
    name = os.environ.get("COMPUTERNAME", "") if WINDOWS else os.uname().nodename
    with contextlib.suppress(OSError):  # what knows of containers has this
        name += os.readlink("/proc/self/ns/pid")  # noqa: PTH115 (no path at all)
    return f"{zlib.crc32(name.encode(errors='replace')):08x}"


def beside(target: Path) -> Path:
    """Return where what a file shall hold is written: a new name, in its folder."""
    return target.parent / f"{TEMP}{_here()}-{os.getpid()}-{next(_NUMBERS)}.tmp"


def tidy(folder: Path) -> None:
    """Remove what was left in a folder by who was killed writing there.

    What one that is at work just now has there stays. A note that was new is refused as
    a hard link until this is done, if the kill came right after it got its name.
    """
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{TEMP}*.tmp"):
            _leave_no(left, 0)


def take_back(root: Path, left: Iterable[str], now: int) -> None:
    """Remove what we wrote beside files and could not remove, met on a walk.

    A disk that went while its files were written comes back with it, and a folder that
    somebody moved in that moment has it wherever it is now.

    Args:
        root: The vault's folder.
        left: Paths as the disk spells them.
        now: The time by the clock, in nanoseconds.
    """
    for name in left:
        with contextlib.suppress(OSError):
            _leave_no(root / name, now)


def _leave_no(left: Path, now: int) -> None:
    """Remove what somebody began who is at work no more.

    It may hold what somebody saved a moment ago, while two files change places; so what
    others began, of whom we cannot ask, has to be old.
    """
    begun = _TEMP.fullmatch(left.name)
    if begun is None:
        return
    if begun[1] == _here():
        over = not at_work(begun[2])
    else:
        over = now - left.lstat().st_mtime_ns > _STALE
    if over:
        left.unlink(missing_ok=True)


def at_work(pid: str) -> bool:
    """Return whether another process of this number runs, as far as one can ask."""
    if WINDOWS or not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def settle(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system knows how.

    Raises:
        OSError: They cannot be brought there.
    """
    if WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as wrong:
        if wrong.errno != errno.EINVAL:  # a file system that has no such thing
            raise
    finally:
        os.close(descriptor)
