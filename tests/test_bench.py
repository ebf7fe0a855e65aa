from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench import bars, peers, report, saves, sections, vaults
from bench.floors import FLOORS
from bench.rows import Row, Section
from vaultkit.notes import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

TINY = sections.Asked(
    people=12, rounds=1, starts=1, saves=1, idle=0.0, quiet=0.02, settle=False
)
SIZES = (10_000, 100_000)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Section]]:
    """What the bench measures on a tiny vault, where no peer is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peers, "HOME", tmp_path_factory.mktemp("peers"))
        patch.setattr(saves, "PROBES", 3)
        names = ("start", "cold", "saves")
        found = [sections.SECTIONS[name](TINY) for name in names]
        yield [*found, sections.peers(replace(TINY, rounds=0))]


def test_every_row_is_measured_or_says_why_not(measured: list[Section]) -> None:
    start, cold, saved, others = measured
    assert {row.key for row in start.rows} == {"start", "help", "status"}
    assert {row.key for row in cold.rows} >= {
        *FLOORS,
        "cold",
        "warm",
        "warm1",
        "memory",
    }
    assert {row.key for row in saved.rows} >= {*saves.KINDS, "bare", "rebuild", "rest"}
    assert {row.key for row in others.rows} >= {peer.name for peer in peers.PEERS}
    for section in measured:
        for row in section.rows:
            away = section.name == "peers"
            assert bool(row.values) != away, (section.name, row)
            named = row.key in {peer.name for peer in peers.PEERS}
            assert row.wrong.startswith("not installed") == named
            assert bool(row.wrong) == named, (section.name, row)


def test_what_was_measured_comes_back_and_is_shown(measured: list[Section]) -> None:
    text = report.kept(measured)
    back = [Section.read(one) for one in json.loads(text)]
    assert report.kept(back) == text
    shown = report.whole(back)
    for section in measured:
        for row in section.rows:
            assert row.says in shown
    for bar in bars.bars(back):
        assert bar.says in shown
    assert "not installed" in shown


def test_a_page_gets_the_tables_it_asks_for(measured: list[Section]) -> None:
    asked = "a\n<!-- table: cold 12 -->\nstale\n<!-- end -->\nb\n"
    made = report.page(asked, measured)
    assert "libyaml" in made
    assert "stale" not in made
    assert report.page(made, measured) == made
    assert "Not measured yet" in report.page(made, [])


def test_the_docs_say_what_was_measured() -> None:
    known = report.read(report.KEPT)
    for file in report.PAGES:
        text = file.read_text("utf-8")
        assert report.page(text, known) == text, "`make bench-docs` writes the tables"


def test_a_bar_says_whether_it_holds_and_by_how_much() -> None:
    most, least = bars.Bar("a", 0.6, 0.3), bars.Bar("b", 20, 10, least=True)
    assert (most.holds, most.by, most.must) == (True, 2.0, "≤ 0.60\u00d7")
    assert (least.holds, least.by, least.told) == (False, 0.5, "10.0\u00d7")


def test_ratios_are_those_of_the_rounds() -> None:
    slow, fast = Row("cold", "", values=[2.0, 9.0, 4.0]), Row("full", "")
    section = Section("cold", 10_000, rows=[slow, fast])
    assert section.ratio("cold", "full") is None
    fast.values = [4.0, 10.0, 8.0]  # the machine was slow in the second round
    assert section.ratio("cold", "full") == 0.5
    assert [bar.found for bar in bars.bars([section])] == [0.5]
    assert bars.bars([section], 100) == bars.bars([section], 100_000) == ()


def test_growth_is_measured_between_sizes() -> None:
    small, large = (
        Section("cold", people, rows=[Row("cold", "", values=[float(people)])])
        for people in SIZES
    )
    small.files, large.files = SIZES
    (growth,) = [bar for bar in bars.bars([large, small]) if "exponent" in bar.says]
    assert growth.found == pytest.approx(1.0)
    assert growth.holds


def test_the_vault_is_the_same_every_time_and_a_fifth_is_messy() -> None:
    clean, messy = vaults.vault(150, 7), vaults.messy(150, 7)
    assert messy == vaults.messy(150, 7)
    assert vaults.size(clean).notes == 150 + 30 + 7 + 3 + 1
    fronts = {path: text for path, text in clean.items() if text.startswith("---\n")}

    def simple(texts: dict[str, str]) -> int:
        blocks = (texts[path][4:].partition("---\n")[0] for path in fronts)
        return sum(flat.read(block) is not None for block in blocks)

    assert simple(clean) == len(fronts)
    assert 0.1 < 1 - simple(messy) / len(fronts) < 0.3
