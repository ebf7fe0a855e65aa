"""What is off is off, and what is left is what it was."""

from __future__ import annotations

from tests.whole import Vault
from vaultkit import build
from vaultkit.choices import PAGE_NAMES
from vaultkit.frozen import replace
from vaultkit.settings import FILE, read
from vaultkit.snapshot import VaultPath

HOME = VaultPath("Network/This week.md")

A_LIFE = """
    --- Me.md
    type: me
    interests: [bees]
    needs: [a bookkeeper]
    --- People/Ana.md
    cadence: 1 week
    last_contact: 2026-01-01
    interests: [bees]
    needs: [a carpenter]
    --- People/Bo.md
    offers: [carpenter]
    circle: close
    --- 2026-10-01.md
    - coffee: [[Bo]] is building a boat
    - learned: [[Ana]] how bees find home
    - came: [[Bo]] a flat
    - card: [[Cleo]]
    """


def test_all_off_is_an_empty_kit_and_one_by_one_is_all_at_once() -> None:
    given = Vault.of(A_LIFE)
    whole = given.build
    made = whole
    for count in range(len(PAGE_NAMES) + 1):
        off = tuple(PAGE_NAMES)[count:]
        settings = replace(given.settings, pages_off=off)
        made = build.rebuild(made, given.snapshot, settings, given.today)
        assert made.pages == build.build(given.snapshot, settings, given.today).pages
        assert made.people == whole.people
        there = {f"Network/{PAGE_NAMES[name]}.md" for name in PAGE_NAMES} - {
            f"Network/{PAGE_NAMES[name]}.md" for name in off
        }
        assert made.pages.keys() == whole.pages.keys() & there
        for path in made.pages.keys() - {"Network/This week.md"}:
            assert made.pages[path] == whole.pages[path], path
    assert made.pages == whole.pages
    assert len(whole.pages) > 6


def test_an_insight_that_is_off_is_on_no_page() -> None:
    given = Vault.of(A_LIFE)
    quiet = "quiet since"
    assert quiet in given.pages[HOME]
    without = Vault.of(
        A_LIFE + '\n    --- vaultkit.toml\n    insights_off = ["reconnect", "help"]\n'
    )
    assert "Network/Reconnect.md" in given.pages
    assert "Network/Reconnect.md" not in without.pages
    assert "Network/Who could help whom.md" not in without.pages
    assert quiet not in without.pages[HOME]


def test_switches_are_read_and_misspelt_ones_are_told() -> None:
    text = b"""
insights_off = ["help"]
commands_off = ["who"]
plugins_off = ["reading-list"]
plugin_names = { reading-list = "Books", in-town = "Near" }
"""
    settings, problems = read({FILE: text})
    assert problems == ()
    assert settings.insights_off == ("help",)
    assert settings.commands_off == ("who",)
    assert settings.plugins_off == ("reading-list",)
    assert settings.plugin_names == {"reading-list": "Books", "in-town": "Near"}
    wrong = b"""
insights_off = ["hlep"]
commands_off = ["whoo"]
plugins_off = ["../x"]
plugin_names = { a = "../x" }
"""
    settings, problems = read({FILE: wrong})
    assert len(problems) == 4
    assert {one.code for one in problems} == {"settings-value"}
    assert settings.plugin_names == {}
