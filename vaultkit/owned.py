"""Owned: how a file of ours says so: a page in its last line, a canvas on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit import canvas, mark

if TYPE_CHECKING:
    from vaultkit.mark import Marked
    from vaultkit.snapshot import VaultPath

_STOOD: Final[dict[VaultPath, tuple[bytes, Marked | None]]] = {}
"""What stood at each path when it was asked last, and nothing from before that."""
_SAID: Final[dict[VaultPath, tuple[Marked, str]]] = {}
"""Of what stood at each path, which text was found to say the same as it."""
_MOST: Final = 256


def text_of(data: bytes) -> str:
    """Return a page's text such that `changes.bytes_of` gives the same bytes again."""
    return data.decode("utf-8", "surrogateescape")


def stands(path: VaultPath, data: bytes) -> Marked | None:
    """Return bytes parted at our mark, as `read`; at each path they are read once."""
    before = _STOOD.get(path)
    if before is None or before[0] != data:
        if len(_STOOD) >= _MOST:
            _STOOD.clear()
        before = _STOOD[path] = data, read(path, text_of(data))
    return before[1]


def sign(path: VaultPath, generated: str, tail: str = "") -> str:
    """Return a generated text with its mark, and below it what is the user's."""
    if canvas.is_canvas(path):
        return canvas.sign(generated)
    return mark.sign(generated) + tail


def read(path: VaultPath, text: str) -> Marked | None:
    """Return a text parted at its mark, or None where there is no mark of ours."""
    return canvas.read(text) if canvas.is_canvas(path) else mark.read(text)


def says(path: VaultPath, marked: Marked, generated: str) -> bool:
    """Return whether what stands there says the same as what was generated.

    Of the very same two it is not found out again.
    """
    stood, said = _SAID.get(path, (None, None))
    if stood is marked and said is generated:
        return True
    if canvas.is_canvas(path):
        same = canvas.same(marked.generated, generated)
    else:
        same = mark.same(marked.generated, mark.above(generated))
    if same:
        if len(_SAID) >= _MOST:
            _SAID.clear()
        _SAID[path] = marked, generated
    return same
