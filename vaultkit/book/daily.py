"""Daily notes: which notes are a day's, and which day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.habits import ways
from vaultkit.moment import moment_name, moment_pattern
from vaultkit.names import fold
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.moment import DailyFormat
    from vaultkit.settings import Settings
    from vaultkit.ways import Ways

_DIGIT: Final = re.compile("[0-9]")
DEFAULT: Final = "YYYY-MM-DD"
"""Obsidian's own format, where nothing else is set."""
LOGSEQ: Final = ("journals", "YYYY_MM_DD")
"""Logseq's folder and format, understood without being set."""


def days(paths: Iterable[VaultPath], settings: Settings) -> dict[VaultPath, date]:
    """Return the daily notes and their days.

    Where no folder is set, a note anywhere whose name is a date is a daily note:
    many vaults keep them in a folder that no setting names.
    """
    form = moment_pattern(settings.daily_format or DEFAULT)
    folder = fold(settings.daily_folder or "").strip("/")
    how = ways(settings)
    found = {}
    if folder:
        inside = f"{folder}/"
        # Asked folder by folder: many notes are in each.
        paths = [p for p in paths if fold(p[: p.rfind("/") + 1]).startswith(inside)]
    # A day has digits; most names have none, and need no closer look.
    for path in filter(_DIGIT.search, paths):
        day = form and _day(path, folder, form, how)
        day = day or (None if folder else _logseq(path))
        if day:
            found[path] = day
    return found


def path_of(
    day: date, known: Mapping[VaultPath, date], settings: Settings
) -> VaultPath:
    """Return where a day's note is, or where it belongs while there is none.

    Where no folder is set that is beside the latest daily note, named as it is.

    Args:
        day: The day.
        known: The daily notes there are, and their days.
        settings: The folder and the format.
    """
    form = settings.daily_format or DEFAULT
    folder = settings.daily_folder
    if folder is None:
        folder, form = _as_the_latest(known, form)
    named = moment_name(form, day, ways(settings)) or day.isoformat()
    name = f"{folder}/{named}.md".lstrip("/")
    there = sorted(path for path, its in known.items() if its == day)
    same = [path for path in there if fold(path) == fold(name)]
    return next(iter(same or there), VaultPath(name))


def _as_the_latest(known: Mapping[VaultPath, date], form: str) -> tuple[str, str]:
    """Return the folder and the format of the latest daily note."""
    if not known:
        return "", form
    latest = max(known, key=lambda path: (known[path], path))
    if _logseq(latest) == known[latest]:
        return latest.rpartition("/")[0], LOGSEQ[1]
    above = latest.split("/")[: -1 - form.count("/")]
    return "/".join(above), form


def _day(path: VaultPath, folder: str, form: DailyFormat, how: Ways) -> date | None:
    if not folder:
        return _anywhere(path, form, how)
    below = path.split("/", folder.count("/") + 1)[-1]
    return form.read(VaultPath(below), how)


def _anywhere(path: VaultPath, form: DailyFormat, how: Ways) -> date | None:
    """Return the day by the end of a path, however deep it is."""
    parts = path.split("/")
    wanted = form.pattern.pattern.count("/") + 1
    return form.read(VaultPath("/".join(parts[-wanted:])), how)


def _logseq(path: VaultPath) -> date | None:
    folder, _, name = path.rpartition("/")
    if folder.rpartition("/")[2] != LOGSEQ[0]:
        return None
    form = moment_pattern(LOGSEQ[1])
    return form.read(VaultPath(name)) if form else None
