"""Forms: how a name may be written as well: `Moss, Ada`, and `A. Moss`."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from vaultkit.lineage import descended
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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


class Surnames:
    """Folded full names by the last of their words, to find whom initials fit.

    Hardly anybody is asked for so: they are looked through when somebody is.
    """

    def __init__(self, names: Mapping[str, object]) -> None:
        """Be ready to find names among these, which are folded."""
        self.names = names

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        """Those of two words or more, in order."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names):
            words = name.split()
            for at in range(1, len(words)):
                found.setdefault(" ".join(words[at:]), []).append(name)
        return found

    def fitting(self, initials: str, surname: str) -> tuple[str, ...]:
        """Return the full names that initials and a surname may stand for."""
        return tuple(
            name
            for name in self._by_last.get(surname, ())
            if _starts(name.removesuffix(surname).split(), initials)
        )[:_MOST]


def _starts(given: list[str], initials: str) -> bool:
    """Return whether the given names begin as the initials say."""
    if len(given) > 1 and len(initials) > 1:
        letters = "".join(word[0] for word in given)
        return letters.startswith(initials) or initials.startswith(letters)
    return given[0].startswith(initials[0]) and len(initials) <= len(given)


def full_names(name: str, surnames: Surnames) -> tuple[str, ...]:
    """Return the folded names that a name nobody has may be another way to write."""
    plain = turned(name)
    if plain:
        if plain in surnames.names:
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


def filed_again(
    index: Mapping[str, tuple[PersonId, ...]],
    gone: Collection[tuple[str, PersonId]],
    come: Collection[tuple[str, PersonId]],
) -> Mapping[str, tuple[PersonId, ...]]:
    """Return whom names may mean, without some names of people and with others."""
    names = {fold(name) for name, _ in (*gone, *come)}
    now = {name: index[name] for name in names if name in index}
    for name, person in gone:
        _take_out(now, name, person)
    for name, person in come:
        file_under(now, name, (person,))
    return descended(index, now, names - now.keys())


def _take_out(
    index: dict[str, tuple[PersonId, ...]], name: str, person: PersonId
) -> None:
    """Take somebody out of whom a name may mean."""
    folded = fold(name)
    known = tuple(one for one in index.get(folded, ()) if one != person)
    if known:
        index[folded] = known
    else:
        index.pop(folded, None)
