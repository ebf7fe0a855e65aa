"""`vaultkit person`: a brief before meeting somebody half-forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from vaultkit.cli import asking, session
from vaultkit.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Card, Encounter, Promise
    from vaultkit.book.people import Person, PersonId, Said
    from vaultkit.insights.brief import Brief, Question

_SHOWN: Final = 8
_ASKING: Final = {
    "promise": "I promised: {text}. Is it done?",
    "need": "they looked for: {text}. Still?",
    "ask": "I asked them: {text}.",
    "words": "{text}",
}


@click.command(
    epilog="""\b
Example:
  vaultkit person 'Priya Nair'
  vaultkit person pri ~/notes
"""
)
@click.argument("name")
@session.vault
@session.NO_CACHE
@session.TODAY
@session.JSON
def command(
    *, name: str, vault: Path | None, today: date | None, as_json: bool
) -> None:
    """Say what your notes know about somebody, before you meet.

    How and when you met and through whom, your last conversations in your own words, a
    question they leave open, what you share, what they need and can help with, and what
    you promised.
    NAME may be an alias or the beginning of a name. What is private is not shown.
    """
    if not name.strip():
        raise click.UsageError("NAME is empty: write a name, or how one begins.")
    known = session.known(session.root_of(vault), today)
    from vaultkit.insights.brief import brief  # noqa: PLC0415 (late, for --help)

    network = known.network
    who = asking.one(name, known, begun=True)
    found = brief(network, who.id, known.settings, known.today)
    if as_json:
        say_json(_as_json(found, who, network.book))
        return
    for line in _lines(found, who, network.book):
        say(line, bold=line == who.name)


# --- as text -------------------------------------------------------------------------


def _lines(found: Brief, who: Person, book: Book) -> Iterator[str]:
    yield who.name
    about = [who.role, who.org, who.place, who.birthday and f"born {who.birthday}"]
    if any(about):
        yield ", ".join(filter(None, about))
    known = tuple(_known(found, book))
    yield from known or _section("Whatever else is noted stands in", [who.origin.path])


def _known(found: Brief, book: Book) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    how = [
        day(found.met) if found.met else "",
        found.met_at,
        f"through {_names(found.through, book)}" if found.through else "",
    ]
    met = ", ".join(filter(None, how))
    yield from _section("How we met", [met, *_first(found, book)])
    yield from _section("Last conversations", map(_conversation, found.last))
    yield from _section("A card changed hands", map(_card, found.cards))
    if found.since and found.since not in _told_days(found):
        yield from _section("Last in touch", [day(found.since)])
    yield from _section("A question left open", _question(found))
    yield from _section("What we share", (both.theirs.text for both in found.common))
    yield from _section("What they care about", (one.text for one in found.cares))
    yield from _section("What they need", _others(found.needs, found.question))
    yield from _section("What they can help with", (one.text for one in found.offers))
    yield from _section("What they want to learn", (one.text for one in found.learning))
    yield from _section(
        "What I could offer",
        (f"{one.offer.text} (for: {one.need.text})" for one in found.could_offer),
    )
    yield from _section("What I promised", _others(found.promises, found.question))
    yield from _section("What they taught me", (one.text for one in found.lessons))
    yield from _section("Whom we both know", [_names(found.acquaintances, book)])


def _first(found: Brief, book: Book) -> Iterator[str]:
    """Yield the first contact, unless it stands among the conversations."""
    from vaultkit.book.events import told_by_note  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)
    from vaultkit.snapshot import VaultPath  # noqa: PLC0415 (late, for --help)

    met = found.first
    if met is not None and met.date not in [one.date for one in found.last]:
        events = {event.path: event for event in book.events}
        there = events.get(VaultPath(met.origin.path))
        where = f", {there.name}" if there and told_by_note(met, events) else ""
        which = "only" if met.date == found.since else "first"
        yield f"{which} contact in your notes: {day(met.date)}{where}"


def _told_days(found: Brief) -> list[date]:
    return [one.date for one in (*found.last[:1], found.first) if one]


def _conversation(met: Encounter) -> str:
    from vaultkit.book.encounters import NAMED  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    kind = "" if met.kind in NAMED else f"{met.kind}: "
    return f"{day(met.date)}  {kind}{met.text}"


def _card(one: Card) -> str:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    return f"{day(one.date) if one.date else ''}  {one.text}".strip()


def _others(told: Iterable[Said | Promise], asked: Question | None) -> Iterator[str]:
    """Yield their words, but for what is asked above."""
    yield from (one.text for one in told if not asked or one.origin != asked.origin)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    written = [line for line in lines if line]
    if written:
        yield ""
        yield title
        yield from (f"  {line}" for line in written[:_SHOWN])
    if len(written) > _SHOWN:
        yield f"  and {len(written) - _SHOWN} more"


def _question(found: Brief) -> Iterator[str]:
    """Yield the question they leave open, unless it stands among the conversations."""
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    one = found.question
    if one is not None and one.text not in [met.text for met in found.last]:
        said = _ASKING[one.kind].format(text=one.text)
        yield f"{day(one.date)}  {said}" if one.date else said


def _names(people: Iterable[PersonId], book: Book) -> str:
    return ", ".join(book.people[one].name for one in people if one in book.people)


# --- as data -------------------------------------------------------------------------


def _as_json(found: Brief, who: Person, book: Book) -> dict[str, object]:
    from vaultkit.dates import iso  # noqa: PLC0415 (late, for --help)

    met, first = found.met, found.first
    return {
        "name": who.name,
        "path": who.path,
        "first": first.date.isoformat() if first else None,
        "met": {"date": met.date.isoformat(), "exact": met.exact} if met else None,
        "met_at": found.met_at or None,
        "through": [book.people[one].name for one in found.through],
        "last_contact": iso(found.since) if found.since else None,
        "last": [{**_plain(one), "kind": one.kind} for one in found.last],
        "cards": [_plain(one) for one in found.cards],
        "question": found.question and found.question.text,
        "common": [one.theirs.text for one in found.common],
        "cares": [one.text for one in found.cares],
        "needs": [one.text for one in found.needs],
        "offers": [one.text for one in found.offers],
        "learning": [one.text for one in found.learning],
        "could_offer": [
            {"need": one.need.text, "offer": one.offer.text}
            for one in found.could_offer
        ],
        "promises": [one.text for one in found.promises],
        "lessons": [one.text for one in found.lessons],
        "acquaintances": [book.people[one].name for one in found.acquaintances],
    }


def _plain(one: Encounter | Card) -> dict[str, object]:
    return {
        "date": one.date.isoformat() if one.date else None,
        "text": one.text,
        "path": one.origin.path,
        "line": one.origin.line,
    }
