"""Reconnect: which relationships have gone quiet, by their own measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.encounters import Promise
    from vaultkit.insights import Reason, Step
    from vaultkit.people import PersonId, Said
    from vaultkit.problems import Origin

State = Literal[
    "quiet", "drifting", "season", "dormant", "resting", "snoozed", "unknown"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How it stands with one person.

    Attributes:
        person: Who.
        state: `quiet`: past the cadence set for them, or their circle's days.
            `drifting`: silent for longer than their own rhythm would have it.
            `season`: far beyond that rhythm; did a season end? Three answers: revive
            (write), rest (`season: resting`), let go (`season: ended`).
            `dormant`: once strong, silent for years; a warm-up first.
            `resting`: `season: resting`. `snoozed`: a name that rests until `until`.
            `unknown`: no contact is recorded, so nothing is claimed.
        since: The last contact, None if none is recorded.
        due: The day from which the measure says so (quiet, drifting, season, dormant);
            None elsewhere.
        until: For `snoozed`, the first day they may be shown again.
        because: Reasons of these kinds. `last` (date, text: kind of the encounter),
            `cadence` (days; set for this person), `circle` (text: its name; days),
            `rhythm` (days: the median gap between days with contact), `strong` (days:
            how many days with contact), `season` (text), `snooze` (date), `not-now`
            (date, text: what was written after it).
        cares: Their interests, the rarest in this vault first.
        needs: Their open needs, newest first.
        promises: What I promised them and have not kept yet, oldest first.
        words: What the last encounter with words says, in the user's words, or "".
        words_on: The day of those words.
        words_from: Where they stand.
        step: One small step.
    """

    person: PersonId
    state: State
    since: date | None = None
    due: date | None = None
    until: date | None = None
    because: tuple[Reason, ...] = ()
    cares: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    promises: tuple[Promise, ...] = ()
    words: str = ""
    words_on: date | None = None
    words_from: Origin | None = None
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconnect:
    """The page: everyone who has gone quiet, by state, most past their measure first.

    Attributes:
        warm_up: Somebody recently in touch, to write to before a dormant tie; one for
            the page, None if there is nobody or nothing dormant.
    """

    quiet: tuple[Quiet, ...] = ()
    drifting: tuple[Quiet, ...] = ()
    season: tuple[Quiet, ...] = ()
    dormant: tuple[Quiet, ...] = ()
    resting: tuple[Quiet, ...] = ()
    snoozed: tuple[Quiet, ...] = ()
    unknown: tuple[Quiet, ...] = ()
    warm_up: PersonId | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (
                self.quiet,
                self.drifting,
                self.season,
                self.dormant,
                self.resting,
                self.snoozed,
                self.unknown,
            )
        )
