"""Encounters, and what passed between people: the values a log line becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.people import PersonId
    from vaultkit.problems import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A day on which I was in touch with people.

    Attributes:
        date: The day.
        people: Who was there, in the order named; never me. Several met each other.
        kind: A key of `KINDS`: `coffee`, `wrote`, `event`, `stated`, `mention`, ....
        text: What the note says about it, in the user's words, without the names
            that open the line.
        origin: Where it stands.
        reached_out: Who wrote or called first, where the line says so.
    """

    date: date
    people: tuple[PersonId, ...]
    kind: str
    origin: Origin
    text: str = ""
    reached_out: Literal["", "me", "them"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kindness:
    """Something given, and which way: `gave:` by me, `got:` by me."""

    date: date | None
    people: tuple[PersonId, ...]
    direction: Literal["gave", "got"]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something I promised; open until `kept` is a day."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin
    kept: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Something they taught me."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something I asked of them."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card that changed hands."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Something good that came, and through whom."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """A name that is to rest a while; not contact."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin
