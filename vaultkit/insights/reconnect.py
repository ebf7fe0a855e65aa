"""Reconnect: which relationships have gone quiet, by their own measure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import insights
from vaultkit.dates import first
from vaultkit.findings.silence import Silence, State, rests, silence
from vaultkit.frozen import Frozen
from vaultkit.insights import Nudge, Step
from vaultkit.network.closeness import near
from vaultkit.network.ranking import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultkit.book.encounters import Promise
    from vaultkit.book.people import PersonId, Said
    from vaultkit.dates import Day
    from vaultkit.findings.reasons import Reason
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

WARM: Final = timedelta(days=30)
"""How recently somebody was in touch who can be written to first."""


class Quiet(Frozen, frozen=True, kw_only=True):
    """How it stands with one person.

    Attributes:
        person: Who.
        state: `quiet`: past the cadence set for them, or their circle's days.
            `drifting`: silent for longer than their own rhythm would have it.
            `season`: far beyond that rhythm; did a season end? Three answers: revive
            (write), rest (`season: resting`), let go (`season: ended`).
            `dormant`: once strong, silent for years; a warm-up first.
            `resting`: `season: resting`. `snoozed`: a name that rests until `until`.
            `unknown`: no contact is recorded, so nothing is claimed.
        since: The last contact, None if none is recorded.
        due: The day from which the measure says so (quiet, drifting, season, dormant);
            None elsewhere.
        until: For `snoozed`, the first day they may be shown again.
        because: Reasons of these kinds. `last` (date, text: kind of the encounter),
            `cadence` (days; set for this person), `circle` (text: its name; days),
            `rhythm` (days: the median gap between days with contact), `strong` (days:
            how many with contact, or text: their circle), `season` (text), `snooze`
            (date), `not-now` (date, text: what was written after it).
        cares: Their interests, the rarest in this vault first.
        needs: Their open needs, newest first.
        promises: What I promised them and have not kept yet, oldest first.
        words: What the last encounter with words says, in the user's words, or "".
        words_on: The day of those words.
        words_from: Where they stand.
        step: One small step.
    """

    person: PersonId
    state: State
    since: date | Day | None = None
    due: date | None = None
    until: date | None = None
    because: tuple[Reason, ...] = ()
    cares: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    promises: tuple[Promise, ...] = ()
    words: str = ""
    words_on: date | None = None
    words_from: Origin | None = None
    step: Step


class Reconnect(Frozen, frozen=True, kw_only=True):
    """The page: everyone who has gone quiet, by state, most past their measure first.

    Attributes:
        warm_up: Somebody recently in touch, to write to before a dormant tie; one for
            the page, None if there is nobody or nothing dormant.
    """

    quiet: tuple[Quiet, ...] = ()
    drifting: tuple[Quiet, ...] = ()
    season: tuple[Quiet, ...] = ()
    dormant: tuple[Quiet, ...] = ()
    resting: tuple[Quiet, ...] = ()
    snoozed: tuple[Quiet, ...] = ()
    unknown: tuple[Quiet, ...] = ()
    warm_up: PersonId | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (
                self.quiet,
                self.drifting,
                self.season,
                self.dormant,
                self.resting,
                self.snoozed,
                self.unknown,
            )
        )


# --- one person ----------------------------------------------------------------------


def quiet(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Quiet | None:
    """Return how it stands with one person, None if they are in touch or it ended."""
    found = silence(network, person, settings, today)
    return _row(network, person, found, today) if found else None


def _row(network: Network, person: PersonId, found: Silence, today: date) -> Quiet:
    """Return what a silence means, with all that helps to write to them."""
    who = network.book.people[person]
    met = network.encounters(person, today)
    words = insights.told_best(reversed(met))
    promised = network.promises_of.get(person, ())
    promises = insights.open_promises(promised, today)
    needs = insights.newest_first(who.needs)
    cares = insights.rare_first(network, who.interests)
    how = insights.way(who, met[-1] if met else None)
    return Quiet(
        person=person,
        state=found.state,
        since=found.since,
        due=found.due,
        until=found.until,
        because=found.because,
        cares=cares,
        needs=needs,
        promises=promises,
        words=words.text if words else "",
        words_on=words.date if words else None,
        words_from=words.origin if words else None,
        step=insights.hung(how, promises, needs, cares, network.mine, words),
    )


# --- everybody, before any row is told -----------------------------------------------


class Everybody(NamedTuple):
    """Everyone who has gone quiet, in order; a page tells few of very many.

    Attributes:
        by_state: Who, by state, those most past their own measure first.
        warm_up: As in `Reconnect`.
    """

    by_state: Mapping[State, Sequence[PersonId]] = MappingProxyType({})
    warm_up: PersonId | None = None


def everybody(network: Network, settings: Settings, today: date) -> Everybody:
    """Return everyone by state; those most past their own measure first.

    How far past is the silence in measures (twice a week's cadence comes before once a
    year's), so that frequent and rare contacts stand side by side; then by name.
    """
    states = network.ranked(_placed, EVERYBODY, settings, today)
    warm_up = _warm_up(network, settings, today) if "dormant" in states else None
    return Everybody(states, warm_up)


def _placed(
    network: Network, person: PersonId, settings: Settings, today: date
) -> tuple[tuple[State, float, PersonId, Silence], ...]:
    """Return how it stands with one person, after what puts that in order."""
    found = silence(network, person, settings, today)
    if found is None:
        return ()
    return ((found.state, _order(network, person, found, today), person, found),)


def _order(network: Network, person: PersonId, one: Silence, today: date) -> float:
    """Return what puts a state in order, the smallest first; people come by name."""
    if one.state == "snoozed" and one.until:
        return one.until.toordinal()
    if one.state == "dormant":
        return -len(network.contact_days(person, today))
    if one.due and one.since:
        return -((today - first(one.since)).days / (one.due - first(one.since)).days)
    return 0.0


def _warm_up(network: Network, settings: Settings, today: date) -> PersonId | None:
    """Return whom to write to before a dormant tie: the closest recently in touch.

    Under a third of people sent a message to an old friend though they were willing;
    writing to current friends first raised it by two thirds (Aknin, Sandstrom 2024).
    """
    recent = network.ranked(_warmth, EVERYBODY, settings, today).get("warm", ())
    return recent[0] if recent else None


def _warmth(
    network: Network, person: PersonId, settings: Settings, today: date
) -> tuple[tuple[str, float, PersonId], ...]:
    """Return how well I know somebody recently in touch whom the page is not about."""
    days = network.contact_days(person, today)
    if not days or today - days[-1] > WARM:
        return ()
    if network.asked(_placed, settings, today)(person):
        return ()
    its = network.asked(near, settings, today)(person)
    if its is None or rests(network, network.book.people[person], today):
        return ()
    return (("warm", -its.close, person),)


# --- the page ------------------------------------------------------------------------


def find(network: Network, settings: Settings, today: date) -> Reconnect:
    """Return the page, with everybody who has gone quiet."""
    return told(everybody(network, settings, today), network, settings, today)


def told(
    found: Everybody,
    network: Network,
    settings: Settings,
    today: date,
    limit: int | None = None,
) -> Reconnect:
    """Return the page.

    Args:
        found: Who stands on it, and where.
        network: What is known of them.
        settings: The days of the circles.
        today: The day it is.
        limit: How many of each state are told, the others only counted; None for all.
    """

    def tell(those: Sequence[PersonId]) -> tuple[Quiet, ...]:
        return tuple(filter(None, network.each(_told, those, settings, today)))

    rows = {
        state: insights.few(those, limit, tell)
        for state, those in found.by_state.items()
    }
    return Reconnect(warm_up=found.warm_up, **rows)


def _told(
    network: Network, person: PersonId, settings: Settings, today: date
) -> Quiet | None:
    """Return the same as `quiet`, of a silence that was found already."""
    placed = network.asked(_placed, settings, today)(person)
    return _row(network, person, placed[0][3], today) if placed else None


def nudges(
    found: Everybody, network: Network, settings: Settings, today: date
) -> dict[str, Iterator[Nudge]]:
    """Return whom this page would have me write to, by kind, in its order."""
    tell = network.asked(_told, settings, today)
    return {
        state: map(
            _nudge,
            filter(None, map(tell, found.by_state[state])),
            repeat(found.warm_up),
        )
        for state in ("quiet", "drifting", "dormant")
        if state in found.by_state
    }


def _nudge(one: Quiet, warm_up: PersonId | None) -> Nudge:
    return Nudge(
        person=one.person,
        kind=one.state,
        since=one.since,
        because=one.because,
        step=one.step,
        words=one.words,
        words_from=one.words_from,
        warm_up=warm_up if one.state == "dormant" else None,
        due=one.due,
    )
