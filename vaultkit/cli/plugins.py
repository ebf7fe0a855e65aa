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
@click.argument("name", default="", metavar="[NAME]")
@session.JSON
def command(*, what: str, name: str, as_json: bool) -> int:
    """List installed plugins, enable one, or disable one.

    A plugin is a package that was installed beside vaultkit. None runs before you
    enable it here, and nothing in a vault can; what you enabled holds for all your
    vaults and is remembered outside of them. Its code runs as you, in a process of its
    own, so enable what you trust.
    """
    if what == "list":
        _list(as_json=as_json)
        return 0
    if not name:
        raise click.UsageError(
            f"name the plugin to {what}: `vaultkit plugins` has them"
        )
    change = _enable if what == "enable" else _disable
    change(packages.normal(name))
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


def _enable(name: str) -> None:
    """Enable a plugin that is there and can be loaded.

    Raises:
        PluginError: It is not, or cannot.
    """
    found = packages.of_names([name])
    if not found:
        raise PluginError(f"no plugin called {name} is installed beside vaultkit.")
    (one,) = found
    disk.enable(name, _titles(one))
    say(f"{name} {one.version} is enabled: {'; '.join(_adds(one))}")
    say("The next build uses it; start a running `vaultkit watch` again.")


def _titles(one: Package) -> dict[str, str]:
    """Load a plugin where plugins are run, and return what its pages are called.

    Raises:
        PluginError: Some of it cannot be loaded.
    """
    asking = others.asking(one.adds)
    asking.load(everything=True)
    asking.end()
    if asking.out:
        why = next(iter(asking.out.values()))
        raise PluginError(f"{one.name} {why}. It stays off.")
    pages = [each for each in one.adds if each.group == "pages"]
    return {page.name: asking.says[page] for page in pages if page in asking.says}


def _disable(name: str) -> None:
    if name not in disk.enabled():
        complain(f"{name} is not enabled")
        return
    disk.disable(name)
    say(f"{name} is off; its pages go with the next build.")
