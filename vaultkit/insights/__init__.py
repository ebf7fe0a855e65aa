"""Insights: answers for one day, each with its reasons and where they stand.

One module is one question: its frozen records, a finder that answers for one subject
(a person, a need, a pair, a topic), and `find`, which asks it of everyone and puts the
answers in order. Records hold facts (dates, people, what was said), never sentences and
never scores: the wording is the templates'.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from vaultkit.book.encounters import FACTS
from vaultkit.frozen import Frozen, replace
from vaultkit.names import fold
from vaultkit.notes.contact import meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import Encounter, Promise
    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.dates import Day
    from vaultkit.findings.reasons import Reason
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin

K = TypeVar("K")
T = TypeVar("T")

_ELSEWHERE: Final = frozenset({"promised", "kept", "asked", "needs", "offers", "likes"})
_WORDLESS: Final = frozenset({"mention", "noted"})
_SAYING: Final = re.compile(r"[^\W_]+")
_JOINING: Final = frozenset(
    {"a", "and", "avec", "con", "et", "for", "mit", "und", "with", "y"}
)
_SHORT: Final = 80
"""Characters within which a line may have no words but kinds and names."""
_MEETING: Final = frozenset({"met", "met_at"})
_NO_MEETING: Final = frozenset({*FACTS, "promised", "kept", "stated"})

_WAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coffee": "coffee",
        "drinks": "coffee",
        "breakfast": "meal",
        "lunch": "meal",
        "dinner": "meal",
        "walk": "walk",
        "call": "call",
        "video": "call",
        "letter": "letter",
        "visit": "visit",
    }
)
"""How to be in touch again, by the kind of the last encounter."""


class Step(Frozen, frozen=True):
    """One small next step.

    Attributes:
        way: How: the first of the person's own `ways` in the user's words, else by the
            kind of the last encounter: `call`, `coffee`, `walk`, `meal`, `letter`,
            `visit`, else `write`.
        hook: What to hang it on: `promise` (an open one), `offer` (to help with an open
            need), `need` (ask whether it is open still), `shared` (an interest of us
            both), `interest` (one of theirs), `words` (what was last written about
            them), `birthday` (to wish them well), or "" (nothing is known).
        text: The promise, need, interest or words themselves, as the user wrote them.
        origin: Where they stand.
    """

    way: str
    hook: str = ""
    text: str = ""
    origin: Origin | None = None


class Nudge(Frozen, frozen=True):
    """Somebody to reach out to this week, as one of the insights proposes it.

    Attributes:
        person: Whom.
        kind: Which insight speaks: `promise`, `help`, `quiet`, `drifting`, `dormant`,
            `birthday`, `met` (at an event), `card`, or `silent` (no measure at all: a
            memory, said to be just that).
        since: The day it is about: the last contact, the day of the promise, the need,
            the event or the card, or the birthday to come.
        because: Why, at most a few.
        step: One small step.
        words: The last own words about them, or "".
        words_from: Where those stand.
        warm_up: Somebody recently in touch to write to first (dormant ties only).
        due: The day the name came up: the first on which the measure says so, the day
            of the promise, need or card, the one after an event, a week before the
            birthday. None if undated.
    """

    person: PersonId
    kind: str
    since: date | Day | None
    because: tuple[Reason, ...]
    step: Step
    words: str = ""
    words_from: Origin | None = None
    warm_up: PersonId | None = None
    due: date | None = None


class Capped(Frozen, Generic[T], frozen=True):
    """The first few of a list, and how many more there are."""

    shown: tuple[T, ...]
    more: int

    def __bool__(self) -> bool:
        """Return whether there is any at all."""
        return bool(self.shown or self.more)


def capped(items: Sequence[T], limit: int) -> Capped[T]:
    """Return the first `limit` items and the number left out, 0 or more."""
    return Capped(tuple(items[:limit]), max(0, len(items) - limit))


def few(
    items: Sequence[K], limit: int | None, tell: Callable[[Sequence[K]], tuple[T, ...]]
) -> tuple[T, ...]:
    """Return what is told of all items, or, for a page, of those it shows.

    Args:
        items: Whatever there is something to tell of.
        limit: How many are told. The others are counted: then this is `Capped`, which
            stands in a record for the rows that a page has no use for.
        tell: Tells of several.
    """
    if limit is None:
        return tell(items)
    more = max(0, len(items) - limit)
    return cast("tuple[T, ...]", Capped(tell(items[:limit]), more))


# --- what is known of a person on a day ----------------------------------------------


def last_words(network: Network, person: PersonId, today: date) -> Encounter | None:
    """Return the last encounter that has words of the user's own.

    What was promised, kept or asked, and what they need, offer or like, is told
    elsewhere as what it is: it counts where nothing else was written.
    """
    return told_best(reversed(network.encounters(person, today)))


def told_best(met: Iterable[Encounter]) -> Encounter | None:
    """Return the first encounter that has words of the user's own, as `last_words`."""
    other = None
    for one in filter(_says, met):
        if one.kind not in _ELSEWHERE:
            return one
        if other is None:
            other = one
    return other


def _says(one: Encounter) -> bool:
    """Return whether a line has words besides what it was and whom it names.

    `- coffee with [[Ada Moss]]` has none, nor has `- coffee: [[Ada Moss]]`.
    """
    if one.kind not in _WORDLESS or not 0 < len(one.text) < _SHORT:
        return bool(one.text)
    names = set(_SAYING.findall(fold(" ".join(one.people)))) | _JOINING
    rest = [word for word in _SAYING.findall(fold(one.text)) if word not in names]
    return not (meeting(" ".join(rest))[0] or all(meeting(word)[0] for word in rest))


def met(network: Network, person: PersonId, today: date) -> Day | None:
    """Return when we met, as noted; never a day to come."""
    noted = network.book.people[person].met
    return noted if noted is not None and noted.date <= today else None


def first_contact(network: Network, person: PersonId, today: date) -> Encounter | None:
    """Return the first contact that is noted, where nothing says when we met.

    It is no day of meeting, and is told as what it is. What was only said about them
    or promised to them is none. None where their note hides when or where we met, or
    an earlier day may not be told.
    """
    who = network.book.people[person]
    if met(network, person, today) or not _MEETING.isdisjoint(who.hidden):
        return None
    met_on = network.encounters(person, today)
    first = next((one for one in met_on if one.kind not in _NO_MEETING), None)
    hidden = who.withheld
    if first is None or hidden is None:
        return first
    told = not hidden.met and min(hidden.days, default=today) >= first.date
    return first if told else None


def is_met(network: Network, person: PersonId, today: date) -> bool:
    """Return whether I have met somebody, by their log, `met` or their circle."""
    noted = met(network, person, today) is not None
    circle = network.book.people[person].circle
    return noted or bool(circle) or bool(network.contact_days(person, today))


def perhaps_met(network: Network, person: PersonId, today: date) -> bool:
    """Return whether I have met somebody, or something hidden might say so.

    Whoever may not be told to be known is not told to be unknown either.
    """
    hidden = network.book.people[person].withheld
    untold = hidden is not None and (
        hidden.near or hidden.met or hidden.since(None, today)
    )
    return untold or is_met(network, person, today)


def through(network: Network, person: PersonId) -> tuple[PersonId, ...]:
    """Return who brought us together, me and people who are not there left out."""
    book = network.book
    by = book.people[person].introduced_by
    if not by:
        return ()
    people, me = book.people, book.me
    known = [it.person for it in by if it.person in people and it.person != me]
    return tuple(dict.fromkeys(known))


def open_promises(promises: Iterable[Promise], today: date) -> tuple[Promise, ...]:
    """Return those not kept yet, oldest first."""
    found: list[Promise] = []
    for one in promises:
        begun = one.date is None or one.date <= today
        # A promise in a comment alone is told to nobody.
        if one.text and begun and (one.kept is None or one.kept > today):
            found.append(one)
    return tuple(found)


def rare_first(network: Network, interests: Iterable[Said]) -> tuple[Said, ...]:
    """Return interests, the rarest in this vault first, then as they were noted."""
    several = tuple(interests)
    if len(several) <= 1:
        return several
    rarity = network.rarities.get
    return tuple(sorted(several, key=lambda one: -rarity(one.topic, 0.0)))


def shared_first(network: Network, interests: Iterable[Said]) -> tuple[Said, ...]:
    """Return interests, those that are mine as well first, then the rarest."""
    mine = network.mine
    rare = rare_first(network, interests)
    return tuple(sorted(rare, key=lambda one: one.topic not in mine))


def newest_first(needs: tuple[Said, ...]) -> tuple[Said, ...]:
    """Return needs with the latest dated first, undated ones last, as noted."""
    if len(needs) <= 1:
        return needs
    return tuple(
        sorted(needs, key=lambda one: -one.since.toordinal() if one.since else 1)
    )


def way(person: Person, last: Encounter | None) -> str:
    """Return how to be in touch: as they like it, else as it was the last time."""
    if person.ways:
        return person.ways[0]
    return _WAYS.get(last.kind, "write") if last else "write"


def step(
    network: Network, person: PersonId, today: date, cares: Sequence[Said]
) -> Step:
    """Return one small step: how, and the best thing known to hang it on.

    Args:
        network: Where to look.
        person: Whom to reach out to.
        today: The day it is.
        cares: Their interests, the best to name first.
    """
    who = network.book.people[person]
    met = network.encounters(person, today)
    promises = open_promises(network.promises_of.get(person, ()), today)
    needs = newest_first(who.needs)
    words = told_best(reversed(met))
    how = way(who, met[-1] if met else None)
    return hung(how, promises, needs, cares, network.mine, words)


def hung(
    how: str,
    promises: Sequence[Promise],
    needs: Sequence[Said],
    cares: Sequence[Said],
    mine: Mapping[TopicId, Said],
    words: Encounter | None,
) -> Step:
    """Return one small step, hung on the best that is known.

    A promise of mine before a need of theirs, an interest we share before another of
    theirs, and the last words where there is nothing else.

    Args:
        how: How to be in touch.
        promises: What I promised them, the first to be named first, as in all of these.
        needs: What they look for.
        cares: What they care about.
        mine: What I care about.
        words: The last encounter with words of the user's own.
    """
    if promises:
        return Step(how, "promise", promises[0].text, promises[0].origin)
    if needs:
        return Step(how, "need", needs[0].text, needs[0].origin)
    for care in cares if mine else ():
        if care.topic in mine:
            return Step(how, "shared", care.text, care.origin)
    if cares:
        return Step(how, "interest", cares[0].text, cares[0].origin)
    return Step(how, "words", words.text, words.origin) if words else Step(how)


def remembered(network: Network, proposed: Nudge, today: date) -> Nudge:
    """Return a proposal with the last own words about the person."""
    words = last_words(network, proposed.person, today)
    if words is None:
        return proposed
    return replace(proposed, words=words.text, words_from=words.origin)
