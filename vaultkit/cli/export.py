"""`vaultkit export`: what the notes may tell, for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit import vault as disk
from vaultkit.cli import others, session
from vaultkit.cli.formats import Format
from vaultkit.cli.terminal import say

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.toolkit.registry import Registered


@click.command(
    epilog="""\b
Example:
  vaultkit export vcard ~/notes -o people.vcf
  vaultkit export ical -o reconnect.ics --replace
  vaultkit export json | jq '.nodes[].name'
"""
)
@click.argument("kind", metavar="FORMAT", type=Format("exporters"))
@session.vault
@session.NO_CACHE
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a file instead of printing.",
)
@click.option("--replace", is_flag=True, help="Write over FILE if it is there.")
@session.TODAY
def command(
    *,
    kind: Registered,
    vault: Path | None,
    output: Path | None,
    replace: bool,
    today: date | None,
) -> None:
    """Print what the notes tell, for other programs.

    FORMAT is vcard or csv (people), ical (birthdays, days to reconnect), graphml or
    json (people, topics, events and what joins them), or a plugin's. Nothing private is
    in it. The same notes on the same day give the same bytes.
    """
    if replace and output is None:
        raise click.UsageError("--replace is for --output.")
    data = _exported(kind, session.known(session.root_of(vault), today)).encode()
    if output is not None:
        disk.give_out(output, data, anew=replace)
        say(f"wrote {output}")
    elif sys.stdout.isatty():
        say(data.decode().replace("\r\n", "\n").rstrip("\n"))
    else:
        click.echo(data, nl=False)


def _exported(kind: Registered, known: session.Known) -> str:
    from vaultkit.toolkit.kinds import Asked, Exporter  # noqa: PLC0415 (late)

    export = None if kind.package else kind.load()
    if not isinstance(export, Exporter):
        return others.exported(kind, known)
    return export(Asked(known.network, (), known.settings, known.today))
