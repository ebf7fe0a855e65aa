"""Nothing leaves this machine: no command opens a socket or starts a program."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import pytest

from tests.test_cli import Ran, ran
from tests.whole import ROOT
from vaultkit.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = ("--today", "2026-11-21")
RUNS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "demo": (("../demo",),),
    "init": (("--help",), ("../new",)),
    "build": (DAY, ("--json", *DAY), ("--check", *DAY), ("--dry-run", *DAY)),
    "watch": (("--help",), ("--quiet-time", "1")),
    "status": ((), ("--json",)),
    "service": (("install", "--print", "--for", "linux"),),
    "check": ((), ("--json",)),
    "person": (("Priya",), ("Nobody at all",)),
    "recall": (("bees",),),
    "who": (("bees",),),
    "why": (("Priya",),),
    "log": (("Priya: coffee, http://evil.example/x [a](http://b.example)",),),
    "introduce": (("Priya", "Tomas"),),
    "new": (("person", "http evil"),),
    "inspect": (("--json",),),
    "clean": ((),),
    "import": (("csv", "../people.csv"), ("vcard", "../people.csv")),
    "export": (("vcard",), ("csv",), ("ical",), ("graphml",), ("json",)),
    "schema": ((),),
    "plugins": ((),),
    "trust": ((),),
}
"""Some ways to run each command, so that it does what it is for."""

WATCHED: Final = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
)
STARTS: Final = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


class Guard:
    """Notes down every socket and every program, and who asked for it, while on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self.heard)  # for good: it cannot be taken away again

    def heard(self, event: str, given: tuple[object, ...]) -> None:
        local = event == "socket.__new__" and given[1:2] == (socket.AF_UNIX,)
        if self.on and not local and event.startswith(("socket.__new__", *WATCHED)):
            self.seen.append(f"{event} {given!r}")
        if self.on and event.startswith(STARTS):
            self.seen.append(f"{event} {given!r}")


GUARD: Final = Guard()


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    monkeypatch.setattr(GUARD, "seen", [])
    return GUARD


def saved_and_seen(root: Path, over: threading.Event) -> None:
    """Save a note once the pages are there, wait for the page of it, and end it all."""
    page, name, until = root / "Network/People I know.md", "Zoe Ashdown", 60
    began = time.monotonic()
    while not over.wait(0.05) and time.monotonic() - began < until:
        if not page.exists():
            continue
        (root / f"People/{name}.md").write_text("---\ntype: person\n---\n")
        if name in page.read_text("utf-8"):
            break
    os.kill(os.getpid(), signal.SIGTERM)


def watched(root: Path, *args: str) -> Ran:
    """Run a watch in this process until it has followed a save, and end it."""
    over, ends = threading.Event(), (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    were = {one: signal.signal(one, signal.SIG_IGN) for one in ends}
    user = threading.Thread(target=saved_and_seen, args=(root, over))
    user.start()
    try:
        return ran(root, "watch", *args)
    finally:
        over.set()
        user.join()
        for one, was in were.items():
            signal.signal(one, was)


def test_no_command_opens_a_socket(tmp_path: Path, guard: Guard) -> None:
    """Every command of the list, with notes full of addresses, in this process."""
    root = tmp_path / "vault"
    shutil.copytree(ROOT / "example-vault", root)
    links = "http://a.example ![x](http://b.example/x.png) [[http://c.example]]\n"
    (root / "Log.md").write_text(f"- 2026-11-02 coffee: [[Priya Nair]] {links}")
    (tmp_path / "people.csv").write_text("name,email\nZoe,http://d.example\n")
    assert set(RUNS) == set(COMMANDS)
    for name in COMMANDS:
        for args in RUNS[name]:
            guard.on = True
            try:
                real = name == "watch" and args != ("--help",)
                done = watched(root, *args) if real else ran(root, name, *args)
            finally:
                guard.on = False
            assert guard.seen == [], (name, args)
            assert "Traceback" not in done.err
            assert "No such option" not in done.err, (name, args)
            if real:
                assert done.code == 128 + signal.SIGTERM
                assert "Zoe Ashdown" in (root / "Network/People I know.md").read_text()


def test_a_socket_or_a_program_would_be_seen(guard: Guard) -> None:
    guard.on = True
    try:
        with socket.socket(socket.AF_INET) as one:
            one.bind(("127.0.0.1", 0))
        os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
    finally:
        guard.on = False
    assert [seen.split()[0] for seen in guard.seen] == [
        "socket.__new__",
        "socket.bind",
        "os.posix_spawn",
    ]
