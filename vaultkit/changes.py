"""Changes: what must be done so that the vault holds the pages, each with its reason.

Deciding is apart from doing: `plan` looks at values alone, and `vault.apply` does what
it decided. A file without our mark is never written, moved or removed.
"""

from __future__ import annotations

import hashlib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import between, canvas, mark, owned
from vaultkit.between import emptied
from vaultkit.choices import PAGE_NAMES, tamed
from vaultkit.frozen import Frozen
from vaultkit.problems import VaultEmptiedError
from vaultkit.settings import DEFAULTS, FILE
from vaultkit.snapshot import VaultPath, says_ours
from vaultkit.standing import (
    NEWER,
    UNMARKED,
    Standing,
    edited,
    obstacle,
    problem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.between import Filled
    from vaultkit.mark import Marked
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot


class Write(Frozen, frozen=True):
    """Write a page whose bytes were `was` (None: there was none)."""

    path: VaultPath
    text: str
    was: bytes | None
    reason: str


class Keep(Frozen, frozen=True):
    """Leave a page as it is."""

    path: VaultPath
    reason: str


class Remove(Frozen, frozen=True):
    """Remove a page of ours whose bytes were `was`."""

    path: VaultPath
    was: bytes
    reason: str


class SetAside(Frozen, frozen=True):
    """Put the text of an edited page into a file of its own, before it is written."""

    path: VaultPath
    to: VaultPath
    text: str
    reason: str
    problem: Problem


class Refuse(Frozen, frozen=True):
    """Do not touch what stands at a page's path; the problem says why."""

    path: VaultPath
    problem: Problem

    @property
    def reason(self) -> str:
        """Why, as the problem says it."""
        return self.problem.message


class Fill(Frozen, frozen=True):
    """Put what is true now into the blocks of a note whose bytes were `was`."""

    path: VaultPath
    data: bytes
    was: bytes
    reason: str


Change = Write | Keep | Remove | SetAside | Refuse | Fill

_NO_NOTES: Final[Mapping[VaultPath, Filled]] = MappingProxyType({})
_PEOPLE: Final = re.compile(rb"^people:[ \t]*(\d{1,7})[ \t]*\r?$", re.MULTILINE)
_HEAD_BYTES: Final = 2_048
# The further parts of a page that was split.
_PART: Final = re.compile(r" \d{1,3}\Z")
_HEAD: Final = "---\ntype: vaultkit-page\ncssclasses: [vaultkit]\n---\n"
_EMPTIED: Final = (
    _HEAD + "\nThere is nothing to say here at the moment. "
    "The page stays because of your text below.\n"
)


def bytes_of(text: str) -> bytes:
    """Return the bytes of a page's text: UTF-8, and what was not UTF-8 as it was."""
    return text.encode("utf-8", "surrogateescape")


def plan(
    wanted: Mapping[VaultPath, str],
    snapshot: Snapshot,
    settings: Settings,
    refused: Iterable[Refuse] = (),
    filled: Mapping[VaultPath, Filled] = _NO_NOTES,
) -> tuple[Change, ...]:
    """Return what makes the vault hold the wanted pages, in order of path.

    Args:
        wanted: Path to generated text, without mark.
        snapshot: The vault as it was read.
        settings: For the folder whose leftovers are removed.
        refused: Pages that may not be written, found while building.
        filled: Notes with blocks, as they should be.
    """
    standing = Standing.of(snapshot)
    stopped = tuple(refused)
    changes: list[Change] = list(stopped)
    # A page that could not be made stays as it was; one that would capture a link goes.
    claimed = {
        standing.spelling(change.path)
        for change in stopped
        if change.problem.code != "page-captures"
    }
    for path, text in wanted.items():
        at = standing.spelling(path)
        claimed.add(at)
        changes.extend(_wanted(at, text, standing))
    for path in snapshot.pages:
        if path not in claimed:
            changes.extend(_unwanted(path, snapshot, settings))
    for path, note in filled.items():
        changes.extend(_filled(path, note, standing))
    return tuple(sorted(changes, key=_order))


def clean(snapshot: Snapshot) -> tuple[Change, ...]:
    """Return the removal of every page of ours that is intact and has no text below.

    Blocks that we filled and nobody edited are emptied.
    """
    pages = (
        Remove(path, data, "intact, and nothing of yours below")
        if _ours_alone(owned.stands(path, data))
        else Keep(path, "edited, newer, or with text of yours below")
        for path, data in snapshot.pages.items()
    )
    blocks = (
        change
        for path, data in snapshot.notes.items()
        if b"/vaultkit" in data
        for change in _emptied(path, emptied(path, data))
    )
    return (*pages, *blocks)


def _emptied(path: VaultPath, note: Filled) -> Iterator[Change]:
    if note.data != note.was:
        yield Fill(path, note.data, note.was, "its blocks are emptied")
    elif note.edited:
        yield Keep(path, "its blocks are edited or frozen")


def problems(changes: Iterable[Change]) -> tuple[Problem, ...]:
    """Return what is wrong with pages: those refused, and those that were edited."""
    found = [change for change in changes if isinstance(change, Refuse | SetAside)]
    return tuple(sorted({change.problem for change in found}))


def guard(snapshot: Snapshot, people_now: int, *, accept_loss: bool = False) -> None:
    """Stop before anything is written if most people have vanished from the vault.

    Raises:
        VaultEmptiedError: The pages name people, and the notes name nobody or fewer
            than half as many, unless the user accepts the loss.
    """
    had = max((_people(*one) for one in snapshot.pages.items()), default=0)
    if had and not accept_loss and people_now * 2 < had:
        raise VaultEmptiedError(had, people_now)


def _people(path: VaultPath, data: bytes) -> int:
    marked = owned.stands(path, data)
    if marked is None or not marked.intact:
        return 0
    found = _PEOPLE.search(data[:_HEAD_BYTES])
    return int(found[1]) if found else 0


def _ours_alone(marked: Marked | None) -> bool:
    if marked is None or marked.format > mark.FORMAT:
        return False
    return marked.intact and not marked.tail.strip()


def _order(change: Change) -> tuple[str, int]:
    """By path, and what is set aside before the page is written."""
    return change.path, 0 if isinstance(change, SetAside) else 1


# --- pages that are wanted -----------------------------------------------------------


def _wanted(path: VaultPath, text: str, standing: Standing) -> Iterator[Change]:
    data = standing.pages.get(path)
    blocked = None if data is not None else obstacle(path, standing)
    if blocked is not None:
        yield Refuse(path, blocked)
    elif data is None:
        yield Write(path, owned.sign(path, text), None, "new")
    else:
        yield from _again(path, text, data, standing)


def _again(
    path: VaultPath, text: str, data: bytes, standing: Standing
) -> Iterator[Change]:
    """Yield what a page that stands there already needs."""
    marked = owned.stands(path, data)
    if marked is None:
        yield Refuse(path, problem(path, "page-taken", UNMARKED))
        return
    if marked.format > mark.FORMAT:
        yield Refuse(path, problem(path, "page-newer", NEWER))
        return
    said = owned.says(path, marked, text)
    if marked.intact and said:
        yield Keep(path, "unchanged")
        return
    if not marked.intact and not said:
        yield from _set_aside(path, marked, data, standing)
    yield Write(path, owned.sign(path, text, marked.tail), data, _why(marked))


def _why(marked: Marked) -> str:
    return "the notes say something else now" if marked.intact else "it was edited"


def _set_aside(
    path: VaultPath, marked: Marked, data: bytes, standing: Standing
) -> Iterator[Change]:
    # An edited canvas is the user's from now on; no note can be made of it by mistake.
    drawn = canvas.is_canvas(path)
    stood = canvas.unsigned(owned.text_of(data)) if drawn else marked.generated
    to, text = _beside(path, stood)
    if not standing.has(to):
        yield SetAside(path, to, text, "it was edited", edited(path, to))


def _beside(path: VaultPath, text: str) -> tuple[VaultPath, str]:
    """Return where a text is set aside, and how: never as a source."""
    if not (canvas.is_canvas(path) or says_ours(bytes_of(text))):
        text = _HEAD + text
    digest = hashlib.blake2b(bytes_of(text), digest_size=4).hexdigest()
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    named = f"{tamed(stem)} (edited {digest}){dot}{ending}"
    return VaultPath(f"{folder}{slash}{named}"), text


def _filled(path: VaultPath, note: Filled, standing: Standing) -> Iterator[Change]:
    """Yield what a note with blocks needs."""
    if note.wrong:
        yield Refuse(path, between.unwritable(path, note.wrong))
        return
    for stood in note.aside:
        to, text = _beside(path, stood)
        if not standing.has(to):
            reason = "nobody signed what stood in a block"
            yield SetAside(path, to, text, reason, between.aside(path, to))
    if note.data == note.was:
        yield Keep(path, "a block was edited" if note.edited else "unchanged")
    else:
        yield Fill(path, note.data, note.was, "its blocks say something else now")


# --- pages that are not wanted any more ----------------------------------------------


def _unwanted(
    path: VaultPath, snapshot: Snapshot, settings: Settings
) -> Iterator[Change]:
    data = snapshot.pages[path]
    marked = owned.stands(path, data)
    if marked is None:
        return
    if marked.format > mark.FORMAT:
        yield Refuse(path, problem(path, "page-newer", NEWER))
    elif not marked.intact:
        yield Keep(path, "nothing to say any more, but it was edited")
    elif not _leftover(path, snapshot, settings):
        yield Keep(path, "a copy that somebody put there")
    elif not marked.tail.strip():
        yield Remove(path, data, "nothing to say any more")
    elif mark.same(marked.generated, mark.above(_EMPTIED)):
        yield Keep(path, "nothing to say, but text of yours below")
    else:
        text = mark.sign(_EMPTIED) + marked.tail
        yield Write(path, text, data, "nothing to say, but text of yours below")


def _leftover(path: VaultPath, snapshot: Snapshot, settings: Settings) -> bool:
    """Return whether vaultkit itself put a page there, now or under other settings.

    A copy that somebody made under a name of their own, in a folder of their own, is
    theirs to keep. A vault inside this one keeps its pages: they stand where they do
    without settings, or it has settings of its own.
    """
    name = _PART.sub("", path.rpartition("/")[2].rpartition(".")[0])
    known = {*PAGE_NAMES.values(), *settings.page_names.values()}
    # Whoever wants a canvas of their own copies ours, perhaps beside it.
    if path.startswith(f"{settings.folder}/") and not canvas.is_canvas(path):
        return True
    tops = [path[:at] for at, char in enumerate(path) if char == "/"]
    inner = any(VaultPath(f"{top}/{FILE}") in snapshot.others for top in tops)
    rest = path.removeprefix(settings.folder)
    return name in known and not inner and f"/{DEFAULTS.folder}/" not in rest
