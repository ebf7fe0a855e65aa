from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from jinja2 import nodes
from markdown_it import MarkdownIt

from tests.test_markup import HOSTILE, anything
from tests.test_tone import SCOLDING
from tests.whole import ROOT, Vault, readable
from vaultkit import pages, settings, shipped
from vaultkit.book.book import Book
from vaultkit.book.encounters import Ask, Card, Encounter, Kindness, Lesson, Promise
from vaultkit.book.events import Event
from vaultkit.book.introductions import Introduction
from vaultkit.book.people import Person, PersonId, Said
from vaultkit.book.topics import Topic, TopicId
from vaultkit.choices import PAGE_NAMES
from vaultkit.dates import Day
from vaultkit.findings.needs import Match, Mine, NotYet
from vaultkit.findings.reasons import Reason
from vaultkit.frozen import replace
from vaultkit.insights import (
    Nudge,
    Step,
    events,
    giving,
    interests,
    learning,
    mend,
    origins,
    reconnect,
    week,
)
from vaultkit.insights import help as helping
from vaultkit.insights import introductions as joining
from vaultkit.insights import people as everybody
from vaultkit.network.closeness import Gate
from vaultkit.notes.links import Files
from vaultkit.pages import drawing
from vaultkit.pages.asked import Asked
from vaultkit.pages.days import about, day, span
from vaultkit.pages.markup import Linker
from vaultkit.pages.template import ALLOWED_FILTERS, filled, tree_of
from vaultkit.pages.trees import NODES, pieces
from vaultkit.pages.wording import Wording, listed
from vaultkit.problems import Origin, Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from vaultkit.pages import Record
    from vaultkit.settings import Settings

MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}).enable(
    ["table", "strikethrough"]
)

TODAY: Final = date(2026, 11, 2)
MAY: Final = date(2026, 5, 3)
SPRING: Final = Day(MAY, "month")
DAILY: Final = VaultPath("Daily/2026-05-03.md")
LOG: Final = Origin(DAILY, 3)


def _person(name: str, path: str) -> Person:
    return Person(
        id=PersonId(path), name=name, path=VaultPath(path), origin=Origin(path)
    )


ADA: Final = PersonId("People/Ada Moss.md")
BEN: Final = PersonId("People/Ben.md")
CY: Final = PersonId("cy")


def _book(name: str = "Ada Moss", files: tuple[str, ...] = ()) -> Book:
    people = {
        ADA: _person(name, ADA),
        BEN: _person("Ben", BEN),
        CY: Person(id=CY, name=name, origin=LOG),
    }
    paths = [ADA, BEN, DAILY, "Topics/Bees.md", "Introductions/A.md", *files]
    return Book(
        files=Files.of(map(VaultPath, paths)),
        people=MappingProxyType(people),
        daily=MappingProxyType({DAILY: MAY}),
        topics=MappingProxyType(
            {
                TopicId("bees"): Topic(
                    id=TopicId("bees"), name="Bees", path=VaultPath("Topics/Bees.md")
                )
            }
        ),
    )


def _give(words: str, step: Step) -> giving.Give:
    """Return something to give and to ask, of every kind."""
    said = Said(words, TopicId("x"), Origin(ADA, 4), since=MAY)
    gift = giving.Gift(
        person=ADA, kind="offer", wanted=said, text=words, origin=LOG, still=True
    )
    gave = Kindness(date=MAY, people=(ADA,), direction="gave", text=words, origin=LOG)
    first = Encounter(MAY, (ADA,), "coffee", LOG, words)
    tie = giving.Tie(person=ADA, first=first, last=Reason("last", words, MAY, LOG))
    met = replace(tie, met=SPRING, gave=gave, got=replace(gave, date=None))
    one = giving.Helping(tie=met, offer=replace(said, likely=True), how="broader")
    steps = [
        replace(one, step=replace(step, hook=hook), how="similar")
        for hook in ("promise", "need", "shared", "interest", "words", "")
    ]
    way = giving.Way(helper=CY, offer=said, how="narrower", path=(ADA, CY), through=one)
    return giving.Give(
        gifts=(
            gift,
            replace(gift, kind="person", other=BEN),
            replace(gift, kind="lesson", other=CY),
            replace(gift, kind="event", when=TODAY),
            replace(gift, kind="event"),
        ),
        asking=(
            giving.Asking(need=said, direct=(replace(one, gift=gift), *steps)),
            giving.Asking(need=said, ways=(way,), still=True),
            giving.Asking(need=said, perhaps=(tie, giving.Tie(person=CY))),
            giving.Asking(need=said),
        ),
    )


def _found(words: str = "bees") -> dict[str, Record]:
    """Return something for every section of every page, with `words` everywhere."""
    said = Said(words, TopicId("x"), Origin(ADA, 4), since=MAY)
    bees = Said(words, TopicId("bees"), Origin(ADA, 5))
    promise = Promise(date=MAY, people=(ADA,), text=words, origin=LOG)
    because = (
        Reason("last", words, MAY, LOG),
        Reason("cadence", days=42, origin=Origin(ADA)),
        Reason("circle", words, days=30),
        Reason("rhythm", days=20),
        Reason("strong", days=9),
        Reason("not-now", words, MAY, LOG),
        Reason("known", "days", MAY, LOG, person=ADA),
        Reason("known", "circle", person=BEN),
        Reason("known", "vouch", person=CY),
        Reason("introduced", words, MAY, LOG),
    )
    step = Step(words, "need", words, LOG)
    quiet = reconnect.Quiet(
        person=ADA,
        state="quiet",
        since=MAY,
        until=TODAY,
        because=because,
        cares=(bees, said),
        needs=(said,),
        promises=(promise,),
        words=words,
        words_on=MAY - timedelta(1),
        words_from=LOG,
        step=step,
    )
    hooks = ("promise", "offer", "need", "shared", "interest", "words", "")
    rows = tuple(
        replace(quiet, step=replace(step, hook=hook), person=who)
        for hook in hooks
        for who in (ADA, BEN, CY)
    )
    match = Match(
        needs=ADA, need=said, helper=BEN, offer=bees, how="similar", because=because
    )
    guess = replace(match, offer=replace(said, likely=True), still=True, how="alias")
    path = VaultPath("Introductions/A.md")
    two = Introduction(path=path, between=(ADA, BEN), origin=Origin(path), why=words)
    done = replace(two, introduced=MAY, heard_back=MAY)
    states: tuple[tuple[joining.State, tuple[PersonId, ...]], ...]
    states = (("asking", (ADA, BEN)), ("waiting", (BEN,)), ("agreed", ()))
    worth = joining.Worth(
        first=ADA,
        second=CY,
        kind="interest",
        first_said=said,
        second_said=said,
        because=because,
    )
    tree = joining.Tree(
        branches=(
            joining.Branch(person=ADA, by=None, depth=0),
            joining.Branch(person=BEN, by=ADA, depth=1, when=SPRING, origin=LOG),
            joining.Branch(person=CY, by=BEN, depth=2),
        )
    )
    sharing = interests.Sharing(
        topic=Topic(id=TopicId("x"), name=words), mine=bees, people=(ADA, CY), said=()
    )
    gathering = interests.Gathering(
        topic=Topic(id=TopicId("x"), name=words),
        mine=bees,
        people=(ADA, BEN, CY),
        said=(said, said, said),
        places=(words,),
        strangers=(ADA, CY),
        under_way=(Origin(path),),
    )
    listed_one = everybody.Listed(
        person=ADA,
        name="Ada Moss",
        last=MAY,
        last_from=LOG,
        met=Day(MAY, "month"),
        first=MAY - timedelta(1),
        met_at=words,
        met_at_path=DAILY,
        through=(BEN,),
    )
    circle = everybody.Circle(name=words, people=(ADA, CY), within=2, size=5, days=7)
    card = everybody.CardOnly(person=CY, card=Card(MAY, (CY,), words, LOG), until=TODAY)
    problem = Problem(ADA, 3, 1, "date-unclear", f"`{words}` is {words}", words)
    return {
        "home": week.Week(
            purpose=words,
            nudges=tuple(
                Nudge(ADA, kind, MAY, because, step, words, LOG, BEN)
                for kind in (
                    "promise",
                    "help",
                    "quiet",
                    "drifting",
                    "dormant",
                    "silent",
                )
            ),
            promises=(promise,),
            event=Event(
                path=path,
                name=words,
                date=TODAY,
                kind="event",
                origin=Origin(path),
                place=words,
                people=(ADA, CY),
                goal=2,
            ),
            waiting=(
                week.Waiting(introduction=two, waiting_for=(ADA,)),
                week.Waiting(introduction=two),
            ),
            everyone=True,
        ),
        "reconnect": reconnect.Reconnect(
            quiet=rows,
            drifting=(quiet,),
            season=(quiet,),
            dormant=(quiet,),
            resting=(quiet,),
            snoozed=(quiet,),
            unknown=(quiet,) * 20,
            warm_up=BEN,
        ),
        "give-and-ask": _give(words, step),
        "help": helping.Help(
            matches=(
                match,
                guess,
                replace(match, acquainted=True),
                replace(match, under_way=Origin(path)),
            ),
            mine=(Mine(person=ADA, need=said, offer=bees, how="broader"),),
            through=(
                helping.Through(match=match, path=(ADA, BEN)),
                helping.Through(match=match),
            ),
            not_yet=(
                NotYet(
                    match=match,
                    gates=tuple(
                        Gate(ADA, "", days, 3, words, LOG) for days in range(4)
                    ),
                ),
            ),
            unanswered=(helping.Unanswered(person=CY, need=said, still=True),),
            later=(match.helper,),
        ),
        "introductions": joining.Introductions(
            under_way=tuple(
                joining.UnderWay(introduction=two, state=state, waiting_for=who)
                for state, who in states
            ),
            news=(joining.UnderWay(introduction=done, state="introduced"),),
            heard=(joining.UnderWay(introduction=done, state="heard"),),
            worth=(worth, replace(worth, kind="need")),
            trees=(tree,),
            joined=(joining.Joined(first=ADA, second=BEN, when=MAY, origin=LOG),),
            thanks=(joining.Thanks(to=ADA, brought=BEN, when=SPRING, because=because),),
        ),
        "interests": interests.Interests(
            gatherings=(gathering,), with_me=(sharing,), among=(sharing,)
        ),
        "events": _events(words),
        "learning": _learning(words),
        "origins": _origins(words),
        "people": everybody.People(
            people=(listed_one, everybody.Listed(person=CY, name="Cy")),
            ended=(listed_one,),
            circles=(circle, replace(circle, size=2), replace(circle, size=50)),
            cards=(card,),
        ),
        "map": drawing.Map(circles=(circle,), trees=(tree,), left=3),
        "problems": mend.Mend(notes=(mend.ToMend(path=ADA, problems=(problem,)),)),
    }


def _events(words: str) -> events.Events:
    said = Said(words, TopicId("x"), Origin(ADA, 4), since=MAY)
    bees = Said(words, TopicId("bees"), Origin(ADA, 5))
    path = VaultPath("Introductions/A.md")
    event = Event(
        path=path,
        name=words,
        date=TODAY,
        kind="event",
        origin=Origin(path),
        topics=(said, bees),
        place=words,
        people=(ADA, CY),
        goal=2,
    )
    hooks = ("promise", "need", "shared", "interest", "words", "")
    there = tuple(
        events.There(person=who, step=Step("call", hook, words, LOG), edition=LOG)
        for hook in hooks
        for who in (ADA, CY)
    )
    draws = (
        events.Draw(topic=said, mine=bees, kind="interest", how="same"),
        events.Draw(topic=bees, mine=said, kind="learning", how="narrower"),
    )
    meet = (
        events.Meet(person=CY, shared=said, mine=bees, through=(ADA, BEN), there=True),
        events.Meet(person=ADA, offers=said, through=(BEN,)),
        events.Meet(person=BEN),
    )
    promise = Promise(date=MAY, people=(ADA,), text=words, origin=LOG)
    met = events.Met(
        person=CY, words=words, words_from=LOG, cares=(said, bees), promises=(promise,)
    )
    full = events.Upcoming(
        event=event,
        draws=draws,
        known=there,
        meet=meet,
        before=replace(event, energy=1),
    )
    tiring = replace(event, energy=-1)
    return events.Events(
        upcoming=(
            full,
            events.Upcoming(event=event, perhaps=there, before=tiring),
            events.Upcoming(event=replace(event, goal=None)),
            events.Upcoming(event=replace(event, decision="skipping")),
            events.Upcoming(event=replace(event, decision="going"), known=there[:1]),
        ),
        past=(
            events.Past(
                event=event,
                met=(met, replace(met, since=TODAY, person=ADA)),
                company=(BEN,),
                until=TODAY,
            ),
        ),
    )


def _learning(words: str) -> learning.Learning:
    said = Said(words, TopicId("x"), Origin(ADA, 4), likely=True)
    bees = Said(words, TopicId("bees"), Origin(ADA, 5))
    lesson = Lesson(MAY, (ADA, CY), words, LOG)
    knows = learning.Knows(person=ADA, kind="offers", said=bees, how="same")
    return learning.Learning(
        wishes=(
            learning.Wish(
                learning=said,
                knows=(
                    replace(knows, lesson=lesson),
                    replace(knows, asked=Ask(MAY, (ADA,), words, LOG), how="similar"),
                    replace(knows, kind="cares", said=said, how="narrower"),
                    replace(knows, met=False, path=(BEN, ADA), person=CY),
                    replace(knows, met=False, said=said, how="broader"),
                ),
                together=(BEN, CY),
            ),
            learning.Wish(learning=bees),
        ),
        lessons=(lesson,),
        teach=(
            learning.Teach(
                offer=bees,
                learners=((ADA, bees), (CY, said)),
                curious=((BEN, bees), (CY, said)),
            ),
        ),
    )


def _origins(words: str) -> origins.Origins:
    path = VaultPath("Introductions/A.md")
    fair = Event(
        path=path,
        name=words,
        date=MAY,
        kind="event",
        origin=Origin(path),
        people=(ADA, CY),
    )
    kinds: tuple[origins.Kind, ...]
    kinds = ("event", "colleague", "client", "words", "interest", "first", "")
    starts = [
        origins.Beginning(
            person=who, kind=kind, event=fair, text=words, when=MAY, origin=LOG
        )
        for kind in kinds
        for who in (ADA, CY)
    ]
    then = origins.Beginning(
        person=BEN, kind="introduction", by=ADA, text=words, when=SPRING, origin=LOG
    )
    stories = [
        origins.Story(
            what=words,
            date=MAY,
            origin=LOG,
            through=(BEN,),
            ways=((start, then),),
            tell=(BEN, CY),
        )
        for start in starts
    ]
    at_fair = origins.Story(what=words, date=None, origin=Origin(path), event=fair)
    return origins.Origins(
        stories=(at_fair, *stories),
        roots=(
            *(origins.Root(start=start, stories=(stories[0],)) for start in starts),
            origins.Root(event=fair, stories=(at_fair,) * 4),
        ),
    )


def _written(
    found: Mapping[str, Record],
    book: Book | None = None,
    chosen: Settings = settings.DEFAULTS,
    templates: Mapping[str, str] | None = None,
) -> Mapping[VaultPath, str]:
    texts, failed = pages.written(
        found, book or _book(), chosen, templates or shipped.templates()
    )
    assert not failed
    return {path: readable(path, text) for path, text in texts.items()}


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _body(text: str) -> str:
    return text.split("---\n", 2)[2]


def _uncoded(text: str) -> str:
    """Return a page's text without code and diagrams."""
    unescaped = _body(text).replace("\\`", "")
    without = re.sub(r"```.*?```", "", unescaped, flags=re.DOTALL)
    return re.sub(r"`[^`]*`", "", without)


# --- safe, whatever the notes say ----------------------------------------------------


def _checked(texts: Mapping[VaultPath, str]) -> None:
    for path, text in texts.items():
        tokens = list(_flat(MARKDOWN.parse(_body(text))))
        kinds = {t.type for t in tokens}
        assert not kinds & {"html_inline", "html_block", "image", "link_open"}, path
        assert not kinds & {"code_block", "table_open", "hr", "s_open"}, path
        fences = [t.info for t in tokens if t.type == "fence"]
        assert set(fences) <= {"mermaid"}, path
        assert not re.search(r"<%|\{\{|\{%|::|%%", _body(text)), path
        assert not re.search(r"://|\bwww\.\w", _uncoded(text)), path


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_notes_never_become_markup(words: str) -> None:
    """The same headings and as many items, whatever the words are."""
    texts = _written(_found(words), _book(name=words))
    _checked(texts)
    assert {path: _outline(text) for path, text in texts.items()} == _usual()


@cache
def _usual() -> dict[VaultPath, list[str]]:
    return {p: _outline(text) for p, text in _written(_found("bees")).items()}


@settings_of(max_examples=settings_of().max_examples // 2)  # each writes every page
@given(anything())
def test_no_text_whatever_becomes_markup(words: str) -> None:
    _checked(_written(_found(words), _book(name=words)))


def _outline(text: str) -> list[str]:
    tokens = MARKDOWN.parse(_body(text))
    return [t.type for t in tokens if t.type != "inline"]


# --- links ---------------------------------------------------------------------------

LINK: Final = re.compile(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]")


def test_every_link_on_a_page_leads_where_it_says() -> None:
    book = _book(files=("Ben.md", "Old/Ada Moss.md", "Old/Reconnect.md"))
    texts = _written(_found(), book)
    files = book.files.with_paths(pages.paths(settings.DEFAULTS).values())
    for path, text in texts.items():
        targets = LINK.findall(_uncoded(text))
        assert targets
        for target in targets:
            found = files.resolve(target, path)
            assert found.path in {
                *book.files.paths,
                *pages.paths(settings.DEFAULTS).values(),
            }
            assert not found.rivals
            assert found.path not in {"Ben.md", "Old/Ada Moss.md"}


def test_somebody_without_a_note_is_plain_text() -> None:
    cy = everybody.Listed(person=CY, name="Ada Moss")
    found = {"people": everybody.People(people=(cy,))}
    (text,) = _written(found).values()
    assert "- Ada Moss\n" in text


@pytest.mark.parametrize(
    ("style", "link"),
    [
        ("auto", "[[Ada Moss]]"),
        ("wikilink", "[[Ada Moss]]"),
        ("markdown", "[Ada Moss](../People/Ada%20Moss.md)"),
        ("plain", "- Ada Moss:"),
    ],
)
def test_links_are_written_as_the_vault_writes_them(
    style: settings.LinkStyle, link: str
) -> None:
    chosen = replace(settings.DEFAULTS, link_style=style)
    texts = _written({"reconnect": _found()["reconnect"]}, chosen=chosen)
    assert link in texts[VaultPath("Network/Reconnect.md")]


# --- which pages there are -----------------------------------------------------------


def _nothing() -> dict[str, Record]:
    return {
        "home": week.Week(),
        "reconnect": reconnect.Reconnect(),
        "help": helping.Help(),
        "introductions": joining.Introductions(),
        "interests": interests.Interests(),
        "events": events.Events(),
        "learning": learning.Learning(),
        "origins": origins.Origins(),
        "people": everybody.People(),
        "map": drawing.Map(),
        "problems": mend.Mend(),
    }


def test_the_home_page_is_always_there() -> None:
    texts = _written(_nothing())
    assert list(texts) == ["Network/This week.md"]
    (text,) = texts.values()
    assert "people:" not in text
    assert "`coffee: [[NAME]] what you talked about`" in text


def test_the_home_page_names_at_most_one_page_that_is_not_there() -> None:
    found = _nothing() | {"home": week.Week(purpose="few and deep", people=1)}
    silent = found.keys() - {"home", "problems", "map"}
    for name in (page.name for page in pages.PAGES if page.name in silent):
        text = _written(found)[VaultPath("Network/This week.md")]
        named = PAGE_NAMES[name]
        assert text.count("Not here yet, ") == 1
        assert f"Not here yet, *{named}*" in text
        assert f"[[{named}]]" not in text
        found[name] = _found()[name]
        text = _written(found)[VaultPath("Network/This week.md")]
        assert f"[[{named}]]" in text
    assert "Not here yet" not in text


def test_pages_know_their_names_and_how_many_they_name() -> None:
    texts = _written(_found())
    assert list(texts) == list(pages.paths(settings.DEFAULTS).values())
    home = texts[VaultPath("Network/This week.md")]
    assert home.startswith(
        "---\ntype: vaultkit-page\ncssclasses: [vaultkit]\npage: home\npeople: 3\n---\n"
    )
    assert home.endswith("\n")
    assert "people:" not in texts[VaultPath("Network/Notes to mend.md")].split("---")[1]


def test_pages_stand_where_settings_say() -> None:
    names = MappingProxyType({**PAGE_NAMES, "home": "Hello"})
    chosen = replace(settings.DEFAULTS, folder="My/People", page_names=names)
    assert VaultPath("My/People/Hello.md") in _written(_found(), chosen=chosen)


def test_a_long_list_is_cut_into_pages_below_the_limit() -> None:
    many = {
        PersonId(f"P/{n:05} {'x' * 150}.md"): _person(
            f"{n:05} {'x' * 150}", f"P/{n:05} {'x' * 150}.md"
        )
        for n in range(7_000)
    }
    book = replace(
        _book(),
        people=MappingProxyType(many),
        files=Files.of(map(VaultPath, many)),
    )
    rows = tuple(everybody.Listed(person=who, name=who) for who in many)
    texts = _written({"people": everybody.People(people=rows)}, book)
    assert [*texts][:2] == ["Network/People I know.md", "Network/People I know 2.md"]
    assert all(len(text.encode()) <= pages.LIMIT for text in texts.values())
    assert sum(text.count("\n- [[") for text in texts.values()) == len(many)
    assert "The list goes on: [[People I know 2]]" in next(iter(texts.values()))


@pytest.mark.parametrize("limit", [1, 3])
def test_a_page_of_the_few_rows_it_shows_is_that_of_all(limit: int) -> None:
    folder = ROOT / "example-vault"
    files = [path for path in folder.rglob("*") if path.is_file()]
    life = Vault(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in files},
        TODAY,
    )
    chosen = replace(life.settings, page_limit=limit)
    asked = Asked(life.network, (), chosen, life.today)
    few = {page.name: page.few(asked) for page in pages.PAGES if page.few}
    found = {page.name: page.find(asked) for page in pages.PAGES if page.few}
    book = life.network.book
    texts = _written(few, book, chosen)
    assert texts == _written(found, book, chosen)
    assert "- and " in "".join(texts.values())
    assert all(few[name] != found[name] for name in found)


# --- tone ----------------------------------------------------------------------------


def test_no_page_scolds() -> None:
    for text in _written(_found()).values():
        assert not SCOLDING.search(text), SCOLDING.search(text)


def test_no_page_has_an_emoji() -> None:
    for text in _written(_found()).values():
        assert not [c for c in text if ord(c) > 0x2100]


def test_no_joint_draft_before_both_said_yes() -> None:
    way = _found()["introductions"]
    assert isinstance(way, joining.Introductions)
    for row in way.under_way:
        page = joining.Introductions(under_way=(row,))
        (text,) = _written({"introductions": page}).values()
        assert ("you have both said" in text) is (row.state == "agreed")
        assert text.count("> Hello") == len(row.waiting_for)


@pytest.mark.parametrize("page", ["home", "reconnect"])
def test_somebody_forgotten_comes_back_in_ones_own_words(page: str) -> None:
    step = Step("write", "words", "she hums while she reads", LOG)
    quiet = reconnect.Quiet(
        person=ADA, state="drifting", since=MAY, words=step.text, step=step
    )
    nudge = Nudge(ADA, "silent", MAY, (), step, step.text, LOG)
    found: dict[str, Record] = {
        "home": week.Week(nudges=(nudge,)),
        "reconnect": reconnect.Reconnect(drifting=(quiet,)),
    }
    (text,) = _written({page: found[page]}).values()
    assert "“she hums while she reads”" in text


def test_each_line_of_the_week_ends_in_one_to_paste() -> None:
    (text,) = _written({"home": _found()["home"]}).values()
    assert "`wrote: [[Ada Moss]]` or `not now: [[Ada Moss]]`" in text
    assert "paste the first" in text


@pytest.mark.parametrize("name", ["Ada [2] Moss", "A^B", "A|B"])
def test_no_line_to_paste_where_it_would_not_link(name: str) -> None:
    path = f"People/{name}.md"
    book = replace(
        _book(),
        people=MappingProxyType({**_book().people, ADA: _person(name, path)}),
    )
    (text,) = _written({"home": _found()["home"]}, book).values()
    assert "`wrote:" not in text
    assert "paste" not in text


def test_two_who_are_being_introduced_are_not_proposed_again() -> None:
    way = _found()["help"]
    assert isinstance(way, helping.Help)
    for match in way.matches:
        (text,) = _written({"help": helping.Help(matches=(match,))}).values()
        going = "You are already bringing the two together: [[A]]." in text
        assert going is (match.under_way is not None)
        assert ("One small step" in text) is not going


# --- templates -----------------------------------------------------------------------


def _filters() -> set[str]:
    files = Files.of(())
    linker = Linker(files, "wikilink", VaultPath("p.md"))
    return {*Wording(Book(files=files), settings.DEFAULTS, {}, linker).filters()}


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_every_page_has_a_template_and_settings_know_it(page: pages.Page) -> None:
    assert page.template in shipped.templates()
    assert page.name in PAGE_NAMES


@pytest.mark.parametrize(
    "name", [name for name in shipped.templates() if name.startswith("pages/")]
)
def test_templates_use_nothing_that_marks_text_as_safe(name: str) -> None:
    tree = tree_of(shipped.templates()[name])
    used = {node.name for node in tree.find_all(nodes.Filter)}
    assert used <= _filters() | ALLOWED_FILTERS
    unwanted = (nodes.Concat, nodes.MarkSafe, nodes.ScopedEvalContextModifier)
    assert not [*tree.find_all(unwanted)]


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.purpose|safe }}",
        "{{ page.purpose|replace('a', 'b') }}",
        "{{ page.purpose ~ '<b>' }}",
        "{{ page.purpose + '<b>' }}",
        "{{ page.purpose * 9999999999 }}",
        "{{ '%s' % page.purpose }}",
        "{{ page.__class__.__mro__ }}",
        "{{ page.nothing }}",
        "{{ nobody }}",
        "{{ page.event.energy }}",
        "{{ page.nudges }}",
        "{{ range(10) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include 'pages/nowhere.md.j2' %}",
        "{% if %}",
    ],
)
def test_a_template_that_is_wrong_costs_its_own_page_alone(template: str) -> None:
    wrong = {**shipped.templates(), "pages/home.md.j2": template}
    texts, failed = pages.written(_found(), _book(), settings.DEFAULTS, wrong)
    assert [problem.path for problem in failed] == ["Network/This week.md"]
    assert "pages/home.md.j2" in failed[0].message
    assert "bees" not in failed[0].message
    assert len(texts) == len(pages.PAGES) - 1


def test_what_is_not_marked_as_markdown_is_escaped_even_in_a_macro() -> None:
    template = (
        "{% macro bold(x) %}**{{ x }}**{% endmacro %}"
        "{% set y %}{{ bold(x) }}{% endset %}{{ y }} {{ x }} {{ n }}"
    )
    text = filled({"t": template}, "t", {}, {"x": "*&<", "n": 3})
    assert text == r"**\*&\<** \*&\< 3"


# --- words ---------------------------------------------------------------------------


def test_days_are_said_as_exactly_as_they_are_known() -> None:
    assert day(MAY) == "3 May 2026"
    assert day(Day(MAY, "day")) == "3 May 2026"
    assert day(Day(MAY, "month")) == "May 2026"
    assert day(Day(MAY, "year")) == "2026"


@pytest.mark.parametrize(
    ("days", "exact", "rounded"),
    [
        (1, "day", "day"),
        (2, "two days", "two days"),
        (7, "week", "week"),
        (14, "two weeks", "two weeks"),
        (30, "month", "four weeks"),
        (42, "six weeks", "six weeks"),
        (45, "45 days", "six weeks"),
        (91, "three months", "three months"),
        (180, "half year", "six months"),
        (365, "year", "year"),
        (1000, "1000 days", "three years"),
    ],
)
def test_spans_are_said_as_one_would(days: int, exact: str, rounded: str) -> None:
    assert span(days) == exact
    assert about(days) == rounded


def test_lists_end_in_and() -> None:
    assert listed([]) == ""
    assert listed(["*a*"]) == r"\*a\*"
    assert listed(["a", "b", "c"]) == "a, b and c"


@given(st.lists(st.integers(0, 300), max_size=300), st.booleans())
def test_trees_are_cut_into_pieces_that_can_be_read(
    parents: list[int],
    star: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    branches = [joining.Branch(person=PersonId("0"), by=None, depth=0)]
    for n, parent in enumerate(parents, 1):
        by = PersonId("0" if star else str(parent % n))
        branches.append(joining.Branch(person=PersonId(str(n)), by=by, depth=1))
    trees = pieces([joining.Tree(branches=tuple(branches))])
    cut = [tuple(piece) for piece in trees]
    assert all(len(piece) <= NODES for piece in cut)
    hung = [twig.branch.person for piece in cut for twig in piece if twig.on]
    assert sorted(hung, key=int) == [str(n) for n in range(1, len(parents) + 1)]
    for piece in cut:
        nodes_seen = {twig.node: twig for twig in piece}
        for twig in piece[1:]:
            on = nodes_seen[twig.on]
            assert on.branch.person == twig.branch.by
            assert twig.depth == on.depth + 1
