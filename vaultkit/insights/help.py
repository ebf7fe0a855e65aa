"""Who could help whom: open needs, and who offers what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.answers import How
    from vaultkit.closeness import Gate
    from vaultkit.insights import Reason
    from vaultkit.people import PersonId, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one person needs and another offers, and I know both well enough.

    Attributes:
        needs: Who needs it.
        need: What, as noted; `need.since` is the day it was said, if known.
        helper: Who offers it.
        offer: What, as noted; `offer.likely` if it was only taken from their role.
        how: `same` (the same topic), `alias` (another spelling of it), `broader` (the
            offer is about a wider topic), `narrower` (about a part of it), `similar`
            (similar wording only; say so).
        acquainted: The two know each other already: no introduction is needed.
        still: The need is older than six months, so ask whether it still stands.
        because: `need` and `offer` (person, text, date, origin: where they stand), and
            for each of the two a `known` (person; text: `days`, `circle` or `vouch`;
            days: days with contact; origin: the last encounter, or their note).
    """

    needs: PersonId
    need: Said
    helper: PersonId
    offer: Said
    how: How
    acquainted: bool = False
    still: bool = False
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A need that somebody I have never met could answer, and through whom.

    Attributes:
        match: As above; `match.helper` is the one I do not know.
        path: From somebody I know to the helper, who is last: each knows the next.
            Empty if no path is known.
    """

    match: Match
    path: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A match that a gate stops: I do not know one of the two (or both) well enough.

    Attributes:
        match: The match it would be.
        gates: The gates that are closed: `gate.person`, `gate.days` (days with contact)
            of `gate.needed`, and `gate.circle` if they are in one that does not open.
    """

    match: Match
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A need that I could help with myself: my own `offers` fit it.

    Attributes:
        person: Who needs it.
        need: What they need.
        offer: Which of my offers fits.
        how: As in `Match`.
        still: As in `Match`.
        because: `need` and `offer`, as in `Match`.
    """

    person: PersonId
    need: Said
    offer: Said
    how: How
    still: bool = False
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A need that nobody here is known to answer.

    Attributes:
        person: Who needs it.
        need: What.
        still: Older than six months: ask whether it still stands.
    """

    person: PersonId
    need: Said
    still: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """The page: who could help whom.

    Each need stands in one line at most, and nobody is volunteered twice.

    Attributes:
        matches: Rarest topic and best-known people first.
        mine: What I could help with myself.
        through: Helpers I do not know.
        not_yet: Stopped by a gate, those that lack least first.
        unanswered: Nobody here.
        later: Matches left out because their helper is volunteered above already.
    """

    matches: tuple[Match, ...] = ()
    mine: tuple[Mine, ...] = ()
    through: tuple[Through, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    later: tuple[Match, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (self.matches, self.mine, self.through, self.not_yet, self.unanswered)
        )
