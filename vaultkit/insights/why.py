"""Why: the gates, numbers and lines that put something on a page or keep it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.encounters import Ask, Encounter, Kindness, Lesson, Promise
from vaultkit.book.topics import stems, topic_id
from vaultkit.findings.joins import joins
from vaultkit.findings.offers import supply
from vaultkit.findings.pairs import CROWD
from vaultkit.findings.reasons import last_contact
from vaultkit.findings.silence import at_rest, silence
from vaultkit.frozen import parts
from vaultkit.network.closeness import knows_well
from vaultkit.network.rhythm import rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.people import PersonId, Said
    from vaultkit.dates import Day
    from vaultkit.findings.joins import Join
    from vaultkit.findings.offers import Helper
    from vaultkit.network.closeness import Gate
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

_DEEPEST: Final = 6
_UNSHOWN: Final = frozenset({"closed"})
"""Lists of a record that no page shows."""
WHOLE: Final = frozenset({"people", "ended", "circles", "soon", "nudges"})
"""Lists that a page shows from the first to the last."""
_UNNAMED: Final = frozenset({"event", "before", "stories"})
"""Fields of a row that tell of something and name nobody who was there."""
_QUOTED: Final = (Ask, Encounter, Kindness, Lesson, Promise)
"""What a row tells in the user's words, and not with whom else it was."""


class Fact(NamedTuple):
    """One thing that decides, and the line that shows it.

    Attributes:
        kind: Of two people: `interest`, `need`, `learn` (text and other: what they
            say), `nothing` (joins them well enough), `crowd` (number of people name
            it, more than needed), `acquainted`, `introduction` (text: `open`, `made`
            or `closed`), `elsewhere` (another pair comes first). Of one: `gate` (text:
            what opens it, "" while closed; number of days of needed), `rests` (text:
            the state, day: until), `contact` (number of days, day: the last),
            `cadence`, `circle` (other: what goes before it), `rhythm` (number of days),
            `silence` (text: the state), `turn` (text: for what; day: until when it is
            shown this week, or rests).
            Of a need: `offer` (text; other: how it fits), `mine` (my own offer),
            `refused` (number of people who are not brought up), `unasked` (nobody
            offers it).
        allows: Whether it speaks for being shown; None where it only tells.
        person: Whom it is about.
        text: In words, mostly the user's own.
        other: More words.
        number: A number of days or people.
        needed: How many it takes, or how many are the limit.
        day: A day.
        origin: Where it stands.
    """

    kind: str
    allows: bool | None = None
    person: PersonId | None = None
    text: str = ""
    other: str = ""
    number: int | None = None
    needed: int | None = None
    day: date | Day | None = None
    origin: Origin | None = None


class Place(NamedTuple):
    """Where on a page something stands.

    Attributes:
        section: The name of the list in the page's record.
        at: Its place in that list, from 1.
    """

    section: str
    at: int


# --- on which page -------------------------------------------------------------------


def places(record: object, *wanted: object) -> tuple[Place, ...]:
    """Return where in a page's record all that is wanted stands together.

    Args:
        record: What a page's finder returned.
        wanted: Ids of people, or what somebody said.
    """
    found = []
    for name, value in parts(record).items():
        if name in _UNSHOWN or not isinstance(value, tuple):
            continue
        holding = [
            (getattr(item, "person", None) not in wanted, at)
            for at, item in enumerate(value, 1)
            if all(_holds(item, one, _DEEPEST) for one in wanted)
        ]
        if holding:
            found.append(Place(name, min(holding)[1]))  # their own row, if there is one
    return tuple(found)


def _holds(item: object, wanted: object, deep: int) -> bool:
    if item == wanted:
        return True
    if not deep or isinstance(item, str):
        return False
    if deep < _DEEPEST and isinstance(item, _QUOTED):
        return False
    within = item if isinstance(item, tuple) else _named(item)
    return any(_holds(one, wanted, deep - 1) for one in within)


def _named(row: object) -> Iterator[object]:
    """Yield what of a row is told by name."""
    fields = parts(row)
    # Where something came at an event and through nobody, who was there is named.
    told = _UNNAMED - {"event"} if fields.get("ways") == () else _UNNAMED
    return (value for name, value in fields.items() if name not in told)


# --- a pair --------------------------------------------------------------------------


def pair(
    network: Network, a: PersonId, b: PersonId, settings: Settings, today: date
) -> tuple[Fact, ...]:
    """Return what decides whether two people are suggested to each other."""
    joined = joins(network, a, b, settings)
    return (
        *(_gate(_best(network, one, joined, settings, today)) for one in (a, b)),
        *_rests(network, a, today),
        *_rests(network, b, today),
        *_joins(network, joined),
        *_acquainted(network, a, b, today),
        *_introductions(network, a, b, today),
    )


def _best(
    network: Network,
    person: PersonId,
    joined: tuple[Join, ...],
    settings: Settings,
    today: date,
) -> Gate:
    """Return a gate, tried for all that the person would bring to the other."""
    topics = [one.second_said.topic for one in joined if one.second == person]
    tried = [
        knows_well(network, person, settings, today, topic) for topic in (None, *topics)
    ]
    return next((gate for gate in tried if gate.open), tried[0])


def _gate(gate: Gate) -> Fact:
    return Fact(
        "gate",
        gate.open,
        gate.person,
        gate.by,
        gate.circle,
        number=gate.days,
        needed=gate.needed,
        origin=gate.origin,
    )


def _rests(network: Network, person: PersonId, today: date) -> Iterator[Fact]:
    who = network.book.people[person]
    if who.season == "ended":
        yield Fact("rests", False, person, "ended", origin=who.origin)  # noqa: FBT003 (it does not allow)
        return
    found = at_rest(network, who, today)
    if found is not None:
        state, until, reason = found
        origin = reason.origin if reason else who.origin
        yield Fact("rests", False, person, state, day=until, origin=origin)  # noqa: FBT003 (it does not allow)


def _joins(network: Network, joined: tuple[Join, ...]) -> Iterator[Fact]:
    counts = [one for one in joined if one.kind != "learn" and one.how != "similar"]
    if not counts:
        yield Fact("nothing", False)  # noqa: FBT003 (it does not allow)
    limit = max(2, min(CROWD, len(network.book.people) // 4))
    for one in joined:
        yield Fact(
            one.kind,
            True if one in counts else None,
            one.first,
            one.first_said.text,
            one.second_said.text,
            origin=one.first_said.origin,
        )
        caring = len(network.interested.get(one.first_said.topic, ()))
        if one.kind == "interest" and caring > limit:
            yield Fact(
                "crowd",
                False,  # noqa: FBT003 (it does not allow)
                text=one.first_said.text,
                number=caring,
                needed=limit,
            )


def _acquainted(
    network: Network, a: PersonId, b: PersonId, today: date
) -> Iterator[Fact]:
    edges = network.ties.get(a, {}).get(b, ())
    holding = [edge for edge in edges if edge.holds(today)]
    if holding:
        yield Fact("acquainted", False, origin=holding[0].origin)  # noqa: FBT003 (it does not allow)


def _introductions(
    network: Network, a: PersonId, b: PersonId, today: date
) -> Iterator[Fact]:
    for made in network.introductions_of.get(a, ()):
        if b in made.between:
            done = made.introduced is not None and made.introduced <= today
            state = "made" if done else "closed" if made.no else "open"
            yield Fact("introduction", False, text=state, origin=made.origin)  # noqa: FBT003 (it does not allow)


# --- a person ------------------------------------------------------------------------


def person(
    network: Network, one: PersonId, settings: Settings, today: date
) -> tuple[Fact, ...]:
    """Return what decides whether somebody is brought up, and for what."""
    return (
        _contact(network, one, today),
        _gate(knows_well(network, one, settings, today)),
        *_rests(network, one, today),
        *_measures(network, one, settings, today),
        *_silence(network, one, settings, today),
    )


def _contact(network: Network, one: PersonId, today: date) -> Fact:
    last = last_contact(network, one, today)
    return Fact(
        "contact",
        person=one,
        number=len(network.contact_days(one, today)),
        day=last.date if last else None,
        origin=last.origin if last else None,
    )


def _measures(
    network: Network, one: PersonId, settings: Settings, today: date
) -> Iterator[Fact]:
    who = network.book.people[one]
    if who.cadence:
        yield Fact("cadence", person=one, number=who.cadence, origin=who.origin)
    days = settings.circles.get(who.circle)
    if days:
        over = "cadence" if who.cadence else ""
        yield Fact("circle", None, one, who.circle, over, days, origin=who.origin)
    own = rhythm(network.contact_days(one, today), settings)
    if own:
        gap = max(1, round(own.gap))
        yield Fact("rhythm", person=one, number=gap, needed=own.lower)


def _silence(
    network: Network, one: PersonId, settings: Settings, today: date
) -> Iterator[Fact]:
    found = silence(network, one, settings, today)
    state = found.state if found else "in touch"
    if state not in {"resting", "snoozed"} and not network.book.people[one].over:
        due = found.due if found else None
        yield Fact("silence", None, one, state, day=due)


# --- a need --------------------------------------------------------------------------


def needed(network: Network, one: PersonId, text: str, language: str) -> Said | None:
    """Return the need of somebody that some words mean: by topic, else by wording."""
    needs = network.book.people[one].needs
    same = [said for said in needs if said.topic == topic_id(text)]
    words = stems(text, language)
    near = sorted(needs, key=lambda said: -len(words & stems(said.text, language)))
    like = [said for said in near if words & stems(said.text, language)]
    return next(iter([*same, *like]), None)


def need(
    network: Network, one: PersonId, said: Said, settings: Settings, today: date
) -> tuple[Fact, ...]:
    """Return what decides who could help somebody with one need."""
    of = supply(network, settings, today)
    found = of.answers(said.topic)
    asker = knows_well(network, one, settings, today)
    refused = {
        other
        for made in network.introductions_of.get(one, ())
        if made.no
        for other in made.between
        if other != one
    }
    others = [it for it in found.nearest if it.offer.person not in {one, *refused}]
    kept = len({it.offer.person for it in found.nearest} & refused)
    mine = of.mine(said.topic)[:1]
    facts = [
        Fact("need", person=one, text=said.text, day=said.since, origin=said.origin),
        _gate(asker),
        *(f for it in others for f in _offer(it)),
        *(
            Fact("mine", True, text=offer.text, other=answer.how, origin=offer.origin)  # noqa: FBT003 (it allows)
            for answer, offer in mine
        ),
    ]
    if kept:
        facts.append(Fact("refused", False, number=kept))  # noqa: FBT003 (it does not allow)
    if not (others or mine or kept):
        facts.append(Fact("unasked", False, text=said.text))  # noqa: FBT003 (it does not allow)
    return tuple(facts)


def _offer(it: Helper) -> tuple[Fact, Fact]:
    offer = it.offer
    said = offer.said
    how = "likely" if said.likely else it.answer.how
    return (
        Fact("offer", None, offer.person, said.text, how, origin=said.origin),
        _gate(offer.gate),
    )
