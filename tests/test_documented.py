"""What the README and docs/ show of Python is run, as it stands."""

from __future__ import annotations

import doctest
import re
import shutil
from typing import TYPE_CHECKING

import vaultkit
from tests.plugged import crew_here, site
from tests.whole import ROOT, Vault
from vaultkit import build, toolkit
from vaultkit.pages.wording import Wording
from vaultkit.shipped import example_vault

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LATELY = """
    --- Ana.md
    type: person
    --- 2026-10-01.md
    - coffee: [[Ana]] is back
    --- 2026-10-02.md
    - call: [[Ana]] and [[Bo]]
    --- 2027-01-01.md
    - coffee: [[Bo]]
    """


def test_the_library_is_as_its_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(example_vault(), tmp_path / "life")
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(
        str(ROOT / "docs/library.md"),
        module_relative=False,
        optionflags=doctest.IGNORE_EXCEPTION_DETAIL,
    )
    assert found.failed == 0
    assert found.attempted > 15


def test_everything_public_is_documented() -> None:
    page = (ROOT / "docs/library.md").read_text("utf-8")
    plugins = (ROOT / "docs/plugins.md").read_text("utf-8")
    kinds = (ROOT / "vaultkit/toolkit/kinds.py").read_text("utf-8")
    for name in vaultkit.__all__:
        assert getattr(vaultkit, name) is not None
        told = f"vaultkit.{name}" in page or name.startswith("__") or name.istitle()
        assert told, name
    for name in toolkit.__all__:
        assert getattr(toolkit, name).__doc__
        assert f"class {name}" in kinds
    for name in re.findall(r"\|(\w+)(?:\(\w+\))?`", plugins):
        known = Wording.filters.__doc__ or ""
        assert hasattr(Wording, name) or f"|{name}" in known, name


def test_a_page_in_ten_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    lines = [line for line in code.splitlines() if line.strip()]
    assert len(lines) == 10
    there = site(tmp_path / "site", monkeypatch)
    docs = (ROOT / "docs/plugins.md").read_text("utf-8")
    assert '[project.entry-points."vaultkit.pages"]\nlately = "lately:page"\n' in docs
    adds = there.put("lately", {"lately.py": code}, {"pages:lately": "lately:page"})
    given = Vault.of(LATELY)
    guests, _ = crew_here(*adds)
    made = build.build(given.snapshot, given.settings, given.today, guests=guests)
    (page,) = (text for path, text in made.pages.items() if "Lately" in path)
    assert page.endswith(
        "- [[2026-10-02|2 October 2026]]: [[Ana]] and Bo\n"
        "- [[2026-10-01|1 October 2026]]: [[Ana]]\n"
    )
