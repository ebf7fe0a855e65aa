"""Relisting: what is in a vault, listing only what is other than its image says.

A folder that is as its image says costs nothing for each file in it. In another one the
names that differ are listed anew, with those that share their paths; of every other it
is known already what there is.
"""

from __future__ import annotations

import struct
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, Final

from vaultkit.vault.listing import Listing, Walk, composed, is_text
from vaultkit.vault.walking import AT_ONCE, RECORD, Folder, stand_in, stands_for, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from vaultkit.snapshot import VaultPath
    from vaultkit.vault.listing import Images
    from vaultkit.vault.looking import Seen
    from vaultkit.vault.walking import Image

Record = tuple[bytes]
_RECORD: Final = struct.Struct(f"{RECORD}s")


def relisted(
    root: str, before: Seen, heed: Callable[[], object] | None = None
) -> Listing | None:
    """Return what is in a vault, telling only of notes that may be other than before.

    None where it takes more than names: a folder that cannot be looked into, two names
    that are one, a link that leads out. Then all must be listed.

    Args:
        root: The vault's folder.
        before: What is known of it.
        heed: Called every few hundred files; what it raises ends the walk.
    """
    walk = Walk(root)
    images: Images = {}
    asked = set(before.loose)
    loose = _by_folder(before.loose)
    for folder in walked(root, heed=heed):
        below = folder.below
        last = before.image.get(below)
        try:
            image = folder.image(root)
        except OSError:
            return None
        walk.left += [below + name for name in folder.left]
        other = loose.get(composed(below), set())
        if last is not None and last == image:
            image = last
        else:
            other |= _paths(below, _other(last, image))
        images[below] = image
        if other:
            asked |= other
            walk.folder(_part(folder, other))
    for below in before.image.keys() - images.keys():
        asked |= _paths(below, _names(before.image[below]))
    return _listing(before, walk, images, frozenset(asked))


def _listing(
    before: Seen, walk: Walk, images: Images, asked: frozenset[VaultPath]
) -> Listing | None:
    """Return what was listed anew, with what is as it was; None where that is odd."""
    if asked and _is_odd(before, walk, images, asked):
        return None
    others, entered = before.others, images.keys()
    if walk.others or not others.isdisjoint(asked):
        others = others - asked | walk.others
    return Listing(
        notes=walk.notes,
        others=others,
        folders=before.folders if before.folders == entered else frozenset(entered),
        closed=(),
        problems=before.problems,
        marks=walk.marks,
        images=images,
        left=tuple(walk.left),
        of=asked,
    )


def _is_odd(
    before: Seen, walk: Walk, images: Images, asked: frozenset[VaultPath]
) -> bool:
    """Return whether what a name is depends on more than those listed anew."""
    folders = images.keys() | before.image.keys()
    return bool(
        walk.problems
        or any(one.path in asked for one in before.problems)
        or len({*map(composed, folders)}) < len(folders)
        or not all(map(is_text, asked))
    )


def _by_folder(paths: Iterable[VaultPath]) -> dict[str, set[VaultPath]]:
    """Return paths by the folder they are in: `""`, `a/`."""
    found: dict[str, set[VaultPath]] = {}
    for path in paths:
        found.setdefault(path[: path.rfind("/") + 1], set()).add(path)
    return found


def _paths(below: str, names: Iterable[str]) -> set[VaultPath]:
    """Return the paths that the names in a folder have, or stand for."""
    return {composed(below + (stands_for(name) or name)) for name in names}


def _part(folder: Folder, paths: AbstractSet[VaultPath]) -> Folder:
    """Return a folder with nothing but the names that have these paths."""
    start = len(composed(folder.below))
    wanted = {path[start:] for path in paths}
    wanted |= {stand_in(name) for name in wanted}
    part = Folder(folder.below)
    for name, marks in zip(folder.names, folder.marks, strict=True):
        if name in wanted or (not name.isascii() and composed(name) in wanted):
            part.names.append(name)
            part.marks.append(marks)
    return part


def _other(last: Image | None, now: Image) -> set[str]:
    """Return the names in a folder that are other than they were, or were there."""
    names = _names(now)
    if last is None:
        return {*names}
    had = _names(last)
    if last[2] != now[2] or not (_even(last, had) and _even(now, names)):
        return {*names, *had}
    # Where names came or went, most before and behind them stand as they stood.
    head = _shared(names, had)
    tail = _shared(names[:head:-1], had[:head:-1])
    news, olds = now[3], last[3]
    end, ended = len(names) - tail, len(had) - tail
    return {
        *_altered(names[:head], news, olds),
        *_altered(names[end:], news[end * RECORD :], olds[ended * RECORD :]),
        *_exchanged(
            dict(zip(names[head:end], _records(news, head, end), strict=True)),
            dict(zip(had[head:ended], _records(olds, head, ended), strict=True)),
        ),
    }


def _names(image: Image) -> list[str]:
    _, names, _, _ = image
    return names.decode("utf-8", "surrogateescape").split("\0") if names else []


def _even(image: Image, names: list[str]) -> bool:
    """Return whether what the disk says of each name takes the same room."""
    return len(image[3]) == RECORD * len(names)


def _shared(names: list[str], had: list[str]) -> int:
    """Return with how many names both begin."""
    most = min(len(names), len(had))
    return next(compress(range(most), map(ne, names, had)), most)


def _altered(names: list[str], news: bytes, olds: bytes) -> Iterator[str]:
    """Yield the names of which something else is said, each in the place it had."""
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        part = slice(start * RECORD, (start + len(some)) * RECORD)
        if news[part] != olds[part]:
            pairs = _RECORD.iter_unpack(news[part]), _RECORD.iter_unpack(olds[part])
            yield from compress(some, map(ne, *pairs))


def _exchanged(now: dict[str, Record], had: dict[str, Record]) -> Iterator[str]:
    """Yield the names that came, went, or of which something else is said."""
    yield from compress(now, map(ne, now.values(), map(had.get, now)))
    yield from had.keys() - now.keys()


def _records(numbers: bytes, start: int, end: int) -> Iterator[Record]:
    return _RECORD.iter_unpack(numbers[start * RECORD : end * RECORD])
