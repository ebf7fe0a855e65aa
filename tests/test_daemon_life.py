"""A life with the daemon: whatever happens, the pages are those of a fresh build."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.keeping import OFTEN, SELDOM, Life
from tests.living import live

SEEDS = st.integers(0, 2**16)


class Watched(RuleBasedStateMachine):
    """Deeds in any order, and now and then a quiet moment."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.life = Life.begun(Path(self.folder.name))
        self.rested = 0

    @rule(deed=st.sampled_from(OFTEN), seed=SEEDS)
    def often(self, deed: str, seed: int) -> None:
        self.life.do(deed, seed)

    @rule(deed=st.sampled_from(SELDOM), seed=SEEDS)
    def seldom(self, deed: str, seed: int) -> None:
        self.life.do(deed, seed)

    @precondition(lambda self: self.life.done >= self.rested + 4)
    @rule()
    def quiet(self) -> None:
        self.rested = self.life.done
        self.life.check()

    def teardown(self) -> None:
        try:
            self.life.check()
        finally:
            self.life.end()
            self.folder.cleanup()


def test_pages_are_true_after_whatever_happens() -> None:
    run_state_machine_as_test(
        Watched,
        settings=settings(max_examples=8, stateful_step_count=34),
    )


@pytest.mark.soak
@pytest.mark.parametrize("part", range(4))
def test_a_hundred_thousand_deeds(tmp_path: Path, part: int) -> None:
    seed = Random().randrange(2**32)  # noqa: S311 (a story, not a secret)
    live(tmp_path, 25_000, seed, partial(print, f"part {part}:"))
