"""Privacy: the book as pages may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.book import Book


def public(book: Book) -> Book:
    """Return the book without anything private, so that no page can show it."""
    raise NotImplementedError
