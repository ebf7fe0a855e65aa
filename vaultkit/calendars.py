"""Calendars: what months and weekdays are called; the one home of Babel.

The names are those of the Unicode CLDR (https://cldr.unicode.org), both as they stand
alone and as they stand in a date: `listopad` and `12 listopada`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COMMON: Final = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs"),
    *("hu", "ro", "tr", "ca", "ru", "uk", "el"),
)
"""Languages that `init` looks for, by their codes."""
_SHORTEST: Final = 3
"""Letters of a name that is believed: `m` and `ma` are too many things."""


class Names(NamedTuple):
    """What months and weekdays are called in some languages.

    Attributes:
        months: Folded name to number; a name that means two months is left out.
        weekdays: Folded names.
        wide: Twelve months and seven weekdays (Monday first), in the first language.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    wide: tuple[str, ...]


def folded(name: str) -> str:
    """Return the form in which a name is looked up: NFC, no case, no dot."""
    return unicodedata.normalize("NFC", name).casefold().rstrip(".")


def code(language: str) -> str:
    """Return a language's code, by its name in English, its own name or code; or ""."""
    wanted = folded(language.strip())
    known = _by_name()
    return known.get(wanted) or known.get(wanted.partition("-")[0], "")


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    from babel.core import Locale  # noqa: PLC0415 (late: it takes a tenth of a second)

    english = Locale("en").languages
    found = {folded(str(english[name])): name for name in COMMON if name in english}
    found |= {name: name for name in COMMON}
    found |= {folded(Locale(name).get_display_name() or name): name for name in COMMON}
    return MappingProxyType(found)


def called(code: str) -> str:
    """Return a language's name in English, in lower case: `german`."""
    from babel.core import Locale  # noqa: PLC0415 (late, as above)

    return str(Locale("en").languages[code]).lower()


def known(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the languages that are known, each once, in order."""
    return tuple(dict.fromkeys(filter(None, map(code, languages))))


@lru_cache(maxsize=16)
def names(codes: tuple[str, ...]) -> Names:
    """Return what months and weekdays are called in languages, by their codes."""
    months: dict[str, int] = {}
    twice: set[str] = set()
    weekdays: set[str] = set()
    for language in codes:
        for name, number in _months(language):
            if months.setdefault(name, number) != number:
                twice.add(name)
        weekdays.update(_weekdays(language))
    sure = {name: number for name, number in months.items() if name not in twice}
    return Names(MappingProxyType(sure), frozenset(weekdays), _wide(codes[:1]))


def starts(names: Iterable[str]) -> Iterator[str]:
    """Yield how names start, three characters, composed and decomposed."""
    for name in names:
        for form in (name, unicodedata.normalize("NFD", name)):
            yield from (
                (form[:3],) if len(form) >= _SHORTEST else map(form.__add__, " .,")
            )


def _months(language: str) -> Iterator[tuple[str, int]]:
    from babel.core import Locale  # noqa: PLC0415 (late, as above)

    given = Locale(language).months
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in given[use][width].items():
                if len(short := folded(name)) >= _SHORTEST:
                    yield short, number


def _weekdays(language: str) -> Iterator[str]:
    from babel.core import Locale  # noqa: PLC0415 (late, as above)

    given = Locale(language).days
    for use in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from map(folded, given[use][width].values())


def _wide(codes: tuple[str, ...]) -> tuple[str, ...]:
    from babel.core import Locale  # noqa: PLC0415 (late, as above)

    if not codes or codes == ("en",):
        return ()
    locale = Locale(codes[0])
    months, days = locale.months["format"]["wide"], locale.days["format"]["wide"]
    return (*(months[n] for n in range(1, 13)), *(days[n] for n in range(7)))
