from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.settings import (
    APP,
    DAILY,
    DEFAULTS,
    FILE,
    SETTINGS,
    TEMPLATES,
    Settings,
    read,
)
from vaultkit.survey.telling import toml


def settled(text: str) -> Settings:
    settings, problems = read({FILE: text.encode()})
    assert problems == ()
    return settings


def wrong(text: str) -> list[tuple[int, str]]:
    """Return the line and code of what is wrong; nothing of it may be taken."""
    settings, problems = read({FILE: text.encode()})
    assert settings == DEFAULTS
    return [(problem.line, problem.code) for problem in problems]


def test_every_setting_stands_in_the_table_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert names == list(dict.fromkeys(names))
    assert set(names) == {*Settings.__struct_fields__}


def test_nothing_is_the_defaults() -> None:
    assert read({}) == (DEFAULTS, ())
    assert settled("# only a comment\n") == DEFAULTS


def test_values_are_read() -> None:
    settings = settled(
        """
        today = 2026-11-02
        people_folders = ["Freunde", "Familie/Kreis/"]
        people-tags = "#human"
        bare_mentions = false
        dailyFolder = "/"
        daily_format = "YYYY/MM/DD"
        link_style = "Plain"
        drift_lower = 3
        pages_off = ["people"]
        [circles]
        Inner = 14
        [page_names]
        home = "Übersicht"
        [synonyms]
        needs = ["braucht", "sucht"]
        """
    )
    assert settings.today == date(2026, 11, 2)
    assert settings.people_folders == ("Freunde", "Familie/Kreis")
    assert settings.people_tags == ("human",)
    assert settings.bare_mentions is False
    assert settings.daily_folder == ""
    assert settings.daily_format == "YYYY/MM/DD"
    assert settings.link_style == "plain"
    assert settings.drift_lower == 3.0
    assert settings.pages_off == ("people",)
    assert dict(settings.circles)["inner"] == 14
    assert dict(settings.circles)["close"] == 30
    assert settings.page_names["home"] == "Übersicht"
    assert settings.page_names["people"] == "People I know"
    assert dict(settings.synonyms) == {"needs": ("braucht", "sucht")}


def test_an_unknown_setting_is_reported_with_its_line_and_what_was_meant() -> None:
    _, (problem,) = read({FILE: b"\n\nfoldr = 'x'\n"})
    assert (problem.line, problem.code) == (3, "settings-unknown")
    assert "`folder`" in problem.advice
    assert wrong("\n[sinonims]\nneeds = 1") == [(2, "settings-unknown")]


@pytest.mark.parametrize(
    "line",
    [
        *("today = 'soon'", "today = 3", "me = 1", "bare_mentions = 'yes'"),
        *("page_limit = 0", "page_limit = true", "drift_lower = nan", "ignore = [1]"),
        *("link_style = 'html'", "pages_off = ['home', 'none']", "circles = 3"),
        *("circles = {inner = 0}", "synonyms = {needs = [3]}", "people_tags = ['']"),
    ],
)
def test_a_value_that_cannot_be_leaves_the_default(line: str) -> None:
    assert wrong(f"\n{line}\n") == [(2, "settings-value")]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../x",
            "/etc",
            "a/../../b",
            "C:/x",
            "C:\\x",
            "\\\\host\\x",
            ".obsidian/plugins",
        ),
        *(
            "a/.b",
            "",
            ".",
            "..",
            "a//b",
            "a/",
            "CON",
            "aux.txt",
            "x ",
            "x.",
            "~",
            "a\nb",
        ),
        *(
            "x" * 200,
            "LPT¹",
            "a\u202eb",
            "a|b",
            "a#b",
            "a^b",
            "[a]",
            "a:b",
            'a"b',
            "a?",
        ),
    ],
)
def test_no_setting_leads_out_of_the_vault(path: str) -> None:
    spelt = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if path != "a/":
        assert wrong(f'folder = "{spelt}"') == [(1, "settings-value")]
    assert wrong(f'[page_names]\nhome = "{spelt}"') == [(2, "settings-value")]
    assert settled('folder = "a/b c/"').folder == "a/b c"


@given(st.text(max_size=30))
def test_any_folder_that_is_taken_is_inside(text: str) -> None:
    quoted = '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'
    settings, _ = read({FILE: f"folder = {quoted}".encode()})
    parts = settings.folder.split("/")
    assert all(parts)
    assert not any(part.startswith(".") for part in parts)


def test_what_is_right_in_a_table_is_kept() -> None:
    text = '[page_names]\nhome = "Now"\npeople = "a/b"\n\n[circles]\nclose = "x"\n'
    settings, problems = read({FILE: text.encode()})
    assert settings.page_names["home"] == "Now"
    assert settings.page_names["people"] == "People I know"
    assert [(p.line, p.message) for p in problems] == [
        (3, "`page_names.people` cannot be `a/b`"),
        (6, "`circles.close` cannot be `x`"),
    ]


def test_the_room_in_circles_can_be_set_one_by_one() -> None:
    text = "[circle_sizes]\nInner = 3\nclose = -1\nband = 6\nwider = true\n"
    settings, problems = read({FILE: text.encode()})
    sizes = {"inner": 3, "close": 15, "active": 50, "wider": 150, "band": 6}
    assert dict(settings.circle_sizes) == sizes
    assert [(p.line, p.message) for p in problems] == [
        (3, "`circle_sizes.close` cannot be `-1`"),
        (5, "`circle_sizes.wider` cannot be `True`"),
    ]


def test_two_pages_cannot_have_one_name() -> None:
    assert wrong('[page_names]\nhome = "reconnect"') == [(2, "settings-value")]
    swapped = settled('[page_names]\nhome = "Reconnect"\nreconnect = "This week"')
    assert swapped.page_names["reconnect"] == "This week"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a = 1\nfolder = \n", 2),
        (b"a = 1\na = 2\n", 2),
        (b"x = " + b"[" * 5_000, 1),
        (b"x = 1" + b"0" * 5_000, 1),
    ],
)
def test_what_is_not_toml_is_reported_where_it_breaks(data: bytes, line: int) -> None:
    settings, (problem,) = read({FILE: data})
    assert settings == DEFAULTS
    assert (problem.code, problem.line) == ("settings-toml", line)


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("folder = N", 'Write text between quotation marks: `folder = "N"`.'),
        ("folder: N", 'Write text between quotation marks: `folder = "N"`.'),
        ('folder: "N"', 'Write `=`, not a colon: `folder = "N"`.'),
        ("me = [[Me]]", 'Write text between quotation marks: `me = "Me"`.'),
        (
            "ignore = [a, b/c] # no",
            'Write text between quotation marks: `ignore = ["a", "b/c"]`.',
        ),
        ("folder = `N`", "Mend this line."),
        ("folder = <N>", "Mend this line."),
        ("folder = “N”", 'Use straight quotation marks: `"`.'),
        ("canvas = True", "Write `canvas = true` or `canvas = false`."),
        ("canvas = no", "Write `canvas = true` or `canvas = false`."),
        ("page_limit 3", 'Write a name, `=` and a value: `folder = "Network"`.'),
        ("folder = 1 2", "Mend this line."),
        ('folder = "N', 'Text ends with the mark it starts with: `"`.'),
        ("me = ''\nme = ''", "This setting stands twice: keep one of the two."),
        ("[a]\n[a]", "This table stands twice: make one of the two."),
        ('folder = "C:\\Users"', "Write `/` between folders, or `\\` twice."),
        ("ignore = [1", "A list ends with `]`, and commas stand between its entries."),
    ],
)
def test_what_is_typed_instead_of_toml_is_answered_with_toml(
    line: str, advice: str
) -> None:
    (problem,) = read({FILE: f"canvas_ = 1\n{line}\n".encode()})[1]
    assert problem.code == "settings-toml"
    assert problem.advice.startswith(f"{advice} Until then no page is written")


def test_settings_below_a_line_in_brackets_are_told_once() -> None:
    told = b"""[circles]
close = 9
page_limit = 3
folder = "N"
me = "Ada"
canvas = true
[page_names]
home = "Now"
interests = "What we share"
link_style = "plain"
[synonyms]
language = ["idioma"]
"""
    settings, problems = read({FILE: told})
    assert [(one.line, one.code) for one in problems] == [
        (3, "settings-value"),
        (10, "settings-value"),
    ]
    first, second = (one.message for one in problems)
    assert first.startswith("`page_limit` and `folder` and `me` and 1 more stand below")
    assert second.startswith("`link_style` stands below `[page_names]`, so it is read")
    assert settings.circles["close"] == 9
    assert "page_limit" not in settings.circles
    assert settings.page_names["home"] == "Now"
    assert settings.page_limit == DEFAULTS.page_limit
    assert list(settings.synonyms) == ["language"]


@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_problems(data: bytes) -> None:
    for file in (FILE, DAILY, APP, TEMPLATES):
        read({file: data})


def test_obsidian_is_believed_where_the_settings_are_silent() -> None:
    config = {
        DAILY: b'{"folder": "Journal/", "format": "DD.MM.YYYY"}',
        APP: b'{"useMarkdownLinks": true}',
        TEMPLATES: b'{"folder": "Meta/Templates"}',
    }
    settings, problems = read(config)
    assert problems == ()
    assert settings.daily_folder == "Journal"
    assert settings.daily_format == "DD.MM.YYYY"
    assert settings.link_style == "markdown"
    assert settings.ignore == (*DEFAULTS.ignore, "Meta/Templates")
    ours = b'daily_folder = "Log"\nlink_style = "wikilink"\nignore = []'
    settings, _ = read({**config, FILE: ours})
    assert settings.daily_folder == "Log"
    assert settings.link_style == "wikilink"
    assert settings.ignore == ()


@pytest.mark.parametrize(
    "stored", [b"", b"[]", b"{", b'{"folder": 3, "format": []}', b"\xff", b"[" * 9_999]
)
def test_what_obsidian_never_wrote_is_nothing(stored: bytes) -> None:
    assert read({DAILY: stored, APP: stored, TEMPLATES: stored}) == (DEFAULTS, ())


def test_a_format_that_cannot_be_read_is_reported_where_it_stands() -> None:
    _, (theirs,) = read({DAILY: b'{"format": "gggg-[W]ww"}'})
    assert (theirs.path, theirs.code) == (DAILY, "daily-format")
    assert wrong('\ndaily_format = "gggg-[W]ww"') == [(2, "daily-format")]


def test_the_file_that_init_writes_says_the_defaults() -> None:
    text = toml(["found 3 notes"], {})
    assert settled(text) == DEFAULTS
    lines = text.split("\n")
    opened = [line[2:] for line in lines if re.match(r"# (\[|\w+ = )", line)]
    without = ("today", "daily_folder", "daily_format", "me", "language")
    kept = "\n".join(line for line in opened if not line.startswith(without))
    assert settled(kept) == DEFAULTS
    assert set(tomllib.loads("\n".join(opened))) == {one.name for one in SETTINGS}
