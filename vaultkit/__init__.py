"""Few, deep relationships from the Markdown notes you already write.

    import vaultkit

    life = vaultkit.open("notes")
    life.people, life.encounters, life.network, life.insights["reconnect"]

`docs/library.md` says what stays as it is from version to version. Everything is
loaded when it is first asked for, so that importing costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from typing import Final

    from vaultkit import build
    from vaultkit.build import Build
    from vaultkit.changes import plan
    from vaultkit.opened import Vault
    from vaultkit.opened import open_vault as open  # noqa: A004 (as `gzip.open` is)
    from vaultkit.problems import Problem, VaultkitError
    from vaultkit.settings import Settings
    from vaultkit.settings import read as read_settings
    from vaultkit.snapshot import Snapshot
    from vaultkit.vault import apply
    from vaultkit.vault import read as read_vault

__all__ = [
    "Build",
    "Problem",
    "Settings",
    "Snapshot",
    "Vault",
    "VaultkitError",
    "__version__",
    "apply",
    "build",
    "open",
    "plan",
    "read_settings",
    "read_vault",
]

__version__: str

_HOMES: Final = {
    "Build": ("vaultkit.build", "Build"),
    "Problem": ("vaultkit.problems", "Problem"),
    "Settings": ("vaultkit.settings", "Settings"),
    "Snapshot": ("vaultkit.snapshot", "Snapshot"),
    "Vault": ("vaultkit.opened", "Vault"),
    "VaultkitError": ("vaultkit.problems", "VaultkitError"),
    "apply": ("vaultkit.vault", "apply"),
    "open": ("vaultkit.opened", "open_vault"),
    "plan": ("vaultkit.changes", "plan"),
    "read_settings": ("vaultkit.settings", "read"),
    "read_vault": ("vaultkit.vault", "read"),
}


def __getattr__(name: str) -> object:
    """Return a public name, loading its module first."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 (a look at the disk)

        return version("vaultkit-people")
    if name != "build" and name not in _HOMES:
        raise AttributeError(f"vaultkit has no {name}")
    from importlib import import_module  # noqa: PLC0415 (late, as everything here)

    if name == "build":
        return import_module("vaultkit.build")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
