"""`vaultkit schema`: what properties there are, as JSON Schema."""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit import vault as disk
from vaultkit.cli.terminal import say_json


@click.command(
    epilog="""\b
Example:
  vaultkit schema > front-matter.schema.json
  vaultkit schema ~/notes
"""
)
@click.argument(
    "vault", required=False, metavar="[VAULT]", type=click.Path(path_type=Path)
)
def command(*, vault: Path | None) -> None:
    """Print the JSON Schema of front matter, for editors.

    It is made from the table that notes are read by, and has nothing against what is
    read without a word. With VAULT it knows the circles and synonyms of that vault.
    """
    from vaultkit import settings as chosen  # noqa: PLC0415 (late, for --help)
    from vaultkit.book.schema import schema  # noqa: PLC0415 (late, for --help)

    settings = chosen.DEFAULTS
    if vault is not None:
        settings, _ = chosen.read(disk.read(disk.opened(vault)).config)
    say_json(schema(settings.circles, settings.synonyms))
