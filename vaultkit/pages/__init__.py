"""Pages: what the insights found, worded by templates, as Markdown text.

`PAGES` lists them. A page is a finder, a template, and whether it has anything to say;
adding one is one module in `insights`, one template and one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from vaultkit import aside as beside
from vaultkit import canvas
from vaultkit.frozen import replace
from vaultkit.insights import (
    giving,
    interests,
    introductions,
    learning,
    mend,
    origins,
    people,
    week,
)
from vaultkit.pages import drawing, template
from vaultkit.pages.asked import Asked
from vaultkit.pages.markup import Linker, Style
from vaultkit.pages.template import failures, filled
from vaultkit.pages.wording import WORDS, Wording
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from vaultkit.aside import Aside
    from vaultkit.book.book import Book
    from vaultkit.network.network import Network
    from vaultkit.notes.links import Files
    from vaultkit.settings import Settings

LIMIT: Final = 900_000
"""Bytes of a page: well before 1 MB, and Obsidian ignores Markdown over 2 MB."""

ROWS: Final = 4_000
"""People on one page of `People I know` before it is tried in parts."""


class Record(Protocol):
    """What a finder returns: facts, and whether there are any."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a question, its finder and its template.

    Attributes:
        name: Its key in `settings.page_names`, and the name of its template.
        find: What there is to say.
        parts: The record cut into so many parts, for a page that may grow too large.
        apart: It shares nothing with the other pages and is much work where there are
            very many people: it may be made beside them.
        drawn: It is a canvas, written where `settings.canvas` asks for it.
    """

    name: str
    find: Callable[[Asked], Record]
    parts: Callable[[Any, int], tuple[Record, ...]] | None = None
    apart: bool = False
    drawn: bool = False

    @property
    def ending(self) -> str:
        """What its file name ends in."""
        return canvas.ENDING if self.drawn else ".md"

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"pages/{self.name}.md.j2"


def _by_name(found: people.People, parts: int) -> tuple[people.People, ...]:
    """Return the list of people in parts.

    Circles and cards open the first, seasons that ended close the last one.
    """
    size = -(-len(found.people) // parts) or 1
    cut = [
        people.People(people=found.people[start : start + size])
        for start in range(0, len(found.people), size)
    ]
    if not cut:
        return (found,)
    cut[0] = replace(cut[0], circles=found.circles, cards=found.cards)
    return (*cut[:-1], replace(cut[-1], ended=found.ended))


def _this_week(asked: Asked) -> week.Week:
    """Return the home page, which chooses among what other pages propose."""
    return week.find(asked.network, asked.settings, asked.today, asked.nudges)


HOME: Final = "home"

PAGES: Final = (
    Page(HOME, _this_week),
    Page("reconnect", lambda a: a.reconnect),
    Page("help", lambda a: a.help),
    Page(
        "introductions",
        lambda a: introductions.find(a.network, a.settings, a.today),
        apart=True,
    ),
    Page(
        "give-and-ask",
        lambda a: giving.find(
            a.network, a.help.mine, a.help.matches, a.settings, a.today
        ),
    ),
    Page("interests", lambda a: interests.find(a.network, a.settings, a.today)),
    Page("events", lambda a: a.events),
    Page("learning", lambda a: learning.find(a.network, a.settings, a.today)),
    Page("origins", lambda a: origins.find(a.network, a.settings, a.today)),
    Page(
        "people",
        lambda a: people.find(a.network, a.settings, a.today),
        _by_name,
        apart=True,
    ),
    Page("map", lambda a: drawing.find(a.network, a.settings), drawn=True),
    Page("problems", lambda a: mend.find(a.problems)),
)
"""Every page, in the order the home page names them."""


IN_WORDS: Final = tuple(page for page in PAGES if not page.drawn)
"""Those that are text, so that a block or a template can have their rows."""


def compiled(templates: Mapping[str, str]) -> bytes:
    """Return templates compiled, for `know` in another process."""
    return template.compiled(templates, WORDS)


def know(compiled: bytes) -> None:
    """Take over what `compiled` returned in another process."""
    template.know(compiled)


def paths(settings: Settings) -> Mapping[str, VaultPath]:
    """Return where every page stands, written or not, by the page's name."""
    return MappingProxyType(
        {
            page.name: VaultPath(
                f"{settings.folder}/{settings.page_names[page.name]}{page.ending}"
            )
            for page in PAGES
        }
    )


def render(
    network: Network,
    problems: tuple[Problem, ...],
    settings: Settings,
    today: date,
    templates: Mapping[str, str],
    aside: Aside = beside.here,
) -> tuple[Mapping[VaultPath, str], tuple[Problem, ...]]:
    """Return the text of every page that has something to say, without its mark.

    A page with nothing to say is left out, the home page excepted. A template that
    fails costs its own page and nothing else; the problem carries the page's path.

    Args:
        network: Only what is public.
        problems: Those of notes that pages may name.
        settings: Where pages stand, which are off, how links are written.
        today: The day it is.
        templates: Every template's text by its name.
        aside: How pages that share nothing with the others are made.
    """
    asked = Asked(network, problems, settings, today)
    off = {*settings.pages_off, *settings.insights_off}
    wanted = [page for page in PAGES if page.name not in off]
    wanted = [page for page in wanted if settings.canvas or not page.drawn]
    many = len(network.book.people) >= beside.WORTH
    apart = [page for page in wanted if page.apart and many]
    beside_them = (aside if apart else beside.here)(
        lambda: _made(apart, asked, templates)
    )
    others = [page for page in wanted if page not in apart and page.name != HOME]
    texts, failed, empty = _made(others, asked, templates)
    more, failed_too, empty_too = beside_them()
    empty = {**empty, **empty_too}
    first, wrong, _ = _made(
        [p for p in wanted if p.name == HOME], asked, templates, empty
    )
    return MappingProxyType({**first, **texts, **more}), wrong + failed + failed_too


def _made(
    wanted: Iterable[Page],
    asked: Asked,
    templates: Mapping[str, str],
    others: Mapping[str, bool] = MappingProxyType({}),
) -> tuple[dict[VaultPath, str], tuple[Problem, ...], dict[str, bool]]:
    """Return some pages, what failed, and which of them have nothing to say."""
    found = {page.name: page.find(asked) for page in wanted}
    book, settings = asked.network.book, asked.settings
    texts, failed = written(found, book, settings, templates, others)
    return texts, failed, {name: one.empty for name, one in found.items()}


def written(
    found: Mapping[str, Record],
    book: Book,
    settings: Settings,
    templates: Mapping[str, str],
    others: Mapping[str, bool] = MappingProxyType({}),
) -> tuple[dict[VaultPath, str], tuple[Problem, ...]]:
    """Return the pages of what was found, by the names of the pages; as `render`.

    `others` are pages made elsewhere, and whether they have nothing to say: the home
    page names them too.
    """
    press = Press.of(book, settings, templates)
    empty = {**others, **{name: one.empty for name, one in found.items()}}
    rest = [page for page in PAGES if page.name in empty and page.name != HOME]
    more = {
        "spoken": tuple(one.name for one in rest if not empty[one.name]),
        "silent": tuple(p.name for p in rest if empty[p.name] and not p.drawn),
    }
    texts: dict[VaultPath, str] = {}
    failed: list[Problem] = []
    for page in PAGES:
        if page.name in found and (page.name == HOME or not empty[page.name]):
            try:
                texts.update(press.print(page, found[page.name], more))
            except failures() as wrong:
                failed.append(_failed(page, press.paths[page.name], wrong))
    return texts, tuple(failed)


@dataclass(frozen=True, slots=True)
class Press:
    """Prints pages: templates, what they may name, and where every page stands."""

    book: Book
    settings: Settings
    templates: Mapping[str, str]
    files: Files
    paths: Mapping[str, VaultPath]

    @staticmethod
    def of(book: Book, settings: Settings, templates: Mapping[str, str]) -> Press:
        """Return what prints the pages of a book."""
        where = paths(settings)
        files = book.files.with_paths(where.values())
        return Press(book, settings, templates, files, where)

    def print(
        self, page: Page, found: Record, more: Mapping[str, object]
    ) -> Iterable[tuple[VaultPath, str]]:
        """Return a page's path and text; several where it is too large for one."""
        first = self.paths[page.name]
        whole = len(found.people) if isinstance(found, people.People) else 0
        parts = max(1, -(-whole // ROWS))
        while True:
            cut = page.parts(found, parts) if page.parts else (found,)
            where = [_part(first, n) for n in range(1, len(cut) + 1)]
            files = self.files.with_paths(where)
            texts = [
                self._text(
                    page,
                    piece,
                    Linker(files, style(self.settings), path),
                    {**more, "following": where[n : n + 1]},
                )
                for n, (path, piece) in enumerate(zip(where, cut, strict=True), 1)
            ]
            size = max(len(text.encode()) for text in texts)
            if len(cut) < parts or size <= LIMIT or not page.parts:
                return zip(where, texts, strict=True)
            parts += 1

    def _text(
        self, page: Page, found: Record, linker: Linker, more: Mapping[str, object]
    ) -> str:
        """Return one page, or one part of one, with its front matter."""
        body, wording = self._body(page.template, linker, {**more, "page": found})
        if isinstance(found, drawing.Map):
            return drawing.drawn(found, body, wording)
        return f"{front_matter(page.name, len(wording.named))}\n{body}\n"

    def body(
        self, template: str, linker: Linker, values: Mapping[str, object]
    ) -> tuple[str, int]:
        """Return a template filled in, and how many people it names."""
        text, wording = self._body(template, linker, values)
        return text, len(wording.named)

    def _body(
        self, template: str, linker: Linker, values: Mapping[str, object]
    ) -> tuple[str, Wording]:
        wording = Wording(self.book, self.settings, self.paths, linker, self.templates)
        return filled(self.templates, template, wording.filters(), values), wording

    def linker(self, path: VaultPath) -> Linker:
        """Return what writes the links of a page or note that stands here."""
        return Linker(self.files, style(self.settings), path)


def style(settings: Settings) -> Style:
    """Return how links are written."""
    return "wikilink" if settings.link_style == "auto" else settings.link_style


def _part(first: VaultPath, n: int) -> VaultPath:
    return first if n == 1 else VaultPath(f"{first.removesuffix('.md')} {n}.md")


def front_matter(name: str, named: int) -> str:
    """Return a page's properties; `people` is how many it names."""
    count = f"people: {named}\n" if named else ""
    return (
        f"---\ntype: vaultkit-page\ncssclasses: [vaultkit]\npage: {name}\n{count}---\n"
    )


def _failed(page: Page, path: VaultPath, wrong: Exception) -> Problem:
    """Return the problem of a page whose template failed, without the notes' words."""
    line = getattr(wrong, "lineno", None)
    where = f"{page.template}, line {line}" if line else page.template
    return Problem(
        path,
        1,
        1,
        "page-unwritable",
        f"the template {where} failed ({type(wrong).__name__})",
        "The other pages are as they should be; please report this one.",
    )
