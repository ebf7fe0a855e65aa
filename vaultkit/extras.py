"""Extras: what `vaultkit.toml` may say of what users add: page templates and blocks."""

from __future__ import annotations

from typing import Final

from vaultkit import choices
from vaultkit.choices import Setting
from vaultkit.switches import Switches


class Extras(Switches, frozen=True, kw_only=True):
    """What the user decided of it; `EXTRAS` says what each one means."""

    template_folder: str = "Templates"
    blocks: bool = False


EXTRAS: Final = (
    Setting(
        "template_folder",
        choices.FOLDER,
        "The folder of your page templates, unlike Obsidian.",
    ),
    Setting(
        "blocks", choices.FLAG, "Whether blocks in your notes are kept true like pages."
    ),
)
