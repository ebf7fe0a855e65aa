"""A note that a command writes is as it was or complete, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import signal
import sys
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests import test_introduce, test_log
from tests.test_cli import ran
from tests.test_vault_writing import Faulty
from vaultkit import vault
from vaultkit.changes import Write
from vaultkit.problems import WriteFailedError
from vaultkit.snapshot import VaultPath
from vaultkit.vault import disk, replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX calls")
NOTE: Final = VaultPath("Daily/2026-11-21.md")
WAS: Final = b"\xef\xbb\xbf- tea: with Ana \r\n* \xf0\x9f\x90\x9d"
NOW: Final = WAS + b"\r\n* coffee: [[Priya Nair]]"


def replaced(root: Path) -> None:
    vault.replace(root, NOTE, WAS, NOW)


def created(root: Path) -> None:
    vault.create(root, NOTE, NOW.decode())


def paged(root: Path) -> None:
    vault.apply(root, [Write(NOTE, NOW.decode(), WAS, "")])


WRITES: Final = {"replace": replaced, "create": created, "page": paged}


def a_vault(root: Path, way: str) -> Path:
    (root / NOTE).parent.mkdir(parents=True)
    if way != "create":
        (root / NOTE).write_bytes(WAS)
    return root


def there(root: Path) -> bytes | None:
    return (root / NOTE).read_bytes() if (root / NOTE).exists() else None


def calls(root: Path, way: str) -> int:
    a_vault(root, way)
    with pytest.MonkeyPatch.context() as patch:
        counted = Faulty(patch, -1, OSError())
        WRITES[way](root)
    return counted.calls


def refused(act: Callable[[], object]) -> str:
    """Return why something was not written, "" where it was."""
    try:
        act()
    except WriteFailedError as wrong:
        return str(wrong)
    return ""


# --- a disk that is full, and an end by force ----------------------------------------


@pytest.mark.parametrize("way", ["replace", "create"])
def test_a_note_on_a_disk_that_is_full_is_as_it_was_or_complete(
    tmp_path: Path, way: str
) -> None:
    most = calls(tmp_path / "count", way)
    assert most > 8
    for at in range(1, most + 1):
        root = a_vault(tmp_path / str(at), way)
        before = there(root)
        with pytest.MonkeyPatch.context() as patch:
            Faulty(patch, at, OSError(errno.ENOSPC, "No space left on device"))
            why = refused(partial(WRITES[way], root))
        assert "No space left" in why or there(root) == NOW
        assert there(root) in {before, NOW}


class Fatal(Faulty):
    """Before the n-th call to the system the process is killed."""

    def failing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            self.calls += 1
            if self.calls == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call


def killed(at: int, act: Callable[[], object]) -> bool:
    """Do something in a process that is killed at a call; return whether it was."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # threads do not matter here
        child = os.fork()
    if child == 0:
        try:
            Fatal(pytest.MonkeyPatch(), at, OSError())
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("way", ["replace", "create"])
def test_a_kill_leaves_a_note_as_it_was_or_complete(tmp_path: Path, way: str) -> None:
    most = calls(tmp_path / "count", way)
    for at in range(1, most + 1):
        root = a_vault(tmp_path / str(at), way)
        before = there(root)
        assert killed(at, partial(WRITES[way], root))
        assert there(root) in {before, NOW}
        if there(root) == before:  # and what it left is in nobody's way
            WRITES[way](root)
        vault.replace(root, NOTE, NOW, NOW + b"\n")
        assert [file.name for file in (root / "Daily").iterdir()] == ["2026-11-21.md"]


def test_what_somebody_is_writing_now_is_not_swept(tmp_path: Path) -> None:
    root = a_vault(tmp_path, "replace")
    ours = disk.beside(root / "Daily/x.md")
    theirs = ours.with_name(ours.name.replace(str(os.getpid()), str(os.getppid())))
    theirs.touch()
    replaced(root)
    assert theirs.exists()


# --- power that goes -----------------------------------------------------------------


class Forgetful:
    """A disk that keeps what was brought to it, and of the rest nobody knows what.

    Attributes:
        perhaps: What a file may hold when the power comes back, at any moment so far.
        now: What it may hold if the power went now.
    """

    def __init__(
        self, patch: pytest.MonkeyPatch, target: Path, *, deaf: bool = False
    ) -> None:
        self.target, self.deaf = target, deaf
        was = target.read_bytes() if target.exists() else None
        self.now: set[bytes | None] = {was}
        self.perhaps = set(self.now)
        self.named: set[bytes | None] = set(self.now)
        self.unsafe: set[str] = set()
        self.paths: dict[int, str] = {}
        self.real = {name: getattr(os, name) for name in ("fsync", "open", "write")}
        for name in self.real:
            patch.setattr(os, name, getattr(self, name))
        for home, name in ((os, "replace"), (os, "link"), (replacing, "swap")):
            patch.setattr(home, name, self.moving(getattr(home, name)))

    def open(self, path: Any, *given: Any, **named: Any) -> int:  # noqa: ANN401 (any)
        found: int = self.real["open"](path, *given, **named)
        self.paths[found] = str(path)
        return found

    def write(self, file: int, data: bytes) -> int:
        self.unsafe.add(self.paths[file])
        return int(self.real["write"](file, data))

    def fsync(self, file: int) -> None:
        if self.deaf:
            return
        self.unsafe.discard(self.paths[file])
        if self.paths[file] == str(self.target.parent):
            self.now = set(self.named)

    def moving(self, real: Callable[..., object]) -> Callable[..., object]:
        def move(source: Any, to: Any, **named: Any) -> object:  # noqa: ANN401 (any)
            done = real(source, to, **named)
            if str(to) == str(self.target):
                data = self.target.read_bytes()
                lost = (
                    {b"", data[: len(data) // 2]} if str(source) in self.unsafe else ()
                )
                self.named = {data, *lost}
                self.now |= self.named
                self.perhaps |= self.now
            return done

        return move


@pytest.mark.parametrize("way", WRITES)
def test_power_that_goes_leaves_the_old_or_the_new(tmp_path: Path, way: str) -> None:
    root = a_vault(tmp_path, way)
    before = there(root)
    with pytest.MonkeyPatch.context() as patch:
        forgetful = Forgetful(patch, root / NOTE)
        WRITES[way](root)
    assert forgetful.perhaps == {before, NOW}
    assert forgetful.now == {NOW}, "what was said to be written stays written"


def test_a_disk_that_is_not_told_would_lose_it(tmp_path: Path) -> None:
    """Hold the test above to its purpose."""
    root = a_vault(tmp_path, "replace")
    with pytest.MonkeyPatch.context() as patch:
        forgetful = Forgetful(patch, root / NOTE, deaf=True)
        replaced(root)
    assert b"" in forgetful.perhaps
    assert WAS in forgetful.now


# --- the commands that edit notes ----------------------------------------------------

LOG: Final = ("log", "Priya: coffee")
INTRODUCE: Final = ("introduce", "Ana", "Bo", "--yes", "Ana")
INTRODUCED: Final = VaultPath(test_introduce.PATH)
ODD: Final = (
    "---\r\ntype: introduction # an idea\r\nbetween:\r\n  - '[[Ana Lind]]'   # her\r\n"
    '  - "[[Bo Reed]]"\r\n"why": "\U0001f41d bees"\r\nyes:\r\n'
    '  - "[[Bo Reed]]" # at once\r\n'
    "mine:   [ 1,2 ]\r\n---\r\n\r\nA thought \t\r\n"
)


def logging(root: Path) -> Path:
    text = WAS.decode()
    test_log.life(root, **{"Daily/2026-11-21.md": text})
    return root / NOTE


def introducing(root: Path) -> Path:
    test_introduce.life(root)
    note = root / INTRODUCED
    note.parent.mkdir()
    note.write_bytes(ODD.encode())
    return note


EDITS: Final = {"log": (logging, LOG), "introduce": (introducing, INTRODUCE)}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("when", ["before it writes", "while it writes"])
def test_a_note_that_changes_while_a_command_edits_it_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, when: str
) -> None:
    begin, args = EDITS[name]
    note = begin(tmp_path)
    at, called = (
        (vault, "replace") if when == "before it writes" else (replacing, "bring")
    )
    real = getattr(at, called)

    def meanwhile(*given: Any, **named: Any) -> object:  # noqa: ANN401 (any)
        note.write_bytes(b"typed just now\n")
        return real(*given, **named)

    monkeypatch.setattr(at, called, meanwhile)
    done = ran(tmp_path, *args)
    assert (done.code, "it changed since it was read" in done.err) == (7, True)
    assert note.read_bytes() == b"typed just now\n"


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_nothing_but_what_it_says(tmp_path: Path, name: str) -> None:
    begin, args = EDITS[name]
    note = begin(tmp_path)
    before = note.read_bytes()
    said = ran(tmp_path, *args)
    assert said.code == 0, said.err
    at, new = {
        "log": (b"", b"\r\n* coffee: [[Priya Nair]]"),
        "introduce": (b"mine:   [ 1,2 ]", b'  - "[[Ana Lind]]"\r\n'),
    }[name]
    start, found, end = before.partition(at) if at else (before, b"", b"")
    assert note.read_bytes() == start + new + found + end
