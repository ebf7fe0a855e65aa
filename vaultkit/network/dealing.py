"""Dealing: rows given out in order, nothing in two of them, and again after a save."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from heapq import heappop, heappush
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from vaultkit.network.ranking import Ranking, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from vaultkit.network.network import Network
    from vaultkit.network.ranking import Among, Row, Rows

    Ends = Callable[[Row], tuple[Hashable, ...]] | None
    """What a row is about: each of that is in one row at most that is given out. Rows
    that are about nothing all are."""

    Card = tuple[Hashable, int, Row]
    """A row after whose it is, and which of theirs."""

    Rank = tuple[Any, ...]

_FIRST = itemgetter(0)


class _Due:
    """Rows that are to be looked at, the first of all first."""

    __slots__ = ("_why", "ranks")

    def __init__(self) -> None:
        self.ranks: list[Rank] = []
        self._why: dict[Rank, tuple[Card, set[Hashable]]] = {}

    def add(self, rank: Rank, card: Card, end: Hashable) -> None:
        """Have a row looked at, if not for itself for what is free at an end of it."""
        if rank not in self._why:
            heappush(self.ranks, rank)
        self._why.setdefault(rank, (card, set()))[1].add(end)

    def first(self) -> tuple[Rank, Card, set[Hashable]]:
        """Return the next one, and the ends that are free."""
        rank = heappop(self.ranks)
        return rank, *self._why.pop(rank)


class Dealing(Ranking):
    """The rows that are given out, by section, each in order.

    One section comes after the other, by name, and in each the rows in their order. One
    is given out if nothing that it is about was given out before it.
    """

    __slots__ = ("_cards", "_ends", "_of", "_taken")

    def __init__(
        self,
        network: Network,
        among: Among,
        keys: Iterable[Any],
        answers: Iterable[Iterable[Row]],
        ends: Callable[[Row], tuple[Hashable, ...]],
    ) -> None:
        """Give rows out; the others are as for `Ranking`.

        Args:
            network: Whose people or topics they are of.
            among: Which of them.
            keys: These, in order.
            answers: The rows of each.
            ends: What a row is about.
        """
        super().__init__(network, among, (), ())
        self._ends = ends
        found: defaultdict[Any, list[tuple[Any, Card]]] = defaultdict(list)
        for key, rows in zip(keys, answers, strict=True):
            for at, row in enumerate(rows):
                found[row[0]].append((row[1], (key, at, row)))
        self._cards: list[Card] = []
        self._of: dict[Hashable, list[Card]] = {}
        self._taken: dict[Hashable, Card] = {}
        for name in sorted(found):
            cards = [card for _, card in sorted(found[name], key=_FIRST)]
            given = [card for card in cards if self._deal(card)]
            self._cards += cards
            if given:
                self.sections[name] = Section(given, [row for _, _, row in given])

    def _deal(self, card: Card) -> bool:
        """Give out a row if it can be, and return whether it was."""
        ends = self._ends(card[2])
        free = self._taken.keys().isdisjoint(ends)
        if free:
            self._taken.update(dict.fromkeys(ends, card))
        return free

    def _change(self, now: Mapping[Any, Any], gone: Rows, come: Rows) -> None:
        """Give out what can be now, and take back what others have before it.

        Whether a row is given out depends on rows before it alone. So they are looked
        at in order, and what is decided of one leads to later ones at most.
        """
        for card in self._cards:  # nobody asked until now what rows are about
            for end in self._ends(card[2]):
                self._of.setdefault(end, []).append(card)
        self._cards = []
        freed = [self._drop(card) for card in _cards(gone)]
        self._all = now
        due = _Due()
        for card in _cards(come):
            for end in self._ends(card[2]):
                insort(self._of.setdefault(end, []), card, key=self._rank)
            due.add(self._rank(card), card, None)
        for rank, ends in freed:
            self._after(rank, ends, due)
        while due.ranks:
            self._look(*due.first(), due)

    def _drop(self, card: Card) -> tuple[Rank, tuple[Hashable, ...]]:
        """Let go of a row; return where it stood, and what it leaves to others."""
        rank, ends = self._rank(card), self._ends(card[2])
        for end in ends:
            several = self._of[end]
            card = several.pop(bisect_left(several, rank, key=self._rank))
            if not several:
                del self._of[end]
        return rank, ends if self._release(card) else ()

    def _release(self, card: Card) -> bool:
        """Take a row back if it is given out, and return whether it was."""
        ends = self._ends(card[2])
        given = not ends or self._taken.get(ends[0]) is card
        if given:
            for end in ends:
                del self._taken[end]
            self._take(card, card[2])
        return given

    def _look(self, rank: Rank, card: Card, free: set[Hashable], due: _Due) -> None:
        """Give a row out if it can be; else its ends that are free go to the next."""
        ends = self._ends(card[2])
        held = [it for it in map(self._taken.get, ends) if it is not None]
        if any(self._rank(it) < rank for it in held):
            left = (end for end in ends if end in free and not self._gone(end, rank))
            self._after(rank, left, due)
        elif not any(it is card for it in held):
            for other in held:
                if self._release(other):
                    left = (end for end in self._ends(other[2]) if end not in ends)
                    self._after(self._rank(other), left, due)
            self._taken.update(dict.fromkeys(ends, card))
            self._put(card, card[2])

    def _gone(self, end: Hashable, rank: Rank) -> bool:
        """Return whether something was given out before a rank."""
        holds = self._taken.get(end)
        return holds is not None and self._rank(holds) < rank

    def _after(self, rank: Rank, ends: Iterable[Hashable], due: _Due) -> None:
        """Have the first rows looked at that could be given what is free."""
        for end in ends:
            several = self._of.get(end, ())
            at = bisect_right(several, rank, key=self._rank)
            if at < len(several):
                due.add(self._rank(several[at]), several[at], end)

    def _rank(self, card: Card) -> Rank:
        """Return where a row stands among all."""
        return card[2][0], card[2][1], self._place(card)

    def _place(self, key: Any) -> object:  # noqa: ANN401 (as in a ranking)
        """Return what puts rows in order that are equal else."""
        return super()._place(key[0]), key[1]


def ordered(
    network: Network,
    among: Among,
    keys: Iterable[Any],
    answers: Iterable[Iterable[Row]],
    ends: Ends,
) -> Ranking:
    """Return rows in order, or, where they have ends, those that are given out."""
    if ends is None:
        return Ranking(network, among, keys, answers)
    return Dealing(network, among, keys, answers, ends)


def _cards(several: Rows) -> Iterable[Card]:
    return (
        (key, at, row) for key, rows in several.items() for at, row in enumerate(rows)
    )
