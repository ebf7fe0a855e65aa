"""Packages: what others installed beside vaultkit, by their entry points."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.toolkit.registry import GROUPS, Registered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution

_RUNS = re.compile(r"[-_.]+")


class Package(NamedTuple):
    """A package that adds something to vaultkit.

    Attributes:
        name: As package indexes write it: `vaultkit-in-town`.
        version: What is installed.
        adds: What it registers, by group and name.
    """

    name: str
    version: str
    adds: tuple[Registered, ...]


def normal(name: str) -> str:
    """Return a package's name as package indexes compare it."""
    return _RUNS.sub("-", name).lower()


def installed() -> tuple[Package, ...]:
    """Return every package that adds something, in order of name; none is loaded."""
    from importlib.metadata import distributions  # noqa: PLC0415 (late, for --help)

    found: dict[str, Package] = {}
    for one in distributions(path=_places()):
        package = _package(one)
        # Of two of one name the first is what an import finds.
        if package is not None:
            found.setdefault(package.name, package)
    return tuple(found[name] for name in sorted(found))


def of_names(names: Iterable[str]) -> tuple[Package, ...]:
    """Return those of some packages that are installed and add something."""
    from importlib.metadata import distributions  # noqa: PLC0415 (late, for --help)

    found = []
    for name in sorted(set(map(normal, names))):
        first = next(iter(distributions(name=name, path=_places())), None)
        package = _package(first) if first is not None else None
        if package is not None:
            found.append(package)
    return tuple(found)


def _places() -> list[str]:
    """Return where packages are looked for: never in the folder one happens to be in.

    `python -m vaultkit`, run in a vault, would take what lies there for a package.
    """
    here = {"", str(Path.cwd())}
    return [place for place in sys.path if place not in here]


def _package(one: Distribution) -> Package | None:
    # A folder that is broken has no name; it adds nothing that could be enabled.
    name = normal(one.metadata["Name"] or "")
    if not name or name == "vaultkit-people":
        return None
    adds = [
        Registered(group, entry.name, entry.value, name)
        for group in GROUPS
        for entry in one.entry_points
        if entry.group == f"vaultkit.{group}"
    ]
    return Package(name, one.version, tuple(sorted(set(adds)))) if adds else None
