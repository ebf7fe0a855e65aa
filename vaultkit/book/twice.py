"""Twice: two notes that may be about one person, with what speaks for it.

Nothing is ever merged. Nobody is compared with everybody: only those are who share an
address, a number, a birthday, a word of their name or their file's, and whom not too
many share it with, so that the time grows with the number of people and not with its
square.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultkit.book.sharing import NOBODY, Found, few, shared, within
from vaultkit.book.spelt import (
    LONG,
    MANY,
    NUMBER,
    Sheet,
    akin,
    all_addresses,
    all_numbers,
    all_parts,
    first_akin,
    one_birthday,
    one_number,
    parts,
    spelt_alike,
)
from vaultkit.book.written import last_part
from vaultkit.names import fold
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from vaultkit.book.people import Person, PersonId

Kind = Literal["file", "name", "email", "phone", "birthday", "aliases"]

_DAY: Final = len("05-14")
_WORDS: Final = 8
"""Words of a name that are looked at."""
FEW_SHARE: Final = ("org", "met", "met_at", "place", "role")
"""What two notes on one person agree in, and those on two of one name seldom do.

Of two who share a first name alone, only the first three say anything.
"""

_SAYS: Final[Mapping[Kind, str]] = {
    "file": "the two files have one name, and the notes agree",
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
    words = all_parts([one.name for one in noted])
    sheets = [
        Sheet(one, *both, one.private or bool(one.hidden))
        for one, both in zip(noted, words, strict=True)
    ]
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
    *("name", "path", "aliases", "email", "phone", "birthday", "private", "hidden"),
    *FEW_SHARE,
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


def _by_file(sheets: list[Sheet]) -> Found:
    """Yield whose notes in two folders have one name and agree in something.

    A name in two folders alone is how two people of one name are kept apart.
    """
    stems = [sheet.person.id.rpartition("/")[2] for sheet in sheets]
    keys = (stem.lower() if stem.isascii() else fold(stem) for stem in stems)
    for one, other in within(shared(zip(keys, sheets, strict=True)), "file"):
        if (one.words, one.numbers) != (other.words, other.numbers):
            continue
        if not _two_birthdays(one, other) and _agree(one, other):
            yield one, other


def _two_birthdays(one: Sheet, other: Sheet) -> bool:
    known = one.person.birthday and other.person.birthday
    return bool(known) and not one_birthday(one, other)


def _agree(left: Sheet, right: Sheet) -> bool:
    """Return whether two notes say one thing that few others do, and say it aloud."""
    one, other = left.person, right.person
    return any(
        getattr(one, key) and getattr(one, key) == getattr(other, key)
        for key in (FEW_SHARE if len(left.words) > 1 else FEW_SHARE[:3])
        if key not in one.hidden and key not in other.hidden
    )


def _by_email(sheets: list[Sheet]) -> Found:
    every = all_addresses([sheet.person.email for sheet in sheets])
    groups = shared(
        (address, one)
        for found, one in zip(every, sheets, strict=True)
        for address in found
    )
    yield from within(groups, "email", spelt_alike)


def _by_phone(sheets: list[Sheet]) -> Found:
    every = all_numbers([sheet.person.phone for sheet in sheets])
    groups = shared(
        (number[-NUMBER:], one)
        for found, one in zip(every, sheets, strict=True)
        for number in found
    )
    for one, other in within(groups, "phone"):
        if (akin(one, other) or first_akin(one, other)) and one_number(one, other):
            yield one, other


def _by_birthday(sheets: list[Sheet]) -> Found:
    keyed = [
        (one.person.birthday[-_DAY:] + word, one)
        for one in sheets
        if one.person.birthday
        for word in one.words[:_WORDS]
    ]
    for one, other in within(shared(keyed), "birthday"):
        if akin(one, other) and one_birthday(one, other):
            yield one, other


def _by_spelling(sheets: list[Sheet]) -> Found:
    keyed = [
        ((key, one.numbers) if one.numbers else key, one)
        for one in sheets
        if len(one.words) > 1
        for key in _spellings(one.words[:_WORDS])
    ]
    for one, other in within(shared(keyed), "name"):
        if spelt_alike(one, other) and not _one_file_name(one, other):
            yield one, other


def _spellings(words: tuple[str, ...]) -> list[str]:
    """Return what a name has in common with those that are spelt alike.

    That is two of its words in any order, or one and the ends of the other, mistyped.
    """
    first, last = words[0], words[-1]
    found = [f"{first} {last}" if first < last else f"{last} {first}"]
    if len(last) >= LONG - 1:
        found.append(f"{first}~{last[0]}{last[-1]}")
    if len(first) >= LONG - 1:
        found.append(f"{last}~{first[0]}{first[-1]}")
    for word in words[1:-1]:
        found += (" ".join(sorted((first, word))), " ".join(sorted((word, last))))
    return found


def _one_file_name(one: Sheet, other: Sheet) -> bool:
    """Return whether two are namesakes by their files: a link that tells so is said."""
    mine, theirs = last_part(one.person.id), last_part(other.person.id)
    return fold(mine) == fold(theirs)


def _by_alias(sheets: list[Sheet]) -> Found:
    """Yield whose alias is another's name in other signs; `alias-shared` has the rest.

    Where an alias is to the letter what a file is called, that is said already.
    """
    others = [
        (alias, sheet)
        for sheet in sheets
        for alias in sheet.person.aliases[:MANY]
        if not _is_own(alias, sheet.person.name)
    ]
    if not others:
        return
    names: dict[object, list[Sheet]] = {}
    for sheet in sheets:
        names.setdefault((sheet.words, sheet.numbers), []).append(sheet)
    known = {key: few(group, "name")[0] for key, group in names.items()}
    for alias, sheet in others:
        called = known.get(parts(alias), NOBODY)
        if not any(one is sheet for one in called):
            for other in called:
                if fold(alias) != fold(last_part(other.person.id)):
                    yield sheet, other


def _is_own(alias: str, name: str) -> bool:
    """Return whether an alias is but `Moss, Ada` of Ada Moss."""
    last, _, first = alias.partition(", ")
    return f"{first} {last}" == name


_BY: Final[Mapping[Kind, Callable[[list[Sheet]], Found]]] = {
    "file": _by_file,
    "email": _by_email,
    "phone": _by_phone,
    "birthday": _by_birthday,
    "name": _by_spelling,
    "aliases": _by_alias,
}
