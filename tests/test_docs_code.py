"""Python in the docs, really run; tables of settings and JSON there, really read.

The ```python blocks of a page run one after the other, as one program, in a folder that
holds `example-vault`. A ```text block right below one is what it prints.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import tomllib
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any, Final

import pytest

from tests.whole import ROOT
from vaultkit import settings
from vaultkit.snapshot import VaultPath

PAGES: Final = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
_BLOCK: Final = re.compile(
    r"^```(?P<kind>python|toml|json)\n(?P<code>.*?)^```$"
    r"(?:\n\n```text\n(?P<prints>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path, *kinds: str) -> list[re.Match[str]]:
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [block for block in found if block["kind"] in kinds]


def ran(page: Path, folder: Path) -> None:
    """Run a page's Python, and hold each block to what it is said to print."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    text = page.read_text("utf-8")
    for block in blocks(page, "python"):
        # Lines above it, so that a failure names the line of the page.
        code = "\n" * (text.count("\n", 0, block.start()) + 1) + block["code"]
        printed = io.StringIO()
        with chdir(folder), redirect_stdout(printed):
            exec(compile(code, str(page), "exec"), namespace)  # noqa: S102 (our docs)
        if block["prints"] is not None:
            assert printed.getvalue() == block["prints"], page


@pytest.mark.parametrize(
    "page", [p for p in PAGES if blocks(p, "python")], ids=lambda page: page.stem
)
def test_python_in_the_docs_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", where)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(ROOT / "example-vault", tmp_path / "example-vault")
    ran(page, tmp_path)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if blocks(p, "toml", "json")], ids=lambda page: page.stem
)
def test_settings_and_json_in_the_docs_are_such(page: Path) -> None:
    for block in blocks(page, "json"):
        json.loads(block["code"])
    for block in blocks(page, "toml"):
        if "project" not in tomllib.loads(block["code"]):
            given = {VaultPath("vaultkit.toml"): block["code"].encode()}
            assert settings.read(given)[1] == (), page


@pytest.mark.parametrize(
    "text",
    [
        "```python\nprint(1)\n```\n\n```text\n2\n```\n",
        "```python\nprint(1)\n```\n\n```python\nraise ValueError\n```\n",
        "a\n\n```python\n1 +\n```\n",
    ],
)
def test_code_that_is_wrong_is_seen(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises((AssertionError, ValueError, SyntaxError)):
        ran(page, tmp_path)
    page.write_text(
        "```python\nx = 1\n```\n\n```python\nprint(x)\n```\n\n```text\n1\n```\n"
    )
    ran(page, tmp_path)
