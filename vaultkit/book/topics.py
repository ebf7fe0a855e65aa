"""Topics: what people care about, need and offer, under one name each."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NewType, Protocol, cast

from vaultkit import memo
from vaultkit.book.written import last_part, named
from vaultkit.frozen import Frozen
from vaultkit.names import fold, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath

TopicId = NewType("TopicId", str)
"""The folded name of a topic, as `topic_id` makes it: `top bar hives`, `bees/swarms`.
A topic note's own name stands for its aliases."""


class Topic(Frozen, frozen=True, kw_only=True):
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


# --- spellings -----------------------------------------------------------------------

_ARTICLE: Final = re.compile(r"(?:an?|the|some) (?=\S)")
DEEPEST: Final = 8
"""How many topics may stand inside each other in one spelling."""
_JOINED: Final = re.compile(r"[-_\s]+")
_AROUND: Final = " .,;:!?"
"""What around a topic is no part of it."""


@memo.kept
def topic_id(text: str) -> TopicId:
    """Return what a spelling of a topic is compared by; "" if it names none.

    Folded, without a leading `#` or English article and without punctuation at the
    end; `-` and `_` are spaces, so that `#top-bar-hives` is "Top bar hives". `a/b` is
    the topic b inside a; a slash beside a space is only a slash.
    """
    folded = _JOINED.sub(" ", fold(text).lstrip("#")).strip(_AROUND)
    article = _ARTICLE.match(folded)
    name = folded[article.end() :] if article else folded
    if "/" in name and " /" not in name and "/ " not in name:
        parts = [part for part in name.split("/") if part]
        name = ("/" if len(parts) <= DEEPEST else " ").join(parts)
    return TopicId(name)


def inside(topic: TopicId) -> TopicId | None:
    """Return the topic that an `a/b` is inside of, or None."""
    outer, slash, _ = topic.rpartition("/")
    nested = slash and outer and " /" not in topic and "/ " not in topic
    return TopicId(outer) if nested else None


# --- what topic notes and people say, put together -----------------------------------


class Spellings(dict[str, tuple[str, TopicId]]):
    """How a value is shown and the topic it names, by its text as typed.

    A link names the topic it leads to, an alias that of its note; a hashtag is shown
    as words. What was asked once is remembered.
    """

    __slots__ = ("_names",)

    def __init__(self, names: Mapping[TopicId, TopicId]) -> None:
        """Know the spellings of topic notes: their names and aliases."""
        super().__init__()
        self._names = names

    def __missing__(self, text: str) -> tuple[str, TopicId]:
        value = named(text)
        shown = value.shown
        if shown.startswith("#"):
            shown = shown.lstrip("#").replace("-", " ").replace("_", " ").strip()
        topic = self.topic(last_part(value.target) if value.link else shown)
        self[text] = found = shown, topic
        return found

    def topic(self, text: str) -> TopicId:
        """Return the topic a spelling names, or "" if it names none."""
        return self.canonical(topic_id(text))

    def canonical(self, topic: TopicId) -> TopicId:
        """Return the topic that an id stands for, its outer topics considered."""
        known = self._names.get(topic)
        if known is not None:
            return known
        outer = inside(topic)
        if outer is None:
            return topic
        return TopicId(f"{self.canonical(outer)}/{topic.rpartition('/')[2]}")


def counted(spelled: Iterable[tuple[TopicId, str]]) -> dict[TopicId, dict[str, int]]:
    """Return by topic how often it is spelt how, what was said first before the rest.

    Args:
        spelled: Topic and spelling of whatever names one, in order.
    """
    counts: dict[TopicId, dict[str, int]] = {}
    for (topic, text), often in Counter(spelled).items():
        known, spelling = counts.setdefault(topic, {}), text.strip(_AROUND)
        known[spelling] = known.get(spelling, 0) + often
    return counts


def gather(
    noted: Mapping[TopicId, Topic], named: Mapping[TopicId, Mapping[str, int]]
) -> Mapping[TopicId, Topic]:
    """Return every topic, in order of id.

    Args:
        noted: The topics that have a note, their broader topics free of loops.
        named: What `counted` returns; the most frequent spelling (the first of equals)
            is the name of a topic without a note.
    """
    counts = dict(named)
    for topic in [t for one in noted.values() for t in one.broader]:
        counts.setdefault(topic, {})
    for topic in [*counts]:
        for outer in _outer(topic):
            counts.setdefault(outer, {})
    found = {
        topic: noted.get(topic) or _unnoted(topic, counts[topic])
        for topic in sorted({*noted, *counts})
        if topic
    }
    return MappingProxyType(found)


def regathered(
    had: Mapping[TopicId, Topic],
    noted: Mapping[TopicId, Topic],
    named: Mapping[TopicId, Mapping[str, int]],
) -> Mapping[TopicId, Topic] | None:
    """Return what `gather` would after some topics are named otherwise than before.

    None where other topics may come or go with them.

    Args:
        had: Every topic before.
        noted: The topics that have a note.
        named: By topic that may be named otherwise, how often it is spelt how now; of
            those said most often the first comes first.
    """
    if any(_moves_others(topic, had, noted, named) for topic in named):
        return None
    unnoted = [topic for topic in named if topic and topic not in noted]
    come = {one: _unnoted(one, named[one]) for one in unnoted if named[one]}
    come = {topic: one for topic, one in come.items() if had.get(topic) != one}
    gone = {one for one in unnoted if one in had and not named[one]}
    if not (come or gone):
        return had
    now = {topic: one for topic, one in had.items() if topic not in gone} | come
    if not come.keys() <= had.keys():
        now = {topic: now[topic] for topic in sorted(now)}
    return MappingProxyType(now)


def _moves_others(
    topic: TopicId,
    had: Mapping[TopicId, Topic],
    noted: Mapping[TopicId, Topic],
    named: Mapping[TopicId, Mapping[str, int]],
) -> bool:
    """Return whether other topics may come or go with one that is named otherwise."""
    if topic in noted or not topic:
        return inside(topic) is not None
    if (topic in had) == bool(named[topic]):
        return False
    part = f"{topic}/"
    wider = (broader for one in noted.values() for broader in one.broader)
    inner = any(other.startswith(part) for other in had)
    return inner or topic in wider or inside(topic) is not None


def _outer(topic: TopicId) -> Iterator[TopicId]:
    outer = inside(topic)
    while outer is not None:
        yield outer
        outer = inside(outer)


def _unnoted(topic: TopicId, spellings: Mapping[str, int]) -> Topic:
    outer = inside(topic)
    return Topic(
        id=topic,
        # Of equals the first that was said.
        name=max(spellings, key=spellings.__getitem__) if spellings else topic,
        broader=(outer,) if outer is not None else (),
    )


def loops(
    broader: Mapping[TopicId, tuple[TopicId, ...]],
) -> tuple[tuple[TopicId, TopicId], ...]:
    """Return the steps (topic, broader) that close a loop, in order of topic.

    Leaving out exactly these makes every way upwards end.
    """
    closing: list[tuple[TopicId, TopicId]] = []
    done: set[TopicId] = set()
    for start in sorted(broader):
        way = [start]
        left = [iter(broader.get(start, ()))]
        on_way = {start}
        while left:
            step = next(left[-1], None)
            if step is None:
                left.pop()
                done.add(way[-1])
                on_way.discard(way.pop())
            elif step in on_way:
                closing.append((way[-1], step))
            elif step not in done:
                way.append(step)
                on_way.add(step)
                left.append(iter(broader.get(step, ())))
    return tuple(dict.fromkeys(closing))


# --- similar wording -----------------------------------------------------------------

_WORD: Final = re.compile(r"\w+")
_COMMON: Final = """
    a about after all also am an and any are as at be been but by can could do does
    find for from get give had has have help her him his how i if in into is it its
    just like look looking me more my need needs new no not of on or our out over she
    he so some somebody someone something than that the their them then there they
    this to up us want was we were what when where which who will with would you your
    der die das ein eine einen einer und oder mit von für zu im in auf
    le la les un une des et ou de du en avec pour el los las y con para por del
"""
STOP_WORDS: Final = frozenset(_COMMON.split())
"""Words too common to say that two wordings are about the same thing."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's own name


@lru_cache(maxsize=8)
def _stemmer(language: str) -> _Stemmer | None:
    import snowballstemmer  # noqa: PLC0415 - only who compares wordings needs it

    if language not in snowballstemmer.algorithms():
        return None
    return cast("_Stemmer", snowballstemmer.stemmer(language))


@memo.kept
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return stemmer.stemWord(word) if stemmer else word


@memo.kept
def stems(text: str, language: str = "english") -> frozenset[str]:
    """Return the stems of the words that say what a text is about.

    By the Snowball stemmer of the language (https://snowballstem.org); in a language
    it does not know, the words themselves. `STOP_WORDS` and single letters are left
    out.
    """
    spoken = fold(language)
    return frozenset(
        _stem(word, spoken)
        for word in _WORD.findall(folded(text))
        if len(word) > 1 and word not in STOP_WORDS
    )
