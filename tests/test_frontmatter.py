from __future__ import annotations

import pickle
from unittest.mock import Mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timing import within
from vaultkit.frozen import replace
from vaultkit.notes import flat, frontmatter
from vaultkit.notes.frontmatter import FrontMatter, asked, linked
from vaultkit.notes.frontmatter.asked import ObsidianHandler
from vaultkit.notes.frontmatter.events import Reading
from vaultkit.notes.mending import BrokenError


def read(block: str, rest: str = "body") -> FrontMatter:
    return frontmatter.read("n.md", f"---\n{block}\n---\n{rest}")


def value(text: str) -> object:
    found = read(f"key: {text}")
    assert not found.problems
    return found.properties["key"]


def codes(found: FrontMatter) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in found.problems]


# --- YAML 1.2 core, as Obsidian reads it


@pytest.mark.parametrize("text", ["NO", "yes", "off", "12:30", "1_000", "2026-01-05"])
@pytest.mark.parametrize(
    "more", ["2026-02-30", "=", "0b11", "1e", ".", "-", "+", "TRue"]
)
def test_what_stays_text(text: str, more: str) -> None:
    assert value(text) == text
    if more != "-":
        assert value(f"x{more}") == f"x{more}"
    if more not in {"-", "="}:
        assert value(more) == more


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("010", 10),
        ("0123456", 123456),
        ("+7", 7),
        ("-7", -7),
        ("0o17", 15),
        ("0xff", 255),
        ("1e3", 1000),
        ("1.10", 1.1),
        (".5", 0.5),
        ("4.0", 4),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("9007199254740991", 2**53 - 1),
        ("9007199254740993", "9007199254740993"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("1" * 5000, "1" * 5000),
        ("0x" + "f" * 20_000, "0x" + "f" * 20_000),
        ('"010"', "010"),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
        ("#a", None),
        ("http://x.y/z", "http://x.y/z"),
        ("[a, 'b', \"c\", 1]", ("a", "b", "c", 1)),
        ("[]", ()),
        ("[a, [b]]", ("a", ("b",))),
        ("{a: 1}", {"a": 1}),
        ("|\n  one\n  two", "one\ntwo\n"),
        ("one\n  two", "one two"),
    ],
)
def test_what_values_mean(text: str, meant: object) -> None:
    found = value(text)
    assert found == meant
    assert isinstance(found, bool) == isinstance(meant, bool)
    assert isinstance(found, str) == isinstance(meant, str)


@pytest.mark.parametrize(
    "key",
    [
        "phone",
        "Tel.",
        "mobile",
        "work_phone",
        "Phone 2",
        "fax",
        "zip",
        "post-code",
        "PLZ",
    ],
)
def test_phone_numbers_and_postcodes_keep_their_digits(key: str) -> None:
    found = read(f"{key}: 0049\nage: 0049")
    assert dict(found.properties) == {key: "0049", "age": 49}
    assert read(f"{key}:\n  - 0049\n  -").properties[key] == ("0049", None)
    assert read(f"{key}: [+49, 1e3]").properties[key] == ("+49", "1e3")
    assert read(f"{key}: &a 1").properties.get(key) is None


def test_front_matter_travels_between_processes() -> None:
    for block in ("a:\n  - b", "a: {b: [1], c: '[[D]]'}", "a: [", "- a"):
        found = read(block)
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes


# --- the traps


def test_where_the_body_starts() -> None:
    for ending in ("\n", "\r\n", "\r"):
        text = ending.join(["---", "a: 1", "---  ", "body", ""])
        found = frontmatter.read("n.md", text)
        assert dict(found.properties) == {"a": 1}
        assert dict(found.lines) == {"a": 2}
        assert text[found.body_at :] == f"body{ending}"
        assert found.body_line == 4
    for text in ("---\na: 1\n---", "---\n---", "---\r\na: 1\r\n---\t"):
        found = frontmatter.read("n.md", text)
        assert found.body_at == len(text)


def test_tabs_after_the_dashes() -> None:
    assert frontmatter.read("n.md", "---\t\na: 1\n---\t\nx").properties == {"a": 1}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "----\na: 1\n----\n",
        "--- a: 1\n---\n",
        "a: 1\n---\n",
        "{\n}\n",
        "---\n\nA rule, and words.\n",
        "--- \nA rule, and words.\n\n---\nMore: words\n",
        "--\na: 1\n--\n",
        "text\n---\na: 1\n---\n",
    ],
)
def test_what_is_no_front_matter_and_nothing_to_mend(text: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        found = frontmatter.read("n.md", text.replace("\n", end))
        assert (dict(found.properties), found.body_at, found.body_line) == ({}, 0, 1)
        assert (dict(found.lines), found.links, found.more) == ({}, (), ())
        assert found.problems == ()


def test_what_is_never_closed_has_no_properties_and_no_lines() -> None:
    found = frontmatter.read("n.md", "---\na: 1\nb: 2\n")
    assert (found.properties, found.lines, found.body_at) == ({}, {}, 0)
    (one,) = found.problems
    assert (one.path, one.line, one.code) == ("n.md", 1, "frontmatter-unclosed")
    found = frontmatter.read("n.md", "\n\n---\na: 1\n---\n")
    (one,) = found.problems
    assert (one.path, one.line, one.code) == ("n.md", 3, "frontmatter-late")
    assert "on line 3;" in one.message


def test_spaces_behind_the_first_dashes_are_said() -> None:
    found = frontmatter.read("n.md", "---  \nphone: 0123\n---\nbody")
    assert (dict(found.properties), found.body_line) == ({"phone": "0123"}, 4)
    assert codes(found) == [(1, 4, "frontmatter-spaces")]
    found = frontmatter.read("n.md", "---\t\na: 1\n...\nbody")
    assert codes(found) == [(1, 4, "frontmatter-spaces"), (3, 1, "frontmatter-dots")]
    found = frontmatter.read("n.md", "--- \nA rule, and words.\n---\n")
    assert (found.body_at, found.problems) == (0, ())


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("contact: {phone: 0123}", {"phone": "0123"}),
        ("contact:\n  phone: 0123\n  age: 010", {"phone": "0123", "age": 10}),
        ("contact: [{tel: 0123}, {age: 1}]", ({"tel": "0123"}, {"age": 1})),
        ("contact:\n  - at:\n      phone: [0123]", ({"at": {"phone": ("0123",)}},)),
        ("phone: {work: 0123, home: null}", {"work": "0123", "home": None}),
    ],
)
def test_a_phone_keeps_its_digits_at_any_depth(typed: str, value: object) -> None:
    (found,) = frontmatter.read("n.md", f"---\n{typed}\n---\n").properties.values()
    assert found == value


def test_blank_lines_above_disqualify_it() -> None:
    found = frontmatter.read("n.md", "\n \n---\na: 1\n---\nbody")
    assert (dict(found.properties), found.body_at) == ({}, 0)
    assert codes(found) == [(3, 1, "frontmatter-late")]


def test_never_closed() -> None:
    found = frontmatter.read("n.md", "---\na: 1\nwords\n")
    assert (dict(found.properties), found.body_at) == ({}, 0)
    assert codes(found) == [(1, 1, "frontmatter-unclosed")]


def test_dots_close_it_too() -> None:
    found = frontmatter.read("n.md", "---\na: 1\n...\nbody")
    assert (dict(found.properties), found.body_line) == ({"a": 1}, 4)
    assert codes(found) == [(3, 1, "frontmatter-dots")]


def test_a_rule_further_down_is_not_its_end() -> None:
    text = "---\na: 1\n---\none\n\n---\n\ntwo\n\n---\n"
    assert frontmatter.read("n.md", text).body_line == 4


@pytest.mark.parametrize("line", ["---x", "---X", "----", "--- x"])
def test_what_only_begins_like_the_end_is_none(line: str) -> None:
    for block, most in ((f"a: 1\n{line}\nb: 2\n---\n", 6), (f"a: 1\n{line}", 1)):
        found = frontmatter.read("n.md", f"---\n{block}")
        assert found.body_line == most, block
    found = read(f"a: 1\nc:\n- d\n- e\n{line}\nb: 2\n")
    assert dict(found.properties) == {"a": 1, "c": ("d", "e"), "b": 2}
    assert codes(found) == [(6, 1, "frontmatter-yaml")]
    assert found.problems[0].message.startswith("more than `---` stands on this line")


@pytest.mark.parametrize("line", ["-x", "--", "-1"])
def test_a_line_that_is_no_item_costs_nothing_above_it(line: str) -> None:
    found = read(f"a: 1\nc:\n- d\n{line}\nb: 2\n")
    assert dict(found.properties) == {"a": 1, "c": ("d",), "b": 2}
    assert codes(found) == [(5, 1, "frontmatter-list")]


@pytest.mark.parametrize("block", ["- a\n- b", "words", '"a"', "[a, b]"])
def test_a_list_or_a_word_is_no_properties(block: str) -> None:
    found = read(block)
    assert dict(found.properties) == {}
    assert codes(found) == [(2, 1, "frontmatter-list")]
    kind = "text" if block[-1] in 's"' else "a list"
    assert found.problems[0].message.startswith(f"the properties are {kind}, not")


@pytest.mark.parametrize("value", ['"', "'", "- x", "b:", "b: c", "| x", "> x", "[a"])
def test_what_no_value_can_be_is_said_where_it_stands(value: str) -> None:
    found = read(f"one: 1\na: {value}\ntwo: 2")
    assert {code for _, _, code in codes(found)} == {"frontmatter-yaml"}
    assert found.problems[0].line in {3, 4}
    assert found.properties["one"] == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"Mill', "Mill"),
        ('"Mill\n# of flour', "Mill"),
        ('"Mi"ll"', 'Mi"ll'),
        ("a: b", "a: b"),
        ("[[A", None),
        ('"Mill\n  and more', None),
        ('"Mill\n# of flour\n  and more', None),
        ("| x", None),
        ("> x", None),
        ("X: [X", "X: [X"),
    ],
)
def test_the_words_of_a_value_that_is_broken_are_kept(
    text: str, kept: str | None
) -> None:
    found = read(f"org: {text}\nrole: miller")
    assert found.properties.get("org") == kept
    assert found.properties["role"] == "miller"


def test_what_asks_for_privacy_is_read_however_much_is_broken() -> None:
    broken = "".join(f"a{n}: [\n" for n in range(30))
    for wish in ("private: true # yes", "confidential: true # yes"):
        found = read(f"{broken}{wish}\nother: [a, b] # no")
        assert found.properties[wish.partition(":")[0]] is True
        assert "other" not in found.properties


def test_what_ends_early_and_what_yaml_cannot_hold_is_said() -> None:
    with pytest.raises(BrokenError, match="end early, and something follows") as met:
        Reading.of("a: 1\n--- \nb: 2")
    assert met.value.finding.line == 1
    with pytest.raises(BrokenError, match="this is not YAML: ReaderError"):
        Reading.of("a: \x00")


def test_links_deep_in_lists_and_in_foreign_properties_have_their_place() -> None:
    found = read('a:\n  - "[[B]]"\n  - [x, "[[C]]"]\n  - {d: "[[D]]"}\n  - "[[E]]"')
    assert [(one.key, one.target, one.line) for one in found.links] == [
        *(("a.0", "B", 3), ("a.1.1", "C", 4), ("a.2.d", "D", 5), ("a.3", "E", 6)),
    ]
    toml = frontmatter.read("n.md", '+++\nname = "Ada"\nfriend = "[[Bo]]"\n+++\n')
    assert [(one.key, one.target, one.line) for one in toml.links] == [
        ("friend", "Bo", 3)
    ]


def test_what_is_said_of_tags_and_placeholders_names_them() -> None:
    found = read('tags: [true, "a b", 7]\ntag: x\nwhen: [a, "{{date}}"]')
    assert [one.message for one in found.problems] == [
        "these are no tags for Obsidian: true, a b, 7",
        "`tag` is not read by Obsidian; `tags` is",
        "the template's `{{date}}` was never filled in",
    ]
    assert found.problems[1].advice == "Rename it `tags`."
    assert read("a: [X, aX]").properties["a"] == ("X", "aX")
    assert frontmatter.read("n.md", "---\na: [Xa, bX]\n---\n").properties["a"] == (
        *("Xa", "bX"),
    )


def test_json_is_read_and_said() -> None:
    found = read('{\n\t"a": [1, "b"],\n\t"c": null, "d": {"e": true}\n}')
    assert dict(found.properties) == {"a": (1, "b"), "c": None, "d": {"e": True}}
    assert codes(found) == [(2, 1, "frontmatter-json")]


def test_the_last_of_two_counts_and_both_lines_are_named() -> None:
    found = read("a: 1\nb: 2\na: 3")
    assert dict(found.properties) == {"a": 3, "b": 2}
    assert codes(found) == [(4, 1, "key-duplicate")]
    assert "line 2" in found.problems[0].message
    assert "line 4" in found.problems[0].message
    assert found.problems[0].about == "a"


def test_names_that_are_no_text() -> None:
    found = read("2024: a\n12:30: b\non: c\n~: d\n1.5: e\ncontent: f\nhandler: g")
    assert list(found.properties) == [
        "2024",
        "12:30",
        "on",
        "~",
        "1.5",
        "content",
        "handler",
    ]
    assert codes(found) == [
        (2, 1, "frontmatter-key"),
        (5, 1, "frontmatter-key"),
        (6, 1, "frontmatter-key"),
    ]


@pytest.mark.parametrize("text", ["{{date}}", "{{ date:YYYY-MM-DD }}"])
def test_a_placeholder_is_not_set(text: str) -> None:
    found = read(f"a: {text}\nb: 1")
    assert dict(found.properties) == {"a": None, "b": 1}
    assert codes(found) == [(2, 4, "placeholder")]
    assert found.problems[0].about == "a"


def test_placeholders_elsewhere() -> None:
    assert codes(read('a: "{{title}}"')) == [(2, 1, "placeholder")]
    assert codes(read("a: <% tp.date %>")) == [(2, 1, "placeholder")]
    assert codes(read("a: {{date}} x\nb: 1")) == [(2, 1, "placeholder")]
    assert read("a: {{date}} x\nb: 1").properties == {"a": None, "b": 1}
    assert read("{{title}}: x\nb: 1").properties["b"] == 1


def test_an_unquoted_link_is_understood_and_reported() -> None:
    found = read("a: [[Ada]]\nb:\n  - [[Bo|B]]\nc: [[Berg, Anna]]\nd: [[[X]], [[Y]]]")
    assert dict(found.properties) == {
        "a": "[[Ada]]",
        "b": ("[[Bo|B]]",),
        "c": "[[Berg, Anna]]",
        "d": ("[[X]]", "[[Y]]"),
    }
    places = [(2, 4), (4, 5), (5, 4), (6, 5), (6, 12)]
    assert codes(found) == [(*place, "link-unquoted") for place in places]
    assert found.problems[0].advice == 'Write "[[Ada]]".'
    assert found.problems[0].about == "a"
    assert dict(read("a: [[x], [y]]").properties) == {"a": (("x",), ("y",))}


@pytest.mark.parametrize("text", ["[[A]], [[B]]", "[[A]] [[B]]", "[[A]],[[B]]  "])
def test_several_unquoted_links_are_mended(text: str) -> None:
    found = read(f"knows: {text}\nb: 1")
    assert dict(found.properties) == {"knows": ("[[A]]", "[[B]]"), "b": 1}
    assert codes(found) == [(2, 8, "link-unquoted")]
    assert found.problems[0].advice == 'Write ["[[A]]", "[[B]]"].'


def test_a_link_that_is_no_yaml_is_mended() -> None:
    found = read("a: [[@ada]]\nb:\n  - [[It's #1]]")
    assert dict(found.properties) == {"a": "[[@ada]]", "b": ("[[It's #1]]",)}
    assert {p.code for p in found.problems} == {"link-unquoted"}


def test_a_tab_that_obsidian_reads_over_is_nothing() -> None:
    found = read("a:\n-\tx\n- \t- y\n\t\nb: {c: 1}\n \t# so\nd:\n  -\t# none")
    assert dict(found.properties) == {"a": ("x", ("y",)), "b": {"c": 1}, "d": (None,)}
    assert found.problems == ()
    assert read("a: [b]\nc: d\te\n\t\n").properties == {"a": ("b",), "c": "d\te"}
    many = "\t" * 60_000
    assert within(lambda: read(f"{many}x: [1]"), 0.5)


def test_a_key_that_stands_twice_inside_a_value_is_told() -> None:
    found = read("a:\n  b: 1\n  c: 2\n  b: 3")
    assert dict(found.properties) == {"a": {"b": 3, "c": 2}}
    assert codes(found) == [(5, 3, "key-duplicate")]
    assert "on line 3 and again on line 5" in found.problems[0].message
    assert found.problems[0].about == "a"


@pytest.mark.parametrize("value", ['"b"', "'b'", "[b]", "{b: c}"])
def test_a_comment_right_behind_a_value_is_told(value: str) -> None:
    found = read(f"a: {value}# why\nd: 1")
    assert found.properties["d"] == 1
    assert codes(found) == [(2, 4 + len(value), "frontmatter-yaml")]
    assert found.problems[0].advice == "Write a space before the `#`."
    assert read(f"a: {value} # why").problems == ()


def test_beside_an_escaped_pipe_other_escapes_stay() -> None:
    found = read(r'a: "[[B\|b]] \"c\" \\ d"')
    assert found.properties["a"] == '[[B|b]] "c" \\ d'
    assert {p.code for p in found.problems} == {"pipe-escape"}


def test_an_escaped_pipe_is_a_pipe() -> None:
    found = read("a: \"[[Ada\\|A]]\"\nb: 'c\\|d'\ne: f\\|g")
    assert dict(found.properties) == {"a": "[[Ada|A]]", "b": "c\\|d", "e": "f\\|g"}
    assert [p.code for p in found.problems] == ["pipe-escape"]


@pytest.mark.parametrize(
    ("block", "tags", "count"),
    [
        ("tags: a, b", "a, b", 1),
        ("tags: a b", "a b", 1),
        ("tags: [a b, c]", ("a b", "c"), 1),
        ("tags:\n  - a b\n  - c", ("a b", "c"), 1),
        ("tags: one", "one", 0),
        ("tags:", None, 0),
        ("tags: []", (), 0),
        ("tags:\n- \n- a", (None, "a"), 0),
        ("tags:\n- ", (None,), 0),
        ("tags: [a/b, c-d]", ("a/b", "c-d"), 0),
    ],
)
def test_tags_that_obsidian_does_not_read(block: str, tags: object, count: int) -> None:
    found = read(block)
    assert found.properties["tags"] == tags
    assert [p.code for p in found.problems] == ["tags-unread"] * count


def test_singular_names() -> None:
    found = read("tag: a\nAlias: b\naliases: SC")
    assert codes(found) == [(2, 1, "key-singular"), (3, 1, "key-singular")]
    assert found.properties["aliases"] == "SC"


# --- broken: what can be saved is


def test_what_is_broken_costs_only_itself() -> None:
    found = read(
        'name: Ada\nrole: Founder: bees\nat: @ada\nopen: "[[Bo]]\n'
        "half: [a, b\nlist:\n  - x\n  - y: z: w\nlast: 1\n"
    )
    assert dict(found.properties) == {
        "name": "Ada",
        "role": "Founder: bees",
        "at": "@ada",
        "open": "[[Bo]]",
        "last": 1,
    }
    lines = [(p.line, p.code) for p in found.problems]
    assert lines == [(n, "frontmatter-yaml") for n in (3, 4, 5, 6, 9)]
    assert dict(found.lines) == {"name": 2, "role": 3, "at": 4, "open": 5, "last": 10}


def test_tabs_and_lines_without_a_name() -> None:
    found = read("\ta: 1\nb: 2\njust words\nc: 3")
    assert dict(found.properties) == {"b": 2, "c": 3}
    assert {p.code for p in found.problems} == {"frontmatter-yaml", "frontmatter-list"}


def test_a_conflict_in_front_matter() -> None:
    found = read("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\nc: 4")
    assert found.properties["a"] == 1
    assert found.properties["c"] == 4
    assert "key-duplicate" in {p.code for p in found.problems}


@pytest.mark.parametrize(
    "block",
    [
        "a: &x 1\nb: 2",
        "b: 2\na: *x",
        "a: !!python/object:os.system x\nb: 2",
        "<<: {a: 1}\nb: 2",
        "a: !!binary x\nb: 2",
        "a: !foo\nb: 2",
        "&x k: 1\nb: 2",
    ],
)
def test_anchors_aliases_merges_and_tags_are_not_followed(block: str) -> None:
    found = read(block)
    assert dict(found.properties) == {"b": 2}
    assert [p.code for p in found.problems] == ["frontmatter-alias"]


def test_in_quotes_comments_and_blocks_they_are_text() -> None:
    found = read("a: '&x *y !z <<'\nb: x # &y\nc: |\n  &x *y [[[[\nd: R&D *\ne: a !b")
    assert found.problems == ()
    assert found.properties["c"] == "&x *y [[[[\n"
    assert found.properties["d"] == "R&D *"


@pytest.mark.parametrize("char", ["\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\ud800"])
def test_invisible_characters_are_named_and_left_out(char: str) -> None:
    found = read(f"a: x{char}y\nb: 1")
    assert dict(found.properties) == {"a": "xy", "b": 1}
    assert codes(found) == [(2, 5, "frontmatter-yaml")]
    assert f"U+{ord(char):04X}" in found.problems[0].message


# --- law 1: limits come first, and each is quick

MERGES = "a0: &a0 {x: 1}\n" + "\n".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 8)
)
BOMBS = {
    "brackets": "a: " + "[" * 60_000,
    "braces": "a: " + "{" * 60_000,
    "closed brackets": "a: " + "[" * 30_000 + "]" * 30_000,
    "hidden brackets": 'a: "]]]]\n]]]]"\nb: ' + "[" * 60_000,
    "quoted brackets": "a: x 'y\nb: " + "[" * 30_000 + "'",
    "question marks": "? " * 30_000,
    "dashes": "- " * 30_000,
    "deep block": "\n".join(" " * n + "a:" for n in range(340)),
    "deep list": "\n".join(" " * n + "-" for n in range(340)),
    "merges": MERGES,
    "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
    "many keys": "\n".join(f"k{n}: 1" for n in range(100_000)),
    "a long value": "a: " + "x" * 1_000_000,
    "a long integer": "a: " + "9" * 60_000,
    "hexadecimal": "a: 0x" + "f" * 60_000,
    "quotes": "a: " + "'" * 60_001,
    "double quotes": "a: " + '"\\' * 30_000,
    "colons": "a: " + ": " * 30_000,
    "colons alone": ":" * 60_000,
    "bare links": "a: " + "[[b]], " * 9_000,
    "placeholders": "a: " + "{{" * 30_000,
    "spaces": "a:" + " " * 60_000 + "b:",
    "comments": "a: b" + " #" * 30_000,
    "broken lines": "\n".join(["a: b: c"] * 1990),
    "unclosed lines": "\n".join(['a: "'] * 1990),
    "escapes": 'a: "' + "\\|" * 30_000 + '"',
}


@pytest.mark.parametrize("name", BOMBS)
def test_every_bomb_is_quick_and_harmless(name: str) -> None:
    assert within(lambda: read(BOMBS[name]), 2)
    found = read(BOMBS[name])
    assert len(found.problems) <= asked.MOST_PROBLEMS + 1


@pytest.mark.parametrize("name", ["brackets", "deep block", "question marks", "dashes"])
def test_depth_is_reported(name: str) -> None:
    assert "frontmatter-limit" in {p.code for p in read(BOMBS[name]).problems}


def test_no_bracket_too_many_reaches_the_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every parser of YAML is recursive, or quadratic, or was once."""
    asked = Mock(wraps=yaml.parse)
    monkeypatch.setattr(yaml, "parse", asked)
    read("a: &b [1]")
    assert asked.called, "this is how it is asked"
    found = read(BOMBS["brackets"])
    assert codes(found)[0][2] == "frontmatter-limit"
    given = [call.args[0] for call in asked.call_args_list]
    assert [block for block in given if block.count("[") > 32] == []


def test_length_is_reported() -> None:
    lines = "\n".join(f"k{n}: 1" for n in range(asked.MOST_LINES + 1))
    long = "a: " + "é" * 40_000
    for block in (BOMBS["many keys"], BOMBS["a long value"], long, lines):
        found = read(block)
        assert dict(found.properties) == {}
        assert codes(found) == [(2, 1, "frontmatter-limit")]
        assert "longer than 64 KiB or 2000 lines" in found.problems[0].message


def test_thirty_two_levels_are_allowed() -> None:
    nest = "a: " + "[" * 32 + "]" * 32
    assert "frontmatter-limit" not in {p.code for p in read(nest).problems}


# --- law 9: where the fast reader answers, the full one says the same

USUAL = (
    "Ada",
    "NO",
    "null",
    "~",
    "true",
    "010",
    "1e3",
    "0x1f",
    ".5",
    "-1",
    "12:30",
    "2026-01-05",
    "é",
    "日本",
    "a b",
    "it's",
    "R&D",
    "a#b",
    "http://x",
    '"q"',
    "'q'",
    "a,b",
    "",
    "+49 30",
)
WORDS = st.sampled_from(
    [
        *USUAL,
        "yes",
        "1.",
        "#a",
        "a #b",
        "a:",
        "a: b",
        ":a",
        "[[Ada]]",
        "[a, b]",
        "[]",
        "[ ]",
        "[a,]",
        "{}",
        "{{x}}",
        "<% x %>",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "-",
        "- a",
        "--",
        "---",
        "...",
        "?",
        "? a",
        "=",
        "<<",
        '"a\\n"',
        '"',
        "'",
        "''",
        '"[[Ada]]"',
        "'[[A|B]]'",
        '["[[A]]", b]',
        "['a', \"b\", 3]",
        "[a b, -1]",
        "\xa0",
        "a\xa0b",
        "\u200d",
        "\u2028",
        "\x85",
        "\x1b",
        "\t",
        "a\tb",
        " ",
        "9007199254740993",
        "a, b",
        "[?a]",
        "[a: b]",
        "[a #b]",
        "['']",
        "[,]",
    ]
)
KEYS = st.sampled_from(
    [
        "a",
        "b",
        "Key",
        "two words",
        "k-e_y",
        "é",
        "null",
        "1",
        "phone",
        "tags",
        "Tags",
        "tag",
        "alias",
        "aliases",
        "a ",
        "'q'",
        '"a"',
        "x:y",
        "<<",
        "zip 2",
        "_",
        "a.b",
    ]
)
SPACES = st.sampled_from(["", " ", "  ", "    ", "\t"])
LINES = st.one_of(
    st.builds("{}: {}{}".format, KEYS, WORDS, SPACES),
    st.builds("{}:{}".format, KEYS, SPACES),
    st.builds("{}- {}".format, SPACES, WORDS),
    st.builds("{}-".format, SPACES),
    st.builds("{}# {}".format, SPACES, WORDS),
    st.builds("{}{}".format, SPACES, WORDS),
    st.just(""),
)
PLAIN = st.sampled_from(
    [
        *USUAL,
        '"[[A]]"',
        "x-y",
        '"#a"',
        "'a: b'",
        "a:b",
        "[a, 'b', \"c\", 1]",
    ]
)
TEXTS = st.text(st.sampled_from("ab é1:#,-'\"[]{}&?|>%@.x\\"), max_size=6)
ANY = st.one_of(PLAIN, PLAIN, PLAIN, WORDS, TEXTS, st.text(max_size=3))
INDENTS = st.sampled_from(["", "  ", "  ", "    "])
PROPERTIES = st.one_of(
    st.builds("k: {}\nl:{}\n".format, ANY, SPACES),
    st.builds("phone: {}\nl: {}  \n".format, ANY, ANY),
    st.builds("m:\n{0}- {1}\n{0}- {2}\n".format, INDENTS, ANY, PLAIN),
    st.builds("tel:\n{0}- {1}\n\n{0}-\n".format, INDENTS, PLAIN),
    st.builds("n: [{}, {}]\n".format, ANY, ANY),
    st.builds("{0}: {1}\n# {2}\n\n".format, KEYS, PLAIN, ANY),
    st.builds('o: "{}"\n'.format, ANY),
)
FEW = st.lists(PROPERTIES, min_size=1, max_size=3).map("".join)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n"])
MESSY = st.lists(st.tuples(LINES, ENDS), max_size=7).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
FLAT = FEW | MESSY


def exactly(value: object) -> object:
    """Tell 1 from True and 1.0, and keep the order of keys."""
    if isinstance(value, dict):
        return [(key, exactly(item)) for key, item in value.items()]
    if isinstance(value, tuple):
        return [exactly(item) for item in value]
    return type(value).__name__, value


@settings(max_examples=400)
@given(FLAT)
def test_fast_and_full_agree(block: str) -> None:
    text = block.replace("\r\n", "\n")
    quick = flat.read(text, 2)
    handler = ObsidianHandler()
    full = handler.load_full(text)
    if quick is not None:
        assert exactly(quick.properties) == exactly(full)
        assert quick.lines == handler.lines
        assert handler.findings == []


LINKED = st.sampled_from(
    [
        *("[[A]]", "[[B#x|b]]", "[C](c%20d.md)", "![[D]]", "see [[E]]", "[[F]] "),
        *("[[G]] and [[H]]", "[I](https://x.y)", "[[", "x]", "[[J]]]", "[[#K]]"),
    ]
)
LINK_LINES = st.one_of(
    st.builds('k{}: "{}"\n'.format, st.integers(0, 9), LINKED),
    st.builds("k{}: ['{}', \"{}\" , x]\n".format, st.integers(0, 9), LINKED, LINKED),
    st.builds("k{}:\n  - '{}'\n  - a\n".format, st.integers(0, 9), LINKED),
    st.builds('l{}:\n- "{}"\n- "{}"\n'.format, st.integers(0, 9), LINKED, LINKED),
)


@settings(max_examples=300)
@given(st.lists(LINK_LINES, max_size=5).map("".join))
def test_links_are_the_same_by_either_way(block: str) -> None:
    """A link that is written twice is told apart only by the flat reader."""
    quick = flat.read(block, 2)
    if quick is None:
        return
    text = f"---\n{block}---\n"
    searched = linked.find(quick.properties, quick.lines, text)
    assert [replace(link, line=0, column=0) for link in quick.links] == [
        replace(link, line=0, column=0) for link in searched
    ]
    lines = text.split("\n")
    for link, other in zip(quick.links, searched, strict=True):
        word = lines[other.line - 1][other.column - 1 :]
        typed = lines[link.line - 1][link.column - 1 :]
        assert (other.line, other.column) <= (link.line, link.column)
        assert typed[: typed.index("]")] == word[: typed.index("]")]
        if text.count(typed[: typed.index("]")]) == 1:
            assert other == link


@settings(max_examples=100)
@given(st.lists(st.tuples(KEYS, WORDS), max_size=5))
def test_the_fast_reader_answers_what_editors_write(
    pairs: list[tuple[str, str]],
) -> None:
    """The plain shape must stay on the fast path, or law 9 tests nothing."""
    plain = {f"k{n}": word for n, (_, word) in enumerate(pairs) if word.isalpha()}
    block = "".join(f'{k}: {w}\n{k}l:\n  - "[[{w}]]"\n' for k, w in plain.items())
    quick = flat.read(block)
    assert quick is not None
    assert list(quick.properties) == [name for k in plain for name in (k, f"{k}l")]


@settings(max_examples=100)
@given(FLAT)
def test_what_a_yaml_parser_takes_for_text_is_the_same_text(block: str) -> None:
    """Against PyYAML itself, for the strings of blocks it reads without a resolver."""
    text = block.replace("\r\n", "\n")
    quick = flat.read(text)
    if quick is None:
        return
    expected = yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506 - it makes text only
    strings = {k: v for k, v in quick.properties.items() if isinstance(v, str)}
    assert strings == {k: expected[k] for k in strings}


@settings(max_examples=100)
@given(st.text(st.characters(), max_size=200) | FLAT)
def test_any_text_is_read(block: str) -> None:
    found = read(block)
    assert found.body_line >= 1
    assert set(found.lines) == set(found.properties)
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.column >= 1


@settings(max_examples=60)
@given(FLAT, st.sampled_from(["\n", "\r\n", "\r"]))
def test_line_ends_change_nothing(block: str, end: str) -> None:
    text = f"---\n{block}---\nbody\n".replace("\r\n", "\n")
    plain = frontmatter.read("n.md", text)
    other = frontmatter.read("n.md", text.replace("\n", end))
    assert other.properties == plain.properties
    assert other.problems == plain.problems
    rest = text.replace("\n", end)[other.body_at :]
    assert rest == text[plain.body_at :].replace("\n", end)


def test_what_is_remembered_of_lines_has_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A daemon lives for months, and lines come and go."""
    known = type(flat._KNOWN)()  # noqa: SLF001 (what nobody else may touch)
    monkeypatch.setattr(flat, "_KNOWN", known)
    monkeypatch.setattr(flat, "_MOST_KNOWN", 10)
    for number in range(30):
        found = flat.read(f"a: {number}\nb: c{number}")
        assert found is not None
        assert found.properties == {"a": number, "b": f"c{number}"}
    assert len(known) == 10
