"""Supervisor: systemd, launchd or the Task Scheduler is told what to keep running.

The one place from where other programs are run, and none but these three.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import vault as disk
from vaultkit.problems import ServiceFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vaultkit.daemon.service import Service, Step, System

PROGRAMS: Final = frozenset({"systemctl", "launchctl", "schtasks"})
_PATIENCE: Final = 90.0
_NOT_THERE: Final = 127


class Said(NamedTuple):
    """What a program answered: its exit code and what it printed."""

    code: int
    text: str


def install(system: System, service: Service, file: Path) -> None:
    """Have a system keep a vault's pages, from now on and whenever the user is there.

    Raises:
        ServiceFailedError: It would not; nothing is left of it.
        WriteFailedError: The file that tells it cannot be written.
    """
    new = disk.put_file(file, system.data(service))
    try:
        _run(system.start(service.name, str(file)))
    except ServiceFailedError:
        if new:  # it would begin by itself some day, which nobody was told
            disk.remove_file(file)
        raise


def uninstall(system: System, service: Service, file: Path) -> bool:
    """Have a system keep them no more; return whether it did.

    Raises:
        ServiceFailedError: It would not stop.
        WriteFailedError: The file that tells it cannot be removed.
    """
    if not disk.exists(file):
        return False
    _run(system.stop(service.name, str(file)))
    disk.remove_file(file)
    _run(system.gone)
    return True


def asked(system: System, service: Service) -> Said:
    """Return what a system says of a service."""
    return _said(system.ask(service.name))


def _run(steps: Iterable[Step]) -> None:
    for step in steps:
        said = _said(step)
        if step.must and said.code:
            command = " ".join(step.command)
            why = f": {said.text}" if said.text else f" with code {said.code}"
            raise ServiceFailedError(f"`{command}` failed{why}")


def _said(step: Step) -> Said:
    program = step.command[0]
    if program not in PROGRAMS:
        raise ValueError(program)
    try:
        done = subprocess.run(  # noqa: S603 (one of three programs, without a shell)
            step.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=_PATIENCE,
        )
    except FileNotFoundError:
        return Said(_NOT_THERE, f"there is no `{program}` here")
    except (OSError, subprocess.TimeoutExpired) as wrong:
        return Said(_NOT_THERE, str(wrong))
    return Said(done.returncode, done.stdout.decode("utf-8", "replace").strip())
