"""Disks, files and names at their worst; docs/reliability.md lists what comes of it.

Whatever happens, every file of the user's is what it was, and whoever runs the command
is told what is wrong and what to do.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.test_cli import ran
from tests.test_frontmatter import BOMBS
from tests.timing import within
from tests.whole import Vault, digests, words
from vaultkit import vault
from vaultkit.notes.note import MOST_ENTRIES, MOST_LINKS, parse
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
linux = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
NOTE: Final = "---\ntype: person\ninterests: [bees]\n---\n- 2026-10-02 coffee: a walk\n"
DAY: Final = ("--today", "2026-11-21")


def fill(root: Path, *names: str, text: str = NOTE) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def codes(made: Vault) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in made.build.problems]


# --- one note at its worst -----------------------------------------------------------


def test_one_broken_note_costs_itself_alone(tmp_path: Path) -> None:
    fill(tmp_path, *(f"People/Friend {n}.md" for n in range(30)))
    broken = "---\ntype: person\ninterests: [bees\n---\n- 2026-10-02 coffee: a walk\n"
    fill(tmp_path, "People/Bo.md", text=broken)
    assert ran(tmp_path, "build", *DAY).code == 0
    checked = ran(tmp_path, "check")
    assert checked.code == 1
    assert "People/Bo.md:3" in checked.out
    page = (tmp_path / "Network/People I know.md").read_text("utf-8")
    assert all(f"Friend {n}]]" in page for n in range(30))
    assert "[[Bo]]" in page


@pytest.mark.parametrize(
    "day", words("2024-02-30 0000-00-00 12:30 99999-01-01 -1 2024-13-45T99:99 .nan")
)
def test_a_day_that_cannot_be_is_a_problem_of_its_property(day: str) -> None:
    made = Vault.of(f"--- People/Bo.md\nlast_contact: {day}\nmet: {day}\norg: Mill")
    assert {code for _, code in codes(made)} == {"date-unclear"}
    assert [one.org for one in made.book.people.values()] == ["Mill"]


def test_names_of_properties_that_break_other_readers_are_names() -> None:
    keys = words("content handler metadata on off yes 2024 null get items __class__")
    text = "".join(f"{key}: x\n" for key in keys)
    note = parse(VaultPath("A.md"), f"---\n{text}org: Mill\n---\nbody\n".encode())
    assert set(note.properties) >= {*keys, "org"}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_less_than_a_blink(name: str) -> None:
    """Fifty milliseconds; three times that for two thousand lines, each a mistake."""
    data = f"---\ntype: person\n{BOMBS[name]}\n---\n".encode()
    most = 0.15 if len(data) > 30_000 or "lines" in name else 0.05
    assert within(lambda: parse(VaultPath("A.md"), data), most)


@pytest.mark.parametrize(
    "data",
    [
        NOTE.encode("utf-16"),
        NOTE.encode("utf-32"),
        NOTE.encode() + b"\0",
        NOTE.replace("walk", "café").encode("latin-1"),
        NOTE.encode() + b"\xed\xa0\x80\xed\xb0\x80",
        NOTE.encode() + b"\xc0\x80\xf5\x80\x80\x80\xfe\xff",
    ],
    ids=["utf-16", "utf-32", "nul", "latin-1", "surrogates", "overlong"],
)
def test_bytes_that_are_no_text_are_named(data: bytes) -> None:
    made = Vault({"People/Ada.md": data, "People/Bo.md": NOTE.encode()})
    assert ("People/Ada.md", "file-not-text") in codes(made)
    assert any("[[Bo]]" in text for text in made.pages.values())
    (problem,) = [one for one in made.build.problems if one.code == "file-not-text"]
    assert "byte " in problem.message
    assert "UTF-8" in problem.advice


def test_of_a_million_links_in_one_line_some_are_read() -> None:
    line = "- 2026-11-02 coffee: " + "[[a]]" * 200_000
    note = parse(VaultPath("A.md"), line.encode())
    assert len(note.links) == MOST_LINKS
    assert [problem.code for problem in note.problems] == ["note-limit"]
    assert [entry.links for entry in note.entries] == [note.links]
    more = parse(
        VaultPath("A.md"), b"- 2026-11-02 [[a]] [[b]]\n" * (MOST_LINKS // 2 + 9)
    )
    assert more.links == tuple(link for one in more.entries for link in one.links)
    assert [problem.line for problem in more.problems] == [MOST_LINKS // 2 + 1]
    many = parse(VaultPath("A.md"), b"[[a]]" * 1_000_000)
    assert [problem.code for problem in many.problems] == ["file-too-large"]
    log = parse(VaultPath("A.md"), b"- 2026-11-02 coffee\n" * (MOST_ENTRIES + 2))
    assert len(log.entries) == MOST_ENTRIES
    assert [problem.line for problem in log.problems] == [MOST_ENTRIES + 1]


@pytest.mark.parametrize("indent", [" ", "  ", "\t", "> "])
def test_lists_within_lists_within_lists(indent: str) -> None:
    deep = "".join(f"{indent * (n // 10)}- [[A{n}]]\n" for n in range(3_000))
    chain = "- " * 10_000 + "[[Bo]]\n" + "> " * 10_000 + "[[Bo]]\n"
    files = {"2026-11-02.md": deep.encode(), "2026-11-03.md": chain.encode()}
    assert Vault({**files, "People/Bo.md": NOTE.encode()}).pages


def test_links_that_lead_in_rings_end() -> None:
    ring = {
        f"People/P{n}.md": f"---\nintroduced_by: '[[P{(n + 1) % 400}]]'\n"
        f"introduced_to: '[[P{n}]]'\nknows: ['[[P{n}]]']\n---\n- 2026-10-02 [[P{n}]]\n"
        for n in range(400)
    }
    chain = {
        f"T/{n}.md": f"---\ntype: topic\nbroader: {n + 1}\n---\n" for n in range(400)
    }
    loop = {
        f"T/L{n}.md": f"---\ntype: topic\nbroader: L{n ^ 1}\n---\n" for n in range(8)
    }
    files = {p: text.encode() for p, text in {**ring, **chain, **loop}.items()}
    made = Vault(files)
    assert made.pages
    assert sum(code == "topic-loop" for _, code in codes(made)) == 4


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one_alone_are_a_vault(count: int) -> None:
    made = Vault({f"People/P{n}.md": NOTE.encode() for n in range(count)})
    assert made.pages
    assert made.build.problems == ()


# --- files that are not what they seem -----------------------------------------------


@posix
def test_a_note_of_a_hundred_megabytes_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "People/Bo.md", "Huge.md")
    os.truncate(tmp_path / "Huge.md", 100 << 20)
    assert within(lambda: vault.read(tmp_path), 0.5)
    real, most = os.read, list[int]()

    def read(descriptor: int, size: int) -> bytes:
        most.append(size)
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    vault.read(tmp_path)
    assert most == [len(NOTE) + 1]
    done = ran(tmp_path, "build", *DAY)
    assert done.code == 0
    assert "Huge.md" in ran(tmp_path, "check").out


def _grows(path: Path) -> None:
    with path.open("a") as file:
        file.write("more\n" * 9)


def _goes(path: Path) -> None:
    path.unlink()


def _becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _becomes_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def _shrinks(path: Path) -> None:
    os.truncate(path, 3)


CHANGES: Final = (
    *(_grows, _goes, _becomes_a_folder, _becomes_a_pipe, _becomes_a_link, _shrinks),
)


@posix
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("call", ["open", "fstat", "read"])
def test_a_file_that_changes_while_it_is_read_costs_itself_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None],
    call: str,
) -> None:
    """Before it is opened, before it is asked what it is, before its bytes are had."""
    fill(tmp_path, "A.md", "B.md", "C.md")
    real, done = getattr(os, call), list[bool]()
    opened, really = dict[int, str](), os.open

    def opening(name: Any, *more: Any, **others: Any) -> int:  # noqa: ANN401 (as the system's)
        if call == "open" and str(name).endswith("B.md") and not done:
            done.append(True)
            change(tmp_path / "B.md")
        found = really(name, *more, **others)
        opened[found] = str(name)
        return found

    def meddled(descriptor: Any, *more: Any) -> Any:  # noqa: ANN401 (as the system's)
        if opened.get(descriptor, "").endswith("B.md") and not done:
            done.append(True)
            with suppress(FileNotFoundError):
                change(tmp_path / "B.md")
        return real(descriptor, *more)

    monkeypatch.setattr(os, "open", opening)
    if call != "open":
        monkeypatch.setattr(os, call, meddled)
    looked = vault.look(str(tmp_path), vault.Seen(), 0)
    monkeypatch.undo()
    read = {p: (f.data, f.marks[1]) for p, f in looked.files.items() if f.data}
    assert done
    assert {"A.md", "C.md"} <= read.keys() == looked.snapshot().notes.keys()
    assert all(
        b"root:" not in data and len(data) == size for data, size in read.values()
    )


# --- disks that fail -----------------------------------------------------------------


class Failing:
    """Lets the n-th call of some functions of `os` fail, and counts them."""

    def __init__(self, patch: pytest.MonkeyPatch, calls: str) -> None:
        self.at, self.count, self.root = -1, 0, "\0"
        for name in words(calls):
            self._let(patch, name, getattr(os, name))

    def _let(self, patch: pytest.MonkeyPatch, name: str, real: Any) -> None:  # noqa: ANN401 (as the system's)
        def failing(*given: Any, **more: Any) -> Any:  # noqa: ANN401 (as the system's)
            if given and str(given[0]).startswith(self.root):
                self.count += 1
                if self.count == self.at:
                    wrong = (errno.EACCES, errno.EIO, errno.EMFILE)[self.at % 3]
                    raise OSError(wrong, os.strerror(wrong), given[0])
            return real(*given, **more)

        patch.setattr(os, name, failing)

    def rounds(self, root: Path, most: int) -> Iterator[int]:
        """Yield 1, 2, 3 ... as long as there was a call of that number to fail."""
        for at in range(1, most):
            self.root, self.at, self.count = str(root), at, 0
            yield at
            if self.count < at:
                return
        raise AssertionError(f"more than {most} calls")


OPENING: Final = "open scandir lstat stat"


@posix
def test_permission_denied_at_every_open_costs_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "People/Ada.md", "vaultkit.toml", text="")
    failing = Failing(monkeypatch, OPENING)
    before = digests(tmp_path, without="Network")
    ends = set()
    for _ in failing.rounds(tmp_path, 200):
        done = ran(tmp_path, "build", *DAY, "--accept-loss")
        ends.add(done.code)
        assert "Traceback" not in done.err
        assert done.code in {0, 2, 3, 7}, done.err
        assert done.code == 0 or len(done.out + done.err) > 20
        failing.root = "\0"
        assert digests(tmp_path, without="Network") == before
    assert 0 in ends


class Entry:
    """What is in a folder; one question about one of them is answered with an error."""

    at, count = -1, 0

    def __init__(self, real: os.DirEntry[str]) -> None:
        self.real, self.name, self.path = real, real.name, real.path

    def _asked(self) -> os.DirEntry[str]:
        Entry.count += 1
        if Entry.count == Entry.at:
            raise PermissionError(errno.EACCES, "Permission denied", self.path)
        return self.real

    def is_symlink(self) -> bool:
        return self.real.is_symlink()

    def is_dir(self, **how: bool) -> bool:
        return self._asked().is_dir(**how)

    def stat(self, **how: bool) -> os.stat_result:
        return self._asked().stat(**how)


@posix
@pytest.mark.parametrize("linked", [False, True])
def test_a_disk_that_will_not_say_what_something_is_costs_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, linked: bool
) -> None:
    """As in a folder that may be listed and not searched, or where a file just went."""
    fill(tmp_path, "A.md", "B.md", "C.png")
    if linked:
        (tmp_path / "D.md").symlink_to("A.md")
    real = os.scandir

    @contextmanager
    def scandir(folder: str) -> Iterator[Iterator[Entry]]:
        with real(folder) as entries:
            yield map(Entry, entries)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "DirEntry", Entry)
    for at in range(1, 99):
        monkeypatch.setattr(Entry, "at", at)
        monkeypatch.setattr(Entry, "count", 0)
        looked = vault.look(str(tmp_path), vault.Seen(), 0)
        assert looked.snapshot().notes.keys() == {"A.md", "B.md"}
        if Entry.count < at:
            break
    assert at > 6


@posix
@pytest.mark.parametrize("wrong", [errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_vault_nobody_can_write_to_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: int
) -> None:
    """A read-only mount, a full disk: no page is half written, every page is named."""
    fill(tmp_path, "People/Ada.md", "Log.md")
    assert ran(tmp_path, "build", *DAY).code == 0
    fill(tmp_path, "People/Bo.md", text=NOTE.replace("bees", "bread"))
    before = digests(tmp_path)
    real = os.open

    def writing(name: Any, flags: int, *more: Any, **others: Any) -> int:  # noqa: ANN401 (as the system's)
        inside = str(name).startswith(str(tmp_path))
        if inside and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(wrong, os.strerror(wrong), name)
        return real(name, flags, *more, **others)

    monkeypatch.setattr(os, "open", writing)
    done = ran(tmp_path, "build", *DAY)
    said = ran(tmp_path, "log", "Ada: coffee, a walk")
    monkeypatch.undo()
    assert (done.code, said.code) == (7, 7)
    assert os.strerror(wrong) in done.out + done.err
    assert os.strerror(wrong) in said.err
    assert "Traceback" not in done.err
    assert digests(tmp_path) == before
    assert ran(tmp_path, "build", *DAY).code == 0


@posix
def test_a_state_folder_that_cannot_be_made_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = fill(tmp_path / "vault", "People/Ada.md")
    (tmp_path / "state").write_text("a file where a folder is needed")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for args in (("build", *DAY), ("status",), ("log", "Ada: coffee"), ("check",)):
        done = ran(root, *args)
        assert done.code in {0, 1}, done.err
        assert "Traceback" not in done.err
    assert (root / "Network/People I know.md").exists()


# --- names at their worst ------------------------------------------------------------

ODD: Final = (
    *words(
        "]] [[ | # ^ ` $ % & * ~ = + @ ! ? ; : , ' \" < > { } ( ) -rf -- .. \\ --help"
    ),
    *("a\nb", "a\tb", "a\x1b[31mb", "\x7f", "\u202egp.exe", "\u200b", "\u2028", "a  b"),
    *(
        " lead",
        "trail ",
        "dot.",
        "CON",
        "nul.md",
        "=cmd()",
        "é",
        "e\u0301",
        "🦊",
        "花子",
    ),
    *(
        "{{date}}",
        "{% x %}",
        "<% x %>",
        "%%x%%",
        "a" * 240,
        "\x01",
        "[x](y)",
        "a//b"[:2],
    ),
)


@linux
def test_a_note_may_have_any_name_the_disk_allows(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    for name in ODD:  # each with a mistake, so that each is named
        fill(
            root,
            f"People/{name}.md",
            text=NOTE.replace("---\n", "---\nlast_contact: x\n", 1),
        )
    raw = os.fsencode(root / "People") + b"/caf\xe9\xff.md"
    with open(raw, "w") as file:  # noqa: PTH123 (a name that is no text)
        file.write(NOTE)
    before = set(os.listdir(root / "People"))  # noqa: PTH208 (bytes too)
    for args in (("build", *DAY), ("check",), ("inspect", "--json"), ("build", *DAY)):
        done = ran(root, *args)
        assert done.code in {0, 1}, (args, done.err)
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out
    told = ran(root, "check").out
    assert "People/caf\\xe9\\xff.md:1:1: file-name " in told
    assert told.count(": date-unclear ") > 40
    assert set(os.listdir(root / "People")) == before  # noqa: PTH208 (bytes too)
    for page in (root / "Network").iterdir():
        text = page.read_text("utf-8")
        assert not set("\x1b\x01\x7f\u202e\u2028") & set(text), page


CHEAP, WHOLE = 3_000, 50_000


def open_files() -> int:
    """Return how many files this process has open, where the system says."""
    folder = "/proc/self/fd"
    return len(os.listdir(folder)) if sys.platform == "linux" else 0  # noqa: PTH208 (it is no folder)


@pytest.mark.parametrize("count", [CHEAP, pytest.param(WHOLE, marks=pytest.mark.soak)])
def test_very_many_files_in_one_folder(tmp_path: Path, count: int) -> None:
    for number in range(count):
        (tmp_path / f"{number}.md").touch()
    fill(tmp_path, "People/Bo.md")
    before = open_files()
    found = vault.read(tmp_path)
    assert open_files() == before
    assert len(found.notes) == count + 1
    names = [VaultPath(f"{number}.md") for number in range(count)]
    assert found.notes.keys() >= set(names)


def test_a_vault_inside_a_vault_is_part_of_it_and_keeps_its_pages(
    tmp_path: Path,
) -> None:
    fill(tmp_path, "People/Ada.md")
    inner = fill(tmp_path / "Old vault", "People/Bo.md")
    fill(inner, ".obsidian/app.json", text="{}")
    assert ran(inner, "build", *DAY).code == 0
    odd = fill(tmp_path / "Odd", "People/Cy.md")
    fill(odd, "vaultkit.toml", text='folder = "Mine"\n')
    assert ran(odd, "build", *DAY).code == 0
    before = digests(inner) | {f"../Odd/{n}": d for n, d in digests(odd).items()}
    assert ran(tmp_path, "build", str(tmp_path), *DAY).code == 0
    after = digests(inner) | {f"../Odd/{n}": d for n, d in digests(odd).items()}
    assert after == before
    assert "People I know" in "".join(before)
    page = (tmp_path / "Network/People I know.md").read_text("utf-8")
    assert "Ada" in page
    assert "Bo" in page
    assert ran(tmp_path, "clean", str(tmp_path)).code == 0
    assert digests(inner).items() <= before.items()
    assert {"People/Bo.md", ".obsidian/app.json"} <= digests(inner).keys()


# --- where pages may stand -----------------------------------------------------------

AWAY: Final = (
    *("../out", "/var/out", "C:\\out", "C:out", "\\\\host\\share", ".obsidian/plugins"),
    *(
        "a/../../out",
        "a/./b",
        "~/out",
        "CON",
        "a/nul",
        "x" * 300,
        "a\x00b",
        "a\nb",
        ".",
    ),
    *("%2e%2e/out", "..", "...", "a//b", ".git", "a/.b", "lpt1.md", "trailing.", "a/ "),
)


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize("key", ["folder", "page_names.home", "daily_folder"])
def test_no_setting_puts_a_file_out_of_the_vault(
    tmp_path: Path, away: str, key: str
) -> None:
    root = fill(tmp_path / "vault", "People/Ada.md")
    quoted = "".join(f"\\u{ord(char):04x}" for char in away)
    (root / "vaultkit.toml").write_text(f'{key} = "{quoted}"\n')
    outside = digests(tmp_path, without="vault")
    done = ran(root, "build", *DAY)
    ran(root, "log", "Ada: coffee")
    assert done.code in {0, 2, 7}, done.err
    assert digests(tmp_path, without="vault") == outside
    made = {name for name in digests(root) if name != "vaultkit.toml"}
    assert not any(part.startswith(".") for name in made for part in name.split("/"))


def test_names_that_differ_by_case_alone_are_one_page(tmp_path: Path) -> None:
    fill(tmp_path, "People/Ada.md")
    fill(tmp_path, "network/reconnect.MD", "NETWORK/this WEEK.md", text="mine")
    before = digests(tmp_path)
    done = ran(tmp_path, "build", *DAY)
    assert done.code == 7
    assert "page" in done.out + done.err
    assert {n: d for n, d in digests(tmp_path).items() if n in before} == before


# --- who may read what we write ------------------------------------------------------


@posix
def test_what_is_kept_outside_is_for_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = fill(tmp_path / "vault", "People/Ada.md")
    state = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    old = os.umask(0)
    try:
        assert ran(root, "build", *DAY).code == 0
        assert ran(root, "log", "Ada: coffee, a walk").code == 0
    finally:
        os.umask(old)
    kept = list(state.rglob("*"))
    assert any(path.is_file() for path in kept)
    vaults = [path for path in kept if path.parent.name == "vaults" or path.is_file()]
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in vaults}
    assert modes == {0}
    page = root / "Network/People I know.md"
    assert stat.S_IMODE(page.stat().st_mode) == 0o666


def test_reading_and_building_start_no_thread_that_stays(tmp_path: Path) -> None:
    before = threading.active_count()
    assert ran(fill(tmp_path, "People/Ada.md"), "build", *DAY).code == 0
    assert threading.active_count() == before
