"""Compiled: the page templates as they were compiled, kept as Python keeps its code.

That takes as long as a small vault. They stand where Python keeps what it compiled of
this program, for this program alone, under the same rules: where that folder cannot be
written, or nothing is to be kept there, they are compiled again by whoever needs them.
"""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

from vaultkit import pages
from vaultkit.shipped import templates
from vaultkit.vault import cache
from vaultkit.vault.remembered import program


def know() -> int:
    """Take over the templates that were compiled before; return how many there are."""
    try:
        found = cache.front(_place(), program())
    except OSError:
        return 0
    return 0 if isinstance(found, cache.Unusable) else pages.know(found)


def keep(before: int) -> None:
    """Keep the templates compiled by now, if they are more than there were before."""
    if pages.prepared() == before or sys.dont_write_bytecode:
        return
    several, data = pages.known(templates())
    if several > before:
        cache.write(_place(), program(), data, b"")


def _place() -> str:
    """Return the file; it has another name for each kind of Python."""
    name = cache_from_source(str(Path(pages.__file__).with_name("templates.py")))
    return f"{name.removesuffix('.pyc')}.cache"
