"""The mark: the line that ends what vaultkit generated and begins what is yours.

It is an HTML comment, so that no editor shows it, with the version of this format and
a digest of the text above. Below it everything belongs to the user.
"""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = 1
"""The version that this vaultkit writes; a page with a higher one is left alone."""

_SAYS: Final = (
    "the text above is written anew by vaultkit; "
    "everything below this line is yours and stays"
)
_START: Final = "<!-- vaultkit "
_MARK: Final = re.compile(
    r"^\ufeff?<!-- vaultkit (\d{1,4}) ([0-9a-f]{8,64})(?: [^\n]{0,200})?-->"
    r"[ \t]*\r?(?:\n|\Z)",
    re.MULTILINE,
)
_LOOKALIKE: Final = re.compile(r"^\ufeff?<!-- vaultkit (?=\d)", re.MULTILINE)
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_RAGGED: Final = ("\r", "\t", " \n")
"""Where none of these is, no line ends in white space; single signs are told fast."""
# A page has one mark; somebody who pastes thousands shall not keep us busy.
_MOST_MARKS: Final = 64


class Marked(Frozen, frozen=True):
    """A text with our mark in it.

    Attributes:
        generated: What stands above the mark.
        tail: What stands below it, to the byte: the user's.
        intact: Whether `generated` is what was signed, white space at line ends aside.
        format: The version of the format it was signed with.
    """

    generated: str
    tail: str
    intact: bool
    format: int


def same(one: str, other: str) -> bool:
    """Return whether two texts differ at most in line ends and white space there."""
    return one == other or _plain(one) == _plain(other)


def above(generated: str) -> str:
    """Return what stands above the mark of a page with this generated text."""
    text = generated
    if _START in text:  # a line like a mark would make what follows it the user's
        text = _LOOKALIKE.sub("<!-- (vaultkit) ", text)
    text = text.rstrip("\n")
    return f"{text}\n\n" if text else ""


def sign(generated: str) -> str:
    """Return a generated text with its mark below; whatever follows is the user's."""
    text = above(generated)
    return f"{text}<!-- vaultkit {FORMAT} {digest(text)} {_SAYS} -->\n"


def read(text: str) -> Marked | None:
    """Return a text parted at its mark, or None where there is no mark of ours.

    Of several marks the first that fits what is above it counts, then the first that
    does not stand in a code block: text can only ever be taken for the user's, not for
    ours.
    """
    found = list(islice(_marks(text), _MOST_MARKS))
    for mark in found:
        if mark[2] == digest(text[: mark.start()]):
            return _parted(text, mark, intact=True)
    fences = _fenced(text) if found else ()
    for mark in found:
        if not any(start < mark.start() < end for start, end in fences):
            return _parted(text, mark, intact=False)
    return None


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Yield all marks of a text, in order."""
    at = text.find(_START)
    while at >= 0:
        start = at - 1 if text[at - 1 : at] == "\ufeff" else at
        if mark := _MARK.match(text, start):
            yield mark
        at = text.find(_START, at + 1)


def _parted(text: str, mark: re.Match[str], *, intact: bool) -> Marked:
    generated, tail = text[: mark.start()], text[mark.end() :]
    return Marked(generated, tail, intact, int(mark[1]))


def _plain(text: str) -> str:
    if not any(end in text for end in _RAGGED) and text[-1:] != " ":
        return text.removeprefix("\ufeff").rstrip("\n")
    lines = text.removeprefix("\ufeff").split("\n")
    return "\n".join([line.rstrip(" \t\r") for line in lines]).rstrip("\n")


def digest(text: str) -> str:
    """Return the digest of a text, white space at line ends and blank ends aside."""
    data = _plain(text).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _fenced(text: str) -> tuple[tuple[int, int], ...]:
    """Return where code blocks stand, those alone that are closed."""
    blocks: list[tuple[int, int]] = []
    start, fence = 0, ""
    for line in _FENCE.finditer(text):
        if not fence:
            start, fence = line.start(), line[1]
        elif line[1].startswith(fence) and not line[2].strip():
            blocks.append((start, line.end()))
            fence = ""
    return tuple(blocks)
