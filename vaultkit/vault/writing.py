"""Writing: changes become files, each whole or not at all.

A page is written to a dot-file beside it, brought to the disk and put in its place in
one step, and only if what stands there is still what the plan saw.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
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
from vaultkit.problems import NoteExistsError, WriteFailedError
from vaultkit.standing import unwritable
from vaultkit.vault.disk import (
    CHANGED,
    UntouchedError,
    held,
    make_folders,
    place,
    put,
    remove,
    sweep,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vaultkit.problems import Problem
    from vaultkit.snapshot import VaultPath


SNIPPETS: Final = ".obsidian/snippets"


@dataclass(frozen=True, slots=True)
class Outcome:
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
    top = root.resolve()
    changes = tuple(changes)
    for folder in {(top / change.path).parent for change in changes}:
        sweep(folder)
    outcomes: list[Outcome] = []
    lost: set[VaultPath] = set()
    for change in changes:
        if change.path in lost:
            continue  # its old text could not be set aside, so it stays where it is
        outcome = Outcome(change, _applied(top, change))
        outcomes.append(outcome)
        if outcome.problem is not None and isinstance(change, SetAside):
            lost.add(change.path)
    return tuple(outcomes)


def _applied(top: Path, change: Change) -> Problem | None:
    try:
        match change:
            case Write(path, text, was):
                put(place(top, path), bytes_of(text), was, top)
            case Fill(path, data, was):
                put(place(top, path), data, was, top)
            case SetAside(_, to, text):
                put(place(top, to), bytes_of(text), None, top)
            case Remove(path, was):
                remove(place(top, path), was)
            case Refuse(_, problem):
                return problem
            case Keep():
                pass
    except (OSError, UntouchedError) as wrong:
        of_note = isinstance(change, Fill)
        said = between.unwritable if of_note else unwritable
        return said(change.path, _why(wrong))
    return None


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
