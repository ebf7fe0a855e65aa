"""What is said of somebody with whom no contact is noted: that, and nothing more."""

from __future__ import annotations

import re

from tests.whole import Vault

STORY = """
--- Me.md
type: me
needs: [tax advice]
learning: [bees]
--- People/Bo Reed.md
type: person
circle: inner
knows: "[[Ada Moss]]"
needs: a bookkeeper
--- People/Ada Moss.md
type: person
offers: [tax advice, bees, a bookkeeper]
--- People/Cy Hall.md
type: person
needs: tax advice
--- Tea.md
type: event
date: 2026-11-22
people: ["[[Ada Moss]]"]
"""
NOTED = {
    "This week": "[[Ada Moss]], no contact noted yet.",
    "Events and people": "Somebody with no contact noted yet:",
    "Who could help whom": "No contact with [[Ada Moss]] is noted yet",
    "Give and ask": "offers **tax advice**; no contact noted yet.",
    "Learning from people": "No contact noted yet. The way there: [[Bo Reed]]",
}
CLAIMED = re.compile(r"not met|do not know|not been in touch")


def test_of_whom_no_contact_is_noted_pages_say_just_that() -> None:
    pages = Vault.of(STORY).pages
    for page, words in NOTED.items():
        assert words in pages[f"Network/{page}.md"]
    assert not [path for path, text in pages.items() if CLAIMED.search(text)]


def test_whom_nothing_joins_is_not_said_to_be_unknown() -> None:
    apart = STORY.replace('knows: "[[Ada Moss]]"', "place: Ulm")
    pages = Vault.of(apart.replace("circle: inner", "vouch: tax advice")).pages
    assert "because no contact with [[" in pages["Network/Who could help whom.md"]
    assert "and no way there." in pages["Network/Learning from people.md"]
    assert not [path for path, text in pages.items() if CLAIMED.search(text)]
