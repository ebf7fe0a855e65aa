"""Bars: what has to hold, each a ratio of rows that were measured in one go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bench.peers import PEERS
from bench.rows import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.rows import Section

_KINDS: Final = ("prose", "line", "need", "new", "rename")
_MOST_PER_FILE: Final = 0.006
_MOST_AT_ALL: Final = 40.0
LARGE: Final = 10_000
"""People of the vault that the bars are about."""
_TIMES: Final = "\u00d7"
_GROWS: Final = 1.05
"""An exponent that counts as linear: what is measured twice differs by as much."""


@dataclass(frozen=True)
class Bar:
    """What has to hold.

    Attributes:
        says: What is compared with what.
        limit: What it must not exceed, or reach.
        found: What it is.
        unit: Of both.
        least: Whether it must be reached; else it must not be exceeded.
        more: Whether it is more than was found: what was timed was stopped.
        used: The same ratio of processor time, None where that is not known.
    """

    says: str
    limit: float
    found: float
    unit: str = _TIMES
    least: bool = False
    more: bool = False
    used: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return self.found >= self.limit if self.least else self.found <= self.limit

    @property
    def by(self) -> float:
        """By which factor it holds (1 or more) or is missed (less than 1)."""
        parts = (self.found, self.limit) if self.least else (self.limit, self.found)
        return parts[0] / parts[1] if parts[1] else math.inf

    @property
    def must(self) -> str:
        """What it must be."""
        return f"{'≥' if self.least else '≤'} {_told(self.limit, self.unit)}"

    @property
    def told(self) -> str:
        """What it is."""
        return f"{'> ' if self.more else ''}{_told(self.found, self.unit)}"

    @property
    def in_cpu(self) -> str:
        """What it is in processor time, "" where that is not known."""
        return "" if self.used is None else _told(self.used, self.unit)


def _told(value: float, unit: str) -> str:
    return f"{figure(value)}{unit if unit in _TIMES + '%' else f' {unit}'}"


def bars(sections: Sequence[Section], about: int = 0) -> tuple[Bar, ...]:
    """Return every bar of which something was measured.

    Args:
        sections: What was measured.
        about: The size that the bars are about, in people, 0 for any; of larger vaults
            only memory and growth are told then, of smaller ones nothing.
    """
    found = [
        bar
        for one in sections
        for bar in _OF.get(one.name, _nothing)(one)
        if not about
        or one.people in {0, about}
        or (one.people > about and bar.unit == "MB")
    ]
    return (*found, *_growth(sections))


def _nothing(_: Section) -> Iterator[Bar]:
    return iter(())


def _ratio(
    section: Section, says: str, row: str, floor: str, limit: float
) -> Iterator[Bar]:
    ratio, used = section.ratio(row, floor), section.used(row, floor)
    if ratio is not None:
        yield Bar(f"{says}{_of(section)}", limit, ratio, used=used)


def _of(section: Section) -> str:
    return f", {section.people:,} people" if section.people else ""


def _start(section: Section) -> Iterator[Bar]:
    yield from _ratio(section, "`--help` / `python -c pass`", "help", "start", 5)
    yield from _ratio(section, "`status` / `python -c pass`", "status", "start", 10)


def _cold(section: Section) -> Iterator[Bar]:
    yield from _ratio(section, "cold / read all + CSafeLoader", "cold", "full", 0.6)
    yield from _ratio(section, "cold / read all + libyaml raw", "cold", "raw", 2)
    yield from _ratio(section, "warm / Python + stat walk", "warm", "walk", 2)
    naive = section.ratio("naive", "cold")
    if naive is not None:
        says = f"a naive python-frontmatter loop / cold{_of(section)}"
        used = section.used("naive", "cold")
        yield Bar(says, 3.5, naive, least=True, used=used)
    if peak := section.row("memory"):
        limit = _MOST_PER_FILE * section.files + _MOST_AT_ALL
        says = f"memory of a cold build, 6 KB a file + 40 MB{_of(section)}"
        yield Bar(says, limit, peak.median, "MB")


def _messy(section: Section) -> Iterator[Bar]:
    yield from _ratio(section, "messy: cold / the same floor", "cold", "full", 0.9)


def _peers(section: Section) -> Iterator[Bar]:
    for peer in PEERS:
        row, ratio = section.row(peer.name), section.ratio(peer.name, "cold")
        if row is not None and ratio is not None:
            says, must = f"{peer.name} / cold{_of(section)}", peer.ahead or 1.0
            used = section.used(peer.name, "cold")
            yield Bar(says, must, ratio, least=True, more=row.stopped, used=used)


def _saves(section: Section) -> Iterator[Bar]:
    rows = {key: row for key in _KINDS if (row := section.row(key))}
    if not rows:
        return
    p50 = {key: row.at(0.5) for key, row in rows.items()}
    where = _of(section)
    yield Bar(
        f"a save, p50 of the slowest kind{where}", 15, max(p50.values()) * 1e3, "ms"
    )
    worst = max(row.at(0.99) for row in rows.values())
    yield Bar(f"a save, p99 of the slowest kind{where}", 60, worst * 1e3, "ms")
    if bare := section.row("bare"):
        says = f"a prose save, p50 / watchdog alone{where}"
        yield Bar(says, 10, p50["prose"] / bare.at(0.5))
    if full := section.row("rebuild"):
        says = f"a rebuild in memory / a save, p50 of the slowest kind{where}"
        yield Bar(says, 30, full.median / (max(p50.values()) or 1e-6), least=True)
        says = f"a rebuild in memory / a prose save, p50{where}"
        yield Bar(says, 100, full.median / (p50["prose"] or 1e-6), least=True)
    if rest := section.row("rest"):
        limit = _MOST_PER_FILE * section.files + _MOST_AT_ALL
        says = f"the daemon's memory at rest, 6 KB a file + 40 MB{where}"
        yield Bar(says, limit, rest.median, "MB")


def _burst(section: Section) -> Iterator[Bar]:
    yield from _ratio(
        section, "a burst, from its last change / cold", "after", "cold", 2
    )


_OF: Final[dict[str, Callable[[Section], Iterator[Bar]]]] = {
    "start": _start,
    "cold": _cold,
    "messy": _messy,
    "peers": _peers,
    "saves": _saves,
    "burst": _burst,
}


def _growth(sections: Sequence[Section]) -> Iterator[Bar]:
    """Yield how cold builds and saves grow, from 10,000 people upwards."""
    for name, keys in (("cold", ("cold",)), ("saves", _KINDS)):
        large = [one for one in sections if one.name == name and one.people >= LARGE]
        for small, big in pairwise(sorted(large, key=lambda one: one.people)):
            for key in keys:
                found = exponent(small, big, key)
                if found is not None:
                    says = f"{key}: exponent, {small.people:,} to {big.people:,} people"
                    yield Bar(says, _GROWS, found, "")


def exponent(small: Section, big: Section, key: str) -> float | None:
    """Return the power of the number of files with which a row grows, or None."""
    one, other = small.row(key), big.row(key)
    if one is None or other is None or not one.median or not other.median:
        return None
    return math.log(other.median / one.median) / math.log(big.files / small.files)
