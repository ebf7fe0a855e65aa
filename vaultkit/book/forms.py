"""Forms: how a name may be written as well: `Moss, Ada`, and `A. Moss`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.people import PersonId

_INITIALS: Final = re.compile(
    r"(?:[^\W\d_]\.|[^\W\d_](?= ))(?:[ -]?[^\W\d_]\.|[ -][^\W\d_](?= )){0,3} ?"
    r"([^\W\d_][^.,]{1,60})"
)
_FIRST: Final = re.compile(r"[^\W\d_](?=[. -])")
_MOST: Final = 8
"""People that one initial and surname may fit; more are no help to anybody."""


def turned(name: str) -> str:
    """Return `Moss, Ada` as `ada moss`, folded; "" where it is not written so."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or not last.strip() or not first.strip():
        return ""
    return fold(f"{first} {last}")


def initialled(name: str) -> tuple[str, str] | None:
    """Return the initials and the surname of `A. Moss` or `A. B. Moss`, folded."""
    match = _INITIALS.fullmatch(name.strip())
    if match is None:
        return None
    before = name.strip()[: match.start(1)]
    initials = "".join(_FIRST.findall(f"{before} "))
    return (fold(initials), fold(match[1])) if initials else None


class Surnames(dict[str, tuple[str, ...]]):
    """Folded full names by the last of their words, to find whom initials fit."""

    @classmethod
    def of(cls, names: Iterable[str]) -> Surnames:
        """Return the index of folded names of two words or more."""
        found: dict[str, list[str]] = {}
        for name in names:
            words = name.split()
            for at in range(1, len(words)):
                found.setdefault(" ".join(words[at:]), []).append(name)
        return cls({last: tuple(sorted(full)) for last, full in found.items()})

    def fitting(self, initials: str, surname: str) -> tuple[str, ...]:
        """Return the full names that initials and a surname may stand for."""
        return tuple(
            name
            for name in self.get(surname, ())
            if _starts(name.removesuffix(surname).split(), initials)
        )[:_MOST]


def _starts(given: list[str], initials: str) -> bool:
    """Return whether the given names begin as the initials say."""
    if len(given) > 1 and len(initials) > 1:
        letters = "".join(word[0] for word in given)
        return letters.startswith(initials) or initials.startswith(letters)
    return given[0].startswith(initials[0]) and len(initials) <= len(given)


def full_names(
    name: str, known: Mapping[str, object], surnames: Surnames
) -> tuple[str, ...]:
    """Return the folded names that a name nobody has may be another way to write."""
    plain = turned(name)
    if plain:
        if plain in known:
            return (plain,)
        name = plain
    short = initialled(name)
    return surnames.fitting(*short) if short else ()


def file_under(
    index: dict[str, tuple[PersonId, ...]], name: str, alone: tuple[PersonId]
) -> None:
    """Add somebody, alone in a tuple, to whom a name, as it is compared, may mean."""
    folded = fold(name)
    known = index.setdefault(folded, alone)
    if known is not alone and alone[0] not in known:
        index[folded] = tuple(sorted(known + alone))


def take_out(
    index: dict[str, tuple[PersonId, ...]], name: str, person: PersonId
) -> None:
    """Take somebody out of whom a name may mean."""
    folded = fold(name)
    known = tuple(one for one in index.get(folded, ()) if one != person)
    if known:
        index[folded] = known
    else:
        index.pop(folded, None)
