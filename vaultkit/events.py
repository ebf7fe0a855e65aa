"""Events and meetings: notes about where people come together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.people import PersonId, Said
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event or a meeting.

    Attributes:
        path: Its note.
        name: The note's file name.
        date: The day, from `date` or else from the file name.
        kind: `event` or `meeting`.
        topics: What it is about.
        place: Where.
        people: Who was or will be there; never me.
        goal: How many people to meet before I may go home, 0 to 1000.
        energy: -2 drained to 2 lifted.
        decision: `going`, `skipping`, or "" when undecided.
        origin: The note's first line.
    """

    path: VaultPath
    name: str
    date: date | None
    kind: Literal["event", "meeting"]
    origin: Origin
    topics: tuple[Said, ...] = ()
    place: str = ""
    people: tuple[PersonId, ...] = ()
    goal: int | None = None
    energy: int | None = None
    decision: Literal["", "going", "skipping"] = ""
