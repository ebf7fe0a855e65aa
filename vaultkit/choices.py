"""Choices: what a setting may be, in words and as a function that reads it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen
from vaultkit.moment import moment_pattern
from vaultkit.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "home": "This week",
        "reconnect": "Reconnect",
        "help": "Who could help whom",
        "introductions": "Introductions and thanks",
        "give-and-ask": "Give and ask",
        "interests": "Shared interests",
        "events": "Events and people",
        "learning": "Learning from people",
        "origins": "Where good things came from",
        "people": "People I know",
        "map": "Map",
        "problems": "Notes to mend",
    }
)
"""Each page and the file name it has unless `page_names` says otherwise."""

# Days after which a circle is quiet: evidence for 5, 15, 50 and 150 people.
CIRCLES: Final[Mapping[str, int]] = MappingProxyType(
    {"inner": 7, "close": 30, "active": 180, "wider": 365}
)

# How many people have room, each circle with those inside it (Dunbar's layers).
ROOM: Final[Mapping[str, int]] = MappingProxyType(
    {"inner": 5, "close": 15, "active": 50, "wider": 150}
)

Reader = tuple[str, "Callable[[object], object | None]"]
"""What a value must be, in words, and a function that gives it back or None."""


class Setting(Frozen, frozen=True):
    """One setting: its name in `vaultkit.toml`, what may stand there, what it does."""

    name: str
    reader: Reader
    says: str


_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³"}
)
# What Obsidian refuses in a file name, or what ends a link; and control characters.
_FORBIDDEN: Final = re.compile(r'[#^\[\]|:\\*"<>?/\x00-\x1f\x7f-\x9f\u2028\u2029]')
_LONGEST_NAME: Final = 120
_MOST_BYTES: Final = 240
"""Most systems keep 255 bytes of a name, `.md` and our dot-files beside it included."""
_MORE: Final = 40
"""Bytes that a name may have more than the one it is made of, in `tamed`."""
_LONGEST_TEXT: Final = 1_000
_LONGEST_LIST: Final = 500


def file_name(value: object) -> str | None:
    """Return a name that is safe for a file or folder on every system, else None."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        return None
    name = unicodedata.normalize("NFC", value)
    return None if unsafe(name) else name


def unsafe(name: str) -> str:
    """Return why a name is not safe for a file on every system and in every link.

    The answer goes on behind the name ("is empty"); "" is for a safe one.
    """
    forbidden = _FORBIDDEN.search(name)
    spoils = forbidden[0] if forbidden else ""
    hidden = any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in name)
    device = name.partition(".")[0].strip().lower() in _RESERVED
    long = len(name) > _LONGEST_NAME or len(name.encode(errors="replace")) > _MOST_BYTES
    found: tuple[tuple[object, str], ...] = (
        (not name.strip(), "is empty"),
        (hidden, "has a character that cannot be seen"),
        (forbidden, f"has a `{spoils}`, which no file name or link may have"),
        (name[:1] in ". ~", "begins with a dot, a space or a tilde"),
        (name[-1:] in ". ", "ends with a dot or a space, which Windows drops"),
        (device, "is reserved by Windows for a device"),
        (long, "is too long for a file name"),
    )
    return next((why for wrong, why in found if wrong), "")


def tamed(name: str) -> str:
    """Return a name, made safe, for a file that is put beside one called so."""
    if not unsafe(f"{name}{' ' * _MORE}x"):
        return name
    seen = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    short = (
        _FORBIDDEN.sub("-", seen)
        .strip(". ~")
        .encode()[:_MORE]
        .decode("utf-8", "ignore")
    )
    return "Note" if unsafe(short) else short


def folder(value: object) -> str | None:
    """Return a folder inside the vault, never a hidden one nor one above, else None."""
    if not isinstance(value, str):
        return None
    parts = [file_name(part) for part in value.removesuffix("/").split("/")]
    return None if None in parts else "/".join(part for part in parts if part)


def root_or_folder(value: object) -> str | None:
    """Return a folder inside the vault or "" for the vault itself, else None."""
    return "" if value in {"", "/", "."} else folder(value)


def _text(value: object) -> str | None:
    short = isinstance(value, str) and len(value) <= _LONGEST_TEXT
    return value.strip() if short and isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...] | None:
    items = value if isinstance(value, list) else [value]
    read = [_text(item) for item in items[: _LONGEST_LIST + 1]]
    if len(read) > _LONGEST_LIST or not all(read):
        return None
    return tuple(item for item in read if item)


def _tags(value: object) -> tuple[str, ...] | None:
    texts = _texts(value)
    return None if texts is None else tuple(text.lstrip("#") for text in texts)


def _folders(value: object) -> tuple[str, ...] | None:
    texts = _texts(value)
    read = [folder(text) for text in texts or ()]
    if texts is None or None in read:
        return None
    return tuple(item for item in read if item)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def whole(low: int, high: int) -> Reader:
    """Return the reader of a whole number within bounds, both included."""

    def read(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if low <= value <= high else None

    return f"a whole number from {low} to {high}", read


def number(low: float, high: float) -> Reader:
    """Return the reader of a number within bounds, both included."""

    def read(value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if low <= value <= high else None

    return f"a number from {low:g} to {high:g}", read


def one_of(*choices: str) -> Reader:
    """Return the reader of one word out of several, in any case."""

    def read(value: object) -> str | None:
        text = _text(value)
        return text.lower() if text and text.lower() in choices else None

    return f"one of {', '.join(choices)}", read


def some_of(choices: tuple[str, ...]) -> Reader:
    """Return the reader of a list of words out of several, in any case."""

    def read(value: object) -> tuple[str, ...] | None:
        texts = _texts(value)
        words = tuple(text.lower() for text in texts or ())
        return words if texts is not None and set(words) <= set(choices) else None

    return f"a list of any of {', '.join(choices)}", read


def daily_format(value: object) -> str | None:
    """Return a daily-note format that can be read (`YYYY-MM-DD`), else None."""
    text = _text(value)
    return text if text and moment_pattern(text) else None


def _synonyms(value: object) -> Mapping[str, tuple[str, ...]] | None:
    if not isinstance(value, dict):
        return None
    read = {str(name): _texts(keys) for name, keys in value.items()}
    if None in read.values():
        return None
    return MappingProxyType({name: keys or () for name, keys in read.items()})


def _languages(value: object) -> tuple[str, ...] | None:
    from vaultkit import calendars  # noqa: PLC0415 (late: most vaults need no names)

    texts = _texts(value)
    return texts if texts is None or all(map(calendars.code, texts)) else None


def _circles(value: object) -> Mapping[str, int] | None:
    return _numbers(value, CIRCLES, whole(1, 3660))


def _sizes(value: object) -> Mapping[str, int] | None:
    return _numbers(value, ROOM, whole(0, 10_000))


def _numbers(
    value: object, usual: Mapping[str, int], reader: Reader
) -> Mapping[str, int] | None:
    """Return a table of circles and numbers, with what is usual where it is silent."""
    if not isinstance(value, dict):
        return None
    read = {fold(str(name)): reader[1](given) for name, given in value.items()}
    counts = {name: given for name, given in read.items() if isinstance(given, int)}
    return MappingProxyType({**usual, **counts}) if counts == read else None


def _page_names(value: object) -> Mapping[str, str] | None:
    if not isinstance(value, dict) or not set(value) <= set(PAGE_NAMES):
        return None
    given = {page: file_name(name) for page, name in value.items()}
    names = {**PAGE_NAMES, **{page: name for page, name in given.items() if name}}
    apart = len({fold(name) for name in names.values()}) == len(names)
    return MappingProxyType(names) if apart and None not in given.values() else None


DATE: Final[Reader] = ("a date such as 2026-11-02", _day)
TEXT: Final[Reader] = ("text", _text)
TEXTS: Final[Reader] = ("a list of texts", _texts)
TAGS: Final[Reader] = ("a list of tags", _tags)
FOLDERS: Final[Reader] = ("a list of folders inside the vault", _folders)
FOLDER: Final[Reader] = ("a folder inside the vault, no hidden one", folder)
DAILY_FOLDER: Final[Reader] = ("a folder inside the vault", root_or_folder)
FORMAT: Final[Reader] = (
    "made of YYYY MM DD M D ddd dddd MMM MMMM [text]",
    daily_format,
)
FLAG: Final[Reader] = ("true or false", _flag)
SYNONYMS: Final[Reader] = ("a table of properties and lists of keys", _synonyms)
CIRCLE_DAYS: Final[Reader] = ("a table of circles and days from 1 to 3660", _circles)
CIRCLE_SIZES: Final[Reader] = (
    "a table of circles and numbers of people from 0 to 10000",
    _sizes,
)
_A_NAME_EACH: Final = (
    f"a table with any of {', '.join(PAGE_NAMES)}, each with a file name of its own "
    'without # ^ [ ] | : \\ / * " < > ? and without a leading dot'
)
NAMES: Final[Reader] = (_A_NAME_EACH, _page_names)
STYLE: Final = one_of("auto", "wikilink", "markdown", "plain")
ORDER: Final = one_of("report", "day-first", "month-first")
LANGUAGES: Final[Reader] = (
    'a list of languages such as "german", by name or code',
    _languages,
)
OFF: Final = some_of(tuple(PAGE_NAMES))
