"""Connect: a network made of a book, from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.network import edges, indexes
from vaultkit.network.network import Network
from vaultkit.network.remembering import Once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.book import Book


def connect(book: Book) -> Network:
    """Return the book as a network; it knows no today, so days to come are in it."""
    people = book.people
    found = _entries(book)
    events = {event.path: event for event in book.events}
    met, around = found["encounters_of"], found["events_of"]
    stated = [who.id for who in people.values() if who.last_contact]
    days = {
        who: indexes.days(met.get(who, ()), people.get(who))
        for who in dict.fromkeys((*met, *stated))
    }
    planned = {
        who: indexes.planned(met.get(who, ()), there, events)
        for who, there in around.items()
    }
    by = (found[name] for name in ("interested", "offering", "needing", "learners"))
    naming = indexes.naming(book.me, *by)
    everyone = len(people) - (book.me in people)
    return Network(
        book=book,
        ties=edges.ties(
            people, people.values(), book.introductions, book.encounters, events
        ),
        days_of=days,
        planned_of={who: on for who, on in planned.items() if on},
        naming=naming,
        rarities=indexes.rarities(naming, everyone),
        mine=indexes.mine(book),
        narrower=indexes.narrower(book.topics.values()),
        events=events,
        memory=Once(),
        **found,
    )


def _entries(book: Book) -> dict[str, Mapping[Any, tuple[Any, ...]]]:
    """Return what stands under which keys in each index."""
    facts = {name: source.facts(book) for name, source in indexes.SOURCES.items()}
    found = {}
    for name, index in indexes.INDEXES.items():
        several = facts[index.source]
        if index.some is not None:
            several = tuple(filter(index.some, several))
        found[name] = indexes.entries(several, index.keys, index.value)
    return found
