"""Facts: the parts of a book and of people that are looked at one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from vaultkit.book.encounters import (
    Ask,
    Came,
    Card,
    Encounter,
    Kindness,
    Lesson,
    NotNow,
    Promise,
)

if TYPE_CHECKING:
    from vaultkit.book.book import Book
    from vaultkit.book.people import PersonId
    from vaultkit.problems import Origin


FACTS: Final = (
    *("encounters", "kindnesses", "promises", "lessons", "asks", "cards", "came"),
    "not_now",
)
"""Lists of a book that hold what lines say."""
LISTS: Final = (*FACTS, "events", "introductions", "opportunities")
"""Lists of a book of which it is decided part by part."""
WORDS: Final = ("org", "role", "place", "email", "phone", "purpose")
"""What is said of somebody in words."""
SAID: Final = ("interests", "offers", "needs", "learning")
"""What is said of somebody by topics."""
KNOWN: Final = ("introduced_by", "introduced_to", "knows")
"""Whom somebody's note names."""
Fact = TypeVar("Fact", Encounter, Kindness, Promise, Lesson, Ask, Card, Came, NotNow)


class _Named(Protocol):
    @property
    def people(self) -> tuple[PersonId, ...]: ...

    @property
    def origin(self) -> Origin: ...


def first_named(book: Book) -> dict[PersonId, Origin]:
    """Return the first line that names each person, of what may be seen."""
    first: dict[PersonId, Origin] = {}
    facts: list[_Named] = [*book.encounters, *book.kindnesses, *book.promises]
    facts += [*book.lessons, *book.asks, *book.cards, *book.came, *book.not_now]
    for fact in [*facts, *book.events]:
        for person in fact.people:
            first[person] = min(first.get(person, fact.origin), fact.origin)
    for known in book.introductions:
        for person in known.between:
            first[person] = min(first.get(person, known.origin), known.origin)
    return first


def is_its_words(fact: object) -> bool:
    """Return whether there is nothing to a fact but what it says."""
    return isinstance(fact, (Kindness, Promise, Lesson, Ask, Came))
