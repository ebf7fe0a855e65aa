"""Introductions: notes about bringing two people together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.people import PersonId
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Two people I may introduce, and who has said so.

    Attributes:
        path: Its note.
        between: The two, in the order named.
        origin: The note's first line.
        why: What for, in my words.
        yes: Which of the two said yes.
        no: Which of the two said no.
        introduced: The day I did it.
        heard_back: The day I heard how it went.
    """

    path: VaultPath
    between: tuple[PersonId, PersonId]
    origin: Origin
    why: str = ""
    yes: tuple[PersonId, ...] = ()
    no: tuple[PersonId, ...] = ()
    introduced: date | None = None
    heard_back: date | None = None
