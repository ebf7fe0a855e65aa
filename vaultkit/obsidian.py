"""Obsidian: files that help in that editor, made from what vaultkit itself reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.properties import PROPERTIES
from vaultkit.choices import folder
from vaultkit.settings import TEMPLATES
from vaultkit.shipped import editor, templates
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.properties import Meaning
    from vaultkit.settings import Settings

BASE: Final = VaultPath("People.base")
SNIPPET: Final = VaultPath(".obsidian/snippets/vaultkit.css")
_NOTES: Final = ("person", "event", "introduction", "topic")
_FOLDER: Final = "Templates"
# The core plugin fills in `{{title}}`, Templater what stands in `<% %>`.
_CORE: Final = ("vaultkit", "{{title}}", "{{date:YYYY-MM-DD}}")
_TEMPLATER: Final = (
    "vaultkit for Templater",
    "<% tp.file.title %>",
    '<% tp.date.now("YYYY-MM-DD") %>',
)
_TYPES: Final[Mapping[Meaning, str]] = {
    "texts": "multitext",
    "topics": "multitext",
    "people": "multitext",
    "date": "date",
    "number": "number",
}
_OWN: Final = {"tags": "tags", "aliases": "aliases", "met": "text"}
"""Types by name: those Obsidian has of its own, and `met: 2024`, which is no date."""


class Help(NamedTuple):
    """What helps in Obsidian.

    Attributes:
        files: What to write, by path: a base, note templates, a CSS snippet.
        types: A fragment of `.obsidian/types.json`.
        filter: What to put into the filter of the graph.
    """

    files: Mapping[VaultPath, str]
    types: str
    filter: str


def helpful(settings: Settings, config: Mapping[VaultPath, bytes]) -> Help:
    """Return what helps in Obsidian, for a vault with these settings."""
    where = _where(settings, config)
    files = {BASE: _base(settings, where)}
    for names, title, day in (_CORE, _TEMPLATER):
        for kind in _NOTES:
            path = VaultPath(f"{where}/{names}/{kind.capitalize()}.md")
            files[path] = _template(templates()[f"notes/{kind}.md"], title, day)
    files[SNIPPET] = editor()["vaultkit.css"]
    return Help(files, types(), f'-path:"{settings.folder}/"')


def types() -> str:
    """Return the types of our properties as Obsidian notes them down.

    A type belongs to a name in the whole vault. What may be of several kinds (`circle`,
    `cadence`, `private`) is text or left out.
    """
    found: dict[str, str] = {}
    for one in PROPERTIES:
        kind = _OWN.get(one.name) or _TYPES.get(one.meaning, "text")
        if one.meaning not in {"private", "kind"}:
            found.setdefault(one.name, kind)
    return json.dumps({"types": found}, indent=2)


def _where(settings: Settings, config: Mapping[VaultPath, bytes]) -> str:
    """Return the folder for templates: Obsidian's, else one that is never read."""
    try:
        given = json.loads(config.get(TEMPLATES, b"{}"))
    except ValueError:
        given = {}
    chosen = folder(given.get("folder")) if isinstance(given, dict) else None
    usual = _FOLDER if _FOLDER in settings.ignore else next(iter(settings.ignore), "")
    return chosen or usual or _FOLDER


def _base(settings: Settings, where: str) -> str:
    people = [
        *(f"type == {_text(one)}" for one in (*settings.people_types, "me")),
        *(f"file.hasTag({_text(one)})" for one in settings.people_tags),
        *(f"file.inFolder({_text(one)})" for one in settings.people_folders),
    ]
    quoted = [one.replace("'", "''") for one in people]
    lines = "\n        - ".join(f"'{one}'" for one in quoted)
    return (
        editor()["People.base"]
        .replace("PEOPLE", lines)
        .replace('"PAGES"', _text(settings.folder).replace("'", "''"))
        .replace('"TEMPLATES"', _text(where).replace("'", "''"))
    )


def _text(value: str) -> str:
    """Return a text as an expression of Bases writes it."""
    return json.dumps(value, ensure_ascii=False)


def _template(text: str, title: str, day: str) -> str:
    """Return a note's template in another plugin's words.

    In front matter the day stands in quotation marks, since `{{` would open a table.
    """
    _, opened, rest = text.partition("---\n")
    front, closed, body = rest.partition("\n---\n")
    quoted = front.replace("{{date}}", f"'{day}'").replace("{{name}}", f"'{title}'")
    plain = body.replace("{{date}}", day).replace("{{name}}", title)
    return f"{opened}{quoted}{closed}{plain}"
