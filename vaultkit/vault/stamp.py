"""Stamp: what a build was made of and what it said, to say it again if nothing changed.

A build that found nothing to do would find nothing again as long as every file in the
vault is what it was, and so are the settings, the day and the program. Next to nothing
is loaded to find that out.
"""

from __future__ import annotations

import os
import sys

from vaultkit.vault import cache
from vaultkit.vault.walking import packed, walked

TYPE_CHECKING = False  # as in `typing`, which takes as long to load as Python itself
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from vaultkit.vault.walking import Folder

CONFIG: Final = (
    "vaultkit.toml",
    ".obsidian/daily-notes.json",
    ".obsidian/app.json",
    ".obsidian/templates.json",
)
"""As in `vaultkit.settings`, which takes as long to load as a walk takes."""
MOST_DOUBTS: Final = 1024
"""Files that are read to be certain; where there are more, nothing is stamped."""
_LARGEST: Final = 1 << 20
_NUMBER: Final = 8


class Stamp:
    """What a build was made of, and what it said.

    Attributes:
        root: The vault's folder.
        day: The day it was made for; "" where the settings say which.
        state: The name of the folder for what is known of the vault.
        around: What else it depends on; see `around`.
        image: The files of the vault.
        doubts: Name and digest, in turns, of files that changed only just before they
            were read: their times may not tell the next change.
        says: What it says: printed, printed where it only looks, as JSON.
        walked: What was looked at since.
    """

    __slots__ = ("around", "day", "doubts", "image", "root", "says", "state", "walked")

    def __init__(  # noqa: PLR0913 (what it is made of)
        self,
        *,
        root: str,
        day: str,
        state: str,
        around: bytes,
        image: bytes,
        doubts: Sequence[str],
        says: Sequence[bytes],
    ) -> None:
        """Note all of it."""
        self.root, self.day, self.state = root, day, state
        self.around, self.image = around, image
        self.doubts, self.says = list(doubts), list(says)
        self.walked: list[Folder] = []

    @classmethod
    def read(cls, data: bytes) -> Stamp | None:
        """Return the stamp that was packed; None where these bytes are none."""
        parts, at = [], 0
        while at + _NUMBER <= len(data):
            end = at + _NUMBER + int.from_bytes(data[at : at + _NUMBER], "little")
            parts.append(data[at + _NUMBER : end])
            at = end
        if at != len(data) or len(parts) != len(_PARTS) + len(SAYS):
            return None
        root, day, state, doubts = map(os.fsdecode, parts[:4])
        around, image, *says = parts[4:]
        return cls(
            root=root,
            day=day,
            state=state,
            around=around,
            image=image,
            doubts=doubts.split("\0") if doubts else [],
            says=says,
        )

    def packed(self) -> bytes:
        """Return the stamp as bytes."""
        words = self.root, self.day, self.state, "\0".join(self.doubts)
        parts = [*map(os.fsencode, words), self.around, self.image, *self.says]
        return b"".join(
            part
            for one in parts
            for part in (len(one).to_bytes(_NUMBER, "little"), one)
        )

    def stands(self, today: str) -> bool:
        """Return whether nothing is other than it was.

        Args:
            today: The day it is, where the settings do not say another.
        """
        if self.day not in {"", today} or self.around != around(config(self.root)):
            return False
        return self._is_as_it_was() and self._is_certain()

    def _is_as_it_was(self) -> bool:
        at = 0
        try:
            for one in walked(self.root):
                self.walked.append(one)
                image = packed(one.below, one.image(self.root))
                if not self.image.startswith(image, at):
                    return False
                at += len(image)
        except OSError:
            return False
        return at == len(self.image)

    def _is_certain(self) -> bool:
        """Return whether the files in doubt have the digests that they had."""
        if not self.doubts:
            return True
        from hashlib import sha256  # noqa: PLC0415 (late: it takes a while)

        pairs = zip(self.doubts[::2], self.doubts[1::2], strict=False)
        return all(
            sha256(_text(f"{self.root}/{name}") or b"").hexdigest() == stands
            for name, stands in pairs
        )

    def is_free(self) -> bool:
        """Return whether nobody holds the claim on the vault, as far as one can ask."""
        lock = f"{cache.user_place('state')}/vaults/{self.state}/lock"
        try:
            descriptor = os.open(lock, os.O_RDWR)
        except OSError:
            return not os.path.exists(lock)
        try:
            import fcntl  # noqa: PLC0415 (there is none on Windows)

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (OSError, ImportError):
            return False
        finally:
            os.close(descriptor)
        return True


_PARTS: Final = ("root", "day", "state", "doubts", "around", "image")
SAYS: Final = ("build", "look", "json")
"""What a stamp says, by its place in `says`."""


def config(root: str) -> dict[str, bytes]:
    """Return the settings in a vault, as they are now."""
    found = ((name, _text(f"{root}/{name}")) for name in CONFIG)
    return {name: data for name, data in found if data is not None}


def around(config: Mapping[str, bytes]) -> bytes:
    """Return what a build depends on besides the files of the vault and the program.

    Args:
        config: The settings in the vault, by the name of their file.
    """
    plugins = _text(f"{cache.user_place('state')}/user/plugins.json") or b""
    user = str(os.geteuid()) if sys.platform != "win32" else ""
    said = [(name.encode(), config[name]) for name in CONFIG if name in config]
    parts = [(b"plugins", plugins), (b"user", user.encode()), *said]
    return b"".join(b"%d %s %d %s" % (len(n), n, len(d), d) for n, d in parts)


def _text(name: str) -> bytes | None:
    """Return what a small file holds; None where there is none, or a large one."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(name, flags)
    except OSError:
        return None
    try:
        data = os.read(descriptor, _LARGEST + 1)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return data if len(data) <= _LARGEST else None


def root_of(given: str = "") -> str:
    """Return the vault that is meant, as `vaultkit.vault.find` does; "" if in doubt."""
    here = os.path.realpath(given or os.curdir)
    if given or _is_vault(here):
        return here
    above = here
    while (parent := os.path.dirname(above)) != above:
        above = parent
        if _is_vault(above):
            return above
    return here


def _is_vault(folder: str) -> bool:
    return os.path.isfile(f"{folder}/vaultkit.toml") or os.path.isdir(
        f"{folder}/.obsidian"
    )
