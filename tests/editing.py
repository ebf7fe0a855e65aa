"""Real programs save notes that a daemon keeps: `python -m tests.editing FOLDER`.

Editors are typed into through a terminal of their own. Each program that is not
installed is named, and everything else that is true is told in a line per program.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.keeping import Kept, true
from tests.test_daemon_faults import Seer
from vaultkit.daemon.patience import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

MANY: Final = 5_000
NOTE: Final = "---\ntype: person\ninterests: [{}]\n---\n- 2026-10-02 coffee: a walk\n"
BEFORE: Final = NOTE.format("bees")
AFTER: Final = NOTE.format("bread")
SEEN: Final = ("Ana", "Bo", "Cy", "Di")
ANA: Final = Path("People/Ana.md")
_SILENCE: Final = 0.5
_LONG: Final = 30.0


# --- a terminal ----------------------------------------------------------------------


def typed(folder: Path, command: tuple[str, ...], keys: tuple[str, ...]) -> None:
    """Run a program in a terminal and type into it whenever it is silent."""
    import pty  # noqa: PLC0415 (POSIX alone has it)

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ["TERM"] = "xterm"
        os.execvp(command[0], command)  # noqa: S606 (it needs no shell)
    for key in keys:
        listened(terminal)
        os.write(terminal, key.encode())
    until = time.monotonic() + _LONG
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        listened(terminal)
        assert time.monotonic() < until, f"{command[0]} never ended"
    os.close(terminal)


def listened(terminal: int) -> None:
    """Take what a program shows until it is silent for a moment."""
    until = time.monotonic() + _LONG
    while time.monotonic() < until and select.select([terminal], [], [], _SILENCE)[0]:
        try:
            os.read(terminal, 65536)
        except OSError:  # it ended
            return


def ran(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


# --- one note ------------------------------------------------------------------------


def vim(*settings: str) -> Callable[[Path], None]:
    """Return how vim saves with these settings."""

    def save(root: Path) -> None:
        # In a temporary folder vim makes no backups unless it is told to.
        keys = (":set backupskip=\r", *(f":set {one}\r" for one in settings))
        keys += (":%s/bees/bread/\r", ":w\r", ":q\r")
        typed(root, ("vim", "-u", "NONE", "-N", str(ANA)), keys)

    return save


def nano(root: Path) -> None:
    keys = ("\x1c", "bees\r", "bread\r", "a", "\x0f", "\r", "\x18")
    typed(root, ("nano", "--ignorercfiles", str(ANA)), keys)


def emacs(root: Path) -> None:
    keys = ("\x1bx", "replace-string\r", "bees\r", "bread\r", "\x18\x13", "\x18\x03")
    typed(root, ("emacs", "-nw", "-Q", str(ANA)), keys)


def sed(root: Path) -> None:
    ran(root, "sed", "-i", "s/bees/bread/", str(ANA))


def node(root: Path) -> None:
    script = f"require('fs').writeFileSync({str(ANA)!r}, {AFTER!r})"
    ran(root, "node", "-e", script)


# --- many notes ----------------------------------------------------------------------


def notes(top: Path, text: str) -> None:
    """Write everybody's note, and thousands more."""
    names = (*SEEN, *(f"Friend {number}" for number in range(MANY - len(SEEN))))
    (top / "People").mkdir(parents=True, exist_ok=True)
    for name in names:
        (top / f"People/{name}.md").write_text(text)


def prepared(root: Path, how: Callable[[Path], None] | None) -> None:
    """Fill a vault; for a storm with all it needs, for one note with a few."""
    if how not in STORMS.values():
        for name in SEEN:
            (root / "People").mkdir(parents=True, exist_ok=True)
            (root / f"People/{name}.md").write_text(BEFORE)
        return
    notes(root, BEFORE)
    if how is git:
        who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
        ran(root, "git", "init", "-q")
        ran(root, "git", "add", "-A")
        ran(root, "git", *who, "commit", "-qm", "bees")
        notes(root, AFTER)
        ran(root, "git", *who, "commit", "-qam", "bread")
        ran(root, "git", "checkout", "-q", "HEAD~1")
    else:
        notes(beside(root), AFTER)
        ran(beside(root), "tar", "-cf", "../notes.tar", "People")


def beside(root: Path) -> Path:
    return root.with_name("beside")


def git(root: Path) -> None:
    ran(root, "git", "checkout", "-q", "-")


def rsync(root: Path) -> None:
    ran(root, "rsync", "-a", f"{beside(root)}/", ".")


def tar(root: Path) -> None:
    ran(root, "tar", "-xf", "../notes.tar")


SAVES: Final = {
    "vim": vim(),
    "vim, backupcopy=yes": vim("backupcopy=yes"),
    "vim, backup": vim("backup", "backupcopy=no"),
    "nano": nano,
    "emacs": emacs,
    "sed": sed,
    "node": node,
}
STORMS: Final = {"git": git, "rsync": rsync, "tar": tar}


# --- all of it -----------------------------------------------------------------------


def seen(folder: Path, name: str, how: Callable[[Path], None]) -> str:
    """Hold what must be true when a program saves; return what it came to."""
    root = folder / "vault"
    prepared(root, how)
    kept = Kept(root, Pace())
    kept.start()
    kept.rest()
    built, began = kept.built, time.monotonic()
    with Seer(kept, *SEEN) as seer:
        how(root)
        saved = time.monotonic()
        kept.rest()
    ended = time.monotonic()
    kept.stop()
    assert (root / ANA).read_text() == AFTER, name
    assert seer.lacked == set(), name
    true(root, kept.today)
    left = {p.name for p in (root / "People").iterdir() if p.suffix != ".md"}
    also = f", and leaves {', '.join(sorted(left))}" if left else ""
    return (
        f"{name}: right after {kept.built - built} builds{also};"
        f" {saved - began:.1f} s of saving, {ended - saved:.1f} s until quiet"
    )


def main(folder: Path, tell: Callable[[str], None]) -> None:
    """Let every program save that is here, in a new folder; tell of each."""
    folder.mkdir(parents=True)
    for name, how in {**SAVES, **STORMS}.items():
        if shutil.which(name.partition(",")[0]) is None:
            tell(f"{name}: NOT HERE, so nothing is known of it")
            continue
        tell(seen(folder / name.replace(" ", ""), name, how))


def say(said: str) -> None:
    print(said, flush=True)  # noqa: T201 (what it is run for)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), say)
