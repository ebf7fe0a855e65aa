"""Switches: the settings that turn parts of vaultkit and of plugins off or rename them.

No setting turns a plugin on: that is `vaultkit plugins enable`, outside the vault.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import choices
from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.toolkit import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Switches(Frozen, frozen=True, kw_only=True):
    """What is off, and what the pages of plugins are called."""

    insights_off: tuple[str, ...] = ()
    commands_off: tuple[str, ...] = ()
    plugins_off: tuple[str, ...] = ()
    plugin_names: Mapping[str, str] = _NONE


def _names(value: object) -> tuple[str, ...] | None:
    """Return names as they stand in entry points, else None."""
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and _NAME.fullmatch(one) for one in given):
        return None
    return tuple(given)


def _file_names(value: object) -> Mapping[str, str] | None:
    """Return a file name for each page, none of them twice, else None."""
    if not isinstance(value, dict) or _names(list(value)) is None:
        return None
    read = {page: choices.file_name(name) for page, name in value.items()}
    names = {page: name for page, name in read.items() if name}
    apart = len({fold(name) for name in names.values()}) == len(read)
    return MappingProxyType(names) if apart else None


ROWS: Final[tuple[tuple[str, choices.Reader, str], ...]] = (
    (
        "insights_off",
        choices.some_of(registry.ours("finders")),
        "Insights that no page uses; their own pages are not written either.",
    ),
    (
        "commands_off",
        choices.some_of(registry.ours("commands")),
        "Commands that do nothing in this vault.",
    ),
    (
        "plugins_off",
        ("a list of names", _names),
        "Pages, finders and readers of plugins that are not used here, by name.",
    ),
    (
        "plugin_names",
        ("a table of pages of plugins and file names", _file_names),
        "File names of the pages of plugins, by page.",
    ),
)
"""Each switch: its name, its reader, and what the documentation says."""
