"""Written: links, names and lists inside one value, as people type them."""

from __future__ import annotations

import re
from typing import Final, Literal

from vaultkit import memo
from vaultkit.frozen import Frozen

_WIKI: Final = re.compile(r"!?\[\[([^\[\]|\n]{1,400})(?:\|([^\[\]\n]{1,400}))?\]\]")
_MARKDOWN: Final = re.compile(
    r"\[([^\[\]\n]{1,400})\]\(([^()\s<>]{1,400}|<[^<>\n]{1,400}>)\)"
)
_LABELLED: Final = re.compile(
    r"\[([^\[\]\n]{1,400})\]\(\[\[([^\[\]|\n]{1,400})(?:\|[^\[\]\n]{0,400})?\]\]\)"
)
"""A link as Logseq and Roam write one that shows something else."""
_SHORT: Final = 3
"""Words in each part of a list of offers written in one line."""


class Named(Frozen, frozen=True):
    """What a value names: the target of a link or a plain name, and how it is shown.

    Attributes:
        target: The link's target, or the plain text.
        shown: What is to be read.
        link: Whether it was a link, and of which kind.
    """

    target: str
    shown: str
    link: Literal["", "wiki", "markdown"] = ""


def plain(text: str) -> str:
    """Return text for reading: no `%%` comments, links as what they show."""
    if "%%" in text:
        text = " ".join(text.split("%%")[::2])
    elif "[" not in text and "  " not in text and "\n" not in text:
        return text.strip()
    if "[" in text:
        text = _as_wiki(text)
        text = _WIKI.sub(lambda m: m[2] or last_part(m[1]), text)
        text = _MARKDOWN.sub(r"\1", text)
    return " ".join(text.split())


def _as_wiki(text: str) -> str:
    """Return a text in which `[shown]([[Name]])` is `[[Name|shown]]`."""
    return _LABELLED.sub(r"[[\2|\1]]", text) if "]([[" in text else text


def last_part(target: str) -> str:
    """Return the name in a link's target, without folder, heading and `.md`."""
    name = target
    if "#" in name:
        name = name.partition("#")[0]
    if "/" in name:
        name = name.rstrip("/").rpartition("/")[2]
    name = name.strip()
    return name[:-3] if name[-3:].lower() == ".md" else name


@memo.kept
def named(text: str) -> Named:
    """Return what one value names: a whole-value link, or the text itself."""
    text = text.strip()
    if "[" in text:
        text = _as_wiki(text)
        if wiki := _WIKI.fullmatch(text):
            return Named(wiki[1].strip(), plain(wiki[2] or last_part(wiki[1])), "wiki")
        if linked := _MARKDOWN.fullmatch(text):
            return Named(linked[2].strip("<>"), plain(linked[1]), "markdown")
    text = plain(text)
    return Named(text, text)


Commas = Literal["always", "short", "never"]


def listed(text: str, commas: Commas = "always") -> tuple[str, ...]:
    """Return the items of a list written in one line: `bees, old maps`.

    Args:
        text: The line; `;` always parts items.
        commas: Whether commas do: "short" only where every part is of at most three
            words ("a walk, whenever the weather allows it" stays whole).
    """
    if "," not in text and ";" not in text:
        return (text.strip(),) if text.strip() else ()
    if named(text).link:
        return (text,)
    items: list[str] = []
    for part in text.split(";"):
        smaller = part.split(",")
        long = any(len(p.split()) > _SHORT for p in smaller)
        whole = commas == "never" or (commas == "short" and long)
        items += [part] if whole else smaller
    return tuple(filter(None, (item.strip() for item in items)))
