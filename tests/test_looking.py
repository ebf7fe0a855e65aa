"""Looking at a vault again reads what is new, and finds what reading it all would."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keeping import OFTEN, Kept, Life
from vaultkit import vault
from vaultkit.daemon.belief import Belief, believe
from vaultkit.snapshot import VaultPath
from vaultkit.vault import Seen
from vaultkit.vault.looking import RACY

if TYPE_CHECKING:
    from vaultkit.vault import File

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
LATER: Final = RACY + 10**9
ANA: Final = VaultPath("People/Ana.md")


def note(root: Path, text: str, name: str = ANA) -> Path:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    return root / name


def look(root: Path, before: Seen | None = None, later: int = LATER) -> Seen:
    """Look at everything, as late as that the times of files can be trusted."""
    return vault.look(str(root), before or Seen(), time.time_ns() + later)


def glance(root: Path, before: Seen, *names: str) -> Seen | None:
    return vault.glance(str(root), before, names, time.time_ns() + LATER)


def ana(seen: Seen | None) -> File:
    assert seen is not None
    return seen.files[ANA]


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the names of the files that are opened."""
    opened: list[str] = []
    real = os.open

    def watched(name: str, flags: int) -> int:
        descriptor = real(name, flags)
        opened.append(Path(name).name)
        return descriptor

    monkeypatch.setattr(os, "open", watched)
    return opened


def lived(folder: Path) -> Life:
    """Return a vault without a note, and what may happen to it."""
    root, twin = folder / "a", folder / "b"
    for top in (root, twin):
        (top / "People").mkdir(parents=True)
    return Life(Kept(root), twin)


@given(st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 999)), max_size=12))
def test_another_look_and_a_glance_find_what_the_first_look_would(
    deeds: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder:
        life = lived(Path(folder))
        root = life.kept.root
        looked = glanced = look(root)
        for deed, seed in deeds:
            life.do(deed, seed)
            now, fresh = look(root), vault.read(root)
            looked = look(root, looked)
            assert looked.snapshot() == fresh
            names = {f.name for s in (glanced, now) for f in s.files.values()}
            glanced = glance(root, glanced, *names) or now
            assert glanced.snapshot() == fresh


OURS: Final = VaultPath("Network/Log.md")
GONE: Final = VaultPath("Network/old/Gone.md")


@given(
    st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 999)), max_size=6),
    st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 999)), max_size=1),
)
def test_what_we_wrote_is_all_that_is_looked_at_again(
    deeds: list[tuple[str, int]], meanwhile: list[tuple[str, int]]
) -> None:
    """What else changed is noticed, or the vault does not look as the image says."""
    with TemporaryDirectory() as folder:
        life = lived(Path(folder))
        root = life.kept.root
        for deed, seed in deeds:
            life.do(deed, seed)
        note(root, "gone", GONE)
        before = look(root)
        note(root, "ours", OURS)
        note(root, "gone", GONE).unlink()
        for deed, seed in meanwhile:
            life.do(deed, seed)
        found = vault.rewritten(before, {OURS: b"ours", GONE: None}, time.time_ns())
        now = look(root)
        assert found or meanwhile or not before.image
        if found and (found.image == now.image or not meanwhile):
            assert list(found.image.items()) == list(now.image.items())
            assert found.snapshot() == now.snapshot()


def test_what_others_write_among_our_pages_is_no_work_of_ours(tmp_path: Path) -> None:
    ours = {OURS: b"ours"}
    note(tmp_path, "theirs", "Network/Theirs.md")
    note(tmp_path, "old", OURS)
    before = look(tmp_path)
    note(tmp_path, "ours", OURS)
    assert vault.rewritten(before, ours, 0)
    assert not vault.rewritten(before, {OURS: b"other"}, 0)
    assert not vault.rewritten(before, {OURS: None}, 0)
    for name in ("New.md", "Network/New.png", "Network/a/New.md"):
        new = note(tmp_path, "new", name)
        assert not vault.rewritten(before, ours, 0)
        new.unlink()
    assert vault.rewritten(before, ours, 0)
    note(tmp_path, "theirs, and more", "Network/Theirs.md")
    assert not vault.rewritten(before, ours, 0)
    (tmp_path / "Network/Theirs.md").unlink()
    assert not vault.rewritten(before, ours, 0)


def test_what_is_known_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(tmp_path, "one")
    note(tmp_path, "two", "Bo.md")
    seen = look(tmp_path)
    note(tmp_path, "three", "Bo.md")
    opened = reads(monkeypatch)
    again = look(tmp_path, seen)
    assert opened == ["Bo.md"]
    assert ana(again) is ana(seen)


def test_bytes_that_are_the_same_are_shared(tmp_path: Path) -> None:
    note(tmp_path, "one")
    seen = look(tmp_path)
    note(tmp_path, "one")
    again = look(tmp_path, seen)
    assert ana(again).data is ana(seen).data


def test_an_edit_whose_time_is_set_back_is_seen(tmp_path: Path) -> None:
    path = note(tmp_path, "one")
    before = path.stat()
    seen = look(tmp_path)
    note(tmp_path, "two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ana(look(tmp_path, seen)).data == b"two"


def test_two_edits_that_share_a_time_are_both_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(tmp_path, "one")
    seen = look(tmp_path, later=0)
    marks = ana(seen).marks
    note(tmp_path, "two")
    monkeypatch.setattr("vaultkit.vault.looking.marks_of", lambda _: marks)
    assert ana(look(tmp_path, seen)).data == b"two"


def test_a_time_in_the_future_is_never_trusted(tmp_path: Path) -> None:
    path = note(tmp_path, "one")
    os.utime(path, (2**33, 2**33))
    assert not ana(look(tmp_path)).settled


@posix
def test_a_time_that_was_set_back_just_now_is_not_trusted(tmp_path: Path) -> None:
    """Another edit may come in the same tick, and have its time set back as well."""
    os.utime(note(tmp_path, "one"), (1, 1))
    assert not ana(look(tmp_path, later=0)).settled
    assert ana(look(tmp_path)).settled


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a flag says so")
def test_a_file_that_is_kept_elsewhere_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = note(tmp_path, "one " * 300)
    seen = look(tmp_path)
    size = path.stat().st_size
    path.unlink()
    path.touch()
    os.truncate(path, size)  # of that size, and without a block on this disk
    opened = reads(monkeypatch)
    again = look(tmp_path, seen)
    assert ana(again).data is None
    assert again.snapshot().problems[0].code == "file-away"
    assert "sync tool" in again.snapshot().problems[0].message
    assert opened == ["Ana.md"]  # its status alone is asked for


def test_what_icloud_takes_is_not_gone_and_costs_nothing_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = note(tmp_path, "one")
    seen = look(tmp_path)
    held = believe(Belief(), seen, 0, 1)
    path.rename(path.with_name(".Ana.md.icloud"))
    taken = look(tmp_path, seen)
    assert ana(taken).data is None
    assert taken.image
    assert taken.image != seen.image
    glanced = glance(tmp_path, seen, ANA)
    for later, found in enumerate((taken, glanced, taken), 10):
        assert found is not None
        held = believe(held, found, 10 * later, 1)
        assert held.seen.snapshot().notes == {ANA: b"one"}
        assert [one.code for one in held.seen.snapshot().problems] == ["file-away"]
    opened = reads(monkeypatch)
    assert ana(look(tmp_path, taken)) is ana(taken)
    path.with_name(".Ana.md.icloud").rename(path)
    assert glance(tmp_path, taken, ANA) is None  # so that all is looked at
    assert ana(look(tmp_path, taken)).data == b"one"
    assert opened == ["Ana.md"]


def test_a_small_file_without_blocks_is_read(tmp_path: Path) -> None:
    path = note(tmp_path, "one")
    seen = look(tmp_path)
    path.unlink()
    path.touch()
    os.truncate(path, 3)
    assert ana(look(tmp_path, seen)).data == b"\0\0\0"


def test_a_glance_hears_of_every_kind_of_change(tmp_path: Path) -> None:
    note(tmp_path, "one")
    seen = look(tmp_path)
    note(tmp_path, "two")
    note(tmp_path, "new", "People/Bo.md")
    note(tmp_path, "", "People/bee.png")
    again = glance(tmp_path, seen, ANA, "People/Bo.md", "People/bee.png", "sed123")
    assert again is not None
    assert again.snapshot() == vault.read(tmp_path)
    (tmp_path / ANA).unlink()
    (tmp_path / "People/bee.png").unlink()
    last = glance(tmp_path, again, ANA, "People/bee.png")
    assert last is not None
    assert last.snapshot() == vault.read(tmp_path)


@posix
def test_a_glance_says_when_it_cannot_tell(tmp_path: Path) -> None:
    note(tmp_path, "one")
    seen = look(tmp_path)
    (tmp_path / "People/link.md").symlink_to("Ana.md")
    note(tmp_path, "deep", "New/Bo.md")
    (tmp_path / "Folder.md").mkdir()
    for name in ("People/link.md", "New/Bo.md", "Folder.md", "caf\udce9.md"):
        assert glance(tmp_path, seen, name) is None


def test_settings_are_glanced_at(tmp_path: Path) -> None:
    note(tmp_path, "one")
    seen = look(tmp_path)
    note(tmp_path, "{}", ".obsidian/app.json")
    note(tmp_path, "", "vaultkit.toml")
    again = glance(tmp_path, seen, ".obsidian/app.json", "vaultkit.toml")
    assert again is not None
    assert again.snapshot() == vault.read(tmp_path)


def test_a_vault_that_is_not_there_is_closed(tmp_path: Path) -> None:
    note(tmp_path / "vault", "one")
    seen = look(tmp_path / "vault")
    shutil.rmtree(tmp_path / "vault")
    assert look(tmp_path / "vault", seen).closed == ("",)
