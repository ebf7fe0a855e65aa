"""People I know: everyone by name."""

from __future__ import annotations

from datetime import date

from tests.whole import TODAY, Vault
from vaultkit.dates import Day
from vaultkit.insights import people
from vaultkit.problems import Origin
from vaultkit.settings import DEFAULTS

STORY = """
    --- Me.md
    type: me
    --- People/Bo.md
    circle: close
    met: 2024-05
    met_at: "[[Fair 2024]]"
    introduced_by: "[[Ana]]"
    last_contact: 2026-10-01
    --- People/Ana.md

    - 2026-01-03 coffee: hives
    - 2026-02-03 coffee: swarms
    --- People/Cy.md
    season: ended
    --- Fair 2024.md
    type: event
"""


def test_everyone_by_name_and_ended_seasons_apart() -> None:
    found = people.find(Vault.of(STORY).network, DEFAULTS, TODAY)
    assert [one.person for one in found.people] == ["People/Ana.md", "People/Bo.md"]
    assert [one.person for one in found.ended] == ["People/Cy.md"]


def test_how_we_met_and_when_we_last_did() -> None:
    ana, bo = people.find(Vault.of(STORY).network, DEFAULTS, TODAY).people
    assert ana.met is None  # the first line of a log is no day of meeting
    assert (ana.last, ana.last_from) == (date(2026, 2, 3), Origin("People/Ana.md", 3))
    assert bo.met == Day(date(2024, 5, 1), "month")
    assert (bo.met_at, bo.met_at_path) == ("Fair 2024", "Fair 2024.md")
    assert (bo.circle, bo.through) == ("close", ("People/Ana.md",))
    assert (bo.last, bo.last_from) == (date(2026, 10, 1), Origin("People/Bo.md", 6))


def test_a_vault_of_nobody_but_me_has_nothing_to_say() -> None:
    vault = Vault.of("--- Me.md\ntype: me\n")
    assert people.find(vault.network, DEFAULTS, TODAY).empty
