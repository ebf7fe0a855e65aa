from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath, amended, says_ours, sort

PATHS = tuple(map(VaultPath, ("a.md", "b.MD", "Network/c.md", "vaultkit.toml")))
TEXTS = (b"", b"one", b"two", b"---\ntype: vaultkit-page\n---\n")
OURS = "---\ntype: vaultkit-page\n---\n# Page\n"


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        OURS.replace("\n", "\r\n"),
        "\ufeff" + OURS,
        "---  \ncssclasses: [a]\nType:   'vaultkit-page'  # ours\npeople: 3\n---\n",
        '---\ntype: "vaultkit-page"\n---',
        "---\ntype: vaultkit-page\n\nthe end of the block was lost\n",
    ],
)
def test_a_page_of_ours_says_so_at_its_top(text: str) -> None:
    assert says_ours(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "type: vaultkit-page\n",
        "\n" + OURS,
        "# Note\n\n```\n" + OURS + "```\n",
        "---\ntitle: a\n---\n\ntype: vaultkit-page\n",
        "---\ntype: vaultkit-pages\n---\n",
        "---\nmy type: vaultkit-page\n---\n",
        "---\nnested:\n  type: vaultkit-page\n---\n",
        "----\ntype: vaultkit-page\n----\n",
        "---\na: 1\n" + "x" * 5_000 + "\ntype: vaultkit-page\n",
    ],
)
def test_nothing_else_does(text: str) -> None:
    assert not says_ours(text.encode())


@given(st.binary())
def test_any_bytes_are_one_or_the_other(data: bytes) -> None:
    says_ours(data)
    says_ours(b"---\n" + data + b"type: vaultkit-page")


def test_files_are_sorted_by_what_they_are() -> None:
    files = {
        VaultPath("b.md"): b"",
        VaultPath("a.MD"): b"",
        VaultPath("Network/x.md"): OURS.encode(),
        VaultPath("Network/x.sync-conflict-20260101-101010-ABC.md"): OURS.encode(),
        VaultPath("vaultkit.toml"): b"",
        VaultPath(".obsidian/app.json"): b"{}",
    }
    late = Problem("b.md", 2, 1, "file-unread", "", "")
    early = Problem("a.md", 1, 1, "file-unread", "", "")
    snapshot = sort(files, [VaultPath("x.png")], [late, early])
    assert list(snapshot.notes) == ["a.MD", "b.md"]
    assert len(snapshot.pages) == 2
    assert set(snapshot.config) == {"vaultkit.toml", ".obsidian/app.json"}
    assert snapshot.others == {"x.png"}
    assert snapshot.problems == (early, late)


def test_the_order_of_files_is_nothing() -> None:
    files = [(VaultPath(f"{n}.md"), b"") for n in range(9)]
    one = sort(dict(files), [], [])
    other = sort(dict(reversed(files)), [], [])
    assert one == other
    assert list(one.notes) == list(other.notes)


@given(
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), max_size=5),
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), max_size=3),
    st.sets(st.sampled_from(PATHS), max_size=2),
)
def test_an_amended_snapshot_is_a_sorted_one(
    files: dict[VaultPath, bytes],
    texts: dict[VaultPath, bytes],
    away: set[VaultPath],
) -> None:
    """Where notes and pages change, come or go nothing is sorted anew."""
    gone = away & files.keys() - texts.keys()
    found = amended(sort(files, (), ()), texts, gone)
    kept = {path: data for path, data in files.items() if path not in gone}
    whole = sort({**kept, **texts}, (), ())
    if found is not None:
        assert found == whole
        assert list(found.pages) == list(whole.pages)
    else:
        assert any(_is_more(files, texts.get(path), path) for path in {*gone, *texts})


def _is_more(files: dict[VaultPath, bytes], now: bytes | None, path: VaultPath) -> bool:
    """Return whether something is no Markdown, or a page that was a note, or so."""
    was = files.get(path)
    plain = path[-3:].lower() == ".md"
    if was is None or now is None:
        return not plain
    return not plain or says_ours(was) != says_ours(now)
