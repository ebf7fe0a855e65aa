"""What goes wrong with watching and writing, and what the daemon makes of it.

`docs/daemon.md` lists every fault and the test that holds it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
import time
import unicodedata
from dataclasses import replace
from itertools import count, pairwise
from random import Random
from typing import TYPE_CHECKING, Any, Final, Self

import pytest

from tests.keeping import FAST, Kept, as_emacs, as_git, as_vim, by_replacing, true
from tests.whole import TODAY
from vaultkit import build, mark, vault
from vaultkit.changes import Write
from vaultkit.daemon import hints
from vaultkit.daemon.holding import LONGEST, Left
from vaultkit.daemon.listening import Mode
from vaultkit.daemon.watch import Clock, Watch
from vaultkit.problems import PagesDifferError
from vaultkit.snapshot import VaultPath
from vaultkit.vault import disk, replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from vaultkit.changes import Change
    from vaultkit.parsing import Parsed
    from vaultkit.vault import Outcome

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
PEOPLE: Final = ("Ana", "Bo", "Cy", "Di")
NOTE: Final = "---\ntype: person\ninterests: [bees]\n---\n- 2026-10-02 coffee: a walk\n"
CHANCE: Final = Random(1)  # noqa: S311 (a story, not a secret)


def note(kept: Kept, name: str, text: str = NOTE) -> Path:
    """Save a note at once: nobody ever sees the half of it, however slow all is."""
    path = kept.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    by_replacing(path, text.encode(), CHANCE)
    return path


def fresh(root: Path) -> Kept:
    kept = Kept(root / "vault")
    for name in PEOPLE:
        note(kept, f"People/{name}.md")
    return kept


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Return a vault with four people, kept and at rest."""
    kept = fresh(tmp_path)
    kept.start()
    kept.rest()
    yield kept
    kept.stop()
    true(kept.root, kept.today)


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Kept]:
    """Return a vault with four people, that a test keeps when it is ready."""
    kept = fresh(tmp_path)
    yield kept
    kept.stop()
    true(kept.root, kept.today)


def test_what_is_ours_and_was_left_anywhere_is_taken_back(later: Kept) -> None:
    name = disk.beside(later.root).name.replace(f"-{os.getpid()}-", "-12345678-")
    left = [later.root / folder / name for folder in ("", "Old")]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    later.start()
    later.rest()
    assert not any(map(os.path.lexists, left))


class Seer:
    """Reads a page all the time, and remembers whom it ever lacked."""

    def __init__(self, kept: Kept, *names: str) -> None:
        self.kept, self.names = kept, names
        self.lacked: set[str] = set()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.see)

    def see(self) -> None:
        while not self.done.is_set():
            page = self.kept.page
            self.lacked |= {name for name in self.names if name not in page}

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()


def builds_for(kept: Kept, save: Callable[[str], None]) -> int:
    """Return how many builds a save makes in which nobody may disappear.

    A machine that holds up who saves for longer than a loss is doubted makes no save
    but a loss: then it is saved again.
    """
    for number in range(30):
        built, began = kept.built, time.monotonic()
        with Seer(kept, *PEOPLE) as seer:
            save(f"bread {number}")
            took = time.monotonic() - began
            kept.rest()
        if took < FAST.settle:
            break
    assert seer.lacked == set()
    return kept.built - built


def failing(
    patch: pytest.MonkeyPatch, where: object, name: str, wrong: Exception, times: int
) -> list[int]:
    """Let a function fail so many times; return a list with its calls."""
    calls: list[int] = []
    real = getattr(where, name)

    def fails(*given: Any, **more: Any) -> Any:  # noqa: ANN401 (whatever it takes)
        calls.append(1)
        if len(calls) <= times:
            raise wrong
        return real(*given, **more)

    patch.setattr(where, name, fails)
    return calls


# --- watching ------------------------------------------------------------------------


@linux
def test_folders_without_a_watch_are_polled(
    later: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.inotify_c import InotifyFD  # noqa: PLC0415 (Linux alone)

    for number in range(20):
        note(later, f"Deep/{number}/Note.md", "nothing yet")
    real, held = InotifyFD.add_callback, set[bytes]()

    def limited(self: InotifyFD, path: bytes, *more: Any) -> Any:  # noqa: ANN401 (as the library's)
        if len(held) >= 10 and path not in held:
            raise OSError(errno.ENOSPC, "No space left on device")
        held.add(path)
        return real(self, path, *more)

    monkeypatch.setattr(InotifyFD, "add_callback", limited)
    later.start()
    later.until(lambda: bool(later.modes and "unwatched" in later.modes[-1].polls))
    assert later.modes[-1].events
    for number in range(20):
        note(later, f"Deep/{number}/Note.md", "---\ntype: person\n---\n")
    later.until(lambda: "Note" in later.page)
    monkeypatch.undo()
    later.watch.reload()
    later.until(lambda: later.modes[-1].polls == "")
    later.rest()


@linux
def test_without_any_watch_everything_is_polled(
    later: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.inotify_c import InotifyFD  # noqa: PLC0415 (Linux alone)

    wrong = OSError(errno.EMFILE, "inotify instance limit reached")
    failing(monkeypatch, InotifyFD, "_create_inotify_fd", wrong, 10**9)
    later.start()
    later.until(lambda: bool(later.modes and "limit" in later.modes[-1].polls))
    note(later, "People/Zoe.md")
    later.until(lambda: "Zoe" in later.page)


def test_a_disk_that_tells_of_nothing_is_polled(
    later: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "hint", lambda *_given, **_more: None)
    later.pace = replace(FAST, retry=9)
    later.start()
    later.until(lambda: bool(later.modes and "no changes" in later.modes[-1].polls))
    note(later, "People/Zoe.md")
    later.until(lambda: "Zoe" in later.page)
    (later.root / "People/Zoe.md").unlink()
    later.until(lambda: "Zoe" not in later.page)


def test_a_vault_that_was_away_when_it_was_listened_to_is_listened_to_again(
    later: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, real, calls = FileNotFoundError(2, "gone"), vault.leave_cookie, count(1)
    failing(monkeypatch, hints.Watcher, "start", gone, 1)
    monkeypatch.setattr(
        vault, "leave_cookie", lambda *at: "" if next(calls) < 3 else real(*at)
    )
    later.start()
    later.until(lambda: any("gone" in mode.polls for mode in later.modes))
    later.rest()  # which it cannot where nothing is heard
    assert later.modes[-1] == Mode(events=True)


def test_polling_can_be_asked_for(later: Kept) -> None:
    later.poll = True
    later.start()
    later.until(lambda: bool(later.modes and later.modes[-1].polls == "as asked"))
    note(later, "People/Zoe.md")
    later.until(lambda: "Zoe" in later.page)


def test_an_edit_of_a_folder_that_moved_out_is_nothing(kept: Kept) -> None:
    away = kept.root.parent / "away"
    note(kept, "Old/Zoe.md")
    kept.rest()
    (kept.root / "Old").rename(away)
    kept.until(lambda: "Zoe" not in kept.page)
    kept.rest()
    built = kept.built
    (away / "Zoe.md").write_text(NOTE + "more\n")
    kept.rest()
    assert kept.built == built


def test_folders_that_move_in_and_about_are_followed(kept: Kept) -> None:
    away = kept.root.parent / "away"
    away.mkdir()
    (away / "Zoe.md").write_text(NOTE)
    away.rename(kept.root / "In")
    kept.rest()
    assert "Zoe" in kept.page
    (kept.root / "In").rename(kept.root / "People/Deep")
    kept.rest()
    (kept.root / "People/Deep/Fay.md").write_text(NOTE)
    kept.rest()
    assert "Fay" in kept.page


def test_a_vault_that_goes_is_waited_for(kept: Kept) -> None:
    pages = {p: p.read_bytes() for p in (kept.root / "Network").iterdir()}
    away = kept.root.with_name("unmounted")
    kept.root.rename(away)
    kept.until(lambda: "not there now" in kept.turns[-1].stopped)
    kept.root.mkdir()  # the empty folder below a mount
    kept.until(lambda: "no Markdown note" in kept.turns[-1].stopped)
    assert list(kept.root.iterdir()) == []
    kept.root.rmdir()
    away.rename(kept.root)
    kept.rest()
    assert {p: p.read_bytes() for p in pages} == pages
    note(kept, "People/Zoe.md")
    kept.rest()
    assert "Zoe" in kept.page


@posix
@pytest.mark.parametrize("how", [as_vim, as_emacs, as_git, by_replacing])
def test_a_save_is_one_build_and_nobody_disappears(
    kept: Kept, how: Callable[[Path, bytes, Random], None]
) -> None:
    path = kept.root / "People/Ana.md"

    def save(bees: str) -> None:
        how(path, NOTE.replace("bees", bees).encode(), CHANCE)

    assert builds_for(kept, save) == 1


def test_a_note_that_is_empty_for_a_moment_is_not_lost(kept: Kept) -> None:
    def save(bees: str) -> None:
        with (kept.root / "People/Ana.md").open("w") as file:
            file.flush()
            time.sleep(FAST.quiet + 0.02)
            file.write(NOTE.replace("bees", bees))

    assert builds_for(kept, save) == 1


def test_constant_typing_builds_at_the_ceiling(kept: Kept) -> None:
    for _ in range(6):  # a busy machine holds up who types, or who listens
        built, began = kept.built, time.monotonic()
        path, written = kept.root / "2026-11-20.md", [began]
        for number in range(150):
            with path.open("a") as file:
                file.write(f"- coffee: [[Friend {number}]] {built}\n")
            written.append(time.monotonic())
            time.sleep(0.01)
        # What makes the typing pause makes a good moment to build.
        pauses = sum(b - a >= FAST.quiet / 2 for a, b in pairwise(written))
        most = (time.monotonic() - began) / FAST.ceiling + 1 + pauses
        builds = kept.built - built
        kept.rest()
        if 1 <= builds <= most:
            break
    assert 1 <= builds <= most
    assert "Friend 149" in kept.page


@posix
def test_a_name_that_changes_its_case_is_the_same_person(kept: Kept) -> None:
    (kept.root / "People/Ana.md").rename(kept.root / "People/ana.md")
    kept.rest()
    assert "ana" in kept.page
    assert "Ana" not in kept.page


@posix
def test_accents_may_be_stored_apart(kept: Kept) -> None:
    name = unicodedata.normalize("NFD", "José")
    note(kept, f"People/{name}.md")
    note(kept, "2026-11-20.md", "- coffee: [[José]] and bread\n")
    kept.rest()
    assert kept.page.count("[[José]]") == 1
    (kept.root / f"People/{name}.md").write_text(NOTE + "more\n")
    kept.rest()


@linux
def test_a_name_that_is_not_text_harms_nothing(kept: Kept) -> None:
    odd = os.fsdecode(os.fsencode(kept.root) + b"/caf\xe9.md")
    for _ in range(2):
        with open(odd, "a") as file:  # noqa: PTH123 (a name that is no text)
            file.write(NOTE)
        kept.rest()
    codes = {one.code for turn in kept.turns for one in turn.problems}
    assert "file-name" in codes


def test_our_own_writing_is_no_news(kept: Kept) -> None:
    note(kept, "People/Zoe.md")
    kept.rest()
    built = kept.built
    times = {p: p.stat().st_mtime_ns for p in (kept.root / "Network").iterdir()}
    time.sleep(10 * FAST.settle)
    kept.rest()
    assert kept.built == built
    assert {p: p.stat().st_mtime_ns for p in times} == times
    last = max(n for n, turn in enumerate(kept.turns) if turn.built)
    after = kept.turns[last + 1 :]
    assert any(turn.walked for turn in after)
    assert all(turn.notes == 0 for turn in after)  # nothing was found to be other


def test_reading_is_no_news(kept: Kept) -> None:
    turns = len(kept.turns)
    for _ in range(20):
        for path in kept.root.rglob("*.md"):
            path.read_bytes()
    time.sleep(4 * FAST.quiet)
    assert len(kept.turns) == turns


def test_a_turn_that_fails_is_taken_again(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, build, "rebuild", ValueError("injected"), 3)
    note(kept, "People/Zoe.md")
    kept.until(lambda: "Zoe" in kept.page)
    kept.rest()
    said = [turn.stopped for turn in kept.turns if turn.stopped]
    assert said == ["ValueError: injected"] * 3


def test_a_watcher_that_dies_is_replaced(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[object] = []
    monkeypatch.setattr(threading, "excepthook", caught.append)
    failing(monkeypatch, hints, "hint", ValueError("injected"), 1)
    note(kept, "People/Zoe.md")
    kept.until(lambda: "Zoe" in kept.page)
    note(kept, "People/Fay.md")
    kept.rest()
    assert "Fay" in kept.page
    assert len(caught) == 1


def test_a_checkout_is_a_few_builds(kept: Kept) -> None:
    names = [f"Many/Friend {number}.md" for number in range(400)]
    for name in names:
        note(kept, name)
    kept.rest()
    built = kept.built
    with Seer(kept, *PEOPLE, "Friend 7", "Friend 399") as seer:
        for name in names:
            as_git(kept.root / name, NOTE.replace("bees", "bread").encode(), CHANCE)
        kept.rest()
    assert kept.built - built < 10
    assert seer.lacked == set()


@linux
def test_a_note_that_is_kept_elsewhere_stays_on_the_pages(kept: Kept) -> None:
    path = note(kept, "People/Zoe.md", NOTE + "long " * 200)
    kept.rest()
    size = path.stat().st_size
    hole = path.with_name("hole")
    hole.touch()
    os.truncate(hole, size)
    hole.replace(path)
    kept.rest()
    assert "Zoe" in kept.page
    codes = {one.code for turn in kept.turns for one in turn.problems}
    assert "file-away" in codes
    path.write_text(NOTE)
    kept.rest()
    turns = len(kept.turns)
    path.rename(path.with_name(".Zoe.md.icloud"))
    kept.until(lambda: any(turn.built for turn in kept.turns[turns:]))
    kept.rest()
    assert "Zoe" in kept.page
    built = [turn for turn in kept.turns[turns:] if turn.built]
    assert [one.path for one in built[-1].problems] == ["People/Zoe.md"]
    path.with_name(".Zoe.md.icloud").rename(path)
    kept.until(lambda: not [turn for turn in kept.turns if turn.built][-1].problems)
    kept.rest()


def test_a_clock_that_jumps_is_a_look_at_everything(kept: Kept) -> None:
    walks = sum(turn.walked for turn in kept.turns)
    kept.shift -= 365 * 86_400
    kept.until(lambda: sum(turn.walked for turn in kept.turns) > walks)
    kept.rest()


def test_the_pages_are_those_of_the_day(kept: Kept) -> None:
    kept.today = TODAY.replace(year=2028)
    kept.until(lambda: kept.turns[-1].today == kept.today)
    kept.rest()
    true(kept.root, kept.today)


# --- writing -------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [errno.ENOSPC, errno.EROFS, errno.EMFILE])
def test_a_failed_write_is_told_and_tried_again(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, wrong: int
) -> None:
    before = kept.page
    full = OSError(wrong, os.strerror(wrong))
    calls = failing(monkeypatch, replacing.Text, "write", full, 8)
    note(kept, "People/Zoe.md")
    kept.until(lambda: bool(kept.turns[-1].failed))
    assert kept.page == before
    assert len(calls) < 8, "it waits between one try and the next"
    kept.until(lambda: "Zoe" in kept.page)
    kept.rest()


def test_a_page_that_is_edited_right_now_is_left_alone(later: Kept) -> None:
    later.pace = replace(FAST, hold=1.0)
    later.start()
    later.rest()
    page = later.root / "Network/People I know.md"
    with page.open("a") as file:
        file.write("I am writing this\n")
    written = page.stat().st_mtime_ns
    note(later, "People/Zoe.md")
    later.until(lambda: bool(later.turns[-1].held))
    assert page.stat().st_mtime_ns == written
    later.until(lambda: "Zoe" in later.page)
    assert time.time_ns() - written >= 10**9
    assert later.page.endswith("I am writing this\n")
    later.rest()


def test_an_edited_page_is_set_aside_once(kept: Kept) -> None:
    page = kept.root / "Network/People I know.md"
    page.write_text(page.read_text().replace("type: v", "mine: 1\ntype: v", 1))
    kept.rest()
    kept.rest()
    aside = list((kept.root / "Network").glob("*(edited*"))
    assert len(aside) == 1
    assert "mine: 1" in aside[0].read_text()
    assert "mine: 1" not in kept.page


def test_a_page_that_was_deleted_comes_back_once(kept: Kept) -> None:
    (kept.root / "Network/People I know.md").unlink()
    kept.rest()
    assert "Ana" in kept.page
    (kept.root / "vaultkit.toml").write_text('pages_off = ["people"]\n')
    kept.rest()
    assert not (kept.root / "Network/People I know.md").exists()


def test_two_versions_that_were_merged_are_set_aside(kept: Kept) -> None:
    page = kept.root / "Network/People I know.md"
    old = page.read_text()
    note(kept, "People/Zoe.md")
    kept.rest()
    page.write_text(kept.page[:200] + old[150:])
    kept.rest()
    assert list((kept.root / "Network").glob("People I know (edited*"))


def test_copies_of_pages_that_a_sync_left_are_removed(kept: Kept) -> None:
    page = kept.root / "Network/People I know.md"
    mine = page.with_name("People I know 2.md")
    ends = (
        ".sync-conflict-20261101-101010-ABCDEFG",
        " (Conflicted copy X 202611011010)",
    )
    copies = [page.with_name(f"{page.stem}{end}.md") for end in ends]
    for copy in copies:
        shutil.copyfile(page, copy)
    mine.write_text(page.read_text() + "mine\n")
    kept.rest()
    assert not any(copy.exists() for copy in copies)
    assert mine.read_text().endswith("mine\n")


def test_most_people_gone_is_not_believed(kept: Kept) -> None:
    before = kept.page
    away = kept.root.parent / "away"
    (kept.root / "People").rename(away)
    kept.until(lambda: "nothing was touched" in kept.turns[-1].stopped)
    kept.rest()
    assert kept.page == before
    away.rename(kept.root / "People")
    kept.rest()
    assert kept.turns[-1].stopped == ""


def test_settings_half_typed_change_nothing(kept: Kept) -> None:
    before = kept.page
    (kept.root / "vaultkit.toml").write_text("link_style = ")
    kept.until(lambda: "not TOML" in kept.turns[-1].stopped)
    assert kept.page == before
    (kept.root / "vaultkit.toml").write_text('link_style = "plain"\n')
    kept.rest()
    assert "[[Ana]]" not in kept.page


def test_every_build_can_be_compared_with_one_from_scratch(
    later: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    later.paranoid = True
    later.start()
    later.rest()
    note(later, "People/Zoe.md")
    later.rest()
    later.stop()
    first = build.rebuild
    monkeypatch.setattr(
        build,
        "rebuild",
        lambda before, *given: replace(first(before, *given), people=99),
    )
    ended: list[BaseException] = []
    real = later.watch.run

    def run() -> None:
        try:
            real()
        except PagesDifferError as wrong:
            ended.append(wrong)

    later.watch.ended = None
    note(later, "People/Fay.md")
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert [str(one).partition(" is not")[0] for one in ended] == ["people"]
    monkeypatch.undo()
    later.start()
    later.rest()


# --- two of them ---------------------------------------------------------------------


def synced(one: Path, other: Path) -> int:
    """Carry what is newer from each vault to the other; return how much there was."""
    moved = 0
    for here, there in ((one, other), (other, one)):
        for file in [p for p in here.rglob("*.md") if p.is_file()]:
            to = there / file.relative_to(here)
            old = to.stat().st_mtime_ns if to.exists() else -1
            if old < file.stat().st_mtime_ns and (
                old == -1 or to.read_bytes() != file.read_bytes()
            ):
                to.parent.mkdir(parents=True, exist_ok=True)
                temp = to.with_name(f".syncthing.{to.name}.tmp")
                shutil.copy2(file, temp)
                temp.replace(to)
                moved += 1
    return moved


@pytest.mark.parametrize("apart", [0, 1], ids=["same day", "a day apart"])
def test_two_machines_that_sync_come_to_rest(tmp_path: Path, apart: int) -> None:
    pace = replace(FAST, hold=0.2)
    both = [Kept(tmp_path / name, pace) for name in ("a", "b")]
    for name in PEOPLE:
        note(both[0], f"People/{name}.md", NOTE.replace("2026-10-02", "2026-11-19"))
    shutil.copytree(both[0].root, both[1].root)
    both[1].today = TODAY.replace(day=TODAY.day + apart)
    for one in both:
        one.start()
        one.rest()
    try:
        note(both[0], "People/Zoe.md")
        note(both[1], "People/Fay.md")
        moved: list[int] = []
        while len(moved) < 250 and (len(moved) < 25 or any(moved[-3:])):
            moved.append(synced(both[0].root, both[1].root))
            time.sleep(0.2)
        assert sum(moved[-3:]) == 0, moved
        names = {p.name for one in both for p in (one.root / "Network").iterdir()}
        assert not any("edited" in name for name in names), names
        for one in both:
            assert "Zoe" in one.page
            assert "Fay" in one.page
    finally:
        for one in both:
            one.stop()


def test_a_page_that_two_write_in_turn_is_left_alone_ever_longer() -> None:
    """So two machines of which one has tomorrow already come to rest."""
    page, ours, theirs = VaultPath("Network/A.md"), mark.sign("a\n"), mark.sign("b\n")
    left = Left.found({page: ours.encode(), VaultPath("B.md"): b"not whole"})
    assert left.pages.keys() == {page}
    assert left.at_rest(page, ours.encode(), 0, 10) == 0
    waits = []
    for _ in range(9):
        waits.append(left.at_rest(page, theirs.encode(), 4, 10))
        wrote = vault.Outcome(Write(page, ours, theirs.encode(), ""))
        left = left.after([wrote])
    assert waits == [6, 16, 36, 76, 156, 316, 636, 896, 896]
    assert left.at_rest(page, theirs.encode(), LONGEST, 10) == 0
    assert left.at_rest(page, theirs.encode(), -1, 10) == 0, "a clock that was wrong"


def test_every_page_has_its_mark(kept: Kept) -> None:
    for page in (kept.root / "Network").glob("*.md"):
        found = mark.read(page.read_text())
        assert found is not None
        assert found.intact


@pytest.mark.parametrize("writing", [False, True])
def test_a_signal_ends_what_is_made_and_no_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, writing: bool
) -> None:
    """Before the first page nothing is lost; then the pages are written to the end."""
    (tmp_path / "People").mkdir()
    (tmp_path / "People/Ana.md").write_text(NOTE)
    real = vault.apply

    def before(*_: object) -> dict[VaultPath, Parsed]:
        if not writing:
            watch.interrupt(143)
        return {}

    def apply(root: Path, due: Iterable[Change]) -> tuple[Outcome, ...]:
        if writing:
            watch.interrupt(143)
        return real(root, due)

    monkeypatch.setattr(vault, "apply", apply)
    clock = Clock(time.monotonic, time.time_ns, lambda: TODAY)
    watch = Watch(tmp_path, clock, lambda *_: None, pace=FAST, before=before)
    assert watch.run() == 143
    assert (tmp_path / "Network/People I know.md").exists() == writing
    if writing:
        true(tmp_path, TODAY)
