"""Drafts: messages to copy, from templates that are plain text.

A line of a template is a sentence. One with a placeholder that there is nothing for is
left out; the others of a paragraph are put behind each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.pages.markup import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE: Final = re.compile(r"\{\{[ \t]*([a-z]{1,20})[ \t]*\}\}")
_END: Final = " .,;:"


def draft(template: str, values: Mapping[str, str]) -> str:
    """Return a message as plain text, its paragraphs parted by empty lines.

    Args:
        template: Sentences with places such as `{{to}}`, one in each line.
        values: What to put there; what is missing or empty leaves its sentence out.
    """
    known = {name: plain(text).rstrip(_END) for name, text in values.items()}
    paragraphs = (
        " ".join(_sentences(part, known)) for part in re.split(r"\n\s*\n", template)
    )
    return "\n\n".join(filter(None, paragraphs))


def _sentences(paragraph: str, known: Mapping[str, str]) -> list[str]:
    return [
        _PLACE.sub(lambda found: known[found[1]], line.strip())
        for line in paragraph.strip().split("\n")
        if all(known.get(name) for name in _PLACE.findall(line))
    ]
