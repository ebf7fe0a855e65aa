"""People I know: everyone by name, circles and their room, cards without a talk."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import filterfalse
from typing import TYPE_CHECKING

from vaultkit import insights
from vaultkit.findings.reasons import Reason, last_contact
from vaultkit.findings.silence import rests
from vaultkit.frozen import Frozen
from vaultkit.insights import Nudge, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.encounters import Card
    from vaultkit.book.people import PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath


class Listed(Frozen, frozen=True, kw_only=True, cache_hash=True):
    """One person in the list.

    Attributes:
        person: Who.
        name: What they are called.
        circle: Their circle, or "".
        last: The last day with contact, or None.
        last_from: Where it stands.
        met: When we met, as noted.
        first: The first contact noted, where `met` is not.
        met_at: Where or how, in the user's words, or "".
        met_at_path: The note that `met_at` links, if it links one.
        through: Who brought us together.
    """

    person: PersonId
    name: str
    circle: str = ""
    last: date | Day | None = None
    last_from: Origin | None = None
    met: Day | None = None
    first: date | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    through: tuple[PersonId, ...] = ()


class Circle(Frozen, frozen=True, kw_only=True):
    """One circle, and the room in it.

    Attributes:
        name: As in the notes: `inner`, `close`, ....
        people: Who is in it, by name; whoever rests holds no place.
        within: How many are in it and in all nearer circles.
        size: For how many of those there is room.
        days: How often they would like to be in touch, in days; 0 if not set.
        untold: Somebody's circle is hidden, so nothing is said of room.
    """

    name: str
    people: tuple[PersonId, ...]
    within: int
    size: int
    days: int = 0
    untold: bool = False

    @property
    def room(self) -> int:
        """For how many there is room still, 0 or more."""
        return max(0, self.size - self.within)


class CardOnly(Frozen, frozen=True, kw_only=True):
    """A card that changed hands, and no conversation is noted.

    Attributes:
        person: Whose, or to whom.
        card: The line that says so.
        until: The last day it is told; after that it is let go.
    """

    person: PersonId
    card: Card
    until: date


class People(Frozen, frozen=True, kw_only=True):
    """The page: everyone but me, by name; seasons that ended apart.

    Attributes:
        people: Everyone whose season did not end.
        ended: Everyone else.
        circles: The nearest first; none unless a note sets one.
        cards: Cards without a conversation, the latest first.
    """

    people: tuple[Listed, ...] = ()
    ended: tuple[Listed, ...] = ()
    circles: tuple[Circle, ...] = ()
    cards: tuple[CardOnly, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.people or self.ended)


def listed(network: Network, person: PersonId, today: date) -> Listed:
    """Return one person's line in the list."""
    who = network.book.people[person]
    last = last_contact(network, person, today)
    met = insights.met(network, person, today)
    first = None if met else insights.first_contact(network, person, today)
    return Listed(
        person=person,
        name=who.name,
        circle=who.circle,
        last=last.date if last else None,
        last_from=last.origin if last else None,
        met=met,
        first=first.date if first else None,
        met_at=who.met_at,
        met_at_path=who.met_at_path,
        through=insights.through(network, person),
    )


def circles(network: Network, settings: Settings) -> tuple[Circle, ...]:
    """Return the circles and the room in each; none where no note sets one.

    Five, fifteen, fifty and a hundred and fifty people, each circle with those inside
    it (Dunbar), from a fixed budget and a cost for each tie (Tamarit, Cuesta, Dunbar,
    Sanchez 2018). The middle ones vary a lot (MacCarron, Kaski, Dunbar 2016), so all of
    them are settings, and a full one is a trade and no fault.
    """
    found: defaultdict[str, list[PersonId]] = defaultdict(list)
    everyone = network.book.people.values()
    for who in everyone:
        if who.circle and not (who.me or who.season or (who.withheld and who.over)):
            found[who.circle].append(who.id)
    sizes = settings.circle_sizes
    hidden = [who.hidden for who in everyone if who.hidden]
    untold = any("circle" in those for those in hidden)
    within = 0
    told = []
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        people = tuple(found.get(name, ()))
        within += len(people)
        days = settings.circles.get(name, 0)
        if people:
            told.append(
                Circle(
                    name=name,
                    people=people,
                    within=within,
                    size=sizes[name],
                    days=days,
                    untold=untold,
                )
            )
    return tuple(told)


def cards(network: Network, settings: Settings, today: date) -> tuple[CardOnly, ...]:
    """Return cards without a conversation, the latest first, each person once.

    For `settings.card_days` days, and then no more; whoever I was in touch with on any
    day needs no card.
    """
    keep = timedelta(days=settings.card_days)
    found: dict[PersonId, CardOnly] = {}
    dated = [one for one in network.book.cards if one.date]
    for card in sorted(dated, key=lambda one: one.date or today, reverse=True):
        if card.date is None or not card.date <= today <= card.date + keep:
            continue
        for person in card.people:
            who = network.book.people[person]
            known = insights.perhaps_met(network, person, today)
            if not (known or who.me or rests(network, who, today)):
                until = card.date + keep
                one = CardOnly(person=person, card=card, until=until)
                found.setdefault(person, one)
    return tuple(found.values())


def nudges(network: Network, settings: Settings, today: date) -> Iterator[Nudge]:
    """Yield to whom a line would be kind, since a card changed hands.

    Only where something was noted about it: a card alone is no reason to write.
    """
    for one in cards(network, settings, today):
        person, card = one.person, one.card
        if card.text:
            reason = Reason("card", card.text, card.date, card.origin)
            how = insights.way(network.book.people[person], None)
            yield Nudge(
                person=person,
                kind="card",
                since=card.date,
                because=(reason,),
                step=Step(how, "words", card.text, card.origin),
                words=card.text,
                words_from=card.origin,
                due=card.date,
            )


def find(network: Network, settings: Settings, today: date) -> People:
    """Return the page: everyone by name, seasons that ended apart."""
    going, ended = network.made(_seasons)
    return People(
        people=network.each(listed, going, today),
        ended=network.each(listed, ended, today),
        circles=network.made(circles, settings),
        cards=cards(network, settings, today),
    )


def _seasons(network: Network) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
    """Return everyone but me, and apart from them those whose season ended."""
    book = network.book
    ended = [who.id for who in book.people.values() if who.season == "ended"]
    others = frozenset((*ended, book.me))
    going = tuple(filterfalse(others.__contains__, book.people))
    return going, tuple([person for person in ended if person != book.me])
