"""What is said of somebody with whom no contact is noted: that, and nothing more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.test_cli import data, says
from tests.whole import Vault, texts

if TYPE_CHECKING:
    from pathlib import Path

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


def told(story: str) -> dict[str, str]:
    """Return the pages of a vault by their names."""
    made = Vault.of(story).pages
    return {path.removeprefix("Network/")[:-3]: made[path] for path in made}


def test_of_whom_no_contact_is_noted_pages_say_just_that() -> None:
    pages = told(STORY)
    for page, words in NOTED.items():
        assert words in pages[page]
    assert not [path for path, text in pages.items() if CLAIMED.search(text)]


def test_whom_nothing_joins_is_not_said_to_be_unknown() -> None:
    apart = STORY.replace('knows: "[[Ada Moss]]"', "place: Ulm")
    pages = told(apart.replace("circle: inner", "vouch: tax advice"))
    assert "because no contact with [[" in pages["Who could help whom"]
    assert "and no way there." in pages["Learning from people"]
    assert not [path for path, text in pages.items() if CLAIMED.search(text)]


ALONE = """
--- Me.md
type: me
needs: dentist
--- People/Ada Moss.md
type: person
role: dentist
"""


def test_who_offers_it_is_named_though_no_way_there_is_noted(tmp_path: Path) -> None:
    page = told(ALONE)["Give and ask"]
    there = "[[Ada Moss]] offers **dentist**; no contact noted yet, and no way there."
    assert f"{there} This is a guess from what they do." in page
    assert "Nobody here yet" not in page
    for path, text in texts(ALONE).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert says(tmp_path, "who", "dentist").splitlines() == [
        "Ada Moss offers dentist; that is a guess from what they do",
        "  no contact noted yet, and no way there",
    ]
    (way,) = data(tmp_path, "who", "dentist")["ways"]
    assert (way["name"], way["path"], way["through"]) == ("Ada Moss", [], None)
    cared = ALONE + "--- People/Bo Reed.md\ninterests: dentist\n\n- 2026-06-01 tea: x\n"
    page = told(cared)["Give and ask"]
    assert there in page
    assert "    - These care about it, and may know somebody:\n        - [[Bo R" in page


def quiet(line: str) -> str:
    """Return what Reconnect says of Ada Moss, who was last met by a line."""
    note = "--- People/Ada Moss.md\ntype: person\ncadence: 2 weeks\n"
    return told(f"{note}--- 2026-06-01.md\n- {line}\n")["Reconnect"]


def test_what_it_was_and_who_was_there_are_no_words() -> None:
    for line in (
        "coffee [[Ada Moss]]",
        "[[Ada Moss]], lunch",
        "walk with [[Ada Moss|Ada]]",
    ):
        assert "quiet since" in quiet(line)
        assert "You noted" not in quiet(line)
        assert "what you noted" not in quiet(line)
    for line in ("coffee [[Ada Moss]] in Ulm", "[[Ada Moss]] lost her hat"):
        assert "starting from what you noted" in quiet(line)


def test_who_was_helped_is_told_with_the_verb() -> None:
    assert "You noted: “Helped with the form”" in quiet(
        "helped: [[Ada Moss]] with the form"
    )
    assert "You noted: “Helped: the form”" in quiet("helped: [[Ada Moss]], the form")
    assert "You noted: “Found: a plumber”" in quiet("found: [[Ada Moss]] a plumber")
    assert "You noted" not in quiet("helped: [[Ada Moss]]")
    own = (
        "--- People/Bo Reed.md\ncadence: 2 weeks\n\n- 2026-06-01 helped: [[Ada Moss]] "
    )
    bo = told(f"{own}with it\n--- People/Ada Moss.md\ntype: person\n")["Reconnect"]
    assert "You noted: “Helped Ada Moss with it”" in bo


def test_where_nothing_is_known_the_small_thing_is_a_hello(tmp_path: Path) -> None:
    note = tmp_path / "People/Bo Reed.md"
    note.parent.mkdir()
    note.write_text("---\nmet: 2020-05-01\noffers: plumber\n---\n", "utf-8")
    assert says(tmp_path, "who", "plumber").splitlines() == [
        "Bo Reed offers plumber",
        "  met 1 May 2020",
        "  something small first, perhaps: a few lines, to say hello",
    ]


def test_whom_i_met_is_not_also_somebody_to_be_led_to() -> None:
    """A card says that we met, without a day in touch; others know them as well."""
    story = STORY.replace("offers: [tax", "met: 2020-05-01\noffers: [tax")
    page = told(story)["Give and ask"]
    needed = page.partition("**tax advice**")[2].partition("**bees**")[0]
    assert needed.count("[[Ada Moss]]") == 1
    assert "met" in needed
    assert "no contact noted yet" not in needed
