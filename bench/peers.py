"""Peers: programs that read a vault as well, each in an environment of its own.

`python -m bench.peers` installs them in `build/peers`, each in the version named here.
One that cannot be installed is said to be so in the table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME: Final = Path(__file__).resolve().parent.parent / "build/peers"
_WHY: Final = "why-not.txt"
_LOOP: Final = """
const fs = require("fs"), path = require("path");
const matter = require(path.join(process.argv[1], "node_modules/gray-matter"));
(function read(folder) {
  for (const one of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, one.name);
    if (one.isDirectory()) read(file);
    else if (file.endsWith(".md")) matter(fs.readFileSync(file, "utf8"));
  }
})(process.argv[2]);
"""


@dataclass(frozen=True)
class Peer:
    """A program that reads a vault.

    Attributes:
        name: Of the package.
        version: The one that is measured.
        does: What it does in the run that is timed, and what it does not.
        command: Of that run; `{env}`, `{vault}` and `{scratch}` are put in.
        first: What is run once before, if anything.
        ahead: How many times faster than it vaultkit has to be; 0 for any margin.
        npm: Whether it comes from npm; else from PyPI.
    """

    name: str
    version: str
    does: str
    command: Sequence[str]
    first: Sequence[str] = ()
    ahead: float = 0.0
    npm: bool = False

    @property
    def folder(self) -> Path:
        """The environment of its own."""
        return HOME / self.name.replace("/", "-").removeprefix("@")

    @property
    def missing(self) -> str:
        """Why it cannot be run, "" where it can."""
        try:
            return f"not installed: {(self.folder / _WHY).read_text('utf-8')}"
        except OSError:
            there = self.folder.is_dir()
            return "" if there else "not installed: `make bench-peers` does that"

    def filled(
        self, words: Sequence[str], vault: Path, scratch: Path
    ) -> tuple[str, ...]:
        """Return a command with the folders put in."""
        known = {"env": self.folder, "vault": vault, "scratch": scratch}
        filled = list(words)
        for name, folder in known.items():
            filled = [word.replace(f"{{{name}}}", str(folder)) for word in filled]
        return tuple(filled)

    def install(self) -> None:
        """Install it, or keep why that was not possible."""
        package = f"{self.name}{'@' if self.npm else '=='}{self.version}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        npm = (
            "npm",
            "install",
            "--loglevel=error",
            "--no-audit",
            "--no-fund",
            "--prefix",
        )
        python = str(self.folder / "bin/python")
        commands: tuple[Sequence[str], ...] = (
            (sys.executable, "-m", "venv", str(self.folder)),
            (python, "-m", "pip", "install", "--quiet", package),
        )
        if self.npm:
            commands = ((*npm, str(self.folder), package),)
        for command in commands:
            if why := _failed(command):
                (self.folder / _WHY).write_text(why, "utf-8")
                return


def _failed(command: Sequence[str]) -> str:
    """Run a command; return in a line why it failed, "" where it did not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as wrong:
        return str(wrong)
    if not done.returncode:
        return ""
    said = [line for line in done.stderr.splitlines() if "error" in line.lower()]
    why = next((line for line in said if " match" in line or "not found" in line), "")
    return (why or f"exit code {done.returncode}")[:200]


_PARSE: Final = "import sys, obsidian_parse; obsidian_parse.parse([sys.argv[1]])"
_GATHER: Final = (
    "import sys, pathlib, obsidiantools.api as api\n"
    "api.Vault(pathlib.Path(sys.argv[1])).connect().gather()"
)

PEERS: Final = (
    Peer(
        "gray-matter",
        "4.0.3",
        "a bare Node loop over the parser that most JavaScript tools use: front matter "
        "alone; no links, no index, nothing written",
        ("node", "-e", _LOOP, "{env}", "{vault}"),
        npm=True,
    ),
    Peer(
        "graphmark",
        "0.11.0",
        "`stats`: reads wikilinks into a graph and counts; no dates, nothing written",
        ("{env}/bin/graphmark", "--root", "{vault}", "stats"),
        ahead=2,
    ),
    Peer(
        "orbit-crm",
        "0.11.0",
        "`reindex`: people, mentions and full text into SQLite; no pages",
        ("{env}/bin/orbit", "reindex", "{vault}"),
        ("{env}/bin/orbit", "init", "{vault}", "--name", "Ana", "--email", "a@b.org"),
        ahead=6,
    ),
    Peer(
        "obsidian-parse",
        "0.1.1",
        "`parse`: links, embeds, tags and front matter as objects; nothing written",
        ("{env}/bin/python", "-c", _PARSE, "{vault}"),
    ),
    Peer(
        "foam-cli",
        "0.46.0",
        "`list orphans`: links and tags into a graph, asked one question",
        ("{env}/node_modules/.bin/foam", "list", "orphans", "--workspace", "{vault}"),
        npm=True,
    ),
    Peer(
        "headless-vault-kit",
        "0.1.0",
        "`rebuild`: links, tasks, properties and full text into SQLite; no pages",
        ("{env}/bin/hvk", "rebuild", "--vault", "{vault}", "--index", "{scratch}/hvk"),
        ahead=20,
    ),
    Peer(
        "obsidiantools",
        "0.11.0",
        "`Vault().connect().gather()`: links into networkx, texts into memory; no "
        "dates, nothing written",
        ("{env}/bin/python", "-c", _GATHER, "{vault}"),
        ahead=100,
    ),
    Peer(
        "@flowershow/markdowndb",
        "0.1.8",
        "front matter, links, tags and tasks into SQLite; no pages",
        ("{env}/node_modules/.bin/mddb", "{vault}"),
        npm=True,
    ),
    Peer(
        "mddb",
        "0.9.5",
        "its older name: front matter, links, tags and tasks into SQLite; no pages",
        ("{env}/node_modules/.bin/mddb", "{vault}"),
        npm=True,
    ),
)
"""The fastest first, as it was when they were put here."""


def main() -> None:
    """Install what is not installed yet, and say what could not be."""
    for peer in PEERS:
        if peer.missing:
            peer.install()
        print(f"{peer.name} {peer.version}: {peer.missing or 'installed'}", flush=True)


if __name__ == "__main__":
    main()
