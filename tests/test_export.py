"""What goes out: nothing private, the same bytes each time, and read back as it was."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Final

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from tests.stories import vaults
from tests.test_cli import ran, says
from tests.test_import import WORDS
from tests.test_laws import SECRETS, guarded, on_disk
from tests.whole import ROOT, TODAY, Vault
from vaultkit.findings.silence import silence
from vaultkit.interop import outgoing, spreadsheets, vcard
from vaultkit.interop.alike import emails, phones
from vaultkit.interop.arrivals import Place, arrivals
from vaultkit.interop.days_out import ical
from vaultkit.interop.graph_out import graphml
from vaultkit.interop.graph_out import json as as_json
from vaultkit.interop.incoming import LISTS
from vaultkit.interop.people_out import csv as as_csv
from vaultkit.interop.people_out import vcard as as_cards
from vaultkit.settings import DEFAULTS
from vaultkit.toolkit import registry
from vaultkit.toolkit.kinds import Asked, Exporter

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.network.network import Network
    from vaultkit.toolkit.kinds import Importer

EXAMPLE: Final = Vault(
    {
        file.relative_to(ROOT / "example-vault").as_posix(): file.read_bytes()
        for file in (ROOT / "example-vault").rglob("*")
        if file.is_file()
    },
    date(2026, 11, 2),
)
BOTH: Final[tuple[tuple[Exporter, Importer], ...]] = (
    (as_csv, spreadsheets.read),
    (as_cards, vcard.read),
)


def asked(given: Vault) -> Asked:
    return Asked(given.network, (), given.settings, given.today)


def everybody(network: Network, today: date) -> dict[str, dict[str, object]]:
    """Return everybody but me as they may be told of, to compare."""
    found: dict[str, dict[str, object]] = {}
    for one in outgoing.people(network, today):
        known: dict[str, object] = dict(one.properties)
        known["email"] = set(emails(", ".join(one.properties.get("email", ()))))
        known["phone"] = set(phones(", ".join(one.properties.get("phone", ()))))
        found[one.name] = known
    return found


def there_and_back(given: Vault, export: Exporter, read: Importer) -> Vault:
    """Return the vault that an empty one becomes by importing what was exported."""
    back = read(export(asked(given)).encode(), {})
    assert [one for one in back.troubles if one.line] == []
    empty = Vault({}, given.today)
    place = Place("People", {})
    found = arrivals(back.notes, empty.book, place, DEFAULTS, duplicates=True)
    assert (found.again, found.left, found.troubles) == ((), (), ())
    files = {str(one.path): one.text.encode() for one in found.new}
    return Vault(files, given.today)


# --- there and back ------------------------------------------------------------------


@pytest.mark.parametrize(("export", "read"), BOTH)
def test_the_example_comes_back(export: Exporter, read: Importer) -> None:
    back = there_and_back(EXAMPLE, export, read)
    there = everybody(EXAMPLE.network, EXAMPLE.today)
    assert everybody(back.network, back.today) == there
    assert len(there) > 30


ITEMS = st.lists(
    st.text("abcä,;\\ =+-@'\"&:", min_size=1, max_size=14)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(map(str.isalpha, text))),
    max_size=3,
    unique=True,
)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "needs": ITEMS,
        "offers": ITEMS,
        "interests": ITEMS,
        "ways": ITEMS,
        "aliases": ITEMS,
        "org": ITEMS.map(lambda items: items[:1]),
        "place": ITEMS.map(lambda items: items[:1]),
        "met_at": ITEMS.map(lambda items: items[:1]),
        "birthday": st.sampled_from([["1980-05-14"], ["02-29"], ["1980-05"]]),
        "met": st.sampled_from([["2020"], ["2020-05"], ["2020-05-14"]]),
        "cadence": st.sampled_from([["45"], ["1"]]),
        "circle": st.sampled_from([["inner"], ["wider"]]),
        "season": st.sampled_from([["resting"], ["ended"]]),
        "email": st.just(["a@example.org, b@example.com"]),
        "phone": st.just(["+44 20 7946 0000; 020 7946 0001"]),
        "knows": st.just(["Bo Ferris"]),
    },
)


@settings(max_examples=20)
@given(PERSON, PERSON)
def test_people_come_back(ada: dict[str, list[str]], bo: dict[str, list[str]]) -> None:
    """What was exported and is imported again gives the same people."""

    def note(said: dict[str, list[str]]) -> bytes:
        lines = (
            f"{name}: {json.dumps(v if name in LISTS else v[0])}\n"
            for name, v in said.items()
            if v
        )
        return f"---\ntype: person\n{''.join(lines)}---\n".encode()

    given = Vault({"People/Ada Moss.md": note(ada), "People/Bo Ferris.md": note(bo)})
    there = everybody(given.network, given.today)
    for export, read in BOTH:
        back = there_and_back(given, export, read)
        assert everybody(back.network, back.today) == there


# --- what others make of it ----------------------------------------------------------


def test_the_cards_are_cards_to_others() -> None:
    read = Component.from_ical(as_cards(asked(EXAMPLE)), multiple=True)
    there = everybody(EXAMPLE.network, EXAMPLE.today)
    assert [str(card["FN"]) for card in read] == list(there)
    assert all(str(card["VERSION"]) == "3.0" and "N" in card for card in read)
    lines = as_cards(asked(EXAMPLE)).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_the_calendar_is_one_to_others_and_agrees_with_the_page() -> None:
    """On the day it names somebody is quiet, and the day before they are not."""
    text = ical(asked(EXAMPLE))
    read = Calendar.from_ical(text)
    found = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in read.events}
    assert len(found) == len(read.events)
    by_name = {who.name: who for who in EXAMPLE.network.book.people.values()}
    due = 0
    for summary, day in found.items():
        if summary.startswith("Birthday of "):
            who = by_name[summary.removeprefix("Birthday of ")]
            assert f"{day:%m-%d}" == who.birthday[-5:]
            continue
        due += 1
        person = by_name[summary.removeprefix("A word with ").removesuffix("?")].id
        told = silence(EXAMPLE.network, person, EXAMPLE.settings, day)
        before = silence(
            EXAMPLE.network,
            person,
            EXAMPLE.settings,
            date.fromordinal(day.toordinal() - 1),
        )
        assert told is not None
        assert told.state == "quiet"
        assert before is None or before.state != "quiet"
        assert day > EXAMPLE.today
    assert due > 5
    leap = Vault.of("--- People/Ada.md\nbirthday: 02-29\n")
    assert "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" in ical(asked(leap))


def test_who_is_to_be_left_in_peace_is_in_no_calendar() -> None:
    given = Vault.of("""
        --- People/Ended.md
        season: ended
        birthday: 05-14
        cadence: 1 year
        last_contact: 2026-11-01
        --- People/Resting.md
        season: resting
        cadence: 1 year
        last_contact: 2026-11-01
        --- People/Hidden.md
        private: [last_contact]
        cadence: 1 year
        last_contact: 2026-11-01

        - 2026-10-01 coffee
        --- People/Planned.md
        cadence: 2 weeks
        last_contact: 2026-11-20
        --- Lunch.md
        type: event
        date: 2026-12-01
        people: "[[Planned]]"
        """)
    assert "VEVENT" not in ical(asked(given))


def test_the_graph_is_the_network_to_others() -> None:
    network = EXAMPLE.network
    facts = sorted((e.a, e.b, e.kind) for e in network.edges())
    for graph in (
        nx.node_link_graph(json.loads(as_json(asked(EXAMPLE)))),
        nx.parse_graphml(graphml(asked(EXAMPLE)), force_multigraph=True),
    ):
        assert set(graph) == set(network.graph())
        found = sorted((a, b, d["kind"]) for a, b, d in graph.edges(data=True))
        assert found == facts
        assert {n: d["name"] for n, d in graph.nodes(data=True)} == {
            n: d["name"] for n, d in network.graph().nodes(data=True)
        }


@settings(max_examples=15)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_any_words_are_words_in_every_format(those: list[str]) -> None:
    """No word ends a cell, a line, an element or a card, and none is a formula."""
    lines = "".join(f"  - {json.dumps(text)}\n" for text in those)
    note = f"---\ntype: person\nneeds:\n{lines}met_at: {json.dumps(those[0])}\n---\n"
    given = Vault({"People/Ada Moss.md": note.encode("utf-8", "replace")})
    wanted = asked(given)
    (head, *rows) = csv.reader(io.StringIO(as_csv(wanted), newline=""), strict=True)
    assert [len(row) for row in rows] == [len(head)] * len(given.network.book.people)
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row)
    assert len(Component.from_ical(as_cards(wanted), multiple=True)) == len(rows)
    nx.parse_graphml(graphml(wanted))
    json.loads(as_json(wanted))


# --- nothing private, and always the same --------------------------------------------


@settings(max_examples=15)
@given(guarded())
def test_no_export_tells_what_is_private(made: Vault) -> None:
    for name in registry.ours("exporters"):
        found = registry.own("exporters", name)
        export = found.load() if found else None
        assert isinstance(export, Exporter)
        text = export(asked(made)).replace("\r\n ", "").casefold()
        assert [one for one in SECRETS if one.casefold() in text] == [], name


@settings(max_examples=6)
@given(vaults(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(made: Vault, random: object) -> None:
    files = list(made.files.items())
    getattr(random, "shuffle")(files)  # noqa: B009 (hypothesis types it as object)
    other = Vault(dict(files), made.today)
    for export in (as_csv, as_cards, ical, graphml, as_json):
        assert export(asked(made)) == export(asked(other))


# --- the command ---------------------------------------------------------------------


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    on_disk(root, Vault.of("--- People/Ada Moss.md\nemail: a@x\n").files)
    command = ("export", "vcard", "--today", TODAY.isoformat())
    assert says(root, *command, "-o", "../p.vcf") == "wrote ../p.vcf\n"
    file = tmp_path / "p.vcf"
    text = file.read_bytes().decode()
    assert text.replace("\r\n", "\n") == ran(root, *command).out
    assert "EMAIL:a@x\r\n" in text
    file.write_text("mine")
    assert says(root, *command, "-o", "../p.vcf", code=5)
    assert file.read_text() == "mine"
    says(root, *command, "-o", "../p.vcf", "--replace")
    assert file.read_bytes().decode() == text
    assert says(root, *command, "--replace", code=2)
    assert says(root, *command, "-o", "..", "--replace", code=7) == ""
