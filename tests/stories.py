"""Made-up vaults for the laws: notes that people could have written, and garbage.

Everybody and everything comes from short lists, so that notes really meet: links that
fit two files, people without a note, topics with two spellings, pages whose names are
taken, texts that try to become markup.

Strategies are made once and drawn from often: making one costs more than drawing.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from hypothesis import strategies as st

from tests.whole import Vault, words

PEOPLE: Final = (
    "Ada Moss",
    "Ada Reed",
    "Bo",
    "Cléo Dubois",
    "花子",
    "Jean-Luc O'Neil (Jr)",
    "Dr Hash #1",
    "Li_na * Star_",
    "This week",
)
TOPICS: Final = (
    "bees",
    "beekeeping",
    "Top-bar hives",
    "grant writing",
    "help with tax",
    "bread/sourdough",
    "#chess",
    "<b>bold</b>",
)
DATES: Final = (
    "2026-11-20",
    "2026-11-21",
    "2026-11-22",
    "2026-10-03",
    "2026-05-17",
    "2025-12-24",
    "2023-02-01",
    "2019-07-07",
    "2026-02-30",
    "1.9.2026",
    "2026-08",
)
WORDS: Final = (
    "i wrote",
    "they wrote",
    "not now",
    *words("coffee call wrote met gave got promised kept learned asked needs offers"),
    *words("likes found helped card came sauna Coffee #coffee"),
)
RUDE: Final = (
    "]] and [[",
    "[[Ada Moss",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "{{ 7 * 7 }} {% raise %}",
    "`code [[Bo]]`",
    "%% my eyes only %%",
    "<!-- [[Bo]] -->",
    "a | b | c",
    '--> "] graph TD; x-->y',
    "<!-- vaultkit 1 0123456789abcdef -->",
    "\u202etxet\u202c \u200b",
    "$= dv.pages() $",
    "![[Bo]]",
    "*" * 40,
    "x" * 300,
    "=1+1",
    "> quoted",
)


@cache
def one_of(*choices: str) -> st.SearchStrategy[str]:
    """Return a strategy for one of some texts."""
    return st.sampled_from(choices)


@cache
def link(people: tuple[str, ...] = PEOPLE) -> st.SearchStrategy[str]:
    """Return a strategy for a link to somebody, in some of the ways to write it."""
    forms = ("[[{}]]", "[[{}|her]]", "[[People/{}]]", "[[{}.md]]", "[[{}#Log]]")
    markdown = ("[me]({}.md)", "[me](<People/{}.md>)")
    wiki = st.builds(str.format, st.sampled_from(forms * 3 + markdown), one_of(*people))
    return st.one_of(wiki, wiki, one_of("[[Ada]]", "[[Nobody Yet]]", "[[bO]]", "[[]]"))


TEXT = st.one_of(
    one_of("she has bees on the roof", "needs a bookkeeper", "Sourdough, again?", ""),
    one_of(*TOPICS),
    one_of(*RUDE),
    st.text(max_size=12),
)


LINE: Final = st.builds(
    "{}{}{}{} {}".format,
    one_of("- ", "- ", "- ", "", "* ", "- [ ] ", "- [x] ", "> ", "    - "),
    st.builds(
        str.format,
        one_of("", "", "{} ", "[[{}]] ", "**{}**: "),
        one_of(*DATES),
    ),
    st.one_of(st.just(""), one_of(*WORDS).map("{}: ".format)),
    st.lists(link(), max_size=2).map(" ".join),
    TEXT,
)
"""A line of a log, or something that only looks like one."""

BLOCK = st.one_of(
    LINE,
    LINE,
    LINE,
    one_of("", "# Log", "## 2026-11-02", "## [[2026-11-03]]", "```", "%%", "<!--"),
    TEXT,
)
BODY = st.lists(BLOCK, max_size=7).map("\n".join)

PROPERTY: Final = {
    "circle": one_of("inner", "close", "50", "best", "[close]"),
    "cadence": one_of("6 weeks", "every other week", "45", "soon", "0", "quarterly"),
    "last_contact": one_of(*DATES),
    "snooze_until": one_of(*DATES),
    "season": one_of("resting", "ended", "winter"),
    "met": one_of(*DATES),
    "met_at": st.one_of(one_of("Leeds", '"[[Fair]]"'), TEXT),
    "org": TEXT,
    "role": st.one_of(one_of("beekeeper", "grant writer"), TEXT),
    "ways": one_of("walk", "[letter, call]"),
    "birthday": one_of("05-14", "1980-05-14"),
    "vouch": one_of(*TOPICS),
    "phone": one_of("0123", "+44 20 7946 0000"),
    "tags": one_of("person", "[person, garden]", "a, b"),
    "aliases": one_of("Ada", "[Bobby, B.]", "Bo"),
    "purpose": TEXT,
    "reach_outs_per_week": one_of("0", "1", "5", "many"),
    "goal": one_of("2", "-1"),
    "energy": one_of("-2", "2", "9"),
    "decision": one_of("going", "skipping", "hm"),
    "date": one_of(*DATES),
    "place": TEXT,
    "why": TEXT,
    "introduced": one_of(*DATES),
    "heard_back": one_of(*DATES),
    "what": TEXT,
    "broader": st.one_of(one_of(*TOPICS), one_of('"[[bees]]"')),
    "private": one_of("true", "false", "[needs, org]", "nothing"),
}
LISTS: Final = {
    key: st.one_of(one_of(*TOPICS), TEXT)
    for key in ("interests", "offers", "needs", "learning", "topics")
} | {
    key: link().map('"{}"'.format)
    for key in ("introduced_by", "introduced_to", "knows", "people", "through")
}
TYPES: Final = ("person", "person", "person", "me", "contact", "event", "meeting")
TYPES_RARE: Final = ("topic", "introduction", "opportunity", "vaultkit-page", "recipe")


OFTEN: Final = ("circle", "cadence", "last_contact", "season", "aliases")
KEYS: Final = st.lists(one_of(*OFTEN) | one_of(*PROPERTY), max_size=4, unique=True)
LIST_KEYS: Final = st.lists(one_of(*LISTS), max_size=4, unique=True)
VALUES: Final = {
    key: st.lists(value, min_size=1, max_size=3) for key, value in LISTS.items()
}
YES_OR_NO: Final = st.booleans()
TENTH: Final = st.integers(0, 9)


@st.composite
def properties(draw: st.DrawFn) -> str:
    """Draw front matter: mostly right, sometimes broken."""
    lines = [f"type: {draw(one_of(*TYPES, *TYPES_RARE))}"] if draw(YES_OR_NO) else []
    lines += [f"{key}: {draw(PROPERTY[key])}" for key in draw(KEYS)]
    for key in draw(LIST_KEYS):
        lines += [f"{key}:", *(f"  - {value}" for value in draw(VALUES[key]))]
    if draw(TENTH) == 0:
        lines.append(draw(one_of("no colon", "a: [", "x: &a 1", "? - b", "<<: *a")))
    end = draw(one_of("---\n", "---\n", "---\n", "--- \n", "", "...\n"))
    return "---\n" + "\n".join(lines) + "\n" + end


AGREED: Final = st.integers(0, 2)


@st.composite
def introduction(draw: st.DrawFn) -> str:
    """Draw an introduction in some state."""
    pair = [f'"{draw(link())}"', f'"{draw(link())}"']
    yes = pair[: draw(AGREED)]
    more = draw(one_of("", "introduced: 2026-10-01\n", "heard_back: 2026-10-20\n"))
    return (
        f"---\ntype: introduction\nbetween: [{', '.join(pair)}]\n"
        f"yes: [{', '.join(yes)}]\nwhy: {draw(one_of(*TOPICS[:4]))}\n{more}---\n"
    )


SOMEBODY: Final = st.builds(str.__add__, properties(), BODY)
NOTE = st.one_of(
    SOMEBODY,
    SOMEBODY,
    BODY,
    introduction(),
)
DATA = st.one_of(
    NOTE.map(lambda text: text.encode("utf-8", "replace")),
    NOTE.map(lambda text: text.encode("utf-8", "replace")),
    NOTE.map(lambda text: text.replace("\n", "\r\n").encode("utf-8-sig", "replace")),
    st.binary(max_size=30),
)
PATH = st.one_of(
    one_of(*PEOPLE).map("People/{}.md".format),
    one_of(*PEOPLE).map("People/{}.md".format),
    one_of(*PEOPLE).map("{}.md".format),
    one_of(*DATES[:8]).map("{}.md".format),
    one_of(*DATES[:8]).map("Daily/{}.md".format),
    one_of(
        "Me.md",
        "Fair.md",
        "Topics/bees.md",
        "Topics/Beekeeping.md",
        "Introductions/1.md",
        "Introductions/2.md",
        "Old/Bo.md",
        "People/bo.md",
        "People/Bo (conflicted copy 2026-11-01 101010).md",
        "People/Bo-DESKTOP-3F8K2LM.md",
        "People/Bo 2.md",
        "People/Ada Moss.sync-conflict-20261101-101010-ABCDEFG.md",
        "Network/Reconnect.md",
        "Network/Bo.md",
        "Notes/Reconnect.md",
        "Templates/Person.md",
        "a{{b}}.md",
        "bee.png",
        "Board.canvas",
    ),
)
CONFIG = st.sampled_from(
    (
        {},
        {},
        {"vaultkit.toml": b'link_style = "markdown"\npage_limit = 1\ncanvas = true\n'},
        {"vaultkit.toml": b'link_style = "plain"\nbare_mentions = false\n'},
        {
            "vaultkit.toml": b'daily_folder = "Daily"\nfolder = "People"\n'
            b"canvas = true\n"
        },
        {
            "vaultkit.toml": b"gate_days = 0\ndrift_contacts = 3\n"
            b"drift_span_days = 1\ncanvas = true\n"
        },
        {"vaultkit.toml": b'page_names = { home = "Home", help = "Bo" }\n'},
        {"vaultkit.toml": b'me = "Bo"\nlanguage = "german"\nwrong = 1\n'},
        {"vaultkit.toml": b"not toml"},
        {".obsidian/app.json": b'{"useMarkdownLinks": true}'},
        {".obsidian/daily-notes.json": b'{"folder": "Daily"}'},
    )
)


@cache
def spelt(first: str, last: str, alias: str) -> st.SearchStrategy[str]:
    """Return a strategy for somebody's name as people write it in passing."""
    name = f"{first} {last}"
    return one_of(
        *(name, name.upper(), name.lower(), f"{last}, {first}", f"{first} M. {last}"),
        *(f"{first}{glue}{last}" for glue in ("", "-", "_", ".", "\u00a0", "\u200b")),
        *(f"{first}{last}".lower(), f"#{first}{last}", f"@{first}_{last}".lower()),
        *(f"{first[0]}. {last}", f"{first[0]}{last}", f"{first} {last[0]}.", first),
        *(last, last.upper(), f"{last}'s", f"{last}s", f"the {last}s", f"{first}'s"),
        *(alias, alias.upper(), alias.lower(), f"{alias}'s", f"{alias}\u2019s"),
        *(f"[[{name}|X]]'s", f"[x](<People/{name}.md>)'s", f"[[{alias}]]'s"),
        *(f"{first[:2]}\u200b{first[2:]}", f"{name}-Moss", f"old {name}"),
    )


FILES: Final = st.dictionaries(PATH, DATA, max_size=12)


@cache
def vaults() -> st.SearchStrategy[Vault]:
    """Return a strategy for a vault of up to a dozen files."""
    return st.builds(lambda files, config: Vault({**files, **config}), FILES, CONFIG)
