from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit import between, mark
from vaultkit.between import Filled
from vaultkit.changes import (
    Change,
    Fill,
    Keep,
    Refuse,
    Remove,
    SetAside,
    Write,
    bytes_of,
    clean,
    guard,
    plan,
    problems,
)
from vaultkit.notes.blocks import Block
from vaultkit.notes.note import parse
from vaultkit.owned import text_of
from vaultkit.problems import Problem, VaultEmptiedError
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import Snapshot, VaultPath, sort

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = VaultPath("Network/Reconnect.md")
HOME = VaultPath("Network/This week.md")
TEXT = "---\ntype: vaultkit-page\npeople: 9\n---\n# Reconnect\n\n- Ada\n"
OTHER = TEXT.replace("Ada", "Grace")


def seen(files: Mapping[str, str | bytes], *others: str) -> Snapshot:
    """Return the snapshot of files given as text or bytes."""
    read = {
        VaultPath(p): t if isinstance(t, bytes) else t.encode()
        for p, t in files.items()
    }
    return sort(read, map(VaultPath, others), ())


def planned(
    wanted: Mapping[VaultPath, str], files: Mapping[str, str | bytes], *others: str
) -> tuple[Change, ...]:
    return plan(wanted, seen(files, *others), DEFAULTS)


def done(files: Mapping[str, bytes], changes: tuple[Change, ...]) -> dict[str, bytes]:
    """Return the files after the changes, as `vault.apply` would leave them."""
    after = dict(files)
    for change in changes:
        match change:
            case Write(path, text, was):
                assert after.get(path) == was
                after[path] = bytes_of(text)
            case Remove(path, was):
                assert after.pop(path) == was
            case SetAside(_, to, text):
                assert to not in after
                after[to] = bytes_of(text)
            case Keep() | Refuse():
                pass
    return after


def test_a_new_page_is_written() -> None:
    (change,) = planned({PAGE: TEXT}, {})
    assert change == Write(PAGE, mark.sign(TEXT), None, "new")


@pytest.mark.parametrize(
    "spelt",
    [
        mark.sign(TEXT),
        mark.sign(TEXT) + "my own words",
        mark.sign(TEXT).replace("\n", "\r\n"),
        mark.sign(TEXT).replace("Ada", "Ada  "),
        mark.sign(TEXT).removesuffix("\n"),
    ],
)
def test_an_equal_page_is_kept(spelt: str) -> None:
    (change,) = planned({PAGE: TEXT}, {PAGE: spelt})
    assert isinstance(change, Keep)


def test_a_page_is_written_again_over_the_users_text() -> None:
    was = bytes_of(mark.sign(TEXT) + "mine\r\n\r\n  ")
    (change,) = planned({PAGE: OTHER}, {PAGE: was})
    assert isinstance(change, Write)
    assert change.text == mark.sign(OTHER) + "mine\r\n\r\n  "
    assert change.was == was


def test_an_edited_page_is_set_aside_once_and_written_again() -> None:
    files: dict[str, bytes] = {
        PAGE: bytes_of(mark.sign(TEXT).replace("Ada", "Ada!") + "tail")
    }
    changes = planned({PAGE: OTHER}, files)
    aside, write = changes
    assert isinstance(aside, SetAside)
    assert "Ada!" in aside.text
    assert "tail" not in aside.text
    assert [problem.code for problem in problems(changes)] == ["page-edited"]
    assert isinstance(write, Write)
    assert write.text == mark.sign(OTHER) + "tail"

    after = done(files, changes)
    assert aside.to not in seen(after).notes
    assert [type(c) for c in planned({PAGE: OTHER}, after)] == [Keep]
    again = {**after, PAGE: files[PAGE]}
    assert [type(c) for c in planned({PAGE: OTHER}, again)] == [Write]


def test_an_edit_that_took_the_type_away_is_never_read_as_a_note() -> None:
    text = "my page now\n" + mark.sign(TEXT).split("---\n", 2)[2]
    (refused,) = planned({PAGE: OTHER}, {PAGE: text})
    assert isinstance(refused, Refuse)


def test_an_edit_back_to_what_is_wanted_is_only_signed() -> None:
    text = mark.sign(TEXT).replace("Ada", "Grace")
    changes = planned({PAGE: OTHER}, {PAGE: text})
    assert [type(change) for change in changes] == [Write]


@pytest.mark.parametrize(
    ("files", "others"),
    [
        ({PAGE: "# My own plans\n"}, ()),
        ({PAGE: TEXT}, ()),
        ({"network/reconnect.MD": "# My own plans\n"}, ()),
        ({}, (PAGE,)),
    ],
    ids=["theirs", "mark-gone", "other-case", "too-large"],
)
def test_a_name_that_is_taken_is_refused(
    files: Mapping[str, str], others: tuple[str, ...]
) -> None:
    (change,) = planned({PAGE: TEXT}, files, *others)
    assert isinstance(change, Refuse)
    assert change.problem.code == "page-taken"


@pytest.mark.parametrize("other", ["Network", "Network/Reconnect.md/a.png"])
def test_what_stands_in_the_way_is_refused(other: str) -> None:
    (change,) = planned({PAGE: TEXT}, {}, other)
    assert isinstance(change, Refuse)
    assert change.problem.code == "page-unwritable"


def test_a_page_that_cannot_be_read_now_is_not_written_over() -> None:
    problem = Problem(PAGE, 1, 1, "file-away", "", "")
    for others, kind in (((PAGE,), Refuse), ((), Write)):
        (change,) = plan({PAGE: TEXT}, sort({}, others, (problem,)), DEFAULTS)
        assert isinstance(change, kind)
        if isinstance(change, Refuse):
            assert change.problem.code == "page-unwritable"
            assert "could not be read" in change.problem.message


def test_a_newer_page_is_refused() -> None:
    newer = mark.sign(TEXT).replace("vaultkit 1 ", "vaultkit 7 ")
    for wanted in ({PAGE: TEXT}, {}):
        (change,) = planned(wanted, {PAGE: newer})
        assert isinstance(change, Refuse)
        assert change.problem.code == "page-newer"


def test_our_own_page_in_another_case_is_the_page() -> None:
    (change,) = planned({PAGE: OTHER}, {"network/Reconnect.md": mark.sign(TEXT)})
    assert isinstance(change, Write)
    assert change.path == "network/Reconnect.md"


def test_a_page_with_nothing_to_say_goes_unless_the_user_wrote_there() -> None:
    (gone,) = planned({}, {PAGE: mark.sign(TEXT) + "\n \n"})
    assert isinstance(gone, Remove)
    files: dict[str, bytes] = {PAGE: bytes_of(mark.sign(TEXT) + "mine")}
    (emptied,) = planned({}, files)
    assert isinstance(emptied, Write)
    assert emptied.text.endswith("-->\nmine")
    assert "Ada" not in emptied.text
    assert [type(c) for c in planned({}, done(files, (emptied,)))] == [Keep]
    (edited,) = planned({}, {PAGE: mark.sign(TEXT).replace("Ada", "Eve")})
    assert isinstance(edited, Keep)


def test_a_copy_in_a_place_of_the_users_own_stays() -> None:
    page = mark.sign(TEXT)
    kept = {"Archive/Autumn.md": page}
    left = {"Old folder/Reconnect.md": page, "Old folder/Reconnect 2.md": page}
    changes = planned({}, {**kept, **left})
    assert {c.path for c in changes if isinstance(c, Keep)} == set(kept)
    assert {c.path for c in changes if isinstance(c, Remove)} == set(left)


def test_clean_removes_intact_pages_alone() -> None:
    page = mark.sign(TEXT)
    files = {
        "Network/a.md": page,
        "Network/b.md": page + "mine",
        "Network/c.md": page.replace("Ada", "Eve"),
        "Network/d.md": TEXT,
        "Network/e.md": page.replace("<!-- vaultkit 1 ", "<!-- vaultkit 9 "),
        "e.md": "a note",
    }
    removed = [c.path for c in clean(seen(files)) if isinstance(c, Remove)]
    assert removed == ["Network/a.md"]


@pytest.mark.parametrize(("now", "stops"), [(0, True), (4, True), (5, False)])
def test_a_vault_that_lost_its_people_stops_the_build(now: int, *, stops: bool) -> None:
    snapshot = seen({PAGE: mark.sign(TEXT)})
    guard(snapshot, now, accept_loss=True)
    if not stops:
        guard(snapshot, now)
        return
    with pytest.raises(
        VaultEmptiedError, match=f"9 people and the notes now name {now}"
    ):
        guard(snapshot, now)


def test_a_vault_that_never_had_people_is_not_guarded() -> None:
    guard(seen({"a.md": "people: 9"}), 0)
    guard(seen({PAGE: mark.sign(TEXT.replace("people: 9\n", ""))}), 0)


BODIES = st.sampled_from([TEXT, OTHER, "", "# only a heading"]) | st.text()
FILES = st.dictionaries(
    st.sampled_from([PAGE, HOME, "Network/People I know.md", "Ada.md", "network/x.md"]),
    st.one_of(
        st.builds(
            lambda body, tail: bytes_of(mark.sign(body)) + tail, BODIES, st.binary()
        ),
        st.builds(
            lambda tail: bytes_of(mark.sign(TEXT).replace("Ada", "Eve")) + tail,
            st.binary(),
        ),
        st.builds(bytes_of, BODIES),
        st.binary(),
    ),
    max_size=5,
)
WANTED = st.dictionaries(st.sampled_from([PAGE, HOME]), BODIES)


@given(FILES, WANTED)
def test_laws_of_planning(
    files: dict[str, bytes], wanted: dict[VaultPath, str]
) -> None:
    wanted = {p: t if t.startswith("---") else TEXT + t for p, t in wanted.items()}
    changes = planned(wanted, files)
    after = done(files, changes)

    for change in changes:
        if isinstance(change, Write | Remove | SetAside) and change.path in files:
            assert mark.read(text_of(files[change.path])) is not None
    for path, data in files.items():
        marked = mark.read(text_of(data))
        tail = bytes_of(marked.tail) if marked else data
        if tail.strip():
            assert after[path].endswith(tail)
        if marked is None:
            assert after[path] == data

    again = planned(wanted, after)
    assert all(isinstance(change, Keep | Refuse) for change in again)


# --- what is said of each, to the word -----------------------------------------------


def test_each_change_says_why() -> None:
    mine = mark.sign(TEXT)
    newer = mine.replace("<!-- vaultkit 1 ", "<!-- vaultkit 9 ")
    gone = mine.partition("<!-- vaultkit")[0]
    (kept,) = planned({PAGE: TEXT}, {PAGE: mine})
    assert kept == Keep(PAGE, "unchanged")
    (again,) = planned({PAGE: OTHER}, {PAGE: mine})
    assert again.reason == "the notes say something else now"
    (signed,) = planned({PAGE: OTHER}, {PAGE: mine.replace("Ada", "Grace")})
    assert signed.reason == "it was edited"
    for wanted, text, code, said in (
        ({PAGE: OTHER}, gone, "page-taken", "the line that ends its generated text"),
        ({PAGE: OTHER}, newer, "page-newer", "a newer vaultkit wrote this page"),
        ({}, newer, "page-newer", "a newer vaultkit wrote this page"),
    ):
        (refused,) = planned(wanted, {PAGE: text})
        assert isinstance(refused, Refuse)
        assert (refused.path, refused.problem.path) == (PAGE, PAGE)
        assert refused.problem.code == code
        assert refused.reason.startswith(said)


def test_what_is_set_aside_has_a_name_of_its_own_text() -> None:
    edited = mark.sign(TEXT).replace("Ada", "Ada!")
    aside, write = planned({PAGE: OTHER}, {PAGE: bytes_of(edited)})
    assert isinstance(aside, SetAside)
    assert re.fullmatch(r"Network/Reconnect \(edited [0-9a-f]{8}\)\.md", aside.to)
    assert aside.text == edited.partition("<!-- vaultkit")[0]
    assert (aside.reason, write.reason) == ("it was edited", "it was edited")
    assert aside.problem.path == PAGE
    assert f"`{aside.to.rpartition('/')[2]}`" in aside.problem.message
    other, _ = planned({PAGE: OTHER}, {PAGE: bytes_of(edited.replace("Ada!", "Ada?"))})
    assert isinstance(other, SetAside)
    assert other.to != aside.to


def test_clean_says_what_it_removes_and_what_it_leaves() -> None:
    mine = bytes_of(mark.sign(TEXT))
    removed, kept = clean(seen({PAGE: mine, HOME: mine + b"tail"}))
    assert removed == Remove(PAGE, mine, "intact, and nothing of yours below")
    assert kept == Keep(HOME, "edited, newer, or with text of yours below")


def test_half_of_the_people_are_enough() -> None:
    eight = TEXT.replace("people: 9", "people: 8")
    guard(seen({PAGE: mark.sign(eight)}), 4)
    with pytest.raises(VaultEmptiedError):
        guard(seen({PAGE: mark.sign(eight)}), 3)
    guard(seen({PAGE: mark.sign(eight).replace("Ada", "Eve")}), 0)
    guard(seen({PAGE: eight}), 0)


EMPTY_TAIL = "\nmine"


def test_a_page_that_nobody_wants_any_more_goes_only_where_it_is_ours_alone() -> None:
    mine = bytes_of(mark.sign(TEXT))
    edited = mine.replace(b"Ada", b"Eve")
    kept = Keep(PAGE, "nothing to say any more, but it was edited")
    assert planned({}, {PAGE: edited}) == (kept,)
    assert planned({}, {PAGE: mine}) == (Remove(PAGE, mine, "nothing to say any more"),)
    (write,) = planned({}, {PAGE: mine + EMPTY_TAIL.encode()})
    assert isinstance(write, Write)
    said = "nothing to say, but text of yours below"
    assert (write.path, write.was, write.reason) == (PAGE, mine + b"\nmine", said)
    assert write.text.endswith(EMPTY_TAIL)
    assert "There is nothing to say here" in write.text
    assert planned({}, {PAGE: write.text}) == (Keep(PAGE, said),)


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("Network/Anything.md", True),
        ("Network/Deep/Anything.md", True),
        ("Elsewhere/Anything.md", False),
        ("Elsewhere/Reconnect.md", True),
        ("Elsewhere/Reconnect.v2.md", False),
        ("Elsewhere/People I know 3.md", True),
        ("Elsewhere/People I know 3000.md", False),
        ("Networking/Anything.md", False),
        ("Anything.md", False),
        ("Reconnect.md", True),
    ],
)
def test_a_copy_of_a_page_under_a_name_of_the_users_own_stays(
    path: str, *, ours: bool
) -> None:
    mine = bytes_of(mark.sign(TEXT))
    at = VaultPath(path)
    (change,) = planned({}, {at: mine})
    gone = Remove(at, mine, "nothing to say any more")
    assert change == (gone if ours else Keep(at, "a copy that somebody put there"))


def test_a_page_that_could_not_be_made_stays_and_one_that_captures_goes() -> None:
    mine = bytes_of(mark.sign(TEXT))
    other = VaultPath("Network/reconnect.md")
    for code, goes in (("page-unwritable", False), ("page-captures", True)):
        for wanted, stands in ((PAGE, PAGE), (PAGE, other)):
            stop = Refuse(wanted, Problem(wanted, 1, 1, code, "why", "Mend it."))
            done = plan({}, seen({stands: mine}), DEFAULTS, (stop,))
            assert stop in done
            gone = [one for one in done if isinstance(one, Remove)]
            assert [one.path for one in gone] == ([stands] if goes else [])


def test_an_empty_vault_that_had_no_people_is_no_loss() -> None:
    guard(seen({}), 0)
    guard(seen({"A.md": "# A"}), 0)


def test_what_is_set_aside_stands_before_what_is_written_in_its_place() -> None:
    edited = bytes_of(mark.sign(TEXT).replace("Ada", "Eve"))
    both = {PAGE: OTHER, HOME: TEXT}
    kinds = [type(one) for one in planned(both, {PAGE: edited, HOME: edited})]
    assert kinds == [SetAside, Write, SetAside, Write]
    dotted = VaultPath("v1.2/Re.connect.md")
    aside, _ = planned({dotted: OTHER}, {dotted: edited})
    assert isinstance(aside, SetAside)
    assert aside.to.startswith("v1.2/Re.connect (edited ")


def test_a_note_with_blocks_is_filled_kept_or_refused() -> None:
    note, block = VaultPath("Dash.md"), Block("reconnect", 1, 2, "")
    was, now = b"old", b"new"
    for filled, change in (
        (Filled(was, now), Fill(note, now, was, "its blocks say something else now")),
        (Filled(was, was), Keep(note, "unchanged")),
        (Filled(was, was, edited=(block,)), Keep(note, "a block was edited")),
        (
            Filled(was, now, wrong="why"),
            Refuse(note, between.unwritable(note, "why")),
        ),
    ):
        assert plan({}, seen({note: was}), DEFAULTS, (), {note: filled}) == (change,)
    aside, fill = plan(
        {}, seen({note: was}), DEFAULTS, (), {note: Filled(was, now, aside=("mine",))}
    )
    assert isinstance(aside, SetAside)
    assert aside.text.startswith("---\ntype: vaultkit-page\n")
    assert aside.text.endswith("mine")
    assert aside.reason == "nobody signed what stood in a block"
    assert aside.problem == between.aside(note, aside.to)
    assert isinstance(fill, Fill)
    there = seen({note: was}, aside.to)
    again = plan({}, there, DEFAULTS, (), {note: Filled(was, now, aside=("mine",))})
    assert again == (fill,)
    for odd, to in (("Dr #1", "Dr -1"), ("\u200b?", "-"), ("é" * 200, "é" * 20)):
        path = VaultPath(f"People/{odd}.md")
        filled = Filled(was, now, aside=("mine",))
        (aside, _) = plan({}, seen({path: was}), DEFAULTS, (), {path: filled})
        assert isinstance(aside, SetAside)
        assert re.fullmatch(rf"People/{to} \(edited [0-9a-f]{{8}}\)\.md", aside.to)


def test_clean_empties_blocks_and_leaves_notes_that_have_none() -> None:
    start, end = b"<!-- vaultkit: reconnect -->\n", b"<!-- /vaultkit -->\n"
    text = start + end
    note = parse(VaultPath("Dash.md"), text)
    full = between.filled(note.path, text, note, {1: "- Ada\n"}).data
    assert full != text
    edited = full.replace(b"Ada", b"Eve")
    found = clean(seen({"A.md": full, "B.md": edited, "C.md": text, "D.md": "# /v"}))
    assert found == (
        Fill(VaultPath("A.md"), text, full, "its blocks are emptied"),
        Keep(VaultPath("B.md"), "its blocks are edited or frozen"),
    )
