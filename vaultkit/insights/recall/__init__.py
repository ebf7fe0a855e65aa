"""Recall: who that was, by what one still remembers of it."""

from __future__ import annotations

from math import log
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import insights
from vaultkit.book.topics import stems
from vaultkit.dates import Day, exactly
from vaultkit.frozen import Frozen
from vaultkit.insights.recall.clues import PREFIX, SEASONS, Clue, apart, clues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import Card, Encounter
    from vaultkit.book.people import PersonId
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

__all__ = [
    "SEASONS",
    "SHOWN",
    "Clue",
    "Matched",
    "Recalled",
    "Trace",
    "clues",
    "find",
    "fits",
    "traces",
]

SHOWN: Final = 5
"""How many people are brought up."""

_FEW: Final = 3
"""Of whom I met more often than on so many days, the first day alone is a clue."""


class Trace(NamedTuple):
    """What the notes have that a clue may fit.

    Attributes:
        kind: `time`, `place`, `event`, `topic`, `who` (was there), `words` (of a log
            line, a card's too), `note` (words of their own note or an event's).
        text: The words.
        origin: Where they stand.
        day: The day, if it has one.
    """

    kind: str
    text: str
    origin: Origin
    day: Day | date | None = None


class Matched(NamedTuple):
    """A clue and what it fits."""

    clue: str
    trace: Trace


class Recalled(Frozen, frozen=True, kw_only=True):
    """Somebody it may have been.

    Attributes:
        person: Who.
        met: When we met, as noted.
        first: The first contact that is noted, where `met` is not.
        matched: Which clues fit, and what they fit, in the order given.
        missed: The clues that nothing noted fits.
        later: Those of them that are times, where I met them on later days too: of
            those nothing was looked for.
    """

    person: PersonId
    met: Day | None
    first: Encounter | None
    matched: tuple[Matched, ...]
    missed: tuple[str, ...]
    later: tuple[str, ...] = ()


# --- what there is to fit ------------------------------------------------------------


def traces(
    network: Network,
    person: PersonId,
    today: date,
    prose: Sequence[tuple[Origin, str]] = (),
    cards: Sequence[Card] = (),
) -> Iterator[Trace]:
    """Yield all that is noted about somebody and may be remembered.

    Args:
        network: Where to look.
        person: Who.
        today: The day it is; nothing of a day to come is remembered.
        prose: Words of notes about them, and where they stand.
        cards: Those that changed hands.
    """
    who = network.book.people[person]
    yield from _times(network, person, today)
    for said in (*who.interests, *who.offers, *who.needs, *who.learning):
        yield Trace("topic", said.text, said.origin, said.since)
    for kind, text in (
        ("place", who.met_at),
        ("place", who.place),
        ("words", who.role),
        ("words", who.org),
        ("words", ", ".join(who.aliases)),
    ):
        yield Trace(kind, text, who.origin)
    for event in network.events_of.get(person, ()):
        about = [event.name, event.place, *(one.text for one in event.topics)]
        yield Trace("event", ", ".join(filter(None, about)), event.origin, event.date)
        yield from _company(network, person, event.people, event.origin)
    for met in network.encounters(person, today):
        yield Trace("words", f"{met.kind}: {met.text}", met.origin, met.date)
        yield from _company(network, person, met.people, met.origin)
    for card in cards:
        yield from _card(network, person, card, today)
    for origin, text in prose:
        yield Trace("note", text, origin)


def _card(
    network: Network, person: PersonId, card: Card, today: date
) -> Iterator[Trace]:
    if card.date and card.date <= today:
        yield Trace("time", "card", card.origin, card.date)
        yield Trace("words", f"card: {card.text}", card.origin, card.date)
        yield from _company(network, person, card.people, card.origin)


def _company(
    network: Network, person: PersonId, people: Iterable[PersonId], origin: Origin
) -> Iterator[Trace]:
    for other in people:
        if other != person:
            yield Trace("who", network.book.people[other].name, origin)


def _times(network: Network, person: PersonId, today: date) -> Iterator[Trace]:
    who = network.book.people[person]
    if who.met is not None and who.met.date <= today:
        yield Trace("time", "met", who.origin, who.met)
    all_met = network.encounters(person, today)
    few = len(network.contact_days(person, today)) <= _FEW
    stated = exactly(who.last_contact[0]) if who.last_contact else None
    for met in all_met if few else all_met[:1]:
        day = stated if met.kind == "stated" else met.date
        yield Trace("time", met.kind, met.origin, day)


# --- whether it fits -----------------------------------------------------------------


def fits(clue: Clue, trace: Trace, language: str) -> int:
    """Return how well a clue fits something noted, 0 if it does not.

    A time fits a day in it; words fit where all of them, by their stems, stand there.
    """
    if clue.words:
        if trace.kind == "time" or not _worth_a_look(clue, trace.text.casefold()):
            return 0
        shared = len(clue.words & stems(trace.text, language))
        return shared if shared == len(clue.words) else 0
    if trace.kind != "time" or trace.day is None:
        return 0
    day, exact = (
        (trace.day.date, trace.day.exact)
        if isinstance(trace.day, Day)
        else (trace.day, "day")
    )
    in_year = not clue.years or day.year in clue.years
    in_month = not clue.months or (exact != "year" and day.month in clue.months)
    return int(in_year and in_month)


def _worth_a_look(clue: Clue, folded: str) -> bool:
    """Return whether a text can share a stem at all: stems cost, looking is cheap."""
    return any(stem[: max(PREFIX, len(stem) - 1)] in folded for stem in clue.words)


def find(
    network: Network,
    text: str,
    settings: Settings,
    today: date,
    prose: Mapping[PersonId, Sequence[tuple[Origin, str]]] = MappingProxyType({}),
) -> tuple[Recalled, ...]:
    """Return who it may have been, the best first, a few at most.

    A clue of several words that fits nobody is taken word by word, and said to be.
    Whoever more clues fit comes first, then whom rarer clues fit (`log(N/df)`), then
    whom I met on fewer days: it is those one forgets.

    Args:
        network: Where to look; whoever is private is not in it.
        text: What is remembered, in clues parted by commas.
        settings: The language of the notes.
        today: The day it is.
        prose: Words of notes about somebody, and where they stand, as far as they may
            be shown.
    """
    language = settings.language
    asked = clues(text, today, language)
    noted = _noted(network, today, prose)
    found = _hits(asked, noted, language)
    if alone := [one for one in asked if one.words and not _count(one, found)]:
        parts = {one: apart(one, language) if one in alone else (one,) for one in asked}
        asked = tuple(dict.fromkeys(part for one in asked for part in parts[one]))
        found = _hits(asked, noted, language)
    return tuple(
        _recalled(
            network,
            person,
            _with_times(found[person], asked, noted[person]),
            asked,
            today,
        )
        for person in _in_order(network, found, asked, today)[:SHOWN]
    )


def _noted(
    network: Network,
    today: date,
    prose: Mapping[PersonId, Sequence[tuple[Origin, str]]],
) -> dict[PersonId, tuple[Trace, ...]]:
    """Return all that is noted about everybody but me."""
    cards: dict[PersonId, list[Card]] = {}
    for card in network.book.cards:
        for person in card.people:
            cards.setdefault(person, []).append(card)
    return {
        one: tuple(traces(network, one, today, prose.get(one, ()), cards.get(one, ())))
        for one, who in network.book.people.items()
        if not who.me
    }


def _hits(
    asked: Sequence[Clue], noted: Mapping[PersonId, Sequence[Trace]], language: str
) -> dict[PersonId, dict[Clue, Trace]]:
    """Return for everybody whom any clue fits, what each clue fits."""
    found: dict[PersonId, dict[Clue, Trace]] = {}
    for person, all_noted in noted.items():
        best = {clue: _best(clue, all_noted, language) for clue in asked}
        hits = {clue: trace for clue, trace in best.items() if trace}
        if hits:
            found[person] = hits
    return found


def _with_times(
    hits: Mapping[Clue, Trace], asked: Sequence[Clue], noted: Sequence[Trace]
) -> dict[Clue, Trace]:
    """Return what clues fit, with the times of that as well.

    Of whom I met often, no day but the first is a clue by itself. But what another clue
    was found in may have a day.
    """
    there = {trace.origin for trace in hits.values()}
    days = [one._replace(kind="time") for one in noted if one.origin in there]
    times = [clue for clue in asked if clue not in hits and not clue.words]
    found = {clue: _best(clue, days, "") for clue in times}
    return {**hits, **{clue: trace for clue, trace in found.items() if trace}}


def _in_order(
    network: Network,
    found: Mapping[PersonId, Mapping[Clue, Trace]],
    asked: Sequence[Clue],
    today: date,
) -> list[PersonId]:
    """Return whom nearly as many clues fit as anybody, in order."""
    everyone = 1 + len(network.book.people)
    rare = {clue: log(everyone / (1 + _count(clue, found))) for clue in asked}
    most = max(map(len, found.values()), default=0)

    def order(person: PersonId) -> tuple[int, float, int]:
        hits = found[person]
        days = len(network.contact_days(person, today))
        return -len(hits), -sum(rare[clue] for clue in hits), days

    near = [person for person, hits in found.items() if len(hits) >= most - 1]
    return sorted(near, key=order)


def _best(clue: Clue, noted: Sequence[Trace], language: str) -> Trace | None:
    scored = [(fits(clue, trace, language), trace) for trace in noted]
    best = max(scored, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] else None


def _count(clue: Clue, found: Mapping[PersonId, Mapping[Clue, Trace]]) -> int:
    return sum(clue in hits for hits in found.values())


def _recalled(
    network: Network,
    person: PersonId,
    hits: Mapping[Clue, Trace],
    asked: Sequence[Clue],
    today: date,
) -> Recalled:
    missed = [clue for clue in asked if clue not in hits]
    often = len(network.contact_days(person, today)) > _FEW
    return Recalled(
        person=person,
        met=insights.met(network, person, today),
        first=insights.first_contact(network, person, today),
        matched=tuple(Matched(c.text, hits[c]) for c in asked if c in hits),
        missed=tuple(clue.text for clue in missed),
        later=tuple(clue.text for clue in missed if often and not clue.words),
    )
