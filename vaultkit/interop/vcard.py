"""vCard: cards of versions 2.1, 3.0 and 4.0 as programs really write them.

A card that cannot be read stops no other. Every pattern is linear, nothing is nested
and nothing is fetched; photographs, keys and sounds are passed over unread.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.interop.decoding import decoded
from vaultkit.interop.incoming import (
    LISTS,
    MOST_PEOPLE,
    birthday,
    gathered,
    property_of,
    refused,
    remarks,
    unused,
)
from vaultkit.toolkit.kinds import Imported, NoteToBe, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OWN: Final = "X-VAULTKIT-"
"""What begins the name of a card's property that only vaultkit knows."""
_LONGEST: Final = 64 * 1024
_ENDS: Final = re.compile(r"\r\n|\n|\r")
_HEAD: Final = re.compile(r"(?:[A-Za-z0-9_-]{1,80}\.)?([A-Za-z0-9_-]{1,80})")
_QUOTE_OR_COLON: Final = re.compile(r'[":]')
_PART: Final = re.compile(r"\\.?|[^\\;,]+|[;,]", re.DOTALL)
_CHARSET: Final = re.compile(
    r"(?i)utf-?(?:8|16)|us-ascii|iso-?8859-?[0-9]{1,2}|windows-?125[0-9]|cp125[0-9]"
    r"|gbk|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)|iso-2022-jp|koi8-[ru]"
)
_PASSED_OVER: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_NO_WORDS: Final = frozenset(
    {"VERSION", "PRODID", "REV", "UID", "N", "FN", "KIND", "X-ABLABEL"}
)
_KINDS: Final = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND"})
_NOBODY: Final = frozenset({"group", "org", "location"})
_PLAIN: Final = {
    "NICKNAME": "aliases",
    "EMAIL": "email",
    "TEL": "phone",
    "TITLE": "role",
    "ROLE": "role",
    "INTEREST": "interests",
    "HOBBY": "interests",
    "EXPERTISE": "offers",
}
_SEVERAL: Final = frozenset({"NICKNAME", "INTEREST", "HOBBY", "EXPERTISE"})
_LOCALITY, _COUNTRY, _ADR = 3, 6, 7


class _Line(NamedTuple):
    """One line of a card, unfolded: where it begins and what it says."""

    number: int
    text: str


class _Told(NamedTuple):
    """One property of a card."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


class _UnreadError(Exception):
    """A line could not be read; the text says why."""


@dataclass(slots=True)
class _Cards:
    """What was read so far."""

    people: list[NoteToBe] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unused: set[str] = field(default_factory=set)
    begun: int = 0
    told: list[_Told] = field(default_factory=list)

    def line(self, line: _Line) -> None:
        """Take in one line."""
        word = line.text.strip().upper()
        if word == "BEGIN:VCARD":
            self.unended()
            self.begun, self.told = line.number, []
        elif word == "END:VCARD" and self.begun:
            _person(self)
            self.begun, self.told = 0, []
        elif self.begun and word:
            try:
                told = _told(line)
            except _UnreadError as wrong:
                self.troubles.append(Trouble(line.number, str(wrong)))
                return
            if told is not None:
                self.told.append(told)

    def unended(self) -> None:
        """Note down a card that has no end; half a card is nobody's."""
        if self.begun:
            said = "this card has no `END:VCARD`; it was left out"
            self.troubles.append(Trouble(self.begun, said))
            self.begun = 0


def read(data: bytes, options: Mapping[str, str]) -> Imported:
    """Return the people in a file of cards."""
    del options
    found = decoded(data)
    if found.stops:
        return Imported(troubles=found.troubles)
    cards = _Cards()
    for line in _unfolded(found.text):
        cards.line(line)
        if len(cards.people) > MOST_PEOPLE:
            return refused(f"it has more than {MOST_PEOPLE:,} cards")
    cards.unended()
    if not cards.people and not cards.troubles:
        return refused("no line of it says `BEGIN:VCARD`, so it is no vCard file")
    left = unused(sorted(cards.unused))
    troubles = sorted((*cards.troubles, *found.troubles, *left))
    return Imported(tuple(cards.people), tuple(troubles))


# --- lines ---------------------------------------------------------------------------


def _unfolded(text: str) -> Iterator[_Line]:
    """Yield lines with what was folded below them; quoted-printable goes on too."""
    parts: list[str] = []
    start = 0
    quoted = soft = False
    for number, line in enumerate(_ENDS.split(text), start=1):
        if soft or (parts and line[:1] in {" ", "\t"}):
            piece = line if soft else line[1:]
        else:
            if parts:
                yield _Line(start, "".join(parts))
            parts, start, piece = [], number, line
            quoted = "QUOTED-PRINTABLE" in line[:200].partition(":")[0].upper()
        soft = quoted and piece.endswith("=")
        parts.append(piece[:-1] if soft else piece)
    if parts:
        yield _Line(start, "".join(parts))


def _told(line: _Line) -> _Told | None:
    """Return what a line says, None for what is passed over.

    Raises:
        _UnreadError: It cannot be read.
    """
    head = _HEAD.match(line.text)
    name = head[1].upper() if head else ""
    if name in _PASSED_OVER:
        return _Told(line.number, name, {}, "")
    if len(line.text) > _LONGEST:
        raise _UnreadError("a line of more than 64 KiB; it was left out")
    colon = _colon(line.text)
    if head is None or colon < 0 or line.text[head.end() : head.end() + 1] not in ";:":
        if " " not in line.text and "=" not in line.text[:-2]:
            return None  # a photograph of version 2.1, which is not folded
        raise _UnreadError("not a line of a card; it was left out")
    parameters = _parameters(line.text[head.end() : colon])
    value = _transferred(line.text[colon + 1 :], parameters)
    return _Told(line.number, name, parameters, value)


def _colon(text: str) -> int:
    """Return where the value begins: the first colon outside quotation marks, or -1."""
    quoted = False
    for found in _QUOTE_OR_COLON.finditer(text):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            return found.start()
    return -1


def _parameters(text: str) -> dict[str, str]:
    """Return a line's parameters by name; version 2.1 has bare words instead."""
    found: dict[str, str] = {}
    for part in text.split(";")[1:]:
        name, equals, value = part.partition("=")
        name, value = name.strip().upper(), value.strip('" ')
        if not equals:
            bare = {"BASE64", "QUOTED-PRINTABLE", "8BIT", "7BIT"}
            found.setdefault("ENCODING" if name in bare else "TYPE", name)
        else:
            found.setdefault(name, value)
    return found


def _transferred(value: str, parameters: dict[str, str]) -> str:
    """Return a value out of its transfer encoding.

    Raises:
        _UnreadError: It is not what its encoding says.
    """
    encoding = parameters.get("ENCODING", "").upper()
    if encoding not in {"QUOTED-PRINTABLE", "Q", "BASE64", "B"}:
        return value
    charset = parameters.get("CHARSET", "utf-8")
    if not _CHARSET.fullmatch(charset):
        raise _UnreadError(f"the charset {charset[:40]!r} is not known; left out")
    try:
        data = value.encode("utf-8", "surrogatepass")
        if encoding.startswith("Q"):
            data = binascii.a2b_qp(data)
        else:
            data = base64.b64decode(data, validate=True)
        return data.decode(charset)
    except (ValueError, LookupError):
        raise _UnreadError(
            f"it is not {encoding.lower()} as it says; left out"
        ) from None


def _split(value: str, at: str) -> list[str]:
    """Return the parts of a value between `;` or `,`, out of their backslashes."""
    parts = [""]
    for found in _PART.finditer(value):
        piece = found[0]
        if piece == at:
            parts.append("")
        elif piece[0] == "\\":
            parts[-1] += {"\\n": "\n", "\\N": "\n", "\\": "\\"}.get(piece, piece[1:])
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _whole(value: str) -> str:
    return _split(value, "")[0]


# --- cards ---------------------------------------------------------------------------


def _person(cards: _Cards) -> None:
    """Take in the card that ends here."""
    found: list[tuple[str, str]] = []
    told_besides: list[str] = []
    name = spelt = ""
    for told in cards.told:
        value = _whole(told.value)
        if told.name == "FN":
            name = name or value
        elif told.name == "N":
            spelt = spelt or _spelt(told.value)
        elif told.name in _KINDS and value.strip().lower() in _NOBODY:
            said = f"this is a card of a {value.strip().lower()}; it was left out"
            cards.troubles.append(Trouble(cards.begun, said))
            return
        elif told.name == "NOTE":
            told_besides += value.split("\n")
        elif told.name == "BDAY":
            found.append(("birthday", _day(told, value)))
        else:
            words = list(_words(told))
            found += words
            if not words and told.name not in _NO_WORDS:
                cards.unused.add(told.name)
    called = " ".join((name or spelt).split())
    text = remarks(told_besides)
    cards.people.append(NoteToBe(called, gathered(found), text, cards.begun))


def _spelt(value: str) -> str:
    """Return a name from its parts: family, given, more, before, behind."""
    family, given, more, before, behind = (*_split(value, ";"), *[""] * 5)[:5]
    return " ".join(part for part in (before, given, more, family, behind) if part)


def _day(told: _Told, text: str) -> str:
    """Return a birthday; Apple writes a year that it says is none."""
    left_out = told.parameters.get("X-APPLE-OMIT-YEAR")
    if left_out and text.startswith(left_out):
        text = f"-{text[len(left_out) :]}"
    return birthday(text)


def _words(told: _Told) -> Iterator[tuple[str, str]]:
    """Yield what a property of a card says, as properties of a note."""
    if told.name == "ORG":
        parts = _split(told.value, ";")
        yield "org", ", ".join(filter(None, parts))
    elif told.name == "ADR":
        address = (*_split(told.value, ";"), *[""] * _ADR)
        place = [part for part in (address[_LOCALITY], address[_COUNTRY]) if part]
        if place:
            yield "place", ", ".join(place)
    elif told.name in _PLAIN:
        name = _PLAIN[told.name]
        several = told.name in _SEVERAL
        words = _split(told.value, ",") if several else [_whole(told.value)]
        yield from ((name, word.removeprefix("tel:")) for word in words)
    elif told.name.startswith(OWN):
        name = property_of(told.name.removeprefix(OWN).replace("-", "_"))
        words = _split(told.value, ",") if name in LISTS else [_whole(told.value)]
        if name:
            yield from ((name, word) for word in words)
