"""Topic notes: spellings that are one topic, and topics that are part of others."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from vaultkit.book.topics import Spellings, Topic, TopicId, inside, loops, topic_id
from vaultkit.book.written import last_part, named
from vaultkit.frozen import Frozen, replace
from vaultkit.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.values import Fields


class Noted(Frozen, frozen=True):
    """The topics that have a note.

    Attributes:
        topics: By id, broader ones free of loops.
        spellings: Which topic a spelling names.
        problems: Spellings that two notes claim, and loops.
    """

    topics: Mapping[TopicId, Topic]
    spellings: Spellings
    problems: tuple[Problem, ...]


def read(notes: Iterable[Fields]) -> Noted:
    """Return the topics of all topic notes, in order of path.

    A private one is left out: its name would speak for the spellings of others.
    """
    open_notes = (
        fields for fields in notes if fields.private() == (False, frozenset())
    )
    ordered = sorted(open_notes, key=lambda fields: fields.note.path)
    problems: list[Problem] = []
    owners: dict[TopicId, Fields] = {}
    names: dict[TopicId, TopicId] = {}
    for fields in ordered:
        _claim(topic_id(fields.note.name), fields, "", owners, problems)
    names.update({topic: topic for topic in owners})
    for fields in ordered:
        own = topic_id(fields.note.name)
        for alias in fields.texts("aliases"):
            if own and _claim(topic_id(alias), fields, alias, owners, problems):
                names[topic_id(alias)] = own
    spellings = Spellings(MappingProxyType(names))
    topics = {
        topic: _topic(topic, fields, spellings)
        for topic, fields in owners.items()
        if names[topic] == topic
    }
    return Noted(_without_loops(topics, owners, problems), spellings, tuple(problems))


def _claim(
    topic: TopicId,
    fields: Fields,
    alias: str,
    owners: dict[TopicId, Fields],
    problems: list[Problem],
) -> bool:
    """Give a spelling to the first note that claims it; names come before aliases."""
    if not topic:
        return False  # marks alone name nothing
    owner = owners.setdefault(topic, fields)
    if owner is fields:
        return True
    problems.append(
        Problem(
            fields.note.path,
            fields.origin("aliases").line if alias else 1,
            1,
            "topic-shared",
            f"`{alias or fields.note.name}` is a topic of {owner.note.path} too",
            "Leave that spelling to one of the two notes.",
            fields.found["aliases"] if alias else "",
        )
    )
    return False


def _topic(topic: TopicId, fields: Fields, spellings: Spellings) -> Topic:
    wider = [
        spellings.topic(last_part(value.target) if value.link else value.target)
        for value in map(named, fields.items("broader"))
    ]
    outer = inside(topic)
    if outer is not None:
        wider.append(spellings.canonical(outer))
    return Topic(
        id=topic,
        name=fields.note.name,
        path=fields.note.path,
        aliases=fields.texts("aliases"),
        broader=tuple(dict.fromkeys(t for t in wider if t)),
        origin=fields.origin(),
    )


def _without_loops(
    topics: dict[TopicId, Topic],
    owners: Mapping[TopicId, Fields],
    problems: list[Problem],
) -> Mapping[TopicId, Topic]:
    """Return the topics without the steps that lead back to themselves."""
    for topic, wider in loops({t: known.broader for t, known in topics.items()}):
        known = topics[topic]
        kept = tuple(step for step in known.broader if step != wider)
        topics[topic] = replace(known, broader=kept)
        fields = owners[topic]
        problems.append(
            Problem(
                fields.note.path,
                fields.origin("broader").line,
                1,
                "topic-loop",
                f"`{wider}` is broader than `{topic}` and part of it at once",
                "Leave out one `broader`, so that every topic has an end upwards.",
                fields.found.get("broader", ""),
            )
        )
    return MappingProxyType(topics)
