"""`vaultkit service`: have the system keep the pages of a vault true."""

from __future__ import annotations

import sys
from os import environ
from typing import TYPE_CHECKING, Final

import click

from vaultkit import vault as disk
from vaultkit.cli import session
from vaultkit.cli import status as shown
from vaultkit.cli.terminal import complain, say
from vaultkit.problems import ServiceFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.daemon.service import Service, System

_KEPT: Final = ("XDG_STATE_HOME", "XDG_CACHE_HOME")
"""What the daemon must find as it is here, or the two would not know of each other."""


@click.group(
    epilog="""\b
Example:
  vaultkit service install ~/notes
  vaultkit service status ~/notes
  vaultkit service logs ~/notes --lines 100
  vaultkit service uninstall ~/notes
"""
)
def command() -> None:
    """Keep the pages true from login to logout, without a terminal.

    Your system starts `vaultkit watch` and starts it again if it fails: systemd, or
    launchd on a Mac, or the Task Scheduler on Windows. Every vault is a service of its
    own.
    """


@command.command(
    epilog="""\b
Example:
  vaultkit service install ~/notes
  vaultkit service install ~/notes --print
"""
)
@session.vault
@click.option(
    "--print", "only_print", is_flag=True, help="Print the file; install nothing."
)
@click.option(
    "--for",
    "platform",
    type=click.Choice(["linux", "darwin", "win32"]),
    help="With --print: the file for another system than this one.",
)
def install(*, vault: Path | None, only_print: bool, platform: str | None) -> None:
    """Have the system keep the pages of a vault, from now on."""
    from vaultkit.daemon import supervisor  # noqa: PLC0415 (late, for --help)

    root = session.root_of(vault)
    system, service = _service(root, platform)
    if only_print:
        data = system.data(service)
        say(data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8").rstrip("\n"))
        return
    if platform is not None:
        raise click.UsageError("--for goes with --print.")
    file = disk.unit_place(root, service.name + system.suffix)
    try:
        supervisor.install(system, service, file)
    except ServiceFailedError:
        complain("nothing was installed; --print shows what would have been.")
        raise
    say(f"{system.name} keeps the pages of {root} from now on ({service.name})")
    say("`vaultkit status` says how it goes.")


@command.command(epilog="\b\nExample:\n  vaultkit service uninstall ~/notes\n")
@session.vault
def uninstall(*, vault: Path | None) -> None:
    """Have the system keep them no more; the pages stay."""
    from vaultkit.daemon import supervisor  # noqa: PLC0415 (late, for --help)

    root = session.root_of(vault)
    system, service = _service(root)
    file = disk.unit_place(root, service.name + system.suffix)
    if supervisor.uninstall(system, service, file):
        say(f"{system.name} keeps the pages of {root} no more; they stay as they are")
    else:
        say(f"there is no service for {root}")


@command.command(epilog="\b\nExample:\n  vaultkit service status ~/notes\n")
@session.vault
def status(*, vault: Path | None) -> int:
    """Say whether there is a service for a vault, and how it goes."""
    from vaultkit.daemon import supervisor  # noqa: PLC0415 (late, for --help)

    root = session.root_of(vault)
    system, service = _service(root)
    file = disk.unit_place(root, service.name + system.suffix)
    if disk.exists(file):
        said = supervisor.asked(system, service)
        answer = said.text or ("it is there" if said.code == 0 else "it is not there")
        say(f"{system.name} on {service.name}: {answer}")
        say(f"told by {file}")
    else:
        say(f"there is no service for {root}; `vaultkit service install` makes one")
    found, holder = shown.read(root)
    say("\n".join(shown.lines(found, holder)))
    return 0 if holder is not None else shown.UNWATCHED


@command.command(
    epilog="""\b
Example:
  vaultkit service logs ~/notes
  tail -f "$(vaultkit service logs ~/notes --path)"
"""
)
@session.vault
@click.option(
    "--lines",
    metavar="N",
    type=click.IntRange(1, 100_000),
    default=20,
    show_default=True,
    help="How many lines.",
)
@click.option("--path", is_flag=True, help="Print where the log is instead.")
def logs(*, vault: Path | None, lines: int, path: bool) -> None:
    """Print the last lines of what the daemon did, one JSON document each.

    They hold no text of a note, and names of files only after `watch --log-files`.
    """
    from vaultkit.daemon import journal  # noqa: PLC0415 (late, for --help)

    folder = disk.state_folder(session.root_of(vault))
    if path and folder is not None:
        say(str(folder / journal.FILE))
        return
    for line in disk.logged(folder, journal.FILE, lines):
        click.echo(line.encode("ascii", "backslashreplace"))  # whole, however long


def _service(root: Path, platform: str | None = None) -> tuple[System, Service]:
    """Return how this system is told, and of what.

    Raises:
        ServiceFailedError: It is none that we know.
    """
    from vaultkit.daemon import service  # noqa: PLC0415 (late, for --help)

    system = service.SYSTEMS.get(platform or sys.platform)
    if system is None:
        raise ServiceFailedError(
            f"services of {sys.platform} are not known here; have it run "
            f"`vaultkit watch --quiet {root}`."
        )
    program = sys.executable
    if system is service.TASKS:
        program = service.windowless(program)
    domain = environ.get("USERDOMAIN", "")
    user = environ.get("USERNAME") or environ.get("USER") or "user"
    return system, service.Service(
        root=str(root),
        # -P: what lies in the folder it is started in is none of its code.
        program=(program, "-P", "-m", "vaultkit"),
        environment={name: environ[name] for name in _KEPT if name in environ},
        user=f"{domain}\\{user}" if domain else user,
    )
