"""The fence: what others' code may not do in its process, and is seen to try.

A tripwire against mistakes and carelessness, no prison: code that is enabled runs as
its user, and whoever writes C can step over this. What it stops, it also reports.
"""

from __future__ import annotations

import faulthandler
import signal
import sys
from os import O_APPEND, O_CREAT, O_RDWR, O_TRUNC, O_WRONLY
from typing import Any, Final, NamedTuple

MIB: Final = 1024 * 1024
_WRITES: Final = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND
_FILES: Final = frozenset(
    {"link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate", "chmod"}
    | {"chown", "utime", "setxattr", "removexattr", "chflags", "mkfifo", "mknod"}
)
_PROGRAMS: Final = frozenset(
    {"system", "exec", "fork", "forkpty", "posix_spawn", "spawn", "startfile"}
)
_FILE: Final = "wanted to write a file"
_SOCKET: Final = "wanted to open a socket"
_PROGRAM: Final = "wanted to start a program"


_SPENT: Final = getattr(signal, "SIGPROF", None)
"""What the system ends a process with whose processor time is up; Windows has none."""


class Limits(NamedTuple):
    """What others' code may use.

    Attributes:
        seconds: Of a processor for one answer, where the system can hold it to that:
            on a busy machine that takes longer by the clock.
        memory: MiB of memory, where the system can hold it to that.
        answer: Bytes of an answer.
        start: Seconds by the clock until the process, which is ours, is there.
        clock: Seconds by the clock for one answer: what sleeps or waits is ended too.
    """

    seconds: float = 10.0
    memory: int = 2048
    answer: int = 64 * MIB
    start: float = 120.0
    clock: float = 60.0


class Fence:
    """Hears what the interpreter is about to do, and stops what may not be."""

    def __init__(self) -> None:
        self.wanted = ""

    def put_up(self, limits: Limits) -> None:
        """Put it up for good: there is no way to take it down again."""
        _hold(limits.memory * MIB)
        sys.addaudithook(self._hear)

    def taken(self) -> str:
        """Return what was tried since it was asked last, or ""."""
        wanted, self.wanted = self.wanted, ""
        return wanted

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        wanted = forbidden(event, given)
        if wanted:
            self.wanted = self.wanted or wanted
            raise PermissionError(wanted)


def forbidden(event: str, given: tuple[Any, ...]) -> str:
    """Return what an audit event of the interpreter wants, "" where it may."""
    if event == "open":
        return _FILE if _opens_to_write(given) else ""
    kind, _, what = event.partition(".")
    if kind == "os":
        return _FILE if what in _FILES else _PROGRAM if what in _PROGRAMS else ""
    if kind in {"subprocess", "pty"}:
        return _PROGRAM
    if kind == "shutil":
        return _FILE
    if kind == "socket" and what != "gethostname":
        return _SOCKET
    in_memory = event == "sqlite3.connect" and given[:1] == (":memory:",)
    return _FILE if event == "sqlite3.connect" and not in_memory else ""


def _opens_to_write(given: tuple[Any, ...]) -> bool:
    path, mode, flags = (*given, None, None, None)[:3]
    if isinstance(path, int):
        return False  # something that is open already
    named = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
    return named or (isinstance(flags, int) and bool(flags & _WRITES))


def _hold(memory: int) -> None:
    """Hold the process to so much memory, and to no byte in any file."""
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        _, hard = resource.getrlimit(kind)
        known = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (known, hard))
        except (OSError, ValueError):  # macOS will not hold memory to a limit
            continue


def watch_for(clock: float, seconds: float) -> None:
    """End this process if it is not told otherwise in time, whatever it does then.

    Args:
        clock: How long that may take; whoever started this process ends it sooner, so
            this is for when that one is gone.
        seconds: How much of it a processor may be busy; 0 is no limit.
    """
    faulthandler.dump_traceback_later(clock, exit=True)
    if _SPENT is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def watch_no_more() -> None:
    """Tell that all went well."""
    if _SPENT is not None:
        signal.setitimer(signal.ITIMER_PROF, 0)
    faulthandler.cancel_dump_traceback_later()


def spent(code: int | None) -> bool:
    """Return whether a process ended so because its processor time was up."""
    return _SPENT is not None and code == -_SPENT
