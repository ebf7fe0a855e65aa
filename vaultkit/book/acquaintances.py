"""Acquaintances: the people that a property names."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from vaultkit.book.doubts import problem
from vaultkit.book.people import PersonId
from vaultkit.book.who import UNLINKABLE
from vaultkit.book.written import last_part, named
from vaultkit.names import fold
from vaultkit.notes.stated import linked

if TYPE_CHECKING:
    from vaultkit.book.values import Fields
    from vaultkit.book.who import Found, Who
    from vaultkit.book.written import Named
    from vaultkit.snapshot import VaultPath

_NOT_A_NAME: Final = frozenset("0123456789@/:#?!")
_WORDS: Final = 4
NAMES_PEOPLE: Final = {
    "person": ("introduced_by", "introduced_to", "introduced_me_to", "knows"),
    "event": ("people",),
    "introduction": ("between",),
}
"""By kind of note, the properties whose links are people, note or no note."""
_ADMITTING: Final = frozenset(chain.from_iterable(NAMES_PEOPLE.values()))
_NOBODY: Final = frozenset(
    {"everyone", "everybody", "all", "team", "others", "me", "i"}
)


def people(
    fields: Fields, name: str, who: Who, *, but: tuple[VaultPath, ...] = ()
) -> tuple[PersonId, ...]:
    """Return the people a property names, in order; what names nobody is a problem.

    Args:
        fields: The note's front matter.
        name: The property.
        who: Whom links and names mean.
        but: Notes that may stand there too and are nobody.
    """
    if name not in fields.found:
        return ()
    found: list[PersonId] = []
    for value in _values(fields, name, who):
        meant = _meant(value, fields, who)
        person = who.person(meant) or _guest(meant, who)
        if person is not None:
            found.append(person)
        elif not (value.link and meant.trouble) and meant.path not in but:
            _say(fields, name, value, meant, who)
    return tuple(dict.fromkeys(found) if len(found) > 1 else found)


def admit(fields: Fields, name: str, who: Who, *, plain: bool = False) -> None:
    """Take those whom a property links for people.

    Args:
        fields: The note's front matter.
        name: The property.
        who: Whom to admit them to.
        plain: Admit plain names too: nobody writes a note the evening they meet.
    """
    for value in _values(fields, name, who):
        meant = _meant(value, fields, who)
        if who.knows(meant):
            continue
        if value.link or (plain and _looks_like_a_name(value.target)):
            who.admit(meant, fields.origin(name))


def _values(fields: Fields, name: str, who: Who) -> list[Named]:
    """Return what a property names."""
    found = []
    for text in fields.strings(name):
        value = named(text)
        if not value.link:
            return _values_in_words(fields, name, who)
        if _is_filled_in(value):
            found.append(value)
    return found


def _values_in_words(fields: Fields, name: str, who: Who) -> list[Named]:
    """Return what a property names not by links alone.

    `Moss, Ada` is one name if somebody has it.
    """
    strings = fields.strings(name)
    plain = len(strings) == 1 and not strings[0].startswith("[[")
    whole = plain and who.name(strings[0])
    if not whole or not (whole.person or whole.trouble):
        strings = tuple(part for item in fields.items(name) for part in _parts(item))
    return list(filter(_is_filled_in, map(named, strings)))


def _parts(item: str) -> tuple[str, ...]:
    """Return the links in an item that has words beside them: `[[Ada]] and [[Bo]]`."""
    if "[[" not in item or named(item).link:
        return (item,)
    return linked(item) or (item,)


def _is_filled_in(value: Named) -> bool:
    """Return whether it names something, not what a template left open."""
    return bool(value.target) and "{{" not in value.target


def _meant(value: Named, fields: Fields, who: Who) -> Found:
    if value.link:
        return who.link(value.target, fields.note.path, wiki=value.link == "wiki")
    return who.name(value.target)


def _guest(found: Found, who: Who) -> PersonId | None:
    guest = PersonId(fold(found.name))
    return (
        guest if not found.trouble and not found.path and guest in who.guests else None
    )


def _looks_like_a_name(text: str) -> bool:
    plain = not _NOT_A_NAME.intersection(text) and fold(text) not in _NOBODY
    return plain and len(text.split()) <= _WORDS


def _say(fields: Fields, name: str, value: Named, meant: Found, who: Who) -> None:
    line = fields.origin(name).line
    typed = fields.found[name]
    if meant.trouble:
        place = (line, 1)
        path = fields.note.path
        fields.problems.append(problem(meant, path, place, typed, value.target, who))
        return
    shown = last_part(value.target)[:80]
    what = "is not a person's note" if meant.path else "is the name of nobody"
    fields.problem(
        name,
        "name-unknown",
        f"`{shown}` under `{typed}` {what}",
        _advice(name, value, meant, shown),
    )


def _advice(name: str, value: Named, meant: Found, shown: str) -> str:
    """Return what to do about a name that nobody has: never what was done already."""
    if meant.path:
        return "Add `type: person` to that note if it is about somebody."
    if meant.nobody or UNLINKABLE.search(shown):
        return "Link somebody's note."
    if not value.link and name in _ADMITTING:
        return f'Link somebody\'s note, or write "[[{shown}]]" if they have none yet.'
    return "Mend the name, or start a note for them."
