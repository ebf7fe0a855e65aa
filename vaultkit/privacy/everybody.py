"""Everybody: who may be seen, and what of them; after a save only who changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.frozen import replace
from vaultkit.lineage import Descended, descended, unlike
from vaultkit.privacy.decided import decides
from vaultkit.privacy.facts import first_named
from vaultkit.privacy.withheld import Lost, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.spelled import Counted
    from vaultkit.privacy.veil import Veil
    from vaultkit.privacy.withheld import Pairs
    from vaultkit.problems import Origin


class Everybody(NamedTuple):
    """Who may be seen.

    Attributes:
        people: Those, as they may be seen, in order of name.
        lost: What lines say that may not be told.
        pairs: By person, whom they are joined to by what may not be told.
        away: Those whose first line may not be named.
    """

    people: Mapping[PersonId, Person]
    lost: Lost
    pairs: Mapping[PersonId, Pairs]
    away: frozenset[PersonId]

    @classmethod
    def under(cls, veil: Veil, book: Book, lost: Lost) -> Everybody:
        """Return who may be seen of everybody under a veil.

        Args:
            veil: What decides it.
            book: What may be seen besides.
            lost: What may not.
        """
        before = veil.last.left.everybody if veil.last else _nobody()
        due = _due(veil, lost)
        first: dict[PersonId, Origin] | None = None
        found: dict[PersonId, Person] = {}
        pairs: dict[PersonId, Pairs] = {}
        away = before.away.difference(due)
        for person in due.values():
            shown = veil.shown(person)
            if not veil.may_name(person.origin.path):
                away |= {person.id}
                first = first_named(book) if first is None else first
                if person.id not in first:
                    continue  # nothing that may be seen names them
                shown = replace(shown, origin=first[person.id])
            shown = lost.withheld(person, shown)
            had = before.people.get(person.id)
            found[person.id] = had if had == shown else shown
            if some := joined(person, shown):
                pairs[person.id] = some
        people = descended(
            before.people,
            found,
            due.keys() - found.keys(),
            lambda keys: filter({*keys}.__contains__, veil.people),
        )
        rest = {one: its for one, its in before.pairs.items() if one not in due}
        return cls(people, lost, rest | pairs, away)

    def apart(self) -> Mapping[PersonId, frozenset[PersonId]]:
        """Return who is not to be brought together with whom."""
        return self.lost.apart(self.people, self.pairs.values())


class Left(NamedTuple):
    """What was found under a veil besides the book.

    Attributes:
        everybody: Who may be seen.
        topics: The topics that may be, and how they are spelt.
    """

    everybody: Everybody
    topics: Counted


class Last(NamedTuple):
    """A veil before, and what it let be seen."""

    veil: Veil
    book: Book
    left: Left


def _nobody() -> Everybody:
    return Everybody(Descended({}), Lost(), {}, frozenset())


def _due(veil: Veil, lost: Lost) -> Mapping[PersonId, Person]:
    """Return those of whom it is decided again what may be seen."""
    people, stale = veil.people, veil.decided.stale
    if veil.last is None:
        return people
    before = veil.last.left.everybody
    some = {*unlike(veil.last.veil.people, people), *before.away}
    some |= {
        who
        for who in {*lost.words, *before.lost.words}
        if lost.of(who) != before.lost.of(who)
    }
    if stale:
        some |= {who for who, one in people.items() if decides(one, stale) in stale}
    return {who: people[who] for who in sorted(some) if who in people}
