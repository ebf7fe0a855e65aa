"""Said: what somebody cares about, needs and offers, read from a property."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaultkit.book.people import Said
from vaultkit.book.scalars import string

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.topics import Spellings, TopicId
    from vaultkit.book.values import Fields
    from vaultkit.book.written import Commas
    from vaultkit.problems import Origin


def said(
    fields: Fields, name: str, spellings: Spellings, commas: Commas = "always"
) -> tuple[Said, ...]:
    """Return the values of a property as topics, each topic once."""
    value = fields.value(name)
    if value is None:
        return ()
    origin = fields.origin(name)
    found: dict[TopicId, Said] = {}
    # A list is taken as it stands: spellings know words as they were typed.
    for text in value if isinstance(value, tuple) else fields.items(name, commas):
        shown, topic = spellings[text if isinstance(text, str) else string(text)]
        if topic and topic not in found:
            found[topic] = Said(shown, topic, origin)
    return tuple(found.values())


_TOPIC: Final = attrgetter("topic")


def told(
    text: str, origin: Origin, spellings: Spellings, since: date | None
) -> Said | None:
    """Return what a log line says about somebody as a topic, if it names one."""
    shown, topic = spellings[text]
    return Said(shown, topic, origin, since) if topic else None


def once(values: tuple[Said, ...]) -> tuple[Said, ...]:
    """Return each topic once, in order: as said last, but in its first place."""
    if len(set(map(_TOPIC, values))) == len(values):
        return values
    latest: dict[str, Said] = {}
    for value in values:
        earlier = latest.get(value.topic)
        if earlier is None or _newer(value, earlier):
            latest[value.topic] = value
    return tuple(latest.values())


def _newer(value: Said, earlier: Said) -> bool:
    if value.since is None:
        return False
    return earlier.since is None or value.since > earlier.since
