"""Open ends: promises until they are kept, needs until something was found."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from vaultkit.book.topics import stems
from vaultkit.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.book.encounters import Promise
    from vaultkit.book.people import PersonId, Said
    from vaultkit.book.topics import TopicId
    from vaultkit.problems import Origin


_MOST: Final = 100
"""Of one person as many open needs, or promises, may be meant by one line."""


class Closing(Frozen, frozen=True, order=True):
    """A line that closes something: `kept:`, `found:`, `helped:`.

    Attributes:
        day: Its day; an undated one closes whatever is open.
        origin: Where it stands.
        people: For whom.
        text: What, in the user's words; it decides which of several is meant.
        perhaps: For whom else it may be, where none of `people` has such a thing open.
    """

    day: date
    origin: Origin
    people: tuple[PersonId, ...]
    text: str
    perhaps: tuple[PersonId, ...] = ()

    @property
    def everybody(self) -> tuple[PersonId, ...]:
        """For whom it is or may be."""
        return (*self.people, *self.perhaps)


def joined(
    closings: Iterable[Closing], people: Iterable[PersonId]
) -> tuple[list[Closing], set[PersonId]]:
    """Return the closings that are about people, with everybody whom they join.

    One line may answer the needs of several: what it closes can only be told of all of
    them together.
    """
    found: list[Closing] = []
    everybody, rest = {*people}, [*closings]
    while more := [one for one in rest if not everybody.isdisjoint(one.everybody)]:
        found += more
        everybody.update(*(one.everybody for one in more))
        rest = [one for one in rest if one not in more]
    return found, everybody


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
        )[:_MOST]
        if several:
            said = {n: ordered[n].text for n in several}
            nearest = _nearest(closing.text, said, language)
            n = several[0] if nearest is None else nearest
            ordered[n] = replace(ordered[n], kept=_kept(ordered[n], closing))
    return tuple(ordered)


def _kept(promise: Promise, closing: Closing) -> date:
    return promise.date or closing.day if closing.day == date.max else closing.day


def unanswered(
    needs: Mapping[PersonId, Sequence[Said]],
    answers: Iterable[Closing],
    language: str,
) -> dict[PersonId, tuple[Said, ...]]:
    """Return by person the needs that no `found:` or `helped:` has closed.

    A line closes the needs that share most words with it, one of each person it is for;
    where no words are shared, the need of who has only one. Who is only perhaps meant
    counts where nobody else has such a need, and where it can be just one of them.

    Args:
        needs: Of everybody whom an answer may be for.
        answers: In any order.
        language: Of the words, for their stems.
    """
    still = {person: list(said) for person, said in needs.items()}
    for closing in sorted(answers):
        for person, topic in _answered(still, closing, language).items():
            still[person][:_MOST] = [
                need
                for need in still[person][:_MOST]
                if need.topic != topic or _begun(need.since) > closing.day
            ]
    return {person: tuple(said) for person, said in still.items()}


def _answered(
    needs: Mapping[PersonId, Sequence[Said]], closing: Closing, language: str
) -> dict[PersonId, TopicId]:
    """Return whose needs a line answers, and which."""
    begun = {
        person: [
            need
            for need in needs.get(person, ())[:_MOST]
            if _begun(need.since) <= closing.day
        ]
        for person in closing.everybody
    }

    def by_words(said: Sequence[Said]) -> TopicId | None:
        texts = {n: need.text for n, need in enumerate(said)}
        nearest = _nearest(closing.text, texts, language) if texts else None
        return None if nearest is None else said[nearest].topic

    def alone(said: Sequence[Said]) -> TopicId | None:
        topics = {need.topic for need in said}
        return topics.pop() if len(topics) == 1 else None

    for fits in (by_words, alone):
        for people in (closing.people, closing.perhaps):
            asked = {person: fits(begun[person]) for person in people}
            found = {person: topic for person, topic in asked.items() if topic}
            if found:
                sure = people is closing.people or len(found) == 1
                return found if sure else {}
    return {}


def _nearest(text: str, several: Mapping[int, str], language: str) -> int | None:
    """Return which of several shares most words with a text, the first of equals."""
    words = stems(text, language)
    shared = {n: len(words & stems(said, language)) for n, said in several.items()}
    most = max(shared.values())
    return next(n for n in shared if shared[n] == most) if most else None


def _begun(day: date | None) -> date:
    return day or date.min
