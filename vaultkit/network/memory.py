"""Memory: what was found before, and what of it a save left as it was.

What is asked of a network by `each`, `asked` or `made` is found by a pure function.
While one runs, what it looks at is noted. After a save those answers are forgotten that
looked at something that changed, and the answers that looked at those; the rest is
there already. An answer whose parts come out as they were holds as well. Nobody says
what a finder depends on, so nobody can forget to.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from itertools import compress, filterfalse
from operator import itemgetter, not_
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from vaultkit.frozen import replace
from vaultkit.lineage import unlike
from vaultkit.network.connect import connect
from vaultkit.network.dealing import ordered
from vaultkit.network.follow import follow
from vaultkit.network.readers import Readers
from vaultkit.network.remembering import NOTHING, Once, Table, picked
from vaultkit.network.trail import Trail
from vaultkit.network.watched import watched

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from vaultkit.book.book import Book
    from vaultkit.network.dealing import Ends
    from vaultkit.network.network import Network
    from vaultkit.network.ranking import Among, Section
    from vaultkit.network.remembering import Find, Given
    from vaultkit.network.watched import Cell
    from vaultkit.notes.links import Files
    from vaultkit.snapshot import VaultPath

    Place = tuple[Table, Hashable]
    Part = tuple[Table, Hashable, Any]
    """An answer that another was made of: where it stands, and what it was."""

K = TypeVar("K")
V = TypeVar("V")

_TABLE: Final = itemgetter(0)
_FEW: Final = 16
"""As many answers that were forgotten are looked for one by one."""


class Memory(Once):
    """What was found of a vault, from save to save.

    One network follows the other; each answers as if it were the only one.
    """

    __slots__ = ("_doubts", "_files", "_network", "_over", "_readers")

    lasting: ClassVar = True

    def __init__(self) -> None:
        super().__init__()
        self._network: Network | None = None
        self._doubts: dict[Place, list[Part]] = {}
        self._files: dict[tuple[VaultPath, ...], tuple[Files, Files]] = {}
        self._readers: defaultdict[str, Readers] = defaultdict(Readers)
        self._over: list[tuple[Table, Iterable[Hashable]]] = []

    def connect(self, book: Book) -> Network:
        """Return a book as a network that answers as if it remembered nothing."""
        before, self._network = self._network, None
        self._doubts.clear()
        changed = None
        if before is None:
            network = connect(book)
        else:
            network, changed = follow(before, book)
        if changed is None:
            self.tables.clear()
            self._files.clear()
            self._readers.clear()
            self._over.clear()
        else:
            self._tidy()
            self._forget(changed)
            last = network.book.files
            self._files = {of: it for of, it in self._files.items() if it[0] is last}
        self._network = network
        return replace(network, memory=self)

    def _tidy(self) -> None:
        """Let go of what nobody asked for since the last save, or asks for any more."""
        for part, looks in self._over:
            for key in part.readers.unread(looks) if part.ranking is None else ():
                part.found.pop(key, None)
        self._over.clear()
        every = [table for several in self.tables.values() for table in several]
        due = [table for table in every if table.used]
        kept = set(due)
        while due:
            fresh = due.pop().parts - kept
            kept |= fresh
            due += fresh
        for readers in (*self._readers.values(), *(table.readers for table in kept)):
            readers.keep(kept)
        for table in kept:
            table.used = False
            table.before.clear()
        left = {of: [t for t in ts if t in kept] for of, ts in self.tables.items()}
        self.tables = {of: several for of, several in left.items() if several}

    def _of(self, changed: Iterable[Cell]) -> Iterator[Place]:
        """Yield the answers that looked at what changed, or may be about it."""
        tables = [table for several in self.tables.values() for table in several]
        ranked: defaultdict[str, list[Table]] = defaultdict(list)
        for table in tables:
            for kind in table.ranking.kinds if table.ranking else ():
                ranked[kind].append(table)
        for kind, key in changed:
            yield from self._readers[kind].pop(key)
            yield from [(table, key) for table in tables if key in table.found]
            yield from [(it, key) for it in ranked[kind] if key not in it.found]

    def _forget(self, changed: Iterable[Cell]) -> None:
        """Forget what looked at anything that changed, and what looked at that.

        Of what looked at answers alone it is kept in mind at which: it is in doubt.
        """
        due: list[tuple[Place, Part | None]] = [(it, None) for it in self._of(changed)]
        while due:
            place, part = due.pop()
            table, key = place
            answer = table.found.pop(key, NOTHING)
            if table.ranking is not None:
                table.moved.setdefault(key, () if answer is NOTHING else answer)
            if answer is not NOTHING:
                table.before[key] = answer
                its = (table, key, answer)
                due += [(reader, its) for reader in table.readers.pop(key)]
                if part is not None:
                    self._doubts[place] = [part]
                continue
            if part is None:
                self._doubts.pop(place, None)
            elif place in self._doubts:
                self._doubts[place].append(part)
            # An answer of a ranking that says nothing is not kept, and was told.
            due += [(reader, None) for reader in table.readers.pop(key)]

    # --- asked by a network

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""
        table, several = self.table(of, given), tuple(keys)
        found = table.found
        forgotten = [key for key in table.before if key not in found]
        more = len(several) > len(found) + len(forgotten)
        if len(forgotten) <= _FEW and not more:  # then nearly always that is all
            there = set(forgotten).intersection(several)
            self._find(network, table, [key for key in forgotten if key in there])
            with suppress(KeyError):
                return picked(found, several)
        self._find(network, table, [*filterfalse(found.__contains__, several)])
        return picked(found, several)

    def ranked(
        self, network: Network, of: Find, among: Among, given: Given, ends: Ends
    ) -> Mapping[Any, Section]:
        """Return the rows of people or topics by section; with ends, those dealt."""
        table = self.table(of, given)
        if table.ranking is None:
            keys = tuple(among.keys(network))
            answers = self.each(network, of, keys, given)
            table.ranking = ordered(network, among, keys, answers, ends)
        else:
            keys = tuple([key for key in table.moved if among.has(network, key)])
            answers = self.each(network, of, keys, given)
            come = dict(zip(keys, answers, strict=True))
            table.ranking.follow(network, table.moved, come)
        table.moved = {}
        for key in compress(keys, map(not_, answers)):  # kept in no table
            del table.found[key]
        return table.ranking.sections

    def _find(self, network: Network, table: Table, keys: list[Hashable]) -> None:
        """Find the answers for some keys."""
        trail = Trail(self)
        seen = watched(network, trail) if keys else network
        for key in keys:
            self.find(seen, trail, table, table.of, key)

    def asked(self, network: Network, of: Find, given: Given) -> Find:
        """Return what gives the answer for a key."""
        table = self.table(of, given)

        def answer(key: Hashable) -> Any:  # noqa: ANN401 (as the function has it)
            if key not in table.found:
                trail = Trail(self)
                self.find(watched(network, trail), trail, table, of, key)
            return table.found[key]

        return answer

    def made(self, network: Network, of: Find, key: Hashable, given: Given) -> Any:  # noqa: ANN401 (as the function has it)
        """Return the one answer that is kept of a function for a key."""
        table = self.only(of, key, given)
        if not table.found:
            trail = Trail(self)
            self.find(watched(network, trail), trail, table, of)
        return table.found[NOTHING]

    def told(
        self, of: Find, values: Mapping[K, V], *given: object
    ) -> list[tuple[K, Any]]:
        """Return what a function says of some values, where it says anything."""
        table = self.only(of, "", given)
        before, known = table.found.get(NOTHING, ({}, {}))
        other = unlike(before, values)
        said = {key: of(values[key], *given) for key in other if key in values}
        known = {key: one for key, one in known.items() if key not in other}
        known |= {key: one for key, one in said.items() if one}
        table.found[NOTHING] = values, known
        return [(key, known[key]) for key in values if key in known] if known else []

    # --- found and kept

    def with_paths(self, files: Files, more: tuple[VaultPath, ...]) -> Files:
        """Return files with more of them; a save seldom adds or takes one."""
        before, found = self._files.get(more, (None, files))
        if before is not files:
            found = files.with_paths(more)
            self._files[more] = files, found
        return found

    def find(
        self,
        seen: Network,
        trail: Trail,
        table: Table,
        of: Find,
        key: Hashable = NOTHING,
    ) -> None:
        """Find an answer, and note what was looked at; see first whether it holds."""
        if self._holds(seen, trail, table, key):
            return
        outer = trail.own, trail.cells
        trail.own, trail.cells = key, defaultdict(set)
        try:
            about = () if key is NOTHING else (key,)
            answer = of(seen, *about, *table.given)
        finally:
            cells = trail.cells
            trail.own, trail.cells = outer
        if key is NOTHING:
            self._anew(table)
        for where, keys in cells.items():
            if isinstance(where, Table):
                table.parts.add(where)
                where.readers.add(keys, table, key)
            else:
                self._readers[where].add(keys, table, key)
        before = table.before.pop(key, NOTHING)
        same = before is not NOTHING and type(before) is type(answer)
        table.found[key] = before if same and before == answer else answer

    def _holds(self, seen: Network, trail: Trail, table: Table, key: Hashable) -> bool:
        """Return whether an answer in doubt holds, since its parts came out the same.

        A part is found for that, which would be asked for at any rate, or several that
        were asked for together. Of others nobody knows whether they would be then.
        """
        parts = self._doubts.pop((table, key), None)
        if parts is None or key not in table.before:
            return False
        due = [(its, at) for its, at, _ in parts if at not in its.found]
        alone = len(due) > 1 and (len({*map(_TABLE, due)}) > 1 or due[0][0].alone)
        if alone or any(its.found.get(at, was) is not was for its, at, was in parts):
            return False
        for its, at in due:
            if at not in its.found:  # nobody asked for it meanwhile
                self.find(seen, trail, its, its.of, at)
        if any(its.found[at] is not was for its, at, was in parts):
            return False
        table.found[key] = table.before.pop(key)
        for its, at, _ in parts:
            its.readers.add((at,), table, key)
        return True

    def _anew(self, table: Table) -> None:
        """Forget what the one answer of a table looked at before it was found anew."""
        for part in table.parts:
            self._over.append((part, part.readers.drop(table)))
        for readers in self._readers.values():
            readers.drop(table)
        table.parts.clear()
