"""Gather the pages of the site: the docs and what they link, in `build/`.

`make site` runs it and then the generator, which fails on a link that leads nowhere.
Where the pages stand to each other stays as it is in the repository, so that a link
works there, in an editor and on the site alike.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build"
TOP: Final = (
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
)
SECTIONS: Final = {
    "Start": ("README.md", "docs/tour.md", "docs/commands.md"),
    "What you write": (
        "docs/log-lines.md",
        "docs/front-matter.md",
        "docs/messages.md",
        "docs/blocks.md",
    ),
    "How it works": (
        "docs/privacy.md",
        "docs/daemon.md",
        "docs/reliability.md",
        "SECURITY.md",
        "docs/import-export.md",
        "docs/obsidian.md",
    ),
    "Reference": ("docs/settings.md", "docs/problems.md", "docs/inspect.md"),
    "Build on it": ("docs/templates.md", "docs/plugins.md", "docs/library.md"),
    "Inside": (
        "docs/architecture.md",
        "docs/performance.md",
        "docs/scale.md",
        "docs/decisions.md",
        "CONTRIBUTING.md",
    ),
}
"""What stands where in the menu; a page that is in none comes below `More`."""

CONFIG: Final = """\
[project]
site_name = "vaultkit"
site_description = "Few, deep relationships from the Markdown notes you already write."
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
nav = {nav}

[project.theme]
language = "en"
font = false
features = ["navigation.sections", "content.code.copy", "toc.follow"]
"""


def sections() -> dict[str, list[str]]:
    """Return the menu: every page of the docs, each in one section."""
    named = [page for pages in SECTIONS.values() for page in pages]
    docs = [f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))]
    more = [page for page in (*docs, "CHANGELOG.md") if page not in named]
    found = {
        name: [page for page in pages if (ROOT / page).exists()]
        for name, pages in SECTIONS.items()
    }
    return {**found, "More": more}


def config() -> str:
    """Return the generator's settings; nothing of the site comes from elsewhere."""
    menu = (
        f"  {{ {json.dumps(name)} = {json.dumps(pages)} }},\n"
        for name, pages in sections().items()
    )
    return CONFIG.format(nav=f"[\n{''.join(menu)}]")


def main() -> int:
    """Put the pages and the settings where the generator looks for them."""
    pages = BUILD / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    for name in TOP:
        shutil.copy(ROOT / name, pages / name)
    shutil.copytree(
        ROOT / "docs", pages / "docs", ignore=shutil.ignore_patterns("*.py", "__*")
    )
    shown = "example-vault/Network"
    shutil.copytree(ROOT / shown, pages / shown)
    (BUILD / "zensical.toml").write_text(config(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
