from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.whole import ROOT, digests, run
from vaultkit import build, settings
from vaultkit.frozen import replace
from vaultkit.settings import DEFAULTS
from vaultkit.shipped import example_vault
from vaultkit.snapshot import sort

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.snapshot import Snapshot, VaultPath

WORLDS: Final = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "77", "LC_ALL": "POSIX", "TZ": "Pacific/Pago_Pago"},
)
FOLDER = DEFAULTS.folder


def without_pages(root: Path, *, seed: int) -> None:
    """Copy the example vault without its pages, its files made in some order."""
    files = [p for p in sorted(example_vault().rglob("*")) if p.is_file()]
    random.Random(seed).shuffle(files)  # noqa: S311  (an order, not a secret)
    for file in files:
        path = file.relative_to(example_vault())
        if path.parts[0] != FOLDER:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, root / path)


def built(root: Path, world: dict[str, str]) -> None:
    command = [sys.executable, "-m", "vaultkit", "build", str(root)]
    subprocess.run(command, env=os.environ | world, check=True, capture_output=True)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world["TZ"])
def test_any_machine_writes_the_same_bytes(
    world: dict[str, str], tmp_path: Path
) -> None:
    without_pages(tmp_path, seed=int(world["PYTHONHASHSEED"]))
    theirs = digests(tmp_path)
    built(tmp_path, world)
    assert digests(tmp_path) == digests(example_vault())
    assert digests(tmp_path, without=FOLDER) == theirs
    if world is WORLDS[0]:
        a_second_run_writes_nothing(tmp_path)


def a_second_run_writes_nothing(root: Path) -> None:
    stamps = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in root.rglob("*")}
    built(root, WORLDS[1])
    again = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in root.rglob("*")}
    assert again == stamps


def rebuilt(snapshot: Snapshot) -> dict[VaultPath, str]:
    chosen, _ = settings.read(snapshot.config)
    assert chosen.today is not None, "the example vault pins its day"
    return dict(build.build(snapshot, chosen, chosen.today).pages)


def test_the_order_of_notes_does_not_matter() -> None:
    whole = run(example_vault())
    read = whole.snapshot
    files = [*read.notes.items(), *read.pages.items(), *read.config.items()]
    random.Random(3).shuffle(files)  # noqa: S311  (an order, not a secret)
    shuffled = sort(dict(files), sorted(read.others, reverse=True), read.problems)
    assert rebuilt(shuffled) == dict(whole.build.pages)


DRAWN: Final = """
import hashlib, sys
from hypothesis import given, seed, settings, strategies
from tests import conftest
from tests.stories import vaults

if sys.argv[1:]:
    from vaultkit.cli import init, new, person  # as if other tests had run before
conftest.load_everything()
drawn = hashlib.sha256()

@seed(1)
@settings(max_examples=8, suppress_health_check=conftest._SLOW, database=None)
@given(vaults(), strategies.text(), strategies.integers())
def draw(given, text, number):
    drawn.update(repr((sorted(given.files.items()), text, number)).encode())

draw()
print(drawn.hexdigest())
"""


def test_the_examples_are_the_same_for_any_hash_seed_and_order_of_tests() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", DRAWN, *more],
            env=os.environ | world,
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for world, *more in ((WORLDS[0],), (WORLDS[1], "late"))
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == hashlib.sha256().digest_size * 2


def test_pages_are_no_sources() -> None:
    whole = run(example_vault())
    assert whole.snapshot.pages
    assert rebuilt(replace(whole.snapshot, pages={})) == dict(whole.build.pages)
