"""Rows: what was measured, in the order in which it is shown, and as plain data."""

from __future__ import annotations

import os
import platform
import re
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

STOPPED: Final = "stopped"
"""How it begins why a row is not whole, where its run took too long."""
HUNDRED: Final = 100.0
"""From here on nobody reads what stands behind the point."""
_TEN: Final = 10.0


def figure(value: float) -> str:
    """Return a number of three digits, as people read it."""
    digits = 0 if value >= HUNDRED else 1 if value >= _TEN else 2
    return f"{value:.{digits}f}"


@dataclass
class Row:
    """One line of a table.

    Attributes:
        key: What bars know it by.
        says: What was measured.
        unit: `s`, `ms`, `MB` or `%`.
        values: One for each run, or each save.
        cpu: Seconds of processor time of each run, where that was measured.
        memory: The peak of each run, in MB, where that was measured.
        does: For a peer: what it does, and what it does not.
        wrong: Why there is no value, or none that is whole; "" where there is.
    """

    key: str
    says: str
    unit: str = "s"
    values: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    does: str = ""
    wrong: str = ""

    def at(self, share: float) -> float:
        """Return what this share of the values, 0 to 1, does not exceed."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def stopped(self) -> bool:
        """Whether it was stopped, and would have taken longer than its values say."""
        return self.wrong.startswith(STOPPED)

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        kept = [_short(one) for one in self.values]
        data: dict[str, Any] = {"key": self.key, "says": self.says, "unit": self.unit}
        data |= {"values": kept}
        data |= {"cpu": _short(statistics.median(self.cpu))} if self.cpu else {}
        data |= {"memory": round(max(self.memory))} if self.memory else {}
        data |= {"does": self.does} if self.does else {}
        return data | ({"wrong": self.wrong} if self.wrong else {})

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Return a row that was plain data."""
        return cls(
            data["key"],
            data["says"],
            data["unit"],
            [float(one) for one in data["values"]],
            [float(data["cpu"])] if "cpu" in data else [],
            [float(data["memory"])] if "memory" in data else [],
            data.get("does", ""),
            data.get("wrong", ""),
        )


def _short(value: float) -> float:
    """Return a value with four digits that count."""
    return float(f"{value:.4g}")


@dataclass
class Section:
    """What was measured in one go, on one vault.

    Attributes:
        name: What it is about: a key of `sections.SECTIONS`.
        people: How many people the vault has; 0 where there is none.
        size: How large the vault is, in words.
        rows: What was measured.
        machine: What it was measured on.
        files: How many files the vault has.
        took: How many seconds all of it took.
    """

    name: str
    people: int = 0
    size: str = ""
    rows: list[Row] = field(default_factory=list)
    machine: str = ""
    files: int = 0
    took: float = 0.0

    def add(self, key: str, says: str, unit: str = "s", does: str = "") -> Row:
        """Return a new row at the end of it."""
        row = Row(key, says, unit, does=does)
        self.rows.append(row)
        return row

    def row(self, key: str) -> Row | None:
        """Return the row of this key that has values, or None."""
        return next((one for one in self.rows if one.key == key and one.values), None)

    def ratio(self, key: str, floor: str) -> float | None:
        """Return how often a floor goes into a row: the median of the rounds' ratios.

        Where one of them ran less often, its median is compared with the other's.
        """
        ours, theirs = self.row(key), self.row(floor)
        if ours is None or theirs is None:
            return None
        if len(ours.values) != len(theirs.values):
            return ours.median / theirs.median
        pairs = zip(ours.values, theirs.values, strict=True)
        return statistics.median(a / b for a, b in pairs)

    def used(self, key: str, floor: str) -> float | None:
        """Return the same of processor time, which drifts less; None if untold."""
        ours, theirs = self.row(key), self.row(floor)
        if ours is None or theirs is None or not (ours.cpu and theirs.cpu):
            return None
        return statistics.median(ours.cpu) / (statistics.median(theirs.cpu) or 1e-6)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        rows = [row.as_json() for row in self.rows]
        return {**vars(self), "took": round(self.took), "rows": rows}

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Return a section that was plain data."""
        return cls(**{**data, "rows": [Row.read(row) for row in data["rows"]]})


def machine() -> str:
    """Return what this runs on, in a line: cores, kind of processor, Python, system."""
    model = platform.machine()
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        text = ""
    if found := re.search(r"^model name\s*: *(.+)$", text, re.MULTILINE):
        model = f"{found[1].strip()} ({model})"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {model}, {platform.system()}, {python}"
