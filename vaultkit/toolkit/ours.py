"""Ours: the pages of vaultkit itself, each under the name it is registered by.

`registry.TABLE` leads here just as a package's entry points lead to its own pages; the
insight of a page is its `find`.
"""

from __future__ import annotations

from vaultkit.pages import PAGES

__all__ = ["PAGES"]

(
    home,
    reconnect,
    help,  # noqa: A001 (the name of the page)
    introductions,
    give_and_ask,
    interests,
    events,
    learning,
    origins,
    people,
    map,  # noqa: A001 (the name of the page)
    problems,
) = PAGES
