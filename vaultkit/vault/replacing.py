"""Replacing: a file gets new bytes in one step, or stays what it was.

They are written to a dot-file beside it and brought to the disk; then that gets its
name, if what has it now is what it should be. Many wait for the disk together.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import time
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Growing
from vaultkit.vault.disk import (
    CHANGED,
    WINDOWS,
    UntouchedError,
    beside,
    held,
    make_folders,
    settle,
)
from vaultkit.vault.swapping import swap
from vaultkit.vault.walking import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
    text = written(target, data, was, root)
    if text is None:
        return
    try:
        bring([text])
        text.put_in_place()
    finally:
        text.drop()
    settle(target.parent)


class Text(Growing):
    """What a file shall hold, written beside it and not in its place yet.

    Attributes:
        target: The file.
        was: What it must hold; None if it must not be there.
        temp: Where the text is.
        wrong: Why it is not on the disk, once that was tried.
    """

    target: Path
    was: bytes | None
    temp: Path
    wrong: BaseException | None = None
    _descriptor: int | None = None

    def write(self, data: bytes) -> None:
        """Write it, as owned as the file it replaces.

        Raises:
            OSError: It cannot be written.
        """
        like = None if self.was is None else self.target
        at = self._descriptor = os.open(self.temp, _NEW, 0o600 if like else 0o666)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(at, rest) :]
        if like is not None and not WINDOWS:
            _keep(at, like)

    def bring(self) -> None:
        """Bring it to the disk; what is wrong is said when it is put in its place."""
        try:
            if self._descriptor is not None:
                os.fsync(self._descriptor)
                self._close()
        except BaseException as wrong:  # noqa: BLE001 (raised by `put_in_place`)
            self.wrong = wrong

    def put_in_place(self) -> None:
        """Give it the name of its file, which must be what it was.

        Raises:
            UntouchedError: The file is something else by now.
            OSError: It is not on the disk, or cannot be moved.
        """
        if self.wrong is not None:
            raise self.wrong
        if self.was is None:
            _name(self.temp, self.target)
        elif held(self.target) != self.was:
            raise UntouchedError(CHANGED)
        else:
            _take_place(self.temp, self.target, self.was)

    def drop(self) -> None:
        """Leave nothing of it beside the file."""
        try:
            self._close()
        finally:
            self.temp.unlink(missing_ok=True)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def written(
    target: Path, data: bytes, was: bytes | None, root: Path | None = None
) -> Text | None:
    """Return new text for a file, written beside it; None where it has that already.

    Args:
        target: The file.
        data: What it shall hold.
        was: What it must hold now; None if it must not be there.
        root: The vault, which must be there.

    Raises:
        UntouchedError: It holds something else, or may not be replaced.
        OSError: It cannot be written.
    """
    now = held(target)
    if now == data:
        return None
    if now != was:
        raise UntouchedError(CHANGED)
    if was is None and os.path.lexists(stand_in(str(target))):
        raise UntouchedError("it is there: a sync tool keeps it elsewhere")
    make_folders(target.parent, root)
    text = Text(target, was, beside(target))
    text.temp.unlink(missing_ok=True)  # left by one that was killed and had our number
    try:
        text.write(data)
    except BaseException:
        text.drop()
        raise
    return text


def bring(texts: Sequence[Text]) -> None:
    """Bring texts to the disk, all at once: it takes many in the time of one."""
    threads: list[threading.Thread] = []
    for one in texts[1:]:
        thread = threading.Thread(target=one.bring)
        try:
            thread.start()
            threads.append(thread)
        except RuntimeError:  # this system has no room for one more
            one.bring()
    for one in texts[:1]:
        one.bring()
    for thread in threads:
        thread.join()


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
    settle(target.parent)


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
