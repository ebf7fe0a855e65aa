"""The wire: what is said between vaultkit and the process that others' code runs in.

Towards it go our own values, pickled. Back come texts of JSON, which cannot be anything
but data, however they were made.
"""

from __future__ import annotations

import copyreg
import json
import pickle
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.notes.note import Note
    from vaultkit.pages.plain import Sheet
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.toolkit.registry import Registered

HEAD: Final = 8
"""Bytes that say how long what follows is."""


class Ready(NamedTuple):
    """Say that the process is there."""

    number: int = 0


class Load(NamedTuple):
    """Load what is registered; the answer describes it."""

    one: Registered


class Learn(NamedTuple):
    """Learn what is new in a vault.

    Attributes:
        changed: Notes that are new or say something else.
        gone: Notes that are no more.
        others: Every other file; None where they are the same.
        problems: What was met on the way to the notes.
        settings: What the user decided.
        today: The day it is.
        paths: Where the pages of others stand, by name.
    """

    changed: Mapping[VaultPath, Note]
    gone: tuple[VaultPath, ...]
    others: frozenset[VaultPath] | None
    problems: tuple[Problem, ...]
    settings: Settings
    today: date
    paths: Mapping[str, VaultPath]


class Ask(NamedTuple):
    """Ask for what was loaded.

    Attributes:
        one: What to ask: a page, a reader, a command, an importer, an exporter.
        twice: Whether to ask it again and compare.
        notes: For a reader: notes and their texts.
        words: For a command: what was typed behind its name.
        data: For an importer: the file.
        options: For an importer: what was typed for it.
    """

    one: Registered
    twice: bool = False
    notes: tuple[tuple[Note, str], ...] = ()
    words: tuple[str, ...] = ()
    data: bytes = b""
    options: Mapping[str, str] = MappingProxyType({})


class Print(NamedTuple):
    """Print a page from a template of the vault's own."""

    given: Sheet


Request = Ready | Load | Learn | Ask | Print


def times(request: Request) -> int:
    """Return how many times the limits of one answer a request may take.

    Others are not asked by those that say 0.
    """
    if isinstance(request, Ready | Learn):
        return 0
    return 2 if isinstance(request, Ask) and request.twice else 1


class Reply(NamedTuple):
    """What comes back.

    Attributes:
        value: The answer; None where there is none.
        wrong: What went wrong, to go on behind "the plugin ..."; "" if nothing did.
        last: Whether that is reason enough not to ask it again.
    """

    value: Any = None
    wrong: str = ""
    last: bool = False


def packed(request: Request) -> bytes:
    """Return a request as bytes."""
    held = BytesIO()
    pickler = pickle.Pickler(held, 5)
    table = copyreg.dispatch_table.copy()
    table[MappingProxyType] = _proxy
    pickler.dispatch_table = table
    pickler.dump(request)
    return _framed(held.getvalue())


def _proxy(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxied, (dict(mapping),)


def _proxied(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def unpacked(data: bytes) -> Request:
    """Return the request that bytes say, without their head; ours, so it is trusted."""
    found: Request = pickle.loads(data)  # noqa: S301 (vaultkit itself packed it)
    return found


def answered(reply: Reply) -> bytes:
    """Return a reply as bytes."""
    return _framed(json.dumps(reply, ensure_ascii=True).encode())


def reply(data: bytes) -> Reply | None:
    """Return the reply that bytes say, without their head; None if they are none."""
    try:
        value, wrong, last = json.loads(data)
    except (ValueError, TypeError, RecursionError):
        return None
    fits = isinstance(wrong, str) and isinstance(last, bool)
    return Reply(value, wrong, last) if fits else None


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(HEAD, "big") + data
