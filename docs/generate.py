"""Write the generated parts of the docs from the tables the code itself reads.

`python docs/generate.py` rewrites them; `--check` names the stale ones and exits 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultkit.book.properties import PROPERTIES
from vaultkit.book.schema import schema
from vaultkit.problems import KINDS
from vaultkit.settings import DEFAULTS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.choices import Setting

DOCS: Final = Path(__file__).resolve().parent
NOTICE: Final = "<!-- Written by docs/generate.py from {source}; edit that instead. -->"

FRONT_MATTER: Final = """\
# Front matter

Every property is optional; a note with nothing but a file name works. Properties
are flat, because that is what property editors can edit.

Keys are matched without case, spaces, `-` and `_`: `Last Contact`, `last-contact`
and `lastContact` are one. Each has synonyms, so that an existing vault works
without renaming anything; more can be set under `synonyms` in `vaultkit.toml`. A
list may be written as one value. Empty, `null` and `[]` mean "not set".

People are links, `"[[Ada Moss]]"` in quotation marks, or a plain name that exactly
one person has.

`vaultkit schema` prints all of this as a JSON Schema, for editors that complete and
check properties: [front-matter.schema.json](front-matter.schema.json).
"""
TITLES: Final = {
    "any": "Every note",
    "person": "A person, and you",
    "me": "You alone (`type: me`)",
    "event": "An event or meeting",
    "introduction": "An introduction",
    "opportunity": "An opportunity",
    "topic": "A topic",
}
PROBLEMS: Final = """\
# Problems

What `vaultkit check` and the page *Notes to mend* can say, as `path:line:column:
code message`. A mistake in a note never stops anything else: an **error** means
that something you wrote is not used, a **warning** that it is used but perhaps not
as meant, a **hint** that it works here but not in every editor.

Each code has its smallest vault in `tests/problems/CODE/`, with the exact message
and advice.
"""
SETTINGS_PAGE: Final = """\
# Settings

They live in `vaultkit.toml` at the top of the vault. Everything has a default and
`vaultkit init` writes the file. What cannot be read is reported with its line, and
the default holds.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def cell(text: str) -> str:
    """Return a text as it can stand in a cell."""
    return text.replace("|", "\\|")


def quoted(words: Iterable[str]) -> str:
    """Return words as code."""
    return " ".join(f"`{word}`" for word in words)


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = ([f"`{s.name}`", s.says, s.reader[0], default(s)] for s in SETTINGS)
    return SETTINGS_PAGE + "\n" + table(["setting", "does", "is", "default"], rows)


def default(setting: Setting) -> str:
    """Return a setting's default as it would be written in the file."""
    value = getattr(DEFAULTS, setting.name)
    return f"`{toml(value)}`" if value not in (None, "") else ""


def toml(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{bare(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date) else f'"{value}"'


def bare(key: str) -> str:
    """Return a key of a table, in quotation marks where it needs them."""
    return key if key.replace("-", "").replace("_", "").isalnum() else f'"{key}"'


def problems_page() -> str:
    """Return docs/problems.md."""
    rows = ([f"`{code}`", kind.severity, kind.means] for code, kind in KINDS.items())
    return PROBLEMS + "\n" + table(["code", "is", "means"], rows)


def front_matter_page() -> str:
    """Return docs/front-matter.md: a table for each kind of note."""
    kinds = dict.fromkeys(kind for item in PROPERTIES for kind in item.of)
    parts = [FRONT_MATTER]
    for kind in kinds:
        rows = [
            [f"`{item.name}`", item.says, quoted(item.synonyms)]
            for item in PROPERTIES
            if kind in item.of
        ]
        head = ["property", "is", "also read from"]
        parts.append(f"\n## {TITLES[kind]}\n\n{table(head, rows)}")
    return "".join(parts)


def schema_page() -> str:
    """Return docs/front-matter.schema.json, which `vaultkit schema` prints."""
    found = schema(DEFAULTS.circles)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


PAGES: Final = {
    "front-matter.schema.json": (schema_page, "vaultkit/book/properties.py"),
    "front-matter.md": (front_matter_page, "vaultkit/book/properties.py"),
    "problems.md": (problems_page, "vaultkit/problems.py"),
    "settings.md": (settings_page, "vaultkit/settings.py"),
}


def main() -> int:
    """Write what is out of date, or with `--check` say so and return 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for name, (page, source) in PAGES.items():
        text = page()
        if name.endswith(".md"):
            text = f"{NOTICE.format(source=source)}\n\n{text}"
        file = DOCS / name
        if not file.exists() or file.read_text("utf-8") != text:
            stale.append(f"docs/{name}")
            if not check:
                file.write_text(text, "utf-8", newline="\n")
    if check and stale:
        print(f"out of date: {', '.join(stale)}; run `make docs`", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
