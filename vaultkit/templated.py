"""Templated: pages that templates of the vault make, beside ours or in their place.

They are printed in another process, since what a template does with a loop or a number
cannot be told from its text; how, is an argument.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.changes import Refuse
from vaultkit.guests import Added
from vaultkit.pages import PAGES, Press, front_matter
from vaultkit.pages.own import Own, OwnPage, failed
from vaultkit.pages.rows import taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.pages.asked import Asked
    from vaultkit.pages.plain import Printed, Printer

_ROWS: Final = {page.name: page for page in PAGES}


def templated(
    own: Own,
    asked: Asked,
    shipped: Mapping[str, str],
    printer: Printer,
) -> Added:
    """Return the pages that templates of the vault make.

    A page whose template failed is refused, so that it stays as it is; one that stands
    for a page of ours is left out instead, and ours is there.

    Args:
        own: What the templates make.
        asked: What pages are asked with.
        shipped: Every template of ours, for the macros in them.
        printer: How they are printed.
    """
    found = [(page, _printed(page, own, asked, shipped, printer)) for page in own.pages]
    done = [(page, one) for page, one in found if one is not None]
    good = [(page, one) for page, one in done if not one.wrong]
    wrong = [(page, failed(page, one.wrong)) for page, one in done if one.wrong]
    ours = (problem for page, problem in wrong if page.replaces)
    theirs = (Refuse(p.path, problem) for p, problem in wrong if not p.replaces)
    called = {page.path: page.template for page in own.pages if not page.replaces}
    return Added(
        MappingProxyType({page.path: _whole(page, one) for page, one in good}),
        tuple(theirs),
        (*own.problems, *ours),
        frozenset(page.name for page, _ in good if page.replaces),
        MappingProxyType(called),
    )


def _printed(
    page: OwnPage,
    own: Own,
    asked: Asked,
    shipped: Mapping[str, str],
    printer: Printer,
) -> Printed | None:
    """Return a page as it was printed; None where there is nothing to say."""
    values = _values(page, asked)
    if values is None:
        return None
    from vaultkit.pages.plain import sheet  # noqa: PLC0415 (late: few have templates)

    press = Press.of(asked.network.book, asked.settings, shipped)
    name = f"own/{page.name}"
    several = {**shipped, **own.texts, name: page.body}
    return printer(sheet(press, page.path, name, several, values))


def _values(page: OwnPage, asked: Asked) -> dict[str, object] | None:
    """Return what a template sees; None where there is nothing to say."""
    book = asked.network.book
    found = {name: _ROWS[name].find(asked) for name in page.insights}
    if found and all(one.empty for one in found.values()):
        return None
    rows = {
        name.replace("-", "_"): taken(record, book, page.limit, page.order)
        for name, record in found.items()
    }
    first = next(iter(rows.values()), None)
    nothing = dict.fromkeys(("spoken", "theirs", "silent", "following"), ())
    return {**nothing, "page": first, **rows}


def _whole(page: OwnPage, done: Printed) -> str:
    heading = f"# {page.heading}\n\n" if page.heading else ""
    return f"{front_matter(page.name, done.named)}\n{heading}{done.text}\n"


def both(one: Added, other: Added) -> Added:
    """Return what two add."""
    return Added(
        MappingProxyType({**one.texts, **other.texts}),
        (*one.refused, *other.refused),
        (*one.problems, *other.problems),
        one.replaced | other.replaced,
        MappingProxyType({**one.called, **other.called}),
    )
