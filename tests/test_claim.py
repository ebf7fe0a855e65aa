"""The claim on a vault: who writes its pages, who waits, and who is asked."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.keeping import FAST, Kept, true
from tests.whole import TODAY
from vaultkit import vault
from vaultkit.problems import VaultWatchedError
from vaultkit.vault import claim
from vaultkit.vault.state import state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.vault import Holder

CLAIMS = """
import sys
from pathlib import Path
from vaultkit import vault

def waits(holder):
    print("waits for", holder.work, holder.pid, flush=True)
    return True

with vault.claimed(Path(sys.argv[1]), sys.argv[2], waits):
    print("holds", flush=True)
    sys.stdin.read()
"""
NOTE = "---\ntype: person\n---\n- 2026-10-02 coffee: bees\n"


def other(root: Path, work: str) -> subprocess.Popen[str]:
    """Start a process that claims a vault, and holds it until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", CLAIMS, str(root), work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def nobody(holder: Holder) -> bool:
    raise AssertionError(holder)


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    with vault.claimed(tmp_path, "build", nobody):
        second = other(tmp_path, "build")
        assert line(second) == f"waits for build {os.getpid()}"
    assert second.communicate("")[0] == "holds\n"


def test_a_claim_says_who_has_it_and_since_when(tmp_path: Path) -> None:
    first = other(tmp_path, vault.WATCH)
    assert line(first) == "holds"
    with (
        pytest.raises(VaultWatchedError, match=rf"watch \(pid {first.pid}, since 2"),
        vault.claimed(tmp_path, "build", lambda _holder: False),
    ):
        pass
    first.communicate("")


def test_a_killed_process_leaves_no_claim(tmp_path: Path) -> None:
    for _ in range(5):
        first = other(tmp_path, vault.WATCH)
        assert line(first) == "holds"
        first.send_signal(signal.SIGKILL)
        first.communicate()
        with vault.claimed(tmp_path, "build", nobody):
            pass


def test_two_vaults_are_two_claims(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        vault.claimed(tmp_path / "a", "build", nobody),
        vault.claimed(tmp_path / "b", "build", nobody),
    ):
        assert state_folder(tmp_path / "a") != state_folder(tmp_path / "b")


def test_nothing_of_it_is_in_the_vault(tmp_path: Path) -> None:
    with vault.claimed(tmp_path, "build", nobody):
        assert list(tmp_path.iterdir()) == []


def test_without_a_home_there_is_no_claim_and_everything_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with (
        vault.claimed(tmp_path, "build", nobody) as one,
        vault.claimed(tmp_path, "build", nobody),
    ):
        assert one.folder is None
        assert one.asked() is None
    assert not vault.ask(tmp_path, patience=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="as Linux has it")
def test_a_place_that_is_no_absolute_path_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the state would stand wherever the command happens to be run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for odd in ("state", "./state", ""):
        monkeypatch.setenv("XDG_STATE_HOME", odd)
        folder = state_folder(tmp_path)
        assert folder is not None
        assert folder.is_relative_to(tmp_path / "home")
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are locks on Windows")
def test_a_disk_without_locks_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network disks, where only one machine should keep a vault."""

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unknown)
    with (
        vault.claimed(tmp_path, "watch", nobody) as one,
        vault.claimed(tmp_path, "build", nobody) as other,
    ):
        assert one.folder is not None
        assert other.folder == one.folder
        assert vault.held(one.folder) is None


@pytest.mark.parametrize("said", ["", "[]", "{", '{"pid": "x"}', '{"token": 1}'])
def test_what_is_remembered_may_be_broken(tmp_path: Path, said: str) -> None:
    folder = state_folder(tmp_path)
    assert folder is not None
    for name in ("holder.json", "asked.json", "answered.json"):
        (folder / name).write_text(said)
    assert claim.holder(folder) is None
    with vault.claimed(tmp_path, "build", nobody) as one:
        assert one.asked() is None
        assert claim.holder(folder) is not None


def test_who_could_not_note_who_it_is_holds_a_claim_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with vault.claimed(tmp_path, "build", nobody) as before:
        pass
    monkeypatch.setattr(claim, "say", full)
    monkeypatch.setattr(claim, "_PAUSE", 0.001)
    waits: list[Holder] = []

    def never(holder: Holder) -> bool:
        waits.append(holder)
        return False

    with vault.claimed(tmp_path, vault.WATCH, nobody):
        assert vault.held(before.folder) == claim.UNKNOWN
        with (
            pytest.raises(VaultWatchedError, match="could not note who it is"),
            vault.claimed(tmp_path, "build", never),
        ):
            pass
        assert not vault.ask(tmp_path, patience=0)
    assert waits == [claim.UNKNOWN]
    assert vault.held(before.folder) is None


def test_a_build_asks_the_daemon_that_is_there(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / "People/Ana.md").write_text(NOTE)
    (root / "vaultkit.toml").write_text(f"today = {TODAY}\n")
    with vault.claimed(root, vault.WATCH, nobody) as claim:
        kept = Kept(root, FAST)
        kept.start(claim)
        try:
            kept.rest()
            (root / "People/Bo.md").write_text(NOTE)
            done = subprocess.run(
                [sys.executable, "-m", "vaultkit", "build", str(root)],
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, "unchanged" in done.stdout) == (0, True), done
            assert "asking vaultkit watch (pid" in done.stderr
            true(root, TODAY)
        finally:
            kept.stop()


def test_a_loss_is_accepted_through_the_daemon(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    for name in ("Ana", "Bo", "Cy", "Di"):
        (root / f"People/{name}.md").write_text(NOTE)
    with vault.claimed(root, vault.WATCH, nobody) as claim:
        kept = Kept(root, FAST)
        kept.start(claim)
        try:
            kept.rest()
            for name in ("Ana", "Bo", "Cy"):
                (root / f"People/{name}.md").unlink()
            kept.until(lambda: "nothing was touched" in kept.turns[-1].stopped)
            assert "Ana" in kept.page
            assert vault.ask(root, accept_loss=True, patience=10)
            assert "Ana" not in kept.page
        finally:
            kept.stop()


def test_whoever_asks_gives_up(tmp_path: Path) -> None:
    began = time.monotonic()
    asking = threading.Thread(
        target=vault.ask, args=(tmp_path,), kwargs={"patience": 1}
    )
    asking.start()
    asking.join(60)
    assert not asking.is_alive()
    assert time.monotonic() - began > 0.9


def test_who_holds_a_claim_is_seen_without_taking_it(tmp_path: Path) -> None:
    folder = state_folder(tmp_path)
    assert vault.held(folder) is None
    first = other(tmp_path, vault.WATCH)
    assert line(first) == "holds"
    one = vault.held(folder)
    assert one is not None
    assert (one.pid, one.work) == (first.pid, vault.WATCH)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert vault.held(folder) is None
    with vault.claimed(tmp_path, "build", nobody):
        assert vault.held(folder) is not None
    assert vault.held(None) is None


def test_a_look_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.claimed(tmp_path, vault.WATCH, nobody):
        folder = state_folder(tmp_path)
    assert folder is not None
    # As if somebody looked for long, while who held it last is known still.
    descriptor = os.open(folder / "lock", os.O_RDWR)
    assert claim._lock(descriptor)  # noqa: SLF001 (what a look does, held open)
    monkeypatch.setattr(time, "sleep", lambda _pause: os.close(descriptor))
    with vault.claimed(tmp_path, "build", nobody):
        pass
