"""Press: what was found, printed by a template; each page only when it changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen, replace
from vaultkit.insights.people import People
from vaultkit.pages import drawing
from vaultkit.pages.catalogue import paths
from vaultkit.pages.markup import Linker, Style
from vaultkit.pages.template import filled, row
from vaultkit.pages.wording import Wording
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.book.book import Book
    from vaultkit.insights.people import Listed
    from vaultkit.network.network import Network
    from vaultkit.notes.links import Files
    from vaultkit.pages.catalogue import Page, Record
    from vaultkit.pages.wording import Row
    from vaultkit.settings import Settings

LIMIT: Final = 900_000
"""Bytes of a page: well before 1 MB, and Obsidian ignores Markdown over 2 MB."""

_AHEAD: Final = 20
"""For so many parts of a page at once room is left among the names of files."""

ROWS: Final = 1_000
"""People on one page of `People I know`: a page that long is printed in no time."""


class Press(Frozen, frozen=True, dict=True, gc=True):
    """Prints pages: templates, what they may name, and where every page stands."""

    book: Book
    settings: Settings
    templates: Mapping[str, str]
    paths: Mapping[str, VaultPath]
    remembered: Network | None = None
    parts: tuple[VaultPath, ...] = ()

    @cached_property
    def files(self) -> Files:
        """Every file of the vault and every page there could be."""
        return self.book.files.with_paths((*self.paths.values(), *self.parts))

    @cached_property
    def targets(self) -> dict[VaultPath, str]:
        """What links to notes say, whatever page they stand on."""
        return {}

    @staticmethod
    def of(book: Book, settings: Settings, templates: Mapping[str, str]) -> Press:
        """Return what prints the pages of a book."""
        return Press(book, settings, templates, paths(settings))

    def body(
        self, template: str, linker: Linker, values: Mapping[str, object]
    ) -> tuple[str, int]:
        """Return a template filled in, and how many people it names."""
        text, wording = self.worded(template, linker, values)
        return text, len(wording.named)

    def worded(
        self, template: str, linker: Linker, values: Mapping[str, object]
    ) -> tuple[str, Wording]:
        """Return a template filled in, and what worded it."""
        wording = Wording(self.book, self.settings, self.paths, linker, self.templates)
        if self.remembered is not None:
            wording = self._remembering(wording, self.remembered)
        return filled(self.templates, template, wording.filters(), values), wording

    def _remembering(self, wording: Wording, network: Network) -> Wording:
        """Return what words a page, and remembers the rows of a long one."""
        page = wording.linker.page
        given = page, self.settings, (*self.paths.values(), *self.parts), self.paths

        def rows(several: Sequence[Listed], words: tuple[str, ...]) -> tuple[Row, ...]:
            return network.each(_row, several, words, *given)

        def told(one: object, name: str) -> Row:
            spoken = name, *given, self.templates
            (found,) = network.each(_spoken, (one,), *spoken)
            return found

        return replace(wording, rows=rows, told=told)

    def linker(self, path: VaultPath) -> Linker:
        """Return what writes the links of a page or note that stands here."""
        return Linker(self.files, style(self.settings), path, self.targets)


def style(settings: Settings) -> Style:
    """Return how links are written."""
    return "wikilink" if settings.link_style == "auto" else settings.link_style


def _part(first: VaultPath, n: int) -> VaultPath:
    return first if n == 1 else VaultPath(f"{first.removesuffix('.md')} {n}.md")


def _room(first: VaultPath, parts: int) -> tuple[VaultPath, ...]:
    """Return where parts of a page stand or soon may: one more moves no link then."""
    return tuple(_part(first, n) for n in range(1, parts - parts % _AHEAD + _AHEAD + 1))


def front_matter(name: str, named: int) -> str:
    """Return a page's properties; `people` is how many it names."""
    count = f"people: {named}\n" if named else ""
    return (
        f"---\ntype: vaultkit-page\ncssclasses: [vaultkit]\npage: {name}\n{count}---\n"
    )


# --- each page, when it changed ------------------------------------------------------


def printed(
    page: Page, found: Record, more: Mapping[str, object], press: Press
) -> Iterable[tuple[VaultPath, str]]:
    """Return a page's path and text; several where it is too large for one.

    Args:
        page: The page.
        found: What its finder returned.
        more: What its template sees besides.
        press: What prints it.
    """
    most = ROWS
    while True:
        long = isinstance(found, People) and len(found.people) > most
        cut = page.parts(found, most) if page.parts and long else (found,)
        first = press.paths[page.name]
        where = tuple(_part(first, n) for n in range(1, len(cut) + 1))
        its = replace(press, parts=_room(first, len(cut))) if len(cut) > 1 else press
        texts = []
        for n, (path, piece) in enumerate(zip(where, cut, strict=True), 1):
            values = {**more, "page": piece, "following": where[n : n + 1]}
            texts.append(_part_printed(page, values, its, path))
        size = max(map(_size, texts))
        if size <= LIMIT or not page.parts or most == 1:
            return zip(where, texts, strict=True)
        most //= 2


def _size(text: str) -> int:
    """Return the bytes of a text, or more where that is far from the limit."""
    most = 4 * len(text)
    return most if most <= LIMIT else len(text.encode())


def _part_printed(
    page: Page, values: Mapping[str, object], press: Press, path: VaultPath
) -> str:
    """Return one page, or one part of one; as it was where nothing it says changed."""
    network = press.remembered
    if network is None:
        return _text(press, page, values, path)
    given = page, values, press.parts, path, press.settings, press.templates
    return network.made(_remembered, *given, key=path)


def _remembered(  # noqa: PLR0913, PLR0917 (all that a page is printed from)
    network: Network,
    page: Page,
    values: Mapping[str, object],
    where: tuple[VaultPath, ...],
    path: VaultPath,
    settings: Settings,
    templates: Mapping[str, str],
) -> str:
    press = Press.of(network.book, settings, templates)
    press = replace(press, remembered=network, parts=where)
    return _text(press, page, values, path)


def _text(
    press: Press, page: Page, values: Mapping[str, object], path: VaultPath
) -> str:
    """Return one page, or one part of one, with its front matter."""
    linker = press.linker(path)
    body, wording = press.worded(page.template, linker, values)
    found = values["page"]
    if isinstance(found, drawing.Map):
        return drawing.drawn(found, body, wording)
    return f"{front_matter(page.name, len(wording.named))}\n{body}\n"


def _spoken(  # noqa: PLR0913, PLR0917 (all that a row is worded from)
    network: Network,
    one: object,
    name: str,
    page: VaultPath,
    settings: Settings,
    there: tuple[VaultPath, ...],
    pages: Mapping[str, VaultPath],
    templates: Mapping[str, str],
) -> Row:
    """Return one row of a page as a macro words it, and whom it names."""
    files = network.book.files.with_paths(there)
    linker = Linker(files, style(settings), page)
    wording = Wording(network.book, settings, pages, linker, templates)
    text = row(templates, name, wording.filters(), one)
    return text, tuple(wording.named)


def _row(  # noqa: PLR0913, PLR0917 (all that a row is worded from)
    network: Network,
    one: Listed,
    words: tuple[str, str, str, str],
    page: VaultPath,
    settings: Settings,
    there: tuple[VaultPath, ...],
    pages: Mapping[str, VaultPath],
) -> Row:
    """Return one row of a long page, and whom it names."""
    files = network.book.files.with_paths(there)
    linker = Linker(files, style(settings), page)
    wording = Wording(network.book, settings, pages, linker)
    return wording.entry(one, *words), tuple(wording.named)
