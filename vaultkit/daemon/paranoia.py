"""Paranoia: whether a build made from the last one is what a build from scratch is."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from vaultkit.problems import PagesDifferError

if TYPE_CHECKING:
    from vaultkit.build import Build


def compare(made: Build, fresh: Build) -> None:
    """Stop if a build is not what a build from scratch is.

    Raises:
        PagesDifferError: It is not; the text names the first difference.
    """
    for path in sorted({*made.pages, *fresh.pages}):
        mine, theirs = made.pages.get(path), fresh.pages.get(path)
        if mine != theirs:
            lines = zip_longest((mine or "").split("\n"), (theirs or "").split("\n"))
            pairs = (pair for pair in lines if pair[0] != pair[1])
            raise PagesDifferError(path, *next(pairs, ("", "")))
    for name in ("refused", "problems", "people"):
        if getattr(made, name) != getattr(fresh, name):
            raise PagesDifferError(
                name, str(getattr(made, name)), str(getattr(fresh, name))
            )
