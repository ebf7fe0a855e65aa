"""Changes: what must be done so that the vault holds the pages, each with its reason.

Deciding is apart from doing: `plan` looks at values alone, and `vault.apply` does what
it decided. A file without our mark is never written, moved or removed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import canvas, mark, owned
from vaultkit.choices import PAGE_NAMES
from vaultkit.names import fold
from vaultkit.problems import Problem, VaultEmptiedError
from vaultkit.snapshot import VaultPath, says_ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.mark import Marked
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Write:
    """Write a page whose bytes were `was` (None: there was none)."""

    path: VaultPath
    text: str
    was: bytes | None
    reason: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave a page as it is."""

    path: VaultPath
    reason: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a page of ours whose bytes were `was`."""

    path: VaultPath
    was: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Put the text of an edited page into a file of its own, before it is written."""

    path: VaultPath
    to: VaultPath
    text: str
    reason: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Refuse:
    """Do not touch what stands at a page's path; the problem says why."""

    path: VaultPath
    problem: Problem

    @property
    def reason(self) -> str:
        """Why, as the problem says it."""
        return self.problem.message


Change = Write | Keep | Remove | SetAside | Refuse

_PEOPLE: Final = re.compile(rb"^people:[ \t]*(\d{1,7})[ \t]*\r?$", re.MULTILINE)
_HEAD_BYTES: Final = 2_048
# The further parts of a page that was split.
_PART: Final = re.compile(r" \d{1,3}\Z")
_HEAD: Final = "---\ntype: vaultkit-page\ncssclasses: [vaultkit]\n---\n"
_EMPTIED: Final = (
    _HEAD + "\nThere is nothing to say here at the moment. "
    "The page stays because of your text below.\n"
)


def text_of(data: bytes) -> str:
    """Return a page's text such that `bytes_of` gives the same bytes back, always."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """Return the bytes of a page's text: UTF-8, and what was not UTF-8 as it was."""
    return text.encode("utf-8", "surrogateescape")


def plan(
    wanted: Mapping[VaultPath, str],
    snapshot: Snapshot,
    settings: Settings,
    refused: Iterable[Refuse] = (),
) -> tuple[Change, ...]:
    """Return what makes the vault hold the wanted pages, in order of path.

    Args:
        wanted: Path to generated text, without mark.
        snapshot: The vault as it was read.
        settings: For the folder whose leftovers are removed.
        refused: Pages that may not be written, found while building.
    """
    standing = _Standing.of(snapshot)
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
            changes.extend(_unwanted(path, snapshot.pages[path], settings))
    return tuple(sorted(changes, key=_order))


def clean(snapshot: Snapshot) -> tuple[Change, ...]:
    """Return the removal of every page of ours that is intact and has no text below."""
    return tuple(
        Remove(path, data, "intact, and nothing of yours below")
        if _ours_alone(_marked(path, data))
        else Keep(path, "edited, newer, or with text of yours below")
        for path, data in snapshot.pages.items()
    )


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
    marked = _marked(path, data)
    if marked is None or not marked.intact:
        return 0
    found = _PEOPLE.search(data[:_HEAD_BYTES])
    return int(found[1]) if found else 0


def _marked(path: VaultPath, data: bytes) -> Marked | None:
    return owned.read(path, text_of(data))


def _ours_alone(marked: Marked | None) -> bool:
    if marked is None or marked.format > mark.FORMAT:
        return False
    return marked.intact and not marked.tail.strip()


def _order(change: Change) -> tuple[str, int]:
    """By path, and what is set aside before the page is written."""
    return change.path, 0 if isinstance(change, SetAside) else 1


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands in the vault, and which names that takes where case is nothing."""

    pages: Mapping[VaultPath, bytes]
    files: frozenset[VaultPath]
    folded: Mapping[str, VaultPath]
    folders: frozenset[str]

    @classmethod
    def of(cls, snapshot: Snapshot) -> _Standing:
        files = snapshot.others.union(snapshot.notes, snapshot.pages)
        # In order, and pages last: of two spellings a page of ours is the one meant.
        paths = [*sorted(files.difference(snapshot.pages)), *sorted(snapshot.pages)]
        folded = {fold(path): path for path in paths}
        folders = {fold(above) for path in paths for above in _folders(path)}
        return cls(snapshot.pages, files, folded, frozenset(folders))

    def spelling(self, path: VaultPath) -> VaultPath:
        """Return the path under which a page stands already, else as it is wanted."""
        near = self.folded.get(fold(path), path)
        return near if near in self.pages and path not in self.files else path


def _folders(path: str) -> Iterator[str]:
    return (path[:at] for at, char in enumerate(path) if char == "/")


# --- pages that are wanted -----------------------------------------------------------


def _wanted(path: VaultPath, text: str, standing: _Standing) -> Iterator[Change]:
    data = standing.pages.get(path)
    obstacle = None if data is not None else _obstacle(path, standing)
    if obstacle is not None:
        yield Refuse(path, obstacle)
    elif data is None:
        yield Write(path, owned.sign(path, text), None, "new")
    else:
        yield from _again(path, text, data, standing)


def _again(
    path: VaultPath, text: str, data: bytes, standing: _Standing
) -> Iterator[Change]:
    """Yield what a page that stands there already needs."""
    marked = _marked(path, data)
    if marked is None:
        yield Refuse(path, _problem(path, "page-taken", _UNMARKED))
        return
    if marked.format > mark.FORMAT:
        yield Refuse(path, _problem(path, "page-newer", _NEWER))
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
    path: VaultPath, marked: Marked, data: bytes, standing: _Standing
) -> Iterator[Change]:
    drawn = canvas.is_canvas(path)
    # An edited canvas is the user's from now on; no note can be made of it by mistake.
    text = canvas.unsigned(text_of(data)) if drawn else marked.generated
    if not (drawn or says_ours(bytes_of(text))):
        text = _HEAD + text
    digest = hashlib.blake2b(bytes_of(text), digest_size=4).hexdigest()
    name, dot, ending = path.rpartition(".")
    to = VaultPath(f"{name} (edited {digest}){dot}{ending}")
    if to not in standing.files:
        yield SetAside(path, to, text, "it was edited", _edited(path, to))


def _obstacle(path: VaultPath, standing: _Standing) -> Problem | None:
    """Return why a page that is not there yet cannot be: something is in its way."""
    if fold(path) in standing.folded:
        return _problem(path, "page-taken", _TAKEN)
    if fold(path) in standing.folders:
        return unwritable(path, "a folder has its name")
    for above in _folders(path):
        if file := standing.folded.get(fold(above)):
            return unwritable(path, f"`{file}` is a file, not a folder")
    return None


# --- pages that are not wanted any more ----------------------------------------------


def _unwanted(path: VaultPath, data: bytes, settings: Settings) -> Iterator[Change]:
    marked = _marked(path, data)
    if marked is None:
        return
    if marked.format > mark.FORMAT:
        yield Refuse(path, _problem(path, "page-newer", _NEWER))
    elif not marked.intact:
        yield Keep(path, "nothing to say any more, but it was edited")
    elif not _leftover(path, settings):
        yield Keep(path, "a copy that somebody put there")
    elif not marked.tail.strip():
        yield Remove(path, data, "nothing to say any more")
    elif mark.same(marked.generated, mark.above(_EMPTIED)):
        yield Keep(path, "nothing to say, but text of yours below")
    else:
        text = mark.sign(_EMPTIED) + marked.tail
        yield Write(path, text, data, "nothing to say, but text of yours below")


def _leftover(path: VaultPath, settings: Settings) -> bool:
    """Return whether vaultkit itself put a page there, now or under other settings.

    A copy that somebody made under a name of their own, in a folder of their own, is
    theirs to keep.
    """
    name = _PART.sub("", path.rpartition("/")[2].rpartition(".")[0])
    known = {*PAGE_NAMES.values(), *settings.page_names.values()}
    # Whoever wants a canvas of their own copies ours, perhaps beside it.
    beside = path.startswith(f"{settings.folder}/") and not canvas.is_canvas(path)
    return beside or name in known


# --- problems ------------------------------------------------------------------------

_TAKEN: Final = "a file that is not ours has the name of a page"
_UNMARKED: Final = "the line that ends its generated text is gone: it may be yours"
_NEWER: Final = "a newer vaultkit wrote this page"
_ADVICE: Final = MappingProxyType(
    {
        "page-taken": "Move or rename it, or give the page another name with "
        "`page_names`, or switch the page off with `pages_off`; it was not touched.",
        "page-newer": "Update vaultkit here, or remove the page; it was not touched.",
        "page-edited": "Write below the last line of the page instead: what stands "
        "there is yours and stays.",
        "page-unwritable": "Mend that and build again; it was not touched, and every "
        "other page was built.",
    }
)


def unwritable(path: VaultPath, why: str) -> Problem:
    """Return the problem of a page that cannot be written."""
    return _problem(path, "page-unwritable", f"the page cannot be written: {why}")


def _problem(path: VaultPath, code: str, message: str) -> Problem:
    return Problem(path, 1, 1, code, message, _ADVICE[code])


def _edited(path: VaultPath, to: VaultPath) -> Problem:
    name = to.rpartition("/")[2]
    if canvas.is_canvas(path):
        said = f"the canvas was edited; your version moves to `{name}`"
        advice = "Arrange a copy under another name instead: that stays as you draw it."
        return Problem(path, 1, 1, "page-edited", said, advice)
    said = f"the generated part was edited; your version moves to `{name}`"
    return _problem(path, "page-edited", said)
