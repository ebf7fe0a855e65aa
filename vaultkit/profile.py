"""Profiles: a person's note as a person, before any log line is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vaultkit.acquaintances import people
from vaultkit.dates import Day
from vaultkit.people import Acquaintance, Person, PersonId
from vaultkit.said import said
from vaultkit.written import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.events import Event
    from vaultkit.people import Said
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.topics import Spellings, TopicId
    from vaultkit.values import Fields
    from vaultkit.who import Who
    from vaultkit.written import Named


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the first profile is read."""

    who: Who
    spellings: Spellings
    settings: Settings
    events: Mapping[VaultPath, Event]


def read(
    fields: Fields, known: Known, *, private: bool, hidden: frozenset[str]
) -> Person:
    """Return what somebody's own note says about them."""
    person = PersonId(fields.note.path)
    met, met_at, met_at_path = _meeting(fields, known)
    return Person(
        id=person,
        name=fields.note.name,
        origin=fields.origin(),
        path=fields.note.path,
        aliases=fields.texts("aliases"),
        circle=fields.circle(known.settings.circles),
        cadence=fields.span("cadence"),
        last_contact=_last_contact(fields),
        snooze_until=fields.first_day("snooze_until"),
        season=fields.season(),
        interests=said(fields, "interests", known.spellings),
        offers=_offers(fields, known.spellings),
        needs=said(fields, "needs", known.spellings, "never"),
        learning=said(fields, "learning", known.spellings),
        met=met,
        met_at=met_at,
        met_at_path=met_at_path,
        introduced_by=_acquaintances(fields, "introduced_by", known.who),
        introduced_to=_acquaintances(fields, "introduced_to", known.who),
        knows=_acquaintances(fields, "knows", known.who),
        org=fields.text("org"),
        role=fields.text("role"),
        place=fields.text("place"),
        email=fields.text("email"),
        phone=fields.text("phone"),
        birthday=fields.birthday(),
        ways=tuple(dict.fromkeys(map(_shown, fields.items("ways")))),
        vouch=_vouched(fields, known.spellings),
        private=private,
        hidden=hidden,
        me=person == known.who.me,
        purpose=fields.text("purpose"),
        reach_outs=fields.number("reach_outs_per_week", 0, 50),
    )


def _meeting(fields: Fields, known: Known) -> tuple[Day | None, str, VaultPath | None]:
    """Return when and where we met, whichever of the two properties says it."""
    met_name, at_name = "met", "met_at"
    day = fields.try_day(met_name)
    place = fields.strings(at_name)
    if day is None and met_name in fields.found:
        if not place and _is_a_place(fields.text(met_name)):
            place = fields.strings(met_name)
        else:
            fields.day(met_name)  # says what is wrong with it
    if day is None and len(place) == 1:
        day = fields.try_day(at_name)
        place = () if day else place
    value = named(place[0]) if place else None
    if value is None:
        return day, "", None
    path = _link(value, fields, known.who) if value.link else None
    event = known.events.get(path) if path else None
    if day is None and event and event.date:
        day = Day(event.date, "day")
    return day, value.shown, path


def _is_a_place(text: str) -> bool:
    """Return whether `met: PyCon 2024` says where rather than when."""
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


def _link(value: Named, fields: Fields, who: Who) -> VaultPath | None:
    found = who.link(value.target, fields.note.path, wiki=value.link == "wiki")
    return found.path


def _last_contact(fields: Fields) -> tuple[date, Origin] | None:
    day = fields.first_day("last_contact")
    return (day, fields.origin("last_contact")) if day else None


def _offers(fields: Fields, spellings: Spellings) -> tuple[Said, ...]:
    """Return what they offer; what their role lets one expect is only likely."""
    offers = said(fields, "offers", spellings, "short")
    likely = [
        replace(value, likely=True)
        for value in said(fields, "role", spellings, "never")
        if value.topic not in {offer.topic for offer in offers}
    ]
    return (*offers, *likely)


def _acquaintances(fields: Fields, name: str, who: Who) -> tuple[Acquaintance, ...]:
    if name not in fields.found:
        return ()
    origin = fields.origin(name)
    return tuple(
        Acquaintance(person, origin)
        for person in people(fields, name, who)
        if person != PersonId(fields.note.path)
    )


def _vouched(fields: Fields, spellings: Spellings) -> tuple[TopicId, ...]:
    return tuple(value.topic for value in said(fields, "vouch", spellings))


def _shown(text: str) -> str:
    return named(text).shown
