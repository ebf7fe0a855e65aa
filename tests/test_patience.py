"""When the daemon looks: by what was heard and when, without waiting for any of it."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.daemon.hints import hint
from vaultkit.daemon.patience import EVERYTHING, Agenda, Pace, backed_off

PACE = Pace()
IDLE = Agenda(walk=1000.0)
ADA, ALL = frozenset({"Ada.md"}), frozenset({EVERYTHING})


def test_it_waits_until_it_is_quiet() -> None:
    agenda = IDLE.heard(ADA, 10.0)
    assert agenda.due(PACE) == pytest.approx(10.3)
    assert agenda.heard(ADA, 10.2).due(PACE) == pytest.approx(10.5)


def test_it_waits_three_seconds_at_most() -> None:
    agenda = IDLE
    for tenth in range(40):
        agenda = agenda.heard(ADA, 10 + tenth / 10)
    assert agenda.due(PACE) == pytest.approx(13.0)


def test_nothing_heard_is_nothing_due() -> None:
    assert IDLE.heard(frozenset(), 5.0) == IDLE
    assert IDLE.due(PACE) == 1000.0


def test_it_looks_at_what_was_heard_and_at_all_when_that_is_due() -> None:
    agenda = IDLE.heard(ADA, 10.0)
    assert agenda.wanted(10.3, PACE) == ADA
    assert IDLE.wanted(1000.0, PACE) == ALL
    assert IDLE.heard(ALL, 10.1).wanted(10.4, PACE) == ALL


def test_what_was_just_saved_comes_before_everything_but_not_for_ever() -> None:
    agenda = IDLE.heard(ADA, 999.9)
    assert agenda.due(PACE) == pytest.approx(1000.2)
    assert agenda.wanted(1000.2, PACE) == ADA
    after = agenda.after(ADA, 1000.3, PACE, PACE.walk)
    assert (after.due(PACE), after.wanted(1000.3, PACE)) == (1000.0, ALL)
    typing = after.heard(ADA, 1009.8).heard(ADA, 1009.9)
    assert typing.due(PACE) == 1010.0
    assert not typing.is_late(1009.9, PACE)
    assert typing.is_late(1010.0, PACE)
    assert typing.wanted(1010.1, PACE) == ALL


def test_what_was_saved_comes_before_what_asks_for_everything() -> None:
    agenda = IDLE.heard(ALL, 10.0).heard(ADA, 10.1)
    assert agenda.wanted(10.4, PACE) == ADA
    after = agenda.after(ADA, 10.5, PACE, PACE.walk)
    assert (after.due(PACE), after.wanted(10.5, PACE)) == (10.0, ALL)
    assert IDLE.asked(10.0).heard(ADA, 11.0).wanted(11.3, PACE) == ADA
    assert IDLE.asked(10.0).asked(12.0).due(PACE) == 10.0


def test_a_look_that_was_given_up_is_due_since_it_was_first_asked_for() -> None:
    for agenda in (IDLE.heard(ALL, 10.0), IDLE.asked(10.0)):
        given_up = agenda.given_up()
        assert given_up.wanted(10.5, PACE) == ALL
        assert given_up.heard(ADA, 11.0).given_up().walk == 10.0
        assert given_up.heard(ADA, 19.9).due(PACE) == 20.0
    undone = Agenda(again=12.0, undone=ADA)
    assert undone.given_up() == undone


def test_it_looks_at_everything_soon_after_a_save() -> None:
    after = IDLE.heard(ADA, 10.0).after(ADA, 10.4, PACE, PACE.walk)
    assert after.due(PACE) == pytest.approx(12.9)
    again = after.heard(ADA, 11.0).after(ADA, 11.4, PACE, PACE.walk)
    assert again.walk == after.walk, "typing does not put it off for ever"


def test_it_looks_every_quarter_of_an_hour() -> None:
    after = IDLE.after(ALL, 1000.0, PACE, PACE.walk)
    assert after.due(PACE) == 1900.0


def test_what_was_left_undone_is_looked_at_again() -> None:
    after = IDLE.after(ADA, 10.0, PACE, PACE.walk, 12.0, ADA)
    assert after.due(PACE) == 12.0
    assert after.wanted(12.0, PACE) == ADA
    assert after.heard(frozenset({"Bo.md"}), 11.0).wanted(11.3, PACE) == {"Bo.md"}


def test_retries_come_ever_later() -> None:
    waits = [backed_off(PACE, failures) for failures in range(1, 40)]
    assert waits[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(waits) == waits[-1] == 300.0


@given(st.lists(st.floats(0, 5), max_size=30))
def test_a_hint_is_looked_at_within_the_ceiling(gaps: list[float]) -> None:
    now, agenda, heard = 0.0, Agenda(walk=inf), inf
    for gap in gaps:
        if agenda.due(PACE) <= now + gap:
            agenda = agenda.after(ADA, agenda.due(PACE), PACE, inf)
            heard = inf
        now += gap
        agenda, heard = agenda.heard(ADA, now), min(heard, now)
        assert agenda.due(PACE) <= max(heard + PACE.ceiling, agenda.walk)


@pytest.mark.parametrize(
    ("path", "folder", "asks"),
    [
        ("/v/People/Ana.md", False, "People/Ana.md"),
        ("/v/People", True, EVERYTHING),
        ("/v", True, EVERYTHING),
        ("/v/.git", True, None),
        ("/v/.git/objects", True, None),
        ("/v/.git/Ana.md", False, None),
        ("/v/.obsidian", True, EVERYTHING),
        ("/v/.obsidian/app.json", False, ".obsidian/app.json"),
        ("/v/.obsidian/workspace.json", False, None),
        ("/v/vaultkit.toml", False, "vaultkit.toml"),
        ("/v/People/.Ana.md.icloud", False, "People/Ana.md"),
        ("/v/People/Ana.md~", False, None),
        ("/v/4913", False, None),
        ("/v/.vaultkit-cookie-1.tmp", False, ".vaultkit-cookie-1.tmp"),
        ("/v/Network/.vaultkit-12.tmp", False, None),
    ],
)
def test_what_is_heard_asks_to_look_at(
    path: str, asks: str | None, *, folder: bool
) -> None:
    """A folder that moved says nothing of the files in it: all is looked at."""
    assert hint("/v", path, folder=folder) == asks
