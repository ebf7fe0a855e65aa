"""Survey: how a vault is kept, as `vaultkit init` finds it out before it asks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import calendars
from vaultkit.book import conflict
from vaultkit.book.kinds import Rules
from vaultkit.book.scalars import empty
from vaultkit.book.widened import widened
from vaultkit.dates import either, month_number, read_date
from vaultkit.frozen import replace
from vaultkit.names import fold, key
from vaultkit.notes.note import parse
from vaultkit.survey import days, signs
from vaultkit.survey.vocabulary import ME, PROPERTIES, TONGUES
from vaultkit.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.survey.days import Days
    from vaultkit.survey.signs import Signs

EVERYWHERE: Final = Ways(inline=True, headings=True)
"""How notes are parsed to be surveyed: whatever may be a property is one."""
_FEWEST: Final = 2
"""Notes in which something has to stand to be a habit."""
_SEVERAL: Final = 3
_SLASHED: Final = re.compile(
    r"(?<![\w/-])[0-9]{1,2}[/-][0-9]{1,2}[/-](?:19|20)[0-9]{2}\b"
)
_WORDED: Final = re.compile(
    r"(?<!\w)[0-9]{1,2}(?:\.|\u00ba|er)? (?:de )?"
    r"([^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){2,19})\.?,? (?:de )?(?:19|20)[0-9]{2}\b"
)


class Survey(NamedTuple):
    """What was found in a vault, and how often.

    Attributes:
        notes: How many there are.
        signs: What tells people, meetings and events from other notes.
        days: How daily notes are kept.
        me: Notes that seem to be about whoever writes them.
        me_says_so: They say `type: me`; else they are only called so.
        properties: How many notes have each property, by its key as typed.
        synonyms: Keys in use that mean a property in another language: key, property.
        wiki: Links written as `[[...]]`.
        markdown: Links written as `[...](...)`.
        languages: Languages of month names beside English, the likelier first.
        language: The language of the names of properties, or "".
        day_first: Dates such as `25/12/2026`.
        month_first: Dates such as `12/25/2026`.
        either: Dates such as `11/02/2026`, which may be two days.
        inline: Notes with inline fields that mean something here.
        headings: Notes with headings that mean something here.
        logseq: It is a Logseq graph.
    """

    notes: int
    signs: Signs
    days: Days
    me: tuple[VaultPath, ...]
    me_says_so: bool
    properties: Mapping[str, int]
    synonyms: tuple[tuple[str, str], ...]
    wiki: int
    markdown: int
    languages: tuple[str, ...]
    language: str
    day_first: int
    month_first: int
    either: int
    inline: int
    headings: int
    logseq: bool


def look(
    snapshot: Snapshot,
    settings: Settings,
    parsed: Callable[[Sequence[tuple[VaultPath, bytes]]], Iterable[Note]] | None = None,
) -> Survey:
    """Return how a vault is kept, by its files; templates and copies are left out.

    Args:
        snapshot: Its files.
        settings: Those that hold now: which folders are never read.
        parsed: Returns notes parsed `EVERYWHERE`; without it that is done here.
    """
    rules = Rules.of(settings)
    due = [(path, snapshot.notes[path]) for path in rules.heeded(snapshot.notes)]
    notes = {note.path: note for note in (parsed or _parsed)(due)}
    left = conflict.copies(notes)
    kept = {path: note for path, note in notes.items() if path not in left}
    return survey(kept, snapshot.others)


def _parsed(due: Sequence[tuple[VaultPath, bytes]]) -> Iterator[Note]:
    return (parse(path, data, EVERYWHERE) for path, data in due)


def survey(notes: Mapping[VaultPath, Note], others: Iterable[VaultPath]) -> Survey:
    """Return how a vault is kept.

    Args:
        notes: Its notes by path, parsed `EVERYWHERE`, none that is a template.
        others: Every other file, by name.
    """
    texts = [text for note in notes.values() for text in _said(note)]
    languages = _languages(texts, notes)
    how = Ways(languages=languages, months=calendars.names(languages).months)
    daily = days.find(notes, how if languages else EVERYWHERE)
    inline = _stating(notes, "inline")
    headings = _stating(notes, "heading")
    habits = {"inline": inline > 0, "heading": headings > 0}
    read = {path: _without(note, habits) for path, note in notes.items()}
    said, me = _me(read)
    found = signs.find(read, (*daily.notes, *me))
    counts = Counter(name for note in read.values() for name in _keys(note))
    styles = Counter(link.wiki for note in notes.values() for link in note.links)
    order = Counter(filter(None, map(_order, _slashed(texts))))
    return Survey(
        notes=len(notes),
        signs=found,
        days=daily,
        me=me,
        me_says_so=bool(said),
        properties=_ranked(counts),
        synonyms=_synonyms(counts),
        wiki=styles[True],
        markdown=styles[False],
        languages=languages,
        language=_language(counts),
        day_first=order["day-first"],
        month_first=order["month-first"],
        either=order["either"],
        inline=inline,
        headings=headings,
        logseq=any(path.startswith("logseq/") for path in others),
    )


def _ranked(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _keys(note: Note) -> Iterator[str]:
    for name, value in note.properties.items():
        if not empty(value):
            yield name


def _said(note: Note) -> Iterator[str]:
    """Yield the texts of a note in which dates may stand."""
    yield note.name
    for _, _, text in note.headings:
        yield text
    for entry in note.entries:
        yield f"{entry.word} {entry.text}" if entry.word else entry.text
    for value in note.properties.values():
        yield from _strings(value)
    for one in note.more:
        yield from _strings(one.value)


def _strings(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, str):
            yield item


def _without(note: Note, habits: Mapping[str, bool]) -> Note:
    """Return a note with what it states elsewhere, as far as that is a habit."""
    kept = tuple(
        one
        for one in note.more
        if habits.get(one.how, True)
        and (one.how != "heading" or signs.meaning(one.key))
    )
    return widened(replace(note, more=kept))


# --- habits --------------------------------------------------------------------------


def _stating(notes: Mapping[VaultPath, Note], how: str) -> int:
    """Return how many notes state properties so; 0 where it is no habit.

    A log line may look like an inline field, and any heading like a property; the
    names of two properties of people in a note are none by chance.
    """
    telling = 0
    for note in notes.values():
        meant = {
            what
            for one in note.more
            if one.how == how and (what := signs.meaning(one.key))
        }
        here = {signs.meaning(name) for name in _keys(note)}
        several = len(meant - here) >= _FEWEST
        telling += several or any(
            one.how == how and signs.gathers(one) for one in note.more
        )
    return telling if telling >= _FEWEST else 0


def _me(
    notes: Mapping[VaultPath, Note],
) -> tuple[tuple[VaultPath, ...], tuple[VaultPath, ...]]:
    """Return the notes that say `type: me`; and these, else those called so."""
    said = tuple(
        path
        for path, note in notes.items()
        if any(
            fold(text) == "me"
            for name, value in note.properties.items()
            if signs.meaning(name) == "type"
            for text in _strings(value)
        )
    )
    return said, said or tuple(p for p, note in notes.items() if fold(note.name) in ME)


def _synonyms(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Return keys in use that only the vocabulary of other languages knows."""
    known = {
        key(word): name for name, words in PROPERTIES.items() for word in words.split()
    }
    usual = signs.usual()
    return tuple(
        (name, known[key(name)])
        for name in sorted(counts)
        if key(name) in known and not usual(name)
    )


def _language(counts: Mapping[str, int]) -> str:
    """Return the language most names of properties are in, or ""."""
    names = {fold(name).replace("_", " ") for name in counts}
    best = max(TONGUES, key=lambda tongue: len(TONGUES[tongue] & names))
    return best if len(TONGUES[best] & names) >= _SEVERAL else ""


def _languages(texts: list[str], notes: Iterable[VaultPath]) -> tuple[str, ...]:
    """Return the languages in which months are named, by code, English left out."""
    words = Counter(
        found[1] for text in (*texts, *notes) for found in _WORDED.finditer(text)
    )
    left = {word for word in words if month_number(word) is None}
    found: list[str] = []
    while left:
        best, its = "", set[str]()
        for code in calendars.COMMON:
            months = calendars.names((code,)).months
            mine = {word for word in left if calendars.folded(word) in months}
            if len(mine) > len(its):
                best, its = code, mine
        if not best:
            break
        found.append(best)
        left -= its
    return tuple(found)


def _slashed(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if "/" in text or "-" in text:
            yield from _SLASHED.findall(text)


def _order(text: str) -> str:
    """Return which stands first in a date with slashes, or `either`."""
    if either(text):
        return "either"
    day = read_date(text)
    if day is None or day.day <= 12:  # noqa: PLR2004 (no more months than that)
        return ""
    first = int(re.split("[/-]", text)[0])
    return "day-first" if first == day.day else "month-first"
