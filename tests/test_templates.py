from __future__ import annotations

import os
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

import pytest

from tests.whole import ROOT, Vault
from vaultkit import build, changes, cli, mark, pages, settings, shipped, vault
from vaultkit.book.book import Book
from vaultkit.changes import Refuse, Write
from vaultkit.guests import Nobody
from vaultkit.notes.links import Files
from vaultkit.pages.markup import Linker
from vaultkit.pages.own import ENDING, LONGEST, MOST
from vaultkit.pages.plain import printed
from vaultkit.pages.template import ALLOWED_FILTERS
from vaultkit.pages.wording import Wording
from vaultkit.snapshot import NOBODYS, Snapshot, VaultPath, sort
from vaultkit.toolkit import wire
from vaultkit.toolkit.fence import MIB, Limits
from vaultkit.toolkit.printing import Printing
from vaultkit.toolkit.process import Process
from vaultkit.vault import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.build import Build
    from vaultkit.pages.plain import Printed, Sheet
    from vaultkit.problems import Problem

LIFE: Final = """
    --- People/Ada Moss.md
    cadence: 2 weeks
    interests: bees

    - 2026-05-03 coffee: hives on the [roof]
    --- People/Bo Lind.md
    cadence: 2 weeks

    - 2026-06-07 call: the fair
    --- Elsewhere/Bo Lind.md
    Another one.
"""
OWN: Final = VaultPath("Templates/sunday-letters.md.j2")
PAGE: Final = VaultPath("Network/Sunday letters.md")
RECONNECT: Final = VaultPath("Network/Reconnect.md")
LETTERS: Final = """---
title: Sunday letters
insights: reconnect
limit: 2
order: name
---
{% import "pages/_macros.md.j2" as say %}
{% for one in reconnect.quiet %}
- {{ one.person|person }}, {{ say.since(one) }}: {{ one.words|quote }}
  {{ one.person|paste("wrote") }}
{% endfor %}
"""


def here(given: Sheet, /) -> Printed:
    """Print a page as the other process would, after the same journey."""
    request = wire.unpacked(wire.packed(wire.Print(given))[wire.HEAD :])
    assert isinstance(request, wire.Print)
    return printed(request.given)


HERE: Final = Nobody(here)


def seen(files: dict[str, str], *trusted: str, life: str = LIFE) -> Snapshot:
    """Return a vault with these templates, and those that are trusted."""
    texts = {path: text.encode() for path, text in files.items()}
    both = {**Vault.of(life).files, **texts}
    known = {VaultPath(path): digest(texts[path]) for path in trusted}
    return sort({VaultPath(p): d for p, d in both.items()}, (), (), known or NOBODYS)


def made(given: Snapshot, guests: Nobody = HERE) -> Build:
    whole = Vault({})
    chosen, _ = settings.read(given.config)
    return build.build(given, chosen, whole.today, guests=guests)


def trusting(text: str, path: str = OWN, guests: Nobody = HERE) -> Build:
    return made(seen({path: text}, path), guests)


def told(given: Build) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in given.problems]


# --- a page in one template ----------------------------------------------------------


def test_a_template_is_a_page() -> None:
    page = trusting(LETTERS).pages[PAGE]
    assert page == (
        "---\ntype: vaultkit-page\ncssclasses: [vaultkit]\npage: sunday-letters\n"
        "people: 2\n---\n\n"
        "- [[Ada Moss]], quiet since [[Ada Moss|3 May 2026]] (coffee):"
        " “hives on the \\[roof\\]”\n  `wrote: [[Ada Moss]]`\n"
        "- [[People/Bo Lind|Bo Lind]], quiet since [[People/Bo Lind|7 June 2026]]"
        " (a call): “the fair”\n  `wrote: [[People/Bo Lind]]`\n"
    )


def test_our_own_templates_say_the_same_from_a_vault() -> None:
    """Nothing that our own templates use is kept from others."""
    read = vault.read(shipped.example_vault())
    names = [page.name for page in pages.IN_WORDS if page.name != "home"]
    own = {
        VaultPath(f"Templates/{n}{ENDING}"): shipped.templates()[f"pages/{n}.md.j2"]
        for n in names
    }
    texts = {path: text.encode() for path, text in own.items()}
    trusted = {path: digest(data) for path, data in texts.items()}
    files = {**read.notes, **read.config, **texts}
    theirs = made(sort(files, read.others, read.problems, trusted))
    ours = made(read)
    assert dict(theirs.pages) == dict(ours.pages)
    assert len(ours.pages) == len(names) + 1
    assert theirs.problems == ours.problems


def test_what_a_template_asks_for() -> None:
    newest = LETTERS.replace("order: name", "order: newest").replace(
        "limit: 2", "limit: 1"
    )
    page = trusting(newest).pages[PAGE]
    assert "Bo Lind" in page
    assert "Ada Moss" not in page
    named = newest.replace("title: Sunday letters", "title: For Sunday\nfile: Letters")
    page = trusting(named).pages[VaultPath("Network/Letters.md")]
    assert "---\n\n# For Sunday\n\n- [[" in page
    counts = "{{ reconnect.quiet|length }} {{ page.matches|length }}"
    several = f"---\ninsights: [help, reconnect]\n---\n{counts}"
    path = VaultPath("Templates/Both.md.j2")
    assert (
        trusting(several, path).pages[VaultPath("Network/Both.md")].endswith("\n2 0\n")
    )
    bare = trusting("Only words.", path).pages[VaultPath("Network/Both.md")]
    assert bare.endswith("---\n\nOnly words.\n")
    nothing = trusting("---\ninsights: learning\n---\nx", path)
    assert VaultPath("Network/Both.md") not in nothing.pages


def test_a_template_with_the_name_of_ours_replaces_it() -> None:
    for name in ("reconnect", "Reconnect"):
        given = trusting("{{ page.quiet|length }} quiet.", f"Templates/{name}.md.j2")
        assert given.pages[RECONNECT].endswith("---\n\n2 quiet.\n")
        assert "page: reconnect\n" in given.pages[RECONNECT]
        assert given.problems == ()
    off = LIFE + '    --- vaultkit.toml\n    pages_off = ["reconnect"]\n'
    path = "Templates/reconnect.md.j2"
    assert RECONNECT not in made(seen({path: "x"}, path, life=off)).pages


def test_templates_import_macros_of_the_vault() -> None:
    macros = "Templates/_mine.md.j2"
    text = '{% import "_mine.md.j2" as mine %}{{ mine.hello("a*b") }}'
    files = {OWN: text, macros: "{% macro hello(x) %}**{{ x }}**{% endmacro %}"}
    page = made(seen(files, OWN, macros)).pages[VaultPath("Network/sunday-letters.md")]
    assert page.endswith("---\n\n**a\\*b**\n")
    alone = made(seen(files, OWN))
    assert told(alone) == [
        ("Network/sunday-letters.md", "template-broken"),
        (macros, "template-untrusted"),
    ]


# --- trust ---------------------------------------------------------------------------


def test_a_template_that_is_not_trusted_is_not_used() -> None:
    ours = Vault.of(LIFE).pages[RECONNECT]
    path = "Templates/reconnect.md.j2"
    new = made(seen({path: "mine", OWN: LETTERS}))
    assert told(new) == [(path, "template-untrusted"), (OWN, "template-untrusted")]
    assert "the page that ships with vaultkit is used" in new.problems[0].message
    assert new.pages[RECONNECT] == ours
    assert PAGE not in new.pages

    once = seen({path: "mine"}, path)
    changed = sort({**once.notes, VaultPath(path): b"theirs"}, (), (), once.trusted)
    again = made(changed)
    assert told(again) == [(path, "template-untrusted")]
    assert "changed since it was trusted" in again.problems[0].message
    assert again.pages[RECONNECT] == ours
    # Nothing but the digest of what is there makes it trusted.
    assert made(once).pages[RECONNECT] != ours
    elsewhere = {VaultPath("Templates/x.md.j2"): digest(b"mine")}
    moved = sort({**once.notes, VaultPath(path): b"mine"}, (), (), elsewhere)
    assert made(moved).pages[RECONNECT] == ours


def test_trust_is_asked_for_kept_outside_and_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "notes"
    for path, data in {**Vault.of(LIFE).files, OWN: LETTERS.encode()}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}

    def trust(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.run(["trust", str(root), *words])
        return code, capsys.readouterr().out

    code, out = trust()
    assert (code, out.split("\n")[0]) == (1, f"{OWN}  (new)")
    assert "  + title: Sunday letters" in out
    assert vault.read(root).trusted == {}
    assert trust("--yes", "--dry-run")[0] == 1
    assert vault.read(root).trusted == {}
    assert trust("--yes") == (0, out + "trusted: the next build uses them\n")
    assert trust() == (0, f"{OWN}  (trusted)\n")
    assert PAGE in made(vault.read(root)).pages
    assert before == {f: f.read_bytes() for f in root.rglob("*") if f.is_file()}

    (root / OWN).write_text(LETTERS.replace("limit: 2", "limit: 3"), "utf-8")
    assert told(made(vault.read(root))) == [(OWN, "template-untrusted")]
    code, out = trust()
    assert (code, out.split("\n")[0]) == (1, f"{OWN}  (changed)")
    assert "  - limit: 2\n  + limit: 3\n" in out
    assert '"state": "changed"' in trust("--json")[1]
    assert trust("--none") == (0, "none is trusted\n")
    assert vault.read(root).trusted == {}


def test_a_page_stays_as_it_was_while_its_template_is_not_trusted() -> None:
    """What is not trusted any more takes nothing away that was there."""
    good = trusting(LETTERS)
    text = good.pages[PAGE]
    files = {**seen({OWN: LETTERS + "!"}).notes, PAGE: mark.sign(text).encode()}
    broken = sort({**files, OWN: b"{{ x }}"}, (), (), {OWN: digest(b"{{ x }}")})
    found = made(broken)
    assert told(found) == [("Network/sunday-letters.md", "template-broken")]
    todo = changes.plan(found.pages, broken, settings.DEFAULTS, found.refused)
    assert [one for one in todo if isinstance(one, Refuse | Write)] != []
    assert [one for one in todo if one.path == OWN] == []


# --- what is wrong with a template ---------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("---\nlimits: 3\n---\n", 2, "`limits` is none of title, file"),
        ("---\ntitle: x\nlimit: none\n---\n", 3, "`limit` is a whole number"),
        ("---\nlimit: 501\n---\n", 2, "`limit` is a whole number"),
        ("---\norder: luck\n---\n", 2, "`order` is one of name, newest, oldest"),
        ("---\ninsights: gossip\n---\n", 2, "`insights` is any of home, reconnect"),
        ("---\nfile: ../x\n---\n", 1, "no file can be called that"),
        ("---\nfile: .obsidian\n---\n", 1, "no file can be called that"),
        ("---\ntitle: [a]\n---\n", 2, "its `title` is text"),
        ("---\nfile: Reconnect\n---\n", 1, "called `Network/Reconnect.md` already"),
        ("---\ntitle: x\n", 1, "no second `---`"),
        ("x" * (LONGEST + 1), 1, "larger than 64 KiB"),
        ("a\x00b", 1, "not text"),
    ],
)
def test_what_the_top_of_a_template_says_wrongly_is_told(
    text: str, line: int, why: str
) -> None:
    given = trusting(text)
    (problem,) = given.problems
    assert (problem.path, problem.code, problem.line) == (OWN, "template-broken", line)
    assert why in problem.message
    assert RECONNECT in given.pages


def test_so_many_templates_and_no_more() -> None:
    files = {f"Templates/p{n:03}.md.j2": "x" for n in range(MOST + 1)}
    given = made(seen(files, *files))
    assert told(given) == [(f"Templates/p{MOST:03}.md.j2", "template-broken")]


WRONG: Final = (
    "{% if %}",
    "{{ nobody }}",
    "{{ page.nothing }}",
    "{{ page.quiet }}",
    "{{ page.quiet|safe }}",
    "{{ 'x' * 10**10 }}",
    "{{ page.quiet[0].words ~ 'y' }}",
    "{{ 'a' + page.quiet[0].words }}",
    "{{ '%10000000000d' % 1 }}",
    "{{ ''|center(10**10) }}",
    "{{ range(10) }}",
    "{{ lipsum(n=100000) }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ page.__class__ }}",
    "{{ page.quiet.__class__.__base__.__subclasses__() }}",
    "{{ page|attr('__class__') }}",
    "{{ '{0.__class__}'.format(page) }}",
    "{{ page.quiet[0].since.__reduce_ex__(2) }}",
    "{{ self.__init__.__globals__ }}",
    "{{ say.__class__ }}",
    "{% include '/etc/passwd' %}",
    "{% import '../../x' as x %}",
    "{% set page.quiet = 1 %}",
    "{{ page.quiet.append(1) }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
)
"""What fails at once, and takes nothing with it."""


def problem_of(given: Build) -> Problem:
    (problem,) = given.problems
    assert (problem.path, problem.code) == (RECONNECT, "template-broken")
    return problem


SHORT: Final = Limits(1.5, memory=512, answer=MIB, start=60, clock=60)
POSIX: Final = sys.platform != "win32"
# More than is left where the system holds a process to that, and no more than a machine
# has; elsewhere more than anybody has.
MUCH: Final = SHORT.memory * MIB if sys.platform == "linux" else 10**15


@pytest.fixture(scope="module")
def press() -> Iterator[Printing]:
    printing = Printing(SHORT)
    yield printing
    printing.end()


def test_what_no_template_may_do_fails_and_ours_is_there(press: Printing) -> None:
    ours = Vault.of(LIFE).pages[RECONNECT]
    path = "Templates/reconnect.md.j2"
    for text in WRONG:
        given = trusting(text, path, Nobody(press))
        assert given.pages[RECONNECT] == ours, text
        assert "hives" not in problem_of(given).message, text


def looped(inside: str, times: int) -> str:
    """Return a template that does something twelve times twelve times ... over."""
    loop = "{% for a in 'abcdefghijkl' %}"
    return loop * times + inside + "{% endfor %}" * times


BOMBS: Final = (
    (looped("", 15), "needed more processor time than it may have" if POSIX else "did"),
    (f"{{{{ 'x'.ljust({MUCH})|length }}}}", "needed more memory than it may have"),
    (looped("{{ page.quiet[0].words * 99 }}", 15), "failed in line 1 (TypeError)"),
    (looped("a b c d e f g h i j k l m n o p q r", 5), "answer"),
    ("{{ (" * 500 + ")}}" * 500, "failed"),
)


@pytest.mark.parametrize(("text", "why"), BOMBS)
def test_a_bomb_ends_with_its_process(text: str, why: str, press: Printing) -> None:
    given = trusting(text, "Templates/reconnect.md.j2", Nobody(press))
    assert why in problem_of(given).message
    assert given.pages[RECONNECT] == Vault.of(LIFE).pages[RECONNECT]
    # The next page is printed as if nothing had been.
    assert PAGE in trusting(LETTERS, OWN, Nobody(press)).pages


class Held(Process):
    """A process that gets no time for a second or two, as on a busy machine."""

    def ask(self, request: bytes, seconds: float, most: int) -> bytes:
        if len(request) < 1000:  # it is not asked for a page yet
            return super().ask(request, seconds, most)
        process = self._worker.pid
        os.kill(process, signal.SIGSTOP)
        waking = threading.Timer(1.5, os.kill, (process, signal.SIGCONT))
        waking.start()
        try:
            return super().ask(request, seconds, most)
        finally:
            waking.cancel()


@pytest.mark.skipif(not POSIX, reason="nothing stops a process for a while there")
@pytest.mark.parametrize("clock", [60.0, 0.1])
def test_a_busy_machine_is_no_fault_of_a_template(clock: float) -> None:
    printing = Printing(SHORT._replace(seconds=0.7, clock=clock), Held)
    found = trusting(LETTERS, OWN, Nobody(printing))
    printing.end()
    if clock > 1:
        assert PAGE in found.pages
    else:  # only what takes ever so long is ended
        (problem,) = found.problems
        assert "did not answer within 0.1 seconds" in problem.message


# --- what the docs and the README say ------------------------------------------------

GUIDE: Final = (ROOT / "docs/templates.md").read_text("utf-8")
README: Final = (ROOT / "README.md").read_text("utf-8")


def table(heading: str) -> set[str]:
    """Return what stands in the first column of the table under a heading."""
    section = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_the_guide_has_every_filter_and_macro_and_no_other() -> None:
    linker = Linker(Files.of(()), "wikilink", PAGE)
    wording = Wording(Book(files=Files.of(())), settings.DEFAULTS, {}, linker)
    assert table("Filters") == {*wording.filters(), *ALLOWED_FILTERS}
    macros = re.findall(r"{% macro (\w+)", shipped.templates()["pages/_macros.md.j2"])
    assert table("Macros") == set(macros)
    insights = re.findall(r"`([a-z-]+)`", GUIDE.partition("Insights are ")[2][:200])
    assert [page.name for page in pages.IN_WORDS] == insights[: len(pages.IN_WORDS)]


def test_the_examples_of_the_guide_are_pages() -> None:
    examples = re.findall(r"```jinja\n(.*?)```", GUIDE, re.DOTALL)
    read = vault.read(shipped.example_vault())
    for example in examples:
        known = {OWN: digest(example.encode())}
        files = {**read.notes, **read.config, OWN: example.encode()}
        given = made(sort(files, read.others, read.problems, known))
        assert given.problems == made(read).problems
        title = example.partition("title: ")[2].partition("\n")[0]
        assert "\n- [[" in given.pages[VaultPath(f"Network/{title}.md")]


def test_the_page_in_one_template_of_the_readme(tmp_path: Path) -> None:
    """From a file in a vault to a page on the disk, by the commands it names."""
    section = README.partition("## Your own page, in one template\n")[2]
    found = re.findall(r"```(?:jinja|markdown)\n(.*?)```", section, re.DOTALL)
    template, page = found[:2]
    assert len(template.splitlines()) <= 10
    name = re.search(r"Save this as `(.+?)`", section)
    assert name is not None
    for path, text in {
        name[1]: template,
        "People/Priya Nair.md": "---\ncadence: 2 weeks\n---\n"
        "- 2026-05-03 coffee: has bees on the roof now\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert cli.run(["trust", str(tmp_path), "--yes"]) == 0
    assert cli.run(["build", str(tmp_path), "--today", "2026-11-21"]) == 0
    written = (tmp_path / "Network/Letters to write.md").read_text("utf-8")
    assert f"---\n\n{page}" in written
    assert cli.run(["build", str(tmp_path), "--check", "--today", "2026-11-21"]) == 0
