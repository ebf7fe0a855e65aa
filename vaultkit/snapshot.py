"""The vault's text at one moment: what the user wrote, apart from what we wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NewType

from vaultkit import canvas
from vaultkit.canvas import is_canvas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.problems import Problem

VaultPath = NewType("VaultPath", str)
"""A path relative to the vault: POSIX slashes, NFC, never absolute, never `..`."""

NOTHING: Final[Mapping[VaultPath, bytes]] = MappingProxyType({})
NOBODYS: Final[Mapping[VaultPath, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Snapshot:
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
    """

    notes: Mapping[VaultPath, bytes]
    pages: Mapping[VaultPath, bytes] = field(default_factory=lambda: NOTHING)
    others: frozenset[VaultPath] = frozenset()
    config: Mapping[VaultPath, bytes] = field(default_factory=lambda: NOTHING)
    problems: tuple[Problem, ...] = field(default=())
    templates: Mapping[VaultPath, bytes] = field(default_factory=lambda: NOTHING)
    trusted: Mapping[VaultPath, str] = field(default_factory=lambda: NOBODYS)


# --- telling ours from theirs --------------------------------------------------------

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
    if b"vaultkit-page" not in data:
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
        if path.startswith(".obsidian/") or path == "vaultkit.toml":
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
        notes=MappingProxyType(notes),
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


def amended(before: Snapshot, texts: Mapping[VaultPath, bytes]) -> Snapshot | None:
    """Return a snapshot in which some of its files say something else.

    None where one of them is no longer of the kind it was: a note, a page, settings.
    Then all must be sorted anew, which takes as long as there are files.

    Args:
        before: The snapshot.
        texts: The files that changed, all of which it has.
    """
    notes, pages, config = dict(before.notes), dict(before.pages), dict(before.config)
    for path, data in texts.items():
        ours = _is_page(path, data)
        kind = config if path in config else pages if ours else notes
        if path not in kind:
            return None
        kind[path] = data
    return replace(
        before,
        notes=MappingProxyType(notes),
        pages=MappingProxyType(pages),
        config=MappingProxyType(config),
    )
