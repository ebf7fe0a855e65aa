"""How the daemon is, what it did, and who is told: while it runs, and afterwards."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_cli import data, ran, says
from tests.whole import TODAY
from vaultkit import vault
from vaultkit.changes import Refuse, Remove, Write
from vaultkit.cli.watch import Told
from vaultkit.daemon import journal, status
from vaultkit.daemon.journal import Journal, kind
from vaultkit.daemon.listening import Mode
from vaultkit.daemon.notify import Starter
from vaultkit.daemon.record import Record
from vaultkit.daemon.regenerate import Turn
from vaultkit.daemon.status import Status
from vaultkit.problems import PagesDifferError, Problem
from vaultkit.snapshot import VaultPath
from vaultkit.standing import unwritable
from vaultkit.vault import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEARD: Final = Mode(events=True)
WHO: Final = "Wilhelmina"
PAGE: Final = VaultPath("Network/This week.md")
OTHER: Final = VaultPath("Network/Reconnect.md")
NOTE: Final = VaultPath(f"People/{WHO}.md")
BROKEN: Final = Problem(NOTE, 2, 1, "date-unclear", f"`{WHO}` is no date", "Mend it.")


def a_turn(**more: Any) -> Turn:  # noqa: ANN401 (whatever a turn has)
    """Return a turn that made pages of ten notes, in a second."""
    usual: dict[str, Any] = {
        "today": TODAY,
        "built": True,
        "notes": 10,
        "people": 4,
        "seconds": 1.0,
        "problems": (BROKEN,),
        "changed": (NOTE,),
        "outcomes": (Outcome(Write(PAGE, WHO, None, "new")),),
    }
    return Turn(**(usual | more))


QUIET: Final = Turn(today=date(2027, 1, 1), walked=True, seconds=0.1)


# --- the value -----------------------------------------------------------------------


def test_a_status_says_what_a_turn_did() -> None:
    first = Status(since="then").after(a_turn(), HEARD, "now")
    assert (first.notes, first.people, first.today) == (10, 4, "2026-11-21")
    assert first.problems == {"error": 1, "warning": 0, "hint": 0}
    assert (first.built, first.seconds, first.written) == ("now", 1.0, 1)
    assert (first.looked, first.events, first.polls) == ("now", True, "")


def test_a_turn_that_found_nothing_new_changes_nothing_but_when() -> None:
    first = Status(since="then").after(a_turn(), HEARD, "now")
    later = first.after(QUIET, HEARD, "later")
    assert later.looked == "later"
    assert Status.read(later.as_json() | {"looked": "now"}) == first


def test_what_waits_is_named_until_it_is_done() -> None:
    failed = Outcome(Remove(PAGE, b"", ""), unwritable(PAGE, "the disk is full"))
    refused = Outcome(Refuse(OTHER, unwritable(OTHER, "in the way")), BROKEN)
    turn = a_turn(outcomes=(failed, refused), held=(OTHER,), doubted=(NOTE, NOTE))
    waits = Status(since="then").after(turn, HEARD, "now")
    assert (waits.held, waits.doubted, waits.written) == ((OTHER,), 2, 0)
    assert [one["path"] for one in waits.failed] == [PAGE]
    assert "full" in waits.failed[0]["message"]
    assert [one["path"] for one in waits.refused] == [OTHER]
    assert "wait" in waits.line
    done = waits.after(a_turn(built=False, outcomes=()), HEARD, "later")
    assert (done.held, done.doubted, done.failed, done.refused) == ((), 0, (), ())


def test_a_stop_is_told_until_it_is_over() -> None:
    one = Status(since="then").after(a_turn(stopped="gone"), HEARD, "now")
    assert one.line == one.stopped == "gone"
    assert one.after(QUIET, HEARD, "later").stopped == ""


PLAIN: Final = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*Status().as_json(), "more"]), PLAIN))
def test_whatever_was_kept_is_a_status_or_none(kept: dict[str, Any]) -> None:
    found = Status.read(kept)
    assert (found is not None) == isinstance(kept.get("since"), str)
    if found is not None:
        assert Status.read(json.loads(json.dumps(found.as_json()))) is not None


def test_what_was_kept_comes_back() -> None:
    failed = Outcome(Remove(PAGE, b"", ""), unwritable(PAGE, "the disk is full"))
    turn = a_turn(outcomes=(failed,), held=(OTHER,))
    one = Status(version="1", since="then").after(turn, Mode(polls="as asked"), "now")
    assert Status.read(json.loads(json.dumps(one.as_json()))) == one


# --- the log -------------------------------------------------------------------------


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in vault.logged(folder, journal.FILE, 1000)]


def a_journal(folder: Path, *, names: bool = False) -> Journal:
    return Journal(vault.Log(folder, journal.FILE), lambda: "now", names)


def test_the_log_holds_numbers_and_no_word_of_a_note(tmp_path: Path) -> None:
    log = a_journal(tmp_path)
    log(a_turn(), HEARD)
    log(QUIET, HEARD)
    log.close()
    listening, turn = lines(tmp_path)
    assert listening == {
        "at": "now",
        "event": "listening",
        "events": True,
        "polls": "",
    }
    assert (turn["event"], turn["seconds"], turn["notes"]) == ("turn", 1.0, 10)
    assert (turn["changed"], turn["written"], turn["problems"]) == (1, 1, 1)
    text = (tmp_path / journal.FILE).read_text("utf-8")
    assert WHO not in text
    assert "Network" not in text


def test_files_are_named_where_that_is_asked_for_and_nothing_else(
    tmp_path: Path,
) -> None:
    log = a_journal(tmp_path, names=True)
    log(a_turn(), HEARD)
    log.close()
    *_, turn = lines(tmp_path)
    assert turn.pop("changed_files") == [NOTE]
    assert turn.pop("written_files") == [PAGE]
    assert turn.pop("failed_files") == []
    assert WHO not in json.dumps(turn)


def test_a_stop_and_its_end_are_told_once(tmp_path: Path) -> None:
    log = a_journal(tmp_path)
    for turn in (a_turn(stopped="gone"), a_turn(stopped="gone", built=False), QUIET):
        log(turn, HEARD)
    log.close()
    told = [line["event"] for line in lines(tmp_path)]
    assert told.count("stopped") == told.count("resumed") == 1


def test_a_page_that_fails_again_and_again_is_told_once(tmp_path: Path) -> None:
    failed = Outcome(Remove(PAGE, b"", ""), unwritable(PAGE, "the disk is full"))
    log = a_journal(tmp_path)
    for _ in range(5):
        log(a_turn(built=False, outcomes=(failed,)), HEARD)
    log.close()
    assert [line.get("failed") for line in lines(tmp_path)] == [None, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_nobody_else_may_read_what_is_kept(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = vault.state_folder(tmp_path)
        assert folder is not None
        log = a_journal(folder)
        log.note("began")
        log.close()
        vault.say(folder, status.FILE, {})
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in (journal.FILE, status.FILE):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_large_log_is_begun_anew_and_read_as_one(tmp_path: Path) -> None:
    log = a_journal(tmp_path)
    for number in range(60):
        log.note("turn", number=number, filled="x" * 100_000)
    log.close()
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == [journal.FILE, *(f"{journal.FILE}.{n}" for n in (1, 2, 3))]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4_000_000
    numbers = [line["number"] for line in lines(tmp_path)]
    assert numbers == list(range(60 - len(numbers), 60))
    assert len(numbers) > 30
    assert len(vault.logged(tmp_path, journal.FILE, 15)) == 15
    assert vault.logged(tmp_path / "nowhere", journal.FILE, 15) == []
    assert vault.logged(None, journal.FILE, 15) == []


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / journal.FILE).mkdir()
    log = a_journal(tmp_path)
    log(a_turn(), HEARD)
    log.close()
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="no device is always full")
def test_a_log_on_a_full_disk_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / journal.FILE).symlink_to("/dev/full")
    log = a_journal(tmp_path)
    log(a_turn(), HEARD)
    log.close()
    assert capsys.readouterr() == ("", "")


def test_a_mistake_of_ours_is_told_by_kind_and_place() -> None:
    # What it says itself may be somebody's name, or their note.
    nobody: dict[str, str] = {}
    with pytest.raises(KeyError) as wrong:
        Journal(logging.NullHandler(), lambda: nobody[WHO]).note("began")
    said = kind(wrong.value)
    assert said.startswith("KeyError at daemon/journal.py:")
    assert WHO not in said
    assert kind(ValueError(WHO)) == "ValueError"


# --- both, and whoever began it ------------------------------------------------------


class Heard:
    """A socket as systemd has one, and what was said on it."""

    def __init__(self, address: str) -> None:
        self.way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.way.bind(address)
        self.way.settimeout(20)

    def next(self) -> str:
        return self.way.recv(4096).decode()

    def until(self, start: str) -> str:
        while not (word := self.next()).startswith(start):
            pass
        return word


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest) -> Iterator[tuple[Heard, str]]:
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "notify")
        known = request.param == "path" or sys.platform != "linux"
        heard = Heard(name if known else f"\0{name}")
        yield heard, name if known else f"@{name}"
        heard.way.close()


def test_systemd_hears_what_it_wants_to(systemd: tuple[Heard, str]) -> None:
    heard, address = systemd
    now = [0.0]
    environ = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "3000000"}
    one = Starter.named(environ, 7, lambda: now[0])
    one.ready()
    one.ready()
    one.status("two\nlines")
    said: list[str] = []
    for _ in range(60):  # six seconds
        one.alive()
        now[0] += 0.1
    one.ends()
    while said[-1:] != ["STOPPING=1"]:
        said.append(heard.next())
    assert said[:2] == ["READY=1", "STATUS=two lines"]
    assert said[2:-1] == ["WATCHDOG=1"] * 6
    assert all(patience < 3 for patience in (one.patience / 3,))


@pytest.mark.parametrize(
    ("environ", "patience"),
    [
        ({}, 0),
        ({"NOTIFY_SOCKET": "/nowhere/at/all", "WATCHDOG_USEC": "1000000"}, 1),
        ({"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "1000000"}, 0),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "soon"}, 0),
        ({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "5", "WATCHDOG_PID": "8"}, 0),
        ({"NOTIFY_SOCKET": f"/{'x' * 500}", "WATCHDOG_USEC": "1"}, 1e-6),
        ({"NOTIFY_SOCKET": "/\udce9"}, 0),
    ],
)
def test_where_nobody_listens_nothing_happens(
    environ: dict[str, str], patience: float
) -> None:
    one = Starter.named(environ, 7, time.monotonic)
    assert one.patience == patience
    one.ready()
    one.alive()
    one.status("x")
    one.ends()


def a_record(folder: Path | None, tell: Callable[[Turn, Mode], object]) -> Record:
    starter = Starter.named({}, 1, time.monotonic)
    record = Record(folder, starter, lambda: "2026-11-21T10:00:00", tell)
    record.begin("1.0", 7)
    return record


def test_whoever_watches_is_told_that_another_day_began(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Else pages would be written, and nobody would know what for."""
    tell, later, none = Told(), date(2026, 12, 1), ()
    for turn in (
        a_turn(problems=none),
        a_turn(problems=none, today=later, changed=none),
        a_turn(problems=none, today=later),
        a_turn(problems=none, today=TODAY, changed=none, outcomes=none),
        a_turn(problems=none, today=later, changed=(NOTE,) * 5),
    ):
        tell(turn, HEARD)
    assert [line[9:] for line in capsys.readouterr().out.splitlines()] == [
        f"1 written ({NOTE})",
        "1 written (it is 1 December 2026)",
        f"1 written ({NOTE})",
        f"1 written (it is 1 December 2026, {NOTE}, {NOTE}, {NOTE} and 2 more)",
    ]


def test_a_record_keeps_every_turn(tmp_path: Path) -> None:
    told: list[Turn] = []
    record = a_record(tmp_path, lambda turn, _mode: told.append(turn))
    record(a_turn(), HEARD)
    assert told == [a_turn()]
    kept = Status.read(vault.said(tmp_path, status.FILE))
    assert kept == record.status
    assert record.through(lambda: 143) == 143
    kept = Status.read(vault.said(tmp_path, status.FILE))
    assert kept is not None
    assert (kept.ended, kept.code) == ("2026-11-21T10:00:00", 143)
    assert [one["event"] for one in lines(tmp_path)] == [
        *("began", "listening", "turn", "ended")
    ]


def test_a_mistake_is_kept_without_its_text(tmp_path: Path) -> None:
    told: list[Turn] = []
    record = a_record(tmp_path, lambda turn, _mode: told.append(turn))
    record.crashed(KeyError(WHO))
    record(a_turn(stopped=f"KeyError: {WHO}"), HEARD)
    record.end(0)
    assert WHO in told[0].stopped, "the user alone sees it"
    for file in tmp_path.iterdir():
        assert WHO not in file.read_text("utf-8")
        assert "KeyError" in file.read_text("utf-8")


def test_whatever_ends_it_is_kept(tmp_path: Path) -> None:
    def differs() -> int:
        raise PagesDifferError(PAGE, WHO, None)

    record = a_record(tmp_path, lambda _turn, _mode: None)
    with pytest.raises(PagesDifferError):
        record.through(differs)
    assert vault.said(tmp_path, status.FILE)["code"] == 8
    assert lines(tmp_path)[-1]["code"] == 8


def test_a_record_without_a_place_keeps_nothing_and_works(tmp_path: Path) -> None:
    told: list[Turn] = []
    for folder in (None, tmp_path / "gone"):
        record = a_record(folder, lambda turn, _mode: told.append(turn))
        record(QUIET, HEARD)
        assert record.through(lambda: 0) == 0
    assert told == [QUIET, QUIET]


# --- for real ------------------------------------------------------------------------


@contextmanager
def watched(
    root: Path, *args: str, **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Watch a vault in another process, from the first quiet moment on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "watch", str(root), *args],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: says_so(root, process.pid))
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def says_so(root: Path, pid: int) -> bool:
    folder = vault.state_folder(root)
    kept, holder = vault.said(folder, status.FILE), vault.held(folder)
    begun = bool(kept.get("events") or kept.get("polls"))
    return holder is not None and holder.pid == kept.get("pid") == pid and begun


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Ana.md").write_text(f"---\ntype: person\n---\n- {TODAY} met: bees\n")
    (folder / "vaultkit.toml").write_text(f"today = {TODAY}\n")
    return folder


def test_status_answers_while_it_runs_and_when_it_does_not(root: Path) -> None:
    assert "nobody watches, nor ever did" in says(root, "status", code=1)
    found = data(root, "status", code=1)
    assert (found["watched"], found["pid"], found["status"]) == (False, None, None)
    with watched(root) as process:
        text = says(root, "status")
        assert f"watched by pid {process.pid}, since 2" in text
        assert "heard of as they happen" in text
        assert "1 note, 1 person; last look 2" in text
        found = data(root, "status")
        assert (found["watched"], found["pid"]) == (True, process.pid)
        assert found["status"]["notes"] == 1
        (root / "Bo.md").write_text("---\ntype: person\n---\n")
        until(lambda: data(root, "status")["status"]["people"] == 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert "stopped by force after 2" in says(root, "status", code=1)
    found = data(root, "status", code=1)
    assert (found["watched"], found["killed"]) == (False, True)


def test_an_end_is_told_apart_from_a_crash(root: Path) -> None:
    with watched(root) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with watched(root) as process:
        assert data(root, "status")["killed"] is False
        process.terminate()
        process.wait()
        assert "nobody watches since 2" in says(root, "status", code=1)
        assert data(root, "status", code=1)["status"]["code"] == 143
    printed = says(root, "service", "logs").splitlines()
    events = [json.loads(line)["event"] for line in printed]
    assert (events.count("began"), events.count("ended")) == (2, 1)
    assert len(says(root, "service", "logs", "--lines", "2").split("\n")) == 3
    where = Path(says(root, "service", "logs", "--path").strip())
    assert where.is_file()
    assert root not in where.parents


def test_what_cannot_be_written_waits_and_is_named(root: Path) -> None:
    (root / "Network").mkdir()
    (root / "Network/This week.md").write_text("mine")
    with watched(root, "--poll"):
        text = says(root, "status")
        assert "looked for every few seconds: as asked" in text
        assert "not written: Network/This week.md: " in text
        found = data(root, "status")["status"]
        assert [one["code"] for one in found["refused"]] == ["page-taken"]


def test_what_another_daemon_kept_is_not_of_this_one(root: Path) -> None:
    folder = vault.state_folder(root)
    assert folder is not None
    record = a_record(folder, lambda _turn, _mode: None)
    record(a_turn(), HEARD)
    with vault.claimed(root, vault.WATCH, lambda _holder: False):
        text = says(root, "status")
        assert "the first look is not over yet" in text
        assert "10 notes" not in text
        assert data(root, "status")["status"] is None
    assert "10 notes" in says(root, "status", code=1)
    record.end(0)


def test_a_build_is_nobody_who_watches(root: Path) -> None:
    with vault.claimed(root, "build", lambda _holder: False):
        assert "nobody watches" in says(root, "status", code=1)


def test_a_service_prints_nothing_and_tells_systemd(
    root: Path, systemd: tuple[Heard, str]
) -> None:
    heard, address = systemd
    told = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "3000000"}
    with watched(root, "--quiet", **told) as process:
        heard.until("READY=1")
        heard.until("WATCHDOG=1")
        heard.until("WATCHDOG=1")
        (root / "Bo.md").write_text("---\ntype: person\n---\n")
        assert "people: 2; pages of 2" in heard.until("STATUS=notes: 2")
        process.terminate()
        heard.until("STOPPING=1")
        assert process.communicate()[0] == b""
        assert process.returncode == 143


def test_status_of_no_vault(tmp_path: Path) -> None:
    assert "no such folder" in says(tmp_path, "status", "nowhere", code=3)
    assert ran(tmp_path, "service", "logs", "nowhere").code == 3
