"""Clues: what one still remembers of somebody, read from a few words."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.topics import stems
from vaultkit.dates import MONTHS
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SEASONS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {
        "spring": frozenset({3, 4, 5}),
        "summer": frozenset({6, 7, 8}),
        "autumn": frozenset({9, 10, 11}),
        "fall": frozenset({9, 10, 11}),
        "winter": frozenset({12, 1, 2}),
    }
)
"""Seasons by month, as they are in the north."""

_PARTS: Final = re.compile(r"[,;\n]+")
_WORD: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_BEFORE_TIME: Final = frozenset({"in", "of", "last", "this", "early", "late", "mid"})
_ALSO_WORDS: Final = frozenset({"may", "march", "fall"})
PREFIX: Final = 3
"""Letters that tell one word from another."""


class Clue(NamedTuple):
    """Something remembered.

    Attributes:
        text: In the words typed.
        months: The months it may have been, if it is about a time.
        years: The years, likewise.
        words: The stems of its words, if it is about anything else.
    """

    text: str
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()


def clues(text: str, today: date, language: str) -> tuple[Clue, ...]:
    """Return what is remembered: `conference in spring, bees` are three clues."""
    found: list[Clue] = []
    for part in _PARTS.split(text):
        time, rest = _time(part.strip(), today)
        if time is not None:
            found.append(time)
        about = _trimmed(rest)
        words = stems(about, language)
        if words:
            found.append(Clue(about, words=words))
    return tuple(dict.fromkeys(found))


def _trimmed(text: str) -> str:
    words = text.split()
    while words and fold(words[0]) in _BEFORE_TIME | {"with", "at", "on", "the"}:
        words = words[1:]
    while words and fold(words[-1]) in _BEFORE_TIME:
        words = words[:-1]
    return " ".join(words)


def _time(part: str, today: date) -> tuple[Clue | None, str]:
    """Return the time a part speaks of, if it does, and the rest of its words."""
    words = part.split()
    months: set[int] = set()
    years: set[int] = set()
    said, rest = [], []
    for n, word in enumerate(words):
        bare = fold(word.strip(".!?()'\""))
        before = fold(words[n - 1]) if n else ""
        after = words[n + 1] if n + 1 < len(words) else ""
        if bare == "year" and before in {"last", "this"}:
            years.add(today.year - (before == "last"))
        elif _YEAR.fullmatch(bare):
            years.add(int(bare))
        elif its := _months(bare, sure=_sure(word, before, after, len(words))):
            months |= its
        else:
            rest.append(word)
            continue
        if before in {"last", "this"} and rest:
            said.append(rest.pop())
        said.append(word)
    if not said:
        return None, part
    text = " ".join(said)
    return Clue(text, frozenset(months), frozenset(years)), " ".join(rest)


def _sure(word: str, before: str, after: str, count: int) -> bool:
    """Return whether a word such as "may" is a month and no verb."""
    return (
        count == 1
        or before in _BEFORE_TIME
        or bool(_YEAR.fullmatch(after))
        or word[:1].isupper()
    )


def _months(word: str, *, sure: bool) -> frozenset[int]:
    if word in _ALSO_WORDS and not sure:
        return frozenset()
    if word in SEASONS:
        return SEASONS[word]
    for number, month in enumerate(MONTHS, 1):
        if word == month or (word == month[:PREFIX] and sure):
            return frozenset({number})
    return frozenset()


def apart(clue: Clue, language: str) -> tuple[Clue, ...]:
    """Return the words of a clue, each as a clue of its own."""
    words = ((word, stems(word, language)) for word in clue.text.split())
    return tuple(Clue(word, words=found) for word, found in words if found)
