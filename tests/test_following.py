"""The book followed from what was is the book gathered anew, in every part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stories import DATA, LINE, PATH, vaults
from tests.whole import Vault
from vaultkit.book.conflict import besides, has_a_twin
from vaultkit.book.following import as_before, followed, ready
from vaultkit.book.gathering import gathered
from vaultkit.book.mentioned import Search, text_of
from vaultkit.book.people import PersonId
from vaultkit.book.topics import TopicId
from vaultkit.names import fold
from vaultkit.notes.links import Files
from vaultkit.notes.note import parse
from vaultkit.privacy.privacy import shown
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.book import Book
    from vaultkit.book.gathering import Gathered
    from vaultkit.book.twice import Pair
    from vaultkit.notes.note import Note

_ENDS: Final = ("promises", "kept", "answers", "told")

Edit = tuple[str, int, int, str, str, bytes]
EDITS: Final[st.SearchStrategy[list[Edit]]] = st.lists(
    st.tuples(
        st.sampled_from(("other", "less", "more", "more", "new", "away", "named")),
        st.integers(0, 11),
        st.integers(0, 20),
        LINE,
        PATH,
        DATA,
    ),
    min_size=2,
    max_size=6,
)


def edited(files: Mapping[str, bytes], edit: Edit) -> dict[str, bytes]:
    """Return a vault after a line more or less, or a note more, less or elsewhere."""
    how, which, at, line, to, other = edit
    now = dict(files)
    notes = sorted(path for path in files if path.endswith(".md"))
    if how == "new" or not notes:
        return now | {to: other}
    path = notes[which % len(notes)]
    data = now.pop(path)
    if how == "away":
        return now
    if how == "named":
        return now | {to: data}
    if how == "other":
        return now | {path: other}
    lines = data.decode("utf-8", "replace").split("\n")
    at = min(at, len(lines) - 1)
    lines[at : at + (how == "less")] = [] if how == "less" else [line]
    return now | {path: "\n".join(lines).encode("utf-8", "replace")}


def kept(had: Vault, now: Vault) -> None:
    """Let a vault have the very notes, and files, that another had."""
    notes = {
        path: had.notes.get(path, note) if had.notes.get(path) == note else note
        for path, note in now.notes.items()
    }
    vars(now)["notes"] = notes
    if had.index.paths == now.index.paths:
        vars(now)["index"] = had.index


def holds_that_books_are_the_same(one: Book, other: Book) -> None:
    for name in one.__struct_fields__:
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine == theirs, name
        if hasattr(mine, "keys"):
            assert [*mine] == [*theirs], name


def _alike(pair: Pair) -> tuple[str, str, tuple[str, ...]]:
    return pair.one.id, pair.other.id, pair.evidence


def holds_that_all_is_the_same(one: Gathered, other: Gathered) -> None:
    holds_that_books_are_the_same(one.book, other.book)
    for name in ("own", "brought", "events", "apart"):
        assert getattr(one, name) == getattr(other, name), name
    assert sorted(one.twins.problems) == sorted(other.twins.problems)
    assert [*map(_alike, one.twins.pairs)] == [*map(_alike, other.twins.pairs)]
    for name in _ENDS:
        assert sorted(map(repr, getattr(one.log, name))) == sorted(
            map(repr, getattr(other.log, name))
        )
    assert one.known.who.guests == other.known.who.guests
    assert one.known.events == other.known.events


@given(vaults(), EDITS, st.booleans())
def test_a_book_that_is_followed_is_the_book_gathered_anew(
    given: Vault,
    edits: list[Edit],
    early: bool,  # noqa: FBT001 (as it is drawn)
) -> None:
    """Also one that is gathered anew and compared, and what may be seen of both."""
    before = gathered(given.notes, given.settings, given.index)
    before = ready(before) if early else before
    seen = shown(before.book)
    for edit in edits:
        after = Vault(edited(given.files, edit), given.today)
        kept(given, after)
        anew = gathered(after.notes, after.settings, after.index)
        found = followed(before, after.notes, after.settings, after.index)
        if found is not None:
            holds_that_all_is_the_same(found, anew)
        again = as_before(before, anew)
        holds_that_all_is_the_same(again, anew)
        before, given = found or again, after
        seen = shown(before.book, seen)
        holds_that_books_are_the_same(seen.book, shown(anew.book).book)


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


def test_a_topic_is_called_what_it_would_be_if_all_were_counted_anew() -> None:
    """Most often, or of equals first: who spells it how changes from save to save."""

    def notes(cal: str, *, dee: bool) -> Mapping[VaultPath, Note]:
        said = {"Ada": "Old Maps", "Bo": "old maps", "Cal": cal}
        if dee:
            said |= {"Dee": "OLD MAPS"}
        texts = {
            name: f"---\ntype: person\ninterests: {it}\n---\n"
            for name, it in said.items()
        }
        return Vault({f"People/{n}.md": t.encode() for n, t in texts.items()}).notes

    given = Vault({})
    before = gathered(notes("maps", dee=False), given.settings, given.index)
    names = []
    for cal, dee in (("old maps", False), ("OLD MAPS.", True), ("Old Maps", False)):
        now = notes(cal, dee=dee)
        found = followed(before, now, given.settings, given.index)
        assert found is not None
        anew = gathered(now, given.settings, given.index)
        assert found.book.topics == anew.book.topics
        assert [*found.book.topics] == [*anew.book.topics]
        assert found.spelt == anew.spelt
        names.append(found.book.topics[TopicId("old maps")].name)
        before = found
    assert names == ["old maps", "OLD MAPS", "Old Maps"]


def test_what_single_notes_do_not_tell_is_gathered_anew() -> None:
    """A note about something else, a topic, nobody left: nothing is followed."""
    given = Vault.of(STORY)
    before = gathered(given.notes, given.settings, given.index)
    for path, data in (
        ("People/Bo.md", b"---\ntype: company\n---\n"),
        ("Fair.md", b"---\ntype: topic\n---\n"),
    ):
        after = Vault({**given.files, path: data})
        notes = {**given.notes, VaultPath(path): after.notes[VaultPath(path)]}
        assert followed(before, notes, given.settings, given.index) is None


def test_what_a_note_is_searched_by_is_kept_once() -> None:
    """Not by what folds names as well: every save would leave a whole note there."""
    text = b"---\nhow: " + b"long " * 200 + b"\n---\n[[Ada Moss]]\n"
    note = parse(VaultPath("Bo Reed.md"), text)
    before = fold.cache_info().currsize
    assert "ada moss" in text_of(note)
    assert fold.cache_info().currsize == before


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ada moss", ["Full", "Initial", "Next", "Other way", "Second", "Turned"]),
        ("ada moss 2", ["Other way", "Second"]),
        ("bo van reed", ["Turned"]),
        ("anna anna", ["Same"]),
        ("moss", ["Full", "Initial", "Next", "Other way", "Second", "Turned"]),
        ("ada fenn", []),
    ],
)
def test_whoever_may_name_somebody_is_found(name: str, found: list[str]) -> None:
    texts = {
        "Full": "person\0ada moss\0",
        "Turned": "moss, ada\0van reed, bo\0",
        "Initial": "a. moss\0",
        "Next": "ada mossy\0ada\0",
        "Second": "ada moss 2\0",
        "Other way": "2, ada moss\0",
        "Same": "anna anna\0anna\0",
        "Nobody": "",
    }
    search = Search({VaultPath(path): text for path, text in texts.items()})
    assert sorted(search.mentioning([name]) or ()) == found
    # As somebody is called besides their file nobody writes them with initials.
    also = search.mentioning([], [name])
    assert also is not None
    assert also >= {VaultPath(one) for one in found} - {"Initial"}
    assert search.mentioning([], ["moss, ada"]) == {"Turned"}
    assert search.mentioning([], [""]) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ada.md", "Ada 2.md", True),
        ("a.md", "a_3.md", True),
        ("ΝΙΚΟΣ.md", "ΝΙΚΟΣ 2.md", True),
        ("People/Ada.md", "People/Ada-LAPTOP-7.md", True),
        ("People/Ada.md", "People/Adam 2.md", False),
        ("People/Ada.md", "Ada 2.md", False),
    ],
)
def test_a_note_beside_its_copy_is_not_followed(
    one: str, other: str, *, expected: bool
) -> None:
    paths = [VaultPath(path) for path in (one, other)]
    notes = {path: parse(path, b"---\nlikes: bees\n---\n") for path in paths}
    files = Files.of((*paths, VaultPath("a.png")))
    for beside in (besides(notes), besides(paths[:1], besides(paths[1:]))):
        found = [has_a_twin(path, notes, beside, files) for path in paths]
        assert found == [expected] * 2


def test_a_link_by_an_alias_is_told_with_the_link_to_write_now() -> None:
    """It names the folder once another note has that file name, and not after that."""
    ada = b"---\ntype: person\naliases: [Lin]\n---\n"
    bo = b"---\ntype: person\n---\n- 2026-10-02 coffee: [[Lin]]\n"
    given = Vault({"People/Ada.md": ada, "People/Bo.md": bo})
    more = Vault({**given.files, "Old/Ada.md": b"---\ntype: note\n---\n"})
    before = gathered(given.notes, given.settings, given.index)
    for now, link in ((more, "People/Ada|Lin"), (given, "Ada|Lin")):
        kept(given, now)
        found = followed(before, now.notes, now.settings, now.index)
        assert found is not None
        (told,) = (one.advice for one in found.book.problems if "Lin" in one.message)
        assert told == f"Write [[{link}]] instead."
        before = found
