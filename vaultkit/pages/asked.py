"""Asked: what every page is asked with, and what more than one of them needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.findings import given
from vaultkit.insights import events, people, reconnect
from vaultkit.insights import help as helping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.insights import Nudge
    from vaultkit.network.network import Network
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings


@dataclass(frozen=True)  # without slots: what two pages need is found once and kept
class Asked:
    """What every page is asked with, and what more than one page needs of it."""

    network: Network
    problems: tuple[Problem, ...]
    settings: Settings
    today: date

    @cached_property
    def quiet(self) -> reconnect.Everybody:
        """Who has gone quiet, in order."""
        if "reconnect" in self.settings.insights_off:
            return reconnect.Everybody()
        return reconnect.everybody(self.network, self.settings, self.today)

    @cached_property
    def reconnect(self) -> reconnect.Reconnect:
        """Who has gone quiet, each told in full."""
        return reconnect.told(self.quiet, self.network, self.settings, self.today)

    @cached_property
    def needs(self) -> given.Needs:
        """Every need, by the best that can be said for it."""
        if "help" in self.settings.insights_off:
            return given.Needs()
        return given.shared_out(self.network, self.settings, self.today)

    @cached_property
    def help(self) -> helping.Help:
        """Who could help whom, each told in full."""
        return helping.told(self.needs, self.network, self.settings, self.today)

    @cached_property
    def events(self) -> events.Events:
        """What is coming, and whom I met."""
        if "events" in self.settings.insights_off:
            return events.Events()
        return events.find(self.network, self.settings, self.today)

    @property
    def nudges(self) -> Mapping[str, Iterable[Nudge]]:
        """Whom the pages would have me reach out to, by kind; told as they are read."""
        network, settings, today = self.network, self.settings, self.today
        off = "people" in settings.insights_off
        return {
            **reconnect.nudges(self.quiet, network, settings, today),
            "help": helping.nudges(self.needs, network, settings, today),
            "met": events.nudges(self.events, network, today),
            "card": () if off else people.nudges(network, settings, today),
        }
