"""Resembling: who has something in common that two notes on one person have.

Of each kind it is asked who shares it, and which of those are compared and found alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.sharing import Found, Groups, few, shared, within
from vaultkit.book.spelt import (
    LONG,
    MANY,
    NUMBER,
    Parts,
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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from vaultkit.book.people import Person

Mark = str | Parts
"""What somebody may share with others; of a name or alias, its words."""
Kind = Literal["file", "name", "email", "phone", "birthday", "aliases"]

_DAY: Final = len("05-14")
_WORDS: Final = 8
"""Words of a name that are looked at."""
FEW_SHARE: Final = ("org", "met", "met_at", "place", "role")
"""What two notes on one person agree in, and those on two of one name seldom do.

Of two who share a first name alone, only the first three say anything.
"""


def marks(people: Sequence[Person]) -> list[set[Mark]]:
    """Return what others have as well who have something in common with each of some.

    Whoever shares something, by any of the kinds below, shares one of these.
    """
    names = all_parts([one.name for one in people])
    emails = all_addresses([one.email for one in people])
    phones = all_numbers([one.phone for one in people])
    every = zip(people, names, emails, phones, strict=True)
    return [{*_marks(*one)} for one in every]


def _marks(
    one: Person, called: Parts, emails: Collection[str], phones: Collection[str]
) -> Iterator[Mark]:
    words, figures = called
    stem = one.id.rpartition("/")[2]
    yield stem.lower() if stem.isascii() else fold(stem)
    yield from emails
    yield from [number[-NUMBER:] for number in phones]
    if one.birthday:
        day = one.birthday[-_DAY:]
        yield from [day + word for word in words[:_WORDS]]
    if len(words) > 1:
        found = _spellings(words[:_WORDS])
        yield from [" ".join((key, *figures)) for key in found] if figures else found
    yield called
    yield from map(parts, one.aliases[:MANY])


# --- who has what in common, and who of them is compared with whom


def _of_one_file(sheets: list[Sheet]) -> Groups:
    stems = [sheet.person.id.rpartition("/")[2] for sheet in sheets]
    keys = (stem.lower() if stem.isascii() else fold(stem) for stem in stems)
    return shared(zip(keys, sheets, strict=True))


def _by_file(groups: Groups) -> Found:
    """Yield whose notes in two folders have one name and agree in something.

    A name in two folders alone is how two people of one name are kept apart.
    """
    for one, other in within(groups, "file"):
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


def _of_one_address(sheets: list[Sheet]) -> Groups:
    every = all_addresses([sheet.person.email for sheet in sheets])
    return shared(
        (address, one)
        for found, one in zip(every, sheets, strict=True)
        for address in found
    )


def _by_email(groups: Groups) -> Found:
    return within(groups, "email", spelt_alike)


def _of_one_number(sheets: list[Sheet]) -> Groups:
    every = all_numbers([sheet.person.phone for sheet in sheets])
    return shared(
        (number[-NUMBER:], one)
        for found, one in zip(every, sheets, strict=True)
        for number in found
    )


def _by_phone(groups: Groups) -> Found:
    for one, other in within(groups, "phone"):
        if (akin(one, other) or first_akin(one, other)) and one_number(one, other):
            yield one, other


def _of_one_birthday(sheets: list[Sheet]) -> Groups:
    keyed = [
        (one.person.birthday[-_DAY:] + word, one)
        for one in sheets
        if one.person.birthday
        for word in one.words[:_WORDS]
    ]
    return shared(keyed)


def _by_birthday(groups: Groups) -> Found:
    for one, other in within(groups, "birthday"):
        if akin(one, other) and one_birthday(one, other):
            yield one, other


def _of_one_spelling(sheets: list[Sheet]) -> Groups:
    keyed = [
        ((key, one.numbers) if one.numbers else key, one)
        for one in sheets
        if len(one.words) > 1
        for key in _spellings(one.words[:_WORDS])
    ]
    return shared(keyed)


def _by_spelling(groups: Groups) -> Found:
    for one, other in within(groups, "name"):
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


def _of_one_alias(sheets: list[Sheet]) -> Groups:
    """Return everybody with an alias that is a name, and those of that name."""
    others = [
        (alias, sheet)
        for sheet in sheets
        for alias in sheet.person.aliases[:MANY]
        if not _is_own(alias, sheet.person.name)
    ]
    if not others:
        return []
    names: dict[Parts, list[Sheet]] = {}
    for sheet in sheets:
        names.setdefault((sheet.words, sheet.numbers), []).append(sheet)
    called = ((sheet, names.get(parts(alias))) for alias, sheet in others)
    return [[sheet, *those] for sheet, those in called if those]


def _by_alias(groups: Groups) -> Found:
    """Yield whose alias is another's name in other signs; `alias-shared` has the rest.

    Where an alias is to the letter what a file is called, that is said already.
    """
    for sheet, *those in groups:
        called, _ = few(those, "name")
        if any(one is sheet for one in called):
            continue
        for other in called:
            aliases = sheet.person.aliases[:MANY]
            if any(_is_told(alias, sheet, other) for alias in aliases):
                yield sheet, other


def _is_told(alias: str, sheet: Sheet, other: Sheet) -> bool:
    """Return whether an alias of one is the name of the other, in other signs."""
    if _is_own(alias, sheet.person.name):
        return False
    if parts(alias) != (other.words, other.numbers):
        return False
    return fold(alias) != fold(last_part(other.person.id))


def _is_own(alias: str, name: str) -> bool:
    """Return whether an alias is but `Moss, Ada` of Ada Moss."""
    last, _, first = alias.partition(", ")
    return f"{first} {last}" == name


BY: Final[
    Mapping[Kind, tuple[Callable[[list[Sheet]], Groups], Callable[[Groups], Found]]]
] = {
    "file": (_of_one_file, _by_file),
    "email": (_of_one_address, _by_email),
    "phone": (_of_one_number, _by_phone),
    "birthday": (_of_one_birthday, _by_birthday),
    "name": (_of_one_spelling, _by_spelling),
    "aliases": (_of_one_alias, _by_alias),
}
"""Who has something in common, and which of them may be one person."""
