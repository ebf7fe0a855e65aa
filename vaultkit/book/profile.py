"""Profiles: a person's note as a person, before any log line is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from vaultkit.book.acquaintances import people
from vaultkit.book.people import Acquaintance, Person, PersonId, Said
from vaultkit.book.said import said
from vaultkit.book.values import Fields
from vaultkit.book.written import named, plain
from vaultkit.dates import Day
from vaultkit.frozen import Frozen
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from vaultkit.book.events import Event
    from vaultkit.book.topics import Spellings, TopicId
    from vaultkit.book.who import Who
    from vaultkit.book.written import Commas, Named
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath


_MADE: Final = re.compile(r"___[^_]|\A[a-z0-9]+(?:[-_][a-z0-9]+)+\Z")


class Known(Frozen, frozen=True):
    """What is known before the first profile is read."""

    who: Who
    spellings: Spellings
    settings: Settings
    events: Mapping[VaultPath, Event]


def read(fields: Fields, known: Known) -> Person:
    """Return what somebody's own note says about them."""
    note, found = fields.note, fields.found
    path, person = note.path, PersonId(note.path)
    # Only what is there is read: most notes set a few of all properties.
    words, readers = _asked_of(tuple(found))
    values: dict[str, Any] = {"id": person, "path": path, "origin": Origin(path)}
    values["name"] = shown_name(note)
    for name in words:
        text = note.properties[found[name]]
        values[name] = plain(text) if isinstance(text, str) else fields.text(name)
    for part, reader in readers:
        values[part] = reader(fields, known)
    if "met" in values:
        values["met"], values["met_at"], values["met_at_path"] = values["met"]
    if "role" in values:
        stated = values.get("offers", ())
        values["offers"] = _offers(stated, values["role"], fields, known)
    if "private" in found:
        values["private"], values["hidden"] = fields.private()
    if person == known.who.me:
        values["me"] = True
    return Person(**values)


@lru_cache(maxsize=4_096)
def _asked_of(
    names: tuple[str, ...],
) -> tuple[tuple[str, ...], tuple[tuple[str, _Reader], ...]]:
    """Return which of these properties are words, and how the others are read.

    Many notes have the same properties, so that this is asked for each kind of note
    but once.
    """
    parts = dict.fromkeys(part for name in names for part in _FEEDS.get(name, (name,)))
    return (
        tuple([part for part in parts if part in _WORDS]),
        tuple([(part, _READERS[part]) for part in parts if part in _READERS]),
    )


def may_be_made(name: str) -> bool:
    """Return whether a name, or one in a path, may be made for a machine.

    Nearly no name of somebody has one of these signs, and all that are made do.
    """
    return "-" in name or "_" in name


def shown_name(note: Note) -> str:
    """Return what somebody is called: the file name, unless that is made for a machine.

    `ada-moss` is such where a `name` or `title` says Ada Moss, and Logseq writes a page
    inside another as `choir___Ada Moss`.
    """
    name = note.name
    if not may_be_made(name) or not _MADE.search(name):
        return name
    if "___" in name:
        return name.rpartition("___")[2]
    for typed in ("name", "title", "Name", "Title"):
        said = note.properties.get(typed)
        if isinstance(said, str) and plain(said):
            return plain(said)
    return name


def brought(
    fields: Fields, person: Person, who: Who
) -> list[tuple[PersonId, Acquaintance]]:
    """Return whom a note says its person introduced me to, with who and where.

    Nobody where the note keeps that private: else the others would tell it for them.
    """
    name = "introduced_me_to"
    if name in person.hidden:
        return []
    by = Acquaintance(person.id, fields.origin(name))
    return [(one, by) for one in people(fields, name, who) if one != person.id]


def _meeting(fields: Fields, known: Known) -> tuple[Day | None, str, VaultPath | None]:
    """Return when and where we met, whichever of the two properties says it."""
    met_name, at_name = "met", "met_at"
    day = fields.try_day(met_name)
    if day is not None and at_name not in fields.found:
        return day, "", None
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


def _last_contact(fields: Fields, _: Known) -> tuple[Day, Origin] | None:
    day = fields.day("last_contact")
    return (day, fields.origin("last_contact")) if day else None


def _offers(
    stated: tuple[Said, ...], role: str, fields: Fields, known: Known
) -> tuple[Said, ...]:
    """Return what they offer; what their role lets one expect is only likely."""
    shown, topic = known.spellings[role]
    if not topic or (stated and topic in {offer.topic for offer in stated}):
        return stated
    return (*stated, Said(shown, topic, fields.origin("role"), likely=True))


def _acquaintances(fields: Fields, name: str, who: Who) -> tuple[Acquaintance, ...]:
    origin = fields.origin(name)
    named_there = people(fields, name, who)
    return tuple([Acquaintance(p, origin) for p in named_there if p != origin.path])


def _vouched(fields: Fields, known: Known) -> tuple[TopicId, ...]:
    return tuple(value.topic for value in said(fields, "vouch", known.spellings))


def _ways(fields: Fields, _: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named(text).shown for text in fields.items("ways")))


_Reader = Callable[[Fields, Known], Any]


def _topics(name: str, commas: Commas) -> _Reader:
    return lambda fields, known: said(fields, name, known.spellings, commas)


def _people(name: str) -> _Reader:
    return lambda fields, known: _acquaintances(fields, name, known.who)


_WORDS: Final = frozenset({"org", "role", "place", "email", "phone", "purpose"})
"""What is kept in the user's words, mostly one line of them."""

_READERS: Final[Mapping[str, _Reader]] = {
    "aliases": lambda fields, _: fields.aliases(),
    "circle": lambda fields, known: fields.circle(known.settings.circles),
    "cadence": lambda fields, _: fields.span("cadence"),
    "last_contact": _last_contact,
    "snooze_until": lambda fields, _: fields.first_day("snooze_until"),
    "season": lambda fields, _: fields.season(),
    "interests": _topics("interests", "always"),
    "offers": _topics("offers", "short"),
    "needs": _topics("needs", "never"),
    "learning": _topics("learning", "always"),
    "met": _meeting,
    "introduced_by": _people("introduced_by"),
    "introduced_to": _people("introduced_to"),
    "knows": _people("knows"),
    "birthday": lambda fields, _: fields.birthday(),
    "ways": _ways,
    "vouch": _vouched,
    "reach_outs": lambda fields, _: fields.number("reach_outs_per_week", 0, 50),
}
"""How each other attribute of a person is read."""

_FEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "met_at": ("met",),
    "reach_outs_per_week": ("reach_outs",),
}
"""By property, the attributes it is needed for, where that is not just its own."""
