"""Telling: what a survey found, in lines with numbers, and as a `vaultkit.toml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from vaultkit.settings import DEFAULTS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.choices import Setting
    from vaultkit.survey import Survey
    from vaultkit.survey.proposal import Chosen, Proposal
    from vaultkit.survey.signs import Sign

_SHOWN: Final = 12
_WIDTH: Final = 88
_EXAMPLES: Final[Mapping[str, str]] = {
    "today": "2026-11-02",
    "daily_folder": '"Daily"',
    "daily_format": '"YYYY-MM-DD"',
}


def lines(found: Survey) -> Iterator[str]:
    """Yield what was found, a line each, with numbers."""
    if not found.notes:
        yield "there is no Markdown note in this folder yet, so nothing was found out"
        return
    yield f"found {_counted(found.notes, 'note')}"
    for what, signs in (
        ("people", found.signs.people),
        ("meetings", found.signs.meetings),
        ("events", found.signs.events),
    ):
        if signs:
            notes = {path for sign in signs for path in sign.notes}
            told = ", ".join(map(_sign, signs))
            yield f"{what}: {_counted(len(notes), 'note')}, by {told}"
    days = found.days
    if days.format:
        where = "" if days.folder is None else f" in {days.folder or 'the top folder'}"
        yield f"daily notes: {len(days.notes)}{where}, named {days.format}"
    for path in found.me[:1]:
        yield f"about yourself: {path}"
    if found.properties:
        named = [f"{name} {count}" for name, count in found.properties.items()]
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        yield f"properties in use: {', '.join(named[:_SHOWN])}{more}"
    yield from _writing(found)


def _writing(found: Survey) -> Iterator[str]:
    """Yield how the notes are written."""
    yield f"links: {found.wiki} as [[...]], {found.markdown} as [...](...)"
    if found.languages:
        yield f"month names beside English: {', '.join(found.languages)}"
    dates = found.day_first + found.month_first + found.either
    if dates:
        yield (
            f"dates with slashes: {found.day_first} with the day first, "
            f"{found.month_first} with the month first, {found.either} that may be both"
        )
    for count, what in (
        (found.inline, "inline fields (`key:: value`)"),
        (found.headings, "headings that name properties"),
    ):
        if count:
            yield f"{what}: in {_counted(count, 'note')}"
    if found.logseq:
        yield "a Logseq graph"


def plain(found: Survey, proposal: Proposal) -> dict[str, Any]:
    """Return everything that was found and proposed, for other programs."""
    signs = found.signs
    return {
        "notes": found.notes,
        "people": _signs(signs.people),
        "meetings": _signs(signs.meetings),
        "events": _signs(signs.events),
        "like_people": list(signs.looks),
        "daily": {
            "folder": found.days.folder,
            "format": found.days.format or None,
            "notes": len(found.days.notes),
        },
        "me": list(found.me),
        "properties": dict(found.properties),
        "links": {"wiki": found.wiki, "markdown": found.markdown},
        "month_languages": list(found.languages),
        "dates": {
            "day_first": found.day_first,
            "month_first": found.month_first,
            "either": found.either,
        },
        "inline_fields": found.inline,
        "heading_properties": found.headings,
        "logseq": found.logseq,
        "settings": json.loads(json.dumps(proposal.settings)),
        "undecided": list(proposal.undecided),
    }


def toml(
    said: Iterable[str], chosen: Mapping[str, Chosen], undecided: Iterable[str] = ()
) -> str:
    """Return a `vaultkit.toml`: what was chosen, and every default behind a `#`.

    Args:
        said: What was found, told at its top.
        chosen: The settings that are to hold.
        undecided: What was not clear, told as well.
    """
    text = ["# Settings for vaultkit; everything here is optional.", ""]
    text += [f"# {line}" for line in said]
    for sentence in undecided:
        text += ["", *_comment(f"Not decided: {sentence}")]
    tables = [one for one in SETTINGS if _is_table(one)]
    for setting in (*(one for one in SETTINGS if one not in tables), *tables):
        text += ["", f"# {setting.says}", *_setting(setting, chosen.get(setting.name))]
    return "\n".join(text) + "\n"


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _is_table(setting: Setting) -> bool:
    return isinstance(getattr(DEFAULTS, setting.name), Mapping)


def _setting(setting: Setting, chosen: Chosen | None) -> Iterator[str]:
    value = getattr(DEFAULTS, setting.name) if chosen is None else chosen
    mark = "# " if chosen is None else ""
    if isinstance(value, Mapping):
        yield f"{mark}[{setting.name}]"
        for name, item in value.items():
            yield f"{mark}{name} = {_toml(item)}"
        return
    example = _EXAMPLES.get(setting.name) if chosen is None else None
    yield f"{mark}{setting.name} = {example or _toml(value)}"


def _toml(value: object) -> str:
    """Return a value as TOML, which for these shapes is written as JSON is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _signs(signs: Iterable[Sign]) -> list[dict[str, Any]]:
    return [
        {"by": sign.kind, "name": sign.name, "notes": len(sign.notes)} for sign in signs
    ]


def _sign(sign: Sign) -> str:
    return f"{sign.kind} {sign.name} ({len(sign.notes)})"


def _counted(count: int, one: str) -> str:
    return f"{count} {one if count == 1 else one + 's'}"
