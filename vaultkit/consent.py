"""Consent: what must be so before anything is written into a vault.

What only looks wrong for a moment (a disk that is not mounted, settings half typed)
must never cost anybody a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.problems import NOT_NOW, SettingsBrokenError, VaultMissingError
from vaultkit.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.problems import Problem
    from vaultkit.snapshot import Snapshot


def has_notes(root: str, snapshot: Snapshot) -> None:
    """Stop where there is no note.

    Raises:
        VaultMissingError: Nor is there a page.
    """
    if snapshot.notes or snapshot.pages:
        return
    if snapshot.problems:
        first = snapshot.problems[0]
        raise VaultMissingError(root, f"{first.path}: {first.message}.")
    others = len(snapshot.others)
    but = f", only {others} other file{'s' * (others != 1)}" if others else ""
    raise VaultMissingError(root, f"there is no Markdown note in this folder{but}.")


def legible(root: str, snapshot: Snapshot) -> None:
    """Stop where no file that calls itself a note is text.

    Raises:
        VaultMissingError: What is here are no notes.
    """
    notes = snapshot.notes.values()
    if notes and not snapshot.pages and all(b"\0" in data for data in notes):
        none = f"none of its {len(notes)} Markdown files is text"
        raise VaultMissingError(root, f"{none}; `vaultkit check` lists them.")


def settled(problems: Iterable[Problem]) -> None:
    """Stop where the settings could not be read.

    Raises:
        SettingsBrokenError: They might say where pages belong, and are not known.
    """
    for problem in problems:
        if problem.path == FILE and problem.code in {"settings-toml", *NOT_NOW}:
            where = f"{problem.path}:{problem.line}:{problem.column}"
            raise SettingsBrokenError(where, problem.message)
