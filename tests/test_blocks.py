from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.stories import vaults
from tests.test_laws import applied, planned
from tests.whole import Vault, digests, run
from vaultkit import build, changes, mark, vault
from vaultkit.between import emptied, filled
from vaultkit.changes import Fill, Keep, Refuse, SetAside
from vaultkit.daemon.patience import EVERYTHING, Pace
from vaultkit.daemon.regenerate import Asked, Door, State, Turn, turn
from vaultkit.insertion import lines
from vaultkit.notes.note import parse
from vaultkit.pages import paths
from vaultkit.pages.inlay import wanted
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.changes import Change
    from vaultkit.notes.note import Note

TODAY: Final = date(2026, 11, 21)
NOTE: Final = VaultPath("Daily/2026-11-21.md")
TEXT: Final = "- [[Ada]]: quiet since 3 May 2026.\n\n- **b**\n\n```\ncode\n```"

# --- one note, any bytes around and between ------------------------------------------

OPEN: Final = "<!-- vaultkit: reconnect limit=3 -->"
CLOSE: Final = "<!-- /vaultkit -->"
ENDS: Final = ("\n", "\r\n", "\r")
PIECES: Final = (
    OPEN,
    CLOSE,
    f"<!-- /vaultkit {'0' * 16} -->",
    f"<!-- /vaultkit {mark.digest(TEXT)} -->",
    f"{OPEN[:-3]} freeze -->",
    *("```", "~~~~", "> ```", "- ```", "`", "    ", "\t", "%%", "<!--", "-->"),
    *("words", "- [[Ada]] coffee", "## 2026-11-02", "é\u2028", "---", "", "  ", "> x"),
    TEXT,
)


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    """Draw a note in which blocks may stand, whole or not, in anything."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=14))
    ends = draw(st.lists(st.sampled_from(ENDS), min_size=1, max_size=3))
    text = "".join(
        piece.replace("\n", ends[n % len(ends)]) + ends[n % len(ends)]
        for n, piece in enumerate(pieces)
    )
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    head = draw(st.sampled_from(("", "\ufeff", "---\ntype: person\n---\n", "---\r\n")))
    odd = draw(st.sampled_from((b"", b"", b"", b"\xff", b"\0")))
    return head.encode() + text.encode() + odd


def outside(data: bytes, note: Note) -> list[bytes]:
    """Return what stands around the blocks, first lines and indents included."""
    every, at, found = lines(data), 0, []
    for block in note.blocks:
        found.append(data[at : every[block.first].start])
        last = every[block.last - 1]
        comment = re.search(rb"<!--.*-->", data[last.start : last.end])
        assert comment is not None
        found.append(data[last.start : last.start + comment.start()])
        at = last.start + comment.end()
    return [*found, data[at:]]


@given(notes(), st.sampled_from((TEXT, "", "one line", "a\n\n<!-- x -->", "```")))
@example(f"{OPEN}\r\n{CLOSE}".encode(), TEXT)
@example(f"\ufeff{OPEN}\n{CLOSE}\n".encode(), TEXT)
@example(f"a\n{OPEN}\n{CLOSE}\n{OPEN}\r{TEXT}\r{CLOSE}\rb".encode(), TEXT)
@example(f"~~~\n{OPEN}\n{CLOSE}\n~~~\n{OPEN}\n  {CLOSE}  ".encode(), TEXT)
@example(f"{OPEN}\n{CLOSE}\n".encode(), f"x\n{CLOSE}")
def test_no_byte_outside_changes_and_twice_is_once(data: bytes, text: str) -> None:
    note = parse(NOTE, data)
    texts = {block.first: text for block in note.blocks if "freeze" not in block.asked}
    once = filled(NOTE, data, note, texts)
    if not texts or once.wrong:
        assert once.data == data
        return
    after = parse(NOTE, once.data)
    assert outside(once.data, after) == outside(data, note)
    assert [block.asked for block in after.blocks] == [b.asked for b in note.blocks]
    # Whatever stood there and was not ours stands there still, or goes into a file.
    every = lines(data)
    for block in note.blocks:
        stood = data[every[block.first].start : every[block.last - 1].start]
        ours = block.signed == mark.digest(stood.decode().replace("\r", "\n").strip())
        known = ours or block.signed == mark.digest(text) or stood in once.data
        plain = re.sub(r"\s+", " ", stood.decode()).strip()
        kept = [re.sub(r"\s+", " ", one).strip() for one in once.aside]
        assert known or not plain or plain in kept

    again = {block.first: text for block in after.blocks if "freeze" not in block.asked}
    twice = filled(NOTE, once.data, after, again)
    assert twice.data == once.data
    assert twice.aside == ()
    bare = emptied(NOTE, once.data)
    assert outside(bare.data, parse(NOTE, bare.data)) == outside(data, note)
    assert emptied(NOTE, bare.data).data == bare.data


def test_what_is_put_in_has_the_line_ends_of_the_note() -> None:
    data = f"a\r\n{OPEN}\r\n{CLOSE}\r\nb".encode()
    now = filled(NOTE, data, parse(NOTE, data), {2: "x\ny"}).data
    digest = mark.digest("x\ny")
    said = f"a\r\n{OPEN}\r\n\r\nx\r\ny\r\n\r\n<!-- /vaultkit {digest} -->\r\nb"
    assert now == said.encode()
    spaced = now.replace(b"x\r\n", b"x \r\n")
    assert filled(NOTE, spaced, parse(NOTE, spaced), {2: "x\ny"}).data == spaced
    gone = filled(NOTE, spaced, parse(NOTE, spaced), {2: ""}).data
    assert gone == data.replace(b"/vaultkit", b"/vaultkit " + mark.digest("").encode())


def test_what_a_block_asks_for() -> None:
    assert wanted("shared with me") == ("shared with me", 0, "", False, "")
    full = wanted("Who could help whom limit=3 ORDER=Name freeze")
    assert full == ("Who could help whom", 3, "name", True, "")
    for wrong in ("limit=0", "limit=501", "limit=x", "order=luck", "of=Ada", "limit=²"):
        assert wanted(f"brief {wrong} limit=2").wrong == wrong


# --- a whole vault -------------------------------------------------------------------

STORY: Final = """
    --- vaultkit.toml
    blocks = true
    --- Me.md
    type: me
    offers: bookkeeping
    interests: bees
    --- People/Ada Moss.md
    cadence: 2 weeks
    interests: bees
    needs: a bookkeeper

    - 2026-05-03 coffee: hives on the roof

    <!-- vaultkit: brief -->
    <!-- /vaultkit -->

    <!-- vaultkit: shared with me -->
    <!-- /vaultkit -->

    <!-- vaultkit: could help -->
    <!-- /vaultkit -->
    --- People/Bo Lind.md
    cadence: 2 weeks

    - 2026-06-07 call: the fair
    --- Daily/2026-11-20.md
    - coffee: [[Bo Lind]] the fair again
    --- Dashboard.md
    <!-- vaultkit: Reconnect limit=1 -->
    <!-- /vaultkit -->
    - [ ] mine, and [[Ada Moss]] too
"""


def block(given: Vault, path: str, n: int = 0) -> str:
    """Return what stands in a block, its lines included."""
    found = re.findall(
        r"<!-- vaultkit:.*?<!-- /vaultkit[^\n]*", given.files[path].decode(), re.DOTALL
    )
    return str(found[n])


def true(given: Vault) -> Vault:
    """Return the vault once everything that is planned is done."""
    return applied(given, planned(given))


def busy(given: Vault) -> list[Change]:
    return [one for one in planned(given) if not isinstance(one, Keep)]


def with_file(given: Vault, path: str, old: str, new: str) -> Vault:
    text = given.files[path].decode()
    assert old in text
    return Vault({**given.files, path: text.replace(old, new).encode()}, given.today)


def test_blocks_say_what_pages_say_and_are_no_source() -> None:
    first = Vault.of(STORY)
    after = true(first)
    told = block(after, "Dashboard.md").split("\n")
    assert told[2] == "**Longer than you had in mind**"
    assert told[4].startswith("- [[Ada Moss]]: quiet since [[")
    assert "Bo Lind" not in block(after, "Dashboard.md"), "one row was asked for"
    ada = "People/Ada Moss.md"
    assert block(after, ada).split("\n")[2] == (
        "- 3 May 2026 (coffee): “hives on the roof”"
    )
    assert "- bees" in block(after, ada, 1)
    assert "You could help with a bookkeeper" in block(after, ada, 2)
    assert "## " not in "".join(block(after, ada, n) for n in range(3))

    assert busy(after) == [], "twice is once"
    assert [e.origin for e in after.book.encounters] != []
    met = [(e.date, e.people) for e in after.book.encounters]
    assert met == [(e.date, e.people) for e in first.book.encounters]
    assert dict(after.pages) == dict(true(after).pages)


def test_blocks_are_off_until_the_settings_say_so() -> None:
    off = with_file(Vault.of(STORY), "vaultkit.toml", "blocks = true", "")
    assert not [one for one in planned(off) if isinstance(one, Fill)]


def test_pages_name_the_lines_that_are_there_in_the_end() -> None:
    story = STORY + "    - 2026-02-30 coffee: no such day\n"
    after = true(Vault.of(story))
    line = (
        after.files["Dashboard.md"]
        .decode()
        .split("\n")
        .index("- 2026-02-30 coffee: no such day")
    )
    assert f"Line {line + 1}: " in after.pages[VaultPath("Network/Notes to mend.md")]
    assert busy(after) == []


def test_an_edited_block_is_never_written_over() -> None:
    after = true(Vault.of(STORY))
    mine = with_file(
        after, "Dashboard.md", "- [[Ada Moss]]: quiet", "- wrote her! quiet"
    )
    changed = with_file(mine, "People/Bo Lind.md", "06-07", "01-07")
    assert "wrote her!" in block(true(changed), "Dashboard.md")
    assert [p.code for p in changed.build.problems] == ["block-edited"]
    assert true(true(changed)).files == true(changed).files

    # Its digest taken out, it may be filled anew: what stood there is set aside.
    freed = re.sub(rb"/vaultkit \w+", b"/vaultkit", changed.files["Dashboard.md"])
    free = Vault({**changed.files, "Dashboard.md": freed})
    (kept,) = (one for one in planned(free) if isinstance(one, SetAside))
    assert "wrote her!" in kept.text
    assert [p.code for p in changes.problems(planned(free))] == ["block-edited"]
    anew = true(free)
    assert "wrote her!" not in block(anew, "Dashboard.md")
    assert "wrote her!" in anew.files[kept.to].decode()
    assert busy(anew) == []
    assert kept.to not in anew.snapshot.notes

    # Emptied, it is filled as well.
    every = lines(changed.files["Dashboard.md"])
    data = changed.files["Dashboard.md"]
    (stood,) = parse(NOTE, data).blocks
    bare = data[: every[stood.first].start] + data[every[stood.last - 1].start :]
    assert "quiet since" in block(
        true(Vault({**changed.files, "Dashboard.md": bare})), "Dashboard.md"
    )


def test_freeze_keeps_a_block_and_clean_leaves_it() -> None:
    after = true(Vault.of(STORY))
    frozen = with_file(after, "Dashboard.md", "limit=1 -->", "limit=1 freeze -->")
    changed = with_file(frozen, "People/Ada Moss.md", "2026-05-03", "2026-05-04")
    assert block(true(changed), "Dashboard.md") == block(changed, "Dashboard.md")
    by_path = {change.path: change for change in changes.clean(changed.snapshot)}
    assert isinstance(by_path[VaultPath("Dashboard.md")], Keep)
    fill = by_path[VaultPath("People/Ada Moss.md")]
    assert isinstance(fill, Fill)
    story = Vault.of(STORY).files["People/Ada Moss.md"]
    assert fill.data == story.replace(b"2026-05-03", b"2026-05-04")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("Dashboard.md", "Reconnect", "Recollect", "block-unknown"),
        ("Dashboard.md", "Reconnect limit=1", "brief", "block-unknown"),
        ("Dashboard.md", "limit=1", "limit=none", "block-unknown"),
        ("Me.md", "bees\n---\n", f"bees\n---\n{OPEN}\n", "block-broken"),
        ("Dashboard.md", "<!-- /vaultkit -->\n", "", "block-broken"),
    ],
)
def test_what_is_wrong_with_a_block_is_told_and_nothing_is_written(
    path: str, old: str, new: str, code: str
) -> None:
    wrong = with_file(Vault.of(STORY), path, old, new)
    assert [(p.path, p.code) for p in wrong.build.problems] == [(path, code)]
    after = true(wrong)
    assert after.files[path] == wrong.files[path]
    assert "hives" in block(after, "People/Ada Moss.md")
    assert code_told(wrong, code)


def code_told(given: Vault, code: str) -> bool:
    return code in {one.code for one in given.build.told}


def test_a_note_that_is_not_utf8_is_not_written() -> None:
    given = Vault.of(STORY)
    odd = Vault({**given.files, "Dashboard.md": given.files["Dashboard.md"] + b"\xff"})
    (refused,) = (one for one in planned(odd) if isinstance(one, Refuse))
    assert refused.problem.code == "block-unwritable"


def test_a_block_about_somebody_private_stays_as_it_is() -> None:
    private = with_file(
        Vault.of(STORY), "People/Ada Moss.md", "cadence", "private: true\ncadence"
    )
    after = true(private)
    assert after.files["People/Ada Moss.md"] == private.files["People/Ada Moss.md"]
    assert "Ada" not in block(after, "Dashboard.md")


def test_on_disk_nothing_but_blocks_and_pages_changes(tmp_path: Path) -> None:
    for path, data in Vault.of(STORY).files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "Dashboard.md").chmod(0o640)
    before = digests(tmp_path, without="Network")
    first = run(tmp_path, TODAY)
    note = tmp_path / "People/Ada Moss.md"
    note.write_bytes(note.read_bytes() + b"typed meanwhile\n")
    outcomes = vault.apply(tmp_path, first.changes)
    failed = [one.problem for one in outcomes if one.problem]
    assert [(p.path, p.code) for p in failed] == [
        ("People/Ada Moss.md", "block-unwritable")
    ]
    assert note.read_bytes().endswith(b"typed meanwhile\n")
    vault.apply(tmp_path, run(tmp_path, TODAY).changes)
    assert run(tmp_path, TODAY).busy == ()
    assert (tmp_path / "Dashboard.md").stat().st_mode & 0o777 == 0o640
    after = digests(tmp_path, without="Network")
    assert {p for p in after if after[p] != before.get(p)} == {
        "Dashboard.md",
        "People/Ada Moss.md",
    }
    vault.apply(tmp_path, changes.clean(vault.read(tmp_path)))
    note.write_bytes(note.read_bytes().removesuffix(b"typed meanwhile\n"))
    assert digests(tmp_path) == before


# --- in any vault --------------------------------------------------------------------

ASKED: Final = (
    *("reconnect", "people limit=2", "home", "problems", "events order=newest"),
    *("brief", "shared with me", "could help", "help freeze", "nothing"),
)


@st.composite
def with_blocks(draw: st.DrawFn) -> Vault:
    """Draw a vault of any kind, with blocks anywhere in its notes, whole or not."""
    given = draw(vaults())
    files = dict(given.files)
    for path in [path for path in files if path.endswith(".md")]:
        found = files[path].split(b"\n")
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(found)))
            asked = draw(st.sampled_from(ASKED))
            pair = [f"<!-- vaultkit: {asked} -->".encode(), CLOSE.encode()]
            found[at:at] = pair[: draw(st.sampled_from((2, 2, 2, 2, 1)))]
        files[path] = b"\n".join(found)
    config = files.get("vaultkit.toml", b"")
    return Vault({**files, "vaultkit.toml": b"blocks = true\n" + config}, given.today)


@settings(max_examples=8)
@given(with_blocks())
def test_blocks_keep_the_laws(given: Vault) -> None:
    after = true(given)
    assert busy(true(after)) == busy(after)
    assert not [one for one in busy(after) if not isinstance(one, Refuse)]
    again = build.rebuild(given.build, after.snapshot, after.settings, after.today)
    assert dict(again.pages) == dict(after.pages)
    assert (again.filled, again.problems) == (after.build.filled, after.build.problems)

    # What stands in them is no source: but for lines that moved, all says the same.
    mend = paths(given.settings)["problems"]
    pages = [{p: t for p, t in v.pages.items() if p != mend} for v in (given, after)]
    assert pages[0] == pages[1]
    # And no byte around them is another.
    for path, data in given.snapshot.notes.items():
        note, now = given.notes.get(path), after.notes.get(path)
        if note is not None and now is not None:
            assert outside(after.files[path], now) == outside(data, note)
        else:
            assert after.files[path] == data


# --- kept by the daemon --------------------------------------------------------------


@dataclass
class Watched:
    """A vault on disk and the daemon's turns over it, with no clock but ours."""

    root: Path
    state: State = field(default_factory=State)

    def turned(self, later: float, *names: str) -> Turn:
        """Take a turn so many seconds after the dashboard was saved last."""
        saved = (self.root / "Dashboard.md").stat().st_mtime_ns
        asked = Asked(
            names=frozenset(names or (EVERYTHING,)),
            now=later,
            disk_now=saved + int(later * 1e9),
            today=TODAY,
        )
        door = Door(self.root, Pace(hold=10.0))
        self.state, said = turn(self.state, asked, door)
        return said


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    for path, data in Vault.of(STORY).files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return Watched(tmp_path)


def test_watch_fills_blocks_when_nobody_writes_and_never_loops(
    watched: Watched,
) -> None:
    board = watched.root / "Dashboard.md"
    # Somebody just saved it: its block is left alone, and the next look is planned.
    said = watched.turned(1.0)
    assert {"Dashboard.md", "People/Ada Moss.md"} <= set(said.held)
    assert said.again == pytest.approx(10.0, abs=0.5)
    assert "quiet since" not in board.read_text("utf-8")
    said = watched.turned(11.0)
    assert "quiet since" in board.read_text("utf-8")
    assert [one.change.path for one in said.written].count(
        VaultPath("Dashboard.md")
    ) == 1
    text, when = board.read_bytes(), board.stat().st_mtime_ns
    for later in (12.0, 30.0):
        said = watched.turned(later, "Dashboard.md", "People/Ada Moss.md")
        assert (said.written, said.held, said.built) == ((), (), False)
        said = watched.turned(later + 1)
        assert (said.written, said.held) == ((), ())
    assert (board.read_bytes(), board.stat().st_mtime_ns) == (text, when)


def test_watch_follows_the_notes_and_leaves_what_is_typed(watched: Watched) -> None:
    board = watched.root / "Dashboard.md"
    watched.turned(20.0)
    note = watched.root / "People/Bo Lind.md"
    note.write_text(note.read_text("utf-8").replace("06-07", "01-07"), "utf-8")
    (watched.root / "Daily/2026-11-20.md").unlink()
    for later in (40.0, 50.0):
        watched.turned(later)
    assert "Bo Lind" in board.read_text("utf-8")
    board.write_bytes(board.read_bytes().replace(b"quiet since", b"wrote to him"))
    for later in (0.0, 20.0, 40.0):
        watched.turned(later)
        assert "wrote to him" in board.read_text("utf-8")
    assert watched.state.made is not None
    problems = watched.state.made.build.problems
    assert "block-edited" in {one.code for one in problems}
