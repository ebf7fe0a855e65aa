"""Conflict copies, daily notes, and whom a link means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from tests.whole import Vault
from vaultkit.book.conflict import copies
from vaultkit.book.daily import days
from vaultkit.book.people import PersonId
from vaultkit.settings import Settings
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable

COPIES: Final = (
    "Ada Moss (Conflicted copy iPhone 202611021030)",
    "Ada Moss.sync-conflict-20261102-103000-ABCDEFG",
    "Ada Moss (Bo's conflicted copy 2026-11-02)",
    "Ada Moss (conflicted copy 2026-11-02 103000)",
    "Ada Moss 2",
    "Ada Moss_2",
    "Ada Moss_DISKSTATION_Nov-02-1030-2026_CaseConflict",
    "Ada Moss (CONFLICT 20261102T103000)",
)


@pytest.mark.parametrize("name", COPIES)
def test_copies_that_sync_tools_leave(name: str) -> None:
    vault = Vault.of(f"--- A/Ada Moss.md\nplace: x\n--- A/{name}.md\nplace: x")
    assert copies(vault.notes) == {f"A/{name}.md": "A/Ada Moss.md"}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ada Moss 2", "y"),
        ("Ada Moss 1", "x"),
        ("Ada Moss and conflict", "x"),
        ("Conflict resolution (2026)", "x"),
        ("Bo 2", "x"),
    ],
)
def test_notes_that_only_look_like_copies(name: str, place: str) -> None:
    vault = Vault.of(f"--- A/Ada Moss.md\nplace: x\n--- A/{name}.md\nplace: {place}")
    assert copies(vault.notes) == {}


@pytest.mark.parametrize(
    ("path", "folder", "form", "day"),
    [
        ("2026-05-01.md", None, None, 1),
        ("Journal/Deep/2026-05-01.md", None, None, 1),
        ("journals/2026_05_01.md", None, None, 1),
        ("Days/2026/05/01.md", "Days", "YYYY/MM/DD", 1),
        ("2026/05/01.md", None, "YYYY/MM/DD", 1),
        ("Days/Fri 1 May 2026.md", "Days", "ddd D MMM YYYY", 1),
        ("Other/2026-05-01.md", "Days", None, 0),
        ("2026-05-01 Fair.md", None, None, 0),
        ("2026-02-30.md", None, None, 0),
    ],
)
def test_daily_notes(path: str, folder: str | None, form: str | None, day: int) -> None:
    found = days([VaultPath(path)], Settings(daily_folder=folder, daily_format=form))
    assert found == ({path: date(2026, 5, day)} if day else {})


def met(*notes: str, link: str) -> tuple[tuple[str, ...], list[str]]:
    story = "\n".join([*notes, f"--- Log/2026-05-01.md\n- call: {link}"])
    book = Vault.of(story).book
    people = [p for e in book.encounters for p in e.people]
    return tuple(people), [problem.code for problem in book.problems]


ADA = "--- People/Ada Moss.md\naliases: [Addie, Ad]"


@pytest.mark.parametrize(
    ("link", "person"),
    [
        ("[[Ada Moss]]", "People/Ada Moss.md"),
        ("[[ada moss|A]]", "People/Ada Moss.md"),
        ("[[People/Ada Moss#Log]]", "People/Ada Moss.md"),
        ("[Ada](Ada%20Moss.md)", "People/Ada Moss.md"),
        ("[[Ada]]", "ada"),
        ("[[Ada Lane]]", "ada lane"),
    ],
)
def test_whom_a_link_means(link: str, person: str) -> None:
    assert met(ADA, link=link) == ((person,), [])


def test_an_alias_is_a_flagged_way_out() -> None:
    assert met(ADA, link="[[addie]]") == (("People/Ada Moss.md",), ["link-by-alias"])


def test_a_shared_alias_means_nobody() -> None:
    other = "--- People/Ada Reed.md\naliases: Addie"
    people, codes = met(ADA, other, link="[[Addie]]")
    assert (people, sorted(codes)) == ((), ["alias-shared", "name-ambiguous"])


def test_the_nearer_of_two_is_taken_and_said() -> None:
    other = "--- Work/People/Ada Moss.md"
    people, codes = met(ADA, other, link="[[Ada Moss]]")
    assert (people, codes) == (("People/Ada Moss.md",), ["link-ambiguous"])
    assert met(ADA, other, link="[[Work/People/Ada Moss]]")[1] == []


def test_a_tie_is_not_guessed() -> None:
    other = "--- Person/Ada Moss.md\ntype: person"
    people, codes = met(ADA, other, link="[[Ada Moss]]")
    assert (people, codes) == ((), ["name-ambiguous"])


@pytest.mark.parametrize(
    "link", ["[[2026-05-02]]", "[[pic.png]]", "[x](https://example.org)", "[[#Log]]"]
)
def test_what_is_nobody(link: str) -> None:
    assert met(ADA, link=link) == ((), [])


def test_a_plain_name_counts_if_exactly_one_person_has_it() -> None:
    story = (
        f"{ADA}\n--- People/Bo.md\nintroduced_by: [Addie, Nobody]\nknows: Ad, Ada Moss"
    )
    book = Vault.of(story).book
    bo = book.people[PersonId("People/Bo.md")]
    assert [a.person for a in bo.introduced_by] == ["People/Ada Moss.md"]
    assert [a.person for a in bo.knows] == ["People/Ada Moss.md"]
    assert [p.code for p in book.problems] == ["name-unknown"]


def test_who_no_link_can_name_is_to_be_renamed() -> None:
    note = "--- People/Bob #1 Ferris.md\naliases: Bob\n--- Day.md\n"
    book = Vault.of(f"{note}- 2026-05-01 coffee: [[Bob]]").book
    advice = [p.advice for p in book.problems if p.code == "link-by-alias"]
    assert len(advice) == 1
    assert advice[0].startswith("Rename that note")


def advice(story: str, code: str) -> list[str]:
    """Return what is advised about a problem of this code, in order."""
    return [p.advice for p in Vault.of(story).book.problems if p.code == code]


def test_the_advice_about_a_link_leads_to_its_person() -> None:
    story = """
        --- People/Ada Moss.md
        type: person
        aliases: Addie
        --- Work/Ada Moss.md
        type: meeting
        date: 2026-11-02
        --- People/Bo.md
        type: person
        --- Daily/2026-11-03.md
        - coffee: [[Addie]], [[../../Bo]] and [[Elsewhere/bo|him]]
    """
    assert advice(story, "link-by-alias") == [
        "Write [[People/Ada Moss|Addie]] instead."
    ]
    astray = ["Write [[Bo]] instead.", "Write [[Bo|bo]] instead."]
    assert sorted(advice(story, "link-astray")) == sorted(astray)


def test_the_advice_about_a_name_is_not_what_was_done_already() -> None:
    story = """
        --- People/Ada Moss.md
        type: person
        introduced_by: Bo Lind
        knows: "[[pic.png]]"
        --- Ada and Bo.md
        type: introduction
        between: ["[[Ada Moss]]", "[[Bo Reed]]"]
        yes: "[[Bo Red]]"
        no: Cy
    """
    assert advice(story, "name-unknown") == [
        "Mend the name, or start a note for them.",
        "Mend the name, or start a note for them.",
        'Link somebody\'s note, or write "[[Bo Lind]]" if they have none yet.',
        "Link somebody's note.",
    ]


def test_a_name_may_be_written_last_first_or_with_initials(
    a_vault: Callable[[str], Vault],
) -> None:
    vault = a_vault("""
        --- People/Ada Moss.md
        --- People/Anna Bea Reed.md
        aliases: [Ann Reed]
        --- People/Albert Reed.md
        --- People/Cy Ohm.md
        knows: ["Moss, Ada", "A. Moss", "A. B. Reed", "Reed, Ann", "Z. Moss", "A. Reed"]
        --- 2026-01-02.md
        - coffee: [[A. Moss]], [[Moss, A.]]
        --- 2026-01-03.md
        - coffee: [[A Reed]]
        - coffee: [[A. Ohm]]
        """)
    people = {person.name: person for person in vault.book.people.values()}
    ada, anna = people["Ada Moss"].id, people["Anna Bea Reed"].id
    assert [known.person for known in people["Cy Ohm"].knows] == [ada, anna]
    assert {(met.date.day, met.people) for met in vault.book.encounters} == {
        (2, (ada,)),
        (3, ("a. ohm",)),
    }
    told = {(one.path, one.code, one.message) for one in vault.book.problems}
    reeds = "People/Albert Reed.md, People/Anna Bea Reed.md"
    assert told == {
        (
            "2026-01-02.md",
            "link-by-alias",
            "`A. Moss` was taken for People/Ada Moss.md",
        ),
        (
            "2026-01-02.md",
            "link-by-alias",
            "`Moss, A.` was taken for People/Ada Moss.md",
        ),
        (
            "2026-01-03.md",
            "name-ambiguous",
            f"`A Reed` may mean {reeds}; nobody was taken",
        ),
        (
            "People/Cy Ohm.md",
            "name-ambiguous",
            f"`A. Reed` may mean {reeds}; nobody was taken",
        ),
        (
            "People/Cy Ohm.md",
            "name-unknown",
            "`Z. Moss` under `knows` is the name of nobody",
        ),
    }
