"""Given: what a worker was told of a vault, and what follows from it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from vaultkit.book.people import PersonId
from vaultkit.known import known
from vaultkit.problems import Problem
from vaultkit.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vaultkit.known import Known
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.toolkit.wire import Learn


@dataclass(slots=True)
class Given:
    """What was told so far; what follows is worked out when something is asked."""

    notes: dict[VaultPath, Note] = field(default_factory=dict)
    others: frozenset[VaultPath] = frozenset()
    told: Learn | None = None
    _known: Known | None = None
    _values: dict[str, Mapping[VaultPath, Mapping[str, Any]]] = field(
        default_factory=dict
    )

    def learn(self, news: Learn) -> None:
        """Take in what is new, and see what the vault says then."""
        notes = {path: n for path, n in self.notes.items() if path not in news.gone}
        notes.update(news.changed)
        # In order, as a snapshot has them.
        self.notes = {path: notes[path] for path in sorted(notes)}
        self.others = self.others if news.others is None else news.others
        self.told = news
        self._values = {}
        sources = Sources(
            self.notes, self.others, news.problems, news.settings, news.today
        )
        self._known = known(sources, news.paths.values())

    @property
    def known(self) -> Known:
        """What the vault says.

        Raises:
            LookupError: Nothing was told yet.
        """
        if self._known is None:
            raise LookupError("a vault")
        return self._known

    @property
    def settings(self) -> Settings:
        """What the user decided."""
        return self._news.settings

    @property
    def today(self) -> date:
        """The day it is."""
        return self._news.today

    @property
    def paths(self) -> Mapping[str, VaultPath]:
        """Where the pages of others stand, by name."""
        return self._news.paths

    @property
    def _news(self) -> Learn:
        if self.told is None:
            raise LookupError("a vault")
        return self.told

    def values(self, package: str) -> Mapping[VaultPath, Mapping[str, Any]]:
        """Return what a package's readers found, by note, as far as it may be told.

        Nothing of a note that is private or hides a property, and nothing that might
        name somebody private.
        """
        if package not in self._values:
            self._values[package] = MappingProxyType(dict(self._told(package)))
        return self._values[package]

    def _told(self, package: str) -> Iterator[tuple[VaultPath, Mapping[str, Any]]]:
        book, may_tell = self.known.book, self.known.may_tell
        for path, note in self.notes.items():
            said = dict(note.added).get(package) if note.added else None
            if said is None:
                continue
            person = book.people.get(PersonId(path))
            if path in book.private.notes or (person is not None and person.hidden):
                continue
            values = json.loads(said)
            words = " | ".join(_words(values))
            if may_tell(Problem(path, 1, 1, "plugin-failed", words, "")):
                yield path, values


def _words(value: object) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
