"""Whole vaults made to do harm: by what they say, and by how long they take."""

from __future__ import annotations

import re
import tracemalloc
from typing import TYPE_CHECKING, Final

import pytest
from markdown_it import MarkdownIt

from tests.test_markup import HOSTILE
from tests.timing import ratio
from tests.whole import Vault
from vaultkit import build
from vaultkit.notes import note

if TYPE_CHECKING:
    from collections.abc import Callable

READER: Final = MarkdownIt("commonmark", {"html": True}).enable(
    ["table", "strikethrough"]
)
KEYS: Final = (
    *("interests", "offers", "needs", "org", "role", "place", "met_at", "learning"),
    *("ways", "vouch", "email", "phone", "aliases", "purpose", "why", "what", "circle"),
    *("cadence", "season", "birthday", "last_contact", "topics", "broader", "knows"),
)
WORDS: Final = (
    *("coffee", "gave", "got", "promised", "learned", "asked", "needs", "offers"),
    *("likes", "came", "card", "they wrote", "found", "kept"),
)


def hostile(said: str) -> Vault:
    """Return a vault in which every field of every kind of note says this."""
    line = " ".join(said.split("\n"))
    quoted = "'" + line.replace("'", "''") + "'"
    front = "".join(f"{key}: {quoted}\n" for key in KEYS)
    log = "".join(
        f"- 2026-{month:02}-03 {word}: [[Bo]] {line}\n"
        for word in WORDS
        for month in (2, 9, 10)
    )
    name = re.sub(r"[/\0\n]", " ", said)[:60].strip() or "x"
    notes = {
        f"People/{name}.md": f"---\ntype: person\n{front}---\n{log}\n{said}\n",
        "People/Bo.md": f"---\ntype: person\ncircle: close\n{front}---\n{log}",
        "Me.md": f"---\ntype: me\nreach_outs_per_week: 5\n{front}---\n",
        f"E {name}.md": f"---\ntype: event\ndate: 2026-11-23\n{front}---\n[[Bo]]\n",
        f"P {name}.md": f"---\ntype: event\ndate: 2026-11-18\n{front}---\n[[Bo]]\n",
        "I.md": "---\ntype: introduction\nbetween: ['[[Bo]]', '[[Al]]']\n"
        f"yes: ['[[Bo]]', '[[Al]]']\nwhy: {quoted}\n---\n",
        "People/Al.md": f"---\nintroduced_by: '[[Bo]]'\n{front}---\n{log}",
        "O.md": f"---\ntype: opportunity\nthrough: '[[Bo]]'\nwhat: {quoted}\n---\n",
        f"T {name}.md": f"---\ntype: topic\n{front}---\n",
        "2026-11-02.md": f"- coffee: [[{line}]] {line}\n- [{line}]({line})\n",
        "Broken.md": f"---\n{line}: {line}\n  {line}\n---\n",
    }
    return Vault(
        {path: text.encode("utf-8", "replace") for path, text in notes.items()}
    )


ADDRESS: Final = re.compile(r"^(?:\.{0,2}/|[^:]*$)")


@pytest.mark.parametrize("said", HOSTILE)
def test_every_field_of_every_note_may_be_hostile(said: str) -> None:
    """Nothing on any page comes alive: as HTML, as Mermaid, as a link."""
    for path, text in hostile(said).pages.items():
        body = text.partition("\n---\n")[2]
        for token in READER.parse(body):
            for part in (token, *(token.children or ())):
                if part.type in {"html_block", "html_inline"}:
                    assert part.content.startswith(("<!--", "<br>")), (path, part)
                assert part.type != "image", (path, part)
                target = str(part.attrGet("href") or "")
                assert ADDRESS.match(target), (path, part)
                if part.type == "fence":
                    assert part.info == "mermaid", (path, part)
                    assert not re.search(r"click|%%\{|<|javascript", part.content)
        shown = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
        assert not re.search(
            r"\{\{|\{%|<%|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", shown
        )


# --- time ----------------------------------------------------------------------------


def _people(count: int, text: str) -> dict[str, bytes]:
    return {
        f"People/P{n}.md": text.replace("@", str(n))
        .replace("+", str((n + 1) % count))
        .encode()
        for n in range(count)
    }


def _log(*lines: str) -> Callable[[int], dict[str, bytes]]:
    def files(size: int) -> dict[str, bytes]:
        each = size // len(lines)
        text = "".join(
            line.replace("@", str(n)) + "\n" for line in lines for n in range(each)
        )
        return {"People/Ana.md": text.encode()}

    return files


SLOW: Final[dict[str, Callable[[int], dict[str, bytes]]]] = {
    "promises": _log("- 2026-01-02 promised: book @", "- 2026-10-02 kept: book @"),
    "needs": _log("- 2026-01-02 needs: book @", "- 2026-10-02 found: book @"),
    "good things": _log("- 2026-01-02 came: book @ through [[Bo]]"),
    "one alias": lambda n: _people(n, "---\naliases: [Ana, Ann]\n---\n"),
    "one name": lambda n: {
        f"F{k}/Ana.md": b"---\ntype: person\n---\n- 2026-11-02 [[Ana]]\n"
        for k in range(n // 2)
    },
    "one day": lambda n: {
        f"E{k}.md": b"---\ntype: event\ndate: 2026-10-01\npeople: ['[[A]]']\n---\n"
        for k in range(n // 2)
    },
    "private": lambda n: {
        **_people(n // 4, "---\nprivate: true\naliases: [Q@ R@]\n---\n"),
        "2026-11-02.md": "".join(
            f"- coffee: [[Ana]] spoke of Q{k}\n" for k in range(n // 2)
        ).encode(),
    },
    "ring": lambda n: _people(n, "---\nintroduced_by: '[[P+]]'\n---\n"),
    "interest": lambda n: _people(
        n // 2,
        "---\ninterests: bees\nneeds: tax\noffers: tax\n---\n- 2026-11-02 call\n",
    ),
}


def _built(files: dict[str, bytes]) -> Callable[[], object]:
    made = Vault(files)
    return lambda: build.build(made.snapshot, made.settings, made.today)


@pytest.mark.parametrize("name", SLOW)
def test_a_vault_made_to_be_slow_is_as_quick_as_it_is_small(name: str) -> None:
    """Four times as many notes or lines take four times as long, not sixteen."""
    small, large = _built(SLOW[name](150)), _built(SLOW[name](600))
    assert ratio(large, small, 10) < 10


HARMLESS: Final = "She keeps bees on the roof and bread in the oven; we spoke of both. "
PROBES: Final = (
    *("[[a#|", "[a](", "![[", "` ", "%% ", "<!-- ", "**_", "$x$ ", "{{a}} ", "<b> "),
    *("[x](javascript:a) ", "| a | b ", "\\[[", "~~", "#a ", "==", "obsidian://a "),
)
FRONTS: Final = (
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "a: " + "[" * 900 + "\n",
    "a: {" * 200 + "\n",
    "x: &x {a: 1}\ny: {<<: [" + "*x, " * 200 + "*x]}\n",
    "a: !!python/object/apply:os.system [id]\n",
    "a: 0x" + "f" * 900 + "\n",
)


USUAL: Final = """\
---
type: person
interests: [bees, bread]
offers: [a lathe, German]
needs: [a tax adviser]
place: Graz
---
She keeps bees on the roof and bread in the oven; we spoke of both.
- 2026-11-02 coffee: at the market, with [[P1]]
- 2026-10-12 gave: a book on bread
- 2026-09-01 call: on the lathe she has for [[P2|a friend]] #wood
"""
"""A note as somebody would write it who means no harm."""


def test_hostile_notes_take_no_longer_than_harmless_ones() -> None:
    """Within a factor of three, for the same number of notes of the same size."""
    size, count = 2_000, len(PROBES) * 2
    head = "---\ntype: person\ninterests: [bees]\n---\n- 2026-11-02 coffee: "

    def vault(text: Callable[[int], str]) -> Callable[[], object]:
        return _built(
            {
                f"People/P{n}.md": text(n)[:size].ljust(size).encode()
                for n in range(count)
            }
        )

    body = USUAL.partition("---\n")[2].partition("---\n")[2]
    harmless = vault(lambda _: USUAL + body * 10)
    probes = vault(lambda n: head + PROBES[n % len(PROBES)] * 400)
    bombs = vault(
        lambda n: f"---\ntype: person\n{FRONTS[n % len(FRONTS)]}---\n" + HARMLESS * 40
    )
    harmless()  # what is loaded at first is nobody's time
    assert ratio(probes, harmless, 3) < 3
    assert ratio(bombs, harmless, 3) < 3


# --- memory --------------------------------------------------------------------------

LOADS: Final = (
    "[[b]]",
    "[[@]] ",
    "- 2026-11-02 a\n",
    "- 2026-11-02 call: [[@]]\n",
    "- 2026-11-02 needs: @\n",
    "- likes: @\n",
)
"""What much can be made of, written shortly; `@` is another number each time."""


def test_what_a_vault_takes_of_memory_has_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Notes full of what takes much: they are read to a limit, and that is enough.

    The limits are made smaller, as the notes are. It takes 29 bytes for each of theirs;
    without the limits, 62.
    """
    share = 64
    size = note.MOST_BYTES // share
    monkeypatch.setattr(note, "MOST_LINKS", note.MOST_LINKS // share)
    monkeypatch.setattr(note, "MOST_ENTRIES", note.MOST_ENTRIES // share)
    _built({"People/Bo.md": USUAL.encode()})()  # what is loaded at first stays
    full = {
        f"People/P{n}.md": "".join(
            load.replace("@", str(one)) for one in range(size // len(load))
        ).encode()[:size]
        for n, load in enumerate(LOADS)
    }
    act = _built({**full, "People/Bo.md": USUAL.encode()})
    tracemalloc.start()
    try:
        made = act()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made
    assert most < 45 * size * len(LOADS)
