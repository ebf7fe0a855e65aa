"""Twice: two notes that may be about one person, with what speaks for it.

Nothing is ever merged. Nobody is compared with everybody: only those are who share an
address, a number, a birthday or a word of their name, and whom not too many share it
with, so that the time grows with the number of people and not with its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultkit.book.forms import turned
from vaultkit.book.written import last_part
from vaultkit.names import fold
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from vaultkit.book.people import Person, PersonId

Kind = Literal["email", "phone", "birthday", "aliases", "name"]
Groups = defaultdict[object, list["_Sheet"]]

_CROWD: Final = 30
"""More people than this who have something in common are no two notes of one."""
_MANY: Final = 16
"""Addresses or numbers of one person that are looked at."""
_LONGEST: Final = 120
"""Characters of a name that are looked at."""
_NUMBER: Final = 7
"""How many digits two numbers must share at their end to be one."""
_LONG: Final = 7
"""Letters of a word of which one may be mistyped and leave it the same word."""
_NEAR: Final = 0.85
"""How alike two words are that are one, mistyped: one letter of seven."""
_AKIN: Final = 0.7
"""How alike two words are where something else speaks for it as well."""
_SIGNS: Final = re.compile(r"[^\w\s]|_")
_APART: Final = re.compile(r"[\s,;<>()]+")
_PARTED: Final = re.compile(r"[,;\n]")
_NO_DIGITS: Final = re.compile(r"[^0-9]+")
_DIGIT: Final = re.compile(r"\d")

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


class _Sheet(NamedTuple):
    """Somebody as they are compared: the words of their name, and its numbers."""

    person: Person
    words: tuple[str, ...]
    numbers: tuple[str, ...]


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
    best: dict[tuple[PersonId, str], tuple[Pair, Person]] = {}
    for pair in pairs(people):
        one, other, evidence = pair
        if other.id in apart.get(one.id, ()) or one.id in apart.get(other.id, ()):
            continue
        shown = tuple(k for k in evidence if k not in one.hidden | other.hidden)
        parts = [(shown, other, "")] if shown else []
        for kind in evidence:
            if kind not in shown:
                parts.append(((kind,), other if kind in other.hidden else one, kind))
        for kinds, where, about in parts:
            before = best.get((other.id, about))
            if before is None or len(before[0].evidence) < len(kinds):
                best[other.id, about] = (pair._replace(evidence=kinds), where)
    for (_, about), (pair, where) in best.items():
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
    noted = (one for one in people if one.path is not None)
    sheets = [_sheet(one) for one in sorted(noted, key=lambda one: one.id)]
    found: dict[tuple[PersonId, PersonId], tuple[_Sheet, _Sheet, set[Kind]]] = {}
    for kind, one, other in _candidates(sheets):
        if one.person.id != other.person.id and not _know(one.person, other.person):
            one, other = sorted((one, other), key=lambda sheet: sheet.person.id)  # noqa: PLW2901 (the pair, in order)
            pair = (one.person.id, other.person.id)
            found.setdefault(pair, (one, other, set()))[2].add(kind)
    return [
        Pair(one.person, other.person, tuple(kind for kind in _SAYS if kind in kinds))
        for _, (one, other, kinds) in sorted(found.items(), key=lambda item: item[0])
    ]


def _know(one: Person, other: Person) -> bool:
    """Return whether a note says of the two what nobody says of one person."""
    return any(
        known.person == there.id
        for here, there in ((one, other), (other, one))
        for known in (*here.knows, *here.introduced_by, *here.introduced_to)
    )


def _candidates(sheets: list[_Sheet]) -> Iterator[tuple[Kind, _Sheet, _Sheet]]:
    """Yield who has what in common; the same two may come more than once."""
    addresses, numbers, days, spelt = (Groups(list) for _ in range(4))
    for sheet in sheets:
        person, words = sheet.person, sheet.words
        for address in _addresses(person.email) if person.email else ():
            addresses[address].append(sheet)
        for number in _numbers(person.phone) if person.phone else ():
            numbers[number[-_NUMBER:]].append(sheet)
        if words:
            first, last = words[0], words[-1]
            spelt[first, last[0], sheet.numbers].append(sheet)
            if first is not last:
                spelt[last, first[0], sheet.numbers].append(sheet)
            if person.birthday:
                day = person.birthday[-5:]
                for letter in {first[0], last[0]}:
                    days[day, letter, sheet.numbers].append(sheet)
    for one, other, only in _in(addresses):
        if only or _akin(one, other):
            yield "email", one, other
    for one, other, _ in _in(numbers):
        if _one_number(one, other) and (_akin(one, other) or _first_akin(one, other)):
            yield "phone", one, other
    for one, other, _ in _in(days):
        if _one_birthday(one, other) and _akin(one, other):
            yield "birthday", one, other
    for one, other, _ in _in(spelt):
        if _spelt_alike(one, other):
            yield "name", one, other
    for one, other in _by_alias(sheets):
        yield "aliases", one, other


def _in(groups: Groups) -> Iterator[tuple[_Sheet, _Sheet, bool]]:
    """Yield everybody of a group with everybody else, and whether they are only two."""
    for group in groups.values():
        if 1 < len(group) <= _CROWD:
            for one, other in combinations(group, 2):
                yield one, other, len(group) == 2  # noqa: PLR2004 (a pair)


def _by_alias(sheets: list[_Sheet]) -> Iterator[tuple[_Sheet, _Sheet]]:
    """Yield whose alias is another's name in other signs; `alias-shared` has the rest.

    Where an alias is to the letter what a file is called, that is said already.
    """
    names = Groups(list)
    for sheet in sheets:
        names[sheet.words, sheet.numbers].append(sheet)
    for sheet in sheets:
        for alias in sheet.person.aliases[:_MANY]:
            called = names.get(_parts(alias), ())
            if 0 < len(called) <= _CROWD:
                for other in called:
                    if fold(alias) != fold(last_part(other.person.id)):
                        yield sheet, other


# --- one with another


def _spelt_alike(one: _Sheet, other: _Sheet) -> bool:
    """Return whether two names are one, in other signs or order or mistyped."""
    here, there = set(one.words), set(other.words)
    left, right = here - there, there - here
    if not left or not right:
        return not (left or right) or min(len(here), len(there)) > 1
    if len(left) > 1 or len(right) > 1 or len(here) == 1:
        return False
    mine, theirs = left.pop(), right.pop()
    # A last letter makes a Daniela of a Daniel, and a wife of a Petrov.
    if min(len(mine), len(theirs)) < _LONG - 1 or mine[-1] != theirs[-1]:
        return False
    return _likeness(mine, theirs, _NEAR) > 0


def _akin(one: _Sheet, other: _Sheet) -> bool:
    """Return whether two names may be one where something else speaks for it."""
    if one.numbers != other.numbers:
        return False
    here, there = set(one.words), set(other.words)
    left, right = here - there, there - here
    if not left or not right:
        return bool(here and there)
    if len(left) > 1 or len(right) > 1 or len(here) == 1:
        return False
    return _may_be(left.pop(), right.pop())


def _first_akin(one: _Sheet, other: _Sheet) -> bool:
    """Return whether two may have one first name: a house has several."""
    if one.numbers != other.numbers or not one.words or not other.words:
        return False
    return _may_be(one.words[0], other.words[0])


def _may_be(mine: str, theirs: str) -> bool:
    """Return whether two words may be one: the same, an initial, or nearly."""
    if mine == theirs:
        return True
    if mine[0] != theirs[0]:
        return False
    return 1 in {len(mine), len(theirs)} or _likeness(mine, theirs, _AKIN) > 0


def _likeness(one: str, other: str, least: float) -> float:
    """Return how alike two words are, 0 to 1; 0 where that is less than `least`."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 (few vaults need it)

    return OSA.normalized_similarity(one, other, score_cutoff=least)


def _one_number(one: _Sheet, other: _Sheet) -> bool:
    """Return whether two have one number, with its country in front or not."""
    return any(
        mine.endswith(theirs) or theirs.endswith(mine)
        for mine in _numbers(one.person.phone)
        for theirs in _numbers(other.person.phone)
    )


def _one_birthday(one: _Sheet, other: _Sheet) -> bool:
    """Return whether two birthdays are one day, as far as both say the year."""
    mine, theirs = one.person.birthday, other.person.birthday
    return mine.endswith(theirs) or theirs.endswith(mine)


# --- as it is compared


def _sheet(person: Person) -> _Sheet:
    words, numbers = _parts(person.name)
    return _Sheet(person, words, numbers)


def _parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a name without accents and signs, and those with digits."""
    name = name[:_LONGEST]
    text = (turned(name) if "," in name else "") or fold(name)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = tuple(_SIGNS.sub(" ", text).split())
    if not _DIGIT.search(text):
        return words, ()
    numbers = tuple(word for word in words if _DIGIT.search(word))
    return tuple(word for word in words if word not in numbers), numbers


def _addresses(text: str) -> set[str]:
    found = (part.strip(".:").casefold() for part in _APART.split(text, _MANY))
    return {part for part in found if "@" in part}


def _numbers(text: str) -> set[str]:
    parts = _PARTED.split(text, _MANY)
    found = (_NO_DIGITS.sub("", part).lstrip("0") for part in parts)
    return {one for one in found if len(one) >= _NUMBER}
