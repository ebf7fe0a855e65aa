"""Write a realistic vault of any size: `python -m bench.vaults DIR --people 10000`.

The same seed gives the same bytes. N people, N/5 daily notes, N/20 events and meetings,
N/50 introductions, and 40·√N interests, of which few are common and most are rare.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bench import mess

TODAY: Final = date(2026, 11, 1)
YEARS: Final = 4
LINES: Final = 6
"""Dated lines in a person's note, in the mean; how many follows a long tail."""
PARAGRAPHS: Final = (1, 5)
"""Of prose in a person's note: with the log it makes a body of 1 to 3 KB."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


FIRST: Final = words("""
    Ada Bo Cleo Dario Edda Femi Greta Hanno Ines Jonas Kaya Lior Mira Noor Odile
    Pavel Quinn Rosa Sami Tove Uma Vito Wanda Xenia Yusuf Zelda Aino Bruno Carmen
    Dilara Emre Fiona Goran Hilde Ivo Jana Kofi Lena Malik Nadia Orla Priya Ravi
    Selma Tariq Ulla Vera Wim Yara Zoe
""")
LAST: Final = words("""
    Moss Reed Okoye Lindqvist Petrov Santos Weber Novak Haddad Kimura Bauer Costa
    Dufour Eriksen Fontana Grant Huber Ivanov Jensen Keller Larsen Marino Nilsson
    Olsen Parker Quist Rossi Schmid Tanaka Urban Vogel Walsh Yilmaz Zeman Abbott
    Baker Cole Drummond Ekman Farrow
""")
WORDS: Final = words("""
    garden letter winter harbour quiet market bridge paper window orchard stone
    river evening bread morning table answer question wood story street summer
    train lamp honey island music hand light field small long early slow kind
    honest strange useful finished started promised repaired painted planted
    walked cooked talked about with after before because again together almost
""")
STEMS: Final = words("""
    bee wood boat bread print type garden choir clay tax grant sound film chess
    radio seed wool glass tea soil map song poem bike code law stair roof
""")
ENDS: Final = words("""
    keeping working building baking making setting design singing history repair
    writing advice recording editing theory saving dyeing blowing tasting reading
    drawing teaching translation law planning restoration
""")
KINDS: Final = ("coffee", "call", "wrote", "met", "walk", "lunch", "they wrote")
PLACES: Final = ("Lisbon", "Leeds", "Graz", "Turku", "Ghent", "Porto", "Bergen")
CIRCLES: Final = ("inner", "close", "active", "wider", "wider", "wider")
CADENCES: Final = ("6 weeks", "every 2 months", "quarterly", "45", "twice a year")


@dataclass(frozen=True)
class Cast:
    """Who and what a vault speaks of, drawn once."""

    chance: random.Random
    people: tuple[str, ...]
    topics: tuple[str, ...]
    weights: tuple[float, ...]

    def topic(self) -> str:
        """Return a topic, common ones more often."""
        return self.chance.choices(self.topics, cum_weights=self.weights)[0]

    def some_topics(self, low: int, high: int) -> list[str]:
        """Return some topics, none twice."""
        count = self.chance.randint(low, high)
        return sorted({self.topic() for _ in range(count)})

    def person(self) -> str:
        """Return a person; those early in the list come up more often."""
        return self.people[int(len(self.people) * self.chance.random() ** 2)]

    def happens(self, share: float) -> bool:
        """Return whether something happens that happens this often, 0 to 1."""
        return self.chance.random() < share

    def day(self) -> date:
        """Return a day of the last years."""
        return TODAY - timedelta(days=self.chance.randrange(365 * YEARS))

    def sentence(self, words: int) -> str:
        """Return some words."""
        return " ".join(self.chance.choices(WORDS, k=words))


def cast(people: int, seed: int) -> Cast:
    """Return everybody and everything of a vault of this size."""
    chance = random.Random(seed)
    names = [f"{first} {last}" for first, last in itertools.product(FIRST, LAST)]
    chance.shuffle(names)
    rounds = math.ceil(people / len(names))
    numbered = (
        name if turn == 0 else f"{name} {turn + 1}"
        for turn in range(rounds)
        for name in names
    )
    plain = [f"{stem} {end}" for stem, end in itertools.product(STEMS, ENDS)]
    chance.shuffle(plain)
    count = max(10, round(40 * math.sqrt(people)))
    topics = tuple(
        plain[n % len(plain)] + (f" {n // len(plain) + 1}" if n >= len(plain) else "")
        for n in range(count)
    )
    weights = tuple(itertools.accumulate(1 / (n + 2) for n in range(count)))
    return Cast(chance, tuple(itertools.islice(numbered, people)), topics, weights)


def listed(key: str, values: list[str]) -> list[str]:
    """Return a list property as property editors write it."""
    return [f"{key}:", *(f"  - {value}" for value in values)] if values else []


def person(them: Cast, name: str) -> str:
    """Return a person's note: about 15 properties and 1 to 3 KB of log."""
    chance = them.chance
    first, _, rest = name.partition(" ")
    lines = [
        "---",
        "type: person",
        *listed("aliases", [f'"{rest}, {first}"']),
        f"circle: {chance.choice(CIRCLES)}",
        f"cadence: {chance.choice(CADENCES)}",
        f"last_contact: {them.day()}",
        *listed("interests", them.some_topics(2, 9)),
        *(listed("offers", them.some_topics(1, 3)) if them.happens(0.5) else []),
        *(listed("needs", them.some_topics(1, 2)) if them.happens(0.25) else []),
        f"met: {them.day()}",
        f"met_at: {chance.choice(PLACES)}",
        *([f'introduced_by: "[[{them.person()}]]"'] if them.happens(0.6) else []),
        *(listed("knows", [f'"[[{them.person()}]]"']) if them.happens(0.3) else []),
        f"org: {chance.choice(LAST)} & {chance.choice(LAST)}",
        f"role: {them.topic()}",
        f"place: {chance.choice(PLACES)}",
        f"birthday: {them.day().replace(year=1980)}",
        f"email: {name.lower().replace(' ', '.')}@example.org",
        f"phone: +44 20 7946 {chance.randrange(10_000):04}",
        "---",
        f"# {name}",
        "",
        *prose(them),
        "## Log",
        "",
        *log(them),
    ]
    return "\n".join(lines) + "\n"


def prose(them: Cast) -> list[str]:
    """Return some paragraphs about a person, each with a blank line behind it."""
    count = them.chance.randint(*PARAGRAPHS)
    paragraphs = (them.sentence(40).capitalize() + "." for _ in range(count))
    return [line for paragraph in paragraphs for line in (paragraph, "")]


def log(them: Cast) -> list[str]:
    """Return a person's dated log, newest first: a few lines for most, many for few."""
    chance = them.chance
    count = min(40, 1 + int(chance.expovariate(1 / LINES)))
    days = sorted((them.day() for _ in range(count)), reverse=True)
    lines = []
    for day in days:
        link = f" with [[{them.person()}]]" if them.happens(0.2) else ""
        said = them.sentence(chance.randint(6, 18))
        lines.append(f"- {day} {chance.choice(KINDS)}: {said}{link}")
    return lines


def daily(them: Cast) -> str:
    """Return a day's note: prose, a few people, a task, sometimes a kindness."""
    chance = them.chance
    lines = [them.sentence(40).capitalize() + ".", ""]
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(KINDS)
        lines.append(f"- {kind}: [[{them.person()}]] {them.sentence(10)}")
    lines.append(f"- [ ] {them.sentence(4)} [[{them.person()}]]")
    if them.happens(0.3):
        word = chance.choice(("gave", "got", "promised", "learned"))
        lines.append(f"- {word}: [[{them.person()}]] {them.sentence(5)}")
    if them.happens(0.2):
        lines.append(f"- needs: [[{them.person()}]] {them.topic()}")
    return "\n".join(lines) + "\n"


def event(them: Cast, number: int) -> tuple[str, str]:
    """Return an event's path and text."""
    day = them.day()
    people = sorted({them.person() for _ in range(them.chance.randint(2, 12))})
    lines = [
        "---",
        f"type: {'meeting' if number % 3 else 'event'}",
        f"date: {day}",
        *listed("topics", them.some_topics(1, 3)),
        f"place: {them.chance.choice(PLACES)}",
        *listed("people", [f'"[[{name}]]"' for name in people]),
        "goal: 2",
        "---",
        them.sentence(40).capitalize() + ".",
    ]
    return f"Events/{day} {them.topic()} {number}.md", "\n".join(lines) + "\n"


def introduction(them: Cast, number: int) -> tuple[str, str]:
    """Return an introduction's path and text."""
    pair = [f'"[[{them.person()}]]"', f'"[[{them.person()}]]"']
    lines = [
        "---",
        "type: introduction",
        *listed("between", pair),
        f"why: {them.topic()}",
        *listed("yes", pair[: them.chance.randint(0, 2)]),
        *([f"introduced: {them.day()}"] if number % 2 else []),
        "---",
    ]
    return f"Introductions/{number}.md", "\n".join(lines) + "\n"


def vault(people: int, seed: int) -> dict[str, str]:
    """Return path to text of a whole vault."""
    them = cast(people, seed)
    texts = {f"People/{name}.md": person(them, name) for name in them.people}
    for back in range(people // 5):
        texts[f"Daily/{TODAY - timedelta(days=back)}.md"] = daily(them)
    texts |= dict(event(them, n) for n in range(people // 20))
    texts |= dict(introduction(them, n) for n in range(people // 50))
    texts["Me.md"] = (
        "---\ntype: me\npurpose: few and deep\n"
        + "\n".join(
            listed("interests", them.some_topics(5, 9))
            + listed("offers", them.some_topics(2, 4))
            + listed("needs", them.some_topics(1, 2))
            + listed("learning", them.some_topics(1, 3))
        )
        + "\n---\n"
    )
    texts["vaultkit.toml"] = f'today = {TODAY}\ndaily_folder = "Daily"\n'
    return texts


def messy(people: int, seed: int) -> dict[str, str]:
    """Return the same, with a fifth of the front matter not as editors write it."""
    them = cast(people, seed)
    return mess.messy(vault(people, seed), them.chance, them.sentence)


@dataclass(frozen=True)
class Size:
    """How large a vault is.

    Attributes:
        people: Notes of people.
        notes: All Markdown files.
        megabytes: All their text, in millions of bytes.
    """

    people: int
    notes: int
    megabytes: float

    def __str__(self) -> str:
        told = f"{self.people:,} people, {self.notes:,} notes"
        return f"{told}, {self.megabytes:.1f} MB"


def size(texts: dict[str, str]) -> Size:
    """Return how large a vault is."""
    people = sum(path.startswith("People/") for path in texts)
    notes = sum(path.endswith(".md") for path in texts)
    return Size(people, notes, sum(len(text.encode()) for text in texts.values()) / 1e6)


def write(folder: Path, texts: dict[str, str]) -> Size:
    """Write a vault below a folder that is made for it; return how large it is."""
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    return size(texts)


def main() -> None:
    """Write a vault and print what it holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="say so as JSON")
    parser.add_argument("--messy", action="store_true", help="front matter as typed")
    chosen = parser.parse_args()
    texts = (messy if chosen.messy else vault)(chosen.people, chosen.seed)
    size = write(chosen.folder, texts)
    if chosen.json:
        print(json.dumps(asdict(size)))
        return
    print(size)
    top = (path.partition("/")[0] for path in sorted(texts) if "/" in path)
    for name, group in itertools.groupby(top):
        print(f"  {name}: {len(list(group)):,}")


if __name__ == "__main__":
    main()
