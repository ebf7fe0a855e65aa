"""Arrivals: who of a file gets a note, who is known already, and who can get none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.book.people import PersonId
from vaultkit.interop import notes, outgoing
from vaultkit.interop.alike import Known, Somebody
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.interop.alike import Evidence
    from vaultkit.interop.incoming import Fault, Incoming
    from vaultkit.settings import Settings


class New(NamedTuple):
    """Somebody who gets a note.

    Attributes:
        one: What the file says.
        path: Where the note will be.
        text: The note.
        evidence: Whom they may be all the same, where that was not to stop it.
    """

    one: Incoming
    path: VaultPath
    text: str
    evidence: tuple[Evidence, ...] = ()


class Again(NamedTuple):
    """Somebody who is known already, or may be; nothing is merged.

    Attributes:
        one: What the file says.
        evidence: What speaks for it.
        more: What the file says and their note does not, by property; nothing where
            that note is private, or where they stand in the file twice.
    """

    one: Incoming
    evidence: tuple[Evidence, ...]
    more: Mapping[str, tuple[str, ...]]


class Left(NamedTuple):
    """Somebody of whom no note can be made.

    Attributes:
        one: What the file says.
        why: Why, going on behind the name.
    """

    one: Incoming
    why: str


class Arrivals(NamedTuple):
    """What would become of everybody in a file, each kind in the file's order.

    Attributes:
        new: Who gets a note.
        again: Who is known already.
        left: Of whom none can be made.
        faults: What was left out of the notes.
    """

    new: tuple[New, ...] = ()
    again: tuple[Again, ...] = ()
    left: tuple[Left, ...] = ()
    faults: tuple[Fault, ...] = ()


class Place(NamedTuple):
    """Where notes go, and which names are taken.

    Attributes:
        folder: The folder for new notes; "" for the top.
        taken: By folded file name: the path that has it.
    """

    folder: str
    taken: Mapping[str, VaultPath]


def arrivals(
    people: Iterable[Incoming],
    book: Book,
    place: Place,
    settings: Settings,
    *,
    duplicates: bool = False,
) -> Arrivals:
    """Return what would become of everybody in a file; nothing is written.

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
        tuple(desk.new), tuple(desk.again), tuple(desk.left), tuple(desk.faults)
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
    faults: list[Fault] = field(default_factory=list)

    def take(self, one: Incoming) -> None:
        """Decide about one of them."""
        name, why = notes.named(one.name)
        if one.refused or why:
            self.left.append(Left(one, one.refused or why))
            return
        email, phone = (", ".join(one.properties.get(p, ())) for p in _REACHED)
        found = self.known.evidence(dict.fromkeys((one.name, name)), email, phone)
        if found and not self.duplicates:
            self.again.append(Again(one, found, self._more(one, found[0])))
        else:
            self._make(one, name, found)
        here = Somebody(f"line {one.line}", one.name)
        self.known.add(here, (one.name,), email, phone)

    def _make(self, one: Incoming, name: str, found: tuple[Evidence, ...]) -> None:
        path = VaultPath(f"{self.folder}/{name}.md".lstrip("/"))
        there = self.taken.get(fold(f"{name}.md"))
        if there is not None:
            self.left.append(Left(one, f"would need the name that {there} has"))
            return
        made = notes.note(path, one, self.settings)
        if made.stops:
            self.left.append(Left(one, made.stops))
            return
        self.taken[fold(f"{name}.md")] = path
        self.faults += made.faults
        self.new.append(New(one, path, made.text, found))

    def _more(self, one: Incoming, best: Evidence) -> Mapping[str, tuple[str, ...]]:
        """Return what the file says of somebody and their note does not."""
        who = self.book.people.get(PersonId(best.who.where))
        if who is None or who.private or who.hidden:
            return {}
        there = outgoing.properties(who, self.book)
        more = {}
        for name, said in one.properties.items():
            had = fold(" ".join(there.get(name, ())))
            new = tuple(words for words in said if fold(words) not in had)
            if new:
                more[name] = new
        return more


_REACHED = ("email", "phone")
