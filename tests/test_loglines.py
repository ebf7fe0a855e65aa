from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.notes import loglines
from vaultkit.ways import Ways

if TYPE_CHECKING:
    import pytest

PIECES = st.sampled_from(
    [
        *(
            "- ",
            "* ",
            "1. ",
            "[ ] ",
            "[x] ",
            "[-] ",
            "2026-11-02",
            " ",
            ": ",
            ":",
            "  ",
        ),
        *("coffee", "they wrote", "one two three four", "Mon", "May 2, 2026", "it's"),
        *("[[Ada]]", "[[2026-11-02]]", "10:30 ", "#tag ", "**", "_", "é", "電話", "|"),
        *("> ", "%%", "http://x", "\uff1a", "\t", "2026-02-30", "-", "5", "[", "Ada"),
        *("Monday ", "\u2615 ", "(Mon) ", "[2026-11-02](a.md)"),
        *("2pm ", "(14:30) ", "*9:05* ", "2 PM: "),
    ]
)
LINES = st.one_of(
    st.lists(PIECES, max_size=7).map("".join),
    st.builds("- 2026-11-02{}{}{}".format, PIECES, PIECES, PIECES),
    st.builds("- {}: {}{}".format, PIECES, PIECES, PIECES),
)


@settings(max_examples=300)
@example("[ ] > a")
@given(LINES)
def test_the_quick_reading_says_what_the_full_one_says(line: str) -> None:
    quick = loglines._usual(line)  # noqa: SLF001 - the law is about these two
    if quick is not None:  # a box is one in a list alone: `[ ] > a` is no quote
        assert quick == loglines._any(line)  # noqa: SLF001 - as above


def test_the_usual_line_is_read_quickly() -> None:
    day = date(2026, 11, 2)
    for line, found in {
        "- 2026-11-02 coffee: about hives": (21, day, "coffee", None, True),
        "- 2026-11-02: [[Ada]] came": (14, day, "", None, True),
        "* [x] They wrote: [[Ada]]": (18, None, "they wrote", True, True),
        "[[Ada]] came by": (0, None, "", None, False),
    }.items():
        assert loglines._usual(line) == found  # noqa: SLF001 - as above
        assert loglines.start(line) == found


@given(st.text())
def test_any_line_starts_somewhere(line: str) -> None:
    found = loglines.start(line)
    assert found is None or 0 <= found[0] <= len(line)


def test_a_box_without_a_list_mark_and_a_hash_without_a_tag_are_text() -> None:
    assert loglines.start("[x] call [[Ada]]") == (0, None, "", None, False)
    assert loglines.start("  [x] call [[Ada]]") == (2, None, "", None, False)
    assert loglines.word("#1 [[Ada]]", 0) == ("", 0)


def test_a_date_behind_a_word_is_read_as_the_vault_writes_dates() -> None:
    for line in ("- coffee: 11/02/2026 a walk", "#coffee 11/02/2026 a walk"):
        for order, day in (
            (Ways("report"), None),
            (Ways("month-first"), date(2026, 11, 2)),
            (Ways("day-first"), date(2026, 2, 11)),
        ):
            found = loglines.start(line, order)
            assert found is not None
            assert found[1:3] == (day, "coffee")


def test_what_is_remembered_of_starts_has_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: dict[str, object] = {}
    monkeypatch.setattr(loglines, "_KNOWN", known)
    monkeypatch.setattr(loglines, "_MOST_KNOWN", 10)
    for day in range(10, 29):
        found = loglines.start(f"- 2026-11-{day} coffee: a walk")
        assert found is not None
        assert found[1:3] == (date(2026, 11, day), "coffee")
    assert len(known) == 10
