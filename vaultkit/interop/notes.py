"""Notes: what a foreign file says of somebody as a note, in which nothing comes alive.

Foreign text may hold anything: YAML, links, HTML, a template's marks that some editors
run when a note is made. In the note it is words, and the note is read again before it
is believed to be harmless.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.book.meanings import keys
from vaultkit.book.values import Fields
from vaultkit.choices import unsafe
from vaultkit.dates import read_date
from vaultkit.interop.incoming import LISTS, TAKEN
from vaultkit.notes.note import parse
from vaultkit.pages.markup import plain
from vaultkit.toolkit.kinds import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.book.meanings import Keys
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.toolkit.kinds import NoteToBe

_DOUBLED: Final = re.compile(r"([\[\]{}%])\1+")
_MARKS: Final = re.compile(r"(?<=[<{])(?=[%#!{])|(?<=[%#}])(?=[>}])|(?<=\])(?=\()")
_NO_TEXT: Final = re.compile("[\ufffe\uffff]")
_BARE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[1-9][0-9]{0,4}|[a-z]{1,20}")
_BARE_IN: Final = frozenset({"date", "birthday", "span", "circle", "season", "kind"})
_ODD_IN_NAMES: Final = re.compile(r'[#^\[\]|:\\*"<>?/\x00-\x1f\x7f-\x9f\u2028\u2029]+')
_MEANING: Final = {"type": "kind", **{one.name: one.meaning for one in TAKEN}}
TAKEN_NAMES: Final = tuple(one.name for one in TAKEN)
"""The names of all that a note for somebody may say."""
_ORDER: Final = {one.name: n for n, one in enumerate(TAKEN)}


class Note(NamedTuple):
    """A note to be.

    Attributes:
        text: The note; "" where none can be made.
        troubles: What was left out of it.
        stops: Why none can be made, going on behind the name; "" where one can.
    """

    text: str
    troubles: tuple[Trouble, ...] = ()
    stops: str = ""


def words(text: str) -> str:
    """Return words on one line that no editor, template or plugin acts on."""
    text = _NO_TEXT.sub("", plain(text))
    return _MARKS.sub(" ", _DOUBLED.sub(r"\1", text))


def named(typed: str) -> tuple[str, str]:
    """Return the name of a note for somebody, and why there is none.

    What no file name or link may have becomes a dash or goes; one of the two is "".
    """
    name = words(unicodedata.normalize("NFC", typed))
    while name[-3:].lower() == ".md":
        name = name[:-3]
    name = _ODD_IN_NAMES.sub("-", name).strip(" .~-")
    name = " ".join(name.split())
    why = unsafe(name)
    if why == "is empty":
        return "", "has no name" if not typed.strip() else "has no name left of signs"
    if not why and read_date(name):
        why = "is a day, so it would be a daily note"
    return ("", why) if why else (name, "")


def note(path: VaultPath, one: NoteToBe, settings: Settings) -> Note:
    """Return the note that says of somebody what a file says, and nothing else.

    Values that would not be read as what they should be are left out, each named.
    """
    properties = dict(_properties(path, one))
    text = _written(properties, one.text)
    fields = Fields.of(parse(path, text.encode()), _keys(settings), "person")
    troubles: list[Trouble] = []
    for name in [name for name in properties if name in fields.found]:
        before = len(fields.problems)
        _read(fields, name, settings)
        if len(fields.problems) > before:
            said = fields.problems[before].message
            troubles.append(Trouble(one.line, f"{said}; it was left out"))
            del properties[name]
    if troubles:
        text = _written(properties, one.text)
    if not _is_harmless(path, text, properties, one.text):
        return Note("", stops="says something that no note can say safely")
    return Note(text, tuple(troubles))


def _keys(settings: Settings) -> Keys:
    return _known(tuple((k, tuple(v)) for k, v in settings.synonyms.items()))


@lru_cache(maxsize=4)
def _known(synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> Keys:
    return keys(dict(synonyms))


def _properties(
    path: VaultPath, one: NoteToBe
) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield what will stand in front matter, in the order of the documentation."""
    given = {
        name: (values,) if isinstance(values, str) else values
        for name, values in one.properties.items()
    }
    shown = path.rpartition("/")[2].removesuffix(".md")
    called = words(one.name)
    if called and called != shown:
        given["aliases"] = (*given.get("aliases", ()), called)
    yield "type", words("".join(given.pop("type", ("person",))[:1]))
    for name in sorted(given, key=lambda name: _ORDER.get(name, len(_ORDER))):
        values = tuple(dict.fromkeys(filter(None, map(words, given[name]))))
        several = name in LISTS or (
            name not in _ORDER and not isinstance(one.properties[name], str)
        )
        if several and values:
            yield name, values
        elif values:
            yield name, ", ".join(values) if _MEANING.get(name) == "text" else values[0]


def _written(properties: Mapping[str, str | tuple[str, ...]], below: str) -> str:
    lines = ["---"]
    for name, value in properties.items():
        if isinstance(value, tuple):
            lines += [f"{name}:", *(f"  - {_quoted(item)}" for item in value)]
        elif _MEANING.get(name) in _BARE_IN and _BARE.fullmatch(value):
            lines.append(f"{name}: {value}")
        else:
            lines.append(f"{name}: {_quoted(value)}")
    lines.append("---")
    told = f"\n{below.rstrip()}\n" if below.strip() else ""
    return "\n".join(lines) + f"\n{told}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _read(fields: Fields, name: str, settings: Settings) -> None:
    """Read one property, so that what is wrong with it becomes a problem."""
    meaning = _MEANING[name]
    if meaning == "date":
        fields.day(name)
    elif meaning == "birthday":
        fields.birthday()
    elif meaning == "span":
        fields.span(name)
    elif meaning == "circle":
        fields.circle(settings.circles)
    elif meaning == "season":
        fields.season()


def _is_harmless(
    path: VaultPath,
    text: str,
    properties: Mapping[str, str | tuple[str, ...]],
    below: str,
) -> bool:
    """Return whether a note says these properties and no more, as it is read.

    What stands below them may say more only where an importer of somebody else's wrote
    it as Markdown; ours write quotations.
    """
    read = parse(path, text.encode())
    said = {
        name: value if isinstance(value, tuple) else str(value)
        for name, value in read.properties.items()
    }
    if said != dict(properties) or read.problems:
        return False
    quoted = all(line.startswith(">") for line in below.split("\n") if line)
    return not (quoted and (read.links or read.tags or read.entries))
