"""The logbook: log lines as encounters, and as what passed between people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.encounters import (
    FACTS,
    PASSED,
    SILENT,
    Ask,
    Came,
    Card,
    Encounter,
    Kindness,
    Lesson,
    NotNow,
    Promise,
    Word,
    word,
)
from vaultkit.lines import (
    addressed,
    everybody,
    mentions,
    without_addressee,
    without_names,
)
from vaultkit.open_ends import Closing
from vaultkit.problems import Origin
from vaultkit.said import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.lines import Mention
    from vaultkit.markdown import Entry
    from vaultkit.note import Note
    from vaultkit.people import PersonId, Said
    from vaultkit.settings import Settings
    from vaultkit.topics import Spellings
    from vaultkit.who import Who

RECORDS: Final = frozenset((*PASSED, *FACTS, *SILENT))
_LISTS: Final = {"needs": "needs", "offers": "offers", "likes": "interests"}
_NOTHING: Final = Word("")


@dataclass(frozen=True, slots=True)
class Page:
    """A note as its lines are read.

    Attributes:
        day: The day of lines without a date of their own: a daily note's, an event's.
        daily: It is a daily note.
        event: It is about an event, of whose lines only those that open with a word
            say that something happened there.
        owner: The person it is about.
    """

    day: date | None = None
    daily: bool = False
    event: bool = False
    owner: PersonId | None = None


BLANK: Final = Page()


@dataclass(slots=True)
class Log:
    """Everything lines say, while it is being collected."""

    encounters: list[Encounter] = field(default_factory=list)
    kindnesses: list[Kindness] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    not_now: list[NotNow] = field(default_factory=list)
    kept: list[Closing] = field(default_factory=list)
    answers: list[Closing] = field(default_factory=list)
    told: list[tuple[PersonId, str, Said]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to understand a line.

    Attributes:
        who: Whom links mean.
        spellings: Which topic a spelling names.
        settings: The user's own words, and whether a bare mention is contact.
        everyone: No rule found anybody, so every name on a dated line counts.
    """

    who: Who
    spellings: Spellings
    settings: Settings
    everyone: bool = False

    def read(self, note: Note, page: Page, log: Log) -> None:
        """Add what the lines of a note say to the log."""
        for entry, said, day in happened(note, page, self.settings.contact_words):
            if day is None and not (page.owner and said.kind in RECORDS):
                continue
            named = mentions(entry, note.path, self.who) if entry.links else ()
            origin = Origin(note.path, entry.line)
            if entry.task is not False and day is not None:
                people = self._met(said, entry, named, page)
                if people:
                    log.encounters.append(
                        self._encounter(said, entry, named, (day, people, page, origin))
                    )
            if said.kind in RECORDS:
                self._record(said.kind, entry, named, (day, page, origin), log)

    # --- contact

    def _met(
        self, said: Word, entry: Entry, named: tuple[Mention, ...], page: Page
    ) -> tuple[PersonId, ...]:
        """Return with whom a dated line is contact."""
        if said.kind in SILENT:
            return ()
        if said.kind in PASSED:
            return self._addressed(entry, named, page)
        if not said.contact and page.daily and not self._mentions_count:
            return ()
        owner = (page.owner,) if page.owner else ()
        people = dict.fromkeys((*owner, *everybody(named, self.who)))
        return tuple(person for person in people if person != self.who.me)

    @property
    def _mentions_count(self) -> bool:
        return self.settings.bare_mentions or self.everyone

    def _encounter(
        self,
        said: Word,
        entry: Entry,
        named: tuple[Mention, ...],
        at: tuple[date, tuple[PersonId, ...], Page, Origin],
    ) -> Encounter:
        day, people, page, origin = at
        own = page.owner is not None and page.owner != self.who.me
        text = entry.text if own else without_names(entry.text, named, self.who)
        if entry.word and not said.kind:
            text = f"{entry.word[:1].upper()}{entry.word[1:]}: {text}".rstrip(": ")
        bare = "noted" if own else "mention"
        return Encounter(
            date=day,
            people=people,
            kind=said.kind or bare,
            origin=origin,
            text=text,
            reached_out=said.reached_out,
        )

    # --- what passed between us

    def _addressed(
        self, entry: Entry, named: tuple[Mention, ...], page: Page
    ) -> tuple[PersonId, ...]:
        """Return to whom a record refers: the person of the note, or who is linked."""
        if page.owner is not None and page.owner != self.who.me:
            return (page.owner,)
        people = addressed(entry.text, named, self.who)
        return tuple(person for person in people if person != self.who.me)

    def _record(
        self,
        kind: str,
        entry: Entry,
        named: tuple[Mention, ...],
        at: tuple[date | None, Page, Origin],
        log: Log,
    ) -> None:
        day, page, origin = at
        people = self._addressed(entry, named, page)
        mine = page.owner is not None and page.owner == self.who.me and not named
        if not people and not (mine and kind in _LISTS):
            return
        own = page.owner in people
        text = entry.text if own else without_addressee(entry.text, named, self.who)
        if kind in _LISTS:
            self._tell(kind, people or (page.owner,), text, (day, origin), log)
        elif kind == "promised":
            kept = day if entry.task else None
            log.promises.append(
                Promise(date=day, people=people, text=text, origin=origin, kept=kept)
            )
        elif entry.task is not False:
            _file(kind, (day, people, text, origin), log)

    def _tell(
        self,
        kind: str,
        people: tuple[PersonId | None, ...],
        text: str,
        at: tuple[date | None, Origin],
        log: Log,
    ) -> None:
        day, origin = at
        value = told(text, origin, self.spellings, day)
        if value is not None:
            log.told += [(person, _LISTS[kind], value) for person in people if person]


def _file(
    kind: str,
    record: tuple[date | None, tuple[PersonId, ...], str, Origin],
    log: Log,
) -> None:
    """Add a record to the list of its kind."""
    day, people, text, origin = record
    if kind in {"kept", "found", "helped"}:
        closings = log.kept if kind == "kept" else log.answers
        closings.append(Closing(day or date.max, origin, people, text))
    elif kind in {"gave", "got"}:
        way: Literal["gave", "got"] = "gave" if kind == "gave" else "got"
        log.kindnesses.append(
            Kindness(date=day, people=people, direction=way, text=text, origin=origin)
        )
    elif kind == "learned":
        log.lessons.append(Lesson(date=day, people=people, text=text, origin=origin))
    elif kind == "asked":
        log.asks.append(Ask(date=day, people=people, text=text, origin=origin))
    elif kind == "card":
        log.cards.append(Card(date=day, people=people, text=text, origin=origin))
    elif kind == "came":
        log.came.append(Came(date=day, people=people, text=text, origin=origin))
    elif kind == "not now":
        log.not_now.append(NotNow(date=day, people=people, text=text, origin=origin))


def happened(
    note: Note, page: Page, more: tuple[str, ...]
) -> Iterator[tuple[Entry, Word, date | None]]:
    """Yield the lines of a note that may say something, their word and their day.

    Unticked tasks are intentions and left out; `promised:` is a promise all the same.
    """
    for entry in note.entries:
        said = word(entry.word, more) if entry.word else _NOTHING
        if entry.task is False and said.kind != "promised":
            continue
        if entry.date is None and page.event and not said.kind:
            continue
        if entry.links or page.owner is not None:
            yield entry, said, entry.date or page.day
