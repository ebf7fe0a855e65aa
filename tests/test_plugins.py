"""What plugins are given, what becomes of what they return, and that it follows."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.plugged import SHORT, Here, Site, crew, crew_here, site
from tests.test_cli import data, ran, says
from tests.whole import TODAY, Vault, run
from vaultkit import build, vault
from vaultkit.daemon.patience import EVERYTHING, Pace
from vaultkit.daemon.regenerate import Asked, Door, State, turn
from vaultkit.notes.note import parse
from vaultkit.snapshot import VaultPath
from vaultkit.toolkit import adding, answers, packages, wire
from vaultkit.toolkit.answers import NonsenseError
from vaultkit.toolkit.kinds import Imported, NoteToBe, Read, Trouble
from vaultkit.toolkit.process import LostError, Process, end_all
from vaultkit.toolkit.registry import Registered
from vaultkit.toolkit.wire import Learn

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.toolkit.crew import Crew

BOOKS = """
    --- People/Ana Moss.md
    type: person
    place: Lisbon
    last_contact: 2026-10-01
    --- People/Secret Sam.md
    private: true
    place: Lisbon
    --- Books/Of Bees.md
    type: book
    by: A. Hive
    from: "[[Ana Moss]]"
    --- Books/Of Sam.md
    type: book
    by: Secret Sam
    --- Books/Done.md
    type: book
    status: read
    --- Books/Private.md
    type: book
    private: true
    """
SHELF = VaultPath("Network/Reading list.md")
TOWNS = VaultPath("Network/In town.md")


class Kit(NamedTuple):
    """Our examples, installed, with a crew of them in this process."""

    there: Site
    crew: Crew
    here: Here

    def made(self, given: Vault, last: build.Build | None = None) -> build.Build:
        if last is None:
            return build.build(
                given.snapshot, given.settings, given.today, guests=self.crew
            )
        return build.rebuild(
            last, given.snapshot, given.settings, given.today, self.crew
        )


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    there = site(tmp_path / "site", monkeypatch)
    adds = [*there.example("reading-list"), *there.example("in-town")]
    adds += there.example("csv-contacts")
    return Kit(there, *crew_here(*adds))


def test_the_examples_say_what_they_are_for(kit: Kit) -> None:
    given = Vault.of(BOOKS)
    made = kit.made(given)
    shelf = made.pages[SHELF]
    assert "- [[Of Bees]] by A. Hive, which [[Ana Moss]] told you of\n" in shelf
    assert "Done" not in shelf
    towns = made.pages[TOWNS]
    assert "## Lisbon\n\n- [[Ana Moss]], last in touch 1 October 2026\n" in towns
    assert "people: 1\n" in towns
    assert not [one for one in made.problems if one.code == "plugin-failed"]


def test_nothing_private_is_given(kit: Kit) -> None:
    """Neither a private note's values nor those that name somebody private."""
    made = kit.made(Vault.of(BOOKS))
    assert "Private" not in made.pages[SHELF]
    assert "Sam" not in "".join(made.pages.values())


def test_a_save_sends_what_was_saved_and_a_rebuild_is_a_build(kit: Kit) -> None:
    given = Vault.of(BOOKS)
    made = kit.made(given)
    for path, text in (
        ("Books/More.md", "---\ntype: book\n---\n"),
        ("People/Bo.md", "---\ntype: person\nplace: Porto\n---\n"),
        ("Books/More.md", "---\ntype: film\n---\n"),
        ("vaultkit.toml", 'plugin_names = { in-town = "Nearby" }\n'),
        ("vaultkit.toml", 'plugins_off = ["in-town"]\n'),
    ):
        given = Vault({**given.files, path: text.encode()})
        kit.here.heard.clear()
        made = kit.made(given, made)
        told = [one for one in kit.here.heard if isinstance(one, Learn)]
        if path.endswith(".md"):
            assert [set(one.changed) for one in told] == [{path}]
        fresh = Kit(kit.there, *crew_here(*kit.crew.asking.register.used))
        assert made.pages == fresh.made(given).pages
    assert TOWNS not in made.pages
    assert "More" not in made.pages[SHELF]


def test_a_page_may_be_called_otherwise(kit: Kit) -> None:
    text = '\n    --- vaultkit.toml\n    plugin_names = { in-town = "Near" }\n'
    made = kit.made(Vault.of(BOOKS + text))
    assert VaultPath("Network/Near.md") in made.pages
    assert TOWNS not in made.pages
    text = """
    --- Ideas for later/In town.md
    words
    --- Log.md
    [[In town]]
    """
    made = kit.made(Vault.of(BOOKS + text))
    assert TOWNS not in made.pages
    (one,) = (one for one in made.refused if one.path == TOWNS)
    assert one.problem.code == "page-captures"
    assert '`in-town = "..."` under `[plugin_names]`' in one.problem.advice


def test_this_week_leads_to_pages_of_others_that_are_there(kit: Kit) -> None:
    given = Vault.of(BOOKS)
    made = kit.made(given)
    home = VaultPath("Network/This week.md")
    more = made.pages[home].rpartition("More: ")[2]
    assert "[[People I know]], " in more
    assert more.endswith("[[In town]], [[Reading list]]\n")
    off = b'plugins_off = ["in-town"]\npages_off = ["people", "problems"]\n'
    given = Vault({**given.files, "vaultkit.toml": off})
    again = kit.made(given, made).pages[home]
    assert "[[In town]]" not in again
    assert again.endswith("[[Reading list]]\n")


def test_a_block_cannot_hold_a_page_of_others_and_is_told_how_to(kit: Kit) -> None:
    text = b"<!-- vaultkit: In town -->\n<!-- /vaultkit -->\n"
    more = {"Dash.md": text, "vaultkit.toml": b"blocks = true\n"}
    made = kit.made(Vault({**Vault.of(BOOKS).files, **more}))
    (one,) = (one for one in made.problems if one.code == "block-unknown")
    assert one.message == "a block asks for `In town`, the page of a plugin"
    assert one.advice == "Blocks hold pages of ours; embed that one: `![[In town]]`."
    assert made.filled[VaultPath("Dash.md")].data == text


def test_an_insight_of_ours_or_of_others_can_be_asked_for(kit: Kit) -> None:
    given = Vault.of(BOOKS)
    kit.made(given)
    worker = kit.here.worker
    asked = worker._asked("anybody")  # noqa: SLF001 (what a page is asked with)
    assert asked.insight("in-town")[0].name == "Lisbon"
    assert asked.insight("reconnect") == asked.reconnect
    assert asked.values == {}
    with pytest.raises(LookupError):
        asked.insight("nobody")
    off = Vault.of(BOOKS + '\n    --- vaultkit.toml\n    plugins_off = ["in-town"]\n')
    kit.made(off)
    assert "Network/In town.md" not in kit.made(off).pages


# --- readers -------------------------------------------------------------------------


def test_what_a_reader_adds_is_as_if_the_note_said_so() -> None:
    note = parse(VaultPath("Ana.md"), b"---\ntype: person\n---\nOne\nTwo\n")
    more = {"Interests": ["bees", "[[Hives]]"], "TYPE": "event", "cadence": 30}
    found = adding.with_properties(note, more)
    assert dict(found.properties) == {
        "type": "person",
        "Interests": ("bees", "[[Hives]]"),
        "cadence": 30,
    }
    assert [(one.target, one.key, one.line) for one in found.links] == [
        ("Hives", "Interests.1", 1)
    ]
    found = adding.with_lines(note, [(5, "2026-11-02 coffee: [[Bo]] has\nbees")])
    (entry,) = found.entries[len(note.entries) :]
    assert (entry.line, entry.date, entry.word) == (5, date(2026, 11, 2), "coffee")
    assert [link.target for link in found.links] == ["Bo"]
    twice = adding.with_values(adding.with_values(note, "p", {"a": 1}), "p", {"b": 2})
    assert json.loads(dict(twice.added)["p"]) == {"a": 1, "b": 2}
    assert adding.with_values(note, "p", {}) is note


def test_a_reader_can_make_encounters(tmp_path: Path, kit: Kit) -> None:
    text = (
        "from vaultkit.toolkit import Read\n"
        "def read(note, text):\n"
        "    if 'letters' in text:\n"
        "        return Read(lines=((2, '2026-11-02 wrote: [[Ana Moss]]'),))\n"
    )
    adds = kit.there.put("letters", {"letters.py": text}, {"readers:l": "letters:read"})
    crew, _ = crew_here(*adds)
    (tmp_path / "vault/People").mkdir(parents=True)
    (tmp_path / "vault/People/Ana Moss.md").write_text("words\n")
    (tmp_path / "vault/Box.md").write_text("my letters\n")
    made = run(tmp_path / "vault", guests=crew).build
    (met,) = made.network.encounters(
        next(iter(made.network.book.people)), date(2026, 11, 21)
    )
    assert (met.date, met.kind) == (date(2026, 11, 2), "wrote")
    assert (met.origin.path, met.origin.line) == ("Box.md", 2)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (3, "with a `int` where `Read` is promised"),
        (("a", "b"), "with a `tuple` where `Read` is promised"),
        (Read(lines=(("x", "y"),)), "with a `str` where the number of a line"),  # type: ignore[arg-type]
        (Read(lines=((1, None),)), "with nothing where text is promised"),  # type: ignore[arg-type]
        (Read(lines=((1, "x"),) * 2_000), "with more than 1,000 lines"),
        (Read(properties={"a": {1}}), "with a `set` where a list of `a`"),  # type: ignore[dict-item]
        (Read(values={"a": object()}), "with values that are no plain data"),
        (Read(values={"a": float("nan")}), "with values that are no plain data"),
        (Read(values={"a": "x" * 70_000}), "with values of more than 65,536"),
        (Read(values=[]), "with a `list` where a table of values"),  # type: ignore[arg-type]
    ],
)
def test_nonsense_is_told_from_an_answer(given: object, why: str) -> None:
    with pytest.raises(NonsenseError) as wrong:
        answers.read(given)
    assert str(wrong.value).startswith(why)


def test_answers_survive_the_way() -> None:
    said = Read(
        ((3, "2026-11-02 x"),), {"a": ["b"], "c": True}, {"d": [1, {"e": None}]}
    )
    assert answers.read(json.loads(json.dumps(answers.plain(said)))) == said
    made = Imported(
        (NoteToBe("A", {"b": ("c",), "d": "e"}, "f", 2),), (Trouble(3, "g"),)
    )
    assert answers.imported(json.loads(json.dumps(answers.plain(made)))) == made


# --- importers and commands, as the command line has them ----------------------------


def test_plugins_by_hand(tmp_path: Path, kit: Kit) -> None:
    """What is installed is off; what is enabled is named, used, and off again."""
    assert kit.there.folder.exists()
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "Ana.md").write_text("---\ntype: person\nplace: Lisbon\n---\n")
    assert "vaultkit-in-town 1.0.0  off\n  commands: in-town\n" in says(
        notes, "plugins"
    )
    assert ran(notes, "in-town").code == 2
    assert "called nobody" in says(notes, "plugins", "enable", "nobody", code=11)
    assert "is enabled" in says(notes, "plugins", "enable", "Vaultkit_In.Town")
    assert vault.enabled() == {"vaultkit-in-town": {"in-town": "In town"}}
    listed = {one["name"]: one for one in data(notes, "plugins")["plugins"]}
    assert listed["vaultkit-in-town"]["enabled"] is True
    assert listed["vaultkit-reading-list"]["enabled"] is False
    assert "with vaultkit-in-town 1.0.0" in says(notes, "--version")
    assert "in-town" in says(notes, "--help")
    assert says(notes, "in-town", "lis", "--today", "2026-11-21") == "Lisbon: Ana\n"
    assert "is off" in says(notes, "plugins", "disable", "vaultkit-in-town")
    assert ran(notes, "in-town").code == 2


def test_a_vault_switches_nothing_on(tmp_path: Path, kit: Kit) -> None:
    del kit
    text = 'plugins = ["vaultkit-in-town"]\nplugins_on = ["vaultkit-in-town"]\n'
    (tmp_path / "vaultkit.toml").write_text(text)
    (tmp_path / "Ana.md").write_text("---\ntype: person\nplace: Lisbon\n---\n")
    says(tmp_path, "build", "--today", "2026-11-21")
    assert (tmp_path / "Network/People I know.md").exists()
    assert not (tmp_path / TOWNS).exists()


def test_no_folder_of_a_vault_is_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `python -m vaultkit` has it, which looks where it is run."""
    there = site(tmp_path, monkeypatch)
    there.example("in-town")
    monkeypatch.chdir(tmp_path)
    assert packages.installed() == packages.of_names(["vaultkit-in-town"]) == ()
    monkeypatch.chdir("/")
    assert packages.installed() == packages.of_names(["vaultkit-in-town"]) != ()


def test_a_process_that_cannot_begin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    one = Registered("pages", "x", "x:y", "x")
    given = Vault.of(BOOKS)
    made = build.build(given.snapshot, given.settings, given.today, guests=crew(one))
    (told,) = (one for one in made.problems if one.code == "plugin-failed")
    assert "could not be run (No such file or directory)" in told.message


def test_every_process_is_ended_with_the_command() -> None:
    one = Process(SHORT)
    assert one.ask(wire.packed(wire.Ready()), 60, 1_000)
    end_all()
    with pytest.raises(LostError, match="ended the process"):
        one.ask(wire.packed(wire.Ready()), 60, 1_000)


def test_the_daemon_follows_and_is_paranoid(tmp_path: Path, kit: Kit) -> None:
    """One turn for everything, one for a save; each is what a fresh build makes."""
    root = tmp_path / "notes"
    root.mkdir()
    (root / "Ana.md").write_text("---\ntype: person\nplace: Lisbon\n---\n")
    door = Door(root, Pace(), paranoid=True, guests=kit.crew)
    asked = Asked(
        names=frozenset({EVERYTHING}), now=0.0, disk_now=time.time_ns(), today=TODAY
    )
    state, said = turn(State(), asked, door)
    assert TOWNS in {one.change.path for one in said.written}
    (root / "Bo.md").write_text("---\ntype: person\nplace: Lisbon\n---\n")
    kit.here.heard.clear()
    asked = replace(asked, names=frozenset({"Bo.md"}), disk_now=time.time_ns())
    state, said = turn(state, asked, door)
    assert [set(one.changed) for one in kit.here.heard if isinstance(one, Learn)] == [
        {"Bo.md"}
    ]
    assert "- [[Bo]]\n" in (root / TOWNS).read_text()
    assert not said.stopped


def test_a_command_can_be_off(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text('commands_off = ["who"]\n')
    (tmp_path / "Ana.md").write_text("---\ntype: person\n---\n")
    said = ran(tmp_path, "who", "bees")
    assert said.code == 2
    assert "`who` is among the `commands_off` of vaultkit.toml" in said.err
    assert ran(tmp_path, "check").code == 0


def test_the_example_importer(kit: Kit) -> None:
    one = next(o for o in kit.crew.asking.register.used if o.group == "importers")
    members = one.load()
    assert callable(members)
    text = "Member,E-mail,Town,Plays\nAna Moss,a@x.org,Lisbon,chess; go\n,b@x.org,,\n"
    found = members(text.encode(), {"club": "Chess club"})
    assert found.troubles == (Trouble(3, "this row has no `Member`"),)
    (note,) = found.notes
    assert note.name == "Ana Moss"
    assert note.properties["interests"] == ("chess", "go")
    assert note.properties["met_at"] == "Chess club"
