"""The disk: how one file is written whole, and what may be written over at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
import unicodedata
from typing import TYPE_CHECKING, Final

from vaultkit.choices import file_name
from vaultkit.vault.swapping import swap
from vaultkit.vault.walking import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vaultkit.snapshot import VaultPath

WINDOWS: Final = os.name == "nt"
_TEMP: Final = ".vaultkit-"
# Scanners and sync clients hold a file for a moment on Windows: 12 tries, 2.6 s.
_TRIES: Final = 12
_FIRST_WAIT: Final = 0.01
_LONGEST_WAIT: Final = 0.4
_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


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


def put(target: Path, data: bytes, was: bytes | None, root: Path | None = None) -> None:
    """Replace a file by these bytes in one step, unless it has them already.

    Args:
        target: The file.
        data: What it shall hold.
        was: What it must hold now; None if it must not be there.
        root: The vault, which must be there: a disk may go while its pages are made.

    Raises:
        UntouchedError: It holds something else, or may not be replaced.
        OSError: It cannot be written; what was there is there still.
    """
    now = held(target)
    if now == data:
        return
    if now != was:
        raise UntouchedError(CHANGED)
    if was is None and os.path.lexists(stand_in(str(target))):
        raise UntouchedError("it is there: a sync tool keeps it elsewhere")
    make_folders(target.parent, root)
    temp = target.parent / f"{_TEMP}{os.getpid()}.tmp"
    temp.unlink(missing_ok=True)
    try:
        _write(temp, data, target if was is not None else None)
        if was is None:
            _name(temp, target)
        elif held(target) != was:
            raise UntouchedError(CHANGED)
        else:
            _take_place(temp, target, was)
    finally:
        temp.unlink(missing_ok=True)
    _settle(target.parent)


def remove(target: Path, was: bytes) -> None:
    """Remove a file that holds these bytes; one that is gone already is no trouble.

    Raises:
        UntouchedError: It holds something else, or may not be removed.
        OSError: It cannot be removed.
    """
    now = held(target)
    if now is None:
        return
    if now != was:
        raise UntouchedError(CHANGED)
    _patiently(target.unlink)
    _settle(target.parent)


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
        _settle(folder.parent)


def sweep(folder: Path) -> None:
    """Remove what a run that was killed left in a folder."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_TEMP}*.tmp"):
            left.unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Remove what a command that was killed left in a folder of notes.

    What one that is at work just now has there stays. A note that was new is refused as
    a hard link until this is done, if the kill came right after it got its name.
    """
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_TEMP}*.tmp"):
            if not at_work(left.name.removeprefix(_TEMP).removesuffix(".tmp")):
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


def _write(temp: Path, data: bytes, like: Path | None) -> None:
    """Write a new file, whole and on the disk, as owned as the one it replaces."""
    descriptor = os.open(temp, _NEW, 0o666 if like is None else 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if like is not None and not WINDOWS:
            _keep(descriptor, like)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep(descriptor: int, like: Path) -> None:
    """Give a file the owner, mode and attributes of another, as far as we may."""
    found = like.lstat()
    if (found.st_uid, found.st_gid) != (os.getuid(), os.getgid()):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, found.st_uid, found.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(found.st_mode))
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has these
        for name in os.listxattr(like):
            os.setxattr(descriptor, name, os.getxattr(like, name))


def _name(temp: Path, target: Path) -> None:
    """Give a new file its name, never one that is taken by now."""
    try:
        os.link(temp, target, follow_symlinks=False)
    except FileExistsError:
        raise UntouchedError(CHANGED) from None
    except (OSError, NotImplementedError):
        # Not every file system knows hard links (FAT, some network and phone ones).
        if os.path.lexists(target):
            raise UntouchedError(CHANGED) from None
        _patiently(lambda: temp.replace(target))


def _take_place(temp: Path, target: Path, was: bytes) -> None:
    """Put a file in the place of one that holds this, to the last moment.

    Raises:
        UntouchedError: Somebody saved, moved or removed it just now: it is as they
            left it.
    """
    try:
        if not swap(temp, target):
            _patiently(lambda: temp.replace(target))
            return
    except FileNotFoundError:
        raise UntouchedError(CHANGED) from None
    same = False
    try:
        same = held(temp) == was
    finally:
        if not same:
            swap(temp, target)
    if not same:
        raise UntouchedError(CHANGED)


def _patiently(act: Callable[[], object]) -> None:
    """Do what another program may hold up for a moment, as on Windows it does."""
    wait = _FIRST_WAIT
    for _ in range(_TRIES - 1 if WINDOWS else 0):
        try:
            act()
        except PermissionError:
            time.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return
    act()


def _settle(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system knows how."""
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
