"""`vaultkit import`: people from other programs as notes, shown before any is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import click

from vaultkit import vault as disk
from vaultkit.cli import others, session, terminal
from vaultkit.cli.formats import Format
from vaultkit.cli.terminal import Progress, complain, counted, say, say_json
from vaultkit.problems import FileForeignError, VaultkitError, WriteFailedError
from vaultkit.toolkit.registry import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from vaultkit.cli.session import Known
    from vaultkit.interop.alike import Evidence
    from vaultkit.interop.arrivals import Again, Arrivals, New
    from vaultkit.toolkit.kinds import Imported, NoteToBe, Trouble
    from vaultkit.toolkit.registry import Registered

T = TypeVar("T")

_SHOWN: Final = 20
"""How many of a kind the preview lists; --json has all."""
_WIDE: Final = 200
_SAME: Final = {
    "name": "the same name",
    "email": "the same e-mail",
    "phone": "the same phone",
    "spelling": "a name spelt nearly so",
}


class _Preview(NamedTuple):
    """What a file says, and what would become of it."""

    file: Path
    folder: str
    troubles: tuple[Trouble, ...]
    found: Arrivals


@click.command(
    "import",
    epilog="""\b
Example:
  vaultkit import vcard contacts.vcf ~/notes
  vaultkit import google contacts.csv --dry-run
  vaultkit import linkedin Connections.csv --yes
  vaultkit import csv people.csv --map 'name=First+Last,org=Company'
""",
)
@click.argument("kind", metavar="FORMAT", type=Format("importers"))
@click.argument("file", type=click.Path(path_type=Path))
@session.vault
@session.NO_CACHE
@click.option(
    "--map",
    "mapped",
    metavar="PROPERTY=COLUMN,...",
    multiple=True,
    help="Which column is which property, or `name`; A+B joins two (csv).",
)
@click.option(
    "--option",
    metavar="NAME=VALUE",
    multiple=True,
    help="What a plugin's importer wants to be told.",
)
@click.option(
    "--duplicates", is_flag=True, help="Make notes of those too who may be known."
)
@session.dry_run("Show what would be made; write nothing.")
@click.option("--yes", is_flag=True, help="Make the notes without asking.")
@session.TODAY
@session.JSON
def command(  # noqa: PLR0913 (one for each option)
    *,
    kind: Registered,
    file: Path,
    vault: Path | None,
    mapped: tuple[str, ...],
    option: tuple[str, ...],
    duplicates: bool,
    dry_run: bool,
    yes: bool,
    today: date | None,
    as_json: bool,
) -> None:
    """Make notes of people from another program.

    FORMAT is vcard, google, linkedin, csv or a plugin's. What would be made is shown
    first. Notes are only ever made, never changed: who is known already is shown with
    what speaks for it and left alone, and so is whatever cannot be read.
    """
    given = _options(kind, mapped, option)
    known = session.known(session.root_of(vault), today, bare=True, writing=True)
    read = _read(kind, file, given)
    preview = _previewed(file, read, known, duplicates=duplicates)
    new = preview.found.new
    if not as_json:
        _say(preview)
    wanted = bool(new) and not dry_run and (yes or _agreed(preview, as_json=as_json))
    made = _make(new, known) if wanted else ()
    if as_json:
        _say_json(preview, made)
    elif wanted:
        say(f"created {counted(len(made), 'note')}")
    elif new:
        more = "" if dry_run or terminal.can_ask() else "; --yes makes the notes"
        say(f"nothing was written{more}")
    if wanted and len(made) < len(new):
        raise WriteFailedError(f"{len(new) - len(made)} of {len(new)} were not made.")


def _options(
    kind: Registered, mapped: Sequence[str], typed: Sequence[str]
) -> dict[str, str]:
    given = dict(one.partition("=")[::2] for one in typed)
    if mapped and (kind.name, kind.package) != ("csv", OURS):
        raise click.UsageError("--map is for csv; the columns of others are known.")
    return {**given, "map": ",".join(mapped)} if mapped else given


def _read(kind: Registered, file: Path, options: Mapping[str, str]) -> Imported:
    """Return what an importer reads in a file.

    Raises:
        FileForeignError: Nothing of it can be used.
    """
    from vaultkit.interop.incoming import MOST_BYTES, WHOLE  # noqa: PLC0415 (late)
    from vaultkit.toolkit.kinds import Importer  # noqa: PLC0415 (late, for --help)

    data = disk.take_in(file, MOST_BYTES)
    load = None if kind.package else kind.load()
    if isinstance(load, Importer):
        read = load(data, options)
    else:
        read = others.imported(kind, data, options)
    stops = [one.message for one in read.troubles if one.line == WHOLE]
    if stops and not read.notes:
        raise FileForeignError(str(file), stops[0])
    return read


def _previewed(
    file: Path, read: Imported, known: Known, *, duplicates: bool
) -> _Preview:
    from vaultkit import pages  # noqa: PLC0415 (late, for --help)
    from vaultkit.cli import new  # noqa: PLC0415 (late, for --help)
    from vaultkit.interop import arrivals  # noqa: PLC0415 (late, for --help)
    from vaultkit.names import fold  # noqa: PLC0415 (late, for --help)

    there = known.snapshot
    ours = pages.paths(known.settings).values()
    folder = new.folder_of("person", known.network.book, known.settings)
    taken = {
        fold(path.rpartition("/")[2]): path
        for path in (*ours, *there.pages, *there.notes)
    }
    place = arrivals.Place(folder, taken)
    found = arrivals.arrivals(
        read.notes, known.book, place, known.settings, duplicates=duplicates
    )
    troubles = tuple(sorted((*read.troubles, *found.troubles)))
    return _Preview(file, folder, troubles, found)


def _agreed(preview: _Preview, *, as_json: bool) -> bool:
    where = preview.folder or "the top folder"
    count = counted(len(preview.found.new), "note")
    return (
        not as_json
        and terminal.can_ask()
        and terminal.agreed(f"Make {count} in {where}?")
    )


def _make(new: Sequence[New], known: Known) -> tuple[str, ...]:
    """Make the notes, one after the other, each whole; return the paths of those made.

    Whoever stops it keeps what was made: a second run knows those by their names.
    """
    made: list[str] = []
    progress = Progress("writing")
    try:
        for one in new:
            progress(len(made))
            try:
                disk.create(known.root, one.path, one.text)
            except VaultkitError as wrong:
                complain(str(wrong))
            else:
                made.append(one.path)
    except KeyboardInterrupt:
        progress.end()
        complain(f"{len(made)} of {len(new)} were made; run it again for the others.")
        raise
    progress.end()
    return tuple(made)


# --- what is said --------------------------------------------------------------------


def _say(preview: _Preview) -> None:
    found = preview.found
    _said("to be made", found.new, _new)
    _said("known already, left as they are", found.again, _again)
    _said(
        "not to be made",
        found.left,
        lambda one: f"{_at(preview, one.one.line)} {one.one.name or '?'} {one.why}",
    )
    _said(
        "not read, or not as it stands",
        preview.troubles,
        lambda one: f"{_at(preview, one.line)} {one.message}",
    )
    if not (found.new or found.again or found.left):
        say(f"{preview.file}: nobody is in it")


def _said(title: str, those: Sequence[T], line: Callable[[T], str]) -> None:
    """Print a heading with how many there are, and the first of them."""
    if not those:
        return
    say(f"{title}: {len(those)}", bold=True)
    for one in those[:_SHOWN]:
        say(f"  {line(one)}")
    if len(those) > _SHOWN:
        say(f"  and {len(those) - _SHOWN} more; --json lists all")


def _new(one: New) -> str:
    told = "; ".join(map(_because, one.evidence))
    doubt = f"\n    look at it: {told}" if told else ""
    said = "; ".join(_told(name, words) for name, words in one.one.properties.items())
    return f"{one.path}{f' ({said[:_WIDE]})' if said else ''}{doubt}"


def _again(one: Again) -> str:
    told = "; ".join(map(_because, one.evidence))
    more = "".join(
        f"\n    the file says besides: {_told(name, said)}"
        for name, said in one.more.items()
    )
    return f"{one.one.name}: {told}{more}"


def _told(name: str, words: str | tuple[str, ...]) -> str:
    """Return a property on one line, whatever lines the file has in it."""
    whole = words if isinstance(words, str) else ", ".join(words)
    return " ".join(f"{name}: {whole}".split())


def _because(one: Evidence) -> str:
    who = "somebody whose note is private" if one.who.hidden else one.who.where
    what = f" {' '.join(one.value.split())}" if one.kind in {"email", "phone"} else ""
    return f"{_SAME[one.kind]}{what} as {who}"


def _at(preview: _Preview, line: int) -> str:
    return f"{preview.file}:{line}:" if line else f"{preview.file}:"


def _say_json(preview: _Preview, made: Sequence[str]) -> None:
    found = preview.found
    new = [
        {"path": one.path, "text": one.text, **_plain(one.one, one.evidence)}
        for one in found.new
    ]
    again = [
        {
            "more": {name: list(said) for name, said in one.more.items()},
            **_plain(one.one, one.evidence),
        }
        for one in found.again
    ]
    left = [{"why": one.why, **_plain(one.one, ())} for one in found.left]
    say_json(
        {
            "file": str(preview.file),
            "new": new,
            "known": again,
            "left": left,
            "troubles": [one._asdict() for one in preview.troubles],
            "created": list(made),
        }
    )


def _plain(one: NoteToBe, evidence: Iterable[Evidence]) -> dict[str, object]:
    told = [
        {
            "kind": each.kind,
            "value": each.value,
            "who": None if each.who.hidden else each.who.where,
        }
        for each in evidence
    ]
    return {"name": one.name, "line": one.line, "evidence": told}
