"""Spelling: the words of a text, in a form in which names can be compared."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_HUMP: Final = re.compile(r"[A-Z](?:(?<=[^\W\d_A-Z].)|[A-Z][a-z])")
_HUMP_ELSEWHERE: Final = re.compile(r"[^\x00-\x7f](?<=[^\W\d_][^\W\d_])")
_MARKS: Final = re.compile(r"[\u0300-\u036f]")
# What a page leaves out or nobody sees: a name with it in between reads as the name.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
_LETTERS: Final = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "\u2019": "'", "\u02bc": "'"}
)
_OWN_LETTERS: Final = re.compile("[øØłŁđĐ\u0131æÆœŒ\u2019\u02bc]")
_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    | {"ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa"}
)
_OF: Final = frozenset({"of", "Of", "von"})
_OWNS: Final = frozenset({"s", "S"})


class Word(NamedTuple):
    """One word of a text.

    Attributes:
        key: Without accents and in lower case: what it is compared by.
        typed: As typed, without accents.
        before: What stands between the word before (or the start) and this one.
        after: What stands between this word and the next one (or the end).
        first: Nothing but marks stands before it.
        genitive: It owns something (`Rosa's`), or somebody (`mother of Rosa`).
    """

    key: str
    typed: str
    before: str
    after: str
    first: bool
    genitive: bool

    @property
    def capital(self) -> bool:
        """Whether it begins as a name does, or its script has no capitals."""
        first = self.typed[0]
        return first.isupper() or first.lower() == first.upper()


def bare(text: str) -> str:
    """Return a text without accents and without what nobody sees, case as typed."""
    if "%" in text:
        text = text.replace("%20", " ")
    if text.isascii():
        return _UNSEEN.sub("", text) if not text.isprintable() else text
    seen = _UNSEEN.sub("", text)
    if _OWN_LETTERS.search(seen):
        seen = seen.translate(_LETTERS)
    return unicodedata.normalize(
        "NFC", _MARKS.sub("", unicodedata.normalize("NFKD", seen))
    )


def spelt_out(name: str) -> str:
    """Return a name as it is written where there are no umlauts: `Mueller`."""
    return unicodedata.normalize("NFC", name).translate(_SPELT_OUT)


def is_joined(plain: str) -> bool:
    """Return whether a bare text may join words by capitals alone: `RosaKlein`."""
    if _HUMP.search(plain):
        return True
    return not plain.isascii() and bool(_HUMP_ELSEWHERE.search(plain))


def words(plain: str) -> list[Word]:
    """Return the words of a bare text, in order; letters and digits stand apart."""
    return _between(plain, [found.span() for found in WORD.finditer(plain)])


def humps(plain: str) -> list[Word]:
    """Return the words of a bare text, those joined by their capitals taken apart."""
    spans = [
        (found.start() + start, found.start() + end)
        for found in WORD.finditer(plain)
        for start, end in pairwise(_cuts(found[0]))
    ]
    return _between(plain, spans)


def _cuts(word: str) -> Iterator[int]:
    """Yield where the parts of one word begin, and its end: `R|Klein`, `Rosa|Klein`."""
    yield 0
    for at in range(1, len(word)):
        follows = word[at + 1 : at + 2]
        if word[at].isupper() and (word[at - 1].islower() or follows.islower()):
            yield at
    yield len(word)


def _between(plain: str, spans: list[tuple[int, int]]) -> list[Word]:
    """Return the words at these places of a text."""
    typed = ["", *(plain[start:end] for start, end in spans), ""]
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(plain)]
    gaps = [plain[end:start] for end, start in zip(ends, starts, strict=True)]
    return [
        Word(
            typed[n].casefold(),
            typed[n],
            gaps[n - 1],
            gaps[n],
            n == 1,
            typed[n - 1] in _OF or (gaps[n] == "'" and typed[n + 1] in _OWNS),
        )
        for n in range(1, len(spans) + 1)
    ]
