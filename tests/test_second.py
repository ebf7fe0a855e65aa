"""A second process gives what this one would, or leaves the work to it."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaultkit import aside, build, snapshot
from vaultkit.cli import second
from vaultkit.notes.packing import packed
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 2)


def test_the_work_is_done_once_and_its_result_comes_back() -> None:
    assert second.process(lambda: {"a": (1, 2)})() == {"a": (1, 2)}


def test_what_cannot_be_sent_is_done_here() -> None:
    unsent: Callable[[], int] = second.process(lambda: lambda: 3)()
    assert unsent() == 3


def test_what_ends_without_a_result_is_done_here() -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os._exit(9)
        return os.getpid()

    assert second.process(work)() == here


def test_a_mistake_is_met_here() -> None:
    def work() -> int:
        raise LookupError

    finish = second.process(work)
    with pytest.raises(LookupError):
        finish()


def test_what_begins_later_waits_until_what_began_before_is_done() -> None:
    def first() -> tuple[float, bytes]:
        time.sleep(0.2)
        return time.monotonic(), b"x" * 1_000_000

    one, two = second.process(first), second.process(time.monotonic)
    began = two()  # asked for before the other, which nobody has heard yet
    assert began >= one()[0]


def test_what_begins_later_does_not_wait_for_one_that_was_killed() -> None:
    second.process(lambda: time.sleep(60))
    later = second.process(lambda: 1)
    first, _ = sorted(multiprocessing.active_children(), key=lambda one: one.pid or 0)
    first.kill()
    assert later() == 1


LEFT = """
import time
from vaultkit.cli import second

second.process(lambda: "x" * 10_000_000)
print("begun", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is one on Linux alone")
def test_it_does_not_outlive_a_first_one_that_was_killed() -> None:
    first = subprocess.Popen([sys.executable, "-c", LEFT], stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdout.readline() == b"begun\n"
    first.kill()
    # Both hold its output: that ends when both have ended.
    assert first.communicate(timeout=20)[0] == b""


def test_it_is_ended_where_nobody_waits_for_it() -> None:
    began = time.monotonic()
    assert not second.end()
    second.process(lambda: time.sleep(60))
    assert second.end()
    assert multiprocessing.active_children() == []
    assert time.monotonic() - began < 30


def note(number: int) -> bytes:
    friend = f'introduced_by: "[[P {number // 2}]]"' if number else "place: Graz"
    return (
        f"---\ntype: person\ncadence: 30\n{friend}\ninterests: [topic {number % 50}]\n"
        f"needs: [help {number % 70}]\noffers: [help {number % 90}]\n---\n"
        f"- 2026-0{number % 9 + 1}-11 coffee: [[P {number // 3}]] and hives\n"
    ).encode()


def test_a_vault_built_by_two_is_the_vault_built_by_one() -> None:
    files = {VaultPath(f"People/P {n}.md"): note(n) for n in range(aside.WORTH + 9)}
    # It cannot be sent packed, so it is parsed once more.
    files[VaultPath("People/Z.md")] = (
        b"---\ntags: [[[[[[bees]]]]]]\ntype: person\n---\n"
    )
    vault = snapshot.sort(files, (), ())
    alone = build.build(vault, DEFAULTS, TODAY)
    both = build.build(vault, DEFAULTS, TODAY, aside=second.process)
    assert both == alone
    assert both.pages == alone.pages
    for path, one in both.parsed.items():
        assert one.note == alone.parsed[path].note
        assert not one.packed or one.packed == packed(one.note)
    assert any(one.packed for one in both.parsed.values())
    assert len(alone.pages) > 5
