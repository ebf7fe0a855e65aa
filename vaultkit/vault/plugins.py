"""Plugins: which packages the user enabled, kept outside every vault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.vault.state import said, say, user_folder, user_place

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = "plugins.json"


def enabled() -> dict[str, dict[str, str]]:
    """Return what is enabled: a package, and the titles its pages had, by name."""
    found = said(user_place(), _FILE)
    return {
        name: {str(page): str(title) for page, title in titles.items()}
        for name, titles in found.items()
        if isinstance(titles, dict)
    }


def enable(name: str, titles: Mapping[str, str]) -> None:
    """Remember that a package is enabled, and what its pages are called.

    Raises:
        OSError: There is no place for it.
    """
    _keep({**enabled(), name: dict(titles)})


def disable(name: str) -> None:
    """Forget that a package is enabled.

    Raises:
        OSError: There is no place for it.
    """
    _keep({known: titles for known, titles in enabled().items() if known != name})


def _keep(what: Mapping[str, Mapping[str, str]]) -> None:
    folder = user_folder()
    if folder is None:
        raise OSError("there is no folder of yours to remember it in")
    say(folder, _FILE, dict(what))
