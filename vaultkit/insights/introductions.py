"""Introductions and thanks: who is being brought together, and who brought whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

from vaultkit.findings.pairs import Worth, pairs, worth
from vaultkit.findings.reasons import Reason, known
from vaultkit.findings.thanked import last_thanked
from vaultkit.findings.trees import Branch, Tree, trees
from vaultkit.frozen import Frozen
from vaultkit.insights import few
from vaultkit.network.closeness import knows_well
from vaultkit.network.ranking import Among

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

    Brought = tuple[PersonId, PersonId, Origin]
    Owed = tuple[PersonId, int]
    """Whom somebody brought me, and which of those who are noted to have done so."""

T = TypeVar("T")

__all__ = [
    "Branch",
    "Introductions",
    "Joined",
    "State",
    "Thanks",
    "Tree",
    "UnderWay",
    "Worth",
    "find",
    "joined",
    "thanks",
    "under_way",
]

State = Literal["asking", "waiting", "agreed", "introduced", "heard", "closed"]


class UnderWay(Frozen, frozen=True, kw_only=True):
    """Where one introduction stands.

    Attributes:
        introduction: The note: `between`, `why`, `introduced`, `heard_back`.
        state: `asking`: neither has said yes; ask each alone first.
            `waiting`: one has said yes, `waiting_for` has not answered.
            `agreed`: both have; only now a joint message may exist.
            `introduced`: made; no news yet. `heard`: and heard back. `closed`: somebody
            said no (who is nobody's business: name neither).
        waiting_for: Who has not answered yet (asking, waiting).
        because: `introduction` (text: why; origin: the note).
    """

    introduction: Introduction
    state: State
    waiting_for: tuple[PersonId, ...] = ()
    because: tuple[Reason, ...] = ()


class Joined(Frozen, frozen=True, kw_only=True):
    """Two people I brought together (an introduction made, or `introduced_to`)."""

    first: PersonId
    second: PersonId
    when: date | None
    origin: Origin


class Thanks(Frozen, frozen=True, kw_only=True):
    """Somebody who brought me a person I now know well, and no word of thanks noted.

    Attributes:
        to: Who brought them.
        brought: Whom.
        when: When I met that person, if known.
        because: `introduced` (origin: the line that says so), `known` (person:
            `brought`; text and days as in help).
    """

    to: PersonId
    brought: PersonId
    when: Day | None = None
    because: tuple[Reason, ...] = ()


class Introductions(Frozen, frozen=True, kw_only=True):
    """The page: introductions and thanks.

    Attributes:
        under_way: asking, waiting, agreed; those that wait for me first, then by name.
        news: introduced, and nobody has told me how it went; oldest first.
        heard: introduced and heard back, newest first.
        closed: a no was said: closed quietly. For counting at most, never for names.
        worth: Pairs worth considering, rarest topic first, each person once.
        trees: Who brought whom, the largest tree first.
        joined: Whom else I brought together, newest first.
        thanks: Thanks not yet said.
    """

    under_way: tuple[UnderWay, ...] = ()
    news: tuple[UnderWay, ...] = ()
    heard: tuple[UnderWay, ...] = ()
    closed: tuple[UnderWay, ...] = ()
    worth: tuple[Worth, ...] = ()
    trees: tuple[Tree, ...] = ()
    joined: tuple[Joined, ...] = ()
    thanks: tuple[Thanks, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (
                self.under_way,
                self.news,
                self.heard,
                self.worth,
                self.trees,
                self.joined,
                self.thanks,
            )
        )


# --- one introduction, one pair, one person ------------------------------------------


def under_way(made: Introduction, today: date) -> UnderWay:
    """Return where one introduction stands.

    Both are asked first, each alone, and only two yeses join them (double opt-in: Fred
    Wilson, avc.com 2009). Not to hear how it went is the usual reason why people stop
    making introductions, so an introduction waits for news.
    """
    state, waiting_for = _state(made, today)
    reason = Reason("introduction", made.why, made.introduced, made.origin)
    return UnderWay(
        introduction=made, state=state, waiting_for=waiting_for, because=(reason,)
    )


def _state(made: Introduction, today: date) -> tuple[State, tuple[PersonId, ...]]:
    if made.heard_back and made.heard_back <= today:
        return "heard", ()
    if made.introduced and made.introduced <= today:
        return "introduced", ()
    if made.no:
        return "closed", ()
    waiting_for = tuple(one for one in made.between if one not in made.yes)
    if not waiting_for:
        return "agreed", ()
    return ("asking" if len(waiting_for) > 1 else "waiting"), waiting_for


def thanks(
    network: Network,
    brought: PersonId,
    settings: Settings,
    today: date,
) -> tuple[Thanks, ...]:
    """Return whom I might still thank for bringing me somebody.

    For a person whom I know well by days with contact, those who introduced them and
    were not thanked since.

    Args:
        network: Where to look.
        brought: The person they brought me.
        settings: How well I must know that person.
        today: The day it is.
    """
    owed = _owed(network, brought, settings, today)
    return tuple([_thanks(network, one, settings, today) for _, _, one in owed])


def _owed(
    network: Network, brought: PersonId, settings: Settings, today: date
) -> tuple[tuple[str, int, Owed], ...]:
    """Return to whom thanks are owed for somebody, each after what puts it in order."""
    who = network.book.people[brought]
    days = network.contact_days(brought, today)
    if not days or len(days) < settings.gate_days or who.me or who.over:
        return ()
    met = who.met.date if who.met else days[0]
    order = -_day(who.met.date if who.met else None)
    thanked = network.asked(last_thanked, today)
    return tuple(
        [
            ("owed", order, (brought, at))
            for at, by in enumerate(who.introduced_by)
            if by.person in network.book.people
            and by.person != network.book.me
            and (thanked(by.person) or date.min) < met
        ]
    )


def _thanks(network: Network, owed: Owed, settings: Settings, today: date) -> Thanks:
    brought, at = owed
    who = network.book.people[brought]
    by = who.introduced_by[at]
    reason = Reason("introduced", origin=by.origin, person=by.person)
    well = known(knows_well(network, brought, settings, today))
    return Thanks(to=by.person, brought=brought, when=who.met, because=(reason, well))


def joined(network: Network, today: date) -> tuple[Joined, ...]:
    """Return whom I brought together, newest first, undated ones last, by name."""
    brought = network.ranked(_brought, Among("people", "introduced_to"))
    return network.made(_together, brought.get("brought", ()), today)


def _together(
    network: Network, brought: Iterable[Brought], today: date
) -> tuple[Joined, ...]:
    found: dict[tuple[PersonId, PersonId], Joined] = {}
    for a, b, when, origin in _joined(network, brought):
        if (when is None or when <= today) and (b, a) not in found:
            one = Joined(first=a, second=b, when=when, origin=origin)
            found.setdefault((a, b), one)
    return tuple(sorted(found.values(), key=lambda one: -_day(one.when)))


def _brought(
    network: Network, person: PersonId
) -> tuple[tuple[str, int, Brought], ...]:
    """Return to whom somebody was introduced."""
    book = network.book
    return tuple(
        ("brought", 0, (person, to.person, to.origin))
        for to in book.people[person].introduced_to
        if to.person in book.people and book.me != to.person
    )


def _joined(
    network: Network, brought: Iterable[Brought]
) -> Iterator[tuple[PersonId, PersonId, date | None, Origin]]:
    for made in network.book.introductions:
        if made.introduced:
            yield *made.between, made.introduced, made.origin
    for who, to, origin in brought:
        yield who, to, None, origin


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0


# --- the page ------------------------------------------------------------------------


def find(
    network: Network, settings: Settings, today: date, limit: int | None = None
) -> Introductions:
    """Return the page: introductions and thanks.

    Args:
        network: Where to look.
        settings: The gates.
        today: The day it is.
        limit: How many of each list are told, the others only counted; None for all.
    """
    notes = [under_way(made, today) for made in network.book.introductions]

    def of(*states: State) -> list[UnderWay]:
        return [one for state in states for one in notes if one.state == state]

    def tell(how: Callable[..., T], rows: Sequence[Hashable]) -> tuple[T, ...]:
        return few(rows, limit, lambda those: network.each(how, those, settings, today))

    owed = network.ranked(_owed, Among("people", "introduced_by"), settings, today)
    told = {one.introduction.origin for one in of("introduced", "heard")}
    return Introductions(
        under_way=few(of("agreed", "asking", "waiting"), limit, tuple),
        news=few(sorted(of("introduced"), key=_introduced), limit, tuple),
        heard=few(sorted(of("heard"), key=lambda one: -_heard(one)), limit, tuple),
        closed=tuple(of("closed")),
        worth=tell(worth, pairs(network, settings, today)),
        trees=trees(network),
        joined=few(
            [one for one in joined(network, today) if one.origin not in told],
            *(limit, tuple),
        ),
        thanks=tell(_thanks, owed.get("owed", ())),
    )


def _introduced(one: UnderWay) -> int:
    return _day(one.introduction.introduced)


def _heard(one: UnderWay) -> int:
    return _day(one.introduction.heard_back)
