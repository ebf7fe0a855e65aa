"""Unchanged: `vaultkit build` where nothing changed says what it said, and is done.

It is asked before anything else is loaded, and whenever it is not certain it says
nothing: then the command runs as ever.
"""

from __future__ import annotations

import sys
import time

from vaultkit.vault import cache
from vaultkit.vault.stamp import SAYS, Stamp, root_of

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

_OPTIONS: Final = {"--check": "look", "--dry-run": "look", "--json": "json"}


def answer(args: Sequence[str]) -> tuple[str, bytes, Stamp] | None:
    """Return which of `SAYS` a command would print, the text, and the stamp that says.

    None where that is not known; else the command would end with 0 and write nothing.

    Args:
        args: The words after `vaultkit`.
    """
    if not args or args[0] != "build":
        return None
    options = [word for word in args[1:] if word.startswith("-")]
    places = [word for word in args[1:] if not word.startswith("-")]
    if len(places) > 1 or not set(options) <= _OPTIONS.keys():
        return None
    try:
        root = root_of(*places)
        stamp = _stamp(root) if root else None
        return _said(stamp, options) if stamp is not None else None
    except (OSError, ValueError):
        return None


def _said(stamp: Stamp, options: list[str]) -> tuple[str, bytes, Stamp] | None:
    writes = not {"--check", "--dry-run"} & set(options)
    what = "json" if "--json" in options else "build" if writes else "look"
    text = stamp.says[SAYS.index(what)]
    if not text or (writes and not stamp.is_free()):
        return None
    year, month, day, *_ = time.localtime()
    if not stamp.stands(f"{year:04}-{month:02}-{day:02}"):
        return None
    return what, text, stamp


def _stamp(root: str) -> Stamp | None:
    data = cache.front(cache.place(root), cache.program())
    stamp = None if isinstance(data, cache.Unusable) else Stamp.read(data)
    return stamp if stamp is not None and stamp.root == root else None


def say(what: str, text: bytes) -> int:
    """Print what is said, as the terminal can show it; return the exit code."""
    try:
        if what == "json":
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            sys.stdout.write(text.decode())
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = sys.stderr  # nobody reads it any more
    except OSError as wrong:  # a full disk
        sys.stderr.write(
            f"vaultkit: what was to be printed is cut short: {wrong.strerror}.\n"
        )
        return 7
    return 0
