"""`vaultkit init --obsidian`: what helps in that editor, never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit import settings as chosen
from vaultkit import vault as disk
from vaultkit.cli.terminal import complain, say
from vaultkit.problems import NoteExistsError, WriteFailedError

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.snapshot import Snapshot


def write(root: Path, snapshot: Snapshot, *, dry_run: bool) -> None:
    """Write a base, note templates and a CSS snippet, and print what goes elsewhere.

    Raises:
        WriteFailedError: One could not be written; any other that could was.
    """
    from vaultkit.obsidian import SNIPPET, helpful  # noqa: PLC0415 (late, for --help)

    settings, _ = chosen.read(snapshot.config)
    found = helpful(settings, snapshot.config)
    failed = False
    for path, text in found.files.items():
        if dry_run:
            say(f"would create {path}")
            continue
        create = disk.create_snippet if path == SNIPPET else disk.create
        try:
            create(root, path, text)
            say(f"created {path}")
        except NoteExistsError:
            say(f"left as it is: {path}")
        except WriteFailedError as wrong:
            complain(str(wrong))
            failed = True
    say()
    say("Switch the snippet on under Settings > Appearance > CSS snippets.")
    say(f"To keep the pages out of the graph, put into its filter: {found.filter}")
    say("With Obsidian closed, these may go into .obsidian/types.json:")
    say(found.types)
    if failed:
        raise WriteFailedError("not everything was written; what was there is there.")
