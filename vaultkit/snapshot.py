"""The vault's text at one moment: what the user wrote, apart from what we wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NewType, TypeAlias

from vaultkit import canvas
from vaultkit.canvas import is_canvas
from vaultkit.frozen import Frozen, replace
from vaultkit.lineage import Descended, descended

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from vaultkit.problems import Problem

VaultPath = NewType("VaultPath", str)
"""A path relative to the vault: POSIX slashes, NFC, never absolute, never `..`."""

Reading: TypeAlias = "Callable[[VaultPath], bytes]"
"""What returns the text of a note that was not read yet."""
NOTHING: Final[Mapping[VaultPath, bytes]] = MappingProxyType({})
NOBODYS: Final[Mapping[VaultPath, str]] = MappingProxyType({})


class Snapshot(Frozen, frozen=True):
    """Path to bytes at one moment.

    Attributes:
        notes: The Markdown the user wrote, in order of path. Never a page of ours.
        pages: Every file that says it is a page of ours, set-aside copies included,
            and every canvas with our mark.
        others: Every other file by name alone (pictures, other canvases), for links.
        config: Settings as found: `vaultkit.toml`, `.obsidian/app.json`, ....
        problems: What the door to the disk met: unreadable files, links outside.
        templates: Every `.md.j2` there is; which of them are used, settings say.
        trusted: The digests of templates that the user trusts, by their path.
        unread: Notes that were not read, since they say what they said before: the
            digest of their bytes. Who asks `notes` for one reads it.
    """

    notes: Mapping[VaultPath, bytes]
    pages: Mapping[VaultPath, bytes] = NOTHING
    others: frozenset[VaultPath] = frozenset()
    config: Mapping[VaultPath, bytes] = NOTHING
    problems: tuple[Problem, ...] = ()
    templates: Mapping[VaultPath, bytes] = NOTHING
    trusted: Mapping[VaultPath, str] = NOBODYS
    unread: Mapping[VaultPath, bytes] = NOTHING


class Texts(Mapping[VaultPath, bytes]):
    """Path to text, some of which is read when it is asked for."""

    def __init__(self, held: Mapping[VaultPath, bytes | None], read: Reading) -> None:
        """Know what is held, in order of path: None for what `read` must return."""
        self._held = dict(held)
        self._read = read

    def __getitem__(self, path: VaultPath) -> bytes:
        """Return a text, such as it was at the moment of the snapshot.

        Raises:
            KeyError: There is none of that path.
            NoteChangedError: It was not read yet, and is not what it was any more.
        """
        data = self._held[path]
        if data is None:
            data = self._held[path] = self._read(path)
        return data

    def __contains__(self, path: object) -> bool:
        """Return whether there is such a text; none is read."""
        return path in self._held

    def __iter__(self) -> Iterator[VaultPath]:
        """Return the paths, in order."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._held)


# --- telling ours from theirs --------------------------------------------------------

_NAME: Final = b"vaultkit-page"
_OPENED: Final = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSED: Final = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_OURS: Final = re.compile(
    rb"""^type[ \t]*:[ \t]*(["']?)vaultkit-page\1[ \t]*(?:#[^\n]*)?\r?$""",
    re.IGNORECASE | re.MULTILINE,
)
# Front matter that is never closed is looked through this far, in bytes.
_UNCLOSED: Final = 4_096


def says_ours(data: bytes) -> bool:
    """Return whether a file's front matter, at its very top, calls it a page of ours.

    That is all it takes not to be read as a source: set-aside copies and the conflict
    copies of sync tools say it as well. Only `mark` tells whether we may write there.
    """
    if _NAME not in data:
        return False
    opened = _OPENED.match(data)
    if opened is None:
        return False
    closed = _CLOSED.search(data, opened.end())
    end = closed.start() if closed else opened.end() + _UNCLOSED
    return _OURS.search(data, opened.end(), end) is not None


def is_note(path: str) -> bool:
    """Return whether a path is Markdown, in any case as Obsidian reads it."""
    return path[-3:].lower() == ".md"


def is_read(path: str) -> bool:
    """Return whether what a file says can matter: a note, a template, a canvas."""
    return is_note(path) or is_template(path) or is_canvas(path)


def is_template(path: str) -> bool:
    """Return whether a file may be a template of a page."""
    return path[-6:].lower() == ".md.j2"


def sort(
    files: Mapping[VaultPath, bytes],
    others: Iterable[VaultPath],
    problems: Iterable[Problem],
    trusted: Mapping[VaultPath, str] = NOBODYS,
) -> Snapshot:
    """Return the snapshot of files that were read, each kind in order of path.

    Args:
        files: Path to bytes: Markdown, settings (`.obsidian/...` too) and canvases.
        others: Every other file in the vault, by name alone.
        problems: What was met while reading.
        trusted: The digests of templates that the user trusts.
    """
    notes, pages, config, templates = _kinds()
    names = set(others)
    for path in sorted(files):
        data = files[path]
        if path[-3:] == ".md" and path[0] != "." and data.find(_NAME) < 0:
            notes[path] = data
        elif path.startswith(".obsidian/") or path == "vaultkit.toml":
            config[path] = data
        elif _is_page(path, data):
            pages[path] = data
        elif not is_note(path):
            names.add(path)
            if is_template(path):
                templates[path] = data
        else:
            notes[path] = data
    return Snapshot(
        notes=Descended(notes),
        pages=MappingProxyType(pages),
        others=frozenset(names),
        config=MappingProxyType(config),
        problems=tuple(sorted(problems)),
        templates=MappingProxyType(templates),
        trusted=trusted,
    )


def _kinds() -> tuple[dict[VaultPath, bytes], ...]:
    return {}, {}, {}, {}


def _is_page(path: VaultPath, data: bytes) -> bool:
    if is_canvas(path):
        return canvas.says_ours(data)
    return is_note(path) and says_ours(data)


def with_unread(
    found: Snapshot, unread: Mapping[VaultPath, bytes], read: Reading
) -> Snapshot:
    """Return a snapshot with notes whose text is read when it is asked for.

    Args:
        found: The snapshot of what was read.
        unread: The notes that were not: the digest of each.
        read: What reads one; it returns what has this digest, or raises.
    """
    held: dict[VaultPath, bytes | None] = {**found.notes, **dict.fromkeys(unread)}
    notes = Texts({path: held[path] for path in sorted(held)}, read)
    return replace(found, notes=notes, unread=MappingProxyType(dict(unread)))


def amended(
    before: Snapshot,
    texts: Mapping[VaultPath, bytes],
    gone: Collection[VaultPath] = (),
) -> Snapshot | None:
    """Return a snapshot of which some files say something else, came or went.

    A note that came stands last: whoever asks in which order notes stand puts them in
    order. None where it takes more than notes and pages: a file that is no longer of
    the kind it was, settings that come or go, or a template. Then all must be sorted
    anew, which takes as long as there are files.

    Args:
        before: The snapshot.
        texts: The files that changed or are new.
        gone: The files that are not there any more.
    """
    if not all(path in before.notes or path in before.pages for path in gone):
        return None
    pages, config = dict(before.pages), dict(before.config)
    notes: dict[VaultPath, bytes] = {}
    for path in gone:
        pages.pop(path, None)
    for path, data in texts.items():
        ours = _is_page(path, data)
        kind = config if path in config else pages if ours else notes
        there = before.notes if kind is notes else kind
        if path not in there:
            known = (before.pages, before.notes, before.others)
            if any(path in those for those in known) or not (ours or is_note(path)):
                return None
        kind[path] = data
    return replace(
        before,
        notes=descended(before.notes, notes, gone),
        pages=MappingProxyType(dict(sorted(pages.items()))),
        config=MappingProxyType(config),
    )
