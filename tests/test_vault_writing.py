from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vaultkit import mark, vault
from vaultkit.changes import Change, Keep, Remove, SetAside, Write, bytes_of, plan
from vaultkit.problems import NoteExistsError, Problem, WriteFailedError
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath
from vaultkit.vault import disk, replacing, swapping, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
PAGE = VaultPath("Network/Reconnect.md")
HOME = VaultPath("Network/This week.md")
OLD, NEW = b"old\n", "new\n"
NO_PROBLEM = Problem(PAGE, 1, 1, "page-edited", "", "")


def there(root: Path, path: str = PAGE, data: bytes = OLD) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
    return root / path


def write(path: VaultPath = PAGE, was: bytes | None = OLD) -> Write:
    return Write(path, NEW, was, "")


def said(root: Path, *changes: Change) -> list[str]:
    """Apply the changes and return what stopped them."""
    outcomes = vault.apply(root, changes)
    return [o.problem.message for o in outcomes if o.problem is not None]


def files(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def test_changes_become_files(tmp_path: Path) -> None:
    there(tmp_path)
    there(tmp_path, "Network/Gone.md")
    there(tmp_path, "Network/Kept.md")
    changes = (
        write(),
        write(HOME, None),
        Remove(VaultPath("Network/Gone.md"), OLD, ""),
        Keep(VaultPath("Network/Kept.md"), ""),
        write(VaultPath("a/b/c.md"), None),
    )
    assert said(tmp_path, *changes) == []
    assert files(tmp_path) == {
        PAGE: b"new\n",
        HOME: b"new\n",
        "Network/Kept.md": OLD,
        "a/b/c.md": b"new\n",
    }


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    target = there(tmp_path, data=NEW.encode())
    before = target.stat()
    assert said(tmp_path, write(was=NEW.encode())) == []
    after = target.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("now", [b"typed meanwhile", None])
def test_a_page_that_changed_since_it_was_read_is_left(
    tmp_path: Path, now: bytes | None
) -> None:
    if now is not None:
        there(tmp_path, data=now)
    before = files(tmp_path)
    changes = (write(), Remove(PAGE, OLD, "")) if now else (write(),)
    assert said(tmp_path, *changes) == [
        "the page cannot be written: it changed while the pages were built"
    ] * len(changes)
    assert files(tmp_path) == before


def test_a_file_that_came_since_is_left(tmp_path: Path) -> None:
    there(tmp_path)
    assert len(said(tmp_path, write(was=None))) == 1
    assert files(tmp_path) == {PAGE: OLD}


def test_a_page_that_icloud_keeps_elsewhere_is_not_made_anew(tmp_path: Path) -> None:
    target = there(tmp_path)
    target.rename(target.with_name(f".{target.name}.icloud"))
    before = files(tmp_path)
    for was in (None, OLD):
        assert len(said(tmp_path, write(was=was))) == 1
    with pytest.raises(WriteFailedError, match="keeps it elsewhere"):
        vault.create(tmp_path, PAGE, "# New\n")
    assert files(tmp_path) == before


def test_a_page_that_was_edited_is_set_aside_and_made_anew(tmp_path: Path) -> None:
    there(tmp_path)
    to = VaultPath("Network/Reconnect (edited).md")
    aside = SetAside(PAGE, to, "edited\n", "", NO_PROBLEM)
    assert said(tmp_path, aside, write(), write(HOME, None)) == []
    assert files(tmp_path) == {PAGE: b"new\n", HOME: b"new\n", to: b"edited\n"}


@pytest.mark.parametrize("together", [1, 32])
def test_what_cannot_be_set_aside_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(writing, "_AT_ONCE", together)  # however many wait together
    there(tmp_path)
    to = VaultPath("Network/Reconnect (edited 1).md")
    there(tmp_path, to, b"somebody's")
    aside = SetAside(PAGE, to, "old", "", NO_PROBLEM)
    outcomes = vault.apply(tmp_path, (aside, write(), write(HOME, None)))
    assert [o.problem is None for o in outcomes] == [False, True]
    assert files(tmp_path) == {PAGE: OLD, HOME: b"new\n", to: b"somebody's"}


def read_only(target: Path) -> None:
    target.chmod(0o444)


def hard_linked(target: Path) -> None:
    (target.parent / "twin.md").hardlink_to(target)


def linked_inside(target: Path) -> None:
    target.rename(target.parent / "real.md")
    target.symlink_to("real.md")


def a_folder(target: Path) -> None:
    target.unlink()
    target.mkdir()


@posix
def test_what_is_there_may_have_any_name_and_what_is_new_a_safe_one(
    tmp_path: Path,
) -> None:
    odd = VaultPath("Projects #2/Dr ^Hash [1]: a|b?.md")
    there(tmp_path, odd)
    assert said(tmp_path, write(odd)) == []
    assert files(tmp_path) == {odd: b"new\n"}
    assert said(tmp_path, write(VaultPath("Projects #2/New.md"), None)) == []
    assert len(said(tmp_path, write(VaultPath("Projects #2/New #1.md"), None))) == 1
    assert len(files(tmp_path)) == 2


@posix
@pytest.mark.parametrize("spoil", [read_only, hard_linked, linked_inside, a_folder])
def test_some_targets_are_refused_and_the_others_written(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(there(tmp_path))
    before = files(tmp_path)
    assert len(said(tmp_path, write(), write(HOME, None))) == 1
    assert files(tmp_path) == {**before, HOME: b"new\n"}


@posix
def test_a_folder_that_is_a_link_out_of_the_vault_is_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    there(outside, "Reconnect.md")
    root.mkdir()
    (root / "Network").symlink_to(outside)
    assert len(said(root, write(), write(HOME, None), Remove(PAGE, OLD, ""))) == 3
    assert files(outside) == {"Reconnect.md": OLD}


@posix
@pytest.mark.parametrize("inside", [".obsidian", ".hidden/deep"])
def test_a_folder_that_is_a_link_to_a_hidden_one_is_refused(
    tmp_path: Path, inside: str
) -> None:
    (tmp_path / inside).mkdir(parents=True)
    (tmp_path / "Network").symlink_to(inside)
    assert len(said(tmp_path, write(was=None))) == 1
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    "path",
    [
        *("../out.md", "/etc/out.md", "a/../../out.md", ".obsidian/main.js.md"),
        *("C:/out.md", "a\\..\\out.md", "CON.md", "", "a//b.md", "a/.b/c.md"),
    ],
)
def test_no_path_leads_out_of_the_vault(tmp_path: Path, path: str) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    assert len(said(root, write(VaultPath(path), None))) == 1
    assert files(tmp_path) == {}


@posix
def test_mode_and_attributes_are_kept(tmp_path: Path) -> None:
    target = there(tmp_path)
    target.chmod(0o640)
    try:
        os.setxattr(target, "user.colour", b"blue")  # type: ignore[attr-defined, unused-ignore]
        coloured = True
    except (AttributeError, OSError):
        coloured = False
    assert said(tmp_path, write()) == []
    assert target.stat().st_mode & 0o777 == 0o640
    if coloured:
        assert os.getxattr(target, "user.colour") == b"blue"  # type: ignore[attr-defined, unused-ignore]


@posix
def test_a_new_page_has_the_mode_the_user_gives_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        assert said(tmp_path, write(was=None)) == []
    finally:
        os.umask(mask)
    assert (tmp_path / PAGE).stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the two are one name")
def test_a_page_whose_name_the_disk_spells_apart_is_the_page(tmp_path: Path) -> None:
    there(tmp_path, "Network/Zuru\u0308ck.md")
    assert said(tmp_path, write(VaultPath("Network/Zur\u00fcck.md"))) == []
    assert files(tmp_path) == {"Network/Zuru\u0308ck.md": b"new\n"}


def begun(page: Path, by: int) -> Path:
    """Leave what a process of this number would, killed while it wrote a page."""
    temp = disk.beside(page).name.replace(f"-{os.getpid()}-", f"-{by}-")
    return there(page.parent, temp, b"half")


NOBODY = 2**22 + 1
"""More than any process has for its number on Linux."""


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    page = there(tmp_path)
    begun(page, NOBODY)
    theirs = begun(page, os.getppid())
    there(tmp_path, "Network/.vaultkit-notes.md", b"the user's")
    assert said(tmp_path, Keep(PAGE, "")) == []
    left = ["Network/.vaultkit-notes.md", theirs.relative_to(tmp_path).as_posix(), PAGE]
    assert sorted(files(tmp_path)) == sorted(left)


@posix
@pytest.mark.parametrize("name", ["0a1b2c3d-77-1", "77-1", "77"])
def test_what_another_machine_may_be_writing_is_swept_once_it_is_old(
    tmp_path: Path, name: str
) -> None:
    """Its processes have numbers that nobody has here: they tell nothing."""
    there(tmp_path)
    theirs = there(tmp_path, f"Network/.vaultkit-{name}.tmp", b"half")
    assert said(tmp_path, write()) == []
    name, hour = theirs.relative_to(tmp_path).as_posix(), 3_600 * 10**9
    for now, there_still in ((hour, True), (hour + 8, False)):
        os.utime(theirs, ns=(1, 7))
        vault.take_back(tmp_path, [name], now)
        assert theirs.exists() == there_still


BESIDE = """
import sys
import time
from pathlib import Path
from vaultkit import vault
from vaultkit.changes import Keep
from vaultkit.snapshot import VaultPath

root = Path(sys.argv[1])
vault.apply(root, [Keep(VaultPath("Network/Reconnect.md"), "")])
vault.take_back(root, vault.look(str(root), vault.Seen(), 0).left, time.time_ns())
"""
APART = ["unshare", "--user", "--map-root-user", "--pid", "--fork"]


def test_another_container_leaves_alone_what_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sees no process of ours, and must not think that ours is gone."""
    there(tmp_path)
    real = replacing.bring
    looks: list[int] = []

    def bring(texts: Sequence[replacing.Text]) -> None:
        looks.append(look_in(tmp_path))
        assert all(text.temp.exists() for text in texts)
        real(texts)

    monkeypatch.setattr(writing, "bring", bring)
    assert said(tmp_path, write()) == []
    assert looks == [0]


def look_in(root: Path) -> int:
    """Have another process look at a vault, in a container where that can be."""
    program = [sys.executable, "-c", BESIDE, str(root)]
    apart = sys.platform == "linux" and shutil.which("unshare") is not None
    if apart and subprocess.run([*APART, "true"], check=False).returncode == 0:
        program = [*APART, *program]
    return subprocess.run(program, check=False).returncode


def test_what_a_disk_that_went_kept_of_ours_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, away = tmp_path / "vault", tmp_path / "away"
    there(root)
    there(root, "Network/.vaultkit-notes.md", b"the user's")
    theirs = begun(there(root, "People/A.md"), os.getppid())
    (root / "People/A.md").unlink()
    real = replacing.bring

    def bring(texts: Sequence[replacing.Text]) -> None:
        real(texts)
        root.rename(away)

    monkeypatch.setattr(writing, "bring", bring)
    assert said(root, write()) != []
    away.rename(root)
    seen = vault.look(str(root), vault.Seen(), 0)
    assert len(seen.left) == 3
    vault.take_back(root, seen.left, 0)
    left = ["Network/.vaultkit-notes.md", theirs.relative_to(root).as_posix(), PAGE]
    assert sorted(files(root)) == sorted(left)
    assert (root / PAGE).read_bytes() == OLD


# --- faults --------------------------------------------------------------------------

CALLS = (
    *("open", "write", "fsync", "close", "replace", "link", "unlink", "lstat"),
    *("mkdir", "fchmod", "listxattr", "access"),
)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EMFILE)


class Faulty:
    """The n-th call to the system fails; `calls` counts them all."""

    def __init__(
        self, patch: pytest.MonkeyPatch, at: int, wrong: BaseException
    ) -> None:
        self.calls = 0
        self.at = at
        self.wrong = wrong
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, self.failing(getattr(os, name)))
        patch.setattr(replacing, "swap", self.failing(swapping.swap))

    def failing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            self.calls += 1
            if self.calls != self.at:
                return real(*given, **named)
            if real.__name__ == "close":
                real(*given)  # a descriptor that fails to close is closed all the same
            raise self.wrong

        return call


def a_run(root: Path) -> tuple[Change, ...]:
    """Put three pages on the disk and return what changes two and adds one."""
    gone = VaultPath("Network/Gone.md")
    there(root)
    there(root, gone)
    return write(), write(HOME, None), Remove(gone, OLD, ""), Keep(PAGE, "")


def is_sound(root: Path) -> None:
    """Check that every page is whole, old or new."""
    for path, data in files(root).items():
        if not path.startswith("Network/.vaultkit-"):
            assert data in {OLD, b"new\n"}, path


def faults_of_a_run(tmp_path: Path) -> int:
    changes = a_run(tmp_path / "count")
    with pytest.MonkeyPatch.context() as patch:
        faulty = Faulty(patch, -1, OSError())
        vault.apply(tmp_path / "count", changes)
        return faulty.calls


@posix
def test_whatever_call_fails_every_page_is_whole(tmp_path: Path) -> None:
    most = faults_of_a_run(tmp_path)
    assert most > 20
    for at in range(1, most + 1):
        for code in ERRORS:
            root = tmp_path / f"{at}-{code}"
            changes = a_run(root)
            with pytest.MonkeyPatch.context() as patch:
                Faulty(patch, at, OSError(code, os.strerror(code)))
                outcomes = vault.apply(root, changes)
            is_sound(root)
            failed = [o for o in outcomes if o.problem is not None]
            assert len(failed) <= 1, "one failing call spoils one page at most"

            # The next run, with a disk that works, finishes what is left.
            left = [o.change for o in failed if files(root).get(o.change.path) == OLD]
            if HOME not in files(root):
                left.append(changes[1])
            assert said(root, *left, Keep(PAGE, "")) == []
            assert files(root) == {PAGE: b"new\n", HOME: b"new\n"}


@posix
def test_a_disk_that_cannot_swap_has_its_files_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_system", lambda: lambda *_: errno.EINVAL)
    there(tmp_path)
    assert said(tmp_path, write()) == []
    assert files(tmp_path) == {PAGE: b"new\n"}


def saved(page: Path) -> None:
    page.write_bytes(b"typed")


def saved_anew(page: Path) -> None:
    page.unlink()
    page.write_bytes(b"typed")


def linked(page: Path) -> None:
    page.unlink()
    page.symlink_to("elsewhere")


def moved(page: Path) -> None:
    page.rename(page.with_name("Renamed.md"))


def shown(root: Path) -> dict[str, bytes | str]:
    """Return every file, and every link as what it leads to."""
    found = sorted(file for file in root.rglob("*") if not file.is_dir())
    return {
        file.name: str(file.readlink()) if file.is_symlink() else file.read_bytes()
        for file in found
    }


@pytest.mark.skipif(
    sys.platform not in {"linux", "darwin"}, reason="no file is swapped"
)
@pytest.mark.parametrize("happens", [saved, saved_anew, linked, moved, Path.unlink])
def test_what_happens_to_a_file_in_the_last_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None]
) -> None:
    page, real = there(tmp_path), swapping.swap
    before: dict[str, bytes | str] = {}

    def late(one: Path, other: Path) -> bool:
        monkeypatch.setattr(replacing, "swap", real)
        happens(page)
        before.update(shown(tmp_path))
        return real(one, other)

    monkeypatch.setattr(replacing, "swap", late)
    assert len(said(tmp_path, write())) == 1
    assert shown(tmp_path) == {
        name: data for name, data in before.items() if not name.startswith(".")
    }


@posix
def test_ctrl_c_at_any_moment_leaves_every_page_whole(tmp_path: Path) -> None:
    for at in range(1, faults_of_a_run(tmp_path) + 1):
        root = tmp_path / str(at)
        changes = a_run(root)
        with pytest.MonkeyPatch.context() as patch:
            Faulty(patch, at, KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                vault.apply(root, changes)
        is_sound(root)


KILLED = """
import sys
from pathlib import Path
from vaultkit import vault
from vaultkit.changes import Write
from vaultkit.snapshot import VaultPath

root, path = Path(sys.argv[1]), VaultPath("Network/Reconnect.md")
was = (root / path).read_bytes()
for n in range(1_000_000):
    text = f"{n}\\n" * 20_000
    vault.apply(root, [Write(path, text, was, "")])
    was = text.encode()
    if n == 0:
        print("ready", flush=True)
"""


@posix
def test_a_killed_run_leaves_a_whole_page(tmp_path: Path) -> None:
    target = there(tmp_path)
    for n in range(8):
        run = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.003 * n)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        lines = target.read_text().split("\n")
        assert len(lines) == 20_001
        assert len(set(lines[:-1])) == 1
    assert said(tmp_path, Keep(PAGE, "")) == []
    assert list(files(tmp_path)) == [PAGE]


# --- the whole circle ----------------------------------------------------------------


@pytest.mark.parametrize(
    "tail", [b"", b"mine", b"mine\r\n\r\n", b"caf\xe9 \x00 \xff", b"\n\n  \n# Mine\n"]
)
def test_read_plan_apply_comes_to_rest(tmp_path: Path, tail: bytes) -> None:
    text = "---\ntype: vaultkit-page\n---\n# One\n"
    there(tmp_path, data=bytes_of(mark.sign(text)) + tail)
    there(tmp_path, "Ada.md", b"a note")

    def rest(wanted: Mapping[VaultPath, str]) -> bool:
        planned = plan(wanted, vault.read(tmp_path), DEFAULTS)
        assert all(o.problem is None for o in vault.apply(tmp_path, planned))
        again = plan(wanted, vault.read(tmp_path), DEFAULTS)
        return all(isinstance(change, Keep) for change in again)

    for wanted in ({PAGE: text}, {PAGE: text + "two\n", HOME: text}, {HOME: text}, {}):
        assert rest(wanted)
        if tail.strip():
            assert (tmp_path / PAGE).read_bytes().endswith(tail)
    assert (tmp_path / "Ada.md").read_bytes() == b"a note"


def test_a_new_file_is_never_made_over_another(tmp_path: Path) -> None:
    path = VaultPath("People/Ada Moss.md")
    vault.create(tmp_path, path, "# Ada\n")
    assert (tmp_path / path).read_text() == "# Ada\n"
    with pytest.raises(NoteExistsError, match="Ada Moss"):
        vault.create(tmp_path, path, "# Another\n")
    with pytest.raises(WriteFailedError, match="out of the vault"):
        vault.create(tmp_path, VaultPath("../Ada.md"), "# Ada\n")
    there(tmp_path, "file", b"")
    with pytest.raises(WriteFailedError):
        vault.create(tmp_path, VaultPath("file/Ada.md"), "# Ada\n")
    assert (tmp_path / path).read_text() == "# Ada\n"


def test_a_folder_is_copied_into_an_empty_one_alone(tmp_path: Path) -> None:
    source = tmp_path / "source"
    there(source, "a/b.md")
    there(source, ".obsidian/app.json", b"{}")
    vault.copy(source, tmp_path / "new/copy")
    assert files(tmp_path / "new/copy") == files(source)
    with pytest.raises(NoteExistsError):
        vault.copy(source, tmp_path / "new/copy")
    (tmp_path / "empty").mkdir()
    vault.copy(source, tmp_path / "empty")
    assert files(tmp_path / "empty") == files(source)
    there(tmp_path, "file", b"")
    with pytest.raises(NoteExistsError):
        vault.copy(source, tmp_path / "file")


def test_a_vault_that_went_is_not_made_anew(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    assert said(root, write(HOME, None)) == [
        "the page cannot be written: the vault's folder is not there now"
    ]
    assert not root.exists()
