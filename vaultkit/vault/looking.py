"""Looking: what is in the vault now, reading only what is not known already.

A file is known by its size, its times and its inode. One that changed less than two
seconds before it was read is read again next time: two edits may share a time.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.canvas import is_canvas, says_ours
from vaultkit.frozen import Frozen, field, replace
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
from vaultkit.vault.listing import away, listed, unread
from vaultkit.vault.opening import CAP, AwayError, blocks, digest, read_whole, whole
from vaultkit.vault.relisting import relisted
from vaultkit.vault.trusting import trusted
from vaultkit.vault.walking import (
    AWAY,
    Marks,
    marks_of,
    stand_in,
    stands_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from vaultkit.vault.listing import Images, Listing

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
_UNREAD: Final[Marks] = 0, 0, 0, 0, 0


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
        loose: Files of which the image says too little: each is to be asked about.
        left: What may be ours, written and never put in its place.
    """

    files: Mapping[VaultPath, File] = _NO_FILES
    others: frozenset[VaultPath] = frozenset()
    problems: tuple[Problem, ...] = ()
    folders: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    trusted: Mapping[VaultPath, str] = NOBODYS
    root: str = ""
    image: Images = field(default_factory=dict)
    loose: frozenset[VaultPath] = frozenset()
    left: tuple[str, ...] = ()

    def but(
        self, come: Mapping[VaultPath, File], gone: Collection[VaultPath] = ()
    ) -> Seen:
        """Return the same with some files that are not as the image says.

        Args:
            come: What is there.
            gone: What is not, or not known any more.
        """
        if not come and not gone:
            return self
        files = descended(self.files, come, gone)
        return replace(self, files=files, loose=self.loose.union(come, gone))

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
    heed: Callable[[], object] | None = None,
) -> Seen:
    """Return everything that is in the vault.

    Args:
        root: The vault's folder.
        before: What is known already; `Seen()` reads every file.
        now: The time as the disk tells it, in nanoseconds; 0 trusts no time at all.
        progress: Called now and then with the number of notes done so far.
        heed: Called every few hundred files; what it raises ends the look.
    """
    names = relisted(root, before, heed) if before.image else None
    names = names or listed(root, heed)
    tell = partial(_tell, progress, heed)
    found, same = _notes(root, names, before.files, now, tell)
    loose = frozenset([path for path, file in found.items() if not file.settled])
    found.update(_settings(root, before, now))
    files, others = _files(before, names, found), names.others
    return Seen(
        files=files,
        others=others.difference({FILE}) if FILE in others else others,
        problems=names.problems,
        folders=names.folders,
        closed=names.closed,
        trusted=_trusted(root, names.images, files),
        root=root,
        image=names.images if same else {},
        loose=loose,
        left=names.left,
    )


def _notes(
    root: str,
    names: Listing,
    known: Mapping[VaultPath, File],
    now: int,
    tell: Callable[[int], object],
) -> tuple[dict[VaultPath, File], bool]:
    """Return the notes that were listed and are still there.

    And whether every one was what the listing says of it when it was read.
    """
    found: dict[VaultPath, File] = {}
    same = True
    for count, path in enumerate(sorted(names.notes)):
        if count % _A_WHILE == 0:
            tell(count)
        name, marks = names.notes[path], names.marks[path]
        file = known.get(path)
        if file is None or not _is_as_it_was(file, name, marks):
            file = looked(root, path, name, file, now)
        if file is not None:
            found[path] = file
        if file is None or file.marks != marks:
            same = same and file is not None and file.marks == _UNREAD
    return found, same


def _tell(
    progress: Callable[[int], object] | None,
    heed: Callable[[], object] | None,
    count: int,
) -> None:
    if heed is not None:
        heed()
    if progress is not None:
        progress(count)


def _files(
    before: Seen, names: Listing, found: dict[VaultPath, File]
) -> Mapping[VaultPath, File]:
    """Return all files, of which those that were listed are as they were found."""
    if names.of is None:
        return Descended(found)
    return descended(before.files, found, names.of.union(CONFIG).difference(found))


def _settings(root: str, before: Seen, now: int) -> Iterator[tuple[VaultPath, File]]:
    """Yield the settings that are there."""
    for path in CONFIG:
        found = looked(root, path, path, before.files.get(path), now)
        if found is not None:
            yield path, found


def _trusted(
    root: str, images: Images, paths: Iterable[str]
) -> Mapping[VaultPath, str]:
    """Return the digests of the templates that are trusted, if there is a template."""
    may = not images or any(b".j2" in names for _, names, _, _ in images.values())
    return trusted(root) if may and ".j2\0" in "\0".join((*paths, "")) else NOBODYS


def _is_as_it_was(known: File, name: str, marks: Marks) -> bool:
    """Return whether what was known of a file holds, by what the disk says of it."""
    return (
        known.settled
        and known.marks == marks
        and known.name == name
        and stat.S_ISREG(marks[0])
    )


def looked(
    root: str, path: VaultPath, name: str, known: File | None, now: int
) -> File | None:
    """Return a file as it is now, or None where there is none.

    Args:
        root: The vault's folder.
        path: The file.
        name: The same as the disk spells it.
        known: What was known of it.
        now: The time as the disk tells it, in nanoseconds.
    """
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
        return File(name, _UNREAD, None, None if is_canvas(path) else told)


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
