"""This week: whom to reach out to, what was promised, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.encounters import Promise
    from vaultkit.events import Event
    from vaultkit.insights import Nudge
    from vaultkit.introductions import Introduction
    from vaultkit.people import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An introduction that waits for somebody's answer, or for me to join both.

    Attributes:
        introduction: The note.
        waiting_for: Who has not answered; empty if both said yes and it is my turn.
    """

    introduction: Introduction
    waiting_for: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The home page, in its first form.

    Attributes:
        purpose: Why I do this, in my words; "" if not set.
        nudges: At most `reach_outs_per_week` people, nobody twice. Every line ends in
            one to paste: `wrote: [[NAME]]`, or `not now: [[NAME]]`.
        rest: There are none because yesterday was an event with several people.
        promises: Promises of mine that are open, oldest first.
        event: The next event or meeting, today or later, that I do not skip.
        waiting: Introductions that wait.
        everyone: No rule found anybody, so every name linked on a dated line counts:
            say so, with the setting that narrows it (`people_folders`).
        people: How many people there are, me left out.
    """

    purpose: str = ""
    nudges: tuple[Nudge, ...] = ()
    rest: bool = False
    promises: tuple[Promise, ...] = ()
    event: Event | None = None
    waiting: tuple[Waiting, ...] = ()
    everyone: bool = False
    people: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (
            self.purpose
            or self.nudges
            or self.promises
            or self.event
            or self.waiting
            or self.everyone
        )
