"""Twice: two notes that may be about one person, with what speaks for it.

Nothing is ever merged. Nobody is compared with everybody: only those are who share an
address, a number, a birthday, a word of their name or their file's, and whom not too
many share it with, so that the time grows with the number of people and not with its
square.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.resembling import BY, FEW_SHARE
from vaultkit.book.spelt import Sheet, all_parts
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from vaultkit.book.people import Person, PersonId
    from vaultkit.book.resembling import Kind

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
    pairs: Iterable[Pair], apart: Mapping[PersonId, Container[PersonId]]
) -> Iterator[Problem]:
    """Yield who seems to be noted twice, once for each note but the first.

    What only a hidden property shows is said of a note that hides it, so that it is
    told to nobody but the owner.

    Args:
        pairs: Who may be one person, in order of path.
        apart: Who is said not to be whom, by one of the two.
    """
    best: dict[tuple[PersonId, str, bool], tuple[Pair, Person]] = {}
    for pair in pairs:
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
    return compared(sheets(people))


def sheets(people: Iterable[Person]) -> list[Sheet]:
    """Return those who have a note, as they are compared, in order of path."""
    noted = sorted((p for p in people if p.path is not None), key=attrgetter("id"))
    words = all_parts([one.name for one in noted])
    return [
        Sheet(one, *both, is_quiet(one)) for one, both in zip(noted, words, strict=True)
    ]


def is_quiet(person: Person) -> bool:
    """Return whether there is something of somebody that pages may not tell."""
    return person.private or bool(person.hidden)


def compared(sheets: list[Sheet]) -> list[Pair]:
    """Return those of some people who may be one person, in order of path."""
    found: dict[tuple[PersonId, PersonId], tuple[Person, Person, set[Kind]]] = {}
    for kind, (sharing, among) in BY.items():
        for left, right in among(sharing(sheets)):
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
