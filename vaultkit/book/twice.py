"""Twice: two notes that may be about one person, with what speaks for it.

Nothing is ever merged. Nobody is compared with everybody: only those are who share an
address, a number, a birthday or a word of their name, and whom not too many share it
with, so that the time grows with the number of people and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultkit.book.spelt import (
    MANY,
    NUMBER,
    Sheet,
    addresses,
    akin,
    first_akin,
    numbers,
    one_birthday,
    one_number,
    parts,
    spelt_alike,
)
from vaultkit.book.written import last_part
from vaultkit.names import fold
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Container

    from vaultkit.book.people import Person, PersonId

Kind = Literal["email", "phone", "birthday", "aliases", "name"]
Groups = defaultdict[object, list[Sheet]]
Found = Iterator[tuple[Sheet, Sheet]]

_CROWD: Final = 16
"""More people than this who have something in common are no two notes of one."""
_DAY: Final = len("05-14")
_HOUSE: Final = 2
"""How many may share an address whose names need not be alike."""
_NOBODY: Final[list[Sheet]] = []

_SAYS: Final[Mapping[Kind, str]] = {
    "name": "the names are spelt alike",
    "email": "both have one e-mail address",
    "phone": "both have one phone number",
    "birthday": "both have one birthday, and the names are alike",
    "aliases": "an alias of one is the name of the other",
}


class Pair(NamedTuple):
    """Two notes that may be about one person.

    Attributes:
        one: Whose path comes first.
        other: The other.
        evidence: What speaks for it, in the order of `_SAYS`.
    """

    one: Person
    other: Person
    evidence: tuple[Kind, ...]


def problems(
    people: Iterable[Person], apart: Mapping[PersonId, Container[PersonId]]
) -> Iterator[Problem]:
    """Yield who seems to be noted twice, once for each note but the first.

    What only a hidden property shows is said of a note that hides it, so that it is
    told to nobody but the owner.

    Args:
        people: Everybody; those without a note are passed over.
        apart: Who is said not to be whom, by one of the two.
    """
    best: dict[tuple[PersonId, str, bool], tuple[Pair, Person]] = {}
    for pair in pairs(people):
        one, other, evidence = pair
        if other.id in apart.get(one.id, ()) or one.id in apart.get(other.id, ()):
            continue
        shown = tuple(k for k in evidence if k not in one.hidden | other.hidden)
        told = [(shown, other, "")] if shown else []
        told += [
            ((kind,), other if kind in other.hidden else one, kind)
            for kind in evidence
            if kind not in shown
        ]
        for kinds, where, about in told:
            # A pair that pages may not tell stands in no other's place.
            place = (other.id, about, one.private or other.private)
            before = best.get(place)
            if before is None or len(before[0].evidence) < len(kinds):
                best[place] = (pair._replace(evidence=kinds), where)
    for (_, about, _), (pair, where) in best.items():
        yield _problem(pair, where, about)


def _problem(pair: Pair, where: Person, about: str) -> Problem:
    other = pair.one if where is pair.other else pair.other
    said = " and ".join(_SAYS[kind] for kind in pair.evidence)
    link = other.id.removesuffix(".md")
    return Problem(
        where.id,
        1,
        1,
        "person-twice",
        f"may be about the same person as {other.id}: {said}",
        f'Keep one of the two; if they are two people, write `not_same: "[[{link}]]"`.',
        about,
    )


def pairs(people: Iterable[Person]) -> list[Pair]:
    """Return the notes that may be about one person, two by two, in order of path."""
    noted = sorted((p for p in people if p.path is not None), key=attrgetter("id"))
    sheets = [Sheet(one, *parts(one.name)) for one in noted]
    found: dict[tuple[PersonId, PersonId], tuple[Person, Person, set[Kind]]] = {}
    for kind, by in _BY.items():
        for left, right in by(sheets):
            one, other = left.person, right.person
            if other.id < one.id:
                one, other = other, one
            if one is not other:
                pair = (one.id, other.id)
                found.setdefault(pair, (one, other, set()))[2].add(kind)
    return [
        Pair(one, other, tuple(kind for kind in _SAYS if kind in kinds))
        for _, (one, other, kinds) in sorted(found.items(), key=itemgetter(0))
        if not _know(one, other)
    ]


def alike(before: Person, now: Person) -> bool:
    """Return whether nothing of somebody changed that is looked at here."""
    return _LOOKED_AT(before) == _LOOKED_AT(now) and all(
        [one.person for one in had] == [one.person for one in has]
        for had, has in zip(_NAMED(before), _NAMED(now), strict=True)
    )


_LOOKED_AT: Final = attrgetter(
    *("name", "path", "aliases", "email", "phone", "birthday", "private", "hidden")
)
_NAMED: Final = attrgetter("knows", "introduced_by", "introduced_to")


def _know(one: Person, other: Person) -> bool:
    """Return whether a note says of the two what nobody says of one person."""
    return any(
        known.person == there.id
        for here, there in ((one, other), (other, one))
        for known in (*here.knows, *here.introduced_by, *here.introduced_to)
    )


# --- who is compared with whom


def _by_email(sheets: list[Sheet]) -> Found:
    groups = Groups(list)
    for sheet in sheets:
        if sheet.person.email:
            for address in addresses(sheet.person.email):
                groups[address].append(sheet)
    for group in _few(groups):
        for one, other in combinations(group, 2):
            if len(group) <= _HOUSE or spelt_alike(one, other):
                yield one, other


def _by_phone(sheets: list[Sheet]) -> Found:
    groups = Groups(list)
    for sheet in sheets:
        if sheet.person.phone:
            for number in numbers(sheet.person.phone):
                groups[number[-NUMBER:]].append(sheet)
    for group in _few(groups):
        for one, other in combinations(group, 2):
            if (akin(one, other) or first_akin(one, other)) and one_number(one, other):
                yield one, other


def _by_birthday(sheets: list[Sheet]) -> Found:
    groups = Groups(list)
    for sheet in sheets:
        if sheet.person.birthday and sheet.words:
            day = sheet.person.birthday[-_DAY:]
            groups[day, sheet.words[0][0]].append(sheet)
    for group in _few(groups):
        for one, other in combinations(group, 2):
            if akin(one, other) and one_birthday(one, other):
                yield one, other


def _by_spelling(sheets: list[Sheet]) -> Found:
    groups = Groups(list)
    for sheet in sheets:
        if sheet.words:
            first, last = sheet.words[0], sheet.words[-1]
            groups[first, last[0], sheet.numbers].append(sheet)
            if first is not last:
                groups[last, first[0], sheet.numbers].append(sheet)
    for group in _few(groups):
        for one, other in combinations(group, 2):
            if spelt_alike(one, other) and not _one_file_name(one, other):
                yield one, other


def _one_file_name(one: Sheet, other: Sheet) -> bool:
    """Return whether two are namesakes by their files: a link that tells so is said."""
    mine, theirs = last_part(one.person.id), last_part(other.person.id)
    return fold(mine) == fold(theirs)


def _by_alias(sheets: list[Sheet]) -> Found:
    """Yield whose alias is another's name in other signs; `alias-shared` has the rest.

    Where an alias is to the letter what a file is called, that is said already.
    """
    names = Groups(list)
    for sheet in sheets:
        names[sheet.words, sheet.numbers].append(sheet)
    for sheet in sheets:
        for alias in sheet.person.aliases[:MANY]:
            if _is_own(alias, sheet.person.name):
                continue
            called = names.get(parts(alias), _NOBODY)
            if called[:1] == [sheet] or len(called) > _CROWD:
                continue
            for other in called:
                if fold(alias) != fold(last_part(other.person.id)):
                    yield sheet, other


def _is_own(alias: str, name: str) -> bool:
    """Return whether an alias is but `Moss, Ada` of Ada Moss."""
    last, _, first = alias.partition(", ")
    return f"{first} {last}" == name


def _few(groups: Groups) -> Iterator[list[Sheet]]:
    """Yield the groups that say something: of more than one, and of no crowd."""
    return (group for group in groups.values() if 1 < len(group) <= _CROWD)


_BY: Final[Mapping[Kind, Callable[[list[Sheet]], Found]]] = {
    "email": _by_email,
    "phone": _by_phone,
    "birthday": _by_birthday,
    "name": _by_spelling,
    "aliases": _by_alias,
}
