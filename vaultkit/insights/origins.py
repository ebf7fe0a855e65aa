"""Where good things came from: what came, through whom, and how that tie began."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from vaultkit import insights
from vaultkit.dates import first
from vaultkit.findings.silence import rests
from vaultkit.findings.thanked import last_thanked
from vaultkit.frozen import Frozen, field, replace
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from vaultkit.book.events import Event
    from vaultkit.book.people import Acquaintance, Person, PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

LONGEST: Final = 12
"""How many introductions one story is traced back through, at most."""

Kind = Literal[
    "introduction", "event", "colleague", "client", "words", "interest", "first", ""
]

_COLLEAGUE: Final = re.compile(
    r"\b(?:colleagues?|co-?workers?|workmates?|worked|kolleg\w{1,5}|coll[eè]gues?)\b"
)
_CLIENT: Final = re.compile(r"\b(?:clients?|customers?|kund(?:e|en|in)|cliente)\b")


class Beginning(Frozen, frozen=True, kw_only=True):
    """How a tie began, as far as the notes say.

    Attributes:
        person: With whom.
        kind: The first of these that is noted. `introduction`: `by` brought us
            together. `event`: we met there. `colleague`: we work, or worked, together.
            `client`: one of us worked for the other. `words`: my own words, in `text`.
            `interest`: one we share, for want of anything else. `first`: the first
            contact noted is `when`. "": nothing is noted.
        by: Who brought us together.
        event: The event where we met.
        text: Where or how we met in my words (every kind but `interest`), or the
            interest.
        path: The note that those words link, if they link one.
        when: When we met, or the day of the first contact.
        origin: Where it stands.
    """

    person: PersonId
    kind: Kind
    by: PersonId | None = None
    event: Event | None = None
    text: str = ""
    path: VaultPath | None = None
    when: Day | date | None = None
    origin: Origin


class Story(Frozen, frozen=True, kw_only=True):
    """Something good that came.

    Attributes:
        what: What it was, in my words.
        date: When.
        origin: The note or line that tells it.
        through: The people it came through.
        event: The event it came through.
        ways: For each of those people, how the tie to them began, traced back through
            introductions: the first of all stands first, and each brought the next.
        tell: People on those ways to whom no thanks are noted since: the one it came
            through and the first of all.
    """

    what: str
    date: date | None
    origin: Origin
    through: tuple[PersonId, ...] = ()
    event: Event | None = None
    ways: tuple[tuple[Beginning, ...], ...] = ()
    tell: tuple[PersonId, ...] = ()


class Root(Frozen, frozen=True, kw_only=True):
    """Where several stories, or one, began.

    Attributes:
        start: How the first tie began; None where it came through an event alone.
        event: That event.
        stories: What grew from it, the latest first.
    """

    start: Beginning | None = None
    event: Event | None = None
    stories: tuple[Story, ...] = ()


class Origins(Frozen, frozen=True, kw_only=True):
    """The page: stories, the latest first, and where they began, most first."""

    stories: tuple[Story, ...] = ()
    roots: tuple[Root, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.stories


# --- one tie -------------------------------------------------------------------------


def beginning(network: Network, person: PersonId, today: date) -> Beginning:
    """Return how the tie with one person began."""
    who = network.book.people[person]
    told = _told(network, who, today)
    met = insights.met(network, person, today)
    if told is not None:
        kind, origin, by, event = told
        return Beginning(
            person=person,
            kind=kind,
            by=by,
            event=event,
            text=who.met_at,
            path=who.met_at_path,
            when=met,
            origin=origin,
        )
    mine = network.mine
    for care in insights.rare_first(network, who.interests):
        if care.topic in mine:
            return Beginning(
                person=person,
                kind="interest",
                text=care.text,
                when=met,
                origin=care.origin,
            )
    first = insights.first_contact(network, person, today)
    if first is not None:
        return Beginning(
            person=person, kind="first", when=first.date, origin=first.origin
        )
    return Beginning(person=person, kind="", when=met, origin=who.origin)


def _told(
    network: Network, who: Person, today: date
) -> tuple[Kind, Origin, PersonId | None, Event | None] | None:
    """Return what the person's own note says of how we met, or None."""
    by = next(_brought(network, who), None)
    if by is not None:
        return "introduction", by.origin, by.person, None
    event = network.events.get(who.met_at_path) if who.met_at_path else None
    if event is not None and (event.date is None or event.date <= today):
        return "event", event.origin, None, event
    words = fold(who.met_at)
    me = network.book.people.get(network.book.me) if network.book.me else None
    together = bool(who.org) and me is not None and fold(who.org) == fold(me.org)
    if together or _COLLEAGUE.search(words):
        return "colleague", who.origin, None, None
    if _CLIENT.search(words):
        return "client", who.origin, None, None
    return ("words", who.origin, None, None) if words else None


def _brought(network: Network, who: Person) -> Iterator[Acquaintance]:
    book = network.book
    for by in who.introduced_by:
        if by.person in book.people and by.person not in {book.me, who.id}:
            yield by


def way(network: Network, person: PersonId, today: date) -> tuple[Beginning, ...]:
    """Return how a tie began, traced back through introductions, the first one first.

    Never in a ring: whoever stands on the way already ends it. Of more than `LONGEST`
    the latest.
    """
    found: list[Beginning] = []
    seen: set[PersonId] = set()
    at: PersonId | None = person
    while at is not None and at not in seen and len(found) < LONGEST:
        seen.add(at)
        found.append(beginning(network, at, today))
        at = found[-1].by
    return tuple(reversed(found))


# --- the page ------------------------------------------------------------------------


def story(network: Network, told: Story, today: date) -> Story:
    """Return something good that came, with the ways that led to it.

    Args:
        network: Where to look.
        told: What came, when, and through whom.
        today: The day it is.
    """
    return _story(_Asked(network, today), told)


def _story(asked: _Asked, told: Story) -> Story:
    people = asked.network.book.people
    through = tuple(one for one in told.through if one in people)
    ways = tuple(_in_time(asked.way(one), told.date) for one in through)
    named = dict.fromkeys((*through, *(steps[0].person for steps in ways)))
    return Story(
        what=told.what,
        date=told.date,
        origin=told.origin,
        through=through,
        event=told.event,
        ways=ways,
        tell=tuple(
            one
            for one in named
            if not rests(asked.network, people[one], asked.today)
            and not asked.thanked(one, told.date)
        ),
    )


def _in_time(steps: tuple[Beginning, ...], came: date | None) -> tuple[Beginning, ...]:
    """Return a way without a first contact that was noted after what it led to."""
    start, *rest = steps
    days = [first(day) for day in (*(one.when for one in rest), came) if day]
    noted = first(start.when) if start.when and start.kind == "first" else None
    if noted is None or not any(day < noted for day in days):
        return steps
    return (replace(start, kind="", when=None), *rest)


class _Asked(Frozen, frozen=True):
    """What was asked of somebody once and is asked again for each of their stories."""

    network: Network
    today: date
    ways: dict[PersonId, tuple[Beginning, ...]] = field(default_factory=dict)
    thanks: dict[PersonId, date | None] = field(default_factory=dict)

    def way(self, person: PersonId) -> tuple[Beginning, ...]:
        """Return how a tie began, as `way`."""
        known = self.ways.get(person)
        if known is None:
            known = self.ways[person] = way(self.network, person, self.today)
        return known

    def thanked(self, person: PersonId, since: date | None) -> bool:
        """Return whether thanks are noted since a day, or at all."""
        if person not in self.thanks:
            last = last_thanked(self.network, person, self.today)
            self.thanks[person] = last
        last = self.thanks[person]
        return last is not None and (since is None or last >= since)


def find(network: Network, settings: Settings, today: date) -> Origins:
    """Return the page: every story, the latest first, and where they began.

    Where something came through several people it began with the first named. Those
    from whom most grew come first, then the latest: work comes through people who know
    one well, or through theirs (of jobs found through contacts, 28% came through one
    seen rarely and 56% through one seen now and then; Granovetter 1973).
    """
    del settings  # every page is asked alike
    past = [one for one in _noted(network) if one.date is None or one.date <= today]
    past.sort(key=lambda one: -one.date.toordinal() if one.date else 1)
    asked = _Asked(network, today)
    stories = tuple(_story(asked, one) for one in past)
    return Origins(stories=stories, roots=_roots(stories))


def _noted(network: Network) -> Iterator[Story]:
    """Yield what is noted: opportunities, then log lines that are not about one."""
    book = network.book
    told = set()
    for one in book.opportunities:
        told.add((one.date, frozenset(one.through)))
        yield Story(
            what=one.what,
            date=one.date,
            origin=one.origin,
            through=one.through,
            event=network.events.get(one.event) if one.event else None,
        )
    for came in book.came:
        people = tuple(one for one in came.people if one != book.me)
        if people and (came.date, frozenset(people)) not in told:
            yield Story(
                what=came.text, date=came.date, origin=came.origin, through=people
            )


def _roots(stories: Iterable[Story]) -> tuple[Root, ...]:
    grown: dict[str, list[Story]] = {}
    for one in stories:
        if one.ways:
            grown.setdefault(one.ways[0][0].person, []).append(one)
        elif one.event is not None:
            grown.setdefault(one.event.path, []).append(one)
    found = [
        Root(
            start=of[0].ways[0][0] if of[0].ways else None,
            event=None if of[0].ways else of[0].event,
            stories=tuple(of),
        )
        for of in grown.values()
    ]
    return tuple(sorted(found, key=lambda root: -len(root.stories)))
