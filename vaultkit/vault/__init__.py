"""The vault on disk: the one door through which files are listed, read and written.

What stands behind it is loaded when it is first asked for: who wants to know whether a
vault is watched needs nothing of what reads and writes one.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from typing import Final

    from vaultkit.vault.afterwards import rewritten
    from vaultkit.vault.claim import WATCH, Claim, Holder, Request, ask, claimed, held
    from vaultkit.vault.disk import take_back
    from vaultkit.vault.foreign import give_out, take_in
    from vaultkit.vault.glancing import glance
    from vaultkit.vault.last import forget, lately, remember
    from vaultkit.vault.logs import Log, logged
    from vaultkit.vault.looking import File, Seen, look
    from vaultkit.vault.opening import CAP
    from vaultkit.vault.place import (
        COOKIE,
        find,
        identity,
        leave_cookie,
        opened,
        remote,
        settings_text,
    )
    from vaultkit.vault.plugins import disable, enable, enabled
    from vaultkit.vault.reading import canvases, read
    from vaultkit.vault.remembered import Remembered
    from vaultkit.vault.state import said, say, state_folder
    from vaultkit.vault.trusting import digest, known_texts, trust
    from vaultkit.vault.units import exists, put_file, remove_file, unit_place
    from vaultkit.vault.walking import is_side_file, stands_for
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
    "rewritten",
    "said",
    "say",
    "settings_text",
    "stands_for",
    "state_folder",
    "take_away",
    "take_back",
    "take_in",
    "trust",
    "unit_place",
]

_HOMES: Final = {
    name: module
    for module, names in {
        "afterwards": "rewritten",
        "disk": "take_back",
        "claim": "WATCH Claim Holder Request ask claimed held",
        "foreign": "give_out take_in",
        "last": "forget lately remember",
        "glancing": "glance",
        "looking": "File Seen look",
        "opening": "CAP",
        "logs": "Log logged",
        "place": "COOKIE find identity leave_cookie opened remote settings_text",
        "plugins": "disable enable enabled",
        "reading": "canvases read",
        "remembered": "Remembered",
        "state": "said say state_folder",
        "trusting": "digest known_texts trust",
        "units": "exists put_file remove_file unit_place",
        "walking": "is_side_file stands_for",
        "writing": "Outcome apply copy create create_snippet current replace take_away",
    }.items()
    for name in names.split()
}
"""Where each name is; no module is called like what it has for others."""


def __getattr__(name: str) -> object:
    """Return what is behind the door, loading its module first."""
    if name not in _HOMES:
        raise AttributeError(f"{__name__} has no {name}")
    from importlib import import_module  # noqa: PLC0415 (late, as everything here)

    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
