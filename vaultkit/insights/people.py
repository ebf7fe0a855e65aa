"""People I know: everyone by name, with last contact and how we met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit import insights
from vaultkit.findings.reasons import last_contact

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.dates import Day
    from vaultkit.network.network import Network
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person in the list.

    Attributes:
        person: Who.
        circle: Their circle, or "".
        last: The last day with contact, or None.
        last_from: Where it stands.
        met: When we met, as noted.
        met_at: Where or how, in the user's words, or "".
        met_at_path: The note that `met_at` links, if it links one.
        through: Who brought us together.
    """

    person: PersonId
    circle: str = ""
    last: date | None = None
    last_from: Origin | None = None
    met: Day | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    through: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The page: everyone but me, by name; seasons that ended apart."""

    people: tuple[Listed, ...] = ()
    ended: tuple[Listed, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.people or self.ended)


def listed(network: Network, person: PersonId, today: date) -> Listed:
    """Return one person's line in the list."""
    who = network.book.people[person]
    last = last_contact(network, person, today)
    return Listed(
        person=person,
        circle=who.circle,
        last=last.date if last else None,
        last_from=last.origin if last else None,
        met=insights.met(network, person, today),
        met_at=who.met_at,
        met_at_path=who.met_at_path,
        through=insights.through(network, person),
    )


def find(network: Network, settings: Settings, today: date) -> People:
    """Return the page: everyone by name, seasons that ended apart."""
    del settings  # every page is asked alike
    everyone = [who for who in network.book.people.values() if not who.me]
    ended = [who for who in everyone if who.season == "ended"]
    going = [who for who in everyone if who.season != "ended"]
    return People(
        people=tuple(listed(network, who.id, today) for who in going),
        ended=tuple(listed(network, who.id, today) for who in ended),
    )
