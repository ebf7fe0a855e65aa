"""Report: what was measured as tables, in a terminal and in the docs.

`python -m bench.report` writes the tables of `docs/performance.md` and `docs/scale.md`
from `docs/performance.json`, where the last run is kept; `--check` says whether they
are what it says.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import growth
from bench.bars import LARGE, bars
from bench.queries import DISPATCH, LOAD, QUERIES
from bench.rows import HUNDRED, Section, figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.bars import Bar
    from bench.rows import Row

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
KEPT: Final = DOCS / "performance.json"
PAGES: Final = (DOCS / "performance.md", DOCS / "scale.md")
_TABLE: Final = re.compile(
    r"(<!-- table: ([a-z]+)(?: ([0-9]+))? -->\n).*?(<!-- end -->)", re.DOTALL
)
_QUERY: Final = re.compile(r"(<!-- query: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MILLI: Final = 1e3
_FLOOR: Final = {
    "start": "start",
    "cold": "full",
    "messy": "full",
    "peers": "cold",
    "saves": "bare",
    "burst": "cold",
    "engines": "vaultkit",
}
"""The row of each section that its others are compared with."""
_WORDS: Final = {
    "peers": "what it does, and does not",
    "engines": "what is compared with vaultkit's own answer, and is the same",
}
"""What the last column of a section says in words."""
_QUICK: Final = frozenset({"start", "saves"})
"""Sections whose times are told in milliseconds."""


def read(file: Path) -> list[Section]:
    """Return what was kept, nothing where there is no such file."""
    if not file.exists():
        return []
    return [Section.read(one) for one in json.loads(file.read_text("utf-8"))]


def kept(sections: Iterable[Section]) -> str:
    """Return what was measured as JSON, a line for each row."""
    lines = []
    for one in sections:
        data = one.as_json()
        rows = ",\n  ".join(json.dumps(row) for row in data.pop("rows"))
        lines.append(f'{json.dumps(data)[:-1]}, "rows": [\n  {rows}\n]}}')
    return "[" + ",\n".join(lines) + "]\n"


def merged(old: Sequence[Section], new: Sequence[Section]) -> list[Section]:
    """Return what is known now: what was measured again replaces what was."""
    known = {(one.name, one.people): one for one in old}
    known |= {(one.name, one.people): one for one in new}
    return [known[key] for key in sorted(known)]


# --- tables --------------------------------------------------------------------------

Cells = list[list[str]]


def measured(section: Section) -> Cells:
    """Return the table of a section, its head first."""
    floor = _FLOOR[section.name]
    middle = (
        ["p50", "p99", "max"] if section.name == "saves" else ["median", "min", "max"]
    )
    against = next((one for one in section.rows if one.key == floor), None)
    head = ["", *middle, "runs", "ratio"]
    head += ["CPU"] if any(one.cpu for one in section.rows) else []
    head += ["MB"] if any(one.memory for one in section.rows) else []
    if section.name in _WORDS:
        head.append(_WORDS[section.name])
    return [head, *(_cells(section, one, against) for one in section.rows)]


def _cells(section: Section, row: Row, against: Row | None) -> list[str]:
    says = f"{row.says}: {row.wrong}" if row.wrong else row.says
    over = "> " if row.stopped else ""
    if not row.values:
        cells = [says, "", "", "", "", ""]
    else:
        spread = (0.5, 0.99, 1.0) if section.name == "saves" else (0.5, 0.0, 1.0)
        times = [row.median, *(row.at(share) for share in spread[1:])]
        told = [_told(one, row.unit, quick=section.name in _QUICK) for one in times]
        told[0] = f"{over}{told[0]}"
        same = against is not None and row.unit == "s" and against.values
        ratio = section.ratio(row.key, against.key) if same and against else None
        cells = [says, *told, str(len(row.values)), over + _ratio(ratio)]
    if any(one.cpu for one in section.rows):
        quick = section.name in _QUICK
        used = statistics.median(row.cpu) if row.cpu else None
        cells.append("" if used is None else _told(used, "s", quick=quick))
    if any(one.memory for one in section.rows):
        cells.append(f"{max(row.memory):.0f}" if row.memory else "")
    return [*cells, row.does] if section.name in _WORDS else cells


def _ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= HUNDRED else f"{value:.2f}"


def _told(value: float, unit: str, *, quick: bool) -> str:
    if unit == "s" and quick:
        value, unit = value * _MILLI, "ms"
    return f"{figure(value)} {unit}"


def compared(found: Iterable[Bar]) -> Cells:
    """Return the table of the bars, its head first."""
    head = ["what is compared", "must be", "is", "", "by", "in CPU time"]
    rows = (
        [one.says, one.must, one.told, _held(one), f"{one.by:.2f}", one.in_cpu]
        for one in found
    )
    return [head, *rows]


def _held(bar: Bar) -> str:
    return "holds" if bar.holds else "missed"


def plain(cells: Cells) -> str:
    """Return a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if not number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line[:-1], widths, strict=False))
        )
        + f"  {line[-1]}"
        for line in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def markdown(cells: Cells) -> str:
    """Return a table for a page."""
    head, *rows = cells
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def whole(sections: Sequence[Section]) -> str:
    """Return everything that was measured, for a terminal."""
    parts = [
        f"{one.name}: {one.size or 'no vault'}; {one.machine}; took {one.took:.0f} s\n"
        f"{plain(measured(one))}\n"
        for one in sections
    ]
    return "\n".join([*parts, plain(compared(bars(sections)))])


# --- the docs ------------------------------------------------------------------------


def page(text: str, sections: Sequence[Section]) -> str:
    """Return a page with its tables and queries written anew.

    A table stands between `<!-- table: NAME PEOPLE -->` and `<!-- end -->`; the name is
    that of a section, or `bars`. A query stands there with the name of its insight.
    """

    def table(found: re.Match[str]) -> str:
        name, people = found[2], int(found[3] or 0)
        return f"{found[1]}\n{_table(name, people, sections)}\n{found[4]}"

    def query(found: re.Match[str]) -> str:
        return f"{found[1]}\n{_query(found[2])}\n{found[3]}"

    return _QUERY.sub(query, _TABLE.sub(table, text))


def _query(name: str) -> str:
    if name == "load":
        return f"```sql\n{LOAD}\n```\n"
    if name == "dispatch":
        return f"```py\n{DISPATCH}\n```\n"
    one = QUERIES[name]
    return f"**{name}**: {one.says}.\n\n```sql\n{one.sql}\n```\n"


def _table(name: str, people: int, sections: Sequence[Section]) -> str:
    if name == "bars":
        return markdown(compared(bars(sections, LARGE)))
    if name == "growth":
        return markdown(growth.table(sections))
    for one in sections:
        if (one.name, one.people) == (name, people):
            size = f"{one.size}. " if one.size else ""
            return f"{size}{one.machine}.\n\n{markdown(measured(one))}"
    return "Not measured yet.\n"


def main() -> int:
    """Write the tables of the docs, or with `--check` say that they are old."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    sections, old = read(KEPT), []
    for file in PAGES:
        text = file.read_text("utf-8")
        new = page(text, sections)
        if new != text:
            old.append(file.name)
            if not check:
                file.write_text(new, "utf-8", newline="\n")
    if check and old:
        print(f"not what {KEPT.name} says: {', '.join(old)}", file=sys.stderr)
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
