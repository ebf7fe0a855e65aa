"""Called: whom a name that somebody types means, and how sure that is."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person, PersonId

NEAR = 3
"""How many names that are only spelt alike are brought up."""


class Called(Frozen, frozen=True):
    """Whom a name means.

    Attributes:
        name: The name as it was typed, without the brackets of a link.
        person: Who it surely is: nobody else is called so.
        perhaps: Whom it may mean where that is not sure, the likeliest first.
        shared: Several are called exactly so, as against spelt alike.
        begun: What they are called begins so, or one of its words does.
    """

    name: str
    person: PersonId | None = None
    perhaps: tuple[PersonId, ...] = ()
    shared: bool = False
    begun: bool = False


def called(typed: str, book: Book) -> Called:
    """Return whom a name means: by its note, name, alias, or whole words of these.

    A beginning of a word or a spelling that is only alike is never sure.

    Args:
        typed: A name, or a link as it stands in a note.
        book: The people; of the public book, so that nobody private is brought up.
    """
    name = typed.strip().removeprefix("[[").removesuffix("]]").partition("|")[0].strip()
    wanted = fold(name.removesuffix(".md"))
    people = [one for one in book.people.values() if not one.me]
    if not wanted:
        return Called(name)
    for fit in _fits(wanted):
        found = tuple(one.id for one in people if fit(one))
        if len(found) == 1:
            return Called(name, found[0])
        if found:
            return Called(name, None, found, shared=True)
    if begun := _begun(wanted, people):
        return Called(name, None, begun[:NEAR], begun=True)
    return Called(name, None, _near(wanted, people))


def _fits(wanted: str) -> tuple[Callable[[Person], bool], ...]:
    return (
        lambda one: fold(one.id.removesuffix(".md")) == wanted,
        lambda one: fold(one.name) == wanted,
        lambda one: wanted in map(fold, one.aliases),
        lambda one: any(f"{call} ".startswith(f"{wanted} ") for call in calls(one)),
        lambda one: any(f" {wanted} " in f" {call} " for call in calls(one)),
    )


def calls(one: Person) -> list[str]:
    """Return what somebody is called, folded: the name first."""
    return [fold(one.name), *map(fold, one.aliases)]


def _begun(wanted: str, people: list[Person]) -> tuple[PersonId, ...]:
    return tuple(
        one.id for one in people if any(f" {wanted}" in f" {c}" for c in calls(one))
    )


def _near(wanted: str, people: list[Person]) -> tuple[PersonId, ...]:
    """Return those whose name is spelt nearly so."""
    by_call = {call: one.id for one in people for call in calls(one)}
    near = difflib.get_close_matches(wanted, by_call, n=NEAR, cutoff=0.6)
    words = {word: one for call, one in by_call.items() for word in call.split()}
    if not near:
        alike = difflib.get_close_matches(wanted, words, n=NEAR, cutoff=0.75)
        return tuple(dict.fromkeys(words[word] for word in alike))
    return tuple(dict.fromkeys(by_call[call] for call in near))
