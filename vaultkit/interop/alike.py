"""Alike: what speaks for it that somebody in a file is somebody known already."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["name", "email", "phone", "spelling"]

_APART: Final = re.compile(r"[\s,;<>]+")
_SIGNS: Final = re.compile(r"[^\w\s]+")
_DIGITS: Final = re.compile(r"[^0-9]+")
_PARTED: Final = re.compile(r"[,;\n]")
_NUMBER: Final = 7
"""How many digits two numbers must share at their end to be one."""
_HOUSE: Final = 3
"""How many people with one number make it a house's or a firm's, and no evidence."""
_ALIKE: Final = 0.84
_MANY: Final = 60
"""A word that more people have than this is not looked behind for other spellings."""


class Somebody(NamedTuple):
    """Whom the evidence is about: in the vault, or earlier in the file.

    Attributes:
        where: Their note's path or their name; `line 12` for somebody in the file.
        name: Their name.
        hidden: Their note is private, so nothing is told of it but that it fits.
    """

    where: str
    name: str
    hidden: bool = False


class Evidence(NamedTuple):
    """One thing that two have in common.

    Attributes:
        kind: The same name, e-mail or phone, or a name spelt nearly so.
        value: What they have in common, as it stands in the file.
        who: Who has it too.
    """

    kind: Kind
    value: str
    who: Somebody


@dataclass(slots=True)
class Known:
    """Everybody who is known so far, by what tells people apart."""

    names: dict[str, Somebody] = field(default_factory=dict)
    emails: dict[str, Somebody] = field(default_factory=dict)
    phones: dict[str, list[tuple[str, Somebody]]] = field(default_factory=dict)
    spellings: dict[str, list[tuple[str, Somebody]]] = field(default_factory=dict)

    def add(self, who: Somebody, names: Iterable[str], email: str, phone: str) -> None:
        """Take in somebody."""
        for name in filter(None, names):
            self.names.setdefault(fold(name), who)
            spelt = _spelt(name)
            for word in set(spelt.split()):
                self.spellings.setdefault(word, []).append((spelt, who))
        for one in emails(email):
            self.emails.setdefault(one, who)
        for one in phones(phone):
            self.phones.setdefault(one[-_NUMBER:], []).append((one, who))

    def evidence(
        self, names: Iterable[str], email: str, phone: str
    ) -> tuple[Evidence, ...]:
        """Return what speaks for it that these belong to somebody known.

        Names that are only spelt alike speak where nothing else does.
        """
        names = tuple(filter(None, names))
        found = [
            Evidence("name", name, self.names[fold(name)])
            for name in names
            if fold(name) in self.names
        ]
        found += [
            Evidence("email", one, self.emails[one])
            for one in emails(email)
            if one in self.emails
        ]
        found += self._by_phone(phone)
        if not found:
            found += self._by_spelling(names)
        once = {(one.kind, one.who.where): one for one in reversed(found)}
        return tuple(reversed(once.values()))

    def _by_phone(self, phone: str) -> Iterator[Evidence]:
        for typed in _PARTED.split(phone):
            for one in phones(typed):
                near = self.phones.get(one[-_NUMBER:], ())
                same = [who for other, who in near if _same_number(one, other)]
                if same and len(set(same)) < _HOUSE:
                    yield Evidence("phone", typed.strip(), same[0])

    def _by_spelling(self, names: Iterable[str]) -> Iterator[Evidence]:
        for name in names:
            spelt = _spelt(name)
            if " " not in spelt:
                continue
            for word in dict.fromkeys(spelt.split()):
                near = self.spellings.get(word, ())
                if len(near) > _MANY:
                    continue
                for other, who in near:
                    if _near(spelt, other):
                        yield Evidence("spelling", name, who)


def emails(text: str) -> tuple[str, ...]:
    """Return the addresses in a value, as they are compared."""
    found = (part.strip("().:").casefold() for part in _APART.split(text))
    return tuple(dict.fromkeys(part for part in found if "@" in part))


def phones(text: str) -> tuple[str, ...]:
    """Return the numbers in a value, digits alone; short ones are nobody's own."""
    found = (_DIGITS.sub("", part).lstrip("0") for part in _PARTED.split(text))
    return tuple(dict.fromkeys(one for one in found if len(one) >= _NUMBER))


def _same_number(one: str, other: str) -> bool:
    """Return whether two numbers are one, with its country in front or not."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short)


def _spelt(name: str) -> str:
    """Return a name as it is compared with others: its words in order, no signs."""
    return " ".join(sorted(_SIGNS.sub(" ", fold(name)).split()))


def _near(one: str, other: str) -> bool:
    """Return whether two names are spelt nearly alike, or one has but an initial."""
    if one == other:
        return True
    here, there = set(one.split()), set(other.split())
    left, right = here - there, there - here
    if len(left) == len(right) == 1:
        mine, theirs = left.pop(), right.pop()
        if 1 in {len(mine), len(theirs)}:
            return mine[0] == theirs[0]
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
