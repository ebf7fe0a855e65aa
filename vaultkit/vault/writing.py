"""Writing: changes become files, each whole or not at all.

A file is replaced in one step, and only if it is still what the plan saw.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from vaultkit import between
from vaultkit.changes import (
    Change,
    Fill,
    Keep,
    Refuse,
    Remove,
    SetAside,
    Write,
    bytes_of,
)
from vaultkit.choices import file_name
from vaultkit.frozen import Frozen, Growing, field
from vaultkit.problems import NoteExistsError, WriteFailedError
from vaultkit.standing import unwritable
from vaultkit.vault.disk import (
    CHANGED,
    UntouchedError,
    held,
    make_folders,
    place,
    settle,
    tidy,
)
from vaultkit.vault.replacing import Text, bring, put, remove, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath


SNIPPETS: Final = ".obsidian/snippets"
_AT_ONCE: Final = 32
"""Changes that are brought to the disk together; each holds a file open till then."""


class Outcome(Frozen, frozen=True):
    """What became of a change.

    Attributes:
        change: What was to be done.
        problem: Why it was not, or None where it was (or nothing was to do).
    """

    change: Change
    problem: Problem | None = None


def apply(root: Path, changes: Iterable[Change]) -> tuple[Outcome, ...]:
    """Do the changes and return what became of each; one that fails stops no other.

    Writes nothing where the bytes are right already, and nothing where the target is
    read only, linked, or not what the plan saw.
    """
    top, changes = root.resolve(), tuple(changes)
    for folder in {(top / change.path).parent for change in changes}:
        tidy(folder)
    outcomes: list[Outcome] = []
    lost: set[VaultPath] = set()
    for start in range(0, len(changes), _AT_ONCE):
        outcomes += _Batch(top, lost).applied(changes[start : start + _AT_ONCE])
    return tuple(outcomes)


class _Batch(Growing):
    """Changes that wait for the disk together, since that takes no longer than one.

    Attributes:
        top: The vault's folder.
        lost: Files that stay as they are, since their text could not be set aside.
        texts: What is written and waits to be put in its place, by its change's place.
        wrong: What went wrong with a change, by its place.
    """

    top: Path
    lost: set[VaultPath]
    texts: dict[int, Text] = field(default_factory=dict)
    wrong: dict[int, Problem] = field(default_factory=dict)

    def applied(self, changes: Sequence[Change]) -> list[Outcome]:
        """Do them, and return what became of each; nothing of those that are lost."""
        done: list[int] = []
        try:
            for at, change in enumerate(changes):
                self._try(at, change, partial(self._write, at, change))
            bring([*self.texts.values()])
            for at, change in enumerate(changes):
                if change.path in self.lost:
                    continue
                done.append(at)
                if at not in self.wrong:
                    self._try(at, change, partial(self._finish, at, change))
                if at in self.wrong and isinstance(change, SetAside):
                    self.lost.add(change.path)
        finally:
            for at, text in self.texts.items():
                self._try(at, changes[at], text.drop)
        self._settle(changes)
        return [Outcome(changes[at], self.wrong.get(at)) for at in done]

    def _try(self, at: int, change: Change, act: Callable[[], None]) -> None:
        """Do something for a change, or note what is wrong with it."""
        try:
            act()
        except (OSError, UntouchedError) as wrong:
            said = between.unwritable if isinstance(change, Fill) else unwritable
            self.wrong.setdefault(at, said(change.path, _why(wrong)))

    def _write(self, at: int, change: Change) -> None:
        match change:
            case Write(path, said, was):
                data = bytes_of(said)
            case Fill(path, data, was):
                pass
            case _:
                return
        text = written(place(self.top, path), data, was, self.top)
        if text is not None:
            self.texts[at] = text

    def _finish(self, at: int, change: Change) -> None:
        match change:
            case Write() | Fill():
                if at in self.texts:
                    self.texts[at].put_in_place()
            case SetAside(_, to, text):
                put(place(self.top, to), bytes_of(text), None, self.top)
            case Remove(path, was):
                remove(place(self.top, path), was)
            case Refuse(_, problem):
                self.wrong[at] = problem
            case Keep():
                pass

    def _settle(self, changes: Sequence[Change]) -> None:
        """Bring what was named in each folder to the disk, once."""
        last = {self.texts[at].target.parent: at for at in sorted(self.texts)}
        for folder, at in last.items():
            self._try(at, changes[at], partial(settle, folder))


def _why(wrong: Exception) -> str:
    return getattr(wrong, "strerror", None) or str(wrong)


def create(root: Path, path: VaultPath, text: str) -> None:
    """Create a file with this text, whole, and its folders; never over another.

    Raises:
        NoteExistsError: Something has this name already.
        WriteFailedError: It cannot be written; the text says why.
    """
    try:
        top = root.resolve()
        target = place(top, path)
        if os.path.lexists(target):
            raise NoteExistsError(path)
        tidy(target.parent)
        put(target, text.encode(), None, top)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{path} could not be written: {_why(wrong)}") from None


def create_snippet(root: Path, path: VaultPath, text: str) -> None:
    """Create a CSS snippet for Obsidian, the one file of ours in a hidden folder.

    Raises:
        NoteExistsError: It is there already.
        WriteFailedError: It is no snippet, or cannot be written; the text says why.
    """
    try:
        top = root.resolve()
        target = _snippet(top, path)
        if os.path.lexists(target):
            raise NoteExistsError(path)
        put(target, text.encode(), None, top)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{path} could not be written: {_why(wrong)}") from None


def _snippet(top: Path, path: VaultPath) -> Path:
    """Return where a snippet is on the disk.

    Raises:
        UntouchedError: It is none, or its folder is a link to another.
    """
    folder, _, name = path.rpartition("/")
    if folder != SNIPPETS or file_name(name) != name or not name.endswith(".css"):
        raise UntouchedError("it is no snippet")
    target = top / folder / name
    if target.parent.resolve() != target.parent:
        raise UntouchedError("its folder is a link to another")
    return target


def current(root: Path, path: VaultPath) -> bytes | None:
    """Return what a note holds now; None where there is none, or none to write to."""
    try:
        return held(place(root.resolve(), path))
    except (OSError, UntouchedError):
        return None


def replace(root: Path, path: VaultPath, was: bytes, now: bytes) -> None:
    """Replace a note by these bytes in one step, if it is still what was read.

    Raises:
        WriteFailedError: It changed, may not be replaced or cannot be written; it is
            as it was.
    """
    try:
        target = place(root.resolve(), path)
        tidy(target.parent)
        put(target, now, was)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{path} was not touched: {_of_note(wrong)}.") from None


def take_away(root: Path, path: VaultPath, was: bytes) -> None:
    """Remove a note that holds these bytes.

    Raises:
        WriteFailedError: It holds something else or cannot be removed; it is there.
    """
    try:
        target = place(root.resolve(), path)
        tidy(target.parent)
        remove(target, was)
    except (OSError, UntouchedError) as wrong:
        raise WriteFailedError(f"{path} was not touched: {_of_note(wrong)}.") from None


def _of_note(wrong: Exception) -> str:
    why = _why(wrong)
    return "it changed since it was read; try again" if why == CHANGED else why


def copy(source: Path, target: Path) -> None:
    """Copy a folder into a new or empty one, dot-files too, never over anything.

    Raises:
        NoteExistsError: The target is a file, or a folder with something in it.
        WriteFailedError: It cannot be written; the text says why.
    """
    try:
        if os.path.lexists(target) and not _is_empty(target):
            raise NoteExistsError(str(target))
        for file in sorted(source.rglob("*")):
            to = target / file.relative_to(source)
            if file.is_file():
                make_folders(to.parent)
                put(to, file.read_bytes(), None)
    except (OSError, UntouchedError) as wrong:
        said = f"{target} could not be written: {_why(wrong)}"
        raise WriteFailedError(said) from None


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())
