"""Ways: how a vault is written, where that must be known before it can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Order: TypeAlias = Literal["report", "day-first", "month-first"]

_NO_MONTHS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ways:
    """How the notes of one vault are written; two are the same if they read the same.

    Attributes:
        order: What stands first in `11/02/2026`; where nobody said, such a date is
            reported and never guessed.
        languages: The languages of month names beside English.
        inline: Whether `key:: value` in a body is a property.
        headings: Whether what stands below a heading is the property it names.
        months: Folded name of a month in those languages to its number.
        weekdays: Folded names of days of the week in those languages.
        starts: How a date in words starts in those languages: three letters.
        wide: The names of months and of weekdays in the first of the languages, to
            write them; empty for English.
    """

    order: Order = "report"
    languages: tuple[str, ...] = ()
    inline: bool = False
    headings: bool = False
    months: Mapping[str, int] = field(
        default_factory=lambda: _NO_MONTHS, compare=False, repr=False
    )
    weekdays: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    starts: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    wide: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: a mapping that cannot change does not by itself."""
        return _again, (
            (self.order, self.languages, self.inline, self.headings),
            dict(self.months),
            (self.weekdays, self.starts, self.wide),
        )


def _again(
    said: tuple[Order, tuple[str, ...], bool, bool],
    months: dict[str, int],
    names: tuple[frozenset[str], frozenset[str], tuple[str, ...]],
) -> Ways:
    return Ways(*said, MappingProxyType(months), *names)


USUAL: Final = Ways()
"""English and ISO dates, properties in front matter alone."""
