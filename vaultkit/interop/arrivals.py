"""Arrivals: who of a file gets a note, who is known already, and who can get none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.people import PersonId
from vaultkit.dates import iso
from vaultkit.interop import notes, outgoing
from vaultkit.interop.alike import Known, Somebody
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.interop.alike import Evidence
    from vaultkit.settings import Settings
    from vaultkit.toolkit.kinds import NoteToBe, Trouble

_REACHED: Final = ("email", "phone")


class New(NamedTuple):
    """Somebody who gets a note.

    Attributes:
        one: What the file says.
        path: Where the note will be.
        text: The note.
        evidence: Whom they may be all the same, where that was not to stop it.
    """

    one: NoteToBe
    path: VaultPath
    text: str
    evidence: tuple[Evidence, ...] = ()


class Again(NamedTuple):
    """Somebody who is known already, or may be; nothing is merged.

    Attributes:
        one: What the file says.
        evidence: What speaks for it.
        more: What the file says and their note does not, by property, nor the log, of
            a day in touch; nothing where that note is private, or where they stand in
            the file twice.
    """

    one: NoteToBe
    evidence: tuple[Evidence, ...]
    more: Mapping[str, tuple[str, ...]]


class Left(NamedTuple):
    """Somebody of whom no note can be made.

    Attributes:
        one: What the file says.
        why: Why, going on behind the name.
    """

    one: NoteToBe
    why: str


class Arrivals(NamedTuple):
    """What would become of everybody in a file, each kind in the file's order.

    Attributes:
        new: Who gets a note.
        again: Who is known already.
        left: Of whom none can be made.
        troubles: What was left out of the notes.
    """

    new: tuple[New, ...] = ()
    again: tuple[Again, ...] = ()
    left: tuple[Left, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Place(NamedTuple):
    """Where notes go, and which names are taken.

    Attributes:
        folder: The folder for new notes; "" for the top.
        taken: By folded file name: the path that has it.
    """

    folder: str
    taken: Mapping[str, VaultPath]


def arrivals(
    people: Iterable[NoteToBe],
    book: Book,
    place: Place,
    settings: Settings,
    *,
    duplicates: bool = False,
) -> Arrivals:
    """Return what would become of everybody in a file; nothing is written.

    A name, an e-mail or a phone in common is enough to make no second note. A name that
    is only spelt alike is not: the note is made, and the likeness shown.

    Args:
        people: Who is in it.
        book: Everything the notes say, private things too, so that nobody is made
            twice.
        place: Where notes go.
        settings: What the user decided.
        duplicates: Make notes of those too who may be known, where no file has their
            name.
    """
    desk = _Desk(book, place.folder, settings, dict(place.taken), duplicates)
    for who in book.people.values():
        if who.path is not None:  # whoever has no note yet may get this one
            there = Somebody(who.path, who.name, hidden=who.private)
            desk.known.add(there, (who.name, *who.aliases), who.email, who.phone)
    for one in people:
        desk.take(one)
    return Arrivals(
        tuple(desk.new), tuple(desk.again), tuple(desk.left), tuple(desk.troubles)
    )


@dataclass(slots=True)
class _Desk:
    """Where they arrive, one after the other."""

    book: Book
    folder: str
    settings: Settings
    taken: dict[str, VaultPath]
    duplicates: bool
    known: Known = field(default_factory=Known)
    new: list[New] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    days: dict[PersonId, list[str]] | None = None

    def take(self, one: NoteToBe) -> None:
        """Decide about one of them."""
        name, why = notes.named(one.name)
        if why:
            self.left.append(Left(one, why))
            return
        email, phone = (", ".join(said(one, name)) for name in _REACHED)
        found = self.known.evidence(dict.fromkeys((one.name, name)), email, phone)
        sure = any(each.kind != "spelling" for each in found)
        if sure and not self.duplicates:
            self.again.append(Again(one, found, self._more(one, found[0])))
        elif self._make(one, name, found):
            here = Somebody(f"line {one.line}", one.name)
            self.known.add(here, (one.name,), email, phone)

    def _make(self, one: NoteToBe, name: str, found: tuple[Evidence, ...]) -> bool:
        path = VaultPath(f"{self.folder}/{name}.md".lstrip("/"))
        there = self.taken.get(fold(f"{name}.md"))
        if there is not None:
            self.left.append(Left(one, f"would need the name that {there} has"))
            return False
        made = notes.note(path, one, self.settings)
        if made.stops:
            self.left.append(Left(one, made.stops))
            return False
        self.taken[fold(f"{name}.md")] = path
        self.troubles += made.troubles
        self.new.append(New(one, path, made.text, found))
        return True

    def _more(self, one: NoteToBe, best: Evidence) -> Mapping[str, tuple[str, ...]]:
        """Return what the file says of somebody and their note does not."""
        who = self.book.people.get(PersonId(best.who.where))
        if who is None or who.private or who.hidden:
            return {}
        there = outgoing.properties(who, self.book)
        there["last_contact"] = (*there.get("last_contact", ()), *self._days(who.id))
        more = {}
        for name in one.properties:
            had = fold(" ".join(there.get(name, ())))
            new = tuple(words for words in said(one, name) if fold(words) not in had)
            if new:
                more[name] = new
        return more

    def _days(self, who: PersonId) -> tuple[str, ...]:
        """Return the days on which the log has somebody."""
        if self.days is None:
            self.days = {}
            for met in self.book.encounters:
                for person in met.people:
                    self.days.setdefault(person, []).append(iso(met.date))
        return tuple(self.days.get(who, ()))


def said(one: NoteToBe, name: str) -> tuple[str, ...]:
    """Return the words of a property of a note to be."""
    found = one.properties.get(name, ())
    return (found,) if isinstance(found, str) else found
