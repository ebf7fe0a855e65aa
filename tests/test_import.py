"""People from other programs: what is read, what is made of it, and what never is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.plugged import site
from tests.test_cli import data, names, ran, says
from tests.test_laws import on_disk, stored
from tests.timing import within
from tests.whole import Vault
from vaultkit import vault as disk
from vaultkit.interop import notes, spreadsheets, table, vcard
from vaultkit.interop.incoming import MOST_PEOPLE, birthday
from vaultkit.notes.note import parse
from vaultkit.problems import WriteFailedError
from vaultkit.settings import DEFAULTS
from vaultkit.snapshot import VaultPath
from vaultkit.toolkit.kinds import Imported, Importer, NoteToBe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

OPTIONS: Final[Mapping[str, str]] = {}
ALIVE: Final = (
    "[[Me]]",
    "[a](javascript:x)",
    "<% tp.system.prompt() %>",
    "{{date}}",
    "{% raw %}",
    "%% hidden %%",
    "<!-- x -->",
    "#tag",
    "---",
    "- 2026-01-02 coffee: [[Me]]",
    "needs: bees",
    "a: b # c",
    "&anchor *alias !!python/object",
    "`= dv.current()`",
    "=1+1",
    '"',
    "\\",
    "\\N",
    "\u202e\x00\x1b[31m\u2028",
    "\ufffe",
    "> [!note]",
    "$$x$$",
)
WORDS = st.lists(
    st.one_of(st.sampled_from(ALIVE), st.text(max_size=12)), min_size=1, max_size=4
).map(" ".join)


def cards(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()


def card(*lines: str) -> bytes:
    return cards("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")


def one(read: Imported) -> NoteToBe:
    assert len(read.notes) == 1, read
    return read.notes[0]


def told(read: Imported) -> list[tuple[int, str]]:
    return [(trouble.line, trouble.message) for trouble in read.troubles]


# --- vCard ---------------------------------------------------------------------------


def test_a_card_as_phones_write_it() -> None:
    found = vcard.read(
        card(
            "N:Moss;Ada;Jo;Dr.;",
            "FN:Ada Moss",
            "NICKNAME:Addie,Mossy\\, the",
            "item1.EMAIL;type=INTERNET;type=pref:ada@example.org",
            'TEL;TYPE="cell,x:y":+44 20 7946 0000',
            "TEL;VALUE=uri:tel:+44-20-7946-0001",
            "ORG:Heron Yard;Boats",
            "TITLE:boat builder",
            "item2.ADR;type=HOME:;;3 Quay;Little Hythe;;LH1;England",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-14",
            "NOTE:rows on Sundays\\n- 2026-01-02 coffee: [[Me]]",
            "HOBBY:rowing",
            "URL:https://example.org",
            "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
            " BBBB",
        ),
        OPTIONS,
    )
    assert one(found) == NoteToBe(
        "Ada Moss",
        {
            "aliases": ("Addie", "Mossy, the"),
            "email": ("ada@example.org",),
            "phone": ("+44 20 7946 0000", "+44-20-7946-0001"),
            "org": ("Heron Yard, Boats",),
            "role": ("boat builder",),
            "place": ("Little Hythe, England",),
            "birthday": ("05-14",),
            "interests": ("rowing",),
        },
        "> rows on Sundays\n> \\- 2026-01-02 coffee: \\[\\[Me\\]\\]\n",
        1,
    )
    assert told(found) == [(0, "not taken over: PHOTO, URL")]


def test_a_card_of_version_2_1() -> None:
    """Old phones write quoted-printable, charsets and photographs that do not fold."""
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=B6ss;=C3=84da;;;\r\n"
        "TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:"
        "Fl=F6tistin und noch viel=\r\n"
        " mehr\r\n"
        "TEL;CELL;PREF:0170 1\r\n"
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\nSkZJRgAB+/==\r\n\r\n"
        "END:VCARD\r\n"
    )
    found = vcard.read(text.encode("latin-1"), OPTIONS)
    assert one(found).name == "Äda Möss"
    assert one(found).properties == {
        "role": ("Flötistin und noch viel mehr",),
        "phone": ("0170 1",),
    }


@pytest.mark.parametrize(
    ("bad", "says_why"),
    [
        (b"NOTE;ENCODING=BASE64:!!!!", "base64"),
        (b"NOTE;CHARSET=KLINGON-1;ENCODING=QUOTED-PRINTABLE:=41", "KLINGON"),
        (b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=FF", "quoted-printable"),
        (b"this is no line", "not a line"),
        (b"NOTE:" + b"x" * 70_000, "64 KiB"),
        (b"TEL;" + b"A=b;" * 20_000 + b":1", "64 KiB"),
    ],
)
def test_i1_what_cannot_be_read_stops_nothing_else(bad: bytes, says_why: str) -> None:
    text = card("FN:Ada Moss", "@", "TEL:1").replace(b"@", bad) + card("FN:Bo")
    found = vcard.read(text, OPTIONS)
    assert [who.name for who in found.notes] == ["Ada Moss", "Bo"]
    assert found.notes[0].properties == {"phone": ("1",)}
    ((line, why),) = told(found)
    assert (line, says_why in why) == (4, True)


def test_i1_cards_that_are_made_to_take_for_ever() -> None:
    """What exponential readers hang on takes a moment, and what nests does not nest."""
    hostile = [
        card("FN:Ada", "TEL;" + "A=b;" * 24 + ":1"),
        card("FN:Ada", "TEL;" + 'A="b";' * 8_000 + ":1"),
        card("FN:Ada", "TEL;" + '"' * 60_001 + ":1"),
        card("FN:Ada", "N:" + "\\;" * 30_000),
        card("FN:Ada", "NOTE:x", *[" " + "y" * 60] * 900),
        b"BEGIN:VCARD\r\n" * 3_000 + b"FN:Ada\r\n" + b"END:VCARD\r\n" * 3_000,
        card("FN:Ada") * 5_000,
    ]
    assert all(within(partial(vcard.read, data, OPTIONS), 3) for data in hostile)
    read = [vcard.read(data, OPTIONS) for data in hostile]
    assert all(found.notes for found in read)
    assert [len(found.notes) for found in read[-2:]] == [1, 5_000]
    assert len(read[-2].troubles) == 2_999


def test_cards_of_groups_and_firms_are_no_people() -> None:
    found = vcard.read(
        card("FN:Rowers", "X-ADDRESSBOOKSERVER-KIND:group") + card("FN:A", "KIND:org"),
        OPTIONS,
    )
    assert found.notes == ()
    assert [line for line, _ in told(found)] == [1, 6]


@settings(max_examples=20)
@given(st.binary(max_size=400))
@example(b"BEGIN:VCARD\nFN:a\nEND:VCARD\n\xff\xfe")
@example("BEGIN:VCARD\nFN:ä\nEND:VCARD".encode("utf-16"))
@example(b"\xef\xbb\xbfname\na\n")
@example(b"\xff\xfea")
def test_no_bytes_raise(data: bytes) -> None:
    readers: tuple[Importer, ...] = (
        vcard.read,
        spreadsheets.read,
        spreadsheets.google,
        spreadsheets.linkedin,
    )
    for read in readers:
        found = read(data, OPTIONS)
        assert found.notes or found.troubles or data.strip()[:4].lower() != b"begi"


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("cp1252", True),
    ],
)
def test_encodings(encoding: str, *, guessed: bool) -> None:
    for read, text in (
        (vcard.read, "BEGIN:VCARD\r\nFN:Zoë Möller\r\nEND:VCARD\r\n"),
        (spreadsheets.read, "name,org\r\nZoë Möller,Æther\r\n"),
    ):
        found = read(text.encode(encoding), OPTIONS)
        assert one(found).name == "Zoë Möller"
        assert ("Latin-1" in str(told(found))) is guessed


# --- tables --------------------------------------------------------------------------


def test_google_contacts_new_and_old() -> None:
    new = (
        "First Name,Middle Name,Last Name,Nickname,Organization Name,"
        "Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "Phone 1 - Label,Phone 1 - Value,Address 1 - City,Address 1 - Country,"
        "Website 1 - Value\n"
        'Ada,,Moss,Addie,Heron Yard,builder,--05-14,"rows\n#not a tag",* myContacts,'
        "Home,ada@example.org ::: a@example.com,Mobile,+44 1,Hythe,England,x.org\n"
    )
    found = spreadsheets.google(new.encode(), OPTIONS)
    assert one(found) == NoteToBe(
        "Ada Moss",
        {
            "aliases": ("Addie",),
            "org": ("Heron Yard",),
            "role": ("builder",),
            "birthday": ("05-14",),
            "email": ("ada@example.org", "a@example.com"),
            "phone": ("+44 1",),
            "place": ("Hythe, England",),
        },
        "> rows\n> \\#not a tag\n",
        2,
    )
    assert told(found) == [(0, "not taken over: Website 1 - Value")]
    old = "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value\nBo,B,O,*,b@x\n"
    assert one(spreadsheets.google(old.encode(), OPTIONS)).name == "Bo"


def test_linkedin_below_its_note() -> None:
    text = (
        "\ufeffNotes:\n"
        '"When exporting your connection data, you may notice that some are missing."\n'
        "\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Moss,https://www.linkedin.com/in/adamoss,,Heron Yard,Builder,14 May 2020\n"
    )
    found = spreadsheets.linkedin(text.encode(), OPTIONS)
    assert one(found) == NoteToBe(
        "Ada Moss",
        {"org": ("Heron Yard",), "role": ("Builder",)},
        "> Connected on LinkedIn on 2020-05-14.\n"
        "> https\\:/\\/www\\.linkedin.com/in/adamoss\n",
        5,
    )
    assert found.troubles == ()


def test_any_table_by_its_header_or_a_map() -> None:
    text = "sep=;\nVorname;Name;Firma;Hobbys\nAda;Moss;Heron Yard;rowing, bees\n"
    mapped = {"map": "name=Vorname+Name,org=Firma,interests=Hobbys"}
    found = spreadsheets.read(text.encode(), mapped)
    assert one(found) == NoteToBe(
        "Ada Moss",
        {"org": ("Heron Yard",), "interests": ("rowing", "bees")},
        line=3,
    )
    known = "First Name,Surname,Company,Circle,Shoes\nAda,Moss,Heron Yard,close,38\n"
    found = spreadsheets.read(known.encode(), OPTIONS)
    assert one(found).properties == {"org": ("Heron Yard",), "circle": ("close",)}
    assert told(found) == [(0, "not taken over: Shoes")]
    for wrong in ({"map": "name=Nobody"}, {"map": "shoes=Shoes"}, {"map": "name"}):
        assert spreadsheets.read(known.encode(), wrong).notes == ()
    assert spreadsheets.read(b"a,b\nc,d\n", OPTIONS).notes == ()


@pytest.mark.parametrize(
    ("row", "says_why"),
    [
        ("Bo,1,2", "3 cells where the header has 2"),
        ("Bo", "1 cells where"),
        ("Bo\0,x", "NUL"),
        ('"Bo"x,y', "behind a closing quotation mark"),
        (f"Bo,{'x' * 140_000}", "128 KiB"),
    ],
)
def test_i3_a_bad_row_is_named_and_the_rest_goes_on(row: str, says_why: str) -> None:
    text = f"\ufeffname,phone\nAda Moss,1\n{row}\nCy,2\n"
    found = spreadsheets.read(text.encode(), OPTIONS)
    assert [who.name for who in found.notes] == ["Ada Moss", "Cy"]
    ((line, why),) = told(found)
    assert (line, says_why in why) == (3, True)


def test_i3_a_file_that_cannot_be_trusted_gives_nobody() -> None:
    rows = b"name\n" + b"Ada\n" * (MOST_PEOPLE + 500)
    found = spreadsheets.read(rows, OPTIONS)
    assert found.notes == ()
    assert told(found) == [(0, "line 50002: it has more than 50,000 rows")]
    never = spreadsheets.read(b'name,phone\nAda,"1\nBo,2\n', OPTIONS)
    assert never.notes == ()
    assert [line for line, _ in told(never)] == [2]


@given(st.text(max_size=30))
@example("=cmd()|x")
@example("'=1")
@example("\t=1")
def test_a_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = table.guarded(text)
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"}
    assert table.unguarded(cell) == text


@given(st.lists(st.text(min_size=1, max_size=12)))
def test_items_of_a_cell_come_back(those: list[str]) -> None:
    kept = [text.strip() for text in those if text.strip()]
    for commas in (True, False):
        assert table.items(table.listed(kept), commas=commas) == tuple(kept)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("19800514", "1980-05-14"),
        ("1980-05-14T00:00:00Z", "1980-05-14"),
        ("--0514", "05-14"),
        ("--05-14", "05-14"),
        ("-05-14", "05-14"),
        ("05-14", "05-14"),
        ("1604-05-14", "05-14"),
        ("1980", "1980"),
        ("5/14/1980", "5/14/1980"),
    ],
)
def test_birthdays(text: str, day: str) -> None:
    assert birthday(text) == day


# --- the notes they become -----------------------------------------------------------


@settings(max_examples=25)
@given(WORDS, st.dictionaries(st.sampled_from(notes.TAKEN_NAMES), st.lists(WORDS)))
def test_i2_nothing_comes_alive(name: str, said: dict[str, list[str]]) -> None:
    """Whatever a file says, its note has words in its properties, and nothing acts."""
    safe, why = notes.named(name)
    assert bool(safe) != bool(why)
    given = NoteToBe(name, {one: tuple(words) for one, words in said.items()})
    path = VaultPath(f"People/{safe or 'X'}.md")
    made = notes.note(path, given, DEFAULTS)
    assert not made.stops
    read = parse(path, made.text.encode())
    assert (*read.problems, *read.links, *read.tags, *read.entries) == ()
    assert set(read.properties) <= {"type", "aliases", *said}
    assert made.text.count("\n---\n") == 1
    for mark in ("<%", "{{", "}}", "%%", "{%", "[[", "]]", "](", "<!--"):
        assert mark not in made.text


@settings(max_examples=20)
@given(st.lists(WORDS, max_size=4))
def test_i2_remarks_are_quoted_words(lines: list[str]) -> None:
    text = "BEGIN:VCARD\nFN:Ada\nNOTE:" + "\\n".join(
        line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", " ")
        for line in lines
    )
    given = one(vcard.read(f"{text}\nEND:VCARD".encode("utf-8", "replace"), OPTIONS))
    made = notes.note(VaultPath("People/Ada.md"), given, DEFAULTS)
    assert not made.stops
    read = parse(VaultPath("People/Ada.md"), made.text.encode())
    assert (*read.problems, *read.links, *read.tags, *read.entries) == ()
    assert "<%" not in made.text
    assert "{{" not in made.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../x", "x"),
        ("AC/DC", "AC-DC"),
        ("Ada\n---\ntype: me", "Ada --- type- me"),
        ("Moss, Ada", "Moss, Ada"),
        ("  Ada   Moss ", "Ada Moss"),
        ("Ada.md", "Ada"),
        (".hidden", "hidden"),
        ("[[Ada]]", "Ada"),
        ("Ada\u202eMoss", "AdaMoss"),
    ],
)
def test_i2_odd_names_become_legal_ones(typed: str, name: str) -> None:
    assert notes.named(typed) == (name, "")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "no name"),
        ("///", "left of signs"),
        ("CON", "Windows"),
        ("2026-01-02", "a day"),
        ("x" * 200, "too long"),
    ],
)
def test_other_names_are_refused_with_a_word(typed: str, why: str) -> None:
    assert why in notes.named(typed)[1]


def test_values_that_cannot_be_read_are_left_out_and_named() -> None:
    given = NoteToBe(
        "Ada", {"circle": "friends", "cadence": "45", "birthday": "in May"}, line=7
    )
    made = notes.note(VaultPath("People/Ada.md"), given, DEFAULTS)
    assert made.text == "---\ntype: person\ncadence: 45\n---\n"
    assert [trouble.line for trouble in made.troubles] == [7, 7]


# --- the command ---------------------------------------------------------------------

STORY: Final = """
    --- People/Ada Moss.md
    aliases: Addie
    email: ada@example.org
    phone: "+44 20 7946 0123"

    Rows.
    --- People/Zora Quill.md
    private: true
    email: zqmail@example.org
    --- Topics/Bees.md
    type: topic
    --- Log.md
    - 2026-11-02 coffee: [[Cy Hatt]]
    """
ROWS: Final = """\
name,email,phone,role
Addie,,,builder
Someone Else,ADA@example.org,,
Other One,,020 7946 0123,
Adah Moss,,,
Quiet,zqmail@example.org,,
Cy Hatt,cy@example.org,,
Cy Hatt,other@example.org,,
Bees,,,
This week,,,
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    root.mkdir()
    on_disk(root, Vault.of(STORY).files)
    (tmp_path / "p.csv").write_text(ROWS, "utf-8")
    return root


def test_i4_who_is_known_is_shown_and_never_touched(people: Path) -> None:
    before = stored(people)
    found = data(people, "import", "csv", "../p.csv", "--yes")
    assert found["created"] == ["People/Adah Moss.md", "People/Cy Hatt.md"]
    told = {
        who["name"]: [(e["kind"], e["who"]) for e in who["evidence"]]
        for who in (*found["new"], *found["known"])
    }
    ada = "People/Ada Moss.md"
    assert told == {
        "Adah Moss": [("spelling", ada)],
        "Addie": [("name", ada)],
        "Someone Else": [("email", ada)],
        "Other One": [("phone", ada)],
        "Quiet": [("email", None)],
        "Cy Hatt": [("name", "line 7")],
    }
    assert [who["name"] for who in found["left"]] == ["Bees", "This week"]
    assert found["known"][0]["more"] == {"role": ["builder"]}
    after = stored(people)
    assert {path: after[path] for path in before} == before
    assert "Quill" not in str(found)
    again = data(people, "import", "csv", "../p.csv", "--yes")
    assert again["created"] == []
    assert stored(people) == after


def test_a_day_that_the_log_has_is_nothing_new(people: Path) -> None:
    (people / "2026-11-03.md").write_text("- call: [[Ada Moss]]\n", "utf-8")
    for day, more in (("2026-11-03", {}), ("2026-11-04", ["2026-11-04"])):
        rows = f"name,last_contact\nAda Moss,{day}\n"
        (people.parent / "p.csv").write_text(rows, "utf-8")
        (known,) = data(people, "import", "csv", "../p.csv", "--yes")["known"]
        assert known["more"] == ({"last_contact": more} if more else {})


def test_nothing_is_written_before_it_was_seen(people: Path) -> None:
    before = stored(people)
    assert "nothing was written" in says(
        people, "import", "csv", "../p.csv", "--dry-run"
    )
    shown = says(people, "import", "csv", "../p.csv")
    assert "--yes makes the notes" in shown
    assert "to be made: 2" in shown
    assert "the same e-mail ada@example.org as People/Ada Moss.md" in shown.replace(
        "ADA", "ada"
    )
    assert stored(people) == before


def test_no_line_of_a_file_is_a_line_of_ours(people: Path) -> None:
    (people.parent / "x.vcf").write_bytes(
        card("FN:Dee\\nFay", "TITLE:a\\ncreated People/Ada Moss.md", "TEL:1\x1b[31m")
    )
    shown = says(people, "import", "vcard", "../x.vcf")
    assert "\x1b" not in shown
    assert not any(line.startswith("created") for line in shown.splitlines())
    assert "People/Dee Fay.md (role: a created People" in shown


def test_duplicates_can_be_wanted_and_names_stay_apart(people: Path) -> None:
    found = data(people, "import", "csv", "../p.csv", "--yes", "--duplicates")
    assert len(found["created"]) == 6
    assert [who["name"] for who in found["left"]] == ["Cy Hatt", "Bees", "This week"]
    assert found["known"] == []


def test_a_file_that_is_no_such_file_says_so(people: Path) -> None:
    for args in (
        ("vcard", "../p.csv"),
        ("google", "../p.csv"),
        ("linkedin", "../p.csv"),
        ("csv", "../nowhere.csv"),
        ("csv", ".."),
        ("csv", "../p.csv", "--map", "name=Nobody"),
    ):
        done = ran(people, "import", *args, "--yes")
        assert (done.code, done.out) == (12, ""), args
        assert done.err.startswith("vaultkit: ../") or "..:" in done.err
    assert says(people, "import", "vcard", "../p.csv", "--map", "a=b", code=2)


def test_what_fails_is_named_and_the_others_are_made(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Path, VaultPath, str], None] = disk.create

    def full(root: Path, path: VaultPath, text: str) -> None:
        if "Adah" in path:
            raise WriteFailedError(f"{path} could not be written: disk full")
        real(root, path, text)

    monkeypatch.setattr(disk, "create", full)
    done = ran(people, "import", "csv", "../p.csv", "--yes")
    assert done.code == 7
    assert "disk full" in done.err
    assert "People/Cy Hatt.md" in names(people)


def test_ctrl_c_leaves_whole_notes(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Path, VaultPath, str], None] = disk.create

    def stopped(root: Path, path: VaultPath, text: str) -> None:
        if "Cy" in path:
            raise KeyboardInterrupt
        real(root, path, text)

    monkeypatch.setattr(disk, "create", stopped)
    done = ran(people, "import", "csv", "../p.csv", "--yes")
    assert done.code == 130
    assert "1 of 2 were made" in done.err
    monkeypatch.undo()
    assert data(people, "import", "csv", "../p.csv", "--yes")["created"] == [
        "People/Cy Hatt.md"
    ]


def test_an_importer_of_a_plugin_comes_through_the_same_door(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = site(tmp_path / "site", monkeypatch)
    (adds,) = there.example("csv-contacts")
    monkeypatch.setattr(disk, "enabled", lambda: {adds.package: {}})
    (tmp_path / "club.csv").write_text(
        "Member,E-mail,Town,Plays\nAda,ADA@example.org,,\nDee,,Hythe,viola; <% x %>\n",
        "utf-8",
    )
    args = ("import", adds.name, "../club.csv", "--option", "club=The quartet")
    found = data(people, *args, "--yes")
    assert found["created"] == ["People/Dee.md"]
    assert [who["name"] for who in found["known"]] == ["Ada"]
    assert (people / "People/Dee.md").read_text("utf-8") == (
        '---\ntype: person\ninterests:\n  - "viola"\n  - "< % x % >"\n'
        'met_at: "The quartet"\nplace: "Hythe"\n---\n'
    )
    assert "none of vcard, google, linkedin, csv, club-csv." in says(
        people, "import", "x", "y", code=2
    )
