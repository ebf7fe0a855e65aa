"""The canvas: JSON Canvas 1.0, and the card on it that says it is ours.

A canvas has no line that could end what is ours, so a card of its own tells what the
canvas is and carries the mark, in a comment that no editor shows. The digest is of what
the canvas says: another order, indentation or spelling of its JSON is no edit.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from vaultkit.mark import FORMAT, Marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENDING: Final = ".canvas"
LEGEND: Final = "vaultkit"
"""The id of the card that says what the canvas is, and carries the mark."""

_SAYS: Final = "drawn anew by vaultkit; a copy of this canvas is yours and stays"
_MARK: Final = re.compile(r"<!-- vaultkit (\d{1,4}) ([0-9a-f]{8,64})[^\n<>]{0,200}-->")
_IN_JSON: Final = re.compile(rf"(?:\\n){{0,2}}{_MARK.pattern}")

_Canvas = dict[str, Any]


def is_canvas(path: str) -> bool:
    """Return whether a path is that of a canvas, in any case."""
    return path[-7:].lower() == ENDING


def says_ours(data: bytes) -> bool:
    """Return whether a canvas has our mark; `read` tells whether it is intact."""
    return (
        b"<!-- vaultkit " in data and read(data.decode("utf-8", "replace")) is not None
    )


def sign(generated: str) -> str:
    """Return a canvas, which has a legend, with our mark in it."""
    drawn = json.loads(generated)
    says = _digest(drawn)
    for card in drawn["nodes"]:
        if card["id"] == LEGEND:
            card["text"] += f"\n\n<!-- vaultkit {FORMAT} {says} {_SAYS} -->"
    return written(drawn["nodes"], drawn["edges"])


def read(text: str) -> Marked | None:
    """Return what a canvas says without our mark, or None where it has none.

    Nothing on a canvas is the user's as long as it is intact, so there is no tail; a
    canvas that says something else than was signed is not intact.
    """
    drawn = _loaded(text)
    for card in drawn.get("nodes", ()) if drawn else ():
        if not _is_legend(card):
            continue
        mark = _MARK.search(card["text"])
        if mark and drawn:
            card["text"] = card["text"][: mark.start()] + card["text"][mark.end() :]
            intact = mark[2] == _digest(drawn)
            return Marked(_plain(drawn), "", intact, int(mark[1]))
    return None


def same(one: str, other: str) -> bool:
    """Return whether two canvases say the same, however their JSON is spelt."""
    first, second = _loaded(one), _loaded(other)
    if first is None or second is None:
        return one == other
    return _plain(first) == _plain(second)


def unsigned(text: str) -> str:
    """Return a canvas without our mark and every other character as it was."""
    return _IN_JSON.sub("", text)


def written(
    nodes: Iterable[Mapping[str, object]], edges: Iterable[Mapping[str, object]]
) -> str:
    """Return a canvas as JSON, a card or an arrow on each line, as Obsidian does."""
    return (
        '{\n\t"nodes":['
        + ",".join(f"\n\t\t{_json(one)}" for one in nodes)
        + '\n\t],\n\t"edges":['
        + ",".join(f"\n\t\t{_json(one)}" for one in edges)
        + "\n\t]\n}\n"
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _loaded(text: str) -> _Canvas | None:
    """Return a canvas that was read, or None where it is none."""
    try:
        found = json.loads(
            text.removeprefix("\ufeff"), parse_float=_number, parse_constant=_never
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    lists = [found.setdefault(name, []) for name in ("nodes", "edges")]
    return found if all(isinstance(one, list) for one in lists) else None


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _never(text: str) -> float:
    raise ValueError(text)


def _is_legend(card: object) -> bool:
    return (
        isinstance(card, dict)
        and card.get("id") == LEGEND
        and isinstance(card.get("text"), str)
    )


def _plain(drawn: _Canvas) -> str:
    """Return what a canvas says in one spelling, whoever wrote it last.

    Editors move what is clicked to the end, and note which of their versions it was.
    """
    said = {name: value for name, value in drawn.items() if name != "metadata"}
    about = drawn.get("metadata")
    if about and not (isinstance(about, dict) and not about.get("frontmatter")):
        said["metadata"] = about
    for name in ("nodes", "edges"):
        said[name] = sorted(map(_trimmed, drawn[name]), key=_ordered)
    return _ordered(said)


def _trimmed(card: object) -> object:
    if _is_legend(card) and isinstance(card, dict):
        return {**card, "text": card["text"].rstrip()}
    return card


def _ordered(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _digest(drawn: _Canvas) -> str:
    return hashlib.blake2b(_plain(drawn).encode(), digest_size=8).hexdigest()
