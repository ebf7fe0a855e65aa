"""A look at everything gives way to a save: by the order of turns, without a clock."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.whole import TODAY
from vaultkit import vault
from vaultkit.daemon.hints import LOST
from vaultkit.daemon.patience import EVERYTHING, Pace
from vaultkit.daemon.watch import Clock, Watch
from vaultkit.vault import Claim, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.regenerate import Turn
    from vaultkit.vault import Seen

    Script = Iterator[Callable[[], bool]]

PACE: Final = Pace(beat=0, poll=900)
STEP: Final = 0.1
LONGEST: Final = 100.0
ASKS: Final = Request("one")
ANA, BO, CY = "Ana.md", "Bo.md", "Cy.md"


class Story:
    """A vault, its daemon, and what happens to both, in seconds that we count.

    Attributes:
        turns: Whether each looked at everything, and what it found to be other.
        lost: Whether each told that changes were lost.
        during: Called when everything begins to be looked at.
        answered: What was asked for through the claim, and answered.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.now, self.numbers = root, 1.0, count()
        self.turns: list[tuple[bool, tuple[str, ...]]] = []
        self.lost: list[bool] = []
        self.during: Callable[[], object] = lambda: None
        self.asked: Request | None = None
        self.answered: list[Request] = []
        clock = Clock(lambda: self.now, lambda: int(self.now * 1e9), lambda: TODAY)
        self.watch = Watch(root, clock, self.told, PACE, poll=True)
        self.write(ANA)
        self.write(BO)

    def told(self, turn: Turn, mode: Mode) -> None:
        del mode
        assert not turn.stopped
        self.turns.append((turn.walked, turn.changed))
        self.lost.append(turn.lost)

    @property
    def walked(self) -> bool:
        return any(walked for walked, _ in self.turns)

    def write(self, name: str) -> None:
        """Save a note that says something new; nobody hears of it."""
        text = f"---\ntype: person\n---\n{next(self.numbers)}\n"
        (self.root / name).write_text(text)

    def save(self, name: str) -> None:
        """Save a note, which is heard of."""
        self.write(name)
        self.watch.hints.put(name)

    def once(self, name: str) -> None:
        """Save a note when everything begins to be looked at next, and no more."""

        def during() -> None:
            self.during = lambda: None
            self.save(name)

        self.during = during

    def play(self, script: Script) -> None:
        """Let a daemon live from what a script waits for to what it waits for next."""
        so: Callable[[], bool] | None = None
        until = self.now + LONGEST

        def step() -> None:
            nonlocal so
            assert self.now < until, "it never came"
            self.now += STEP
            if so is None or so():
                try:
                    so = next(script)
                except StopIteration:
                    self.watch.end(0)

        self.watch.begun, self.watch.alive = self.turns.clear, step
        assert self.watch.run() == 0


class Asking(Claim):
    """A claim through which the story asks."""

    story: Story

    def asked(self) -> Request | None:
        return self.story.asked

    def answer(self, request: Request) -> None:
        self.story.asked = None
        self.story.answered.append(request)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Return a vault with two people."""
    story, real = Story(tmp_path), vault.look

    def look(*given: Any, **more: Any) -> Seen:  # noqa: ANN401 (whatever it takes)
        story.during()
        return real(*given, **more)

    monkeypatch.setattr(vault, "look", look)
    return story


def test_a_save_during_a_look_is_on_the_pages_before_it_ends(story: Story) -> None:
    def script() -> Script:
        held, began = story.watch.state, story.now
        story.once(CY)
        story.watch.reload()
        yield lambda: story.now > began + 0.5
        assert (story.turns, story.watch.state) == ([], held), "nothing was learned"
        yield lambda: bool(story.turns)
        assert "Cy" in (story.root / "Network/People I know.md").read_text("utf-8")
        yield lambda: story.walked

    story.play(script())
    assert story.turns == [(False, (CY,)), (True, ())]


def test_what_was_saved_comes_before_a_look_that_is_asked_for(story: Story) -> None:
    def script() -> Script:
        story.save(ANA)
        story.write(BO)
        story.watch.hints.put(LOST)
        yield lambda: story.walked

    story.play(script())
    assert story.turns == [(False, (ANA,)), (True, (BO,))]
    assert story.lost[-2:] == [False, True], "it is told once everything was looked at"


def test_saves_during_each_look_keep_none_waiting_for_ever(story: Story) -> None:
    def script() -> Script:
        began = story.now
        story.write(BO)
        story.during = lambda: story.save(ANA)
        story.watch.reload()
        yield lambda: story.walked
        assert PACE.late < story.now - began < PACE.late + PACE.ceiling

    story.play(script())
    *before, last = story.turns
    assert before == [(False, (ANA,))] * len(before)
    assert len(before) > 10
    assert last == (True, (ANA, BO))


def test_folders_that_move_all_the_time_keep_no_look_waiting(story: Story) -> None:
    def script() -> Script:
        began = story.now
        story.write(BO)
        story.during = story.watch.reload
        story.watch.reload()
        yield lambda: story.walked
        assert PACE.late < story.now - began < PACE.late + PACE.ceiling

    story.play(script())
    assert story.turns == [(True, (BO,))]


def test_saves_without_a_pause_keep_no_look_waiting_for_ever(story: Story) -> None:
    def script() -> Script:
        began = story.now

        def walked() -> bool:
            story.save(ANA)
            return story.walked

        story.write(BO)
        story.watch.reload()
        yield walked
        assert story.now - began < PACE.late + 2 * PACE.ceiling

    story.play(script())
    *before, last = story.turns
    assert before == [(False, (ANA,))] * len(before)
    assert len(before) > 1, "what is typed is on the pages meanwhile"
    assert last == (True, (ANA, BO))


def test_who_asks_is_answered_when_everything_was_looked_at(story: Story) -> None:
    story.watch.claim = Asking(None)
    Asking.story = story

    def script() -> Script:
        story.save(ANA)
        story.once(BO)
        story.asked = ASKS

        def answered() -> bool:
            assert bool(story.answered) == story.walked
            return story.walked

        yield answered

    story.play(script())
    assert story.turns == [(False, (ANA, BO)), (True, ())]
    assert story.answered == [ASKS]


def test_what_only_a_look_can_tell_waits_for_nothing(story: Story) -> None:
    def script() -> Script:
        (story.root / "New").mkdir()
        story.save("New/Cy.md")
        story.once(ANA)
        story.watch.hints.put(EVERYTHING)
        began = story.now
        yield lambda: story.now > began + PACE.settle

    story.play(script())
    assert story.turns == [(True, (ANA, "New/Cy.md")), (False, ())], (
        "one look is enough"
    )


def test_a_first_look_gives_way_to_nothing(story: Story) -> None:
    story.once(CY)
    story.watch.begun = lambda: story.watch.end(0)
    assert story.watch.run() == 0
    assert [walked for walked, _ in story.turns] == [True]
    assert "Cy" in (story.root / "Network/People I know.md").read_text("utf-8")
