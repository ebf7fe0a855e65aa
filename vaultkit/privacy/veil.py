"""The veil: what decides of everything in a book whether it may be seen."""

from __future__ import annotations

from itertools import compress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from vaultkit.book.encounters import Encounter
from vaultkit.book.people import PersonId
from vaultkit.book.private import NOTHING
from vaultkit.book.spelled import Counted, Sayings
from vaultkit.book.topics import inside, topic_id
from vaultkit.book.written import last_part
from vaultkit.frozen import Frozen, field, replace
from vaultkit.lineage import descended, unlike
from vaultkit.privacy import facts
from vaultkit.privacy.decided import (
    Decided,
    alike,
    linked_in,
    shared,
    stale_since,
    with_parts,
)
from vaultkit.privacy.everybody import Everybody, Last, Left
from vaultkit.privacy.facts import Fact, is_its_words
from vaultkit.privacy.hiding import (
    hide,
    hide_mirrored,
    hides_problem,
    hides_words,
    mentions,
)
from vaultkit.privacy.secret import Names, hidden_names
from vaultkit.privacy.withheld import Lost
from vaultkit.problems import UNREAD, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from vaultkit.book.book import Book
    from vaultkit.book.events import Event
    from vaultkit.book.introductions import Introduction
    from vaultkit.book.opportunities import Opportunity
    from vaultkit.book.people import Person, Said
    from vaultkit.book.topics import Topic, TopicId
    from vaultkit.dates import Day
    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath


class Veil(Frozen, frozen=True):
    """What decides whether something may be seen.

    Attributes:
        whole: The book with everything in it.
        people: Everybody who may be seen, nothing hidden yet.
        hidden: What their notes hide.
        names: The names of those who may not.
        open: Notes of people who may be seen, in folders that may be named.
        linked: By note, the properties in whose words something private is linked.
        decided: What is decided of the things in the book.
        last: The veil before, and what it let be seen, if it holds still.
    """

    whole: Book
    people: Mapping[PersonId, Person]
    hidden: Mapping[PersonId, frozenset[str]]
    names: Names
    open: frozenset[VaultPath]
    linked: Mapping[str, frozenset[str]]
    decided: Decided = field(default_factory=Decided)
    last: Last | None = None

    @classmethod
    def over(
        cls,
        book: Book,
        private: list[Person],
        hidden: Mapping[PersonId, frozenset[str]],
    ) -> Veil:
        """Return the veil over a book, given who is private and what others hide."""
        others = [person for person in book.people.values() if not person.private]
        names = Names.of(private, others, hidden_names(others))
        seen = {p.id: p for p in others if not names.are_meant_by(p)}
        paths = frozenset(
            p.path
            for p in seen.values()
            if p.path and not names.are_in(p.path.rpartition("/")[0])
        )
        return cls(book, seen, hidden, names, paths, linked_in(book))

    def again(self, book: Book, shown: Book, left: Left) -> Veil | None:
        """Return the veil over a book in which nobody's name means somebody else.

        None where it is not such a book: then everything is to be decided anew.

        Args:
            book: The book as it is now.
            shown: What this veil let be seen.
            left: What was found with it.
        """
        stale = stale_since(self.whole, book)
        other = unlike(self.whole.people, book.people)
        if stale is None or not alike(self.whole, book):
            return None
        return replace(
            self,
            whole=book,
            people=descended(
                self.people,
                {one: book.people[one] for one in other if one in self.people},
            ),
            linked=linked_in(book),
            decided=self.decided.again(
                stale, [getattr(book, name) for name in facts.LISTS]
            ),
            last=Last(replace(self, last=None), shown, left),
        )

    def book(self) -> tuple[Book, Left]:
        """Return what may be seen, and what of that is of use for the next book."""
        whole, lost, several = self.whole, Lost(), self.decided.several
        lists: dict[str, Sequence[Any]] = {
            name: several(getattr(whole, name), self._fact, lost.fact)
            for name in facts.FACTS
        }
        lists["events"] = several(whole.events, self._event)
        pairs = whole.introductions, self._introduction, lost.introduction
        lists["introductions"] = several(*pairs)
        lists["opportunities"] = several(whole.opportunities, self._opportunity)
        told = (self.decided.of(p, p.path, self.may_tell) for p in whole.problems)
        lists["problems"] = tuple(compress(whole.problems, told))
        book = replace(
            whole,
            **lists,
            me=whole.me if whole.me in self.people else None,
            daily=self._daily(),
            private=NOTHING,
        )
        if self.last is not None:
            book = shared(self.last.book, book)
        everybody = Everybody.under(self, book, lost)
        people, apart = everybody.people, everybody.apart()
        if self.last is not None and self.last.book.apart == apart:
            apart = self.last.book.apart
        named = self._topics(people, book.events)
        book = replace(book, people=people, apart=apart, topics=named.topics)
        return book, Left(everybody, named)

    def _daily(self) -> Mapping[VaultPath, date]:
        """Return the daily notes that may be named."""
        days = self.whole.daily
        if self.last is not None and self.last.veil.whole.daily is days:
            return self.last.book.daily
        return MappingProxyType({p: day for p, day in days.items() if self.may_name(p)})

    # --- what may be named

    def may_name(self, path: VaultPath | str) -> bool:
        """Return whether the path of a note may be told."""
        if path in self.whole.private.notes:
            return False
        return path in self.open or not self.names.are_in(path.removesuffix(".md"))

    def _text(self, text: str, origin: Origin | None = None) -> str:
        """Return a text, or "" if it might name somebody private."""
        linked = origin is not None and origin in self.whole.private.lines
        return "" if linked or self.names.are_in(text) else text

    def _words(self, text: str, path: VaultPath, name: str) -> str:
        """Return the words of a property, or "" if they might name somebody private."""
        return "" if name in self._linked(path) else self._text(text)

    def _topic(self, topic: TopicId) -> bool:
        """Return whether a topic may be named: neither its note nor an outer is not."""
        outer: TopicId | None = topic if self.whole.private.topics else None
        while outer is not None:
            if outer in self.whole.private.topics:
                return False
            outer = inside(outer)
        return bool(self._text(topic))

    def _linked(self, path: VaultPath | str) -> frozenset[str]:
        """Return the properties in whose words a note links something private."""
        return self.linked.get(path, frozenset())

    def may_tell(self, problem: Problem) -> bool:
        """Return whether a problem may be told on a page."""
        hidden = self.hidden.get(PersonId(problem.path))
        words = f"{problem.message} {problem.advice}"
        return (
            problem.code not in UNREAD
            and self.may_name(problem.path)
            and Origin(problem.path, problem.line) not in self.whole.private.lines
            and not self.names.are_in(words)
            and not mentions(words, self.whole.private.notes)
            and not (hidden and hides_problem(problem, hidden))
        )

    # --- what passed between people

    def _seen(self, people: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
        return tuple(person for person in people if person in self.people)

    def _fact(self, fact: Fact) -> Fact | None:
        """Return a fact without those who may not be seen, and without its words then.

        Where the words were all there was to it, nothing is left.
        """
        if not self.may_name(fact.origin.path):
            return None
        people = self._seen(fact.people)
        hidden = self._hides(fact)
        open_words = people == fact.people and not hidden
        text = self._text(fact.text, fact.origin) if open_words else ""
        gone = hidden if not fact.text else not text and is_its_words(fact)
        if gone or not people:
            return None
        if people == fact.people and text == fact.text:
            return fact
        return replace(fact, people=people, text=text)

    def _hides(self, fact: object) -> bool:
        return isinstance(fact, Encounter) and hides_words(fact, self.hidden)

    # --- notes about events, introductions, opportunities

    def _event(self, event: Event) -> Event | None:
        if not self.may_name(event.origin.path):
            return None
        return with_parts(
            event,
            people=self._seen(event.people),
            topics=self._said(event.topics, event.path, "topics"),
            place=self._words(event.place, event.path, "place"),
        )

    def _introduction(self, known: Introduction) -> Introduction | None:
        both = self._seen(known.between) == known.between
        if not both or not self.may_name(known.path):
            return None
        return with_parts(known, why=self._words(known.why, known.path, "why"))

    def _opportunity(self, known: Opportunity) -> Opportunity | None:
        """Return what came through people who may all be seen."""
        what = self._words(known.what, known.path, "what")
        if self.may_name(known.path) and self._seen(known.through) == known.through:
            event = known.event if known.event and self.may_name(known.event) else None
            if what and (event or not known.event):
                return with_parts(known, what=what, event=event)
        return None

    # --- people

    def shown(self, person: Person) -> Person:
        """Return somebody as they may be seen, whatever was left out of them."""
        path = person.path if person.path in self.open else None
        return replace(self._person(person), path=path)

    def _person(self, person: Person) -> Person:
        path = person.path or person.id
        linked = self._linked(path)
        shown = hide_mirrored(hide(person, linked), self.hidden)
        place = shown.met_at_path
        open_place = place is None or self.may_name(place)
        return replace(
            shown,
            **{name: self._text(getattr(shown, name)) for name in facts.WORDS},
            **{
                name: self._said(getattr(shown, name), path, name)
                for name in facts.SAID
            },
            aliases=self._texts(shown.aliases),
            ways=self._texts(shown.ways),
            vouch=tuple(topic for topic in shown.vouch if self._topic(topic)),
            met=shown.met if open_place else self._own_day(shown),
            met_at=self._text(shown.met_at) if open_place else "",
            met_at_path=place if open_place else None,
            **{
                name: tuple(
                    [k for k in getattr(shown, name) if k.person in self.people]
                )
                for name in facts.KNOWN
            },
        )

    def _own_day(self, person: Person) -> Day | None:
        """Return when we met, unless it is the day of the event where we met."""
        days = {known.path: known.date for known in self.whole.events}
        there = days.get(person.met_at_path) if person.met_at_path else None
        return person.met if person.met and person.met.date != there else None

    def _texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(self._text, texts)))

    def _said(
        self, said: tuple[Said, ...], path: VaultPath | str, name: str
    ) -> tuple[Said, ...]:
        """Return what a property and log lines say, as far as it may be told."""
        linked = self.whole.private.notes if name in self._linked(path) else ()
        topics = {topic_id(last_part(note)) for note in linked}
        return tuple(
            value
            for value in said
            if self.may_name(value.origin.path)
            and self._text(value.text, value.origin)
            and self._topic(value.topic)
            and value.topic not in topics
        )

    # --- topics

    def _topics(
        self, people: Mapping[PersonId, Person], events: Sequence[Event]
    ) -> Counted:
        """Return the topics that what may be seen still names, by its spellings."""
        said = Sayings.of(people, events)
        if self.last is None:
            return Counted.of(self._noted(), said)
        before, had = self.last.left.topics, self.last.book
        same = self.last.veil.whole.topics is self.whole.topics
        noted = before.noted if same else self._noted()
        if noted != before.noted:
            return Counted.of(noted, said)
        return before.again(Sayings.of(had.people, had.events), said)

    def _noted(self) -> Mapping[TopicId, Topic]:
        """Return the topics whose notes may be seen."""
        return {
            topic.id: replace(
                topic,
                aliases=self._texts(topic.aliases),
                broader=tuple(filter(self._topic, topic.broader)),
            )
            for topic in self.whole.topics.values()
            if topic.path and self.may_name(topic.path) and self._topic(topic.id)
        }
