"""Notes to mend: what could not be read, note by note, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """One note (or settings file) and its problems, in order of line."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """The page: notes with errors first, then by path."""

    notes: tuple[ToMend, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.notes
