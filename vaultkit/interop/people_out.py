"""People out: everybody the notes may tell of, as cards or as a table.

Whatever is written here is read back by the importers as the same people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.interop import content, outgoing, table
from vaultkit.interop.incoming import LISTS
from vaultkit.interop.vcard import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.interop.outgoing import Outgoing
    from vaultkit.toolkit.kinds import Asked

_SEVERAL: Final = re.compile(r"[,;]")
_DAY: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{2}-[0-9]{2})")


def csv(asked: Asked, /) -> str:
    """Return everybody but me as CSV, a column for each property of a person.

    Several values stand in one cell: `bees; old maps`. A cell that a spreadsheet would
    take for a formula has a `'` in front.
    """
    rows = (
        [
            one.name,
            *(_cell(name, one.properties.get(name, ())) for name in outgoing.ORDER),
        ]
        for one in outgoing.people(asked.network, asked.today)
    )
    return table.written(["name", *outgoing.ORDER], rows)


def _cell(name: str, words: tuple[str, ...]) -> str:
    return table.listed(words) if name in LISTS else ", ".join(words)


def vcard(asked: Asked, /) -> str:
    """Return everybody but me as cards of version 3.0, which every program reads.

    What a card has no place for is kept in properties that begin with `X-VAULTKIT-`.
    """
    people = outgoing.people(asked.network, asked.today)
    return content.written(line for one in people for line in _card(one))


def _card(one: Outgoing) -> Iterator[str]:
    given, _, family = one.name.rpartition(" ")
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"UID:{content.identifier('person', one.id)}"
    yield f"FN:{content.value(one.name)}"
    yield (
        f"N:{content.value(family)};{content.value(given)};;;"
        if given
        else f"N:;{content.value(family)};;;"
    )
    for name, words in one.properties.items():
        yield from _lines(name, words)
    yield "END:VCARD"


def _lines(name: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a card that tell a property."""
    whole = ", ".join(words)
    day = _DAY.fullmatch(whole) if name == "birthday" else None
    if name == "aliases":
        yield f"NICKNAME:{','.join(map(content.value, words))}"
    elif name in {"email", "phone"}:
        kind = "EMAIL" if name == "email" else "TEL"
        parts = (part.strip() for part in _SEVERAL.split(whole))
        yield from (f"{kind}:{content.value(part)}" for part in parts if part)
    elif name == "org":
        yield f"ORG:{content.value(whole)}"
    elif name == "role":
        yield f"TITLE:{content.value(whole)}"
    elif name == "place":
        yield f"ADR:;;;{content.value(whole)};;;"
    elif day:
        yield f"BDAY:{day[1] or '-'}-{day[2]}"
    else:
        own = OWN + name.upper().replace("_", "-")
        yield f"{own}:{','.join(map(content.value, words))}"
