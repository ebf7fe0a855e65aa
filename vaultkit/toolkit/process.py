"""The process that others' code runs in: begun, asked, and ended if need be.

It is begun as a program of its own, on every system alike, so that it shares nothing
with this one; what it may do is in `fence`.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from os import environ
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final

from vaultkit.toolkit.fence import spent
from vaultkit.toolkit.wire import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.toolkit.fence import Limits

_ENDS: Final = 5.0
"""Seconds that a thread has to notice that the process it waits for was ended."""

USUAL: Final[Mapping[str, str]] = MappingProxyType({"PYTHONHASHSEED": "0"})
"""What the environment says, so that a set has the same order every time."""

STRANGE: Final = tuple(
    MappingProxyType({"PYTHONHASHSEED": seed, "TZ": zone})
    for seed, zone in (("1", "EAST-14"), ("2", "WEST+12"))
)
"""Two environments in which no set has its usual order, and no clock shows one day."""


class LostError(Exception):
    """The process is gone; its text goes on behind "the plugin ..."."""


class Process:
    """One process, which answers one request at a time."""

    def __init__(self, limits: Limits, around: Mapping[str, str] = USUAL) -> None:
        """Begin the process; it knows nothing yet.

        Args:
            limits: What it may use.
            around: What its environment says besides what ours does.

        Raises:
            LostError: The system would not begin it.
        """
        numbers = [str(number) for number in limits]
        # -P: not even the folder it is begun in is searched for modules. -B: no byte
        # is written for a module that is loaded.
        program = [sys.executable, "-P", "-B", "-m", "vaultkit.toolkit.worker"]
        try:
            self._worker = subprocess.Popen(  # noqa: S603 (Python itself, and numbers)
                [*program, *numbers],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor or None,
                env={**environ, **around},
            )
        except OSError as wrong:
            raise LostError(f"could not be run ({wrong.strerror})") from None
        self.end: Callable[[], object] = weakref.finalize(self, _end, self._worker)
        _BEGUN.add(self)

    def ask(self, request: bytes, seconds: float, most: int) -> bytes:
        """Return the answer to a request; without one the process is ended.

        Args:
            request: What is asked.
            seconds: How long that may take by the clock.
            most: How many bytes the answer may have.

        Raises:
            LostError: It took too long, said too much, or ended.
        """
        found: list[bytes] = []
        asking = threading.Thread(
            target=self._exchange, args=(request, most, found), daemon=True
        )
        asking.start()
        asking.join(seconds)
        late = asking.is_alive()
        if late or not found:
            self.end()
            asking.join(_ENDS)
        if late:
            raise LostError(f"did not answer within {seconds:g} seconds")
        if not found and spent(self._worker.poll()):
            raise LostError("needed more processor time than it may have")
        if not found:
            raise LostError("ended the process it runs in")
        if len(found[0]) > most:
            raise LostError(f"answered with more than {most:,} bytes")
        return found[0]

    def _exchange(self, request: bytes, most: int, found: list[bytes]) -> None:
        asked, answering = self._worker.stdin, self._worker.stdout
        if asked is None or answering is None:
            return
        try:
            asked.write(request)
            asked.flush()
            size = int.from_bytes(_read(answering, HEAD), "big")
            data = _read(answering, min(size, most + 1))
        except (OSError, ValueError, EOFError):
            return
        found.append(data)
        if size > most:
            self.end()


_BEGUN: Final[weakref.WeakSet[Process]] = weakref.WeakSet()


def end_all() -> None:
    """End every process that was begun: nobody waits for its answers any more."""
    for one in tuple(_BEGUN):
        one.end()


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End the process, whatever it is doing."""
    worker.kill()
    worker.wait()
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what it had not read yet is of no use to anybody
                continue
