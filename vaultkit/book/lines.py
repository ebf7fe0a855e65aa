"""Log lines: whom a line names, and what it says beside their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.book.people import PersonId
    from vaultkit.book.who import Found, Who
    from vaultkit.notes.markdown import Entry
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath

_AND: Final = r"(?:and|und|et|y|e|og|och|with|mit|avec|con|to|for|from)"
_GLUE: Final = re.compile(rf"\s*[,;&+/]?\s*(?:{_AND}\b)?\s*", re.IGNORECASE)
_WITH: Final = re.compile(r"(?:^|\s)(?:with|mit|avec|con|and|und|&)\s*$", re.IGNORECASE)
# What follows one of these is a place or a subject, unless it is known to be somebody.
_AT: Final = re.compile(
    r"(?:^|\s)(?:at|in|about|on|re|regarding|@|über|im|sobre)\s*$", re.IGNORECASE
)
_TO: Final = re.compile(
    r"(?:^|[\s,;])(?:to|for|from|with|through|via|by|thanks to|für|an|von|mit|bei|pour"
    r"|de|para|con)?\s*$",
    re.IGNORECASE,
)
_REACH: Final = 24
"""Characters before a name in which its preposition stands."""
_LEADING: Final = " \t,;:.\u2013\u2014-"


class Mention(Frozen, frozen=True):
    """One link of a line: what it leads to, and where its words stand in the text.

    Attributes:
        found: What it leads to.
        start: Offset in the entry's text, or -1 if it stands before the text.
        end: Offset behind it.
    """

    found: Found
    start: int
    end: int


def mentions(entry: Entry, source: VaultPath, who: Who) -> tuple[Mention, ...]:
    """Return the links of a line that lead to notes or names, in order."""
    named = []
    at = 0
    for link in entry.links:
        found = who.link(link.target, source, wiki=link.wiki)
        start = entry.text.find(link.shown, at) if link.shown else -1
        end = start + len(link.shown) if start >= 0 else -1
        at = max(at, end)
        if not found.nobody:
            named.append(Mention(found, start, end))
    return tuple(named)


def admit(text: str, named: tuple[Mention, ...], who: Who, origin: Origin) -> None:
    """Take those whom a contact line names for people.

    The first link is somebody, and whoever is joined to somebody by a comma, "and" or
    "with"; a link behind "at" or "about" is not: `coffee: [[Priya]], [[Tom]] at
    [[Blue Bottle]] about [[Bees]]` names two people. So what makes somebody a person is
    the line alone, in whatever order lines are read.
    """
    before: Mention | None = None
    for mention in named:
        if who.knows(mention.found) or _names(text, before, mention):
            who.admit(mention.found, origin)
            before = mention


def _names(text: str, before: Mention | None, mention: Mention) -> bool:
    if before is not None and _joined(text, before, mention):
        return True
    lead = text[max(0, mention.start - _REACH) : max(0, mention.start)]
    return not _AT.search(lead) if before is None else bool(_WITH.search(lead))


def _joined(text: str, before: Mention, after: Mention) -> bool:
    if before.end < 0 or after.start < 0:
        return before.end < 0 and after.start < 0
    return _GLUE.fullmatch(text, before.end, after.start) is not None


def addressed(text: str, named: tuple[Mention, ...], who: Who) -> tuple[PersonId, ...]:
    """Return to whom a line such as `gave:` refers, in order.

    That is the first person and who is joined to them; not somebody it speaks about
    (`promised: [[Ada]] to ask [[Bo]]` is a promise to Ada).
    """
    people: list[PersonId] = []
    before: Mention | None = None
    for mention in named:
        person = who.person(mention.found)
        if person is None or (
            before is not None and not _joined(text, before, mention)
        ):
            if before is not None:
                break
            continue
        people.append(person)
        before = mention
    return tuple(dict.fromkeys(people))


def everybody(
    named: Iterable[Found], who: Who, first: tuple[PersonId, ...] = ()
) -> tuple[PersonId, ...]:
    """Return everybody a line links, in order, behind who is `first`; never me."""
    people = first
    for found in named:
        person = None if found.nobody else who.person(found)
        if person is not None and person != who.me and person not in people:
            people = (*people, person)
    return people


def without_names(text: str, named: tuple[Mention, ...], who: Who) -> str:
    """Return a line's words without the people it opens with.

    `[[Ada]], a jar of honey` is "a jar of honey"; names further on, and `[[Ada]]'s`,
    are part of what it says.
    """
    cut = 0
    for mention in named:
        if mention.start < 0 or who.person(mention.found) is None:
            continue
        if mention.start != cut and not _GLUE.fullmatch(text, cut, mention.start):
            break
        following = text[mention.end : mention.end + 1]
        if following.isalnum() or following in {"'", "\u2019"}:
            break
        cut = mention.end
    return text[cut:].lstrip(_LEADING) if cut else text


def without_addressee(
    text: str, named: tuple[Mention, ...], who: Who, people: tuple[PersonId, ...]
) -> str:
    """Return a record's words without the `people` it opens with or ends on.

    `a jar of honey to [[Ada]]` is "a jar of honey".
    """
    body = text.rstrip(" .")
    last = named[-1] if named else None
    if last is None or last.end != len(body) or last.start <= 0:
        return without_names(text, named, who)
    lead = _TO.search(text, max(0, last.start - _REACH), last.start)
    if not lead or who.person(last.found) not in people:
        return without_names(text, named, who)
    return without_names(text[: lead.start()].rstrip(_LEADING), named[:-1], who)
