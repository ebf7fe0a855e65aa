"""Tone: words that no page and no template may contain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.whole import ROOT
from vaultkit import shipped

if TYPE_CHECKING:
    from pathlib import Path

# Pages say what is and one small step. These would scold, count, alarm or sell.
WORDS: Final = (
    # scold
    *("overdue", r"neglect\w*", r"fail\w*", r"forgot\w*", "should have", "must"),
    *("ought", r"lapse[ds]?", r"laz\w+", r"guilt\w*", r"shame\w*", r"ignor\w+"),
    *(r"disappoint\w*", r"careless\w*", "too late", "late", "stale", "behind"),
    # count
    *(r"scor\w+", r"debts?", r"streaks?", r"owe[sd]?", r"points?", r"rank\w*"),
    *(r"ratings?", r"percent\w*", r"balance\w*", r"tall(?:y|ies)", "level up"),
    *(r"badges?", r"achieve\w*", r"goals?", r"targets?", r"performance"),
    # alarm
    *(r"warn\w*", "urgent", r"alert\w*", r"danger\w*", r"at risk", "expired"),
    *("asap", "immediately", r"act now", r"deadlines?", r"penalt\w+"),
    # sell
    *("networking", r"leverag\w*", r"prospects?", r"pipelines?", r"convert\w*"),
    *(r"assets?", r"roi", r"contacts", r"crm", r"connections?", r"valuable"),
)
SCOLDING: Final = re.compile(rf"\b(?:{'|'.join(WORDS)})\b|!(?!note)", re.IGNORECASE)

# What somebody wrote themselves may say anything: their words, names and lines.
_THEIRS: Final = re.compile(r"“[^”]*”|`[^`]*`|\[\[[^\]]*\]\]|\*\*.*?\*\*|<!--.*?-->")
_CODE: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)

TEMPLATES: Final = sorted(
    name for name in shipped.templates() if name.startswith("pages/")
)
HOSTILE: Final = "names-that-break-links"  # its notes try to say anything at all
GOLDEN: Final = sorted(
    page
    for page in (
        *(ROOT / "tests/golden").glob("*/expected/**/*.md"),
        *(ROOT / "example-vault/Network").glob("*.md"),
    )
    if HOSTILE not in page.parts
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_scolds(name: str) -> None:
    text = _CODE.sub("", shipped.templates()[name])
    assert not SCOLDING.search(text), SCOLDING.search(text)


@pytest.mark.parametrize(
    "page", GOLDEN, ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_no_page_of_a_whole_vault_scolds(page: Path) -> None:
    text = _THEIRS.sub("", page.read_text("utf-8"))
    found = SCOLDING.search(text)
    assert not found, text[max(0, found.start() - 60) :][:120]


@pytest.mark.parametrize(
    "words",
    [
        "This is overdue.",
        "You failed to write.",
        "A streak of nine weeks",
        "You owe her one",
        "Write now!",
        "Your score: 7",
    ],
)
def test_the_list_sees_what_scolds(words: str) -> None:
    assert SCOLDING.search(words)


@pytest.mark.parametrize("words", ["> [!note] Everyone counts", "a template", "latest"])
def test_the_list_lets_plain_words_be(words: str) -> None:
    assert not SCOLDING.search(words)
