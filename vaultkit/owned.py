"""Owned: the pages that the vault's own templates make, beside ours and in their place.

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
from vaultkit.pages.plain import sheet
from vaultkit.pages.rows import taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.pages import Asked
    from vaultkit.pages.plain import Printed, Printer
    from vaultkit.snapshot import VaultPath

_ROWS: Final = {page.name: page for page in PAGES}


def owned(
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
    texts: dict[VaultPath, str] = {}
    refused: list[Refuse] = []
    problems = [*own.problems]
    replaced: set[str] = set()
    press = Press.of(asked.network.book, asked.settings, shipped) if own.pages else None
    for page in own.pages:
        values = _values(page, asked)
        if press is None or values is None:
            continue
        name = f"own/{page.name}"
        several = {**shipped, **own.texts, name: page.body}
        done = printer(sheet(press, page.path, name, several, values))
        if done.wrong and page.replaces:
            problems.append(failed(page, done.wrong))
        elif done.wrong:
            refused.append(Refuse(page.path, failed(page, done.wrong)))
        else:
            replaced.update({page.name} if page.replaces else ())
            texts[page.path] = _whole(page, done)
    called = {page.path: page.template for page in own.pages if not page.replaces}
    return Added(
        MappingProxyType(texts),
        tuple(refused),
        tuple(problems),
        frozenset(replaced),
        MappingProxyType(called),
    )


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
    return {"page": first, "spoken": (), "silent": (), "following": (), **rows}


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
