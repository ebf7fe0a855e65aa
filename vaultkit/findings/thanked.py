"""Thanked: when somebody was last given something, or thanks were noted."""

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


def last_thanked(network: Network, person: PersonId, today: date) -> date | None:
    """Return the last day on which something was given to somebody, or thanks noted.

    A kindness without a day counts as one of today, and what may not be read may have
    been thanks.
    """
    hidden = network.book.people[person].withheld
    given = [hidden.words] if hidden and hidden.words else []
    given += [
        one.date or today
        for one in network.kindnesses_of.get(person, ())
        if one.direction == "gave" and (one.date is None or one.date <= today)
    ]
    met = network.encounters(person, today)
    # One text for all of them: a few quick searches instead of many.
    texts = "\n".join([one.text for one in met]).lower()
    if any(map(texts.__contains__, THANKED)):
        given += [one.date for one in met if _is_thanks(one.text)]
    return max(given, default=None)


def _is_thanks(text: str) -> bool:
    return any(map(text.lower().__contains__, THANKED))
