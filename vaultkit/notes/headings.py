"""How a heading is written: behind hashes, or above a line of dashes."""

from __future__ import annotations

import re
from sys import intern
from typing import Final

MARK: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
"""The hashes before a heading."""
END: Final = re.compile(r"(?<![ \t])[ \t]+#{1,9}[ \t]*$")
"""The hashes behind it; white space is looked at once, from where it begins."""
LINES: Final = frozenset({"--", "=="})
"""How a line starts that may make the one above it a heading."""
_UNDERLINE: Final = re.compile(r"(?:={2,}|-{2,})[ \t]*")
# What starts a line that an underline below it does not make a heading: a table, a
# quote, HTML, white space; a list or another heading.
_NO_TITLE: Final = re.compile(r"[\s|><]|[-*+]\s|[0-9]{1,9}[.)]\s|#{1,6}(?:\s|$)")
_RULE: Final = re.compile(r"(?:[-*_=][ \t]*){2,}")


def underlined(before: str, above: str, line: str) -> int:
    """Return which level of heading a line makes of the one above it; 0 for none.

    Only one line counts that stands alone above `===` or `---`, with nothing in the
    line `before` it: below anything else that is a rule, or the underline of a
    paragraph that nobody meant for a heading.
    """
    if before.strip() or not above or not _UNDERLINE.fullmatch(line):
        return 0
    if _NO_TITLE.match(above) or _RULE.fullmatch(above):
        return 0
    return 1 if line[0] == "=" else 2


def words(text: str, level: int) -> str:
    """Return what a heading says; what stands below the title of many notes, once."""
    said = text.strip()
    return said if level == 1 else intern(said)
