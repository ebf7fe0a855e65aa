"""The vault on disk: the one door through which files are listed, read and written."""

from vaultkit.vault.reading import CAP, CONFIG_CAP, find, opened, read
from vaultkit.vault.writing import (
    Outcome,
    apply,
    copy,
    create,
    one_writer,
)

__all__ = [
    "CAP",
    "CONFIG_CAP",
    "Outcome",
    "apply",
    "copy",
    "create",
    "find",
    "one_writer",
    "opened",
    "read",
]
