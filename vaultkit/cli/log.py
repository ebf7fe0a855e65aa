"""`vaultkit log`: a line into today's note, with links to those it is sure of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli import daily, session, terminal
from vaultkit.cli.terminal import say, say_json
from vaultkit.names import fold
from vaultkit.problems import StepRefusedError
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.encounters import Words
    from vaultkit.book.people import Person
    from vaultkit.cli.asking import Somebody
    from vaultkit.cli.session import Known
    from vaultkit.findings.heard import Heard
    from vaultkit.insertion import Insertion


@click.command(
    epilog="""\b
Example:
  vaultkit log 'Priya: coffee, talked about hives; needs a bookkeeper'
  vaultkit log --to Priya 'letter, the bees are well'
  vaultkit log --undo
"""
)
@click.argument("line", required=False)
@session.vault
@session.NO_CACHE
@click.option("--to", metavar="NAME", help="Write into their note, below its log.")
@click.option("--yes", is_flag=True, help="Add what it understood as well.")
@click.option("--undo", is_flag=True, help="Take the last line back.")
@session.TODAY
@session.JSON
def command(  # noqa: PLR0913 (one for each option)
    *,
    line: str | None,
    vault: Path | None,
    to: str | None,
    yes: bool,
    undo: bool,
    today: date | None,
    as_json: bool,
) -> None:
    """Put a line into today's note.

    LINE says who, what and the rest: 'Priya: coffee, talked about hives'. The name
    becomes a link where it is sure, and a question where it is not. What the line
    seems to tell, such as a need, is offered as a line of its own. A daily note that
    is not there is made from the vault's own template. Nothing else in a note changes.
    """
    if undo:
        given = Path(line) if line and vault is None else vault
        _take_back(session.root_of(given), as_json=as_json)
        return
    if not line or not line.strip():
        raise click.UsageError("Say what happened: 'NAME: coffee, what it was about'.")
    known = session.known(session.root_of(vault), today, bare=True, writing=True)
    _add(_understood(line, to, known), known, yes=yes, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is to be written, and where.

    Attributes:
        path: The note.
        owner: Whose note it is, "" in a daily note.
        people: Who is linked.
        heard: What the line says.
        words: What first words mean.
    """

    path: VaultPath
    owner: str
    people: tuple[Somebody, ...]
    heard: Heard
    words: Words

    def text(self, day: date, word: str, text: str) -> str:
        """Return one line of the note."""
        names = ", ".join(one.link for one in self.people)
        start = f"{day.isoformat()} " if self.owner else ""
        begun = f"- {start}{fold(word)}:" if word else f"- {start}".rstrip()
        return " ".join(filter(None, (begun, names, text)))


def _understood(line: str, to: str | None, known: Known) -> _Line:
    """Return what a line says, everybody in it known or asked for.

    Raises:
        PersonUnknownError: Somebody is not known.
        StepRefusedError: It names nobody, or whose note it is for has none.
    """
    from vaultkit.book.encounters import Words  # noqa: PLC0415 (late, for --help)
    from vaultkit.cli import asking  # noqa: PLC0415 (late, for --help)

    words = Words(known.settings.contact_words)
    owner = asking.one(to, known) if to else None
    found = _heard(line, words, owner, known)
    if found is None:
        raise StepRefusedError(
            "Nobody is named in that line. Begin with the name: "
            "'NAME: coffee, what it was about'; for somebody new, '[[NAME]]: ...'."
        )
    path = _where(owner, known)
    people = tuple(asking.somebody(name, known, path) for name in found.names)
    if owner is None:
        return _Line(path, "", people, found, words)
    others = tuple(one for one in people if one.person != owner.id)
    return _Line(path, owner.name, others, found, words)


def _heard(line: str, words: Words, owner: Person | None, known: Known) -> Heard | None:
    """Return what a line says; one for somebody's own note need not name them."""
    from vaultkit.findings.called import called  # noqa: PLC0415 (late, for --help)
    from vaultkit.findings.heard import heard  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.markup import plain  # noqa: PLC0415 (late, for --help)

    def is_name(text: str) -> bool:
        found = called(text, known.network.book)
        return text.startswith("[[") or found.person is not None or found.shared

    text = plain(line)
    found = heard(text, words, is_name)
    if owner is None or (found is not None and all(map(is_name, found.names))):
        return found
    return heard(f"[[{owner.name}]]: {text}", words, is_name)


def _where(owner: Person | None, known: Known) -> VaultPath:
    """Return the note a line is for: of the day, or of a person.

    Raises:
        StepRefusedError: That person has no note.
    """
    from vaultkit.book.daily import path_of  # noqa: PLC0415 (late, for --help)

    if owner is None:
        return path_of(known.today, known.book.daily, known.settings)
    if owner.path is None:
        new = f"vaultkit new person '{owner.name}'"
        raise StepRefusedError(f"{owner.name} has no note yet. Make one with: {new}")
    return owner.path


def _add(line: _Line, known: Known, *, yes: bool, as_json: bool) -> None:
    """Write the line and what was understood, as far as that is wanted."""
    first = line.text(known.today, line.heard.word, line.heard.text)
    told = [
        (word, line.text(known.today, word, what)) for word, what in line.heard.told
    ]
    wanted = [
        (word, text)
        for word, text in told
        if yes or (terminal.can_ask() and terminal.agreed(f"Add this too? {text}"))
    ]
    lines = [(line.heard.word, first), *wanted]
    data = known.snapshot.notes.get(line.path)
    start, note = data, None
    if data is None:
        start, note = daily.start(line.path, known)
    done = _insertion(line, start or b"", lines, known)
    _write(line.path, data, start or b"", done, known)
    texts = [text for _, text in lines]
    left = [text for _, text in told if text not in texts]
    if as_json:
        _say_json(line, done, texts, left, created=data is None)
        return
    say(f"{'created' if data is None else 'added to'} {line.path}")
    for text in texts:
        say(f"  {text}")
    if note:
        say(note)
    if left:
        say("understood as well, and not added; --yes would:")
    for text in left:
        say(f"  {text}")


def _say_json(
    line: _Line, done: Insertion, texts: list[str], left: list[str], *, created: bool
) -> None:
    say_json(
        {
            "path": line.path,
            "line": done.line,
            "created": created,
            "added": texts,
            "offered": left,
            "people": [one.name for one in line.people] or [line.owner],
        }
    )


def _insertion(
    line: _Line, data: bytes, lines: list[tuple[str, str]], known: Known
) -> Insertion:
    """Return the lines where they belong, certain to be read as what they say.

    Raises:
        StepRefusedError: There they would say something else.
    """
    from vaultkit import insertion  # noqa: PLC0415 (late, for --help)
    from vaultkit.notes.note import parse  # noqa: PLC0415 (late, for --help)

    before = parse(line.path, data)
    texts = [text for _, text in lines]
    done = (
        insertion.logged(data, before, texts)
        if line.owner
        else insertion.appended(data, texts)
    )
    after = parse(line.path, done.into(data))
    made = insertion.added(before, after, done.line, len(texts))
    kinds = [line.words[fold(word)].kind for word, _ in lines]
    days = {known.today} if line.owner else {known.today, None}
    if (
        made is None
        or [line.words[entry.word].kind for entry in made] != kinds
        or not days.issuperset(entry.date for entry in made)
        or any(len(entry.links) < len(line.people) for entry in made)
    ):
        raise StepRefusedError(
            f"{line.path} was not touched: a line put there would not be read as what "
            "it says, because of code, a comment or another day's heading above it. "
            "Type it where it belongs:\n  " + "\n  ".join(texts)
        )
    return done


def _write(
    path: VaultPath, was: bytes | None, start: bytes, done: Insertion, known: Known
) -> None:
    """Write the note, and remember how to take that back."""
    now = done.into(start)
    if was is None:
        disk.create(known.root, path, now.decode())
    else:
        disk.replace(known.root, path, was, now)
    disk.remember(
        known.root,
        {
            "path": path,
            "created": was is None,
            "at": done.at,
            "length": len(done.new),
            "before": _digest(start),
            "after": _digest(now),
        },
    )


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _take_back(root: Path, *, as_json: bool) -> None:
    """Take the last line back, if its note is still as it was left.

    Raises:
        StepRefusedError: There is none, or the note changed since.
    """
    last = disk.lately(root)
    path, at, length = last.get("path"), last.get("at"), last.get("length")
    if not (isinstance(path, str) and isinstance(at, int) and isinstance(length, int)):
        raise StepRefusedError("There is no line to take back in this vault.")
    where = VaultPath(path)
    now = disk.current(root, where)
    if now is None or _digest(now) != last.get("after"):
        raise StepRefusedError(f"{path} changed since; it was not touched.")
    was = now[:at] + now[at + length :]
    if last.get("created") is True:
        disk.take_away(root, where, now)
    elif _digest(was) == last.get("before"):
        disk.replace(root, where, now, was)
    else:
        raise StepRefusedError(f"{path} is not as it was left; it was not touched.")
    disk.forget(root)
    done = "removed" if last.get("created") is True else "taken back from"
    if as_json:
        say_json({"path": path, "removed": last.get("created") is True})
    else:
        say(f"{done} {path}")
