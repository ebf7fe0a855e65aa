"""`vaultkit person`: a brief before meeting somebody half-forgotten."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

import click

from vaultkit.cli import session
from vaultkit.cli.terminal import say, say_json
from vaultkit.names import fold
from vaultkit.problems import PersonUnclearError, PersonUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.book.people import Person, PersonId
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
@session.TODAY
@session.JSON
def command(
    *, name: str, vault: Path | None, today: date | None, as_json: bool
) -> None:
    """Say what your notes know about somebody, before you meet.

    How and when you met and through whom, your last conversations in your own words, a
    question they leave open, what you share, what they need and what you promised.
    NAME may be an alias or the beginning of a name. What is private is not shown.
    """
    if not name.strip():
        raise click.UsageError("NAME is empty: write a name, or how one begins.")
    opened = session.opened(session.root_of(vault), today)
    from vaultkit.insights.brief import brief  # noqa: PLC0415 (late, for --help)

    network = opened.made.network
    who = sought(name, network.book)
    found = brief(network, who.id, opened.settings, opened.today)
    if as_json:
        say_json(_as_json(found, who, network.book))
        return
    for line in _lines(found, who, network.book):
        say(line, bold=line == who.name)


def sought(name: str, book: Book) -> Person:
    """Return the one person a name means: by name, alias, or how either begins.

    Raises:
        PersonUnclearError: It means several.
        PersonUnknownError: It means nobody.
    """
    wanted = fold(name.strip().removesuffix(".md"))
    people = [one for one in book.people.values() if not one.me]
    fits: tuple[Callable[[Person], bool], ...] = (
        lambda one: fold(one.id.removesuffix(".md")) == wanted,
        lambda one: fold(one.name) == wanted,
        lambda one: wanted in map(fold, one.aliases),
        lambda one: any(call.startswith(wanted) for call in _calls(one)),
        lambda one: any(f" {wanted}" in call for call in _calls(one)),
    )
    for fit in fits:
        found = [one for one in people if wanted and fit(one)]
        if len(found) == 1:
            return found[0]
        if found:
            names = [one.path or one.name for one in found]
            raise PersonUnclearError(name, tuple(sorted(names)[:_SHOWN]))
    calls = {call: one.name for one in people for call in _calls(one)}
    near = difflib.get_close_matches(wanted, calls, n=3, cutoff=0.6)
    raise PersonUnknownError(name, tuple(dict.fromkeys(calls[call] for call in near)))


def _calls(one: Person) -> list[str]:
    return [fold(one.name), *map(fold, one.aliases)]


# --- as text -------------------------------------------------------------------------


def _lines(found: Brief, who: Person, book: Book) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    yield who.name
    about = [who.role, who.org, who.place, who.birthday and f"born {who.birthday}"]
    if any(about):
        yield ", ".join(filter(None, about))
    how = [
        day(found.met) if found.met else "",
        found.met_at,
        f"through {_names(found.through, book)}" if found.through else "",
    ]
    yield from _section("How we met", [", ".join(filter(None, how))])
    yield from _section(
        "Last conversations",
        [f"{day(met.date)}  {met.kind}: {met.text}" for met in found.last],
    )
    if found.since and not (found.last and found.last[0].date == found.since):
        yield from _section("Last in touch", [day(found.since)])
    yield from _section("A question left open", _question(found.question))
    yield from _section("What we share", (both.theirs.text for both in found.common))
    yield from _section("What they care about", (one.text for one in found.cares))
    yield from _section("What they need", (one.text for one in found.needs))
    yield from _section(
        "What I could offer",
        (f"{one.offer.text} (for: {one.need.text})" for one in found.could_offer),
    )
    yield from _section("What I promised", (one.text for one in found.promises))
    yield from _section("What they taught me", (one.text for one in found.lessons))
    yield from _section("Whom we both know", [_names(found.acquaintances, book)])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    written = [line for line in lines if line]
    if written:
        yield ""
        yield title
        yield from (f"  {line}" for line in written[:_SHOWN])
    if len(written) > _SHOWN:
        yield f"  and {len(written) - _SHOWN} more"


def _question(one: Question | None) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    if one is not None:
        said = _ASKING[one.kind].format(text=one.text)
        yield f"{day(one.date)}  {said}" if one.date else said


def _names(people: Iterable[PersonId], book: Book) -> str:
    return ", ".join(book.people[one].name for one in people if one in book.people)


# --- as data -------------------------------------------------------------------------


def _as_json(found: Brief, who: Person, book: Book) -> dict[str, object]:
    met = found.met
    return {
        "name": who.name,
        "path": who.path,
        "met": {"date": met.date.isoformat(), "exact": met.exact} if met else None,
        "met_at": found.met_at or None,
        "through": [book.people[one].name for one in found.through],
        "last_contact": found.since.isoformat() if found.since else None,
        "last": [
            {
                "date": one.date.isoformat(),
                "kind": one.kind,
                "text": one.text,
                "path": one.origin.path,
                "line": one.origin.line,
            }
            for one in found.last
        ],
        "question": found.question and found.question.text,
        "common": [one.theirs.text for one in found.common],
        "cares": [one.text for one in found.cares],
        "needs": [one.text for one in found.needs],
        "could_offer": [
            {"need": one.need.text, "offer": one.offer.text}
            for one in found.could_offer
        ],
        "promises": [one.text for one in found.promises],
        "lessons": [one.text for one in found.lessons],
        "acquaintances": [book.people[one].name for one in found.acquaintances],
    }
