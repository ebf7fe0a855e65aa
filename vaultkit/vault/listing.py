"""Listing: which files are in a vault, by name alone.

Hidden folders are not entered and links are not followed; what a link leads to is
listed where it really is, if that is in the vault.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen, Growing, field
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath, is_read
from vaultkit.vault.opening import OtherError
from vaultkit.vault.walking import Image, is_side_file, stands_for, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.vault.walking import Folder, Marks


Images = dict[str, Image]
"""The image of each folder by its path, in the order of the walk."""

# A name that is ASCII, of a note, and of no side file: nothing else need be asked.
_USUAL: Final = re.compile(r"[A-Za-z0-9][ -}]*\.md").fullmatch


def shown(name: str) -> str:
    """Return a name from the disk as text: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def composed(name: str) -> VaultPath:
    """Return a name as links spell it, whatever way the disk stores its accents."""
    return VaultPath(name if name.isascii() else unicodedata.normalize("NFC", name))


def is_text(name: str) -> bool:
    """Return whether a name from the disk is UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


class Listing(Frozen, frozen=True):
    """The names in a vault.

    Attributes:
        notes: Markdown, templates and canvases: path to name as the disk spells it.
            What stands for a note that iCloud keeps elsewhere has its path.
        others: Every other file, and links to files of the vault.
        folders: Every folder that was looked into, as the disk spells it: `""`, `a/`.
        closed: Folders that could not be looked into.
        problems: What was met on the way.
        marks: What the disk says of each of the notes; nothing where it would not say.
        images: What is the same as long as nothing listed changes; empty where that
            cannot be told.
        left: What may be ours, written and never put in its place, as the disk spells
            it.
        of: The paths that notes and marks tell of, every other note being what it was;
            None where they tell of all.
    """

    notes: Mapping[VaultPath, str]
    others: frozenset[VaultPath]
    folders: frozenset[str]
    closed: tuple[str, ...]
    problems: tuple[Problem, ...]
    marks: Mapping[VaultPath, Marks]
    images: Images
    left: tuple[str, ...]
    of: frozenset[VaultPath] | None = None


def listed(root: str, heed: Callable[[], object] | None = None) -> Listing:
    """Return the names in every folder that is not hidden.

    Args:
        root: The vault's folder.
        heed: Called every few hundred files; what it raises ends the walk.
    """
    walk = Walk(root)
    images: Images | None = {}
    for folder in walked(root, heed=heed):
        walk.folder(folder)
        try:
            if images is not None:
                images[folder.below] = folder.image(root)
        except OSError:
            images = None
    return Listing(
        notes=walk.notes,
        others=frozenset(walk.others),
        folders=frozenset(walk.entered.difference(walk.closed)),
        closed=tuple(walk.closed),
        problems=tuple(walk.problems),
        marks=walk.marks,
        images=images or {},
        left=tuple(walk.left),
    )


def unread(path: str, wrong: OSError) -> Problem:
    """Return the problem of a file that cannot be read now, or of a folder: `a/`."""
    advice = "Look at its permissions, or download it if a sync tool keeps it elsewhere"
    if isinstance(wrong, OtherError):
        advice = "Move it out of the vault, or give it a name that is no note's"
    return Problem(
        VaultPath(shown(path) or "."),
        1,
        1,
        "file-unread",
        f"this could not be read: {wrong.strerror or wrong}",
        f"{advice}; everything else was read.",
    )


def away(path: str) -> Problem:
    """Return the problem of a file whose bytes are not on this disk."""
    return Problem(
        VaultPath(shown(path)),
        1,
        1,
        "file-away",
        "this file is not on this disk: a sync tool keeps it elsewhere, so it was not "
        "read",
        'Download it (in Finder "Download Now" or "Keep Downloaded", in Explorer '
        '"Always keep on this device"); nothing was fetched, and everything else was '
        "read.",
    )


class Walk(Growing):
    """One walk over the folders, and what was met on it."""

    root: str
    notes: dict[VaultPath, str] = field(default_factory=dict)
    marks: dict[VaultPath, Marks] = field(default_factory=dict)
    others: set[VaultPath] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def folder(self, found: Folder) -> None:
        """Note what is in a folder."""
        below = found.below
        self.entered.add(below)
        self.left += [below + name for name in found.left]
        if found.closed is not None:
            self.closed.append(below)
            self.problems.append(unread(below, found.closed))
            return
        elsewhere: list[tuple[str, Marks]] = []
        files = [*zip(found.names, found.marks, strict=True)]
        # Sorted, so that of two names that are one the same is always read.
        for name, marks in sorted(self._unusual(below, files)):
            if is_side_file(name):
                elsewhere += [(name, marks)] if stands_for(name) else ()
            elif marks and stat.S_ISLNK(marks[0]):
                self._link(below + name)
            else:
                self._file(below + name, marks)
        for name, marks in elsewhere:
            self._away(below, name, marks)

    def _away(self, below: str, name: str, marks: Marks) -> None:
        """Note what iCloud keeps elsewhere, unless it is here as well."""
        path = composed(below + stands_for(name))
        if is_text(path) and path not in self.notes:
            if is_read(path):
                self.notes[path], self.marks[path] = below + name, marks
            else:
                self.others.add(path)

    def _unusual(
        self, below: str, files: list[tuple[str, Marks]]
    ) -> list[tuple[str, Marks]]:
        """Note the files at once of which nothing need be asked; return the others."""
        if not below.isascii():
            return files
        usual = {
            VaultPath(below + name): marks
            for name, marks in files
            if _USUAL(name) and marks and stat.S_ISREG(marks[0])
        }
        self.notes.update(zip(usual, usual, strict=True))
        self.marks.update(usual)
        if len(usual) == len(files):
            return []
        return [one for one in files if below + one[0] not in usual]

    def _note(self, path: VaultPath, name: str, marks: Marks) -> None:
        if path in self.notes:
            self._problem(
                path,
                "file-name",
                "two files have this name, spelt with different bytes; one was read",
                "Rename one of them; they look the same, but one has its accents "
                "stored apart from their letters.",
            )
        else:
            self.notes[path] = name
            self.marks[path] = marks

    def _file(self, name: str, marks: Marks) -> None:
        path = composed(name)
        if not is_text(path):
            self._problem(
                shown(name),
                "file-name",
                "the name of this file is not UTF-8 text, so it was not read",
                "Give it another name; a tool such as convmv can do many at once.",
            )
        elif not is_read(path):
            self.others.add(path)
        else:
            self._note(path, name, marks)

    def _link(self, name: str) -> None:
        """Note a link; what it leads to is listed where it is, if in the vault."""
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

    def _problem(self, path: str, code: str, message: str, advice: str) -> None:
        problem = Problem(VaultPath(path), 1, 1, code, message, advice)
        self.problems.append(problem)
