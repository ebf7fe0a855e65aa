"""Doubts: what to say about a link or a name that is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.book.who import UNLINKABLE
from vaultkit.book.written import last_part
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.who import Found, Who
    from vaultkit.notes.note import Note


def problems(notes: Mapping[VaultPath, Note], who: Who) -> list[Problem]:
    """Return what is doubtful about links that mean people, once a note and target."""
    targets = {link.target for note in notes.values() for link in note.links}
    doubtful = set(filter(who.doubts, targets))
    found: list[Problem] = []
    if not doubtful:
        return found
    for path, note in notes.items():
        seen: set[str] = set()
        for link in note.links:
            target = link.target
            if target not in doubtful or link.embed or target in seen:
                continue
            meant = who.link(target, path, wiki=link.wiki)
            if meant.trouble:
                seen.add(target)
                key = link.key.partition(".")[0]
                place = (link.line, link.column)
                found.append(problem(meant, path, place, key, target, who))
    return found


def problem(
    found: Found,
    path: VaultPath,
    place: tuple[int, int],
    about: str,
    target: str,
    who: Who,
) -> Problem:
    """Return what to say about a name or link that is not certain.

    Args:
        found: What it leads to.
        path: The note it stands in.
        place: Its line and column.
        about: The property it stands in, or "".
        target: What it says, as written.
        who: Everybody, to write a link that is certain.
    """
    code, message, advice = _said(found, target, who)
    return Problem(path, *place, code, message, advice, about)


def _said(found: Found, target: str, who: Who) -> tuple[str, str, str]:
    """Return the code of what is doubtful, what it is and what to do."""
    several = ", ".join(found.rivals[:4])
    if found.trouble == "alias":
        known = found.person in who.aliased(found.name)
        what = "is only an alias of" if known else "was taken for"
        message = f"`{found.name}` {what} {found.person}"
        return "link-by-alias", message, _instead(found, who)
    if found.trouble == "astray":
        message = f"no note is at `{target[:80]}`; {found.person} was taken by its name"
        return "link-astray", message, _instead(found, who)
    if found.trouble == "namesakes":
        message = f"`{found.name}` may mean {several}; Obsidian takes {found.path}"
        advice = "Write the folder in the link, so that it can only mean one."
        return "link-ambiguous", message, advice
    message = f"`{found.name}` may mean {several}; nobody was taken"
    advice = "Write a link with its folder, so that it can only mean one."
    return "name-ambiguous", message, advice


def _instead(found: Found, who: Who) -> str:
    """Return what to write instead of a link that does not lead to its person."""
    person = found.person or ""
    if UNLINKABLE.search(person):
        return "Rename that note: no link can name it, for its path has # ^ | [ or ]."
    text = who.files.linktext(VaultPath(person))
    shown = "" if last_part(text) == text == found.name else f"|{found.name}"
    return f"Write [[{text}{shown}]] instead."
