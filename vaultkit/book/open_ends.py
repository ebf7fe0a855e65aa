"""Open ends: promises until they are kept, needs until something was found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vaultkit.book.topics import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.book.encounters import Promise
    from vaultkit.book.people import PersonId, Said
    from vaultkit.problems import Origin


@dataclass(frozen=True, slots=True, order=True)
class Closing:
    """A line that closes something: `kept:`, `found:`, `helped:`.

    Attributes:
        day: Its day; an undated one closes whatever is open.
        origin: Where it stands.
        people: For whom.
        text: What, in the user's words; it decides which of several is meant.
    """

    day: date
    origin: Origin
    people: tuple[PersonId, ...]
    text: str


def keep(
    promises: Iterable[Promise], kept: Iterable[Closing], language: str
) -> tuple[Promise, ...]:
    """Return the promises with the day they were kept, oldest first.

    A `kept:` closes the promise to the same person that shares most words with it, of
    equals the oldest; one without shared words closes the oldest.
    """
    ordered = sorted(
        promises, key=lambda promise: (_begun(promise.date), promise.origin)
    )
    open_to: defaultdict[PersonId, list[int]] = defaultdict(list)
    for n, promise in enumerate(ordered):
        if promise.kept is None:
            for person in promise.people:
                open_to[person].append(n)
    for closing in sorted(kept):
        several = sorted(
            {
                n
                for person in closing.people
                for n in open_to.get(person, ())
                if ordered[n].kept is None and _begun(ordered[n].date) <= closing.day
            }
        )
        if several:
            said = {n: ordered[n].text for n in several}
            nearest = _nearest(closing.text, said, language)
            n = several[0] if nearest is None else nearest
            ordered[n] = ordered[n]._replace(kept=_kept(ordered[n], closing))
    return tuple(ordered)


def _kept(promise: Promise, closing: Closing) -> date:
    return promise.date or closing.day if closing.day == date.max else closing.day


def unanswered(
    needs: Sequence[Said], answers: Iterable[Closing], language: str
) -> tuple[Said, ...]:
    """Return the needs of one person that no `found:` or `helped:` has closed.

    With one need open the line closes that; with several, the one it shares most words
    with, and none where it shares no word.
    """
    still = list(needs)
    for closing in sorted(answers):
        several = [
            n for n, need in enumerate(still) if _begun(need.since) <= closing.day
        ]
        topics = {still[n].topic for n in several}
        if len(topics) > 1:
            said = {n: still[n].text for n in several}
            nearest = _nearest(closing.text, said, language)
            topics = set() if nearest is None else {still[nearest].topic}
        gone = {n for n in several if still[n].topic in topics}
        still = [need for n, need in enumerate(still) if n not in gone]
    return tuple(still)


def _nearest(text: str, several: Mapping[int, str], language: str) -> int | None:
    """Return which of several shares most words with a text, the first of equals."""
    words = stems(text, language)
    shared = {n: len(words & stems(said, language)) for n, said in several.items()}
    most = max(shared.values())
    return next(n for n in shared if shared[n] == most) if most else None


def _begun(day: date | None) -> date:
    return day or date.min
