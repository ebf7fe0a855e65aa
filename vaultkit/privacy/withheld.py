"""Withheld: what may not be told and still keeps pages from saying what is not so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from vaultkit.book.encounters import APART, COMPANY, Encounter, NotNow
from vaultkit.book.people import Withheld
from vaultkit.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import Person, PersonId

    Pairs = frozenset[tuple[PersonId, PersonId]]

    class Fact(Protocol):
        """Whatever a line says of people on a day."""

        @property
        def date(self) -> date | None:
            """The day, if it has one."""

        @property
        def text(self) -> str:
            """In whose words."""

        @property
        def people(self) -> tuple[PersonId, ...]:
            """Of whom."""


_NOTHING = Withheld()


@dataclass(slots=True)
class Lost:
    """What was left out of the book, while it is made public.

    Attributes:
        days: By person, days with contact.
        not_now: By person, days on which their name was put to rest.
        words: By person, the last day about which something is not told.
        pairs: Two people whom something private joins or keeps apart.
    """

    days: defaultdict[PersonId, set[date]] = field(
        default_factory=lambda: defaultdict(set)
    )
    not_now: defaultdict[PersonId, set[date]] = field(
        default_factory=lambda: defaultdict(set)
    )
    words: dict[PersonId, date] = field(default_factory=dict)
    pairs: set[tuple[PersonId, PersonId]] = field(default_factory=set)

    def fact(self, fact: Fact, told: Fact | None) -> None:
        """Add a fact that is not told, or not in its words."""
        gone = told is None
        if fact.date is None or (told is not None and told.text == fact.text):
            return
        for person in fact.people:
            self.words[person] = max(self.words.get(person, fact.date), fact.date)
            if gone and isinstance(fact, Encounter):
                self.days[person].add(fact.date)
            elif gone and isinstance(fact, NotNow):
                self.not_now[person].add(fact.date)
        if gone and isinstance(fact, Encounter) and len(fact.people) <= COMPANY:
            pairs = combinations(fact.people, 2) if fact.kind not in APART else ()
            self.pairs.update(pairs)

    def introduction(self, made: Introduction, told: Introduction | None) -> None:
        """Add an introduction that is not told."""
        if told is None:
            self.pairs.add(made.between)

    def withheld(self, person: Person, shown: Person) -> Person:
        """Return somebody as they are shown, with what must not be contradicted.

        Args:
            person: Everything that is known of them.
            shown: What of it may be told.
        """
        hidden = person.hidden
        found = Withheld(
            days=tuple(sorted(self.days.get(person.id, ()))),
            not_now=tuple(sorted(self.not_now.get(person.id, ()))),
            words=self.words.get(person.id),
            snooze_until=person.snooze_until if "snooze_until" in hidden else None,
            season=person.season if "season" in hidden else "",
            cadence=person.cadence if "cadence" in hidden else None,
            near=(shown.circle, shown.vouch) != (person.circle, person.vouch),
            met=person.met is not None and shown.met is None,
        )
        return shown if found == _NOTHING else replace(shown, withheld=found)

    def of(self, person: PersonId) -> tuple[object, ...]:
        """Return what of somebody was left out."""
        own = self.days, self.not_now, self.words
        return tuple(those.get(person) for those in own)

    def apart(
        self, people: Collection[PersonId], more: Iterable[Pairs]
    ) -> Mapping[PersonId, frozenset[PersonId]]:
        """Return who of `people` is not to be brought together with whom.

        Args:
            people: Who may be seen.
            more: Whom else something private joins.
        """
        found: defaultdict[PersonId, set[PersonId]] = defaultdict(set)
        for a, b in self.pairs.union(*more):
            if a in people and b in people:
                found[a].add(b)
                found[b].add(a)
        return MappingProxyType({one: frozenset(of) for one, of in found.items()})


def joined(person: Person, shown: Person) -> Pairs:
    """Return whom a note names as acquaintances, as far as that may not be told.

    Args:
        person: Everything that is known of them.
        shown: What of it may be told.
    """
    told = {*shown.introduced_by, *shown.introduced_to, *shown.knows}
    named = (*person.introduced_by, *person.introduced_to, *person.knows)
    return frozenset((person.id, one.person) for one in named if one not in told)
