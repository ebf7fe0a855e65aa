"""Captures: pages whose file name would change where a link of the user's leads.

A vault may hold `Ideas/Reconnect.md`, or somebody called Reconnect who has no note. A
page of that name could become what their links mean, so it is not written.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.changes import Refuse
from vaultkit.choices import PAGE_NAMES
from vaultkit.notes.links import fold
from vaultkit.pages import paths
from vaultkit.problems import Origin, Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vaultkit.book.book import Book
    from vaultkit.network.remembering import Once
    from vaultkit.notes.markdown import Link
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings

_TARGET: Final = attrgetter("target")


def keys_of(texts: Mapping[VaultPath, str], settings: Settings) -> dict[VaultPath, str]:
    """Return each page's key in `page_names`; a further part has that of the first."""
    first = {path: key for key, path in paths(settings).items()}
    keys = dict(first)
    for path in texts:
        stem = path.removesuffix(".md").rstrip("0123456789").rstrip()
        keys.setdefault(path, first.get(VaultPath(f"{stem}.md"), "people"))
    return {path: keys[path] for path in texts}


def captured(
    pages: Mapping[VaultPath, str],
    notes: Mapping[VaultPath, Note],
    book: Book,
    memory: Once,
) -> tuple[Refuse, ...]:
    """Return the pages that may not be written, each with one link it would capture.

    Args:
        pages: Path of every page that is to be written, to its key in `page_names`.
        notes: What the user wrote.
        book: For the files there are, and the people who have no note.
        memory: What remembers which notes have links that may be captured.
    """
    found: dict[VaultPath, Refuse] = {}
    for path, link, to, instead in _moved(pages.keys(), notes, book, memory):
        where = Origin(path, link.line)
        found.setdefault(to, Refuse(to, _problem(to, pages[to], where, link, instead)))
    return tuple(found[path] for path in sorted(found))


def _moved(
    pages: Collection[VaultPath],
    notes: Mapping[VaultPath, Note],
    book: Book,
    memory: Once,
) -> Iterator[tuple[VaultPath, Link, VaultPath, str]]:
    """Yield each link that our pages would move: where it leads then, and now."""
    names = frozenset(map(_last, pages))
    # One that lasts looks at the notes that changed alone; else all are asked at once.
    if not memory.lasting and names.isdisjoint(_named(notes)):
        return
    pointing = memory.told(_pointing, notes, names)
    if not pointing:
        return
    noteless = {fold(one.name) for one in book.people.values() if one.path is None}
    after = book.files.with_paths(pages)
    for path, links in sorted(pointing):
        for link in links:
            to = after.resolve(link.target, path, wiki=link.wiki).path
            now = book.files.resolve(link.target, path, wiki=link.wiki).path
            if to is None or to == now or to not in pages:
                continue
            if now is not None:
                yield path, link, to, f"`{now}`"
            elif _last(link.target) in noteless:
                yield path, link, to, "somebody who has no note"


def _named(notes: Mapping[VaultPath, Note]) -> set[str]:
    """Return what all links name, each target looked at once."""
    targets = {link.target for note in notes.values() for link in note.links}
    return {*map(_last, targets)}


def _pointing(note: Note, names: frozenset[str]) -> tuple[Link, ...]:
    """Return the links of a note that name what a page is called."""
    if names.isdisjoint(map(_last, map(_TARGET, note.links))):  # as with nearly all
        return ()
    return tuple([link for link in note.links if _last(link.target) in names])


def _last(target: str) -> str:
    """Return the last part of a link or path, as names are compared, without `.md`."""
    part = target.partition("#")[0].rpartition("/")[2]
    return fold(part.replace("%20", " ")).strip().removesuffix(".md")


def _problem(
    page: VaultPath, key: str, where: Origin, link: Link, instead: str
) -> Problem:
    return Problem(
        page,
        1,
        1,
        "page-captures",
        f"with a page of this name, the link to `{link.target[:80]}` in "
        f"`{where.path}` line {where.line} would lead here instead of to {instead}",
        _renaming(key),
    )


def _renaming(key: str) -> str:
    """Return how a page gets another name; what a template makes, in its template."""
    if key.endswith(".j2"):
        return f"Give the page another `file` in `{key}`."
    table = "page_names" if key in PAGE_NAMES else "plugin_names"
    line = f'`{key} = "..."` under `[{table}]`'
    return f"Give the page another name in vaultkit.toml: {line}."
