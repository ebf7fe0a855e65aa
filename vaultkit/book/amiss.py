"""Amiss: what is wrong with a note as a whole, and with whom it claims to be."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from vaultkit.book.people import PersonId
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.snapshot import VaultPath


def shared_aliases(fields: Fields, who: Who) -> Iterator[Problem]:
    """Yield which aliases of a note mean somebody else as well."""
    path = fields.note.path
    for alias in fields.texts("aliases"):
        named = (p for p in who.shares(alias) if p != PersonId(path))
        first = (p for p in who.aliased(alias)[:1] if p < path)
        other = next(chain(named, first), None)
        if other:
            yield Problem(
                path,
                fields.origin("aliases").line,
                1,
                "alias-shared",
                f"`{alias}` is a name of {other} too",
                "Leave that alias to one of the two.",
                fields.found["aliases"],
            )


def nobody_like_me(name: str) -> Problem:
    """Return that the settings name somebody as me whom no note is about."""
    return Problem(
        "vaultkit.toml",
        1,
        1,
        "name-unknown",
        f"`me` is `{name[:80]}`, and no note is called that",
        "Write the name of the note about yourself, or `type: me` into it.",
    )


def me_twice(path: VaultPath, first: VaultPath, fields: Fields) -> Problem:
    """Return that two notes say to be about me."""
    return Problem(
        path,
        fields.origin("type").line,
        1,
        "me-twice",
        f"this note says that it is me, and so does {first}, which was taken",
        "Keep `type: me` in one of the two, or set `me` in vaultkit.toml.",
        "type",
    )


def unlinkable(path: VaultPath) -> Problem:
    """Return that no link can name a note."""
    return Problem(
        path,
        1,
        1,
        "file-name",
        "no link can name this file: its path has one of # ^ | [ ]",
        "Rename it; until then pages write the name as plain text.",
    )
