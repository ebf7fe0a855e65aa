"""The canvas: JSON Canvas 1.0, ours to draw and the user's to take away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.whole import Vault, run
from vaultkit import canvas, changes, mark, vault
from vaultkit.changes import Keep, Refuse, Remove, SetAside, Write, bytes_of
from vaultkit.findings.trees import Branch, Tree
from vaultkit.insights.people import Circle
from vaultkit.pages import drawing
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.book.people import PersonId
    from vaultkit.changes import Change

MAP: Final = "Network/Map.canvas"
STORY: Final = """
--- vaultkit.toml
canvas = true
--- People/Ada Moss.md
circle: inner
--- People/Bo.md
circle: close
met: 2025-05-03
introduced_by: "[[Ada Moss]]"
--- People/Cy, "the Bee" [sic].md
met: 2025-06
introduced_by: "[[Bo]]"
--- People/Dee.md
introduced_by: Eve Stone
--- People/Hush.md
private: true
circle: inner
introduced_by: "[[Bo]]"
--- 2026-11-01.md
- coffee: [[Eve Stone]] and [[Hush]]
--- Board.canvas
{"nodes":[],"edges":[]}
"""
GIVEN: Final = Vault.of(STORY)
DRAWN: Final = GIVEN.pages[VaultPath(MAP)]


def planned(given: Vault) -> tuple[Change, ...]:
    made = given.build
    todo = changes.plan(made.pages, given.snapshot, given.settings, made.refused)
    return tuple(one for one in todo if one.path.endswith(".canvas"))


def with_map(text: str, story: str = STORY) -> Vault:
    return Vault({**Vault.of(story).files, MAP: bytes_of(text)})


def moved(text: str) -> str:
    """Return a canvas on which somebody moved a card."""
    drawn = json.loads(text)
    drawn["nodes"][1]["x"] += 40
    return json.dumps(drawn, indent="\t")


# --- what is drawn -------------------------------------------------------------------


def test_it_is_a_json_canvas_and_draws_circles_and_trees() -> None:
    drawn = json.loads(DRAWN)
    assert drawn.keys() == {"nodes", "edges"}
    cards = {card["id"]: card for card in drawn["nodes"]}
    assert len(cards) == len(drawn["nodes"])
    for card in cards.values():
        assert all(type(card[name]) is int for name in ("x", "y", "width", "height"))
        assert card["type"] == "group" or type(card["text"]) is str
    groups = [card["label"] for card in cards.values() if card["type"] == "group"]
    assert groups == ["inner", "close"]
    texts = [card["text"] for card in cards.values() if card["type"] == "text"]
    assert texts.count("[[Ada Moss]]") == texts.count("[[Bo]]") == 2
    assert r'Cy, "the Bee" \[sic\]' in texts
    assert "Eve Stone" in texts
    assert "Hush" not in DRAWN
    arrows = {
        (cards[it["fromNode"]]["text"], cards[it["toNode"]]["text"]): it.get("label")
        for it in drawn["edges"]
    }
    assert arrows == {
        ("[[Ada Moss]]", "[[Bo]]"): "3 May 2025",
        ("[[Bo]]", r'Cy, "the Bee" \[sic\]'): "June 2025",
        ("Eve Stone", "[[Dee]]"): None,
    }
    for arrow in drawn["edges"]:
        one, other = cards[arrow["fromNode"]], cards[arrow["toNode"]]
        assert one["x"] + one["width"] < other["x"]


def test_it_is_drawn_where_somebody_asks_for_it_alone() -> None:
    for text in ("canvas = false", 'canvas = true\npages_off = ["map"]', ""):
        given = Vault({**GIVEN.files, "vaultkit.toml": text.encode()})
        assert MAP not in given.pages
        assert "Map.canvas" not in "".join(given.pages.values())
    home = GIVEN.pages[VaultPath("Network/This week.md")]
    assert "[[Map.canvas]]" in home
    named = 'canvas = true\npage_names = { map = "Who is where" }\n'
    other = Vault({**GIVEN.files, "vaultkit.toml": named.encode()})
    assert "Network/Who is where.canvas" in other.pages
    nobody = Vault({"vaultkit.toml": b"canvas = true", "People/Bo.md": b""})
    assert MAP not in nobody.pages
    assert "Map" not in nobody.pages[VaultPath("Network/This week.md")]


@given(st.lists(st.integers(0, 60), max_size=60), st.lists(st.integers(0, 20)))
def test_no_two_cards_lie_on_each_other(parents: list[int], sizes: list[int]) -> None:
    people = (f"P{n}" for n in range(10_000))
    circles = [
        Circle(
            name=f"c{n}",
            people=tuple(_ids(next(people) for _ in range(size))),
            within=size,
            size=size,
        )
        for n, size in enumerate(sizes[:5])
    ]
    branches = [_branch("0", None, 0)]
    for n, parent in enumerate(parents, 1):
        by = branches[parent % n]
        branches.append(_branch(str(n), by.person, by.depth + 1))
    shown = drawing.found(circles, [Tree(branches=_parents_first(branches))], most=80)
    everyone = sum(sizes[:5]) + len(branches)
    assert shown.left == max(0, everyone - 80)
    drawn = json.loads(drawing.drawn(shown, "legend", _Names()))  # type: ignore[arg-type]
    cards = [card for card in drawn["nodes"] if card["type"] == "text"]
    assert len(cards) == 1 + min(80, everyone)
    places = sorted((card["y"], card["x"]) for card in cards)
    boxes = [(card["x"], card["y"], card["width"], card["height"]) for card in cards]
    assert len(set(places)) == len(places)
    for n, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[n + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    known = {card["id"] for card in cards}
    assert {it[end] for it in drawn["edges"] for end in ("fromNode", "toNode")} <= known


class _Names:
    """Who is named by their id."""

    def person(self, who: PersonId) -> str:
        return who


def _ids(names: Iterator[str]) -> Iterator[PersonId]:
    yield from names  # type: ignore[misc]


def _branch(who: str, by: PersonId | None, depth: int) -> Branch:
    return Branch(person=next(_ids(iter([who]))), by=by, depth=depth)


def _parents_first(branches: list[Branch]) -> tuple[Branch, ...]:
    """Return a tree's people as `findings.trees` gives them: each below their own."""
    found: list[Branch] = []
    left = [branches[0]]
    while left:
        found.append(left.pop())
        left += [one for one in branches[1:] if one.by == found[-1].person]
    return tuple(found)


# --- whose it is ---------------------------------------------------------------------


def spelt(text: str, how: int) -> str:
    """Return the same canvas as some other editor would write it."""
    drawn: dict[str, Any] = json.loads(text)
    if how & 1:
        drawn["nodes"].reverse()
        drawn["edges"].reverse()
    if how & 2:
        drawn["metadata"] = {"version": "1.0-1.0", "frontmatter": {}}
        drawn = dict(reversed(drawn.items()))
    if how & 4:
        drawn["nodes"] = [{k: c[k] for k in sorted(c)} for c in drawn["nodes"]]
        drawn["nodes"][0]["x"] = float(drawn["nodes"][0]["x"])
    return json.dumps(drawn, ensure_ascii=bool(how & 8), indent=2 if how & 4 else None)


def test_a_canvas_stays_ours_however_its_json_is_spelt() -> None:
    signed = canvas.sign(DRAWN)
    assert canvas.says_ours(bytes_of(signed))
    for how in range(16):
        text = spelt(signed, how)
        marked = canvas.read(text)
        assert marked is not None
        assert (marked.intact, marked.tail, marked.format) == (True, "", mark.FORMAT)
        assert canvas.same(marked.generated, DRAWN)
        (change,) = planned(with_map(text))
        assert isinstance(change, Keep)


def edits() -> dict[str, Any]:
    """Return what somebody may do to a canvas, by a word for it."""
    drawn = json.loads(canvas.sign(DRAWN))
    one, *others = drawn["nodes"]
    card = {**others[0], "id": "mine", "text": "see [[Bo]]"}
    return {
        "moved": json.loads(moved(canvas.sign(DRAWN))),
        "added": {**drawn, "nodes": [*drawn["nodes"], card]},
        "taken": {**drawn, "nodes": [one, *others[:-1]]},
        "arrow": {**drawn, "edges": []},
        "coloured": {**drawn, "nodes": [{**one, "color": "4"}, *others]},
        "legend": {**drawn, "nodes": [{**one, "text": one["text"] + "x"}, *others]},
        "properties": {**drawn, "metadata": {"frontmatter": {"type": "mine"}}},
    }


@pytest.mark.parametrize("kind", edits())
def test_a_canvas_that_was_edited_is_set_aside_and_drawn_again(kind: str) -> None:
    text = json.dumps(edits()[kind], indent=1)
    given = with_map(text)
    aside, write = planned(given)
    assert isinstance(aside, SetAside)
    assert isinstance(write, Write)
    assert aside.text == canvas.unsigned(text)
    assert len(aside.text) > len(text) - 130
    assert json.loads(aside.text)["nodes"]
    assert aside.to.startswith("Network/Map (edited ")
    assert aside.to.endswith(").canvas")
    assert "copy" in aside.problem.advice
    after = Vault(
        {**given.files, MAP: bytes_of(write.text), aside.to: bytes_of(aside.text)}
    )
    assert [type(one) for one in planned(after)] == [Keep]
    assert aside.to in after.snapshot.others
    again = Vault({**after.files, MAP: text.encode()})
    assert [type(one) for one in planned(again)] == [Write]
    off = Vault({**given.files, "vaultkit.toml": b""})
    assert [type(one) for one in planned(off)] == [Keep]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"nodes":[]}', '{"nodes":3}', DRAWN, "[" * 100_000, "\ufeff{}"],
)
def test_a_canvas_without_our_mark_is_never_touched(text: str) -> None:
    for story in (STORY, STORY.replace("canvas = true", "")):
        todo = planned(with_map(text, story))
        assert all(isinstance(one, Refuse) for one in todo)
    newer = canvas.sign(DRAWN).replace("vaultkit 1 ", "vaultkit 9 ")
    assert [
        one.problem.code for one in planned(with_map(newer)) if isinstance(one, Refuse)
    ]


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_no_bytes_whatever_are_taken_for_ours(text: str) -> None:
    assert canvas.read(text) is None
    marked = f'{{"nodes":[{{"id":"vaultkit","text":{json.dumps(text)}}}]}}'
    assert canvas.read(marked) is None


def test_a_canvas_that_nobody_asks_for_any_more_goes_and_copies_stay() -> None:
    signed = bytes_of(canvas.sign(DRAWN))
    copies = ("Network/Map of mine.canvas", "Plans/My map.canvas")
    files = {MAP: signed, **dict.fromkeys(copies, signed)}
    given = Vault({**GIVEN.files, **files, "vaultkit.toml": b""})
    todo = {one.path: type(one) for one in planned(given)}
    assert todo == {MAP: Remove, **dict.fromkeys(copies, Keep)}
    gone = [one for one in changes.clean(given.snapshot) if isinstance(one, Remove)]
    assert {one.path for one in gone} == files.keys()


def test_canvases_of_others_are_known_by_name_alone(tmp_path: Path) -> None:
    for path, data in GIVEN.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "Large.canvas").write_bytes(b" " * 1_100_000)
    (tmp_path / "Odd.canvas").mkdir()
    first = run(tmp_path)
    vault.apply(tmp_path, first.changes)
    theirs = {"Board.canvas", "Large.canvas"}
    assert {path for path in first.snapshot.others if "." in path} == theirs
    seen = vault.look(str(tmp_path), vault.Seen(), 0)
    assert {file.data for path, file in seen.files.items() if path in theirs} == {
        b"",
        None,
    }
    assert MAP in seen.snapshot().pages
    assert not seen.snapshot().problems
    assert run(tmp_path).busy == ()

    drawn = tmp_path / MAP
    drawn.write_text(moved(drawn.read_text("utf-8")), "utf-8")
    glanced = vault.glance(str(tmp_path), seen, [MAP, "Board.canvas"], 0)
    assert glanced is not None
    assert glanced.files[VaultPath(MAP)].data == drawn.read_bytes()
    vault.apply(tmp_path, run(tmp_path).changes)
    assert len(list((tmp_path / "Network").glob("Map (edited *).canvas"))) == 1
    assert canvas.same(canvas.unsigned(drawn.read_text("utf-8")), DRAWN)
    assert run(tmp_path).busy == ()
