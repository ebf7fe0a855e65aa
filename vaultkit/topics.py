"""Topics: what people care about, need and offer, under one name each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath

TopicId = NewType("TopicId", str)
"""The folded name of a topic, as `topic_id` makes it: `top bar hives`, `bees/swarms`.
A topic note's own name stands for its aliases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic somebody cares about, with or without a note.

    Attributes:
        id: What it is compared by.
        name: How it is shown: the note's name, else the most frequent spelling.
        path: Its note, if it has one of `type: topic`.
        aliases: Other spellings, as that note gives them.
        broader: The topics this one is part of, nearest first; never a loop.
        origin: Where its note is, if it has one.
    """

    id: TopicId
    name: str
    path: VaultPath | None = None
    aliases: tuple[str, ...] = ()
    broader: tuple[TopicId, ...] = ()
    origin: Origin | None = None
