"""Signs: by which folder, type, tag, category or property notes are about people."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.meanings import NOTHING, keys
from vaultkit.book.written import last_part, listed, named
from vaultkit.names import fold, key
from vaultkit.survey.vocabulary import EVENTS, MEETINGS, PEOPLE, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.notes.stated import Stated
    from vaultkit.snapshot import VaultPath

_FEWEST: Final = 3
"""Notes that a sign has to have in common where its name does not say people."""
_SHARE: Final = 0.6
_CLEAR: Final = 2
"""Properties of people that a note must have to look like a person's."""
_OF_PEOPLE: Final = frozenset(
    (
        *("circle", "cadence", "last_contact", "season", "met", "met_at", "needs"),
        *("introduced_by", "introduced_to", "introduced_me_to", "knows", "email"),
        *("phone", "birthday", "org", "role", "offers", "vouch"),
    )
)
_CARD: Final = re.compile(r"(?:N\.(?:FN|GN)|FN|EMAIL(?:\[.*)?|TEL(?:\[.*)?)")
"""Keys of a contact card in front matter."""
_PERSON: Final = keys(
    {name: tuple(words.replace("_", " ").split()) for name, words in PROPERTIES.items()}
)["person"]
_EVENT: Final = keys({})["event"]
_NAME: Final = re.compile(r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){1,3}")


class Sign(NamedTuple):
    """What some notes have in common.

    Attributes:
        kind: `folder`, `type`, `tag`, `category` or `property`.
        name: Which one, as typed most often.
        notes: The notes that have it.
    """

    kind: str
    name: str
    notes: frozenset[VaultPath]


class Signs(NamedTuple):
    """What tells people, meetings and events from other notes.

    Attributes:
        people: By each of these, notes are about people.
        meetings: The same for meetings.
        events: The same for events.
        looks: Notes that look like a person's and have none of these signs.
    """

    people: tuple[Sign, ...]
    meetings: tuple[Sign, ...]
    events: tuple[Sign, ...]
    looks: tuple[VaultPath, ...]


def find(notes: Mapping[VaultPath, Note], days: Iterable[VaultPath]) -> Signs:
    """Return the signs of people, meetings and events.

    Args:
        notes: Every note, with the properties it states elsewhere among them.
        days: The daily notes, which are none of these.
    """
    apart = set(days)
    others = {path: note for path, note in notes.items() if path not in apart}
    signs = sorted(_signs(others), key=lambda sign: (sign.kind, sign.name))
    looks = {path for path, note in others.items() if looks_like_a_person(note)}
    meetings = tuple(sign for sign in signs if _called(sign, MEETINGS))
    events = tuple(sign for sign in signs if _called(sign, EVENTS))
    gatherings = frozenset().union(*(sign.notes for sign in (*meetings, *events)))
    people = _people(signs, looks - gatherings, gatherings)
    known = frozenset().union(*(sign.notes for sign in people), gatherings)
    return Signs(people, meetings, events, tuple(sorted(looks - known)))


def _people(
    signs: list[Sign], looks: set[VaultPath], gatherings: frozenset[VaultPath]
) -> tuple[Sign, ...]:
    found = [sign for sign in signs if _called(sign, PEOPLE)]
    cards = [sign for sign in signs if sign.kind == "property"]
    known = set().union(*(sign.notes for sign in found))
    for sign in (*cards, *(sign for sign in signs if sign.kind != "property")):
        new = sign.notes - known - gatherings
        alike = len(sign.notes & looks)
        if sign in found or len(new & looks) < _FEWEST:
            continue
        if alike >= _SHARE * len(sign.notes):
            found.append(sign)
            known |= sign.notes
    return tuple(found)


def looks_like_a_person(note: Note) -> bool:
    """Return whether a note has several properties that only people have."""
    clear = {meaning(typed) for typed in note.properties} & _OF_PEOPLE
    cards = sum(1 for typed in note.properties if _CARD.fullmatch(typed))
    return len(clear) + (cards > 1) >= _CLEAR


def looks_like_a_name(name: str) -> bool:
    """Return whether a file is called as people are: two to four words, no digits."""
    return _NAME.fullmatch(name) is not None


def meaning(typed: str) -> str:
    """Return the property of a person that a key means, in any of the languages."""
    return _PERSON[typed][1] if _PERSON[typed] is not NOTHING else ""


def gathers(one: Stated) -> bool:
    """Return whether a heading is that of who was there, with links below it."""
    items = one.value if isinstance(one.value, tuple) else (one.value,)
    linked = any(isinstance(item, str) and "[[" in item for item in items)
    return one.how == "heading" and linked and _EVENT[one.key][1] == "people"


def _signs(notes: Mapping[VaultPath, Note]) -> Iterator[Sign]:
    found: dict[tuple[str, str], list[VaultPath]] = {}
    typed: dict[tuple[str, str], Counter[str]] = {}
    for path, note in notes.items():
        for kind, name in dict.fromkeys(_of(path, note)):
            place = kind, fold(name)
            found.setdefault(place, []).append(path)
            typed.setdefault(place, Counter())[name] += 1
    for place, paths in found.items():
        yield Sign(place[0], typed[place].most_common(1)[0][0], frozenset(paths))


def _of(path: VaultPath, note: Note) -> Iterator[tuple[str, str]]:
    """Yield every kind and name that a note might be told by."""
    parts = path.split("/")[:-1]
    for depth in range(len(parts)):
        yield "folder", "/".join(parts[: depth + 1])
    for tag in note.tags:
        yield "tag", tag
    for each, value in note.properties.items():
        what = meaning(each)
        if what in {"type", "categories"}:
            for text in _texts(value):
                yield ("type" if what == "type" else "category"), text
        elif _CARD.fullmatch(each) and "[" not in each:
            yield "property", each


def _texts(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        for part in listed(item) if isinstance(item, str) else ():
            if name := last_part(named(part).target).lstrip("#"):
                yield name


def _called(sign: Sign, words: frozenset[str]) -> bool:
    if sign.kind == "property":
        return False
    name = fold(sign.name).rpartition("/")[2].strip("_ ")
    return name in words or key(name) in {key(word) for word in words}


def usual() -> Callable[[str], bool]:
    """Return what tells whether a key is known without any setting."""
    known = keys({})
    return lambda typed: any(of[typed] is not NOTHING for of in known.values())
