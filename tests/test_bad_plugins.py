"""A gallery of bad plugins: each ends in one clear line, and all of ours is right."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from tests.plugged import SHORT, Site, crew, site
from tests.test_switches import A_LIFE
from tests.whole import Vault
from vaultkit import build, changes, mark
from vaultkit.changes import Refuse, bytes_of
from vaultkit.settings import FILE
from vaultkit.snapshot import VaultPath, sort
from vaultkit.toolkit.fence import MIB, forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.build import Build
    from vaultkit.problems import Problem
    from vaultkit.snapshot import Snapshot
    from vaultkit.toolkit.registry import Registered

KEPT: Final = VaultPath("Network/raises.md")

PAGE = """
from vaultkit.toolkit import Page
seen = []
def find(asked):
{body}
page = Page(title={title!r}, find=find, template={template!r})
"""
# Where the system holds a process to a limit, that much is more than is left of it, and
# no machine would refuse it otherwise; elsewhere it has to be more than anybody has.
MUCH: Final = SHORT.memory * MIB if sys.platform == "linux" else 10**15
GROWS: Final = f"    bytearray({MUCH})\n    return [1]"
PAGES = {
    "raises": "    raise ValueError('of a note')",
    "writes": "    open('/tmp/no', 'w')",
    "writes-quietly": ("    try: open('/tmp/no', 'w')\n    except OSError: return [1]"),
    "sends": "    import socket\n    socket.socket()",
    "starts": "    import subprocess\n    subprocess.run(['true'])",
    "is-random": "    import random\n    return [1] * random.randrange(1, 9**6)",
    "counts": "    seen.append(1)\n    return seen",
    "grows": GROWS,
    "is-huge": "    return [1]",
    "misspells": "    return [1]",
    "exits": "    raise SystemExit(0)",
    "zaps-itself": "    import os\n    os._exit(3)",
    "yawns": "    import time\n    time.sleep(99)",
}
TEMPLATES = {"is-huge": "x" * 1_000_000, "misspells": "words\n{{ pge }}"}
MODULES = {
    "no_page": "page = 3",
    "no_module": "import nothing_of_this_name",
    "home": PAGE.format(body="    return [1]", title="Mine", template="{{ page }}"),
    "reconnect": PAGE.format(
        body="    return [1]", title="reconnect", template="{{ page }}"
    ),
    "reads": "def read(note, text):\n    raise KeyError(text)",
    "reads_nonsense": "def read(note, text):\n    return {1, 2}",
}
LAST = "Nothing else depends on it; `vaultkit plugins disable {name}` switches it off."
SAID = {
    "raises": "raised ValueError in bad_raises.py, line 5",
    "writes": "wanted to write a file",
    "writes-quietly": "wanted to write a file",
    "sends": "wanted to open a socket",
    "starts": "wanted to start a program",
    "is-random": "answered differently when it was asked the same again",
    "counts": "answered differently when it was asked the same again",
    "grows": "needed more memory than it may have",
    "is-huge": "answered with more than 900,000 bytes",
    "misspells": "has a template that fails in line 2 (TypeError)",
    "exits": "raised SystemExit in bad_exits.py, line 5",
    "zaps-itself": "ended the process it runs in",
    "yawns": "did not answer within 2 seconds",
}
SAID_OF_MODULES = {
    "no_page": "cannot be loaded: it answered with a `int` instead of a `Page`",
    "no_module": "cannot be loaded: it raised ModuleNotFoundError in "
    "bad_no_module.py, line 1",
    "home": "has a page called `home`, a name that vaultkit has already",
    "reconnect": "has a page called `again`, whose file cannot be called `reconnect`",
    "reads": "raised KeyError in bad_reads.py, line 2 when it read this note",
    "reads_nonsense": "answered with a `set` where `Read` is promised when it read "
    "this note",
}


def put_all(there: Site) -> list[Registered]:
    """Install every bad plugin."""
    adds: list[Registered] = []
    for name, body in PAGES.items():
        module = f"bad_{name.replace('-', '_')}"
        template = TEMPLATES.get(name, "{{ page|length }}")
        text = PAGE.format(body=body, title=name, template=template)
        entry = {f"pages:{name}": f"{module}:page"}
        adds += there.put(name, {f"{module}.py": text}, entry)
    for name, text in MODULES.items():
        group, what = ("readers", "read") if "read" in name else ("pages", "page")
        called = "again" if name == "reconnect" else name
        entry = {f"{group}:{called}": f"bad_{name}:{what}"}
        adds += there.put(name, {f"bad_{name}.py": text}, entry)
    return adds


class Case(NamedTuple):
    """A vault that was built with all of them as guests."""

    given: Vault
    snapshot: Snapshot
    made: Build
    out: frozenset[str]

    def told(self, name: str) -> list[Problem]:
        mine = f"the plugin `{name}` "
        return [one for one in self.made.problems if one.message.startswith(mine)]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with pytest.MonkeyPatch.context() as patch:
        guests = crew(*put_all(site(tmp_path_factory.mktemp("site"), patch)))
        given = Vault.of(A_LIFE)
        page = mark.sign("---\ntype: vaultkit-page\n---\nGood once.\n")
        snapshot = sort({**given.snapshot.notes, KEPT: bytes_of(page)}, (), ())
        made = build.build(snapshot, given.settings, given.today, guests=guests)
        guests.asking.end()
        yield Case(given, snapshot, made, frozenset(guests.asking.out.values()))


def test_all_of_our_pages_are_right(case: Case) -> None:
    tells = {"Network/This week.md", "Network/Notes to mend.md"}
    pages, ours = case.made.pages, case.given.pages
    assert {p: t for p, t in pages.items() if p not in tells} == {
        p: t for p, t in ours.items() if p not in tells
    }
    assert pages.keys() - ours.keys() == {"Network/Notes to mend.md"}


@pytest.mark.parametrize("name", SAID)
def test_a_bad_page_is_told_in_one_line(case: Case, name: str) -> None:
    (one,) = case.told(name)
    assert one.message == f"the plugin `{name}` {SAID[name]}"
    assert one.path == f"Network/{name}.md"
    assert one.advice == LAST.format(name=name)


@pytest.mark.parametrize("name", SAID_OF_MODULES)
def test_what_is_no_page_at_all_is_told_as_well(case: Case, name: str) -> None:
    lines = case.told(name)
    said = f"the plugin `{name}` {SAID_OF_MODULES[name]}"
    assert {one.message for one in lines} == {said}
    notes = set(case.given.snapshot.notes)
    assert {one.path for one in lines} == (notes if "read" in name else {FILE})
    assert len(lines) == len({one.path for one in lines})


def test_what_is_told_has_no_word_of_a_note(case: Case) -> None:
    mend = case.made.pages[VaultPath("Network/Notes to mend.md")]
    assert "the plugin" in mend
    assert "of a note" not in mend


def test_the_last_good_page_stays(case: Case) -> None:
    made = case.made
    todo = changes.plan(made.pages, case.snapshot, case.given.settings, made.refused)
    assert [type(change) for change in todo if change.path == KEPT] == [Refuse]


def test_what_would_cost_as_much_again_is_not_asked_again(case: Case) -> None:
    for name in ("yawns", "zaps-itself", "grows", "writes", "sends", "is-random"):
        assert SAID[name] in case.out
    assert SAID["raises"] not in case.out


@pytest.mark.parametrize(
    ("event", "given", "wanted"),
    [
        ("open", ("notes/x.md", "r", 0), ""),
        ("open", (3, "w", 1), ""),
        ("open", ("x", "a", 0), "file"),
        ("open", ("x", None, 0x42), "file"),
        ("os.rename", ("a", "b", -1, -1), "file"),
        ("os.listdir", (".",), ""),
        ("os.posix_spawn", ("x", (), {}), "program"),
        ("subprocess.Popen", ("x", (), None, None), "program"),
        ("shutil.rmtree", ("x", None), "file"),
        ("socket.connect", (None, ("127.0.0.1", 80)), "socket"),
        ("sqlite3.connect", (":memory:",), ""),
        ("sqlite3.connect", ("x.db",), "file"),
        ("import", ("json", None, [], [], []), ""),
    ],
)
def test_what_may_not_be(event: str, given: tuple[object, ...], wanted: str) -> None:
    said = forbidden(event, given)
    assert said.endswith(wanted)
    assert bool(said) == bool(wanted)


def test_the_first_answer_may_take_twice_the_time() -> None:
    assert SAID["yawns"].endswith(f"within {SHORT.clock * 2:g} seconds")


def test_paranoia_finds_sets_clocks_and_what_is_left_to_chance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two strangers are asked: sets have another order there, clocks other days."""
    there = site(tmp_path, monkeypatch)
    adds: list[Registered] = []
    for name, body in {
        "is-pure": "    return sorted({'a', 'b', 'c', 'd', 'e'})",
        "has-sets": "    return list({'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})",
        "asks-a-clock": "    import time\n    return time.strftime('%d')",
    }.items():
        module = name.replace("-", "_")
        words = "{% for one in page %}{{ one }} {% endfor %}"
        text = PAGE.format(body=body, title=name, template=words)
        entry = {f"pages:{name}": f"{module}:page"}
        adds += there.put(name, {f"{module}.py": text}, entry)
    guests = crew(*adds)
    given = Vault.of("--- Ana.md\ntype: person\n")
    made = build.build(given.snapshot, given.settings, given.today, guests=guests)
    assert {f"Network/{one.name}.md" for one in adds} <= made.pages.keys()

    given = Vault.of("--- Bo.md\ntype: person\n")
    guests.paranoid = True
    made = build.build(given.snapshot, given.settings, given.today, guests=guests)
    guests.asking.end()
    assert {one.path: one.problem.message for one in made.refused} == {
        f"Network/{name}.md": f"the plugin `{name}` answers differently elsewhere: "
        "its answer follows from more than it is asked with"
        for name in ("has-sets", "asks-a-clock")
    }
    assert VaultPath("Network/is-pure.md") in made.pages


def test_a_reader_that_is_given_up_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "from vaultkit.toolkit import Read\n"
        "def read(note, text):\n"
        "    if note.name == 'Bad': open('x', 'w')\n"
        "    return Read(properties={'interests': ['bees']})\n"
    )
    adds = site(tmp_path, monkeypatch).put(
        "bees", {"bees.py": text}, {"readers:bees": "bees:read"}
    )
    guests = crew(*adds)
    given = Vault.of("--- Ana.md\ntype: person\n--- Bo.md\ntype: person\n")
    made = build.build(given.snapshot, given.settings, given.today, guests=guests)
    assert "bees" in "".join(made.pages.values())
    assert not guests.gave_up()

    given = Vault({**given.files, "Bad.md": b"words"})
    build.rebuild(made, given.snapshot, given.settings, given.today, guests)
    assert guests.gave_up()
    assert not guests.gave_up()
    made = build.build(given.snapshot, given.settings, given.today, guests=guests)
    guests.asking.end()
    ours = given.build.pages
    assert {path: made.pages[path] for path in ours if "week" not in path} == {
        path: text for path, text in ours.items() if "week" not in path
    }
    (one,) = (one for one in made.told if one.code == "plugin-failed")
    assert one.message == "the plugin `bees` wanted to write a file"
    assert one.path == FILE
