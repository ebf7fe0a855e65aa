"""Give and ask: what I could give to whom, and whom I could ask for what I need."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.book.people import Said
from vaultkit.book.topics import topic_id
from vaultkit.findings.answers import alike, how_said, kin, worded
from vaultkit.findings.gifts import Gift, gifts, of_use
from vaultkit.findings.needs import is_old
from vaultkit.findings.offers import supply
from vaultkit.findings.reasons import last_contact
from vaultkit.findings.silence import at_rest
from vaultkit.frozen import Frozen, replace
from vaultkit.network.closeness import closeness, knows_well
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from vaultkit.book.encounters import Encounter, Kindness
    from vaultkit.book.people import PersonId
    from vaultkit.book.topics import TopicId
    from vaultkit.dates import Day
    from vaultkit.findings.answers import How
    from vaultkit.findings.given import Needs
    from vaultkit.findings.offers import Helper, Supply
    from vaultkit.findings.reasons import Reason
    from vaultkit.insights import Step
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings

__all__ = ["Asking", "Gift", "Give", "Helping", "Tie", "Way", "ask", "find"]

FEW: Final = 3
"""How many people are named for one need: the best, and those who are reached."""


class Tie(Frozen, frozen=True, kw_only=True):
    """How long I know somebody, and what last passed each way.

    Attributes:
        person: Whom.
        met: When we met, as noted.
        first: The first contact that is noted, where `met` is not.
        last: The last contact.
        gave: What I last gave them, where that was noted.
        got: What they last gave me, where that was noted. The two are told beside each
            other and never weighed (records of favours make friends feel used: Clark
            and Mills 1984).
    """

    person: PersonId
    met: Day | None = None
    first: Encounter | None = None
    last: Reason | None = None
    gave: Kindness | None = None
    got: Kindness | None = None


class Helping(Frozen, frozen=True, kw_only=True):
    """Somebody who could help, whom I know.

    Attributes:
        tie: How long, and what passed.
        offer: What they offer, as noted; `offer.likely` if taken from their role.
        how: How that fits, as in help.
        gift: Where I have not been of use to them yet: what I could give first.
        step: The same where no gift is known: one small step.
    """

    tie: Tie
    offer: Said
    how: How
    gift: Gift | None = None
    step: Step | None = None


class Way(Frozen, frozen=True, kw_only=True):
    """Somebody who could help, with whom no contact is noted, and the way there.

    Attributes:
        helper: Who.
        offer: What they offer.
        how: How that fits.
        path: From somebody I know well to the helper, who is last; empty if no way
            there is noted.
        through: The first of the path as somebody to ask.
    """

    helper: PersonId
    offer: Said
    how: How
    path: tuple[PersonId, ...] = ()
    through: Helping | None = None


class Asking(Frozen, frozen=True, kw_only=True):
    """Something I need, and whom I could ask. Whether to ask is never said.

    Attributes:
        need: What.
        still: I noted it more than six months ago.
        direct: People I know, the best first.
        ways: People with whom no contact is noted, through somebody I know well; where
            that leads nowhere and nobody else is known, they alone.
        perhaps: Where nobody can be asked so, people who care: they may know somebody.
    """

    need: Said
    still: bool = False
    direct: tuple[Helping, ...] = ()
    ways: tuple[Way, ...] = ()
    perhaps: tuple[Tie, ...] = ()


class Give(Frozen, frozen=True, kw_only=True):
    """The page: give and ask.

    Attributes:
        gifts: What I could give, one for each person.
        asking: What I need, as noted, those somebody could help with first.
    """

    gifts: tuple[Gift, ...] = ()
    asking: tuple[Asking, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.gifts or self.asking)


# --- one person ----------------------------------------------------------------------


def tie(network: Network, person: PersonId, today: date) -> Tie:
    """Return how long I know somebody, and what last passed each way."""
    passed = [
        one
        for one in network.kindnesses_of.get(person, ())
        if one.text and (one.date is None or one.date <= today)
    ]
    gave = [one for one in passed if one.direction == "gave"]
    got = [one for one in passed if one.direction == "got"]
    return Tie(
        person=person,
        met=insights.met(network, person, today),
        first=insights.first_contact(network, person, today),
        last=last_contact(network, person, today),
        gave=gave[-1] if gave else None,
        got=got[-1] if got else None,
    )


# --- one need ------------------------------------------------------------------------


class Around(Frozen, frozen=True):
    """What asking for anything needs to know.

    Attributes:
        network: Where to look.
        settings: The gates.
        today: The day it is.
        of: What everybody offers.
        gifts: What I could give, by person.
    """

    network: Network
    settings: Settings
    today: date
    of: Supply
    gifts: Mapping[PersonId, Gift]

    def helping(self, person: PersonId, offer: Said, how: How) -> Helping:
        """Return somebody who could help, with what I could do for them first."""
        network, today = self.network, self.today
        found = Helping(tie=tie(network, person, today), offer=offer, how=how)
        if of_use(network, person, today):
            return found
        gift = self.gifts.get(person)
        cares = insights.rare_first(network, network.book.people[person].interests)
        step = None if gift else insights.step(network, person, today, cares)
        return Helping(tie=found.tie, offer=offer, how=how, gift=gift, step=step)


def ask(around: Around, need: Said, well: Callable[[PersonId], bool]) -> Asking:
    """Return whom I could ask for one thing.

    People say yes about twice as often as one expects (Flynn and Lake 2008), so whoever
    offers it and was met is named, whether or not I know them well.

    Args:
        around: What is known.
        need: What I need.
        well: Whom I know well enough to ask them for a way to somebody else.
    """
    found = around.of.answers(need.topic)
    direct: dict[PersonId, Helper] = {}
    for one in (*found.known, *found.nearest):
        who = one.offer.person
        met = insights.is_met(around.network, who, around.today)
        if met and _may_be_asked(around, who):
            direct.setdefault(who, one)
    strangers = {one.offer.person: one for one in reversed(found.strangers)}
    few = [it for it in reversed(strangers.values()) if it.offer.person not in direct]
    far = [_way(around, one, need, well) for one in few[:FEW]]
    ways = tuple(way for way in far if way.path)
    return Asking(
        need=need,
        still=is_old(need, around.today),
        direct=tuple(
            around.helping(person, one.offer.said, _how(one, need))
            for person, one in list(direct.items())[:FEW]
        ),
        ways=ways if direct or ways else _alone(around, far),
        perhaps=() if direct or ways else _perhaps(around, need.topic),
    )


def _how(one: Helper, need: Said) -> How:
    return how_said(one.answer, need, one.offer.said)


def _may_be_asked(around: Around, person: PersonId) -> bool:
    """Return whether a name does not rest."""
    who = around.network.book.people[person]
    return not (who.me or who.season) and not at_rest(around.network, who, around.today)


def _way(
    around: Around, one: Helper, need: Said, well: Callable[[PersonId], bool]
) -> Way:
    helper, how = one.offer.person, _how(one, need)

    def first(person: PersonId) -> bool:
        return well(person) and _may_be_asked(around, person)

    path = around.network.through(helper, first, (), around.today)
    way = Way(helper=helper, offer=one.offer.said, how=how)
    if len(path) <= 1:
        return way
    through = around.helping(path[0], one.offer.said, how)
    return replace(way, path=path, through=through)


def _alone(around: Around, far: Iterable[Way]) -> tuple[Way, ...]:
    """Return those without a way there whose name does not rest."""
    network, today = around.network, around.today
    asked = (way for way in far if _may_be_asked(around, way.helper))
    return tuple(
        one for one in asked if not insights.perhaps_met(network, one.helper, today)
    )


def _perhaps(around: Around, topic: TopicId) -> tuple[Tie, ...]:
    """Return people who care about a topic, or one worded alike; best known first."""
    network, today = around.network, around.today
    book, language = network.book, around.settings.language
    stems = worded(book, topic, language)
    near = alike(network, stems, ("interested",), language)
    answers = (*kin(network, topic), *near)
    caring = dict.fromkeys(
        person
        for answer in answers
        for person in network.interested.get(answer.topic, ())
        if _may_be_asked(around, person) and network.contact_days(person, today)
    )
    best = sorted(
        caring, key=lambda one: -closeness(network, one, around.settings, today)
    )
    return tuple(tie(network, person, today) for person in best[:FEW])


# --- the page, and anything asked for ------------------------------------------------


def find(
    network: Network,
    needs: Needs,
    settings: Settings,
    today: date,
    limit: int | None = None,
) -> Give:
    """Return the page: what I could give, and whom I could ask.

    Args:
        network: Where to look.
        needs: What I could help with myself, and who could help whom.
        settings: The gates and the language.
        today: The day it is.
        limit: How many gifts are told, the others only counted; None for all.
    """
    given = gifts(network, needs, settings, today)

    def tell(people: Sequence[PersonId]) -> tuple[Gift, ...]:
        return tuple(map(given.__getitem__, people))

    me = network.book.people.get(network.book.me) if network.book.me else None
    asked = _ask_all(network, me.needs if me else (), given, settings, today)
    return Give(
        gifts=insights.few([*given], limit, tell),
        asking=tuple(sorted(asked, key=lambda one: not (one.direct or one.ways))),
    )


def who(
    network: Network,
    text: str,
    given: Mapping[PersonId, Gift],
    settings: Settings,
    today: date,
) -> Asking:
    """Return whom I could ask for anything, as the page does for what I noted.

    Args:
        network: Where to look.
        text: What I look for, in any words.
        given: What I could give.
        settings: The gates and the language.
        today: The day it is.
    """
    asked = topic_id(text)
    spelled = {
        topic_id(alias): topic.id
        for topic in network.book.topics.values()
        for alias in topic.aliases
    }
    need = Said(text, spelled.get(asked, asked), Origin("", 1))
    return _ask_all(network, (need,), given, settings, today)[0]


def _ask_all(
    network: Network,
    needs: Iterable[Said],
    given: Mapping[PersonId, Gift],
    settings: Settings,
    today: date,
) -> list[Asking]:
    @cache
    def well(person: PersonId) -> bool:
        return knows_well(network, person, settings, today).open

    around = Around(network, settings, today, supply(network, settings, today), given)
    return [ask(around, need, well) for need in needs]
