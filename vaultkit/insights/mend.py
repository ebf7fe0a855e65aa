"""Notes to mend: what could not be read, note by note, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen
from vaultkit.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.problems import Problem


class ToMend(Frozen, frozen=True, kw_only=True):
    """One note (or settings file) and its problems, in order of line."""

    path: str
    problems: tuple[Problem, ...]


class Mend(Frozen, frozen=True, kw_only=True):
    """The page: notes with errors first, then by path."""

    notes: tuple[ToMend, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.notes


def find(problems: Iterable[Problem]) -> Mend:
    """Return the page: problems note by note, notes with an error before the others."""
    by_note: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems)):
        by_note.setdefault(problem.path, []).append(problem)
    notes = [ToMend(path=path, problems=tuple(of)) for path, of in by_note.items()]
    return Mend(notes=tuple(sorted(notes, key=lambda note: not _has_error(note))))


def _has_error(note: ToMend) -> bool:
    return any(problem.severity is Severity.ERROR for problem in note.problems)
