from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from typing import TYPE_CHECKING

import pytest

from tests.whole import ROOT, digests
from vaultkit.shipped import example_vault

if TYPE_CHECKING:
    from pathlib import Path


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints; it knows nothing of the checkout."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env=clean, capture_output=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel in it and no way to the checkout.

    The dependencies come from the environment that runs the tests, by a path that is
    searched after the wheel's own; the editable install there is not followed, since
    `.pth` files count only in a site folder.
    """
    top = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", top, ROOT)
    run(sys.executable, *build, cwd=top)
    (wheel,) = top.glob("vaultkit_people-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", top / "env", cwd=top)
    python = top / "env/bin/python"
    pip = ("-m", "pip", "--quiet", "--python", python, "install", "--no-index")
    run(sys.executable, *pip, "--no-deps", wheel, cwd=top)
    (site,) = (top / "env/lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return top


def test_the_wheel_is_what_runs(empty: Path) -> None:
    where = "import vaultkit, vaultkit.shipped as s; print(vaultkit.__file__); "
    where += "print(s.example_vault()); print(*s.templates())"
    printed = run(empty / "env/bin/python", "-c", where, cwd=empty).splitlines()
    assert printed[0].startswith(str(empty / "env"))
    assert printed[1].startswith(str(empty / "env"))
    assert "pages/reconnect.md.j2" in printed[2].split()


def test_the_wheel_renders_the_example_vault(empty: Path) -> None:
    elsewhere = empty / "elsewhere"
    elsewhere.mkdir()
    run(empty / "env/bin/vaultkit", "demo", "life", cwd=elsewhere)
    assert digests(elsewhere / "life") == digests(example_vault())


def test_our_examples_of_plugins_install_beside_it(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are built, enabled, used by a build and kept true by the daemon."""
    monkeypatch.setenv("XDG_STATE_HOME", str(empty / "state"))
    vaultkit, names = empty / "env/bin/vaultkit", installed(empty)
    notes, book = empty / "notes", empty / "notes/Books/Bees.md"
    book.parent.mkdir(parents=True)
    (notes / "Ana.md").write_text("---\ntype: person\nplace: Lisbon\n---\n")
    book.write_text('---\ntype: book\nfrom: "[[Ana]]"\n---\n')
    run(vaultkit, "plugins", "enable", *names, cwd=notes)
    version = run(vaultkit, "--version", cwd=notes)
    assert [line.split()[1] for line in version.splitlines()[1:]] == names

    run(vaultkit, "build", cwd=notes)
    shelf, towns = notes / "Network/Reading list.md", notes / "Network/In town.md"
    assert "- [[Bees]], which [[Ana]] told you of\n" in shelf.read_text()
    assert "## Lisbon\n\n- [[Ana]]\n" in towns.read_text()

    watched = subprocess.Popen([vaultkit, "watch", "--quiet"], cwd=notes)
    try:
        for by in ("Hive", "Drone"):  # the second is a single save for sure
            book.write_text(f"---\ntype: book\nby: {by}\n---\n")
            wait_for(shelf, f"- [[Bees]] by {by}\n")
    finally:
        watched.terminate()
        assert watched.wait(20) == 143


def installed(empty: Path) -> list[str]:
    """Install our examples by pip and return the names of their packages."""
    folders = sorted(p for p in (ROOT / "examples").iterdir() if p.is_dir())
    python = empty / "env/bin/python"
    pip = ("-m", "pip", "--quiet", "--python", python, "install", "--no-index")
    bare = ("--no-deps", "--no-build-isolation")
    run(sys.executable, *pip, *bare, *folders, cwd=empty)
    return [f"vaultkit-{folder.name}" for folder in folders]


def wait_for(page: Path, text: str) -> None:
    until = time.monotonic() + 60
    while text not in page.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert text in page.read_text()


def test_the_wheel_is_typed_and_licensed(empty: Path) -> None:
    (site,) = (empty / "env/lib").glob("python*/site-packages")
    assert (site / "vaultkit/py.typed").exists()
    assert list(site.glob("vaultkit_people-*.dist-info/licenses/LICENSE"))
