"""`vaultkit recall`: who that was, by what you still remember."""

from __future__ import annotations

from itertools import chain
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
    from vaultkit.problems import Origin

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


def _prose(known: Known) -> dict[PersonId, list[tuple[Origin, str]]]:
    """Return the words of notes about people that may be shown: theirs and events'."""
    from vaultkit.privacy.secret import Names  # noqa: PLC0415 (late, for --help)

    everybody = known.book.people.values()
    private = [one for one in everybody if one.private]
    names = Names.of(private, [one for one in everybody if not one.private])
    found: dict[PersonId, list[tuple[Origin, str]]] = {}
    for one, origin, text in chain(_of_their_own(known), _of_events(known)):
        hidden = origin in known.book.private.lines
        if not (hidden or (private and names.are_in(text))):
            found.setdefault(one, []).append((origin, text))
    return found


def _of_their_own(known: Known) -> Iterator[tuple[PersonId, Origin, str]]:
    """Yield the words of people's own notes."""
    from vaultkit.notes.prose import prose  # noqa: PLC0415 (late, for --help)
    from vaultkit.problems import Origin  # noqa: PLC0415 (late, for --help)

    for who in known.network.book.people.values():
        path = who.path
        if path is not None and path in known.snapshot.notes:
            try:
                data = known.snapshot.notes[path]
            except NoteChangedError:
                continue  # it is being written just now
            for line, text in prose(data, known.notes[path]):
                yield who.id, Origin(path, line), text


def _of_events(known: Known) -> Iterator[tuple[PersonId, Origin, str]]:
    """Yield what the note of a past event says about who was there."""
    from vaultkit.findings.called import calls  # noqa: PLC0415 (late, for --help)
    from vaultkit.names import fold  # noqa: PLC0415 (late, for --help)
    from vaultkit.problems import Origin  # noqa: PLC0415 (late, for --help)

    people = known.network.book.people
    for event in known.network.book.events:
        note = known.notes.get(event.path)
        if note is None or event.date is None or event.date > known.today:
            continue
        for entry in note.entries:
            linked = {fold(one.target.rpartition("/")[2]) for one in entry.links}
            text = f"{entry.word}: {entry.text}" if entry.word else entry.text
            for one in event.people if entry.task is not False else ():
                if linked.intersection(calls(people[one])):
                    yield one, Origin(event.path, entry.line), text


def _lines(one: Recalled, book: Book) -> Iterator[str]:
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    yield book.people[one.person].name
    if one.met is not None:
        yield f"  met {day(one.met)}"
    elif one.first is not None:
        yield f"  first noted {day(one.first.date)}"
    for matched in one.matched:
        yield f"  {matched.clue}: {_told(matched)}"
    if nothing := [clue for clue in one.missed if clue not in one.later]:
        yield f"  nothing noted of: {', '.join(nothing)}"
    if one.later:
        yield f"  not when it began: {', '.join(one.later)}"


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
