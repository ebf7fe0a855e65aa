"""Proposal: the settings that fit what a survey found, and what it could not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit import calendars
from vaultkit.book import daily
from vaultkit.names import fold
from vaultkit.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath
    from vaultkit.survey import Survey
    from vaultkit.survey.signs import Sign

Chosen = str | bool | tuple[str, ...] | dict[str, tuple[str, ...]]
"""What a setting is proposed to be."""
_PEOPLE: Final[Mapping[str, str]] = {
    "folder": "people_folders",
    "type": "people_types",
    "tag": "people_tags",
    "category": "people_categories",
    "property": "people_properties",
}
_BUILT_IN: Final = frozenset({"meeting", "event"})
"""Types that need no setting."""
_SHOWN: Final = 3
_NO_NOTES: Final = (
    "How you write is seen once there are notes. Write one, by `vaultkit new person "
    "NAME` or in your editor; when there are some, delete this file and run `vaultkit "
    "init` again."
)


class Proposal(NamedTuple):
    """What `vaultkit.toml` should say of a vault.

    Attributes:
        settings: Those that are not as they are without one, by name.
        undecided: What was not clear, each a sentence that says what to do.
    """

    settings: Mapping[str, Chosen]
    undecided: tuple[str, ...]


def propose(found: Survey, settings: Settings, paths: Iterable[VaultPath]) -> Proposal:
    """Return the settings that fit a vault.

    Args:
        found: What its survey found.
        settings: Those that hold now, by Obsidian's own among others.
        paths: Its notes.
    """
    chosen = {
        **dict(_people(found)),
        **dict(_gatherings(found)),
        **dict(_days(found, settings, paths)),
        **dict(_writing(found, settings)),
        **dict(_synonyms(found)),
    }
    undecided = _undecided(found, chosen) if found.notes else (_NO_NOTES,)
    return Proposal(chosen, tuple(undecided))


def _people(found: Survey) -> Iterator[tuple[str, Chosen]]:
    for kind, name in _PEOPLE.items():
        names = _outer(sign for sign in found.signs.people if sign.kind == kind)
        default = {fold(one) for one in getattr(DEFAULTS, name)}
        if any(_last(one, kind) not in default for one in names):
            yield name, names


def _outer(signs: Iterable[Sign]) -> tuple[str, ...]:
    """Return the names of signs, those inside another left out."""
    names = [sign.name for sign in signs]
    inside = [fold(name) for name in names]
    return tuple(
        name
        for name in names
        if not any(fold(name).startswith(f"{outer}/") for outer in inside)
    )


def _last(name: str, kind: str) -> str:
    """Return what a default would have to say to mean the same."""
    return fold(name.rpartition("/")[2] if kind == "folder" else name)


def _gatherings(found: Survey) -> Iterator[tuple[str, Chosen]]:
    every = (*found.signs.meetings, *found.signs.events)
    told = {p for sign in every if sign.kind != "folder" for p in sign.notes}
    for what, signs in (
        ("meeting", found.signs.meetings),
        ("event", found.signs.events),
    ):
        types = [s for s in signs if s.kind == "type" and fold(s.name) not in _BUILT_IN]
        called = [s for s in signs if s.kind == "category"]
        default = {fold(one) for one in getattr(DEFAULTS, f"{what}_categories")}
        if types:
            yield f"{what}_types", _outer(types)
        if any(fold(sign.name) not in default for sign in called):
            yield f"{what}_categories", _outer(called)
        folders = _outer(s for s in signs if s.kind == "folder" and s.notes - told)
        if folders:
            yield f"{what}_folders", folders


def _days(
    found: Survey, settings: Settings, paths: Iterable[VaultPath]
) -> Iterator[tuple[str, Chosen]]:
    known = daily.days(paths, settings)
    if found.days.format and not found.days.notes.keys() <= known.keys():
        yield "daily_format", found.days.format
        if found.days.folder:
            yield "daily_folder", found.days.folder


def _writing(found: Survey, settings: Settings) -> Iterator[tuple[str, Chosen]]:
    months = tuple(map(calendars.called, found.languages))
    if months:
        yield "month_languages", months
    if found.language:
        yield "language", found.language
    yield from _marked(found)
    if len(found.me) == 1 and not settings.me and not found.me_says_so:
        yield "me", found.me[0].removesuffix(".md")
    if found.markdown > found.wiki and settings.link_style == "auto":
        yield "link_style", "markdown"


def _marked(found: Survey) -> Iterator[tuple[str, Chosen]]:
    if found.either and bool(found.day_first) != bool(found.month_first):
        yield "date_order", "day-first" if found.day_first else "month-first"
    if found.inline:
        yield "inline_fields", True
    if found.headings:
        yield "heading_properties", True


def _synonyms(found: Survey) -> Iterator[tuple[str, Chosen]]:
    synonyms: dict[str, tuple[str, ...]] = {}
    for typed, name in found.synonyms:
        synonyms[name] = (*synonyms.get(name, ()), typed)
    if synonyms:
        yield "synonyms", synonyms


def _undecided(found: Survey, chosen: Mapping[str, Chosen]) -> Iterator[str]:
    looks = found.signs.looks
    if not found.signs.people and not looks:
        yield (
            "Nothing tells which notes are about people, so every name that a dated "
            "line links counts; `people_folders` or `people_tags` narrows that."
        )
    if looks:
        names = ", ".join(looks[:_SHOWN])
        more = f" and {len(looks) - _SHOWN} more" if len(looks) > _SHOWN else ""
        yield (
            f"These look like notes about people, and nothing tells them from others: "
            f"{names}{more}. Give them `type: person`, or set `people_folders`."
        )
    if not found.days.format:
        yield (
            "There are no daily notes by any format that is looked for; if you keep "
            "some, set `daily_format`."
        )
    for rival in found.days.rivals[:1]:
        yield (
            f"Daily notes may be named {found.days.format} or {rival}: every name fits "
            "both. Set `daily_format` if the first is wrong."
        )
    if found.either and "date_order" not in chosen:
        dates = "one date" if found.either == 1 else f"{found.either} dates"
        yield (
            f"{dates} such as 11/02/2026 may be two days, and no other date tells "
            "which stands first. Set `date_order`."
        )
    if not found.me:
        yield (
            "No note is about yourself. Write `type: me` into one, with what you need "
            "and offer, and pages can tell who could help."
        )
    if len(found.me) > 1:
        yield (
            f"Several notes may be about yourself: {', '.join(found.me[:_SHOWN])}. "
            "Keep `type: me` in one, or set `me`."
        )
