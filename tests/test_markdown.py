from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.timing import within
from vaultkit.notes import blocks, markdown
from vaultkit.ways import Ways

if TYPE_CHECKING:
    from vaultkit.notes.markdown import Body, Entry

DAY = date(2026, 11, 2)


def read(text: str) -> Body:
    return markdown.read(text, 1)


def targets(text: str) -> list[str]:
    return [link.target for link in read(text).links]


def entry(text: str) -> Entry:
    (found,) = read(text).entries
    return found


# --- what is code


PARTS = [
    "words NAME `NAME` NAME",
    "`code` NAME",
    "``a ` b`` NAME `NAME",
    "<!-- NAME --> NAME",
    "words <!-- NAME --> NAME",
    "- NAME\n    - NAME `NAME`\n\n    NAME",
    "1. NAME\n\n   NAME",
    "```\nNAME\n```",
    "~~~ text\nNAME\n\n    NAME\n~~~\nNAME",
    "- NAME\n  ```\n  NAME\n  ```\n  NAME",
    "> NAME\n> `NAME`",
    "    NAME\n\n    NAME",
    "# `NAME` NAME",
    "\tNAME",
    "**NAME**\nNAME\n    NAME",
    "- ```\n  NAME\n- NAME\n\n      NAME",
    "1. NAME\n   - ~~~\n     NAME\n   NAME\n\n       NAME",
    "-     NAME\n- - NAME\n\n      NAME",
    "> - ```\n>   NAME\n> NAME\n    NAME\n\nNAME",
    "# NAME\n    NAME\n***\n\tNAME\nNAME\n---\n    NAME",
    "NAME\n2. NAME\n\n     NAME",
    "-\tNAME\n\n\t    NAME\n\n\tNAME",
    "```\nNAME\n    ```\nNAME\n  ```  \nNAME",
]


@given(parts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=7))
@settings(max_examples=150)
def test_what_is_code_by_commonmark_is_no_link(parts: list[str]) -> None:
    text = "words\n\n" + "\n\n".join(parts) + "\n"
    for number in range(text.count("NAME")):
        text = text.replace("NAME", f"X{number}X", 1)
    spoken: set[str] = set()
    left = MarkdownIt("commonmark").parse(text)
    while left:
        token = left.pop()
        if token.children:
            left += token.children
        elif token.type.startswith("html"):
            shown = re.sub(r"<!--.*?-->", "", token.content)
            spoken.update(re.findall(r"X\d+X", shown))
        elif token.type not in {"fence", "code_block", "code_inline"}:
            spoken.update(re.findall(r"X\d+X", token.content))
    assert {*targets(re.sub(r"X\d+X", r"[[\g<0>]]", text))} == spoken


@pytest.mark.parametrize("first", ["`npm install`", "<!-- x -->", "``a`` `b`"])
def test_a_paragraph_that_begins_with_code_is_not_indented(first: str) -> None:
    assert targets(f"words\n\n{first} by [[Ada]]\n\n- a\n    - b") == ["Ada"]


# --- log lines


@pytest.mark.parametrize(
    ("line", "day", "word", "text"),
    [
        ("- 2026-11-02 coffee: [[Ada]] about hives", DAY, "coffee", "Ada about hives"),
        ("- [[2026-11-02]] call with [[Ada]]", DAY, "", "call with Ada"),
        ("- 2026-11-02 call with [[Ada|A]]", DAY, "", "call with A"),
        ("2026-11-02 they wrote: [[Ada]]", DAY, "they wrote", "Ada"),
        ("- **2026-11-02**: Coffee: [[Ada]]", DAY, "coffee", "Ada"),
        ("- 2026-11-02 10:30 call: [[Ada]]", DAY, "call", "Ada"),
        ("- 10:30 call: [[Ada]]", None, "call", "Ada"),
        ("- 10:30 [[Ada]]", None, "", "Ada"),
        ("- 2pm call: [[Ada]]", None, "call", "Ada"),
        ("- 2 PM: call: [[Ada]]", None, "call", "Ada"),
        ("- 2:30 p.m. call: [[Ada]]", None, "call", "Ada"),
        ("- 14 Uhr call: [[Ada]]", None, "call", "Ada"),
        ("- (14:30) call: [[Ada]]", None, "call", "Ada"),
        ("- *14:30:05* call: [[Ada]]", None, "call", "Ada"),
        ("- 2pm-3pm \u2615 call: [[Ada]]", None, "call", "Ada"),
        ("- \u23f0 2pm call: [[Ada]]", None, "call", "Ada"),
        ("- 2026-11-02 2pm call: [[Ada]]", DAY, "call", "Ada"),
        ("- 2 am See mit [[Ada]]", None, "", "2 am See mit Ada"),
        ("- 5h walk with [[Ada]]", None, "", "5h walk with Ada"),
        ("- \u2610 call: [[Ada]]", None, "", "\u2610 call: Ada"),
        ("- 10:30: call: [[Ada]]", None, "call", "Ada"),
        ("* met: [[Ada]]", None, "met", "Ada"),
        ("+ met: [[Ada]]", None, "met", "Ada"),
        ("1. met: [[Ada]]", None, "met", "Ada"),
        ("12) met: [[Ada]]", None, "met", "Ada"),
        ("  - met:[[Ada]]", None, "met", "Ada"),
        ("they wrote: [[Ada]]", None, "they wrote", "Ada"),
        ("not now: [[Ada]]", None, "not now", "Ada"),
        ("**coffee:** [[Ada]]", None, "coffee", "Ada"),
        ("- **coffee**: [[Ada]]", None, "coffee", "Ada"),
        ("- _coffee_: [[Ada]]", None, "coffee", "Ada"),
        ("- Café : [[Ada]]", None, "café", "Ada"),
        ("- coffee:: [[Ada]]", None, "coffee", "Ada"),
        ("- video-call: [[Ada]]", None, "video-call", "Ada"),
        ("- 電話: [[Ada]]", None, "電話", "Ada"),
        ("- call\uff1a [[Ada]]", None, "call", "Ada"),
        ("- ***coffee***: [[Ada]]", None, "coffee", "Ada"),
        ("- \u2615 coffee: [[Ada]]", None, "coffee", "Ada"),
        ("- \u2615 2026-11-02 [[Ada]]", DAY, "", "Ada"),
        ("- 2026-11-02 \U0001f4de\ufe0f call: [[Ada]]", DAY, "call", "Ada"),
        ("- \u2615 #coffee [[Ada]]", None, "coffee", "Ada"),
        ("- \u2615 [[Ada]]", None, "", "\u2615 Ada"),
        ("- \u274c coffee: [[Ada]]", None, "", "\u274c coffee: Ada"),
        ("- call: [[Ada#^b1]]", None, "call", "Ada"),
        ("- call: [[Ada#Log#^b1]] again", None, "call", "Ada > Log again"),
        ("- call: [[Ada]][^1] and more[^note]", None, "call", "Ada and more"),
        ("[^1]: [[Ada]] said so", None, "", "Ada said so"),
        ("#coffee [[Ada]]", None, "coffee", "Ada"),
        ("- #log/they-wrote [[Ada]]", None, "they wrote", "Ada"),
        ("- #coffee: [[Ada]]", None, "coffee", "Ada"),
        ("[[Ada]] came by", None, "", "Ada came by"),
        ("- [[Ada]]: wants bees", None, "", "Ada: wants bees"),
        ("- one two three four: [[Ada]]", None, "", "one two three four: Ada"),
        ("- at 10:30 with [[Ada]]", None, "", "at 10:30 with Ada"),
        ("- https://x.y [[Ada]]", None, "", "https://x.y Ada"),
        ("- see [here](https://x.y) [[Ada]]", None, "", "see here Ada"),
        ("- **really** ==good== [[Ada]] ^id1", None, "", "really good Ada"),
        ("| 2026-11-02 | coffee | [[Ada]] |", DAY, "", "coffee | Ada"),
        ("| [[Ada\\|A]] | coffee |", None, "", "A | coffee"),
        ("- `x` [[Ada]]", None, "", "`x` Ada"),
        ("`x` [[Ada]]", None, "", "`x` Ada"),
        ("- call: [[Ada]] ![[pic.png]] there", None, "call", "Ada there"),
        ("- call: [[Ada]] <!-- no --> yes", None, "call", "Ada yes"),
        ("- call: [[Ada]] %%no%% yes", None, "call", "Ada yes"),
        ("- 2026-02-30 call: [[Ada]]", None, "", "2026-02-30 call: Ada"),
        ("- Monday, 2 November 2026: call: [[Ada]]", DAY, "call", "Ada"),
        ("- [[Ada#Bees]] spoke", None, "", "Ada > Bees spoke"),
        ("- [[People/Ada]] spoke", None, "", "Ada spoke"),
        ("- [Ada](People/Ada.md) spoke", None, "", "Ada spoke"),
    ],
)
def test_a_log_line(line: str, day: date | None, word: str, text: str) -> None:
    found = entry(line)
    assert (found.date, found.word, found.text) == (day, word, text)
    assert [
        link.target.rpartition("/")[2].removesuffix(".md") for link in found.links
    ] == ["Ada"]
    assert found.task is None


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("- [ ] call [[Ada]]", False),
        ("- [x] call [[Ada]]", True),
        ("1. [X] call [[Ada]]", True),
        ("- [-] call [[Ada]]", False),
        ("- [>] call [[Ada]]", False),
        ("- [[Ada]] call", None),
        ("[x] call [[Ada]]", None),
        ("- [ ] 2026-11-02 call: [[Ada]]", False),
    ],
)
def test_a_task(line: str, task: bool | None) -> None:  # noqa: FBT001 - a case
    assert entry(line).task is task


@pytest.mark.parametrize(
    "line",
    [
        "> [[Ada]]",
        "- > [[Ada]]",
        "> [!note] 2026-11-02 [[Ada]]",
        "`[[Ada]]`",
        "words",
        "![[Ada]]",
        "[[#Heading]]",
        "<!-- 2026-11-02 [[Ada]] -->",
        "- words",
        "---",
        "",
        "- at 10:30",
        "- see http://x.y",
        "|---|---|",
        "note: not a list",
    ],
)
def test_what_records_nothing(line: str) -> None:
    assert read(line).entries == ()


def test_signs_cost_no_promise() -> None:
    assert entry("- \u2764\ufe0f promised: the book").word == "promised"


def test_a_short_item_with_a_word_needs_no_link() -> None:
    found = entry("- needs: a bookkeeper")
    assert (found.word, found.text, found.links) == ("needs", "a bookkeeper", ())


def test_a_heading_that_is_a_date_dates_what_stands_under_it() -> None:
    text = """\
- before
## 2026-11-02
Talked about hives.
- call: [[Ada]]
### More
- [[Bo]]
### 2026-11-03 Coffee
- [[Cy]]
- 2026-11-05 [[Di]]
## Ideas
- [[Ed]]
"""
    found = [
        (e.line, e.date and e.date.day, e.text, e.heading) for e in read(text).entries
    ]
    assert found == [
        (3, 2, "Talked about hives.", "2026-11-02"),
        (4, 2, "Ada", "2026-11-02"),
        (6, 2, "Bo", "More"),
        (7, 3, "Coffee", "2026-11-03 Coffee"),
        (8, 3, "Cy", "2026-11-03 Coffee"),
        (9, 5, "Di", "2026-11-03 Coffee"),
        (11, None, "Ed", "Ideas"),
    ]


@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "\t\t"])
def test_an_indented_item_is_an_entry_of_its_own(indent: str) -> None:
    found = read(
        f"- 2026-11-02 Fair\n{indent}- met: [[Ada]]\n{indent}and more\n"
    ).entries
    assert [(e.date, e.word, e.text) for e in found] == [
        (DAY, "", "Fair"),
        (DAY, "met", "Ada"),
    ]


def dated(text: str) -> list[tuple[int, int | None, str]]:
    """Return the entries of a text: line, day of the month, words."""
    entries = read(text).entries
    return [(e.line, e.date.day if e.date else None, e.text) for e in entries]


def test_an_item_has_the_date_of_the_item_it_is_below() -> None:
    text = """\
## 2026-11-01
- 2026-11-02 Fair
  - met: [[Ada]]
    - [[Bo]] too
  with [[Cy]]
  - 2026-11-03 [[Di]]
    - [[Ed]]
  - [[Fi]]

  - [[Gi]]
- [[Hu]]
  - [[Io]]
- 2026-11-04 [[Jo]]
> a quote
  - [[Ky]]
"""
    assert dated(text) == [
        (2, 2, "Fair"),
        (3, 2, "Ada"),
        (4, 2, "Bo too"),
        (5, 2, "with Cy"),
        (6, 3, "Di"),
        (7, 3, "Ed"),
        (8, 2, "Fi"),
        (10, 2, "Gi"),
        (11, 1, "Hu"),
        (12, 1, "Io"),
        (13, 4, "Jo"),
        (15, 1, "Ky"),
    ]


@pytest.mark.parametrize("between", ["A paragraph.\n\n", "## More\n", "- x\n"])
def test_what_ends_a_list_ends_its_date(between: str) -> None:
    text = f"- 2026-11-02 a\n  - 2026-11-03 b\n{between}   - met: [[Ada]]\n"
    assert dated(text)[-1][1:] == (None, "Ada")


@pytest.mark.parametrize(
    ("line", "day", "word", "text"),
    [
        ("- coffee 2026-11-02 [[Ada]]", DAY, "coffee", "Ada"),
        ("- coffee [[2026-11-02]] [[Ada]]", DAY, "coffee", "Ada"),
        ("- coffee 2026-11-02: [[Ada]]: hives", DAY, "coffee", "Ada: hives"),
        ("- They wrote 2026-11-02 [[Ada]]", DAY, "they wrote", "Ada"),
        ("- coffee: 2026-11-02 [[Ada]]", DAY, "coffee", "Ada"),
        ("- #coffee 2026-11-02 [[Ada]]", DAY, "coffee", "Ada"),
        ("#coffee 2026-11-02 [[Ada]]", DAY, "coffee", "Ada"),
        ("- #sauna 2026-11-02 [[Ada]]", DAY, "sauna", "Ada"),
        ("- 20261102 coffee: [[Ada]]", DAY, "coffee", "Ada"),
        ("- 20261102 coffee [[Ada]]", DAY, "", "coffee Ada"),
        ("- flight 2026-11-02 [[Ada]]", None, "", "flight 2026-11-02 Ada"),
        ("- coffee on 2026-11-02 [[Ada]]", None, "", "coffee on 2026-11-02 Ada"),
        ("coffee 2026-11-02 [[Ada]]", None, "", "coffee 2026-11-02 Ada"),
        ("- promised: 2026-11-02 [[Ada]]", None, "promised", "2026-11-02 Ada"),
        ("- coffee 20 people [[Ada]]", None, "", "coffee 20 people Ada"),
        ("- 20261302 [[Ada]]", None, "", "20261302 Ada"),
    ],
)
def test_the_date_may_stand_behind_the_word(
    line: str, day: date | None, word: str, text: str
) -> None:
    found = entry(line)
    assert (found.date, found.word, found.text) == (day, word, text)


def test_a_date_behind_the_word_needs_no_link() -> None:
    assert dated("- coffee 2026-11-02 about hives\n") == [(1, 2, "about hives")]


def test_an_underlined_date_is_a_heading() -> None:
    text = """\
2026-11-02
---
- [[Ada]]

2026-11-03 [[Bo]]
=====
- [[Cy]]

Ideas
--
- [[Di]]
"""
    assert read(text).headings == (
        (1, 2, "2026-11-02"),
        (5, 1, "2026-11-03 [[Bo]]"),
        (9, 2, "Ideas"),
    )
    assert dated(text) == [(3, 2, "Ada"), (5, 3, "Bo"), (7, 3, "Cy"), (11, 3, "Di")]


@pytest.mark.parametrize(
    "above",
    [
        "",
        "one\n2026-11-02",
        "- 2026-11-02",
        "1. 2026-11-02",
        "> 2026-11-02",
        "| 2026-11-02 |",
        "# Log",
        "***",
        "    2026-11-02",
        "`code`\n```\n2026-11-02",
        "<!--\n2026-11-02",
        "one\n\n",
    ],
)
def test_a_rule_is_no_underline(above: str) -> None:
    found = read(f"{above}\n---\n- met: [[Ada]]\n")
    assert [level for _, level, _ in found.headings] in ([], [1])
    assert all(e.date is None for e in found.entries if e.word)


def test_what_is_struck_through_records_nothing() -> None:
    for line in (
        "- ~~coffee: [[Ada]]~~",
        "~~coffee: [[Ada]]~~",
        "- 2026-11-02 ~~[[Ada]] came~~",
        "- [x] ~~call: [[Ada]]~~ ^id1",
        "  - ~~[[Ada]] ~ [[Bo]]~~ ",
    ):
        found = read(line)
        assert (found.entries, found.links[0].target) == ((), "Ada")
    for line in ("- ~~no~~ coffee: [[Ada]]", "- ~~a~~ [[Ada]] ~~b~~", "- ~~[[Ada]]"):
        assert read(line).entries


def test_what_looks_like_a_date_and_is_none_is_said() -> None:
    text = """\
## 2026-02-30
- 2026-02-31 coffee: [[Ada]]
- [ ] 31.6.2026 [[Ada]]
- **2026-13-01** [[Ada]]
  - 2026-02-32 more
- 1.13.20 and 2999-99-99 and 20261399
`2026-02-30`
> 2026-02-30

June 31, 2026
---
"""
    assert read(text).undated == (
        (1, "2026-02-30"),
        (2, "2026-02-31"),
        (3, "31.6.2026"),
        (4, "2026-13-01"),
        (5, "2026-02-32"),
        (10, "June 31, 2026"),
    )


def test_headings() -> None:
    found = read("# One\ntext\n## [[Two]] #\n#tag\n####### no\n   ### 3\n    # code\n")
    assert found.headings == ((1, 1, "One"), (3, 2, "[[Two]]"), (6, 3, "3"))
    assert found.tags == ("tag",)
    assert [(e.line, e.text) for e in found.entries] == [(3, "Two")]


def test_lines_count_from_where_the_body_starts() -> None:
    found = markdown.read("# A\n[[B]]\n", 10)
    assert (found.headings[0][0], found.links[0].line, found.entries[0].line) == (
        10,
        11,
        11,
    )


def test_our_blocks_are_no_source_but_obsidian_sees_their_links() -> None:
    text = (
        "- [[A]]\n<!-- vaultkit: reconnect -->\n"
        "- 2026-11-02 [[B]] #tag\n## 2026-11-02 [[C]]\n"
        "<!-- /vaultkit reconnect -->\n- [[D]]\n"
    )
    found = read(text)
    assert targets(text) == ["A", "D"]
    assert [link.target for link in found.shown] == ["B", "C"]
    entries = [(e.date, link.target) for e in found.entries for link in e.links]
    assert entries == [(None, "A"), (None, "D")]
    assert (found.tags, found.headings) == ((), ())
    assert [(one.asked, one.first, one.last) for one in found.ours.blocks] == [
        ("reconnect", 2, 5)
    ]


OPEN, CLOSE = "<!-- vaultkit: x -->\n", "<!-- /vaultkit 0123456789abcdef -->\n"


@pytest.mark.parametrize(
    ("text", "wrong", "read_still"),
    [
        (f"- [[A]]\n{OPEN}- [[B]]\n", [2], ["A"]),
        (f"- [[A]]\n{CLOSE}- [[B]]\n", [2], ["A", "B"]),
        (f"{OPEN}{OPEN}- [[A]]\n{CLOSE}{CLOSE}- [[B]]\n", [2, 5], ["B"]),
        (f"{CLOSE}- [[A]]\n{OPEN}- [[B]]\n", [1, 3], []),
        (f"{OPEN}{CLOSE}- [[A]]\n{OPEN}- [[B]]\n", [4], []),
        (f"{OPEN}- [[A]]\n{CLOSE}- [[B]]\n{CLOSE}- [[C]]\n", [5], ["C"]),
        (f"{OPEN}{CLOSE}" * 65 + "- [[A]]\n", [129], []),
    ],
)
def test_lines_that_make_no_block_are_told_and_nothing_between_is_a_source(
    text: str, wrong: list[int], read_still: list[str]
) -> None:
    found = read(text)
    assert [line for line, _ in found.ours.broken] == wrong
    assert found.ours.blocks == ()
    assert [link.target for e in found.entries for link in e.links] == read_still


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{OPEN}```\n",
        f"~~~\n{CLOSE}~~~\n",
        f"`{OPEN.strip()}`\n",
        f"\n    {OPEN}",
        f"\t{OPEN}",
        f"words {OPEN}",
        f"{OPEN.strip()} words\n",
        f"> {OPEN}",
        f"- {OPEN}",
        f"%%\n{OPEN}%%\n",
        "<!--\nvaultkit: x\n-->\n",
        "<!-- see vaultkit: x -->\n",
        "<!-- vaultkit 1 0123456789abcdef -->\n",
        "<!-- /vaultkits -->\n",
        "\\<!-- vaultkit: x\n",
    ],
)
def test_what_merely_mentions_the_lines_of_a_block_is_none(text: str) -> None:
    assert read(f"a\n\n{text}").ours == blocks.NONE


# --- what counts as text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[A]] [[B|b]] ![[c.png]]", ["A", "B", "c.png"]),
        ("[[A#H]] [[#H]] [[A#^id]] [[A#H1#H2]]", ["A", "", "A", "A"]),
        ("[[a]b]] [[a||b]] [[ A ]]", ["a]b", "a", "A"]),
        ("[[a [[b]] c]]", ["b"]),
        ("[[[A]]]", ["A"]),
        ("[[A\nB]] [[]] [[|x]] [A]", []),
        ("[[https://x]]", ["https://x"]),
        ("\\[[A]] \\[\\[B]] \\\\[[C]] \\![[D]]", ["C", "D"]),
        ("%%[[A]]%%\n%%\n[[B]]\n%%", ["A", "B"]),
        ("<!-- [[A]] --> [[B]] <!--\n[[C]]\n\n[[D]]-->[[E]]", ["B", "E"]),
        ("<!-- [[A]]\n\n[[B]]", []),
        ("x <!-- [[A]]", ["A"]),
        ("<!-->[[A]]-->[[B]]", ["B"]),
        ("`[[A]]` ``[[B]] ` `` [[C]]", ["C"]),
        ("`[[A]] \n\n [[B]]`", ["A", "B"]),
        ("`[[A]]\n[[B]]` [[C]]", ["C"]),
        ("- `[[A]]\n- [[B]]`", ["A", "B"]),
        ("\\`[[A]]`", ["A"]),
        ("```\n[[A]]\n```\n[[B]]", ["B"]),
        ("````\n```\n[[A]]\n```\n````\n[[B]]", ["B"]),
        ("~~~ x\n[[A]]\n```\n~~~~\n[[B]]", ["B"]),
        ("```\n[[A]]", []),
        ("```a`b``` [[A]]", ["A"]),
        ("- ```\n  [[A]]\n  ```\n- [[B]]", ["B"]),
        ("> ```\n> [[A]]\n[[B]]", ["B"]),
        ("text\n    [[A]]", ["A"]),
        ("text\n\n    [[A]]\n\n    [[B]]\n[[C]]", ["C"]),
        ("    [[A]]", []),
        ("\t[[A]]", []),
        ("- item\n\n    [[A]]\n\t[[B]]", ["A", "B"]),
        ("- item\n\ntext\n\n    [[A]]", []),
        ("> [[A]]\n> [!tip] [[B]]\n# [[C]]", ["A", "B", "C"]),
        ("$[[A]]$", ["A"]),
        ("[[`A]] `", []),
        ("[A](People/Ada%20Moss.md#x)", ["People/Ada%20Moss.md"]),
        ("[A](<Ada Moss.md>) ![A](pic.png)", ["Ada Moss.md", "pic.png"]),
        ("[A](Ada Moss.md)", []),
        ('[A](A.md "title") [a [b] c](B.md)', ["A.md", "B.md"]),
        ("[A](A_(x).md) \\[B](B.md)", ["A_(x).md"]),
        ("[A](https://x) [A](mailto:a@b) [A](//x) <A.md>", []),
        ("[A](#h)", [""]),
        ("[[A]](B.md)", ["A"]),
        ("[a]([[A]]) [b]([[B c#d|e]]) \\[c]([[C]]) ![]([[D]])", ["A", "B c", "C", "D"]),
    ],
)
def test_the_links_obsidian_would_index(text: str, found: list[str]) -> None:
    assert targets(text) == found


def test_where_a_link_stands() -> None:
    (link,) = read("one\né [[Ada|A]]").links
    assert (link.line, link.column, link.shown, link.embed, link.wiki) == (
        2,
        3,
        "A",
        False,
        True,
    )
    (link,) = read("x ![[pic.png]]").links
    assert (link.column, link.embed) == (3, True)
    (link,) = read("x [Ada](A.md)").links
    assert (link.column, link.shown, link.wiki) == (3, "Ada", False)
    (link,) = read("x [her]([[Ada Moss|A]])").links
    assert (link.column, link.shown, link.wiki) == (3, "her", True)
    assert entry("- met: [her]([[Ada Moss]]) (again)").text == "her (again)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#a #b/c #a", ("a", "b/c")),
        ("#Tag #tag", ("Tag",)),
        ("#1984 #y1984 #2-1", ("y1984", "2-1")),
        ("#a/ #b. #c, #d! (#e)", ("a", "b", "c", "d", "e")),
        ("a#b ##c \\#d &#e http://x/#f", ()),
        ("#é #日本 #🐝 #a\u2014b", ("é", "日本", "🐝", "a")),
        ("`#a` <!-- #b --> [[#c]] [[x#d]] [e](#f) [[a #g]]", ()),
        ("%% #a %%", ("a",)),
        ("# heading #b\n#c", ("b", "c")),
        ("> #a", ("a",)),
    ],
)
def test_tags(text: str, found: tuple[str, ...]) -> None:
    assert read(text).tags == found


# --- what must never be quoted


@pytest.mark.parametrize(
    "text",
    [
        "- call: [[Ada]] %%SECRET%%",
        "- call: [[Ada]] %% SECRET",
        "%%\n- call: [[Ada]] SECRET\n%%",
        "%% call: [[Ada|SECRET]] SECRET %%",
        "%%\n- call: [[Ada]] SECRET",
        "100%% sure\n\n%%\n- call: [[Ada]] SECRET\n%%",
        "100%% sure [[Ada]]\n%%\n\nSECRET\n%%\n- [[Ada]]",
        "- call: [[Ada]] <!-- SECRET -->",
        "## %%SECRET%%\n- call: [[Ada]]",
        "- %%\n  call: [[Ada]] SECRET\n  %%",
        "`%%` [[Ada]]\n%%SECRET [[Bo]]%%",
    ],
)
def test_hidden_text_is_never_quoted(text: str) -> None:
    found = read(text)
    assert found.entries
    for item in found.entries:
        assert "SECRET" not in item.text
        assert "SECRET" not in item.heading


def test_what_stands_outside_is_quoted() -> None:
    text = "100%% sure\n- [[Ada]] one\n\n%%\nx\n%%\n- [[Ada]] two `%%` three"
    assert [e.text for e in read(text).entries] == ["Ada one", "Ada two `%%` three"]


# --- any text, quickly

PIECES = st.sampled_from(
    [
        "[[",
        "]]",
        "[",
        "]",
        "(",
        ")",
        "|",
        "#",
        "^",
        "!",
        "`",
        "```",
        "~~~",
        "<!--",
        "-->",
        "%%",
        "\\",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "> ",
        "# ",
        "[ ] ",
        "Ada",
        "a: ",
        "2026-11-02",
        " ",
        "é",
        "**",
        "==",
        "<",
        ">",
        "](",
        "A.md",
        "vaultkit: x",
        "1. ",
        "<!-- vaultkit: x -->\n",
        "<!-- /vaultkit -->\n",
        "\x00",
        "\u2028",
        "10:30 ",
    ]
)
MESSY = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=200)
@given(MESSY | st.text())
def test_any_text_is_read_and_every_place_is_real(text: str) -> None:
    lines = text.split("\n")
    found = read(text)
    for link in found.links:
        there = lines[link.line - 1][link.column - 1 :]
        assert there.startswith("![" if link.embed else "[")
    for item in found.entries:
        assert 1 <= item.line <= len(lines)
        assert "\n" not in item.text
        assert set(item.links) <= set(found.links)
        assert all(link.target and not link.embed for link in item.links)


@settings(max_examples=100)
@given(MESSY)
def test_hidden_pieces_never_surface(text: str) -> None:
    clean = text.replace("%%", "").replace("`", "").replace("~~~", "").replace("<", "")
    found = read(f"{clean}\n\n%%\nSECRET [[Ada]]\n%%\n")
    assert not [e for e in found.entries if "SECRET" in e.text]


BOMBS = {
    "links": "[[a]]" * 200_000,
    "dated links": "- 2026-11-02 call: " + "[[a]] " * 150_000,
    "open links": "[[a" * 300_000,
    "open links with parts": "[[a#|" * 200_000,
    "brackets": "[" * 1_000_000,
    "closing brackets": "[[a" + "]b" * 500_000,
    "long links": ("[[" + "a" * 1000) * 1000,
    "markdown links": "[a](b)" * 150_000,
    "open markdown links": "[a](" * 250_000,
    "open texts": "[a" * 400_000 + "](",
    "parentheses": "[a](" + "(" * 500_000,
    "backticks": "` `` " * 200_000,
    "growing backticks": " ".join("`" * n for n in range(1, 1300)),
    "fences": "```\n~~~\n" * 100_000,
    "comments": "<!--" * 250_000,
    "comments in a line": "x <!-- " * 140_000,
    "percent": "%%" * 500_000,
    "percent in a line": "%% " * 300_000,
    "odd percents": "x%%\n" * 200_000,
    "open percents": "- %%\n\n" * 150_000,
    "tags": "#a " * 300_000,
    "hashes": "#" * 1_000_000,
    "headings": "# a\n" * 200_000,
    "backslashes": "\\" * 1_000_000 + "[[a]]",
    "escaped links": "\\[[a]]" * 140_000,
    "words": "a " * 500_000 + ": [[b]]",
    "letters": "a" * 1_000_000 + "[[b]]",
    "stars": "**" * 500_000 + "[[b]]",
    "spaces": " " * 1_000_000 + "[[b]]",
    "blank lines": "\n" * 1_000_000,
    "indented": "\n    a\n" * 120_000,
    "quotes": ">" * 1_000_000 + "[[b]]",
    "quoted lines": "> " * 90_000 + "\n" + "> " * 10 + "\n" * 90_000 + "```",
    "items in items": "- " * 50_000 + "\n" * 100_000 + "    a",
    "fences in items": "- ```\n" * 40_000,
    "runs in a fence": "```\n" + ("`" * 5_000 + " x\n") * 40,
    "our blocks": "<!-- vaultkit: x -->\n" * 45_000,
    "carets": "- [[b]]" + " ^" * 400_000,
    "colons": "- " + "a:" * 400_000,
    "dates": "- 2026-11-02 " * 80_000,
    "signs": "- " + "\u2615" * 200_000,
    "brackets of dates": "- [2026-11-02](" * 60_000,
    "footnotes": "- [[b]]" + "[^" * 200_000 + "1]",
}


@pytest.mark.parametrize("name", BOMBS)
def test_every_bomb_is_quick(name: str) -> None:
    """A part of the largest file: what is not linear would still take minutes."""
    bomb = BOMBS[name][:100_000] + BOMBS[name][-100_000:]
    assert within(lambda: read(bomb), 2)


@pytest.mark.parametrize(
    ("text", "tasks", "under"),
    [
        ("- [ ] a [[B]]\n    - c [[D]]", [False, False], [(), (1,)]),
        ("- [x] a [[B]]\n    - c [[D]]", [True, None], [(), (1,)]),
        ("- a [[B]]\n    - c [[D]]", [None, None], [(), (1,)]),
        ("- [ ] a [[B]]\n    - [x] c [[D]]", [False, True], [(), (1,)]),
        ("- [ ] a [[B]]\n    - 2026-11-02 c [[D]]", [False, None], [(), (1,)]),
        ("- [ ] a [[B]]\n    c [[D]]", [False, False], [(), (1,)]),
        (
            "- [ ] a [[B]]\n  - c [[D]]\n    - e [[F]]\n  - g [[H]]\n- i [[J]]",
            [False, False, False, False, None],
            [(), (1,), (1, 2), (1,), ()],
        ),
        (
            "- a [[B]]\n  - [ ] c [[D]]\n    - e [[F]]\n  - g [[H]]",
            [None, False, False, None],
            [(), (1,), (1, 2), (1,)],
        ),
        ("- to do: a [[B]]\n  - c [[D]]", [False, False], [(), (1,)]),
        ("- TODO a [[B]]\n\t- c [[D]]", [False, False], [(), (1,)]),
        ("- \U0001f4cc TODO a [[B]]\n\t- c [[D]]", [False, False], [(), (1,)]),
        ("> - [ ] a [[B]]\nc [[D]]", [None], [()]),
        ("- [ ] a [[B]]\n\nc [[D]]\n  - e [[F]]", [False, None, None], [(), (), ()]),
    ],
)
def test_what_stands_below_a_task_is_done_when_it_is(
    text: str, tasks: list[bool | None], under: list[tuple[int, ...]]
) -> None:
    found = read(text).entries
    assert [entry.task for entry in found] == tasks
    assert [entry.under for entry in found] == under


def test_a_heading_is_dated_as_the_vault_is_written() -> None:
    ways = Ways(order="day-first")
    for text in ("## 02/11/2026\n- [[Ada]]", "02/11/2026\n===\n- [[Ada]]"):
        (found,) = markdown.read(text, 1, ways).entries
        assert found.date == DAY
        assert markdown.read(text, 1).entries[0].date is None


@pytest.mark.parametrize(("line", "level"), [("===", 1), ("---", 2), ("==", 1)])
def test_an_underlined_heading_has_its_links_where_they_stand(
    line: str, level: int
) -> None:
    found = read(f"\n2026-11-02 met: [[Ada]] and [[Bo]]\n{line}\n- coffee: [[Cy]]")
    assert found.headings == ((2, level, "2026-11-02 met: [[Ada]] and [[Bo]]"),)
    first, second = found.entries
    assert (first.line, first.word, first.text) == (2, "met", "Ada and Bo")
    assert [link.line for link in first.links] == [2, 2]
    assert (first.under, second.under) == ((), ())
    assert (second.line, second.date, second.heading) == (4, DAY, found.headings[0][2])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- met: a **bold** word", "a bold word"),
        ("- met: a ==marked== word", "a marked word"),
        ("- met: a\tb  c", "a b c"),
        ("- met: a  b", "a  b"),
        ("- met: X marks X", "X marks X"),
        ("| met: a |", "a"),
        ("- met: a ^block-1", "a"),
        ("- #they_wrote [[Ada]]", "Ada"),
        ("- #they-wrote [[Ada]]", "Ada"),
    ],
)
def test_the_words_of_a_line_are_without_its_marks(line: str, text: str) -> None:
    found = entry(f"{line}" if line[0] != "|" else f"# 2026-11-02\n{line}")
    assert found.text == text
    assert found.word in {"met", "they wrote"}


@pytest.mark.parametrize("mark", ["-", "1.", "*", "2)"])
def test_a_box_is_ticked_by_either_letter(mark: str) -> None:
    for box, task in (("x", True), ("X", True), (" ", False), ("-", False)):
        assert entry(f"{mark} [{box}] met: [[Ada]]").task is task


def test_a_line_that_begins_a_body_underlines_nothing() -> None:
    for text in ("---\n\nAda", "===\nAda", "--\n- met: [[Ada]]\nBo"):
        assert read(text).headings == ()


def test_marks_alone_record_nothing() -> None:
    assert read("- 2026-11-02 --\n- 2026-11-02 \u2026\n").entries == ()
    assert entry("- 2026-11-02 met: --").text == ""


def test_an_item_may_be_indented_by_one_space() -> None:
    first, second = read("- 2026-11-02 at the market\n - [[Ada]]\n").entries
    assert (first.date, second.date) == (DAY, DAY)
    assert second.under == (1,)
    assert (first.heading, second.heading) == ("", "")
