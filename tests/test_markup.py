from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultkit.notes.links import Files
from vaultkit.pages.markup import (
    Linker,
    Markup,
    Style,
    code,
    escape,
    label,
    linkable,
    plain,
    prose,
    shorten,
)
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}).enable(
    ["table", "strikethrough"]
)

# What other readers act on in the raw text, whatever a Markdown parser makes of it.
ACTED_ON: Final = re.compile(
    r"(?<!\\)(?:\\\\)*(?:"
    r"<|`|\[\[|!\[|\$|\^|\|"
    r")"
    r"|::|%%|==|~~|\{\{|\{%|<%|://|\bwww\.[^\s]"
    r"|(?:^|[\s(])\#\w"
    r"|[^\s\\]@[^\s]",
    re.IGNORECASE,
)

HOSTILE: Final = (
    "<img src=x onerror=alert(1)>",
    "</li></ul><script>x</script>",
    "[[Ada]] ![[secret]] [x](javascript:alert(1))",
    "http://evil.example www.evil.example a@b.example obsidian://open?vault=x",
    "javascript:alert(1) mailto:a@b.example //evil.example",
    "# heading",
    "- item",
    "1. item",
    "12) item",
    "> quote",
    "> [!danger] callout",
    "=== ",
    "---",
    "```js",
    "~~~",
    "    code",
    "%% hidden %%",
    "last_contact:: 2026-01-01",
    "[last:: 2026]",
    "$x^2$ and $$y$$",
    "==bright== ~~gone~~ ~sub~ *a* _b_ __c__ **d**",
    "a | b | c",
    "{{ cycler }} {% raw %} <% tp %> <%* x %> {# c #}",
    "word ^block",
    "^[inline note] [^1]",
    "&lt;b&gt; &#60; &amp;",
    "line\nbreak\u2028and\x85more\r\n- item",
    "back\\slash \\",
    "\u202etfel ot thgir\u2066\u200b\ufeff",
    "\x00\x1b[31mred\x07",
    "#tag #a/b (#c)",
    "`= this.file` `$= dv`",
    "+ item",
    ": definition",
    "| cell",
    "ends with a colon:",
    "- [ ] task",
    "\ud800 alone",
)


@dataclass(frozen=True)
class Shown:
    kinds: frozenset[str]
    text: str


def _flat(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or ())


def _shown(markdown: str) -> Shown:
    tokens = list(_flat(MARKDOWN.parse(markdown)))
    text = "".join(t.content for t in tokens if t.type == "text")
    return Shown(frozenset(t.type for t in tokens), text)


ITEM: Final = frozenset(
    {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "text",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
)


def anything() -> st.SearchStrategy[str]:
    marks = st.text(alphabet="\\`*_[]<>{}~$^|=#&%:/@.w!-+() \n1ab;", max_size=12)
    return st.one_of(
        st.text(st.characters(codec=None), max_size=20),
        marks,
        st.lists(st.one_of(st.sampled_from(HOSTILE), marks), max_size=3).map("".join),
    )


@given(anything())
@example("a\n\n- b")
@example("x` `y")
def test_words_from_a_note_stay_words_within_a_line(text: str) -> None:
    shown = _shown(f"- x {escape(text)} y")
    assert shown.kinds <= ITEM
    assert shown.text == f"x {plain(text)} y"


@given(anything())
def test_words_from_a_note_stay_words_at_the_start_of_an_item(text: str) -> None:
    shown = _shown(f"- {escape(text)}")
    assert shown.kinds <= ITEM
    assert shown.text == plain(text)


@given(anything())
def test_words_from_a_note_stay_words_below_a_paragraph(text: str) -> None:
    shown = _shown(f"above\n{escape(text)}\n")
    assert shown.kinds <= {
        "paragraph_open",
        "inline",
        "text",
        "softbreak",
        "paragraph_close",
    }


@given(anything())
def test_words_from_a_note_stay_in_their_cell(text: str) -> None:
    rows = MARKDOWN.parse(f"| a | b |\n| --- | --- |\n| x {escape(text)} | end |")
    cells = [t.content for t in rows if t.type == "inline"]
    assert len(cells) == 4
    assert cells[3] == "end"


@given(anything())
def test_no_other_reader_finds_anything_to_act_on(text: str) -> None:
    assert not ACTED_ON.search(f"- x {escape(text)} y")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_was_typed(text: str) -> None:
    shown = _shown(f"- x {escape(text)} y")
    assert shown == Shown(ITEM, f"x {plain(text)} y")


@pytest.mark.parametrize(
    "prose",
    [
        "Ada's bees (top-bar hives), since 2019: three of them; 50% survived.",
        "We talked — again \u2013 about “letting go”. Why not? At 12:30, she said.",
        "Zoë & Søren, R&D, snake_case, C# or F#, and/or, a + b = c, 3 > 2!",
        "Élodie habite à Genève; 花子さんは東京にいます。",
        "next: a walk",
    ],
)
def test_ordinary_prose_comes_back_as_it_was(prose: str) -> None:
    assert escape(prose) == prose


@given(anything())
def test_plain_text_is_one_trimmed_line_of_seen_characters(text: str) -> None:
    one = plain(text)
    assert one == one.strip()
    assert one.splitlines() in ([], [one])
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", one)
    assert plain(one) == one
    one.encode()


def test_markup_joined_with_text_is_text_again() -> None:
    assert not isinstance(Markup("a") + "*b*", Markup)


@given(anything(), st.integers(min_value=5, max_value=60))
def test_shortened_text_keeps_to_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == plain(text) or short.endswith("…")


def test_text_is_cut_between_words() -> None:
    assert shorten("wants to keep bees, but how", 20) == "wants to keep bees…"


def _read_label(coded: str) -> str:
    return re.sub(r"#(\d+);", lambda m: chr(int(m[1])), coded)


@given(anything())
def test_a_mermaid_label_holds_its_text_and_nothing_else(text: str) -> None:
    coded = label(text)
    assert coded[0] == coded[-1] == '"'
    assert _read_label(coded[1:-1]) == plain(text)
    assert not re.search(r"[\"`<>\[\]{}|\\%:*_~\n]", coded[1:-1])
    assert not re.match(r"(?:[-+*]|\d+[.)])(?:\s|$)", coded[1:-1])


@pytest.mark.parametrize(
    ("name", "can"),
    [
        ("People/Ada Moss.md", True),
        ("People/Ke$ha & co (x).md", True),
        ("人/花子.md", True),
        ("People/A#B.md", False),
        ("People/A^B.md", False),
        ("People/A|B.md", False),
        ("People/A]]B.md", False),
        ("People/<img src=x>.md", False),
        ("People/A\u202eB.md", False),
        ("People/%%A.md", False),
        ("People/a  b.md", False),
    ],
)
def test_which_names_a_link_can_name(name: str, can: bool) -> None:  # noqa: FBT001  # a table's column
    assert linkable(name) is can


@given(anything())
def test_code_holds_its_text_and_nothing_else(text: str) -> None:
    tokens = list(_flat(MARKDOWN.parse(f"- x {code(text)} y")))
    assert {t.type for t in tokens} <= ITEM | {"code_inline"}
    shown = "".join(t.content for t in tokens if t.type in {"text", "code_inline"})
    assert shown == f"x {plain(text)} y"
    assert not re.search(r"(?<!\\)`\$?=|<%|%%|::", code(text))


def test_a_sentence_of_ours_keeps_its_code() -> None:
    said = "`last_contact` is not a date: `[[soon]]` [x]"
    assert prose(said) == "`last_contact` is not a date: `[[soon]]` \\[x\\]"


@given(anything())
def test_a_sentence_that_quotes_a_note_stays_a_sentence(text: str) -> None:
    shown = _shown(f"- {prose(f'there is no `{text}` here: {text}')}")
    assert shown.kinds <= ITEM | {"code_inline"}


PAGE: Final = VaultPath("Network/This week.md")


def _linker(*paths: str, style: Style = "wikilink") -> Linker:
    return Linker(Files.of([PAGE, *map(VaultPath, paths)]), style, PAGE)


@pytest.mark.parametrize(
    ("paths", "shown", "link"),
    [
        (["People/Ada.md"], "Ada", "[[Ada]]"),
        (["People/Ada.md"], "3 May 2026", "[[Ada|3 May 2026]]"),
        (["People/Ada.md", "Old/Ada.md"], "Ada", "[[People/Ada|Ada]]"),
        (["People/Ada.md"], "A]] [[B", "[[Ada]]"),
        (["People/C#.md"], "C#", "C#"),
        (["People/This week.md"], "This week", "[[People/This week|This week]]"),
        (["People/A]]B.md"], "A]]B", "A\\]\\]B"),
    ],
)
def test_a_wikilink_is_the_shortest_that_is_sure(
    paths: list[str], shown: str, link: str
) -> None:
    assert _linker(*paths).link(VaultPath(paths[0]), shown) == link


def test_markdown_links_lead_from_the_page_to_the_note() -> None:
    path = VaultPath("People/Zoë (Kite) & co.md")
    linker = _linker(path, style="markdown")
    link = linker.link(path, "Zoë [K]")
    assert link == "[Zoë \\[K\\]](../People/Zoë%20%28Kite%29%20%26%20co.md)"
    target = link.rpartition("](")[2].removesuffix(")")
    assert linker.files.resolve(target, PAGE, wiki=False).path == path


def test_plain_style_writes_names_alone() -> None:
    linker = _linker("People/Ada.md", style="plain")
    assert linker.link(VaultPath("People/Ada.md"), "Ada *M*") == "Ada \\*M\\*"


ODD: Final = st.text("Aaé[]|#^* %:.&", max_size=3)
NAMES: Final = st.builds("{}d/{}n{}".format, ODD, ODD, ODD)


@given(
    st.lists(NAMES, min_size=1, max_size=6), st.sampled_from(["wikilink", "markdown"])
)
def test_a_link_leads_to_what_it_names_or_is_no_link(
    names: list[str], style: Style
) -> None:
    paths = [VaultPath(f"P/{name}.md") for name in names]
    linker = _linker(*paths, style=style)
    for path in paths:
        link = linker.link(path, "shown")
        if link == "shown":
            continue
        wiki = style == "wikilink"
        target = (
            link.removeprefix("[[").removesuffix("]]").partition("|")[0]
            if wiki
            else link.rpartition("](")[2].removesuffix(")")
        )
        assert linker.files.resolve(target, PAGE, wiki=wiki).path == path
