"""Reading: a folder becomes a snapshot, and what cannot be read becomes a problem.

Only regular files are opened, never through a link, and never more of them than the
cap: a pipe, a device or a file of 100 MB in a vault cannot stop a build.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultkit.problems import Problem, VaultMissingError
from vaultkit.settings import CONFIG, FILE
from vaultkit.snapshot import Snapshot, VaultPath, is_note, sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CAP: Final = 1 << 20
"""The largest note that is read, in bytes (1 MiB)."""
CONFIG_CAP: Final = 1 << 20
"""The largest settings file that is read, in bytes."""

_CHUNK: Final = 1 << 17
_TRIES: Final = 3
# Windows knows neither; there, a link is found by lstat alone.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# What editors and sync tools leave beside a note while they work.
_SIDE_ENDS: Final = ("~", ".tmp", ".swp", ".swx", ".vsctmp", ".crdownload", ".icloud")
_SIDE_STARTS: Final = (".", "~$", "~syncthing~", "___jb_")


def find(start: Path) -> Path:
    """Return the nearest folder, from here upwards, that is a vault; else this one.

    A vault is a folder with a `vaultkit.toml` or an `.obsidian` in it.
    """
    here = opened(start)
    for folder in (here, *here.parents):
        if (folder / FILE).is_file() or (folder / ".obsidian").is_dir():
            return folder
    return here


def opened(folder: Path) -> Path:
    """Return a folder that exists as an absolute path without links in it.

    Raises:
        VaultMissingError: There is no such folder, or it cannot be opened.
    """
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise VaultMissingError(str(folder), "this is a file; name its folder.")
        with os.scandir(folder):
            return folder.resolve()
    except FileNotFoundError:
        raise VaultMissingError(str(folder), "there is no such folder.") from None
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or str(wrong)
        raise VaultMissingError(str(folder), f"{why}.") from None


def read(root: Path, progress: Callable[[int], object] | None = None) -> Snapshot:
    """Return the vault as it is now.

    Args:
        root: The vault's folder.
        progress: Called now and then with the number of notes read so far.

    Raises:
        VaultMissingError: There is no such folder, or it cannot be opened.
    """
    walk = _Walk(os.fspath(opened(root)))
    walk.folders()
    files: dict[VaultPath, bytes] = {}
    for count, (path, name) in enumerate(sorted(walk.notes.items())):
        data = walk.bytes_of(path, name, CAP)
        if data is None:
            walk.others.add(path)
        else:
            files[path] = data
        if progress is not None and count % 256 == 0:
            progress(count)
    for path in CONFIG:
        data = walk.bytes_of(path, path, CONFIG_CAP)
        if data is not None:
            files[path] = data
    walk.others.discard(FILE)
    return sort(files, walk.others, walk.problems)


def shown(name: str) -> str:
    """Return a name from the disk as text: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_side_file(name: str) -> bool:
    """Return whether an editor or a sync tool made this file for itself."""
    return (
        name.startswith(_SIDE_STARTS)
        or name.endswith(_SIDE_ENDS)
        or name == "4913"
        or (name[0] == "#" and name[-1] == "#")
    )


@dataclass(slots=True)
class _Walk:
    """One walk over the folder, and what was met on it."""

    root: str
    notes: dict[VaultPath, str] = field(default_factory=dict)
    others: set[VaultPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def folders(self) -> None:
        """Look into every folder that is not hidden, without following links."""
        waiting = [""]
        while waiting:
            below = waiting.pop()
            waiting.extend(self._folder(below))

    def _folder(self, below: str) -> Iterator[str]:
        try:
            with os.scandir(f"{self.root}/{below}") as entries:
                # Sorted, so that of two names that are one the same is always read.
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as wrong:
            self._unread(VaultPath(below.rstrip("/")), wrong)
            return
        for entry in found:
            name = entry.name
            if is_side_file(name):
                continue
            if entry.is_symlink():
                self._link(below + name)
            elif _is_folder(entry):
                yield f"{below}{name}/"
            else:
                self._file(below + name)

    def _file(self, name: str) -> None:
        path = VaultPath(name if name.isascii() else unicodedata.normalize("NFC", name))
        if not _is_text(path):
            self._problem(
                VaultPath(shown(name)),
                "file-name",
                "the name of this file is not UTF-8 text, so it was not read",
                "Give it another name; a tool such as convmv can do many at once.",
            )
        elif not is_note(path):
            self.others.add(path)
        elif path in self.notes:
            self._problem(
                path,
                "file-name",
                "two files have this name, spelt with different bytes; one was read",
                "Rename one of them; they look the same, but one has its accents "
                "stored apart from their letters.",
            )
        else:
            self.notes[path] = name

    def _link(self, name: str) -> None:
        """Note a link; what it leads to is read where it really is, if in the vault."""
        path = VaultPath(shown(unicodedata.normalize("NFC", name)))
        target = os.path.realpath(f"{self.root}/{name}")
        if target == self.root or target.startswith(self.root.rstrip(os.sep) + os.sep):
            if Path(target).is_file():
                self.others.add(path)
            return
        self._problem(
            path,
            "file-outside",
            "this leads out of the vault, so it was not read",
            "Move what it leads to into the vault, or make that folder a vault of its "
            "own.",
        )

    def bytes_of(self, path: VaultPath, name: str, cap: int) -> bytes | None:
        """Return a file's bytes, or None where it is gone or there is a problem."""
        try:
            data = _whole(f"{self.root}/{name}", cap)
        except (FileNotFoundError, NotADirectoryError):
            return None  # gone since it was listed, or never there: not there now
        except OSError as wrong:
            self._unread(path, wrong)
            return None
        if len(data) <= cap:
            return data
        self._problem(
            path,
            "file-too-large",
            "this file is larger than 1 MiB, so it was not read",
            "Split it; Obsidian does not index notes of more than 2 MB either.",
        )
        return None

    def _unread(self, path: VaultPath, wrong: OSError) -> None:
        self._problem(
            VaultPath(shown(path) or "."),
            "file-unread",
            f"this could not be read: {wrong.strerror or wrong}",
            "Look at its permissions, or download it if a sync tool keeps it "
            "elsewhere; everything else was read.",
        )

    def _problem(self, path: VaultPath, code: str, message: str, advice: str) -> None:
        self.problems.append(Problem(path, 1, 1, code, message, advice))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # some file systems must ask, and may fail; reading will tell
        return False


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(name: str, cap: int) -> bytes:
    """Return a regular file's bytes; more than `cap` of them if it is larger.

    A file that grows or shrinks while it is read is read again.
    """
    data = b""
    for _ in range(_TRIES):
        descriptor = os.open(name, _FLAGS)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(0, "it is not a regular file")
            if found.st_size > cap:
                return bytes(cap + 1)
            data = _drained(descriptor, found.st_size, cap)
        finally:
            os.close(descriptor)
        if len(data) == found.st_size:
            break
    return data


def _drained(descriptor: int, size: int, cap: int) -> bytes:
    """Return what a descriptor holds: one read in all but the strangest cases."""
    data = os.read(descriptor, size + 1)
    if len(data) <= size:
        return data
    while len(data) <= cap:
        more = os.read(descriptor, _CHUNK)
        if not more:
            break
        data += more
    return data
