"""A brief before meeting somebody half-forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.answers import How
    from vaultkit.dates import Day
    from vaultkit.encounters import Encounter, Lesson, Promise
    from vaultkit.people import PersonId, Said
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question they leave open.

    Attributes:
        kind: `promise` (I promised it: did I do it?), `need` (they looked for it:
            still?), `ask` (I asked them for it), `words` (the last words end in a
            question).
        text: It, in the user's words.
        date: The day it was noted, if known.
        origin: Where it stands.
    """

    kind: Literal["promise", "need", "ask", "words"]
    text: str
    date: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """An interest we share: what I say about it and what they say."""

    mine: Said
    theirs: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldOffer:
    """Something of mine that fits a need of theirs; `how` as in help."""

    need: Said
    offer: Said
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What to know before we meet.

    Attributes:
        person: Who; their note (org, role, place, birthday, ways) is in the book.
        met: When we met: as noted, else the first day with contact.
        met_at: Where or how, in the user's words, or "".
        met_at_path: The note it links, if it links one.
        through: Who brought us together.
        last: Up to five last encounters with words, newest first.
        since: The last day with contact, with or without words.
        question: One question they leave open.
        common: Interests we share, rarest first.
        cares: Their other interests, rarest first.
        needs: What they need now, newest first.
        could_offer: What of mine fits.
        promises: What I promised them and have not kept yet, oldest first.
        lessons: What they taught me, newest first, up to three.
        acquaintances: People both of us know, by name.
    """

    person: PersonId
    met: Day | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    through: tuple[PersonId, ...] = ()
    last: tuple[Encounter, ...] = ()
    since: date | None = None
    question: Question | None = None
    common: tuple[Common, ...] = ()
    cares: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    could_offer: tuple[CouldOffer, ...] = ()
    promises: tuple[Promise, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    acquaintances: tuple[PersonId, ...] = ()
