"""A brief before meeting somebody half-forgotten."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from vaultkit import insights
from vaultkit.findings.answers import how_said
from vaultkit.findings.offers import mine
from vaultkit.findings.reasons import last_contact
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.encounters import Card, Encounter, Lesson, Promise
    from vaultkit.book.people import PersonId, Said
    from vaultkit.dates import Day
    from vaultkit.findings.answers import How
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

LAST: Final = 5
"""How many last conversations a brief tells."""

QUESTION_MARKS: Final = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")
"""What a question ends with, in some scripts."""

_SENTENCE: Final = re.compile(r"(?<=[.!?\N{HORIZONTAL ELLIPSIS}])\s+")

LESSONS: Final = 3
"""How many lessons it recalls."""


class Question(Frozen, frozen=True):
    """One question they leave open.

    Attributes:
        kind: `promise` (I promised it: did I do it?), `need` (they looked for it:
            still?), `ask` (I asked them for it), `words` (the last words end in a
            question: that sentence).
        text: It, in the user's words.
        date: The day it was noted, if known.
        origin: Where it stands.
    """

    kind: Literal["promise", "need", "ask", "words"]
    text: str
    date: date | None
    origin: Origin


class Common(Frozen, frozen=True, kw_only=True):
    """An interest we share: what I say about it and what they say."""

    mine: Said
    theirs: Said


class CouldOffer(Frozen, frozen=True, kw_only=True):
    """Something of mine that fits a need of theirs; `how` as in help."""

    need: Said
    offer: Said
    how: How


class Brief(Frozen, frozen=True, kw_only=True):
    """What to know before we meet.

    Attributes:
        person: Who; their note (org, role, place, birthday, ways) is in the book.
        met: When we met, as noted.
        first: The first contact that is noted, where `met` is not.
        met_at: Where or how, in the user's words, or "".
        met_at_path: The note it links, if it links one.
        through: Who brought us together.
        last: Up to five last encounters with words, newest first, but for the lines
            that are told below as what they are: a promise, a need, an offer, an
            interest.
        since: The last day with contact, with or without words.
        cards: Cards that changed hands, newest first.
        question: One question they leave open.
        common: Interests we share, rarest first.
        cares: Their other interests, rarest first.
        needs: What they need now, newest first.
        offers: What they can help with, as noted; a role is no more than a guess.
        learning: What they want to learn.
        could_offer: What of mine fits.
        promises: What I promised them and have not kept yet, oldest first.
        lessons: What they taught me, newest first, up to three.
        acquaintances: People both of us know, by name.
    """

    person: PersonId
    met: Day | None = None
    first: Encounter | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    through: tuple[PersonId, ...] = ()
    last: tuple[Encounter, ...] = ()
    since: date | Day | None = None
    cards: tuple[Card, ...] = ()
    question: Question | None = None
    common: tuple[Common, ...] = ()
    cares: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    offers: tuple[Said, ...] = ()
    learning: tuple[Said, ...] = ()
    could_offer: tuple[CouldOffer, ...] = ()
    promises: tuple[Promise, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    acquaintances: tuple[PersonId, ...] = ()


def brief(network: Network, person: PersonId, settings: Settings, today: date) -> Brief:
    """Return what to know before meeting somebody."""
    who = network.book.people[person]
    last = last_contact(network, person, today)
    my_own = network.mine
    cares = insights.rare_first(network, who.interests)
    promises = insights.open_promises(network.promises_of.get(person, ()), today)
    lessons = _lessons(network, person, today)
    told = {one.origin for one in (*who.needs, *who.offers, *cares)}
    told.update(one.origin for one in promises)
    told.update(one.origin for one in lessons)
    met = reversed(network.encounters(person, today))
    said = (one for one in met if one.text and one.origin not in told)
    return Brief(
        person=person,
        met=insights.met(network, person, today),
        first=insights.first_contact(network, person, today),
        met_at=who.met_at,
        met_at_path=who.met_at_path,
        through=insights.through(network, person),
        last=tuple(islice(said, LAST)),
        since=last.date if last else None,
        cards=_cards(network, person, today),
        question=next(_questions(network, person, today), None),
        common=tuple(
            Common(mine=my_own[one.topic], theirs=one)
            for one in cares
            if one.topic in my_own
        ),
        cares=tuple(one for one in cares if one.topic not in my_own),
        needs=insights.newest_first(who.needs),
        offers=tuple(one for one in who.offers if not one.likely),
        learning=who.learning,
        could_offer=tuple(_could_offer(network, person, settings)),
        promises=promises,
        lessons=lessons,
        acquaintances=_acquaintances(network, person, today),
    )


def _questions(network: Network, person: PersonId, today: date) -> Iterator[Question]:
    """Yield what they leave open, what I owe before what they look for."""
    for one in insights.open_promises(network.promises_of.get(person, ()), today):
        yield Question("promise", one.text, one.date, one.origin)
    for need in insights.newest_first(network.book.people[person].needs):
        yield Question("need", need.text, need.since, need.origin)
    asked = network.asks_of.get(person, ())
    for ask in reversed(
        [one for one in asked if one.date is None or one.date <= today]
    ):
        yield Question("ask", ask.text, ask.date, ask.origin)
    words = insights.last_words(network, person, today)
    if words and words.text.rstrip().endswith(QUESTION_MARKS):
        last = _SENTENCE.split(words.text.strip())[-1]
        yield Question("words", last, words.date, words.origin)


def _could_offer(
    network: Network, person: PersonId, settings: Settings
) -> Iterator[CouldOffer]:
    my_answers = mine(network, settings)
    for need in insights.newest_first(network.book.people[person].needs):
        for answer, offer in my_answers(need.topic)[:1]:
            how = how_said(answer, need, offer)
            yield CouldOffer(need=need, offer=offer, how=how)


def _cards(network: Network, person: PersonId, today: date) -> tuple[Card, ...]:
    theirs = [one for one in network.book.cards if person in one.people]
    past = [one for one in theirs if one.date is not None and one.date <= today]
    return tuple(reversed(past))


def _lessons(network: Network, person: PersonId, today: date) -> tuple[Lesson, ...]:
    taught = network.lessons_of.get(person, ())
    past = [one for one in taught if one.date is None or one.date <= today]
    return tuple(reversed(past))[:LESSONS]


def _acquaintances(
    network: Network, person: PersonId, today: date
) -> tuple[PersonId, ...]:
    """Return people both of us know, in order of name."""
    around = network.ties.get(person, {})
    return tuple(
        other
        for other in network.book.people
        if other in around
        and other != network.book.me
        and network.acquainted(person, other, today)
        and network.contact_days(other, today)
    )
