"""The registry: every reader, finder, page, importer, exporter and command there is.

Ours stand in a table of the very values that a package's entry points are: a group, a
name, and where the object is (`module:attribute`). So ours come through the same door,
and nothing is loaded, nor the disk looked at, to know what there is.
"""

from __future__ import annotations

from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GROUPS: Final = ("readers", "finders", "pages", "importers", "exporters", "commands")
"""The kinds of function there are; the entry-point group is `vaultkit.` and this."""

OURS: Final = ""
"""The package of what is our own."""


class Registered(NamedTuple):
    """One function, or page, that was registered.

    Attributes:
        group: One of `GROUPS`.
        name: What it is called by: unique in its group.
        where: `module:attribute`, as an entry point says it.
        package: The distribution it came with; `OURS` for what is our own.
    """

    group: str
    name: str
    where: str
    package: str = OURS

    def load(self) -> object:
        """Return what is registered, importing its module.

        Raises:
            Exception: Whatever importing somebody's module may raise.
        """
        module, _, attribute = self.where.partition(":")
        found: object = import_module(module.strip())
        return reduce(getattr, attribute.strip().split("."), found)


# --- ours ----------------------------------------------------------------------------

_PAGES: Final = (
    *("home", "reconnect", "help", "introductions", "give-and-ask", "interests"),
    *("events", "learning", "origins", "people", "map", "problems"),
)
_COMMANDS: Final = (
    *("demo", "init", "build", "watch", "status", "service", "check"),
    *("person", "recall", "who", "why", "log", "introduce", "new", "inspect", "clean"),
    *("import", "export", "schema", "plugins", "trust"),
)
_CALLED: Final = {"import": "importing"}
"""Modules of commands whose names are Python's own words."""
# An importer or exporter of ours is a row here: its name and where it is.
_IMPORTERS: Final[tuple[tuple[str, str], ...]] = (
    ("vcard", "vaultkit.interop.vcard:read"),
    ("google", "vaultkit.interop.spreadsheets:google"),
    ("linkedin", "vaultkit.interop.spreadsheets:linkedin"),
    ("csv", "vaultkit.interop.spreadsheets:read"),
)
_EXPORTERS: Final[tuple[tuple[str, str], ...]] = (
    ("vcard", "vaultkit.interop.people_out:vcard"),
    ("csv", "vaultkit.interop.people_out:csv"),
    ("ical", "vaultkit.interop.days_out:ical"),
    ("graphml", "vaultkit.interop.graph_out:graphml"),
    ("json", "vaultkit.interop.graph_out:json"),
)


def _own() -> Iterator[Registered]:
    for name in _PAGES:
        where = f"vaultkit.toolkit.ours:{name.replace('-', '_')}"
        yield Registered("finders", name, f"{where}.find")
        yield Registered("pages", name, where)
    for name, where in _IMPORTERS:
        yield Registered("importers", name, where)
    for name, where in _EXPORTERS:
        yield Registered("exporters", name, where)
    for name in _COMMANDS:
        yield Registered(
            "commands", name, f"vaultkit.cli.{_CALLED.get(name, name)}:command"
        )


TABLE: Final = tuple(_own())
"""Everything of ours, in the order in which it is shown."""


def ours(group: str) -> tuple[str, ...]:
    """Return the names of what is ours in a group, in order."""
    return tuple(one.name for one in TABLE if one.group == group)


def own(group: str, name: str) -> Registered | None:
    """Return what of ours has a name, or None."""
    found = (one for one in TABLE if (one.group, one.name) == (group, name))
    return next(found, None)


# --- ours and others -----------------------------------------------------------------


class Clash(NamedTuple):
    """Something that cannot be used, since its name is taken.

    Attributes:
        one: What came later.
        by: What had the name already; ours always have.
    """

    one: Registered
    by: Registered


class Register(NamedTuple):
    """What is used, by group and name, and what is left out for its name."""

    used: tuple[Registered, ...]
    clashes: tuple[Clash, ...]

    def of(self, group: str) -> tuple[Registered, ...]:
        """Return what is used of a group."""
        return tuple(one for one in self.used if one.group == group)


def register(others: Iterable[Registered]) -> Register:
    """Return what of others is used beside ours, in the order of packages and names.

    A name that is ours stays ours, and of two others the package that stands first by
    its name has it, whatever the order in which they were found.
    """
    taken = {(one.group, one.name): one for one in TABLE}
    used: list[Registered] = []
    clashes: list[Clash] = []
    for one in sorted(set(others), key=lambda one: (one.package, one)):
        by = taken.setdefault((one.group, one.name), one)
        if by is one:
            used.append(one)
        else:
            clashes.append(Clash(one, by))
    return Register(tuple(used), tuple(clashes))
