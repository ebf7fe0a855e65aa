"""Shape: what in a name tells it from other words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.topics import STOP_WORDS
from vaultkit.names import fold
from vaultkit.privacy.ordinary import MONTHS, ORDINARY, PARTICLES, TITLES
from vaultkit.privacy.spelling import WORD, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.privacy.spelling import Word

_CLANS: Final = frozenset({"mc", "mac", "fitz"})
"""What a surname begins with that has another name in it: `McDonald`."""
_ENDS: Final = frozenset(".!?:;\u2026")

Way = Literal["inside", "capital", "any"]
"""How one word alone is told to be a name: with its capital letter inside a sentence
(where nothing else gives it one), with its capital letter, or written anyhow."""
WAYS: Final[tuple[Way, ...]] = ("inside", "capital", "any")
"""Every way, the one that tells least first."""

Whole = dict[str, set[tuple[str, ...]]]
"""Names of several words by their first word."""


def _is_unspaced(text: str) -> bool:
    """Return whether a text has a script without spaces: a name there has no edges."""
    return not text.isascii() and _unspaced().search(text) is not None


@cache
def _unspaced() -> re.Pattern[str]:
    """Return what finds such a script: so many letters take long to compile."""
    return re.compile(
        r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    )


def is_shapeless(name: str) -> bool:
    """Return whether a name has no words with edges to look for."""
    plain = bare(name)
    return (
        not WORD.search(plain)
        or _is_unspaced(plain)
        or any(unicodedata.category(letter) in {"Mn", "Mc"} for letter in plain)
    )


def parts(name: str) -> Iterator[str]:
    """Yield a name without edges to look for, and its parts of such a kind."""
    folded = fold(bare(name))
    if folded:
        yield folded
    for part in folded.split():
        if len(part) > 1 and _is_unspaced(part):
            yield part


def core_of(name: Sequence[Word]) -> tuple[str, ...]:
    """Return the words of a name without titles, initials and small words inside.

    There is always one.
    """
    typed = [word.key for word in name]
    kept = typed
    while len(kept) > 1 and kept[0] in TITLES:
        kept = kept[1:]
    inner = [w for w in kept[1:-1] if len(w) > 1 and w not in PARTICLES]
    ends = [*kept[:1], *inner, *kept[1:][-1:]]
    return tuple([word for word in ends if len(word) > 1] or typed[-1:])


def chunks(name: Sequence[Word]) -> list[tuple[str, ...]]:
    """Return the words of a name, those without a space between them together."""
    chunks: list[tuple[str, ...]] = []
    for word in name:
        if chunks and not word.before[-1:].isspace():
            chunks[-1] = (*chunks[-1], word.key)
        else:
            chunks.append((word.key,))
    return chunks


def starts(split: Sequence[str], whole: Whole) -> bool:
    """Return whether words begin with one of these names."""
    names = whole.get(split[0])
    return names is not None and any(
        tuple(split[: n + 1]) in names for n in range(len(split))
    )


def way_of(word: str) -> Way:
    """Return how a word alone is told to be a name."""
    if word in ORDINARY or len(word) == 1:
        return "capital"
    return "inside" if word in STOP_WORDS else "any"


def is_told(word: Word, way: Way, around: Sequence[Word]) -> bool:
    """Return whether a word that may be a name is told to be one."""
    if way == "any":
        return True
    if not word.capital:
        return False
    beside = [one for one in around if one is not word]
    if word.key in MONTHS and any(one.key.isdigit() for one in beside):
        return False
    if not word.before and any(one.key in _CLANS for one in beside):
        return False
    return way == "capital" or not (word.first or word.before.rstrip()[-1:] in _ENDS)
