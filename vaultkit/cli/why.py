"""`vaultkit why`: which gate, which numbers, which lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from vaultkit import vault as disk
from vaultkit.cli import asking, session
from vaultkit.cli.terminal import counted, say, say_json
from vaultkit.problems import (
    PersonUnclearError,
    PersonUnknownError,
    StepRefusedError,
    VaultMissingError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from vaultkit.book.people import Person, Said
    from vaultkit.cli.session import Known
    from vaultkit.insights.why import Fact, Place

_HOW = {
    "alias": "another name for it",
    "broader": "the wider subject",
    "narrower": "a part of it",
    "similar": "only worded alike",
    "likely": "a guess from what they do",
}
_STATES = {
    "in touch": "no measure calls that quiet",
    "quiet": "quiet for longer than you had in mind",
    "drifting": "quieter than the two of you used to be",
    "season": "silent so long that a season may have ended",
    "dormant": "close once, silent for years",
    "unknown": "no contact is noted, so nothing is claimed",
}
_TURNS = {
    "birthday": "their birthday",
    "quiet": "the silence",
    "drifting": "the silence",
    "dormant": "the silence",
    "help": "what you could help with",
    "promise": "what you promised",
    "met": "the event you were both at",
    "card": "the card",
}
_RESTS = {
    "ended": "by your note the season with them ended",
    "resting": "by your note they rest for now",
    "snoozed": "the name rests",
}
_INTRODUCED = {
    "open": "an introduction of the two is under way",
    "made": "you introduced the two",
    "closed": "an introduction of the two was closed",
}


@click.command(
    epilog="""\b
Example:
  vaultkit why 'Colm Ferriter' 'Judith Pellow'
  vaultkit why Casimir
  vaultkit why Sunniva 'doing the books'
"""
)
@click.argument("name")
@click.argument("other", required=False, metavar="[NAME|NEED]")
@session.vault
@session.NO_CACHE
@session.TODAY
@session.JSON
def command(
    *,
    name: str,
    other: str | None,
    vault: Path | None,
    today: date | None,
    as_json: bool,
) -> None:
    """Say why a pair, a person or a need is or is not on a page.

    Which pages name it and where, and what decides: the days in touch and how many it
    takes, what joins two people, who offers what, each with the line that shows it.
    With NAME alone a folder is told by its slash: ./notes. Nobody private is told of.
    """
    if other is not None and vault is None and _is_folder(other):
        vault, other = Path(other), None
    known = session.known(session.root_of(vault), today)
    who = asking.one(name, known)
    _say(_asked(known, who, other), known, as_json=as_json)


def _is_folder(text: str) -> bool:
    return text in {".", ".."} or "/" in text


def _folder_too(text: str) -> str:
    """Return how a folder is named, where there is one that is called so."""
    try:
        disk.opened(Path(text))
    except VaultMissingError:
        return ""
    return f" The folder of that name is ./{text}."


class _Answer(NamedTuple):
    """What was found.

    Attributes:
        about: What was asked, in words.
        pages: Each page that names it, and where.
        facts: What decides.
    """

    about: str
    pages: tuple[tuple[str, tuple[Place, ...]], ...]
    facts: tuple[Fact, ...]


def _asked(known: Known, who: Person, other: str | None) -> _Answer:
    """Return what decides about a person, a pair or a need.

    Raises:
        PersonUnclearError: The other name may mean several.
        StepRefusedError: It is neither a person nor something they look for.
    """
    from vaultkit.insights import why  # noqa: PLC0415 (late, for --help)

    network, settings, today = known.network, known.settings, known.today
    if other is None:
        facts = why.person(network, who.id, settings, today) + _turns(known, who)
        return _Answer(who.name, _pages(known, who.id), facts)
    said = why.needed(network, who.id, other, settings.language)
    try:
        second = asking.one(other, known)
    except (PersonUnknownError, PersonUnclearError) as wrong:
        if said is None and isinstance(wrong, PersonUnclearError):
            raise
        return _need(known, who, other, said)
    if second.id == who.id:
        raise click.UsageError(f"{who.name} is both of them; name two people.")
    facts = why.pair(network, who.id, second.id, settings, today)
    shown = _pages(known, who.id, second.id)
    suggested = any(one.section == "worth" for _, where in shown for one in where)
    if not suggested and not any(one.allows is False for one in facts):
        facts = (*facts, why.Fact("elsewhere", allows=False))
    return _Answer(f"{who.name} and {second.name}", shown, facts)


def _turns(known: Known, who: Person) -> tuple[Fact, ...]:
    """Return for what somebody has their turn this week, or rests."""
    from vaultkit.insights import week, why  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.asked import Asked  # noqa: PLC0415 (late, for --help)

    asked = Asked(known.network, (), known.settings, known.today)
    found = week.turns(known.network, known.today, asked.nudges, who.id)
    return tuple(
        why.Fact("turn", one.shown, who.id, one.kind, day=one.until) for one in found
    )


def _need(known: Known, who: Person, other: str, said: Said | None) -> _Answer:
    from vaultkit.insights import why  # noqa: PLC0415 (late, for --help)

    if said is None:
        texts = "; ".join(one.text for one in who.needs) or "nothing"
        raise StepRefusedError(
            f"{other!r} is nobody, and nothing that {who.name} is noted to look for. "
            f"What is noted and not answered yet: {texts}.{_folder_too(other)}"
        )
    facts = why.need(known.network, who.id, said, known.settings, known.today)
    about = f"{who.name} looks for {said.text}"
    return _Answer(about, _pages(known, who.id, said), facts)


def _pages(known: Known, *wanted: object) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Return the pages that name all that is wanted together, and where."""
    from vaultkit import pages  # noqa: PLC0415 (late, for --help)
    from vaultkit.insights import why  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.asked import Asked  # noqa: PLC0415 (late, for --help)

    asked = Asked(known.network, (), known.settings, known.today)
    named = known.settings.page_names
    off = {*known.settings.pages_off, *known.settings.insights_off}
    found = (
        (named[page.name], why.places(page.find(asked), *wanted))
        for page in pages.PAGES
        if page.name not in off and (known.settings.canvas or not page.drawn)
    )
    return tuple((name, where) for name, where in found if where)


# --- in words ------------------------------------------------------------------------


def _say(found: _Answer, known: Known, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "about": found.about,
                "pages": [
                    {"page": name, "section": one.section, "at": one.at}
                    for name, where in found.pages
                    for one in where
                ],
                "facts": [_as_json(one, known) for one in found.facts],
            }
        )
        return
    from vaultkit.insights.why import WHOLE  # noqa: PLC0415 (late, for --help)

    say(found.about, bold=True)
    limit = known.settings.page_limit
    for name, places in found.pages:
        told = (_place(one, 0 if one.section in WHOLE else limit) for one in places)
        say(f"  on {name}: {', '.join(told)}")
    if not found.pages:
        say("  on no page today")
    say()
    for fact in found.facts:
        mark = {True: "yes", False: "no", None: "   "}[fact.allows]
        origin = fact.origin
        where = f"  ({origin.path}:{origin.line})" if origin else ""
        say(f"  {mark:<3}  {_told(fact, known)}{where}")


def _place(one: Place, limit: int) -> str:
    """Return where something stands; `limit` is how many rows are shown, 0 for all."""
    section = one.section.replace("_", " ")
    beyond = f", beyond the first {limit}" if limit and one.at > limit else ""
    return f"{section}, number {one.at}{beyond}"


def _told(fact: Fact, known: Known) -> str:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    name = known.network.book.people[fact.person].name if fact.person else ""
    when = day(fact.day) if fact.day else ""
    told: dict[str, Callable[[], str]] = {
        "gate": lambda: _gate(fact, name),
        "interest": lambda: f"both care about {fact.text}",
        "need": lambda: f"{name} looks for {fact.text}{_given(fact)}",
        "learn": lambda: f"{name} wants to learn {fact.text}{_given(fact)}",
        "nothing": lambda: "nothing noted joins the two well enough",
        "crowd": lambda: (
            f"{fact.number} people care about {fact.text}; what more than "
            f"{fact.needed} share brings nobody together"
        ),
        "elsewhere": lambda: (
            "another pair with one of them comes first; nobody stands in two"
        ),
        "acquainted": lambda: "they know each other already",
        "introduction": lambda: _INTRODUCED[fact.text],
        "rests": lambda: f"{name}: {_RESTS[fact.text]}{f' until {when}' * bool(when)}",
        "contact": lambda: _contact(fact, name, when),
        "cadence": lambda: f"you wanted to be in touch every {_span(fact)}",
        "circle": lambda: _circle(fact),
        "rhythm": lambda: (
            f"you used to be in touch about every {_span(fact)}; longer than "
            f"{counted(fact.needed or 0, 'day')} is a silence"
        ),
        "silence": lambda: f"{_STATES[fact.text]}{f', since {when}' * bool(when)}",
        "turn": lambda: _turn(fact, known, when),
        "offer": lambda: f"{name} offers {fact.text}{_how(fact)}",
        "mine": lambda: f"you offer {fact.text}{_how(fact)}",
        "refused": lambda: "one who could is not brought up again",
        "unasked": lambda: "nobody here is noted to offer that",
    }
    return told[fact.kind]()


def _span(fact: Fact) -> str:
    return "day" if fact.number == 1 else f"{fact.number} days"


def _circle(fact: Fact) -> str:
    over = "; what you wanted with them goes before that" if fact.other else ""
    return f"in the {fact.text} circle: every {_span(fact)}{over}"


def _turn(fact: Fact, known: Known, when: str) -> str:
    page, what = known.settings.page_names["home"], _TURNS[fact.text]
    if fact.allows:
        return f"for {what} the name may stand on {page} before {when}"
    return f"for {what} the name rests on {page} until {when}"


def _given(fact: Fact) -> str:
    return f", and the other offers {fact.other}" if fact.other else ""


def _how(fact: Fact) -> str:
    return f" ({_HOW[fact.other]})" if fact.other in _HOW else ""


def _contact(fact: Fact, name: str, when: str) -> str:
    if not fact.number:
        return f"no day in touch with {name} is noted"
    days = "one day" if fact.number == 1 else f"{fact.number} days"
    return f"in touch with {name} on {days}{f', last {when}' * bool(when)}"


def _gate(fact: Fact, name: str) -> str:
    days = "1 day" if fact.number == 1 else f"{fact.number or 'no'} days"
    if fact.text == "circle":
        return f"you know {name} well: in the {fact.other} circle"
    if fact.text == "vouch":
        return f"you know {name} well: you vouch for them on this"
    well = f"you know {name} well" if fact.allows else f"not yet well known: {name}"
    return f"{well}, {days} in touch, and it takes {fact.needed}"


def _as_json(fact: Fact, known: Known) -> dict[str, object]:
    from vaultkit.dates import iso  # noqa: PLC0415 (late, for --help)

    people = known.network.book.people
    return {
        "kind": fact.kind,
        "allows": fact.allows,
        "person": people[fact.person].name if fact.person else None,
        "text": fact.text,
        "other": fact.other,
        "number": fact.number,
        "needed": fact.needed,
        "day": iso(fact.day) if fact.day else None,
        "path": fact.origin.path if fact.origin else None,
        "line": fact.origin.line if fact.origin else None,
    }
