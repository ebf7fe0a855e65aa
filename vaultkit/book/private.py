"""Private: which notes are private, and where the others link them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.book.people import PersonId
from vaultkit.book.topics import topic_id
from vaultkit.frozen import Frozen, replace
from vaultkit.notes import linking
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vaultkit.book.people import Person
    from vaultkit.book.shelf import Shelf
    from vaultkit.book.topics import TopicId
    from vaultkit.book.who import Who
    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

_PERSONAL: Final = frozenset({"me", "person"})


class Private(Frozen, frozen=True):
    """What is private, and where it is linked.

    Attributes:
        notes: Notes that say `private: true`, whatever they are about.
        lines: Lines that link one of them, and keys of properties that link one about
            somebody; whatever the words shown.
        words: Properties in whose words one is linked, by note and name.
        topics: Topics whose own note is private.
    """

    notes: frozenset[VaultPath] = frozenset()
    lines: frozenset[Origin] = frozenset()
    words: frozenset[tuple[str, str]] = frozenset()
    topics: frozenset[TopicId] = frozenset()


NOTHING: Final = Private()
_END: Final = 1 << 60


def what_is_private(shelf: Shelf, people: Iterable[Person], who: Who) -> Private:
    """Return which notes are private, and where they are linked.

    A list of properties keeps the whole note private where it is no person's. A copy
    that a sync tool left of a private note is private as well.

    Args:
        shelf: All notes.
        people: Everybody.
        who: What links mean.
    """
    notes = {
        path
        for path, note in shelf.notes.items()
        if note.properties and _is_private(shelf, path)
    }
    if not notes:
        return NOTHING
    told = _Links(shelf, _theirs(people), frozenset(notes), who)
    return Private(
        notes=frozenset(
            notes | {copy for copy, first in shelf.copies.items() if first in notes}
        ),
        lines=told.told_on(shelf.notes.values()),
        words=told.told_in(shelf.notes.values()),
        topics=frozenset(
            topic_id(shelf.notes[path].name)
            for path in notes
            if shelf.kinds[path] == "topic"
        ),
    )


def revised(
    before: Private,
    shelf: Shelf,
    paths: Collection[VaultPath],
    left: Collection[VaultPath],
    people: Mapping[PersonId, Person],
    who: Who,
) -> Private:
    """Return what `what_is_private` would, after a few notes changed.

    Args:
        before: What was private.
        shelf: All notes, as they are now.
        paths: Those that are read anew.
        left: Those that are not there any more.
        people: Everybody.
        who: What links mean.
    """
    was = before.notes
    if any(_is_private(shelf, path) != (path in was) for path in paths) or any(
        path in was for path in left
    ):
        return what_is_private(shelf, people.values(), who)
    if not before.notes:
        return before
    noted = (people[one] for one in map(PersonId, before.notes) if one in people)
    told = _Links(shelf, _theirs(noted), before.notes, who)
    notes = [shelf.notes[path] for path in paths]
    away = {*paths, *left}
    return replace(
        before,
        lines=frozenset(one for one in before.lines if one.path not in away)
        | told.told_on(notes),
        words=frozenset(one for one in before.words if one[0] not in away)
        | told.told_in(notes),
    )


def _theirs(people: Iterable[Person]) -> frozenset[PersonId]:
    return frozenset(person.id for person in people if person.private)


def _is_private(shelf: Shelf, path: VaultPath) -> bool:
    fields = shelf.fields(path)
    if "private" not in fields.found:
        return False
    private, hidden = fields.private()
    return private or (bool(hidden) and shelf.kinds[path] not in _PERSONAL)


def _with_what_hangs_below(note: Note, lines: set[int]) -> set[int]:
    """Return these lines and what stands below them: items, and what a heading heads.

    Under the name of somebody private a line is about them, whatever it links.
    """
    if not lines:
        return lines
    headed: list[tuple[int, int]] = []
    ends = [(at, level) for at, level, _ in note.headings]
    for at, level in ends:
        if at in lines:
            rest = (other for other, deep in ends if other > at and deep <= level)
            headed.append((at, next(rest, _END)))
    return lines | {
        entry.line
        for entry in note.entries
        if not lines.isdisjoint(entry.under)
        or any(start < entry.line < end for start, end in headed)
    }


class _Links(Frozen, frozen=True):
    """What tells whether a link leads to something private."""

    shelf: Shelf
    people: frozenset[PersonId]
    notes: frozenset[VaultPath]
    who: Who

    def told_on(self, notes: Iterable[Note]) -> frozenset[Origin]:
        """Return the lines that are about something private."""
        return frozenset(
            Origin(note.path, line)
            for note in notes
            for line in _with_what_hangs_below(note, {*self.lines(note)})
        )

    def told_in(self, notes: Iterable[Note]) -> frozenset[tuple[str, str]]:
        """Return the properties in whose words something private is linked."""
        return frozenset(
            (note.path, name) for note in notes for name, *_ in self.properties(note)
        )

    def lines(self, note: Note) -> Iterator[int]:
        """Yield the lines, and keys of properties, that link something private.

        Of a property that is a link and leads to nobody's note, only what names that
        note is private, not what else stands in the list.
        """
        for link in note.links:
            found = self._leads(link.target, note.path, wiki=link.wiki)
            if found == "person" or (found and link.where == "body"):
                yield link.line
                if link.key:
                    yield note.lines.get(link.key.partition(".")[0], link.line)
        for _, key, found, whole in self.properties(note):
            if found == "person" or not whole:
                yield note.lines.get(key, 1)

    def properties(self, note: Note) -> Iterator[tuple[str, str, str, bool]]:
        """Yield each link in a property to something private.

        That is the property, its key, what it leads to and whether it is all there is.
        """
        if note.properties:
            fields = self.shelf.fields(note.path)
            for name, key in fields.found.items():
                for text in _texts(fields.note.properties[key]):
                    whole = linking.whole(text) is not None
                    for _, _, link, _ in linking.spans(text, 1):
                        found = link and self._leads(
                            link.target, note.path, wiki=link.wiki
                        )
                        if found:
                            yield name, key, found, whole

    def _leads(self, target: str, source: VaultPath, *, wiki: bool) -> str:
        """Return `person` or `note` if a link leads, or may lead, to a private one."""
        found = self.who.link(target, source, wiki=wiki)
        if found.nobody:
            return ""  # a day is no note here, whatever its note says
        if self.who.person(found) in self.people:
            return "person"
        if not self.people.isdisjoint(map(PersonId, found.rivals)):
            return "person"
        return "note" if found.path in self.notes else ""


def _texts(value: Value) -> Iterator[str]:
    """Yield the texts in a value that may hold a link."""
    if isinstance(value, str):
        if "[[" in value or "](" in value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
