"""Glancing: what a few names say now, taking all else for what it was."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vaultkit.frozen import replace
from vaultkit.settings import CONFIG
from vaultkit.snapshot import is_read
from vaultkit.vault.listing import composed, is_text
from vaultkit.vault.looking import looked
from vaultkit.vault.walking import is_side_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.snapshot import VaultPath
    from vaultkit.vault.looking import File, Seen


def glance(root: str, before: Seen, names: Iterable[str], now: int) -> Seen | None:
    """Return what is in the vault if nothing changed but the files of these names.

    None where one of them is no plain file in a folder that is known: then only a
    look at everything can tell.

    Args:
        root: The vault's folder.
        before: What is known already.
        names: Paths as the disk spells them.
        now: The time as the disk tells it, in nanoseconds.
    """
    come: dict[VaultPath, File] = {}
    gone: list[VaultPath] = []
    others = before.others
    paths = {name: composed(name) for name in names}
    if any(_is_strange(before, name, path) for name, path in paths.items()):
        return None
    for name, path in paths.items():
        kind = _kind(root, name)
        if kind == _ODD:
            return None
        found = None
        if is_read(path) or path in CONFIG:
            found = looked(root, path, name, before.files.get(path), now)
        else:
            others = others | {path} if kind == _PLAIN else others - {path}
        if found is not None:
            come[path] = found
        else:
            gone.append(path)
    return replace(before.but(come, gone), others=others, left=())


_PLAIN, _GONE, _ODD = "plain", "gone", "odd"


def _is_strange(before: Seen, name: str, path: VaultPath) -> bool:
    """Return whether a name has no place among those that are known."""
    known = before.files.get(path)
    if not is_text(name) or (known is not None and known.name != name):
        return True
    folder, slash, last = name.rpartition("/")
    return name not in CONFIG and (
        is_side_file(last) or folder + slash not in before.folders
    )


def _kind(root: str, name: str) -> str:
    try:
        mode = os.lstat(f"{root}/{name}").st_mode
    except (FileNotFoundError, NotADirectoryError):
        return _GONE
    except OSError:
        return _ODD
    return _PLAIN if stat.S_ISREG(mode) else _ODD
