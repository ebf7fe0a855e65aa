"""Names: how two spellings are told to be the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the form in which names, paths and links are compared.

    NFC and case folded with runs of white space as one space, as Obsidian compares
    names: `Ada`, `ADA` and a decomposed `Ada` are one. Names are asked again and again,
    so the answer is kept in mind; for a text that is not, there is `folded`.
    """
    return folded(text)


def folded(text: str) -> str:
    """Return `fold` of a text that is asked about once, and may be long."""
    if text.isascii():
        return " ".join(text.split()).lower()
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", " ".join(composed.split()).casefold())


def key(text: str) -> str:
    """Return the form in which property names are compared: no case, space, - or _."""
    return fold(text).replace(" ", "").replace("-", "").replace("_", "")
