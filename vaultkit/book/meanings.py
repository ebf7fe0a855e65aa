"""Meanings: which property a key in front matter is, whatever its spelling."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.book.properties import PROPERTIES
from vaultkit.names import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.properties import Of

_INCLUDES: Final[Mapping[str, tuple[Of, ...]]] = MappingProxyType(
    {
        "person": ("any", "person", "me"),
        "event": ("any", "event"),
        "introduction": ("any", "introduction"),
        "opportunity": ("any", "opportunity"),
        "topic": ("any", "topic"),
        "note": ("any",),
    }
)

NOTHING: Final = (0, "")
_KIND_OF_CARD: Final = re.compile(r"\[[^\[\]]{0,60}\]")
_AROUND: Final = frozenset(
    (
        *("contact", "contacts", "contactinfo", "contactdetails", "details", "info"),
        *("address", "addr", "adr", "home", "work", "job", "personal", "person"),
    )
)
"""What a property may stand inside of and still be about whom the note is about."""
_ON_CARDS: Final = {"LOCALITY": "place", "TITLE": "role", "FN": "aliases"}
"""Parts of a vCard that are called otherwise here (RFC 6350, section 6)."""
KINDS: Final = frozenset({"type", "categories"})
"""The properties that say what a note is about."""


class Meanings(dict[str, tuple[int, str]]):
    """What keys mean in one kind of note: how early each counts, and its property.

    Keys are looked up as typed and found as compared; `NOTHING` is what others mean.
    What was found once is remembered, since vaults type the same keys all over, and
    mostly the same several of them.
    """

    def __init__(self, known: Mapping[str, tuple[int, str]]) -> None:
        """Know the keys as compared, how early each counts, and its property."""
        super().__init__(known)
        self._named: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        self._kinds: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        self._keys: dict[tuple[str, ...], Mapping[str, str]] = {}

    def named(self, typed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Return which of these keys are properties, each with its property.

        Of several keys for one property that which counts most stands first.
        """
        found = self._named.get(typed)
        if found is None:
            known = [(each, *self[each]) for each in typed]
            several = len({name for _, _, name in known}) < len(known)
            ranked = sorted(known, key=lambda one: one[1]) if several else known
            found = tuple((each, name) for each, _, name in ranked if name)
            self._named[typed] = found
        return found

    def keys_of(self, typed: tuple[str, ...]) -> Mapping[str, str]:
        """Return by property the key that stands for it: of several what counts most.

        Notes with the same keys are all told the same, in one mapping.
        """
        found = self._keys.get(typed)
        if found is None:
            found = self._keys[typed] = {}
            for each, name in self.named(typed):
                found.setdefault(name, each)
        return found

    def kinds(self, typed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Return those of `named` that say what a note is about."""
        found = self._kinds.get(typed)
        if found is None:
            found = tuple(one for one in self.named(typed) if one[1] in KINDS)
            self._kinds[typed] = found
        return found

    def __missing__(self, typed: str) -> tuple[int, str]:
        meaning = self.get(key(typed), NOTHING)
        if meaning is NOTHING:
            meaning = self._part(typed)
        self[typed] = meaning
        return meaning

    def _part(self, typed: str) -> tuple[int, str]:
        """Return what a part of a contact card means: `EMAIL[HOME]`, `contact.email`.

        Only within what surely is about the same person: `partner.birthday` is not.
        """
        bare = _KIND_OF_CARD.sub("", typed)
        around, dot, last = bare.rpartition(".")
        if dot and key(around) not in _AROUND:
            return NOTHING
        name = _ON_CARDS.get(last, last)
        return self.get(key(name), NOTHING) if name != typed else NOTHING


Keys = dict[str, Meanings]
"""What keys mean, by kind of note."""


def keys(synonyms: Mapping[str, tuple[str, ...]]) -> Keys:
    """Return what each key means in each kind of note.

    Args:
        synonyms: More keys by name of property, from the settings; the user's own
            come before the built-in ones, and never displace a property's own name.
    """
    own = {key(name): more for name, more in synonyms.items()}
    return {kind: _keys_of(of, own) for kind, of in _INCLUDES.items()}


def _keys_of(of: Iterable[Of], own: Mapping[str, tuple[str, ...]]) -> Meanings:
    entries = [entry for entry in PROPERTIES if set(entry.of) & set(of)]
    found = {key(entry.name): (0, entry.name) for entry in entries}
    for entry in entries:
        more = (*own.get(key(entry.name), ()), *entry.synonyms)
        for rank, synonym in enumerate(more, start=1):
            found.setdefault(key(synonym), (rank, entry.name))
    return Meanings(found)


def canonical(name: str, kind: str = "person") -> str:
    """Return the property a key names in a kind of note, or ""."""
    return _DEFAULT[kind].get(key(name), NOTHING)[1]


_DEFAULT: Final = keys({})
