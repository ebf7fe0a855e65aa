"""Secret: which texts name somebody whose note is private, however it is spelt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.topics import STOP_WORDS
from vaultkit.names import fold
from vaultkit.privacy.ordinary import EPITHETS, ORDINARY, PARTICLES, TITLES
from vaultkit.privacy.shape import (
    WAYS,
    chunks,
    core_of,
    is_shapeless,
    is_told,
    parts,
    starts,
    way_of,
)
from vaultkit.privacy.spelling import (
    WORD,
    bare,
    humps,
    is_joined,
    spelt_out,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultkit.book.people import Person
    from vaultkit.privacy.shape import Way
    from vaultkit.privacy.spelling import Word

_CLEAR: Final = 3
"""Letters from which a word of a name is told although it is joined to the next."""
_LONG: Final = 5
"""Letters of a surname that is told behind a joined initial: `rklein`."""
_FAR: Final = 12
"""Words within which a whole name is looked for."""
_SMALL: Final = frozenset("ai")
"""Single letters that are words: as an initial they need a full stop."""
_MANY: Final = 400_000
"""Texts whose answer is kept."""
_NOBODY: Final = EPITHETS | TITLES | PARTICLES


class _Taken(NamedTuple):
    """What stands in names that may be told: words, and words side by side."""

    words: set[str]
    pairs: set[tuple[str, str]]

    @classmethod
    def by(cls, others: Iterable[Person]) -> _Taken:
        """Return what is taken; a word or `R. Klein` without a note may be anybody."""
        taken = cls(set(), set())
        for person in others:
            for name in (person.name, *person.aliases):
                split = words(bare(name))
                several = sum(len(word.key) > 1 for word in split) > 1
                if person.path is None and not several:
                    continue
                taken.words.update(word.key for word in split if not word.genitive)
                joined = ("".join(chunk) for chunk in chunks(split) if len(chunk) > 1)
                taken.words.update(joined)
                taken.pairs.update(pairwise(core_of(split)))
        return taken


def hidden_names(people: Iterable[Person]) -> Iterator[str]:
    """Yield the aliases that notes hide, but for those that their own name tells."""
    for person in people:
        if "aliases" in person.hidden:
            known = {word.key for word in words(bare(person.name))}
            for alias in person.aliases:
                if not known.issuperset(word.key for word in words(bare(alias))):
                    yield alias


@dataclass(slots=True)
class Names:
    """The names that may stand on no page, by their words in lower case.

    Attributes:
        alone: Words that are a name by themselves, and how they are told.
        joined: Names written as one word: `rosaklein`.
        handles: The same, so short that they count only beside an `@`.
        pairs: Two words of one name, in either order.
        initials: An initial and the surname behind it.
        initialled: A word of a name and the initial behind it.
        said: Names that only count as a whole (`Mrs K`), by their first word.
        full: Whole names of several words, by their first word.
        inside: Matches names without edges, in folded text; None without any.
        words: Every word that any of these has.
        anchors: The same, with a genitive's `s` too; for a quick look.
        looked: What was found out of texts: the same are asked for over and over.
    """

    alone: dict[str, Way] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    initials: set[tuple[str, str]] = field(default_factory=set)
    initialled: set[tuple[str, str]] = field(default_factory=set)
    said: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    full: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    inside: re.Pattern[str] | None = None
    words: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    looked: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        private: Iterable[Person],
        others: Iterable[Person],
        more: Iterable[str] = (),
    ) -> Names:
        """Return the names of private people.

        One word of a name counts as well, its first or last, where nobody else has it.

        Args:
            private: Whose names may not be told.
            others: Everybody else.
            more: Further names that may not be told.
        """
        found = cls()
        given = [*more, *(n for p in private for n in (p.name, *p.aliases))]
        every = sorted({s for name in given for s in (name, spelt_out(name))})
        shapeless = {
            part for name in every if is_shapeless(name) for part in parts(name)
        }
        if shapeless:
            found.inside = re.compile("|".join(map(re.escape, sorted(shapeless))))
        names = [words(bare(name)) for name in every if not is_shapeless(name)]
        for name in names:
            found._know_whole(name)
        found._settle()
        taken = _Taken.by(one for one in others if not found.are_part_of(one))
        for name in names:
            found._know_parts(name, taken)
        found._settle()
        return found

    # --- what is looked for

    def _know_whole(self, name: list[Word]) -> None:
        typed = tuple(word.key for word in name)
        core = core_of(name)
        if len(typed) == 1:
            self._know_alone(typed[0], way_of(typed[0]))
            return
        if len(core) == 1:
            self.said.setdefault(typed[0], set()).add(typed)
        else:
            back = (core[-1], *core[:-1])
            self.full.setdefault(core[0], set()).add(core)
            self.full.setdefault(back[0], set()).add(back)

    def _know_parts(self, name: list[Word], taken: _Taken) -> None:
        """Know what two words of a name, or one of them, give away."""
        core = core_of(name)
        first, last = core[0], core[-1]
        joined = [[word.key for word in name]] if len(name) > 1 else []
        for a, b in permutations(dict.fromkeys(core), 2):
            if first in {a, b} or (a, b) not in taken.pairs:  # else a family's names
                self.pairs.add((a, b))
                joined.append([a, b])
        for split in joined:
            self._know_joined(split, taken, clear=min(map(len, split)) >= _CLEAR)
        if len(core) > 1 and last.isalpha():
            self._know_initials(first, last, taken)
        for part in {first, last} if len(name) > 1 else ():
            self._know_part(part, name, taken)
        for chunk in {chunks(name)[0], chunks(name)[-1]}:
            if 1 < len(chunk) < len(name) and "".join(chunk) not in taken.words:
                self.said.setdefault(chunk[0], set()).add(chunk)
                self._know_joined(chunk, taken, clear=True)

    def _know_initials(self, first: str, last: str, taken: _Taken) -> None:
        self.initials.add((first[0], last))
        self.initialled.add((last, first[0]))
        if first not in ORDINARY:
            self.initialled.add((first, last[0]))
        self._know_joined((first[0], last), taken, clear=len(last) >= _LONG)

    def _know_joined(self, split: Sequence[str], taken: _Taken, *, clear: bool) -> None:
        word = "".join(split)
        if word not in taken.words:
            (self.joined if clear else self.handles).add(word)

    def _know_part(self, part: str, name: list[Word], taken: _Taken) -> None:
        """Know one word of a name of several, if it is theirs alone."""
        nobody = part in _NOBODY or part in taken.words
        if nobody or len(part) == 1 or part.isdigit():
            return
        small = any(word.key == part and word.typed.islower() for word in name)
        typed: Way = "any" if small else "capital"
        self._know_alone(part, min(way_of(part), typed, key=WAYS.index))

    def _know_alone(self, word: str, way: Way) -> None:
        self.alone[word] = max(self.alone.get(word, way), way, key=WAYS.index)

    def _settle(self) -> None:
        found = {
            *self.alone,
            *self.joined,
            *self.handles,
            *(word for names in self.full.values() for name in names for word in name),
            *(name[0] for names in self.said.values() for name in names),
        }
        self.looked.clear()
        self.words = frozenset(found)
        self.anchors = self.words | {f"{word}s" for word in found}

    # --- looking

    def are_in(self, text: str) -> bool:
        """Return whether a text names one of them."""
        found = self.looked.get(text)
        if found is None:
            if len(self.looked) > _MANY:
                self.looked.clear()
            found = self.looked[text] = self._are_in(bare(text))
        return found

    def _are_in(self, plain: str) -> bool:
        # The usual text has no word of theirs; nothing else is made of it.
        usual = self.anchors.isdisjoint(WORD.findall(plain.casefold()))
        if usual and self.inside is None and not is_joined(plain):
            return False
        return self._without_edges(plain) or any(
            self._named(view) or self._alone_in(view) for view in self._views(plain)
        )

    def are_meant_by(self, other: Person) -> bool:
        """Return whether somebody else's name tells one of these names.

        A note is believed to be about somebody else, unless a whole name is part of its
        own or somebody private owns something in it (`Rosa's mother`). Who has no note
        may be somebody private as they were written once: `R. Klein`.
        """
        if self.are_part_of(other):
            return True
        for view in self._views(bare(other.name)):
            if any(word.key in self.alone for word in view if word.genitive):
                return True
            if other.path is None and (
                self._named(view) or (len(view) == 1 and self._alone_in(view))
            ):
                return True
        return False

    def are_part_of(self, other: Person) -> bool:
        """Return whether a whole name of theirs is part of somebody else's name.

        A note of the same name is about a namesake; without a note it is them.
        """
        for view in self._views(bare(other.name)):
            core = core_of(view)
            if any(starts(core[n:], self.full) for n in range(len(core))):
                return other.path is None or core not in self.full.get(core[0], ())
        return False

    def _views(self, plain: str) -> Iterator[list[Word]]:
        """Yield the words of a text, and again with joined ones apart.

        Nothing is yielded for a text without any word of theirs, which is nearly all.
        """
        if not self.anchors.isdisjoint(WORD.findall(plain.casefold())):
            yield self._without_genitives(words(plain))
        if is_joined(plain):
            yield self._without_genitives(humps(plain))

    def _without_genitives(self, split: list[Word]) -> list[Word]:
        """Return words without the `s` that English and German hang on a name."""
        known = self.words
        return [
            word._replace(key=word.key[:-1])
            if word.key[-1:] == "s" and word.key not in known and word.key[:-1] in known
            else word
            for word in split
        ]

    def _without_edges(self, plain: str) -> bool:
        return self.inside is not None and bool(self.inside.search(fold(plain)))

    def _alone_in(self, view: Sequence[Word]) -> bool:
        alone = self.alone
        return any(
            word.key in alone
            and is_told(word, alone[word.key], view[max(0, n - 1) : n + 2])
            for n, word in enumerate(view)
        )

    def _named(self, view: Sequence[Word]) -> bool:
        """Return whether several words, or several joined to one, are a name."""
        core = core_of(view)
        return (
            any(map(self._is_joined, view))
            or not self.pairs.isdisjoint(pairwise(word.key for word in view))
            or not self.pairs.isdisjoint(pairwise(core))
            or any(map(self._has_initial, view, view[1:]))
            or any(map(self._has_between, view, view[1:], view[2:]))
            or any(
                word.key in self.said
                and starts([one.key for one in view[n : n + _FAR]], self.said)
                for n, word in enumerate(view)
            )
        )

    def _is_joined(self, word: Word) -> bool:
        if word.key in self.joined:
            return True
        return word.key in self.handles and "@" in (word.before[-1:], word.after[:1])

    def _has_initial(self, word: Word, after: Word) -> bool:
        """Return whether two words are an initial and a name, or the reverse."""
        if (word.key, after.key) in self.initials:
            return word.typed.isupper() or word.after[:1] in {".", "-", "_"}
        if (word.key, after.key) in self.initialled:
            stopped = after.after.startswith(".")
            return stopped or (after.typed.isupper() and after.key not in _SMALL)
        return False

    def _has_between(self, word: Word, between: Word, after: Word) -> bool:
        """Return whether another name or initial stands inside one of these names."""
        pair = word.key, after.key
        return (
            (pair in self.pairs or pair in self.initials)
            and word.capital
            and between.capital
            and between.key not in STOP_WORDS
        )
