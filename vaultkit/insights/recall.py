"""Recall: who that was, by what one still remembers of it."""

from __future__ import annotations

import re
from math import log
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import insights
from vaultkit.book.topics import stems
from vaultkit.dates import MONTHS, Day
from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import Encounter
    from vaultkit.book.people import PersonId
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

SHOWN: Final = 5
"""How many people are brought up."""

SEASONS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {
        "spring": frozenset({3, 4, 5}),
        "summer": frozenset({6, 7, 8}),
        "autumn": frozenset({9, 10, 11}),
        "fall": frozenset({9, 10, 11}),
        "winter": frozenset({12, 1, 2}),
    }
)
"""Seasons by month, as they are in the north."""

_FEW: Final = 3
"""Of whom I met more often than on so many days, the first day alone is a clue."""

_PARTS: Final = re.compile(r"[,;\n]+")
_WORD: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_BEFORE_TIME: Final = frozenset({"in", "of", "last", "this", "early", "late", "mid"})
_ALSO_WORDS: Final = frozenset({"may", "march", "fall"})
_PREFIX: Final = 3


class Clue(NamedTuple):
    """Something remembered.

    Attributes:
        text: In the words typed.
        months: The months it may have been, if it is about a time.
        years: The years, likewise.
        words: The stems of its words, if it is about anything else.
    """

    text: str
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


class Trace(NamedTuple):
    """What the notes have that a clue may fit.

    Attributes:
        kind: `time`, `place`, `event`, `topic`, `who` (was there), `words` (of a log
            line), `note` (words of their own note).
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
    """

    person: PersonId
    met: Day | None
    first: Encounter | None
    matched: tuple[Matched, ...]
    missed: tuple[str, ...]


# --- clues ---------------------------------------------------------------------------


def clues(text: str, today: date, language: str) -> tuple[Clue, ...]:
    """Return what is remembered: `conference in spring, bees` are three clues."""
    found: list[Clue] = []
    for part in _PARTS.split(text):
        time, rest = _time(part.strip(), today)
        if time is not None:
            found.append(time)
        about = _trimmed(rest)
        words = stems(about, language)
        if words:
            found.append(Clue(about, words=words))
    return tuple(dict.fromkeys(found))


def _trimmed(text: str) -> str:
    words = text.split()
    while words and fold(words[0]) in _BEFORE_TIME | {"with", "at", "on", "the"}:
        words = words[1:]
    while words and fold(words[-1]) in _BEFORE_TIME:
        words = words[:-1]
    return " ".join(words)


def _time(part: str, today: date) -> tuple[Clue | None, str]:
    """Return the time a part speaks of, if it does, and the rest of its words."""
    words = part.split()
    months: set[int] = set()
    years: set[int] = set()
    said, rest = [], []
    for n, word in enumerate(words):
        bare = fold(word.strip(".!?()'\""))
        before = fold(words[n - 1]) if n else ""
        after = words[n + 1] if n + 1 < len(words) else ""
        if bare == "year" and before in {"last", "this"}:
            years.add(today.year - (before == "last"))
        elif _YEAR.fullmatch(bare):
            years.add(int(bare))
        elif its := _months(bare, sure=_sure(word, before, after, len(words))):
            months |= its
        else:
            rest.append(word)
            continue
        if before in {"last", "this"} and rest:
            said.append(rest.pop())
        said.append(word)
    if not said:
        return None, part
    text = " ".join(said)
    return Clue(text, frozenset(months), frozenset(years)), " ".join(rest)


def _sure(word: str, before: str, after: str, count: int) -> bool:
    """Return whether a word such as "may" is a month and no verb."""
    return (
        count == 1
        or before in _BEFORE_TIME
        or bool(_YEAR.fullmatch(after))
        or word[:1].isupper()
    )


def _months(word: str, *, sure: bool) -> frozenset[int]:
    if word in _ALSO_WORDS and not sure:
        return frozenset()
    if word in SEASONS:
        return SEASONS[word]
    for number, month in enumerate(MONTHS, 1):
        if word == month or (word == month[:_PREFIX] and sure):
            return frozenset({number})
    return frozenset()


# --- what there is to fit ------------------------------------------------------------


def traces(
    network: Network,
    person: PersonId,
    today: date,
    prose: Sequence[tuple[int, str]] = (),
) -> Iterator[Trace]:
    """Yield all that is noted about somebody and may be remembered.

    Args:
        network: Where to look.
        person: Who.
        today: The day it is; nothing of a day to come is remembered.
        prose: Line and words of their own note.
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
    for line, text in prose:
        yield Trace("note", text, Origin(who.path or "", line))


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
    for met in all_met if few else all_met[:1]:
        yield Trace("time", met.kind, met.origin, met.date)


# --- whether it fits -----------------------------------------------------------------


def fits(clue: Clue, trace: Trace, language: str) -> int:
    """Return how well a clue fits something noted, 0 if it does not.

    A time fits a day in it; words fit where half of them, by their stems, stand there.
    """
    if clue.words:
        if trace.kind == "time" or not _worth_a_look(clue, trace.text.casefold()):
            return 0
        shared = len(clue.words & stems(trace.text, language))
        return shared if 2 * shared >= len(clue.words) else 0
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
    return any(stem[: max(_PREFIX, len(stem) - 1)] in folded for stem in clue.words)


def find(
    network: Network,
    text: str,
    settings: Settings,
    today: date,
    prose: Mapping[PersonId, Sequence[tuple[int, str]]] = MappingProxyType({}),
) -> tuple[Recalled, ...]:
    """Return who it may have been, the best first, a few at most.

    Whoever more clues fit comes first, then whom rarer clues fit (`log(N/df)`), then
    whom I met on fewer days: it is those one forgets.

    Args:
        network: Where to look; whoever is private is not in it.
        text: What is remembered, in clues parted by commas.
        settings: The language of the notes.
        today: The day it is.
        prose: Line and words of people's own notes, as far as they may be shown.
    """
    asked = clues(text, today, settings.language)
    found: dict[PersonId, dict[Clue, Trace]] = {}
    for person, who in network.book.people.items():
        if not who.me:
            noted = tuple(traces(network, person, today, prose.get(person, ())))
            best = {clue: _best(clue, noted, settings.language) for clue in asked}
            hits = {clue: trace for clue, trace in best.items() if trace}
            if hits:
                found[person] = hits
    return tuple(
        _recalled(network, person, found[person], asked, today)
        for person in _in_order(network, found, asked, today)[:SHOWN]
    )


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
    return Recalled(
        person=person,
        met=insights.met(network, person, today),
        first=insights.first_contact(network, person, today),
        matched=tuple(Matched(c.text, hits[c]) for c in asked if c in hits),
        missed=tuple(clue.text for clue in asked if clue not in hits),
    )
