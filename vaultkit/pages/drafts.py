"""Drafts: messages to copy, from templates that are plain text.

A line of a template is a sentence. One with a placeholder that there is nothing for is
left out; the others of a paragraph are put behind each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLACE: Final = re.compile(r"\{\{[ \t]*([a-z]{1,20})[ \t]*\}\}")
_PARTS: Final = re.compile(r"\n\s*\n")
_END: Final = " .,;:"


def draft(template: str, values: Mapping[str, str]) -> str:
    """Return a message as plain text, its paragraphs parted by empty lines.

    Args:
        template: Sentences with places such as `{{to}}`, one in each line.
        values: What to put there; what is missing or empty leaves its sentence out.
    """
    return "\n\n".join(paragraphs(template, values))


def paragraphs(template: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paragraphs of a message, each one line of plain text; as `draft`."""
    known = {name: plain(text).rstrip(_END) for name, text in values.items()}
    parts = (" ".join(_sentences(part, known)) for part in _PARTS.split(template))
    return tuple(filter(None, parts))


def _sentences(paragraph: str, known: Mapping[str, str]) -> Iterator[str]:
    for line in paragraph.strip().split("\n"):
        if all(known.get(name) for name in _PLACE.findall(line)):
            yield plain(_PLACE.sub(lambda found: known[found[1]], line))
