"""Mess: front matter that no property editor writes, as people type it all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SHARE: Final = 0.2
"""Of the notes with front matter, how many are not flat in a messy vault, 0 to 1."""


def _block(said: str) -> str:
    return f"about: |\n  {said}\n  {said}\n"


def _folded(said: str) -> str:
    return f"about: >-\n  {said}\n\n  {said}\n"


def _nested(said: str) -> str:
    return f"socials:\n  site: example.org\n  said: {said}\n"


def _records(said: str) -> str:
    return f"children:\n  - name: Ida\n    likes: {said}\n  - name: Per\n"


def _comment(said: str) -> str:
    return f"# {said}\nnoted: true # {said}\n"


def _long(said: str) -> str:
    return f"about: {said}\n  {said}\n"


def _escaped(said: str) -> str:
    return f'about: "{said}\\t\\u2019s {said}"\n'


_WAYS: Final[tuple[Callable[[str], str], ...]] = (
    *(_block, _folded, _nested, _records, _comment, _long, _escaped),
)


def messy(
    texts: dict[str, str], chance: Random, sentence: Callable[[int], str]
) -> dict[str, str]:
    """Return a vault in which a fifth of the front matter needs a real parser.

    Args:
        texts: Path to text.
        chance: What decides which, and how.
        sentence: Returns so many words.
    """
    return {
        path: _messed(text, chance.choice(_WAYS)(sentence(8)))
        if text.startswith("---\n") and chance.random() < SHARE
        else text
        for path, text in texts.items()
    }


def _messed(text: str, lines: str) -> str:
    """Return a note with some lines more at the end of its front matter."""
    head, end, rest = text[4:].partition("---\n")
    return f"---\n{head}{lines}{end}{rest}"
