"""Others: the enabled plugins, as a command meets them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli.terminal import say, say_problem
from vaultkit.toolkit import registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from vaultkit.cli.session import Known
    from vaultkit.guests import Guests
    from vaultkit.pages.plain import Printed, Printer, Sheet
    from vaultkit.problems import Problem
    from vaultkit.toolkit.asking import Asking
    from vaultkit.toolkit.crew import Crew
    from vaultkit.toolkit.kinds import Imported
    from vaultkit.toolkit.packages import Package
    from vaultkit.toolkit.registry import Registered
    from vaultkit.toolkit.wire import Ask


def enabled() -> tuple[Package, ...]:
    """Return the packages that are enabled and installed; none is loaded."""
    names = disk.enabled()
    if not names:
        return ()
    from vaultkit.toolkit import packages  # noqa: PLC0415 (late, for --help)

    return packages.of_names(names)


def registered(group: str) -> dict[str, Registered]:
    """Return what enabled plugins add of a kind, by name; none is loaded."""
    adds = [one for package in enabled() for one in package.adds]
    return {one.name: one for one in registry.register(adds).of(group)}


def commands() -> dict[str, click.Command]:
    """Return the commands of enabled plugins, by name; none is loaded."""
    return {name: _command(one) for name, one in registered("commands").items()}


def imported(one: Registered, data: bytes, options: Mapping[str, str]) -> Imported:
    """Return what a plugin's importer makes of a file.

    Raises:
        PluginError: It did not do what it promised.
    """
    from vaultkit.toolkit import answers  # noqa: PLC0415 (late, for --help)
    from vaultkit.toolkit.wire import Ask  # noqa: PLC0415 (late, for --help)

    return answers.imported(_asked(Ask(one, data=data, options=options), None))


def exported(one: Registered, known: Known) -> str:
    """Return what a plugin's exporter makes of a vault.

    Raises:
        PluginError: It did not do what it promised.
    """
    from vaultkit.toolkit.wire import Ask  # noqa: PLC0415 (late, for --help)

    return str(_asked(Ask(one), known))


def _asked(request: Ask, known: Known | None) -> object:
    """Return the answer of a plugin that is asked alone.

    Raises:
        PluginError: There is none.
    """
    from vaultkit.problems import PluginError  # noqa: PLC0415 (late, for --help)

    theirs = crew()
    if theirs is None:
        raise PluginError("no plugin is enabled.")
    sources = known.sources if known is not None else None
    where = theirs.paths(known.settings) if known is not None else None
    reply = theirs.asking.ask(request, sources, where)
    theirs.asking.end()
    if reply.wrong:
        raise PluginError(f"the plugin `{request.one.package}` {reply.wrong}.")
    return reply.value


def _command(one: Registered) -> click.Command:
    """Return a plugin's command; its words are what the plugin is asked with."""

    def run(words: tuple[str, ...], vault: Path | None, today: date | None) -> None:
        from vaultkit.cli import session  # noqa: PLC0415 (it imports this)
        from vaultkit.toolkit.wire import Ask  # noqa: PLC0415 (late, for --help)

        known = session.known(session.root_of(vault), today)
        say(str(_asked(Ask(one, words=words), known)).rstrip("\n"))

    from pathlib import Path  # noqa: PLC0415 (late, for --help)

    said = f"Ask the plugin {one.package}."
    command = click.command(one.name, help=said)(run)
    command.params = [
        click.Argument(["words"], nargs=-1),
        click.Option(["--vault"], type=click.Path(path_type=Path), help="The vault."),
        click.Option(
            ["--today"],
            metavar="YYYY-MM-DD",
            type=click.DateTime(["%Y-%m-%d"]),
            callback=lambda _context, _option, given: given.date() if given else None,
            help="Ask for this day instead of the real one.",
        ),
    ]
    from vaultkit.cli import session  # noqa: PLC0415 (it imports this)

    return session.NO_CACHE(command)


def tell(problems: Iterable[Problem]) -> None:
    """Print those problems that are a plugin's, in order."""
    for one in sorted(problems):
        if one.code == "plugin-failed":
            say_problem(one)


def guests(groups: Collection[str] = registry.GROUPS) -> Guests:
    """Return the enabled plugins as guests of a build.

    Args:
        groups: What they are asked for; where none adds such a thing, it is nobody.
    """
    from vaultkit.guests import Nobody  # noqa: PLC0415 (late, for --help)

    return crew(groups) or Nobody(printer)


def printer(given: Sheet, /) -> Printed:
    """Return a page of the vault's own, printed in a process that may be ended."""
    return _printing()(given)


@cache
def _printing() -> Printer:
    from vaultkit.toolkit.printing import Printing  # noqa: PLC0415 (late, for --help)

    return Printing()


def crew(
    groups: Collection[str] = registry.GROUPS, *, paranoid: bool = False
) -> Crew | None:
    """Return the enabled plugins, None where none adds anything of these groups."""
    adds = [one for package in enabled() for one in package.adds]
    if not any(one.group in groups for one in adds):
        return None
    from vaultkit.toolkit.crew import Crew  # noqa: PLC0415 (late, for --help)

    titles = {
        page: title
        for known in disk.enabled().values()
        for page, title in known.items()
    }
    return Crew(asking(adds), titles, paranoid)


def asking(adds: Iterable[Registered]) -> Asking:
    """Return what asks plugins; nothing is begun yet."""
    from vaultkit.toolkit.asking import Asking  # noqa: PLC0415 (late, for --help)

    return Asking(registry.register(adds))
