"""Answers: which topics answer a topic, by kinship and, failing that, by wording."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.topics import stems, topic_id
from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.people import Said
    from vaultkit.book.topics import TopicId
    from vaultkit.network.network import Network

How = Literal["same", "alias", "broader", "narrower", "similar"]
"""How what is offered fits what is asked: its topic is the same, the same under
another spelling, wider, a part of it, or only worded alike."""

COMMON: Final = 25
"""A stem that more topics than this contain says nothing about any of them."""

_ENOUGH: Final = 0.5
"""The part of the shorter wording that two wordings must share to be alike."""


class Answer(Frozen, frozen=True):
    """A topic that answers another.

    Attributes:
        topic: The topic.
        how: How; never `alias`, which is about spellings (see `how_said`).
        fits: From 1 (the same) down to 0, for putting in order and never shown.
    """

    topic: TopicId
    how: How
    fits: float


def kin(network: Network, topic: TopicId) -> tuple[Answer, ...]:
    """Return the topic itself, then its kin up to two steps away, wider ones first.

    An offer of something wider, or of a part of it, fits less well.
    """
    wider, parts = network.wider(topic), network.within(topic)
    return (
        Answer(topic, "same", 1.0),
        *[Answer(one, "broader", 0.6) for one in wider[1:]],
        *[Answer(one, "narrower", 0.5) for one in parts[1:]],
    )


def how_said(answer: Answer, asked: Said, offered: Said) -> How:
    """Return how an offer fits a need: `alias` where one topic is spelled two ways."""
    if answer.how == "same" and topic_id(asked.text) != topic_id(offered.text):
        return "alias"
    return answer.how


class Wordings(Frozen, frozen=True):
    """The stems of some topics, to find those that are worded alike.

    Attributes:
        stems_of: By topic: the stems of its name and aliases.
        with_stem: By stem: the topics that contain it, unless it is a common one.
    """

    stems_of: Mapping[TopicId, frozenset[str]]
    with_stem: Mapping[str, tuple[TopicId, ...]]

    @classmethod
    def of(cls, book: Book, topics: Iterable[TopicId], language: str) -> Wordings:
        """Return the wordings of these topics, in their order."""
        stems_of = {topic: worded(book, topic, language) for topic in topics}
        found: dict[str, list[TopicId]] = {}
        for topic, its in stems_of.items():
            for stem in its:
                found.setdefault(stem, []).append(topic)
        rare = {s: tuple(ts) for s, ts in found.items() if len(ts) <= COMMON}
        return cls(MappingProxyType(stems_of), MappingProxyType(rare))

    def alike(self, asked: frozenset[str]) -> tuple[Answer, ...]:
        """Return the topics worded like these stems, the most alike first.

        Alike is to share stems that are not common and make up half of the shorter
        wording. Only topics under one of the stems are looked at, never all of them.
        """
        shared: dict[TopicId, int] = {}
        for stem in sorted(asked):
            for topic in self.with_stem.get(stem, ()):
                shared[topic] = shared.get(topic, 0) + 1
        found = [
            Answer(topic, "similar", 0.3 * n / max(len(asked), len(its)))
            for topic, n in shared.items()
            for its in (self.stems_of[topic],)
            if n >= _ENOUGH * min(len(asked), len(its))
        ]
        return tuple(sorted(found, key=lambda one: (-one.fits, one.topic)))


def alike(
    network: Network, asked: frozenset[str], among: tuple[str, ...], language: str
) -> tuple[Answer, ...]:
    """Return the topics worded like these stems, of those that stand in some indexes.

    As `Wordings.alike`, for the topics of the whole vault.

    Args:
        network: Where to look.
        asked: Stems.
        among: The names of indexes by topic, as `offering`; of those who offer, whoever
            is left out counts as nobody.
        language: The language of the notes.
    """
    with_stem = network.asked(_with_stem, among, language)
    found = {stem: those for stem in asked if (those := with_stem(stem))}
    if not found:
        return ()
    stems_of = network.made(_spelt, language).stems_of
    topics = {topic for several in found.values() for topic in several}
    return Wordings({topic: stems_of[topic] for topic in topics}, found).alike(asked)


def _with_stem(
    network: Network, stem: str, among: tuple[str, ...], language: str
) -> tuple[TopicId, ...]:
    """Return the topics of some indexes that contain a stem, unless they are many."""
    named = network.asked(_named, among)
    topics = network.made(_spelt, language).with_stem.get(stem, ())
    found = tuple(filter(named, topics))
    return found if len(found) <= COMMON else ()


def _named(network: Network, topic: TopicId, among: tuple[str, ...]) -> bool:
    """Return whether a topic stands in some indexes; see `alike`."""
    people = network.book.people
    for name in among:
        for person in getattr(network, name).get(topic, ()):
            if name != "offering" or not (people[person].me or people[person].over):
                return True
    return False


def _spelt(network: Network, language: str) -> Wordings:
    """Return how every topic is worded, common stems and all."""
    book = network.book
    stems_of = {topic: worded(book, topic, language) for topic in book.topics}
    found: dict[str, list[TopicId]] = {}
    for topic, its in stems_of.items():
        for stem in its:
            found.setdefault(stem, []).append(topic)
    return Wordings(stems_of, {stem: tuple(those) for stem, those in found.items()})


def worded(book: Book, topic: TopicId, language: str) -> frozenset[str]:
    """Return the stems of a topic's name and aliases."""
    known = book.topics.get(topic)
    names = (known.name, *known.aliases) if known else (topic,)
    if len(names) == 1:
        return stems(names[0], language)
    return frozenset().union(*(stems(name, language) for name in names))
