"""Names: how two spellings are told to be the same."""

from __future__ import annotations

import unicodedata
from typing import Final

from vaultkit import memo


def folded(text: str) -> str:
    """Return the form in which names, paths and links are compared.

    NFC and case folded with runs of white space as one space, as Obsidian compares
    names: `Ada`, `ADA` and a decomposed `Ada` are one.
    """
    if text.isascii():
        if "  " not in text and text.isprintable():  # its only white space is spaces
            return text.strip().lower()
        return " ".join(text.split()).lower()
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", " ".join(composed.split()).casefold())


fold: Final = memo.kept(folded)
"""`folded` of names: asked again and again, so the answer is kept in mind."""


def key(text: str) -> str:
    """Return the form in which property names are compared: no case, space, - or _."""
    return fold(text).replace(" ", "").replace("-", "").replace("_", "")
