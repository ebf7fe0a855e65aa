"""Plugins as the tests have them: a folder that looks like one packages live in.

`installed` puts modules and their entry points there, as pip would, and has this
process and every worker look there too.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.whole import ROOT
from vaultkit.toolkit import wire
from vaultkit.toolkit.asking import Asking
from vaultkit.toolkit.crew import Crew
from vaultkit.toolkit.fence import Limits
from vaultkit.toolkit.registry import Registered, register
from vaultkit.toolkit.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest

    from vaultkit.toolkit.wire import Request

EXAMPLES = ROOT / "examples"
SHORT = Limits(seconds=1.0, memory=1024, answer=2_000_000, clock=1.0)
"""Limits that a test waits for, on a machine that is busy."""


@dataclass(frozen=True)
class Site:
    """A folder that packages are installed in."""

    folder: Path

    def put(
        self, name: str, modules: Mapping[str, str], adds: Mapping[str, str]
    ) -> tuple[Registered, ...]:
        """Install a package.

        Args:
            name: Of the distribution.
            modules: File name to text.
            adds: `group:name` to `module:attribute`.
        """
        for file, text in modules.items():
            (self.folder / file).write_text(text, "utf-8")
        info = self.folder / f"{name.replace('-', '_')}-1.0.0.dist-info"
        info.mkdir(exist_ok=True)
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n"
        (info / "METADATA").write_text(head, "utf-8")
        lines: list[str] = []
        found: list[Registered] = []
        for each, where in adds.items():
            group, _, called = each.partition(":")
            lines.append(f"[vaultkit.{group}]\n{called} = {where}\n")
            found.append(Registered(group, called, where, name))
        (info / "entry_points.txt").write_text("".join(lines), "utf-8")
        return tuple(found)

    def example(self, folder: str) -> tuple[Registered, ...]:
        """Install one of our examples, from what its `pyproject.toml` says."""
        top = EXAMPLES / folder
        project = tomllib.loads((top / "pyproject.toml").read_text("utf-8"))["project"]
        adds = {
            f"{group.removeprefix('vaultkit.')}:{name}": where
            for group, entries in project["entry-points"].items()
            for name, where in entries.items()
        }
        modules = {file.name: file.read_text("utf-8") for file in top.glob("*.py")}
        return self.put(project["name"], modules, adds)


def site(folder: Path, patch: pytest.MonkeyPatch) -> Site:
    """Return a folder for packages, which this process and workers look into."""
    folder.mkdir(parents=True, exist_ok=True)
    known = os.environ.get("PYTHONPATH", "")
    patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), known])))
    patch.syspath_prepend(str(folder))
    patch.setenv("XDG_STATE_HOME", str(folder / "state"))
    return Site(folder)


def crew(*adds: Registered, limits: Limits = SHORT) -> Crew:
    """Return a crew of plugins, none of which was begun."""
    return Crew(Asking(register(adds), limits))


class Here:
    """A worker in this very process, without a fence, that remembers what it heard."""

    def __init__(self, *_: object) -> None:
        self.worker = Worker(lambda: "")
        self.heard: list[Request] = []
        self.end: Callable[[], object] = lambda: None

    def ask(self, request: bytes, seconds: float, most: int) -> bytes:
        """Return the answer to a request."""
        del seconds, most
        self.heard.append(wire.unpacked(request[wire.HEAD :]))
        return wire.answered(self.worker.answer(self.heard[-1]))[wire.HEAD :]


def crew_here(*adds: Registered) -> tuple[Crew, Here]:
    """Return a crew whose worker is in this process, and that worker."""
    here = Here()
    return Crew(Asking(register(adds), begin=lambda *_: here)), here
