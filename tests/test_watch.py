"""`vaultkit watch` as a process: what it prints, how it ends, who may run it."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from tests.keeping import by_replacing
from tests.whole import TODAY
from vaultkit import vault
from vaultkit.cli.watch import command, settle
from vaultkit.daemon import status
from vaultkit.daemon.watch import Clock, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
NOTE: Final = "---\ntype: person\n---\n- 2026-10-02 coffee: bees\n"
LIMIT: Final = Path("/proc/sys/fs/inotify/max_queued_events")


def a_vault(root: Path) -> Path:
    """Return a vault with one person."""
    (root / "People").mkdir()
    (root / "People/Ana.md").write_text(NOTE)
    (root / "vaultkit.toml").write_text(f"today = {TODAY}\n")
    return root


def begun(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "watch", str(root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a vault with one person."""
    return a_vault(tmp_path)


@pytest.fixture
def start(root: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Return how to start `vaultkit watch`; what still runs is killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        started.append(begun(root))
        return started[-1]

    yield begin
    for process in started:
        ended(process)


@pytest.fixture(scope="module")
def watched(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Return a vault and what watches it, for tests that leave it watching."""
    root = a_vault(tmp_path_factory.mktemp("watched"))
    watch = begun(root)
    try:
        assert line(watch) == f"watching {root}"
        assert line(watch)[9:] == "2 written"
        yield root, watch
    finally:
        ended(watch)


def line(process: subprocess.Popen[str]) -> str:
    """Return the next line of a watch, but for those that say how busy a machine is.

    Where it hears of nothing for two seconds it says that it polls.
    """
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    while said.startswith(("polling:", "not polling")):
        said = process.stdout.readline().strip()
    return said


def appears(root: Path, name: str) -> None:
    """Save a note at once: nobody ever sees the half of it, however slow all is."""
    by_replacing(root / name, NOTE.encode(), Random(1))  # noqa: S311 (which name it has meanwhile)


def page(root: Path) -> str:
    found = root / "Network/People I know.md"
    return found.read_text("utf-8") if found.exists() else ""


def comes(so: Callable[[], bool], patience: float = 30.0) -> None:
    end = time.monotonic() + patience
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def seconds_to_end(
    begin: Callable[[], subprocess.Popen[str]], number: signal.Signals
) -> float:
    """Return the least seconds that a watch takes to end; one try if it is at once."""
    least = float("inf")
    for _ in range(5):
        watch = begin()
        began = time.monotonic()
        watch.send_signal(number)
        rest, _ = watch.communicate(timeout=60)
        least = min(least, time.monotonic() - began)
        assert watch.returncode == 128 + number
        assert "Traceback" not in rest
        if least < 1:
            break
    return least


def test_it_says_what_it_does(watched: tuple[Path, subprocess.Popen[str]]) -> None:
    root, watch = watched
    appears(root, "People/Zoe.md")
    assert line(watch)[9:] == "2 written (People/Zoe.md)"
    assert "Zoe" in page(root)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once(
    root: Path, start: Callable[[], subprocess.Popen[str]], number: signal.Signals
) -> None:
    def begin() -> subprocess.Popen[str]:
        shutil.rmtree(root / "Network", ignore_errors=True)
        watch = start()
        line(watch)
        line(watch)
        return watch

    assert seconds_to_end(begin, number) < 2
    assert not list(root.rglob(".vaultkit-*"))


def test_a_signal_ends_the_first_build_too(
    root: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    for number in range(1_500):
        (root / f"People/Friend {number}.md").write_text(NOTE)

    def begin() -> subprocess.Popen[str]:
        watch = start()
        line(watch)
        time.sleep(0.2)
        return watch

    assert seconds_to_end(begin, signal.SIGTERM) < 2


def test_a_hang_up_is_a_look_at_everything(
    watched: tuple[Path, subprocess.Popen[str]],
) -> None:
    root, watch = watched
    watch.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    appears(root, "People/Yan.md")
    assert line(watch)[9:] == "2 written (People/Yan.md)"
    assert watch.poll() is None


def test_nobody_has_to_read_what_it_says(
    root: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    watch = start()
    line(watch)
    assert watch.stdout is not None
    watch.stdout.close()
    appears(root, "People/Zoe.md")
    comes(lambda: "Zoe" in page(root))
    appears(root, "People/Yan.md")
    comes(lambda: "Yan" in page(root))
    watch.terminate()
    assert watch.wait(20) == 143


def test_a_second_one_says_who_is_there(
    watched: tuple[Path, subprocess.Popen[str]],
) -> None:
    root, first = watched
    second = begun(root)
    told, _ = second.communicate(timeout=30)
    assert second.returncode == 3
    assert f"vaultkit watch (pid {first.pid}, since 2" in told


def test_the_next_one_starts_after_a_kill(
    root: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    first = start()
    line(first)
    first.kill()
    first.wait()
    second = start()
    assert line(second) == f"watching {root}"
    comes(lambda: "Ana" in page(root))


def test_a_vault_that_is_not_there_is_said(
    root: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    shutil.rmtree(root)
    watch = start()
    told, _ = watch.communicate(timeout=30)
    assert watch.returncode == 3
    assert "no such folder" in told


@pytest.mark.skipif(not LIMIT.exists(), reason="the queue of inotify is Linux's")
def test_a_queue_that_overflows_loses_nothing(
    root: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    watch = start()
    line(watch)
    line(watch)
    comes(lambda: bool(vault.said(vault.state_folder(root), status.FILE)["events"]))
    watch.send_signal(signal.SIGSTOP)
    os.waitpid(watch.pid, os.WUNTRACED)  # until it stands still it may take some away
    pictures = [root / "here.png", root / "there.png"]
    for number in range(int(LIMIT.read_text()) + 100):  # two in turn: no two are one
        os.close(os.open(pictures[number % 2], os.O_CREAT | os.O_WRONLY))
    appears(root, "People/Zoe.md")
    watch.send_signal(signal.SIGCONT)
    told = {line(watch), line(watch)}
    assert "the system lost track of changes, so everything was looked at" in told
    comes(lambda: "Zoe" in page(root))


def test_what_only_some_saves_need_is_made_while_nobody_waits(root: Path) -> None:
    made: list[bool] = []

    def begun() -> None:
        daemon.end(0)
        kept = daemon.state.made.build.kept.gathered if daemon.state.made else None
        made.append(kept is not None and None not in (kept.search, kept.twins.marks))

    clock = Clock(time.monotonic, time.time_ns, lambda: TODAY)
    daemon = Watch(root, clock, lambda turn, mode: (turn, mode), begun=begun)
    assert daemon.run() == 0
    assert made == [True]


def test_garbage_is_looked_for_once_everything_was_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is off until then, and a daemon that never looked would grow for months."""
    known: list[tuple[bool, bool]] = []
    looks = gc.isenabled()

    def begun() -> None:
        gc.disable()
        settle()
        known.append((daemon.state.made is not None, gc.isenabled()))
        daemon.end(0)

    clock = Clock(time.monotonic, time.time_ns, lambda: TODAY)
    daemon = Watch(root, clock, lambda turn, mode: (turn, mode), begun=begun)
    try:
        assert daemon.run() == 0
        assert known == [(True, True)]
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        (gc.enable if looks else gc.disable)()

    given: list[object] = []
    monkeypatch.setattr("vaultkit.cli.watch._heed_signals", given.append)

    def run(its: Watch) -> int:
        given.append(its.begun)
        return 0

    monkeypatch.setattr(Watch, "run", run)
    command.main([str(root)], standalone_mode=False)
    assert given[1:] == [settle]
