"""The toolkit: what others build on vaultkit, and the door it comes through.

    from vaultkit.toolkit import Asked, Page

Everything is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.toolkit.kinds import (
        Asked,
        Command,
        Exporter,
        Finder,
        Imported,
        Importer,
        NoteToBe,
        Page,
        Read,
        Reader,
        Trouble,
    )

__all__ = [
    "Asked",
    "Command",
    "Exporter",
    "Finder",
    "Imported",
    "Importer",
    "NoteToBe",
    "Page",
    "Read",
    "Reader",
    "Trouble",
]


def __getattr__(name: str) -> object:
    """Return a public name, loading its module first."""
    if name not in __all__:
        raise AttributeError(f"vaultkit.toolkit has no {name}")
    return getattr(import_module("vaultkit.toolkit.kinds"), name)
