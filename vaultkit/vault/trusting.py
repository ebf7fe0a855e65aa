"""Trusting: which templates of a vault its user looked at, kept outside the vault."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.snapshot import VaultPath
from vaultkit.vault.state import said, say, state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = "trusted.json"


def digest(data: bytes) -> str:
    """Return what tells a template from any other."""
    return sha256(data).hexdigest()


def trusted(root: str) -> Mapping[VaultPath, str]:
    """Return the digests of the templates that are trusted in a vault."""
    known = {path: digest(text.encode()) for path, text in known_texts(Path(root))}
    return MappingProxyType(known)


def known_texts(root: Path) -> list[tuple[VaultPath, str]]:
    """Return the templates that are trusted, as they were when they were."""
    found = said(state_folder(root), _FILE)
    return [
        (VaultPath(path), text) for path, text in found.items() if isinstance(text, str)
    ]


def trust(root: Path, texts: Mapping[VaultPath, str]) -> None:
    """Trust these templates in a vault, and no others.

    Raises:
        OSError: There is no place to remember it in.
    """
    folder = state_folder(root)
    if folder is None:
        raise OSError("there is no folder of yours to remember it in")
    say(folder, _FILE, {str(path): text for path, text in texts.items()})
