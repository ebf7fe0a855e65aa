"""Notify: whoever started the daemon is told that it is ready and alive.

systemd names a socket of this machine for that, and waits for a word on it. This is
the one socket there is: of the family AF_UNIX, which reaches no other machine.
"""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARTS: Final = 3
"""A word is sent three times as often as it is asked for."""
_LONGEST: Final = 400


@dataclass(slots=True)
class Starter:
    """Who started the daemon, if it wants to hear of it.

    Attributes:
        address: The socket to write to, as the system calls it; "" for nobody.
        patience: Seconds without a word after which it takes the daemon for dead.
        steady: Seconds that only ever go forward.
    """

    address: str
    patience: float
    steady: Callable[[], float]
    _ready: bool = field(default=False, init=False)
    _told: float = field(default=-inf, init=False)

    @classmethod
    def named(
        cls, environ: Mapping[str, str], pid: int, steady: Callable[[], float]
    ) -> Starter:
        """Return who started us, by what it left in the environment.

        Args:
            environ: The environment.
            pid: This process: a word may be wanted from another one.
            steady: Seconds that only ever go forward.
        """
        address = environ.get("NOTIFY_SOCKET", "")
        if address.startswith("@"):
            address = f"\0{address[1:]}"
        elif not address.startswith("/"):
            address = ""  # another family of sockets, which we do not speak
        spent = environ.get("WATCHDOG_USEC", "")
        wanted = environ.get("WATCHDOG_PID", str(pid)) == str(pid)
        known = bool(address) and wanted and spent.isascii() and spent.isdigit()
        return cls(address, int(spent) / 1e6 if known else 0.0, steady)

    def ready(self) -> None:
        """Say once that what was started does its work."""
        if not self._ready:
            self._ready = True
            self._send("READY=1")

    def alive(self) -> None:
        """Say that it goes on, as often as that is wanted."""
        now = self.steady()
        if self.patience and now - self._told >= self.patience / _PARTS:
            self._told = now
            self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Say in a line how it goes."""
        self._send(f"STATUS={' '.join(text.split())[:_LONGEST]}")

    def ends(self) -> None:
        """Say that it is about to end."""
        self._send("STOPPING=1")

    def _send(self, word: str) -> None:
        if not self.address:
            return
        # Nobody may listen any more, or may be too busy to: that stops no work.
        with (
            contextlib.suppress(OSError, ValueError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way,
        ):
            way.settimeout(0)
            way.sendto(word.encode("utf-8", "replace"), self.address)
