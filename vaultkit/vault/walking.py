"""Walking: every file below a folder, with what the disk says of it, in one go.

Whatever runs once for each file here runs in C: a build that finds nothing new takes
little longer than asking the disk. Nothing but the standard library is loaded.
"""

from __future__ import annotations

import os
import stat
import struct
from itertools import chain, compress, islice
from operator import attrgetter, itemgetter

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Final

Marks = tuple[int, ...]
"""Mode, size, time of change, time of alteration and inode of a file; may be empty."""

_NAME: Final = attrgetter("name")
_PARTS: Final = ("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
RECORD: Final = 8 * len(_PARTS)
"""How much room that takes in an image, for each file."""
marks_of: Final = attrgetter(*_PARTS)
_MODE: Final = itemgetter(0)
_WINDOWS: Final = os.name == "nt"
# What editors and sync tools leave beside a note while they work.
_SIDE_ENDS: Final = ("~", ".tmp", ".swp", ".swx", ".vsctmp", ".crdownload", ".icloud")
_SIDE_STARTS: Final = (".", "~$", "~syncthing~", "___jb_")
# What iCloud leaves in a file's place while it keeps the file elsewhere.
AWAY: Final = ".icloud"
TEMP: Final = ".vaultkit-"
"""How a file begins that is written beside the one that it will replace."""
AT_ONCE: Final = 512
"""How many files of a folder are asked about before anything else is."""


def is_side_file(name: str) -> bool:
    """Return whether an editor or a sync tool made this file for itself."""
    return (
        name.startswith(_SIDE_STARTS)
        or name.endswith(_SIDE_ENDS)
        or name == "4913"
        or (name[0] == "#" and name[-1] == "#")
    )


def stands_for(name: str) -> str:
    """Return what file iCloud keeps elsewhere and left this name for, or `""`."""
    return name[1 : -len(AWAY)] if name[0] == "." and name.endswith(AWAY) else ""


def stand_in(name: str) -> str:
    """Return the path that iCloud leaves for one that it keeps elsewhere."""
    folder, slash, last = name.replace(os.sep, "/").rpartition("/")
    return f"{folder}{slash}.{last}{AWAY}"


Image = tuple[tuple[str, ...], bytes, bytes, bytes]
"""What is the same as long as nothing in a folder changes.

The folders in it, the names of what is no folder, where the links among them lead, and
what the disk says of each.
"""


class Folder:
    """What is in a folder, in the order of the disk.

    Hidden names are left out, but for what iCloud leaves in a file's place.

    Attributes:
        below: Its path as the disk spells it: `""`, `a/b/`.
        names: What is no folder, links too.
        marks: What the disk says of each of them; nothing where it would not say.
        folders: The folders in it.
        left: What may be ours, written beside a file and never put in its place.
        linked: Whether some of the names may be links.
        closed: Why it could not be looked into, or None.
    """

    __slots__ = ("below", "closed", "folders", "left", "linked", "marks", "names")

    def __init__(self, below: str, closed: OSError | None = None) -> None:
        """Note nothing of what is in it yet."""
        self.below, self.closed, self.linked = below, closed, False
        self.names: list[str] = []
        self.marks: list[Marks] = []
        self.folders: list[str] = []
        self.left: list[str] = []

    def add(self, found: list[os.DirEntry[str]]) -> None:
        """Note some of what is in it."""
        names = [*map(_NAME, found)]
        if "\0." in "\0" + "\0".join(names):
            self.left += [name for name in names if name.startswith(TEMP)]
            found = [e for e in found if e.name[0] != "." or e.name.endswith(AWAY)]
            names = [*map(_NAME, found)]
        linked = _linked(found)
        self.linked = self.linked or linked
        are, marks = _told(found, linked=linked)
        if any(are):
            files = [not one for one in are]
            folders = compress(names, are)
            self.folders += [name for name in folders if not is_side_file(name)]
            names, marks = [*compress(names, files)], [*compress(marks, files)]
        self.names += names
        self.marks += marks

    def image(self, root: str) -> Image:
        """Return what is the same as long as nothing here changes.

        Raises:
            OSError: That cannot be told of this folder.
        """
        if self.closed is not None or not all(self.marks):
            raise OSError(0, "not everything here could be seen")
        links: list[str] = []
        if self.linked:
            are = map(stat.S_ISLNK, map(_MODE, self.marks))
            names = compress(self.names, are)
            links = [_leads(f"{root}/{self.below}{name}") for name in names]
        numbers = _numbers(self.marks)
        return (*self.folders,), _joined(self.names), _joined(links), numbers


def packed(below: str, image: Image) -> bytes:
    """Return the path of a folder and its image as bytes."""
    folders, *rest = image
    return b"\0\0".join((_joined((below, *folders)), *rest))


def walked(
    root: str,
    without: Collection[str] = (),
    heed: Callable[[], object] | None = None,
) -> Iterator[Folder]:
    """Yield every folder that is not hidden, each before those in it.

    Args:
        root: The folder to begin with.
        without: Names of folders that are left out.
        heed: Called every few hundred files; what it raises ends the walk.
    """
    waiting = [""]
    while waiting:
        found = looked_into(root, waiting.pop(), heed)
        if without:
            found.folders = [name for name in found.folders if name not in without]
        waiting += [f"{found.below}{name}/" for name in found.folders]
        yield found


def looked_into(
    root: str, below: str, heed: Callable[[], object] | None = None
) -> Folder:
    """Return what is in one folder.

    What the system says of a file takes ten times the room of what is kept of it: a few
    hundred at a time stay where the processor has them at hand.

    Args:
        root: The folder that the walk began with.
        below: Its path from there: `""`, `a/b/`.
        heed: Called every few hundred files; what it raises ends the walk.
    """
    here = Folder(below)
    try:
        with os.scandir(f"{root}/{below}") as entries:
            while found := [*islice(entries, AT_ONCE)]:
                if heed is not None:
                    heed()
                here.add(found)
    except OSError as wrong:
        return Folder(below, wrong)
    return here


def _linked(found: list[os.DirEntry[str]]) -> bool:
    """Return whether one of them may be a link, so that each is asked for itself."""
    try:
        return _WINDOWS or any(map(os.DirEntry.is_symlink, found))
    except OSError:  # some file systems must ask, and may fail
        return True


def _told(
    found: list[os.DirEntry[str]], *, linked: bool
) -> tuple[list[bool], list[Marks]]:
    """Return which are folders, and what the disk says of all; of a link itself."""
    if not linked:
        try:
            marks = [*map(marks_of, map(os.DirEntry.stat, found))]
            return [*map(os.DirEntry.is_dir, found)], marks
        except OSError:  # one of them is gone by now, or may not be asked about
            pass
    return [*map(_is_folder, found)], [*map(_marks_of_one, found)]


def _marks_of_one(entry: os.DirEntry[str]) -> Marks:
    try:
        # What Windows keeps in a folder of the files in it may be out of date.
        found = os.lstat(entry.path) if _WINDOWS else entry.stat(follow_symlinks=False)
    except OSError:
        return ()
    marks: Marks = marks_of(found)
    return marks


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # some file systems must ask, and may fail; reading will tell
        return False


def _leads(name: str) -> str:
    """Return where a link leads, and whether to a file."""
    target = os.path.realpath(name)
    return f"{target}\0{os.path.isfile(target)}"


def _joined(names: Iterable[str]) -> bytes:
    return "\0".join(names).encode("utf-8", "surrogateescape")


def _numbers(marks: list[Marks]) -> bytes:
    try:
        return struct.pack(f"{len(marks) * len(_PARTS)}q", *chain.from_iterable(marks))
    except struct.error:  # some file systems have numbers of more bits
        return repr(marks).encode()
