"""Agreeing with Obsidian, sentence by sentence, as `vaultkit inspect --json` shows it.

How one line, one block or one link is read is held more closely in `test_frontmatter`,
`test_markdown` and `test_links`; here stands what has to come out at the end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.whole import TODAY
from vaultkit import build, cli, settings, vault
from vaultkit.inspect import inspected
from vaultkit.notes import canvases
from vaultkit.snapshot import VaultPath, sort

if TYPE_CHECKING:
    from pathlib import Path


def seen(notes: dict[str, str | bytes], *others: str) -> dict[str, Any]:
    """Return what `inspect` shows of each note."""
    texts = {
        VaultPath(path): text if isinstance(text, bytes) else text.encode()
        for path, text in notes.items()
    }
    snapshot = sort(texts, map(VaultPath, others), ())
    made = build.build(snapshot, settings.DEFAULTS, TODAY)
    found = json.loads(json.dumps(inspected(made, snapshot, TODAY)))
    assert set(found["notes"]) == {
        path for path in notes if path.lower().endswith(".md")
    }
    notes_seen: dict[str, Any] = found["notes"]
    return notes_seen


def properties(block: str) -> Any:  # noqa: ANN401 (what JSON holds)
    return seen({"A.md": f"---\n{block}\n---\n"})["A.md"]["frontmatter"]


# --- where front matter starts and ends


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("---\na: 1\n---\n", True),
        ("---\na: 1\n---", True),
        ("---\na: 1\n---   \nx", True),
        ("---\r\na: 1\r\n---\r\nx", True),
        ('---\n{"a": 1}\n---\n', True),
        ("\n---\na: 1\n---\n", False),
        (" ---\na: 1\n---\n", False),
        ("x\n---\na: 1\n---\n", False),
        ("---\n", False),
        ("", False),
    ],
)
def test_where_front_matter_is(text: str, *, read: bool) -> None:
    shown = seen({"A.md": text})["A.md"]
    assert shown["frontmatter"] == ({"a": 1} if read else {})


# --- the dialect: YAML 1.2 core


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((word, word) for word in ("NO", "yes", "off", "y", "12:30", "1_000")),
        *((word, word) for word in ("2026-01-05", "2026-02-30", "0b1", "=")),
        *((word, word) for word in ("2026-01-05T10:30:00", "#x"[1:], "a#b")),
        ("010", 10),
        ("0123456", 123456),
        ("1e3", 1000),
        ("1.5", 1.5),
        ("0x1F", 31),
        ("0o17", 15),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("[]", []),
        ('""', ""),
        ("[a, 1, 'b, c']", ["a", 1, "b, c"]),
        ("{x: 1}", {"x": 1}),
        ('"[[Ada]]"', "[[Ada]]"),
    ],
)
def test_values(typed: str, value: object) -> None:
    assert properties(f"k: {typed}") == {"k": value}
    assert properties(f"k: {typed}\nl: {{}}") == {"k": value, "l": {}}


def test_keys() -> None:
    block = "no: 1\n2026: 2\n12:30: 3\ncreation date: 4\n~: 5\nK: 6\nk: 7"
    assert properties(block) == {
        "no": 1,
        "2026": 2,
        "12:30": 3,
        "creation date": 4,
        "~": 5,
        "K": 6,
        "k": 7,
    }
    assert properties("a: 1\nb: 2\na: 3") == {"a": 3, "b": 2}
    assert properties("b: 1\na: 2 # c\n") == {"b": 1, "a": 2}
    assert list(properties("b: 1\na: 2")) == ["b", "a"]


# --- tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("---\ntags: [a, b/c]\n---\n#d #A", ["a", "b/c", "d"]),
        ("---\nTags: one\n---\n", ["one"]),
        ("---\ntags: '#a'\n---\n", ["a"]),
        ("---\ntags: a, b\n---\n", []),
        ("---\ntags: [a b, c]\n---\n", ["c"]),
        ("---\ntags:\n---\n", []),
        ("---\nTAG: a\ntag: b\n---\n", []),
        ("---\ntext: '#a'\n---\n", []),
        ("---\ntags: ['1984', y1984]\n---\n", ["y1984"]),
        ("#1984 #y1984 #a/ #a-b_c #\U0001f41d", ["y1984", "a", "a-b_c", "\U0001f41d"]),
        ("#inbox/x x#no https://x.example/#no `#no` [[A#no]]", ["inbox/x"]),
        ("<!-- #no --> %% #yes %%\n```\n#no\n```\n| #cell |", ["yes", "cell"]),
    ],
)
def test_tags(text: str, tags: list[str]) -> None:
    assert seen({"A.md": text})["A.md"]["tags"] == tags


# --- links: what counts, where it leads, and where it stands

FILES = (
    *("Ada Moss.md", "People/Ada Moss.md", "People/Bo Reed.md", "Notes/Bo Reed.md"),
    *("Deep/er/Cy.md", "Longest folder/Cy.md", "Notes/Sub/Dee.md", "Z/Dee.md"),
    *("Zo\u00eb.md", "Note.MD", "v1.2.md"),
)
OTHERS = ("pic.png", "Files/doc.pdf", "Board.canvas", "People.base")


@pytest.mark.parametrize(
    ("link", "target", "resolved"),
    [
        ("[[People/Ada Moss]]", "People/Ada Moss", "People/Ada Moss.md"),
        ("[[Ada Moss.md]]", "Ada Moss.md", "Ada Moss.md"),
        ("[[Ada Moss#About#Now|shown]]", "Ada Moss", "Ada Moss.md"),
        ("[[Ada Moss#^id-1]]", "Ada Moss", "Ada Moss.md"),
        ("[[#Here]]", "", "Notes/Me.md"),
        ("[[aDA mOSS]]", "aDA mOSS", "Ada Moss.md"),
        ("[[PEOPLE/bo reed]]", "PEOPLE/bo reed", "People/Bo Reed.md"),
        ("[[Zoe\u0308]]", "Zoe\u0308", "Zo\u00eb.md"),
        ("[[ZO\u00cb]]", "ZO\u00cb", "Zo\u00eb.md"),
        ("[[Bo Reed]]", "Bo Reed", "Notes/Bo Reed.md"),
        ("[[./Bo Reed]]", "./Bo Reed", "Notes/Bo Reed.md"),
        ("[[../Ada Moss]]", "../Ada Moss", "Ada Moss.md"),
        ("[[/People/Ada Moss]]", "/People/Ada Moss", "People/Ada Moss.md"),
        ("[[/Bo Reed]]", "/Bo Reed", None),
        ("[[Cy]]", "Cy", "Deep/er/Cy.md"),
        ("[[er/Cy]]", "er/Cy", "Deep/er/Cy.md"),
        ("[[note]]", "note", "Note.MD"),
        ("[[Note.MD]]", "Note.MD", "Note.MD"),
        ("[[v1.2]]", "v1.2", "v1.2.md"),
        ("[[Nobody]]", "Nobody", None),
        ("[[Addie]]", "Addie", None),
        ("[[https://x.example]]", "https://x.example", None),
        ("![[pic.png|100x145]]", "pic.png", "pic.png"),
        ("![[doc.pdf#page=3]]", "doc.pdf", "Files/doc.pdf"),
        ("[[Board.canvas]]", "Board.canvas", "Board.canvas"),
        ("[[Board]]", "Board", None),
        ("[[People.base]]", "People.base", "People.base"),
        ("[x](People/Ada%20Moss.md)", "People/Ada%20Moss.md", "People/Ada Moss.md"),
        ("[x](Bo%20Reed.md#About)", "Bo%20Reed.md", "Notes/Bo Reed.md"),
        ("[x](<People/Bo Reed.md>)", "People/Bo Reed.md", "People/Bo Reed.md"),
        ("[x](Cy)", "Cy", "Deep/er/Cy.md"),
        ("| [[Ada Moss\\|A]] |", "Ada Moss", "Ada Moss.md"),
        ("> [!tip] [[Ada Moss]]", "Ada Moss", "Ada Moss.md"),
        ("# [[Ada Moss]]", "Ada Moss", "Ada Moss.md"),
        ("%% [[Ada Moss]] %%", "Ada Moss", "Ada Moss.md"),
        ("- [ ] [[Ada Moss]]", "Ada Moss", "Ada Moss.md"),
    ],
)
def test_a_link_in_a_body(link: str, target: str, resolved: str | None) -> None:
    notes: dict[str, str | bytes] = dict.fromkeys(FILES, "")
    notes["Ada Moss.md"] = "---\naliases: [Addie]\n---\n"
    shown = seen({**notes, "Notes/Me.md": f"one\n\n{link}"}, *OTHERS)["Notes/Me.md"]
    (found,) = shown["links"]
    assert (found["target"], found["resolved"]) == (target, resolved)
    assert (found["line"], found["where"]) == (3, "body")


@pytest.mark.parametrize(
    "text",
    [
        *("`[[Ada Moss]]`", "```\n[[Ada Moss]]\n```", "<!-- [[Ada Moss]] -->"),
        *("\\[\\[Ada Moss]]", "[[Ada\nMoss]]", "[x](Ada Moss.md)", "[[]]", "[[|x]]"),
        *("[x](https://x.example)", "    [[Ada Moss]]", "[x](mailto:a@x.example)"),
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert seen({"Ada Moss.md": "", "Me.md": text})["Me.md"]["links"] == []


def test_links_in_properties() -> None:
    shown = seen(
        {
            "Ada.md": "",
            "Me.md": """---
by: "[[Ada]]"
knows:
  - "[[Ada|A]]"
  - before [[Ada]]
md: "[x](Ada.md)"
text: see [[Ada]] there
inner: {deep: "[[Ada]]"}
---
[[Ada]]
""",
        }
    )["Me.md"]["links"]
    assert [(one["line"], one["where"]) for one in shown] == [
        *((line, "frontmatter") for line in (2, 4, 6, 8)),
        (10, "body"),
    ]
    assert {one["resolved"] for one in shown} == {"Ada.md"}


def test_what_an_alias_means_is_told_apart_from_where_a_link_leads() -> None:
    notes = {"People/Ada Moss.md": "---\naliases: Addie\n---\n", "Me.md": "[[addie]]"}
    (found,) = seen({**notes})["Me.md"]["links"]
    assert (found["resolved"], found["meant"]) == (None, "People/Ada Moss.md")


@pytest.mark.parametrize(
    "text",
    ["---\nknows: [[Ada Moss]]\n---\n", "[[/Ada Moss]]", "[[./Ada Moss]]"],
    ids=["no quotation marks", "from the top", "from here"],
)
def test_what_is_no_link_for_obsidian_leads_nowhere_and_means_somebody(
    text: str,
) -> None:
    (found,) = seen({"People/Ada Moss.md": "", "Notes/Me.md": text})["Notes/Me.md"][
        "links"
    ]
    assert (found["resolved"], found["meant"]) == (None, "People/Ada Moss.md")


def test_hidden_folders_are_no_notes(tmp_path: Path) -> None:
    for path in ("A.md", ".trash/B.md", ".obsidian/C.md", "D/.E.md", "D/F.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    assert set(vault.read(tmp_path).notes) == {"A.md", "D/F.md"}


# --- canvases

BOARD = """{
\t"nodes":[
\t\t{"id":"1","type":"file","file":"People/Ada Moss.md","subpath":"#Now","x":0,"y":0},
\t\t{"id":"2","type":"text","text":"met [[bo reed]]\\nand `[[no]]` [[Z\u00f6e]]","x":1},
\t\t{"id":"3","type":"link","url":"https://x.example"},
\t\t{"id":"4","type":"group","label":"[[no]]"},
\t\t{"id":"5","type":"file","file":"pic.png"}
\t],
\t"edges":[]
}"""


def test_the_links_of_a_canvas(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in ("People/Ada Moss.md", "People/Bo Reed.md", "pic.png"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("")
    (tmp_path / "Board.canvas").write_text(BOARD, "utf-8")
    (tmp_path / "Empty.canvas").write_text("")
    assert cli.run(["inspect", "--json", str(tmp_path)]) == 0
    found = json.loads(capfd.readouterr().out)["notes"]
    assert found["Empty.canvas"] == {"frontmatter": {}, "tags": [], "links": []}
    assert [
        (one["line"], one["target"], one["resolved"])
        for one in found["Board.canvas"]["links"]
    ] == [
        (3, "People/Ada Moss.md", "People/Ada Moss.md"),
        (4, "bo reed", "People/Bo Reed.md"),
        (4, "Z\u00f6e", None),
        (7, "pic.png", "pic.png"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "[]", "null", '{"nodes": 1}', '{"nodes": [1, null, {}]}', "\x00"),
        *('{"nodes": [{"type": "file", "file": 1}]}', '{"nodes": [' * 9_000),
        '{"nodes": [{"type": "text", "text": ["[[a]]"]}]}',
    ],
)
def test_what_is_no_canvas_has_no_links(text: str) -> None:
    assert canvases.links(text.encode()) == ()
