"""Links and tags in one line, and what may be the whole of a property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.book import written
from vaultkit.notes import linking

LONG = "a" * 1024


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("[[Ada]]", ("Ada", "Ada", True)),
        (" [[Ada Moss|A]]\t", ("Ada Moss", "A", True)),
        ("[[P/Ada.md]]", ("P/Ada.md", "Ada", True)),
        ("[[P/Ada#How#We met]]", ("P/Ada", "Ada > How > We met", True)),
        ("[[#How]]", ("", "How", True)),
        ("[[Ada\\|A]]", ("Ada", "A", True)),
        ("[[Ada| ]]", ("Ada", "Ada", True)),
        ("[[|A]]", None),
        ("[[ ]]", None),
        ("[[]]", None),
        ("[[a]b]]", ("a]b", "a]b", True)),
        ("[[a[b]]", ("a[b", "a[b", True)),
        ("[[a[[b]]", None),
        (f"[[{LONG}]]", (LONG, LONG, True)),
        (f"[[{LONG}a]]", None),
        ("[[a\nb]]", None),
        ("x [[Ada]]", None),
        ("[[Ada]] x", None),
        ("[[Ada]], [[Bo]]", None),
        ("![[Ada]]", None),
        ("[A](Ada%20Moss.md#x)", ("Ada%20Moss.md", "A", False)),
        ("[A](<Ada Moss.md>)", ("Ada Moss.md", "A", False)),
        ("[A](https://example.org)", None),
        ("[A](//example.org)", None),
        ('[A](Ada.md "t")', ("Ada.md", "A", False)),
        ("[A](Ada.md) x", None),
        ("Ada", None),
        ("", None),
    ],
)
def test_what_is_a_link_and_nothing_else(
    word: str, found: tuple[str, str, bool] | None
) -> None:
    assert linking.whole(word) == found


@given(st.text("[]|#\\a\n !()", max_size=14))
def test_the_quick_way_to_a_link_is_the_pattern(word: str) -> None:
    """A line that is one wikilink is read the same as a property and as a body."""
    found = linking.whole(word)
    spans = linking.spans(word.strip(), 7)
    if found is not None and "\n" not in word:
        ((start, end, link, shown),) = spans
        assert link is not None
        assert (start, end, link.line) == (0, len(word.strip()), 7)
        assert (link.target, shown, link.wiki) == found
        assert link.shown == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [[B]] c", [(2, 7, "B", False, True, 3)]),
        ("![[B]]", [(0, 6, "B", True, True, 1)]),
        ("\\![[B]]", [(2, 7, "B", False, True, 3)]),
        ("\\[[B]]", []),
        ("\\\\[[B]]", [(2, 7, "B", False, True, 3)]),
        ("[b](B.md)", [(0, 9, "B.md", False, False, 1)]),
        ("x ![b](B.md)", [(2, 12, "B.md", True, False, 3)]),
        ("\\![b](B.md)", [(2, 11, "B.md", False, False, 3)]),
        ("\\[b](B.md)", []),
        (
            "[a](A.md) [[B]](c) ![[D]]",
            [
                (0, 9, "A.md", False, False, 1),
                (10, 15, "B", False, True, 11),
                (19, 25, "D", True, True, 20),
            ],
        ),
        ("[[a](b.md)]]", [(0, 12, "a](b.md)", False, True, 1)]),
        ("![b](B.md)", [(0, 10, "B.md", True, False, 1)]),
        ("\\[a](A.md) [b](B.md)", [(11, 20, "B.md", False, False, 12)]),
        (
            "[[a](b)]] [c](C.md)",
            [(0, 9, "a](b)", False, True, 1), (10, 19, "C.md", False, False, 11)],
        ),
        ("[[B]] ( ](", [(0, 5, "B", False, True, 1)]),
    ],
)
def test_where_links_stand_in_a_line(
    text: str, found: list[tuple[int, int, str, bool, bool, int]]
) -> None:
    assert [
        (start, end, link.target, link.embed, link.wiki, link.column)
        for start, end, link, _ in linking.spans(text, 3)
        if link is not None and link.line == 3 and link.where == "body"
    ] == found


def test_an_address_takes_its_place_and_leads_nowhere() -> None:
    ((start, end, link, shown),) = linking.spans("see [x](http://b.example) it", 1)
    assert (start, end, link, shown) == (4, 25, None, "x")


def test_the_tags_of_a_line() -> None:
    text = "a#b #c [[#d]] #e [x](y#f) (#g) `#1984 #h/"
    assert [*linking.tags(text, linking.spans(text, 1))] == ["c", "e", "g", "h"]
    text = "[[A #b]] #c"
    assert [*linking.tags(text, linking.spans(text, 1))] == ["c"]


def test_the_tag_that_a_value_is() -> None:
    for value, tag in (
        ("bees", "bees"),
        ("#bees/wild/", "bees/wild"),
        ("1984", ""),
        ("y1984", "y1984"),
        ("#1/2", "1/2"),
        ("two words", ""),
        ("", ""),
        ("#", ""),
        ("##a", ""),
        ("a,b", ""),
    ):
        assert linking.tag_name(value) == tag


def test_a_link_that_shows_something_else_is_the_note_wherever_it_stands() -> None:
    for text in ("[Bo]([[Bo Lind]])", "[Bo]([[Bo Lind|B]])"):
        assert linking.whole(text) == ("Bo Lind", "Bo", True)
        assert written.named(text) == written.Named("Bo Lind", "Bo", "wiki")
        assert written.plain(f"with {text} at noon") == "with Bo at noon"
    assert linking.whole("[Bo]([[Bo Lind]]) and") is None
    assert linking.whole("[]([[Bo Lind]])") == ("Bo Lind", "Bo Lind", True)
