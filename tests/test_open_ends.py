from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.book.encounters import Promise
from vaultkit.book.open_ends import Closing, keep, unanswered
from vaultkit.book.people import PersonId, Said
from vaultkit.book.topics import topic_id
from vaultkit.problems import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2026, 5, 1)
PEOPLE = st.sampled_from([PersonId("ada"), PersonId("bo")])
TEXTS = st.sampled_from(["a map", "maps of the coast", "a recipe", "", "the flat"])
DAYS = st.none() | st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))
PROMISES = st.lists(st.tuples(DAYS, PEOPLE, TEXTS), max_size=6)


def promises(said: Sequence[tuple[date | None, PersonId, str]]) -> list[Promise]:
    return [
        Promise(date=day, people=(person,), text=text, origin=Origin("log.md", line))
        for line, (day, person, text) in enumerate(said, start=1)
    ]


def closings(said: Sequence[tuple[date | None, PersonId, str]]) -> list[Closing]:
    return [
        Closing(day or date.max, Origin("log.md", line), (person,), text)
        for line, (day, person, text) in enumerate(said, start=1)
    ]


@given(PROMISES, PROMISES)
def test_a_line_keeps_one_promise_to_the_same_person_made_by_then(
    made: list[tuple[date | None, PersonId, str]],
    kept: list[tuple[date | None, PersonId, str]],
) -> None:
    left = keep(promises(made), closings(kept), "english")
    assert len(left) == len(made)
    done = [promise for promise in left if promise.kept]
    assert len(done) <= len(kept)
    for promise in done:
        assert promise.kept
        assert promise.kept >= (promise.date or date.min)
        assert promise.people[0] in {person for _, person, _ in kept}


@given(PROMISES)
def test_without_kept_everything_is_open_oldest_first(
    made: list[tuple[date | None, PersonId, str]],
) -> None:
    left = keep(promises(made), [], "english")
    assert all(promise.kept is None for promise in left)
    days = [promise.date or date.min for promise in left]
    assert days == sorted(days)


def test_shared_words_decide_then_age() -> None:
    made = [
        (DAY, PersonId("ada"), "a map of the coast"),
        (DAY, PersonId("ada"), "soup"),
    ]
    for words, kept in {"the maps": [0], "soup, at last": [1], "it": [0]}.items():
        left = keep(
            promises(made), closings([(DAY, PersonId("ada"), words)]), "english"
        )
        assert [n for n, promise in enumerate(left) if promise.kept] == kept


def need(text: str, since: date | None = None) -> Said:
    return Said(text, topic_id(text), Origin("People/Ada.md"), since)


def test_one_open_need_is_closed_by_any_answer_several_only_by_their_words() -> None:
    answer = closings([(DAY, PersonId("ada"), "somebody from the co-op")])
    assert unanswered([need("a bookkeeper")], answer, "english") == ()
    two = [need("a bookkeeper"), need("old maps")]
    assert unanswered(two, answer, "english") == tuple(two)


def test_an_answer_closes_nothing_that_came_later() -> None:
    later = [need("a flat", DAY + timedelta(days=1))]
    answer = closings([(DAY, PersonId("ada"), "a flat")])
    assert unanswered(later, answer, "english") == tuple(later)
