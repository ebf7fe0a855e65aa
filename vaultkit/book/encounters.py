"""Encounters, and what passed between people: the values a log line becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from vaultkit.frozen import Frozen
from vaultkit.names import fold
from vaultkit.notes.contact import meeting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.problems import Origin


class Encounter(Frozen, frozen=True):
    """A day on which I was in touch with people.

    Attributes:
        date: The day.
        people: Who was there, in the order named; never me. Several met each other.
        kind: A key of `contact.CONTACT`, a word of `PASSED`, `FACTS` or `NAMED`, or
            one of the user's own contact words: `coffee`, `gave`, `event`, ....
        text: What the note says about it, in the user's words, without the names
            that open the line.
        origin: Where it stands.
        reached_out: Who wrote or called first, where the line says so.
    """

    date: date
    people: tuple[PersonId, ...]
    kind: str
    origin: Origin
    text: str = ""
    reached_out: Literal["", "me", "them"] = ""


class Kindness(Frozen, frozen=True):
    """Something given, and which way: `gave:` by me, `got:` by me."""

    date: date | None
    people: tuple[PersonId, ...]
    direction: Literal["gave", "got"]
    text: str
    origin: Origin


class Promise(Frozen, frozen=True):
    """Something I promised; open until `kept` is a day."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin
    kept: dt.date | None = None


class Lesson(Frozen, frozen=True):
    """Something they taught me."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


class Ask(Frozen, frozen=True):
    """Something I asked of them."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


class Card(Frozen, frozen=True):
    """A card that changed hands."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


class Came(Frozen, frozen=True):
    """Something good that came, and through whom."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


class NotNow(Frozen, frozen=True):
    """A name that is to rest a while; not contact."""

    date: date | None
    people: tuple[PersonId, ...]
    text: str
    origin: Origin


# --- the words that open a log line --------------------------------------------------

PASSED: Final = ("gave", "got", "promised", "kept", "learned", "asked")
"""Words that record something that passed between us, and so are contact as well."""

FACTS: Final = ("needs", "offers", "likes", "found", "helped", "came")
"""Words that record something about somebody; as much contact as a bare mention."""

SILENT: Final = ("card", "not now")
"""Words that are not contact: a card without a conversation, a name that rests."""

RECORDS: Final = frozenset((*PASSED, *FACTS, *SILENT))
"""All of these."""

INTENT: Final = "(to do)"
"""What a line says that opens with `TODO:` or `plan:`: nothing that happened."""

NAMED: Final = ("event", "meeting", "stated", "noted", "mention")
"""Kinds of encounter that no word makes.

A note about an event or a meeting; what `last_contact` states; a dated line in
somebody's own note; a line that only links them.
"""


COMPANY: Final = 8
"""How many people one encounter may name for them to have met each other."""

APART: Final = frozenset({"event", "mention", "stated"})
"""Encounters that do not say that those they name met each other."""


class Word(Frozen, frozen=True):
    """What the first word of a line says.

    Attributes:
        kind: The kind of contact, one of the words above, or "" if it says nothing.
        contact: Whether the line is contact by its word alone.
        reached_out: Who reached out, for `i wrote` and `they wrote`.
        own: The kind of contact that a dated line with it in somebody's own note is,
            or "" where there is more to it.
    """

    kind: str
    contact: bool = False
    reached_out: Literal["", "me", "them"] = ""
    own: str = ""


_NOTHING: Final = Word("")
_NO_WORD: Final = Word("", own="noted")
_INTENDED: Final = frozenset({"todo", "to do", "plan", "plans", "planned"})
_SAME: Final = {
    "give": "gave",
    "given": "gave",
    "received": "got",
    "promise": "promised",
    "learnt": "learned",
    "taught me": "learned",
    "ask": "asked",
    "need": "needs",
    "looking for": "needs",
    "offer": "offers",
    "can help with": "offers",
    "like": "likes",
    "loves": "likes",
    "interested in": "likes",
    "business card": "card",
    "came through": "came",
    "not-now": "not now",
    "notnow": "not now",
    "later": "not now",
}


class Words(dict[str, Word]):
    """What the folded first words of lines say; what was asked once is remembered."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        """Know the words of this module, and `more` that mean contact, as typed."""
        super().__init__({"": _NO_WORD})
        self._more = frozenset(map(fold, more))

    def __missing__(self, said: str) -> Word:
        self[said] = found = self._read(said)
        return found

    def _read(self, said: str) -> Word:
        name = said.strip().removesuffix(" with").removesuffix(" mit")
        name = _SAME.get(name, name)
        if name in RECORDS:
            return Word(name, contact=name in PASSED or name in self._more)
        if name in self._more:
            return Word(name, contact=True, own=name)
        if name.replace("-", " ") in _INTENDED:
            return Word(INTENT)
        kind, who = meeting(name)
        return Word(kind, contact=True, reached_out=who, own=kind) if kind else _NOTHING
