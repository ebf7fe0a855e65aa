"""Looking: what is in the vault now, reading only what is not known already.

A file is known by its size, its times and its inode. One that changed less than two
seconds before it was read is read again next time: two edits may share a time.
"""

from __future__ import annotations

import os
import stat
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.canvas import is_canvas, says_ours
from vaultkit.frozen import Frozen, field
from vaultkit.lineage import Descended, descended
from vaultkit.problems import NoteChangedError, Problem
from vaultkit.settings import CONFIG, FILE
from vaultkit.snapshot import (
    NOBODYS,
    Snapshot,
    VaultPath,
    is_read,
    sort,
    with_unread,
)
from vaultkit.vault.listing import away, composed, is_text, listed, unread
from vaultkit.vault.opening import CAP, AwayError, blocks, digest, read_whole, whole
from vaultkit.vault.trusting import trusted
from vaultkit.vault.walking import (
    AWAY,
    Marks,
    is_side_file,
    marks_of,
    stand_in,
    stands_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.vault.listing import Image

RACY: Final = 2_000_000_000
"""How long after a change a file's times may not tell the next one, in nanoseconds."""

_A_WHILE: Final = 256


class File(Frozen, frozen=True):
    """A file as it was found.

    Attributes:
        name: Its path as the disk spells it.
        marks: What the disk said of it, which tells one state of it from another.
        data: Its bytes, or None where they are not had: `problem` says why.
        problem: Why it was not read.
        settled: Whether the same marks mean the same bytes.
        filled: Whether its bytes take room on this disk.
        digest: What stands for its bytes where they were not read since they are what
            they were before.
    """

    name: str
    marks: Marks
    data: bytes | None
    problem: Problem | None = None
    settled: bool = False
    filled: bool = True
    digest: bytes = b""


_NO_FILES: Final[Mapping[VaultPath, File]] = MappingProxyType({})
_NO_MARKS: Final[Marks] = 0, 0, 0, 0, 0


class Seen(Frozen, frozen=True):
    """What was found in the vault.

    Attributes:
        files: Markdown, settings and canvases; of a canvas that is not ours the name.
        others: Every other file, by name alone.
        problems: What was met while listing.
        folders: Every folder that was looked into, as the disk spells it: `""`, `a/`.
        closed: Folders that could not be looked into.
        trusted: The digests of templates that the user trusts.
        root: The vault's folder, where notes that were not read are.
        image: What is the same as long as no file changes; empty where a file was not
            what it had been a moment before, or that cannot be told.
        left: What may be ours, written and never put in its place.
    """

    files: Mapping[VaultPath, File] = _NO_FILES
    others: frozenset[VaultPath] = frozenset()
    problems: tuple[Problem, ...] = ()
    folders: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    trusted: Mapping[VaultPath, str] = NOBODYS
    root: str = ""
    image: Image = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def snapshot(self) -> Snapshot:
        """Return the text of all this; what has none is there by name alone."""
        texts = {p: f.data for p, f in self.files.items() if f.data is not None}
        textless = [(p, f) for p, f in self.files.items() if f.data is None]
        unread = {p: f.digest for p, f in textless if f.digest}
        none = (p for p, f in textless if not f.digest and is_read(p))
        met = (f.problem for f in self.files.values() if f.problem is not None)
        problems = (*self.problems, *met)
        others = self.others.union(none)
        found = sort(texts, others, problems, self.trusted)
        return with_unread(found, unread, self._text) if unread else found

    def _text(self, path: VaultPath) -> bytes:
        """Return the text of a note that was not read.

        Raises:
            NoteChangedError: It is not what it was any more.
        """
        file = self.files[path]
        try:
            data = read_whole(f"{self.root}/{file.name}")
        except OSError:
            raise NoteChangedError(path) from None
        if digest(data) != file.digest:
            raise NoteChangedError(path)
        return data


def look(
    root: str,
    before: Seen,
    now: int,
    progress: Callable[[int], object] | None = None,
) -> Seen:
    """Return everything that is in the vault.

    Args:
        root: The vault's folder.
        before: What is known already; `Seen()` reads every file.
        now: The time as the disk tells it, in nanoseconds; 0 trusts no time at all.
        progress: Called now and then with the number of notes done so far.
    """
    names = listed(root)
    files: dict[VaultPath, File] = {}
    same = True  # whether every file was what the listing says of it when it was read
    for count, path in enumerate(sorted(names.notes)):
        name, marks = names.notes[path], names.marks[path]
        found = before.files.get(path)
        if found is None or not _is_as_it_was(found, name, marks):
            found = _looked(root, path, name, found, now)
        if found is not None:
            files[path] = found
        same = same and found is not None and found.marks == marks
        if progress is not None and count % _A_WHILE == 0:
            progress(count)
    files.update(_settings(root, before, now))
    return Seen(
        files=Descended(files),
        others=names.others.difference({FILE}),
        problems=names.problems,
        folders=names.folders,
        closed=names.closed,
        trusted=_trusted(root, names.notes),
        root=root,
        image=names.image if same else {},
        left=names.left,
    )


def _settings(root: str, before: Seen, now: int) -> Iterator[tuple[VaultPath, File]]:
    """Yield the settings that are there."""
    for path in CONFIG:
        found = _looked(root, path, path, before.files.get(path), now)
        if found is not None:
            yield path, found


def _trusted(root: str, names: Iterable[str]) -> Mapping[VaultPath, str]:
    """Return the digests of the templates that are trusted, if there is a template."""
    return trusted(root) if ".j2\0" in "\0".join((*names, "")) else NOBODYS


def _is_as_it_was(known: File, name: str, marks: Marks) -> bool:
    """Return whether what was known of a file holds, by what the disk says of it."""
    return (
        known.settled
        and known.marks == marks
        and known.name == name
        and stat.S_ISREG(marks[0])
    )


def glance(root: str, before: Seen, names: Iterable[str], now: int) -> Seen | None:
    """Return what is in the vault if nothing changed but the files of these names.

    None where one of them is no plain file in a folder that is known: then only a
    look at everything can tell.

    Args:
        root: The vault's folder.
        before: What is known already.
        names: Paths as the disk spells them.
        now: The time as the disk tells it, in nanoseconds.
    """
    come: dict[VaultPath, File] = {}
    gone: list[VaultPath] = []
    others = before.others
    for name in names:
        path = composed(name)
        known = before.files.get(path)
        if not is_text(name) or (known is not None and known.name != name):
            return None
        kind = _kind(root, name, before)
        if kind == _ODD:
            return None
        if not (is_read(path) or path in CONFIG):
            others = others | {path} if kind == _PLAIN else others - {path}
            continue
        found = _looked(root, path, name, known, now)
        if found is not None:
            come[path] = found
        else:
            gone.append(path)
    return Seen(
        descended(before.files, come, gone),
        others,
        before.problems,
        before.folders,
        before.closed,
        before.trusted,
        before.root,
    )


_PLAIN, _GONE, _ODD = "plain", "gone", "odd"


def _kind(root: str, name: str, before: Seen) -> str:
    folder, slash, last = name.rpartition("/")
    if name not in CONFIG and (
        is_side_file(last) or folder + slash not in before.folders
    ):
        return _ODD
    try:
        mode = os.lstat(f"{root}/{name}").st_mode
    except (FileNotFoundError, NotADirectoryError):
        return _GONE
    except OSError:
        return _ODD
    return _PLAIN if stat.S_ISREG(mode) else _ODD


def _looked(
    root: str, path: VaultPath, name: str, known: File | None, now: int
) -> File | None:
    """Return a file as it is now, or None where there is none."""
    if name.endswith(AWAY) and stands_for(name.rpartition("/")[2]):
        return _away(root, path, name)
    try:
        if known is not None and known.settled and known.name == name:
            found = os.lstat(f"{root}/{name}")
            if marks_of(found) == known.marks and stat.S_ISREG(found.st_mode):
                return known
        return _read(root, path, name, known, now)
    except (FileNotFoundError, NotADirectoryError):
        # Gone since it was listed, or never there, unless iCloud keeps it elsewhere.
        return _away(root, path, stand_in(name))
    except OSError as wrong:
        told = away(path) if isinstance(wrong, AwayError) else unread(path, wrong)
        return File(name, _NO_MARKS, None, None if is_canvas(path) else told)


def _away(root: str, path: VaultPath, name: str) -> File | None:
    """Return a file that iCloud keeps elsewhere, if this name stands for it."""
    try:
        marks: Marks = marks_of(os.lstat(f"{root}/{name}"))
    except OSError:
        return None
    told = None if is_canvas(path) else away(path)
    return File(name, marks, None, told, settled=True)


def _read(root: str, path: VaultPath, name: str, known: File | None, now: int) -> File:
    had = known is not None and known.filled and known.data is not None
    data, found = whole(f"{root}/{name}", had=had)
    marks, drawn = marks_of(found), path[-3:] != ".md" and is_canvas(path)
    if len(data) > CAP:
        return File(name, marks, None, None if drawn else _too_large(path))
    if drawn and not says_ours(data):
        data = b""  # a canvas of the user's is a name that links may lead to
    if known is not None and data == known.data:
        data = known.data  # the same bytes are the same value, all the way
    _, _, changed, altered, _ = marks
    settled = max(changed, altered) + RACY < now
    return File(name, marks, data, None, settled, blocks(found) > 0)


def _too_large(path: VaultPath) -> Problem:
    return Problem(
        path,
        1,
        1,
        "file-too-large",
        "this file is larger than 1 MiB, so it was not read",
        "Split it; Obsidian does not index notes of more than 2 MB either.",
    )
