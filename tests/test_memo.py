"""What is kept in mind while a vault is read is let go of, and found again."""

from __future__ import annotations

from datetime import date

from tests.whole import Vault
from vaultkit import build, memo
from vaultkit.notes import flat, loglines

NOTE = (
    b"---\ntype: person\nknows:\n  - '[[Bo]]'\n---\n# Ada\n\n- 2026-11-02 coffee: tea\n"
)


def test_what_was_found_is_found_again_once_it_was_let_go_of() -> None:
    asked = []

    @memo.kept
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length("Ada"), length("Ada")] == [3, 3]
    memo.let_go()
    assert length("Ada") == 3
    assert asked == ["Ada", "Ada"]


def test_whoever_learns_keeps_what_they_learned_it_in() -> None:
    lines = memo.learned({"a": 1})
    memo.let_go()
    assert lines == {}
    lines["b"] = 2
    assert lines == {"b": 2}


def test_a_vault_that_was_read_leaves_no_lines_in_mind() -> None:
    vault = Vault({"Ada.md": NOTE}, date(2026, 11, 21))
    assert len(vault.notes) == 1
    learned = len(flat._KNOWN), len(loglines._KNOWN)  # noqa: SLF001 (what nobody else may see)
    built = build.build(vault.snapshot, vault.settings, vault.today)
    assert min(learned) > 0
    assert not flat._KNOWN  # noqa: SLF001 (as above)
    assert not loglines._KNOWN  # noqa: SLF001 (as above)
    assert [one.name for one in built.book.people.values()] == ["Ada", "Bo"]
