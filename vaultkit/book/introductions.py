"""Introductions: notes about bringing two people together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book.acquaintances import people
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Who
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


class Introduction(Frozen, frozen=True, kw_only=True):
    """Two people I may introduce, and who has said so.

    Attributes:
        path: Its note.
        between: The two, in the order named.
        origin: The note's first line.
        why: What for, in my words.
        yes: Which of the two said yes.
        no: Which of the two said no.
        introduced: The day I did it.
        heard_back: The day I heard how it went.
    """

    path: VaultPath
    between: tuple[PersonId, PersonId]
    origin: Origin
    why: str = ""
    yes: tuple[PersonId, ...] = ()
    no: tuple[PersonId, ...] = ()
    introduced: date | None = None
    heard_back: date | None = None


def read(fields: Fields, who: Who) -> Introduction | None:
    """Return the introduction a note is about, or None if it is not between two."""
    named = people(fields, "between", who)
    pair = tuple(person for person in named if person != who.me)
    if len(pair) != len(("one", "other")):
        if "between" in fields.found or not fields.stands("between"):
            count = {0: "are none", 1: "is one"}.get(len(pair), f"are {len(pair)}")
            fields.problem(
                "between",
                "introduction-pair",
                f"an introduction is between two people; here {count}",
                "Name both under `between`, and nobody else.",
            )
        return None
    no = _of(pair, fields, "no", who)
    return Introduction(
        path=fields.note.path,
        between=(pair[0], pair[1]),
        origin=fields.origin(),
        why=fields.text("why"),
        yes=tuple(p for p in _of(pair, fields, "yes", who) if p not in no),
        no=no,
        introduced=fields.first_day("introduced"),
        heard_back=fields.first_day("heard_back"),
    )


def _of(
    pair: tuple[PersonId, ...], fields: Fields, name: str, who: Who
) -> tuple[PersonId, ...]:
    """Return which of the two a property names."""
    named = people(fields, name, who)
    if not set(named) <= set(pair):
        fields.problem(
            name,
            "value-unclear",
            f"`{fields.found[name]}` names somebody who is not one of the two",
            "Name only those who stand under `between`.",
        )
    return tuple(person for person in pair if person in named)
