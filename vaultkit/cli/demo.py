"""`vaultkit demo`: a believable life to look around in."""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit import vault as disk
from vaultkit.cli import build, session
from vaultkit.cli.terminal import say
from vaultkit.shipped import example_vault


@click.command(
    epilog="""\b
Example:
  vaultkit demo life
  less 'life/Network/This week.md'
"""
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(*, folder: Path) -> None:
    """Copy the example vault and build its pages.

    DIR must be new or empty.
    """
    disk.copy(example_vault(), folder)
    opened = session.opened(disk.opened(folder))
    outcomes = disk.apply(opened.root, build.planned(opened, accept_loss=False))
    say(f"{len(opened.made.parsed)} notes copied; {build.summary(outcomes)}")
    home = folder / opened.settings.folder / f"{opened.settings.page_names['home']}.md"
    say(f"Open `{folder}` in any editor of Markdown, and in it `{home.name}` first:")
    say(f"  {home}")
