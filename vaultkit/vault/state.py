"""State: what is known of a vault between runs, kept outside it; it may be deleted."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_USER: Final = "user"


def state_folder(root: Path) -> Path | None:
    """Return the folder for what is known of a vault, for its owner's eyes alone.

    None where there is no such place.
    """
    import hashlib  # noqa: PLC0415 (late, for --help)

    name = hashlib.blake2b(os.fsencode(root.resolve()), digest_size=8).hexdigest()
    return _folder("vaults", name)


def user_folder() -> Path | None:
    """Return the folder for what is known of no vault in particular.

    None where there is no such place.
    """
    return _folder(_USER)


def user_place() -> str:
    """Return where `user_folder` is, whether it is there or not; "" if nowhere."""
    try:
        return os.path.join(_above(), _USER)  # noqa: PTH118 (late, for --help)
    except RuntimeError:
        return ""


def _above() -> str:
    """Return the folder of all of it.

    The two ways in which nearly everybody on Linux has it are read here: the library,
    which knows all ways on all systems, takes as long to load as Python does to start.

    Raises:
        RuntimeError: There is no such place.
    """
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        for name, below in (("XDG_STATE_HOME", ""), ("HOME", ".local/state")):
            start = os.environ.get(name, "")
            if os.path.isabs(start):  # noqa: PTH117 (late, for --help)
                return os.path.join(start, below, "vaultkit")  # noqa: PTH118 (late, for --help)
    import platformdirs  # noqa: PLC0415 (late, for --help)

    return platformdirs.user_state_dir("vaultkit", appauthor=False)


def _folder(*below: str) -> Path | None:
    from pathlib import Path  # noqa: PLC0415 (late, for --help)

    try:
        folder = Path(_above(), *below)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None


def say(folder: Path, name: str, what: dict[str, object]) -> None:
    """Write a small file whole; who reads it sees the old one or the new one.

    Raises:
        OSError: It cannot be written; what was there is there still.
    """
    import json  # noqa: PLC0415 (late, for --help)

    temp = folder / f"{name}.{os.getpid()}.tmp"
    try:
        with open(temp, "w", encoding="utf-8", opener=private) as file:
            file.write(json.dumps(what))
        temp.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        raise


def said(folder: Path | str | None, name: str) -> dict[str, object]:
    """Return what a small file says; nothing where there is none, or it is broken."""
    if folder is None:
        return {}
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:  # noqa: PTH118, PTH123 (late, for --help)
            text = file.read()
    except (OSError, ValueError):
        return {}
    import json  # noqa: PLC0415 (late, for --help)

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def private(path: str, flags: int) -> int:
    """Open a file that is made for its owner's eyes alone."""
    return os.open(path, flags, 0o600)
