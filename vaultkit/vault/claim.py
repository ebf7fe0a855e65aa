"""The claim on a vault: one vaultkit writes its pages at a time, and is known by name.

It stands outside the vault, where no sync carries it to another machine, and goes with
the process that holds it: nobody has to clear up after a crash. Where there can be none
(no home, a disk without locks), everything works without.
"""

from __future__ import annotations

import contextlib
import os
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.vault.place import leave_cookie
from vaultkit.vault.state import said, say, state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WINDOWS: Final = os.name == "nt"
WATCH: Final = "watch"
"""The work of a daemon: whoever waits for it to end waits for ever."""

_PAUSE: Final = 0.05
_NAMELESS: Final = 40
"""So many pauses after a claim was taken it is known by whom, or will not be."""
_LOCK, _HOLDER, _ASKED, _ANSWERED = "lock", "holder.json", "asked.json", "answered.json"


class Holder(NamedTuple):
    """Who writes the pages of a vault.

    Attributes:
        pid: Its process; 0 where it could not note that.
        work: What it does there: `build`, `clean`, `watch`.
        since: When it began, in local time; "" where that is not known.
    """

    pid: int
    work: str
    since: str

    def __str__(self) -> str:
        if not self.pid:
            return "a vaultkit that could not note who it is (is a disk full?)"
        since = f", since {self.since}" if self.since else ""
        return f"vaultkit {self.work} (pid {self.pid}{since})"


UNKNOWN: Final = Holder(0, WATCH, "")
"""Somebody who holds a claim and could not say so; perhaps they are there to stay."""


class Request(NamedTuple):
    """What somebody asks of whoever holds the claim: that the pages be true now.

    Attributes:
        token: What the answer repeats.
        accept_loss: Whether most people may be gone.
    """

    token: str
    accept_loss: bool = False


class Claim(NamedTuple):
    """A claim that is held; `folder` is None where nothing can be kept."""

    folder: Path | None

    def asked(self) -> Request | None:
        """Return what somebody asks for, or None."""
        found = said(self.folder, _ASKED)
        token = found.get("token")
        accept = found.get("accept_loss") is True
        return Request(token, accept) if isinstance(token, str) else None

    def answer(self, request: Request) -> None:
        """Say that what was asked for is done."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                say(self.folder, _ANSWERED, {"token": request.token})
                if self.asked() == request:
                    (self.folder / _ASKED).unlink()


@contextlib.contextmanager
def claimed(root: Path, work: str, waits: Callable[[Holder], bool]) -> Iterator[Claim]:
    """Hold the claim on a vault.

    Args:
        root: The vault's folder.
        work: What it is for, in a word.
        waits: Asked once if somebody else holds it: whether to wait for it.

    Raises:
        VaultWatchedError: Somebody else holds it, and we do not wait.
    """
    folder = state_folder(root)
    with contextlib.ExitStack() as held:
        if folder is not None:
            with contextlib.suppress(OSError):  # a disk without locks
                _locked(folder, waits, held)
                _sign(folder, work)
        yield Claim(folder)


def _sign(folder: Path, work: str) -> None:
    """Note who holds a claim; where that fails, it is not who held it before.

    Raises:
        OSError: It cannot be noted.
    """
    try:
        say(folder, _HOLDER, {"pid": os.getpid(), "work": work})
    except OSError:
        (folder / _HOLDER).unlink(missing_ok=True)
        raise


def _locked(
    folder: Path, waits: Callable[[Holder], bool], held: contextlib.ExitStack
) -> None:
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    held.callback(os.close, descriptor)
    asked, tries = False, 0
    while not _lock(descriptor):
        tries += 1  # who only looks whether it is held lets go at once
        one = holder(folder) or (UNKNOWN if tries > _NAMELESS else None)
        if not asked and tries > 1 and one is not None:
            asked = True
            if not waits(one):
                from vaultkit.problems import VaultWatchedError  # noqa: PLC0415 (late, for status)

                raise VaultWatchedError(str(one))
        time.sleep(_PAUSE)


def _lock(descriptor: int) -> bool:
    """Lock an open file if nobody else has; the lock goes when it is closed."""
    if _WINDOWS:
        import msvcrt  # noqa: PLC0415 (there is none elsewhere)

        lock, how = getattr(msvcrt, "locking"), getattr(msvcrt, "LK_NBLCK")  # noqa: B009 (unknown to mypy elsewhere)
        with contextlib.suppress(PermissionError, BlockingIOError):
            lock(descriptor, how, 1)
            return True
        return False
    import fcntl  # noqa: PLC0415 (there is none on Windows)

    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def holder(folder: Path) -> Holder | None:
    """Return who said last that it holds a claim, or None where nobody did."""
    found = said(folder, _HOLDER)
    pid, work = found.get("pid"), found.get("work")
    if not isinstance(pid, int) or not isinstance(work, str):
        return None
    since = ""
    with contextlib.suppress(OSError):
        began = datetime.fromtimestamp((folder / _HOLDER).stat().st_mtime).astimezone()
        since = f"{began:%Y-%m-%d %H:%M}"
    return Holder(pid, work, since)


def held(folder: Path | None) -> Holder | None:
    """Return who holds a claim at this moment, or None where nobody does.

    Nobody is disturbed by it: a claim that is free stays free.
    """
    if folder is None or not (folder / _LOCK).exists():
        return None
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return None
    try:
        return None if _lock(descriptor) else holder(folder) or UNKNOWN
    except OSError:  # a disk without locks
        return None
    finally:
        os.close(descriptor)


def ask(root: Path, *, accept_loss: bool = False, patience: float = 60.0) -> bool:
    """Ask whoever holds a vault to make its pages true now; return whether they are.

    Args:
        root: The vault's folder.
        accept_loss: Whether most people may be gone.
        patience: How long to wait for it, in seconds.
    """
    folder = state_folder(root)
    if folder is None:
        return False
    token = os.urandom(8).hex()
    try:
        say(folder, _ASKED, {"token": token, "accept_loss": accept_loss})
    except OSError:
        return False
    leave_cookie(root, 0)  # whoever watches hears of it; else it looks by itself
    for _ in range(int(patience / _PAUSE)):
        if said(folder, _ANSWERED).get("token") == token:
            return True
        time.sleep(_PAUSE)
    return False
