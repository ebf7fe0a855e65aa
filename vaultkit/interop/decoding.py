"""Decoding: the bytes of a foreign file as text, and which encoding that was."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAMPLE: Final = 4_096
_MANY: Final = 0.3


class Decoded(NamedTuple):
    """A text and its encoding.

    Attributes:
        text: The text, without a byte-order mark; "" where it could not be read.
        encoding: As people call it: `UTF-8`, `UTF-16`, `Latin-1`.
        guessed: The file does not say so; its bytes are no UTF-8.
        stops: Why it could not be read, else "".
    """

    text: str
    encoding: str
    guessed: bool = False
    stops: str = ""


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
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return Decoded(text, "Latin-1", guessed=True)


def _strictly(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError as wrong:
        said = f"it says that it is {name}, and byte {wrong.start} is not"
        return Decoded("", name, stops=said)


def _wide(data: bytes) -> str:
    """Return the codec of UTF-16 without a mark: every other byte is 0."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * _MANY > sample[::2].count(0):
        return "utf-16-le"
    if half and sample[::2].count(0) > half * _MANY > sample[1::2].count(0):
        return "utf-16-be"
    return ""
