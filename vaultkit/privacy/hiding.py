"""Hiding: properties that somebody's note keeps off every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vaultkit.book.meanings import canonical
from vaultkit.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vaultkit.book.encounters import Encounter
    from vaultkit.book.people import Acquaintance, Person, PersonId
    from vaultkit.problems import Problem

_PATH_ENDS: Final = re.compile(r"\.md(?![^\W_])", re.IGNORECASE)
_PATH_STARTS: Final = re.compile(r"(?:^|(?<=[\s`'\"(\[,;:]))\S")
_EMPTY: Final[Mapping[str, Mapping[str, Any]]] = {
    "aliases": {"aliases": ()},
    "circle": {"circle": ""},
    "cadence": {"cadence": None},
    "last_contact": {"last_contact": None},
    "snooze_until": {"snooze_until": None},
    "season": {"season": ""},
    "interests": {"interests": ()},
    "offers": {"offers": ()},
    "needs": {"needs": ()},
    "learning": {"learning": ()},
    "met": {"met": None},
    # When we met may have been taken from the event where we met.
    "met_at": {"met": None, "met_at": "", "met_at_path": None},
    "introduced_by": {"introduced_by": ()},
    "introduced_to": {"introduced_to": ()},
    "knows": {"knows": ()},
    "org": {"org": ""},
    "role": {"role": ""},
    "place": {"place": ""},
    "email": {"email": ""},
    "phone": {"phone": ""},
    "birthday": {"birthday": ""},
    "ways": {"ways": ()},
    "vouch": {"vouch": ()},
    "purpose": {"purpose": ""},
}
"""By property, what a person is without it; `reach_outs_per_week` is said nowhere."""

_WORDS: Final = frozenset(
    ("aliases", "org", "role", "place", "email", "phone", "ways", "vouch", "purpose")
)
"""Properties that are shown in the user's words."""

_MIRRORS: Final = {
    "introduced_by": "introduced_to",
    "introduced_to": "introduced_by",
    "knows": "knows",
}
"""A relation and the property of the other's note that says the same."""

_TELLS: Final = {
    "needs": "needs",
    "found": "needs",
    "helped": "needs",
    "offers": "offers",
    "likes": "interests",
    "stated": "last_contact",
}
"""Kinds of encounter whose words are about a property."""


def hide(person: Person, linked: Collection[str] = ()) -> Person:
    """Return somebody without the properties their note hides.

    Args:
        person: Who.
        linked: Properties in whose words somebody private is linked. Of these only
            the words go: what a list names is looked at one by one.
    """
    if not person.hidden and not linked:
        return person
    changes: dict[str, Any] = {}
    for name in sorted(_WORDS.intersection(linked)):
        changes.update(_EMPTY[name])
    if "met_at" in linked:
        changes["met_at"] = ""
    for name in sorted(person.hidden):
        changes.update(_EMPTY.get(name, {}))
    if "role" in {*person.hidden, *linked} and "offers" not in changes:
        changes["offers"] = tuple(said for said in person.offers if not said.likely)
    return replace(person, **changes)


def hide_mirrored(person: Person, hidden: Mapping[PersonId, frozenset[str]]) -> Person:
    """Return somebody without the relations that others hide in their own notes."""
    return replace(
        person,
        introduced_by=_kept(person.introduced_by, "introduced_by", hidden),
        introduced_to=_kept(person.introduced_to, "introduced_to", hidden),
        knows=_kept(person.knows, "knows", hidden),
    )


def _kept(
    named: tuple[Acquaintance, ...],
    name: str,
    hidden: Mapping[PersonId, frozenset[str]],
) -> tuple[Acquaintance, ...]:
    mirror = _MIRRORS[name]
    nothing: frozenset[str] = frozenset()
    return tuple(a for a in named if mirror not in hidden.get(a.person, nothing))


def hides_words(
    encounter: Encounter, hidden: Mapping[PersonId, frozenset[str]]
) -> bool:
    """Return whether an encounter's words are about a property somebody there hides."""
    name = _TELLS.get(encounter.kind)
    return name is not None and any(
        name in hidden[person] for person in encounter.people if person in hidden
    )


def mentions(words: str, notes: Collection[str]) -> bool:
    """Return whether the words of a problem name one of these notes by its path."""
    ends = [found.end() for found in _PATH_ENDS.finditer(words)]
    starts = [found.start() for found in _PATH_STARTS.finditer(words)] if ends else []
    return any(words[start:end] in notes for end in ends for start in starts)


def hides_problem(problem: Problem, hidden: frozenset[str]) -> bool:
    """Return whether a problem of somebody's note is about a property it hides.

    One that does not say what it is about may quote anything in the front matter.
    """
    if problem.about:
        return canonical(problem.about) in hidden
    return problem.code.startswith(("frontmatter-", "key-", "link-", "placeholder"))
