"""Notes to mend: note by note, errors first."""

from __future__ import annotations

from vaultkit.insights import mend
from vaultkit.problems import Problem


def problem(path: str, line: int, code: str) -> Problem:
    return Problem(path, line, 1, code, "what", "do")


def test_notes_with_errors_come_first_then_by_path() -> None:
    found = mend.find(
        [
            problem("c.md", 1, "date-unclear"),
            problem("a.md", 9, "link-ambiguous"),
            problem("b.md", 5, "name-unknown"),
            problem("b.md", 2, "date-unclear"),
            problem("b.md", 2, "date-unclear"),
        ]
    )
    assert [
        (note.path, [one.line for one in note.problems]) for note in found.notes
    ] == [
        ("b.md", [2, 5]),
        ("c.md", [1]),
        ("a.md", [9]),
    ]


def test_nothing_to_mend_says_nothing() -> None:
    assert mend.find([]).empty
