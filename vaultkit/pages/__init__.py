"""Pages: what the insights found, worded by templates, as Markdown text.

`PAGES` lists them. A page is a finder, a template, and whether it has anything to say;
adding one is one module in `insights`, one template and one row.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit import aside as beside
from vaultkit.frozen import replace
from vaultkit.pages import template
from vaultkit.pages.asked import Asked
from vaultkit.pages.catalogue import HOME, IN_WORDS, PAGES, Page, Record, paths
from vaultkit.pages.press import LIMIT, ROWS, Press, front_matter, printed, style
from vaultkit.pages.template import failures
from vaultkit.pages.wording import WORDS
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from vaultkit.aside import Aside
    from vaultkit.book.book import Book
    from vaultkit.network.network import Network
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

__all__ = [
    "HOME",
    "IN_WORDS",
    "LIMIT",
    "PAGES",
    "ROWS",
    "Page",
    "Press",
    "Record",
    "compiled",
    "front_matter",
    "know",
    "known",
    "paths",
    "prepared",
    "pressed",
    "render",
    "style",
    "written",
]

_LINES: Final = 12
"""How many lines about somebody are a few months of them."""


def compiled(templates: Mapping[str, str]) -> bytes:
    """Return templates compiled, for `know` in another process."""
    return template.compiled(templates, WORDS)


def prepared() -> int:
    """Return how many templates are compiled already."""
    return template.prepared()


def known(templates: Mapping[str, str]) -> tuple[int, bytes]:
    """Return how many of these templates are compiled here, and those, for `know`."""
    return template.known(templates)


def know(compiled: bytes) -> int:
    """Take over what another process compiled; return how many templates those are."""
    return template.know(compiled)


def render(  # noqa: PLR0913, PLR0917 (all that pages are made of, and how)
    network: Network,
    problems: tuple[Problem, ...],
    settings: Settings,
    today: date,
    templates: Mapping[str, str],
    aside: Aside = beside.here,
    theirs: tuple[VaultPath, ...] = (),
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
        theirs: Pages of others that are there, which the home page names too.
    """
    asked = Asked(network, problems, settings, today)
    off = {*settings.pages_off, *settings.insights_off}
    wanted = [page for page in PAGES if page.name not in off]
    wanted = [page for page in wanted if settings.canvas or not page.drawn]
    many = len(network.book.people) >= beside.WORTH and not network.memory.lasting
    apart = [page for page in wanted if page.apart and many]
    beside_them = (aside if apart else beside.here)(
        lambda: _made(apart, asked, templates)
    )
    others = [page for page in wanted if page not in apart and page.name != HOME]
    texts, failed, empty = _made(others, asked, templates)
    more, failed_too, empty_too = beside_them()
    empty = {**empty, **empty_too}
    first, wrong, _ = _made(
        [p for p in wanted if p.name == HOME], asked, templates, empty, theirs
    )
    return MappingProxyType({**first, **texts, **more}), wrong + failed + failed_too


def _made(
    wanted: Iterable[Page],
    asked: Asked,
    templates: Mapping[str, str],
    others: Mapping[str, bool] = MappingProxyType({}),
    theirs: tuple[VaultPath, ...] = (),
) -> tuple[dict[VaultPath, str], tuple[Problem, ...], dict[str, bool]]:
    """Return some pages, what failed, and which of them have nothing to say."""
    found = {page.name: (page.few or page.find)(asked) for page in wanted}
    book, settings = asked.network.book, asked.settings
    press = Press.of(book, settings, templates)
    if asked.network.memory.lasting:
        press = replace(press, remembered=asked.network)
    texts, failed = pressed(found, press, others, theirs)
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
    return pressed(found, Press.of(book, settings, templates), others)


def pressed(
    found: Mapping[str, Record],
    press: Press,
    others: Mapping[str, bool],
    theirs: tuple[VaultPath, ...] = (),
) -> tuple[dict[VaultPath, str], tuple[Problem, ...]]:
    """Return the pages of what was found, printed by a press; as `written`."""
    empty = {**others, **{name: one.empty for name, one in found.items()}}
    rest = [page for page in PAGES if page.name in empty and page.name != HOME]
    silent = (one.name for one in rest if empty[one.name] and not one.drawn)
    more = {
        "spoken": tuple(one.name for one in rest if not empty[one.name]),
        "theirs": theirs,
        "silent": tuple(name for name in silent if not _begun(name, press.book)),
    }
    texts: dict[VaultPath, str] = {}
    failed: list[Problem] = []
    for page in PAGES:
        if page.name in found and (page.name == HOME or not empty[page.name]):
            try:
                texts.update(printed(page, found[page.name], more, press))
            except failures() as wrong:
                failed.append(_failed(page, press.paths[page.name], wrong))
    return texts, tuple(failed)


def _begun(name: str, book: Book) -> bool:
    """Return whether what begins a page is noted, so that it is only silent today."""
    if name == "events":
        return bool(book.events)
    if name == "give-and-ask":
        me = book.people.get(book.me) if book.me else None
        return me is not None and bool(me.needs and me.offers)
    if name != "reconnect":
        return False
    often = Counter(who for met in book.encounters for who in met.people)
    wanted = any(one.cadence or one.circle for one in book.people.values())
    return wanted or any(lines >= _LINES for lines in often.values())


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
        "No other page depends on it; please report this.",
    )
