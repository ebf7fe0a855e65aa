"""Secret: which texts name somebody whose note is private."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultkit.book.topics import STOP_WORDS
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.book.people import Person

_WORD: Final = re.compile(r"\w+")
# Scripts written without spaces: a name there has no edges to look for.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_TITLES: Final = frozenset(
    ["dr", "mr", "mrs", "ms", "prof", "sir", "frau", "herr", "aunt", "uncle", "the"]
)
# Names that are words as well: only with their capital letter are they somebody.
_COMMON: Final = """
    april art august bill chase dawn dean drew faith frank gene grace guy hope jack joy
    june lily mark max may miles pat penny ray rich rob rose sue summer will
"""
_ALSO_WORDS: Final = frozenset(_COMMON.split())
_SHORTEST: Final = 3
"""Letters that a first name must have to be looked for on its own."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that may stand on no page.

    Attributes:
        whole: Matches a name or alias in folded text.
        cased: Matches a first name on its own, or a name that is a word as well, in
            text as typed.
        several: Matches names of two words or more in folded text.
        first: The first word of every name; None if a name has no words to look for.
    """

    whole: re.Pattern[str] | None
    cased: re.Pattern[str] | None
    several: re.Pattern[str] | None
    first: frozenset[str] | None

    @classmethod
    def of(cls, private: Iterable[Person], others: Iterable[Person]) -> Names:
        """Return the names of private people.

        Their first names count as well, where nobody else has them.
        """
        everybody = {n for p in private for n in (p.name, *p.aliases) if n.strip()}
        taken = {
            word
            for person in others
            for name in (person.name, *person.aliases)
            for word in _split(fold(name))
        }
        cased = {name for name in everybody if fold(name) in _ALSO_WORDS}
        whole = {fold(name) for name in everybody - cased}
        alone = {first for name in everybody if (first := _first(name, taken))}
        unspaced = any(_UNSPACED.search(name) for name in whole)
        words = [_split(fold(name)) for name in everybody]
        return cls(
            whole=_pattern(whole),
            cased=_pattern({unicodedata.normalize("NFC", n) for n in cased | alone}),
            several=_pattern({name for name in whole if " " in name}),
            first=None
            if unspaced or not all(words)
            else frozenset([*(split[0] for split in words), *map(fold, alone)]),
        )

    def are_in(self, text: str) -> bool:
        """Return whether a text names one of them, as whole words."""
        folded = fold(text)
        if self.first is not None and self.first.isdisjoint(_words(folded)):
            return False
        if self.whole and self.whole.search(folded):
            return True
        cased = unicodedata.normalize("NFC", text)
        return bool(self.cased and self.cased.search(cased))

    def are_part_of(self, name: str) -> bool:
        """Return whether somebody else's name has a whole name of theirs in it."""
        folded = fold(name)
        found = self.several and self.several.search(folded)
        return bool(found) and found is not None and found[0] != folded


def _split(folded: str) -> list[str]:
    return _WORD.findall(folded.replace("_", " "))


def _words(folded: str) -> list[str]:
    """Return the words of a text, those with an `s` at the end without it too."""
    words = _split(folded)
    return [*words, *(word[:-1] for word in words if word.endswith("s"))]


def _first(name: str, taken: set[str]) -> str:
    """Return the first name in a name of several words, if it is theirs alone."""
    words = [word for word in _split(name) if fold(word) not in _TITLES]
    if len(words) < len(("first", "last")) or len(words[0]) < _SHORTEST:
        return ""
    first = fold(words[0])
    return "" if first in taken or first in STOP_WORDS else words[0]


def _pattern(names: set[str]) -> re.Pattern[str] | None:
    """Return a pattern for whole names, an English or German genitive included."""
    if not names:
        return None
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_edged, longest)))


def _edged(name: str) -> str:
    quoted = re.escape(name)
    if _UNSPACED.search(name):
        return quoted
    start = r"(?<![^\W_])" if name[:1].isalnum() else ""
    end = r"s?(?![^\W_])" if name[-1:].isalnum() else ""
    return f"{start}{quoted}{end}"
