"""`vaultkit plugins`: what others installed, and which of it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli import others, session
from vaultkit.cli.terminal import complain, say, say_json
from vaultkit.problems import PluginError
from vaultkit.toolkit import packages

if TYPE_CHECKING:
    from vaultkit.toolkit.packages import Package

_WHAT = ("list", "enable", "disable")


@click.command(
    epilog="""\b
Example:
  vaultkit plugins
  vaultkit plugins enable vaultkit-in-town
  vaultkit plugins disable vaultkit-in-town
"""
)
@click.argument("what", default="list", type=click.Choice(_WHAT), metavar="[WHAT]")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@session.JSON
def command(*, what: str, names: tuple[str, ...], as_json: bool) -> int:
    """List installed plugins, enable some, or disable some.

    A plugin is a package that was installed beside vaultkit. None runs before you
    enable it here, and nothing in a vault can; what you enabled holds for all your
    vaults and is remembered outside of them. Its code runs as you, in a process of its
    own, so enable what you trust.
    """
    if what == "list":
        _list(as_json=as_json)
        return 0
    if not names:
        raise click.UsageError(
            f"name the plugin to {what}: `vaultkit plugins` has them"
        )
    change = _enable if what == "enable" else _disable
    change(tuple(dict.fromkeys(map(packages.normal, names))))
    return 0


# --- listing -------------------------------------------------------------------------


def _list(*, as_json: bool) -> None:
    names = disk.enabled().keys()
    found = packages.installed()
    gone = sorted(names - {one.name for one in found})
    if as_json:
        say_json({"plugins": [_plain(one, one.name in names) for one in found]})
        return
    for one in found:
        state = "enabled" if one.name in names else "off"
        say(f"{one.name} {one.version}  {state}", bold=one.name in names)
        for line in _adds(one):
            say(f"  {line}")
    for name in gone:
        say(f"{name}  enabled, and not installed any more")
    if not found and not gone:
        say("no plugin is installed")


def _plain(one: Package, enabled: bool) -> dict[str, object]:  # noqa: FBT001 (a field)
    return {
        "name": one.name,
        "version": one.version,
        "enabled": enabled,
        "adds": [
            {"group": each.group, "name": each.name, "from": each.where}
            for each in one.adds
        ],
    }


def _adds(one: Package) -> list[str]:
    """Return what a package adds, a line for each kind of function."""
    groups = dict.fromkeys(each.group for each in one.adds)
    return [
        f"{group}: {', '.join(each.name for each in one.adds if each.group == group)}"
        for group in groups
    ]


# --- changing ------------------------------------------------------------------------


def _enable(names: tuple[str, ...]) -> None:
    """Enable plugins that are there and can be loaded; all of them or none.

    Raises:
        PluginError: One is not, or cannot.
    """
    found = packages.of_names(names)
    for name in names:
        if name not in {one.name for one in found}:
            raise PluginError(f"no plugin called {name} is installed beside vaultkit.")
    titles = _titles(found)
    for one in found:
        disk.enable(one.name, titles[one.name])
        say(f"{one.name} {one.version} is enabled: {'; '.join(_adds(one))}")
    say("That holds from the next build on; start a running `vaultkit watch` again.")


def _titles(found: tuple[Package, ...]) -> dict[str, dict[str, str]]:
    """Load plugins where they are run; return what the pages of each are called.

    Raises:
        PluginError: Something cannot be loaded.
    """
    asking = others.asking(each for one in found for each in one.adds)
    asking.load(everything=True)
    asking.end()
    for bad, why in asking.out.items():
        raise PluginError(f"{bad.package} {why}. It stays off.")
    return {
        one.name: {
            each.name: asking.says[each]
            for each in one.adds
            if each.group == "pages" and each in asking.says
        }
        for one in found
    }


def _disable(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in disk.enabled():
            complain(f"{name} is not enabled")
        else:
            disk.disable(name)
            say(f"{name} is off; its pages go with the next build.")
