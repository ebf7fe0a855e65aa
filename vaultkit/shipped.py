"""What ships with vaultkit: the templates and the example vault.

In a checkout both folders stand at the top, where people look for them; in an installed
wheel they lie inside the package. Nothing else needs to know which of the two it is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent


def _top() -> Path:
    """Return the folder that holds `templates` and `example-vault`."""
    installed = _PACKAGE / "_shipped"
    return installed if installed.is_dir() else _PACKAGE.parent


@cache
def templates() -> Mapping[str, str]:
    """Return every template's text by name (`pages/reconnect.md.j2`), in order of name.

    Line ends are LF whatever the checkout made of them, so that pages come out the same
    on every machine.
    """
    top = _top() / "templates"
    found = {
        file.relative_to(top).as_posix(): file.read_text("utf-8")
        for file in top.rglob("*")
        if file.is_file() and ".md" in file.suffixes
    }
    return MappingProxyType(dict(sorted(found.items())))


@cache
def editor() -> Mapping[str, str]:
    """Return what helps in Obsidian by file name: a base and a CSS snippet."""
    top = _top() / "templates/obsidian"
    found = {file.name: file.read_text("utf-8") for file in sorted(top.iterdir())}
    return MappingProxyType(found)


def example_vault() -> Path:
    """Return the folder of the example vault; copy it, it may be read only."""
    return _top() / "example-vault"
