"""Privacy: the book as pages may see it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.frozen import replace
from vaultkit.lineage import unlike
from vaultkit.problems import UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person
    from vaultkit.privacy.everybody import Left
    from vaultkit.privacy.veil import Veil
    from vaultkit.problems import Problem


class Shown(NamedTuple):
    """What pages may show.

    Attributes:
        book: The book without anything private.
        may_tell: Whether a problem may stand on a page.
        may_say: Whether a text names nobody who is private.
        veil: What decided it, for the next book; None where nothing is private.
        some: Who keeps something to themselves, in order.
        left: What was found with the book, for the next one.
    """

    book: Book
    may_tell: Callable[[Problem], bool]
    may_say: Callable[[str], bool]
    veil: Veil | None = None
    some: tuple[Person, ...] = ()
    left: Left | None = None


def public(book: Book) -> Book:
    """Return the book without anything private, so that no page can show it."""
    return shown(book).book


def behind_doors(book: Book, problems: Iterable[Problem]) -> Book:
    """Return a book in which nobody is open whose note may be where nobody can look.

    While a folder cannot be looked into, somebody without a note may have one in it,
    and that may be private.

    Args:
        book: Everything that was read.
        problems: What was met on the way to the notes; a folder's path ends in `/`.
    """
    if not any(one.code in UNREAD and one.path.endswith("/") for one in problems):
        return book
    people = {
        name: one if one.path or one.me else replace(one, private=True)
        for name, one in book.people.items()
    }
    return replace(book, people=MappingProxyType(people))


def shown(book: Book, before: Shown | None = None) -> Shown:
    """Return what pages may show of a book.

    People whose note is private are gone, with every edge, every line that is only
    about them, and every text that names them; of hidden properties nothing is left,
    in whatever note they stand. Where a text only might name somebody, it is left out:
    too much is hidden rather than too little.

    Args:
        book: Everything.
        before: What was shown before; what is as it was is the same object.
    """
    some = _reserved(book, before)
    hidden = {one.id: one.hidden for one in some if one.hidden}
    private = [one for one in some if one.private]
    if not private and not hidden and not book.private.notes:
        return Shown(book, _was_read, bool, None, some)
    from vaultkit.privacy.veil import Veil  # noqa: PLC0415 (late: many hide nothing)

    veil = None
    if before and before.veil and before.left:
        veil = before.veil.again(book, before.book, before.left)
    veil = veil or Veil.over(book, private, hidden)

    def may_say(text: str) -> bool:
        return not veil.names.are_in(text)

    seen, left = veil.book()
    alone = replace(veil, last=None)
    return Shown(seen, veil.may_tell, may_say, alone, some, left)


def _reserved(book: Book, before: Shown | None) -> tuple[Person, ...]:
    """Return who keeps something to themselves, those before if nothing changed."""
    people = book.people
    if before is not None:
        whole = before.veil.whole if before.veil else before.book
        other = unlike(whole.people, people)
        now = (people[one] for one in other if one in people)
        if not any(map(_keeps, now)) and all(
            one.id not in other for one in before.some
        ):
            return before.some
    return tuple(filter(_keeps, people.values()))


def _keeps(person: Person) -> bool:
    return person.private or bool(person.hidden)


def _was_read(problem: Problem) -> bool:
    """Return whether a problem is about something that was read.

    What was not may be private, so pages do not name it; `vaultkit check` does.
    """
    return problem.code not in UNREAD
