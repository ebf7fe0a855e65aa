"""Hostile notes by the thousand: a glance every day, a million of them in a soak."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import fuzzing
from tests.fuzzing import HER, HUSH, PRIVATE, TARGETS, Tally, a_vault, damaged, run
from tests.whole import ROOT, Vault

if TYPE_CHECKING:
    from pathlib import Path

CRASHES = sorted(p for p in (ROOT / "tests/crashes").iterdir() if p.is_dir())
A_MILLION = 1_000_000
RUNS = 200_000


@pytest.mark.parametrize("folder", CRASHES, ids=lambda folder: folder.name)
def test_what_crashed_once_is_a_vault_like_any(folder: Path) -> None:
    """Each folder is a vault that a fuzzer found, cut down to what mattered."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    a_vault(Vault(files))


@pytest.mark.parametrize("seed", ["everyday", "another day"])
def test_a_vault_of_damaged_notes_gives_pages_and_tells_no_secret(seed: str) -> None:
    tally = Tally()
    tally.take(seed, 60)
    assert tally.crashes == []


def test_a_secret_that_is_told_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fuzzing, "PRIVATE", PRIVATE.replace(b"true", b"false"))
    tally = Tally()
    tally.take("everyday", 60)
    assert any("tells of somebody private" in crash for crash in tally.crashes)
    with pytest.raises(AssertionError, match="somebody private"):
        a_vault(Vault({f"People/{HER}.md": f"- 2026-11-02 call: {HUSH}".encode()}))


@pytest.mark.parametrize("name", sorted(TARGETS.keys() - {"vault"}))
@given(st.integers(0, 10**9), st.binary(max_size=60))
def test_damage_and_garbage_harm_nothing(name: str, seed: int, garbage: bytes) -> None:
    note = damaged(Random(seed))[:2_000]  # noqa: S311 (an example, drawn by hypothesis)
    for data in (garbage, note, note[:40] + garbage + note[40:]):
        TARGETS[name](data)


@pytest.mark.soak
def test_a_million_damaged_notes() -> None:
    run(2 * fuzzing.NOTES, "warm")  # what is loaded late is loaded now
    tally = run(A_MILLION, "soak")
    assert (tally.crashes, tally.hangs) == ([], []), json.dumps(vars(tally))


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_a_fuzzer_finds_nothing(name: str, tmp_path: Path) -> None:
    """Led by coverage where there is atheris for this Python, else by chance alone."""
    if importlib.util.find_spec("atheris") is None:
        for number in range(RUNS // 100):
            TARGETS[name](damaged(Random(number)))  # noqa: S311 (a seed tells every run again)
        return
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number, data in enumerate(fuzzing.corpus()):
        (seeds / str(number)).write_bytes(data)
    command = [sys.executable, "-m", "tests.fuzzing", "--engine", "atheris"]
    more = ["--target", name, f"-runs={RUNS}", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [*command, *more, "-seed=1", str(seeds)],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr[-4_000:].decode(errors="replace")
