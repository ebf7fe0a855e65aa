"""`vaultkit recall`: who that was, by what you still remember."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli import session
from vaultkit.cli.terminal import say, say_json
from vaultkit.problems import NoteChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.book.book import Book
    from vaultkit.book.people import PersonId
    from vaultkit.cli.session import Known
    from vaultkit.insights.recall import Matched, Recalled

_LONGEST = 100


@click.command(
    epilog="""\b
Example:
  vaultkit recall 'conference in spring, bees, tall'
  vaultkit recall 'with Tom, 2025, laughs' ~/notes
"""
)
@click.argument("clues")
@session.vault
@session.NO_CACHE
@session.TODAY
@session.JSON
def command(
    *, clues: str, vault: Path | None, today: date | None, as_json: bool
) -> None:
    """Find somebody you met once, by clues.

    Parted by commas: a place, a month, a season or a year, a topic, an event, who else
    was there, or words of your own notes. The best come first, each with the clues that
    fit and the line they fit. What is private is not looked at.
    """
    if not clues.strip(" ,;"):
        raise click.UsageError("Say what you remember: 'spring, bees, tall'.")
    known = session.known(session.root_of(vault), today)
    from vaultkit.insights import recall  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.markup import plain  # noqa: PLC0415 (late, for --help)

    found = recall.find(
        known.network, plain(clues), known.settings, known.today, _prose(known)
    )
    book = known.network.book
    if as_json:
        say_json({"people": [_as_json(one, book) for one in found]})
        return
    if not found:
        say("Nobody in your notes fits any of that.")
    for one in found:
        for line in _lines(one, book):
            say(line, bold=line == book.people[one.person].name)


def _prose(known: Known) -> dict[PersonId, tuple[tuple[int, str], ...]]:
    """Return the words of people's own notes that may be shown."""
    from vaultkit.notes.prose import prose  # noqa: PLC0415 (late, for --help)
    from vaultkit.privacy.secret import Names  # noqa: PLC0415 (late, for --help)
    from vaultkit.problems import Origin  # noqa: PLC0415 (late, for --help)

    everybody = known.book.people.values()
    private = [one for one in everybody if one.private]
    names = Names.of(private, [one for one in everybody if not one.private])
    found = {}
    for who in known.network.book.people.values():
        path = who.path
        if path is not None and path in known.snapshot.notes:
            try:
                data = known.snapshot.notes[path]
            except NoteChangedError:
                continue  # it is being written just now
            found[who.id] = tuple(
                (line, text)
                for line, text in prose(data, known.notes[path])
                if Origin(path, line) not in known.book.private.lines
                and not (private and names.are_in(text))
            )
    return found


def _lines(one: Recalled, book: Book) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    yield book.people[one.person].name
    if one.met is not None:
        yield f"  met {day(one.met)}"
    elif one.first is not None:
        yield f"  first noted {day(one.first.date)}"
    for matched in one.matched:
        yield f"  {matched.clue}: {_told(matched)}"
    if one.missed:
        yield f"  nothing noted of: {', '.join(one.missed)}"


def _told(matched: Matched) -> str:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.markup import shorten  # noqa: PLC0415 (late, for --help)

    trace = matched.trace
    said = "" if trace.kind == "time" else shorten(trace.text, _LONGEST)
    when = day(trace.day) if trace.day and trace.kind == "time" else ""
    where = f"({trace.origin.path}:{trace.origin.line})"
    return " ".join(filter(None, (when, said, where)))


def _as_json(one: Recalled, book: Book) -> dict[str, object]:
    who = book.people[one.person]
    return {
        "name": who.name,
        "path": who.path,
        "met": one.met.date.isoformat() if one.met else None,
        "first": one.first.date.isoformat() if one.first else None,
        "matched": [
            {
                "clue": clue,
                "kind": trace.kind,
                "text": trace.text,
                "path": trace.origin.path,
                "line": trace.origin.line,
            }
            for clue, trace in one.matched
        ],
        "missed": list(one.missed),
    }
