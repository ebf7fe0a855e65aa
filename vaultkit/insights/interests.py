"""Shared interests: what people care about, the rarest first, and who shares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.people import PersonId, Said
    from vaultkit.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Who shares one interest.

    Attributes:
        topic: The topic: its name, and its note if it has one.
        mine: What I say about it, if it is an interest of mine too.
        people: Who shares it, me left out, in order of name; of a topic that very many
            share, those I know best.
        said: What each of them says about it, in the same order, with where it stands.
        more: How many share it beyond those, 0 unless it is a very common topic.
    """

    topic: Topic
    mine: Said | None
    people: tuple[PersonId, ...]
    said: tuple[Said, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """The page: topics by rarity.

    Attributes:
        with_me: Interests I share with somebody, rarest first.
        among: Interests that at least two people share and I do not, rarest first.
    """

    with_me: tuple[Sharing, ...] = ()
    among: tuple[Sharing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.with_me or self.among)
