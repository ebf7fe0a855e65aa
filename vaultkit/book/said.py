"""Said: what somebody cares about, needs and offers, read from a property."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, cast

from vaultkit.book.people import Said

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.topics import Spellings
    from vaultkit.book.values import Fields
    from vaultkit.book.written import Commas
    from vaultkit.problems import Origin


def said(
    fields: Fields, name: str, spellings: Spellings, commas: Commas = "always"
) -> tuple[Said, ...]:
    """Return the values of a property as topics, each topic once."""
    given = fields.found.get(name)
    if given is None:
        return ()
    value = given[1]
    # A list of words is taken as it stands: spellings know them as they were typed.
    plain = type(value) is tuple and set(map(type, value)) == _WORDS
    listed = value if plain else fields.items(name, commas)
    origin = fields.origin(name)
    read = [spellings[text] for text in cast("tuple[str, ...]", listed)]
    return once(tuple([Said(shown, topic, origin) for shown, topic in read if topic]))


_TOPIC: Final = attrgetter("topic")
_WORDS: Final = {str}


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
