"""Outgoing: what the notes say of somebody, as words by property.

Whoever asks decides of which book: of the public one nothing private can come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.dates import iso
from vaultkit.findings.reasons import last_contact
from vaultkit.interop.incoming import TAKEN
from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from vaultkit.book.book import Book
    from vaultkit.book.people import Acquaintance, Person, Said
    from vaultkit.network.network import Network

_BETWEEN: Final = frozenset({"introduced_me_to", "not_same"})
"""What one note says of another: told by the other one, or a remark for vaultkit."""
ORDER: Final = tuple(one.name for one in TAKEN if one.name not in _BETWEEN)
"""The properties in the order in which they are written."""


class Outgoing(NamedTuple):
    """What goes out of one person: their id and name, and words by property."""

    id: str
    name: str
    properties: Mapping[str, tuple[str, ...]]


def people(network: Network, today: date) -> Iterator[Outgoing]:
    """Yield everybody but me, by name, with the last contact that may be told."""
    book = network.book
    for who in book.people.values():
        if who.me:
            continue
        last = last_contact(network, who.id, today)
        found = properties(who, book)
        if last is not None and last.date is not None:
            found["last_contact"] = (iso(last.date),)
        else:
            found.pop("last_contact", None)
        yield Outgoing(who.id, plain(who.name), found)


def properties(who: Person, book: Book) -> dict[str, tuple[str, ...]]:
    """Return what the notes say of somebody; what is not set is left out."""
    snooze = who.snooze_until.isoformat() if who.snooze_until else ""
    vouched = (book.topics[t].name if t in book.topics else t for t in who.vouch)
    found: dict[str, Iterable[str]] = {
        "aliases": who.aliases,
        "circle": [who.circle],
        "cadence": [str(who.cadence or "")],
        "last_contact": [iso(who.last_contact[0])] if who.last_contact else [],
        "snooze_until": [snooze],
        "season": [who.season],
        "interests": _said(who.interests),
        "offers": _said(who.offers),
        "needs": _said(who.needs),
        "learning": _said(who.learning),
        "met": [iso(who.met)] if who.met else [],
        "met_at": [who.met_at],
        "introduced_by": _names(who.introduced_by, book),
        "introduced_to": _names(who.introduced_to, book),
        "knows": _names(who.knows, book),
        "org": [who.org],
        "role": [who.role],
        "place": [who.place],
        "email": [who.email],
        "phone": [who.phone],
        "birthday": [who.birthday],
        "ways": who.ways,
        "vouch": vouched,
    }
    told = {name: dict.fromkeys(map(plain, found[name])) for name in ORDER}
    return {
        name: words for name, of in told.items() if (words := tuple(filter(None, of)))
    }


def _said(all_said: Iterable[Said]) -> Iterator[str]:
    """Yield what was stated; what only a role lets one expect is no statement."""
    return (said.text for said in all_said if not said.likely)


def _names(those: Iterable[Acquaintance], book: Book) -> Iterator[str]:
    people = book.people
    return (people[one.person].name for one in those if one.person in people)
