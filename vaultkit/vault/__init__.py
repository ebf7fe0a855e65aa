"""The vault on disk: the one door through which files are listed, read and written."""

from vaultkit.vault.lately import forget, lately, remember
from vaultkit.vault.reading import CAP, CONFIG_CAP, find, opened, read
from vaultkit.vault.writing import (
    Outcome,
    apply,
    copy,
    create,
    current,
    one_writer,
    replace,
    take_away,
)

__all__ = [
    "CAP",
    "CONFIG_CAP",
    "Outcome",
    "apply",
    "copy",
    "create",
    "current",
    "find",
    "forget",
    "lately",
    "one_writer",
    "opened",
    "read",
    "remember",
    "replace",
    "take_away",
]
