"""The laws that hold for the whole program, on made-up vaults (see `stories.py`).

To make a vault up costs more than to build it, so one is held to many laws.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.stories import BODY, CONFIG, DATA, PATH, link, one_of, spelt, vaults
from tests.whole import TODAY, Vault, run, words
from vaultkit import build, changes, vault
from vaultkit.changes import Fill, Keep, Remove, SetAside, Write
from vaultkit.notes import links, markdown
from vaultkit.snapshot import VaultPath, sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from vaultkit.build import Build
    from vaultkit.changes import Change

# --- what the laws speak of ----------------------------------------------------------


def said(made: Build) -> tuple[dict[VaultPath, str], object, int]:
    """Return all that a build says, to compare."""
    return dict(made.pages), made.problems, made.people


def planned(given: Vault) -> tuple[Change, ...]:
    made = given.build
    return changes.plan(
        made.pages, given.snapshot, given.settings, made.refused, made.filled
    )


def applied(given: Vault, todo: Sequence[Change]) -> Vault:
    """Return the vault as it is when the changes are done."""
    files = dict(given.files)
    for change in todo:
        if isinstance(change, Write):
            files[change.path] = changes.bytes_of(change.text)
        elif isinstance(change, Fill):
            assert files[change.path] == change.was
            files[change.path] = change.data
        elif isinstance(change, SetAside):
            files[change.to] = changes.bytes_of(change.text)
        elif isinstance(change, Remove):
            del files[change.path]
    return Vault(files, given.today)


def on_disk(root: Path, files: Mapping[str, bytes]) -> None:
    """Write a vault into a folder, which has to exist."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def stored(root: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    found = (p for p in root.rglob("*") if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


# --- law 1: anything gives pages -----------------------------------------------------


def holds_that_any_vault_gives_pages_and_problems(given: Vault) -> None:
    drawn = {path for path in given.pages if path.endswith(".canvas")}
    assert all(path.endswith(".md") for path in given.pages.keys() - drawn)
    assert not drawn or given.settings.canvas
    assert list(given.build.problems) == sorted(given.build.problems)


# --- law 2: a rebuild is a build -----------------------------------------------------

Edit = tuple[str, str, object]
EDIT: st.SearchStrategy[Edit] = st.one_of(
    st.tuples(st.just("write"), PATH, DATA),
    st.tuples(st.just("write"), PATH, DATA),
    st.tuples(st.just("rename"), PATH, PATH),
    st.tuples(st.just("delete"), PATH, st.just(b"")),
    st.tuples(st.just("settings"), st.just(""), CONFIG),
    st.tuples(st.just("sleep"), st.just(""), st.integers(1, 200)),
)


def edited(given: Vault, kind: str, path: str, what: object) -> Vault:
    """Return the vault after one thing that happened to it."""
    files, today = dict(given.files), given.today
    if kind == "write" and isinstance(what, bytes):
        files[path] = what
    elif kind == "rename" and isinstance(what, str) and path in files:
        files[what] = files.pop(path)
    elif kind == "delete":
        files.pop(path, None)
    elif kind == "settings" and isinstance(what, dict):
        files = {
            p: d for p, d in files.items() if p.endswith((".md", ".png", ".canvas"))
        } | what
    elif kind == "sleep" and isinstance(what, int):
        today += timedelta(days=what)
    return Vault(files, today)


@given(vaults(), st.lists(EDIT, min_size=1, max_size=4))
def test_a_rebuild_is_a_build(given: Vault, edits: list[Edit]) -> None:
    made = given.build
    for kind, path, what in edits:
        given = edited(given, kind, path, what)
        made = build.rebuild(made, given.snapshot, given.settings, given.today)
        assert said(made) == said(given.build)


# --- laws 3, 6 and 7: a second run, our own pages, everybody else's files ------------


def holds_that_a_second_run_changes_nothing(after: Vault) -> None:
    busy = [change for change in planned(after) if isinstance(change, Write | Remove)]
    assert busy == []


def holds_that_our_pages_are_no_sources(given: Vault, after: Vault) -> None:
    assert dict(after.pages) == dict(given.pages)
    assert after.build.people == given.build.people


@settings(max_examples=settings().max_examples // 3)
@given(vaults())
def test_nothing_else_changes_on_disk(given: Vault) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        on_disk(root, given.files)
        before = stored(root)
        first = run(root)
        vault.apply(root, first.changes)
        after = stored(root)
        touched = {c.path for c in first.changes if isinstance(c, Write | Remove)}
        touched |= {c.to for c in first.changes if isinstance(c, SetAside)}
        others = before.keys() - touched
        assert {p: after.get(p) for p in others} == {p: before[p] for p in others}
        assert after.keys() - before.keys() <= touched
        assert [c for c in run(root).changes if isinstance(c, Write | Remove)] == []
        assert stored(root) == after


TAIL = st.sampled_from(("", "\n", "mine", "mine\n", "\r\nmine\r\n", "[[Bo]] `x`\n"))


def holds_that_the_text_below_the_mark_stays(after: Vault, tail: str) -> None:
    kept = [c.path for c in planned(after) if isinstance(c, Keep)]
    ours = [path for path in kept if path.endswith(".md")]  # a canvas has no below
    files = dict(after.files)
    for path in ours:
        files[path] = after.files[path].rstrip(b"\n") + b"\n" + tail.encode()
    noted = Vault(files, TODAY + timedelta(days=40))
    later = applied(noted, planned(noted))
    assert all(later.files[p].endswith(tail.encode()) for p in ours if tail.strip())


# --- law 4: order --------------------------------------------------------------------


def holds_that_the_order_of_files_does_not_matter(given: Vault, chance: Random) -> None:
    names = list(given.files)
    chance.shuffle(names)
    shuffled = Vault({name: given.files[name] for name in names}, given.today)
    assert said(shuffled.build) == said(given.build)
    assert planned(shuffled) == planned(given)


# --- law 8: what is private ----------------------------------------------------------

SECRETS = words("zora quill zozo zqbody zqneed zqline zqwhy zqorg zqown zqdate")
UNSEEN = str.maketrans("", "", "\u200b\u00ad")


@st.composite
def guarded(draw: st.DrawFn) -> Vault:
    """Draw a vault with somebody private in it and something private about another."""
    given = draw(vaults())
    her = draw(st.sampled_from(("[[Zora Quill]]", "[[Zozo]]", "[[People/Zora Quill]]")))
    other = draw(link(("Ada Moss", "Bo")))
    day = draw(st.sampled_from(("2026-11-20", "2026-05-17", "2027-01-01")))
    word = draw(st.sampled_from(("coffee", "gave", "promised", "needs", "learned")))
    pair = [f'"{her}"', f'"{other}"']
    name = spelt("Zora", "Quill", "Zozo")
    passing = [draw(name) for _ in range(6)]
    planted = {
        "People/Zora Quill.md": "---\ntype: person\nprivate: true\naliases: [Zozo]\n"
        "needs: [zqneed, bees]\noffers: [zqneed, bread]\ncircle: zqbody\n"
        f'introduced_by: "{other}"\n---\n- {day} coffee: zqbody {other}\n' + draw(BODY),
        "People/Quiet One.md": "---\ntype: person\nprivate: [needs, org, zqown]\n"
        "needs: [zqneed]\norg: zqorg\ncircle: close\nzqown: zqown\n---\n"
        f"- 2024-01-01 coffee: {her} and zqline\n- 2024-02-02 met: someone\n",
        "2026-11-19.md": f"- {word}: {her} {other} zqline\n- {other} and {her} zqline\n"
        "- coffee: [[Bo]] spoke of Zora Quill, zqline\n"
        f"- coffee: {other} on {passing[0]} zqline\n"
        f"- {word}: {other} {passing[1]} zqline\n"
        f"- needs: {other} zqline ({passing[2]})",
        # Names of others that have hers in them, and one without a note.
        f"People/Zora Quill{draw(one_of('-Moss', ' Reed'))}.md": "zqline\n",
        f"People/{draw(one_of('Zora', 'Quill', 'Zozo'))}'s friend.md": "zqline\n",
        "2026-11-18.md": f"- met: [[{draw(one_of('Z. Quill', 'zora_quill'))}]] zqline",
        # What nobody can read might be hers, and so might a copy of it.
        "People/zqbody.md": draw(one_of("private: yes\n", "---\n- private: true\n"))
        + "\0",
        "Zora Quill (conflicted copy 2026-11-01 101010).md": "zqline\n",
        "Events/Tea.md": f"---\ntype: event\ndate: {day}\npeople: [{', '.join(pair)}]\n"
        "---\n",
        "Introductions/Z.md": "---\ntype: introduction\n"
        f"between: [{', '.join(pair)}]\nyes: [{', '.join(pair)}]\nwhy: zqwhy\n---\n",
        "People/Knower.md": f"---\ntype: person\nknows: [{', '.join(pair)}]\n"
        f'introduced_by: "{her}"\nmet_at: "zqline with {passing[3]}"\n'
        f'org: "zqorg of {passing[4]}"\nneeds: ["zqneed {passing[5]}"]\n---\n',
        # Hidden, and used in silence alone.
        "People/Resting One.md": "---\ntype: person\ncircle: inner\n"
        f"private: [{draw(one_of('season', 'last_contact', 'snooze_until'))}, zqown]\n"
        "zqown: zqown\nseason: resting\nlast_contact: 2026-11-01\n"
        "snooze_until: 2099-01-01\n---\n- 2023-01-01 coffee: zqdate off\n",
    }
    private = {path: text.encode() for path, text in planted.items()}
    return Vault({**given.files, **private}, given.today)


@given(guarded())
def test_nothing_private_is_on_a_page(given: Vault) -> None:
    found = [
        (path, secret)
        for path, text in given.readable.items()
        for secret in SECRETS
        if secret in text.translate(UNSEEN).casefold().replace("zqdate off", "")
    ]
    assert found == []
    quiet = [text for text in given.pages.values() if "quiet since" in text]
    assert not any("[[Resting One]]: quiet" in text for text in quiet)


# --- law 10: every link on a page leads home -----------------------------------------


def holds_that_every_link_on_a_page_resolves(given: Vault) -> None:
    index = links.Files.of(given.everything)
    for path, text in given.readable.items():
        for written in markdown.read(text, 1).links:
            found = index.resolve(written.target, path, wiki=written.wiki)
            assert found.path is not None, (path, written)
            assert not found.rivals, (path, written, found.rivals)


def holds_that_a_link_leads_to_whom_it_shows(given: Vault) -> None:
    named: dict[str, set[str]] = {}
    for person in given.book.people.values():
        named.setdefault(person.name, set()).add(person.path or "")
    pages = {path.rpartition("/")[2].removesuffix(".md") for path in given.pages}
    index = links.Files.of(given.everything)
    for path, text in given.readable.items():
        if "page: problems" in text:
            continue  # it links notes, whoever they are about
        for written in markdown.read(text, 1).links:
            if written.shown in named and written.shown not in pages:
                found = index.resolve(written.target, path, wiki=written.wiki)
                assert found.path in named[written.shown], (path, written)


# --- words stay words ----------------------------------------------------------------

READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def holds_that_words_from_notes_never_become_markup(given: Vault) -> None:
    for path, text in given.readable.items():
        body = text.partition("\n---\n")[2]
        for token in READER.parse(body):
            for part in (token, *(token.children or ())):
                if part.type in {"html_block", "html_inline"}:
                    assert part.content.startswith(("<!--", "<br>")), (path, part)
                target = str(part.attrGet("href") or part.attrGet("src") or "")
                assert "javascript:" not in target.casefold(), (path, part)


# --- all of them ---------------------------------------------------------------------

TWINS: Final = Vault(
    {
        "People/bo.md": b"---\ntype: person\n---\n",
        "People/Bo.md": b"---\ntype: person\n---\n",
        "vaultkit.toml": b'link_style = "markdown"\n',
    },
    TODAY,
)


@given(vaults(), TAIL, st.randoms(use_true_random=False))
def test_the_laws_hold(given: Vault, tail: str, chance: Random) -> None:
    holds_that_any_vault_gives_pages_and_problems(given)
    holds_that_every_link_on_a_page_resolves(given)
    holds_that_a_link_leads_to_whom_it_shows(given)
    holds_that_words_from_notes_never_become_markup(given)
    holds_that_the_order_of_files_does_not_matter(given, chance)
    after = applied(given, planned(given))
    holds_that_a_second_run_changes_nothing(after)
    holds_that_our_pages_are_no_sources(given, after)
    holds_that_the_text_below_the_mark_stays(after, tail)


def test_links_lead_to_one_of_two_that_differ_in_case_alone() -> None:
    holds_that_every_link_on_a_page_resolves(TWINS)


# --- the tests themselves ------------------------------------------------------------


@pytest.mark.parametrize("path", ["Network/Reconnect.md", "Reconnect.md"])
def test_a_taken_name_is_refused(path: str) -> None:
    given = Vault({path: b"mine", "2026-11-01.md": b"- coffee: [[Bo]] bees\n"})
    after = applied(given, planned(given))
    assert after.files[path] == b"mine"


def test_the_stories_reach_the_pages() -> None:
    """Hold the strategy to its purpose: a good share of its vaults say something."""
    seen: set[str] = set()

    @settings(max_examples=80, database=None)
    @given(vaults())
    def look(given: Vault) -> None:
        seen.update(path.rpartition("/")[2] for path in given.pages)
        seen.update(problem.code for problem in given.build.problems)

    look()
    assert {"This week.md", "Reconnect.md", "People I know.md"} <= seen
    assert {"link-ambiguous", "frontmatter-yaml", "cadence-unclear"} <= seen


def test_sort_keeps_every_file() -> None:
    given = {VaultPath("a.md"): b"", VaultPath("b.png"): b"", VaultPath("c.MD"): b""}
    read = sort(given, (), ())
    assert {*read.notes, *read.others} == given.keys()
