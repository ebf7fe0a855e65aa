from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.whole import Vault
from vaultkit.book.book import yet_to_come
from vaultkit.book.gathering import gather
from vaultkit.book.people import PersonId

if TYPE_CHECKING:
    import random

    from vaultkit.book.book import Book

ADA, BO = PersonId("People/Ada Moss.md"), PersonId("People/Bo Reed.md")
TWO = """
--- People/Ada Moss.md
aliases: [Addie]
--- People/Bo Reed.md
"""


def book(*stories: str) -> Book:
    return Vault.of("\n".join(map(textwrap.dedent, stories))).book


def names(given_book: Book) -> list[str]:
    return [person.name for person in given_book.people.values()]


# --- who is a person


@pytest.mark.parametrize(
    "note",
    [
        "--- Ada.md\ntype: person",
        "--- Ada.md\ntype: Contact",
        "--- Ada.md\ntags: [person]",
        "--- Ada.md\ntags: [person/friend]",
        '--- Ada.md\ncategories: "[[People]]"',
        "--- Contacts/Ada.md",
        "--- Life/people/Ada.md",
        "--- Notes/Ada.md\n#person",
    ],
)
def test_a_person_note_says_so_in_many_ways(note: str) -> None:
    assert names(book(note)) == ["Ada"]


@pytest.mark.parametrize(
    "note",
    [
        "--- Ada.md",
        "--- Templates/Ada.md\ntype: person",
        "--- People/People.md",
        "--- People/{{title}}.md",
        "--- People/Person template.md",
        "--- CRM/Acme.md\ntype: company",
        "--- People/2026-01-02.md",
        "--- People/Evening.md\ntype: event\ndate: 2026-01-01",
    ],
)
def test_other_notes_are_nobody(note: str) -> None:
    assert names(book(note)) == []


def test_a_contact_line_names_people_and_neither_places_nor_subjects() -> None:
    found = book("""
        --- 2026-05-01.md
        - coffee: [[Priya]], [[Tom]] and [[Lena]] at [[Blue Bottle]] about [[Bees]]
    """)
    assert names(found) == ["Lena", "Priya", "Tom"]
    (met,) = found.encounters
    assert [found.people[p].name for p in met.people] == ["Priya", "Tom", "Lena"]
    assert all(person.path is None for person in found.people.values())


def test_a_contact_line_makes_a_plain_note_a_person_but_no_other_kind() -> None:
    found = book("""
        --- Priya.md
        looking_for: a flat

        --- Acme.md
        type: company

        --- 2026-05-01.md
        - lunch: [[Priya]], [[Acme]]
    """)
    assert [(p.name, p.path) for p in found.people.values()] == [("Priya", "Priya.md")]
    assert [need.text for need in found.people[PersonId("Priya.md")].needs] == [
        "a flat"
    ]


def test_an_events_people_count_note_or_no_note() -> None:
    found = book("""
        --- Bee evening.md
        type: meeting
        date: 2026-03-01
        attendees: ["[[Priya]]", Tom Hall, ada@example.org]
    """)
    assert names(found) == ["Priya", "Tom Hall"]
    assert [(e.kind, len(e.people)) for e in found.encounters] == [("meeting", 2)]
    assert [p.code for p in found.problems] == ["name-unknown"]


def test_where_nobody_is_found_every_name_on_a_dated_line_counts() -> None:
    story = """
        --- vaultkit.toml
        bare_mentions = false
        --- 2026-05-01.md
        Saw [[Priya]] in the park.
        --- Ideas.md
        [[Somewhere]] else.
    """
    found = book(story)
    assert (names(found), found.everyone) == (["Priya"], True)
    assert [e.date for e in found.encounters] == [date(2026, 5, 1)]
    some = book(story + "\n        --- 2026-05-02.md\n        - call: [[Tom]]\n")
    assert (names(some), some.everyone) == (["Tom"], False)


def test_me_is_one_person_and_never_met() -> None:
    found = book(
        TWO,
        """
        --- Me.md
        type: me
        purpose: few and deep

        - needs: a bookkeeper
        --- 2026-05-01.md
        - call: [[Me]] and [[Ada Moss]]
    """,
    )
    assert found.me == "Me.md"
    mine = found.people[PersonId("Me.md")]
    assert (mine.me, mine.purpose, [n.text for n in mine.needs]) == (
        True,
        "few and deep",
        ["a bookkeeper"],
    )
    assert [e.people for e in found.encounters] == [(ADA,)]


def test_the_settings_may_name_me() -> None:
    found = book('--- vaultkit.toml\nme = "Jo"\n--- Notes/Jo.md\n--- Me.md\ntype: me')
    assert found.me == "Notes/Jo.md"
    assert [p.code for p in found.problems] == ["me-twice"]


def test_a_conflict_copy_is_nobody_and_links_to_it_mean_the_original() -> None:
    found = book("""
        --- People/Ada Moss.md
        circle: close
        --- People/Ada Moss.sync-conflict-20261102-103000-ABCDEFG.md
        circle: inner
        --- 2026-05-01.md
        - call: [[Ada Moss.sync-conflict-20261102-103000-ABCDEFG]]
    """)
    assert [e.people for e in found.encounters] == [(ADA,)]
    assert found.people[ADA].circle == "close"
    assert [p.code for p in found.problems] == ["conflict-copy"]


# --- what counts as contact


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- coffee: [[Ada Moss]] bees", "coffee"),
        ("- they wrote: [[Ada Moss]]", "wrote"),
        ("- #lunch [[Ada Moss]]", "lunch"),
        ("- [x] call: [[Ada Moss]]", "call"),
        ("- gave: [[Ada Moss]] honey", "gave"),
        ("- needs: [[Ada Moss]] a flat", "needs"),
        ("[[Ada Moss]] moved house", "mention"),
        ("- call: [[Addie]]", "call"),
    ],
)
def test_contact_in_a_daily_note(line: str, kind: str) -> None:
    (met,) = book(f"{TWO}--- 2026-05-01.md\n{line}").encounters
    assert (met.kind, met.people, met.date) == (kind, (ADA,), date(2026, 5, 1))


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] call: [[Ada Moss]]",
        "> coffee: [[Ada Moss]]",
        "`coffee: [[Ada Moss]]`",
        "![[Ada Moss]]",
        "<!-- coffee: [[Ada Moss]] -->",
        "- not now: [[Ada Moss]]",
        "- card: [[Ada Moss]]",
        "coffee without anybody",
    ],
)
def test_no_contact(line: str) -> None:
    assert book(f"{TWO}--- 2026-05-01.md\n{line}").encounters == ()


def test_bare_mentions_are_a_setting() -> None:
    lines = "- call: [[Ada Moss]]\n- [[Bo Reed]] moved\n- needs: [[Bo Reed]] a flat\n"
    off = "--- vaultkit.toml\nbare_mentions = false\n"
    assert len(book(f"{TWO}--- 2026-05-01.md\n{lines}").encounters) == 3
    quiet = book(f"{off}{TWO}--- 2026-05-01.md\n{lines}")
    assert [e.kind for e in quiet.encounters] == ["call"]
    assert [need.text for need in quiet.people[BO].needs] == ["a flat"]


def test_an_own_word_is_contact() -> None:
    mine = '--- vaultkit.toml\ncontact_words = ["Sauna"]\n'
    (met,) = book(f"{mine}{TWO}--- 2026-05-01.md\n- sauna: [[Ada Moss]]").encounters
    assert met.kind == "sauna"


def test_a_line_needs_a_date_of_its_own_or_of_its_heading_or_note() -> None:
    found = book(
        TWO,
        """
        --- Project.md
        - call: [[Ada Moss]]
        - 2026-05-01 call: [[Ada Moss]]
        - [[2026-05-02]] call: [[Ada Moss]]

        ## 2026-05-03
        - call: [[Ada Moss]]
    """,
    )
    assert [e.date.day for e in found.encounters] == [1, 2, 3]


def test_in_their_own_note_a_dated_line_is_about_them() -> None:
    found = book("""
        --- People/Ada Moss.md
        Lives by the sea.
        - likes: old maps
        - 2026-05-01 coffee: at the press with [[Bo Reed]]
        - 2026-05-02 told me about the harbour
        - 2026-05-03 promised: a letter to [[Bo Reed]]
        --- People/Bo Reed.md
    """)
    assert [(e.kind, e.people) for e in found.encounters] == [
        ("coffee", (ADA, BO)),
        ("noted", (ADA,)),
        ("promised", (ADA,)),
    ]
    assert [i.text for i in found.people[ADA].interests] == ["old maps"]
    assert found.promises[0].people == (ADA,)
    assert found.encounters[1].text == "told me about the harbour"


def test_several_on_a_line_met_and_records_are_about_whom_they_address() -> None:
    found = book(
        TWO,
        """
        --- People/Cy Hall.md
        --- 2026-05-01.md
        - walk: [[Ada Moss]] & [[Bo Reed]]: the old harbour
        - promised: [[Ada Moss]] to write to [[Bo Reed]]
        - gave: a jar of honey to [[Ada Moss]]
        - got: [[Ada Moss]], [[Bo Reed]] a map
    """,
    )
    walk = found.encounters[0]
    assert (walk.people, walk.text) == ((ADA, BO), "the old harbour")
    assert [(p.people, p.text) for p in found.promises] == [
        ((ADA,), "to write to Bo Reed")
    ]
    assert [(k.direction, k.people, k.text) for k in found.kindnesses] == [
        ("gave", (ADA,), "a jar of honey"),
        ("got", (ADA, BO), "a map"),
    ]


def test_events_are_contact_unless_skipped_and_their_lines_take_their_day() -> None:
    found = book(
        TWO,
        """
        --- Fair.md
        type: event
        date: 2026-03-01
        people: "[[Ada Moss]]"

        - learned: [[Bo Reed]] how bees winter
        - [[Bo Reed]] was said to come
        --- 2026-04-01 Market.md
        type: event
        decision: skipping
        people: "[[Ada Moss]]"
    """,
    )
    assert [(e.kind, e.people, e.date.month) for e in found.encounters] == [
        ("event", (ADA,), 3),
        ("learned", (BO,), 3),
    ]
    assert [(e.name, e.date) for e in found.events] == [
        ("Fair", date(2026, 3, 1)),
        ("2026-04-01 Market", date(2026, 4, 1)),
    ]


def test_whom_i_met_at_an_event_was_there() -> None:
    found = book("""
        --- People/Ada Moss.md
        met_at: "[[Fair]]"
        --- Fair.md
        type: event
        date: 2026-03-01
    """)
    assert found.events[0].people == (ADA,)
    met = found.people[ADA].met
    assert met is not None
    assert (met.date, found.people[ADA].met_at) == (date(2026, 3, 1), "Fair")


def test_private_remarks_count_and_are_never_quoted() -> None:
    found = book(f"{TWO}--- 2026-05-01.md\n- call: [[Ada Moss]] %%she cried%% the fair")
    assert [e.text for e in found.encounters] == ["the fair"]


# --- promises and needs


def test_a_promise_is_open_until_it_is_kept() -> None:
    found = book(
        TWO,
        """
        --- 2026-05-01.md
        - promised: [[Ada Moss]] the map of the harbour
        - promised: [[Ada Moss]] a recipe
        - [ ] promised: [[Bo Reed]] a call
        --- 2026-06-01.md
        - kept: [[Ada Moss]] sent the recipe
    """,
    )
    assert [(p.text, p.kept) for p in found.promises] == [
        ("the map of the harbour", None),
        ("a recipe", date(2026, 6, 1)),
        ("a call", None),
    ]
    assert BO not in [p for e in found.encounters for p in e.people]


def test_a_need_is_open_until_something_was_found() -> None:
    found = book("""
        --- People/Ada Moss.md
        needs: [a bookkeeper, old maps]
        --- 2026-05-01.md
        - needs: [[Ada Moss]] a greenhouse
        --- 2026-06-01.md
        - found: [[Ada Moss]] Lena, a bookkeeper
        - helped: [[Ada Moss]] carry the piano
    """)
    needs = found.people[ADA].needs
    assert [(n.text, n.since) for n in needs] == [
        ("old maps", None),
        ("a greenhouse", date(2026, 5, 1)),
    ]


ANSWERED = """
    --- People/Ada Moss.md
    needs: {ada}

    {own}
    --- People/Bo Reed.md
    needs: a bookkeeper
    --- People/Cy.md
    --- 2026-06-01.md
    {daily}
"""


@pytest.mark.parametrize(
    ("line", "ada", "closed"),
    [
        ("helped: [[Bo Reed]] with the books", "", "bo"),
        ("helped: [[Bo Reed]] with the books", "a flat", "bo"),
        ("found: a bookkeeper for [[Bo Reed]]", "a flat", "bo"),
        ("found: [[Bo Reed]] somebody in Leeds", "a flat", "bo"),
        ("found: somebody, through [[Bo Reed]]", "a flat", "ada"),
        ("found: a flat, thanks to [[Bo Reed]]", "a flat", "ada"),
        ("helped: [[Cy]] found one", "a flat", "ada"),
        ("helped: [[Cy]] with the move of [[Bo Reed]]", "", "bo"),
        ("found: one in Leeds", "a flat", "ada"),
    ],
)
def test_whose_need_is_answered_in_somebodys_own_note(
    line: str, ada: str, closed: str
) -> None:
    own = f"- 2026-06-01 {line}"
    found = book(ANSWERED.format(ada=ada, own=own, daily=""))
    left = {"ada": bool(found.people[ADA].needs), "bo": bool(found.people[BO].needs)}
    assert left == {"ada": bool(ada) and closed != "ada", "bo": closed != "bo"}


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("helped: [[Bo Reed]] with the books", "bo"),
        ("found: [[Cy]], a bookkeeper, for [[Bo Reed]]", "bo"),
        ("found: [[Ada Moss]] knows a bookkeeper who will write to [[Bo Reed]]", "bo"),
        ("helped: [[Ada Moss]] and [[Bo Reed]] with the shed", "ada bo"),
        ("helped: [[Ada Moss]] on the way to [[Bo Reed]]", "ada"),
        ("helped: [[Nobody Known]] on the way to [[Bo Reed]]", "bo"),
    ],
)
def test_whose_need_is_answered_in_a_daily_note(line: str, closed: str) -> None:
    found = book(ANSWERED.format(ada="a flat", own="", daily=f"- {line}"))
    left = [n for n, who in (("ada", ADA), ("bo", BO)) if not found.people[who].needs]
    assert left == closed.split()


def test_a_need_said_after_it_was_answered_is_open_again() -> None:
    found = book("""
        --- People/Ada Moss.md
        - 2026-05-01 needs: a flat
        - 2026-06-01 found: one in Leeds
        - 2026-07-01 needs: a flat
    """)
    assert [n.since for n in found.people[ADA].needs] == [date(2026, 7, 1)]


# --- introductions, opportunities, topics


def test_introductions_and_opportunities() -> None:
    found = book(
        TWO,
        """
        --- Ada and Bo.md
        type: introduction
        between: ["[[Ada Moss]]", Bo Reed]
        yes: "[[Ada Moss]]"
        introduced: 2026-05-01
        --- Fair.md
        type: event
        date: 2026-03-01
        --- The press job.md
        type: opportunity
        through: ["[[Fair]]", "[[Bo Reed]]"]
        date: 2026-04-01
    """,
    )
    (pair,) = found.introductions
    assert (pair.between, pair.yes, pair.introduced) == (
        (ADA, BO),
        (ADA,),
        date(2026, 5, 1),
    )
    (came,) = found.opportunities
    assert (came.through, came.event, came.what) == ((BO,), "Fair.md", "The press job")
    assert found.problems == ()


def test_who_said_no_has_not_said_yes() -> None:
    (pair,) = book(
        TWO,
        """
        --- Ada and Bo.md
        type: introduction
        between: ["[[Ada Moss]]", "[[Bo Reed]]"]
        yes: ["[[Ada Moss]]", "[[Bo Reed]]"]
        no: "[[Bo Reed]]"
    """,
    ).introductions
    assert (pair.yes, pair.no) == ((ADA,), (BO,))


def test_topics_have_one_name_each() -> None:
    found = book("""
        --- People/Ada Moss.md
        interests: ["#bee-keeping", old maps, Old maps, crafts/printing]
        --- People/Bo Reed.md
        likes: "[[Bees]]"
        offers: [old maps]
        --- Bees.md
        type: topic
        aliases: bee keeping
        broader: animals
    """)
    topics = {t.id: (t.name, t.broader) for t in found.topics.values()}
    assert topics == {
        "animals": ("animals", ()),
        "bees": ("Bees", ("animals",)),
        "crafts": ("crafts", ()),
        "crafts/printing": ("crafts/printing", ("crafts",)),
        "old maps": ("old maps", ()),
    }
    assert [i.topic for i in found.people[BO].interests] == ["bees"]


def test_a_role_is_a_likely_offer() -> None:
    found = book("--- People/Ada Moss.md\nposition: Printer\nskills: kerning, Dutch")
    assert [(o.text, o.likely) for o in found.people[ADA].offers] == [
        ("kerning", False),
        ("Dutch", False),
        ("Printer", True),
    ]


# --- as a whole


STORY = """
--- vaultkit.toml
contact_words = ["sauna"]
--- Me.md
type: me
--- People/Ada Moss.md
aliases: [Addie, Bo Reed]
knows: ["[[Bo Reed]]", "[[Nobody Yet]]"]
needs: a flat
--- People/Bo Reed.md
introduced_by: Addie
private: [phone]
--- Work/Bo Reed.md
type: person
--- Priya.md
knows: "[[Zed]]"
--- Zed.md
knows: "[[Yan]]"
--- 2026-05-01.md
- coffee: [[Priya]] and [[bo reed]] about [[Bees]]
- sauna: [[Addie]], [[priya]]
- found: [[Ada Moss]] a flat
--- 2026-05-02.md
- wrote: [[PRIYA]] %%hush%%
- promised: [[Ada Moss]] a map
--- Fair.md
type: event
date: 2026-03-01
people: [Priya, Lena]
--- Bees.md
type: topic
broader: Hives
--- Hives.md
type: topic
broader: Bees
"""


@given(st.randoms(use_true_random=False))
def test_the_order_of_notes_changes_nothing(shuffling: random.Random) -> None:
    vault = Vault.of(STORY)
    paths = list(vault.notes)
    shuffling.shuffle(paths)
    again = gather({p: vault.notes[p] for p in paths}, vault.settings, vault.index)
    assert repr(again) == repr(vault.book)


def test_a_last_contact_to_come_is_said_by_day() -> None:
    found = book("--- People/Ada Moss.md\nlast_contact: 2026-05-02")
    (ada,) = found.people.values()
    assert yet_to_come(ada, date(2026, 5, 2)) is None
    problem = yet_to_come(ada, date(2026, 5, 1))
    assert problem
    assert (problem.code, problem.line) == ("date-future", 2)


def test_a_note_found_while_reading_names_people_in_turn() -> None:
    found = book(STORY)
    assert {"Priya.md", "Zed.md", "yan", "lena"} <= set(found.people)


@pytest.mark.parametrize("left", ["{{title}}", "[[{{title}}]]"])
def test_a_placeholder_in_a_list_leaves_the_other_items(left: str) -> None:
    people = f'["{left}", "[[Ada Moss]]", "[[Bo Reed]]"]'
    event = f"--- Events/Hives.md\ntype: event\ndate: 2026-05-01\npeople: {people}"
    found = book(TWO, event)
    assert [known.people for known in found.events] == [(ADA, BO)]
    assert names(found) == ["Ada Moss", "Bo Reed"]


def test_a_template_that_leaves_its_list_open_is_no_event() -> None:
    left = '--- Hives.md\ntype: event\npeople: ["[[{{title}}]]"]'
    assert book(TWO, left).events == ()


@pytest.mark.parametrize(
    ("line", "said"), [("secretly: %%ill%%", ""), ("fell: ill", "Fell: ill")]
)
def test_the_word_of_a_line_without_text_is_not_told(line: str, said: str) -> None:
    found = book(f"--- People/Ada Moss.md\n- 2026-05-01 {line}")
    assert [met.text for met in found.encounters] == [said]


# --- what counts as contact


DAY = "--- Daily/2026-11-02.md\n"
OFF = "--- vaultkit.toml\nbare_mentions = false\n"


def met(line: str, *more: str) -> list[str]:
    """Return the kinds of encounter that a line of a daily note makes."""
    return [one.kind for one in book(TWO, *more, DAY + line).encounters]


@pytest.mark.parametrize(
    "line",
    [
        "- TODO: coffee with [[Ada Moss]]",
        "- To do: [[Ada Moss]]",
        "- to-do: [[Ada Moss]]",
        "- plan: walk with [[Ada Moss]]",
        "- #todo [[Ada Moss]]",
        "- #plan/todo [[Ada Moss]]",
        "- 2026-11-01 planned: [[Ada Moss]]",
        "- ~~coffee: [[Ada Moss]]~~",
        "- ~~[[Ada Moss]]~~",
        "- [x] ~~coffee: [[Ada Moss]]~~",
        "- ~~promised: [[Ada Moss]] a map~~",
        "- card: [[Ada Moss]]",
        "- not now: [[Ada Moss]]",
    ],
)
def test_what_is_no_contact(line: str) -> None:
    found = book(TWO, DAY + line)
    assert found.encounters == ()
    assert found.promises == ()


@pytest.mark.parametrize("line", ["- TODO: call about hives", "- ~~coffee: hives~~"])
def test_what_is_no_contact_in_somebodys_own_note(line: str) -> None:
    note = f"--- People/Ada Moss.md\ntype: person\n\n## 2026-11-01\n{line}\n"
    assert book(note).encounters == ()


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *((word, word) for word in ("needs", "offers", "likes", "found", "helped")),
        ("came", "came"),
        ("introduced", "mention"),
        ("sauna", "mention"),
    ],
)
def test_what_counts_as_much_as_a_bare_mention(word: str, kind: str) -> None:
    line = f"- {word}: [[Ada Moss]] something"
    assert met(line) == [kind]
    assert met(line, OFF) == []


def test_a_word_that_is_set_is_contact_whatever_it_is() -> None:
    more = "--- vaultkit.toml\nbare_mentions = false\ncontact_words = "
    assert met("- introduced: [[Ada Moss]]", f'{more}["introduced"]') == ["introduced"]
    assert met("- plan: [[Ada Moss]]", f'{more}["plan"]') == ["plan"]


def test_the_date_behind_a_word_or_of_the_item_above_is_the_day() -> None:
    note = """
        --- Log.md
        ## 2026-10-01
        - coffee 2026-02-19 [[Ada Moss]]
        - #coffee 2026-02-21 [[Ada Moss]]
        - 20260218 coffee [[Ada Moss]]
        - 2026-03-04 Fair
          - met: [[Bo Reed]]
    """
    days = [(one.date.isoformat(), one.people) for one in book(TWO, note).encounters]
    assert days == [
        ("2026-02-18", (ADA,)),
        ("2026-02-19", (ADA,)),
        ("2026-02-21", (ADA,)),
        ("2026-03-04", (BO,)),
    ]


@pytest.mark.parametrize(
    ("name", "front", "copy"),
    [
        ("Ada Moss-DESKTOP-3F8K2LM", "type: person", True),
        ("Ada Moss-LAPTOP-3F8K2LM", "type: person\norg: Mill", True),
        ("Ada Moss-BOS-PC", "type: person", True),
        ("Ada Moss-BOS-PC", "type: person\norg: Mill", False),
        ("Ada Moss-Bo", "type: person", False),
        ("Cy-DESKTOP-3F8K2LM", "type: person", False),
    ],
)
def test_what_onedrive_leaves_beside_a_note_is_a_copy(
    name: str, front: str, *, copy: bool
) -> None:
    """Its names end in a machine's: that is sure of some, else all has to agree."""
    found = book(f"--- People/Ada Moss.md\ntype: person\n--- People/{name}.md\n{front}")
    assert ("conflict-copy" in {p.code for p in found.problems}) == copy
    assert names(found) == (["Ada Moss"] if copy else ["Ada Moss", name])


@pytest.mark.parametrize(
    ("lines", "met"),
    [
        ("- TODO call [[Bo Reed]]", 0),
        ("- todo: call [[Bo Reed]]", 0),
        ("- TODO call: [[Bo Reed]]", 0),
        ("- DOING letter to [[Bo Reed]]", 0),
        ("- DONE call [[Bo Reed]]", 1),
        ("- Todorov and [[Bo Reed]] spoke", 1),
        ("- [ ] a trip\n    - call [[Bo Reed]]", 0),
        ("- [ ] a trip\n    - how\n        - call [[Bo Reed]]", 0),
        ("- TODO a trip\n  - [[Bo Reed]] knows the way", 0),
        ("- [ ] a trip\n    - [x] call [[Bo Reed]]", 1),
        ("- [ ] a trip\n    - 2026-10-02 coffee: [[Bo Reed]]", 1),
        ("- [x] a trip\n    - call [[Bo Reed]]", 1),
        ("- [ ] a trip\n- call: [[Bo Reed]]", 1),
    ],
)
def test_what_is_still_to_be_done_is_no_contact(lines: str, met: int) -> None:
    note = {"2026-11-02.md": lines.encode(), "People/Bo Reed.md": b"---\n---\n"}
    assert len(Vault(note).book.encounters) == met


@pytest.mark.parametrize("name", ["Jürgen Groß", "Γιώργος", "Zoë Ärmel", "ﬁn"])
def test_a_link_leads_to_a_note_whose_name_is_folded_otherwise(name: str) -> None:
    given = Vault.of(f"""
    --- People/{name}.md
    --- Fest/{name} Straße.md
    private: true
    --- 2026-11-02.md
    - coffee: [[{name}]] bees
    - walk: [[{name}]] to the [[{name} Straße]]
    """)
    assert given.book.problems == ()
    assert [met.people for met in given.book.encounters] == [
        (f"People/{name}.md",),
        (f"People/{name}.md",),
    ]
    assert [met.text for met in given.network.book.encounters] == ["bees", ""]
