"""A loss is believed after a while; whatever else is found is believed at once."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.daemon.belief import Belief, believe
from vaultkit.snapshot import VaultPath
from vaultkit.vault import File, Seen
from vaultkit.vault.listing import unread

if TYPE_CHECKING:
    from collections.abc import Mapping

ADA: Final = VaultPath("Ada.md")
BO: Final = VaultPath("Bo.md")
PATIENCE: Final = 2.0


def file(path: VaultPath, data: bytes | None, inode: int = 0, time: int = 0) -> File:
    problem = None if data is not None else unread(path, OSError(13, "denied"))
    marks = 0, len(data or b""), time, time, inode or hash(path)
    return File(path, marks, data, problem)


def seen(*files: File, closed: tuple[str, ...] = ()) -> Seen:
    found = {VaultPath(one.name): one for one in files}
    return Seen(files=MappingProxyType(found), closed=closed)


def told(*found: tuple[float, Seen]) -> list[Mapping[str, bytes | None]]:
    """Return what is believed at each of these moments."""
    belief = Belief()
    said: list[Mapping[str, bytes | None]] = []
    for now, one in found:
        belief = believe(belief, one, now, PATIENCE)
        said.append({path: f.data for path, f in belief.seen.files.items()})
    return said


HERE: Final = {"Ada.md": b"ada"}


def test_what_is_new_is_believed_at_once() -> None:
    assert told((0, seen(file(ADA, b"ada"))))[-1] == HERE
    assert told((0, seen()), (1, seen(file(ADA, b"ada"))))[-1] == HERE


def test_a_deletion_is_believed_after_a_while() -> None:
    here, gone = seen(file(ADA, b"ada")), seen()
    assert told((0, here), (1, gone), (2.9, gone), (3, gone)) == [HERE, HERE, HERE, {}]


def test_whoever_comes_back_was_never_gone() -> None:
    here, gone = seen(file(ADA, b"ada")), seen()
    said = told((0, here), (1, gone), (2, here), (3, gone), (4.9, gone), (5, gone))
    assert said == [HERE] * 5 + [{}]


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\xff\xfe"])
def test_an_emptied_note_is_believed_after_a_while(data: bytes) -> None:
    here, blank = seen(file(ADA, b"ada")), seen(file(ADA, data, time=1))
    said = told((0, here), (1, blank), (2, blank), (3, blank))
    assert said == [HERE, HERE, HERE, {"Ada.md": data}]


def test_an_empty_note_that_was_never_more_is_believed_at_once() -> None:
    assert told((0, seen(file(ADA, b""))))[-1] == {"Ada.md": b""}


@pytest.mark.parametrize("change", ["inode", "text"])
def test_a_rename_is_believed_at_once(change: str) -> None:
    here = seen(file(ADA, b"ada", inode=7))
    moved = file(BO, b"ada", 8, 5) if change == "text" else file(BO, b"ada", inode=7)
    assert told((0, here), (1, seen(moved)))[-1] == {"Bo.md": b"ada"}


def test_another_file_in_a_reused_inode_is_no_rename() -> None:
    here, other = seen(file(ADA, b"ada", inode=7)), seen(file(BO, b"bo", 7, time=9))
    assert told((0, here), (1, other))[-1] == {**HERE, "Bo.md": b"bo"}


def test_what_cannot_be_read_keeps_its_last_text_and_says_so() -> None:
    here, denied = seen(file(ADA, b"ada")), seen(file(ADA, None))
    belief = believe(Belief(), here, 0, PATIENCE)
    for now in (1, 10, 1000):
        belief = believe(belief, denied, now, PATIENCE)
    snapshot = belief.seen.snapshot()
    assert snapshot.notes == {ADA: b"ada"}
    assert [one.code for one in snapshot.problems] == ["file-unread"]


def test_a_folder_that_cannot_be_listed_has_lost_nothing() -> None:
    deep = VaultPath("People/Ada.md")
    here, closed = seen(file(deep, b"ada")), seen(closed=("People/",))
    assert told((0, here), (1, closed), (99, closed))[-1] == {deep: b"ada"}


LOOKS = st.lists(
    st.dictionaries(
        st.sampled_from((ADA, BO)), st.sampled_from((b"", b"a", b"b")), max_size=2
    ),
    min_size=1,
    max_size=6,
)


@given(LOOKS)
def test_what_lasts_is_believed_in_the_end(looks: list[dict[VaultPath, bytes]]) -> None:
    found = [
        seen(*(file(path, data, time=now) for path, data in one.items()))
        for now, one in enumerate(looks)
    ]
    times = [(float(now), one) for now, one in enumerate(found)]
    last = (len(found) + PATIENCE, found[-1])
    assert told(*times, last)[-1] == dict(looks[-1])


@given(LOOKS)
def test_nobody_is_lost_at_the_first_look(looks: list[dict[VaultPath, bytes]]) -> None:
    """Every text that is lost came back under another name, or was missed before."""
    belief = Belief()
    for now, one in enumerate(looks):
        found = seen(*(file(path, data, time=now) for path, data in one.items()))
        before, belief = belief, believe(belief, found, now, PATIENCE)
        texts = {f.data for f in belief.seen.files.values()}
        for path, had in before.seen.files.items():
            if had.data and path not in before.doubts and path not in one:
                assert path in belief.doubts or had.data in texts
