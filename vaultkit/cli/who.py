"""`vaultkit who`: whom I could ask for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli import session
from vaultkit.cli.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Kindness
    from vaultkit.book.people import PersonId, Said
    from vaultkit.insights.giving import Asking, Gift, Helping, Tie, Way

_FITS = {
    "broader": "; that is the wider subject",
    "narrower": "; that is a part of it",
    "similar": "; only the wording is similar",
}


@click.command(
    epilog="""\b
Example:
  vaultkit who 'tax lawyer'
  vaultkit who bees ~/notes --json
"""
)
@click.argument("what")
@session.vault
@session.NO_CACHE
@session.TODAY
@session.JSON
def command(
    *, what: str, vault: Path | None, today: date | None, as_json: bool
) -> None:
    """Say whom you could ask for something.

    Who offers it, directly or through somebody you know; how long you have known them
    and what last passed each way; and where you have not been of use to them yet, the
    small thing you could do first. Whether to ask is yours to say. What is private is
    not shown.
    """
    if not what.strip():
        raise click.UsageError("Say what you look for: 'tax lawyer'.")
    known = session.known(session.root_of(vault), today)
    from vaultkit.findings.gifts import gifts  # noqa: PLC0415 (late, for --help)
    from vaultkit.findings.given import shared_out  # noqa: PLC0415 (late)
    from vaultkit.insights import giving  # noqa: PLC0415 (late)
    from vaultkit.pages.markup import plain  # noqa: PLC0415 (late, for --help)

    network, settings, day = known.network, known.settings, known.today
    given = gifts(network, shared_out(network, settings, day), settings, day)
    asking = giving.who(network, plain(what), given, settings, day)
    if as_json:
        say_json(_as_json(asking, network.book))
        return
    for line in _lines(asking, network.book):
        say(line)


def _lines(asking: Asking, book: Book) -> Iterator[str]:
    name = _names(book)
    for one in asking.direct:
        yield f"{name(one.tie.person)} offers {_offer(one.offer, one.how)}"
        yield from _about(one, book)
    for way in asking.ways:
        yield f"{name(way.helper)} offers {_offer(way.offer, way.how)}"
        yield from _there(way, book)
    if asking.perhaps:
        nobody = "" if asking.ways else "Nobody you know is noted to offer that. "
        yield f"{nobody}These care about it:"
    for tie in asking.perhaps:
        yield f"{name(tie.person)}"
        yield from (f"  {line}" for line in _tie(tie))
    if not (asking.direct or asking.ways or asking.perhaps):
        yield "Nobody here yet. Say it aloud now and then; people like to be asked."


def _there(way: Way, book: Book) -> Iterator[str]:
    """Yield how somebody could be reached with whom no contact is noted."""
    if way.through is None:
        yield "  no contact noted yet, and no way there"
        return
    name = _names(book)
    first = name(way.path[0])
    yield f"  no contact noted yet; {', who knows '.join(map(name, way.path))}"
    yield f"  ask {first} what they think of it, before anything else"
    yield from _about(way.through, book, first)


def _names(book: Book) -> Callable[[PersonId], str]:
    """Return what tells somebody's name."""
    return lambda one: book.people[one].name


def _offer(offer: Said, how: str) -> str:
    guess = "; that is a guess from what they do" if offer.likely else ""
    return f"{offer.text}{_FITS.get(how, '')}{guess}"


def _about(one: Helping, book: Book, whom: str = "") -> Iterator[str]:
    """Yield how it stands with somebody; with whom, where others are named above."""
    yield from (f"  {line}" for line in _tie(one.tie, whom))
    if one.gift is not None:
        yield f"  something small first, perhaps: {_present(one.gift, book)}"
    elif one.step is not None:
        hook = {
            "promise": "what you promised: ",
            "need": "ask how it goes with ",
            "words": "",
            "": "",
        }.get(one.step.hook, "something about ")
        text = f"{hook}{one.step.text}" if hook else "a few lines, to say hello"
        yield f"  something small first, perhaps: {text}"


def _present(gift: Gift, book: Book) -> str:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    wanted = f"they look for {gift.wanted.text}"
    if gift.kind == "offer":
        return f"{wanted}, and you offer {gift.text}"
    if gift.kind == "person" and gift.other:
        return f"{wanted}, and {book.people[gift.other].name} offers {gift.text}"
    if gift.kind == "lesson":
        return f"pass on what you were taught: {gift.text}"
    when = f", {day(gift.when)}" if gift.when else ""
    return f"send them the date of {gift.text}{when}"


def _tie(tie: Tie, whom: str = "") -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    known = ""
    if tie.met is not None:
        known = f"met {day(tie.met)}"
    elif tie.first is not None:
        known = f"first noted {day(tie.first.date)}"
    last = tie.last and tie.last.date
    both = [known, f"last in touch {day(last)}" if last else ""]
    if any(both):
        told = "; ".join(filter(None, both))
        yield f"{whom}: {told}" if whom else told
    yield from _passed("from you to them", tie.gave)
    yield from _passed("from them to you", tie.got)


def _passed(way: str, one: Kindness | None) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    if one is not None:
        yield f"last {way}: {one.text}{f' ({day(one.date)})' if one.date else ''}"


# --- as data -------------------------------------------------------------------------


def _as_json(asking: Asking, book: Book) -> dict[str, object]:
    name = _names(book)
    return {
        "what": asking.need.text,
        "direct": [_helping(one, book) for one in asking.direct],
        "ways": [
            {
                "name": name(way.helper),
                "offer": way.offer.text,
                "how": way.how,
                "path": [name(one) for one in way.path],
                "through": way.through and _helping(way.through, book),
            }
            for way in asking.ways
        ],
        "perhaps": [_tie_json(one, book) for one in asking.perhaps],
    }


def _helping(one: Helping, book: Book) -> dict[str, object]:
    step = one.step
    return {
        **_tie_json(one.tie, book),
        "offer": one.offer.text,
        "how": one.how,
        "likely": one.offer.likely,
        "path": one.offer.origin.path,
        "line": one.offer.origin.line,
        "first": _present(one.gift, book) if one.gift else step and step.text,
    }


def _tie_json(tie: Tie, book: Book) -> dict[str, object]:
    from vaultkit.dates import iso  # noqa: PLC0415 (late, for --help)

    last = tie.last and tie.last.date
    return {
        "name": book.people[tie.person].name,
        "met": tie.met.date.isoformat() if tie.met else None,
        "first": tie.first.date.isoformat() if tie.first else None,
        "last": iso(last) if last else None,
        "gave": tie.gave and tie.gave.text,
        "got": tie.got and tie.got.text,
    }
