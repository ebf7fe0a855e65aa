"""Blocks in notes as people put, edit and break them, and what must come of that.

Whoever edits a note has what the daemon wrote into it before their eyes, and saves it
with the rest: so these edits are of a note as it stands, and the twin gets the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import mark
from vaultkit.between import between
from vaultkit.insertion import lines
from vaultkit.notes.note import parse
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

ASKED: Final = (
    *("reconnect limit=2", "people order=newest", "home", "problems", "help"),
    *("brief", "shared with me", "could help limit=1", "nothing such"),
)
CLOSE: Final = b"<!-- /vaultkit -->\n"
_OPENS: Final = re.compile(rb"^<!-- vaultkit:.*-->$", re.MULTILINE)
_CLOSES: Final = re.compile(rb"^<!-- /vaultkit.*-->$", re.MULTILINE)
_WHOLE: Final = re.compile(
    rb"(?P<opens>^<!-- vaultkit:[^\n]*-->\n)(?P<stands>(?:.|\n)*?)"
    rb"(?P<closes>^<!-- /vaultkit[^\n]*-->\n?)",
    re.MULTILINE,
)


def pair(chance: Random) -> bytes:
    """Return the two lines of a block."""
    return b"<!-- vaultkit: %s -->\n%s" % (chance.choice(ASKED).encode(), CLOSE)


def opened(data: bytes) -> bool:
    """Return whether a note has a line that begins a block."""
    return _OPENS.search(data) is not None


# --- what people do to them ----------------------------------------------------------


def edited(data: bytes, chance: Random) -> bytes:
    """Return a note after somebody edited it at, in or around its blocks."""
    return chance.choice(EDITS)(data, chance)


def _around(data: bytes, chance: Random) -> bytes:
    """Type a line anywhere: above, below, and sometimes in the midst of a block."""
    every = data.splitlines(keepends=True)
    line = f"- 2026-11-{chance.randrange(1, 21):02} coffee: {chance.random()}\n"
    every.insert(chance.randrange(len(every) + 1), line.encode())
    return b"".join(every)


def _another(data: bytes, chance: Random) -> bytes:
    """Put one more block somewhere."""
    every = data.splitlines(keepends=True)
    every.insert(chance.randrange(len(every) + 1), pair(chance))
    return b"".join(every)


def _within(data: bytes, chance: Random) -> bytes:
    return _once(data, b"%s" % f"mine {chance.random()}\n".encode(), keep=True)


def _emptied(data: bytes, chance: Random) -> bytes:
    del chance
    return _once(data, b"", keep=False)


def _unsigned(data: bytes, chance: Random) -> bytes:
    """Take the digest out: what stands there goes aside, and it is filled anew."""
    said = b"let go %s\n" % f"{chance.random()}".encode()
    return _WHOLE.sub(
        lambda found: found["opens"] + said + found["stands"] + CLOSE, data, count=1
    )


def _frozen(data: bytes, chance: Random) -> bytes:
    del chance
    return (
        data.replace(b" freeze -->", b" -->")
        if b" freeze -->" in data
        else (
            _OPENS.sub(lambda found: found[0].replace(b" -->", b" freeze -->"), data, 1)
        )
    )


def _asked(data: bytes, chance: Random) -> bytes:
    first = pair(chance).splitlines()[0]
    return _OPENS.sub(lambda _: first, data, count=1)


def _broken(data: bytes, chance: Random) -> bytes:
    """Lose one of the two lines, or have it twice."""
    which = chance.choice((_OPENS, _CLOSES))
    twice = chance.random() < 0.5
    return which.sub(lambda at: at[0] + b"\n" + at[0] if twice else b"", data, count=1)


def _mended(data: bytes, chance: Random) -> bytes:
    """Throw every such line away and begin anew."""
    return _OPENS.sub(b"", _CLOSES.sub(b"", data)) + b"\n" + pair(chance)


def _removed(data: bytes, chance: Random) -> bytes:
    del chance
    return _WHOLE.sub(b"", data, count=1)


def _once(data: bytes, said: bytes, *, keep: bool) -> bytes:
    """Return a note whose first block says something else, or something more."""
    return _WHOLE.sub(
        lambda found: (
            found["opens"] + said + (found["stands"] if keep else b"") + found["closes"]
        ),
        data,
        count=1,
    )


EDITS: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    *(_around, _around, _around, _another, _another, _within, _emptied, _unsigned),
    *(_frozen, _asked, _broken, _mended, _removed),
)


# --- what must be true ---------------------------------------------------------------


class Stood(NamedTuple):
    """A block as it stands in a note."""

    asked: str
    says: str
    signed: str

    @property
    def theirs(self) -> bool:
        """Whether somebody edited it, or keeps it as it is."""
        frozen = "freeze" in self.asked.split()
        return frozen or bool(
            self.says and self.signed and mark.digest(self.says) != self.signed
        )


def parted(path: str, data: bytes) -> tuple[list[bytes], list[Stood]]:
    """Return what stands around the blocks of a note, and the blocks."""
    every, at = lines(data), 0
    around: list[bytes] = []
    blocks: list[Stood] = []
    for block in parse(VaultPath(path), data).blocks:
        last = every[block.last - 1]
        comment = re.search(rb"<!--.*-->", data[last.start : last.end])
        assert comment is not None
        around += [data[at : every[block.first].start]]
        around += [data[last.start : last.start + comment.start()]]
        at = last.start + comment.end()
        blocks.append(Stood(block.asked, between(data, every, block), block.signed))
    return [*around, data[at:]], blocks


def kept(path: str, now: bytes, saved: bytes) -> Iterator[str]:
    """Yield what stood in blocks of a note and was taken out, to be kept elsewhere.

    Holds that around its blocks a note is as its user saved it, byte by byte, and that
    what they wrote into a block is there.
    """
    around, blocks = parted(path, now)
    before, were = parted(path, saved)
    assert around == before, path
    for block, was in zip(blocks, were, strict=True):
        assert block.asked == was.asked, path
        if block.says == was.says or not was.says:
            continue
        assert not was.theirs, (path, was, block)
        if not was.signed:
            yield was.says
