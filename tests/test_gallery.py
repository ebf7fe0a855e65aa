from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.plugged import crew_here
from tests.whole import ROOT, run
from vaultkit.guests import NOBODY
from vaultkit.problems import KINDS, Problem
from vaultkit.toolkit.registry import Registered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GALLERY = ROOT / "tests/problems"
FOLDERS = sorted(p.name for p in GALLERY.iterdir() if p.is_dir())


def written(problems: Iterable[Problem]) -> str:
    """Return problems as the gallery writes them: place, message, advice below."""
    return "".join(
        f"{p.path}:{p.line}:{p.column}: {p.code} {p.message}\n  {p.advice}\n"
        for p in problems
    )


@pytest.mark.parametrize("code", FOLDERS)
def test_the_smallest_vault_that_has_it(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    """Compare every problem of the case; `before.sh` makes what git cannot hold.

    A case about plugins has one: `a_bad_plugin.py`, whose `read` is a reader.
    """
    case, root = GALLERY / code, tmp_path / "vault"
    shutil.copytree(case / "vault", root, symlinks=True)
    if (before := case / "before.sh").exists():
        subprocess.run(["sh", str(before)], cwd=root, check=True)
    guests = NOBODY
    if (case / "a_bad_plugin.py").exists():
        monkeypatch.syspath_prepend(str(case))
        reader = Registered("readers", "bad", "a_bad_plugin:read", "a-bad-plugin")
        guests, _ = crew_here(reader)
    found = run(root, guests=guests).problems
    assert code in {problem.code for problem in found}
    expected = case / "expected.txt"
    if update_golden:
        expected.write_text(written(found), "utf-8")
    assert written(found) == expected.read_text("utf-8")


@pytest.mark.parametrize("code", FOLDERS)
def test_problems_are_said_in_one_style(code: str) -> None:
    """A message goes on behind its code, an advice is a sentence."""
    lines = (GALLERY / code / "expected.txt").read_text("utf-8").splitlines()
    for message, advice in zip(lines[::2], lines[1::2], strict=True):
        said = message.partition(f": {code} ")[2]
        assert said, message
        assert not said[0].isupper() or said.startswith("YAML "), message
        assert not said.endswith("."), message
        assert "'" not in said or "{'" not in said, message
        assert advice[2].isupper(), advice
        assert advice.endswith((".", "?")), advice


@pytest.mark.parametrize("code", KINDS)
def test_every_code_has_a_case(code: str) -> None:
    assert code in FOLDERS, f"add tests/problems/{code}/ with vault and expected.txt"


def test_no_case_without_a_code() -> None:
    assert set(FOLDERS) <= set(KINDS)


def test_the_docs_list_every_code() -> None:
    page = (ROOT / "docs/problems.md").read_text("utf-8")
    assert [code for code in KINDS if f"`{code}`" not in page] == []
