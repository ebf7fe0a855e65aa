"""Nothing private is told by a command, whatever is asked (law 8)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_cli import ran
from tests.test_laws import SECRETS, guarded, on_disk
from tests.whole import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = st.sampled_from(
    (
        ("who", "bees"),
        ("who", "zq"),
        ("recall", "bees, bread, spring, 2024"),
        ("recall", "line, need, why, pier"),
        ("why", "Ada Moss"),
        ("why", "Bo"),
        ("why", "Ada Moss", "Bo"),
        ("why", "Quiet One", "bees"),
        ("introduce", "Ada Moss", "Bo"),
        ("introduce", "Bo", "Quiet One", "--asked-by", "Bo"),
        ("log", "Ada: coffee"),
        ("log", "Z: coffee"),
        ("log", "--to", "Bo", "letter"),
    )
)


@pytest.fixture(scope="module", autouse=True)
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="file names of POSIX")
@given(guarded(), ASKED, st.booleans())
def test_no_command_tells_what_is_private(
    made: Vault,
    asked: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 (drawn)
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        on_disk(root, made.files)
        before = {p for p in root.rglob("*") if p.is_file()}
        more = ("--json",) if as_json else ()
        done = ran(root, *asked, *more, "--today", "2026-11-21")
        told = done.out + done.err
        for file in root.rglob("*"):
            if file.is_file() and file not in before:
                told += file.read_text("utf-8", "replace")
        found = [one for one in SECRETS if one.casefold() in told.casefold()]
        assert found == []


def test_the_questions_are_answered(tmp_path: Path) -> None:
    """Hold the test above to its purpose: its commands run, and say something."""
    story = (
        "--- People/Ada Moss.md\nneeds: bees\ninterests: bees\ncircle: close\n"
        "--- People/Bo.md\noffers: bees\ninterests: bees\ncircle: close\n"
        "--- People/Quiet One.md\nneeds: bees\ncircle: close\n"
    )
    on_disk(tmp_path, Vault.of(story).files)
    for args in (
        ("who", "bees"),
        ("recall", "bees"),
        ("why", "Ada Moss", "Bo"),
        ("introduce", "Bo", "Quiet One", "--asked-by", "Bo"),
    ):
        done = ran(tmp_path, *args, "--today", "2026-11-21")
        assert (done.code, bool(done.out)) == (0, True), done.err
