"""`vaultkit introduce`: bring two people together, each asked first and alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from vaultkit import vault as disk
from vaultkit.cli import asking, messages, session
from vaultkit.cli.terminal import say, say_json
from vaultkit.frozen import replace
from vaultkit.problems import StepRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import Person
    from vaultkit.cli.session import Known


def _day(context: click.Context, option: click.Parameter, given: str | None) -> object:
    """Read a day that may be left out: True then."""
    return given == "today" or session.day(context, option, given)


@click.command(
    epilog="""\b
Example:
  vaultkit introduce 'Wilf Adeyemi' 'Lev Tarkhin'
  vaultkit introduce Wilf Lev --yes Lev
  vaultkit introduce Wilf Lev --asked-by Wilf
  vaultkit introduce Wilf Lev --introduced
"""
)
@click.argument("a")
@click.argument("b")
@session.vault
@session.NO_CACHE
@click.option("--why", metavar="TEXT", default="", help="What for, in your words.")
@click.option("--asked-by", metavar="NAME", help="One of the two asked me for it.")
@click.option("--yes", metavar="NAME", multiple=True, help="NAME said yes.")
@click.option("--no", metavar="NAME", multiple=True, help="NAME said no.")
@click.option(
    "--introduced",
    metavar="[DAY]",
    is_flag=False,
    flag_value="today",
    callback=_day,
    help="I put them in touch, today or on DAY.",
)
@click.option(
    "--heard-back",
    metavar="[DAY]",
    is_flag=False,
    flag_value="today",
    callback=_day,
    help="I heard how it went.",
)
@session.TODAY
@session.JSON
def command(  # noqa: PLR0913 (one for each option)
    *,
    a: str,
    b: str,
    vault: Path | None,
    why: str,
    asked_by: str | None,
    yes: tuple[str, ...],
    no: tuple[str, ...],
    introduced: date | bool | None,
    heard_back: date | bool | None,
    today: date | None,
    as_json: bool,
) -> None:
    """Bring two people together, both asked first.

    Makes the note about it, with what your notes know that speaks for it, and prints
    the message for the state it is in: a question to each of them alone, one to both
    only when both said yes, and afterwards one to hear how it went. The options note
    down one step each. It is for people you know well; where you do not, or one of them
    said no, --asked-by drafts a kind no, and nobody hears whose it is.
    """
    known = session.known(session.root_of(vault), today, writing=True)
    pair = _Pair(asking.one(a, known), asking.one(b, known), known)
    if pair.a.id == pair.b.id:
        raise click.UsageError(f"{pair.a.name} is both of them; name two people.")
    asker = pair.named(asked_by, "--asked-by") if asked_by else None
    steps = messages.Steps(
        yes=tuple(pair.named(name, "--yes") for name in yes),
        no=tuple(pair.named(name, "--no") for name in no),
        introduced=known.today if introduced is True else introduced or None,
        heard_back=known.today if heard_back is True else heard_back or None,
    )
    for day in (steps.introduced, steps.heard_back):
        if day and day > known.today:
            raise click.UsageError(f"{day} is still to come.")
    done = _run(pair, steps, asker, why)
    _say(done, pair, as_json=as_json)


class _Pair(NamedTuple):
    """The two, and the vault they are in."""

    a: Person
    b: Person
    known: Known

    def named(self, typed: str, option: str) -> Person:
        """Return which of the two an option names."""
        found = asking.one(typed, self.known)
        if found.id not in {self.a.id, self.b.id}:
            both = f"{self.a.name} nor {self.b.name}"
            raise click.UsageError(f"{option} {found.name}: that is neither {both}.")
        return found

    @property
    def acquainted(self) -> bool:
        """Whether the two know each other already, as far as I noted."""
        return self.known.network.acquainted(self.a.id, self.b.id, self.known.today)

    def other(self, one: Person) -> Person:
        """Return the other of the two."""
        return self.b if one.id == self.a.id else self.a


class _Done(NamedTuple):
    """What was done.

    Attributes:
        path: The note; "" where none was made.
        created: It was made just now.
        recorded: What was written into it.
        state: Where the introduction stands; `stopped` where there is none.
        drafts: Messages to copy, each with whom it is to.
        advice: What to say besides.
    """

    path: str
    created: bool
    recorded: tuple[str, ...]
    state: str
    drafts: tuple[messages.Draft, ...]
    advice: str = ""


def _run(pair: _Pair, steps: messages.Steps, asker: Person | None, why: str) -> _Done:
    made = messages.note_of(pair.known, pair.a, pair.b)
    stop = messages.stopped(pair.known, pair.a, pair.b)
    not_by_me = (stop and not pair.acquainted) or (made and made.no)
    if asker is not None and not_by_me and not _over(made):
        draft = messages.drafted(pair.known, "kind-no", asker, pair.other(asker))
        path = made.path if made else ""
        return _Done(path, False, (), "stopped", (draft,), stop)  # noqa: FBT003 (not created)
    if made is None:
        return _begun(pair, steps, asker, (why, stop))
    if why:
        raise StepRefusedError(f"{made.path} is there already; write its `why` there.")
    if asker is not None and asker.id not in made.yes and not _over(made):
        steps = steps._replace(yes=tuple(dict.fromkeys((*steps.yes, asker))))
    return _stepped(pair, made, steps, asker)


def _over(made: Introduction | None) -> bool:
    return made is not None and made.introduced is not None


def _begun(
    pair: _Pair, steps: messages.Steps, asker: Person | None, more: tuple[str, str]
) -> _Done:
    """Return what came of beginning an introduction: a note of its own.

    Raises:
        StepRefusedError: A step was to be noted, they know each other, or I do not know
            both well enough.
    """
    why, stop = more
    if any(steps):
        raise StepRefusedError(
            f"There is no note about introducing {pair.a.name} and {pair.b.name}. "
            f"Begin with: vaultkit introduce '{pair.a.name}' '{pair.b.name}'"
        )
    if stop:
        raise StepRefusedError(stop)
    made, data = messages.begun(pair.known, pair.a, pair.b, why)
    recorded: tuple[str, ...] = ()
    if asker is not None:
        first = messages.Steps(yes=(asker,))
        data, recorded = messages.written(pair.known, made, data, first)
        made = replace(made, yes=(asker.id,))
    disk.create(pair.known.root, made.path, data.decode())
    advice = "" if made.why else "Before you ask, write into its `why` what for."
    state, drafts = messages.due(pair.known, made, asker)
    advice = " ".join(filter(None, (*_resting(pair, drafts), advice)))
    return _Done(made.path, True, recorded, state, drafts, advice)  # noqa: FBT003 (created)


def _stepped(
    pair: _Pair, made: Introduction, steps: messages.Steps, asker: Person | None
) -> _Done:
    """Return what came of noting steps down in the note there is.

    Raises:
        StepRefusedError: A step does not fit what it says, or cannot be put into it.
    """
    was = pair.known.snapshot.notes[made.path]
    messages.fits(made, steps)
    began, heard = made.introduced or steps.introduced, steps.heard_back
    if began and heard and heard < began:
        raise StepRefusedError(f"{heard} is before you introduced them, on {began}.")
    data, recorded = messages.written(pair.known, made, was, steps)
    if data != was:
        disk.replace(pair.known.root, made.path, was, data)
    after = messages.after(made, steps)
    state, drafts = messages.due(pair.known, after, asker)
    advice = " ".join(_resting(pair, drafts))
    return _Done(made.path, False, recorded, state, drafts, advice)  # noqa: FBT003 (not created)


def _resting(pair: _Pair, drafts: tuple[messages.Draft, ...]) -> Iterator[str]:
    """Yield who of those to be written to rests, by the user's own note."""
    from vaultkit.findings.silence import at_rest  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.days import day  # noqa: PLC0415 (late, for --help)

    to = {name for draft in drafts for name in draft.to}
    for one in (pair.a, pair.b):
        rest = at_rest(pair.known.network, one, pair.known.today)
        if rest is not None and one.name in to:
            until = rest[1]
            when = f"until {day(until)}" if until else "for now"
            yield f"By your note {one.name} rests {when}; this can wait."


def _say(done: _Done, pair: _Pair, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "between": [pair.a.name, pair.b.name],
                "path": done.path or None,
                "created": done.created,
                "recorded": list(done.recorded),
                "state": done.state,
                "messages": [one._asdict() for one in done.drafts],
                "advice": done.advice,
            }
        )
        return
    if done.created:
        say(f"created {done.path}")
    for line in done.recorded:
        say(f"noted in {done.path}: {line}")
    if done.advice:
        say(done.advice)
    for line in messages.told(done.state, done.path):
        say(line)
    for draft in done.drafts:
        say()
        say(f"To {' and '.join(draft.to)}, in your own words, perhaps:", bold=True)
        say()
        for line in draft.text.split("\n"):
            say(f"  {line}".rstrip())
