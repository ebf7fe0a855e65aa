"""Spelt: names, addresses and numbers as they are compared with those of others."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from vaultkit.book.people import Person

MANY: Final = 16
"""Addresses or numbers of one person that are looked at."""
_LONGEST: Final = 120
"""Characters of a name that are looked at."""
NUMBER: Final = 7
"""How many digits two numbers must share at their end to be one."""
LONG: Final = 7
"""Letters of a word of which one may be mistyped and leave it the same word."""
_NEAR: Final = 0.85
"""How alike two words are that are one, mistyped: one letter of seven."""
_AKIN: Final = 0.7
"""How alike two words are where something else speaks for it as well."""
_SIGNS: Final = re.compile(r"[^\w\s]|_")
_APART: Final = re.compile(r"[\s,;<>()]+")
NOTHING: Final[tuple[str, ...]] = ()
_PARTED: Final = re.compile(r"[,;\n]")
_NO_DIGITS: Final = re.compile(r"[^0-9]+")
_NO_NUMBER: Final = bytes(set(range(128)) - set(b"0123456789,;\n"))
Parts = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of a name, and those of its words that are numbers."""


class Sheet(Frozen, frozen=True):
    """Somebody as they are compared: the words of their name, and its numbers.

    Attributes:
        person: Who it is.
        words: The words of their name.
        numbers: Its words with digits in them.
        quiet: Whether there is something of them that pages may not tell.
    """

    person: Person
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    quiet: bool = False


def spelt_alike(one: Sheet, other: Sheet) -> bool:
    """Return whether two names are one, in other signs or order or mistyped."""
    here, there = set(one.words), set(other.words)
    left, right = here - there, there - here
    if not left or not right:
        return not (left or right) or min(len(here), len(there)) > 1
    if len(left) > 1 or len(right) > 1 or len(here) == 1:
        return False
    mine, theirs = left.pop(), right.pop()
    # A last letter makes a Daniela of a Daniel, and a wife of a Petrov.
    if min(len(mine), len(theirs)) < LONG - 1 or mine[-1] != theirs[-1]:
        return False
    return _likeness(mine, theirs, _NEAR) > 0


def akin(one: Sheet, other: Sheet) -> bool:
    """Return whether two names may be one where something else speaks for it."""
    if one.numbers != other.numbers:
        return False
    here, there = set(one.words), set(other.words)
    if here.isdisjoint(there):
        return False
    left, right = here - there, there - here
    if not left or not right:
        return True
    if len(left) > 1 or len(right) > 1:
        return False
    return _may_be(left.pop(), right.pop())


def first_akin(one: Sheet, other: Sheet) -> bool:
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
    return _measure()(one, other, score_cutoff=least)


@cache
def _measure() -> Callable[..., float]:
    """Return what compares two words; it is loaded where there are two to compare."""
    from rapidfuzz.distance.OSA import normalized_similarity  # noqa: PLC0415 (late)

    return normalized_similarity


def one_number(one: Sheet, other: Sheet) -> bool:
    """Return whether two have one number, with its country in front or not."""
    return any(
        mine.endswith(theirs) or theirs.endswith(mine)
        for mine in numbers(one.person.phone)
        for theirs in numbers(other.person.phone)
    )


def one_birthday(one: Sheet, other: Sheet) -> bool:
    """Return whether two birthdays are one day, as far as both say the year."""
    mine, theirs = one.person.birthday, other.person.birthday
    return mine.endswith(theirs) or theirs.endswith(mine)


# --- as it is compared: of a whole vault at a time, since most of it is plain


def all_parts(names: Sequence[str]) -> list[Parts]:
    """Return `parts` of every name."""
    found: list[Parts] = []
    for name, text in zip(names, _lower(names), strict=True):
        words = text.split()
        letters = "".join(words)
        if not letters.isascii() or len(text) > _LONGEST:
            found.append(parts(name))
        elif letters.isalpha():
            found.append((tuple(words), NOTHING))
        elif letters.isalnum():
            found.append(_parted(words))
        else:
            found.append(parts(name))
    return found


def parts(name: str) -> Parts:
    """Return the words of a name without accents and signs, and those with digits."""
    last, comma, first = name[:_LONGEST].partition(",")
    text = f"{first} {last}".lower() if comma else last.lower()
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", fold(text))
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = text.split()
    if "".join(words).isalpha():
        return tuple(words), NOTHING
    if not "".join(words).isalnum():
        words = _SIGNS.sub(" ", text).split()
    return _parted(words)


def _parted(words: list[str]) -> Parts:
    numbers = tuple([word for word in words if not word.isalpha()])
    return tuple([word for word in words if word.isalpha()]), numbers


def all_addresses(texts: Sequence[str]) -> Iterator[Collection[str]]:
    """Yield `addresses` of every text."""
    for text, low in zip(texts, _lower(texts), strict=True):
        if not low:
            yield NOTHING
        elif low.isascii() and low.replace("@", "").replace(".", "").isalnum():
            yield (low,) if "@" in low else NOTHING
        else:
            yield addresses(text)


def addresses(text: str) -> Collection[str]:
    """Return the e-mail addresses in a value, as they are compared."""
    found = (part.strip(".:") for part in _APART.split(text.casefold(), MANY))
    return {part for part in found if "@" in part}


def all_numbers(texts: Sequence[str]) -> Iterator[Collection[str]]:
    """Yield `numbers` of every text."""
    signs = "\n".join(texts).encode("ascii", "ignore").translate(None, _NO_NUMBER)
    lines = signs.decode("ascii").split("\n")
    if len(lines) != len(texts):
        yield from map(numbers, texts)
        return
    for text, line in zip(texts, lines, strict=True):
        number = line.lstrip("0")
        if not number:
            yield NOTHING
        elif number.isdigit():
            yield (number,) if len(number) >= NUMBER else NOTHING
        else:
            yield numbers(text)


def numbers(text: str) -> Collection[str]:
    """Return the numbers in a value, digits alone; short ones are nobody's own."""
    parted = _PARTED.split(text, MANY)
    found = [_NO_DIGITS.sub("", part).lstrip("0") for part in parted]
    return {one for one in found if len(one) >= NUMBER}


def _lower(texts: Sequence[str]) -> list[str]:
    """Return every text in small letters, by one call for all of them."""
    lines = "\n".join(texts).lower().split("\n")
    return lines if len(lines) == len(texts) else [text.lower() for text in texts]
