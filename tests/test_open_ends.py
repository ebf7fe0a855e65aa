from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
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


def left(said: list[Said], answers: list[Closing]) -> tuple[Said, ...]:
    return unanswered({PersonId("ada"): said}, answers, "english")[PersonId("ada")]


def test_one_open_need_is_closed_by_any_answer_several_only_by_their_words() -> None:
    answer = closings([(DAY, PersonId("ada"), "somebody from the co-op")])
    assert left([need("a bookkeeper")], answer) == ()
    two = [need("a bookkeeper"), need("old maps")]
    assert left(two, answer) == tuple(two)


def test_an_answer_closes_nothing_that_came_later() -> None:
    later = [need("a flat", DAY + timedelta(days=1))]
    answer = closings([(DAY, PersonId("ada"), "a flat")])
    assert left(later, answer) == tuple(later)


@pytest.mark.parametrize(
    ("people", "perhaps", "text", "closed"),
    [
        ("ada bo", "", "with the flat", "ada bo"),  # both look for one
        ("cy bo", "", "with the flat", "bo"),  # and not the boat of the other
        ("cy", "bo", "with the flat", "bo"),  # words decide before who stands first
        ("cy", "bo", "at last", "cy"),
        ("dee", "bo", "at last", "bo"),  # the only one who looks for anything
        ("dee", "ada bo", "with the flat", ""),  # it may be either
        ("dee", "", "with the flat", ""),
    ],
)
def test_whose_need_a_line_answers(
    people: str, perhaps: str, text: str, closed: str
) -> None:
    needs = {
        PersonId("ada"): [need("a flat"), need("maps")],
        PersonId("bo"): [need("a flat")],
        PersonId("cy"): [need("a boat")],
    }
    line = Closing(DAY, Origin("log.md"), ids(people), text, ids(perhaps))
    left = unanswered(needs, [line], "english")
    assert [one for one in needs if len(left[one]) < len(needs[one])] == [*ids(closed)]


def ids(names: str) -> tuple[PersonId, ...]:
    return tuple(map(PersonId, names.split()))
