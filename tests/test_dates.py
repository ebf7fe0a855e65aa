from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.calendars import COMMON, names
from vaultkit.dates import (
    Day,
    impossible,
    leading_date,
    read_date,
    read_day,
)
from vaultkit.habits import Habits, ways
from vaultkit.moment import moment_name, moment_pattern
from vaultkit.snapshot import VaultPath

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02",
        "2026-11-2",
        " 2026-11-02 ",
        "2026-11-02T10:30",
        "2026-11-02T10:30:00",
        "2026-11-02 10:30:00.5 -0500",
        "2026-11-02T23:30:00Z",
        "02.11.2026",
        "2.11.2026",
        "2026/11/02",
        "20261102",
        "[[2026-11-02]]",
        "[[Daily/2026-11-02|that day]]",
        "[[2026-11-02.md#Log]]",
        "2 November 2026",
        "2nd Nov 2026",
        "Nov 2, 2026",
        "November 2nd, 2026",
        "Mon 2026-11-02",
        "Monday, 2 November 2026",
        "2026-11-02 Monday",
        "2026-11-02-Mon",
        "[[2026-11-02 Monday|Monday]]",
        "[2026-11-02](Daily/2026-11-02.md)",
        "[2026-11-02](<Daily notes/2026-11-02.md>)",
        "2026\u5e7411\u67082\u65e5",
        "2026\u5e7411\u67082\u65e5\uff08\u6708\uff09",
        "[[2026-11-02(\u6708)]]",
        "2026-11-02 (\uc6d4)",
        "2026-11-02 \u661f\u671f\u4e00",
        "2026-11-02 \u5468\u4e00",
        "2026\ub144 11\uc6d4 2\uc77c",
    ],
)
def test_a_day_in_any_of_its_spellings(text: str) -> None:
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-11",
        "2026-02-30",
        "0000-00-00",
        "99999-01-01",
        "11/02/2026",
        "12:30",
        "2026-11-02 x",
        "2026-11-022",
        "[[Ada]]",
        "[[]]",
        "(2026-11-02",
        "2026-11-02 Tuesday",
        "2026-11-02 (\u706b)",
        "[Ada](2026-11-02.md)",
        "2026\u5e7413\u67082\u65e5",
    ],
)
def test_what_is_no_one_day_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05", Day(date(2024, 5, 1), "month")),
        ("May 2024", Day(date(2024, 5, 1), "month")),
        ("05/2024", Day(date(2024, 5, 1), "month")),
        ("2024/5", Day(date(2024, 5, 1), "month")),
        ("13/2024", None),
        (2024, Day(date(2024, 1, 1), "year")),
        ("2024", Day(date(2024, 1, 1), "year")),
        (20261102, Day(DAY, "day")),
        ("2026-11-02", Day(DAY, "day")),
        ("2024-13", None),
        ("1850", None),
        (True, None),
        (2024.0, None),
        (None, None),
        (("2024",), None),
        ("11/02/2026", None),
    ],
)
def test_a_day_is_as_exact_as_it_was_written(value: object, day: Day | None) -> None:
    assert read_day(value) == day


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("2026-11-02 coffee", "coffee"),
        ("2026-11-02: coffee", "coffee"),
        ("2026-11-02 \u2013 coffee", "coffee"),
        ("2026-11-02 - -5 degrees", "-5 degrees"),
        ("2026-11-02", ""),
        ("[[2026-11-02]] call", "call"),
        ("[[2026-11-02]]: call", "call"),
        ("**2026-11-02**: call", "call"),
        ("**2026-11-02:** call", "call"),
        ("(2026-11-02) call", "call"),
        ("2026-11-02 10:30 call", "call"),
        ("2026-11-02T10:30: call", "call"),
        ("2026-11-02 | call", "call"),
        ("02.11.2026 call", "call"),
        ("Monday, 2 November 2026 call", "call"),
        ("2026-11-02 Monday call", "call"),
        ("2026-11-02 (Mon) 10:30 call", "call"),
        ("2026-11-02, Mon.: call", "call"),
        ("2026-11-02 Mondays call", "Mondays call"),
        ("2026-11-02 Mond call", "Mond call"),
        ("2026-11-02 Sun came out", "Sun came out"),
        ("2026-11-02 (Mon, late) call", "(Mon, late) call"),
        ("[[2026-11-02 Monday]] call", "call"),
        ("[2026-11-02](Daily/2026-11-02.md) call", "call"),
        ("**[2026-11-02](a.md)**: call", "call"),
        ("[2026-11-02] call", "call"),
        ("2026-11-02\uff08\u6708\uff09call", "call"),
        ("2026-11-02(\u6708)\u5496\u5561", "\u5496\u5561"),
        ("2026-11-02 \u661f\u671f\u4e00: call", "call"),
        ("2026\u5e7411\u67082\u65e5\u5496\u5561", "\u5496\u5561"),
        ("2026\u5e7411\u67082\u65e5\uff1a\u5496\u5561", "\u5496\u5561"),
    ],
)
def test_a_line_that_starts_with_a_date(line: str, rest: str) -> None:
    found = leading_date(line)
    assert found is not None
    day, offset = found
    assert (day, line[offset:]) == (DAY, rest)


@pytest.mark.parametrize(
    "line",
    [
        *("", "Ada", "1. x", "2026-11-02-notes", "2026-11-023", "[[Ada]] 2026-11-02"),
        *("[x] 2026-11-02", "[Ada](2026-11-02.md)", "[[2026-11-02", "[2026-11-02"),
    ],
)
def test_a_line_that_does_not(line: str) -> None:
    assert leading_date(line) is None


@pytest.mark.parametrize(
    ("fmt", "path"),
    [
        ("YYYY-MM-DD", "2026-11-02.md"),
        ("YYYY/MM/YYYY-MM-DD", "2026/11/2026-11-02.md"),
        ("dddd, MMMM Do YYYY", "Monday, November 2nd 2026.md"),
        ("[Day of] D.M.YY", "Day of 2.11.26.md"),
        ("YYYYMMDD", "20261102.md"),
        ("MMM D YYYY", "Nov 2 2026.md"),
        ("YYYY-MM-DD ddd", "2026-11-02 Mon.md"),
    ],
)
def test_a_daily_note_says_its_day(fmt: str, path: str) -> None:
    daily = moment_pattern(fmt)
    assert daily is not None
    assert daily.read(VaultPath(path)) == DAY
    assert daily.read(VaultPath(f"x{path}")) is None


def test_a_folder_that_contradicts_the_name_is_no_daily_note() -> None:
    daily = moment_pattern("YYYY/MM/YYYY-MM-DD")
    assert daily is not None
    assert daily.read(VaultPath("2025/11/2026-11-02.md")) is None


@pytest.mark.parametrize(
    "fmt", ["", "YYYY-[W]ww", "DDDD", "YYYY-MM", "HH:mm", "gggg", "["]
)
def test_a_format_that_names_no_day_is_none(fmt: str) -> None:
    assert moment_pattern(fmt) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_reads_back(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert leading_date(f"{day} and more") == (day, 11)


@given(
    st.text(
        alphabet=st.sampled_from("0123456789-./: [](){}*_TZNovMay,|#stndrh"),
        max_size=40,
    )
)
def test_no_text_is_too_strange(text: str) -> None:
    read_date(text)
    read_day(text)
    moment_pattern(text)
    found = leading_date(text)
    assert found is None or 0 < found[1] <= len(text)


FORMATS = (
    *("YYYY-MM-DD", "YYYY/MM/YYYY-MM-DD", "dddd Do MMMM YYYY", "[d] D.M.YY ddd MMM"),
)


@given(
    st.sampled_from(FORMATS),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
)
def test_a_name_that_is_written_is_read_back(form: str, day: date) -> None:
    written, reader = moment_name(form, day), moment_pattern(form)
    assert written is not None
    assert reader is not None
    assert reader.read(VaultPath(f"{written}.md")) == day


def test_a_format_that_asks_for_more_than_the_day_names_nothing() -> None:
    assert moment_name("YYYY-MM-DD HH:mm", date(2026, 11, 2)) is None


def test_a_date_with_slashes_is_read_by_the_vaults_order_and_never_guessed() -> None:
    day_first = ways(Habits(date_order="day-first"))
    month_first = ways(Habits(date_order="month-first"))
    assert read_date("2/11/2026", day_first) == DAY
    assert read_date("11/02/2026", month_first) == DAY
    assert read_date("11-02-2026", month_first) == DAY
    assert leading_date("11/02/2026 coffee", month_first) == (DAY, 11)
    assert leading_date("11/02/2026 coffee") is None
    assert impossible("11/02/2026 coffee") == "11/02/2026"
    # Only one day fits, so nothing is guessed.
    assert read_date("25/12/2026") == read_date("12/25/2026") == date(2026, 12, 25)
    assert read_date("11/11/2026") == date(2026, 11, 11)
    assert read_date("25/12/2026", month_first) == date(2026, 12, 25)
    assert read_date("31/31/2026") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("german", "2. November 2026"),
        ("Deutsch", "Mo., 2. Nov. 2026"),
        ("de", "Montag, 2. November 2026"),
        ("french", "2 novembre 2026"),
        ("fr", "lundi 2 novembre 2026"),
        ("spanish", "2 de noviembre de 2026"),
        ("portuguese", "2 de novembro de 2026"),
        ("polish", "2 listopada 2026"),
        ("hungarian", "2026. november 2"),
        ("russian", "2 \u043d\u043e\u044f\u0431\u0440\u044f 2026"),
        ("norwegian", "2. november 2026"),
    ],
)
def test_months_have_names_in_the_vaults_languages(language: str, text: str) -> None:
    how = ways(Habits(month_languages=(language,)))
    for typed in (text, unicodedata.normalize("NFD", text)):
        assert read_date(typed, how) == DAY
        found = leading_date(f"{typed} x", how)
        assert found is not None
        assert found[0] == DAY


WAYS_TO_WRITE = ("full", "long", "medium", "d MMMM y", "d. MMM y", "EEE d MMMM y")
NOT_READ = {
    "tr": {"full"},  # a weekday behind the year
    "hu": {"full", "EEE d MMMM y"},  # the same; and weekdays of one letter
    "ca": {"medium", "d. MMM y"},  # short months behind an apostrophe
}


@pytest.mark.parametrize("language", COMMON)
def test_dates_are_read_as_each_language_writes_them(language: str) -> None:
    how = ways(Habits(month_languages=(language,)))
    for pattern in WAYS_TO_WRITE:
        if pattern in NOT_READ.get(language, ()):
            continue
        for month in range(1, 13):
            day = date(2026, month, 2 * month + 3)
            typed = format_date(day, pattern, language)
            assert read_date(typed, how) == day, typed
            found = leading_date(f"{typed} coffee", how)
            assert found is not None, typed
            assert found[0] == day, typed
            assert f"{typed} coffee"[found[1] :].strip(" .") == "coffee", typed


@pytest.mark.parametrize(
    "typed", ["2. 11. 2026", "2nd of November 2026", "Monday, 2nd of Nov 2026"]
)
def test_other_ways_to_write_a_date(typed: str) -> None:
    assert read_date(typed) == DAY
    assert leading_date(f"{typed}: coffee") == (DAY, len(typed) + 2)


def test_other_names_of_months() -> None:
    how = ways(Habits(month_languages=("german", "french")))
    assert read_date("12. M\u00e4rz 2026", how) == date(2026, 3, 12)
    assert read_date("1er ao\u00fbt 2026", how) == date(2026, 8, 1)
    assert read_day("M\u00e4rz 2024", how) == Day(date(2024, 3, 1), "month")
    assert read_date("12. M\u00e4rz 2026") is None
    assert read_date("12. Quark 2026", how) is None
    assert read_date("12 apples 2026", how) is None
    assert read_date("30. Februar 2026", how) is None


def test_a_name_that_means_two_months_means_none() -> None:
    both = names(("pl", "hr"))
    assert "listopada" not in both.months
    assert both.months["stycznia"] == 1
    common = names(COMMON)
    assert len(common.months) == len(dict.fromkeys(common.months))
    assert common.months["listopada"] == 11


def test_daily_notes_in_other_languages() -> None:
    daily = moment_pattern("YYYY/MM-MMMM/YYYY-MM-DD-dddd")
    german = ways(Habits(month_languages=("german",)))
    path = VaultPath("2026/03-M\u00e4rz/2026-03-12-Donnerstag.md")
    assert daily is not None
    assert daily.read(path) == daily.read(path, german) == date(2026, 3, 12)
    assert (
        moment_name("D. MMMM YYYY", date(2026, 3, 12), german) == "12. M\u00e4rz 2026"
    )
    assert moment_name("D MMM YYYY", date(2026, 3, 12), german) is None
    assert read_date("[[2026-03-12-Donnerstag]]", german) == date(2026, 3, 12)
    assert read_date("[[2026-03-12-Donnerstag]]") is None
    wrong = VaultPath("2026/03-Mai/2026-03-12-Donnerstag.md")
    assert daily.read(wrong, german) is None
    named = moment_pattern("D. MMMM YYYY")
    assert named is not None
    assert named.read(VaultPath("12. M\u00e4rz 2026.md"), german) == date(2026, 3, 12)
    assert named.read(VaultPath("12. M\u00e4rz 2026.md")) is None
