"""The diagrams we write are of a few kinds of lines, in which names are only words.

`make pictures` has the real Mermaid draw them.
"""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_markup import HOSTILE, anything
from tests.whole import ROOT, Vault
from vaultkit.book.people import PersonId
from vaultkit.insights.people import Circle
from vaultkit.pages.markup import plain
from vaultkit.pages.rings import ACROSS, rings
from vaultkit.pages.trees import NODES

BLOCK: Final = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LABEL: Final = r'\["((?:[^\W_]|[^\x00-\x7f]|[ \'.,()-]|#\d+;)*)"\]'
LINE: Final = re.compile(
    rf" +(?:(?P<node>n\d+){LABEL}|subgraph (?P<ring>c\d+){LABEL}|direction TB|end"
    r"|(?P<one>[nc]\d+) (?:-->|~~~) (?P<other>[nc]\d+))"
)
CODE: Final = re.compile(r"#(\d+);")


def labels(block: str) -> list[str]:
    """Return what the nodes of a diagram say; fails on a line of any other kind."""
    first, *lines = block.removesuffix("\n").split("\n")
    assert re.fullmatch(r"graph (?:LR|TB)", first), first
    found = [LINE.fullmatch(line) for line in lines]
    assert None not in found, [line for line in lines if not LINE.fullmatch(line)]
    parts = [one for one in found if one]
    nodes = {one["node"]: one[2] for one in parts if one["node"]}
    known = {*nodes, *(one["ring"] for one in parts)}
    assert len(nodes) <= NODES + 4
    assert {one[end] for one in parts for end in ("one", "other")} <= known | {None}
    opened = sum(bool(one["ring"]) for one in parts)
    assert opened == sum(one[0].strip() == "end" for one in parts)
    return [CODE.sub(lambda code: chr(int(code[1])), text) for text in nodes.values()]


def blocks(given: Vault) -> list[str]:
    return [block for text in given.pages.values() for block in BLOCK.findall(text)]


def test_the_diagrams_of_all_expected_pages_are_of_the_known_kinds() -> None:
    places = [ROOT / "example-vault", ROOT / "tests/golden"]
    found = [
        block
        for place in places
        for page in place.rglob("*.md")
        for block in BLOCK.findall(page.read_text("utf-8"))
    ]
    assert len(found) > 5
    assert all(map(labels, found))


def test_names_in_diagrams_are_words_whatever_they_are() -> None:
    names = [text for text in HOSTILE if "/" not in text and plain(text)]
    head = "---\ntype: person\ncircle: close\nintroduced_by: Hub\n---\n"
    files = {f"People/{plain(name)}.md": head.encode() for name in names[:28]}
    given = Vault({**files, "People/Hub.md": b"circle: inner"})
    drawn = [set(labels(block)) for block in blocks(given)]
    assert len(drawn) == 2
    everyone = {plain(name) for name in names[:28]} | {"Hub"}
    assert all(len(one & everyone) > 20 for one in drawn)
    assert drawn[0] | drawn[1] <= everyone


@given(anything())
def test_no_name_whatever_leaves_its_label(name: str) -> None:
    circle = Circle(name=name, people=(PersonId("a"),) * 3, within=3, size=3)
    (ring,) = rings([circle])
    assert re.fullmatch(LABEL, f"[{ring.name}]")


@given(st.lists(st.integers(0, 60), max_size=5))
def test_rings_have_rows_and_say_how_many_are_left_out(sizes: list[int]) -> None:
    circles = [
        Circle(name="c", people=tuple(map(PersonId, "x" * n)), within=n, size=n)
        for n in sizes
    ]
    drawn = rings(circles)
    assert bool(drawn) == (sum(sizes) >= 3)
    for ring, size in zip(drawn, sizes, strict=False):
        people = [spot for spot in ring.spots if spot.person is not None]
        assert len(people) + ring.more == size
        assert len(ring.spots) - len(people) == bool(ring.more)
        rows = {spot.node: at // ACROSS for at, spot in enumerate(ring.spots)}
        assert all(rows[b] == rows[a] + 1 for a, b in ring.held)
        if max(rows.values(), default=0) > 0:
            assert {one for pair in ring.held for one in pair} == rows.keys()
    assert sum(len(ring.spots) for ring in drawn) <= NODES + len(sizes)


@pytest.mark.parametrize(
    "line", ["    n1[end]", '    n1["a"]x', "    click n1 href", '    n1["a" ]']
)
def test_any_other_line_is_seen(line: str) -> None:
    with pytest.raises(AssertionError):
        labels(f"graph LR\n{line}\n")
