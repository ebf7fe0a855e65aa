"""Opportunities: notes about something good that came, and through whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.people import PersonId
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """Something good that came.

    Attributes:
        path: Its note.
        origin: The note's first line.
        date: When.
        through: The people it came through.
        event: The event it came through.
        what: What it was: `what`, else the note's name.
    """

    path: VaultPath
    origin: Origin
    date: date | None = None
    through: tuple[PersonId, ...] = ()
    event: VaultPath | None = None
    what: str = ""
