"""Looking again finds what a first look would, and asks of nothing that did not change.

Of a vault in which whatever may happen to files happens, some of it heard of.
"""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from contextlib import suppress
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit import vault
from vaultkit.vault import Seen, looking, walking
from vaultkit.vault.looking import RACY

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="any name goes here")
LATER: Final = RACY + 10**9
NFD: Final = unicodedata.normalize("NFD", "José")
FOLDERS: Final = ("", "a/", "b/", "b/é/", f"b/{NFD[-2:]}/", "b/Folder.md/")
NAMES: Final = (
    *("Ana.md", "ana.md", "ANA.MD", "K.md", "\u212a.md", "José.md", f"{NFD}.md"),
    *(".Ana.md.icloud", f".{NFD}.md.icloud", ".x.png.icloud", ".icloud", "x.png"),
    *("Ours.canvas", "Page.md.j2", "Folder.md", "Ana.md~", "#Ana.md#", "sed123"),
    *(os.fsdecode(b"caf\xe9.md"), "vaultkit.toml", ".vaultkit-1-1.tmp", "Bo.md"),
)
TEXTS: Final = (b"", b"one", b"two", b"\xff\xfe", b"---\ntype: vaultkit-page\n---\n")
DEEDS: Final = (
    *("write", "write", "set_back", "replace", "rename", "remove", "remove", "link"),
    *("make_folder", "move_folder", "drop_folder", "out_and_in", "out_and_in"),
)


class Lived:
    """A folder to which whatever may happen to files happens; few names in each."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.root, self.away = os.path.realpath(folder / "vault"), folder / "away"
        self.chance = Random(seed)  # noqa: S311 (a story, not a secret)
        self.folders = ("", *self.chance.sample(FOLDERS, 3))
        self.names = self.chance.sample(NAMES, 5)
        self.seen = Seen()
        self.now = 0
        Path(self.root).mkdir()
        for _ in range(3):
            self.do("make_folder")

    def some(self) -> Path:
        """Return where a file may be, in a folder that is there."""
        there = [one for one in self.folders if Path(self.root, one).is_dir()]
        return Path(
            self.root, self.chance.choice(there), self.chance.choice(self.names)
        )

    def do(self, deed: str) -> None:
        """Do something, if the disk lets us."""
        with suppress(OSError):
            getattr(self, deed)(self.some())

    def glance(self, path: Path) -> None:
        """Hear of something, and look at that alone."""
        name = os.fspath(path)[len(self.root) + 1 :]
        found = vault.glance(self.root, self.seen, [name], self.now)
        self.seen = found or self.seen

    def write(self, path: Path) -> None:
        path.write_bytes(self.chance.choice(TEXTS))

    def set_back(self, path: Path) -> None:
        """Write as many bytes, with the time that it had."""
        was = path.stat()
        path.write_bytes(bytes(self.chance.choices(b"xyz", k=was.st_size)))
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))

    def replace(self, path: Path) -> None:
        self.away.write_bytes(self.chance.choice(TEXTS))
        self.away.replace(path)

    def rename(self, path: Path) -> None:
        path.rename(self.some())

    def remove(self, path: Path) -> None:
        path.unlink()

    def link(self, path: Path) -> None:
        path.symlink_to(self.chance.choice((self.some(), self.away, Path("K.md"))))

    def make_folder(self, path: Path) -> None:
        to = Path(self.root, self.chance.choice(self.folders))
        to.mkdir(parents=True, exist_ok=True)
        path.touch()

    def move_folder(self, path: Path) -> None:
        path.parent.rename(Path(self.root, self.chance.choice(self.folders)))

    def drop_folder(self, path: Path) -> None:
        if path.parent != Path(self.root):
            rmtree(path.parent)

    def out_and_in(self, path: Path) -> None:
        """Move a folder, which alters no file, and back when that was heard of."""
        to = path.parent.with_name("away")
        path.parent.rename(to)
        if self.chance.random() < 0.5:
            path.parent.mkdir()
            path.touch()
        self.glance(path)
        if path.exists():
            path.unlink()
            path.parent.rmdir()
        to.rename(path.parent)


def told(seen: Seen) -> dict[str, object]:
    """Return all that a look says of a vault, in an order of its own."""
    files = seen.files.items()
    return {
        "files": {p: (f.name, f.marks, f.data, f.problem) for p, f in files},
        "around": (seen.others, seen.folders, seen.closed, dict(seen.trusted)),
        "problems": sorted(seen.problems),
        "left": sorted(seen.left),
        "image": seen.image,
    }


def ticked(folder: Path) -> None:
    """Wait until a change has another time than any before."""
    clock = folder / "clock"
    clock.touch()
    began = clock.stat().st_ctime_ns
    while clock.stat().st_ctime_ns == began:
        clock.touch()


@given(st.integers(0, 10**9))
def test_another_look_finds_what_a_first_look_would(seed: int) -> None:
    with TemporaryDirectory() as folder:
        lived = Lived(Path(folder), seed)
        for _ in range(9):
            lived.now = time.time_ns() + lived.chance.choice((0, LATER, LATER))
            for _ in range(lived.chance.randrange(4)):
                lived.do(lived.chance.choice(DEEDS))
                if lived.chance.random() < 0.3:
                    lived.glance(lived.some())
            lived.seen = vault.look(lived.root, lived.seen, lived.now)
            assert told(lived.seen) == told(vault.look(lived.root, Seen(), lived.now))
            ticked(Path(folder))


def filled(root: Path, *names: str) -> Seen:
    """Return a vault with these notes, as it was looked at."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return look(root, Seen())


def look(root: Path, before: Seen) -> Seen:
    return vault.look(str(root), before, time.time_ns() + LATER)


def test_folders_that_are_one_are_two(tmp_path: Path) -> None:
    one, other = FOLDERS[3:5]
    seen = filled(tmp_path, f"{one}Ana.md", f"{other}Bo.md")
    filled(tmp_path, f"{other}Ana.md")
    assert [one.code for one in look(tmp_path, seen).problems] == ["file-name"]


def test_what_a_link_leads_to_may_come_and_go(tmp_path: Path) -> None:
    seen = filled(tmp_path, "a/Ana.md")
    (tmp_path / "a/link.md").symlink_to("../b/Bo.md")
    seen = look(tmp_path, seen)
    assert seen.others == frozenset()
    filled(tmp_path, "b/Bo.md")
    seen = look(tmp_path, seen)
    assert seen.others == {"a/link.md"}
    rmtree(tmp_path / "b")
    assert look(tmp_path, seen).others == frozenset()


def test_what_came_may_go_with_its_folder(tmp_path: Path) -> None:
    seen = filled(tmp_path, "a/Ana.md", "Bo.md")
    filled(tmp_path, "a/New.md")
    heard = vault.glance(str(tmp_path), seen, ["a/New.md"], 0)
    assert heard is not None
    assert len(heard.files) == 3
    rmtree(tmp_path / "a")
    assert look(tmp_path, heard).files.keys() == {"Bo.md"}


def test_settings_that_go_are_gone(tmp_path: Path) -> None:
    seen = filled(tmp_path, "Ana.md", ".obsidian/app.json")
    rmtree(tmp_path / ".obsidian")
    assert look(tmp_path, seen).files.keys() == {"Ana.md"}


def test_a_file_that_was_just_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another edit may have the same times; here all have."""

    def timeless(found: os.stat_result) -> tuple[int, ...]:
        return found.st_mode, found.st_size, 5, 5, found.st_ino

    for module in (walking, looking):
        monkeypatch.setattr(module, "marks_of", timeless)
    filled(tmp_path, "Ana.md", "Bo.md")
    seen = vault.look(str(tmp_path), Seen(), 0)
    (tmp_path / "Ana.md").write_text("Eve.md")
    seen = vault.look(str(tmp_path), seen, RACY + 9)
    assert seen.snapshot().notes == {"Ana.md": b"Eve.md", "Bo.md": b"Bo.md"}
    (tmp_path / "Ana.md").write_text("Ida.md")
    again = vault.look(str(tmp_path), seen, RACY + 9)
    assert again.files is seen.files, "nobody could tell"


def test_a_file_that_is_away_while_it_is_read_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It moves with its folder, so that nothing says it ever did."""
    filled(tmp_path / "vault", "a/Ana.md", "Bo.md")
    folder, real = tmp_path / "vault/a", walking.looked_into

    def meddled(root: str, below: str, *heed: Callable[[], object]) -> walking.Folder:
        found = real(root, below, *heed)
        if below == "a/":
            folder.rename(tmp_path / "away")
        return found

    monkeypatch.setattr(walking, "looked_into", meddled)
    seen = look(tmp_path / "vault", Seen())
    monkeypatch.undo()
    assert seen.files.keys() == {"Bo.md"}
    (tmp_path / "away").rename(folder)
    assert look(tmp_path / "vault", seen).files.keys() == {"a/Ana.md", "Bo.md"}


# --- what it costs -------------------------------------------------------------------


def calls(root: Path, before: Seen) -> tuple[int, Seen]:
    """Return how many functions of ours a look takes, and what it finds."""
    count = 0

    def counted(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        ours = frame.f_globals["__name__"].startswith("vaultkit.")
        count += event == "call" and ours

    sys.setprofile(counted)
    try:
        seen = look(root, before)
    finally:
        sys.setprofile(None)
    return count, seen


def test_a_look_asks_only_of_what_changed(tmp_path: Path) -> None:
    """It takes as many calls in a folder of twenty files as in one of four hundred."""
    took: list[list[int]] = []
    for size in (20, 400):
        root = tmp_path / str(size)
        before = filled(root, *(f"a/{n}.md" for n in range(size)), "b/x.png")
        found = []
        for change in (None, "a/7.md", "a/new.md", "b/new.png"):
            if change is not None:
                (root / change).write_text("new")
            count, seen = calls(root, before)
            found.append(count)
            assert (seen.files is before.files) == (change in {None, "b/new.png"})
            before = seen
        took.append(found)
    assert took[0] == took[1]


def test_a_look_may_be_ended_every_few_hundred_files(tmp_path: Path) -> None:
    before = filled(tmp_path, "a/Ana.md", "Bo.md")
    for number in range(2 * walking.AT_ONCE):
        (tmp_path / f"a/{number}.md").touch()
    heeded: list[int] = []

    def heed() -> None:
        heeded.append(1)
        if len(heeded) == at:
            raise InterruptedLookError

    for known in (Seen(), before):
        most = 0
        for at in range(1, 99):
            heeded.clear()
            try:
                vault.look(str(tmp_path), known, 0, heed=heed)
            except InterruptedLookError:
                continue
            most = at
            break
        assert most > 2 * 3 + 2, "while it lists, and while it reads"


class InterruptedLookError(Exception):
    """Something else came first."""
