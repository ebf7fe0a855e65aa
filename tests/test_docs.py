from __future__ import annotations

import re
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


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_docs(name: str) -> None:
    written = "".join(page.read_text("utf-8") for page in PAGES)
    assert f"vaultkit {name}" in written


def test_every_fault_names_a_test_that_is_there() -> None:
    """Each row of the table names tests that exist, or says why there is none."""
    tests = "".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    page = (ROOT / "docs/daemon.md").read_text("utf-8")
    rows = re.findall(r"^\| ([WPO]\d+) \|.*\|([^|]*)\|$", page, re.MULTILINE)
    numbers = [
        f"{kind}{n + 1}"
        for kind, most in (("W", 21), ("P", 18), ("O", 6))
        for n in range(most)
    ]
    assert [number for number, _ in rows] == numbers
    for number, held in rows:
        named = re.findall(r"`(test_\w+)`", held)
        assert named or held.strip().startswith("no test"), number
        assert [name for name in named if f"def {name}(" not in tests] == [], number
