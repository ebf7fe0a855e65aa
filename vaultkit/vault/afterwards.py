"""Afterwards: the vault after we wrote pages, without another look at everything.

Only the folders around our pages are looked into. What changes elsewhere meanwhile is
not as the image says, so whoever trusts that finds out.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from vaultkit.frozen import replace
from vaultkit.vault.glancing import glance
from vaultkit.vault.listing import composed
from vaultkit.vault.walking import is_side_file, looked_into

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from vaultkit.snapshot import VaultPath
    from vaultkit.vault.listing import Images
    from vaultkit.vault.looking import Seen
    from vaultkit.vault.walking import Folder


def rewritten(
    seen: Seen, ours: Mapping[VaultPath, bytes | None], now: int
) -> Seen | None:
    """Return a vault as it is now that these files were written.

    None where they are not as they should be, something around them is other than it
    was, or that cannot be told.

    Args:
        seen: The vault as it was.
        ours: What was written, with what it should hold; None for what was removed.
        now: The time as the disk tells it, in nanoseconds.
    """
    around = {folder for path in ours for folder in _above(path)}
    image = _image(seen, ours.keys(), around)
    if image is None:
        return None
    before = replace(seen, folders=seen.folders | around)
    found = glance(seen.root, before, sorted(ours), now)
    if found is None or any(_held(found, path) != ours[path] for path in ours):
        return None
    return replace(found, image=image)


def _above(path: VaultPath) -> list[str]:
    """Return the folders around a file: `""`, `a/`, `a/b/`."""
    parts = path.split("/")[:-1]
    return ["/".join((*parts[:at], "")) for at in range(len(parts) + 1)]


def _held(seen: Seen, path: VaultPath) -> bytes | None:
    file = seen.files.get(path)
    return None if file is None else file.data


def _image(
    seen: Seen, ours: AbstractSet[VaultPath], around: AbstractSet[str]
) -> Images | None:
    """Return what is the same from now on, unless others changed what is around."""
    image: Images = {}
    waiting, met = [""], set(ours)
    while waiting and seen.image:
        below = waiting.pop()
        known = None if below in around else seen.image.get(below)
        if known is None:
            found = looked_into(seen.root, below)
            there = _known(seen, ours, found)
            if there is None:
                return None
            met |= there
            known = found.image(seen.root)
        image[below] = known
        waiting += [f"{below}{name}/" for name in known[0]]
    return image if image and _are_there(seen, around, met) else None


def _known(
    seen: Seen, ours: AbstractSet[VaultPath], found: Folder
) -> set[VaultPath] | None:
    """Return the files in a folder if each is ours, or what it was; else None."""
    if found.closed is not None or not all(found.marks):
        return None
    there = set()
    for name, marks in zip(found.names, found.marks, strict=True):
        path = composed(found.below + name)
        there.add(path)
        file = seen.files.get(path)
        if path in ours or path in seen.others or (not file and is_side_file(name)):
            continue
        if file is None or file.marks != marks:
            return None
    return there


def _are_there(
    seen: Seen, around: AbstractSet[str], met: AbstractSet[VaultPath]
) -> bool:
    """Return whether nothing around is gone."""
    return all(
        path in met
        for path in chain(seen.files, seen.others)
        if path[: path.rfind("/") + 1] in around
    )
