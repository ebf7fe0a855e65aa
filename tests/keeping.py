"""A vault on a real disk that a daemon keeps, and what people and programs do to it.

Every deed is done to a twin as well, which no daemon keeps: afterwards the two hold the
same notes, byte by byte, and the pages are those that a build from scratch makes.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from tests import inlaid
from tests.stories import DATES, PEOPLE, TOPICS, WORDS
from tests.whole import TODAY, run
from vaultkit import changes, vault
from vaultkit.daemon.patience import Pace
from vaultkit.daemon.watch import Clock, Watch
from vaultkit.problems import VaultEmptiedError
from vaultkit.snapshot import says_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.regenerate import Turn
    from vaultkit.vault import Claim

FAST: Final = Pace(
    quiet=0.03,
    ceiling=0.3,
    settle=0.08,
    late=1.0,
    poll=0.1,
    doubt=0.15,
    hold=0.0,
    beat=0.05,
    retry=0.05,
)
"""As patient as the daemon is, in a tenth of the time."""
CAREFUL: Final = replace(FAST, hold=0.3)
"""The same, but for notes with blocks: what somebody saves in two steps is theirs."""
BOARD: Final = ("home", "reconnect", "people limit=5 order=newest")
PAGES: Final = "Network"
_LONG: Final = 300.0
FOLDERS: Final = ("", "People/", "People/", "People/Old/", "Daily/")
SETTINGS: Final = (
    b"",
    b'blocks = true\nlink_style = "markdown"\n',
    b"blocks = true\npage_limit = 2\n",
    b'blocks = true\npages_off = ["interests"]\n',
    b"blocks = true\nbare_mentions = false\n",
)
TEMPLATES: Final = (
    "Messages/opt-in.md",
    "Messages/news.md",
    "reconnect.md.j2",
    "Mine.md.j2",
    "_mine.md.j2",
)
OWN_WORDS: Final = (
    b"Dear {{to}},\n\nhow did it go with {{other}}?\n",
    b"Dear {{whom}}, and [[Bo]]\n",
    b"---\ntitle: Letters\ninsights: reconnect\n---\n{{ page.quiet|length }}\n",
    b"---\ntitle: [\n",
)


# --- keeping -------------------------------------------------------------------------


@dataclass
class Kept:
    """A vault and its daemon, in a thread of this process."""

    root: Path
    pace: Pace = FAST
    today: date = TODAY
    poll: bool = False
    paranoid: bool = False
    turns: list[Turn] = field(default_factory=list)
    modes: list[Mode] = field(default_factory=list)
    shift: float = 0.0
    _thread: threading.Thread | None = None
    _cookies: int = 1_000_000

    def start(self, claim: Claim | None = None) -> None:
        """Begin to keep it."""
        clock = Clock(
            steady=time.monotonic,
            wall=lambda: time.time_ns() + int(self.shift * 1e9),
            today=lambda: self.today,
        )
        self.watch = Watch(
            self.root,
            clock,
            self.told,
            self.pace,
            poll=self.poll,
            paranoid=self.paranoid,
            claim=claim,
        )
        self._thread = threading.Thread(target=self.watch.run, daemon=True)
        self._thread.start()

    def told(self, turn: Turn, mode: Mode) -> None:
        self.turns.append(turn)
        self.modes.append(mode)

    def stop(self) -> None:
        """Keep it no more."""
        if self._thread is not None:
            self.watch.end(0)
            self._thread.join(_LONG)
            assert not self._thread.is_alive()
        self._thread = None

    def rest(self) -> None:
        """Wait until the daemon has heard of everything and done everything."""
        until = time.monotonic() + _LONG
        while time.monotonic() < until:
            name = self._cookie()
            soon = time.monotonic() + 1
            while time.monotonic() < soon:
                if name in self.watch.passed and self.watch.calm:
                    return
                time.sleep(0.005)
        assert self._thread is not None
        assert self._thread.is_alive(), "the daemon died"
        raise AssertionError(f"it never came to rest: {self.watch.agenda}")

    def _cookie(self) -> str:
        self._cookies += 1
        return vault.leave_cookie(self.root, self._cookies)

    def until(self, so: Callable[[], bool], patience: float = 20.0) -> None:
        """Wait until something is so."""
        end = time.monotonic() + patience
        while not so():
            assert time.monotonic() < end, "it never came"
            time.sleep(0.005)

    @property
    def built(self) -> int:
        """How many turns made the pages anew."""
        return sum(turn.built for turn in self.turns)

    @property
    def page(self) -> str:
        """The text of the page that names everybody."""
        return (self.root / PAGES / "People I know.md").read_text("utf-8")


def true(root: Path, today: date) -> None:
    """Hold the pages of a vault to what a build from scratch makes of it.

    Where most people are gone, or the settings cannot be read, nothing was touched.
    """
    found = run(root, today)
    try:
        changes.guard(found.snapshot, found.build.people)
    except VaultEmptiedError:
        return
    if any(problem.code == "settings-toml" for problem in found.build.problems):
        return
    late = [change for change in found.busy if not isinstance(change, changes.Refuse)]
    assert late == [], [(type(one).__name__, one.path, one.reason) for one in late]


def read_text(file: Path) -> str:
    return file.read_text("utf-8")


def notes(root: Path) -> dict[str, bytes]:
    """Return every file that is not a page of ours."""
    found = {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and not file.is_symlink()
    }
    return {name: data for name, data in found.items() if not says_ours(data)}


# --- what is written -----------------------------------------------------------------


def text(chance: Random) -> bytes:
    """Return a note that somebody could have written."""
    lines = []
    if chance.random() < 0.7:
        kind = chance.choice(("person", "person", "person", "event", "me", "recipe"))
        lines += ["---", f"type: {kind}"]
        if chance.random() < 0.4:
            lines.append(f"cadence: {chance.choice(('6 weeks', '45', 'quarterly'))}")
        for key in ("interests", "needs", "offers"):
            if chance.random() < 0.4:
                lines.append(f"{key}: [{chance.choice(TOPICS[:4])}]")
        lines.append("---" if chance.random() < 0.97 else "")
    for _ in range(chance.randrange(5)):
        who = chance.choice(PEOPLE)
        word = chance.choice(WORDS)
        lines.append(f"- {chance.choice(DATES)} {word}: [[{who}]] {chance.random()}")
    said = "\n".join([*lines, ""]).encode()
    return said + inlaid.pair(chance) if chance.random() < 0.15 else said


def name(chance: Random) -> str:
    """Return a name for a note."""
    folder = chance.choice(FOLDERS)
    stem = chance.choice(DATES[:8] if folder == "Daily/" else PEOPLE)
    return f"{folder}{stem}.md"


def copied(name: str) -> bool:
    """Return whether a sync left this copy: none is made of a copy again."""
    return "conflict" in name.casefold() or name.casefold().endswith(" 2.md")


# --- how editors save, by what they do to the disk -----------------------------------


def in_place(note: Path, data: bytes, chance: Random) -> None:
    """Save as nano, Obsidian and most others do: empty for a moment."""
    with note.open("wb") as file:
        file.flush()
        if chance.random() < 0.2:
            time.sleep(0.06)
        file.write(data)


def in_parts(note: Path, data: bytes, chance: Random) -> None:
    """Save in two writes with a pause between them."""
    with note.open("wb", buffering=0) as file:
        file.write(data[: len(data) // 2])
        time.sleep(chance.random() * 0.06)
        file.write(data[len(data) // 2 :])


def as_vim(note: Path, data: bytes, chance: Random) -> None:
    """Save as vim and emacs with backups do: the note is gone for a moment."""
    probe, swap = note.with_name("4913"), note.with_name(f".{note.name}.swp")
    swap.write_bytes(b"b0VIM")
    probe.touch()
    probe.unlink()
    backup = note.with_name(f"{note.name}~")
    if note.exists():
        note.rename(backup)
    if chance.random() < 0.3:
        time.sleep(0.06)
    note.write_bytes(data)
    backup.unlink(missing_ok=True)
    swap.unlink()


def as_emacs(note: Path, data: bytes, chance: Random) -> None:
    """Save as emacs does: in place, with a dangling link for a lock."""
    lock = note.with_name(f".#{note.name}")
    lock.symlink_to("somebody@somewhere.42:1")
    in_place(note, data, chance)
    lock.unlink()


def by_replacing(note: Path, data: bytes, chance: Random) -> None:
    """Save as `sed -i`, Syncthing and careful editors do: never empty, never gone."""
    beside = (f"sed{chance.randrange(10**6)}", f".syncthing.{note.name}.tmp")
    safe = f"{note.name}___jb_tmp___"
    temp = note.with_name(chance.choice((*beside, safe)))
    temp.write_bytes(data)
    temp.replace(note)


def as_git(note: Path, data: bytes, chance: Random) -> None:
    """Save as a checkout does: deleted, then created."""
    del chance
    note.unlink(missing_ok=True)
    note.write_bytes(data)


def as_copied(note: Path, data: bytes, chance: Random) -> None:
    """Save as `cp -p` does: the time is set back afterwards."""
    note.write_bytes(data)
    old = note.stat().st_mtime - chance.randrange(10**6)
    os.utime(note, (old, old))


SAVES: Final = (
    in_place,
    in_parts,
    as_vim,
    as_emacs,
    by_replacing,
    as_git,
    as_copied,
)


# --- deeds ---------------------------------------------------------------------------


@dataclass
class Life:
    """A vault, its twin, and whatever happens to them."""

    kept: Kept
    twin: Path
    done: int = 0

    @classmethod
    def begun(cls, folder: Path) -> Life:
        """Return a vault with a few people, kept."""
        root, twin = folder / "vault", folder / "twin"
        for top in (root, twin):
            (top / "Base").mkdir(parents=True)
            for number in range(14):
                friend = top / f"Base/Friend {number}.md"
                friend.write_text(
                    f"---\ntype: person\n---\n- 2026-0{1 + number % 9}-03\n"
                )
            (top / "vaultkit.toml").write_bytes(SETTINGS[-1])
            board = (f"<!-- vaultkit: {one} -->\n" for one in BOARD)
            (top / "Base/Board.md").write_bytes(
                b"".join(line.encode() + inlaid.CLOSE for line in board)
            )
        life = cls(Kept(root, CAREFUL), twin)
        life.kept.start()
        return life

    def do(self, deed: str, seed: int) -> None:
        """Do something to the vault and, the same way, to its twin."""
        self.done += 1
        getattr(self, deed)(Random(seed))  # noqa: S311 (a story, not a secret)

    def check(self) -> None:
        """Hold what must be true whenever it is quiet."""
        self.kept.rest()
        true(self.kept.root, self.kept.today)
        now, saved = notes(self.kept.root), notes(self.twin)
        assert now.keys() == saved.keys(), now.keys() ^ saved.keys()
        for path, data in now.items():
            if data != saved[path]:
                self.check_blocks(path, data, saved[path])
                (self.twin / path).write_bytes(data)

    def check_blocks(self, path: str, now: bytes, saved: bytes) -> None:
        """Hold that a note differs in its blocks alone, and that nothing is lost."""
        assert path.endswith(".md"), path
        for text in inlaid.kept(path, now, saved):
            aside = [*self.aside(), *map(read_text, self.kept.root.rglob("*(edited *"))]
            assert any(text in one for one in aside), (path, text)

    def aside(self) -> Iterator[str]:
        """Yield what was set aside since the last burst, whatever became of it."""
        for turn in self.kept.turns:
            for one in turn.written:
                if isinstance(one.change, changes.SetAside):
                    yield one.change.text

    def end(self) -> None:
        """Let it go."""
        self.kept.stop()

    def both(self, path: str) -> Iterator[Path]:
        """Yield a path in the vault and in its twin; its folder is there."""
        for top in (self.kept.root, self.twin):
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            yield top / path

    def some(self, chance: Random) -> str | None:
        """Return a note that is there, or None."""
        found = sorted(
            file.relative_to(self.twin).as_posix()
            for folder in ("People", "Daily", ".")
            for file in (self.twin / folder).rglob("*.md")
            if not file.is_relative_to(self.twin / "Base")
        )
        return chance.choice(found) if found else None

    # what people do

    def save(self, chance: Random) -> None:
        path = (self.some(chance) if chance.random() < 0.5 else None) or name(chance)
        data, how = text(chance), chance.choice(SAVES)
        note, other = self.both(path)
        how(note, data, chance)
        other.write_bytes(data)

    def add_line(self, chance: Random) -> None:
        path, who = self.some(chance), chance.choice(PEOPLE)
        for note in self.both(path) if path else ():
            with note.open("ab") as file:
                file.write(f"- 2026-11-20 coffee: [[{who}]] {who}\n".encode())

    def edit_blocks(self, chance: Random) -> None:
        """Edit a note with blocks, as it stands: what the daemon wrote is in it."""
        found = [*self.twin.rglob("*.md")]
        paths = [
            p.relative_to(self.twin) for p in found if inlaid.opened(p.read_bytes())
        ]
        if not paths:
            return
        note, other = self.both(chance.choice(sorted(paths)).as_posix())
        data = inlaid.edited(note.read_bytes(), chance)
        chance.choice(SAVES)(note, data, chance)
        other.write_bytes(data)

    def rename(self, chance: Random) -> None:
        path, to = self.some(chance), name(chance)
        if path and chance.random() < 0.2:
            to = path.swapcase().replace(".MD", ".md")
        for note, new in zip(self.both(path or ""), self.both(to), strict=True):
            if path:
                note.replace(new)

    def move_folder(self, chance: Random) -> None:
        folders = ("People/Old", "People/Older", "Old", "People/Old/Deep")
        path, to = chance.sample(folders, 2)
        if not (self.twin / path).is_dir() or to.startswith(f"{path}/"):
            return
        for folder, new in zip(self.both(path), self.both(to), strict=True):
            if not new.exists():
                folder.rename(new)

    def move_away_and_edit(self, chance: Random) -> None:
        data = text(chance)
        if not (self.twin / "People/Old").is_dir():
            return
        for top in (self.kept.root, self.twin):
            away = top.parent / f"away {top.name}"
            (top / "People/Old").rename(away)
            (away / "Bo.md").write_bytes(data)  # a watcher may still look here
            if data[-2:-1] in b"02468":
                away.rename(top / "People/Old")
            else:
                shutil.rmtree(away)

    def delete(self, chance: Random) -> None:
        path = self.some(chance)
        for note in self.both(path) if path else ():
            note.unlink()

    def touch(self, chance: Random) -> None:
        path = self.some(chance)
        for note in self.both(path) if path else ():
            note.touch()

    def chmod(self, chance: Random) -> None:
        path, mode = self.some(chance), chance.choice((0o600, 0o644, 0o640))
        for note in self.both(path) if path else ():
            note.chmod(mode)

    def add_other(self, chance: Random) -> None:
        path = f"{chance.choice(FOLDERS)}{chance.choice(('bee.png', 'Bo.canvas'))}"
        for file in self.both(path):
            if not file.exists():
                file.write_bytes(b"x")
            else:
                file.unlink()

    def change_settings(self, chance: Random) -> None:
        data = chance.choice(SETTINGS)
        for file in self.both("vaultkit.toml"):
            by_replacing(file, data, chance)

    def change_template(self, chance: Random) -> None:
        """Write or remove words of the vault's own, for a message or a page."""
        path, data = chance.choice(TEMPLATES), chance.choice(OWN_WORDS)
        how = chance.choice(SAVES)
        note, other = self.both(f"Templates/{path}")
        if other.exists() and chance.random() < 0.4:
            note.unlink()
            other.unlink()
        else:
            how(note, data, chance)
            other.write_bytes(data)

    def break_settings(self, chance: Random) -> None:
        """Type half a line into the settings, and then the rest."""
        for data in (b"not toml", chance.choice(SETTINGS)):
            for file in self.both("vaultkit.toml"):
                in_place(file, data, chance)
            time.sleep(0.1)

    # what programs do

    def conflict(self, chance: Random) -> None:
        path, data = self.some(chance), text(chance)
        ends = (
            ".sync-conflict-20261101-101010-ABCDEFG.md",
            " (conflicted copy 2026-11-01 101010).md",
            " 2.md",
        )
        if path and not copied(path):
            if chance.random() < 0.3:  # a copy of what stands there, blocks and all
                data = (self.kept.root / path).read_bytes()
            for copy in self.both(path.removesuffix(".md") + chance.choice(ends)):
                copy.write_bytes(data)

    def burst(self, chance: Random) -> None:
        for number in range(20):
            data = text(chance)
            for note in self.both(f"Daily/burst/2026-09-{number + 1:02}.md"):
                note.write_bytes(data)

    def clear_burst(self, chance: Random) -> None:
        del chance
        for folder in self.both("Daily/burst"):
            shutil.rmtree(folder, ignore_errors=True)

    # what happens to pages: they are the daemon's, so the twin has none

    def a_page(self, chance: Random) -> Path | None:
        found = sorted((self.kept.root / PAGES).glob("*.md"))
        return chance.choice(found) if found else None

    def add_below(self, chance: Random) -> None:
        if (page := self.a_page(chance)) is not None:
            with page.open("a") as file:
                file.write("mine\n")

    def edit_page(self, chance: Random) -> None:
        page = self.a_page(chance)
        if page is None or "(edited" in page.name:
            return
        with suppress(FileNotFoundError):  # the daemon took it away meanwhile
            said = page.read_text("utf-8")
            page.write_text(said.replace("type: v", "x: 1\ntype: v", 1))

    def delete_page(self, chance: Random) -> None:
        if (page := self.a_page(chance)) is not None:
            page.unlink(missing_ok=True)

    def conflict_page(self, chance: Random) -> None:
        page = self.a_page(chance)
        if page is not None and not copied(page.name):
            name = f"{page.stem}.sync-conflict-20261101-101010-ABCDEFG.md"
            with suppress(FileNotFoundError):  # as above
                shutil.copyfile(page, page.with_name(name))

    def tidy(self, chance: Random) -> None:
        """Throw away what was set aside and what a sync left, as people do at last."""
        del chance
        for page in self.kept.root.rglob("*.md"):
            pages = page.parent.name == PAGES
            if (pages and copied(page.name)) or "(edited" in page.name:
                page.unlink(missing_ok=True)
        for path in [file.relative_to(self.twin) for file in self.twin.rglob("*.md")]:
            if copied(path.name):
                for copy in self.both(path.as_posix()):
                    copy.unlink()

    # what happens to the daemon

    def next_day(self, chance: Random) -> None:
        self.kept.today += timedelta(days=chance.choice((1, 1, 1, 30)))

    def sleep(self, chance: Random) -> None:
        self.kept.shift += chance.choice((-3600, 3600))

    def restart(self, chance: Random) -> None:
        self.kept.stop()
        for _ in range(chance.randrange(3)):
            self.save(chance)
        self.kept.start()

    def reload(self, chance: Random) -> None:
        del chance
        self.kept.watch.reload()

    def unmount(self, chance: Random) -> None:
        """Take the whole vault away, and bring it back."""
        away = self.kept.root.with_name("unmounted")
        self.kept.root.rename(away)
        time.sleep(chance.choice((0, 0.2)))
        away.rename(self.kept.root)


OFTEN: Final = (
    "save",
    "save",
    "save",
    "save",
    "add_line",
    "add_line",
    "edit_blocks",
    "edit_blocks",
    "rename",
    "delete",
)
SELDOM: Final = (
    *("move_folder", "move_away_and_edit", "touch", "chmod", "add_other"),
    *(
        "change_settings",
        "change_template",
        "break_settings",
        "conflict",
        "burst",
        "clear_burst",
        "add_below",
        "edit_page",
    ),
    *("delete_page", "conflict_page", "tidy", "next_day", "sleep", "restart", "reload"),
    *("unmount",),
)
DEEDS: Final = OFTEN + SELDOM
