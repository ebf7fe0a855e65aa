"""Thanked: whether a word of thanks to somebody, or a gift, is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.network.network import Network

THANKED: Final = (
    *("thank", "grateful", "gratitude", "danke", "dankbar", "bedankt", "merci"),
    *("gracias", "grazie", "obrigad", "dziękuj", "tusen takk", "kiitos"),
)
"""What a word of thanks begins with, in some languages, in lower case."""


def thanked(network: Network, person: PersonId, since: date, today: date) -> bool:
    """Return whether something was given to somebody since a day, or thanks noted."""
    given = any(
        one.direction == "gave" and (one.date is None or since <= one.date <= today)
        for one in network.kindnesses_of.get(person, ())
    )
    if given:
        return True
    # One text for all of them: a few quick searches instead of many.
    met = network.encounters(person, today)
    texts = "\n".join([one.text for one in met if one.date >= since]).lower()
    return any(word in texts for word in THANKED)
