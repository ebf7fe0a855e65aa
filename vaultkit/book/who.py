"""Who: whom a link or a name means."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.forms import Surnames, file_under, filed_again, full_names, turned
from vaultkit.book.people import PersonId
from vaultkit.book.written import last_part
from vaultkit.dates import DATE_LIKE, read_date
from vaultkit.frozen import Frozen, Growing, field
from vaultkit.names import fold
from vaultkit.notes.links import fold as fold_path
from vaultkit.snapshot import VaultPath
from vaultkit.ways import USUAL, Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.kinds import Kind
    from vaultkit.notes.linking import Link
    from vaultkit.notes.links import Files
    from vaultkit.problems import Origin

_FILE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|heic|pdf|canvas|base|mp3|mp4|mov|wav|m4a|webm|ogg"
    r"|docx?|xlsx?|pptx?|csv|txt|zip|html?|json|ics|vcf)$",
    re.IGNORECASE,
)
ENDS: Final = "#^|[]"
"""Characters that end the target of a link."""
UNLINKABLE: Final = re.compile(f"[{re.escape(ENDS)}]")
_STARTS: Final = "0123456789["
"""What a date starts with that does not start with the name of a month or a day."""
_MORE: Final = re.compile(r"[/\\#.%|]")
"""What stands only in a target that is more than a plain name."""
_LONGEST: Final = 120
"""A name longer than this is a sentence, not somebody."""


class Found(Frozen, frozen=True):
    """What a link or a name leads to.

    Attributes:
        name: The name as written, without folder, heading and `.md`.
        path: The note it leads to, by Obsidian's rules.
        person: Who it means although it leads to no note: by alias, or by a name
            that only one person has.
        rivals: Notes or people it might mean as well.
        trouble: Why to be careful: an alias, a name behind a folder that is not
            theirs, several people of that file name of whom Obsidian picks one, or
            several that nothing tells apart (then it means nobody).
        nobody: It is a day, a picture, an address.
    """

    name: str
    path: VaultPath | None = None
    person: PersonId | None = None
    rivals: tuple[str, ...] = ()
    trouble: Literal["", "alias", "astray", "namesakes", "tie"] = ""
    nobody: bool = False


class Who(Growing):
    """Everybody the notes name, while they are being gathered.

    Attributes:
        files: Which file a link means.
        kinds: What each note is about.
        copies: Conflict copies and their originals.
        me: Whose vault it is.
        ways: How this vault is written.
        notes: The people who have a note, by id.
        guests: The people who have none: how they were first written, and where.
    """

    files: Files
    kinds: Mapping[VaultPath, Kind]
    copies: Mapping[VaultPath, VaultPath]
    me: PersonId | None = None
    ways: Ways = USUAL
    notes: dict[PersonId, VaultPath] = field(default_factory=dict)
    guests: dict[PersonId, tuple[str, Origin]] = field(default_factory=dict)
    _known: frozenset[str] = frozenset()
    _names: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    _aliases: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    _links: dict[str, dict[tuple[str, bool], Found]] = field(default_factory=dict)
    _anywhere: dict[str, Found] = field(default_factory=dict)
    _near: dict[tuple[str, bool], Found] = field(default_factory=dict)
    _source: VaultPath | None = None
    _surnames: Surnames = field(default_factory=partial(Surnames, {}))

    # --- who there is

    def settle(self, aliases: Mapping[PersonId, Iterable[str]]) -> None:
        """Let links and names mean the people admitted so far.

        Until then they mean what they did before, so that it does not matter in which
        order people are found.
        """
        new = [person for person in aliases if person not in self._known]
        if not new:
            return
        # What was known before may still be asked: nothing of it is changed.
        names, also = dict(self._names), dict(self._aliases)
        for person in new:
            self.notes[person], alone = VaultPath(person), (person,)
            file_under(names, last_part(person), alone)
            for alias in aliases[person]:
                file_under(also, alias, alone)
        self._known = frozenset(self.notes)
        self._names, self._aliases, self._surnames = names, also, Surnames(names)
        self._links, self._anywhere, self._source = {}, {}, None

    def revised(
        self,
        files: Files,
        kinds: Mapping[VaultPath, Kind],
        gone: Mapping[PersonId, Iterable[str]],
        come: Mapping[PersonId, Iterable[str]],
    ) -> Who:
        """Return everybody who is settled, without some and with others.

        Args:
            files: Which file a link means now.
            kinds: What each note is about now.
            gone: People who are not there any more, and what else they were called.
            come: People who are there now.
        """
        left = [(last_part(one), one) for one in gone]
        new = [(last_part(one), one) for one in come]
        names = filed_again(self._names, left, new)
        left = [(alias, one) for one, also in gone.items() for alias in also]
        new = [(alias, one) for one, also in come.items() for alias in also]
        aliases = filed_again(self._aliases, left, new)
        known = self._known.difference(gone).union(come)
        return Who(
            files,
            kinds,
            self.copies,
            self.me,
            self.ways,
            _known=known,
            _names=names,
            _aliases=aliases,
            _surnames=Surnames(names),
        )

    def is_settled(self, person: PersonId) -> bool:
        """Return whether a note is known to be about somebody."""
        return person in self._known

    def is_settled_as(self, other: Who) -> bool:
        """Return whether the same people were settled in one go with another."""
        return self._names is other._names

    def unsettled(self) -> list[PersonId]:
        """Return those with a note who were admitted since."""
        return sorted(self.notes.keys() - self._known)

    def admit(self, found: Found, origin: Origin) -> PersonId | None:
        """Take whom a link or name means for a person, if it can be one."""
        if self.knows(found) or not self.could_be(found):
            return self.person(found)
        if found.path is not None:
            self.notes[PersonId(found.path)] = found.path
            return PersonId(found.path)
        guest = PersonId(fold(found.name))
        earlier = self.guests.get(guest)
        if earlier is None or origin < earlier[1]:
            self.guests[guest] = (found.name, origin)
        return guest

    def knows(self, found: Found) -> bool:
        """Return whether it means somebody who was settled to be a person."""
        return found.person is not None or found.path in self._known

    def knows_all(self, links: Iterable[Link], source: VaultPath) -> bool:
        """Return whether all these links of a note mean people who were settled."""
        sure, known = self._anywhere, self._known
        for link in links:
            found = sure.get(link.target)
            if found is None:
                found = self.link(link.target, source, wiki=link.wiki)
            if found.person is None and found.path not in known:
                return False
        return True

    def could_be(self, found: Found) -> bool:
        """Return whether a contact line may make this a person."""
        if found.nobody or found.trouble == "tie" or not found.name:
            return False
        if found.path is None:
            return len(found.name) <= _LONGEST
        return self.kinds.get(found.path) == "note"

    def shares(self, name: str) -> tuple[PersonId, ...]:
        """Return everybody with a note of this file name."""
        return self._names.get(fold(name), ())

    def aliased(self, name: str) -> tuple[PersonId, ...]:
        """Return everybody with this alias."""
        return self._aliases.get(fold(name), ())

    def under_shared_aliases(self) -> list[PersonId]:
        """Return those with an alias that means somebody else as well, in order."""
        shared = filter(self._is_shared, self._aliases)
        return sorted({person for one in shared for person in self._aliases[one]})

    def is_shared(self, alias: str) -> bool:
        """Return whether an alias means several people."""
        folded = fold(alias)
        return folded in self._aliases and self._is_shared(folded)

    def _is_shared(self, folded: str) -> bool:
        them = self._aliases[folded]
        return len(them) > 1 or self._names.get(folded, them) != them

    def doubts(self, target: str) -> bool:
        """Return whether a link may mean several, or somebody it does not lead to."""
        sure = self._anywhere.get(target)
        if sure is not None:
            return bool(sure.trouble)
        folded = fold(last_part(target))
        if "/" in target and folded in self._names:
            return True
        files = self.files.by_name.get(f"{fold_path(last_part(target)).strip()}.md", ())
        return (
            folded in self._aliases
            or (not files and bool(self._called(last_part(target))))
            or len(self._names.get(folded, ())) > 1
            or (len(files) != 1 and (folded in self._names or len(files) > 1))
        )

    # --- what a link means

    def person(self, found: Found) -> PersonId | None:
        """Return the person meant, if it is one."""
        if found.person is not None:
            return found.person
        if found.trouble == "tie":
            return None
        if found.path is not None:
            person = PersonId(found.path)
            return person if person in self.notes else None
        guest = PersonId(fold(found.name))
        return guest if guest in self.guests else None

    def link(self, target: str, source: VaultPath, *, wiki: bool = True) -> Found:
        """Return what a link in a note leads to."""
        sure = self._anywhere.get(target)
        if sure is not None:
            return sure
        only = self._only(target)
        if only is not None:
            self._anywhere[target] = sure = self._leads(target, *only)
            return sure
        if source is not self._source:  # links are asked for note by note
            self._source = source
            self._near = self._links.setdefault(source.rpartition("/")[0], {})
        found = self._near.get((target, wiki))
        if found is None:
            found = self._read(target, source, wiki=wiki)
            if found.path != source:  # a link to its own note is only its own
                self._near[target, wiki] = found
        return found

    def _only(self, target: str) -> tuple[VaultPath, ...] | None:
        """Return the one file, or none, that a link leads to wherever it stands.

        Nothing is returned for a target that is more than a plain name, that several
        files answer to or that is folded otherwise as a path than as a name.
        """
        folded = fold(target)
        if not folded or len(target) > _LONGEST or _MORE.search(target):
            return None
        if not target.isascii() and fold_path(target).strip() != folded:
            return None  # `Groß`
        files = self.files.by_name.get(f"{folded}.md", ())
        return files if len(files) <= 1 and folded not in self.files.by_name else None

    def name(self, text: str) -> Found:
        """Return whom a plain name means: somebody if exactly one person has it."""
        several = self._called(text)
        if len(several) > 1:
            return Found(text, rivals=several, trouble="tie")
        return Found(text, person=several[0] if several else None)

    def _called(self, name: str) -> tuple[PersonId, ...]:
        folded = fold(name)
        several = self._names.get(folded, ()) + self._aliases.get(folded, ())
        if not several and ("," in name or "." in name or name[1:2] == " "):
            several = self._otherwise(name)
        return tuple(dict.fromkeys(several)) if len(several) > 1 else several

    def _otherwise(self, name: str) -> tuple[PersonId, ...]:
        """Return whom `Moss, Ada` or `A. Moss` may mean; several are a tie."""
        full = full_names(name, self._surnames)
        several = tuple(person for one in full for person in self._names[one])
        return several or self._aliases.get(turned(name), ())

    def _read(self, target: str, source: VaultPath, *, wiki: bool) -> Found:
        resolved = self.files.resolve(target, source, wiki=wiki)
        if resolved.path is None and "/" in target:
            # As Logseq names the files of pages inside pages.
            resolved = self.files.resolve(target.replace("/", "___"), source, wiki=wiki)
        if resolved.path is None:
            return self._leads(target)
        return self._leads(target, resolved.path, *resolved.rivals)

    def _leads(
        self, target: str, path: VaultPath | None = None, *rivals: VaultPath
    ) -> Found:
        """Return what a link means that leads to a file, or to one of several."""
        name = last_part(target)
        if _is_nobody(target, name, self.ways):
            return Found(name, nobody=True)
        if path is None:
            return self._unresolved(name, astray="/" in target)
        path = self.copies.get(path, path)
        if rivals:
            fits = {path, *(self.copies.get(rival, rival) for rival in rivals)}
            if len(fits) > 1 and not fits.isdisjoint(self._known):
                return Found(name, path, None, tuple(sorted(fits)), "tie")
        namesakes = () if "/" in target else self.shares(name)
        if len(namesakes) > 1 and PersonId(path) in namesakes:
            return Found(name, path, None, namesakes, "namesakes")
        return Found(name, path)

    def _unresolved(self, name: str, *, astray: bool) -> Found:
        several = self._called(name)
        if not several:
            return Found(name)
        if len(several) > 1:
            return Found(name, None, None, several, "tie")
        named = astray and several[0] in self.shares(name)
        return Found(name, None, several[0], (), "astray" if named else "alias")


def _is_nobody(target: str, name: str, ways: Ways) -> bool:
    """Return whether a link leads to an address, a picture or a day."""
    if ":" in target and ("://" in target or target.startswith("mailto:")):
        return True
    if "." in name and _FILE.search(name):
        return True
    start = name[:3].lower()
    may_be = start[:1] in _STARTS or start in DATE_LIKE or start in ways.starts
    return may_be and read_date(name, ways) is not None
