from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.whole import ROOT, TODAY, digests, run
from vaultkit import vault
from vaultkit.shipped import example_vault

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.changes import Change

GOLDEN = ROOT / "tests/golden"
CASES = sorted(p.name for p in GOLDEN.iterdir() if p.is_dir())


def day(case: Path) -> date:
    file = case / "today.txt"
    return date.fromisoformat(file.read_text().strip()) if file.exists() else TODAY


def pages(root: Path, changes: tuple[Change, ...]) -> dict[str, str]:
    """Return what stands on disk of the pages that the changes speak of."""
    named = {change.path: root / change.path for change in changes}
    return {p: f.read_bytes().decode() for p, f in named.items() if f.is_file()}


def expected(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes().decode() for p in files}


def rewrite(folder: Path, texts: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, tmp_path: Path, *, update_golden: bool) -> None:
    case, root = GOLDEN / name, tmp_path / "vault"
    shutil.copytree(case / "vault", root, symlinks=True)
    before = digests(root)
    first = run(root, day(case))
    vault.apply(root, first.changes)

    made = pages(root, first.changes)
    if update_golden:
        rewrite(case / "expected", made)
    assert made == expected(case / "expected"), "make golden, then read the diff"

    after = digests(root)
    theirs = {path: digest for path, digest in before.items() if path not in made}
    assert {path: after.get(path) for path in theirs} == theirs, "a note was changed"
    assert after.keys() == before.keys() | made.keys(), "a file came or went"
    assert run(root, day(case)).busy == (), "a second run would write again"
    assert digests(root) == after


def test_the_example_vault_is_fresh(*, update_golden: bool) -> None:
    made = run(example_vault())
    if update_golden:
        vault.apply(made.root, made.changes)
        made = run(example_vault())
    assert made.changes, "the example vault has no pages"
    assert made.busy == (), "vaultkit build example-vault, then read the diff"


def test_there_is_a_golden_case() -> None:
    assert CASES
