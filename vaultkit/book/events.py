"""Events and meetings: notes about where people come together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.acquaintances import people
from vaultkit.book.said import said
from vaultkit.dates import leading_date
from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.book.encounters import Encounter
    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import Spellings
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.problems import Origin


class Event(Frozen, frozen=True, kw_only=True):
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


_GOING: Final = frozenset({"going", "yes", "true", "attending", "accepted", "went"})
_SKIPPING: Final = frozenset(
    {"skipping", "skip", "no", "false", "declined", "not going", "skipped"}
)
_UNDECIDED: Final = frozenset({"", "maybe", "undecided", "tentative", "open"})


def read(
    fields: Fields, kind: Literal["event", "meeting"], who: Who, spellings: Spellings
) -> Event:
    """Return the event a note is about."""
    return Event(
        path=fields.note.path,
        name=fields.note.name,
        date=_date(fields),
        kind=kind,
        origin=fields.origin(),
        topics=said(fields, "topics", spellings),
        place=fields.text("place"),
        people=tuple(p for p in people(fields, "people", who) if p != who.me),
        goal=fields.number("goal", 0, 1000),
        energy=fields.number("energy", -2, 2),
        decision=_decision(fields),
    )


def day(fields: Fields) -> date | None:
    """Return the day of an event: its `date`, or what its file name begins with."""
    said = fields.try_day("date")
    in_name = leading_date(fields.note.name, fields.ways)
    return said.date if said else in_name and in_name[0]


def told_by_note(met: Encounter, events: Mapping[VaultPath, Event]) -> bool:
    """Return whether an event or meeting is all that an encounter is.

    Such a day is planned until it is past; a line of a log is written when it happened.
    """
    event = events.get(VaultPath(met.origin.path))
    return (
        event is not None
        and (event.origin, event.kind) == (met.origin, met.kind)
        and not met.text
    )


def is_skipped(fields: Fields) -> bool:
    """Return whether I decided to skip the event."""
    return fold(fields.text("decision")) in _SKIPPING


def _date(fields: Fields) -> date | None:
    found = day(fields)
    fields.first_day("date")  # says what is wrong with it
    if found is None and "date" not in fields.found:
        fields.problem(
            "date",
            "event-undated",
            "this event has no date, so it is neither to come nor past",
            "Add `date: 2026-11-02`, or begin the file name with the date.",
        )
    return found


def _decision(fields: Fields) -> Literal["", "going", "skipping"]:
    given = fold(fields.text("decision"))
    if given in _GOING:
        return "going"
    if given in _SKIPPING:
        return "skipping"
    if given not in _UNDECIDED:
        fields.problem(
            "decision",
            "value-unclear",
            f"`{given[:80]}` is not a decision",
            "Write `going` or `skipping`.",
        )
    return ""
