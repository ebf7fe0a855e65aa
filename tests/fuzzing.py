"""Notes nobody would write: made by a seed, broken by chance, and told what must hold.

Two engines share what stands here. The fuzzer of our own takes real notes and damages
them, and makes whole vaults of what comes of that: `python -m tests.fuzzing --help`.
Where atheris can be had it is led by coverage to what no damage would find:
`python -m tests.fuzzing --engine atheris`. Every law is a function that raises.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from tests.timing import within
from tests.whole import ROOT, TODAY, Vault, words
from vaultkit import changes, dates, inspect, mark, owned, settings, vault
from vaultkit.daemon.status import Status
from vaultkit.notes import frontmatter as properties
from vaultkit.notes import linking, markdown, prose
from vaultkit.notes.frontmatter.asked import ObsidianHandler
from vaultkit.notes.links import Files
from vaultkit.notes.note import MOST_BYTES, parse
from vaultkit.notes.packing import packed, unpacked
from vaultkit.pages import markup
from vaultkit.problems import KINDS, VaultkitError
from vaultkit.snapshot import VaultPath, says_ours, sort
from vaultkit.vault import Remembered
from vaultkit.vault import cache as kept
from vaultkit.vault.claim import holder
from vaultkit.vault.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.notes.note import Note

HANG: Final = 1.0
"""Seconds of work in which a vault of two hundred hostile notes has to be done."""
NOTES: Final = 200
"""Notes in one fuzzed vault."""
HUSH: Final = "zqsecret"
HER: Final = "Zora Quillfeather"
_OURS: Final = "---\ntype: vaultkit-page\n---\n"
PRIVATE: Final = b"---\nprivate: true\n"
"""How a note starts that nobody may hear of, whatever follows."""
_HUSH: Final = re.compile(HUSH, re.IGNORECASE)
_HERS: Final = re.compile(
    rf"{HUSH}|\b(?:zora\W{{0,3}}quillfeather(?:'?s)?|quillfeather\W{{1,3}}zora)\b",
    re.IGNORECASE,
)
"""What would tell of her; somebody else may well have one of her names, and a name that
an accident glued to another word is nobody's."""

TOKENS: Final = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        *words("--- ... %% ``` ~~~ <!-- --> [[ ]] ![[ ]( ) | \\ # ## > - * + [x] [ ]"),
        *words("&a *a <<: !!python/object:x ? {{date}} <% %> {% %} {{ }} $$ == ~~ ^id"),
        *words("private: true false null .inf 0x1f 1e999 12:30 2026-02-30 99999-01-01"),
        *words("javascript:alert(1) obsidian://open data:text/html,x <script> <img/>"),
        *words("coffee: gave: promised: needs: found: asked: came: type: person event"),
        *words("introduction between: yes: no: people: aliases: tags: interests: met:"),
        *("\n", "\r\n", "\r", "\t", "\0", " ", "    ", "\n\n", "\ufeff", "\u2028"),
        *("\x1b[31m", "\u202e", "\u2066", "\u200b", "\x7f", "\x85", "\ud800", "é", "é"),
        *(
            "花子",
            "🦊",
            "İ",
            "ß",
            "\U000e0041",
            "\ufffd",
            '"',
            "'",
            "`",
            ":",
            ",",
            "=1+1",
        ),
        *("[" * 40, "{" * 40, "> " * 40, "- " * 40, "*" * 40, "    " * 40, "a" * 300),
        *("[[Ada Moss]]", "[[Ada Moss|x]]", "- [ ] ", "- 2026-11-02 coffee: [[Bo]] ok"),
        *(f"- coffee: [[{HER}]] and [[Ada Moss]]\n", f"met_at: {HER}'s garden\n"),
        *(
            "<!-- vaultkit 1 0123456789abcdef -->",
            "type: vaultkit-page\n",
            "# a\n===\n",
        ),
        *(f"introduced_by: '[[{HER}]]'\n", "click A href", "%%{init}%%", "graph TD;"),
    )
)
_NAMES: Final = words("People/{}.md {}.md Events/{}.md Daily/{}.md Topics/{}.md")
_STEMS: Final = (
    *("2026-11-02", "2026-11-21", "Ada Moss", "Bo", "Me", "bees", "Fair", "a|b", "x#y"),
    *("]]", "%%", "`", "<b>", "..", "{{date}}", "-rf", "=1+1", "CON", "a" * 200, "é"),
    *(
        "\u202egp",
        "\u200b",
        "\n",
        "花子",
        "This week",
        "--",
        "$",
        "&amp;",
        "🦊",
        "ADA MOSS",
    ),
)


@cache
def corpus() -> tuple[bytes, ...]:
    """Return real notes to damage: the example, the gallery, the golden vaults."""
    found: dict[bytes, None] = {}
    for folder in ("example-vault", "tests/problems", "tests/golden"):
        for file in sorted((ROOT / folder).rglob("*.md")):
            data = file.read_bytes() if file.is_file() else b""
            if 0 < len(data) < 6_000 and not says_ours(data):
                found[data] = None
    return tuple(found)


def damaged(chance: Random) -> bytes:
    """Return a note that was real once, after up to a dozen accidents."""
    data = chance.choice(corpus())
    for _ in range(chance.randrange(12)):
        data = _accident(chance, data)
    if chance.random() < 0.002:
        data = (data * (1 + 90_000 // (len(data) + 1)))[: chance.randrange(120_000)]
    return data[: MOST_BYTES + 1]


def _accident(chance: Random, data: bytes) -> bytes:
    """Return a note after one thing that went wrong."""
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + int(chance.expovariate(0.03)))
    kind = chance.randrange(8)
    if kind <= 2:
        return data[:at] + chance.choice(TOKENS) + data[at:]
    if kind == 3:
        return data[:at] + data[end:]
    if kind == 4:
        return data[:end] + data[at:]
    if kind == 5:
        other = chance.choice(corpus())
        return data[:at] + other[chance.randrange(len(other)) :]
    if kind == 6:
        return data[:at] + data[at:end] * chance.randrange(60) + data[end:]
    return data[:at] + chance.randbytes(chance.randrange(1, 6)) + data[at + 1 :]


def made_up(seed: str, notes: int = NOTES) -> Vault:
    """Return the fuzzed vault of a seed, with somebody private in it."""
    chance = Random(seed)  # noqa: S311 (a seed tells every run again)
    files: dict[str, bytes] = {}
    while len(files) < notes - 2:
        stem = chance.choice((*_STEMS, f"Friend {chance.randrange(4_000)}"))
        files[chance.choice(_NAMES).format(stem)] = damaged(chance)
    hers = f"{HUSH}\n- 2026-11-02 coffee: [[Ada Moss]] {HUSH}\nneeds: {HUSH}\n"
    files[f"People/{HER}.md"] = PRIVATE + hers.encode() + damaged(chance)
    files["Me.md"] = b"---\ntype: me\n---\n" + damaged(chance)
    return Vault(files)


# --- what must hold ------------------------------------------------------------------


def sound(note: Note) -> None:
    """Hold what every note keeps to, whatever it was made from."""
    assert set(note.lines) == set(note.properties)
    for problem in note.problems:
        assert problem.code in KINDS
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.advice
    hash((note.tags, note.links, note.entries, note.headings, note.problems))


def a_vault(made: Vault) -> None:
    """Hold that any notes give whole pages that tell no secret."""
    pages, people = made.pages, made.build.book.people.values()
    # An accident may make her note one about an event: then her name is only words.
    hers = _HERS if any(who.private and who.name == HER for who in people) else _HUSH
    for path, text in pages.items():
        told = hers.search(text)
        where = told and text[max(0, told.start() - 200) : told.end() + 80]
        assert told is None, f"{path} tells of somebody private: {where!r}"
        marked = mark.read(mark.sign(text))
        assert marked is not None
        assert marked.intact
        assert marked.tail == ""
    for problem in made.build.told:
        assert not hers.search(f"{problem.path} {problem.message}"), problem


def a_note(data: bytes) -> None:
    """Hold that any bytes are a note, whichever way they are looked at."""
    note = parse(VaultPath("People/Ada Moss.md"), data)
    sound(note)
    list(prose.prose(data, note))


def front_matter(data: bytes) -> None:
    """Hold that any text is front matter or none, and both readers agree."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    found = properties.read("A.md", text)
    assert set(found.lines) == set(found.properties)
    quick = properties.read("A.md", f"---\n{text}\n---\n")
    handler = ObsidianHandler()
    if len(text) < 2_000 and text.isprintable():
        full = handler.load_full(text)
        if not quick.problems and not handler.findings and quick.body_at > len(text):
            assert repr(dict(quick.properties)) == repr(full)


def a_body(data: bytes) -> None:
    """Hold that any text is Markdown, and every place in it is real."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    body = markdown.read(text, 1)
    assert all(1 <= link.line <= lines for link in body.links)
    assert all(1 <= entry.line <= lines for entry in body.entries)


def a_link(data: bytes) -> None:
    """Hold that any text may be a link, a name, a date, and words on a page."""
    text = data.decode("utf-8", "replace")
    path = VaultPath("a/B.md")
    files = Files.of([path, VaultPath("B.md"), VaultPath(f"{text}.md")])
    for wiki in (True, False):
        found = files.resolve(text, path, wiki=wiki).path
        assert found is None or found in files.paths
    linking.whole(f"[[{text}]]")
    dates.leading_date(text)
    dates.read_date(text)
    shown = markup.escape(text)
    assert "\n" not in shown
    assert "<" not in re.sub(r"\\.", "", shown)
    markup.label(text)
    markup.prose(text)


def some_settings(data: bytes) -> None:
    """Hold that any bytes are settings or problems, and lead nowhere else."""
    for path in ("vaultkit.toml", ".obsidian/app.json", ".obsidian/daily-notes.json"):
        chosen, problems = settings.read({VaultPath(path): data})
        assert ".." not in chosen.folder.split("/")
        assert chosen.folder[:1] not in {"", "/", ".", "~"}
        assert all(problem.code in KINDS for problem in problems)


def a_page(data: bytes) -> None:
    """Hold that whatever stands in our folder is kept, or replaced as ours."""
    path = VaultPath("Network/Reconnect.md")
    text = owned.text_of(data)
    assert changes.bytes_of(text) == data
    above, _, below = text.partition("\0")  # bytes alone never hit upon a digest
    for page in (text, mark.sign(above) + below, mark.sign(f"{_OURS}{above}") + below):
        marked = mark.read(page)
        snapshot = sort({path: changes.bytes_of(page)}, (), ())
        for wanted in ({path: "# New\n"}, {path: above}, {}):
            for change in changes.plan(wanted, snapshot, settings.DEFAULTS):
                if isinstance(change, changes.Write):
                    assert marked is not None
                    assert change.text.endswith(marked.tail)
                if isinstance(change, changes.Remove):
                    assert marked is not None
                    assert marked.intact
                    assert not marked.tail.strip()


def some_state(data: bytes) -> None:
    """Hold that whatever stands in the state folder is read as something or nothing."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("status.json", "holder.json", "last.json"):
            (folder / name).write_bytes(data)
        Status.read(vault.said(folder, "status.json"))
        holder(folder)
        vault.logged(folder, "last.json", 20)


def a_cache(data: bytes) -> None:
    """Hold that whatever passes for a cache is read as something typed, or nothing."""
    note = unpacked(data)
    if note is not None:
        assert unpacked(packed(note) or b"") == note
    Stamp.read(data)
    with tempfile.TemporaryDirectory() as place:
        where = str(Path(place) / "a.cache")
        Path(where).write_bytes(data)
        assert isinstance(kept.notes(where, b""), kept.Unusable | bytes)
        assert not kept.write(where, b"me", data, data)
        assert kept.front(where, b"me") == kept.notes(where, b"me") == data
        remembered = Remembered.read(where, b"me")
        assert remembered.why or all(one.path for one in remembered.records.values())


def bytes_as_vault(data: bytes) -> None:
    """Hold the laws of a whole vault on notes parted by a byte no note has."""
    parts = data.split(b"\xff")[:6]
    files = {_NAMES[n % 5].format(_STEMS[n]): part for n, part in enumerate(parts)}
    hers = PRIVATE + HUSH.encode() + b"\n" + data[:64]
    made = Vault({f"People/{HER}.md": hers, **files})
    a_vault(made)
    inspect.inspected(made.build, made.snapshot, TODAY)


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "note": a_note,
    "front-matter": front_matter,
    "markdown": a_body,
    "links": a_link,
    "settings": some_settings,
    "page": a_page,
    "state": some_state,
    "cache": a_cache,
    "vault": bytes_as_vault,
}
"""What is fuzzed, each by a function that raises where a law does not hold."""


# --- the fuzzer of our own -----------------------------------------------------------


@dataclass
class Tally:
    """What a run has seen.

    Attributes:
        notes: How many notes were read.
        vaults: How many vaults they stood in.
        crashes: Seed and words of what was raised, secrets told among them.
        hangs: Seed and seconds of vaults that took longer than `HANG`.
        slowest: The seconds of work of the slowest vault.
        seconds: Seconds of work in all.
    """

    notes: int = 0
    vaults: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    slowest: float = 0.0
    seconds: float = 0.0

    def take(self, seed: str, notes: int = NOTES) -> None:
        """Build the vault of a seed and hold every law on it."""
        made = made_up(seed, notes)
        began = time.process_time()
        try:
            _ = made.build
            took = time.process_time() - began
            a_vault(made)
        except (Exception, VaultkitError) as wrong:  # noqa: BLE001 (each is a finding)
            took = time.process_time() - began
            self.crashes.append(f"{seed}: {type(wrong).__name__}: {str(wrong)[:600]}")
        self.notes += len(made.files)
        self.vaults += 1
        self.seconds += took
        self.slowest = max(self.slowest, took)
        if took > HANG and not within(lambda: made_up(seed, notes).build, HANG):
            self.hangs.append(f"{seed}: {took:.2f} s")


def run(notes: int, seed: str, say: Callable[[Tally], object] | None = None) -> Tally:
    """Return what so many fuzzed notes came to; the same seed is the same run."""
    tally = Tally()
    a_vault(made_up(seed, 20))  # what is loaded at first is no vault's time
    while tally.notes < notes:
        tally.take(f"{seed}/{tally.vaults}")
        if say is not None and tally.vaults % 100 == 0:
            say(tally)
    return tally


def everything(count: int, seed: str) -> None:
    """Hold every target on so many damaged notes; raises with the seed."""
    chance = Random(seed)  # noqa: S311 (a seed tells every run again)
    for number in range(count):
        data = damaged(chance)
        for name, target in TARGETS.items():
            try:
                target(data)
            except Exception as wrong:
                wrong.add_note(f"target {name}, seed {seed}, number {number}: {data!r}")
                raise


# --- atheris -------------------------------------------------------------------------


def led_by_coverage(name: str, given: list[str]) -> None:
    """Fuzz one target with atheris, which ends the process; `given` goes to libFuzzer.

    Raises:
        ModuleNotFoundError: There is no atheris for this Python.
    """
    atheris: Any = importlib.import_module("atheris")  # not everywhere

    atheris.instrument_all()
    target: Any = TARGETS[name]
    atheris.Setup([sys.argv[0], "-timeout=120", "-rss_limit_mb=2048", *given], target)
    atheris.Fuzz()


def main() -> None:
    """Run a fuzzer for as long as asked and print what it saw as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("own", "atheris"), default="own")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--target", choices=TARGETS, default="note")
    chosen, rest = parser.parse_known_args()
    if chosen.engine == "atheris":
        led_by_coverage(chosen.target, rest)
        return

    def say(tally: Tally) -> None:
        print(json.dumps(vars(tally)), file=sys.stderr, flush=True)  # noqa: T201 (progress)

    print(json.dumps(vars(run(chosen.notes, chosen.seed, say)), indent=1))  # noqa: T201 (the result)


if __name__ == "__main__":
    main()
