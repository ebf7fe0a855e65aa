"""Heard: what a line typed in passing says: about whom, what happened, what it tells.

`Priya: coffee, talked about hives; needs a bookkeeper` is a coffee with Priya, and
tells what she needs. What it only seems to tell is offered and never assumed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.book.encounters import PASSED
from vaultkit.frozen import Frozen
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.book.encounters import Words

_LINK: Final = r"\[\[[^\[\]\n]{1,200}\]\]"
_HEAD: Final = re.compile(rf"((?:{_LINK}|[^:\[]){{1,300}}):(?:\s+|$)")
_GLUE: Final = re.compile(r"\s*(?:[,;&+]\s*(?:and\s+)?|and\s+|with\s+)?", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s{0,9}(?:[,;&+]\s{0,9}|(?<=\s)(?:and|with)\s{1,9})+")
_ONLY_JOIN: Final = frozenset({"", "and", "with"})
_LINKED: Final = re.compile(_LINK)
_TOKEN: Final = re.compile(r"[^\s,;:.!?&+()\[\]]+(?:\.(?=\s+\S))?")
_MOST_WORDS: Final = 5
_SOFT: Final = re.compile(r"(?:\s*[,;:.\u2013\u2014]\s*|\s+-+\s+|\s+|$)")
_PARTS: Final = re.compile(r"(?:[;.!?,]\s+|\s+(?:and|but)\s+(?=(?:she|he|they)\s))")
_LISTED: Final = re.compile(r"[-*+]\s+(?:\[.\]\s+)?")

_THEY: Final = r"(?:and |but |also )?(?:(?:she|he|they|who) )?(?:now |still |really )?"
_TOLD: Final[Mapping[str, re.Pattern[str]]] = {
    word: re.compile(rf"{_THEY}(?:{said}) (?P<what>\S.{{0,200}})", re.IGNORECASE)
    for word, said in {
        "needs": "needs|need|is looking for|are looking for|looks for|looking for",
        "offers": "offers|offered|can help with|could help with",
        "likes": "likes|loves|is interested in|are interested in|cares about",
        "promised": "I promised|I have promised",
        "gave": "I gave her|I gave him|I gave them|I gave",
        "got": "gave me|brought me",
        "learned": "taught me|showed me how to",
    }.items()
}


class Heard(Frozen, frozen=True):
    """What a line says.

    Attributes:
        names: Whom it is about, as typed: names, or links with their brackets.
        word: The word for what happened, as a log line begins; "" for none.
        text: The rest, in the words typed.
        told: What it seems to tell of them: the word for it and what.
    """

    names: tuple[str, ...]
    word: str
    text: str
    told: tuple[tuple[str, str], ...] = ()


def heard(typed: str, words: Words, is_name: Callable[[str], bool]) -> Heard | None:
    """Return what a line says, or None where it does not say about whom.

    Understood are `NAME: coffee, what it was about`, `coffee: NAME, what ...`,
    `coffee with NAME` and `NAME coffee, what ...`; several names are joined by commas
    or "and".

    Args:
        typed: The line.
        words: What first words mean.
        is_name: Whether somebody is called so; who is linked need not be.
    """
    text = _LISTED.sub("", " ".join(typed.split()), count=1)
    head = _HEAD.match(text)
    before, rest = (head[1].strip(), text[head.end() :]) if head else ("", text)
    said = words[fold(before)] if before else words[""]
    if said.kind:
        names, after = _leading(rest, is_name)
        return _done(names, before, after)
    word, who = _with(before or rest, words)
    if head:
        names = _all(who)
        if word:
            return _done(names, word, rest)
        word, text = _happened(rest, words)
        return _done(names, word, text)
    names, after = _leading(who, is_name)
    if word:
        return _done(names, word, after)
    word, text = _happened(after, words)
    return _done(names, word, text)


def _done(names: tuple[str, ...], word: str, text: str) -> Heard | None:
    if not names:
        return None
    text = text.strip(" ,;:\u2013\u2014")
    told = tuple(_told(text)) if len(names) == 1 and not _records(word) else ()
    return Heard(names, word, text, told)


def _records(word: str) -> bool:
    return fold(word) in _TOLD


def _all(text: str) -> tuple[str, ...]:
    """Return every name of a text that is nothing but names."""
    links = _LINKED.findall(text)
    held = _LINKED.sub(",\0,", text)
    parts = [part.strip() for part in _JOINED.split(f" {held} ")]
    found = iter(links)
    names = [next(found) if part == "\0" else part for part in parts]
    return tuple(dict.fromkeys(name for name in names if name not in _ONLY_JOIN))


def _leading(text: str, is_name: Callable[[str], bool]) -> tuple[tuple[str, ...], str]:
    """Return the names a text begins with, and what follows them."""
    names: list[str] = []
    at = 0
    while True:
        glue = _GLUE.match(text, at)
        start = glue.end() if glue else at
        if names and glue and not glue[0].strip() and text[start : start + 2] != "[[":
            break
        end = _name_end(text, start, is_name)
        comma = names and glue is not None and "," in glue[0] and "and" not in glue[0]
        if not end or (comma and not _ends_name(text, end)):
            break
        names.append(text[start:end])
        at = end
    return tuple(dict.fromkeys(names)), text[at:]


def _ends_name(text: str, end: int) -> bool:
    """Return whether a name that follows a comma is a name and not a sentence."""
    rest = text[end:].lstrip()
    return not rest or rest[0] in ",;:.&" or rest.startswith("and ")


def _name_end(text: str, start: int, is_name: Callable[[str], bool]) -> int:
    """Return where the longest name that starts here ends; 0 if none does."""
    link = _LINKED.match(text, start)
    if link:
        return link.end()
    ends, at = [], start
    for _ in range(_MOST_WORDS):
        token = _TOKEN.match(text, at)
        if token is None:
            break
        ends.append(token.end())
        at = token.end() + 1 if text[token.end() : token.end() + 1] == " " else -1
        if at < 0:
            break
    return next((end for end in reversed(ends) if is_name(text[start:end])), 0)


def _with(text: str, words: Words) -> tuple[str, str]:
    """Return the word of `coffee with NAME` and what follows, else "" and the text."""
    found = re.match(r"((?:\S+ ){0,1}\S+) with (?=\S)", text, re.IGNORECASE)
    if found and words[fold(found[1])].contact:
        return found[1], text[found.end() :]
    return "", text


def _happened(text: str, words: Words) -> tuple[str, str]:
    """Return the word for what happened that a text begins with, and the rest.

    A word for a contact is enough by itself; any other needs its colon, as in a note.
    """
    head = _HEAD.match(text)
    if head and words[fold(head[1])].kind:
        return head[1], text[head.end() :]
    text = text.lstrip(" ,;:.\u2013\u2014")
    for count in (3, 2, 1):
        found = re.match(rf"(?:[^\s,;:.]+ ){{{count - 1}}}[^\s,;:.]+", text)
        said = words[fold(found[0])] if found else words[""]
        if found and said.contact and said.kind not in PASSED:
            soft = _SOFT.match(text, found.end())
            return found[0], text[soft.end() if soft else found.end() :]
    return "", text


def _told(text: str) -> list[tuple[str, str]]:
    found = []
    for part in _PARTS.split(text):
        for word, pattern in _TOLD.items():
            match = pattern.fullmatch(part.strip(" .!?"))
            if match:
                found.append((word, match["what"].strip(" .,;!?")))
                break
    return found
