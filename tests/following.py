"""Follow so many saves of a rich vault, each rebuild held against a build.

A program of its own as well: `python -m tests.following SAVES SEED`.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from tests.whole import ROOT, Vault
from vaultkit import build
from vaultkit.daemon.paranoia import compare
from vaultkit.network.connect import connect
from vaultkit.network.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.build import Build

    Files = dict[str, bytes]

TELL: Final = 100

LINES: Final = (
    "- 2026-11-0{n} coffee: [[{a}]] and [[{b}]] by the river",
    "- 2026-10-1{n} met: [[{a}]] and [[{b}]]",
    "- 2025-0{n}-11 promised: [[{a}]] the map",
    "- 2025-0{n}-12 kept: [[{a}]] the map",
    "- 2025-0{n}-13 gave: [[{a}]] a lift home",
    "- 2025-0{n}-14 got: [[{a}]] a good tip",
    "- 2025-0{n}-15 learned: [[{a}]] how to read a {t}",
    "- 2025-0{n}-16 asked: [[{a}]] about {t}",
    "- 2025-0{n}-17 needs: [[{a}]] {t}",
    "- 2025-0{n}-18 offers: [[{a}]] {t}",
    "- 2025-0{n}-19 likes: [[{a}]] {t}",
    "- 2025-0{n}-20 found: [[{a}]] {t}",
    "- 2026-11-0{n} not now: [[{a}]]",
    "- 2026-10-2{n} card: [[{a}]] about {t}",
    "- 2025-0{n}-21 came: [[{a}]] a commission",
    "- 2026-0{n}-21 wrote: [[{a}]] to thank them",
    "- 2026-0{n}-22 call: [[Somebody Without]] on {t}",
)
PROPERTIES: Final = (
    "needs: [{t}, {u}]",
    "offers: [{t}]",
    "interests: [{t}, {u}]",
    "learning: [{t}]",
    "circle: close",
    "circle: wider",
    "cadence: {n} weeks",
    "last_contact: 2024-0{n}-03",
    "season: resting",
    "season: ended",
    "private: true",
    "private: [interests]",
    "private: [circle, met]",
    "introduced_by: '[[{a}]]'",
    "introduced_to: '[[{a}]]'",
    "knows: ['[[{a}]]', '[[{b}]]']",
    "met: 2020-0{n}",
    "met_at: '[[{e}]]'",
    "place: Leeds",
    "role: {t}",
    "birthday: 11-0{n}",
    "vouch: [{t}]",
    "aliases: [{t} friend]",
    "org: '[[{a}]]'",
)
WHOLE: Final = (
    ("People/New {n}.md", "type: person\ninterests: [{t}, {u}]\nneeds: [{t}]"),
    ("People/New {n}.md", "type: person\noffers: [{u}]\nknows: '[[{a}]]'"),
    (
        "Introductions/Pair {n}.md",
        "type: introduction\nbetween: ['[[{a}]]', '[[{b}]]']\nwhy: {t}",
    ),
    (
        "Introductions/Pair {n}.md",
        "type: introduction\nbetween: ['[[{a}]]', '[[{b}]]']\nno: '[[{a}]]'",
    ),
    (
        "Introductions/Pair {n}.md",
        "type: introduction\nbetween: ['[[{a}]]', '[[{b}]]']\nintroduced: 2026-0{n}-01",
    ),
    (
        "Events/Gathering {n}.md",
        "type: event\ndate: 2026-11-1{n}\ntopics: {t}\npeople: ['[[{a}]]', '[[{b}]]']",
    ),
    (
        "Events/Meeting {n}.md",
        "type: meeting\ndate: 2026-10-2{n}\npeople: ['[[{a}]]', '[[{b}]]']",
    ),
    ("Topics/{t}.md", "type: topic\naliases: [{u} too]\nbroader: {u}"),
    ("Good/Thing {n}.md", "type: opportunity\ndate: 2026-0{n}-02\nthrough: '[[{a}]]'"),
    ("Ideas/Reconnect.md", "tags: [idea]"),
    ("Reconnect.md", "tags: [idea]"),
    ("Ideas/{a}.md", "tags: [idea]"),
)
CONFIG: Final = (
    b"page_limit = 3\n",
    b"drift_lower = 3.0\n",
    b'insights_off = ["help"]\n',
    b'pages_off = ["people"]\n',
    b'nearby = ["Leeds", "York"]\n',
    b"",
)


class Life:
    """A vault that is written in at random.

    Attributes:
        vault: The vault as it is.
        made: What was made of it, by one rebuild after the other.
    """

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 (a story, not a secret)
        folder = ROOT / "example-vault"
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_relative_to(folder / "Network")
        }
        self.vault = Vault(files)
        given = self.vault
        self.made = build.build(
            given.snapshot, given.settings, given.today, memory=Memory()
        )

    def save(self) -> str:
        """Do one thing to the vault, rebuild, and return what was done.

        Raises:
            PagesDifferError: The rebuild is not what a build is.
        """
        files = dict(self.vault.files)
        deeds = (*(self._line,) * 4, *(self._property,) * 4, self._note, self._rename)
        done = self._chance.choice((*deeds, self._less, self._remove, self._set))(files)
        days = self._chance.choice((0,) * 9 + (1,))
        self.vault = Vault(files, self.vault.today + timedelta(days=days))
        now = self.vault
        self.made = build.rebuild(self.made, now.snapshot, now.settings, now.today)
        return done

    def check(self) -> None:
        """Hold what was made against what is made from nothing.

        Raises:
            PagesDifferError: It is not the same.
        """
        now = self.vault
        compare(self.made, build.build(now.snapshot, now.settings, now.today))
        assert_alike(self.made)

    # --- what may be done

    def _filled(self, text: str) -> str:
        notes = [p for p in self.vault.files if p.startswith("People/")]
        events = [p for p in self.vault.files if p.startswith("Events/")]
        return text.format(
            n=self._chance.randrange(1, 9),
            a=self._name(notes),
            b=self._name(notes),
            e=self._name(events),
            t=self._chance.choice(("bees", "chess", "printing", "sails", "Bookkeeper")),
            u=self._chance.choice(("bookkeeping", "walking", "letterpress", "ships")),
        )

    def _name(self, paths: list[str]) -> str:
        found = self._chance.choice(paths or ["Nobody.md"])
        return found.rpartition("/")[2].removesuffix(".md")

    def _some(self, files: Files) -> str:
        notes = [path for path in files if path.endswith(".md")]
        people = [path for path in notes if path.startswith("People/")]
        return self._chance.choice(people if self._chance.random() < 0.7 else notes)

    def _line(self, files: Files) -> str:
        path, line = self._some(files), self._filled(self._chance.choice(LINES))
        files[path] = files[path].rstrip(b"\n") + f"\n{line}\n".encode()
        return f"{path}: {line}"

    def _property(self, files: Files) -> str:
        path, said = self._some(files), self._filled(self._chance.choice(PROPERTIES))
        text = files[path].decode()
        if not text.startswith("---\n"):
            text = f"---\ntype: person\n---\n{text}"
        head, _, body = text[4:].partition("\n---\n")
        key = said.partition(":")[0]
        kept, inside = [], False
        for line in head.split("\n"):
            inside = line.startswith(f"{key}:") or (inside and line[:1] in {" ", "-"})
            if not inside:
                kept.append(line)
        files[path] = "\n".join(["---", *kept, said, "---", body]).encode()
        return f"{path}: {said}"

    def _note(self, files: Files) -> str:
        path, said = map(self._filled, self._chance.choice(WHOLE))
        files[path] = f"---\n{said}\n---\n".encode()
        return f"{path} is new"

    def _less(self, files: Files) -> str:
        path = self._some(files)
        lines = files[path].split(b"\n")
        gone = lines.pop(self._chance.randrange(len(lines)))
        files[path] = b"\n".join(lines)
        return f"{path} without {gone!r}"

    def _rename(self, files: Files) -> str:
        path = self._some(files)
        new = path.replace(".md", f" {self._chance.randrange(9)}.md")
        files[new] = files.pop(path)
        return f"{path} is {new}"

    def _remove(self, files: Files) -> str:
        path = self._some(files)
        del files[path]
        return f"no {path}"

    def _set(self, files: Files) -> str:
        files["vaultkit.toml"] = self._chance.choice(CONFIG)
        return str(files["vaultkit.toml"])


def assert_alike(made: Build) -> None:
    """Hold a network that followed others against one that is made from nothing."""
    followed, fresh = made.network, connect(made.network.book)
    for name in fresh.__struct_fields__:
        had, has = getattr(followed, name), getattr(fresh, name)
        assert had == has, name
    for person, joined in fresh.ties.items():
        assert list(followed.ties[person].items()) == list(joined.items()), person


def follow(saves: int, seed: int, tell: Callable[[str], None]) -> None:
    """Save so often and hold after each save what must be true."""
    life, began = Life(seed), time.monotonic()
    tell(f"seed {seed}, {saves} saves")
    said: list[str] = []
    for number in range(1, saves + 1):
        said.append(life.save())
        try:
            life.check()
        except BaseException:
            tell("\n".join(("not true after", *said[-3:])))
            raise
        if number % TELL == 0:
            tell(f"{number} saves in {time.monotonic() - began:.0f} s")


def _say(said: str) -> None:
    print(said, flush=True)  # noqa: T201 (what it is run for)


if __name__ == "__main__":
    follow(int(sys.argv[1]), int(sys.argv[2]), _say)
