"""A last contact known by its month is told as that month, wherever it is told.

Days are counted from its first.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.test_cli import built, says
from tests.whole import Vault, texts
from vaultkit.book.people import PersonId
from vaultkit.dates import Day, first, iso
from vaultkit.findings.reasons import last_contact
from vaultkit.findings.silence import silence
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path


MAY = Day(date(2024, 5, 1), "month")
ADA = PersonId("People/Ada.md")
TODAY = date(2026, 11, 21)
STORY = """
--- Me.md
type: me
interests: bees
needs: [a lathe]
--- People/Ada.md
type: person
last_contact: 2024-05
cadence: 6 weeks
interests: bees
offers: [a lathe]
--- People/Bo.md
type: person
last_contact: 2024-05
season: resting
needs: [a lathe]
"""


def test_wherever_it_is_told_it_is_told_as_the_month(tmp_path: Path) -> None:
    for path, text in texts(STORY).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    built(tmp_path)
    on_pages = {
        path.name: path.read_text("utf-8")
        for path in (tmp_path / "Network").rglob("*.md")
    }
    day = ("--today", str(TODAY))
    said = {
        "people": on_pages["People I know.md"],
        "reconnect": on_pages["Reconnect.md"],
        "give and ask": on_pages["Give and ask.md"],
        "person": says(tmp_path, "person", "Ada", *day),
        "why": says(tmp_path, "why", "Ada", *day),
        "recall": says(tmp_path, "recall", "may 2024", *day),
        "who": says(tmp_path, "who", "a lathe", *day),
    }
    for where, text in said.items():
        assert "May 2024" in text, where
    in_data = {
        "person": says(tmp_path, "person", "Ada", "--json", *day),
        "why": says(tmp_path, "why", "Ada", "--json", *day),
        "who": says(tmp_path, "who", "a lathe", "--json", *day),
        "inspect": says(tmp_path, "inspect", "--json", *day),
        "csv": says(tmp_path, "export", "csv", *day),
        "vcard": says(tmp_path, "export", "vcard", *day),
    }
    for where, text in in_data.items():
        assert '"2024-05"' in text or "CONTACT:2024-05\n" in text, where
    for where, text in (said | on_pages).items():
        assert "1 May 2024" not in text, where
    alone = [text for where, text in in_data.items() if where != "inspect"]
    assert "2024-05-01" not in "".join(alone)


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("", MAY),
        ("- 2024-04-30 coffee: bees\n", MAY),
        ("- 2024-05-01 coffee: bees\n- 2024-05-20 coffee: bees\n", date(2024, 5, 20)),
    ],
)
def test_what_is_logged_later_is_told_instead(log: str, told: Day | date) -> None:
    given = Vault.of(f"--- People/Ada.md\nlast_contact: 2024-05\n---\n{log}")
    found = last_contact(given.network, ADA, TODAY)
    assert found is not None
    assert found.date == told


def test_days_are_counted_from_its_first() -> None:
    given = Vault.of(STORY)
    found = silence(given.network, ADA, DEFAULTS, TODAY)
    assert found is not None
    assert (found.since, found.due) == (MAY, date(2024, 6, 13))
    assert silence(given.network, ADA, DEFAULTS, date(2024, 5, 2)) is None
    assert [first(MAY), first(TODAY)] == [MAY.date, TODAY]
    assert [iso(MAY), iso(TODAY)] == ["2024-05", "2026-11-21"]


def test_a_month_still_to_come_is_named_as_it_is() -> None:
    made = Vault.of("--- People/Ada.md\nlast_contact: 2027-05\n")
    (problem,) = made.build.problems
    assert "is 2027-05, a day still to come" in problem.message
