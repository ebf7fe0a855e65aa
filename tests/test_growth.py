"""Saves leave nothing behind: what is kept of a vault is as large as it was before."""

from __future__ import annotations

import sys
import tracemalloc
import types
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tests.following import Life
from tests.whole import Vault
from vaultkit import build, changes, owned
from vaultkit.frozen import parts
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath, sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.build import Build

LINE: Final = "\n- 2026-{month}-0{day} coffee: [[Amina Sorrel]] on bees\n"
FIRST: Final = 1.05
"""What a first save of many notes may add: dictionaries grow in leaps, by and by."""
AGAIN: Final = 1.01


def held(made: object) -> int:
    """Return how many bytes all take that can be reached from a value."""
    seen: dict[int, object] = {}
    due: list[object] = [made]
    size = 0
    while due:
        one = due.pop()
        if id(one) not in seen and not isinstance(one, type | types.FunctionType):
            seen[id(one)] = one
            size += sys.getsizeof(one)
            due += _within(one)
    return size


def _within(one: object) -> Iterable[object]:
    """Return what a value is made of."""
    if isinstance(one, dict | types.MappingProxyType):
        return chain(one.keys(), one.values())
    if isinstance(one, list | tuple | set | frozenset):
        return one
    if isinstance(one, Struct):
        return parts(one).values()
    return _slots(one)


def _slots(one: object) -> Iterator[object]:
    for kind in type(one).__mro__:
        slots = vars(kind).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(one, name):
                yield getattr(one, name)
    yield from getattr(one, "__dict__", {}).values()


def saved(made: Build, vault: Vault, every: int, month: int) -> Build:
    """Return a build after some notes said something more, and then not any more."""
    for number, path in enumerate([*vault.snapshot.notes][::every]):
        line = LINE.format(month=month, day=number % 9 + 1).encode()
        for more in (line, b""):
            now = Vault(dict(vault.files) | {path: vault.files[path] + more})
            made = build.rebuild(made, now.snapshot, now.settings, now.today)
    return made


def test_what_is_saved_takes_no_more_room_than_what_is_read() -> None:
    life = Life(0)
    one = saved(life.made, life.vault, 1_000, 10)  # with what is made once it is needed
    some = saved(one, life.vault, 8, 11)
    assert held(some) < held(one) * FIRST, "what a save makes is larger, or not shared"
    size = held(some)
    assert held(saved(some, life.vault, 8, 12)) < size * AGAIN, "what was made is kept"


def test_a_note_that_is_read_again_shares_its_words_with_what_was_made_of_it() -> None:
    life = Life(0)
    again = saved(life.made, life.vault, 16, 11)
    for path in [*life.vault.snapshot.notes][::16]:
        had, note = life.made.parsed[path].note, again.parsed[path].note
        assert note == had
        assert note.path is had.path
        assert note.properties is had.properties
        texts = zip(note.entries, had.entries, strict=True)
        assert all(one.text is was.text for one, was in texts)


def test_of_a_page_nothing_is_kept_but_how_it_is_now() -> None:
    path, size, times = VaultPath("Network/People I know.md"), 100_000, 20
    said = "---\ntype: vaultkit-page\n---\n" + "- Ada\n" * (size // 6)
    tracemalloc.start()
    try:
        for number in range(times):
            stood = owned.sign(path, f"{said}{number}\n").encode()
            wanted = {path: f"{said}{number + 1}\n"}
            there = sort({path: stood}, (), ())
            assert changes.plan(wanted, there, DEFAULTS)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < size * times / 2
