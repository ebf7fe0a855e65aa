"""Gifts: something small I could give to somebody, by what they said they look for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, compress, permutations
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.people import PersonId
from vaultkit.book.topics import stems
from vaultkit.findings.answers import alike, worded
from vaultkit.findings.needs import Options, match, mine
from vaultkit.findings.silence import at_rest
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TypeAlias

    from vaultkit.book.people import Said
    from vaultkit.book.topics import TopicId
    from vaultkit.findings.answers import How
    from vaultkit.findings.given import Given, Needs
    from vaultkit.findings.needs import Match, Mine
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

    Known: TypeAlias = "Options | Given | Gift"
    """What a gift is told from: what I offer, who could help, or the gift."""

CROWD: Final = 25
"""A topic that more people than this care about is no reason to write to each."""

_SEVERAL: Final = 2
"""Words that a lesson and a topic share before the one is taken to be about the other,
unless the topic has only one."""


class Gift(Frozen, frozen=True, kw_only=True):
    """Something small I could give to somebody.

    Attributes:
        person: To whom.
        kind: `offer`: something I offer. `person`: somebody I know who offers it.
            `lesson`: something I was taught. `event`: a day that is about it.
        wanted: What they look for, want to learn or care about, as noted.
        text: My offer, the lesson or the event's name, in the user's words.
        origin: Where that stands.
        other: Who offers it (`person`) or taught me (`lesson`).
        how: How it fits what they look for (`offer`, `person`).
        when: The day of the event.
        still: They said it so long ago that one should ask whether it still stands.
    """

    person: PersonId
    kind: Literal["offer", "person", "lesson", "event"]
    wanted: Said
    text: str
    origin: Origin
    other: PersonId | None = None
    how: How = "same"
    when: date | None = None
    still: bool = False


class Gifts(Mapping[PersonId, Gift]):
    """What I could give, what I offer myself first; each told when it is asked for."""

    __slots__ = ("_network", "_of", "_today")

    def __init__(
        self, network: Network, of: Mapping[PersonId, Known], today: date
    ) -> None:
        """Hold what is known of each gift."""
        self._network, self._of, self._today = network, of, today

    def __getitem__(self, person: PersonId) -> Gift:
        known = self._of[person]
        if isinstance(known, Gift):
            return known
        if isinstance(known, Options):
            return _offer(next(iter(mine(self._network, known, self._today))))
        return _person(match(self._network, *known, self._today))

    def __iter__(self) -> Iterator[PersonId]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


def gifts(network: Network, needs: Needs, settings: Settings, today: date) -> Gifts:
    """Return what I could give, what I offer myself first; one for each person.

    To people I have been in touch with, whose name does not rest. A favour of five
    minutes is enough (Rifkin); what counts between people close to each other is what
    the other needs and never a record of favours (Clark and Mills).

    Args:
        network: Where to look.
        needs: What I could help with myself, and who could help whom.
        settings: The language of the notes.
        today: The day it is.
    """
    found: dict[PersonId, Known] = {}
    for one in needs.mine:
        found.setdefault(one.asker.person, one)
    joining = _joining(network)
    for one, helper in needs.given:
        person = one.asker.person
        if (person, helper.offer.person) not in joining:
            found.setdefault(person, (one, helper))
    for gift in chain(_lessons(network, settings, today), _events(network, today)):
        found.setdefault(gift.person, gift)
    welcome = network.each(_welcome, found, today)
    return Gifts(network, dict(compress(found.items(), welcome)), today)


def _joining(network: Network) -> set[tuple[PersonId, ...]]:
    """Return which two I am about to introduce to each other, either way round."""
    noted = network.book.introductions
    made = chain.from_iterable(
        permutations(one.between, 2) for one in noted if not one.introduced
    )
    return set(made)


def _welcome(network: Network, person: PersonId, today: date) -> bool:
    who = network.book.people[person]
    if who.me or who.season or not network.contact_days(person, today):
        return False
    return at_rest(network, who, today) is None


def _offer(one: Mine) -> Gift:
    return Gift(
        person=one.person,
        kind="offer",
        wanted=one.need,
        text=one.offer.text,
        origin=one.offer.origin,
        how=one.how,
        still=one.still,
    )


def _person(one: Match) -> Gift:
    return Gift(
        person=one.needs,
        kind="person",
        wanted=one.need,
        text=one.offer.text,
        origin=one.offer.origin,
        other=one.helper,
        how=one.how,
        still=one.still,
    )


def _lessons(network: Network, settings: Settings, today: date) -> Iterator[Gift]:
    """Yield what I was taught, for those who look for it or want to learn it.

    A lesson is about a topic if they share words; it is never for who taught it.
    """
    taught = [
        one for one in network.book.lessons if one.text and _past(one.date, today)
    ]
    among, language = ("needing", "learners"), settings.language
    for one in reversed(taught):
        its = stems(one.text, settings.language)
        for answer in alike(network, its, among, language):
            theirs = worded(network.book, answer.topic, language)
            if len(its & theirs) < min(_SEVERAL, len(theirs)):
                continue
            for person, said in _wanting(network, answer.topic):
                if person not in one.people:
                    yield Gift(
                        person=person,
                        kind="lesson",
                        wanted=said,
                        text=one.text,
                        origin=one.origin,
                        other=one.people[0],
                    )


def _past(day: date | None, today: date) -> bool:
    return day is None or day <= today


def _wanting(network: Network, topic: TopicId) -> Iterator[tuple[PersonId, Said]]:
    """Yield who looks for a topic or wants to learn it, unless they are very many."""
    asking = (*network.needing.get(topic, ()), *network.learners.get(topic, ()))
    for person in asking if len(asking) <= CROWD else ():
        who = network.book.people[person]
        said = next(one for one in (*who.needs, *who.learning) if one.topic == topic)
        yield person, said


def _events(network: Network, today: date) -> Iterator[Gift]:
    """Yield days to come, for those who care about what they are about."""
    for event in network.book.events:
        if event.date is None or event.date <= today or event.kind != "event":
            continue
        for about in event.topics:
            for topic in network.wider(about.topic):
                caring = (
                    *network.learners.get(topic, ()),
                    *network.interested.get(topic, ()),
                )
                for person in caring if len(caring) <= CROWD else ():
                    if person in event.people:
                        continue
                    who = network.book.people[person]
                    said = (*who.learning, *who.interests)
                    yield Gift(
                        person=person,
                        kind="event",
                        wanted=next(one for one in said if one.topic == topic),
                        text=event.name,
                        origin=event.origin,
                        when=event.date,
                    )


def of_use(network: Network, person: PersonId, today: date) -> bool:
    """Return whether I have been of use to somebody, as far as it was noted.

    Something was given, a promise kept, or an introduction made.
    """
    given = any(
        one.direction == "gave" and (one.date is None or one.date <= today)
        for one in network.kindnesses_of.get(person, ())
    )
    kept = any(
        one.kept is not None and one.kept <= today
        for one in network.promises_of.get(person, ())
    )
    joined = any(
        one.introduced is not None and one.introduced <= today
        for one in network.introductions_of.get(person, ())
    )
    return given or kept or joined
