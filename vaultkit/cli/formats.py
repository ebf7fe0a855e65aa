"""Formats: what a foreign format typed by name is, one of ours or of a plugin's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from vaultkit.cli import others
from vaultkit.toolkit import registry
from vaultkit.toolkit.registry import Registered

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Format(click.ParamType[Registered]):
    """The name of an importer or exporter, ours first; none is loaded for it."""

    name = "format"

    def __init__(self, group: str) -> None:
        """Know where to look: `importers` or `exporters`."""
        self.group: Final = group

    def known(self) -> dict[str, Registered]:
        """Return all there are, by name."""
        ours = {one.name: one for one in registry.TABLE if one.group == self.group}
        return {**ours, **others.registered(self.group)}

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Registered:
        """Return what has this name, or fail with all that there are."""
        if isinstance(value, Registered):
            return value
        known = self.known()
        if str(value) not in known:
            self.fail(f"{value!r} is none of {', '.join(known)}.", param, ctx)
        return known[str(value)]

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin as typed."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 (seldom)

        del ctx, param
        return [CompletionItem(n) for n in self.known() if n.startswith(incomplete)]
