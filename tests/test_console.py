"""Terminal sessions in Markdown, really run: tests/console/, README and docs.

In a ```console block a line `$ ...` is a command, what follows is exactly what it
prints, and a last line `[exit 3]` its exit code where that is not 0. Blocks of one
file share a folder. `<!-- vault: example-vault -->` starts again in a copy of that
folder of the repository, `<!-- vault: empty -->` in an empty one.

Commands that only a shell understands run in one; the others run in this process, since
starting Python so often costs more than all they do.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest

from tests.whole import ROOT
from vaultkit import cli

FILES = [
    ROOT / "README.md",
    *(
        page
        for page in sorted((ROOT / "docs").glob("*.md"))
        if "```console\n" in page.read_text("utf-8")
    ),
    *sorted((ROOT / "tests/console").glob("*.md")),
]
_BLOCK: Final = re.compile(
    r"^<!-- vault: (?P<vault>\S+) -->$|^```console\n(?P<session>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_STEP: Final = re.compile(
    r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE
)
_PLAIN: Final = re.compile(r"""vaultkit(?: (?:[\w./:=-]+|'[^']*'|"[^"$`\\]*"))*""")
"""A command that a shell would only split into words."""


@dataclass
class Terminal:
    """A folder to run commands in, as somebody who has vaultkit installed."""

    home: Path
    folders: int = 0

    def start(self, name: str) -> None:
        self.folders += 1
        self.folder = self.home / str(self.folders)
        if name == "empty":
            self.folder.mkdir(parents=True)
        else:
            shutil.copytree(ROOT / name, self.folder, symlinks=True)

    def run(self, command: str) -> str:
        """Return what a command prints, errors too, and how it ends."""
        env = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
            "HOME": str(self.folder),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "80",
        }
        run = self.here if _PLAIN.fullmatch(command) else self.apart
        code, printed = run(command, env)
        printed = printed.replace(str(self.folder), "~")
        if printed and not printed.endswith("\n"):
            printed += "\n"
        return printed + (f"[exit {code}]\n" if code else "")

    def here(self, command: str, env: dict[str, str]) -> tuple[int, str]:
        """Run a command in this process, with an empty standard input."""
        _, *args = shlex.split(command)
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with (
            chdir(self.folder),
            patch.dict(os.environ, env, clear=True),
            patch.object(sys, "stdin", io.StringIO()),
            redirect_stdout(out),
            redirect_stderr(out),
        ):
            code = cli.run(args)
        out.flush()
        out.seek(0)
        return code, out.read()

    def apart(self, command: str, env: dict[str, str]) -> tuple[int, str]:
        """Run a command in a shell."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout.decode()


def replayed(text: str, terminal: Terminal) -> str:
    """Return a file's text with every command's output as it really is."""

    def step(found: re.Match[str]) -> str:
        return f"$ {found['command']}\n{terminal.run(found['command'])}"

    def block(found: re.Match[str]) -> str:
        if found["vault"]:
            terminal.start(found["vault"])
            return found[0]
        return f"```console\n{_STEP.sub(step, found['session'])}```"

    terminal.start("empty")
    return _BLOCK.sub(block, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_console(file: Path, tmp_path: Path, *, update_golden: bool) -> None:
    text = file.read_text("utf-8")
    found = replayed(text, Terminal(tmp_path))
    if update_golden and found != text:
        file.write_text(found, "utf-8")
        text = found
    assert found == text


def test_a_wrong_line_is_seen(tmp_path: Path) -> None:
    session = "```console\n$ echo one; echo two >&2; exit 3\none\n```\n"
    right = "```console\n$ echo one; echo two >&2; exit 3\none\ntwo\n[exit 3]\n```\n"
    assert replayed(session, Terminal(tmp_path / "a")) == right
    assert replayed(right, Terminal(tmp_path / "b")) == right
