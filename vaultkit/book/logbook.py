"""The logbook: log lines as encounters, and as what passed between people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.encounters import (
    INTENT,
    PASSED,
    RECORDS,
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
    Words,
)
from vaultkit.book.lines import (
    addressed,
    everybody,
    mentions,
    without_addressee,
    without_names,
)
from vaultkit.book.open_ends import Closing
from vaultkit.book.said import told
from vaultkit.frozen import Frozen, Growing, field
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.book.lines import Mention
    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import Spellings
    from vaultkit.book.who import Who
    from vaultkit.notes.markdown import Entry
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings

ANSWERS: Final = frozenset({"found", "helped"})
_BEHIND_VERB: Final = ("with ", "to ", "by ", "out ")
_LISTS: Final = {"needs": "needs", "offers": "offers", "likes": "interests"}


class Page(Frozen, frozen=True):
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


class Line(Frozen, frozen=True):
    """A line that says something happened.

    Attributes:
        kind: What its word says, or "".
        entry: The line.
        named: Its links.
        day: Its day, if it has one.
        owner: The person whose note it stands in; nobody in mine.
        origin: Where it stands.
    """

    kind: str
    entry: Entry
    named: tuple[Mention, ...]
    day: date | None
    owner: tuple[PersonId, ...]
    origin: Origin


class Log(Growing):
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

    @property
    def ends(self) -> Log:
        """What of it is left open or closes something, and is told of people."""
        return Log(
            promises=self.promises,
            kept=self.kept,
            answers=self.answers,
            told=self.told,
        )


class Reader(Frozen, frozen=True):
    """What is needed to understand a line.

    Attributes:
        who: Whom links mean.
        spellings: Which topic a spelling names.
        settings: Whether a bare mention is contact.
        words: What the first words of lines say.
        everyone: No rule found anybody, so every name on a dated line counts.
    """

    who: Who
    spellings: Spellings
    settings: Settings
    words: Words
    everyone: bool = False

    def read(self, note: Note, page: Page, log: Log) -> None:
        """Add what the lines of a note say to the log."""
        who = self.who
        owner = (page.owner,) if page.owner and page.owner != who.me else ()
        if not owner:
            self._lines(note.entries, note, page, owner, log)
            return
        path, words, found = note.path, self.words, log.encounters
        for entry in note.entries:
            day, said = entry.date, words[entry.word]
            # The usual line of a person's note is a contact with that person, and with
            # whom it links: a dated line that records nothing else.
            if day is None or not said.own or entry.task is False:
                self._lines((entry,), note, page, owner, log)
                continue
            people: tuple[PersonId, ...] = owner
            if entry.links:
                linked = [who.link(at.target, path, wiki=at.wiki) for at in entry.links]
                people = everybody(linked, who, first=owner)
            origin = Origin(path, entry.line)
            found.append(
                Encounter(day, people, said.own, origin, entry.text, said.reached_out)
            )

    def _lines(
        self,
        entries: Iterable[Entry],
        note: Note,
        page: Page,
        owner: tuple[PersonId, ...],
        log: Log,
    ) -> None:
        """Add what these lines of a note say to the log."""
        path, mine = note.path, page.owner is not None and not owner
        quiet = page.daily and not self._bare
        for entry, said, day in happened(entries, page, self.words):
            records = said.kind in RECORDS
            if day is None and not (page.owner and records):
                continue
            named = mentions(entry, path, self.who) if entry.links else ()
            line = Line(said.kind, entry, named, day, owner, Origin(path, entry.line))
            if day is not None and entry.task is not False:
                self._meet(line, said, log, quiet=quiet)
            if records:
                self._record(line, log, mine=mine)

    @property
    def _bare(self) -> bool:
        """Whether a bare mention in a daily note is contact."""
        return self.settings.bare_mentions or self.everyone

    # --- contact

    def _meet(self, line: Line, said: Word, log: Log, *, quiet: bool) -> None:
        """Add the encounter that a dated line is, if it is one.

        Args:
            line: The line.
            said: Its word.
            log: What to add it to.
            quiet: A line that is not contact by its word is none here.
        """
        kind, entry = line.kind, line.entry
        if kind in SILENT or (quiet and not said.contact) or line.day is None:
            return
        people = line.owner
        if kind in PASSED:
            people = self._addressed(line)
        elif line.named:
            linked = [mention.found for mention in line.named]
            people = everybody(linked, self.who, first=line.owner)
        if not people:
            return
        text = entry.text
        if line.named and not line.owner:
            text = without_names(text, line.named, self.who)
        if entry.word and entry.text and not kind:  # no text: it stands in %%
            text = _with_word(entry.word, ": ", text).rstrip(": ")
        elif text and kind in ANSWERS:
            goes_on = kind == "helped" and self._goes_on(line, text)
            text = _with_word(entry.word, " " if goes_on else ": ", text)
        log.encounters.append(
            # By position: a vault has many of these, and names would double the cost.
            Encounter(
                line.day,
                people,
                kind or ("noted" if line.owner else "mention"),
                line.origin,
                text,
                said.reached_out,
            )
        )

    def _goes_on(self, line: Line, text: str) -> bool:
        """Return whether words go on from a verb before them: "with the form"."""
        named = any(
            mention.start == 0 and self.who.person(mention.found)
            for mention in line.named
        )
        return (bool(line.owner) and named) or text.startswith(_BEHIND_VERB)

    # --- what passed between us

    def _addressed(self, line: Line) -> tuple[PersonId, ...]:
        """Return to whom a record refers: the person of the note, or who is linked."""
        if line.owner:
            return line.owner
        people = addressed(line.entry.text, line.named, self.who)
        return tuple(person for person in people if person != self.who.me)

    def _record(self, line: Line, log: Log, *, mine: bool) -> None:
        """Add what a line records to the list of its kind.

        Args:
            line: A line whose word is one of `RECORDS`.
            log: What to add it to.
            mine: It stands in my own note: without a link it is about me.
        """
        kind, entry = line.kind, line.entry
        if kind in ANSWERS:
            self._answer(line, log)
            return
        people = self._addressed(line)
        if mine and not line.named and self.who.me and kind in _LISTS:
            people = (self.who.me,)
        if not people:
            return
        text = entry.text
        if line.named and not line.owner:
            text = without_addressee(text, line.named, self.who, people)
        if kind in _LISTS:
            value = told(text, line.origin, self.spellings, line.day)
            log.told += [(person, _LISTS[kind], value) for person in people if value]
        elif kind == "promised":
            kept = line.day if entry.task else None
            log.promises.append(
                Promise(
                    date=line.day,
                    people=people,
                    text=text,
                    origin=line.origin,
                    kept=kept,
                )
            )
        elif entry.task is not False:
            _file(kind, (line.day, people, text, line.origin), log)

    def _answer(self, line: Line, log: Log) -> None:
        """Add that a need is answered: of whom the line opens with, or of others in it.

        In somebody's own note it may be theirs, or that of whom they helped.
        """
        text, named, owner = line.entry.text, line.named, line.owner
        if line.entry.task is False:
            return
        everyone = everybody([mention.found for mention in named], self.who)
        linked = [one for one in everyone if one not in owner]
        first = tuple(p for p in addressed(text, named, self.who) if p in linked)
        helped = line.kind == "helped" or text != without_names(text, named, self.who)
        if owner and not (first and helped):
            first = owner
        rest = tuple(one for one in (*linked, *owner) if one not in first)
        if named:
            text = without_addressee(text, named, self.who, first)
        if first or rest:
            day = line.day or date.max
            log.answers.append(Closing(day, line.origin, first, text, rest))


def _with_word(word: str, between: str, text: str) -> str:
    return f"{word[:1].upper()}{word[1:]}{between}{text}"


def _file(
    kind: str,
    record: tuple[date | None, tuple[PersonId, ...], str, Origin],
    log: Log,
) -> None:
    """Add a record to the list of its kind."""
    day, people, text, origin = record
    if kind == "kept":
        log.kept.append(Closing(day or date.max, origin, people, text))
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
    entries: Iterable[Entry], page: Page, words: Words
) -> Iterator[tuple[Entry, Word, date | None]]:
    """Yield those lines of a note that may say something, their word and their day.

    Unticked tasks and lines such as `TODO:` are intentions and left out; an unticked
    `promised:` is a promise all the same.
    """
    for entry in entries:
        if not entry.links and page.owner is None:
            continue
        said = words[entry.word]
        if said.kind == INTENT or (entry.task is False and said.kind != "promised"):
            continue
        if entry.date is None and page.event and not said.kind:
            continue
        yield entry, said, entry.date or page.day
