"""The vault on disk: the one door through which files are listed, read and written."""

from vaultkit.vault.claim import WATCH, Claim, Holder, Request, ask, claimed
from vaultkit.vault.listing import is_side_file
from vaultkit.vault.looking import CAP, File, Key, Seen, glance, look
from vaultkit.vault.place import COOKIE, identity, leave_cookie, remote
from vaultkit.vault.reading import find, opened, read
from vaultkit.vault.writing import (
    Outcome,
    apply,
    copy,
    create,
)

__all__ = [
    "CAP",
    "COOKIE",
    "WATCH",
    "Claim",
    "File",
    "Holder",
    "Key",
    "Outcome",
    "Request",
    "Seen",
    "apply",
    "ask",
    "claimed",
    "copy",
    "create",
    "find",
    "glance",
    "identity",
    "is_side_file",
    "leave_cookie",
    "look",
    "opened",
    "read",
    "remote",
]
