"""With the cache, without it and with a damaged one, every answer is the same."""

from __future__ import annotations

import errno
import io
import itertools
import multiprocessing
import os
import shutil
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from tests import fuzzing
from tests.test_note_writing import killed
from tests.whole import digests, texts
from vaultkit import (
    aside,
    cli,
    frozen,
    habits,
    pages,
    parsing,
    settings,
    shipped,
    unchanged,
    vault,
)
from vaultkit.cli import found, second, session
from vaultkit.daemon.patience import EVERYTHING, Pace
from vaultkit.daemon.regenerate import Asked, Door, State, turn
from vaultkit.frozen import replace
from vaultkit.guests import Nobody
from vaultkit.notes.alike import Alike
from vaultkit.notes.note import Note, parse
from vaultkit.notes.packing import packed, unpacked
from vaultkit.pages import template
from vaultkit.snapshot import VaultPath
from vaultkit.vault import Remembered, cache, compiled, replacing, stamp, writing
from vaultkit.vault.looking import RACY
from vaultkit.vault.walking import Image, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from vaultkit.ways import Ways

LATER: Final = RACY + 10**9
STORY: Final = """
--- People/Ana Reyes.md
aliases: [Ana, Annie]
cadence: 4 weeks
interests: [bees, rye bread]
needs: a bookkeeper
number: 1

- 2026-09-02 coffee: hives, and she laughs at [[Bo Lind]]
## 2026-08-01
- promised: the book
--- People/Bo Lind.md
interests: bees
offers: bookkeeping
truth: true

- 2026-10-05 call: long one
--- People/Cy Private.md
private: true

- 2026-10-06 call: nobody hears of this
--- Daily/2026-11-02.md
- lunch: [[Ana Reyes]] and [[Bo Lind]]
--- Notes/Plan.md
<!-- vaultkit: reconnect -->
<!-- /vaultkit -->
--- Templates/Person.md
met: {{date}}
--- vaultkit.toml
today = 2026-11-21
"""
ANA, BO = "People/Ana Reyes.md", "People/Bo Lind.md"
ASKED: Final = (
    *("check", "who bees", "recall bees", "build", "recall laughs", "inspect"),
    "build --check",
)


@dataclass
class Kept:
    """A vault on the disk, and what vaultkit says of it with and without its cache."""

    root: Path
    number: Iterator[int] = field(default_factory=itertools.count)

    @property
    def cache(self) -> Path:
        return Path(cache.place(str(self.root)))

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def put(self, name: str, old: str, new: str) -> Path:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        return self.write(name, text.replace(old, new))

    def say(self, words: str, *more: str) -> tuple[int, bytes, str]:
        """Return how a command ends and what it prints, the quick way first."""
        command, *rest = words.split()
        args = [command, *rest, *more, str(self.root)]
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            said = unchanged.answer(args)
            if said is None:
                code = cli.run(args)
            else:
                code = 0
                unchanged.say(*said[:2])
        out.flush()
        assert isinstance(out.buffer, io.BytesIO)
        return code, out.buffer.getvalue(), err.getvalue()

    def quick(self, *options: str) -> bool:
        """Return whether a build is answered before anything is loaded."""
        return unchanged.answer(["build", *options, str(self.root)]) is not None

    def holds(self, what: str) -> str:
        """Hold that nothing the cache does can be told; return what was complained."""
        _, _, complained = self.say("build")
        pages = digests(self.root)
        fresh = self.say("build --json", "--no-cache")
        assert digests(self.root) == pages, f"{what}: a page was out of date"
        assert b'"written"' not in fresh[1], what
        assert self.say("build --json") == fresh, what
        words = ASKED[next(self.number) % len(ASKED)]
        assert self.say(words) == self.say(words, "--no-cache"), (what, words)
        return complained


@contextmanager
def much_later() -> Iterator[None]:
    """Let all that is read be read so late that the times of files can be trusted."""
    real = time.time_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: real() + LATER)
        yield


def full(_descriptor: int, _data: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    it = Kept(tmp_path / "notes")
    for name, text in texts(STORY).items():
        it.write(name, text)
    return it


def restamped(file: Path, was: os.stat_result) -> None:
    """Give a file the time that it had before it was changed."""
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def same_size_same_time(it: Kept) -> None:
    was = (it.root / ANA).stat()
    restamped(it.put(ANA, "rye bread", "old books"), was)


def same_size_same_time_in_a_page(it: Kept) -> None:
    page = next(it.root.glob("Network/People*.md"))
    was, text = page.stat(), page.read_text("utf-8")
    page.write_text(text.replace("Bo Lind", "Bo Lend", 1), "utf-8")
    restamped(page, was)


def set_back(it: Kept) -> None:
    os.utime(it.put(BO, "call: long", "call: short"), (1, 1))


def replaced(it: Kept) -> None:
    new = it.write("new.tmp", "---\ninterests: [rye bread]\n---\n")
    new.replace(it.root / BO)


def swapped(it: Kept) -> None:
    (it.root / ANA).rename(it.root / "x.md")
    (it.root / BO).rename(it.root / ANA)
    (it.root / "x.md").rename(it.root / BO)


def put_away(it: Kept) -> None:
    (it.root / "Templates/Bo Lind.md").write_bytes((it.root / BO).read_bytes())
    (it.root / BO).unlink()


def below(it: Kept) -> None:
    page = next(it.root.glob("Network/*.md"))
    page.write_text(page.read_text("utf-8") + "\nmine\n", "utf-8")


DEEDS: Final[dict[str, Callable[[Kept], object]]] = {
    "nothing": lambda it: it,
    "touched": lambda it: (it.root / ANA).touch(),
    "edited": lambda it: it.put(ANA, "hives", "honey"),
    "same size and time": same_size_same_time,
    "page of same size and time": same_size_same_time_in_a_page,
    "time set back": set_back,
    "new note": lambda it: it.write(
        "People/Dee.md", "---\ninterests: bees\n---\noffers:: chess\n"
    ),
    "case": lambda it: (it.root / "People/Dee.md").rename(it.root / "People/DEE.md"),
    "1 is true": lambda it: it.put(ANA, "number: 1", "number: true"),
    "true is 1.0": lambda it: it.put(BO, "truth: true", "truth: 1.0"),
    "private": lambda it: it.put(BO, "truth: 1.0", "private: true"),
    "public": lambda it: it.put(BO, "private: true", "truth: yes"),
    "swapped": swapped,
    "replaced": replaced,
    "page deleted": lambda it: next(it.root.glob("Network/*.md")).unlink(),
    "block": lambda it: it.put("Notes/Plan.md", "reconnect", "help"),
    "text below a page": below,
    "app": lambda it: it.write(".obsidian/app.json", '{"useMarkdownLinks": true}'),
    "setting": lambda it: it.put("vaultkit.toml", "\n", '\nlink_style = "plain"\n'),
    "ways": lambda it: it.put("vaultkit.toml", "link", "inline_fields = true\nlink"),
    "another day": lambda it: it.put("vaultkit.toml", "11-21", "12-24"),
    "picture": lambda it: it.write("a.png", "x"),
    "put away": put_away,
    "deep": lambda it: it.write("People/Ed.md", "---\na: [[[[1, [2]]]]]\n---\n"),
    "folder": lambda it: shutil.move(it.root / "Daily", it.root / "Journal"),
    "deleted": lambda it: (it.root / ANA).unlink(),
}


def test_no_change_changes_an_answer_with_the_cache(kept: Kept) -> None:
    slow = []
    for number, (what, do) in enumerate(DEEDS.items()):
        do(kept)
        if number % 3:
            with much_later():
                assert not kept.holds(what)
        else:
            assert not kept.holds(what)
        slow += [what] * (not kept.quick())
    assert slow == [], "after these a build was not answered at once"


def damages(data: bytes) -> Iterator[bytes]:
    chance = Random("damage")  # noqa: S311 (seeded on purpose)
    yield from (
        b"",
        b"vaultkit cache 1\n",
        data[:-1],
        data[:60],
        data[: len(data) // 2],
    )
    yield b"vaultkit cache 9\n" + data[17:]
    yield b"PK\3\4" + data[4:]
    for part in range(8):
        at = chance.randrange(len(data) * part // 8, len(data) * (part + 1) // 8)
        yield data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def test_a_damaged_cache_is_dropped_with_a_word(kept: Kept) -> None:
    kept.holds("whole")
    whole, pages = kept.cache.read_bytes(), digests(kept.root)
    fresh = kept.say("build", "--no-cache")
    for data in damages(whole):
        kept.cache.write_bytes(data)
        code, printed, complained = kept.say("build")
        assert (code, printed) == fresh[:2]
        # What is damaged may be the part that nobody asked for.
        word = "vaultkit: the cache is not used, and made anew: "
        assert complained.startswith(word) or kept.quick()
        assert digests(kept.root) == pages
        assert kept.say("who bees")[:2] == kept.say("who bees", "--no-cache")[:2]
        assert kept.say("who bees")[2] == ""


def test_a_bit_that_flips_anywhere_is_noticed_by_whoever_asks_for_it(
    kept: Kept,
) -> None:
    kept.holds("whole")
    where, made_by = str(kept.cache), Remembered.of(str(kept.root)).made_by
    whole = kept.cache.read_bytes()
    sound = cache.front(where, made_by), cache.notes(where, made_by)
    assert all(isinstance(one, bytes) and len(one) > 99 for one in sound)
    for part in sound:
        assert isinstance(part, bytes)
        begins = whole.index(part)
        for at in (begins, begins + len(part) // 2, begins + len(part) - 1):
            flipped = bytes([whole[at] ^ 4])
            kept.cache.write_bytes(whole[:at] + flipped + whole[at + 1 :])
            found = cache.front(where, made_by), cache.notes(where, made_by)
            assert [isinstance(one, cache.Unusable) for one in found] == [
                one is part for one in sound
            ]


def test_a_note_kept_under_the_name_of_another_is_parsed_again(kept: Kept) -> None:
    kept.holds("first")
    known = Remembered.of(str(kept.root))
    ana, bo = VaultPath(ANA), VaultPath(BO)
    wrong = frozen.replace(known.records[ana], note=known.records[bo].note)
    mixed = replace(known, records={**known.records, ana: wrong})
    snapshot = vault.look(str(kept.root), known.seen(), 0).snapshot()
    how = habits.ways(settings.read(snapshot.config)[0])
    assert {ana, bo} <= known.parsed(snapshot, how).keys()
    assert {ana, bo} & mixed.parsed(snapshot, how).keys() == {bo}


def test_a_cache_of_another_vault_or_program_is_dropped(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.holds("first")
    other = Kept(tmp_path / "other")
    other.write("People/Zoe.md", "---\ninterests: chess\n---\n")
    other.holds("other")
    shutil.copy(other.cache, kept.cache)
    kept.holds("foreign")
    monkeypatch.setattr(cache, "program", lambda: b"another")
    assert not kept.quick()


def test_bytes_that_pass_for_a_cache_are_typed_or_none(kept: Kept) -> None:
    """Nothing of it is run, and what is of the wrong shape is no cache."""
    kept.holds("first")
    made_by = Remembered.of(str(kept.root)).made_by
    for data in (b"", b"\xc0", b"\x92\xa0\x91\x90", b"\x80", b"\xdd\xff\xff\xff\xff"):
        assert cache.write(str(kept.cache), made_by, data, data) == ""
        assert not kept.quick()
        assert Remembered.of(str(kept.root)).records == {}
        kept.say("check")


def test_what_is_new_is_all_that_is_read(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = os.open

    def watched(name: str, flags: int, *more: int) -> int:
        opened.append(Path(name).name)
        return real(name, flags, *more)

    with much_later():
        kept.say("check")
        kept.put(ANA, "hives", "honey")
        monkeypatch.setattr(os, "open", watched)
        kept.say("who bees")
    # The plan has a block, whose text decides what is written.
    read = [name for name in opened if name.endswith(".md")]
    assert read == ["Ana Reyes.md", "Plan.md"]


def test_what_only_reads_leaves_what_a_build_said(kept: Kept) -> None:
    kept.holds("first")
    with much_later():
        kept.say("check")
    assert kept.quick()


def test_a_page_that_could_not_be_written_is_never_said_to_be_right(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.holds("first")
    kept.put(BO, "2026-10-05", "2026-11-05")
    real = replacing.written

    def written(target: Path, *more: Any) -> object:  # noqa: ANN401 (as the disk's)
        if target.name == "People I know.md":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(target, *more)

    with much_later():
        monkeypatch.setattr(writing, "written", written)
        assert kept.say("build")[0] == 7
        assert not kept.quick()
        monkeypatch.undo()
        assert not kept.quick()
        assert kept.say("build")[0] == 0
    kept.holds("with room again")
    assert kept.quick()


def test_a_day_that_ends_ends_what_was_said(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.write("vaultkit.toml", "")
    for day in (date(2026, 11, 21), date(2026, 11, 22)):
        monkeypatch.setattr(session, "clock", lambda day=day: day)
        monkeypatch.setattr(time, "localtime", lambda day=day: day.timetuple())
        assert not kept.quick()
        kept.holds(str(day))
        assert kept.quick()


def test_what_is_not_certain_is_left_to_the_command(kept: Kept) -> None:
    kept.holds("first")
    assert kept.quick("--check")
    for args in (["--no-cache"], ["--today", "2026-11-21"], ["a", "b"], ["--help"]):
        assert unchanged.answer(["build", str(kept.root), *args]) is None
    assert unchanged.answer(["who", str(kept.root)]) is None
    with vault.claimed(kept.root, "build", lambda _: False):
        assert not kept.quick()
        assert kept.quick("--check")
    kept.write("Templates/page.md.j2", "x")
    kept.holds("a template of its own")
    assert not kept.quick()


def test_what_may_have_changed_unseen_is_read(kept: Kept) -> None:
    """Two edits may share a time: then only the bytes tell."""
    kept.holds("first")
    where, made_by = str(kept.cache), cache.program()
    data = cache.front(where, made_by)
    assert isinstance(data, bytes)
    made = stamp.Stamp.read(data)
    assert made is not None
    assert ANA in made.doubts
    assert made.stands("")
    made.doubts[made.doubts.index(ANA) + 1] = "0" * 64
    assert not made.stands("")
    assert VaultPath(ANA) not in Remembered.of(str(kept.root)).seen().files
    with much_later():
        kept.say("check")
    assert VaultPath(ANA) in Remembered.of(str(kept.root)).seen().files


def test_without_a_place_for_a_cache_everything_works(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kept.holds("no place") == ""
    assert not kept.quick()


def test_a_cache_on_a_full_disk_is_told_and_left_as_it_was(kept: Kept) -> None:
    kept.say("build")
    before = kept.cache.read_bytes()
    kept.write("Notes/New.md", "a note\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", full)
        code, _, said = kept.say("build")
    assert code == 0
    assert "could not be kept for the next time: No space left on device." in said
    assert kept.cache.read_bytes() == before
    assert [*kept.cache.parent.glob(f"{kept.cache.name}*")] == [kept.cache]
    assert kept.holds("once there is room") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.parametrize("front_alone", [False, True])
def test_a_kill_while_the_cache_is_written_leaves_one_that_is_whole(
    kept: Kept, *, front_alone: bool
) -> None:
    where, old, new = str(kept.cache), b"old" * 9, b"new" * 9

    def write() -> None:
        if front_alone:
            cache.write_front(where, b"us", new)
        else:
            cache.write(where, b"us", new, new)

    for at in itertools.count(1):
        cache.write(where, b"us", old, old)
        ended = not killed(at, write)
        found = cache.front(where, b"us"), cache.notes(where, b"us")
        assert found in ((old, old), (new, old if front_alone else new))
        assert cache.write(where, b"us", new, old) == ""
        assert [*kept.cache.parent.glob(f"{kept.cache.name}*")] == [kept.cache]
        if ended:
            break
    assert at > 8


@pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked there")
def test_the_cache_is_the_same_whoever_writes_it(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, writers = cache.write, tmp_path / "writers"

    def noting(where: str, made_by: bytes, front: bytes, notes: bytes) -> str:
        writers.write_text(str(os.getpid()), "utf-8")
        return real(where, made_by, front, notes)

    monkeypatch.setattr(cache, "write", noting)
    monkeypatch.setattr(second, "_alone", lambda: True)
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: 2)
    with much_later():
        kept.say("build")
        written = []
        for worth in (aside.WORTH, 1):
            monkeypatch.setattr(aside, "WORTH", worth)
            kept.cache.unlink()
            kept.say("build")
            assert kept.quick()
            here = writers.read_text("utf-8") == str(os.getpid())
            written.append((kept.cache.read_bytes(), here))
    assert written == [(written[0][0], True), (written[0][0], False)]


@pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked there")
def test_who_ends_a_second_process_leaves_nothing_half_written(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(second, "_alone", lambda: True)
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: 2)
    place = Path(cache.place(str(kept.root)))
    other = place.with_name(f"other.cache.{os.getppid()}.tmp")

    def stopped(_: object) -> int:
        monkeypatch.setattr(os, "replace", lambda *_: time.sleep(60))
        second.process(lambda: cache.write(str(place), b"us", b"", b"notes"))
        while not [*place.parent.glob("*.tmp")]:
            time.sleep(0.01)
        other.touch()  # it is somebody's who is at work
        return cli.INTERRUPTED

    monkeypatch.setattr(cli, "run", stopped)
    monkeypatch.setattr(cli, "_exit", lambda code: code)
    cli.main([])
    assert [*place.parent.iterdir()] == [other]


@pytest.mark.parametrize("worth", [1, aside.WORTH])
def test_what_was_parsed_is_kept_where_a_build_fails(
    kept: Kept, worth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second, "_alone", lambda: True)
    monkeypatch.setattr(multiprocessing, "cpu_count", lambda: 2)
    monkeypatch.setattr(aside, "WORTH", worth)
    kept.write("vaultkit.toml", "today =\n")
    with much_later():
        code, _, said = kept.say("build")
    assert (code, "vaultkit.toml" in said) == (2, True)
    assert VaultPath(ANA) in Remembered.of(str(kept.root)).seen().files


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_cache_is_for_its_owner_alone(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept.say("who bees")
    assert kept.cache.stat().st_mode & 0o777 == 0o600
    assert kept.cache.parent.stat().st_mode & 0o777 == 0o700
    assert not list(kept.cache.parent.glob("*.tmp"))
    assert kept.cache.parent.parent == tmp_path / "cache"


def test_the_quick_way_knows_what_the_long_one_does(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tuple(map(str, settings.CONFIG)) == stamp.CONFIG
    state = vault.state_folder(kept.root)
    assert state is not None
    assert str(state.parent.parent) == cache.user_place("state")
    (kept.root / "vaultkit.toml").touch()
    for place in (kept.root, kept.root / "People", kept.root.parent):
        monkeypatch.chdir(place)
        assert stamp.root_of() == str(vault.find(Path()))
    assert stamp.root_of(str(kept.root / "People")) == str(kept.root / "People")


@given(st.integers(0, 2**32))
def test_a_note_comes_back_from_its_bytes(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (seeded on purpose)
    for _ in range(5):
        note = parse(VaultPath("People/Ana.md"), fuzzing.damaged(chance))
        data = packed(note)
        again = unpacked(data) if data is not None else None
        if again is not None:
            assert repr(again) == repr(note)


def test_what_is_kept_for_long_shares_its_words() -> None:
    data = (
        b"---\norg: The Bakery\nknows: ['[[Bo]]']\n---\n# Log\n- 2026-01-02 coffee: x\n"
    )
    bytes_, alike = packed(parse(VaultPath("A.md"), data)) or b"", Alike()
    one, other = unpacked(bytes_, alike), unpacked(bytes_, alike)
    assert one is not None
    assert other is not None
    assert one.properties["org"] is other.properties["org"]
    assert one.lines is other.lines
    assert one.links[0] is other.links[0]
    assert one.entries[0].word is other.entries[0].word
    assert one.entries[0].heading is other.headings[0][2]


def test_values_come_back_as_they_were() -> None:
    data = (
        b"---\nz: 1\ny: true\nx: 1.0\nw: '1'\nv: 2026-01-02\nu: [1, [a, null]]\n"
        b"t: {a: {b: 1.50}}\ns: -0.0\nr: 9007199254740991\nq:\n---\nk:: v\n"
        b"- [x] 2026-01-02 coffee: [[Bo|b]] #tag\n# H\n"
    )
    note = parse(VaultPath("A.md"), data)
    bytes_ = packed(note)
    assert bytes_ is not None
    assert repr(unpacked(bytes_)) == repr(note)
    alike = Alike()
    for again in (unpacked(bytes_, alike), unpacked(bytes_, alike)):
        assert repr(again) == repr(note)
    assert len(Note.__struct_fields__) == 12, "packing knows each part by its place"


def test_a_stamp_comes_back_from_its_bytes() -> None:
    made = stamp.Stamp(
        root="/x\udcff",
        day="",
        state="s",
        around=b"\0",
        image=b"i",
        doubts=["a", "b"],
        says=(b"1", b"", b"3"),
    )
    again = stamp.Stamp.read(made.packed())
    assert again is not None
    assert again.packed() == made.packed()
    assert stamp.Stamp.read(made.packed()[:-1]) is None
    assert stamp.Stamp.read(b"") is None


def test_a_daemon_takes_up_what_is_kept_and_keeps_what_it_knows(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = Nobody()
    kept.say("check")
    (kept.root / BO).unlink()
    kept.put(ANA, "hives", "honey")
    parsed: list[str] = []

    def watched(path: VaultPath, data: bytes, ways: Ways) -> Note:
        parsed.append(path)
        return parse(path, data, ways)

    monkeypatch.setattr(parsing, "parse", watched)
    door = Door(kept.root, Pace(), before=found.before(kept.root, guests))
    asked = Asked(
        names=frozenset({EVERYTHING}),
        now=0.0,
        disk_now=time.time_ns() + LATER,
        today=date(2026, 11, 21),
    )
    state, _ = turn(State(), asked, door)
    assert parsed == [ANA]
    assert state.made is not None
    found.kept(kept.root, guests, state.made)
    records = Remembered.of(str(kept.root)).records
    assert BO not in records
    assert records[VaultPath(ANA)].settled
    parsed.clear()
    kept.say("check")
    assert {*parsed} <= {"Notes/Plan.md"}  # as it will be, its block filled
    assert kept.holds("after a daemon") == ""


def test_status_says_where_it_is_and_clean_removes_it(kept: Kept) -> None:
    kept.say("build")
    assert f"is kept in {kept.cache} (0.0 MB)" in kept.say("status")[1].decode()
    kept.say("clean --dry-run")
    assert kept.cache.exists()
    kept.say("clean")
    assert not kept.cache.exists()
    assert b"is kept in" not in kept.say("status")[1]


def test_templates_are_compiled_once_and_not_for_each_vault(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "code/templates.cache"
    monkeypatch.setattr(compiled, "_place", lambda: str(where))
    codes: dict[tuple[str, str], CodeType] = {}
    monkeypatch.setattr(template, "_known", lambda: codes)

    def built() -> int:
        codes.clear()
        kept.say("build", "--no-cache")
        fresh, _ = pages.known(shipped.templates())
        codes.clear()
        return fresh - compiled.know()

    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert built() > 0
    assert not where.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert built() == 0
    as_before = digests(kept.root)
    monkeypatch.setattr(Environment, "compile", Mock(side_effect=AssertionError))
    assert built() == 0
    assert digests(kept.root) == as_before
    monkeypatch.undo()
    where.write_bytes(where.read_bytes()[:-1])
    monkeypatch.setattr(compiled, "_place", lambda: str(where))
    assert compiled.know() == 0


def test_what_python_compiles_beside_the_code_is_no_other_program(
    tmp_path: Path,
) -> None:
    """The first command after an installation leaves `__pycache__` behind."""
    for name in ("one/a.py", "one/two/b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    def image() -> list[Image]:
        seen = walked(str(tmp_path), ("__pycache__",))
        return [folder.image(str(tmp_path)) for folder in seen]

    before = image()
    for place in ("one", "one/two"):
        (tmp_path / place / "__pycache__").mkdir()
        (tmp_path / place / "__pycache__" / "a.pyc").write_text("")
    assert image() == before
    (tmp_path / "one/c.py").write_text("")
    assert image() != before
