"""Owned: how a file of ours says so: a page in its last line, a canvas on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit import canvas, mark

if TYPE_CHECKING:
    from vaultkit.mark import Marked
    from vaultkit.snapshot import VaultPath


def sign(path: VaultPath, generated: str, tail: str = "") -> str:
    """Return a generated text with its mark, and below it what is the user's."""
    if canvas.is_canvas(path):
        return canvas.sign(generated)
    return mark.sign(generated) + tail


def read(path: VaultPath, text: str) -> Marked | None:
    """Return a text parted at its mark, or None where there is no mark of ours."""
    return canvas.read(text) if canvas.is_canvas(path) else mark.read(text)


def says(path: VaultPath, marked: Marked, generated: str) -> bool:
    """Return whether what stands there says the same as what was generated."""
    if canvas.is_canvas(path):
        return canvas.same(marked.generated, generated)
    return mark.same(marked.generated, mark.above(generated))
