"""Contact: the words that say two people met, spoke or wrote."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTACT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coffee": "coffee cafe café kaffee",
        "tea": "tea tee thé",
        "breakfast": "breakfast brunch",
        "lunch": "lunch mittagessen déjeuner almuerzo",
        "dinner": "dinner supper abendessen dîner cena",
        "drinks": "drinks drink beer wine pub",
        "walk": "walk walked hike spaziergang promenade paseo",
        "call": "call called phone phoned phone_call rang anruf telefonat appel",
        "video": "video zoom facetime skype video_call",
        "letter": "letter postcard brief lettre carta",
        "email": "email e-mail emailed mail mailed",
        "message": "message messaged text texted dm nachricht mensaje",
        "chat": "chat chatted",
        "wrote": "wrote write written replied answered schrieb",
        "talked": "talked talk spoke catch-up catchup gespräch",
        "met": "met meet met_up getroffen treffen",
        "saw": "saw seen bumped_into ran_into",
        "visit": "visit visited stayed besuch visite visita",
        "party": "party celebration wedding",
        "meeting": "meeting met_with conference workshop",
        "together": "worked_with cooked played trip concert museum game",
    }
)
"""Kinds of contact, each with the first words that mean it (`_` is a space)."""

_KINDS: Final = {
    word.replace("_", " "): kind
    for kind, words in CONTACT.items()
    for word in words.split()
}
_FIRST: Final[Mapping[str, Literal["me", "them"]]] = {
    "i": "me",
    "ich": "me",
    "they": "them",
    "she": "them",
    "he": "them",
    "sie": "them",
    "er": "them",
}


def meeting(words: str) -> tuple[str, Literal["", "me", "them"]]:
    """Return the kind of contact that folded words mean, and who reached out.

    "they wrote" is ("wrote", "them"); what means no contact is ("", "").
    """
    first, _, rest = words.partition(" ")
    who = _FIRST.get(first)
    kind = _KINDS.get(rest if who else words.replace("-", " ")) or _KINDS.get(words)
    return (kind, who or "") if kind else ("", "")
