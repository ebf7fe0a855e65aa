"""Time follows the size of the input: every pattern, every reader, every vault.

Each is given input made to be slow for it, twice, the second time several times as
long, by turns; what is too quick to measure passes.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import partial
from itertools import chain, product
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

import vaultkit
from tests.fuzzing import TARGETS
from tests.timing import grows, within
from tests.whole import ROOT, words
from vaultkit import mark, settings
from vaultkit.cadence import read_cadence
from vaultkit.notes import linking, loglines, markdown
from vaultkit.notes.note import MOST_BYTES, parse
from vaultkit.pages import drafts, markup
from vaultkit.snapshot import VaultPath, says_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Sizes = tuple[int, int]
MOST: Final = 2
"""Times its share that a larger input may take; what is not linear takes four."""


# --- every pattern -------------------------------------------------------------------

SOURCES: Final = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text("utf-8")
    for path in sorted((ROOT / "vaultkit").rglob("*.py"))
}
EVERYTHING: Final = "\n".join(SOURCES.values())
HEADS: Final = (
    *("", "", "", "- ", "[[", "[a](", "{{", "#", '"', "a: ", "- 2026-11-02 ", "<!-- "),
    *("<!-- vaultkit 1 0123456789abcdef ", "---\n", "---\ntype: ", "~~", "%%", "\n"),
)
USES: Final = "match|search|fullmatch|finditer|findall|sub|split"


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield every compiled pattern of vaultkit with its name, each once."""
    seen: set[int] = set()
    for found in pkgutil.walk_packages(vaultkit.__path__, "vaultkit."):
        if found.name == "vaultkit.__main__":
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            for pattern in _inside(value):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield f"{found.name}.{name}", pattern


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif type(value) in {tuple, list}:
        yield from chain.from_iterable(map(_inside, value))  # type: ignore[call-overload]
    elif type(value) is dict and "__name__" not in value:
        yield from chain.from_iterable(map(_inside, value.values()))


def uses(name: str) -> set[str]:
    """Return the methods that a pattern of this name is used with."""
    module, _, last = name.rpartition(".")
    short = module.rpartition(".")[2]
    own = SOURCES.get(module) or SOURCES[f"{module}.__init__"]
    found = re.findall(rf"(?<![\w.]){last}\.({USES})\(", own)
    for text in SOURCES.values() if f"{short}.{last}." in EVERYTHING else ():
        found += re.findall(rf"\b{short}\.{last}\.({USES})\(", text)
    return set(found) or {"match"}


def pumps(pattern: re.Pattern[Any], most: int) -> list[tuple[str, str]]:
    """Return what to begin an input with, and what to fill it with."""
    said = str(pattern.pattern if isinstance(pattern.pattern, str) else "-: \r\n#t")
    marks = [c for c in dict.fromkeys(said) if not c.isalnum()]
    letters = [c for c in dict.fromkeys(said) if c.isalnum()][:6]
    alphabet = list(dict.fromkeys([*marks, *letters, *"a1 \n"]))
    chance = Random(ascii(said))  # noqa: S311 (the same on every machine)
    every = [a + b if a != b else a for a, b in product(alphabet, alphabet)]
    fills = chance.sample(alphabet, min(most // 2, len(alphabet)))
    fills += chance.sample(every, min(most - len(fills), len(every)))
    return [(chance.choice(HEADS), fill) for fill in fills]


def slow(
    name: str, pattern: re.Pattern[Any], most: int, sizes: Sizes
) -> list[tuple[str, str, str, str]]:
    """Return the inputs for which a pattern takes more than its share of time."""
    found = []
    for use, (head, pump) in product(sorted(uses(name)), pumps(pattern, most)):

        def act(
            size: int, use: str = use, head: str = head, pump: str = pump
        ) -> Callable[[], object]:
            text: Any = head + (pump * size)[:size] + "\x01"
            if isinstance(pattern.pattern, bytes):
                text = text.encode()
            if use == "sub":
                return lambda: pattern.sub(text[:0], text)
            if use == "finditer":
                return lambda: sum(1 for _ in pattern.finditer(text))
            return lambda: getattr(pattern, use)(text)

        if grows(act, sizes, MOST) > MOST:
            found.append((name, use, head, pump))
    return found


def test_every_pattern_is_linear() -> None:
    every = list(patterns())
    assert len(every) > 100
    assert [s for name, p in every for s in slow(name, p, 8, (2_000, 8_000))] == []


@pytest.mark.soak
def test_every_pattern_is_linear_whatever_it_is_given() -> None:
    found = [s for name, p in patterns() for s in slow(name, p, 400, (8_000, 64_000))]
    assert found == []


def test_a_pattern_that_is_not_linear_is_found() -> None:
    sizes = 1_200, 4_800
    assert uses("vaultkit.notes.fences._DOTS") == {"search"}
    assert slow("vaultkit.notes.fences._DOTS", re.compile("a{0,9}#"), 8, sizes) == []
    assert slow("vaultkit.notes.fences._DOTS", re.compile("(?:a|1)*#"), 80, sizes)


# --- every reader --------------------------------------------------------------------

PATH: Final = VaultPath("People/Ada Moss.md")
READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "note": lambda text: parse(PATH, text.encode()),
    "front matter": lambda text: parse(PATH, f"---\n{text}\n---\n".encode()),
    "value": lambda text: parse(PATH, f"---\na: {text}\n---\n".encode()),
    "body": lambda text: markdown.read(text, 1),
    "line": lambda text: loglines.start(text.replace("\n", " ")),
    "heading": lambda text: markdown.read(f"# a{text}".replace("\n", " ") + " ", 1),
    "links": lambda text: linking.spans(text.replace("\n", " "), 1),
    "settings": lambda text: settings.read({VaultPath("vaultkit.toml"): text.encode()}),
    "mark": mark.read,
    "ours": lambda text: says_ours(f"---\n{text}vaultkit-page".encode()),
    "escape": markup.escape,
    "prose": markup.prose,
    "label": markup.label,
    "short": lambda text: markup.shorten(text, 80),
    "linkable": markup.linkable,
    "cadence": read_cadence,
    "draft": lambda text: drafts.draft(text, {"to": text[:99]}),
}
FILLS: Final = (
    *words(
        "[[a#| [a]( ](( [[ ]] ![[ [a [ ( ` `` ``` ~~~ <!-- %% # #a * ** _ \\ | > - a"
    ),
    *(
        "- [ ] ",
        "a: ",
        "a: [",
        "- coffee: [[b]] ",
        "\n",
        "\n- ",
        "\n    a",
        "a, ",
        "&a ",
    ),
    *('"', "'", '"\\', "{{", "{", "2026-11-02 ", "- 2026-11-02\n", "a b ", "\n\n", " "),
    *("[x](<", "$", "==", "~~a", ": ", "://", "www.", "@a", "<b ", "\t", "\u2028", "é"),
    *(
        "<!-- vaultkit 1 0123456789abcdef -->\n",
        "<!-- vaultkit: x -->\n",
        "a:\n",
        "?\n",
    ),
)


def _too_slow(name: str, sizes: Sizes) -> list[str]:
    reader = READERS[name]

    def filled(fill: str) -> Callable[[int], Callable[[], object]]:
        def act(size: int) -> Callable[[], object]:
            text = (fill * size)[:size]
            return lambda: reader(text)

        return act

    return [fill for fill in FILLS if grows(filled(fill), sizes, MOST) > MOST]


@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_linear(name: str) -> None:
    assert _too_slow(name, (500, 2_000)) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_linear_up_to_the_largest_note(name: str) -> None:
    assert _too_slow(name, (MOST_BYTES // 16, MOST_BYTES // 2)) == []


@pytest.mark.parametrize(
    ("head", "fill", "size"),
    [("- a\n", "  - 2026-11-02 b\n", 4_000), ("", "a <!-- ", 30_000)],
    ids=["a list that hangs on one line", "comments that are never closed"],
)
def test_what_is_looked_for_is_looked_for_once(head: str, fill: str, size: int) -> None:
    def act(count: int) -> Callable[[], object]:
        text = head + fill * count
        return lambda: markdown.read(text, 1)

    assert grows(act, (size // 8, size), MOST) <= MOST


def test_every_target_of_the_fuzzers_is_quick_on_a_large_input() -> None:
    """A note of the size of a novel's chapter, for each function that is fuzzed."""
    text = (ROOT / "README.md").read_bytes() * 3
    for name, target in TARGETS.items():
        assert within(partial(target, text[:12_000]), 1), name


def test_what_takes_too_long_is_told() -> None:
    assert within(lambda: None, 0.001)
    assert not within(lambda: sum(range(900_000)), 0.001)
    assert grows(lambda size: lambda: sum(range(size * size)), (200, 1_600), 2) > 2
    assert grows(lambda size: lambda: sum(range(size)), (100_000, 800_000), 2) < 2
