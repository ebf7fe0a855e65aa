"""The book: everything the notes say, cross-checked and immutable."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from vaultkit.encounters import (
        Ask,
        Came,
        Card,
        Encounter,
        Kindness,
        Lesson,
        NotNow,
        Promise,
    )
    from vaultkit.events import Event
    from vaultkit.introductions import Introduction
    from vaultkit.links import Files
    from vaultkit.note import Note
    from vaultkit.opportunities import Opportunity
    from vaultkit.people import Person, PersonId
    from vaultkit.problems import Origin, Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.topics import Topic, TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything the notes say. It knows no today: what is past is asked by date.

    Attributes:
        files: Every file of the vault, to resolve and to write links.
        people: Everybody, me included, in order of name.
        me: Whose vault it is, if a note says so.
        encounters: Days in touch, by date and place in the notes; future days too.
        kindnesses: What was given and got, in the same order, undated first; so all
            the lists that follow.
        promises: Mine, open and kept.
        lessons: What people taught me.
        asks: What I asked of people.
        cards: Cards that changed hands.
        came: Good things, and through whom.
        not_now: Names that rest a while.
        topics: Every topic named, in order of name.
        events: Events and meetings, by date, undated last.
        introductions: In order of path.
        opportunities: By date, undated last.
        problems: Those of the notes themselves and those of what they say together.
        daily: The daily notes and their days.
        everyone: No rule found anybody, so every name linked on a dated line counts.
        private_notes: Notes that say `private: true`, whatever they are about.
        private_lines: Lines that link somebody private, whatever the words shown.
    """

    files: Files = field(repr=False)
    people: Mapping[PersonId, Person] = field(
        default_factory=lambda: MappingProxyType({})
    )
    me: PersonId | None = None
    encounters: tuple[Encounter, ...] = ()
    kindnesses: tuple[Kindness, ...] = ()
    promises: tuple[Promise, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    asks: tuple[Ask, ...] = ()
    cards: tuple[Card, ...] = ()
    came: tuple[Came, ...] = ()
    not_now: tuple[NotNow, ...] = ()
    topics: Mapping[TopicId, Topic] = field(
        default_factory=lambda: MappingProxyType({})
    )
    events: tuple[Event, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    problems: tuple[Problem, ...] = ()
    daily: Mapping[VaultPath, date] = field(
        default_factory=lambda: MappingProxyType({})
    )
    everyone: bool = False
    private_notes: frozenset[VaultPath] = frozenset()
    private_lines: frozenset[Origin] = frozenset()


def gather(notes: Mapping[VaultPath, Note], settings: Settings, files: Files) -> Book:
    """Return everything the notes say, whatever order they come in."""
    raise NotImplementedError
