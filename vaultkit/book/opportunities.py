"""Opportunities: notes about something good that came, and through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book.acquaintances import people
from vaultkit.book.written import named
from vaultkit.dates import leading_date
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Found, Who
    from vaultkit.book.written import Named
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


class Opportunity(Frozen, frozen=True, kw_only=True):
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


def read(fields: Fields, who: Who) -> Opportunity:
    """Return the opportunity a note is about."""
    name = fields.note.name
    in_name = leading_date(name, fields.ways)
    day = fields.first_day("date")
    links = [named(text) for text in fields.strings("through")]
    events = [
        found.path
        for link in links
        if link.link
        for found in (_found(link, fields, who),)
        if found.path and who.kinds.get(found.path) in {"event", "meeting"}
    ]
    return Opportunity(
        path=fields.note.path,
        origin=fields.origin(),
        date=in_name[0] if day is None and in_name else day,
        through=tuple(
            person
            for person in people(fields, "through", who, but=tuple(events))
            if person != who.me
        ),
        event=events[0] if events else None,
        what=fields.text("what") or (name[in_name[1] :] if in_name else name),
    )


def _found(link: Named, fields: Fields, who: Who) -> Found:
    return who.link(link.target, fields.note.path, wiki=link.link == "wiki")
