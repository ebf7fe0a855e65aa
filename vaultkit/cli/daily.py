"""Daily notes: how a day's note begins, by the vault's own template."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vaultkit.moment import moment_name
from vaultkit.settings import daily_template

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.cli.session import Known
    from vaultkit.snapshot import VaultPath

_PLACE: Final = re.compile(
    r"\{\{[ \t]*(date|time|title)[ \t]*(?::[ \t]*([^{}\n]{1,60}?)[ \t]*)?\}\}",
    re.IGNORECASE,
)


def start(path: VaultPath, known: Known) -> tuple[bytes, str]:
    """Return what a new daily note begins with, and what to say about it, if anything.

    That is the template Obsidian is set to use, with its `{{date}}`, `{{title}}` and
    `{{time}}` filled in. One that only a plugin can fill in is left out, and said so.
    """
    template = daily_template(known.snapshot.config)
    if template is None:
        return b"", ""
    data = known.snapshot.notes.get(template)
    if data is None:
        return b"", f"({template}, the template of daily notes, is not there.)"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return b"", f"({template} is not UTF-8, so it was left out.)"
    if "<%" in text:
        return b"", f"({template} needs a plugin to be filled in, so it was left out.)"
    title = path.rpartition("/")[2].removesuffix(".md")
    return filled(text, title, known.today).encode(), ""


def filled(template: str, title: str, day: date) -> str:
    """Return a template as Obsidian fills it; what it cannot name is left standing."""

    def put(found: re.Match[str]) -> str:
        what, form = found[1].lower(), found[2]
        if what == "title":
            return title
        if what == "time":
            now = datetime.now().astimezone()  # noqa: TID251 (the time of writing)
            return found[0] if form else now.strftime("%H:%M")
        shown = moment_name(form or "YYYY-MM-DD", day)
        return found[0] if shown is None else shown

    return _PLACE.sub(put, template)
