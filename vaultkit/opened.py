"""Opened: a vault opened from Python, in a notebook or a script of your own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vaultkit import settings as chosen
from vaultkit import vault as disk
from vaultkit.known import known
from vaultkit.pages import PAGES
from vaultkit.parsing import read_notes
from vaultkit.sources import Sources
from vaultkit.toolkit.kinds import Asked

if TYPE_CHECKING:
    from os import PathLike

    from vaultkit.book.encounters import Encounter
    from vaultkit.book.people import Person
    from vaultkit.network.network import Graph
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings

_FINDERS: Final = {page.name: page.find for page in PAGES}


class Insights(Mapping[str, Any]):
    """Every insight by its name, `reconnect`, `help`, ...; found when it is asked for.

    Each is a frozen record of its own: facts, each with the note and line it is from.
    """

    def __init__(self, asked: Asked) -> None:
        """Know what to ask; nothing is found yet."""
        self._asked = asked
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 (each has its own record)
        """Return an insight.

        Raises:
            KeyError: There is none of that name.
        """
        if name not in self._found:
            self._found[name] = _FINDERS[name](self._asked)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_FINDERS)

    def __len__(self) -> int:
        return len(_FINDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """What the notes of a vault say on a day, as far as it may be shown.

    Nothing that a note marks private is in it, and nothing of it changes when a note
    does: open the vault again.

    Attributes:
        root: Its folder.
        today: The day it is for.
        settings: What `vaultkit.toml` says.
        people: Everybody, in order of name.
        encounters: Every day in touch, oldest first, days to come too.
        network: People, topics and events, and what joins them: a frozen graph.
        insights: What the pages are made from, by the name of the insight.
        problems: What could not be read as it was meant, as far as it may be shown.
    """

    root: Path
    today: date
    settings: Settings = field(repr=False)
    people: tuple[Person, ...] = field(repr=False)
    encounters: tuple[Encounter, ...] = field(repr=False)
    network: Graph = field(repr=False)
    insights: Insights = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)

    def person(self, name: str) -> Person:
        """Return somebody by name.

        Raises:
            KeyError: Nobody, or more than one, has exactly that name.
        """
        found = [one for one in self.people if one.name == name]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]


def open_vault(path: str | PathLike[str], today: date | None = None) -> Vault:
    """Return what the notes of a vault say; the folder is only read.

    Args:
        path: The vault's folder.
        today: The day it is to be for; else the day pinned in its settings, else this.

    Raises:
        VaultMissingError: There is no such folder.
    """
    root = disk.opened(Path(path))
    snapshot = disk.read(root)
    settings, _ = chosen.read(snapshot.config)
    day = today or settings.today or _now()
    notes = read_notes(snapshot, settings, {})
    seen = known(Sources.of(snapshot, notes, settings, day))
    network = seen.network
    return Vault(
        root=root,
        today=day,
        settings=settings,
        people=tuple(network.book.people.values()),
        encounters=tuple(network.book.encounters),
        network=network.graph(),
        insights=Insights(Asked(network, seen.told, settings, day)),
        problems=seen.told,
    )


def _now() -> date:
    return datetime.now().astimezone().date()  # noqa: TID251 (nobody said which day)
