"""The tour quotes the example vault, and the example vault is worth the tour.

A quotation in docs/tour.md is a run of lines that begin with `>`; it comes from the
page that the tour linked last. A backslash at the end of such a line only keeps the
break where Markdown would join two lines. What commands print, test_console runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from tests import test_console
from tests.whole import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TOUR: Final = ROOT / "docs/tour.md"
NETWORK: Final = ROOT / "example-vault/Network"
PAGES: Final = sorted(NETWORK.glob("*.md"))
UNQUOTED: Final = "Notes to mend"  # what a note says wrongly is nobody's complaint

# What people say who dislike all this, and came here for an answer.
COMPLAINTS: Final = (
    "I had forgotten who they were by the time I got home",
    "Cards were pushed on me",
    "Big events exhausted me",
    "Work came only through people I knew well",
    "I asked too soon, and wanting something back felt tacky",
    "Introductions were only a phone number",
    "I had to recommend someone I did not know well enough",
    "My contacts were superficial",
    "It was small talk, without substance",
    "I did not keep in touch",
    "I had no purpose",
)
_SOURCE: Final = re.compile(
    r"\]\(<?\.\./example-vault/Network/(?P<page>[^>)]+)\.md>?\)"
)
_SECTION: Final = re.compile(
    r"^## “(?P<title>.*)”\n(?P<text>(?:(?!## ).*\n)*)", re.MULTILINE
)
_ENTRY: Final = re.compile(r"^- .*\n(?:(?: .*)?\n)*", re.MULTILINE)
_LINKED: Final = re.compile(r"\[\[(?P<note>[^]|#]+)")


class Quotation(NamedTuple):
    """Whole lines of a page; `page` is empty where no page is named before them."""

    page: str
    lines: tuple[str, ...]


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return all that a text quotes, each with the page it says it is from."""
    found: list[Quotation] = []
    page = ""
    lines: tuple[str, ...] = ()
    for line in [*text.splitlines(), ""]:
        if line.startswith(">"):
            words = line.removeprefix(">").removeprefix(" ").removesuffix("\\")
            lines = (*lines, words)
        elif lines:
            found.append(Quotation(page, lines))
            lines = ()
        for source in _SOURCE.finditer(line):
            page = source["page"]
    return tuple(found)


def stands(lines: tuple[str, ...], page: str) -> bool:
    """Return whether these lines stand in a page, whole and in one piece."""
    return "\n".join(["", *lines, ""]) in f"\n{page}"


def entries(page: str) -> set[str]:
    """Return the entries of a page that are about somebody or something noted."""
    written = page.rpartition("<!-- vaultkit ")[0]
    notes = {note.stem for note in (ROOT / "example-vault").rglob("*.md")}
    pages = {page.stem for page in PAGES}
    return {
        entry
        for entry in _ENTRY.findall(written)
        if {found.rpartition("/")[2] for found in _LINKED.findall(entry)}
        & (notes - pages)
    }


QUOTED: Final = quotations(TOUR.read_text("utf-8"))


@pytest.mark.parametrize("quoted", QUOTED, ids=lambda quoted: quoted.lines[0][:40])
def test_a_quotation_stands_on_its_page(quoted: Quotation) -> None:
    page = (NETWORK / f"{quoted.page}.md").read_text("utf-8")
    assert [line for line in quoted.lines if line not in page.split("\n")] == []
    assert stands(quoted.lines, page)


def test_every_page_is_quoted() -> None:
    pages = {page.stem for page in PAGES} - {UNQUOTED}
    assert {quoted.page for quoted in QUOTED} == pages


def test_every_complaint_is_answered_with_a_quotation() -> None:
    sections = {
        found["title"]: found["text"]
        for found in _SECTION.finditer(TOUR.read_text("utf-8"))
    }
    assert tuple(sections) == COMPLAINTS
    assert [title for title, text in sections.items() if not quotations(text)] == []


def test_what_commands_print_is_run() -> None:
    assert TOUR in test_console.FILES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_of_the_example_has_three_entries(page: Path) -> None:
    assert len(entries(page.read_text("utf-8"))) >= 3


def test_a_quotation_that_is_not_there_is_seen() -> None:
    page = "one\n\n- two\n  three\nfour\n"
    assert stands(("- two", "  three"), page)
    assert stands(("one", "", "- two"), page)
    assert not stands(("- two", "three"), page)
    assert not stands(("one", "- two"), page)
    assert not stands(("  thr",), page)


def test_a_quotation_names_the_page_linked_last() -> None:
    text = (
        "> a\n\n[it](<../example-vault/Network/A b.md>) and"
        " [it](../example-vault/Network/C.md)\n> - x\\\n>\n>   > y\n"
    )
    assert quotations(text) == (
        Quotation("", ("a",)),
        Quotation("C", ("- x", "", "  > y")),
    )


def test_an_entry_is_about_a_note() -> None:
    page = (
        "- [[Oswin Pike]]: one\n  two\n\n- nobody\n- [[This week]]\n"
        "    - [[Gwen Parrish]]\n- [[No Such Note]]\n<!-- vaultkit 1 -->\n- [[Me]]\n"
    )
    assert entries(page) == {
        "- [[Oswin Pike]]: one\n  two\n\n",
        "- [[This week]]\n    - [[Gwen Parrish]]\n",
    }
