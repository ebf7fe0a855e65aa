"""Table: the rows of a CSV file, each with its line, and those that are none.

Also how cells are guarded: a spreadsheet takes a cell that begins with `=`, `+`, `-` or
`@` for a formula, so such a cell gets a `'` in front, which is taken off again here.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.interop.incoming import MOST_PEOPLE
from vaultkit.names import fold
from vaultkit.toolkit.kinds import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_DELIMITERS: Final = ",;\t|"
_ABOVE: Final = 20
"""How many lines may stand above the header; LinkedIn writes a note there."""
_FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
_PARTS: Final = re.compile(r"\\.?|[^\\;,\n]+|[;,\n]", re.DOTALL)


class Row(NamedTuple):
    """A row: the line it begins on, and its cells by column."""

    line: int
    cells: dict[str, str]


class Table(NamedTuple):
    """A table.

    Attributes:
        header: The names of its columns as written.
        rows: Its rows, empty ones left out.
        troubles: Rows that could not be read, by line.
        stops: Why it cannot be read; "" where it can, or has no such header.
    """

    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stops: str = ""


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what was in a cell before it was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def listed(items: Iterable[str]) -> str:
    r"""Return items in one cell: `bees; old maps`, a `,` in one of them as `\,`."""
    return "; ".join(re.sub(r"[\\;,\n]", r"\\\g<0>", item) for item in items)


def items(cell: str, *, commas: bool) -> tuple[str, ...]:
    """Return the items in one cell, parted by `;` or a new line.

    Args:
        cell: The cell.
        commas: Whether a comma parts items too.
    """
    parts = [""]
    for found in _PARTS.finditer(cell):
        piece = found[0]
        if piece in {";", "\n"} or (piece == "," and commas):
            parts.append("")
        else:
            parts[-1] += piece[1:] if piece[0] == "\\" and piece[1:] else piece
    return tuple(part.strip() for part in parts if part.strip())


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV: every cell quoted and guarded, lines end as RFC 4180."""
    lines = (
        ",".join(f'"{guarded(cell).replace(chr(34), chr(34) * 2)}"' for cell in row)
        for row in (header, *rows)
    )
    return "".join(f"{line}\r\n" for line in lines)


def read(text: str, is_header: Callable[[frozenset[str]], bool]) -> Table:
    """Return the table in a text.

    Args:
        text: The text; what parts its cells is found out.
        is_header: Whether a row with these names, folded, is the header.
    """
    lines = text.splitlines(keepends=True)
    if lines and re.fullmatch(r"(?i)sep=.\s*", lines[0]):
        lines[0] = "\n"
    for delimiter in _DELIMITERS:
        for number, cells in _above(lines, delimiter):
            names = [fold(cell) for cell in cells]
            if is_header(frozenset(names)):
                return _below(lines, number, cells, delimiter)
    return Table()


def _above(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first rows, each with how many lines it and those above it take."""
    head = (line for line in lines[: _ABOVE * 5])
    reader = csv.reader(head, delimiter=delimiter)
    for _ in range(_ABOVE):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        yield reader.line_num, [unguarded(cell.strip()) for cell in cells]


def _below(
    lines: Sequence[str], above: int, header: list[str], delimiter: str
) -> Table:
    while header and not header[-1]:
        header.pop()
    rows: list[Row] = []
    troubles: list[Trouble] = []
    reader = csv.reader(lines[above:], delimiter=delimiter, strict=True)
    while True:
        start = above + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as wrong:
            troubles.append(Trouble(start, f"{_plainly(wrong)}; the row was left out"))
            continue
        if len(rows) >= MOST_PEOPLE:
            line = above + reader.line_num
            return Table(stops=f"line {line}: it has more than {MOST_PEOPLE:,} rows")
        wrong_row = _fault(cells, len(header))
        if wrong_row:
            troubles.append(Trouble(start, f"{wrong_row}; the row was left out"))
        elif any(map(str.strip, cells)):
            values = (unguarded(cell.strip()) for cell in cells)
            rows.append(Row(start, dict(zip(header, values, strict=False))))
    return Table(tuple(header), tuple(rows), tuple(troubles))


def _fault(cells: Sequence[str], wide: int) -> str:
    """Return what is wrong with a row; an empty one may be short."""
    if any("\0" in cell for cell in cells):
        return "it holds a NUL, which no text does"
    more = [cell for cell in cells[wide:] if cell.strip()]
    if more or (len(cells) < wide and any(map(str.strip, cells))):
        return f"it has {len(cells)} cells where the header has {wide}"
    return ""


def _plainly(wrong: csv.Error) -> str:
    said = str(wrong)
    if "field larger" in said:
        return "a cell of more than 128 KiB, perhaps a quotation mark is not closed"
    if "unexpected end" in said:
        return "a quotation mark is opened here and never closed"
    return "text stands behind a closing quotation mark"
