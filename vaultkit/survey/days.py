"""Days: in which folder daily notes are, and by which format they are named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.moment import moment_pattern
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.ways import Ways

NAMES: Final = (
    *("YYYY-MM-DD", "YYYY_MM_DD", "YYYYMMDD", "YYYY.MM.DD", "YYYY MM DD"),
    *("DD.MM.YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "DD_MM_YYYY", "YYYY-MM-DD dddd"),
    *("YYYY-MM-DD ddd", "YYYY-MM-DD-dddd", "YYYY-MM-DD, dddd", "dddd, YYYY-MM-DD"),
    *("MMMM Do, YYYY", "MMM Do, YYYY", "dddd, MMMM Do YYYY", "dddd, MMMM Do, YYYY"),
    *("D MMMM YYYY", "D. MMMM YYYY", "dddd, D. MMMM YYYY", "dddd D MMMM YYYY"),
    *("DD MMM YYYY", "D MMM YYYY", "MMMM D, YYYY"),
)
"""Formats of the name itself that are looked for, the likelier first."""
FOLDERS: Final = (
    *("", "YYYY/", "YYYY/MM/", "YYYY/MM-MMMM/", "YYYY/MM MMMM/", "YYYY/MM-MMM/"),
    *("YYYY/YYYY-MM/", "YYYY-MM/", "YYYY/MMMM/", "YYYY/MMM/", "YYYY/MM/DD/"),
    *("YYYY/MM. MMMM/", "YYYY/YYYY-MM MMMM/", "YYYY/YYYY-MM-MMMM/"),
)
"""Folders by date that may stand around it."""
_DIGITS: Final = 5
"""A day has a year and a day at least: `2026` and `2`."""


class Days(NamedTuple):
    """How daily notes are kept.

    Attributes:
        folder: Where most of them are; None where they are scattered, "" the top.
        format: Their format, or "" where there are none.
        notes: Each with its day.
        rivals: Formats that fit as many names, so that it may be either.
    """

    folder: str | None = None
    format: str = ""
    notes: Mapping[VaultPath, date] = {}
    rivals: tuple[str, ...] = ()


def find(paths: Iterable[VaultPath], ways: Ways) -> Days:
    """Return how daily notes are kept, by the names of all notes."""
    likely = [
        path
        for path in sorted(paths)
        if sum(map(str.isdigit, path.rpartition("/")[2])) >= _DIGITS
    ]
    fitting = {form: _fitting(form, likely, ways) for form in NAMES}
    most = max(map(len, fitting.values()), default=0)
    if most == 0:
        return Days()
    best, *others = [form for form, found in fitting.items() if len(found) == most]
    prefix = _prefix(best, tuple(fitting[best]), ways)
    form = f"{prefix}{best}"
    found = _fitting(form, likely, ways)
    folders = Counter(_above(path, form) for path in found)
    folder, often = folders.most_common(1)[0]
    rivals = [one for one in others if fitting[one] != fitting[best]]
    scattered = often < len(found)
    return Days(None if scattered else folder, form, found, tuple(rivals))


def _prefix(form: str, paths: tuple[VaultPath, ...], ways: Ways) -> str:
    """Return the folders by date that all these notes are in."""
    fits = [
        prefix
        for prefix in FOLDERS
        if len(_fitting(f"{prefix}{form}", paths, ways)) == len(paths)
    ]
    return max(fits, key=lambda prefix: prefix.count("/"), default="")


def _fitting(
    form: str, paths: Iterable[VaultPath], ways: Ways
) -> dict[VaultPath, date]:
    """Return which of these paths end in the format, with their days."""
    pattern = moment_pattern(form)
    if pattern is None:
        return {}
    depth = form.count("/") + 1
    read = {
        path: pattern.read(VaultPath("/".join(path.split("/")[-depth:])), ways)
        for path in paths
        if path.count("/") >= depth - 1
    }
    return {path: day for path, day in read.items() if day}


def _above(path: VaultPath, form: str) -> str:
    return "/".join(path.split("/")[: -1 - form.count("/")])
