"""Insertion and filling: something is put in, and no other byte changes (law 7)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stories import DATA
from vaultkit import filling, insertion
from vaultkit.notes.note import parse
from vaultkit.snapshot import VaultPath

PATH = VaultPath("Ada Moss.md")
LINE = "- 2026-11-21 coffee: bees"
ENDS = st.sampled_from((b"\n", b"\r\n", b"\r"))


def logged(text: str) -> str:
    data = text.encode()
    return insertion.logged(data, parse(PATH, data), [LINE]).into(data).decode()


# --- law 7 ---------------------------------------------------------------------------


def without(after: bytes, one: insertion.Insertion) -> bytes:
    return after[: one.at] + after[one.at + len(one.new) :]


@given(DATA, ENDS, st.integers(1, 2), st.booleans())
def test_every_other_byte_stays(
    data: bytes,
    end: bytes,
    count: int,
    under: bool,  # noqa: FBT001 (drawn)
) -> None:
    data = data.replace(b"\n", end)
    texts = [LINE] * count
    one = (
        insertion.logged(data, parse(PATH, data), texts)
        if under
        else insertion.appended(data, texts)
    )
    after = one.into(data)
    assert without(after, one) == data
    assert one.new.count(b"coffee: bees") == count
    assert (
        after[: len(data)] == data or data[one.at :] == after[one.at + len(one.new) :]
    )
    if data.removeprefix(b"\xef\xbb\xbf"):
        assert after.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
    breaks = set(re.findall(rb"\r\n|\n|\r", one.new))
    assert len(breaks) <= 1
    if re.search(rb"[\r\n]", data):
        assert breaks <= {insertion.ending(data)}


@pytest.mark.parametrize("said", ['Bo "Bee" Lind', "a \\ b", "'", "#b", "é: [x]"])
def test_whatever_is_filled_in_is_what_is_read(said: str) -> None:
    data = b"---\naliases: [Bo]\nrole:\n---\n"
    more = filling.item(PATH, data, "aliases", said)
    one = filling.value(PATH, data, "role", said)
    assert more is not None
    assert one is not None
    assert parse(PATH, more).properties["aliases"] == ("Bo", said)
    assert parse(PATH, one).properties["role"] == said


@given(DATA, st.sampled_from(("yes", "no", "introduced", "aliases", "needs")))
def test_filling_inserts_and_changes_one_property(data: bytes, key: str) -> None:
    before = parse(PATH, data)
    for after in (
        filling.item(PATH, data, key, "[[Bo]]"),
        filling.value(PATH, data, key, "2026-11-21"),
    ):
        if after is None:
            continue
        same = next(
            (n for n, (a, b) in enumerate(zip(data, after, strict=False)) if a != b),
            len(data),
        )
        assert after.endswith(data[same:])
        now = parse(PATH, after)
        assert {k: v for k, v in now.properties.items() if k != key} == {
            k: v for k, v in before.properties.items() if k != key
        }
        assert len(now.entries) == len(before.entries)


@given(DATA, st.sampled_from((LINE, "- coffee: [[Bo]]")))
def test_what_is_certain_is_read_and_nothing_else_changed(
    data: bytes, line: str
) -> None:
    before = parse(PATH, data)
    one = insertion.appended(data, [line])
    after = parse(PATH, one.into(data))
    found = insertion.added(before, after, one.line, 1)
    if found is not None:
        assert len(after.entries) == len(before.entries) + len(found)
        assert after.properties == before.properties


# --- where a line goes ---------------------------------------------------------------


def test_a_line_goes_to_the_end() -> None:
    for before, after in (
        (b"", b"- coffee: bees\n"),
        (b"a\n", b"a\n- coffee: bees\n"),
        (b"a", b"a\n- coffee: bees"),
        (b"a\r\n", b"a\r\n- coffee: bees\r\n"),
        (b"* a\n\n", b"* a\n\n* coffee: bees\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf- coffee: bees\n"),
    ):
        assert insertion.appended(before, ["- coffee: bees"]).into(before) == after


def test_a_log_without_lines_gets_the_first() -> None:
    found = logged("# Ada\n\n## Log\n\n<!-- newest last -->\n\n## Other\n")
    assert found == (f"# Ada\n\n## Log\n\n<!-- newest last -->\n\n{LINE}\n\n## Other\n")


def test_a_line_joins_the_latest() -> None:
    older, newer = "* 2026-01-01 coffee: a", "* 2026-02-02 call: b"
    line = LINE.replace("-", "*", 1)
    assert logged(f"## Log\n{older}\n{newer}\n   with more\n\nText\n") == (
        f"## Log\n{older}\n{newer}\n   with more\n{line}\n\nText\n"
    )
    assert logged(f"## Log\n\n{newer}\n{older}\n") == (
        f"## Log\n\n{line}\n{newer}\n{older}\n"
    )


def test_without_a_heading_dated_lines_are_the_log() -> None:
    assert logged("Text\n\n- 2026-01-01 coffee: a") == (
        f"Text\n\n- 2026-01-01 coffee: a\n{LINE}"
    )
    assert logged("Text\n") == f"Text\n\n## Log\n\n{LINE}\n"


@pytest.mark.parametrize("before", ["```\ncode", "<!-- never closed", "## 2026-01-01"])
def test_a_line_that_would_say_something_else_is_seen(before: str) -> None:
    data = before.encode()
    one = insertion.appended(data, ["- coffee: [[Bo]] a"])
    found = insertion.added(parse(PATH, data), parse(PATH, one.into(data)), one.line, 1)
    assert not found or found[0].date is not None


# --- front matter --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("yes:\n", 'yes:\n  - "[[Bo]]"\n'),
        ("yes: # who\n", 'yes: # who\n  - "[[Bo]]"\n'),
        ("yes: []\n", 'yes: ["[[Bo]]"]\n'),
        ('yes: ["[[A]]"]\n', 'yes: ["[[A]]", "[[Bo]]"]\n'),
        ('yes:\n- "[[A]]"\nno:\n', 'yes:\n- "[[A]]"\n- "[[Bo]]"\nno:\n'),
        ("no:\n", 'no:\nyes:\n  - "[[Bo]]"\n'),
    ],
)
def test_an_item_is_added(before: str, after: str) -> None:
    data = f"---\n{before}---\nBody\n".encode()
    assert filling.item(PATH, data, "yes", "[[Bo]]") == (
        f"---\n{after}---\nBody\n".encode()
    )
    windows = data.replace(b"\n", b"\r\n")
    assert filling.item(PATH, windows, "yes", "[[Bo]]") == (
        f"---\n{after}---\nBody\n".replace("\n", "\r\n").encode()
    )


@pytest.mark.parametrize(
    "before", ['yes: "[[A]]"\n', "yes: {a: 1}\n", "yes: true\n", "yes: |\n  a\n"]
)
def test_another_shape_is_left_alone(before: str) -> None:
    data = f"---\n{before}---\n".encode()
    assert filling.item(PATH, data, "yes", "[[Bo]]") is None
    assert filling.value(PATH, data, "yes", "2026-11-21") is None


@pytest.mark.parametrize("data", [b"", b"no front matter\n", b"---\nyes:\n"])
def test_without_front_matter_nothing_is_filled(data: bytes) -> None:
    assert filling.item(PATH, data, "yes", "[[Bo]]") is None


def test_an_empty_value_is_filled() -> None:
    data = b"---\nintroduced:   # when\nwhy:\n---\n"
    dated = filling.value(PATH, data, "introduced", "2026-11-21")
    assert dated == b"---\nintroduced: 2026-11-21   # when\nwhy:\n---\n"
    text = 'both say "bees": no \\ yes'
    worded = filling.value(PATH, data, "why", text)
    assert worded is not None
    assert parse(PATH, worded).properties["why"] == text
