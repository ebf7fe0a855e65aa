"""Summaries: what each command is for, in a line, so that none is loaded to say it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMMARIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demo": "Copy the example vault and build its pages.",
        "init": "Look at the notes and write a `vaultkit.toml` that fits them.",
        "build": "Write the pages of a vault and change nothing else.",
        "watch": "Keep the pages of a vault true until stopped.",
        "status": "Say whether a vault is watched, since when and how well.",
        "service": "Keep the pages true from login to logout, without a terminal.",
        "check": "List what could not be read as it was meant.",
        "person": "Say what your notes know about somebody, before you meet.",
        "recall": "Find somebody you met once, by clues.",
        "who": "Say whom you could ask for something.",
        "why": "Say why a pair, a person or a need is or is not on a page.",
        "log": "Put a line into today's note.",
        "introduce": "Bring two people together, both asked first.",
        "new": "Start a note from a template.",
        "inspect": "Show all that was read, private things too.",
        "clean": "Remove the pages that vaultkit wrote.",
        "import": "Make notes of people from another program.",
        "export": "Print what the notes tell, for other programs.",
        "schema": "Print the JSON Schema of front matter, for editors.",
        "plugins": "List installed plugins, enable some, or disable some.",
        "trust": "Show the page templates of a vault, and trust them.",
    }
)
"""How the help of each command begins."""
