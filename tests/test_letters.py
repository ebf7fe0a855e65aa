"""A vault may word its own messages: plain text with places, and nothing is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.test_cli import data
from tests.whole import ROOT, Vault, texts
from vaultkit import build
from vaultkit.letters import LETTERS, LONGEST, read
from vaultkit.shipped import templates
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from pathlib import Path

PAGE: Final = VaultPath("Network/Introductions and thanks.md")
STORY: Final = """
--- vaultkit.toml
today = 2026-11-21
--- People/Ana Lind.md
type: person

- 2026-06-01 coffee: a
- 2026-07-01 coffee: b
- 2026-08-01 coffee: c
--- People/Bo *Reed*.md
type: person

- 2026-06-01 coffee: a
- 2026-07-01 coffee: b
- 2026-08-01 coffee: c
--- Introductions/One.md
type: introduction
between: ["[[Ana Lind]]", "[[Bo *Reed*]]"]
why: "<b>bees</b>"
yes: "[[Ana Lind]]"
--- People/Rosa Klein.md
private: true
"""
OWN: Final = """---
tags: [template]
---
Dear {{ to }},
would you like to meet {{other}}?
%% only mine: [[Ana Lind]] %%

Because of {{why}}, **perhaps**. [[Ana Lind]] <script>
And not {{why}}?
"""


def with_own(
    text: str | bytes, name: str = "opt-in", folder: str = "Templates"
) -> Vault:
    given = Vault.of(STORY)
    own = text if isinstance(text, bytes) else text.encode()
    return Vault({**given.files, f"{folder}/Messages/{name}.md": own})


def page(given: Vault) -> str:
    return given.pages[PAGE]


def test_the_shipped_messages_know_the_places_they_have() -> None:
    named = {f"messages/{name}.md" for name in LETTERS}
    assert named == {name for name in templates() if name.startswith("messages/")}
    files = {
        f"Templates/Messages/{name}.md": templates()[f"messages/{name}.md"].encode()
        for name in LETTERS
    }
    given = Vault(files)
    found = read(given.snapshot, given.settings)
    assert found.problems == ()
    assert found.texts == {name: templates()[name].strip() for name in named}
    docs = (ROOT / "docs/messages.md").read_text("utf-8")
    assert [name for name in LETTERS if f"/{name}.md`" not in docs] == []


def test_a_message_of_the_vaults_own_is_on_the_page_as_words() -> None:
    said = page(with_own(OWN))
    assert (
        "  > Dear Bo \\*Reed\\*, would you like to meet Ana Lind?\n  >\n"
        "  > Because of \\<b>bees\\</b>, \\*\\*perhaps\\*\\*. \\[\\[Ana Lind\\]\\] "
        "\\<script> And not \\<b>bees\\</b>?\n"
    ) in said
    assert "only mine" not in said
    assert page(with_own(OWN.replace("\n", "\r\n"), "Opt-In", "templates")) == said
    assert "Dear" not in page(with_own(OWN, folder="Notes"))


@pytest.mark.parametrize(
    "text",
    [
        *("{{name}}", "{{to.__class__}}", "{{to}} {{", "}}", "{% if to %}", "<% x %>"),
        *("", "%% x %%", "---\na: b\n---\n", b"\xff", "x" * (LONGEST + 1)),
        *("from Rosa Klein", "{{to|safe}}", "{{" * 2000, "{{other\n}}"),
    ],
)
def test_one_that_cannot_be_used_is_a_problem_and_the_shipped_one_is_used(
    text: str | bytes,
) -> None:
    given = with_own(text)
    (problem,) = (one for one in given.build.problems if "Messages" in one.path)
    assert problem.code == "message-unusable"
    assert page(given) == page(Vault.of(STORY))
    assert "Rosa" not in "".join(given.pages.values())


def test_a_rebuild_sees_what_a_message_says() -> None:
    before, after = with_own("Dear {{to}}"), with_own("Ahoy {{to}}")
    made = build.rebuild(before.build, after.snapshot, after.settings, after.today)
    assert dict(made.pages) == dict(after.pages)
    assert "Ahoy Bo" in made.pages[PAGE]


def test_the_command_says_what_the_page_says(tmp_path: Path) -> None:
    mine = {**texts(STORY), "Templates/Messages/opt-in.md": OWN}
    for path, text in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (draft,) = data(tmp_path, "introduce", "Ana Lind", "Bo *Reed*")["messages"]
    assert draft["text"].startswith(
        "Dear Bo *Reed*, would you like to meet Ana Lind?\n\n"
    )
