"""Learning from people: what I want to learn, what I was taught, what I could teach."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from vaultkit import insights
from vaultkit.findings.answers import kin
from vaultkit.findings.named import by_closeness, named, said_of
from vaultkit.findings.offers import supply
from vaultkit.findings.reasons import last_contact
from vaultkit.frozen import Frozen
from vaultkit.network.closeness import knows_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import Ask, Lesson
    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.findings.answers import How
    from vaultkit.findings.named import Naming, Way
    from vaultkit.findings.offers import Supply
    from vaultkit.findings.reasons import Reason
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

FEW: Final = 3
"""How many people are named who know something, or would like to."""


class Knows(Frozen, frozen=True, kw_only=True):
    """Somebody who knows what I want to learn.

    Attributes:
        person: Who.
        kind: `offers`: they can help with it. `cares`: they only care about it.
        said: What they say about it; `said.likely` if it is a guess from their role.
        how: How that fits, as in help.
        lesson: The last thing they taught me, to start from (`offers` alone).
        asked: What I asked them last, since that lesson (`offers` alone).
        last: The last contact, if one is noted.
        path: Where I have never met them: from somebody I know to them, who are last;
            empty if no way is known.
        met: Whether I have been in touch with them.
    """

    person: PersonId
    kind: Literal["offers", "cares"]
    said: Said
    how: How
    lesson: Lesson | None = None
    asked: Ask | None = None
    last: Reason | None = None
    path: tuple[PersonId, ...] = ()
    met: bool = True


class Wish(Frozen, frozen=True, kw_only=True):
    """One thing I want to learn.

    Attributes:
        learning: What, as my note says it.
        knows: Who knows it: those who offer it first, those I know best first.
        together: Who wants to learn it, too.
    """

    learning: Said
    knows: tuple[Knows, ...] = ()
    together: tuple[PersonId, ...] = ()


class Teach(Frozen, frozen=True, kw_only=True):
    """Something I could teach, and to whom.

    Attributes:
        offer: What I offer.
        learners: Who wants to learn it, those I know best first, each with what they
            say about it.
        curious: Who cares about it and does not offer it, the same.
    """

    offer: Said
    learners: tuple[tuple[PersonId, Said], ...] = ()
    curious: tuple[tuple[PersonId, Said], ...] = ()


class Learning(Frozen, frozen=True, kw_only=True):
    """The page: what I want to learn, what I was taught, what I could teach.

    Attributes:
        wishes: What I want to learn, in the order of my note; those with nobody last.
        lessons: What people taught me, the latest first, undated ones last.
        teach: What I could teach.
    """

    wishes: tuple[Wish, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    teach: tuple[Teach, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.wishes or self.lessons or self.teach)


# --- one thing to learn --------------------------------------------------------------


def wish(
    network: Network,
    learning: Said,
    best: tuple[tuple[Naming, tuple[PersonId, ...]], ...],
    settings: Settings,
    today: date,
) -> Wish:
    """Return who knows one thing I want to learn, and what to start from.

    Who offers it comes before who only cares about it, as `offers.supply` puts them;
    of people I never met one at most is named, where nobody else knows it.

    Args:
        network: Where to look.
        learning: What I want to learn.
        best: The few I know best who name a topic so and so.
        settings: How well I must know somebody.
        today: The day it is.
    """
    first = dict(best)
    of = supply(network, settings, today)
    found = {one.person: one for one in _offered(network, learning, of, today)}
    for one in _caring(network, learning, first, today):
        found.setdefault(one.person, one)
    met = [one for one in found.values() if one.met]
    strange = [
        one
        for one in found.values()
        if one.kind == "offers" and not insights.perhaps_met(network, one.person, today)
    ]
    knows = met[:FEW] or [
        _with_path(network, one, settings, today) for one in strange[:1]
    ]
    together = first.get((learning.topic, "learning"), ())
    return Wish(learning=learning, knows=tuple(knows), together=together)


def _offered(
    network: Network, learning: Said, of: Supply, today: date
) -> Iterator[Knows]:
    helpers = of.answers(learning.topic)
    for helper in dict.fromkeys((*helpers.known, *helpers.nearest)):
        offer = helper.offer
        yield _knows(
            network, offer.person, "offers", offer.said, helper.answer.how, today
        )


def _caring(
    network: Network,
    learning: Said,
    first: Mapping[Naming, tuple[PersonId, ...]],
    today: date,
) -> Iterator[Knows]:
    """Yield a few who care about it, or about a part of it, those known best first."""
    for topic, how in _akin(network, learning):
        for person in first.get((topic, "caring"), ()):
            interests = network.book.people[person].interests
            said = next(one for one in interests if one.topic == topic)
            yield _knows(network, person, "cares", said, how, today)


def _akin(network: Network, learning: Said) -> Iterator[tuple[TopicId, How]]:
    """Yield what a few are named for who only care about it, and how that fits."""
    for answer in kin(network, learning.topic):
        if answer.how != "broader":
            yield answer.topic, answer.how


def _knows(
    network: Network,
    person: PersonId,
    kind: Literal["offers", "cares"],
    said: Said,
    how: How,
    today: date,
) -> Knows:
    able = kind == "offers"
    taught = network.lessons_of.get(person, ()) if able else ()
    sought = network.asks_of.get(person, ()) if able else ()
    lessons = [one for one in taught if one.text and _past(one, today)]
    asks = [one for one in sought if one.text and _past(one, today)]
    lesson = lessons[-1] if lessons else None
    asked = asks[-1] if asks else None
    if lesson and asked and _day(asked) < _day(lesson):
        asked = None
    return Knows(
        person=person,
        kind=kind,
        said=said,
        how=how,
        lesson=lesson,
        asked=asked,
        last=last_contact(network, person, today),
        met=bool(network.contact_days(person, today)),
    )


def _with_path(network: Network, one: Knows, settings: Settings, today: date) -> Knows:
    """Return somebody I never met with the way to them."""

    @cache
    def well(person: PersonId) -> bool:
        return knows_well(network, person, settings, today).open

    return Knows(
        person=one.person,
        kind=one.kind,
        said=one.said,
        how=one.how,
        path=network.through(one.person, well, (), today),
        met=False,
    )


def _past(one: Lesson | Ask, today: date) -> bool:
    return one.date is None or one.date <= today


def _day(one: Lesson | Ask) -> int:
    return one.date.toordinal() if one.date else 0


# --- what I could teach --------------------------------------------------------------


def teach(
    network: Network,
    offer: Said,
    known: Mapping[Naming, Sequence[PersonId]],
    settings: Settings,
    today: date,
) -> Teach | None:
    """Return who would like to learn something I offer, None if nobody is known.

    Args:
        network: Where to look.
        offer: What I offer.
        known: Who names a topic so and so, those I know best first.
        settings: The days of the circles.
        today: The day it is.
    """
    people, parts = network.book.people, network.within(offer.topic)

    def only_curious(person: PersonId) -> bool:
        who = people[person]
        return not any(one.topic in parts for one in (*who.offers, *who.learning))

    def nearest(
        how: Way, fits: Callable[[PersonId], bool]
    ) -> tuple[tuple[PersonId, Said], ...]:
        found = {
            person: None
            for topic in parts
            for person in islice(filter(fits, known.get((topic, how), ())), FEW)
        }
        first = by_closeness(network, found, settings, today)[:FEW]
        return tuple((one, _said(people[one], how, parts)) for one in first)

    learners = nearest("learning", lambda _: True)
    curious = nearest("caring", only_curious)
    if not (learners or curious):
        return None
    return Teach(offer=offer, learners=learners, curious=curious)


def _said(who: Person, how: Way, parts: Sequence[TopicId]) -> Said:
    """Return what somebody says of a topic or of the nearest part of it they name."""
    said = said_of(who, how)
    return next(one for topic in parts for one in reversed(said) if one.topic == topic)


# --- the page ------------------------------------------------------------------------


def find(network: Network, settings: Settings, today: date) -> Learning:
    """Return the page: wishes, lessons, and what I could teach.

    Deeper talk goes with well-being (Sun, Harris, Vazire 2020), and a question is the
    easiest way into it.
    """
    book = network.book
    me = book.people.get(book.me) if book.me else None
    known = _known(network, me, settings, today) if me else {}
    best = tuple([(naming, tuple(those[:FEW])) for naming, those in known.items()])
    wanted = me.learning if me else ()
    wishes = network.each(wish, wanted, tuple(sorted(best)), settings, today)
    lessons = [one for one in book.lessons if one.text and _past(one, today)]
    offers = me.offers if me else ()
    could = [teach(network, one, known, settings, today) for one in offers]
    return Learning(
        wishes=tuple(sorted(wishes, key=lambda one: not (one.knows or one.together))),
        lessons=tuple(sorted(lessons, key=lambda one: -_day(one))),
        teach=tuple(one for one in could if one),
    )


def _known(
    network: Network, me: Person, settings: Settings, today: date
) -> Mapping[Naming, Sequence[PersonId]]:
    """Return who names what I want to learn or could teach, those I know best first.

    Then by name; not me, nor whose season ended.
    """
    namings: set[Naming] = set()
    for one in me.learning:
        namings.add((one.topic, "learning"))
        namings.update((topic, "caring") for topic, _ in _akin(network, one))
    for one in me.offers:
        for topic in network.within(one.topic):
            namings.update(((topic, "learning"), (topic, "caring")))
    return named(network, frozenset(namings), settings, today) if namings else {}
