"""Said: what somebody cares about, needs and offers, read from a property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.people import Said
from vaultkit.written import last_part, named, plain

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.problems import Origin
    from vaultkit.topics import Spellings
    from vaultkit.values import Fields
    from vaultkit.written import Commas


def said(
    fields: Fields, name: str, spellings: Spellings, commas: Commas = "always"
) -> tuple[Said, ...]:
    """Return the values of a property as topics, each topic once."""
    if name not in fields.found:
        return ()
    origin = fields.origin(name)
    values = (one(text, origin, spellings) for text in fields.items(name, commas))
    return once(tuple(value for value in values if value is not None))


def one(
    text: str, origin: Origin, spellings: Spellings, since: date | None = None
) -> Said | None:
    """Return one value as a topic, or None if it names none."""
    if "[" not in text and "#" not in text and "%" not in text:
        text = text.strip()
        topic = spellings.topic(text)
        return Said(text, topic, origin, since) if topic else None
    value = named(text)
    shown = value.shown.strip()
    if shown.startswith("#"):
        shown = shown.lstrip("#").replace("-", " ").replace("_", " ").strip()
    topic = spellings.topic(last_part(value.target) if value.link else shown)
    return Said(shown, topic, origin, since) if topic and shown else None


def told(
    text: str, origin: Origin, spellings: Spellings, since: date | None
) -> Said | None:
    """Return what a log line says about somebody as a topic."""
    return one(plain(text), origin, spellings, since)


def once(values: tuple[Said, ...]) -> tuple[Said, ...]:
    """Return each topic once, in order: as said last, but in its first place."""
    if len(values) < 2:  # noqa: PLR2004 - one value stands once
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
