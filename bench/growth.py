"""Growth: what larger vaults cost, and what one beyond all that was measured would."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bench.bars import exponent
from bench.rows import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.rows import Section

BEYOND: Final = 1_000_000
"""Notes of the vault that nobody measured."""
_LEAST: Final = 10_000
"""People of the smallest vault that exponents are told from."""
_HEAD: Final = [
    "people",
    "notes",
    "cold, s",
    "read + CSafeLoader, s",
    "ratio",
    "memory, MB",
    "KB a note",
    "nothing changed, s",
    "a prose save, p50, ms",
]
_NOTHING: Final = ""


def table(sections: Sequence[Section]) -> list[list[str]]:
    """Return a row for each size that was measured, and what follows from them.

    Below them stand the exponents from the one before the last size to the last, and a
    vault of a million notes, if it goes on like that.
    """
    cold = _sized(sections, "cold")
    saves = {one.people: one for one in sections if one.name == "saves"}
    rows = [_row(one, saves.get(one.people)) for one in cold]
    for small, large in list(pairwise(cold))[-1:]:
        if small.people >= _LEAST:
            known = saves.get(small.people), saves.get(large.people)
            rows += _beyond(small, large, *known)
    return [_HEAD, *rows]


def _sized(sections: Sequence[Section], name: str) -> list[Section]:
    found = [one for one in sections if one.name == name]
    return sorted(found, key=lambda one: one.people)


def _value(section: Section | None, key: str) -> float | None:
    row = section.row(key) if section else None
    return row.median if row else None


def _row(cold: Section, saves: Section | None) -> list[str]:
    memory, ratio = _value(cold, "memory"), cold.ratio("cold", "full")
    save = _value(saves, "prose")
    return [
        f"{cold.people:,}",
        f"{cold.files:,}",
        _told(_value(cold, "cold")),
        _told(_value(cold, "full")),
        _told(ratio),
        _told(memory),
        _told(memory * 1e3 / cold.files if memory else None),
        _told(_value(cold, "warm")),
        _told(save * 1e3 if save else None),
    ]


def _beyond(
    small: Section, large: Section, few: Section | None, many: Section | None
) -> list[list[str]]:
    """Return the exponents between two sizes, and the size beyond them."""
    powers = {key: exponent(small, large, key) for key in ("cold", "full", "memory")}
    powers["warm"] = exponent(small, large, "warm")
    powers["prose"] = exponent(few, many, "prose") if few and many else None
    more = math.log(BEYOND / large.files)

    def then(section: Section | None, key: str) -> float | None:
        value, power = _value(section, key), powers[key]
        return value * math.exp(power * more) if value and power is not None else None

    full, cold, memory = (then(large, key) for key in ("full", "cold", "memory"))
    prose = then(many, "prose")
    shown = (powers[key] for key in ("cold", "full"))
    told = [*map(_told, shown), _NOTHING, _told(powers["memory"]), _NOTHING]
    told += [_told(powers["warm"]), _told(powers["prose"])]
    return [
        ["exponent", _NOTHING, *told],
        [
            "extrapolated",
            f"{BEYOND:,}",
            _told(cold),
            _told(full),
            _told(cold / full if cold and full else None),
            _told(memory),
            _told(memory * 1e3 / BEYOND if memory else None),
            _told(then(large, "warm")),
            _told(prose * 1e3 if prose else None),
        ],
    ]


def _told(value: float | None) -> str:
    if value is None:
        return _NOTHING
    return f"{value:,.0f}" if value >= HUNDRED else f"{value:.2f}"
