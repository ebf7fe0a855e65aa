"""The command `vaultkit`: each subcommand parses, calls one function and prints.

Every command lives in a module of its own name and is loaded when it is asked for.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from os import _exit
from typing import TYPE_CHECKING, Final

import click

from vaultkit.cli import terminal
from vaultkit.cli.summaries import SUMMARIES
from vaultkit.toolkit import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.problems import VaultkitError

COMMANDS: Final = registry.ours("commands")
UNPRINTED: Final = 7
INTERRUPTED: Final = 130
EXAMPLE: Final = """\b
Example:
  vaultkit demo life        a believable life, built, to look around in
  vaultkit build ~/notes    write the pages of your own notes
  vaultkit watch ~/notes    keep them true while you type

\b
Exit codes:
  0  all is well
  1  build --check would change something; check found errors; nobody watches;
     a template is not trusted
  2  wrong usage, or a vaultkit.toml that cannot be read
  3  there is no vault, no note in it, or another vaultkit watches it
  4  the vault has lost most of its people; nothing was touched
  5  what was to be made exists already
  6  nobody, or more than one, has that name
  7  some page or note was not written and is as it was; or no room to print
  8  watch --paranoid found a page that is not what a fresh build makes
  9  the system would not start, stop or know the service
  10  a step that does not fit what the notes say; nothing was written
  11  a plugin that is not there, cannot be loaded or did not answer
  12  a file from elsewhere that cannot be read; nothing was written
  130  stopped with Ctrl-C (143: by SIGTERM); what was written is whole
"""


class _Commands(click.Group):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [*COMMANDS, *_theirs()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        registered = registry.own("commands", cmd_name)
        if registered is None:
            return _theirs().get(cmd_name)
        command = registered.load()
        return command if isinstance(command, click.Command) else None

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        ours = {
            name: click.Command(name, help=says) for name, says in SUMMARIES.items()
        }
        _Listed(commands={**ours, **_theirs()}).format_commands(ctx, formatter)


class _Listed(click.Group):
    """Commands as a list shows them: in order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


def _theirs() -> dict[str, click.Command]:
    """Return the commands of enabled plugins by name; none is loaded for it."""
    from vaultkit.cli import others  # noqa: PLC0415 (costs a look at the disk)

    return others.commands()


def _version(ctx: click.Context, _: click.Parameter, wanted: object) -> None:
    if wanted is True:
        from vaultkit import __version__  # noqa: PLC0415 (costs a look at the disk)
        from vaultkit.cli import others  # noqa: PLC0415 (costs a look at the disk)

        terminal.say(f"vaultkit {__version__}")
        for one in others.enabled():
            terminal.say(f"  with {one.name} {one.version}")
        ctx.exit()


@click.command(
    cls=_Commands,
    epilog=EXAMPLE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.option("--no-color", envvar="NO_COLOR", default="", hidden=True)
@click.pass_context
def group(ctx: click.Context, no_color: str) -> None:
    """Few, deep relationships from the Markdown notes you already write.

    Reads a folder of notes and keeps a folder of pages beside them: who has gone quiet,
    who could help whom, which introductions are under way. Your notes are only read,
    but by `log`, `introduce`, `new` and `import`, which put into them what you say, and
    between the two lines of a block, where you switched blocks on.
    """
    if no_color:
        ctx.color = False


def main(args: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    terminal.prepare()
    code = run(args)
    with suppress(OSError):  # nobody reads it any more
        terminal.finish()
    if (second := sys.modules.get("vaultkit.cli.second")) is not None and second.end():
        from vaultkit.vault import cache  # noqa: PLC0415 (after Ctrl-C and the like)

        cache.sweep(cache.user_place("cache"))
    if (process := sys.modules.get("vaultkit.toolkit.process")) is not None:
        process.end_all()
    # Everything is on disk and said. Taking all those values apart one by one before
    # the process ends would take a tenth of a build and change nothing.
    _exit(code)


def _failure() -> type[VaultkitError]:
    """Return what a failure of the tool is; asked only once something was raised."""
    from vaultkit.problems import VaultkitError  # noqa: PLC0415 (late, for --help)

    return VaultkitError


def _unprinted(wrong: OSError) -> int:
    """Say that nothing more could be printed: a full disk has no file's name to tell.

    Raises:
        OSError: It was no printing that failed.
    """
    if wrong.filename is not None:
        raise wrong
    terminal.hang_up()
    with suppress(OSError):
        terminal.complain(f"what was to be printed is cut short: {wrong.strerror}.")
    return UNPRINTED


def run(args: Sequence[str] | None) -> int:
    """Run the command and return its exit code."""
    code = 0
    try:
        code = _ran(args)
        terminal.finish()
    except BrokenPipeError:  # who reads no more has the code of what was done
        terminal.hang_up()
    except OSError as wrong:
        return _unprinted(wrong)
    return code


def _ran(args: Sequence[str] | None) -> int:
    try:
        given = None if args is None else list(args)
        ended = group.main(given, prog_name="vaultkit", standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except _failure() as wrong:
        terminal.complain(str(wrong))
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        terminal.complain("stopped; every page is whole, the old or the new one.")
        return INTERRUPTED
    return ended if isinstance(ended, int) else 0
