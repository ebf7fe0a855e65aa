from __future__ import annotations

import os
import socket
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from vaultkit import consent, vault
from vaultkit.problems import SettingsBrokenError, VaultMissingError
from vaultkit.vault.walking import is_side_file

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.snapshot import Snapshot

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def fill(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")


def codes(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in snapshot.problems]


def test_notes_others_and_settings_are_told_apart(tmp_path: Path) -> None:
    fill(tmp_path, "B.md", "a/C.MD", "a/x.png", "vaultkit.toml", ".obsidian/app.json")
    (tmp_path / "Network").mkdir()
    (tmp_path / "Network/Reconnect.md").write_text("---\ntype: vaultkit-page\n---\n")
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["B.md", "a/C.MD"]
    assert snapshot.notes["B.md"] == b"B.md"  # type: ignore[index]
    assert list(snapshot.pages) == ["Network/Reconnect.md"]
    assert snapshot.others == {"a/x.png"}
    assert set(snapshot.config) == {"vaultkit.toml", ".obsidian/app.json"}
    assert snapshot.problems == ()


def test_hidden_folders_and_side_files_are_left_out(tmp_path: Path) -> None:
    fill(
        tmp_path,
        *("A.md", ".trash/B.md", ".git/C.md", "a/.b/D.md", ".E.md", "F.md~"),
        *("#G.md#", "~$H.md", "4913", "I.md.tmp", ".J.md.swp", "~syncthing~K.md.tmp"),
    )
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["A.md"]
    assert snapshot.others == frozenset()


@pytest.mark.parametrize("name", ["#tag notes.md", "4913.md", "~.md", "tmp.md", "#"])
def test_names_that_only_look_like_side_files(name: str) -> None:
    assert is_side_file(name) == (name == "#")


@posix
def test_a_decomposed_name_is_read_under_its_composed_one(tmp_path: Path) -> None:
    fill(tmp_path, unicodedata.normalize("NFD", "José.md"))
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == [unicodedata.normalize("NFC", "José.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the two are one name")
def test_two_spellings_of_one_name_are_reported(tmp_path: Path) -> None:
    fill(tmp_path, "José.md", unicodedata.normalize("NFD", "José.md"))
    snapshot = vault.read(tmp_path)
    assert len(snapshot.notes) == 1
    assert codes(snapshot) == [("José.md", "file-name")]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_not_utf8_is_reported_escaped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")
    fill(tmp_path, "A.md")
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["A.md"]
    assert codes(snapshot) == [("caf\\xe9.md", "file-name")]


@posix
def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    fill(tmp_path, "A.md", "folder.md/B.md")
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(tmp_path)
        listening.bind("socket.md")
        snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["A.md", "folder.md/B.md"]
    assert codes(snapshot) == [
        ("pipe.md", "file-unread"),
        ("socket.md", "file-unread"),
    ]


@posix
def test_links_are_not_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "vault", tmp_path / "outside"
    fill(root, "A.md", "a/B.md")
    fill(outside, "secret.md")
    (root / "again.md").symlink_to("A.md")
    (root / "loop").symlink_to(".")
    (root / "gone.md").symlink_to("nowhere.md")
    (root / "out.md").symlink_to(outside / "secret.md")
    (root / "out").symlink_to(outside)
    (root / "zero.md").symlink_to("/dev/zero")
    snapshot = vault.read(root)
    assert list(snapshot.notes) == ["A.md", "a/B.md"]
    assert snapshot.others == {"again.md"}
    assert codes(snapshot) == [
        ("out", "file-outside"),
        ("out.md", "file-outside"),
        ("zero.md", "file-outside"),
    ]


def test_a_large_note_is_reported_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "most.md").write_bytes(b"a" * vault.CAP)
    (tmp_path / "more.md").write_bytes(b"a" * (vault.CAP + 1))
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["most.md"]
    assert snapshot.others == {"more.md"}
    assert codes(snapshot) == [("more.md", "file-too-large")]


def deny(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Take the right to read away; from root, who has it always, by what calls say."""
    denied = {os.fspath(path) for path in paths}
    for path in paths:
        path.chmod(0)
    if os.geteuid() != 0:
        return
    for name in ("open", "scandir"):
        real = getattr(os, name)

        def guarded(path: object, *more: int, real: Any = real) -> Any:  # noqa: ANN401 - as the system's
            if str(path).rstrip("/") in denied:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *more)

        monkeypatch.setattr(os, name, guarded)


@posix
def test_what_may_not_be_read_is_reported_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "A.md", "B.md", "closed/C.md")
    deny(monkeypatch, tmp_path / "A.md", tmp_path / "closed")
    try:
        snapshot = vault.read(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert list(snapshot.notes) == ["B.md"]
    assert codes(snapshot) == [("A.md", "file-unread"), ("closed/", "file-unread")]


def test_any_failing_call_costs_one_file_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "A.md", "B.md", "C.md")
    real = os.open

    def failing(name: str, *flags: int) -> int:
        if name.endswith("B.md"):
            raise OSError(5, "Input/output error")
        return real(name, *flags)

    monkeypatch.setattr(os, "open", failing)
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["A.md", "C.md"]
    assert codes(snapshot) == [("B.md", "file-unread")]


def test_a_file_that_goes_while_reading_was_never_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "A.md", "B.md")
    real = os.open

    def vanishing(name: str, *flags: int) -> int:
        if name.endswith("A.md"):
            (tmp_path / "B.md").unlink()
        return real(name, *flags)

    monkeypatch.setattr(os, "open", vanishing)
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["A.md"]
    assert snapshot.problems == ()


def test_a_missing_folder_and_a_file_say_so(tmp_path: Path) -> None:
    with pytest.raises(VaultMissingError, match=r"no such folder"):
        vault.read(tmp_path / "nowhere")
    fill(tmp_path, "A.md")
    with pytest.raises(VaultMissingError, match=r"name its folder"):
        vault.read(tmp_path / "A.md")
    with pytest.raises(VaultMissingError):
        vault.opened(tmp_path / "nul\0")


@pytest.mark.parametrize("sign", ["vaultkit.toml", ".obsidian/app.json"])
def test_the_vault_is_the_nearest_folder_with_a_sign_of_one(
    tmp_path: Path, sign: str
) -> None:
    fill(tmp_path, f"outer/{sign}", "outer/a/b/C.md")
    assert vault.find(tmp_path / "outer/a/b") == (tmp_path / "outer").resolve()
    assert vault.find(tmp_path) == tmp_path.resolve()


def test_progress_is_told(tmp_path: Path) -> None:
    fill(tmp_path, *(f"{n}.md" for n in range(600)))
    seen: list[int] = []
    vault.read(tmp_path, seen.append)
    assert seen == [0, 256, 512]


def test_what_icloud_keeps_elsewhere_is_there_and_not_read(tmp_path: Path) -> None:
    fill(
        tmp_path,
        *("People/.Ada.md.icloud", "Bo.md", ".Bo.md.icloud", ".x.png.icloud"),
        *(".vaultkit.toml.icloud", ".obsidian/.app.json.icloud", ".icloud"),
        *(".git/.Cy.md.icloud", ".Map.canvas.icloud", "!Bo.md"),
    )
    snapshot = vault.read(tmp_path)
    assert list(snapshot.notes) == ["!Bo.md", "Bo.md"]
    assert snapshot.others == {"People/Ada.md", "x.png", "Map.canvas"}
    away = ("People/Ada.md", ".obsidian/app.json", "vaultkit.toml")
    assert sorted(codes(snapshot)) == sorted((name, "file-away") for name in away)
    with pytest.raises(SettingsBrokenError):  # they may say where the pages belong
        consent.settled(snapshot.problems)
    for name in away:
        folder, _, last = name.rpartition("/")
        (tmp_path / folder / f".{last}.icloud").rename(tmp_path / name)
    assert not {code for _, code in codes(vault.read(tmp_path))} & {"file-away"}
