"""Record: what a turn did goes to the journal, the status and whoever began it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vaultkit import vault as disk
from vaultkit.daemon import journal, status
from vaultkit.daemon.journal import Journal
from vaultkit.daemon.status import Status
from vaultkit.problems import VaultkitError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.notify import Starter
    from vaultkit.daemon.regenerate import Turn


@dataclass(slots=True)
class Record:
    """Keeps what a daemon does, turn by turn.

    Attributes:
        folder: Where to; None where nothing can be kept.
        starter: Who began the daemon.
        now: The time, as ISO 8601.
        tell: Told of every turn as well, for the user.
        status: How the daemon is.
        journal: What it did, if that can be kept.
    """

    folder: Path | None
    starter: Starter
    now: Callable[[], str]
    tell: Callable[[Turn, Mode], object]
    status: Status = field(default_factory=Status)
    journal: Journal | None = None
    _crash: str = ""

    def begin(self, version: str, pid: int, *, names: bool = False) -> None:
        """Note that a daemon begins.

        Args:
            version: Of vaultkit.
            pid: Its process.
            names: Whether the journal may name files.
        """
        if self.folder is not None:
            log = disk.Log(self.folder, journal.FILE)
            self.journal = Journal(log, self.now, names)
        self.status = Status(version=version, pid=pid, since=self.now())
        self._note("began", version=version, pid=pid)
        self._keep()

    def __call__(self, turn: Turn, mode: Mode) -> None:
        """Note what a turn did."""
        self.tell(turn, mode)
        if turn.stopped and self._crash:
            turn = replace(turn, stopped=f"vaultkit made a mistake: {self._crash}")
        self._crash = ""
        before, self.status = self.status, self.status.after(turn, mode, self.now())
        if self.journal is not None:
            self.journal(turn, mode)
        if _to_the_minute(before) != _to_the_minute(self.status):
            self._keep()
            self.starter.status(self.status.line)
        self.starter.ready()

    def crashed(self, wrong: BaseException) -> None:
        """Note that a turn went wrong; what is told of it next is of that."""
        self._crash = journal.kind(wrong)

    def through(self, run: Callable[[], int]) -> int:
        """Run a daemon to its end, note that, and return its exit code.

        Raises:
            VaultkitError: It could not go on.
        """
        code = VaultkitError.exit_code
        try:
            code = run()
        except VaultkitError as wrong:
            code = wrong.exit_code
            raise
        finally:
            self.end(code)
        return code

    def end(self, code: int) -> None:
        """Note that the daemon ends with this exit code."""
        self.starter.ends()
        self.status = replace(self.status, ended=self.now(), code=code)
        self._keep()
        self._note("ended", code=code)
        if self.journal is not None:
            self.journal.close()

    def _note(self, event: str, **what: object) -> None:
        if self.journal is not None:
            self.journal.note(event, **what)

    def _keep(self) -> None:
        if self.folder is not None:
            with contextlib.suppress(OSError):  # a full disk stops no work
                disk.say(self.folder, status.FILE, self.status.as_json())


def _to_the_minute(status: Status) -> Status:
    """Return a status that tells when it looked to the minute: it may look often."""
    return replace(status, looked=status.looked[: len("2026-11-02T10:05")])
