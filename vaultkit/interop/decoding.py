"""Decoding: the bytes of a foreign file as text, and which encoding that was."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from vaultkit.interop.incoming import WHOLE
from vaultkit.toolkit.kinds import Trouble

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAMPLE: Final = 4_096
_MANY: Final = 0.3


class Decoded(NamedTuple):
    """A text, and what is to be said of it.

    Attributes:
        text: The text, without a byte-order mark; "" where it could not be read.
        troubles: That the encoding was guessed, or why there is no text at all.
        stops: Whether there is none.
    """

    text: str
    troubles: tuple[Trouble, ...] = ()
    stops: bool = False


def decoded(data: bytes) -> Decoded:
    """Return a file's text: UTF-8 or UTF-16 by its mark, else UTF-8, else Latin-1.

    Latin-1 is read as Windows writes it (cp1252), since nearly all of it is from there.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], codec, name)
    if codec := _wide(data):
        return _strictly(data, codec, "UTF-16")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    said = "it is no UTF-8 and was read as Latin-1; look at names with accents"
    return Decoded(text, (Trouble(WHOLE, said),))


def _strictly(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec))
    except UnicodeDecodeError as wrong:
        said = f"it begins as {name} and is not, at byte {wrong.start}"
        return Decoded("", (Trouble(WHOLE, said),), stops=True)


def _wide(data: bytes) -> str:
    """Return the codec of UTF-16 without a mark: every other byte is 0."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * _MANY > sample[::2].count(0):
        return "utf-16-le"
    if half and sample[::2].count(0) > half * _MANY > sample[1::2].count(0):
        return "utf-16-be"
    return ""
