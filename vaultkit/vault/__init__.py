"""The vault on disk: the one door through which files are listed, read and written.

Every module is loaded when something of it is first asked for: what only looks whether
anything changed needs none but two.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from typing import Any, Final

    from vaultkit.vault.claim import WATCH, Claim, Holder, Request, ask, claimed, held
    from vaultkit.vault.foreign import give_out, take_in
    from vaultkit.vault.looking import CAP, File, Key, Seen, glance, look
    from vaultkit.vault.place import COOKIE, identity, leave_cookie, remote
    from vaultkit.vault.plugins import disable, enable, enabled
    from vaultkit.vault.reading import canvases, find, opened, read
    from vaultkit.vault.remembered import Remembered
    from vaultkit.vault.state import Log, logged, said, say, state_folder
    from vaultkit.vault.trusting import digest, known_texts, trust
    from vaultkit.vault.undoing import forget, lately, remember
    from vaultkit.vault.units import exists, put_file, remove_file, unit_place
    from vaultkit.vault.walking import is_side_file
    from vaultkit.vault.writing import (
        Outcome,
        apply,
        copy,
        create,
        create_snippet,
        current,
        replace,
        take_away,
    )

__all__ = [
    "CAP",
    "COOKIE",
    "WATCH",
    "Claim",
    "File",
    "Holder",
    "Key",
    "Log",
    "Outcome",
    "Remembered",
    "Request",
    "Seen",
    "apply",
    "ask",
    "canvases",
    "claimed",
    "copy",
    "create",
    "create_snippet",
    "current",
    "digest",
    "disable",
    "enable",
    "enabled",
    "exists",
    "find",
    "forget",
    "give_out",
    "glance",
    "held",
    "identity",
    "is_side_file",
    "known_texts",
    "lately",
    "leave_cookie",
    "logged",
    "look",
    "opened",
    "put_file",
    "read",
    "remember",
    "remote",
    "remove_file",
    "replace",
    "said",
    "say",
    "state_folder",
    "take_away",
    "take_in",
    "trust",
    "unit_place",
]

_MODULES: Final = {
    "claim": "WATCH Claim Holder Request ask claimed held",
    "foreign": "give_out take_in",
    "undoing": "forget lately remember",
    "looking": "CAP File Key Seen glance look",
    "place": "COOKIE identity leave_cookie remote",
    "plugins": "disable enable enabled",
    "reading": "canvases find opened read",
    "remembered": "Remembered",
    "state": "Log logged said say state_folder",
    "trusting": "digest known_texts trust",
    "units": "exists put_file remove_file unit_place",
    "walking": "is_side_file",
    "writing": "Outcome apply copy create create_snippet current replace take_away",
}
_HOMES: Final = {
    name: module for module, names in _MODULES.items() for name in names.split()
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever it is)
    """Return a public name, loading its module first."""
    if name not in _HOMES:
        raise AttributeError(f"vaultkit.vault has no {name}")
    from importlib import import_module  # noqa: PLC0415 (late, as everything here)

    found = getattr(import_module(f"vaultkit.vault.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
