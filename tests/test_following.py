"""The book followed from what was is the book gathered anew, in every part."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from tests.stories import DATA, LINE, vaults
from tests.whole import Vault
from vaultkit.book.following import as_before, followed
from vaultkit.book.gathering import gathered
from vaultkit.book.people import PersonId
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from vaultkit.book.gathering import Gathered

_ENDS: Final = ("promises", "kept", "answers", "told")

Edit = tuple[int, int, int, str, bytes]
EDITS: Final[st.SearchStrategy[list[Edit]]] = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 3), st.integers(0, 20), LINE, DATA),
    min_size=2,
    max_size=6,
)


def edited(data: bytes, how: int, at: int, line: str, other: bytes) -> bytes:
    """Return a note with a line more, a line less, or as another one."""
    if how == 0:
        return other
    lines = data.decode("utf-8", "replace").split("\n")
    at = min(at, len(lines) - 1)
    lines[at : at + (how == 1)] = [] if how == 1 else [line]
    return "\n".join(lines).encode("utf-8", "replace")


def holds_that_all_is_the_same(one: Gathered, other: Gathered) -> None:
    for part in fields(one.book):
        mine, theirs = getattr(one.book, part.name), getattr(other.book, part.name)
        assert mine == theirs, part.name
        if hasattr(mine, "keys"):
            assert [*mine] == [*theirs], part.name
    for name in ("own", "brought", "events", "apart", "twins"):
        assert getattr(one, name) == getattr(other, name), name
    for name in _ENDS:
        assert sorted(map(repr, getattr(one.log, name))) == sorted(
            map(repr, getattr(other.log, name))
        )
    assert one.known.who.guests == other.known.who.guests
    assert one.known.events == other.known.events


@given(vaults(), EDITS)
def test_a_book_that_is_followed_is_the_book_gathered_anew(
    given: Vault, edits: list[Edit]
) -> None:
    """Also what is gathered anew and compared has what did not change as it was."""
    before = gathered(given.notes, given.settings, given.index)
    paths = sorted(given.notes)
    for which, how, at, line, other in edits if paths else ():
        path = paths[which % len(paths)]
        data = edited(given.files[path], how, at, line, other)
        after = Vault({**given.files, path: data}, given.today)
        notes = {**given.notes, path: after.notes.get(path, given.notes[path])}
        index = given.index
        anew = gathered(notes, given.settings, index)
        found = followed(before, notes, given.settings, index)
        if found is not None:
            holds_that_all_is_the_same(found, anew)
        again = as_before(before, anew)
        holds_that_all_is_the_same(again, anew)
        before = found or again


ANA, BO = PersonId("People/Ana.md"), PersonId("People/Bo.md")
STORY: Final = """
--- Me.md
type: me
interests: [bees]
--- People/Ana.md
type: person
needs: [a hive]
met_at: "[[Fair]]"

- 2026-10-02 coffee: on bees
--- People/Bo.md
type: person
offers: [a hive]
introduced_me_to: "[[Ana]]"

- 2026-10-03 call: on bread
--- Fair.md
type: event
date: 2026-09-12
topics: [bees]
--- 2026-11-02.md
- coffee: [[Ana]], [[Cleo]] and [[Bo]] at the market
"""


def test_what_did_not_change_is_the_same_object() -> None:
    """A line more in one note: everybody else, and every other line, stays."""
    given = Vault.of(STORY)
    before = gathered(given.notes, given.settings, given.index)
    text = given.files[BO]
    for line in (b"- 2026-11-05 needs: a lathe\n", b"- 2026-11-06 call: well\n"):
        text += line
        note = Vault({**given.files, BO: text}).notes[VaultPath(BO)]
        notes = {**before.notes, VaultPath(BO): note}
        after = followed(before, notes, given.settings, given.index)
        assert after is not None
        book, had = after.book, before.book
        assert book.people[ANA] is had.people[ANA]
        assert (book.people[BO] is had.people[BO]) == (b"call" in line)
        assert book.promises is had.promises
        assert book.events is had.events
        assert [*map(id, book.encounters)][:-1] == [*map(id, had.encounters)]
        before = after


def test_what_single_notes_do_not_tell_is_gathered_anew() -> None:
    """Another kind of note, another alias, another guest: nothing is followed."""
    given = Vault.of(STORY)
    before = gathered(given.notes, given.settings, given.index)
    for path, data in (
        ("People/Bo.md", b"---\ntype: company\n---\n"),
        ("People/Bo.md", b"---\ntype: person\naliases: [Bobo]\n---\n"),
        ("2026-11-02.md", b"- coffee: [[Ana]] and [[Dora]]\n"),
        ("Fair.md", b"---\ntype: topic\n---\n"),
    ):
        after = Vault({**given.files, path: data})
        notes = {**given.notes, VaultPath(path): after.notes[VaultPath(path)]}
        assert followed(before, notes, given.settings, given.index) is None
