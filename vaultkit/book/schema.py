"""Schema: the table of properties as JSON Schema, for editors that complete and check.

It accepts whatever the reader reads without a word, so that no editor marks what is
fine; what it names first is what the documentation recommends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaultkit.book.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.properties import Meaning, Of, Property

Plain = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SAYS: Final = (
    "What vaultkit reads in the properties of a note. All are optional, empty means "
    "not set, and other properties are nobody's business. Keys are matched without "
    "case, spaces, - and _, of which a schema can tell nothing."
)
_TYPES: Final[Mapping[Of, tuple[str, ...]]] = {
    "person": ("person", "contact", "me"),
    "me": ("me",),
    "event": ("event", "meeting"),
    "introduction": ("introduction",),
    "opportunity": ("opportunity",),
    "topic": ("topic",),
}
"""The kinds of note by what their `type` says."""
_SIZES: Final = ("5", "15", "50", "150")
_WORD: Final[Plain] = {"type": ["string", "number", "boolean", "null"]}
_WORDS: Final[Plain] = {**_WORD, "type": [*_WORD["type"], "array"], "items": _WORD}
_DAY: Final[Plain] = {
    "type": ["string", "integer", "null", "array"],
    "pattern": r"^\s*$|[0-9]{4}",
    "items": {"type": ["string", "integer", "null"], "pattern": r"^\s*$|[0-9]{4}"},
    "examples": ["2026-11-02"],
}
_MEANT: Final[Mapping[Meaning, Plain]] = {
    "text": _WORDS,
    "texts": _WORDS,
    "topics": _WORDS,
    "people": {**_WORDS, "examples": [["[[Ada Moss]]"]]},
    "date": _DAY,
    "span": {
        "type": ["string", "number", "null"],
        "examples": ["6 weeks", "quarterly", 45],
    },
    "season": {"anyOf": [{"enum": ["resting", "ended"]}, _WORDS]},
    "birthday": {**_DAY, "pattern": r"^\s*$|[0-9]{4}|[0-9]{1,2}-[0-9]{1,2}"},
    "number": {
        "type": ["string", "number", "null"],
        "pattern": r"^\s*([+-]?[0-9]+)?\s*$",
        "multipleOf": 1,
    },
    "kind": _WORDS,
    "private": {"anyOf": [{"type": "boolean"}, _WORDS]},
}
_LOOSE: Final = frozenset({"met"})
"""`met: the Makers' Fair` says where rather than when."""


def schema(
    circles: Iterable[str], synonyms: Mapping[str, tuple[str, ...]] | None = None
) -> Plain:
    """Return the JSON Schema of front matter (draft 2020-12), as plain data.

    Args:
        circles: The circles there are, by name.
        synonyms: More keys by name of property, from the settings.
    """
    known = {name: list(more) for name, more in (synonyms or {}).items()}
    kinds: dict[Of, Plain] = {}
    for one in PROPERTIES:
        for kind in one.of:
            keys = kinds.setdefault(kind, {})
            keys[one.name] = {"description": one.says, "$ref": f"#/$defs/{_shape(one)}"}
            for synonym in (*known.get(one.name, ()), *one.synonyms):
                same = {"$ref": f"#/$defs/{kind}/properties/{one.name}"}
                keys.setdefault(synonym, same)
    return {
        "$schema": DIALECT,
        "title": "Front matter",
        "description": _SAYS,
        "type": "object",
        "allOf": [
            {"$ref": "#/$defs/any"},
            *(_where(kind) for kind in kinds if kind in _TYPES),
        ],
        "$defs": {
            **{kind: {"properties": keys} for kind, keys in kinds.items()},
            **{f"a-{meaning}": shape for meaning, shape in _MEANT.items()},
            "a-circle": _circle([*circles]),
        },
    }


def _where(kind: Of) -> Plain:
    """Return that what a kind of note says holds where `type` names that kind."""
    named = [_in_any_case(word) for word in _TYPES[kind]]
    pattern = f"^\\s*({'|'.join(named)})\\s*$"
    return {
        "if": {
            "properties": {"type": {"type": "string", "pattern": pattern}},
            "required": ["type"],
        },
        "then": {"$ref": f"#/$defs/{kind}"},
    }


def _shape(one: Property) -> str:
    return f"a-{'text' if one.name in _LOOSE else one.meaning}"


def _circle(circles: list[str]) -> Plain:
    words = "|".join(_in_any_case(word) for word in (*circles, *_SIZES))
    return {
        "anyOf": [
            {"enum": [*circles, *map(int, _SIZES), None]},
            {"type": "string", "pattern": f"^\\s*(({words})(\\.0)?)?\\s*$"},
        ]
    }


def _in_any_case(word: str) -> str:
    """Return a pattern for a word, in an alphabet without flags."""
    return "".join(
        f"[{each.lower()}{each.upper()}]" if each.isalpha() else f"[{each}]"
        for each in word
    )
