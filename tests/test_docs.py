from __future__ import annotations

import re
import runpy
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.whole import ROOT
from vaultkit import cli

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
COMMANDS = cli.COMMANDS


def test_the_generated_parts_are_fresh() -> None:
    command = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_the_docs_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)\)", page.read_text("utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


def test_the_menu_of_the_site_has_every_page_once() -> None:
    menu = runpy.run_path(str(ROOT / "docs/gather.py"))["sections"]()
    listed = [page for pages in menu.values() for page in pages]
    there = {page.relative_to(ROOT).as_posix() for page in PAGES}
    assert len(listed) == len(set(listed))
    assert set(listed) == there


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_docs(name: str) -> None:
    written = "".join(page.read_text("utf-8") for page in PAGES)
    assert f"vaultkit {name}" in written


def test_every_fault_names_a_test_that_is_there() -> None:
    """Each row of the table names tests that exist, or says why there is none."""
    tests = "".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    pages = ("daemon.md", "import-export.md", "reliability.md")
    page = "".join((ROOT / "docs" / name).read_text("utf-8") for name in pages)
    rows = re.findall(r"^\| ([A-Z]\d+) \|.*\|([^|]*)\|$", page, re.MULTILINE)
    kinds = {"W": 21, "P": 18, "O": 6, "I": 4, "R": 16, "G": 6, "S": 10, "D": 19}
    numbers = [f"{kind}{n + 1}" for kind, most in kinds.items() for n in range(most)]
    assert [number for number, _ in rows] == numbers
    for number, held in rows:
        named = re.findall(r"`(test_\w+)`", held)
        assert named or held.strip().startswith("no test"), number
        assert [name for name in named if f"def {name}(" not in tests] == [], number
        folders = re.findall(r"`(tests/[\w/-]+)`", held)
        assert [name for name in folders if not (ROOT / name).is_dir()] == [], number


def test_every_locked_dependency_has_its_hashes() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        pinned = re.split(r"^(?=\S)", lock.read_text("utf-8"), flags=re.MULTILINE)
        pins = [one for one in pinned if re.match(r"[\w.-]+==", one)]
        assert pins, lock
        assert [one for one in pins if "--hash=sha256:" not in one] == [], lock
