from __future__ import annotations

import pickle
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timing import within
from vaultkit.notes.note import MOST_BYTES, Note, parse
from vaultkit.problems import KINDS
from vaultkit.snapshot import VaultPath

PATH = VaultPath("People/Ada Moss.md")

ADA = """\
---
type: person
aliases:
  - Ada
  - "Moss, A."
tags: [person, Beekeeper]
circle: close
cadence: every 6 weeks
interests: [bees, letterpress]
needs:
  - a bookkeeper
met: 2024-05-14
met_at: "[[Bee fair]]"
introduced_by: "[[Bo Lind|Bo]]"
knows:
  - "[[Cy]]"
  - "[Di](People/Di%20Ray.md)"
phone: 0049 30 1
---
# Ada Moss

- 2026-11-02 coffee: [[Bo Lind]] came along, #beekeeper talk
- [ ] call [[Cy]] about `[[hives]]`

## 2026-05-14

We met at the fair. %%She had left her job.%%
"""


def read(text: str) -> Note:
    return parse(PATH, text.encode())


def test_a_person() -> None:
    note = read(ADA)
    assert note.name == "Ada Moss"
    assert note.properties["aliases"] == ("Ada", "Moss, A.")
    assert note.properties["phone"] == "0049 30 1"
    assert note.lines["knows"] == 15
    assert note.tags == ("person", "Beekeeper")
    assert [
        (k.target, k.key, k.line, k.column, k.where, k.wiki) for k in note.links
    ] == [
        ("Bee fair", "met_at", 13, 10, "frontmatter", True),
        ("Bo Lind", "introduced_by", 14, 17, "frontmatter", True),
        ("Cy", "knows.0", 16, 6, "frontmatter", True),
        ("People/Di%20Ray.md", "knows.1", 17, 6, "frontmatter", False),
        ("Bo Lind", "", 22, 22, "body", True),
        ("Cy", "", 23, 12, "body", True),
    ]
    assert [(e.line, e.word, e.text, e.task) for e in note.entries] == [
        (22, "coffee", "Bo Lind came along, #beekeeper talk", None),
        (23, "", "call Cy about `[[hives]]`", False),
        (27, "", "We met at the fair.", None),
    ]
    assert note.headings == ((20, 1, "Ada Moss"), (25, 2, "2026-05-14"))
    assert note.problems == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    assert read(ADA.replace("\n", end)) == read(ADA)


def test_a_byte_order_mark() -> None:
    note = parse(PATH, b"\xef\xbb\xbf" + ADA.encode())
    assert note.properties == read(ADA).properties
    assert [p.code for p in note.problems] == ["frontmatter-bom"]
    assert parse(PATH, b"\xef\xbb\xbfwords").problems == ()


def test_bytes_that_are_no_text() -> None:
    note = parse(PATH, b"---\na: 1\n---\nZo\xeb and [[Bo]]\n")
    assert note.properties == {"a": 1}
    assert [link.target for link in note.links] == ["Bo"]
    (problem,) = note.problems
    assert (problem.code, problem.line, problem.column) == ("file-not-text", 4, 3)
    assert "byte 16 (0xEB)" in problem.message


@pytest.mark.parametrize(
    "data", [b"a\0b", "words".encode("utf-16"), b"\x89PNG\r\n\x1a\n\0\0", b"\0" * 99]
)
def test_binary_files_are_not_read(data: bytes) -> None:
    note = parse(PATH, data)
    assert [p.code for p in note.problems] == ["file-not-text"]
    assert (note.properties, note.links, note.entries) == ({}, (), ())


def test_a_file_that_is_too_large_is_not_read() -> None:
    note = parse(PATH, b"[[a]] " * 200_000)
    assert [p.code for p in note.problems] == ["file-too-large"]
    assert note.links == ()
    assert parse(PATH, b"x" * MOST_BYTES).problems == ()


def test_an_empty_file_is_a_note() -> None:
    assert parse(PATH, b"") == Note(PATH, {}, {})


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("tags: one", ("one",)),
        ("Tags: [a, b]", ("a", "b")),
        ("tags: a, b", ()),
        ('tags: ["#a", "b c", d/]', ("a", "d")),
        ("tags: [2024, y2024]", ("y2024",)),
        ("tags:", ()),
        ("tag: a", ()),
        ("TAGS:\n- A\n- a", ("A",)),
        ("tags: {a: b}", ()),
    ],
)
def test_tags_of_front_matter(text: str, tags: tuple[str, ...]) -> None:
    assert read(f"---\n{text}\n---\n").tags == tags


def test_links_in_properties_are_whole_values_only() -> None:
    note = read(
        '---\na: "see [[A]]"\nb: "[[B]] and [[C]]"\nc: "[[D#x|d]]"\nd: [["E"]]\n'
        'e: {f: "[[G]]"}\nh: "![[H]]"\ni: "[I](https://x.y)"\nj: "`[[J]]`"\n---\n'
    )
    assert [(k.target, k.shown, k.key) for k in note.links] == [
        ("D", "d", "c"),
        ("G", "G", "e.f"),
    ]


def test_an_unquoted_link_is_a_link_with_its_place() -> None:
    note = read("---\nknows:\n  - [[A]]\n  - '[[B]]'\nmet_at: [[A]]\n---\n")
    assert [(k.target, k.key, k.line, k.column) for k in note.links] == [
        ("A", "knows.0", 3, 5),
        ("B", "knows.1", 4, 6),
        ("A", "met_at", 5, 9),
    ]


def test_a_link_written_twice_has_two_places() -> None:
    note = read('---\nknows:\n  - "[[A]]"\n  - "[[A]]"\nk: ["[[B]]", "[[B]]"]\n---\n')
    places = [(k.key, k.line, k.column) for k in note.links]
    assert places[:2] == [("knows.0", 3, 6), ("knows.1", 4, 6)]
    assert places[2:] == [("k.0", 5, 6), ("k.1", 5, 15)]


def test_a_note_travels_between_processes() -> None:
    for text in (ADA, "---\na: {b: {c: [1]}}\nb: [\n---\n- 2026-11-02 x", "\0"):
        note = read(text)
        assert pickle.loads(pickle.dumps(note)) == note  # noqa: S301 - our own bytes


# --- law 1


def sound(note: Note) -> None:
    """Hold what every note keeps to, whatever it was made from."""
    assert set(note.lines) == set(note.properties)
    for problem in note.problems:
        assert problem.code in KINDS
        assert problem.path == note.path
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.advice
    for link in note.links:
        assert link.line >= 1
        assert link.column >= 1
        assert "\n" not in link.target
    hash((note.tags, note.links, note.entries, note.headings, note.problems))


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_note(data: bytes) -> None:
    note = parse(PATH, data)
    sound(note)
    assert parse(PATH, data) == note


ODD = st.sampled_from(
    [
        "\n",
        "\r",
        "\r\n",
        "---\n",
        "- ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "#",
        "&a",
        "*a",
        "%%",
        "`",
        "```",
        "<!--",
        "-->",
        "|",
        "\\",
        "\t",
        " ",
        "\ufeff",
        "\x1b",
        "!x ",
        "é",
        "{{date}}",
        "[[",
        "]]",
        "](",
        ">",
        "- [ ] ",
        "...",
        "? ",
        "key: ",
        "\u2028",
        ",",
    ]
)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(ADA)), st.integers(0, 12), ODD), max_size=6)
)
def test_any_damage_to_a_real_note_gives_a_note(
    damage: list[tuple[int, int, str]],
) -> None:
    text = ADA
    for at, length, odd in damage:
        text = text[:at] + odd + text[at + length :]
    sound(read(text))


@settings(max_examples=80)
@given(st.integers(0, len(ADA)), st.integers(0, len(ADA)))
def test_a_note_cut_anywhere_is_a_note(start: int, end: int) -> None:
    sound(read(ADA[start:end]))


@settings(max_examples=60)
@given(st.integers(20, len(ADA) - 1), ODD)
def test_damage_costs_no_more_than_the_properties_it_touches(at: int, odd: str) -> None:
    """A mistake inside one line leaves the properties of the other lines."""
    lines = ADA.split("\n")
    place = ADA.count("\n", 0, at)
    if place >= 18 or "\n" in odd or "\r" in odd or "{" in odd or "[" in odd:
        return
    if not lines[place] or lines[place][0] in " -" or lines[place][-1] == ":":
        return
    lines[place] += odd
    note, whole = read("\n".join(lines)), read(ADA)
    touched = lines[place].partition(":")[0]
    kept = {key: value for key, value in whole.properties.items() if key != touched}
    assert {k: v for k, v in note.properties.items() if k in kept} == kept


def test_front_matter_bombs_cost_a_note_nothing() -> None:
    for bomb in ("[" * 60_000, "{" * 60_000, "- " * 30_000, "&a *a " * 9_000):
        said = f"---\na: {bomb}\nb: 1\n---\n- 2026-11-02 call: [[Bo]]\n"
        assert within(partial(read, said), 1)
        note = read(said)
        assert note.properties["b"] == 1
        assert [e.word for e in note.entries] == ["call"]
        assert note.problems


@pytest.mark.parametrize(
    "text",
    [
        "---\ntype: person\nprivate: true\nneeds: [a lawyer]\n- told me\n",
        "\n---\nprivate: true\n---\n",
        "---\nprivate:true\n---\n",
        "---\nprivate: !x true\n---\n",
        "---\nprivate: true\n----\nwords\n",
        "---\nprivate: true\nprivate: false\n---\n",
        "---\n- private: true\n---\n",
        "---\nconfidential: true\nneeds: [\n---\n",
        "---\nprivate:\n  - needs\n  - [x\n---\n",
        '---\n{"type": "person", "private": true, x: y: z}\n---\n',
        f"---\nneeds: {'x' * 70_000}\nprivate: true\n---\n",
    ],
)
def test_a_mistake_does_not_undo_privacy(text: str) -> None:
    assert read(text).properties["private"] is True


@pytest.mark.parametrize(
    "text",
    [
        "---\nprivate: false\nneeds: [a lawyer]\n",
        "---\nprivate: [needs]\nx: [[A]], [[B]]\n---\n",
        "---\ntype: person\n---\nprivate: true\n",
    ],
)
def test_privacy_is_not_invented(text: str) -> None:
    assert read(text).properties.get("private") is not True
