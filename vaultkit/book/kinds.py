"""Kinds: what each note is about: somebody, a day, an event, a topic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from vaultkit.book.written import last_part, named
from vaultkit.frozen import Frozen
from vaultkit.names import fold, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.book.meanings import Meanings
    from vaultkit.notes.flat import Value
    from vaultkit.notes.note import Note
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath

Kind = Literal[
    "me",
    "person",
    "event",
    "meeting",
    "introduction",
    "opportunity",
    "topic",
    "daily",
    "other",  # it says it is something else: a company, a project, an index
    "note",  # it says nothing
]

_OURS: Final[Mapping[str, Kind]] = {
    "me": "me",
    "event": "event",
    "meeting": "meeting",
    "introduction": "introduction",
    "opportunity": "opportunity",
    "topic": "topic",
}
_NOBODY: Final = frozenset(
    (
        *("company", "organisation", "organization", "org", "place", "project"),
        *("team", "group", "index", "moc", "template", "dashboard", "book"),
    )
)
"""Values of `type` that are nobody even in a folder of people."""
_DAYS: Final = frozenset({"date", "day", "when", "start", "starts"})
_DATED: Final = re.compile(r"(?:19|20)[0-9]{2}")
_TEMPLATE_NAME: Final = re.compile(r"\{\{|<%|(?:^|[ _-])template(?:$|[ _-])")
_OWN_NAME: Final = re.compile(r"\{\{ {0,3}(?:title|name)|<%[^>]{0,80}(?:title|name)")


class Rules(Frozen, frozen=True):
    """Who is a person, by the settings, folded for comparing."""

    types: frozenset[str]
    tags: tuple[str, ...]
    categories: frozenset[str]
    folders: tuple[str, ...]
    properties: frozenset[str]
    gatherings: tuple[tuple[Kind, tuple[str, ...], frozenset[str]], ...]
    ignored: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """Return the rules that the settings make."""
        return cls(
            types=frozenset(map(fold, settings.people_types)),
            tags=tuple(fold(tag).lstrip("#") for tag in settings.people_tags),
            categories=frozenset(map(fold, settings.people_categories)),
            folders=tuple(_slashed(name) for name in settings.people_folders),
            properties=frozenset(map(key, settings.people_properties)),
            gatherings=(
                _gathering(
                    "meeting",
                    settings.meeting_folders,
                    (*settings.meeting_types, *settings.meeting_categories),
                ),
                _gathering(
                    "event",
                    settings.event_folders,
                    (*settings.event_types, *settings.event_categories),
                ),
            ),
            ignored=tuple(_slashed(name) for name in settings.ignore),
        )

    def heeded(self, paths: Iterable[VaultPath]) -> list[VaultPath]:
        """Return the notes that are not in a folder that is never read."""
        left = [*paths]
        folders = {path.rpartition("/")[0] for path in left}
        ignored = {folder for folder in folders if _within(folder, self.ignored)}
        if not ignored:
            return left
        return [path for path in left if path.rpartition("/")[0] not in ignored]

    def kind(self, note: Note, meanings: Meanings, *, daily: bool) -> Kind:
        """Return what a note is about, by what it says and where it is.

        Args:
            note: The note.
            meanings: What keys mean in any note.
            daily: Its name is a day.
        """
        types, categories = _says(note, meanings) if note.properties else ((), ())
        for word in types:
            if word in _OURS and not _is_template(note):
                return _OURS[word]
        if daily or _is_template(note):
            return "daily" if daily else "other"
        if self._says_person(note, types, categories) or self._is_among_people(
            note, types
        ):
            return "person"
        for kind, folders, called in self.gatherings:
            if not called.isdisjoint((*types, *categories)) or (
                folders and self._is_gathering(note, folders)
            ):
                return kind
        return "other" if types else "note"

    def _is_gathering(self, note: Note, folders: tuple[str, ...]) -> bool:
        """Return whether a note in such a folder has a day, as its index has not."""
        dated = _DATED.search(note.name) or any(
            key(name) in _DAYS for name in note.properties
        )
        return bool(dated) and _within(note.path.rpartition("/")[0], folders)

    def _says_person(
        self, note: Note, types: tuple[str, ...], categories: tuple[str, ...]
    ) -> bool:
        if not self.types.isdisjoint(types):
            return True
        if self.properties and not self.properties.isdisjoint(
            map(key, note.properties)
        ):
            return True
        return not self.categories.isdisjoint(categories) or any(
            tag == wanted or tag.startswith(f"{wanted}/")
            for tag in map(fold, note.tags)
            for wanted in self.tags
        )

    def _is_among_people(self, note: Note, types: tuple[str, ...]) -> bool:
        folder = note.path.rpartition("/")[0]
        if not _within(folder, self.folders) or _NOBODY.intersection(types):
            return False
        # `People/People.md` and `People/index.md` are about the folder.
        folder, _, name = fold(note.path)[:-3].rpartition("/")
        return name not in {folder.rpartition("/")[2], "index", "readme", "_index"}


def _gathering(
    kind: Kind, folders: tuple[str, ...], categories: tuple[str, ...]
) -> tuple[Kind, tuple[str, ...], frozenset[str]]:
    return kind, tuple(map(_slashed, folders)), frozenset(map(fold, categories))


def _slashed(folder: str) -> str:
    return f"/{fold(folder).strip('/')}/"


@lru_cache(maxsize=4_096)
def _within(folder: str, folders: tuple[str, ...]) -> bool:
    slashed = f"/{fold(folder)}/"
    return any(wanted in slashed for wanted in folders)


def _says(note: Note, meanings: Meanings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded values of `type` and of `categories`."""
    found: dict[str, tuple[str, ...]] = {}
    for typed, name in meanings.kinds(tuple(note.properties)):
        if not found.get(name):
            value = note.properties[typed]
            one = isinstance(value, str) and not value.isspace() and value
            found[name] = (_word(one),) if one else tuple(map(_word, _texts(value)))
    return found.get("type", ()), found.get("categories", ())


@lru_cache(maxsize=4_096)
def _word(text: str) -> str:
    return fold(last_part(named(text).target)).lstrip("#")


def _texts(value: Value) -> Iterable[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and value.strip():
        yield value


def _is_template(note: Note) -> bool:
    """Return whether a note is there to be copied: its own name is left open."""
    path = note.path.lower()
    marked = "template" in path or "{{" in path or "<%" in path
    if marked and _TEMPLATE_NAME.search(fold(note.name)):
        return True
    if not (note.problems and any(p.code == "placeholder" for p in note.problems)):
        return False
    return any(map(_leaves_name_open, note.properties.values())) or fold(note.name) in {
        "person",
        "contact",
        *_OURS,
    }


def _leaves_name_open(value: Value) -> bool:
    """Return whether a value waits for the note's name.

    A list in which more stands was filled in by somebody.
    """
    texts = [text.lower() for text in _texts(value)]
    return bool(texts) and all(map(_OWN_NAME.search, texts))
