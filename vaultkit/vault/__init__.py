"""The vault on disk: the one door through which files are listed, read and written."""

from vaultkit.vault.claim import WATCH, Claim, Holder, Request, ask, claimed, held
from vaultkit.vault.foreign import give_out, take_in
from vaultkit.vault.lately import forget, lately, remember
from vaultkit.vault.looking import CAP, File, Key, Seen, glance, look
from vaultkit.vault.place import COOKIE, identity, leave_cookie, remote
from vaultkit.vault.plugins import disable, enable, enabled
from vaultkit.vault.reading import canvases, find, opened, read
from vaultkit.vault.remembered import Remembered
from vaultkit.vault.state import Log, logged, said, say, state_folder
from vaultkit.vault.trust import digest, known_texts, trust
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
