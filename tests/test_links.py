from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.notes.links import Files, Resolved, fold, fold_all
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable


def files(*paths: str) -> Files:
    return Files.of(map(VaultPath, paths))


def lead(
    found: Files, target: str, source: str = "Notes/Me.md", *, wiki: bool = True
) -> str | None:
    return found.resolve(target, VaultPath(source), wiki=wiki).path


def test_nothing_and_a_heading_are_the_note_itself() -> None:
    assert lead(files("A.md"), "", "A.md") == "A.md"
    assert lead(files("A.md"), "#Heading", "A.md") == "A.md"


def test_a_dot_starts_at_the_folder_of_the_note() -> None:
    found = files("Notes/A.md", "A.md", "Other/A.md")
    assert lead(found, "./A") == "Notes/A.md"
    assert lead(found, "../A") == "A.md"
    assert lead(found, "../Other/A") == "Other/A.md"
    assert lead(found, "../../A") is None
    assert lead(found, "./B") is None


def test_a_leading_slash_is_an_exact_path_or_nothing() -> None:
    found = files("People/A.md")
    assert lead(found, "/People/A") == "People/A.md"
    assert lead(found, "/A") is None


def test_an_exact_path_beats_the_own_folder() -> None:
    assert lead(files("A.md", "Notes/A.md"), "A") == "A.md"


def test_then_the_own_folder_then_the_shortest_path() -> None:
    found = files("Notes/A.md", "X/A.md", "Longer/Way/A.md")
    assert lead(found, "A") == "Notes/A.md"
    assert lead(found, "A", "Elsewhere/Me.md") == "X/A.md"


def test_ancestors_count_for_nothing() -> None:
    found = files("Notes/A.md", "Z/A.md")
    assert lead(found, "A", "Notes/Deep/Me.md") == "Z/A.md"


def test_the_shortest_is_counted_in_characters() -> None:
    assert lead(files("a/b/c/N.md", "longest-one/N.md"), "N") == "a/b/c/N.md"


def test_a_tie_is_named() -> None:
    found = files("Y/A.md", "X/A.md")
    assert found.resolve("A", VaultPath("Me.md")) == Resolved(
        VaultPath("X/A.md"), (VaultPath("Y/A.md"),)
    )


def test_a_subfolder_of_the_own_folder_is_an_open_question_and_named() -> None:
    found = files("Notes/Sub/A.md", "X/A.md")
    answer = found.resolve("A", VaultPath("Notes/Me.md"))
    assert answer == Resolved(VaultPath("X/A.md"), (VaultPath("Notes/Sub/A.md"),))


def test_part_of_a_path_is_enough_and_only_whole_folders_count() -> None:
    found = files("Life/People/A.md")
    assert lead(found, "People/A") == "Life/People/A.md"
    assert lead(found, "eople/A") is None


def test_case_and_composition_do_not_matter() -> None:
    found = files("People/Zoë Kern.md")
    assert lead(found, "zoë kern") == "People/Zoë Kern.md"
    assert lead(found, unicodedata.normalize("NFD", "ZOË KERN")) == "People/Zoë Kern.md"
    assert lead(files(unicodedata.normalize("NFD", "Zoë.md")), "Zoë") is not None
    assert lead(found, "Zoë\u00a0Kern") == "People/Zoë Kern.md"
    assert lead(found, "Zoë  Kern") is None


def test_endings() -> None:
    found = files("A.md", "pic.png", "v1.2 plan.md", "B.MD")
    assert lead(found, "A.md") == "A.md"
    assert lead(found, "A.MD") == "A.md"
    assert lead(found, "B") == "B.MD"
    assert lead(found, "pic.png") == "pic.png"
    assert lead(found, "pic") is None
    assert lead(found, "v1.2 plan") == "v1.2 plan.md"


def test_aliases_and_addresses_lead_nowhere() -> None:
    assert lead(files("Ada Moss.md"), "Ada") is None
    assert lead(files("Ada Moss.md"), "https://x") is None


def test_a_markdown_link_is_decoded_and_looked_up_vault_wide() -> None:
    found = files("People/Ada Moss.md", "100%.md", "C# notes.md")
    assert lead(found, "Ada%20Moss.md", wiki=False) == "People/Ada Moss.md"
    assert lead(found, "Ada%20Moss", wiki=False) == "People/Ada Moss.md"
    assert lead(found, "Ada%20Moss.md#About", wiki=False) == "People/Ada Moss.md"
    assert lead(found, "C%23%20notes.md", wiki=False) == "C# notes.md"
    assert lead(found, "Ada%20Moss") is None
    assert lead(found, "100%", wiki=False) == "100%.md"
    assert lead(found, "%ff%fe", wiki=False) is None


@pytest.mark.parametrize(
    ("paths", "path", "text"),
    [
        (("People/A.md",), "People/A.md", "A"),
        (("People/A.md", "Old/A.md"), "People/A.md", "People/A"),
        (("A.md", "Old/A.md"), "A.md", "A"),
        (("A.md", "Old/A.md"), "Old/A.md", "Old/A"),
        (("x/pic.png",), "x/pic.png", "pic.png"),
        (("x/pic.png.md", "pic.png"), "x/pic.png.md", "pic.png.md"),
        (("People/A.md", "More/People/A.md"), "More/People/A.md", "More/People/A"),
    ],
)
def test_the_shortest_text_that_is_safe(
    paths: tuple[str, ...], path: str, text: str
) -> None:
    found = files(*paths)
    linktext = found.linktext(VaultPath(path))
    assert lead(found, linktext, "Anywhere/x.md") == path
    if "pic.png.md" not in path:
        assert linktext == text


NAMES = st.sampled_from(["A", "a", "B", "é", "e\u0301", "C.x", "A.md"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(
    lambda p: VaultPath("/".join(p) + ".md")
)


@given(st.lists(PATHS, min_size=1, max_size=8, unique=True), PATHS)
def test_a_written_link_leads_back_from_everywhere(
    paths: list[VaultPath], source: VaultPath
) -> None:
    """Law 10's ground: only files that no disk can hold side by side may tie."""
    found = Files.of(paths)
    for path in paths:
        answer = found.resolve(found.linktext(path), source)
        twins = {p for p in paths if p.casefold() == path.casefold()}
        alike = {
            unicodedata.normalize("NFC", p).lower() for p in (path, answer.path or "")
        }
        assert answer.path == path or twins - {path} or len(alike) == 1


@given(st.lists(PATHS, max_size=8), st.lists(PATHS, max_size=4), st.text(max_size=20))
def test_order_repeats_and_growth_do_not_matter(
    paths: list[VaultPath], more: list[VaultPath], target: str
) -> None:
    grown = Files.of(paths).with_paths(more)
    assert grown == Files.of([*more, *reversed(paths), *paths])
    assert _revised(grown, paths) == Files.of(paths)
    assert _revised(grown, grown.paths) is grown
    source = VaultPath("A/x.md")
    assert grown.resolve(target, source) == Files.of([*paths, *more]).resolve(
        target, source
    )
    grown.resolve(target, source, wiki=False)


def test_many_files_of_one_name_are_quick() -> None:
    many = Files.of(VaultPath(f"{n}/index.md") for n in range(30_000))
    assert many.resolve("index", VaultPath("x.md")).path == "0/index.md"


def test_files_that_differ_by_case_alone_are_each_others_rivals() -> None:
    """From one of them it is meant itself, else the first by name."""
    twins = files("A.md", "a.md", "N/B.md", "N/b.md", "N/me.md")
    big, small = VaultPath("A.md"), VaultPath("a.md")
    for target in ("A", "/a", "./A.MD"):
        assert twins.resolve(target, small) == Resolved(small, (big,))
        assert twins.resolve(target, big) == Resolved(big, (small,))
    assert twins.resolve("a", VaultPath("N/me.md")) == Resolved(big, (small,))
    inner = twins.resolve("./b", VaultPath("N/me.md"))
    assert inner == Resolved(VaultPath("N/B.md"), (VaultPath("N/b.md"),))
    for grown in (files("A.md").with_paths([small]), files("a.md").with_paths([big])):
        assert grown == files("A.md", "a.md")
        assert grown.revised(frozenset(), frozenset([big])) == files("a.md")
        gone = frozenset({VaultPath("nowhere.md"), small})
        assert grown.revised(frozenset(), gone) == files("A.md")
        assert grown.with_paths([small, big]) is grown


def test_every_rival_is_named_once() -> None:
    found = files("X/A.md", "Y/A.md", "Z/A.md", "Me/Deep/A.md", "Me/Deep/More/A.md")
    best, *more = (VaultPath(f"{one}/A.md") for one in "XYZ")
    assert found.resolve("A", VaultPath("In.md")) == Resolved(best, tuple(more))
    below = (*more, VaultPath("Me/Deep/A.md"))
    assert found.resolve("A", VaultPath("Me/x.md")) == Resolved(best, below)


@pytest.mark.parametrize(("had", "has"), [(3, 150), (150, 3), (120, 120), (40, 41)])
def test_an_index_that_is_revised_is_one_that_is_made(had: int, has: int) -> None:
    before = Files.of(VaultPath(f"old/{n}.md") for n in range(had))
    paths = [VaultPath(f"new/{n}.md") for n in range(has)]
    assert _revised(before, paths) == Files.of(paths)
    assert _revised(before, [*before.paths, *paths]) == before.with_paths(paths)
    assert _revised(before, before.paths[1:]) == Files.of(before.paths[1:])


def _revised(before: Files, paths: Iterable[VaultPath]) -> Files:
    had, has = frozenset(before.paths), frozenset(paths)
    return before.revised(has - had, had - has)


def test_a_wikilink_is_what_a_link_is_unless_said_otherwise() -> None:
    found = files("a b.md", "x/y/Deep.md", "b/%FF.md")
    assert found.resolve("a%20b", VaultPath("x.md")).path is None
    assert found.linktext(VaultPath("x/y/Deep.md")) == "Deep"
    assert found.resolve("%ff%20", VaultPath("x.md"), wiki=False).path is None


@given(st.lists(st.text(alphabet="aA/ \0\u00a0\u03a3\u0130e\u0301\u0338", max_size=6)))
def test_paths_are_folded_together_as_each_is_alone(texts: list[str]) -> None:
    paths = [*map(VaultPath, texts)]
    assert fold_all(paths) == [*map(fold, paths)]
