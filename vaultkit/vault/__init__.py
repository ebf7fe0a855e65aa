"""The vault on disk: the one door through which files are listed, read and written."""

from vaultkit.vault.claim import WATCH, Claim, Holder, Request, ask, claimed, held
from vaultkit.vault.lately import forget, lately, remember
from vaultkit.vault.listing import is_side_file
from vaultkit.vault.looking import CAP, File, Key, Seen, glance, look
from vaultkit.vault.place import COOKIE, identity, leave_cookie, remote
from vaultkit.vault.reading import canvases, find, opened, read
from vaultkit.vault.state import Log, logged, said, say, state_folder
from vaultkit.vault.units import exists, put_file, remove_file, unit_place
from vaultkit.vault.writing import (
    Outcome,
    apply,
    copy,
    create,
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
    "Request",
    "Seen",
    "apply",
    "ask",
    "canvases",
    "claimed",
    "copy",
    "create",
    "current",
    "exists",
    "find",
    "forget",
    "glance",
    "held",
    "identity",
    "is_side_file",
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
    "unit_place",
]
