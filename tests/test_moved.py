"""A note that says what it said on other lines costs one parse."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stories import vaults
from tests.whole import ROOT, Vault
from vaultkit import build
from vaultkit.notes.moved import moved
from vaultkit.notes.note import Note, parse
from vaultkit.snapshot import VaultPath

ADA = """---
type: person
needs: [a lathe]
---
# Ada

## Knows

[[Bo]]

## Log

- 2026-11-02 coffee: [[Cy]] has bees
    - promised: a book
- 2026-11-03 call: tea
"""


def note(text: str) -> Note:
    return parse(VaultPath("Ada.md"), text.encode())


@pytest.mark.parametrize(
    ("old", "new", "so"),
    [
        ("# Ada\n", "# Ada\n\nShe hums.\n", True),
        ("## Log\n", "She hums.\nAnd sings.\n\n## Log\n", True),
        ("- 2026-11-03", "She hums.\n- 2026-11-03", True),
        ("\n[[Bo]]\n", "[[Bo]]\n", True),
        ("---\ntype", "---\n\ntype", True),
        ("tea\n", "tea\nand more\n", True),
        ("[[Bo]]\n\n## Log\n", "## Log\n\n[[Bo]]\n", False),
        ("## Knows\n\n[[Bo]]\n", "[[Bo]]\n\n## Knows\n", False),
        ("type: person\nneeds: [a lathe]", "needs: [a lathe]\ntype: person", False),
        ("    - promised", "- promised", False),
        ("coffee", "call", False),
        ("[[Cy]]", "[[Bo]]", False),
        ("## Log", "## Diary", False),
        ("needs: [a lathe]", "needs: [a lathe", False),
    ],
)
def test_what_moves_and_what_says_something_else(
    old: str, new: str, *, so: bool
) -> None:
    assert old in ADA
    before, now = note(ADA), note(ADA.replace(old, new, 1))
    assert moved(before, now) is so


def shifted(data: bytes, chance: Random) -> bytes:
    """Return a note with lines put in or taken out somewhere, as one types."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines) + 1)
    if chance.random() < 0.3:
        return b"\n".join([*lines[:at], *lines[at + chance.choice((1, 2)) :]])
    new = chance.choice((b"", b"She hums.", b"a\n\nb", b"    more", b"- a [[Bo]]"))
    return b"\n".join([*lines[:at], new, *lines[at:]])


def said(made: build.Build) -> tuple[object, ...]:
    return dict(made.pages), made.problems, made.told, made.people, dict(made.filled)


def holds(given: Vault, chance: Random, turns: int) -> int:
    """Type into notes, hold every rebuild against a build; return how many were cut."""
    made, cut = given.build, 0
    for _ in range(turns):
        path = chance.choice(sorted(given.files))
        given = Vault({**given.files, path: shifted(given.files[path], chance)})
        last, seen = made, given.snapshot
        made = build.rebuild(last, seen, given.settings, given.today)
        assert said(made) == said(given.build)
        cut += made.book is last.book and made.sources.notes != last.sources.notes
    return cut


@given(vaults(), st.randoms(use_true_random=False))
def test_whatever_is_typed_a_rebuild_is_a_build(given: Vault, chance: Random) -> None:
    if given.files:
        holds(Vault(given.files), chance, 4)


def test_in_a_real_vault_prose_costs_one_parse() -> None:
    root = ROOT / "example-vault"
    notes = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.suffix in {".md", ".toml"}
    }
    people = {p: d for p, d in notes.items() if not p.startswith(".")}
    assert holds(Vault(people), Random(11), 16) > 3  # noqa: S311 (a story)
